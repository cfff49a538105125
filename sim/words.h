/* words.h - a text file as lines of words: the ground of scenarios and profiles.
 *
 * Words stand between blanks; `"two words"` is one; `#` starts a comment that
 * reaches to the end of the line. Empty lines are skipped.
 *
 * Units      lines and columns from 1, columns in bytes; times in microseconds.
 * Errors     words_*() return false and fill the diag that words_start() was given.
 * Ownership  words point into the caller's text, which must outlive them.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"

enum { WORDS_MAX = 16 /* words in a line */ };

struct word {
    const char *start;  /* its first byte, after the quote if there is one */
    unsigned    length; /* bytes, without quotes */
    unsigned    column; /* where it starts in its line */
};

struct words {
    struct diag *diag;            /* filled when something is wrong */
    const char *file;             /* for messages */
    const char *next, *end;       /* what has not been read */
    const char *line_start;       /* the line at hand */
    unsigned    line_length;      /* without its newline */
    unsigned    line;             /* its number */
    unsigned    count;            /* words in it */
    struct word items[WORDS_MAX]; /* they */
    struct word comment;          /* what follows `#`, trimmed; length 0: nothing */
};

void words_start(struct words *words, struct diag *diag, const char *file, const char *text,
                 size_t length);

/* Reads the next line that has a word. At the end of the text count is 0 and true is returned. */
bool words_next(struct words *words);

/* Whether word i is there and reads `text`. */
bool words_is(const struct words *words, unsigned i, const char *text);

/* Says what is wrong with word i, or with its absence; always false. */
bool words_fail(const struct words *words, unsigned i, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "unexpected 'x'" when the line has more than `count` words. */
bool words_end(const struct words *words, unsigned count);

/* The place of word i in a list of names; false when it is none of them. */
bool words_choice(const struct words *words, unsigned i, const char *const *names, unsigned count,
                  unsigned *choice);

/* Which of the two a line is for, as bits: the one that word 1 names, else both. *next is the word
 * behind it. */
unsigned words_sides(const struct words *words, const char *const names[2], unsigned *next);

/* Word i as a whole number up to max, as "0.5s", "20ms" or "7us", or as text that fits. */
bool words_number(const struct words *words, unsigned i, uint64_t max, uint64_t *number);
bool words_time(const struct words *words, unsigned i, uint64_t *time_us);
bool words_text(const struct words *words, unsigned i, char *text, size_t size);

/* Word i as a name and a whole number, "n=7"; false, without a message, when it is something else. */
bool words_named(const struct words *words, unsigned i, const char *name, uint64_t max,
                 uint64_t *number);

/* The same for a piece of a word; false, without a message, when it is not a number or time. */
bool word_number(struct word word, uint64_t max, uint64_t *number);
bool word_time(struct word word, uint64_t *time_us);

/* "2.5" in parts of which one has `unit`, a power of ten: 2500 where unit is 1000. */
bool word_decimal(struct word word, uint64_t unit, uint64_t *parts);

#endif
