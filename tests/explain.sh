#!/bin/sh
# explain.sh - runs are told and drawn as they were: tests/transcripts/explain-NAME.txt.
#
#     tests/explain.sh [--update]     from the repository root; BUILD=build
#
# Besides: a trace file is read back as it was written; a replay line, fed back, gives the same
# bytes; tcpdump, and tshark where it is installed, find the captures well-formed.

eleven=${BUILD:-build}/eleven
passed=0
failed=0
update=$1
found=$(mktemp) || exit 4
work=$(mktemp -d) || exit 4
trap 'rm -rf "$found" "$work"' EXIT

# check NAME COMMAND...: it succeeds
check() {
    name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "not ok $name"
    fi
}

# golden NAME COMMAND...: its output and exit status are those of the transcript, but for the
# assumptions, which have tests of their own
golden() {
    name=$1
    shift
    NO_COLOR=1 LC_ALL=C "$@" >"$work/out" 2>&1
    echo "exit status $?" >>"$work/out"
    sed '/^Assumed:/,/^$/d' "$work/out" >"$found"
    if [ "$update" = --update ]; then
        cp "$found" "tests/transcripts/explain-$name.txt"
    else
        check "$name" diff -u "tests/transcripts/explain-$name.txt" "$found"
    fi
}

# same FILE COMMAND...: the command's output is that file; what it says besides may be said
same() {
    file=$1
    shift
    "$@" >"$found" 2>"$work/said" && cmp "$file" "$found"
}

# decisions FILE: of the trace's replay line
decisions() {
    sed -n "1s/.*--replay '\([^']*\)'.*/\1/p" "$1"
}

# is_well_formed FILE: tshark reads it without a complaint, the checksums are right, and each
# packet has its comment
is_well_formed() {
    tshark -r "$1" -V -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE >"$work/tshark" 2>/dev/null &&
        ! grep -Eiq 'malformed|\[incorrect|Severity level: (warning|error)' "$work/tshark" &&
        [ "$(grep -c '^Packet comments' "$work/tshark")" -eq "$(grep -c '^Frame ' "$work/tshark")" ] &&
        [ "$(grep -c 'Checksum: .*\[correct\]' "$work/tshark")" -eq "$((2 * $(grep -c '^Frame ' "$work/tshark")))" ]
}

# is_seen_shut FILE: tshark sees that the window closes, and that it opens again
is_seen_shut() {
    tshark -r "$1" -Y tcp.analysis.zero_window 2>/dev/null | grep -q . &&
        tshark -r "$1" -Y tcp.analysis.window_update 2>/dev/null | grep -q .
}

# has_right_sums FILE: tcpdump reads it, and finds every checksum right
has_right_sums() {
    tcpdump -nvv -r "$1" >"$work/tcpdump" 2>/dev/null && grep -q 'cksum' "$work/tcpdump" &&
        [ "$(grep -c 'cksum' "$work/tcpdump")" -eq "$(grep -c 'cksum 0x[0-9a-f]* (correct)' "$work/tcpdump")" ] &&
        ! grep -q 'bad cksum' "$work/tcpdump"
}

# tells_of STATE: `eleven why` knows it: rows that lead out, and a command that shows it
tells_of() {
    "$eleven" why "$1" >"$found" && grep -q '^  -> ' "$found" && grep -q '^  ss ' "$found"
}

two_way="refused:old_syn --mutant two-way-handshake"
# The window update is lost; the persist timer asks.
probe='A open; B open; B deliver; A deliver; B deliver; A send; B deliver; A deliver; A send; B receive; A lose; A persist; B deliver; A deliver'
crossing='A open; B open; A retransmit; B deliver; B lose; A deliver; B deliver'

# shellcheck disable=SC2086 # lists of words
{
    golden story "$eleven" explain $two_way
    golden ladder "$eleven" explain $two_way --ladder
    golden mermaid "$eleven" explain $two_way --mermaid
    golden packetdrill "$eleven" explain $two_way --packetdrill B
    golden replay "$eleven" explain handshake --replay "$crossing" --ladder
    golden impossible "$eleven" explain handshake --replay 'A open; A deliver'
    golden lasso "$eleven" explain live-time-wait-letter:both_closed
    golden lasso-ladder "$eleven" explain live-time-wait-letter:both_closed --ladder
    golden forged "$eleven" explain stranger --ladder \
        --replay 'A open active; A forge [S.] seq 3 ack 5; B open active; B deliver'
    golden diff "$eleven" diff --mutant two-way-handshake --bound handshake
    golden why "$eleven" why close-wait
    golden lost "$eleven" explain --mutant closed-is-silent
    golden probe "$eleven" explain zero-window --replay "$probe"
    golden holds "$eleven" explain handshake:agreement
    golden sim-story "$eleven" sim transfer --loss 0.3 --run 1 --story
    golden sim-ladder "$eleven" sim transfer --loss 0.3 --run 1 --ladder
    golden sim-mermaid "$eleven" sim transfer --loss 0.3 --run 1 --mermaid
    golden sim-packetdrill "$eleven" sim transfer --loss 0.3 --run 1 --packetdrill A
}
[ "$update" = --update ] && exit 0

# shellcheck disable=SC2086 # lists of words
"$eleven" explain $two_way --json >"$work/run.jsonl"
check round_trip same "$work/run.jsonl" "$eleven" explain "$work/run.jsonl" --json
check found_by_spin same "$work/run.jsonl" "$eleven" explain $two_way --spin --json
decisions=$(decisions "$work/run.jsonl")
check replayed same "$work/run.jsonl" \
    "$eleven" explain refused --mutant two-way-handshake --replay "$decisions" --json
check replayed_by_spin same "$work/run.jsonl" \
    "$eleven" explain refused --mutant two-way-handshake --replay "$decisions" --spin --json
lasso=live-time-wait-letter:both_closed
"$eleven" explain $lasso --json >"$work/lasso.jsonl"
decisions=$(decisions "$work/lasso.jsonl")
check lasso_found_by_spin same "$work/lasso.jsonl" "$eleven" explain $lasso --spin --json
check lasso_replayed same "$work/lasso.jsonl" "$eleven" explain $lasso --replay "$decisions" --json
check lasso_replayed_by_spin same "$work/lasso.jsonl" \
    "$eleven" explain $lasso --replay "$decisions" --spin --json
for state in CLOSED LISTEN SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT CLOSING \
    LAST-ACK TIME-WAIT; do
    check "why_$state" tells_of "$state"
done
"$eleven" sim handshake-and-close --trace-out "$work/sim.jsonl" >/dev/null
"$eleven" explain zero-window --replay "$probe" --json >"$work/probe.jsonl"
check probe_round_trip same "$work/probe.jsonl" "$eleven" explain "$work/probe.jsonl" --json
check probe_replayed_by_spin same "$work/probe.jsonl" "$eleven" explain zero-window --replay "$probe" --spin --json
check sim_round_trip same "$work/sim.jsonl" "$eleven" explain "$work/sim.jsonl" --json

# What a scenario plays is shown as its trace file is.
lossy="transfer --loss 0.3 --run 1"
# shellcheck disable=SC2086 # words
{
    "$eleven" sim $lossy --trace-out "$work/lossy.jsonl" >/dev/null
    for form in --story --ladder --mermaid "--packetdrill A"; do
        "$eleven" sim $lossy $form >"$work/form"
        check "sim_$form" same "$work/form" "$eleven" explain "$work/lossy.jsonl" $form
    done
    "$eleven" sim $lossy --svg "$work/1.svg" --html "$work/1.html" --pcapng "$work/1.pcapng" >"$found"
    check sim_files_only [ ! -s "$found" ]
    "$eleven" explain "$work/lossy.jsonl" --svg "$work/2.svg" --html "$work/2.html" --pcapng "$work/2.pcapng"
    for form in svg html pcapng; do
        check "sim_--$form" cmp "$work/1.$form" "$work/2.$form"
    done
}

for run in run lasso probe sim lossy; do
    "$eleven" explain "$work/$run.jsonl" --pcapng "$work/$run.pcapng" --svg "$work/$run.svg"
    check "sums_$run" has_right_sums "$work/$run.pcapng"
    check "svg_$run" xmllint --noout "$work/$run.svg"
done
if command -v tshark >/dev/null 2>&1; then
    for run in run lasso sim lossy; do
        check "pcapng_$run" is_well_formed "$work/$run.pcapng"
    done
    check pcapng_probe is_seen_shut "$work/probe.pcapng"
else
    echo "pcapng: skipped, tshark is not installed"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
