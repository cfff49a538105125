#!/bin/sh
# tshark.sh - the capture of a lossy run: tshark itself finds the retransmissions that the trace marks.
#
#     tests/tshark.sh [SEEDS]     from the repository root; BUILD=build; 3 seeds of each run, or more
#
# Where it sees it otherwise is in docs/EXPLAIN.md, and counted here: nothing else may differ.

seeds=${1:-3}
eleven=${BUILD:-build}/eleven
passed=0
failed=0
alone=0
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

command -v tshark >/dev/null 2>&1 || {
    echo "tshark: skipped, it is not installed" >&2
    echo "0 passed, 0 failed"
    exit 0
}

# Many segments of 100 octets on their way at once, in both directions.
cat >"$work/bulk.scn" <<'END'
profile linux
delay 20ms
set mss 100
at 0s B open passive
at 0s A open active
when A established send 2000
when B established send 1500
when A received 1500 close
when B closing close
until 1000s
END

# Segments of strangers, which take numbers that were sent before.
cat >"$work/forged.scn" <<'END'
profile linux
delay 20ms
at 0s B open passive
at 0s A open active
when A established send 500
forge 2s A>B S seq=0
forge 4s A>B . seq=1 ack=1 len=100
at 6s A send 10
at 8s A close
at 9s B close
until 400s
END

# Of each packet of the trace: time, whether it is a retransmission, and why tshark may think otherwise.
ours() {
    awk '/"kind":"(send|copy|receive)"/ {
            sent = /"kind":"send"/
            if (/"kind":"receive"/ && /"number":[1-9]/) next
            why = !sent ? "forged" : /"before":"SYN-SENT"/ && /"flags":"S\."/ ? "crossing" : "-"
            match($0, /"time":[0-9.]*/)
            print substr($0, RSTART + 7, RLENGTH - 7), /"again":true/ ? 1 : 0, why
        }' "$1"
}

# The same of the capture. It has the segments as they were sent, so none is out of order: tshark calls
# so what comes within a round trip of its first one behind the highest number.
theirs() {
    tshark -r "$1" -T fields -E separator=/t -e frame.time_epoch -e tcp.analysis.retransmission \
        -e tcp.analysis.fast_retransmission -e tcp.analysis.spurious_retransmission \
        -e tcp.analysis.out_of_order 2>/dev/null |
        awk -F '\t' '{ print substr($1, 1, index($1, ".") + 6), $2 $3 $4 $5 != "" ? 1 : 0 }'
}

# agrees ARGUMENT...: of a run; tshark may also mark what is forged, and the SYN,ACK of a simultaneous
# open
agrees() {
    "$eleven" sim "$@" --trace-out "$work/trace" --pcapng "$work/capture" >"$work/out" || return 1
    ours "$work/trace" >"$work/ours"
    theirs "$work/capture" >"$work/theirs"
    paste -d' ' "$work/ours" "$work/theirs" >"$work/both"
    alone=$((alone + $(awk '$2 != $5' "$work/both" | wc -l)))
    awk '$1 != $4 || NF != 5 { bad = 1 } $2 != $5 && $3 == "-" { bad = 1 } $2 != $5 && $2 == 1 { bad = 1 }
         END { exit bad || NR == 0 }' "$work/both"
}

# all_agree ARGUMENT...: with each seed; and tshark marks something in them
all_agree() {
    run=$*
    bad=
    marked=0
    for seed in $(seq 0 $((seeds - 1))); do
        agrees "$@" --seed "$seed" || bad="$bad $seed"
        marked=$((marked + $(awk '$5 == 1' "$work/both" | wc -l)))
    done
    if [ -z "$bad" ] && [ "$marked" -gt 0 ]; then
        passed=$((passed + 1))
        echo "ok ${run##*/}: $marked marked"
    else
        failed=$((failed + 1))
        echo "not ok $*: seeds$bad, $marked marked"
        awk '$2 != $5' "$work/both"
    fi
}

for profile in rfc9293 linux freebsd windows; do
    all_agree transfer --loss 0.3 --profile "$profile"
    all_agree "$work/bulk.scn" --loss 0.2 --profile "$profile"
done
all_agree transfer --loss 0.2 --delay 'uniform 10ms 90ms' --reorder '0.2 300ms' --duplicate 0.1
all_agree transfer --delay 1200ms
all_agree slow-close --loss 0.3
all_agree simultaneous-open --loss 0.2
all_agree "$work/forged.scn" --loss 0.2
echo "$alone segments of simultaneous opens and of strangers are marked by tshark alone"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
