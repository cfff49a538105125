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
