#!/bin/sh
# swarm.sh - a search by random bitstate runs: finds what is broken, and never says that a claim holds.
#
#     tests/swarm.sh     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
passed=0
failed=0
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
export CFLAGS=-O0

# ends STATUS PATTERN COMMAND...: it ends so, and says that somewhere
ends() {
    status=$1
    pattern=$2
    shift 2
    "$@" >"$work/said" 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$status" ] && grep -q -e "$pattern" "$work/said" && ! grep -q HOLDS "$work/said"; then
        passed=$((passed + 1))
        echo "ok $*"
    else
        failed=$((failed + 1))
        echo "not ok $*: exit status $got, expected $status and '$pattern':"
        head -20 "$work/said"
    fi
}

# A mutant: found, and its trail told as any other run.
ends 0 'is no proof'              "$eleven" verify --mutant two-way-handshake --memory 2M --swarm "$work/broken"
ends 1 '^old_syn: VIOLATED, in'   sh "$work/broken/search.sh" -j 2 1 3
trail=$(sed -n 's/.* explain refused:old_syn .*--trail //p' "$work/said")
ends 0 'breaks old_syn'           "$eleven" explain refused:old_syn --mutant two-way-handshake --trail "$trail"
ends 0 'breaks old_syn'           "$eleven" explain refused:old_syn --mutant two-way-handshake --trail "$trail" --time 0.001
ends 2 'no trail of this bound'   "$eleven" explain refused:old_syn --trail "$trail"
ends 2 'does not violate octets'  "$eleven" explain refused:octets --mutant two-way-handshake --trail "$trail"
ends 2 'cannot read'              "$eleven" explain refused:old_syn --trail "$work/nowhere"

# Names with blanks: each command that is printed can be run.
mkdir "$work/a b" && cp model/bounds/refused.fsm "$work/a b/it's a bound.fsm"
ends 0 'To begin it:  sh .*a b/x/search.sh'  "$eleven" verify "$work/a b/it's a bound.fsm" --mutant two-way-handshake --memory 2M --swarm "$work/a b/x"
ends 1 '^old_syn: VIOLATED, in'   sh "$work/a b/x/search.sh" -j 2 1 3
ends 0 'breaks old_syn'           sh -c "$(sed -n "s|^ *eleven explain \\(.*old_syn.*\\)|$eleven explain \\1|p" "$work/said")"

# A bound in which all is well: nothing is found, nothing is proved. The runs that are there are not made again.
ends 0 'is no proof'              "$eleven" verify handshake --memory 2M --swarm "$work/well"
ends 3 'search and not a proof'   sh "$work/well/search.sh" -j 2 1 2
ends 3 '^4 runs: 3 to their end'  sh "$work/well/search.sh" 1 4
ends 3 '^worlds: 2459 at most'    sh "$work/well/search.sh" report
ends 3 'coverage, an estimate: the best run' sh "$work/well/search.sh" report
ends 2 'expected numbers of runs' sh "$work/well/search.sh" none

# What a bound is there to violate is no surprise.
ends 0 'is no proof'              "$eleven" verify crash-reuse --memory 2M --swarm "$work/expected"
ends 3 'VIOLATED (as expected)'   sh "$work/expected/search.sh" 1 1

ends 2 'of one bound has'         "$eleven" verify handshake refused --swarm "$work/two"
ends 2 'of one bound has'         "$eleven" explore handshake --swarm "$work/two"
ends 4 'cannot make'              "$eleven" verify handshake --swarm "$work/no/where"
ends 4 'cannot write'             "$eleven" verify handshake --swarm /dev/null

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
