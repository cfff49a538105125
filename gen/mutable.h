/* mutable.h - an engine that is every mutant of its table: one of them, or the table, at a time.
 *
 * Compiling an engine takes longer than searching a small bound with it. Here every mutation is
 * compiled in once, and `mutation` says which one is in force; the engine's function mutate()
 * sets it. Where the model has no mutations nothing is written.
 *
 * Units      mutations are numbered from 1; 0 is the table as it is.
 * Errors     none: the model was checked.
 * Ownership  texts belong to the arena.
 * Source     mutate.h; sim/engine.h, struct engine_mutation.
 */
#ifndef MUTABLE_H
#define MUTABLE_H

#include "express.h"

/* The variables that say which is in force. */
void mutable_variables(struct emitter *x);

/* What stands before the `if` of a row: "if (...) { its mutations } else "; false: nothing. */
bool mutable_row(struct emitter *x, const struct scope *s, const struct row *r);

/* What stands before the `return` of a let. */
void mutable_let(struct emitter *x, const struct scope *s, const struct symbol *let);

/* What stands around the actions of a do; false: nothing, and there is no mutable_do_end(). */
bool mutable_do(struct emitter *x, const struct scope *s, const struct symbol *name);
void mutable_do_end(struct emitter *x);

/* When a row fires; `plain` is its guard in the table. */
const char *mutable_guard(const struct scope *s, const struct row *r, const char *plain);

/* The table of mutations and mutate(); the members of the engine. */
void mutable_table(struct emitter *x);
void mutable_members(struct emitter *x);

#endif
