/* axis.c - options with many values; see axis.h. */
#include "axis.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

enum { MILLION = 1000000 };

/* A number with its unit: 20ms is 20,000,000 of "ms". */
struct amount {
    uint64_t    millionths;
    struct word unit;
};

static bool fails(struct text *problem, const struct axis *axis, const char *what)
{
    text_add(problem, "--%s: '%.*s': %s", axis->option, (int)axis->length, axis->text + axis->at, what);
    return false;
}

static struct text *new_value(struct axis *axis)
{
    axis->values = memory_resize(axis->values, (axis->count + 1) * sizeof *axis->values);
    axis->values[axis->count] = (struct text){ 0 };
    return &axis->values[axis->count++];
}

/* ---------------------------------------------------------------- first:last:step */

static bool read_amount(struct word word, struct amount *amount)
{
    unsigned digits = (unsigned)strspn(word.start, "0123456789.");
    if (digits > word.length)
        digits = word.length;
    amount->unit = (struct word){ word.start + digits, word.length - digits, 1 };
    return word_decimal((struct word){ word.start, digits, 1 }, MILLION, &amount->millionths);
}

static bool is_unit(const struct amount *amount, struct word unit)
{
    return amount->unit.length == unit.length
           && memcmp(amount->unit.start, unit.start, unit.length) == 0;
}

/* 0.05ms: without zeros that say nothing. */
static void add_amount(struct text *text, uint64_t millionths, struct word unit)
{
    char     rest[8];
    unsigned length = 6;
    snprintf(rest, sizeof rest, "%06" PRIu64, millionths % MILLION);
    while (length > 0 && rest[length - 1] == '0')
        length--;
    text_add(text, "%" PRIu64 "%s%.*s%.*s", millionths / MILLION, length > 0 ? "." : "",
             (int)length, rest, (int)unit.length, unit.start);
}

/* The parts between the colons; false when there are more or less than three. */
static bool split(const struct axis *axis, struct word parts[3])
{
    const char *next = axis->text + axis->at, *end = next + axis->length;
    for (unsigned i = 0; i < 3; i++) {
        const char *colon = memchr(next, ':', (size_t)(end - next));
        if ((colon == NULL) != (i == 2))
            return false;
        const char *stop = colon != NULL ? colon : end;
        parts[i]         = (struct word){ next, (unsigned)(stop - next), 1 };
        next             = stop + 1;
    }
    return true;
}

/* Zero needs no unit: 0:100ms:10ms. */
static bool read_units(const struct axis *axis, struct amount amounts[3], bool factor,
                       struct text *problem)
{
    struct word unit = amounts[1].unit;
    if (!is_unit(&amounts[0], unit) && (amounts[0].millionths != 0 || amounts[0].unit.length != 0))
        return fails(problem, axis, "the first and the last need the same unit");
    if (factor ? amounts[2].unit.length != 0 : !is_unit(&amounts[2], unit))
        return fails(problem, axis, factor ? "a factor has no unit" : "the step needs the same unit");
    return true;
}

static bool is_sound(const struct axis *axis, const struct amount amounts[3], bool factor,
                     struct text *problem)
{
    if (amounts[1].millionths < amounts[0].millionths)
        return fails(problem, axis, "the last is below the first");
    if (factor && (amounts[2].millionths <= MILLION || amounts[0].millionths == 0))
        return fails(problem, axis, "a factor is above 1, and the first above 0");
    return amounts[2].millionths != 0 || fails(problem, axis, "the step is 0");
}

static bool fill_range(struct axis *axis, const struct amount amounts[3], bool factor,
                       struct text *problem)
{
    uint64_t value = amounts[0].millionths, last = amounts[1].millionths, next;
    for (;;) {
        if (axis->count == AXIS_VALUES_MAX)
            return fails(problem, axis, "more than 1000 values");
        add_amount(new_value(axis), value, amounts[1].unit);
        if (factor ? __builtin_mul_overflow(value, amounts[2].millionths, &next)
                   : __builtin_add_overflow(value, amounts[2].millionths, &next))
            return fails(problem, axis, "these numbers are too large");
        value = factor ? next / MILLION : next;
        if (value > last)
            return true;
    }
}

static bool read_range(struct axis *axis, struct text *problem)
{
    struct word   parts[3];
    struct amount amounts[3];
    if (!split(axis, parts))
        return fails(problem, axis, "expected FIRST:LAST:STEP, such as 0:0.5:0.05");
    bool factor = parts[2].length > 0 && parts[2].start[0] == 'x';
    parts[2].start += factor ? 1 : 0;
    parts[2].length -= factor ? 1 : 0;
    for (unsigned i = 0; i < 3; i++)
        if (!read_amount(parts[i], &amounts[i]))
            return fails(problem, axis, "expected numbers: FIRST:LAST:STEP, such as 0:0.5:0.05");
    return read_units(axis, amounts, factor, problem) && is_sound(axis, amounts, factor, problem)
           && fill_range(axis, amounts, factor, problem);
}

/* ---------------------------------------------------------------- one,two,three */

static bool read_list(struct axis *axis, struct text *problem)
{
    const char *next = axis->text + axis->at, *end = next + axis->length;
    while (next <= end) {
        const char *comma = memchr(next, ',', (size_t)(end - next));
        const char *stop  = comma != NULL ? comma : end;
        if (stop == next)
            return fails(problem, axis, "a value is missing between commas");
        if (axis->count == AXIS_VALUES_MAX)
            return fails(problem, axis, "more than 1000 values");
        text_add_bytes(new_value(axis), next, (size_t)(stop - next));
        next = stop + 1;
    }
    return true;
}

/* ---------------------------------------------------------------- the option */

/* The first word with a colon or a comma: false when there is none. */
static bool find_word(struct axis *axis)
{
    const char *text = axis->text;
    for (unsigned at = 0; text[at] != '\0';) {
        unsigned length = (unsigned)strcspn(text + at, " =");
        if (memchr(text + at, ':', length) != NULL || memchr(text + at, ',', length) != NULL) {
            axis->at     = at;
            axis->length = length;
            return true;
        }
        at += length;
        at += (unsigned)strspn(text + at, " =");
    }
    return false;
}

/* "data_retries" is the name of `--set data_retries=1:9:1`, "delay uniform 10ms" that of
 * `--delay 'uniform 10ms 20ms:90ms:10ms'`. */
static void name_axis(struct axis *axis, const char *option)
{
    bool     set    = strcmp(option, "set") == 0;
    unsigned before = axis->at;
    while (before > 0 && strchr(" =", axis->text[before - 1]) != NULL)
        before--;
    snprintf(axis->name, sizeof axis->name, "%s%s%.*s", set ? "" : option,
             set || before == 0 ? "" : " ", (int)before, axis->text);
}

bool axis_read(struct axis *axis, const char *option, const char *text, struct text *problem)
{
    *axis = (struct axis){ .option = option, .text = text };
    if (!find_word(axis))
        return true;
    name_axis(axis, option);
    return memchr(text + axis->at, ':', axis->length) != NULL ? read_range(axis, problem)
                                                              : read_list(axis, problem);
}

void axis_free(struct axis *axis)
{
    for (unsigned i = 0; i < axis->count; i++)
        text_free(&axis->values[i]);
    free(axis->values);
    *axis = (struct axis){ 0 };
}

void axis_add(struct text *text, const struct axis *axis, unsigned i)
{
    if (axis->count == 0) {
        text_add(text, "%s", axis->text);
        return;
    }
    text_add(text, "%.*s%s%s", (int)axis->at, axis->text, text_get(&axis->values[i]),
             axis->text + axis->at + axis->length);
}
