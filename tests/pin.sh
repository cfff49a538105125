#!/bin/sh
# pin.sh - writes the counts of states, transitions and orbits that the explorer finds into the bounds.
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
                1s/.*"states":\([0-9]*\),"transitions":\([0-9]*\).*"orbits":\([0-9]*\).*/\1 \2 \3/p
                1s/.*"states":\([0-9]*\),"transitions":\([0-9]*\).*/\1 \2/p')
    [ -n "$counts" ] || { echo "pin: no complete search of $name" >&2; exit 1; }
    {
        sed '/^states [0-9]*$/d; /^transitions [0-9]*$/d; /^orbits [0-9]*$/d' "$bound"
        echo "$counts" | while read -r states transitions orbits; do
            echo "states $states"
            echo "transitions $transitions"
            [ -z "$orbits" ] || echo "orbits $orbits"
        done
    } >"$bound.new" && mv "$bound.new" "$bound"
done
git diff --stat -- model/bounds
