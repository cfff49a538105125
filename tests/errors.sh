#!/bin/sh
# errors.sh - each wrong input is told what is wrong, and where (LANGUAGE.md, "What is checked").
#
#     tests/errors.sh [--update]     from the repository root; FSMC=program
#
# tests/errors/NAME.expected is what fsmc writes for NAME.fsm, and its exit status.
# --update rewrites it.

fsmc=${FSMC:-build/fsmc}
case $fsmc in
    /*) ;;
    *)  fsmc=$PWD/$fsmc ;;
esac
citations=$PWD/docs/rfc9293.tsv
passed=0
failed=0

cd tests/errors || exit 4
found=$(mktemp) || exit 4
trap 'rm -f "$found"' EXIT

for input in *.fsm; do
    name=${input%.fsm}
    "$fsmc" --check --citations "$citations" "$input" >"$found" 2>&1
    echo "exit status $?" >>"$found"
    if [ "$1" = --update ]; then
        cp "$found" "$name.expected"
    elif diff -u "$name.expected" "$found"; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "not ok $name"
    fi
done

[ "$1" = --update ] && exit 0
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
