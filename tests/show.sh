#!/bin/sh
# show.sh - one run of a sweep, found again and shown: the run that `eleven sim --run N` plays.
#
#     tests/show.sh     from the repository root; BUILD=build

eleven=$(pwd)/${BUILD:-build}/eleven
case ${BUILD:-build} in
    /*) eleven=$BUILD/eleven ;;
esac
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 4

"$eleven" sweep transfer --loss 0.2,0.4 --profile linux-classic,linux --seed 3 --runs 400 -o results >/dev/null 2>&1
"$eleven" sweep transfer --loss 0.4 --runs 400 --shard 2/2 -o part >/dev/null 2>&1
here="--where loss=0.4 --where profile=linux"

# Every form is that of `eleven sim` for the same run, and names its command.
for form in "" -S --rows --json --story --ladder --mermaid "--packetdrill B" "--netstat-at 2s"; do
    # shellcheck disable=SC2086 # words
    "$eleven" show results $here --run 17 $form >shown 2>err
    # shellcheck disable=SC2086
    "$eleven" sim transfer --profile linux --loss 0.4 --seed 3 --run 17 $form >sim
    cmp shown sim && grep -q '^run 17, profile linux, loss 0.4$' err &&
        grep -q 'eleven sim transfer --profile linux --loss 0.4 --seed 3 --run 17' shown
    ok "--run 17 $form" $?
done
# shellcheck disable=SC2086
"$eleven" show results $here --run 17 --svg 1.svg --html 1.html --pcapng 1.pcapng --trace-out 1.jsonl >out 2>err
"$eleven" sim transfer --profile linux --loss 0.4 --seed 3 --run 17 --svg 2.svg --html 2.html --pcapng 2.pcapng \
    --trace-out 2.jsonl >/dev/null
for file in svg html pcapng jsonl; do
    cmp 1.$file 2.$file
    ok "--$file" $?
done
"$eleven" show results --point 3 --run 17 >shown 2>/dev/null
"$eleven" sim transfer --profile linux --loss 0.4 --seed 3 --run 17 | cmp - shown
ok "--point 3 is the last" $?

# What `sim --run i` prints, for all i: the first that failed, the slowest, the one with most segments.
for run in $(seq 0 399); do
    echo "run $run"
    "$eleven" sim transfer --profile linux --loss 0.4 --seed 3 --run "$run"
done | awk '/^run / { run = $2; segments = 0 }
            /^A: / { a = 1 } /^B: / { a = 0 }
            /never ESTABLISHED/ && a && failed == "" { failed = run }
            /^   ESTABLISHED at/ && a && $3 > slowest { slowest = $3; slow = run }
            /^   sent/ { segments += $2 }
            /^   sent/ && !a && segments > most { most = segments; long = run }
            END { print failed, slow, long }' >told
# picked WHAT...: its number
picked() {
    # shellcheck disable=SC2086
    "$eleven" show results $here "$@" 2>&1 >/dev/null | sed -n 's/^run \([0-9]*\),.*/\1/p'
}
echo "$(picked --pick failed) $(picked --pick max) $(picked --pick max --measure segments)" | cmp - told
ok "failed, slowest, longest: $(cat told)" $?
for pick in p50 p99 strangest failed; do
    [ "$(picked --pick $pick --jobs 1)" = "$(picked --pick $pick --jobs 3)" ]
    ok "--pick $pick: --jobs 1 and 3" $?
done
# shellcheck disable=SC2086
"$eleven" show results $here --pick p99 2>err | tail -1 >line
grep -q '^run [0-9]*, profile linux, loss 0.4: connect A [0-9.]* s, the first at p99 of [0-9]*$' err &&
    grep -q "^replay: eleven sim transfer --profile linux --loss 0.4 --seed 3 --run $(sed -n 's/^run \([0-9]*\).*/\1/p' err)\$" line
ok "the run and its command are told" $?

# --shrink keeps what the run was picked for, as `eleven shrink` does.
# shrunk OUTCOME WHAT...
shrunk() {
    outcome=$1
    shift
    # shellcheck disable=SC2086
    "$eleven" show results $here "$@" --shrink >shown 2>err
    run=$(sed -n 's/^run \([0-9]*\),.*/\1/p' err)
    "$eleven" shrink transfer --profile linux --loss 0.4 --seed 3 --run "$run" --outcome "$outcome" >shrunk
    [ -s shown ] && cmp shown shrunk
    ok "$* --shrink: $outcome" $?
}
shrunk 'gave up' --pick 'gave up'
shrunk "connect A>=$("$eleven" show results --point 3 --pick p99 2>&1 >/dev/null | sed 's/.*connect A \([0-9.]* *s\),.*/\1/; s/ //')" --pick p99
shrunk 'retransmissions>5' --pick max --measure retransmissions --outcome 'retransmissions>5'
refuses 2 'only with --shrink'        "$eleven" show results --run 1 --point 1 --outcome failed
refuses 2 'is not shown with'         "$eleven" show results --run 1 --point 1 --shrink --ladder

sed 's/"gave up":[0-9]*/"gave up":9/' part >altered
refuses 2 '4 points: choose one'      "$eleven" show results --run 1
refuses 2 '2 points: choose one'      "$eleven" show results --run 1 --where loss=0.2
refuses 2 'loss has no value .0.3'    "$eleven" show results --run 1 --where loss=0.3
refuses 2 'no point .4.: they are 0 to 3' "$eleven" show results --run 1 --point 4
refuses 2 'either --where or --point' "$eleven" show results --run 1 --point 1 --where loss=0.2
refuses 2 'no run .400.: they are 0 to 399' "$eleven" show results --run 400 --point 1
refuses 2 'no run .199.: they are 200 to 399' "$eleven" show part --run 199
refuses 2 'no run .x'                 "$eleven" show results --run x --point 1
refuses 2 'expected p50, p99'         "$eleven" show results --pick p101 --point 1
refuses 2 'no measure .frob'          "$eleven" show results --pick p50 --measure frob --point 1
refuses 2 'is of no measure'          "$eleven" show results --pick failed --measure 'close A' --point 1
refuses 2 'only with --pick'          "$eleven" show results --run 1 --measure 'close A' --point 1
refuses 2 'only with --pick'          "$eleven" show results --run 1 --jobs 2 --point 1
refuses 1 'no run of this point'      "$eleven" show results --pick 'cut short' --point 1
refuses 1 'no run of this point'      "$eleven" show results --pick p50 --measure 'CLOSING A' --point 1
refuses 2 'threads up to 256'         "$eleven" show results --pick p50 --jobs 0 --point 1
refuses 2 'one file at a time'        "$eleven" show results part --run 1
refuses 2 'cannot read'               "$eleven" show nothing --run 1
refuses 2 'the file is missing'       "$eleven" show results --run 1 --point 1 --svg
"$eleven" show results --point 1 --run 1 --svg /nowhere/x >out 2>err
[ $? -eq 4 ] && grep -q 'eleven show: cannot write' err
ok "a form that cannot be written" $?

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
