#!/bin/sh
# sweep.sh - many runs: the same bytes however they are played, and the shares that probability gives.
#
#     tests/sweep.sh     from the repository root; BUILD=build

eleven=${BUILD:-build}/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# The bytes do not depend on the threads.
grid="transfer --loss 0:0.3:0.1 --delay 20ms,90ms --seed 7 --runs 3000"
for view in --json --csv --states '--compare --json' '--compare=delay --states'; do
    # shellcheck disable=SC2086 # words
    "$eleven" sweep $grid $view --jobs 1 >"$work/1" 2>/dev/null
    # shellcheck disable=SC2086
    "$eleven" sweep $grid $view --jobs 3 >"$work/3" 2>/dev/null
    [ -s "$work/1" ] && cmp "$work/1" "$work/3"
    ok "$view: --jobs 1 and 3" $?
done

# Runs of which chance says the same are played once: played each time they give the same.
alike() {
    "$eleven" sweep transfer --runs 20000 --csv --jobs 1 "$@" >"$work/once" 2>/dev/null &&
        "$eleven" sweep transfer --runs 20000 --csv --play-all "$@" >"$work/each" 2>/dev/null &&
        cmp "$work/once" "$work/each"
    ok "--play-all $*" $?
}
alike --loss 0:0.5:0.25
alike --loss 0.2 --duplicate 0.2 --reorder '0.1 30ms' --seed 1,2
alike --burst '0.1 0.3 0.9' --set 'A syn_retries 1:3:1'
alike --loss 0.1 --delay 'uniform 10ms 90ms'
alike --loss 0.1 --profile linux,rfc9293,windows --compare
alike --loss 0.1,0.3 --delay 'uniform 10ms 90ms' --compare

# Run i of a sweep is `sim --run i`: as many connect, and as many segments are sent.
for run in $(seq 0 39); do
    "$eleven" sim transfer --loss 0.4 --seed 3 --run "$run"
done | awk '/^[AB]: / { end = $1 }
            /-> ESTABLISHED/ && $2 == "A:" { connected++ }
            /^   sent/ { segments += $2; again += $8 }
            END { print connected + 0, segments, again }' >"$work/sim"
"$eleven" sweep transfer --loss 0.4 --seed 3 --runs 40 --csv |
    awk -F, '$1 == "connected" { c = $3 * 40 } $1 == "segments" && $2 == "mean" { s = $3 * 40 }
             $1 == "retransmissions" && $2 == "mean" { r = $3 * 40 } END { print c, s, r }' >"$work/sweep"
cmp "$work/sim" "$work/sweep"
ok "run i is 'sim --run i': $(cat "$work/sim"), $(cat "$work/sweep")" $?

# Two values compared run by run: what `sim --run` shows of 40 runs of either, subtracted.
each() { # PROFILE: a line for each run: when A connected, segments of both
    for run in $(seq 0 39); do
        "$eleven" sim transfer --loss 0.6 --seed 3 --profile "$1" --run "$run" --json | tail -1
    done | sed 's/.*"established":\([^,]*\),"closed":[^,]*,"sent":\([0-9]*\),\(.*\)"closed":[^,]*,"sent":\([0-9]*\),.*/\1 \2 \4/' |
        awk '{ print $1 == "null" ? "-" : $1, $2 + $3 }'
}
each windows >"$work/there"
each linux >"$work/here"
paste -d ' ' "$work/there" "$work/here" |
    awk '{ s = $4 - $2; sum += s; less += s < 0; more += s > 0; equal += s == 0; square += s * s }
         $1 == "-" && $3 != "-" { here++ }
         $1 != "-" && $3 == "-" { there++ }
         $1 != "-" && $3 != "-" { n++; c = $3 - $1; connect += c }
         END { mean = sum / NR; half = 1.959963984540054 * sqrt((square - NR * mean * mean) / (NR - 1) / NR)
               printf "%d %d %d %.6f %d %d %d %.6f %.6f %.6f\n", there, here, n, connect / n, less, equal, more,
                      mean, mean - half, mean + half }' >"$work/by hand"
"$eleven" sweep transfer --profile windows,linux --loss 0.6 --seed 3 --runs 40 --compare --csv |
    awk -F, '$1 == "linux" { v[$2 "/" $3] = $4; low[$2 "/" $3] = $5; high[$2 "/" $3] = $6 }
             END { s = "segments/mean difference"
                   printf "%d %d %d %.6f %d %d %d %.6f %.6f %.6f\n", v["connected/only there"], v["connected/only here"],
                          v["connect A/runs at both"], v["connect A/mean difference"], v["segments/less"],
                          v["segments/equal"], v["segments/more"], v[s], low[s], high[s] }' >"$work/compared"
cmp "$work/by hand" "$work/compared"
ok "--compare is the difference of 'sim --run i' of both: $(cat "$work/by hand")" $?

# The page has what is found: three lines of a table, and by how much the intervals are narrower.
"$eleven" sweep transfer --profile linux,rfc9293 --loss 0.1 --runs 100000 --compare 2>/dev/null |
    sed -n '/^segments: here/,/^$/s/^./    &/p' >"$work/found"
[ "$(wc -l <"$work/found")" -eq 3 ] && grep -c -x -F -f "$work/found" docs/SWEEP.md | grep -q '^3$'
ok "--compare: the page has it" $?
"$eleven" sweep transfer --loss 0.1,0.11 --runs 100000 --compare 2>/dev/null |
    grep -o '[0-9][0-9.]*x' | sort -n | sed -n '1p;$p' | tr -d 'x\n' | grep -q '^2.243.8$'
ok "--compare: 2.2 to 3.8 times narrower" $?

# The chance that connect() fails, beside its closed form, 10^6 runs a point: the page has these numbers,
# and with this seed every interval must hold, though those of 95 % leave out one in twenty.
closed_form() {
    awk -F, -v formula="$1" '$2 == "failed" {
        p = $1
        expected = formula == "each" ? (1 - (1 - p) ^ 2) ^ 7 : 1 - (1 - p ^ 7) * (1 - p)
        points++
        if (!($5 <= expected && expected <= $6)) bad = 1
        printf "| %s | %.7f | %.6f | %.7f to %.7f |\n", p, expected, $4, $5, $6
    } END { exit bad || points != 11 }' "$work/csv" >"$work/rows"
}
# is_told: each of these rows stands in the page
is_told() {
    while read -r row; do
        grep -q -x -F -e "$row" docs/SWEEP.md || return 1
    done <"$work/rows"
}
"$eleven" sweep connect --loss 0:0.5:0.05 --runs 1000000 --csv >"$work/csv"
closed_form each && is_told
ok "P(failed) = (1-(1-p)^2)^7 where each SYN draws a SYN,ACK, as the page says" $?
"$eleven" sweep connect --loss 0:0.5:0.05 --set 'B option repeat_synack off' --runs 1000000 --csv >"$work/csv"
closed_form once && is_told
ok "P(failed) = 1-(1-p^7)(1-p) by the letter, as the page says" $?

# What is wrong is said.
ends 2 'expected FIRST:LAST:STEP'  "$eleven" sweep transfer --loss 0:1
ends 2 'expected a probability'    "$eleven" sweep transfer --loss 0:2:0.5
ends 0 ' 99.999 (99.998-99.999) .* 100 (99.9996-100)' "$eleven" sweep connect --loss 0.1 --runs 1000000
ends 0 ' runs each; intervals hold'  "$eleven" sweep transfer --seed 1,2 --runs 10
ends 2 'more than 10000 points'    "$eleven" sweep transfer --loss 0:0.5:0.001 --delay 1ms:50ms:1ms
ends 2 'a number of runs'          "$eleven" sweep transfer --runs 0
ends 2 'no scenario'               "$eleven" sweep nothing
ends 2 'no scenario'               "$eleven" sweep
ends 2 'no option has many values' "$eleven" sweep transfer --loss 0.1 --compare
ends 2 'there is: loss, delay'     "$eleven" sweep transfer --loss 0,0.1 --delay 1ms,2ms --compare=frob
ends 0 'compare=delay'             "$eleven" sweep transfer --loss 0,0.1 --delay 1ms,2ms --runs 10 --compare=delay
ends 4 'cannot write'              sh -c "'$eleven' sweep transfer --runs 10 >/dev/full"

# An interrupt shows what there is.
timeout --preserve-status -s INT 1 "$eleven" sweep transfer --runs 100000000 >"$work/out" 2>"$work/err"
[ $? -eq 130 ] && grep -q '^PARTIAL' "$work/out" && grep -q interrupted "$work/err"
ok "SIGINT: exit status 130, and the runs so far" $?

# Shards merged, and an interrupted sweep that is resumed, are the whole, byte for byte.
cd "$work" || exit 4
case $eleven in
    /*) ;;
    *) eleven=$OLDPWD/$eleven ;;
esac
# three GRID: in three shards
three() {
    # shellcheck disable=SC2086 # words
    "$eleven" sweep $1 -o whole >whole.txt 2>/dev/null
    for k in 1 2 3; do
        # shellcheck disable=SC2086
        "$eleven" sweep $1 --shard $k/3 -o part$k >/dev/null 2>&1
    done
    "$eleven" merge part3 part1 part2 -o merged >merged.txt && cmp whole merged && cmp whole.txt merged.txt
    ok "three shards merged are the whole: $1" $?
}
grid="transfer --loss 0:0.3:0.1 --seed 7 --runs 3001"
three "$grid --profile linux,windows --compare"
sed '/"pair"/s/"connected":.[0-9]*/"connected":[9999/' part2 >bad
sed 's/"with":0/"with":1/' part2 >other
sed '/"pair","point":5/d; /"difference","point":5/d' part2 >fewer
sed "s/\"end\",\"lines\":.*/\"end\",\"lines\":$(wc -l <fewer)}/" fewer >short
ends 2 'cannot have been connected' "$eleven" merge part1 bad part3
ends 2 'not the runs of both points' "$eleven" merge part1 other part3
ends 2 'point 5 has no pair'       "$eleven" merge part1 short part3
three "$grid"
"$eleven" sweep transfer --loss 0:0.3:0.1 --seed 8 --runs 3001 --shard 2/3 -o foreign >/dev/null 2>&1
# shellcheck disable=SC2086
"$eleven" sweep $grid --shard 1/2 -o half >/dev/null 2>&1
head -c 5000 part2 >cut
sed 's/"connected":[0-9]*/"connected":-1/' part2 >bad
sed '/"end"/d; 3d' part2 >short
sed 's/"connect A"/"connect C"/' part2 >odd
echo '{}' >results.json
ends 3 'shard 2/3 is missing'      "$eleven" merge part1 part3
ends 3 'runs 3001 --shard 2/3'     "$eleven" merge part1 part3
ends 2 'overlap'                   "$eleven" merge part1 part2 part2
ends 2 'of another sweep'          "$eleven" merge part1 foreign part3
ends 2 'their runs overlap'        "$eleven" merge part1 half
ends 2 'middle of a line'          "$eleven" merge part1 cut part3
ends 2 'shard 2/3 is missing'      "$eleven" merge part1 cut part3
ends 2 'runs 3001 --shard 1/3'     "$eleven" merge cut bad part2
ends 2 'has no .connected'         "$eleven" merge cut bad part2
ends 2 'not JSON'                  "$eleven" merge "$eleven"
ends 2 'has no .connected'         "$eleven" merge part1 bad part3
ends 2 'ends too early'            "$eleven" merge part1 short part3
ends 2 'not results'               "$eleven" merge results.json
ends 2 'nothing that is measured'  "$eleven" merge odd
[ "$(wc -l <"$work/out")" -eq 1 ]
ok "one error is one line" $?
ends 2 'cannot read'               "$eleven" merge part1 nothing
ends 4 'No space left'             "$eleven" sweep transfer --runs 10 -o /dev/full
ends 4 'cannot write'              "$eleven" sweep transfer --runs 10 -o nowhere/file
ends 2 'a shard such as'           "$eleven" sweep transfer --shard 4/3
ends 2 'stand in the file'         "$eleven" sweep --resume part1 --runs 9
[ "$(ls -- *.part 2>/dev/null)" = "" ]
ok "no part of a file is left behind" $?

# resumed WORDS...: interrupted, and then gone on with
resumed() {
    timeout --preserve-status -s INT 0.5 "$eleven" sweep transfer "$@" --runs 4000000 --play-all -o cut >/dev/null 2>&1
    ends 3 'sweep --resume cut'    "$eleven" merge cut
    "$eleven" sweep --resume cut >/dev/null 2>&1
    "$eleven" sweep transfer "$@" --runs 4000000 --jobs 1 -o straight >/dev/null 2>&1
    cmp cut straight
    ok "interrupted and resumed is the whole: $*" $?
}
resumed --loss 0.1
resumed --loss 0.1,0.2 --compare

# Ranks: the same bytes with any number of them; what is wrong is said once; a signal, or a rank that is
# killed, leaves what there was, to be resumed. mpirun is told that it may run as root, and on few processors.
ranks() {
    n=$1
    shift
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n "$n" "$@"
}
say_once() {
    ranks 3 "$mpi" sweep transfer --loss 2 >out 2>err
    [ $? -eq 2 ] && [ "$(grep -c 'expected a probability' err)" -eq 1 ]
}
other_work() {
    ranks 1 "$mpi" sweep transfer : -n 1 "$mpi" sweep transfer --shard 1/2 >out 2>err
    [ $? -eq 2 ] && grep -q 'rank 1 has another' err
}
# FILE: interrupted, and not complete; the rest makes it the whole
rest_of() {
    grep -q '^PARTIAL' out && grep -q "sweep --resume $1" err && ! cmp -s "$1" straight &&
        ranks 2 "$mpi" sweep --resume "$1" >/dev/null 2>&1 && cmp "$1" straight
}
mpi=$(dirname -- "$eleven")/eleven-mpi
if [ -x "$mpi" ] && command -v mpirun >/dev/null 2>&1; then
    for n in 1 2 3 4; do
        # shellcheck disable=SC2086 # words
        ranks $n "$mpi" sweep $grid -o ranked >ranked.txt 2>err && cmp whole ranked && cmp whole.txt ranked.txt
        ok "$n ranks give what one program gives" $?
    done
    # shellcheck disable=SC2086
    ranks 2 "$mpi" sweep $grid --shard 2/3 --jobs 2 -o ranked >/dev/null 2>&1 && cmp part2 ranked
    ok "ranks with threads play a shard" $?
    # shellcheck disable=SC2086
    "$eleven" sweep $grid --profile linux,windows --compare -o paired >/dev/null 2>&1
    # shellcheck disable=SC2086
    ranks 3 "$mpi" sweep $grid --profile linux,windows --compare -o ranked >/dev/null 2>&1 && cmp paired ranked
    ok "--compare on 3 ranks is the same" $?
    "$eleven" sweep transfer --loss 0.1,0.2 --runs 2 -o few >/dev/null 2>&1
    ranks 4 "$mpi" sweep transfer --loss 0.1,0.2 --runs 2 -o ranked >/dev/null 2>&1 && cmp few ranked
    ok "more ranks than runs" $?
    say_once
    ok "ranks: what is wrong with the arguments is said once" $?
    other_work
    ok "ranks: other work than that of rank 0 is refused" $?
    long="transfer --loss 0.1 --runs 20000000"
    # shellcheck disable=SC2086
    "$eleven" sweep $long -o straight >/dev/null 2>&1
    long="$long --play-all"
    # On a busy machine it takes long until all ranks have begun.
    for seconds in 2 4 8; do
        # shellcheck disable=SC2086
        OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 timeout -s INT $seconds \
            mpirun --oversubscribe -n 2 "$mpi" sweep $long -o stopped >out 2>err
        [ -e stopped ] && break
    done
    rest_of stopped
    ok "ranks: SIGINT, and resumed" $?
    for seconds in 2 4 8; do
        # shellcheck disable=SC2086
        ranks 2 "$mpi" sweep $long -o killed : -n 1 timeout -s KILL $seconds "$mpi" sweep $long -o killed >out 2>err
        status=$?
        [ -e killed ] && break
    done
    [ "$status" -eq 137 ] && rest_of killed
    ok "ranks: one is killed, and resumed" $?
    rm -f killed
else
    echo "sweep: ranks are skipped, Open MPI is not installed" >&2
fi

# A shard that was killed leaves nothing; merge names the command that plays it.
timeout -s KILL 0.3 "$eleven" sweep transfer --runs 4000000 --shard 2/2 --play-all -o killed >/dev/null 2>&1
[ ! -e killed ]
ok "a killed shard leaves no file" $?
command=$("$eleven" merge part1 part3 2>&1 | sed -n 's/^  eleven \(.* -o\) FILE$/\1 again/p')
eval "'$eleven' $command" >/dev/null 2>&1
"$eleven" merge part1 again part3 -o merged >/dev/null && cmp whole merged
ok "the command that merge names plays it: $command" $?

# An interrupted sweep says so in every view.
timeout --preserve-status -s INT 1 "$eleven" sweep transfer --runs 100000000 --play-all --csv >out 2>err
[ $? -eq 130 ] && awk -F, '$2 == "count" && $1 == "runs" { done = $3 } $2 == "asked for" { asked = $3 }
                           END { exit !(0 < done && done < asked && asked == 100000000) }' out
ok "SIGINT: CSV has fewer runs than were asked for" $?
timeout --preserve-status -s TERM 1 "$eleven" sweep transfer --runs 100000000 --play-all --json >out 2>err
[ $? -eq 130 ] && grep -q '"complete":false' out
ok "SIGTERM: JSON is not complete" $?

# No disk takes it: nothing is half-written, and what was there before stays. A file of more than so
# many blocks cannot be.
full() {
    rm -f ./*.part
    echo before >kept
    (
        ulimit -f 1
        "$@" >/dev/null 2>err
    )
    got=$?
    [ $got -eq 4 ] && grep -q "cannot write 'kept'" err && [ "$(cat kept)" = before ] && [ "$(ls ./*.part 2>/dev/null)" = "" ]
    ok "a full disk: $*" $?
}
full "$eleven" sweep transfer --loss 0.1 --runs 1000 -o kept
full "$eleven" merge part1 part2 part3 -o kept
full "$eleven" plot whole --what quantiles -o kept
full "$eleven" sim transfer --svg kept
full "$eleven" sim transfer --html kept
full "$eleven" sim transfer --pcapng kept
full "$eleven" sim transfer --trace-out kept
for command in 'sim transfer' 'sim transfer --json' 'sweep transfer --runs 10 --json' 'merge part1 part2 part3' \
    'exact handshake' 'exact handshake --json' 'plot whole --what share' 'shrink transfer --loss 0.5 --profile windows --run 1'; do
    ends 4 'cannot write the output'   sh -c "'$eleven' $command >/dev/full"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
