/* clauses.h - a claim taken apart at its `and`, so that a counterexample can say what is false.
 *
 * Units      none.
 * Errors     none: the model was checked.
 * Ownership  texts belong to the arena.
 * Source     sim/engine.h, struct engine_clause.
 */
#ifndef CLAUSES_H
#define CLAUSES_H

#include "express.h"

/* The tables of each claim's clauses, and of the variables that each speaks of. */
void clauses_tables(struct emitter *x);

/* The function engine.clauses. */
void clauses_function(struct emitter *x, const struct scope *s);

/* The last two members of the struct engine_claim of a claim, with its number. */
void clauses_member(struct emitter *x, const struct claim *c, unsigned number);

#endif
