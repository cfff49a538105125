#!/bin/sh
# exact.sh - every run of a scenario: beside the sweep's intervals and closed forms, and what is said
# where something is wrong or runs out. tests/test_exact.c has the patterns played one by one.
#
#     tests/exact.sh     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# The chance that A is told of an error, beside its closed form, at ten points of one enumeration.
closed_form() {
    awk -F, -v formula="$1" '
        $1 == "time" && $2 == "connected.A" { connected[$4] = $7 }
        END {
            for (p in connected) {
                points++
                expected = formula == "each" ? 1 - (1 - (1 - p) ^ 2) ^ 7 : (1 - p ^ 7) * (1 - p)
                error = connected[p] - expected
                if (error < -1e-14 || error > 1e-14) bad = 1
            }
            exit bad || points != 10
        }' "$work/csv"
}
points=0.05,0.1,0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5
"$eleven" exact connect --loss $points --csv >"$work/csv"
closed_form each
ok "P(connected) = 1-(1-(1-p)^2)^7 where each SYN draws a SYN,ACK" $?
"$eleven" exact connect --loss $points --set 'B option repeat_synack off' --csv >"$work/csv"
closed_form once
ok "P(connected) = (1-p^7)(1-p) by the letter" $?

# beside_sweep NETWORK...: each exact quantile lies in the interval that 40,000 drawn runs give, with a seed
# for which that must hold; so do the means of the numbers of segments, and their shares add up.
beside_sweep() {
    "$eleven" sweep handshake "$@" --loss 0.1:0.3:0.1 --runs 40000 --seed 1 --csv >"$work/sweep"
    "$eleven" exact handshake "$@" --loss 0.1,0.2,0.3 --segments --csv >"$work/csv"
    awk -F, 'BEGIN { split("median p90 p99 p99.9", name, " "); split("0.5 0.9 0.99 0.999", share, " ") }
        FNR == NR { low[$2, $3, $1 + 0] = $5; high[$2, $3, $1 + 0] = $6; next }
        $1 == "time" && $2 == "connected.A" {
            for (i = 1; i <= 4; i++)
                if ($7 >= share[i] && !((($4 + 0), i) in quantile)) quantile[$4 + 0, i] = $3
        }
        $1 == "number" { mean[$2, $4 + 0] += $3 * $6; sum[$2, $4 + 0] += $6 }
        function within(what, of, p, value) {
            seen++
            if (value < low[what, of, p] || value > high[what, of, p] || !((what, of, p) in low)) {
                print what, of, p, value, low[what, of, p], high[what, of, p]
                bad = 1
            }
        }
        END {
            for (p = 1; p <= 3; p++)
                for (i = 1; i <= 4; i++)
                    if ((p / 10, i) in quantile) within("connect A", name[i], p / 10, quantile[p / 10, i] + 0)
            for (key in mean) {
                split(key, part, SUBSEP)
                within(part[1], "mean", part[2], mean[key])
                if ((sum[key] - 1) ^ 2 > 1e-24) bad = 1
            }
            exit bad || seen != 18
        }' "$work/sweep" "$work/csv"
    ok "within the sweep's intervals: handshake $*" $?
}
beside_sweep
beside_sweep --duplicate 0.2
beside_sweep --reorder '0.3 1500ms'
beside_sweep --delay 'choice 20ms 300ms'
beside_sweep --duplicate 'A>B 0.3' --delay 'B>A choice 20ms 1200ms'

# What is cut off bounds what is missing.
ends 0 'exact: every pattern was followed'  "$eleven" exact handshake
ends 0 'not followed: cut off'              "$eleven" exact handshake --max-loss 3
ends 0 'not followed: cut off'              "$eleven" exact transfer --loss 0.2 --below 1e-6
ends 0 'copied 1   held up 1$'               "$eleven" exact connect --duplicate 0.1 --reorder '0.1 1s' --max-loss 0 --polynomial
ends 0 'A>B: a copy of it travels too'       "$eleven" exact handshake --duplicate 'A>B 10%' --max-dup 1
ends 3 'INCOMPLETE: the memory allowed ran out; exact before' "$eleven" exact handshake --memory 20k
ends 3 'INCOMPLETE: the time allowed ran out'                 "$eleven" exact transfer --loss 0.3 --time 0.2

# No two lines of how runs end read alike, and each word is explained.
"$eleven" exact handshake-and-close --loss 0.1 >"$work/out"
awk '/^how runs end/ { on = 1; next }
    /^$/ { on = 0 }
    on && /^  [a-z]/ { word[$1] = 1; next }
    on { sub(/ +[0-9.e-]+$/, ""); if (seen[$0]++) bad = 1; lines++; for (i = 2; i <= NF; i += 2) used[$i] = 1 }
    END {
        for (w in used) { sub(/,$/, "", w); if (!(w in word) && w !~ /[A-Z]/) bad = 1 }
        exit bad || lines < 20
    }' "$work/out"
ok "no two ways to end read alike; words are explained" $?

ends 0 ' 5 * 0 * 0.07203$'                    "$eleven" exact connect --loss 0,0.3 --segments --max-loss 1
ends 0 'B in ESTABLISHED * 1 - 3.168e-11$'   "$eleven" exact handshake --loss 0.01
ends 0 'A is connected  *1  *0  *never'      "$eleven" exact handshake --loss 1

# More than 20 segments at one instant are asked for only where losses are limited.
printf '%s\n' 'profile rfc9293' 'delay 20ms' 'at 0s B open passive' 'at 0s A open active' \
    'when A established send 20000' 'until 100s' >"$work/big.scn"
ends 3 'too many segments are sent at once.*exact before 0.040000 s' "$eleven" exact "$work/big.scn"
ends 0 '^everything, or all but'  sh -c "'$eleven' exact '$work/big.scn' --max-loss 1 --loss 0.01 --csv |
    awk -F, '\$1 == \"end\" { sum += \$6 } END { if ((sum - 1) ^ 2 < 1e-18) print \"everything, or all but rounding\" }'"

# Every line is JSON where jq can say so; the last one tells how it ended.
"$eleven" exact handshake --json --polynomial >"$work/json"
if command -v jq >/dev/null 2>&1; then
    jq -e . "$work/json" >/dev/null
    ok "--json is JSON" $?
fi
tail -n 1 "$work/json" | grep -q '"kind":"end","complete":true'
ok "--json tells that it is complete" $?

# What the worst pattern does, `eleven sim` does: played N ARGUMENT..., of which so many are times.
played() {
    expected_count=$1
    shift
    "$eleven" exact "$@" --csv >"$work/csv"
    count=0
    bad=0
    while IFS=, read -r _ what value when command; do
        [ "$when" = never ] || [ "$what" = losses ] && continue
        command=$(echo "$command" | tr -d '"' | sed "s#^eleven#$eleven#")
        case $what in
        'both are connected') expected="ESTABLISHED at $value s" ;;
        'a user is told of an error') expected=" at $value s" ;;
        'both are CLOSED') expected="CLOSED at $value s" ;;
        *) continue ;;
        esac
        count=$((count + 1))
        eval "$command" 2>/dev/null | grep -q -e "$expected" || { bad=1; echo "$command: not $expected"; }
    done <"$work/csv"
    [ $bad -eq 0 ] && [ $count -eq "$expected_count" ]
    ok "the worst patterns, played by eleven sim: $*" $?
}
played 12 transfer --profile windows --worst 4
played 4 transfer --worst 1 --max-dup 1
played 2 handshake --worst 1 --duplicate 0.5 --max-dup 1 --loss 0.2 --delay 'choice 20ms 90ms' --reorder '10% 1s' --max-held 1
printf '%s\n' 'profile linux' 'delay A>B choice 1234us 5ms' 'loss 20%' 'duplicate B>A 0.5' 'reorder 0.5 2s' \
    'at 0s B open passive' 'at 0s A open active' 'when A established close' 'until 100s' >"$work/chance.scn"
played 2 "$work/chance.scn" --worst 1 --max-dup 1 --max-held 1
ends 2 'expected a number of segments' "$eleven" exact transfer --worst many
ends 3 'the worst is not known'       "$eleven" exact transfer --worst 6 --memory 100k

# Claims about time: they hold for each system; TIME-WAIT by the letter does not last 2 MSL after the last FIN.
for profile in linux linux-classic rfc9293 freebsd windows; do
    ends 0 '^not_stuck  *HOLDS' "$eleven" exact handshake --claims --profile $profile
    ends 0 '^time_wait  *HOLDS' "$eleven" exact transfer --claims --max-loss 4 --profile $profile
    ends 0 '^doubles  *HOLDS'   "$eleven" exact slow-close --claims --max-loss 6 --profile $profile
    ends 0 '^not_stuck  *HOLDS' "$eleven" exact transfer --claims --max-loss 2 --max-dup 1 \
        --reorder '0 3s' --max-held 1 --profile $profile
done
ends 0 '^time_wait  *not met'   "$eleven" exact handshake --claims
ends 1 '^time_wait  *VIOLATED'  "$eleven" exact slow-close --claims --max-loss 6 --profile letter
ends 3 '^not_stuck  *INCOMPLETE' "$eleven" exact transfer --claims --memory 200k
ends 3 'memory allowed ran out: every run was followed up to [0-9]' "$eleven" exact transfer --claims --memory 200k
ends 2 'claims has no .--below'  "$eleven" exact transfer --claims --below 0.1
ends 2 'worst has no .--below'   "$eleven" exact transfer --worst 1 --below 0.1
ends 2 'worst has no .--max-loss' "$eleven" exact transfer --worst 1 --max-loss 3
ends 2 'claims has no .--worst'  "$eleven" exact transfer --worst 1 --claims
ends 2 'csv has no .--json'      "$eleven" exact transfer --csv --json

# What is wrong is said.
ends 2 'no scenario'                         "$eleven" exact
ends 2 'no scenario'                         "$eleven" exact nothing
ends 2 'expected probabilities'              "$eleven" exact handshake --loss 0.1,x
ends 2 'expected probabilities'              "$eleven" exact handshake --loss 1.5
ends 2 'expected a probability for each'     "$eleven" exact handshake --loss 0.1/
ends 2 'expected a number of segments'       "$eleven" exact handshake --max-loss -1
ends 2 'for --max-dup'                       "$eleven" exact handshake --max-dup 1
ends 2 'for --max-held'                      "$eleven" exact handshake --worst 1 --max-held 1
ends 2 'may travel longer than they live'    "$eleven" exact handshake --reorder '0.1 200s'
ends 2 'a rule copies segments'              "$eleven" exact handshake --delay 'choice 1s 2s' --copy 'A>B'
ends 2 'expected a size'                     "$eleven" exact handshake --memory lots
ends 2 'expected connected.A'                "$eleven" exact handshake --curve nothing
ends 2 'delays are drawn'                    "$eleven" exact handshake --delay 'uniform 1ms 2ms'
ends 2 'losses come in bursts'               "$eleven" exact handshake --burst '0.1 0.2'
ends 4 'cannot write'                        sh -c "'$eleven' exact handshake >/dev/full"

timeout --preserve-status -s INT 1 "$eleven" exact transfer --loss 0.4 >"$work/out" 2>"$work/err"
[ $? -eq 130 ] && grep -q '^INCOMPLETE: interrupted' "$work/out"
ok "SIGINT: exit status 130, and what there is" $?

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
