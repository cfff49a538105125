#!/bin/sh
# complete.sh - the lists that people read are whole: docs/ARCHITECTURE.md names each file of gen/ and sim/
# once, README.md leads to each page, tests/run.sh runs each test, and `make help` tells of each target.
#
#     tests/complete.sh     from the repository root

. tests/count.sh
found=$(mktemp) || exit 4
trap 'rm -f "$found"' EXIT

# nothing NAME COMMAND: it prints nothing
nothing() {
    "$2" >"$found"
    [ ! -s "$found" ]
    ok "$1" $?
    cat "$found"
}

# shellcheck disable=SC2016 # Markdown's marks
# places FOLDER: what the first column of its table in docs/ARCHITECTURE.md names, one a line
places() {
    awk -F'|' -v table="| \`$1/\` | |" '
        $0 == table { on = 1; next }
        on && !/^\|/ { exit }
        on { print $2 }' docs/ARCHITECTURE.md | grep -o '`[^`]*`' | tr -d '`'
}

# What stands there not once.
files_without_place() {
    for file in gen/*.c sim/*.c sim/mpi/*.c sim/*.css sim/*.html sim/*.js sim/*.sh; do
        folder=${file%%/*}
        name=${file#"$folder/"}
        case $name in
            cmd_* | assets.sh) continue ;; # `cmd_…`; `assets`
        esac
        [ "$(places "$folder" | grep -cxF -e "${name%.c}")" -eq 1 ] || echo "$file"
    done
}

places_without_file() {
    for folder in gen sim; do
        for name in $(places $folder); do
            [ -e "$folder/$name" ] || [ -e "$folder/$name.c" ] || [ -e "$folder/$name.h" ] ||
                [ "$name" = cmd_… ] || echo "$folder/$name"
        done
    done
}

pages_not_led_to() {
    for page in docs/*.md; do
        grep -qF "]($page)" README.md || echo "$page"
    done
}

tests_not_run() {
    for file in tests/test_*.c; do
        name=$(basename "$file" .c)
        grep '^for name in' tests/run.sh | grep -qw -e "${name#test_}" || echo "$file"
    done
    for file in tests/*.sh; do
        case $(basename "$file") in
            run.sh | count.sh | deps.sh | demo.sh | bench.sh | fuzz.sh | pin.sh) ;; # no tests
            mutants.sh) ;; # hours: `make mutants`
            *) grep -q -e "sh $file" tests/run.sh || echo "$file" ;;
        esac
    done
}

targets_not_told() {
    sed -n 's/^\.PHONY: all \(.*\) help$/\1/p' Makefile | tr ' ' '\n' | while read -r target; do
        sed -n 's/^#   make //p' Makefile | grep -q "^$target " || echo "$target"
    done
}

nothing "each file has its place in docs/ARCHITECTURE.md"     files_without_place
nothing "docs/ARCHITECTURE.md names no file that is not there" places_without_file
nothing "README.md leads to each page"                         pages_not_led_to
nothing "tests/run.sh runs each test"                          tests_not_run
nothing "make help tells of each target"                       targets_not_told

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
