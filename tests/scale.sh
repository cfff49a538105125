#!/bin/sh
# scale.sh - what docs/SCALE.md says can be done: GNU parallel, an array of Slurm, parts that were lost.
#
#     tests/scale.sh     from the repository root; BUILD=build
#
# The commands are taken out of the page and run as they stand there, with fewer runs and parts.

build=$(cd "${BUILD:-build}" && pwd) || exit 4
page=$PWD/docs/SCALE.md
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
PATH=$build:$PATH
cd "$work" || exit 4

# block HEADING [N]: the commands of the N-th block below that heading
block() {
    awk -v heading="## $1" -v n="${2:-1}" '
        /^## / { on = $0 == heading; blocks = 0 }
        on && /^    / { if (!inside) blocks++; inside = 1; if (blocks == n) print substr($0, 5); next }
        !/^$/ { inside = 0 }' "$page" | sed 's/1000000000000/40000/; s/4000000/40000/; s/=1000$/=8/'
}

eleven sweep transfer --loss 0.1 --runs 40000 -o straight >straight.txt

# Slurm: each task with its number; then two are run again, one of which was interrupted.
block Slurm >job
bash -n job && grep -q '^#SBATCH' job
ok "the job is a script" $?
for task in 1 2 3 4 5 6 7 8; do
    SLURM_ARRAY_TASK_ID=$task sh job >/dev/null || break
done
eleven merge part? -o whole >whole.txt && cmp straight whole && cmp straight.txt whole.txt
ok "the tasks' parts are the whole" $?

# Two parts are gone; then their tasks are run again, and one that was whole too.
rm part3 part5
eleven merge part? >err 2>&1
[ $? -eq 3 ] && grep -q 'shard 3/8 is missing' err && grep -q 'runs 40000 --shard 5/8 -o FILE' err
ok "parts that are lost are named, with what plays them" $?
block 'A part that is lost' 2 >numbers
[ "$(sh numbers)" = 3,5 ]
ok "their numbers, for Slurm: $(sh numbers)" $?
for task in 3 5 6; do
    SLURM_ARRAY_TASK_ID=$task sh job >/dev/null || break
done
eleven merge part? -o whole >/dev/null && cmp straight whole
ok "tasks that are run again" $?

if command -v parallel >/dev/null 2>&1; then
    rm -f part? whole
    export HOME="$work"
    block 'GNU parallel' >job
    sh job >whole.txt 2>err && cmp straight whole && cmp straight.txt whole.txt
    ok "GNU parallel" $?
    rm part3 whole
    # In the log: part 3 ended by signal 9.
    sed -i 's/\(\t[0-9]*\)\t0\t\(eleven.* 3.8 \)/\1\t9\t\2/' log
    parallel --retry-failed --joblog log >/dev/null 2>&1
    eleven merge part? -o whole >/dev/null && cmp straight whole
    ok "GNU parallel: what failed is run again" $?
else
    echo "scale: GNU parallel is skipped, it is not installed" >&2
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
