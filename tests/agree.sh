#!/bin/sh
# agree.sh - both engines on each bound: the same worlds, moves, verdicts, rows.
#
# usage: tests/agree.sh [BOUND...]        ELEVEN=PATH names another eleven
#
# Prints a line a bound, a line for each difference, and a count. Ends with 0 when the
# engines agree on every bound, 1 when they differ on one, else as eleven ended. A search
# that was cut short agrees with nothing.
set -u

eleven=${ELEVEN:-build/eleven}
scratch=$(mktemp -d) || exit 4
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# A violated claim (1) is no failure here: the other engine must find it too.
search() {
    "$eleven" "$@" --json --coverage >>"$scratch/both"
    status=$?
    case $status in
    0 | 1 | 3) ;;
    *) echo "agree.sh: eleven $1 ended with $status" >&2
       [ "$status" -eq 4 ] && [ -s "$scratch/both" ] || exit "$status" ;;
    esac
}

: >"$scratch/both"
search explore --no-symmetry "$@"
search verify "$@"

awk "$(cat tests/json.awk)"'
# What one engine says of one thing in one bound.
function say(bound, engine, what, word,    key) {
    key = bound SUBSEP what
    if (!(key in known)) {
        known[key] = 1
        things[bound, ++n_things[bound]] = what
    }
    said[key, engine] = word
}

{
    bound  = value("bound")
    engine = value("engine")
    if (!(bound in seen)) {
        seen[bound] = 1
        bounds[++n_bounds] = bound
    }
}

/"claim":/ {
    say(bound, engine, "states", value("states"))
    say(bound, engine, "transitions", value("transitions"))
    say(bound, engine, "overflows", value("overflows"))
    if (value("kind") != "recoverable") { # SPIN cannot say it
        say(bound, engine, "verdict of " value("claim"), value("verdict"))
        say(bound, engine, "premise of " value("claim"), value("premise"))
    }
    if (value("verdict") == "INCOMPLETE" || value("verdict") == "ERROR")
        unfinished[bound] = unfinished[bound] " " engine ":" value("verdict")
}

/"row":/ {
    say(bound, engine, "fired " value("row"), value("fired"))
    if (engine == "explore") {
        rows[bound]++
        fired[bound] += value("fired") > 0
    }
}

function compare(bound,    i, what, a, b, wrong) {
    wrong = bound in unfinished
    for (i = 1; i <= n_things[bound]; i++) {
        what = things[bound, i]
        a = said[bound, what, "explore"]
        b = said[bound, what, "spin"]
        if (a == b)
            continue
        wrong = 1
        different[bound] = different[bound] sprintf("    %s: explore %s, spin %s\n", what,
            a == "" ? "nothing" : a, b == "" ? "nothing" : b)
    }
    return wrong
}

END {
    printf "%-20s %13s %14s %12s  %s\n", "bound", "states", "transitions", "rows fired", "engines"
    for (i = 1; i <= n_bounds; i++) {
        bound = bounds[i]
        wrong = compare(bound)
        n_wrong += wrong
        printf "%-20s %13s %14s %12s  %s%s\n", bound, grouped(said[bound, "states", "explore"]),
            grouped(said[bound, "transitions", "explore"]), fired[bound] + 0 " of " rows[bound] + 0,
            wrong ? "DIFFER" : "agree", unfinished[bound]
        printf "%s", different[bound]
    }
    printf "%d bounds agree, %d differ\n", n_bounds - n_wrong, n_wrong
    exit n_wrong > 0 || n_bounds == 0
}
' "$scratch/both"
