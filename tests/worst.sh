#!/bin/sh
# worst.sh - docs/WORST.md: the worst that a few losses can do, under each profile.
#
#     tests/worst.sh [--update]     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
page=docs/WORST.md
most=4
new=$(mktemp) || exit 4
trap 'rm -f "$new" "$new.csv"' EXIT
trap 'exit 130' INT TERM

cat >"$new" <<'END'
# The worst that a few losses can do

Made by `make docs` with `eleven exact`; do not edit.

One connection, a whole life: A opens, sends 500 octets, B answers with 800, A closes, then B (`model/scenarios/transfer.scn`; 40 ms for
a round trip). Every pattern of up to four losses, anywhere and in either direction, was played, so each line is a theorem
about the profile: *with at most so many losses, both ends are connected after so many seconds at the latest*. No
probability is in it.

Below each figure stand the segments whose loss does that, counted by direction: `A>B n=1-2` are the first two that A
sends. `eleven sim transfer --profile NAME --drop 'A>B n=1-2'` plays it; each was played again, and came to the same figure.
*Not always*: in some pattern of so many losses it never happens, in the others by that time. *never*: in no pattern.

END
for profile in model/profiles/*.profile; do
    name=$(basename "$profile" .profile)
    "$eleven" exact transfer --profile "$name" --worst $most --csv >"$new.csv" || exit 4
    echo "## $name"
    echo
    echo "| losses | both are connected, s | a user is told of an error, s | both are CLOSED, s | segments |"
    echo "|---|---|---|---|---|"
    awk -F, 'NR > 1 {
        rules = $5
        gsub(/"/, "", rules)
        sub(/^eleven sim [^ ]* --profile [^ ]*/, "", rules)
        gsub(/ --drop /, ", ", rules)
        gsub(/\047/, "", rules)
        sub(/^, /, "", rules)
        cell = $3 ($4 == "not always" ? ", not always" : "")
        if (rules != "") cell = cell "<br>`" rules "`"
        line = line " | " cell
        if (++count % 4 == 0) { print "| " $1 line " |"; line = "" }
    }' "$new.csv"
    echo
done >>"$new"
sed -i '$d' "$new" # the last line is empty

if [ "$1" = --update ]; then
    cmp -s "$new" "$page" || { cp "$new" "$page" && echo "updated $page"; }
elif cmp -s "$new" "$page"; then
    echo "1 passed, 0 failed"
else
    echo "not ok $page: stale; run make docs"
    diff "$page" "$new" | head -20
    echo "0 passed, 1 failed"
    exit 1
fi
