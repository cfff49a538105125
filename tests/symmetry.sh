#!/bin/sh
# symmetry.sh - where both ends are alike, one world stands for two, and nothing that is found is another.
#
#     tests/symmetry.sh     from the repository root; BUILD=build
#
# Each search is done with and without; counts, verdicts, premises, runs and fired rows are compared octet by octet.

eleven=${BUILD:-build}/eleven
fsmc=${BUILD:-build}/fsmc
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# What was found, without what is measured, and without how many worlds were searched for it.
found() {
    "$eleven" explore "$@" --json --coverage 2>"$work/err" | unmeasured | sed 's/,"orbits":[0-9]*//'
}

# What is said of worlds without a next move, and of full queues.
said() {
    "$eleven" explore "$@" --claims 2>/dev/null | grep -e 'without a next move' -e 'full queue'
}

# same ARGUMENT...: of eleven explore
same() {
    found "$@" >"$work/some"
    found "$@" --no-symmetry >"$work/all"
    said "$@" >>"$work/some"
    said "$@" --no-symmetry >>"$work/all"
    [ -s "$work/all" ] && cmp "$work/some" "$work/all"
    ok "the same with and without: $*" $?
}

# takes_orbits BOUND: fewer are searched than there are, and not with --no-symmetry
takes_orbits() {
    "$eleven" explore "$1" --json | awk -F '"states":|,"transitions"|"orbits":|}' '
        NR == 1 && $2 > 0 && $4 > 0 && 2 * $4 >= $2 && $4 < $2 * 0.6 { good = 1 }
        END { exit !good }' &&
        "$eleven" explore "$1" --no-symmetry --json | awk '/"states"/ && !/"orbits"/ { good = 1 } END { exit !good }'
    ok "half of the worlds are searched: $1" $?
}

# bound NAME LINE...: a bound of its own
bound() {
    file=$work/$1.fsm
    shift
    { echo 'bound own "an experiment"'; printf '%s\n' "$@"; } >"$file"
}

# is_alike ANSWER NAME: the bound treats both ends alike (1), or tells them apart (0)
is_alike() {
    "$fsmc" --c --citations docs/rfc9293.tsv model/tcp.fsm model/world.fsm model/claims.fsm "$work/$2.fsm" |
        grep -q "alike = $1"
    ok "alike or not: $2" $?
}

# Every verdict of the table as it is, and runs of broken ones, among them ends that are no legal ones.
takes_orbits alike
same alike
same alike --depth 12
same alike --jobs 1
for mutant in no-sequence-check two-way-handshake; do
    same alike --mutant "$mutant"
    grep -q '"verdict":"VIOLATED".*"moves":\[[0-9]' "$work/some"
    ok "there are runs to be found: $mutant" $?
done

# What else a world may have: a clock, crashes, copies, no order, a stranger.
either='OPEN active iss 1 | OPEN passive iss 1'
bound clock "user A, B: $either; CLOSE in ESTABLISHED, CLOSE-WAIT" timed 'budget losses 1' 'budget retransmissions 2'
bound crash "user A, B: $either" 'user A, B after crash: OPEN active iss 3' 'budget crashes 1'
bound disorder "user A, B: $either; CLOSE" unordered 'budget duplicates 1' 'budget reorderings 1'
bound stranger "user A, B: $either" 'budget forgeries 1'
for name in clock crash disorder stranger; do
    takes_orbits "$work/$name.fsm"
    same "$work/$name.fsm"
done

# Whatever is of one end only.
bound iss 'user A: OPEN active iss 1' 'user B: OPEN active iss 5'
bound more "user A, B: $either" 'budget losses A 1'
bound begin "user A, B: $either" 'begin A call(0); B call(0)'
bound until "user A, B: $either" 'until [ state = ESTABLISHED ]'
bound crash-a "user A, B: $either" 'user A after crash: OPEN active iss 3' 'budget crashes 1'
bound longer "user A: $either; CLOSE" "user B: $either"
bound knob "user A, B: $either" timed 'sweep RTO 1 3'
bound active 'user A: OPEN active iss 1' 'user B: OPEN passive iss 1'
bound event "user A: $either; CLOSE" "user B: $either; ABORT"
bound octets "user A: $either; SEND 1" "user B: $either; SEND 2"
bound in "user A: $either; CLOSE in ESTABLISHED" "user B: $either; CLOSE in ESTABLISHED, CLOSE-WAIT"
bound place 'user A: OPEN active iss 1 | CLOSE; CLOSE' 'user B: OPEN active iss 1; CLOSE | CLOSE'
for name in iss more begin until crash-a longer knob active event octets in place; do
    is_alike 0 "$name"
done

# Said for each end, and the same; said of both, and of one anew.
bound twice "user A: $either" "user B: $either" 'budget losses A 1' 'budget losses B 1'
bound again 'like crash' "user A after crash: OPEN active iss 5"
bound same 'like crash' 'user B after crash: OPEN active iss 3'
is_alike 1 twice
is_alike 0 again
is_alike 1 same

# A search that was stopped goes on, and is of orbits or is not.
found alike >"$work/all"
"$eleven" explore alike --memory 12M --checkpoint "$work/kept" >"$work/out" 2>&1
grep -q INCOMPLETE "$work/out"
ok "a search is cut short" $?
found alike --resume "$work/kept" | cmp "$work/all" -
ok "and goes on to the same" $?
ends 2 'is of another.*--no-symmetry' "$eleven" explore alike --resume "$work/kept" --no-symmetry
refuses 2 "only 'eleven explore' has" "$eleven" verify alike --no-symmetry

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
