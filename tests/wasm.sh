#!/bin/sh
# wasm.sh - the core needs no library: with clang it becomes WebAssembly, freestanding.
#
#     tests/wasm.sh     from the repository root; BUILD=build CLANG=clang
#
# The core is what the table becomes (the simulator's step, a world) and what drives it in virtual
# time. tests/run.sh runs this where clang has wasm32.

build=${BUILD:-build}
clang=${CLANG:-clang}
passed=0
failed=0
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# compiles FILE: freestanding, without a library
compiles() {
    if "$clang" --target=wasm32 -ffreestanding -nostdlib -std=c11 -O2 -Wall -Isim -I"$build" \
        -Wno-unused-function -c "$1" -o "$work/core.o"; then
        passed=$((passed + 1))
        echo "ok $(basename "$1")"
    else
        failed=$((failed + 1))
        echo "not ok $(basename "$1")"
    fi
}

"$build/fsmc" --c -o "$work/handshake.c" model/tcp.fsm model/world.fsm model/claims.fsm model/bounds/handshake.fsm ||
    exit 4
for file in "$build/tcp.c" "$work/handshake.c" sim/clock.c sim/channel.c sim/random.c sim/rtt.c sim/rto.c sim/simulate.c
do
    compiles "$file"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
