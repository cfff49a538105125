#!/bin/sh
# plot.sh - the pictures of results: the numbers that `sweep --csv` tells, at their places; those of
# docs/SWEEP.md are what its commands draw.
#
#     tests/plot.sh [--update]     from the repository root; BUILD=build

eleven=$(pwd)/${BUILD:-build}/eleven
case ${BUILD:-build} in
    /*) eleven=$BUILD/eleven ;;
esac
docs=$(pwd)/docs
update=$1
. tests/count.sh
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# The commands of the page that make its pictures, in order.
commands() {
    sed -n 's/^    eleven \(.* -o lossy\)$/\1/p; s/^    eleven \(plot lossy .*-o sweep-[a-z]*.svg\)$/\1/p' "$docs/SWEEP.md"
}

cd "$work" || exit 4
commands >commands
while read -r line; do
    eval "\"$eleven\" $line" >/dev/null 2>&1 || { echo "not ok $line"; failed=$((failed + 1)); }
done <commands
for picture in sweep-share sweep-survival sweep-quantiles; do
    if [ "$update" = --update ]; then
        cmp -s $picture.svg "$docs/$picture.svg" || { cp $picture.svg "$docs/" && echo "updated docs/$picture.svg"; }
    else
        cmp $picture.svg "$docs/$picture.svg"
        ok "docs/$picture.svg" $?
        xmllint --noout $picture.svg
        ok "$picture.svg is well-formed" $?
    fi
done
[ "$update" = --update ] && exit 0

# marks: the marks of the first curve as numbers, by the names of the highest and lowest ticks of y
marks() {
    awk '/text-anchor="end"/ { match($0, / y="[0-9.]*/); at = substr($0, RSTART + 4, RLENGTH - 4) - 4
                               match($0, />[0-9.]*</); value = substr($0, RSTART + 1, RLENGTH - 2)
                               if (n++ == 0) { y0 = at; v0 = value } y1 = at; v1 = value }
         /class="mark" stroke="#0072B2"/ { match($0, /d="M[0-9. ]*/); split(substr($0, RSTART + 4), xy, " ")
                               if (xy[1] <= 598) printf "%.6f\n", v0 + (xy[2] - y0) / (y1 - y0) * (v1 - v0) }' "$1"
}

# near FILE FILE: the same numbers, within half a pixel of 340
near() {
    paste "$1" "$2" | awk '{ if ($2 > most) most = $2; d = $1 - $2; if (d < 0) d = -d; if (d > worst) worst = d; n++ }
                           END { exit !(n == 11 && most > 0 && worst < most / 200) }'
}

"$eleven" sweep transfer --loss 0:0.5:0.05 --runs 20000 -o results --csv >csv 2>/dev/null
"$eleven" plot results --what share --measure failed >share.svg
awk -F, '$2 == "failed" { print $4 }' csv >told
marks share.svg >drawn
near drawn told
ok "shares lie where sweep --csv tells" $?
"$eleven" plot results --what quantiles --measure segments >quantiles.svg
awk -F, '$2 == "segments" && $3 == "median" { print $4 }' csv >told
marks quantiles.svg >drawn
near drawn told
ok "medians lie where sweep --csv tells" $?

# The same results, however they were played and put together, give the same bytes.
for k in 1 2; do
    "$eleven" sweep transfer --loss 0:0.5:0.05 --runs 20000 --shard $k/2 -o part$k >/dev/null 2>&1
done
"$eleven" merge part2 part1 -o merged >/dev/null
cp results whole && cp merged results && "$eleven" plot results --what share --measure failed | cmp - share.svg
ok "merged shards give the same picture" $?

# Every kind, of several files and of exact results, is well-formed; names with signs of XML too.
"$eleven" exact connect --loss 0.1,0.3/0.2 --segments --csv >exact.csv
"$eleven" sweep connect --loss 0.1,0.3 --profile linux,rfc9293 --runs 1000 -o profiles >/dev/null 2>&1
"$eleven" sweep transfer --loss 0:0.3:0.02 --runs 10 -o many >/dev/null 2>&1
"$eleven" sweep transfer --delay 10ms,20ms --runs 10 -o delays >/dev/null 2>&1
for arguments in "whole --log x" "many --where loss=0,0.1,0.2" "whole --what survival --log xy" "whole --what quantiles --log y --measure segments" \
    "profiles --what share --x profile" "profiles exact.csv --measure 'connect A' --measure connected.A --all-runs" \
    "exact.csv --what survival --where loss=0.3/0.2" "whole --title 'a<b & \"c\"'"; do
    eval "\"$eleven\" plot $arguments" >picture.svg 2>err && xmllint --noout picture.svg
    ok "plot $arguments" $?
done

"$eleven" plot exact.csv --measure retransmissions >picture.svg && grep -q '>retransmissions</text>' picture.svg &&
    ! grep -q '(s)' picture.svg
ok "numbers of segments are no times" $?

head -c 3000 whole >cut
sed 's/"count":[0-9]*/"count":1/' whole >bad
: >empty
head -c 300 exact.csv >exact-cut.csv
awk -F, -v OFS=, 'NR == 3 { $3 = "inf" } { print }' exact.csv >exact-inf.csv
awk -F, -v OFS=, 'NR == 3 { $7 = "nan" } { print }' exact.csv >exact-nan.csv
refuses 2 '16 curves; a picture has at most 12' "$eleven" plot many
refuses 2 'no measure .frob.'         "$eleven" plot whole --measure frob
refuses 2 'no measure .connect A.; there are: .connected' "$eleven" plot whole --what share --measure 'connect A'
refuses 2 'loss has no value .7.'     "$eleven" plot whole --where loss=7
refuses 2 'there are: .loss'          "$eleven" plot whole --where delay=7
refuses 2 'one point only'            "$eleven" plot whole --what share --where loss=0.1
refuses 2 'not the same unit'         "$eleven" plot whole --measure segments --measure 'close B'
refuses 2 'nothing to draw'           "$eleven" plot whole --what quantiles --measure 'CLOSING A'
refuses 2 'not results'               "$eleven" plot empty
refuses 2 'in the middle of a line'   "$eleven" plot cut
refuses 2 'do not add up'             "$eleven" plot bad
refuses 2 'cannot read'               "$eleven" plot nothing
refuses 2 'not a line of'             "$eleven" plot exact-cut.csv
refuses 2 'line 3: .inf. cannot be'   "$eleven" plot exact-inf.csv --measure connected.A
refuses 2 'line 3: .nan. cannot be'   "$eleven" plot exact-nan.csv --measure connected.A
refuses 2 'have a cdf and a survival' "$eleven" plot exact.csv --what share
refuses 2 'no lines of .frob.'        "$eleven" plot exact.csv --measure frob
refuses 2 'with such a loss'          "$eleven" plot exact.csv --where loss=0.7
refuses 2 'is all that there is'      "$eleven" plot exact.csv --where delay=1ms
refuses 2 'not the same unit'         "$eleven" plot exact.csv --measure connected --measure segments
refuses 2 'that of the first file'    "$eleven" plot whole delays --what share
refuses 2 'expected cdf, quantiles'   "$eleven" plot whole --what pie
refuses 2 'expected --log'            "$eleven" plot whole --log z
refuses 2 'only quantiles and share'  "$eleven" plot whole --x loss
refuses 2 'only cdf and survival'     "$eleven" plot whole --what share --all-runs
refuses 4 'cannot write'              "$eleven" plot whole -o /nowhere/picture.svg

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
