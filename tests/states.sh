#!/bin/sh
# states.sh - docs/STATES.md: the joint states of both ends, for every bound, as the explorer finds them.
#
#     tests/states.sh [--update]     from the repository root; BUILD=build
#
# It takes as long as to explore every bound. A bound whose claims are violated has its states too.

build=${BUILD:-build}
page=docs/STATES.md
new=$(mktemp) || exit 4
trap 'rm -f "$new"' EXIT
trap 'exit 130' INT TERM

cat >"$new" <<'END'
# Which states can stand together

Made by `make docs`, from the worlds that `eleven explore` finds; do not edit.

A row is a state of A, a column a state of B.

* ■ the two can *stand* so: nothing is on the way, no timer runs at either end and neither has something to send, so that
  only a user or the adversary can change anything;
* □ the two can be so, but not for long;
* an empty place cannot be reached in that bound.

`build/eleven explore BOUND --states=counts` says in how many worlds.

END
"$build/eleven" explore --states >>"$new"
status=$?
[ "$status" -le 1 ] || { echo "states: eleven ended with $status" >&2; exit "$status"; }
sed -i '$d' "$new" # the last line is empty

if [ "$1" = --update ]; then
    cmp -s "$new" "$page" || { cp "$new" "$page" && echo "updated $page"; }
elif cmp -s "$new" "$page"; then
    echo "1 passed, 0 failed"
else
    echo "not ok $page: stale; run make docs"
    diff "$page" "$new" | head -20
    echo "0 passed, 1 failed"
    exit 1
fi
