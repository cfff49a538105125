/* rounds.h - the runs of a study, played by many ranks.
 *
 * They are played round by round: of the runs of a round each rank plays a share of its own, of every
 * point; then rank 0 has the tallies of all. So at any time what rank 0 has are the first runs of
 * each point, and `eleven sweep --resume` can go on from there. A round is so long that the sending does
 * not count; after a signal the one at hand is dropped, unless all had finished it.
 *
 * Errors     see enum rounds_end.
 * Ownership  nothing is kept.
 */
#ifndef ROUNDS_H
#define ROUNDS_H

#include "gather.h"
#include "study_run.h"

enum rounds_end {
    ROUNDS_DONE,     /* all is done, or a signal came */
    ROUNDS_TOO_MANY, /* a sum did not fit into 64 bits */
    ROUNDS_ALONE     /* the others are gone: MPI is of no more use */
};

/* Rank 0's study gets what was counted; `part` is the same study, without any runs. */
enum rounds_end rounds_play(const struct gather_ranks *ranks, struct study *study, struct study *part,
                            const struct study_run *how);

#endif
