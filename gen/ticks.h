/* ticks.h - the clock of a timed bound, in C and in Promela.
 *
 * Timers and the lives of segments hold the ticks left and one more, so that 0 is what does not
 * run and 1 what is due. A ghost of type `ticks` holds the ticks left: nothing waits for it.
 *
 * Both write `expiring`, some segment is at the end of its life; `tick_ready`, something ages
 * and nothing is due; and `tick`, which ages all.
 *
 * Units      none.
 * Errors     none: the model was checked.
 * Ownership  none.
 * Source     docs/LANGUAGE.md, "Time".
 */
#ifndef TICKS_H
#define TICKS_H

#include "express.h"

/* A word of a move about the segment that it takes: world_is_of_segment(). */
const char *ticks_of_segment(const struct scope *s, const struct symbol *word);

/* Nothing where the bound is not timed, but for born(), which gives a segment its life. */
void ticks_c(struct emitter *x, const struct scope *s);
void ticks_promela(struct emitter *x); /* hole TICKS */

#endif
