#!/bin/sh
# findings.sh - docs/FINDINGS.md, docs/TIME-WAIT.md: each command gives the verdict and the number of moves that the page says.
#
#     tests/findings.sh     from the repository root; BUILD=build
#
# A line of the page is `| # | finding | source | claim | command | verdict | moves |`.
set -u

build=${BUILD:-build}
lines=$(mktemp) || exit 4
passed=0
failed=0
trap 'rm -f "$lines"' EXIT
trap 'exit 130' INT TERM

# found CLAIM ARGUMENT...: the verdict of `eleven ARGUMENT...`, and how many moves its run has
found() {
    claim=$1
    shift
    "$build/eleven" "$@" --json 2>/dev/null | awk -v claim="$claim" "$(cat tests/json.awk)"'
        value("claim") == claim { print value("verdict"), moves() + 0 }'
}

# claim, verdict, moves and the arguments of eleven; --trace would show the run, and no verdict
awk -F'|' '$6 ~ /eleven / {
    gsub(/[` ]/, "", $5); gsub(/`| *eleven | --trace [a-z0-9_]*/, "", $6); gsub(/ /, "", $7); gsub(/ /, "", $8)
    print $5, $7, $8, $6
}' docs/FINDINGS.md docs/TIME-WAIT.md >"$lines"

while read -r claim verdict moves arguments; do
    # shellcheck disable=SC2086 # the words of a command
    now=$(found "$claim" $arguments)
    if [ "$now" = "$verdict $moves" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok eleven $arguments: $claim: the page says $verdict $moves, the run $now"
    fi
done <"$lines"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
