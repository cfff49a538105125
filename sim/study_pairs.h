/* study_pairs.h - the points of a study that are compared, as tables: a line for each pair.
 *
 * Each line is a point beside the one that has the first value of the compared axis, run by run. A
 * difference stands with its interval, and with how many times narrower that is than it would be
 * if the runs of both points had nothing to do with each other.
 *
 * Units      seconds, percent of the runs.
 * Errors     the caller looks at the stream.
 * Ownership  nothing is kept.
 */
#ifndef STUDY_PAIRS_H
#define STUDY_PAIRS_H

#include <stdbool.h>
#include <stdio.h>

#include "study.h"

/* A share in both points of a pair: here minus there, of 1. */
struct study_share {
    struct estimate_fourfold runs;  /* in which it was so at both, there, here, at neither */
    struct digest_value      paired; /* the difference */
    struct digest_value      apart;  /* the same, as if no run knew the other */
};

struct study_share study_share(const struct study *study, uint32_t point, enum tally_count count);

/* What both points of a pair measured. */
struct pair_digest study_difference(const struct study *study, uint32_t point, unsigned measure);

/* `states`: the time in each state too. */
void study_pairs(FILE *out, const struct study *study, bool states);

#endif
