#!/bin/sh
# page.sh - the page of a run, in a browser: its keys step, its buttons too, and what it shows is the run.
#
#     tests/page.sh     from the repository root; BUILD=build CHROMIUM=chromium
#
# A script at the end of a copy of the page presses keys and writes what it sees into the page;
# the browser, headless, prints what became of it. Without a browser only the page's size and its
# independence of the network are looked at.

eleven=${BUILD:-build}/eleven
browser=${CHROMIUM:-chromium}
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
        echo "not ok $what"
    fi
}

is_small() {
    [ "$(wc -c <"$1")" -lt 150000 ]
}

# Links into the RFC are followed by a reader; nothing is loaded.
is_alone() {
    ! grep -Eq '(src|data|action|srcset)="|@import|url\(|<link|fetch\(|XMLHttp' "$1"
}

# sees FILE SCRIPT EXPECTED: what the script returns in the page
sees() {
    {
        cat "$1"
        echo "<script>{ const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));"
        echo "const text = id => document.getElementById(id).textContent;"
        echo "const all = s => Array.from(document.querySelectorAll(s)).map(n => n.textContent);"
        echo "document.body.innerHTML = '<p>seen: ' + (() => { $2 })() + '</p>'; }</script>"
    } >"$work/test.html"
    "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --virtual-time-budget=2000 \
        --dump-dom "file://$work/test.html" 2>/dev/null | sed -n 's/.*<p>seen: \(.*\)<\/p>.*/\1/p' >"$work/seen"
    echo "$3" | diff -u - "$work/seen"
}

"$eleven" explain --mutant two-way-handshake --html "$work/two.html" &&
    "$eleven" explain live-time-wait-letter:both_closed --html "$work/lasso.html" || exit 4
for page in two lasso; do
    check "small_$page" is_small "$work/$page.html"
    check "alone_$page" is_alone "$work/$page.html"
done

if command -v "$browser" >/dev/null 2>&1; then
    check keys sees "$work/two.html" \
        "const seen = []; for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'Home']) { press(key); seen.push(text('count')); } return seen.join(', ');" \
        'step 1 of 4, step 2 of 4, step 1 of 4, step 4 of 4, step 4 of 4, step 0 of 4'
    check diagram sees "$work/two.html" \
        "press('ArrowRight'); const one = all('.machine .lit title') + ', ' + all('.machine .here title'); press('End'); return one + '; ' + text('lit') + ', across: ' + all('.machine .extra').length;" \
        'CLOSED-&gt;SYN-SENT, CLOSED,SYN-SENT; B: LISTEN → ESTABLISHED, across: 1'
    check block sees "$work/two.html" \
        "press('End'); return all('#vars .new').join(', ');" \
        'LISTEN ESTABLISHED, 0 1, 0 5, 0 6, 0 2, off runs'
    check lamps sees "$work/two.html" \
        "const first = () => document.querySelector('#claims tr').textContent.replace(/gone.*number/, ''); const before = first(); press('End'); return first();" \
        'old_synno end is ESTABLISHED with a peer that is ○✕'
    check sentence sees "$work/two.html" "press('End'); return text('say').split(';')[0];" \
        'B, in LISTEN, gets SYN seq 1 of A, which is old: from a connection that A has left'
    check other_run sees "$work/two.html" \
        "document.querySelectorAll('.choice button')[1].click(); press('End'); return text('count') + ', ' + text('lit');" \
        'step 7 of 7, A in CLOSED, B in CLOSED'
    check passes sees "$work/two.html" \
        "const said = () => all('#ladders .part:not([hidden]) .title').join(''); const one = said(); document.querySelectorAll('.choice button')[1].click(); return one + '; ' + said();" \
        '✗ This breaks old_syn at B: no end is ESTABLISHED with a peer that is gone and never knew its number; ✓ this run passes'
    check lasso sees "$work/lasso.html" \
        "press('End'); return text('count') + ', ' + all('.story .loop').length + ', ' + all('#ladders .part:not([hidden]) .back.now').length;" \
        'step 17 of 17, 2, 1'
else
    echo "page: keys and looks skipped, there is no $browser here"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
