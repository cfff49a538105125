#!/bin/sh
# mutants_page.sh - docs/MUTANTS.md, from what tests/mutants.sh and tests/mutations.sh have printed.
#
#     tests/mutants_page.sh NAMED MECHANICAL >docs/MUTANTS.md     from the repository root; BUILD=build
set -u

build=${BUILD:-build}

cat <<'END'
<!-- Made by `make mutants`. Do not edit. -->
# Mutants

A claim that nothing can break says nothing, and a row that may be changed without notice is not checked. So the table is
broken on purpose, and something must notice.

* **Named mutants** are faults that people make, or made: a file each in `model/mutants/`, with the claim that it breaks and
  what it teaches. `eleven explore --mutant NAME` shows the shortest run to the violation.
* **Changes by rule** are all that `fsmc --mutations` lists: each row dropped (`drop`), each atom of a guard negated (`negate`),
  each other next state (`enter`), each action left out (`skip`), each `<` for `=<` and back (`edge`), a row in one state at a
  time. `eleven explore BOUND --mutate ID` shows what one of them does.

## Named mutants

Both engines were asked, each about the claims that it looks at; a dash says that it does not look at this one. The moves are
those of the shortest run; a witness that is not found has none.

```
END
grep -v -e '^ok ' -e ' passed, ' "$1"
cat <<'END'
```

What each teaches:

END
for file in model/mutants/*.fsm; do
    "$build/fsmc" --mutant-facts model/tcp.fsm model/world.fsm model/claims.fsm "$file"
done | awk -F '\t' '{ print "* **" $1 "**: " $4 ". " $5 }'
cat <<'END'

## Changes by rule

What notices a change first: fsmc, which proves every group complete and every row reachable; else, in the smallest bound in
which the row fires, a claim that is no longer as it was; else the number of its worlds and moves.

END
grep -v -e ' passed, ' "$2"
