/* abreast.h - two runs of one scenario side by side: what is the same, where they part, and what follows.
 *
 * A run is what tcpdump.h prints of it, a line a thing, without windows. The runs are the same as long
 * as their lines are, with their times. From there on equal lines stand beside one another, as many
 * as can be in order, whenever they happened; what only one run has stands alone.
 *
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  abreast_read() cuts the text into lines, which must outlive them; abreast_free() frees
 *            what it kept.
 */
#ifndef ABREAST_H
#define ABREAST_H

#include <stdbool.h>
#include <stdio.h>

enum { ABREAST_LINES_MAX = 4000 /* of each run behind where they part; more are left out, and counted */ };

struct abreast_line {
    const char *time; /* "1.000000" */
    const char *text; /* "A > B: Flags [S], seq 0, length 0 SYN-SENT (lost)" */
};

struct abreast {
    const char          *name;  /* of the run: its profile */
    struct abreast_line *lines; /* `count` of them */
    size_t               count; /* how many */
};

/* Reads lines of tcpdump.h; blanks are put together. */
void abreast_read(struct abreast *run, const char *name, char *text);
void abreast_free(struct abreast *run);

/* A table; JSON Lines: the names, every line, and an end. */
void abreast_print(FILE *out, const struct abreast runs[2]);
void abreast_json(FILE *out, const struct abreast runs[2]);

#endif
