# rfc9293.awk - the places of RFC 9293 that a row of the table may cite.
#
#     awk -f docs/rfc9293.awk docs/rfc9293.txt > docs/rfc9293.tsv
#
# Output: a header, then one line a place: section, item, requirements, words,
# separated by tabs. A citation is SECTION or SECTION/ITEM.
#
#   -                 the section itself; words are its title
#   MUST-58           a requirement, in the section where its sentence stands
#   p3                the third paragraph that is in no list
#   figure5 table6    a figure or table that has a caption
#   note2             "Note 2:" below a figure
#   3  c  list2/1     an entry of a list, by its number or letter or else by its
#                     place; the second list of a section begins with list2
#   LISTEN            the meaning of a state (3.3.2)
#   LISTEN/1          the first bullet below a state's heading (3.10.1 to 3.10.6)
#   USER/1            the same below a timeout's heading (3.10.8)
#   5                 the fifth check (3.10.7.2 to 3.10.7.4)
#   5/2/1             the first bullet below the second bullet of that check
#   5/LISTEN/1        the first bullet below a state's name in that check
#   5/2/p2            the second paragraph of a bullet
#
# Headings that share bullets give a line each. Bullets that are only the name of
# a state are not counted. Displayed segments and formulas are no places.
#
# Requirements are the numbers in the place's own text, without the places below
# it; for a section, all the numbers in its text, without its subsections. A number
# counts where it stands first in parentheses: elsewhere it is a reference. A number
# that stands twice (SHLD-13) has its line in the first section only.
#
# Not here: the table of contents, the references, appendix B.

BEGIN {
    STATE    = "(CLOSED|LISTEN|SYN-SENT|SYN-RECEIVED|ESTABLISHED|FIN-WAIT-1|FIN-WAIT-2" \
               "|CLOSE-WAIT|CLOSING|LAST-ACK|TIME-WAIT)"
    HEADING  = "^" STATE " STATE( [(]i[.]e[.],.*)?$"
    TIMEOUT  = "^(USER|RETRANSMISSION|TIME-WAIT) TIMEOUT$"
    MARK     = "^([*]|-|o|[+]|[0-9][.]|[(][a-z0-9][)])  |^[0-9][)] +"
    NUMBER   = "[(](MUST|SHLD|MAY|REC)-[0-9]+"
    BOUNDARY = "[.?!:][\"')]*  |" NUMBER "[)]"
    WORDS    = 12

    split("First Second Third Fourth Fifth Sixth Seventh Eighth", ordinal, " ")
    for (step = 1; step in ordinal; step++)
        check_no[ordinal[step]] = step
    print "section\titem\trequirements\twords"
}

# The reader: blank lines separate blocks. A quotation's bar is no part of its text,
# and the four lines "1) A --> B" of 3.4.1 are a list without blank lines.

/^1[.]  /         { body = 1 }
/^Appendix B[.]/  { exit }
!body             { next }
/^   [|]  [^|]*$/ { sub(/[|]  /, "") }
/^ *$/            { block(); next }
/^ +[0-9][)] A /  { block() }
                  { line[++lines] = $0 }
END               { block(); section_end() }

# What a block is decides what is done with it.

function block() {
    if (lines == 0)
        return
    indent = indent_of(line[1])
    text = joined()
    if (indent == 0)
        section_begin()
    else if (section !~ /^8/)
        block_of_section()
    lines = 0
}

function block_of_section(    was_heading) {
    was_heading = after_heading
    after_heading = 0
    if (text ~ /^(Figure|Table) [0-9]+: /)
        caption()
    else if (in_figure || is_picture())
        return
    else if (indent == 3 && text ~ HEADING)
        state_heading(was_heading, indent - 1)
    else if (indent == 3 && text ~ TIMEOUT)
        timeout_heading()
    else if (indent == 6 && is_check())
        check_heading()
    else if (text ~ MARK)
        bullet(was_heading)
    else
        plain()
}

function is_picture(    i) {
    if (text ~ /^TCP Peer A   +TCP Peer B$/)
        return in_figure = 1
    for (i = 1; i <= lines; i++)
        if (line[i] ~ /[+][-=+]|-----/)
            return 1
    return 0
}

function is_check() {
    return section ~ /^3[.]10[.]7[.]/ && match(text, /^[A-Z][a-z]+, /) &&
           substr(text, 1, RLENGTH - 2) in check_no
}

# A segment to send, an assignment or a formula.
function is_display() {
    return text ~ /^</ || lines == 1 && text ~ /^[A-Za-z.]+ (=|<-) /
}

# Sections.

function section_begin() {
    section_end()
    sub(/^Appendix /, "", text)
    section = text
    sub(/[.] .*/, "", section)
    title = text
    sub(/^[^ ]* +/, "", title)
    numbers_here = rows = previous = check = ""
    paragraphs = lists = list_kind = depth = in_figure = after_heading = 0
}

function section_end() {
    if (section != "")
        printf "%s%s", row("-", squeezed(numbers_here), title), rows
}

function row(item, numbers, words) {
    return section "\t" item "\t" (numbers == "" ? "-" : numbers) "\t" first_words(words) "\n"
}

# A place under each of its names, then the requirements that stand in it.
function place(items,    name, n, i) {
    n = split(items, name, " ")
    for (i = 1; i <= n; i++)
        rows = rows row(name[i], numbers_in(text), text)
    numbers_here = numbers_here " " numbers_in(text)
    requirement_rows()
}

# Levels: a stack of what a block may stand below, ordered by indentation. The
# items of a level are the names of one place, or the states that share bullets;
# `.` is the section itself.

function push(at, text_at, items) {
    depth++
    level_indent[depth] = at
    level_text[depth] = text_at
    level_items[depth] = items
}

function pop_to(at) {
    while (depth > 0 && level_indent[depth] >= at)
        depth--
}

function caption(    name) {
    match(text, /^[A-Za-z]+ [0-9]+/)
    name = tolower(substr(text, 1, RLENGTH))
    sub(/ /, "", name)
    text = substr(text, RLENGTH + 3)
    place(name)
    in_figure = 0
}

# Headings one after another share the bullets below the last.
function state_heading(shared, at,    name) {
    name = text
    sub(/ STATE.*/, "", name)
    if (check != "")
        name = check "/" name
    headings = shared ? headings " " name : name
    pop_to(at)
    push(at, -1, headings)
    after_heading = 1
}

function timeout_heading() {
    depth = 0
    push(indent - 1, -1, substr(text, 1, index(text, " ") - 1))
}

function check_heading() {
    check = check_no[substr(text, 1, index(text, ",") - 1)]
    place(check)
    depth = 0
    push(indent - 1, -1, check)
}

function bullet(was_heading,    mark, text_at) {
    match(text, MARK)
    mark = substr(text, 1, RLENGTH)
    text = substr(text, RLENGTH + 1)
    text_at = indent + length(mark)
    gsub(/[^0-9a-z]|^o/, "", mark)
    if (text ~ HEADING)
        state_heading(was_heading, indent)
    else
        entry(mark, text_at, mark == "" ? "bullet" : "mark")
}

function entry(label, text_at, kind,    items) {
    pop_to(indent)
    items = below(depth > 0 ? level_items[depth] : list_of(kind), label)
    place(items)
    push(indent, text_at, items)
}

# Entries of another kind begin another list, and so does any paragraph between.
function list_of(kind) {
    if (kind != list_kind)
        lists++
    list_kind = kind
    return lists > 1 ? "list" lists : "."
}

function below(parents, label,    parent, n, i, items, count) {
    n = split(parents, parent, " ")
    for (i = 1; i <= n; i++) {
        count = ++children[section, parent[i]]
        items = items " " parent[i] "/" (label == "" ? count : label)
    }
    gsub(/ [.]\//, " ", items)
    return substr(items, 2)
}

# Text without a mark: a note, an entry that is named otherwise, a further
# paragraph of a bullet, a paragraph of the section, or else a display.
function plain() {
    if (text ~ /^Note [0-9]:  /)
        note()
    else if (text ~ /^Case [0-9]:  /)
        entry("", indent + 3, "case")
    else if (indent == 6 && text ~ /^[A-Z][-+A-Z1.]+ = [a-z]/)
        entry("", -1, "variable")
    else if (indent == 3 && text ~ "^" STATE " -  ")
        place(substr(text, 1, index(text, " ") - 1))
    else if (is_display())
        return
    else if (!continuation() && indent <= deepest_text())
        paragraph()
}

function note(    name) {
    name = "note" substr(text, 6, 1)
    sub(/^Note [0-9]:  /, "", text)
    place(name)
}

function continuation(    name, n, i, items) {
    for (i = depth; i > 0 && level_text[i] != indent; i--)
        ;
    if (i == 0)
        return 0
    depth = i
    n = split(level_items[depth], name, " ")
    for (i = 1; i <= n; i++)
        items = items " " name[i] "/p" (++further[section, name[i]] + 1)
    place(items)
    return 1
}

# Paragraphs are not indented, but for the header's fields and 3.10.7.
function deepest_text() {
    return section == "3.1" ? 9 : section ~ /^3[.]10[.]7[.]/ ? 6 : 5
}

function paragraph() {
    depth = list_kind = 0
    place("p" (++paragraphs))
    previous = text
}

# Requirements.

function numbers_in(s,    found) {
    while (match(s, NUMBER)) {
        found = found " " substr(s, RSTART + 1, RLENGTH - 1)
        s = substr(s, RSTART + RLENGTH)
    }
    return squeezed(found)
}

# A paragraph that begins in the middle of a sentence follows a formula.
function requirement_rows(    s, at, number) {
    s = text ~ /^[a-z]/ ? previous " " text : text
    for (at = 1; match(substr(s, at), NUMBER); at += RSTART + RLENGTH - 1) {
        number = substr(s, at + RSTART, RLENGTH - 1)
        if (!(number in seen))
            rows = rows row(number, number, sentence(s, at + RSTART - 1))
        seen[number] = 1
        match(substr(s, at), NUMBER)
    }
}

# The part of s that the number at `at` labels: from the end of the sentence or
# number before it.
function sentence(s, at,    head) {
    head = substr(s, 1, at - 1)
    while (match(head, BOUNDARY)) {
        s = substr(s, RSTART + RLENGTH)
        head = substr(head, RSTART + RLENGTH)
    }
    sub(/^[ ,;.]+/, "", s)
    return s
}

# Text.

function indent_of(s) {
    match(s, /^ */)
    return RLENGTH
}

# The block as one line. Two spaces end a sentence, as in the RFC; a word broken
# at its hyphen is mended.
function joined(    i, s) {
    for (i = 1; i <= lines; i++) {
        sub(/^ +/, "", line[i])
        sub(/ +$/, "", line[i])
        s = s separator(s) line[i]
    }
    return s
}

function separator(s) {
    if (s == "" || s ~ /[A-Za-z0-9][-\/]$/)
        return ""
    return s ~ /[.?!]["')]*$/ ? "  " : " "
}

function squeezed(s) {
    gsub(/ +/, " ", s)
    gsub(/^ | $/, "", s)
    return s
}

function first_words(s,    word, n, i, out) {
    n = split(s, word, " ")
    for (i = 1; i <= n && i <= WORDS; i++)
        out = out " " word[i]
    return substr(out, 2)
}
