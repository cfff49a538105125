/* words.c - lines of words, numbers and times; see words.h. */
#include "words.h"

#include <stdarg.h>
#include <string.h>

static const uint64_t TIME_MAX_US = 1000000000000000; /* a billion seconds: sums cannot overflow */

void words_start(struct words *words, struct diag *diag, const char *file, const char *text,
                 size_t length)
{
    *words = (struct words){ .diag = diag, .file = file, .next = text, .end = text + length };
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool take_line(struct words *words)
{
    if (words->next == words->end)
        return false;
    size_t      rest    = (size_t)(words->end - words->next);
    const char *newline = memchr(words->next, '\n', rest);
    const char *stop    = newline != NULL ? newline : words->end;
    words->line_start   = words->next;
    words->line_length  = (unsigned)(stop - words->next);
    words->next         = newline != NULL ? newline + 1 : words->end;
    words->line++;
    words->count   = 0;
    words->comment = (struct word){ 0 };
    return true;
}

/* The comment from byte `at`, which is the `#`. */
static void take_comment(struct words *words, unsigned at)
{
    unsigned end = words->line_length;
    at++;
    while (at < end && is_blank(words->line_start[at]))
        at++;
    while (end > at && is_blank(words->line_start[end - 1]))
        end--;
    words->comment = (struct word){ words->line_start + at, end - at, at + 1 };
}

/* The word at byte `at`; writes where it ends. False when its quote stays open. */
static bool take_word(struct words *words, unsigned *at, struct word *word)
{
    const char *line   = words->line_start;
    bool        quoted = line[*at] == '"';
    unsigned    start  = *at + (quoted ? 1 : 0);
    unsigned    stop   = start;
    while (stop < words->line_length && (quoted ? line[stop] != '"' : !is_blank(line[stop])))
        stop++;
    *word = (struct word){ line + start, stop - start, *at + 1 };
    *at   = stop + (quoted ? 1 : 0);
    return !quoted || stop < words->line_length;
}

static bool split_line(struct words *words)
{
    unsigned at = 0;
    for (;;) {
        while (at < words->line_length && is_blank(words->line_start[at]))
            at++;
        if (at == words->line_length)
            return true;
        if (words->line_start[at] == '#') {
            take_comment(words, at);
            return true;
        }
        struct word word;
        bool        closed = take_word(words, &at, &word);
        if (words->count == WORDS_MAX)
            return words_fail(words, WORDS_MAX - 1, "too many words in this line");
        words->items[words->count++] = word;
        if (!closed)
            return words_fail(words, words->count - 1, "this quote is never closed");
    }
}

bool words_next(struct words *words)
{
    while (take_line(words)) {
        if (!split_line(words))
            return false;
        if (words->count > 0)
            return true;
    }
    words->count = 0;
    return true;
}

static bool word_is(struct word word, const char *text)
{
    return strlen(text) == word.length && memcmp(text, word.start, word.length) == 0;
}

bool words_is(const struct words *words, unsigned i, const char *text)
{
    return i < words->count && word_is(words->items[i], text);
}

/* The column of word i, or that behind the last word. */
static unsigned column_of(const struct words *words, unsigned i)
{
    if (i < words->count)
        return words->items[i].column;
    if (words->count == 0)
        return 1;
    struct word last = words->items[words->count - 1];
    return (unsigned)(last.start - words->line_start) + last.length + 1;
}

bool words_fail(const struct words *words, unsigned i, const char *format, ...)
{
    struct diag *diag = words->diag;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diag->message, sizeof diag->message, format, arguments);
    va_end(arguments);
    snprintf(diag->file, sizeof diag->file, "%s", words->file);
    snprintf(diag->source, sizeof diag->source, "%.*s", (int)words->line_length,
             words->line_length > 0 ? words->line_start : "");
    diag->line   = words->line;
    diag->column = column_of(words, i);
    return false;
}

bool words_end(const struct words *words, unsigned count)
{
    if (words->count <= count)
        return true;
    struct word word = words->items[count];
    return words_fail(words, count, "unexpected '%.*s'", (int)word.length, word.start);
}

bool words_choice(const struct words *words, unsigned i, const char *const *names, unsigned count,
                  unsigned *choice)
{
    for (unsigned k = 0; k < count; k++)
        if (words_is(words, i, names[k])) {
            *choice = k;
            return true;
        }
    return false;
}

unsigned words_sides(const struct words *words, const char *const names[2], unsigned *next)
{
    unsigned side;
    bool     one = words_choice(words, 1, names, 2, &side);
    *next        = one ? 2 : 1;
    return one ? 1u << side : 3u;
}

/* Reads digits from *at on; false when there are none, or they pass max. */
static bool take_digits(struct word word, unsigned *at, uint64_t max, uint64_t *number)
{
    unsigned first = *at;
    *number        = 0;
    for (; *at < word.length && word.start[*at] >= '0' && word.start[*at] <= '9'; (*at)++) {
        uint64_t digit = (uint64_t)(word.start[*at] - '0');
        if (*number > (max - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return *at > first;
}

bool word_number(struct word word, uint64_t max, uint64_t *number)
{
    unsigned at = 0;
    return max >= 9 && take_digits(word, &at, max, number) && at == word.length;
}

/* What follows the point, in parts of which one has `unit`; no finer than that. */
static bool take_fraction(struct word word, unsigned *at, uint64_t unit, uint64_t *fraction)
{
    unsigned first = ++*at;
    *fraction   = 0;
    for (; *at < word.length && word.start[*at] >= '0' && word.start[*at] <= '9'; (*at)++) {
        unit /= 10;
        if (unit == 0)
            return false;
        *fraction += unit * (uint64_t)(word.start[*at] - '0');
    }
    return *at > first;
}

/* The microseconds of the unit that the word ends in; 0 for no unit. */
static uint64_t take_unit(struct word *word)
{
    static const struct {
        const char *name;    /* longer ones first */
        uint64_t    unit_us; /* its length */
    } units[] = { { "us", 1 }, { "ms", 1000 }, { "s", 1000000 } };
    for (unsigned i = 0; i < sizeof units / sizeof units[0]; i++) {
        unsigned length = (unsigned)strlen(units[i].name);
        if (word->length <= length)
            continue;
        struct word tail = { word->start + word->length - length, length, 0 };
        if (word_is(tail, units[i].name)) {
            word->length -= length;
            return units[i].unit_us;
        }
    }
    return 0;
}

bool word_decimal(struct word word, uint64_t unit, uint64_t *parts)
{
    uint64_t whole = 0, fraction = 0;
    unsigned at = 0;
    if (!take_digits(word, &at, TIME_MAX_US / unit, &whole))
        return false;
    if (at < word.length && word.start[at] == '.' && !take_fraction(word, &at, unit, &fraction))
        return false;
    *parts = whole * unit + fraction;
    return at == word.length;
}

bool word_time(struct word word, uint64_t *time_us)
{
    uint64_t unit = take_unit(&word);
    return unit != 0 && word_decimal(word, unit, time_us);
}

bool words_number(const struct words *words, unsigned i, uint64_t max, uint64_t *number)
{
    if (i < words->count && word_number(words->items[i], max, number))
        return true;
    return words_fail(words, i, "expected a whole number up to %llu",
                      (unsigned long long)max);
}

bool words_named(const struct words *words, unsigned i, const char *name, uint64_t max,
                 uint64_t *number)
{
    unsigned length = (unsigned)strlen(name);
    if (i >= words->count || words->items[i].length < length
        || memcmp(words->items[i].start, name, length) != 0)
        return false;
    struct word word = words->items[i];
    return word_number((struct word){ word.start + length, word.length - length, 0 }, max, number);
}

bool words_time(const struct words *words, unsigned i, uint64_t *time_us)
{
    if (i < words->count && word_time(words->items[i], time_us))
        return true;
    return words_fail(words, i, "expected a time such as 0.5s, 20ms or 7us");
}

bool words_text(const struct words *words, unsigned i, char *text, size_t size)
{
    if (i >= words->count)
        return words_fail(words, i, "expected a word here");
    struct word word = words->items[i];
    if (word.length == 0 || word.length >= size)
        return words_fail(words, i, "expected 1 to %zu characters", size - 1);
    if (memchr(word.start, '\0', word.length) != NULL)
        return words_fail(words, i, "a zero byte in the text");
    memcpy(text, word.start, word.length);
    text[word.length] = '\0';
    return true;
}
