#!/bin/sh
# swarm.sh - a search by random bitstate runs: finds what is broken, and never says that a claim holds.
#
#     tests/swarm.sh     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
export CFLAGS=-O0

# says STATUS PATTERN COMMAND...: it ends so, and says that, but never that a claim holds
says() {
    ends "$@"
    ! grep -q HOLDS "$work/out"
    ok "no HOLDS: $2" $?
}

# A mutant: found, and its trail told as any other run.
says 0 'is no proof'              "$eleven" verify --mutant two-way-handshake --memory 2M --swarm "$work/broken"
says 1 '^old_syn: VIOLATED, in'   sh "$work/broken/search.sh" -j 2 1 3
trail=$(sed -n 's/.* explain refused:old_syn .*--trail //p' "$work/out")
says 0 'breaks old_syn'           "$eleven" explain refused:old_syn --mutant two-way-handshake --trail "$trail"
says 0 'breaks old_syn'           "$eleven" explain refused:old_syn --mutant two-way-handshake --trail "$trail" --time 0.001
says 2 'no trail of this bound'   "$eleven" explain refused:old_syn --trail "$trail"
says 2 'does not violate octets'  "$eleven" explain refused:octets --mutant two-way-handshake --trail "$trail"
says 2 'cannot read'              "$eleven" explain refused:old_syn --trail "$work/nowhere"

# Names with blanks: each command that is printed can be run.
mkdir "$work/a b" && cp model/bounds/refused.fsm "$work/a b/it's a bound.fsm"
says 0 'To begin it:  sh .*a b/x/search.sh'  "$eleven" verify "$work/a b/it's a bound.fsm" --mutant two-way-handshake --memory 2M --swarm "$work/a b/x"
says 1 '^old_syn: VIOLATED, in'   sh "$work/a b/x/search.sh" -j 2 1 3
says 0 'breaks old_syn'           sh -c "$(sed -n "s|^ *eleven explain \\(.*old_syn.*\\)|$eleven explain \\1|p" "$work/out")"

# A bound in which all is well: nothing is found, nothing is proved. The runs that are there are not made again.
says 0 'is no proof'              "$eleven" verify handshake --memory 2M --swarm "$work/well"
says 3 'search and not a proof'   sh "$work/well/search.sh" -j 2 1 2
says 3 '^4 runs: 3 to their end'  sh "$work/well/search.sh" 1 4
says 3 '^worlds: 2459 at most'    sh "$work/well/search.sh" report
says 3 'coverage, an estimate: the best run' sh "$work/well/search.sh" report
says 2 'expected numbers of runs' sh "$work/well/search.sh" none

# What a bound is there to violate is no surprise.
says 0 'is no proof'              "$eleven" verify crash-reuse --memory 2M --swarm "$work/expected"
says 3 'VIOLATED (as expected)'   sh "$work/expected/search.sh" 1 1

says 2 'of one bound has'         "$eleven" verify handshake refused --swarm "$work/two"
says 2 'of one bound has'         "$eleven" explore handshake --swarm "$work/two"
says 4 'cannot make'              "$eleven" verify handshake --swarm "$work/no/where"
says 4 'cannot write'             "$eleven" verify handshake --swarm /dev/null

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
