#!/bin/sh
# mutants.sh - every named mutant violates the claim that it names, under both engines.
#
#     tests/mutants.sh [MUTANT...]     from the repository root; BUILD=build
#
# For each file of model/mutants, or those named: in the bound that it names, `eleven explore` and
# `eleven verify` must find its claim VIOLATED with the mutant, and must not without it. Claims that
# only one engine looks at are asked of that one. A line each: what both said, and how many moves
# the shortest run to the violation has; others that are violated too stand behind it.
set -u

build=${BUILD:-build}
eleven=$build/eleven
limits='--time 300'
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# facts FILE: name, claim, bound, change, lesson; tab separated, as fsmc has read them
facts() {
    "$build/fsmc" --mutant-facts model/tcp.fsm model/world.fsm model/claims.fsm "$1"
}

# verdicts ENGINE OUT ARGUMENT...: a line a claim, `claim verdict moves`
verdicts() {
    engine=$1
    out=$2
    shift 2
    "$eleven" "$engine" --json "$@" 2>"$work/errors" | awk "$(cat tests/json.awk)"'
        /"claim":/ {
            n = moves()
            print value("claim"), value("verdict"), n == "" ? "-" : n
        }' >"$out"
}

# said FILE CLAIM COLUMN: of one claim; a dash where the engine did not look at it
said() {
    awk -v claim="$2" -v column="$3" '$1 == claim { print $column; found = 1 }
                                      END { if (!found) print "-" }' "$1"
}

# The bound without the mutant, once for all mutants of it.
whole() {
    [ -s "$work/whole.$1" ] || verdicts explore "$work/whole.$1" "$1" $limits
}

# why NAME CLAIM BOUND: what is wrong with the mutant; nothing when all is as it says
why() {
    explore=$(said "$work/explore" "$2" 2)
    verify=$(said "$work/verify" "$2" 2)
    before=$(said "$work/whole.$3" "$2" 2)
    case $explore/$verify in
    VIOLATED/VIOLATED | VIOLATED/- | -/VIOLATED) ;;
    *) echo "not violated, but $explore by the explorer and $verify by SPIN" ;;
    esac
    [ "$before" != VIOLATED ] || echo "violated without the mutant too"
}

passed=0
failed=0
[ $# -gt 0 ] || set -- model/mutants/*.fsm
printf '%-26s %-20s %-20s %9s %9s %6s  %s\n' mutant claim bound explorer SPIN moves 'violated too'
for file; do
    case $file in
    */*) ;;
    *)   file=model/mutants/$file.fsm ;;
    esac
    facts "$file" >"$work/facts" || exit 4
    IFS='	' read -r name claim bound change lesson <"$work/facts"
    whole "$bound"
    verdicts explore "$work/explore" "$bound" --mutant "$file" $limits
    verdicts verify "$work/verify" "$bound" --mutant "$file" $limits
    others=$(awk -v claim="$claim" '$2 == "VIOLATED" && $1 != claim { printf " %s", $1 }' "$work/explore")
    printf '%-26s %-20s %-20s %9s %9s %6s %s\n' "$name" "$claim" "$bound" \
        "$(said "$work/explore" "$claim" 2)" "$(said "$work/verify" "$claim" 2)" \
        "$(said "$work/explore" "$claim" 3)" "$others"
    problem=$(why "$name" "$claim" "$bound")
    if [ -z "$problem" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok $name: $problem"
        head -n 3 "$work/errors"
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
