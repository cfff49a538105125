#!/bin/sh
# fuzz.sh - the readers of what users write against a bounded time of random inputs: the
# compiler's (docs/LANGUAGE.md, whole), and that of traces, replay lines and what SPIN wrote (docs/EXPLAIN.md).
#
#     tests/fuzz.sh [read|trace|scenario]     from the repository root; FUZZ_SECONDS=60 CLANG=clang BUILD=build
#
# Starts from the model, the wrong inputs of tests/errors, and traces of build/eleven. Exit
# status: 0 nothing found, 1 a crash, a leak or a hang, whose input is kept in BUILD/fuzz (put it
# into tests/fuzz/ when it is mended), 4 not run. Needs clang's runtime (Debian: libclang-rt-14-dev).

seconds=${FUZZ_SECONDS:-60}
clang=${CLANG:-clang}
build=${BUILD:-build}
dir=$build/fuzz
flags='-std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all'

# With ARENA_CHUNK=0 every piece of memory is one allocation.
build_read() {
    # shellcheck disable=SC2046,SC2086 # lists of words
    "$clang" $flags -DARENA_CHUNK=0 -Igen $(ls gen/*.c | grep -v gen/main.c) tests/fuzz_read.c \
        -o "$dir/fuzz_read"
}

build_trace() {
    # shellcheck disable=SC2046,SC2086 # lists of words
    "$clang" $flags -Isim -I"$build" -Itests $(ls sim/*.c | grep -v 'sim/main.c\|sim/cmd_') \
        "$build/tcp.c" "$build/assets.c" tests/toy.c tests/fuzz_trace.c -o "$dir/fuzz_trace" \
        -ljansson -lpthread -ldl -lm
}

# Scenarios, which are played too (docs/SCENARIOS.md).
build_scenario() {
    files=
    for name in channel clock course diag network place profile random rto rtt scenario simulate simulate_trace \
        spread text trace words; do
        files="$files sim/$name.c"
    done
    # shellcheck disable=SC2086 # lists of words
    "$clang" $flags -Isim -I"$build" $files "$build/tcp.c" tests/fuzz_scenario.c \
        -o "$dir/fuzz_scenario" -lm
}

seed_scenario() {
    cp model/scenarios/*.scn "$dir/corpus-scenario"
    cat model/scenarios/*.scn docs/SCENARIOS.md model/profiles/*.profile | tr -cs 'A-Za-z0-9_>=%.' '\n' |
        sort -u | sed '/^$/d; s/.*/"&"/' >"$dir/words-scenario"
}

# The files of the model, one by one and as one text, and the words of the language.
seed_read() {
    cp model/*.fsm tests/errors/*.fsm "$dir/corpus-read"
    for input in tests/fuzz/*.fsm; do
        cp "$input" "$dir/corpus-read/found-$(basename "$input")"
    done
    for bound in model/bounds/*.fsm; do
        cat model/tcp.fsm model/world.fsm model/claims.fsm "$bound" \
            >"$dir/corpus-read/whole-$(basename "$bound")"
    done
    cat model/*.fsm model/bounds/*.fsm | tr -cs 'A-Za-z0-9_.-' '\n' | sort -u |
        sed '/^$/d; s/.*/"&"/' >"$dir/words-read"
}

# A run of the simulator, one of the explorer, replay lines, and the words of both.
seed_trace() {
    corpus=$dir/corpus-trace
    "$build/eleven" sim handshake-and-close --json >"$corpus/sim.jsonl"
    "$build/eleven" explain refused:old_syn --mutant two-way-handshake --json >"$corpus/refused.jsonl"
    cat >"$corpus/trail" <<'END'
pan:1: assertion violated 0 (at depth 7)
pan: wrote model.pml1.trail
(Spin Version 6.5.2 -- 6 December 2019)
State-vector 92 byte, depth reached 9, errors: 1
       34 states, stored
       21 states, matched
       55 transitions (= stored+matched)
    0.290	total actual memory usage
eleven claim no_deadlock violated
eleven fired 0 1 9
eleven premise 0
eleven overflow 0
eleven done
eleven move 0
<<<<<START OF CYCLE>>>>>
eleven move 5
END
    echo 'A tick; B deliver 2; A forge [R.] seq 1 ack 2; A open passive' >"$corpus/decisions"
    echo 'B tick; (A tick; A tick; A tick; A tick; A tick)' >"$corpus/loop"
    cat "$corpus/sim.jsonl" "$corpus/refused.jsonl" | grep -o '"[a-zA-Z_/-]*"' | sort -u | sed 's/"\(.*\)"/"\\"\1\\""/' >"$dir/words-trace"
    printf '"%s"\n' 'eleven move ' 'eleven claim ' 'states, stored' 'pan: wrote ' 'tick' 'open' 'deliver' 'forge' '[R.]' 'seq' '; ' ' (' ')' >>"$dir/words-trace"
}

# fuzz TARGET: builds it, seeds it, and runs it
fuzz() {
    mkdir -p "$dir/corpus-$1" || return 4
    if ! "build_$1" 2>"$dir/build.log"; then
        cat "$dir/build.log" >&2
        echo "fuzz $1: not run: $clang builds no fuzzer (is libclang-rt-14-dev installed?)" >&2
        return 4
    fi
    "seed_$1"
    "$dir/fuzz_$1" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=1024 \
        -dict="$dir/words-$1" -artifact_prefix="$dir/find-" -print_final_stats=1 \
        "$dir/corpus-$1" >"$dir/log" 2>&1
    status=$?
    seed=$(sed -n 's/^INFO: Seed: *//p' "$dir/log")
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/log")
    if [ "$status" -ne 0 ]; then
        grep -v '^#' "$dir/log" | tail -n 40
        echo "fuzz $1: FOUND something after ${runs:-some} runs, seed $seed; its input is in $dir"
        return 1
    fi
    echo "fuzz $1: nothing found in $runs runs, $seconds seconds, seed $seed"
}

result=0
for target in ${1:-read trace scenario}; do
    fuzz "$target" || result=$?
done
exit "$result"
