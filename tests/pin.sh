#!/bin/sh
# pin.sh - writes the counts of states and transitions that the explorer finds into the bounds.
#
#     tests/pin.sh [BOUND...]     from the repository root; BUILD=build; all bounds if none is named
#
# A large bound is named large/NAME. A bound's pinned counts are a golden value: look at the difference before you commit it.

eleven=${BUILD:-build}/eleven
[ $# -gt 0 ] || set -- $(ls model/bounds | sed -n 's/\.fsm$//p')
for name; do
    bound=model/bounds/$name.fsm
    counts=$("$eleven" explore "$bound" --json |
        sed -n '/"verdict":"\(INCOMPLETE\|ERROR\)"/q
                1s/.*"states":\([0-9]*\),"transitions":\([0-9]*\).*/\1 \2/p')
    [ -n "$counts" ] || { echo "pin: no complete search of $name" >&2; exit 1; }
    {
        sed '/^states [0-9]*$/d; /^transitions [0-9]*$/d' "$bound"
        echo "states ${counts% *}"
        echo "transitions ${counts#* }"
    } >"$bound.new" && mv "$bound.new" "$bound"
done
git diff --stat -- model/bounds
