#!/bin/sh
# old_duplicates.sh - docs/OLD-DUPLICATES.md: the table of all bounds, and what its text says of them.
#
#     tests/old_duplicates.sh [--update] [FOUND]     from the repository root; BUILD=build
#
# The table is what `eleven explore --json` finds in the bounds old-*; FOUND is a file that has it
# already, among others. A line of the text begins with a claim: in the bound of its second column
# the claim HOLDS, and in each bound of its third it is VIOLATED after the moves that are said
# behind its name.
set -u

build=${BUILD:-build}
update=
[ "${1:-}" = --update ] && { update=yes; shift; }
page=docs/OLD-DUPLICATES.md
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# By family, each with the bound first that the others are like.
bounds=
for family in time next window ever; do
    bounds="$bounds old-$family $(cd model/bounds && ls "old-$family"-*.fsm | sed 's/\.fsm$//' | sort)"
done
bounds="$bounds old-open old-ack old-text old-fin old-reset"
for file in model/bounds/old-*.fsm; do
    case " $(echo $bounds) " in
    *" $(basename "$file" .fsm) "*) ;;
    *) echo "not ok $file: in no family of the table"; exit 1 ;;
    esac
done

found=${1:-$work/found}
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2086 # names of bounds
    "$build/eleven" explore $bounds --json >"$found"
    status=$?
    [ "$status" -le 1 ] || { echo "old_duplicates: eleven ended with $status" >&2; exit "$status"; }
fi

# bound, claim, verdict, moves, worlds
awk "$(cat tests/json.awk)"'
/"claim":"fresh_/ { print value("bound"), value("claim"), value("verdict"), moves() + 0, value("states") }' "$found" >"$work/verdicts"

{
    echo "| bound | | open | ack | text | fin | reset | worlds |"
    echo "|---|---|--:|--:|--:|--:|--:|--:|"
    for bound in $bounds; do
        sentence=$(sed -n '1s/^[^"]*"\(.*\)".*/\1/p' "model/bounds/$bound.fsm")
        awk -v bound="$bound" -v sentence="$sentence" "$(cat tests/json.awk)"'
        $1 == bound { cell[$2] = $3 == "HOLDS" ? "·" : $3 == "VIOLATED" ? $4 : $3; worlds = $5 }
        END {
            printf "| `%s` | %s |", bound, sentence
            n = split("open ack text fin reset", harm)
            for (i = 1; i <= n; i++)
                printf " %s |", cell["fresh_" harm[i]]
            print " " grouped(worlds) " |"
        }' "$work/verdicts"
    done
} >"$work/table"

awk -v table="$work/table" '
/^<!-- end -->$/ { skip = 0 }
!skip            { print }
/^<!-- made by / { skip = 1; while ((getline line < table) > 0) print line }' "$page" >"$work/page"

if [ -n "$update" ]; then
    cmp -s "$work/page" "$page" || { cp "$work/page" "$page" && echo "updated $page"; }
    exit
fi

passed=0
failed=0
if cmp -s "$work/page" "$page"; then
    passed=1
else
    failed=1
    echo "not ok $page: stale; run make docs"
    diff "$page" "$work/page" | head -20
fi

# claim, bound, verdict, moves: as the text has them
sed -n 's/^| `\(fresh_[a-z]*\)` | `\([a-z0-9-]*\)`[^|]*| \(`.*\) |$/\1 \2 \3/p' "$page" | awk '{
    print $1, $2, "HOLDS", 0
    for (i = 3; i < NF; i++)
        if ($i ~ /^`/) {
            gsub(/`/, "", $i)
            print $1, $i, "VIOLATED", $(i + 1) + 0
        }
}' >"$work/said"
while read -r claim bound verdict moves; do
    if grep -q "^$bound $claim $verdict $moves " "$work/verdicts"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok $page: $claim in $bound is said to be $verdict, $moves moves"
    fi
done <"$work/said"
[ "$passed" -gt 1 ] || failed=$((failed + 1)) # the text was not read

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
