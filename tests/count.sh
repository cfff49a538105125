# shellcheck shell=sh
# count.sh - for other tests, which read it with `. tests/count.sh`: what passed and what failed.

passed=0
failed=0

# ok NAME STATUS: counts
ok() {
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "not ok $1"
    fi
}

# unmeasured: JSON Lines of a search, without what is another each time
unmeasured() {
    sed 's/"seconds":[^,]*,//; s/"bytes":[^,]*,//'
}

# Two more for commands; what they said is left in $work, in the files out and err.

# ends STATUS PATTERN COMMAND...: it ends so, and says that somewhere ('': anything or nothing)
ends() {
    status=$1
    pattern=$2
    shift 2
    "$@" >"$work/out" 2>&1 </dev/null
    got=$?
    [ "$got" -eq "$status" ] && { [ -z "$pattern" ] || grep -q -e "$pattern" "$work/out"; }
    counted "$?" "$work/out" "$@"
}

# refuses STATUS PATTERN COMMAND...: it ends so, says that on stderr in its only line, and nothing else
refuses() {
    status=$1
    pattern=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ "$got" -eq "$status" ] && grep -q -e "$pattern" "$work/err" && [ "$(wc -l <"$work/err")" -eq 1 ] &&
        [ ! -s "$work/out" ]
    counted "$?" "$work/err" "$@"
}

# counted GOOD FILE COMMAND...: of the two above; what was said is shown where it was wrong
counted() {
    good=$1
    said=$2
    shift 2
    ok "$*" "$good"
    [ "$good" -eq 0 ] || { echo "exit status $got, expected $status and '$pattern':"; head -20 "$said"; }
}
