#!/bin/sh
# fuzz.sh - the compiler's reader against a bounded time of random inputs (docs/LANGUAGE.md, whole).
#
#     tests/fuzz.sh     from the repository root; FUZZ_SECONDS=60 CLANG=clang BUILD=build
#
# Starts from the model and the wrong inputs of tests/errors. Exit status: 0 nothing found,
# 1 a crash, a leak or a hang, whose input is kept in BUILD/fuzz (put it into tests/fuzz/ when
# it is mended), 4 not run. Needs clang's runtime (Debian: libclang-rt-14-dev).

seconds=${FUZZ_SECONDS:-60}
clang=${CLANG:-clang}
dir=${BUILD:-build}/fuzz
flags='-std=c11 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all'
reader=$(ls gen/*.c | grep -v gen/main.c)

# With ARENA_CHUNK=0 every piece of memory is one allocation.
build() {
    # shellcheck disable=SC2086 # lists of words
    "$clang" $flags -DARENA_CHUNK=0 -Igen $reader tests/fuzz_read.c -o "$dir/fuzz_read"
}

# The files of the model, one by one and as one text, and the words of the language.
seed_corpus() {
    cp model/*.fsm tests/errors/*.fsm "$dir/corpus"
    for bound in model/bounds/*.fsm; do
        cat model/tcp.fsm model/world.fsm model/claims.fsm "$bound" \
            >"$dir/corpus/whole-$(basename "$bound")"
    done
    cat model/*.fsm model/bounds/*.fsm | tr -cs 'A-Za-z0-9_.-' '\n' | sort -u |
        sed '/^$/d; s/.*/"&"/' >"$dir/words"
}

mkdir -p "$dir/corpus" tests/fuzz || exit 4
if ! build 2>"$dir/build.log"; then
    cat "$dir/build.log" >&2
    echo "fuzz: not run: $clang builds no fuzzer (is libclang-rt-14-dev installed?)" >&2
    exit 4
fi
seed_corpus

"$dir/fuzz_read" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=1024 \
    -dict="$dir/words" -artifact_prefix="$dir/find-" -print_final_stats=1 \
    "$dir/corpus" tests/fuzz >"$dir/log" 2>&1
status=$?

seed=$(sed -n 's/^INFO: Seed: *//p' "$dir/log")
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/log")
if [ "$status" -ne 0 ]; then
    grep -v '^#' "$dir/log" | tail -n 40
    echo "fuzz: FOUND something after ${runs:-some} runs, seed $seed; its input is in $dir"
    exit 1
fi
echo "fuzz: nothing found in $runs runs, $seconds seconds, seed $seed"
