/* exact_piece.h - a piece of a run: from a world to the next instant, with some fates of its segments. For exact.c.
 *
 * The pieces of a world are played one after the other, in each with other fates, until all were tried.
 *
 * Units      microseconds since the start of the run.
 * Errors     `crowded`: it asked for more fates than can be tried.
 * Ownership  a plain value; the trails are the enumeration's.
 */
#ifndef EXACT_PIECE_H
#define EXACT_PIECE_H

#include "exact.h"
#include "exact_queue.h"
#include "exact_watch.h"

enum { PIECE_ASKED_MAX = 64 /* fates of one piece at most */ };

struct exact_piece {
    struct exact       *exact;             /* whose it is */
    struct exact_notice notice;            /* what happens in it */
    unsigned            n_fates;           /* that are decided */
    unsigned            n_asked;           /* that the network asked for */
    uint8_t             fate[PIECE_ASKED_MAX]; /* they */
    uint8_t             way[PIECE_ASKED_MAX];  /* from which end */
    uint64_t            n_pieces;          /* that all their values would make */
    weight_key          key;               /* what they add to the numbers of a pattern */
    bool                crowded;           /* it asked for too many */
    unsigned            sure[ENGINE_ENDS]; /* segments that can only pass */
};

/* The first piece of a world; the enumeration's run becomes this piece's. */
void exact_piece_start(struct exact_piece *piece, struct exact *exact);

void exact_piece_play(struct exact_piece *piece, const struct exact_node *node);

/* The next fates to try; false when all were tried. */
bool exact_piece_next(struct exact_piece *piece);

/* What the piece that was played adds to the numbers of each pattern. */
weight_key exact_piece_key(const struct exact_piece *piece);

/* The trail of a pattern that goes on with the piece. */
uint64_t exact_piece_trail(const struct exact_piece *piece, uint64_t trail);

bool exact_is_beyond(const struct exact_limits *most, weight_key key);

#endif
