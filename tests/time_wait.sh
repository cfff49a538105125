#!/bin/sh
# time_wait.sh - docs/TIME-WAIT.md: the least TIME-WAIT for each way of opening again, each kind of
# ISS, with and without RFC 1337, for 0 to 2 copies: the table "Every way to open again".
#
#     tests/time_wait.sh [--update]     from the repository root; BUILD=build
#
# A row is three sweeps of one bound. --update makes them all, which takes a quarter of an hour;
# without it those of two rows are made, and compared with the page.
set -u

build=${BUILD:-build}
page=docs/TIME-WAIT.md
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# bound ISS OPENS: the bound in which the ends open again in that way
bound() {
    case $1/$2 in
    same/A)  echo time-wait-old ;;
    same/B)  echo time-wait-old-other ;;
    same/*)  echo time-wait-old-either ;;
    next/A)  echo time-wait-old-monotone ;;
    next/B)  echo time-wait-old-monotone-other ;;
    next/*)  echo time-wait-old-monotone-either ;;
    any/A)   echo time-wait-old-free ;;
    any/B)   echo time-wait-old-free-other ;;
    any/*)   echo time-wait-old-free-either ;;
    esac
}

# least BOUND RFC1337 COPIES: a line "claim least" for each harm
least() {
    "$build/eleven" verify "model/bounds/$1.fsm" --sweep --json --jobs 1 --memory 2G --with MSL=1 --with RTO=3 \
        --with losses=0 --with "duplicates=$3" --option "rfc1337=$2" >"$work/found"
    status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit 4
    awk "$(cat tests/json.awk)"'
        function cell() {
            if (value("open") == "true")
                return value("enough") == "" ? "?" : "≤" value("enough")
            return value("open") == "false" ? "none" : value("least") + 0
        }
        { print value("claim"), cell() }' "$work/found"
}

# row ISS OPENS RFC1337: its line of the table
row() {
    for copies in 0 1 2; do
        least "$(bound "$1" "$2")" "$3" "$copies"
    done >"$work/least"
    awk -v start="| $1 | $2 | $3 |" '
        { cell[$1] = cell[$1] (cell[$1] == "" ? "" : " / ") $2 }
        function same(text,    part) { split(text, part, " / "); return part[1] == part[2] && part[2] == part[3] ? part[1] : text }
        END {
            printf "%s", start
            n = split("open ack fin reset", harm)
            for (i = 1; i <= n; i++)
                printf " %s |", same(cell["fresh_" harm[i]])
            print ""
        }' "$work/least"
}

heading() {
    echo '| next ISS | opens again | RFC 1337 | open | ack | fin | reset |'
    echo '|---|---|---|--:|--:|--:|--:|'
}

if [ "${1:-}" = --update ]; then
    heading >"$work/table"
    for iss in same next any; do
        for opens in A B either; do
            for rfc1337 in on off; do
                row "$iss" "$opens" "$rfc1337" >>"$work/table"
            done
        done
    done
    awk -v table="$work/table" '
        /^<!-- made by tests\/time_wait.sh -->$/ { print; while ((getline line <table) > 0) print line; inside = 1; next }
        inside && /^\|/ { next }
        { inside = 0; print }' "$page" >"$work/page" && cp "$work/page" "$page"
    exit
fi

. tests/count.sh
for fields in 'same A on' 'next B on'; do
    # shellcheck disable=SC2086 # three words
    row $fields >"$work/line"
    grep -qxFf "$work/line" "$page"
    ok "$fields" $?
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
