#!/bin/sh
# search.sh - searches a bound by random bitstate runs of SPIN. It can find that a claim is violated;
# that none is found proves nothing. `eleven verify --swarm` wrote it; docs/SCALE.md tells of it.
#
#     sh search.sh [-j JOBS] [-t SECONDS] [FIRST [LAST]]
#         makes the runs FIRST to LAST (1 to 16), JOBS at a time (as many as there are processors), each
#         for so long at most; then sums up
#     sh search.sh report
#         sums up all runs in out/, also those that were brought from other machines
#
# Run N is the same on every machine: give each machine numbers of its own. Runs differ in the order of
# the moves, in the hash function, in the bits that stand for a world, and in depth. Needs spin, a C compiler and
# what every system has; the compiler's options are ${CFLAGS:--O2}.
#
# Exit code: 1 a claim is violated, 3 nothing was found, 2 wrong usage, 4 error, 130 interrupted.

here=$(cd "$(dirname "$0")" && pwd) || exit 4
cd "$here" || exit 4
# shellcheck disable=SC1091,SC2154
. ./settings # bound changes expected bits depth seconds

fail() {
    echo "search.sh: $2" >&2
    exit "$1"
}

# Beside it, and then renamed: others may do the same in this directory.
make_pan() {
    [ -x pan ] && return
    made=$(mktemp -d ./made.XXXXXX) && cd "$made" || exit 4
    spin -a ../model.pml >said 2>&1 || fail 4 "spin -a failed: see $made/said"
    # shellcheck disable=SC2086 # options
    ${CC:-cc} ${CFLAGS:--O2} -w -DBITSTATE -DSAFETY -DNOREDUCE -DT_RAND -DVECTORSZ=4096 -o pan pan.c >>said 2>&1 ||
        fail 4 "pan does not compile: see $made/said"
    mv pan .. && cd .. && rm -r "$made"
}

# Shallow runs find short errors; only one in four goes as deep as there are worlds.
depth_of() {
    case $(($1 % 4)) in
    0) echo 100 ;;
    1) echo "$depth" ;;
    2) echo 400 ;;
    3) echo 200 ;;
    esac
}

# one N: its report is out/N, its trails are out/N.trail...; a report gets its name when it is whole
one() {
    rm -rf "out/$1.dir"
    mkdir "out/$1.dir" && cd "out/$1.dir" || return
    limit=
    [ "$seconds" = 0 ] || limit="timeout -s INT $seconds"
    # shellcheck disable=SC2086 # words
    $limit ../../pan -e -n -c0 "-m$(depth_of "$1")" "-w$bits" "-k$((2 + $1 / 4 % 3))" "-h$(($1 % 500))" "-RS$1" >report 2>&1
    n=0
    # shellcheck disable=SC2013 # names without blanks
    for trail in $(sed -n 's/^pan: wrote //p' report); do
        n=$((n + 1))
        echo "search trail $n $(wc -l <"$trail")" >>report
        mv "$trail" "../$1.trail$n"
    done
    mv report "../$1"
    cd ../.. && rm -r "out/$1.dir"
}

report() {
    # shellcheck disable=SC2010,SC2046 # numbers
    set -- $(ls out 2>/dev/null | grep -x '[0-9]*' | sort -n | sed 's,^,out/,')
    [ $# -gt 0 ] || fail 2 "there are no runs in out/"
    export bound changes expected here # -v would take backslashes out
    # shellcheck disable=SC2016 # the program of awk
    awk '
    # The chance that a world is taken for one that was seen, on average over the run: of a world that comes
    # when a part x of them is there, each of k bits is set with 1 - exp(-k x / factor).
    function passed_over(factor, k,    i, sum) {
        for (i = 0; i < 200; i++) sum += (1 - exp(-k * (i + 0.5) / 200 / factor)) ^ k
        return sum / 200
    }
    function end_run() {
        if (run == "") return
        runs++
        if (!done) broken++
        else if (late) stopped++
        else if (cut) shallow++
        else whole++
        if (done && !late && !cut && (least == "" || passed_over(factor, k) < least))
            least = passed_over(factor, k)
        if (stored > most) most = stored
        sum += stored
    }
    # A word as a shell wants it.
    function word(w,    quote) {
        quote = sprintf("%c", 39)
        return w ~ /[^A-Za-z0-9_.\/+=:,-]/ ? quote w quote : w
    }
    FNR == 1 { end_run(); run = FILENAME; sub(/.*\//, "", run); done = late = cut = stored = claims = 0 }
    /^eleven claim / { claim[++claims] = $3 }
    /^search trail / {
        c = claim[$3]
        found[c]++
        if (found[c] == 1 || $4 < steps[c]) {
            steps[c] = $4
            trail[c] = ENVIRON["here"] "/out/" run ".trail" $3
        }
    }
    /max search depth too small/ { cut = 1 }
    /^Interrupted|time limit|out of memory/ { late = 1 }
    /states, stored/ { stored = $1 }
    /^hash factor:/ { factor = $3 }
    /^bits set per state:/ { k = $5 }
    /^eleven fired / { if (!(($3, $4) in rows)) n_rows++; rows[$3, $4]++ }
    /^eleven premise / { premises[$3] = 1 }
    /^eleven done/ { done = 1 }
    END {
        end_run()
        for (r in rows) if (rows[r] == 1) alone++
        for (p in premises) n_premises++
        printf "%d runs: %d to their end, %d cut at their depth, %d out of time or memory, %d broken\n",
               runs, whole, shallow, stopped, broken
        printf "worlds: %d at most in a run, %d on average\n", most, sum / runs
        if (whole > 0)
            printf "coverage, an estimate: the best run to its end took %.4f %% of the worlds that came for others, " \
                   "and went no further there\n", 100 * least
        else
            print "coverage, an estimate: none, no run came to its end"
        printf "rows that fired, by state: %d, of them %d in one run only\n", n_rows, alone
        printf "claims whose premise was met: %d\n", n_premises
        for (c in found) {
            as_expected = index(" " ENVIRON["expected"], " " c " ") > 0
            violated = violated || !as_expected
            printf "%s: VIOLATED%s, in %d of the runs, the shortest after %d steps:\n  eleven explain %s:%s%s --trail %s\n",
                   c, as_expected ? " (as expected)" : "", found[c], steps[c], ENVIRON["bound"], c, ENVIRON["changes"], word(trail[c])
        }
        if (!violated) print "nothing found; this is a search and not a proof"
        exit broken == runs ? 4 : violated ? 1 : 3
    }' "$@"
}

[ "$1" = report ] && { report; exit; }
[ "$1" = one ] && { one "$2"; exit; }
jobs=$(getconf _NPROCESSORS_ONLN)
while getopts j:t: option; do
    case $option in
    j) jobs=$OPTARG ;;
    t) seconds=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
first=${1:-1}
last=${2:-${1:-16}}
if ! { [ "$first" -ge 1 ] && [ "$last" -ge "$first" ] && [ "$jobs" -ge 1 ] && [ "$seconds" -ge 0 ]; } 2>/dev/null; then
    fail 2 "expected numbers of runs from 1, as in: sh search.sh -j 2 -t 600 1 16"
fi
mkdir -p out || exit 4
make_pan
export seconds
trap 'exit 130' INT TERM
for n in $(seq "$first" "$last"); do
    [ -e "out/$n" ] || echo "$n"
done | xargs -r -n 1 -P "$jobs" sh ./search.sh one
report
