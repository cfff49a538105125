#!/bin/sh
# mutants_page.sh - docs/MUTANTS.md: the named mutants, and what tests/mutations.sh has printed.
#
#     tests/mutants_page.sh MECHANICAL >docs/MUTANTS.md     from the repository root; BUILD=build
#     tests/mutants_page.sh --check
#
# --check compares what is cheap: the named mutants, and that every reason of tests/survivors.tsv is there.
set -u

build=${BUILD:-build}
page=docs/MUTANTS.md

facts() {
    for file in model/mutants/*.fsm; do
        "$build/fsmc" --mutant-facts model/tcp.fsm model/world.fsm model/claims.fsm "$file" || exit 4
    done
}

named() {
    cat <<'END'
<!-- Made by `make mutants`. Do not edit. -->
# Mutants

A claim that nothing can break says nothing, and a row that may be changed without notice is not checked. So the table is
broken on purpose, and something must notice.

* **Named mutants** are faults that people make, or made: a file each in `model/mutants/`, with the claim that it breaks and
  what it teaches. `eleven explore --mutant NAME` shows the shortest run to the violation, `eleven explain --mutant NAME` tells
  it. `tests/mutants.sh` asks both engines, each about the claims that it looks at. `tests/claims.sh` sees that every claim has
  a mutant or a bound that breaks it.
* **Changes by rule** are all that `fsmc --mutations` lists: each row dropped (`drop`), each atom of a guard negated (`negate`),
  each other next state (`enter`), each action left out (`skip`), each `<` for `=<` and back (`edge`), a row in one state at a
  time. `eleven explore BOUND --mutate ID` shows what one of them does.

## Named mutants

| mutant | breaks | in | what was changed |
|---|---|---|---|
END
    facts | awk -F '\t' '{
        print "| `" $1 "` | `" $2 "` | `" $3 "` | " $4 " |"
        lesson[++n] = "* **" $1 "**: " $5
    }
    END {
        print "\nWhat each teaches:\n"
        for (i = 1; i <= n; i++)
            print lesson[i]
        print ""
    }'
}

by_rule() {
    cat <<'END'
## Changes by rule

What notices a change first: fsmc, which proves every group complete and every row reachable; else, in the smallest bound in
which it is noticed, a claim that is no longer as it was; else the number of its worlds and moves, or what they do.

END
    grep -v -e ' passed, ' "$1"
}

check() {
    work=$(mktemp -d) || exit 4
    trap 'rm -rf "$work"' EXIT
    failed=0
    named >"$work/named"
    sed '/^## Changes by rule/,$d' "$page" | diff - "$work/named" >"$work/differ" || failed=1
    head -n 20 "$work/differ"
    grep -v -e '^#' tests/survivors.tsv | cut -f 2 >"$work/reasons"
    while IFS= read -r reason; do
        grep -q -F -e ": $reason" "$page" && continue
        echo "it has not: $reason"
        failed=1
    done <"$work/reasons"
    [ "$failed" -eq 0 ] || echo "not ok $page: stale; run make mutants"
    return "$failed"
}

case ${1:-} in
--check) check ;;
'')      echo "usage: tests/mutants_page.sh MECHANICAL | --check" >&2; exit 2 ;;
*)       named && by_rule "$1" ;;
esac
