/* eval.h - the table as an interpreter: runs one event on concrete values.
 *
 * What the generated engines do, done slowly, so that the compiler itself can
 * look into the meaning of a table: to prove its groups and to derive the edges
 * of the classic diagram from its rows.
 *
 * Units      sequence numbers are modulo 2^bits; a bool is 0 or 1; a timer is 1
 *            while it runs.
 * Errors     none: the model is checked. A state without a row for the event
 *            leaves `unspecified` set.
 * Ownership  values_new() takes from the arena; the caller owns a struct run.
 * Source     RFC 9293, 3.4 (arithmetic), 3.10 (steps); docs/LANGUAGE.md.
 */
#ifndef EVAL_H
#define EVAL_H

#include "ast.h"

enum { RUN_STEPS_MAX = 16, RUN_SENT_MAX = 8 };

/* The control bits of a segment, as in its header. */
enum { FLAG_FIN = 1, FLAG_SYN = 2, FLAG_RST = 4, FLAG_ACK = 16 };

/* One end of a connection, and the segment or call that comes to it. */
struct values {
    const struct model *m;
    unsigned            bits;                /* of a sequence number */
    unsigned            state;               /* index of the state */
    unsigned            base[SYM_WORLD + 1]; /* where the cells of a kind of symbol start */
    unsigned            n;                   /* how many cells */
    uint32_t           *cells;               /* one for each option, param, var, input, timer
                                                and field of the segment */
};

struct sent {
    uint8_t  flags;         /* FLAG_... */
    uint32_t seq, ack, len; /* of its header; octets of text */
};

/* What an event did. */
struct run {
    const struct row *rows[RUN_STEPS_MAX];   /* those that fired, in order */
    unsigned          states[RUN_STEPS_MAX]; /* the state in which each fired */
    unsigned          n_rows;
    struct sent       sent[RUN_SENT_MAX];    /* the first segments sent, in order */
    unsigned          n_sent;                /* all of them */
    bool              unspecified;           /* a step had no row that fires */
};

/* All zero, but options and params as the model has them; the state is the first. */
struct values *values_new(const struct model *m, unsigned bits);

/* Both belong to the same model. */
void values_copy(struct values *to, const struct values *from);

/* The cell of an option, param, var, input, timer or field of the segment. */
uint32_t *values_cell(struct values *v, const struct symbol *s);

uint32_t eval_expr(const struct values *v, const struct expr *e);

/* Does the row fire, if no row above it does? In force in the state, and its guard holds. */
bool eval_row(const struct values *v, const struct row *r);

/* Runs all steps of an event; a spontaneous event of which no row fires does nothing. */
void eval_event(struct values *v, const struct symbol *event, struct run *run);

#endif
