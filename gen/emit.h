/* emit.h - what the backends share: an output with indentation.
 *
 * Units      an indentation is four spaces.
 * Errors     write errors are found by the caller when it closes the file.
 * Ownership  the caller owns the FILE.
 * Source     none.
 */
#ifndef EMIT_H
#define EMIT_H

#include <stdio.h>

#include "ast.h"

struct emitter {
    FILE               *out;
    const struct model *m;
    unsigned            indent; /* how deep */
    bool                settled; /* within what one mutation does: no other is in force */
};

/* A whole line: indentation, text, newline. */
void emit_line(struct emitter *x, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Part of a line, as it is. */
void emit_text(struct emitter *x, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Part of a text, with a name in place of each `$`. */
void emit_each(struct emitter *x, const char *format, const char *name);

/* The indentation alone: the start of a line. */
void emit_start(struct emitter *x);

/* A string as a C literal, quotes included. */
void emit_quoted(struct emitter *x, const char *text);

/* The backends. */
void emit_c(FILE *out, const struct model *m);            /* a world engine */
void emit_promela(FILE *out, const struct model *m);      /* the same world for SPIN */
void emit_tcp_header(FILE *out, const struct model *m);   /* the step of the simulator */
void emit_tcp_source(FILE *out, const struct model *m);
void emit_dot(FILE *out, const struct model *m);          /* the classic diagram */
void emit_table(FILE *out, const struct model *m);        /* docs/TABLE.md */
void emit_requirements(FILE *out, const struct model *m, const struct source *citations);
void emit_edges(FILE *out, const struct model *m);        /* composed edges, tab separated */

/* For scripts, tab separated: the claims, the bounds that they name, what is broken where. */
void emit_claim_facts(FILE *out, const struct model *m);
void emit_mutant_facts(FILE *out, const struct model *m); /* of the mutant that was read */
void emit_mutations(FILE *out, const struct model *m);    /* what `mutate` can make */

#endif
