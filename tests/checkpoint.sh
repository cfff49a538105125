#!/bin/sh
# checkpoint.sh - a search that is killed goes on to the same counts, verdicts and runs.
#
#     tests/checkpoint.sh     from the repository root; BUILD=build
#
# The table is a broken one, so that there are runs to be found: 2.8 million worlds, a third of a second
# between two checkpoints.

eleven=${BUILD:-build}/eleven
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
file=$work/kept
search="explore lossy --mutant wrong-number-again"

# What was found, without what is measured: every count, verdict and run.
# shellcheck disable=SC2086 # words
found() {
    "$eleven" $search --json "$@" 2>"$work/err" | unmeasured
}

# Ends with kill -9 when there is a checkpoint: of this search, gone on from there where one is named.
# shellcheck disable=SC2086
kill_it() {
    rm -f "$file"
    "$eleven" $search --jobs 1 --checkpoint "$file" --checkpoint-every 0.005 "$@" >/dev/null 2>&1 &
    id=$!
    until [ -e "$file" ] || ! kill -0 "$id" 2>/dev/null; do sleep 0.02; done
    kill -9 "$id" 2>/dev/null
    wait "$id" 2>/dev/null
    [ $? -eq 137 ]
    ok "kill -9 in the middle${1:+, again}" $?
}

found >"$work/whole"
grep -q '"verdict":"VIOLATED".*"moves":\[[0-9,]*\]' "$work/whole"
ok "there are runs to be found" $?
kill_it
mv "$file" "$work/first"
kill_it --resume "$work/first"
for from in "$work/first" "$file"; do
    found --resume "$from" --jobs 2 | cmp "$work/whole" -
    ok "resumed: the same counts, verdicts and runs" $?
done

# SIGINT and SIGTERM: what there is, and it goes on from there.
for signal in INT TERM; do
    # shellcheck disable=SC2086
    timeout --preserve-status -s $signal 0.5 "$eleven" $search --jobs 1 --checkpoint "$file" >"$work/out" 2>&1
    [ $? -eq 130 ] && grep -q 'INCOMPLETE' "$work/out"
    ok "SIG$signal: exit status 130, and what there is" $?
    found --resume "$file" | cmp "$work/whole" -
    ok "SIG$signal: resumed" $?
done

# So does one for which there was too little memory, or time.
for limit in '--memory 20M' '--time 0.2'; do
    rm -f "$file"
    # shellcheck disable=SC2086
    "$eleven" $search $limit --checkpoint "$file" >/dev/null 2>&1
    found --resume "$file" | cmp "$work/whole" -
    ok "$limit: resumed" $?
done

# What is refused.
head -c 1000000 "$file" >"$work/cut"
{ head -c 2000000 "$file" && printf x && tail -c +2000002 "$file"; } >"$work/changed"
echo "no such thing" >"$work/other"
# shellcheck disable=SC2086
{
    refuses 2 'is of another'     "$eleven" explore lossy --resume "$file"
    refuses 2 'is of another'     "$eleven" $search --depth 9 --resume "$file"
    refuses 2 'is not a check'    "$eleven" $search --resume "$work/other"
    refuses 2 'cannot read.*No such file' "$eleven" $search --resume "$work/nowhere"
    refuses 2 'needs more than'   "$eleven" $search --resume "$file" --memory 4M
    refuses 4 'is damaged'        "$eleven" $search --resume "$work/cut"
    refuses 4 'is damaged'        "$eleven" $search --resume "$work/changed"
    refuses 4 'cannot write'      "$eleven" $search --checkpoint "$work/no/such"
    refuses 2 'claims of runs'    "$eleven" explore live-close --checkpoint "$file"
    refuses 2 'one bound'         "$eleven" explore handshake lossy --checkpoint "$file"
    refuses 2 'one bound'         "$eleven" explore lossy --coverage --resume "$file"
    refuses 2 'one bound'         "$eleven" verify lossy --checkpoint "$file"
    refuses 2 'not a value'       "$eleven" $search --checkpoint "$file" --checkpoint-every 0
}

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
