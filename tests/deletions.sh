#!/bin/sh
# deletions.sh - every row of the table matters: without any one of them, fsmc or a bound fails.
#
#     tests/deletions.sh [--quick N] [--jobs J]     from the repository root; BUILD=build
#
# --quick N takes every N-th row only. Each row of each state is deleted in its turn (`--without`).
# It is noticed by fsmc, when a group is no longer complete, or by a bound in which the row fires,
# when a verdict, its states or its transitions are not those of the whole table. The smallest such
# bound is asked first.
#
# A row that nothing notices must be equivalent: either the table says that it cannot fire, and in
# no bound it does; or whatever it takes goes to a later row that does the same. For that fsmc
# proves of each later row that does something else that no case of the deleted row comes to it.
# A row of which neither is known has survived.
#
# Ends with 0 when none survived, 1 when one did, 2 on a wrong call, 4 when a program failed.
set -u

build=${BUILD:-build}
quick=1
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=1
limits='--memory 512M --time 120' # for one bound: a broken table may have many more worlds
citations=docs/rfc9293.tsv

usage() {
    echo "usage: tests/deletions.sh [--quick N] [--jobs J]" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case ${2:-} in
    '' | 0* | *[!0-9]*) usage ;;
    esac
    case $1 in
    --quick) quick=$2 ;;
    --jobs)  jobs=$2 ;;
    *)       usage ;;
    esac
    shift 2
done

# ---------------------------------------------------------------- a place of our own

# eleven keeps its engines beside itself: a copy of it does not fill the cache of the build, and
# with a copy of the models every deletion is from the same table.
scratch=$(mktemp -d) || exit 4
workers=
trap 'rm -rf "$scratch"' EXIT
trap '[ -z "$workers" ] || kill $workers; exit 130' INT TERM

mkdir "$scratch/docs" "$scratch/include" &&
    cp "$build/eleven" "$build/fsmc" "$scratch" &&
    cp -R model "$scratch/model" &&
    cp "$citations" "$scratch/docs" &&
    cp sim/*.h "$scratch/include" || exit 4
table=$scratch/model/tcp.fsm

# Most engines run for less time than -O2 takes to compile them; the last -O counts.
printf '#!/bin/sh\nexec %s "$@" -O1\n' "${CC:-cc}" >"$scratch/cc"
chmod +x "$scratch/cc"
CC=$scratch/cc
export CC

explore() {
    "$scratch/eleven" explore "$@" --json 2>"$scratch/errors.$worker"
}

check() {
    "$scratch/fsmc" --check --citations "$citations" "$@" 2>&1
}

# ---------------------------------------------------------------- the whole table

# What of a run is compared: a line a bound, `bound states transitions moves_sum claim verdict ...`,
# with tabs. moves_sum is a sum over what each transition is; a dash where eleven does not give it.
summary='
function value(name,    at, rest) {
    at = index($0, "\"" name "\":")
    if (at == 0)
        return "-"
    rest = substr($0, at + length(name) + 3)
    sub(/^"/, "", rest)
    match(rest, /^[^",}]*/)
    return substr(rest, 1, RLENGTH)
}
/"claim":/ {
    bound = value("bound")
    if (!(bound in said))
        order[++n] = bound
    states[bound] = value("states")
    transitions[bound] = value("transitions")
    sum[bound] = value("moves_sum")
    said[bound] = said[bound] "\t" value("claim") " " value("verdict")
}
END {
    for (i = 1; i <= n; i++) {
        bound = order[i]
        print bound "\t" states[bound] "\t" transitions[bound] "\t" sum[bound] said[bound]
    }
}'

# Each row that is to be deleted, with the bounds in which it fires, the smallest first.
plan='
BEGIN { FS = "\t" }
FNR == NR { bounds[++n] = $1; size[$1] = $3; next }
{
    split($0, part, "\"")
    fired = $0
    sub(/.*"fired":/, "", fired)
    if (!(part[12] in seen))
        rows[++n_rows] = part[12]
    seen[part[12]] = 1
    fires[part[12], part[8]] = fired + 0
}
END {
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && size[bounds[j]] < size[bounds[j - 1]]; j--) {
            other = bounds[j]
            bounds[j] = bounds[j - 1]
            bounds[j - 1] = other
        }
    for (i = quick; i <= n_rows; i += quick) {
        line = rows[i]
        for (j = 1; j <= n; j++)
            if (fires[rows[i], bounds[j]] > 0)
                line = line " " bounds[j]
        print line
    }
}'

worker=0
explore --coverage --jobs "$jobs" >"$scratch/whole.json"
status=$?
case $status in
0) ;;
1) echo "deletions.sh: a claim is violated, or a pinned count missed, in the whole table" >&2 ;;
*) cat "$scratch/errors.0" >&2
   echo "deletions.sh: the whole table cannot be explored: eleven ended with $status" >&2
   exit 4 ;;
esac
awk "$summary" "$scratch/whole.json" >"$scratch/whole"
grep '"row":' "$scratch/whole.json" |
    awk -v quick="$quick" "$plan" "$scratch/whole" - >"$scratch/plan"

# ---------------------------------------------------------------- one deletion

# What is no longer as it was in the whole table, in words; nothing when all is.
difference='
BEGIN { FS = "\t" }
FNR == NR { for (i = 2; i <= NF; i++) was[$1, i] = $i; next }
{
    cut = $0 ~ /INCOMPLETE/
    for (i = 5; i <= NF; i++)
        if ($i != was[$1, i] && $i !~ /INCOMPLETE/)
            words = words ", " $i
    if (cut ? $2 > was[$1, 2] + 0 : $2 != was[$1, 2])
        words = words ", states " was[$1, 2] " -> " $2
    if (cut ? $3 > was[$1, 3] + 0 : $3 != was[$1, 3])
        words = words ", transitions " was[$1, 3] " -> " $3
    if (words == "" && !cut && $4 != was[$1, 4])
        words = ", as many transitions, but others"
}
END { print substr(words, 3) }'

# say ROW HOW WHAT
say() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$scratch/said.$worker"
}

# try_bound ROW BOUND: true when the bound notices.
try_bound() {
    explore "$2" --without "$1" $limits >"$scratch/run.$worker"
    case $? in
    0 | 1) ;;
    3) unfinished="$unfinished $2" ;;
    2) say "$1" fsmc "$(head -n 1 "$scratch/errors.$worker")"
       return 0 ;;
    *) say "$1" error "$2: $(head -n 1 "$scratch/errors.$worker")"
       return 0 ;;
    esac
    awk "$summary" "$scratch/run.$worker" >"$scratch/without.$worker"
    what=$(awk "$difference" "$scratch/whole" "$scratch/without.$worker")
    [ -n "$what" ] && say "$1" bound "$2: $what"
}

# delete_row ROW BOUND...
delete_row() {
    row=$1
    unfinished=
    shift
    if ! check --without "$row" "$table" >"$scratch/check.$worker"; then
        say "$row" fsmc "$(sed -n 's/.*error: //p' "$scratch/check.$worker" | head -n 1)"
        return
    fi
    for bound; do
        try_bound "$row" "$bound" && return
    done
    if [ -n "$unfinished" ]; then
        say "$row" error "cut short:$unfinished"
    else
        say "$row" nothing "$*"
    fi
}

# work K: every row whose number leaves K when divided by the number of jobs.
work() {
    worker=$1
    awk -v jobs="$jobs" -v k="$1" 'NR % jobs == k % jobs' "$scratch/plan" >"$scratch/plan.$worker"
    while read -r row bounds; do
        delete_row "$row" $bounds
    done <"$scratch/plan.$worker"
}

k=1
while [ "$k" -le "$jobs" ]; do
    work "$k" &
    workers="$workers $!"
    k=$((k + 1))
done
wait $workers
workers=
cat "$scratch"/said.* >"$scratch/said"

# ---------------------------------------------------------------- what nothing noticed

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
    awk -v event="$event" -v later="$3" -v guard="$2" "$narrow" "$table" >"$scratch/narrow.fsm"
    check --without "$1" "$scratch/narrow.fsm" >"$scratch/narrowed"
    grep -q "row '$3' can never fire in ${1%%/*}: " "$scratch/narrowed"
}

# falls_to ROW: the later rows that do the same, when whatever ROW takes comes to one of them.
falls_to() {
    event=${1#*/}
    awk -v state="${1%%/*}" -v event="${event%/*}" -v row="${1##*/}" "$later" \
        "$scratch/table" >"$scratch/later"
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
    } <"$scratch/later"
    [ -n "$same" ] || return 1
    echo "what it takes falls to$same, which does the same${never:+; never to$never (fsmc)}"
}

# survival ROW BOUND...: what fires more often without ROW in the first bound in which it fires.
survival() {
    if [ $# -eq 1 ]; then
        echo "it fires in no bound"
        return
    fi
    explore "$2" --coverage --without "$1" $limits >"$scratch/run.0"
    awk -v bound="$2" '
        !/"row":/ { next }
        {
            split($0, part, "\"")
            fired = $0
            sub(/.*"fired":/, "", fired)
        }
        part[8] != bound { next }
        FNR == NR { was[part[12]] = fired + 0; next }
        fired + 0 > was[part[12]] {
            more = more sprintf(", %s (+%d)", part[12], fired - was[part[12]])
        }
        END { print "in " bound " instead: " (more == "" ? "nothing" : substr(more, 3)) }
    ' "$scratch/whole.json" "$scratch/run.0"
}

# The table's reason why a row cannot fire.
reason() {
    event=${1#*/}
    sed -n "s|^cannot  *${1%%/*}  *${event%/*}  *${1##*/}  *\"\(.*\)\".*|\1|p" "$table"
}

"$scratch/fsmc" --table --citations "$citations" -o "$scratch/table" "$table" || exit 4
: >"$scratch/equivalent"
awk -F '\t' '$2 == "nothing" { print $1, $3 }' "$scratch/said" |
    while read -r row bounds; do
        why=$(reason "$row")
        if [ -n "$why" ] && [ -z "$bounds" ]; then
            printf '%s\tequivalent\tit cannot fire, and never does: %s\n' "$row" "$why"
        elif why=$(falls_to "$row"); then
            printf '%s\tequivalent\t%s\n' "$row" "$why"
        else
            printf '%s\tsurvived\t%s\n' "$row" "$(survival "$row" $bounds)"
        fi
    done >"$scratch/equivalent"

# ---------------------------------------------------------------- the report

awk -F '\t' '
function list(title, kind,    i) {
    if (count[kind] == 0)
        return
    print "\n" title
    for (i = 1; i <= n; i++)
        if (how[rows[i]] == kind)
            printf "  %-44s %s\n", rows[i], what[rows[i]]
}
FILENAME ~ /plan$/ { sub(/ .*/, ""); rows[++n] = $0; next }
{ how[$1] = $2; what[$1] = $3 }
END {
    for (i = 1; i <= n; i++)
        count[rows[i] in how ? how[rows[i]] : "error"]++
    list("noticed by fsmc", "fsmc")
    list("noticed by a bound", "bound")
    list("equivalent: the table without the row is the same", "equivalent")
    list("SURVIVED: no bound notices that the row is gone, and others fire instead", "survived")
    list("ERROR", "error")
    printf "\n%d rows, %d noticed by fsmc, %d by a bound, %d equivalent, %d survived\n", n,
        count["fsmc"], count["bound"], count["equivalent"], count["survived"]
    good = count["fsmc"] + count["bound"] + count["equivalent"]
    printf "%d passed, %d failed\n", good, n - good
    exit count["error"] > 0 ? 4 : good < n
}' "$scratch/plan" "$scratch/said" "$scratch/equivalent"
