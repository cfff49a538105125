#!/bin/sh
# bench.sh - how fast it is here: figures to look at, never a test.
#
#     tests/bench.sh [SECTION...]     from the repository root; BUILD=build; no SECTION: all
#
# A section is a function bench_NAME below. Seconds are elapsed ones, the best of three unless it says
# otherwise; instructions are callgrind's, which are the same each time.

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
    if ! [ -x /usr/bin/time ]; then
        echo "scale: skipped, GNU time is not installed" >&2
        return
    fi
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

# ---------------------------------------------------------------- the explorer: docs/PERFORMANCE.md

# Each is done BENCH_RUNS times, in turn, and the medians are told: elapsed seconds of the search alone,
# without what is compiled before it, and seconds of the processors of the whole command.
times=${BENCH_RUNS:-3}

# The bound for pan and eleven; that for threads; that for memory; that for symmetry.
side_by_side=lossy
middle="lossy --with retransmissions=3"
large=model/bounds/large/four-lost.fsm
alike="alike --with losses=2 --with retransmissions=2"

# median FIELD: of the lines that come in
median() {
    awk -v field="$1" '{ print $field }' | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# search NAME OPTION...: adds a line to NAME: states, transitions, elapsed, processor, bytes, most MB
search() {
    name=$1
    shift
    /usr/bin/time -f '%U %S %M' -o "$work/cost" "$eleven" explore "$@" --json 2>/dev/null |
        sed -n '1s/.*"states":\([0-9]*\),"transitions":\([0-9]*\),.*"seconds":\([0-9.]*\),"bytes":\([0-9]*\).*/\1 \2 \3 \4/p' \
            >"$work/found"
    awk '{ getline c <"/dev/stdin"; split(c, t); print $1, $2, $3, t[1] + t[2], $4, t[3] / 1024 }' \
        "$work/found" <"$work/cost" >>"$work/$name"
}

# make_pan NAME OPTION...: pan of the bound with these options of cc
make_pan() {
    name=$1
    shift
    mkdir "$work/$name.d"
    "${BUILD:-build}/fsmc" --promela --citations docs/rfc9293.tsv model/tcp.fsm model/world.fsm \
        model/claims.fsm "model/bounds/$side_by_side.fsm" >"$work/$name.d/model.pml" || exit 4
    (cd "$work/$name.d" && spin -a model.pml >/dev/null &&
        cc -O3 -w -DSAFETY -DNOREDUCE -DVECTORSZ=4096 -DMEMLIM=8192 "$@" -o pan pan.c) || exit 4
}

# run_pan NAME: adds a line to NAME, as search() does
run_pan() {
    /usr/bin/time -f '%U %S %M' -o "$work/cost" "$work/$1.d/pan" -m100000 -w22 >"$work/out" 2>&1
    awk '/ states, stored/ { states = $1 } / transitions \(/ { moves = $1 } /pan: elapsed time/ { s = $4 }
         END { getline c <"/dev/stdin"; split(c, t)
               print states, moves - 1, s, t[1] + t[2], 0, t[3] / 1024 }' "$work/out" <"$work/cost" >>"$work/$1"
}

# row NAME TITLE: a line of the table
row() {
    printf '    %-34s %12d %8.2f %10.2f %12.0f %8.1f\n' "$2" "$(median 1 <"$work/$1")" "$(median 3 <"$work/$1")" \
        "$(median 4 <"$work/$1")" "$(awk '{ print $1 / $3 }' "$work/$1" | median 1)" \
        "$(awk '{ print $6 * 1048576 / $1 }' "$work/$1" | median 1)"
}

# ratio NAME NAME: how many times the first's median of seconds the second's is; of the processor's too
ratio() {
    awk -v a="$(median 3 <"$work/$1")" -v b="$(median 3 <"$work/$2")" -v c="$(median 4 <"$work/$1")" \
        -v d="$(median 4 <"$work/$2")" 'BEGIN { printf "%.2f times by elapsed seconds, %.2f by those of the processor\n", a / b, c / d }'
}

table_head() {
    printf '    %-34s %12s %8s %10s %12s %8s\n' "" states seconds processor states/s "octets*"
}

# SPIN's fastest exact searches and ours, in turn.
bench_explorer() {
    make_pan plain
    make_pan collapse -DCOLLAPSE
    "$eleven" explore "$side_by_side" >/dev/null || exit 4
    for _ in $(seq "$times"); do
        run_pan plain
        run_pan collapse
        search one "$side_by_side" --jobs 1
    done
    echo "explorer: $side_by_side, one thread; medians of $times; * the largest resident size of the process, a state"
    table_head
    row plain "pan -O3"
    row collapse "pan -O3 -DCOLLAPSE"
    row one "eleven explore"
    echo "    pan plain:    $(ratio plain one)"
    echo "    pan COLLAPSE: $(ratio collapse one)"
}

# shellcheck disable=SC2086 # words
bench_threads() {
    for _ in $(seq "$times"); do
        search thread $middle --jobs 1
        search threads $middle --jobs 2
    done
    echo "threads: $middle; medians of $times"
    table_head
    row thread "one thread"
    row threads "two threads"
    echo "    one against two: $(ratio thread threads | sed 's/, .*//'); work of the processors: $(
        awk -v a="$(median 4 <"$work/thread")" -v b="$(median 4 <"$work/threads")" 'BEGIN { printf "%.2f times", b / a }')"
}

# shellcheck disable=SC2086
bench_symmetry() {
    for _ in $(seq "$times"); do
        search all $alike --no-symmetry
        search orbits $alike
    done
    echo "symmetry: $alike; medians of $times"
    table_head
    row all "every world searched"
    row orbits "one of two"
    echo "    every world against one of two: $(ratio all orbits | sed 's/, .*//')"
}

# shellcheck disable=SC2086
bench_memory() {
    search large $large
    echo "memory: $large; once"
    table_head
    row large "eleven explore"
    awk '{ printf "    by its own account %.2f octets a state\n", $5 / $1 }' "$work/large"
}

# instructions_at DEPTH: sets total and moves; what is in the engine, by function, in $work/step
instructions_at() {
    total=$(instructions "$eleven" explore "$side_by_side" --jobs 1 --depth "$1")
    moves=$("$eleven" explore "$side_by_side" --depth "$1" --json | sed -n '1s/.*"transitions":\([0-9]*\).*/\1/p')
    callgrind_annotate "$work/callgrind" 2>/dev/null | awk '/cache\/[0-9a-f]*\.so\]$/ && /\?:[a-z]/ && !/=>/ {
        gsub(",", "", $1); name = $0; sub(/.*\?:/, "", name); sub(/ .*/, "", name)
        if (name == "violated") claims += $1; else if (name == "join" || name == "legal_end") other += $1; else step += $1 }
        END { print step, claims, other }' >"$work/step"
}

bench_moves() {
    command -v valgrind >/dev/null 2>&1 || return
    instructions_at 12
    few=$total few_moves=$moves few_step=$(cut -d' ' -f1 "$work/step") few_claims=$(cut -d' ' -f2 "$work/step")
    instructions_at 16
    awk -v i=$((total - few)) -v m=$((moves - few_moves)) -v s="$few_step" -v c="$few_claims" '{
        printf "moves: of %d, %.0f instructions each; of these the generated step %.0f, the claims %.0f\n", m, i / m,
               ($1 - s) / m, ($2 - c) / m }' "$work/step"
}

sections=${*:-sweep scale explorer threads symmetry memory moves}
machine
for section in $sections; do
    if ! command -v "bench_$section" >/dev/null 2>&1; then
        echo "bench.sh: no section '$section'; there are: $(sed -n 's/^bench_\([a-z_]*\)() .*/\1/p' "$0" | tr '\n' ' ')" >&2
        exit 2
    fi
    "bench_$section"
done
