#!/bin/sh
# hooks.sh - what the claims watch, in both engines (LANGUAGE.md, "The claims").
#
#     tests/hooks.sh     from the repository root; BUILD=build
#
# The model with the ghosts and claims of tests/hooks/, which use every moment that can be watched:
# each of them must be seen, and the engines agree.

build=${BUILD:-build}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# eleven finds its models beside itself.
cp "$build/eleven" "$build/fsmc" "$work" && cp -R model "$work/model" &&
    ln -s "$PWD/docs" "$work/docs" && ln -s "$PWD/sim" "$work/include" || exit 4
cat tests/hooks/claims.fsm >>"$work/model/claims.fsm"
cp tests/hooks/bound.fsm "$work/model/bounds/hooks.fsm"

"$work/eleven" explore hooks || { echo "0 passed, 1 failed"; exit 1; }
ELEVEN=$work/eleven sh tests/agree.sh hooks
