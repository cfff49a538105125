/* exact_worst.h - the worst that a few losses can do: the latest time, the most segments, and the pattern.
 *
 * Every pattern of up to K losses is played, so that what is said for k losses is so in each of
 * them. The pattern that is shown is played once more, as rules of a scenario, and must come to the same.
 *
 * Units      microseconds since the start of the run; segments of both ends.
 * Errors     exact_worst_check() returns false where the pattern does not come to that.
 * Ownership  exact_worst_free() ends the texts.
 */
#ifndef EXACT_WORST_H
#define EXACT_WORST_H

#include "exact.h"
#include "text.h"

enum exact_worst_what {
    WORST_CONNECTED, /* both are connected */
    WORST_TOLD,      /* a user is told of an error */
    WORST_CLOSED,    /* both are CLOSED */
    WORST_SEGMENTS,  /* sent, both ways */
    EXACT_WORSTS
};

/* The losses of a pattern as what makes them. */
struct exact_rules {
    struct text options; /* " --drop 'A>B n=2'" */
    struct text lines;   /* the same as lines of a scenario */
};

struct exact_worst {
    bool        ever;   /* it happens in some pattern */
    bool        always; /* in every one; of segments: true */
    uint64_t    value;  /* the latest time, the most segments */
    uint64_t    trail;  /* of a pattern that does it */
    struct exact_rules rules; /* that lose its segments */
};

/* Of the patterns of at most k losses. */
void exact_worst_find(const struct exact *exact, unsigned k, struct exact_worst worst[EXACT_WORSTS]);

/* Writes the rules, and plays them. */
bool exact_worst_check(const struct exact *exact, enum exact_worst_what what, struct exact_worst *worst);

/* The same for a pattern that breaks a claim. */
bool exact_break_check(const struct exact *exact, enum exact_claim which, struct exact_rules *rules);

void exact_rules_free(struct exact_rules *rules);
void exact_worst_free(struct exact_worst worst[EXACT_WORSTS]);

extern const char *const exact_worst_names[EXACT_WORSTS]; /* "both are connected" */

#endif
