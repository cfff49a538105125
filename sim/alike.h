/* alike.h - runs of which chance says the same are the same run: played once, counted often.
 *
 * Where delays are not drawn, a run depends on the scenario and on what chance says of its
 * segments, one after the other: lost, held up, copied. The runs that were played stand in a tree,
 * by who sends the next segment and what chance says of it; whoever comes to a leaf with the draws of
 * another run knows its end without playing it. The tree is of one scenario, whatever its
 * probabilities and seed. It has room for the commonest runs: those that come first.
 *
 * Errors     none: where there is no room, or a run is longer than SIMULATE_CHANCES_MAX segments,
 *            it is played each time.
 * Ownership  alike_new() to alike_free(); one for each thread. The points are the caller's.
 */
#ifndef ALIKE_H
#define ALIKE_H

#include "study.h"
#include "tally.h"

struct alike;

struct alike *alike_new(void);
void          alike_free(struct alike *alike);

/* The next runs are of this point. False when delays are drawn there: no two runs are alike. */
bool alike_begin(struct alike *alike, const struct study_point *point);

/* How that run ends, if it is known: then it is counted; or NULL. */
const struct tally_run *alike_find(struct alike *alike, uint64_t run);

/* Keeps a run that was played, and that alike_find() did not know. */
void alike_put(struct alike *alike, const struct simulation *run, const struct tally_run *end);

/* Adds what alike_find() counted, and begins to count anew. */
void alike_flush(struct alike *alike, struct tally *tally);

#endif
