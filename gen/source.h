/* source.h - the files that are read, and the errors found in them.
 *
 * An error is reported as `file:line:col: error: message` with the line and a
 * caret below it, as a C compiler does; reading goes on, so that one run shows
 * several.
 *
 * Units      lines and columns count from 1; a column is a byte.
 * Errors     source_read() returns NULL and says why on stderr; a file of more than
 *            1 MiB is an error.
 * Ownership  the arena's.
 * Source     none.
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct source {
    const char *path; /* as given on the command line */
    const char *name; /* its last part, for comments in what is generated */
    const char *text; /* the whole file, ended with a zero */
    size_t      size; /* bytes, without that zero */
};

struct place {
    const struct source *source; /* NULL: built in */
    unsigned             line;   /* from 1 */
    unsigned             col;    /* from 1 */
};

struct source *source_read(const char *path);

/* Text in memory as a source; the text is copied. */
struct source *source_text(const char *path, const char *text, size_t size);

/* Reports an error; at most ERRORS_MAX are printed. The same in the same place is one error. */
void error_at(struct place at, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A second line that belongs to the error before it. */
void note_at(struct place at, const char *format, ...) __attribute__((format(printf, 2, 3)));

unsigned error_count(void);

/* Forgets the errors so far, for another run in the same process; a silent run
 * counts errors and prints none. */
void errors_reset(bool silent);

#endif
