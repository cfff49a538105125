/* promela.h - the parts of the Promela backend.
 *
 * emit_promela.c fills the frame; promela_steps.c writes the table's rows and the
 * actions; promela_moves.c the choice of a move; promela_queue.c queues without an order;
 * promela_live.c the claims of liveness.
 *
 * Units      none.
 * Errors     none: the model was checked.
 * Ownership  the arena's.
 * Source     model/harness.pml.in, whose holes they fill.
 */
#ifndef PROMELA_H
#define PROMELA_H

#include "express.h"

/* How expressions are written here: of the end `e`, with the argument `arg`. */
struct scope promela_scope(const struct model *m);

/* A line for each thing that rides in segments: its name in place of each `$`. */
void promela_riders(struct emitter *x, const char *format);

/* A part of a d_step: what is written to x goes, when it is closed, into the d_step of the parts
 * before it, `sum` lines long, or into a new one where SPIN would find that too long. */
struct piece {
    struct emitter x;
    char          *text;
    size_t         size;
};

bool promela_open(struct piece *piece, const struct emitter *outer);
void promela_close(struct piece *piece, struct emitter *outer, unsigned *sum);

/* The i-th field of a segment, in the order in which segments are sorted; NULL behind the last. */
const char *promela_segment_field(const struct model *m, unsigned i);

/* May the segment in place i of the queue to an end be the next? */
const char *promela_is_next(const struct model *m, unsigned end, unsigned i);

void promela_actions(struct emitter *x, const struct action *list);
void promela_fresh(struct emitter *x);   /* hole FRESH: what a move begins with */
void promela_erase(struct emitter *x);   /* hole ERASE: a TCB deleted */
void promela_events(struct emitter *x);  /* hole EVENTS */
void promela_settle(struct emitter *x);  /* hole SETTLE: what watches the end of an event */
void promela_moves(struct emitter *x);   /* hole MOVES: what each move does */
void promela_never(struct emitter *x);   /* hole NEVER: the claims of liveness */
void promela_choices(struct emitter *x); /* hole CHOICES: when each can be chosen */
void promela_sort(struct emitter *x);    /* hole SORT: to its place among the segments */

#endif
