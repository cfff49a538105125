/* goal.h - what a run came to, as something that another run may come to as well.
 *
 *     failed      the end of a run, as a sweep counts it: failed, reset, left, gave up, closed, ...
 *     stuck       the same as left: an end was neither CLOSED, LISTEN nor TIME-WAIT
 *     close B>10s a measure of a sweep above a time, or above so many segments; >= at least that
 *
 * Units      microseconds, segments.
 * Errors     goal_read(), goal_of() and goal_as() return false.
 * Ownership  a plain value.
 */
#ifndef GOAL_H
#define GOAL_H

#include "tally.h"
#include "text.h"

struct goal {
    bool     measured; /* a measure from a value on; else a count */
    unsigned which;    /* enum tally_measure, enum tally_count */
    uint64_t value;    /* of a measure: it is above this, */
    bool     or_equal; /* or this */
};

bool goal_read(struct goal *goal, const char *words);

/* The worst that a run came to: that it failed, was reset, is left, gave up; false: none of these. */
bool goal_of(struct goal *goal, const struct tally_run *end);

/* At least what a run measured; false: it has no such measure. */
bool goal_as(struct goal *goal, const char *measure, const struct tally_run *end);

bool goal_holds(const struct goal *goal, const struct tally_run *end);

/* Adds the words. */
void goal_add(struct text *text, const struct goal *goal);

#endif
