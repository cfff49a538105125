#!/bin/sh
# kernel.sh - the simulator agrees with the recorded runs of a kernel as it did: tests/kernel/agreement.txt.
#
#     tests/kernel.sh [--update]     from the repository root; BUILD=build
#
# What does not agree is explained in docs/KERNEL.md.

found=$(mktemp) || exit 4
trap 'rm -f "$found"' EXIT

"${BUILD:-build}/tests/kernel_agree" tests/kernel >"$found" || exit 1
if [ "$1" = --update ]; then
    cp "$found" tests/kernel/agreement.txt
    exit 0
fi
diff -u tests/kernel/agreement.txt "$found" && failed=0 || failed=1
echo "$(awk '$2 == "equal"' "$found" | wc -l) passed, $failed failed"
[ "$failed" -eq 0 ]
