#!/bin/sh
# claims.sh - every claim can fail, and is looked at where it says.
#
#     tests/claims.sh     from the repository root; FSMC=build/fsmc
#
# For each claim some bound or mutant must say that it breaks it (that it does is for the runs of the
# bounds, and for tests/mutants.sh); so too for no_deadlock, which no file declares. A bound that is
# named after `in` must be a file of model/bounds, and a file there must have the name of its bound:
# fsmc reads one bound at a time, and cannot know.
set -u

fsmc=${FSMC:-build/fsmc}
facts=$(mktemp) || exit 4
trap 'rm -f "$facts"' EXIT
trap 'exit 130' INT TERM

for file in model/bounds/*.fsm model/mutants/*.fsm; do
    name=${file##*/}
    echo "file	-	${name%.fsm}	${file%/*}"
    "$fsmc" --claim-facts model/tcp.fsm model/world.fsm model/claims.fsm "$file" || exit 4
done >"$facts"

awk -F '\t' '
function judge(good, text) {
    if (good) {
        passed++
    } else {
        failed++
        print "not ok " text
    }
}
$1 == "file" && $4 == "model/bounds" { is_bound[$3] = 1 }
$1 == "file"    { file = $3 }
$1 == "bound"   { judge($3 == file, $4 ": the bound " $3 " stands in a file of another name") }
$1 == "claim"   { claims[$2] = $4 }
$1 == "breaks"  { broken[$2] = 1 }
$1 == "in" || $1 == "breaks" { named[$3] = $4 }
END {
    claims["no_deadlock"] = "(every run)"
    for (name in named)
        judge(name in is_bound, named[name] ": there is no bound \"" name "\" in model/bounds")
    for (name in claims)
        judge(name in broken, claims[name] ": no bound and no mutant breaks " name)
    print passed + 0 " passed, " failed + 0 " failed"
    exit failed > 0
}' "$facts"
