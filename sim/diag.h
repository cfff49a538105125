/* diag.h - one error in a file that a user wrote: where it stands, and what is wrong.
 *
 * Errors     a message or a line that does not fit is cut.
 * Ownership  a plain value; it keeps a copy of the source line for the picture.
 */
#ifndef DIAG_H
#define DIAG_H

#include <stdbool.h>
#include <stdio.h>

enum { DIAG_TEXT_MAX = 256 /* bytes of a path, line or message, with its zero byte */ };

struct diag {
    char     file[DIAG_TEXT_MAX];    /* as the user named it */
    unsigned line;                   /* from 1; 0: the whole file */
    unsigned column;                 /* from 1, in bytes */
    char     message[DIAG_TEXT_MAX]; /* what is wrong, without a full stop */
    char     source[DIAG_TEXT_MAX];  /* the line itself; "" when line is 0 */
};

/* Something is wrong with a file as a whole; always false. */
bool diag_file(struct diag *diag, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints "file:line:col: error: message", the source line, and a caret under the column. */
void diag_print(FILE *out, const struct diag *diag);

#endif
