#!/bin/sh
# demo.sh - the main job in about two minutes: verify, replay a lossy run, show a counterexample.
#
#     tests/demo.sh     from the repository root; BUILD=build

build=${BUILD:-build}
eleven=$build/eleven

say() {
    printf '\n== %s\n\n' "$*"
}

say "1. Is anything wrong that can be reached? SPIN looks at every world of some small bounds." 
"$eleven" verify handshake simultaneous-open simultaneous-close refused teardown reboot || exit

say "2. What if every SYN is lost? Linux's timers, in virtual time."
"$eleven" sim syn-dropped.scn || exit

say "3. Why three segments, and not two? A table whose LISTEN is open as soon as a SYN comes:"
cat model/mutants/two-way-handshake.fsm
echo
"$eleven" explore --mutant two-way-handshake
[ $? -eq 1 ] || { echo "demo: the broken table should have been found out" >&2; exit 4; }

say "That is how it should be: the claim holds for the table of RFC 9293, and breaks for this one."
echo "Next: README.md, 'eleven --help', docs/TABLE.md."
