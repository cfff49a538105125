#!/bin/sh
# bench.sh - how fast it is here: figures to look at, never a test.
#
#     tests/bench.sh [SECTION...]     from the repository root; BUILD=build; no SECTION: all
#
# A section is a function bench_NAME below. Seconds are elapsed ones, the best of three; instructions
# are callgrind's, which are the same each time.

eleven=${BUILD:-build}/eleven
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# seconds COMMAND...: the best of three
seconds() {
    for _ in 1 2 3; do
        from=$(date +%s.%N)
        "$@" >/dev/null 2>&1 || exit 4
        echo "$from $(date +%s.%N)"
    done | awk '{ s = $2 - $1; if (NR == 1 || s < best) best = s } END { print best }'
}

# instructions COMMAND...: that it takes, by callgrind
instructions() {
    valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" "$@" 2>&1 >/dev/null |
        awk '/Collected/ { print $NF }'
}

machine() {
    echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) processors," \
        "load $(cut -d' ' -f1 /proc/loadavg); commit $(git rev-parse --short HEAD 2>/dev/null)"
}

# ---------------------------------------------------------------- many runs

# connection: 500 octets up, 800 down, closed by both, TIME-WAIT; 20 ms, 10 % loss
connection="transfer --loss 0.1"

# Events of a connection: calls, arrivals, timers, and segments that the events before set free.
events_each() {
    for run in $(seq 0 199); do
        # shellcheck disable=SC2086 # words
        "$eleven" sim $connection --run "$run" --json
    done | awk '/"kind":"(call|receive|timer|transmit)"/ { n++ } END { print n / 200 }'
}

# rate NAME RUNS OPTION...: a line of the table
rate() {
    name=$1
    runs=$2
    shift 2
    # shellcheck disable=SC2086
    s=$(seconds "$eleven" sweep $connection --runs "$runs" "$@")
    awk -v name="$name" -v runs="$runs" -v s="$s" -v events="$events" 'BEGIN {
        printf "    %-34s %10d %8.2f %14.0f %14.0f %8.0f\n", name, runs, s, runs / s,
               runs * events / s, s / runs * 1e9 }'
    echo "$s" >"$work/last"
}

# instructions_each OPTION...: of one more connection
instructions_each() {
    # shellcheck disable=SC2086
    few=$(instructions "$eleven" sweep $connection --jobs 1 --runs 10000 "$@")
    # shellcheck disable=SC2086
    many=$(instructions "$eleven" sweep $connection --jobs 1 --runs 30000 "$@")
    echo $(((many - few) / 20000))
}

bench_sweep() {
    events=$(events_each)
    echo "sweep: $connection, $events events a connection"
    printf '    %-34s %10s %8s %14s %14s %8s\n' "" runs seconds connections/s events/s "ns each"
    rate "every run played, one thread" 1000000 --play-all --jobs 1
    one=$(cat "$work/last")
    rate "every run played, two threads" 1000000 --play-all --jobs 2
    two=$(cat "$work/last")
    rate "alike runs once, one thread" 20000000 --jobs 1
    same=$(cat "$work/last")
    rate "alike runs once, two threads" 20000000 --jobs 2
    awk -v one="$one" -v two="$two" -v a="$same" -v b="$(cat "$work/last")" 'BEGIN {
        printf "    two threads are %.2f times one (every run played), %.2f times (alike runs once)\n",
               one / two, a / b }'
    command -v valgrind >/dev/null 2>&1 || return
    each=$(instructions_each --play-all)
    awk -v each="$each" -v events="$events" 'BEGIN {
        printf "    every run played: %d instructions a connection, %.0f an event; of these:\n", each,
               each / events }'
    callgrind_annotate "$work/callgrind" 2>/dev/null |
        awk '/file:function/ { on = 1; next }
             on && /:/ && n < 12 { sub(/ \[.*/, ""); sub(/^[^(]*/, "        "); print; n++ }'
}

# ---------------------------------------------------------------- many machines: docs/SCALE.md

# cost NAME RUNS POINTS COMMAND...: of all runs, with a file
cost() {
    name=$1
    runs=$2
    points=$3
    shift 3
    /usr/bin/time -f '%e %U %S %M' -o "$work/cost" "$@" --runs "$runs" -o "$work/file" >/dev/null 2>&1 || exit 4
    awk -v name="$name" -v runs="$runs" -v points="$points" -v bytes="$(wc -c <"$work/file")" '{
        printf "    %-34s %10d %6d %8.2f %10.2f %8.0f %8.1f %10d\n", name, runs, points, $1, $2 + $3,
               ($2 + $3) / runs / points * 1e9, $4 / 1024, bytes }' "$work/cost"
}

bench_scale() {
    printf '    %-34s %10s %6s %8s %10s %8s %8s %10s\n' "" runs points seconds "processor" "ns each" MB "file bytes"
    # shellcheck disable=SC2086 # words
    set -- "$eleven" sweep $connection --jobs 1
    cost "alike runs once" 1000000 1 "$@"
    cost "alike runs once" 20000000 1 "$@"
    cost "every run played" 1000000 1 "$@" --play-all
    cost "delays drawn" 1000000 1 "$@" --delay 'uniform 10ms 90ms'
    cost "loss 0 to 0.5, 11 points" 100000 11 "$eleven" sweep transfer --loss 0:0.5:0.05 --jobs 1
    cost "1,000 points" 2000 1000 "$eleven" sweep transfer --loss 0:0.999:0.001 --jobs 1
    # shellcheck disable=SC2086
    cost "two threads" 20000000 1 "$eleven" sweep $connection --jobs 2
    [ -x "$eleven-mpi" ] || return
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
    # shellcheck disable=SC2086
    cost "two ranks (MB: the largest)" 20000000 1 mpirun --oversubscribe -n 2 "$eleven-mpi" sweep $connection
}

sections=${*:-sweep scale}
machine
for section in $sections; do
    if ! command -v "bench_$section" >/dev/null 2>&1; then
        echo "bench.sh: no section '$section'; there are: $(sed -n 's/^bench_\([a-z_]*\)() .*/\1/p' "$0" | tr '\n' ' ')" >&2
        exit 2
    fi
    "bench_$section"
done
