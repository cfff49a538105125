/* pair.h - the same runs at two points of a grid, each beside the other: what differs, and by how much.
 *
 * Run i has the same draws at both, so most of what chance does falls out of the differences. What
 * happened in one of the two runs alone is counted; what both measured is subtracted. As in a tally
 * all is counts and histograms of whole numbers, so pairs of parts of the runs, merged in any order,
 * are equal to those of all.
 *
 * Units      microseconds, segments; a difference is here minus there.
 * Errors     pair_merge() returns false when a sum would not fit into 64 bits.
 * Ownership  a pair owns its histograms' cells: pair_free(). All zero is empty.
 */
#ifndef PAIR_H
#define PAIR_H

#include "digest.h"
#include "estimate.h"
#include "tally.h"

enum pair_side { PAIR_THERE, PAIR_HERE, PAIR_SIDES };

struct pair {
    uint64_t         runs;                           /* at both points */
    uint64_t         only[PAIR_SIDES][TALLY_COUNTS]; /* so many ended so on that side alone */
    struct histogram less[TALLY_MEASURES];           /* there minus here, where that is above 0 */
    struct histogram more[TALLY_MEASURES];           /* else here minus there: 0 is among these */
};

/* The same run at both. */
void pair_add(struct pair *pair, const struct tally_run *there, const struct tally_run *here);

bool pair_merge(struct pair *pair, const struct pair *other);
void pair_clear(struct pair *pair);
void pair_free(struct pair *pair);

/* How often a count happened at both, there, here, and at neither; false where the pair cannot be
 * one of these tallies. */
bool pair_fourfold(const struct pair *pair, const struct tally *there, const struct tally *here,
                   enum tally_count count, struct estimate_fourfold *fourfold);

/* What both measured, subtracted. */
struct pair_digest {
    uint64_t            runs;              /* in which both have it; 0: the rest says nothing */
    uint64_t            less, equal, more; /* of them: here is less than there, ... */
    struct digest_value mean, median;      /* of the differences */
    struct digest_value apart;             /* the difference of both means, as if no run knew the other */
};

struct pair_digest pair_digest_of(const struct pair *pair, const struct tally *there,
                                  const struct tally *here, unsigned measure);

/* How many times narrower an interval is than another; NAN where that cannot be said. */
double pair_narrower(const struct digest_value *paired, const struct digest_value *apart);

#endif
