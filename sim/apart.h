/* apart.h - the shortest run that tells two tables apart, in the world of one bound.
 *
 * Both engines make the same decisions. As long as they reach the same worlds, the runs of one
 * are those of the other; the first move that differs ends the run: it is possible with one
 * table only, or leads to another world, sends, tells or starts other things. Which row did it
 * does not count.
 *
 * Errors     APART_UNLIKE where the engines have other variables or moves.
 * Ownership  the caller frees path->moves.
 */
#ifndef APART_H
#define APART_H

#include "result.h"

enum apart {
    APART_NEVER,   /* no run tells them apart */
    APART_FOUND,   /* the last move of the path does */
    APART_UNLIKE,  /* they cannot be compared so */
    APART_CUT      /* memory ran out, or the user did not want to wait */
};

/* Looks at runs of fewer than `less` moves; 0: of any length. */
enum apart apart_find(struct path *path, const struct engine *a, const struct engine *b,
                      uint64_t memory, size_t less);

#endif
