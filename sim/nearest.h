/* nearest.h - the run that passes and is the same as one that does not for as long as can be.
 *
 * A run passes a claim about worlds when the claim holds in each of its worlds, and when it
 * ends as it should: in a legal end, where nothing more can happen. It passes a claim about
 * runs when what is to be reached is reached.
 *
 * Of all runs that pass, the nearest one has the longest beginning in common with the given
 * run; of those, it is a shortest one, and of these one that goes on at the same end. So the decision behind the common beginning is the one
 * that matters: there, and not later, the run could still have gone well.
 *
 * Errors     false when no such run was found, or none within NEAREST_BYTES of worlds.
 * Ownership  the caller frees near->moves.
 */
#ifndef NEAREST_H
#define NEAREST_H

#include "result.h"

enum { NEAREST_BYTES = 64 << 20 /* for the worlds of one search; there is one a step */ };

/* `claim` is that of the run, result_claims() - 1 for no_deadlock. */
bool nearest(struct path *near, const struct engine *engine, const struct path *path,
             unsigned claim);

#endif
