/* gather.h - the tallies of all ranks, added up at rank 0.
 *
 * Each rank adds what others send it to its own and sends that on, in a tree: after as many steps
 * as the number of ranks has binary digits rank 0 has all. Points go one by one, and of each the cells
 * that hold something.
 *
 * Nothing waits for ever: where a signal has come and the others do not answer within a time, they are
 * taken for dead.
 *
 * Units      seconds.
 * Errors     false: the others are gone; no more can be sent or received.
 * Ownership  nothing is kept.
 */
#ifndef GATHER_H
#define GATHER_H

#include "study.h"

/* Who takes part. */
struct gather_ranks {
    int    rank, count; /* this one, from 0; how many */
    double patience;    /* for the others, after a signal */
};

/* How it went, at this rank and at those that it heard of. */
struct gather_state {
    bool fits;  /* no sum was too large */
    bool whole; /* every rank played all that it was to */
};

/* Empties the tallies of the study but at rank 0, where they are those of all. */
bool gather_tallies(const struct gather_ranks *ranks, struct study *part, struct gather_state *state);

/* Makes rank 0's numbers those of all. */
bool gather_tell(const struct gather_ranks *ranks, uint64_t *numbers, int count);

#endif
