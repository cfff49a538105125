#!/bin/sh
# exact_mutants.sh - each claim about time is broken by a simulator with one line changed, and by nothing
# else; `eleven exact --claims` shows a pattern that does it.
#
#     tests/exact_mutants.sh     from the repository root; BUILD=build, CC=cc

build=${BUILD:-build}
passed=0
failed=0
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
ln -s "$(pwd)/model" "$work/model"

# mutant CLAIM FILE EDIT ARGUMENT...: with that sed command on sim/FILE.c that claim is violated
mutant() {
    claim=$1
    file=$2
    edit=$3
    shift 3
    sed "$edit" "sim/$file.c" >"$work/$file.c"
    if ! cmp -s "sim/$file.c" "$work/$file.c" &&
        ${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 -Isim -I"$build" -c -o "$work/$file.o" "$work/$file.c" &&
        # shellcheck disable=SC2046 # names of files without blanks
        ${CC:-cc} -o "$work/eleven" $(ls "$build"/sim/*.o | grep -v "/$file.o$") "$work/$file.o" \
            "$build/tcp.o" "$build/assets.o" -ljansson -lpthread -ldl -lm; then
        "$work/eleven" exact "$@" --claims >"$work/out" 2>&1
        [ $? -eq 1 ] && grep -q "^$claim  *VIOLATED" "$work/out" && grep -q '^    eleven sim' "$work/out"
    else
        echo "the edit changes nothing, or what it makes does not compile" >"$work/out"
        false
    fi
    if [ $? -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok $claim: $edit"
    else
        failed=$((failed + 1))
        echo "not ok $claim: $edit"
        cat "$work/out"
    fi
}

# The timer runs half as long as it should.
mutant not_early rto      's/return left_us < rto->rto_us .*/return rto->rto_us \/ 2;/' handshake
# A timeout leaves the RTO as it is.
mutant doubles   rto      's/rto->doublings++;/;/' handshake
# It quadruples.
mutant doubles   rto      's/rto->doublings++;/rto->doublings += 2;/' handshake
# The handshake counts as over when its end closes (once a fault of this simulator).
mutant doubles   simulate 's/if (!before->syn_acked && after->syn_acked)/if (is_connecting(before->state) \&\& !is_connecting(after->state))/' \
    slow-close --profile freebsd --max-loss 6
# TIME-WAIT lasts one MSL; and it lasts three.
mutant time_wait simulate 's/return values\[PROFILE_TIME_WAIT\];/return values[PROFILE_TIME_WAIT] \/ 2;/' transfer --max-loss 1
mutant time_wait simulate 's/return values\[PROFILE_TIME_WAIT\];/return values[PROFILE_TIME_WAIT] * 3 \/ 2;/' transfer --max-loss 1
# The retries are not counted.
mutant not_stuck rto      's/return rto->retries >= most;/return false;/' handshake --max-loss 12

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
