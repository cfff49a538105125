#!/bin/sh
# shrink.sh - the losses that are to blame for what a run came to: the command that is printed plays them,
# and without any one of them the run comes to something else.
#
#     tests/shrink.sh     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
out=$work/out

# comes_to OUTCOME COMMAND: the command of a replay line comes to it; there is no chance in it, so
# that nothing is left to be shrunk
comes_to() {
    eval "$(printf '%s' "$2" | sed "s|^eleven sim|$eleven shrink|") --outcome '$1'" >"$out.again" 2>/dev/null &&
        grep -q '^0 events of chance' "$out.again"
}

# is_needed OUTCOME COMMAND: without any one of its rules it does not come to it
is_needed() {
    rules=$(printf '%s' "$2" | grep -o -e "--\(drop\|hold\|copy\) '[^']*'" | wc -l)
    for i in $(seq 1 "$rules"); do
        less=$(printf '%s' "$2" | awk -v i="$i" '{
            n = split($0, part, / --(drop|hold|copy) /)
            line = part[1]
            rest = substr($0, length(part[1]) + 1)
            for (k = 1; k < n; k++) {
                match(rest, /^ --(drop|hold|copy) /)
                rule = substr(rest, 1, RLENGTH + length(part[k + 1]))
                if (k != i) line = line rule
                rest = substr(rest, length(rule) + 1)
            }
            print line }')
        comes_to "$1" "$less" && return 1
    done
    return 0
}

# replays OUTCOME ARGUMENTS...: of 40 runs, all that come to it
replays() {
    outcome=$1
    shift
    found=0
    for run in $(seq 0 39); do
        "$eleven" shrink "$@" --run "$run" --outcome "$outcome" >"$out" 2>/dev/null || continue
        found=$((found + 1))
        command=$(sed -n 's/^replay: //p' "$out")
        if ! comes_to "$outcome" "$command" || ! is_needed "$outcome" "$command"; then
            echo "run $run: $command"
            found=-1000
        fi
    done
    [ "$found" -ge 3 ]
    ok "$outcome, $*: $found runs made small, played again, and not without any rule" $?
}
replays failed transfer --loss 0.5 --profile windows
replays 'gave up' transfer --loss 0.55 --profile windows
replays 'connect A>2s' handshake --burst '0.5 0.3' --profile rfc9293
replays 'connect A>2s' handshake --delay 'uniform 10ms 3s' --duplicate 0.3
replays 'connect B>3s' handshake --loss 0.3 --reorder '0.4 4s' --down '1s 2s' --seed 3
replays 'retransmissions>5' transfer --loss 0.3 --delay 'normal 50ms 10ms' --delay 'B>A 20ms'

# Chance that is in the scenario's own file is taken out by the command.
sed 's/^delay 20ms/delay lognormal 50ms 2\nburst A>B 0.3 0.4\nloss B>A 30%\nduplicate 20%\nreorder 0.3 1s/' \
    model/scenarios/transfer.scn >"$out.scn"
replays 'retransmissions>4' "$out.scn" --seed 5
"$eleven" shrink "$out.scn" --run 3 --outcome connected | grep -q \
    "^replay: eleven sim $out.scn --loss 0 --burst '0 0' --duplicate 0 --reorder '0 0s' --delay 'A>B [0-9.]*s' --delay 'B>A [0-9.]*s'$"
ok 'chance in the file' $?

# Who is to blame, in words.
ends 0 "B's 3rd SYN,ACK is lost$"      "$eleven" shrink transfer --loss 0.5 --profile windows --run 1
ends 0 '^5 events of chance: 5 lost, 0 held up, 0 copied; 3 needed$' "$eleven" shrink transfer --loss 0.5 --profile windows --run 1
ends 0 "^replay: eleven sim transfer --profile windows --drop 'A>B syn n=1-3'$" "$eleven" shrink transfer --loss 0.5 --profile windows --run 7
ends 0 "B's 1st SYN,ACK is held up by 2.492641 s" "$eleven" shrink handshake --delay 'uniform 10ms 3s' --duplicate 0.3 --run 2 --slower 2s
ends 0 '"needed":\[{"time":0.000000,"what":"A.s 1st SYN is lost"},.*"smallest":true' "$eleven" shrink transfer --loss 0.5 --profile windows --run 7 --json
ends 3 'no set of up to 6 does it, larger ones were not all tried' "$eleven" shrink transfer --loss 0.5 --profile linux --run 20 --until 5000s --outcome 'retransmissions>9'
ends 0 'without any of them'           "$eleven" shrink connect --run 1 --outcome left
ends 0 "^replay: eleven sim refused$"  "$eleven" shrink refused --loss 0.001 --run 1

ends 0 "^replay: eleven sim transfer --reject 'A>B data n=1'" "$eleven" shrink transfer --loss 0.2 --delay 'normal 50ms 10ms' --reject 'A>B data n=1' --run 4 --outcome reset

# The page shows what is found.
"$eleven" shrink transfer --loss 0.5 --profile windows --run 1 | sed 's/^./    &/' >"$out"
awk 'NR == FNR { page = page $0 "\n"; next } { found = found $0 "\n" } END { exit index(page, found) == 0 }' docs/SWEEP.md "$out"
ok 'docs/SWEEP.md has it' $?

# An interrupt shows what there is.
timeout --preserve-status -s INT 0.5 "$eleven" shrink transfer --loss 0.5 --profile rfc9293 --run 20 --until 5000s \
    --outcome 'retransmissions>9' >"$out" 2>&1
[ $? -eq 130 ] && grep -q '^INTERRUPTED' "$out" && grep -q '^replay: eleven sim' "$out"
ok 'SIGINT: exit status 130, and the set so far' $?

# What is wrong is said.
ends 2 'run 13 is not failed, reset, left or given up; it is: connected, closed' "$eleven" shrink transfer --loss 0.2 --run 13
ends 2 'run 13 is not failed; it is'   "$eleven" shrink transfer --loss 0.2 --run 13 --outcome failed
ends 2 'expected an outcome such as'   "$eleven" shrink transfer --run 13 --outcome slow
ends 2 'expected an outcome such as'   "$eleven" shrink transfer --run 13 --outcome 'connect A>soon'
ends 2 'expected a time such as 3s'    "$eleven" shrink transfer --run 13 --slower 3
ends 2 'one of both'                   "$eleven" shrink transfer --run 13 --slower 3s --outcome failed
ends 2 'the number of a run'           "$eleven" shrink transfer --run first
ends 2 'no scenario'                   "$eleven" shrink --run 1
ends 2 'no scenario'                   "$eleven" shrink nothing
ends 2 'unknown option'                "$eleven" shrink transfer --frob

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
