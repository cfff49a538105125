#!/bin/sh
# sim.sh - each scenario plays as it did: its transcript is tests/transcripts/NAME.txt. So do two
# profiles side by side, and the summaries add up.
#
#     tests/sim.sh [--update]     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
update=$1
passed=0
failed=0
found=$(mktemp) || exit 4
trap 'rm -f "$found"' EXIT

# told NAME: what was found is the transcript, or becomes it
told() {
    if [ "$update" = --update ]; then
        mkdir -p tests/transcripts
        cp "$found" "tests/transcripts/$1.txt"
    elif diff -u "tests/transcripts/$1.txt" "$found"; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "not ok $1"
    fi
}

# check NAME COMMAND...: it succeeds
check() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok $what"
    else
        failed=$((failed + 1))
        echo "not ok $what"
    fi
}

# Of each kind of segment as many were sent, lost and sent again as of all: in the summaries of the
# transcripts, which say so twice, and of a run that loses by chance.
kinds_add_up() {
    "$eleven" sim handshake-and-close --loss 30% --seed 5 | cat - tests/transcripts/*.txt |
        awk '/^   sent [0-9]+ segments/ { ends++; sent = $2; lost = $6; again = $8; next_is_kinds = 1
                                         if (sent == 0) next_is_kinds = 0; next }
             next_is_kinds { gsub(/SYN,ACK/, "SYNACK"); gsub(/[(),]/, "")
                for (i = 1; i < NF; i++) {
                    if ($(i + 1) ~ /^(SYN|SYNACK|ACK|text|FIN|RST)$/) sent -= $i
                    if ($(i + 1) == "lost") lost -= $i
                    if ($(i + 1) == "retransmitted") again -= $i
                }
                if (sent != 0 || lost != 0 || again != 0) { print "not the sum: " $0; bad = 1 }
                next_is_kinds = 0 }
             END { exit bad || ends < 10 }'
}

# A profile beside itself does not part; --json has a line for each line of both, with both times.
itself() {
    "$eleven" sim handshake-and-close --profile-diff linux,linux | grep -q '^They do not part: [1-9][0-9]* lines'
}

as_json() {
    "$eleven" sim syn-dropped --profile-diff linux,freebsd --json |
        awk '/^{"kind":"profile-diff","profiles":\["linux","freebsd"\]}$/ { head++ }
             /^{"kind":"line",/ { lines++; if (/"times":\[null,/) right++; if (/,null\]}$/) left++ }
             /^{"kind":"end",/ { match($0, /"lines":\[[0-9,]*/); split(substr($0, RSTART + 9), n, /[^0-9]/); ends++ }
             END { exit !(head == 1 && ends == 1 && lines == n[1] + right && lines == n[2] + left) }'
}

# Each time stands under its profile's name, however long a segment is told.
columns() {
    "$eleven" sim transfer --profile-diff linux,windows --loss 0.3 --run 3 |
        awk 'NR > 2 && NF == 0 { exit } NR > 2 { widths[length($0)]; if (/\(lost\) /) lost++ }
             END { for (width in widths) n++; exit !(n == 1 && lost > 5) }'
}

for scenario in model/scenarios/*.scn; do
    "$eleven" sim --rows "$scenario" >"$found" 2>&1
    echo "exit status $?" >>"$found"
    told "$(basename "$scenario" .scn)"
done
"$eleven" sim syn-dropped --profile-diff linux,freebsd >"$found" 2>&1
echo "exit status $?" >>"$found"
told profile-diff

[ "$update" = --update ] && exit 0
check kinds_add_up kinds_add_up
check itself itself
check as_json as_json
check columns columns

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
