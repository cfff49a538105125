#!/bin/sh
# sim.sh - each scenario plays as it did: its transcript is tests/transcripts/NAME.txt.
#
#     tests/sim.sh [--update]     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
passed=0
failed=0
found=$(mktemp) || exit 4
trap 'rm -f "$found"' EXIT

for scenario in model/scenarios/*.scn; do
    name=$(basename "$scenario" .scn)
    "$eleven" sim --rows "$scenario" >"$found" 2>&1
    echo "exit status $?" >>"$found"
    if [ "$1" = --update ]; then
        mkdir -p tests/transcripts
        cp "$found" "tests/transcripts/$name.txt"
    elif diff -u "tests/transcripts/$name.txt" "$found"; then
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
