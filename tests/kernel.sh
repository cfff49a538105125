#!/bin/sh
# kernel.sh - the simulator agrees with the recorded runs of a kernel as it did: tests/kernel/agreement.txt.
#
#     tests/kernel.sh [--update]     from the repository root; BUILD=build
#
# What does not agree is explained in docs/KERNEL.md.

found=$(mktemp) || exit 4
broken=$(mktemp -d) || exit 4
trap 'rm -rf "$found" "$broken"' EXIT

"${BUILD:-build}/tests/kernel_agree" tests/kernel >"$found" || exit 1
if [ "$1" = --update ]; then
    cp "$found" tests/kernel/agreement.txt
    exit 0
fi
diff -u tests/kernel/agreement.txt "$found" && failed=0 || failed=1

# A run of which a table is missing is told, and the others are compared.
cp -r tests/kernel/05_connection_refused tests/kernel/06a_syn_sent_linear0 "$broken"
rm "$broken/05_connection_refused/segments.tsv"
"${BUILD:-build}/tests/kernel_agree" "$broken" >"$found" 2>&1
[ $? -eq 2 ] && grep -q 'refused/segments.tsv: No such file' "$found" && grep -q '^1 runs, 1 expressible' "$found" || {
    cat "$found"
    failed=$((failed + 1))
}
echo "$(awk '$2 == "equal"' tests/kernel/agreement.txt | wc -l) passed, $failed failed"
[ "$failed" -eq 0 ]
