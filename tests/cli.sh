#!/bin/sh
# cli.sh - what the commands say and how they end: the exit codes of `eleven` and `fsmc`.
#
#     tests/cli.sh     from the repository root; BUILD=build

build=${BUILD:-build}
eleven=$build/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# The handshake of two segments: a LISTEN that a SYN opens at once.
two_way=model/mutants/two-way-handshake.fsm
sed '/^on segment in LISTEN/,/^$/s/-> SYN-RECEIVED/-> ESTABLISHED/' model/tcp.fsm >"$work/two-way.fsm"

ends 0 'usage: eleven'            "$eleven" --help
ends 0 '^eleven [0-9]'            "$eleven" --version
ends 2 'frobnicate'               "$eleven" frobnicate
ends 2 'nowhere'                  "$eleven" explore nowhere
ends 2 '.--frob'                  "$eleven" explore --frob
ends 2 'no option .frob'          "$eleven" explore handshake --option frob
ends 2 'no parameter or budget'   "$eleven" explore handshake --with loses=1
ends 2 'N from 0 to 100'          "$eleven" explore handshake --with losses=101
ends 0 'retransmissions 1/1'     "$eleven" explore handshake --with retransmissions=1
ends 2 'no row'                   "$eleven" explore handshake --without CLOSED/OPEN/frob
ends 0 'agreement *HOLDS'         "$eleven" explore handshake
ends 0 'agreement *HOLDS'         "$eleven" verify handshake
ends 0 'round for ever'           "$eleven" verify live-storm
ends 1 'answered *VIOLATED'       "$eleven" explore --mutant silent-syn-received
ends 1 'half_open_ends *VIOLATED' "$eleven" explore --mutant silent-listen
ends 1 'both_closed *VIOLATED'    "$eleven" explore --mutant silent-fin
ends 3 'INCOMPLETE'               "$eleven" explore teardown --depth 5
ends 3 'INCOMPLETE'               "$eleven" verify handshake --depth 5
ends 3 'INCOMPLETE'               "$eleven" explore lossy --memory 1M
ends 2 'not complete'             "$eleven" explore handshake --without SYN-SENT/segment/otherwise
ends 0 '"verdict":"HOLDS"'        "$eleven" explore handshake --json
ends 1 'old_syn *VIOLATED'        "$eleven" explore refused --mutant two-way-handshake
ends 1 'old_syn *VIOLATED'        "$eleven" verify --mutant two-way-handshake
ends 1 '^mutant two-way-handshake: LISTEN' "$eleven" explore handshake --mutant two-way-handshake
ends 1 '"mutant":"two-way-hand'   "$eleven" explore handshake --json --mutant two-way-handshake
ends 2 'no mutant .frob.; there'  "$eleven" explore handshake --mutant frob
ends 2 'a second mutant'          "$build/fsmc" --check model/tcp.fsm $two_way $two_way
ends 2 'no mutant: add'           "$build/fsmc" --mutant-facts model/tcp.fsm
ends 0 'two-way-handshake  *old_' "$eleven" mutants
ends 0 '^breaks.old_syn.refused.two-way-handshake.fsm:4:8' "$build/fsmc" --claim-facts model/tcp.fsm model/world.fsm model/claims.fsm $two_way
ends 1 '^mutant enter:LISTEN/segment/syn:ESTABLISHED: enters' "$eleven" explore refused --mutate enter:LISTEN/segment/syn:ESTABLISHED
ends 2 'no mutation .frob'        "$eleven" explore refused --mutate frob
ends 2 'no value for one: .0'      "$eleven" mutations handshake --every 0
ends 0 '^edge:ack_new:2.tcp.fsm:' "$build/fsmc" --mutations model/tcp.fsm
ends 0 'third segment shows'      "$eleven" mutants two-way-handshake
ends 2 'unknown option'           "$eleven" mutants --frob
ends 0 '^| ESTABLISHED | ■'       "$eleven" explore handshake --states
ends 2 '[-]-states'               "$eleven" verify handshake --states
ends 0 '^2 bounds, .* HOLDS$'     "$eleven" explore handshake refused
ends 0 '^refused: octets: HOLDS'  "$eleven" explore refused --trace octets
ends 1 'old_syn is violated'      "$eleven" explore refused --trace old_syn --mutant two-way-handshake
ends 2 'frob'                     "$eleven" explore refused --trace frob
ends 1 'old_syn *VIOLATED'        "$eleven" explore refused --table "$work/two-way.fsm"
ends 2 'no claim .frob'           "$eleven" explain handshake:frob
ends 2 'is no file and no'        "$eleven" explain handshake
ends 2 'decisions is missing' "$eleven" explain handshake --replay
ends 2 'possible is'              "$eleven" explain handshake --replay 'B deliver'
ends 2 'A or B, not .C'           "$eleven" explain handshake --replay 'A open' --packetdrill C
ends 4 'cannot write'             "$eleven" explain handshake --replay 'A open' --pcapng /nowhere/x
ends 4 'cannot write'             "$eleven" explain handshake --replay 'A open' --svg /nowhere/x
ends 2 'the file is missing'      "$eleven" explain handshake --replay 'A open' --html
ends 2 'is not the run that is found' "$eleven" explain refused:old_syn --mutant two-way-handshake --replay 'A open active'
ends 2 'trace is cut'             sh -c "'$eleven' explain handshake --replay 'A open' --json | head -2 >'$work/cut'; '$eleven' explain '$work/cut'"
ends 2 'not JSON'                 "$eleven" explain model/tcp.fsm
ends 2 'nothing to compare'       "$eleven" diff
ends 0 'No run tells them apart'  "$eleven" diff --option rfc1337 --bound handshake
ends 0 'syn-recv'                 "$eleven" why syn-recv
ends 2 'no state .frob'           "$eleven" why frob
ends 2 'nothing.scn'              "$eleven" sim nothing.scn
ends 0 '127.000000  A is told'    "$eleven" sim syn-dropped.scn
ends 0 'FIN_WAIT1    timer:(on,0.364sec,3)' "$eleven" sim fin-wait-1-stuck --netstat-at 3s
ends 2 'a time such as 0.5s'      "$eleven" sim syn-dropped --netstat-at soon
ends 2 'expected a probability'   "$eleven" sim syn-dropped --loss 200%
ends 2 'a value is missing'       "$eleven" sim syn-dropped --loss
ends 0 'usage: eleven show'       "$eleven" show --help
ends 2 'no file'                  "$eleven" show --run 1
ends 2 'either --run N or --pick' "$eleven" show results
ends 2 'unknown option .--frob'   "$eleven" show results --frob
ends 0 'usage: eleven plot'       "$eleven" plot --help
ends 2 'no files'                 "$eleven" plot
ends 2 'unknown option .--frob'   "$eleven" plot --frob
ends 2 'the file is missing'      "$eleven" sim transfer --svg
ends 4 'cannot write'             "$eleven" sim transfer --pcapng /nowhere/x
ends 2 'A or B, not .C'           "$eleven" sim transfer --packetdrill C
ends 2 'are of one run'           "$eleven" sim transfer --profile-diff linux,freebsd --ladder
ends 0 '1 lost'                   "$eleven" sim close-four --drop 'A>B fin n=1'
ends 0 '3.020000  B > A: Flags \[.\]'  "$eleven" sim handshake --copy 'A>B syn by=3s'
ends 0 '1.020000  B > A: Flags \[S.\]' "$eleven" sim handshake --hold 'A>B n=1 by=2s'
ends 2 'expected by=TIME'         "$eleven" sim handshake --hold 'A>B n=1'
printf '%s\n' 'profile linux' 'until 9s' 'at 0s B listen' 'at 0s A open active' 'forge 1s A>B R seq=1' >"$work/forged.scn"
printf '%s\n' 'profile linux' 'until 9s' 'at 0s B listen' 'at 0s A open active' 'at 1s A crash' >"$work/crash.scn"
ends 0 '1.000000  A loses its memory' "$eleven" sim "$work/crash.scn"
ends 0 '1.000000  A > B: Flags .R., seq 1, .* (stranger)$' "$eleven" sim "$work/forged.scn"
for word in $(sed -n '/^const char .const setup_words/,/^}/p' sim/setup.c | grep -o '"[a-z]*"' | tr -d '"'); do
    ends 0 "  --$word \|, --$word " "$eleven" sim --help
done
ends 0 'usage: eleven shrink'     "$eleven" shrink --help
ends 2 'there are: .*close-four .*transfer' "$eleven" sim nothing
ends 2 'no profile frob: .*there are: freebsd letter linux' "$eleven" sim transfer --profile frob
ends 2 'this is not text'         "$eleven" sim "$build/fsmc"
ends 2 '.--loss. (try'            "$eleven" exact transfer --loss
ends 2 'A>B or B>A'               "$eleven" shrink transfer --drop 'A<B syn'
ends 2 'must be above zero'       "$eleven" sweep transfer --set 'A mss 0'
ends 2 'Is a directory'           "$eleven" sweep .
ends 4 'cannot'                   sh -c "'$eleven' sim syn-dropped.scn >/dev/full"
ends 4 'cannot'                   sh -c "'$build/fsmc' --table model/tcp.fsm >/dev/full"
ends 2 'usage\|--help'            "$build/fsmc"
ends 4 'cannot open'              "$build/fsmc" --check "$work/absent.fsm"
ends 0 ''                         make --no-print-directory -s install BUILD="$build" DESTDIR="$work/root" PREFIX=/usr
ends 0 'agreement *HOLDS'         env HOME="$work" XDG_CACHE_HOME="$work/cache" "$work/root/usr/bin/eleven" explore handshake
ends 0 '127.000000  A is told'    env HOME="$work" "$work/root/usr/bin/eleven" sim syn-dropped.scn

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
