#!/bin/sh
# decisions.sh - docs/DECISIONS.md and docs/EXPERIMENTS.md: each command says what the page says;
# so do those whose output README.md shows.
#
#     tests/decisions.sh     from the repository root; BUILD=build
#
# A command is a line `    eleven ...` of a page; the lines below it that are indented more are what
# it must say, in that order and among other things. How the lines of the output are broken, and how
# its columns are spaced, does not count.
set -u

build=${BUILD:-build}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# A file a command: the command, then what it says.
awk -v folder="$work" '
/^    eleven / { path = sprintf("%s/%03d", folder, ++n); print substr($0, 12) >path; next }
/^     / && path { print >path; next }
{ path = "" }' docs/DECISIONS.md docs/EXPERIMENTS.md

# shown NAME COMMAND OPTIONS: the same file of what README.md shows behind the line with COMMAND,
# but for how deep SPIN went, and how long it took
shown() {
    awk -v command="$2" -v options="$3" '
        BEGIN { print command options }
        index($0, "build/eleven " command) { found = 1 }
        found && /^    / { shows = 1; sub(/ +[0-9]+ +[0-9.]+ +[0-9.]+ MB$/, ""); if ($1 != "...") print; next }
        shows { exit }' README.md >"$work/$1"
}
export LC_ALL=C.UTF-8 # the ladder's lines
shown 900 'verify handshake' ''
shown 901 'sim syn-dropped' ''
shown 902 'explain refused:old_syn --mutant two-way-handshake' ' --ladder'

# said FILE: the output of the command in it has all its other lines
said() {
    command=$(head -n 1 "$1")
    eval "set -- $command"
    "$build/eleven" "$@" 2>&1 | tr -s ' \n' '  ' >"$work/out"
    sed '1d' "$work/$case" | awk -v out="$work/out" '
        BEGIN { getline text <out }
        {
            $1 = $1
            at = index(text, $0)
            if (at == 0) {
                print "it does not say, or not there: " $0
                missing = 1
            } else {
                text = substr(text, at + length($0))
            }
        }
        END { exit missing || NR == 0 }'
}

passed=0
failed=0
for file in "$work"/[0-9]*; do
    case=${file##*/}
    if said "$file"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok eleven $(head -n 1 "$file")"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
