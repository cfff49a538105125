#!/bin/sh
# mutations.sh - every small change of the table is noticed: by fsmc, by a claim, by a bound's counts.
#
#     tests/mutations.sh [--quick N] [--jobs J]     from the repository root; BUILD=build
#
# `fsmc --mutations` lists the changes; `eleven mutations` makes them. What was found is kept in
# BUILD/mutations, under a hash of all that it was found with, so that a run which was interrupted
# goes on; --quick N takes every N-th change and a few small bounds.
#
# What nothing notices has survived. A row that is dropped may be equivalent: the table says that it
# cannot fire, and in no bound it does; or whatever it takes goes to a later row that does the same.
# For that fsmc proves of each later row that does something else that no case of the dropped row
# comes to it. For every other survivor tests/survivors.tsv has a reason; one that has none fails,
# and so does a reason of which there is no survivor.
#
# Ends with 0 when all are noticed or explained, 1 when not, 2 on a wrong call, 4 when a program failed.
set -u

build=${BUILD:-build}
quick=
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
citations=docs/rfc9293.tsv
reasons=tests/survivors.tsv

usage() {
    echo "usage: tests/mutations.sh [--quick N] [--jobs J]" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1/${2:-} in
    */ | */0* | */*[!0-9]*) usage ;;
    --quick/*) quick=$2 ;;
    --jobs/*)  jobs=$2 ;;
    *) usage ;;
    esac
    shift 2
done

# ---------------------------------------------------------------- the run

# A copy of the programs and of the models, with a cache of its own: whatever is changed meanwhile,
# a run is of one table.
hash=$(cat model/tcp.fsm model/world.fsm model/claims.fsm model/bounds/*.fsm "$build/fsmc" |
    cksum | tr ' ' -)
home=$build/mutations/$hash
if [ ! -x "$home/cc" ]; then
    rm -rf "$build/mutations"
    mkdir -p "$home/docs" "$home/include" || exit 4
    cp "$build/eleven" "$build/fsmc" "$home" && cp -R model "$home/model" &&
        cp "$citations" "$home/docs" && cp sim/*.h "$home/include" || exit 4
    # Most engines run for less time than -O2 takes to compile them; the last -O counts.
    printf '#!/bin/sh\nexec %s "$@" -O1\n' "${CC:-cc}" >"$home/cc"
    chmod +x "$home/cc"
fi
table=$home/model/tcp.fsm
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# run ARGUMENT...: results of earlier runs count.
run() {
    CC=$PWD/$home/cc "$home/eleven" mutations --jobs "$jobs" "$@" >"$work/out" 2>"$work/errors"
    status=$?
    [ "$status" -eq 0 ] && return
    cat "$work/errors" >&2
    exit "$status"
}

if [ -n "$quick" ]; then
    run handshake refused teardown --every "$quick"
    results=$work/out
else
    results=$home/results.tsv
    run --results "$results"
fi

# An engine that is every mutant does what the engine of one does: some of its counts again.
again() {
    awk -F '\t' '$2 == "counts" && $3 ~ /: [0-9]+ states/ {
        split($3, part, /[:, ]+/)
        print $1, part[1], part[2], part[4]
    }' "$results" | head -n 3 | while read -r mutation bound states transitions; do
        CC=$PWD/$home/cc "$home/eleven" explore "$bound" --mutate "$mutation" --json 2>/dev/null |
            grep -q "\"states\":$states,\"transitions\":$transitions," ||
            echo "not ok $mutation: its own engine of $bound has other counts"
    done
}

# ---------------------------------------------------------------- survivors that are equivalent

"$home/fsmc" --table --citations "$citations" -o "$work/table" "$table" || exit 4

check() {
    "$home/fsmc" --check --citations "$citations" "$@" 2>&1
}

# The table's reason why a row cannot fire.
cannot() {
    event=${1#*/}
    sed -n "s|^cannot  *${1%%/*}  *${event%/*}  *${1##*/}  *\"\(.*\)\".*|\1|p" "$table"
}
# The later rows of the group, as `name TAB same|other`, with the guard of the deleted one first.
later='
function cell(i,    text) {
    text = field[i]
    gsub(/^ +| +$|`/, "", text)
    gsub(/\\\|/, "|", text)
    return text
}
/^### / {
    from_here = 0
    states = $0
    sub(/^### [^ ]+ in /, "", states)
    sub(/, step .*/, "", states)
    in_group = $2 == event && index(", " states ", ", ", " state ", ") > 0
}
/^\| `/ && in_group {
    gsub(/\\\|/, SUBSEP)
    split($0, field, "|")
    effect = cell(4) " -> " cell(5)
    if (cell(2) == row) {
        print cell(3)
        wanted = effect
        from_here = 1
    } else if (from_here) {
        print cell(2) "\t" (effect == wanted ? "same" : "other")
        from_here = cell(3) != ""
    }
}'

# A copy of the table in which the row `later` of the event fires only where `guard` holds too.
narrow='
/^on / { in_event = $2 == event }
in_event && $1 == later { inside = 1 }
inside == 1 && /\[/ {
    at = index($0, "[")
    tail = substr($0, at + 1)
    empty = tail ~ /^ *\]/
    $0 = substr($0, 1, at) " (" guard ")" (empty ? "" : " and (") tail
    inside = 2
}
inside == 2 && /\]/ {
    if (!empty)
        sub(/\]/, ") ]")
    inside = 0
}
{ print }'

# never_takes ROW GUARD LATER: fsmc proves that no case of the deleted ROW comes to LATER.
never_takes() {
    event=${1#*/}
    event=${event%/*}
    awk -v event="$event" -v later="$3" -v guard="$2" "$narrow" "$table" >"$work/narrow.fsm"
    check --without "$1" "$work/narrow.fsm" >"$work/narrowed"
    grep -q "row '$3' can never fire in ${1%%/*}: " "$work/narrowed"
}

# falls_to ROW: the later rows that do the same, when whatever ROW takes comes to one of them.
falls_to() {
    event=${1#*/}
    awk -v state="${1%%/*}" -v event="${event%/*}" -v row="${1##*/}" "$later" \
        "$work/table" >"$work/later"
    {
        IFS= read -r guard
        same=
        never=
        while read -r name does; do
            if [ "$does" = same ]; then
                same="$same $name"
            elif never_takes "$1" "$guard" "$name"; then
                never="$never $name"
            else
                return 1
            fi
        done
    } <"$work/later"
    [ -n "$same" ] || return 1
    echo "what it takes falls to$same, which does the same${never:+; never to$never (fsmc)}"
}


# explain MUTATION: why the table with it is the same; fails when that is not known.
explain() {
    row=${1#*:}
    row=${row%%:*}
    case $1 in
    negate:* | edge:*) return 1 ;;
    */*/*) why=$(cannot "$row") ;;
    *) return 1 ;;
    esac
    if [ -n "$why" ]; then
        echo "it cannot fire, and never does: $why"
    else
        case $1 in
        drop:*) falls_to "$row" ;;
        *) return 1 ;;
        esac
    fi
}

: >"$work/explained"
[ -n "$quick" ] || awk -F '\t' '$2 == "survived" { print $1 }' "$results" |
    while read -r mutation; do
        why=$(explain "$mutation") && printf '%s\t%s\n' "$mutation" "$why"
    done >"$work/explained"

# ---------------------------------------------------------------- the report

# A reason is of one change or, with `*`, of several, all of which have survived.
summary='
BEGIN { FS = "\t" }
FILENAME == reasons {
    if ($0 == "" || $0 ~ /^#/)
        next
    pattern[++n_patterns] = $1
    regex = $1
    gsub(/[.+()^$|\[\]]/, "\\\\&", regex)
    gsub(/\*/, ".*", regex)
    regexes[n_patterns] = "^" regex "$"
    reason[n_patterns] = $2
    next
}
FILENAME == explained { why[$1] = $2; next }
function reason_of(id,    i) {
    for (i = 1; i <= n_patterns; i++)
        if (id ~ regexes[i])
            return i
    return 0
}
{
    kind = $1
    sub(/:.*/, "", kind)
    if (!(kind in total))
        kinds[++n_kinds] = kind
    total[kind]++
    how = $2
    r = reason_of($1)
    if (r > 0)
        met[r] = 1
    if (how == "survived" && ($1 in why)) {
        how = "equivalent"
        text = why[$1]
    } else if (how == "survived" && r > 0) {
        how = "equivalent"
        text = reason[r]
    } else if (how == "survived" || how == "cut") {
        bad[++n_bad] = $1 ": " (how == "cut" ? "no search of " $3 " came to its end" : "nothing notices it")
    } else if (r > 0) {
        bad[++n_bad] = $1 ": noticed (" $2 " " $3 "), although " reasons " says that nothing does: " pattern[r]
    }
    if (how == "equivalent")
        same[++n_same] = $1 "\t" text
    count[kind, how]++
    if (how == "survived" && quick != "") {
        left++
        n_bad--
    }
}
END {
    print "| change | all | fsmc | a claim | counts alone | equivalent | survived |"
    print "|---|--:|--:|--:|--:|--:|--:|"
    for (i = 1; i <= n_kinds; i++) {
        k = kinds[i]
        printf "| %s | %d | %d | %d | %d | %d | %d |\n", k, total[k], count[k, "fsmc"],
            count[k, "claim"], count[k, "counts"], count[k, "equivalent"],
            count[k, "survived"] + count[k, "cut"]
        all += total[k]
        noticed += count[k, "fsmc"] + count[k, "claim"] + count[k, "counts"]
    }
    if (quick == "")
        for (i = 1; i <= n_patterns; i++)
            if (!(i in met))
                bad[++n_bad] = reasons ": a reason of which there is no survivor: " pattern[i]
    if (n_same > 0)
        print "\nThe table with the change is the same:\n"
    for (i = 1; i <= n_same; i++) {
        split(same[i], part, "\t")
        print "* `" part[1] "`: " part[2]
    }
    if (quick != "")
        print "\n" left + 0 " are left to the full run"
    if (n_bad > 0)
        print ""
    for (i = 1; i <= n_bad; i++)
        print "not ok " bad[i]
    if (quick != "" && noticed * 3 < all)
        bad[++n_bad] = "fewer than a third are noticed"
    printf "\n%d passed, %d failed\n", noticed + n_same, n_bad
    exit n_bad > 0
}'

[ -z "$quick" ] || again >"$work/differ"
awk -v quick="$quick" -v reasons="$reasons" -v explained="$work/explained" "$summary" \
    "$reasons" "$work/explained" "$results" >"$work/report"
status=$?
cat "$work/report"
[ -s "$work/differ" ] || exit "$status"
cat "$work/differ"
exit 1
