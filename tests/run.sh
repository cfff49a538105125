#!/bin/sh
# run.sh - runs the tests and counts them.
#
#     tests/run.sh quick     fast enough for each commit
#     tests/run.sh full      everything that CI runs
#
# Every test prints lines of its own; what counts is a line `N passed, N failed`, cmocka's
# summary, or the exit status. The last line is the sum over all of them.

build=${BUILD:-build}
passed=0
failed=0
log=$(mktemp) || exit 4
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

# run NAME COMMAND...: one test program or script
run() {
    name=$1
    shift
    "$@" >"$log" 2>&1
    status=$?
    counts=$(awk '/^[0-9]+ passed, [0-9]+ failed$/ { p = $1; f = $3; found = 1 }
                  /^[0-9]+ bounds? agree, [0-9]+ differ$/ { p = $1; f = $4; found = 1 }
                  /\[  PASSED  \] [0-9]+ test/ { p = $4; found = 1 }
                  /\[  FAILED  \] .*: [0-9]+ test/ { f = $NF ~ /^[0-9]+$/ ? $NF : f }
                  END { if (found) print p + 0, f + 0 }' "$log")
    p=${counts% *}
    f=${counts#* }
    if [ -z "$counts" ]; then
        p=$((status == 0))
        f=$((status != 0))
    elif [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
    fi
    passed=$((passed + p))
    failed=$((failed + f))
    echo "$name: $p passed, $f failed" >&2
    [ "$f" -eq 0 ] || cat "$log" >&2
}

replay_fuzz() {
    "$build/tests/fuzz_replay" tests/fuzz/*.fsm tests/errors/*.fsm 2>/dev/null
}

# Every bound, claim and row; what was found is kept.
explore_all() {
    "$build/eleven" explore --coverage --json >"$build/found.jsonl"
}

# Those of at most 5,000 worlds; `make agree` takes SPIN to the others too.
small_bounds() {
    awk '/^states / && $2 <= 5000 {
        name = FILENAME
        sub(/.*\//, "", name)
        sub(/\.fsm$/, "", name)
        print name
    }' model/bounds/*.fsm
}

for name in lex parse clock histogram ddmin scenario simulate exact explore roots waves graph report fit page pair pick plot trace; do
    run "$name" "$build/tests/$name"
done
run errors env FSMC="$build/tests/fsmc" sh tests/errors.sh
run fuzz_replay replay_fuzz
run citations sh tests/citations.sh
run complete sh tests/complete.sh
run claims env FSMC="$build/fsmc" sh tests/claims.sh
run mutants_page env BUILD="$build" sh tests/mutants_page.sh --check
run figure5 env FSMC="$build/fsmc" sh tests/figure5.sh
run fresh env FSMC="$build/fsmc" sh tests/fresh.sh
run sim env BUILD="$build" sh tests/sim.sh
run sweep env BUILD="$build" sh tests/sweep.sh
run shrink env BUILD="$build" sh tests/shrink.sh
run show env BUILD="$build" sh tests/show.sh
run plot env BUILD="$build" sh tests/plot.sh
run exact_runs env BUILD="$build" sh tests/exact.sh
run worst env BUILD="$build" sh tests/worst.sh
run kernel env BUILD="$build" sh tests/kernel.sh
run explain env BUILD="$build" sh tests/explain.sh
run page env BUILD="$build" sh tests/page.sh
run cli env BUILD="$build" sh tests/cli.sh
run checkpoint env BUILD="$build" sh tests/checkpoint.sh
if [ "$1" = full ]; then
    if command -v clang >/dev/null 2>&1; then
        run clang make --no-print-directory CC=clang BUILD="$build/clang" all
    else
        echo "clang: skipped, it is not installed" >&2
    fi
    if clang --print-targets 2>/dev/null | grep -q wasm32; then
        run wasm env BUILD="$build" sh tests/wasm.sh
    else
        echo "wasm: skipped, there is no clang with wasm32" >&2
    fi
    run symmetry env BUILD="$build" sh tests/symmetry.sh
    run gallery env BUILD="$build" sh tests/gallery.sh
    run scale env BUILD="$build" sh tests/scale.sh
    run swarm env BUILD="$build" sh tests/swarm.sh
    run tshark env BUILD="$build" sh tests/tshark.sh
    run states env BUILD="$build" sh tests/states.sh
    run findings env BUILD="$build" sh tests/findings.sh
    run exact_mutants env BUILD="$build" sh tests/exact_mutants.sh
    run exact_beside env BUILD="$build" sh tests/exact_beside.sh
    run decisions env BUILD="$build" sh tests/decisions.sh
    run explore_all explore_all
    run old_duplicates env BUILD="$build" sh tests/old_duplicates.sh "$build/found.jsonl"
    run time_wait env BUILD="$build" sh tests/time_wait.sh
    # shellcheck disable=SC2046 # names of bounds
    run agree env ELEVEN="$build/eleven" sh tests/agree.sh $(small_bounds)
    run mutations env BUILD="$build" sh tests/mutations.sh --quick 40
else
    run gallery env BUILD="$build" sh tests/gallery.sh two-way-handshake
    run agree env ELEVEN="$build/eleven" sh tests/agree.sh handshake live-time-wait-letter refused
fi
run hooks env BUILD="$build" sh tests/hooks.sh

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
