#!/bin/sh
# gallery.sh - docs/gallery/: of each named mutant what was changed, what comes of it, and what it teaches.
#
#     tests/gallery.sh [--update] [MUTANT...]     from the repository root; BUILD=build
#
# Without --update it shows that each mutant has its four files and its line in the index, that its
# replay line tells the same story, ladder, capture and page, to the byte, that nothing else is there,
# and that the files of the named mutants are those that eleven makes now; by default those of three.
# --update makes those of the named mutants, or all, and the index.

eleven=${BUILD:-build}/eleven
gallery=docs/gallery
files='index.md ladder.svg trace.pcapng page.html'
passed=0
failed=0
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# check NAME COMMAND...: it succeeds
check() {
    what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "ok $what"
    else
        failed=$((failed + 1))
        echo "not ok $what: stale or missing; run make gallery"
    fi
}

all_mutants() {
    for file in model/mutants/*.fsm; do
        basename "$file" .fsm
    done
}

# know NAME: sets what the mutant says of itself
know() {
    facts=$("$(dirname "$eleven")/fsmc" --mutant-facts model/tcp.fsm model/world.fsm model/claims.fsm \
        "model/mutants/$1.fsm") || exit 4
    name=$1
    claim=$(echo "$facts" | cut -f 2)
    bound=$(echo "$facts" | cut -f 3)
    changed=$(echo "$facts" | cut -f 4)
    lesson=$(echo "$facts" | cut -f 5)
}

# The mutant's file without its name, sentences and blank lines: the change itself.
change() {
    sed '/^mutant /d; /^  *"/d; /^breaks /d; /^ *#/d; /^$/d' "model/mutants/$1.fsm"
}

# The rows of ours and the mutant's, where it changes rows; else nothing.
rows() {
    "$eleven" diff --mutant "$name" --bound "$bound" 2>/dev/null | sed -n '/^Rows that differ/,/^$/{/^  /p;}'
}

# What the claim says, as the first sentence of the story has it.
sentence() {
    awk -v RS= 'NR == 1 { gsub(/\n/, " "); sub(/\.? *Assumed:.*/, ""); sub(/^[^:]*: [^:]*: /, ""); print "\"" $0 "\"" }' "$work/story"
}

code() {
    [ -z "$1" ] || printf '```\n%s\n```\n\n' "$1"
}

# Of the mutant that is known, with the story in $work/story.
page() {
    echo "# $name: $changed"
    echo
    echo "$lesson"
    echo
    echo "## What was changed"
    echo
    code "$(change "$name")"
    echo 'Row by row, `-` as it should be, `+` as the mutant has it ([how to read a row](../../LANGUAGE.md)):' >"$work/words"
    rows | grep -v '^  none by its words' >"$work/rows"
    [ ! -s "$work/rows" ] || { cat "$work/words"; echo; code "$(cat "$work/rows")"; }
    cat <<END
## What comes of it

It breaks the claim \`$claim\`, $(sentence). Left a shortest run that does; right, where there is one, a run that goes well,
as far as possible by the same steps:

![The run as a ladder](ladder.svg)

[page.html](page.html), downloaded and opened in a browser, steps through it; [trace.pcapng](trace.pcapng) is for Wireshark.

END
    code "$(cat "$work/story")"
    echo 'Made by `make gallery`; do not edit.'
}

# make_page NAME DIRECTORY: its four files
make_page() {
    know "$1"
    mkdir -p "$2" &&
        LC_ALL=C "$eleven" explain --mutant "$1" --story --svg "$2/ladder.svg" --html "$2/page.html" \
            --pcapng "$2/trace.pcapng" >"$work/story" && page >"$2/index.md"
}

index() {
    cat <<'END'
# Gallery: what each rule is there for

Made by `make gallery`; do not edit.

Each line is TCP's table with one rule broken, and the shortest run in which that does harm: as a story, a ladder, a capture for
Wireshark, and a page to step through. `eleven explain --mutant NAME` tells it in the terminal.

| mutant | what was changed | what breaks |
|---|---|---|
END
    for mutant in $(all_mutants); do
        know "$mutant"
        echo "| [$name]($name/index.md) | $changed | \`$claim\` |"
    done
}

is_complete() {
    for file in $files; do
        [ -s "$gallery/$1/$file" ] || return 1
    done
}

# The last block of code of a page: the story.
story_of() {
    awk '/^```$/ { inside = !inside; if (inside) story = ""; next } inside { story = story $0 "\n" } END { printf "%s", story }' \
        "$gallery/$1/index.md"
}

is_replayed() {
    mkdir -p "$work/again"
    story_of "$1" >"$work/told"
    command=$(sed -n 's/^replay: eleven //p' "$work/told")
    [ -n "$command" ] && eval "LC_ALL=C $eleven $command --story --svg $work/again/ladder.svg \
        --html $work/again/page.html --pcapng $work/again/trace.pcapng" >"$work/story" 2>&1 &&
        cmp -s "$work/told" "$work/story" && diff -r -x index.md "$gallery/$1" "$work/again" >/dev/null
}

is_fresh() {
    make_page "$1" "$work/$1" && diff -r "$gallery/$1" "$work/$1" >/dev/null
}

has_nothing_else() {
    [ "$(cd "$gallery" && echo */)" = "$(all_mutants | sed 's|$|/|' | tr '\n' ' ' | sed 's/ $//')" ]
}

if [ "$1" = --update ]; then
    shift
    for mutant in ${*:-$(all_mutants)}; do
        make_page "$mutant" "$gallery/$mutant" || { echo "gallery: $mutant failed" >&2; exit 4; }
    done
    index >"$gallery/README.md"
    exit 0
fi

for mutant in $(all_mutants); do
    check "$mutant" is_complete "$mutant"
    check "replayed_$mutant" is_replayed "$mutant"
done
check nothing_else has_nothing_else
index >"$work/index"
check index cmp -s "$work/index" "$gallery/README.md"
for mutant in ${*:-two-way-handshake time-wait-answers-all no-closing}; do
    check "fresh_$mutant" is_fresh "$mutant"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
