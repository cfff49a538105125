#!/bin/sh
# worst.sh - docs/WORST.md: the worst that a few losses can do, under each profile.
#
#     tests/worst.sh [--update]     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
page=docs/WORST.md
most=4
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
profiles=$(basename -a -s .profile model/profiles/*.profile)

# glance WHAT NAME...: a line a profile, a column a number of losses
glance() {
    echo "| $1 | no loss | 1 loss | 2 | 3 | 4 |"
    echo "|---|---|---|---|---|---|"
    for name in $profiles; do
        awk -F, -v what="$1" -v name="$name" '
            $2 == what { line = line " | " $3 + 0 ($4 == "not always" ? " \\*" : "") }
            END { print "| " name line " |" }' "$work/$name"
    done
    echo
}

# beside OPTION...: at two losses, and what else may happen
beside() {
    for name in $profiles; do
        "$eleven" exact transfer --profile "$name" --worst 2 "$@" --csv >"$work/beside" || exit 4
        awk -F, -v name="$name" '$1 == 2 && $2 != "a user is told of an error" {
                line = line " | " $3 + 0 ($4 == "not always" ? " \\*" : "")
            }
            END { print name line }' "$work/beside"
    done
}

# details NAME: every figure with its pattern
details() {
    echo "## $1"
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
    }' "$work/$1"
}

for name in $profiles; do
    "$eleven" exact transfer --profile "$name" --worst $most --csv >"$work/$name" || exit 4
done
{
    cat <<'END'
# The worst that a few losses can do

Made by `make docs` with `eleven exact`; do not edit.

One connection, a whole life: A opens, sends 500 octets, B answers with 800, A closes, then B (`model/scenarios/transfer.scn`; 40 ms for
a round trip). Every pattern of up to four losses, anywhere and in either direction, was played, so each line is a theorem
about the profile: *with at most so many losses, both ends are connected after so many seconds at the latest*. No
probability is in it.

## At a glance

Seconds after which it has happened at the latest; \*: in some pattern of so many losses it never happens, in the others by then. CLOSED
is the end of TIME-WAIT, which lasts 60 s of these (`rfc9293` 240, `windows` 120).

END
    glance 'both are connected'
    glance 'both are CLOSED'
    cat <<'END'
Opening is slow when SYNs are lost: each waits for the RTO of 1 or 3 s, and but under `linux` the next for twice that. A close that is
late is rarely the fault of a FIN. Under `linux` and `linux-classic` it is what a lost SYN,ACK leaves behind (`A>B n=5, B>A n=1`): A takes the
1.04 s until the next one for its round trip, so that text which is lost then is not sent again before 2 round trips and 0.2 s, 2.28 s. Under `rfc9293` B's answer
needs two segments, and when the first is lost (`B>A n=3`) each waits for a timeout of its own, of 1 s and of 2 s.

**A copy, a detour.** With two losses and, anywhere, one segment that comes twice, or one that travels a second longer: seconds, seconds, and
segments sent by both.

| profile | connected | CLOSED | segments | and a copy: connected | CLOSED | segments | and a second later: connected | CLOSED | segments |
|---|---|---|---|---|---|---|---|---|---|
END
    beside >"$work/losses"
    beside --max-dup 1 | sed 's/^[^|]*//' >"$work/copy"
    beside --reorder '0 1s' --max-held 1 | sed 's/^[^|]*//' >"$work/late"
    paste -d ' ' "$work/losses" "$work/copy" "$work/late" | sed 's/^/| /; s/$/ |/'
    cat <<'END'

One copy makes nothing later; it draws two segments more at most. A segment that is late by more than the RTO is as bad as one that is lost, and
what was sent meanwhile in its place comes on top.

## Every figure with its pattern

Below each figure stand the segments whose loss does that, counted by direction: `A>B n=1-2` are the first two that A
sends. `eleven sim transfer --profile NAME --drop 'A>B n=1-2'` plays it; each was played again, and came to the same figure.
*Not always*: in some pattern of so many losses it never happens, in the others by that time. *never*: in no pattern.
END
    for name in $profiles; do
        echo
        details "$name"
    done
} >"$work/new"

if [ "$1" = --update ]; then
    cmp -s "$work/new" "$page" || { cp "$work/new" "$page" && echo "updated $page"; }
elif cmp -s "$work/new" "$page"; then
    echo "1 passed, 0 failed"
else
    echo "not ok $page: stale; run make docs"
    diff "$page" "$work/new" | head -20
    echo "0 passed, 1 failed"
    exit 1
fi
