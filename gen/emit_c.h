/* emit_c.h - the parts of the engine's backend.
 *
 * emit_c.c writes the world, its moves and what it is called; emit_c_claims.c what must hold;
 * emit_c_bound.c what a bound adds to the world.
 *
 * Units      none.
 * Errors     none: the model was checked.
 * Ownership  texts belong to the arena.
 * Source     sim/engine.h, whose functions they write.
 */
#ifndef EMIT_C_H
#define EMIT_C_H

#include "express.h"

/* violated(), goals(), legal_end() and the tables `claims` and `legal_ends`. */
void emit_c_claims(struct emitter *x, const struct scope *s);

void emit_c_world(struct emitter *x); /* struct world */
void emit_c_begin(struct emitter *x); /* has_begun(), is_turn(), count_turn() */
void emit_c_until(struct emitter *x, const struct scope *s); /* over(): no move is made any more */
void emit_c_each(struct emitter *x); /* successors() */
void emit_c_knobs(struct emitter *x); /* knobs[], where there are any */

#endif
