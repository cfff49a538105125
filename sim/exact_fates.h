/* exact_fates.h - what may become of a segment: it is lost, or passes, perhaps held up, later than others, copied.
 *
 * Chance is taken out of a scenario and kept as what an enumeration tries, one after the other. The first
 * fate is that the segment passes as if nothing were the matter.
 *
 * Units      microseconds; probabilities of RANDOM_ONE.
 * Errors     exact_chance_take() returns false, with a reason, where chance cannot be enumerated.
 * Ownership  plain values.
 */
#ifndef EXACT_FATES_H
#define EXACT_FATES_H

#include "scenario.h"
#include "weight.h"

/* The chance of one direction. */
struct exact_chance {
    bool     lossy;     /* a segment can be lost */
    bool     copies;    /* a copy can travel too */
    bool     holds;     /* it can be held up */
    uint64_t loss;      /* how probable the scenario has it */
    uint64_t duplicate; /* likewise */
    uint64_t reorder;   /* likewise */
    uint64_t hold_us;   /* for how long it is held up */
    uint32_t n_choices; /* delays of which one is drawn; at least 1 */
    uint32_t choices_us[CHANNEL_CHOICES_MAX]; /* how much longer each is than the least */
};

/* One segment's. */
struct exact_fate {
    bool       lost;    /* it does not arrive */
    bool       copied;  /* a copy arrives too */
    uint64_t   late_us; /* how much later it arrives than at the least */
    uint64_t   copy_us; /* likewise, of the copy */
    weight_key key;     /* what it adds to the numbers of a pattern, from A */
};

enum { EXACT_FATES_MAX = 1 + 2 * CHANNEL_CHOICES_MAX * (1 + CHANNEL_CHOICES_MAX) };

struct exact_fates {
    struct exact_fate items[EXACT_FATES_MAX]; /* as many as there are */
    unsigned          n;                      /* at least 1 */
};

/* Takes the chance out of the scenario; else *why says what is in the way. */
bool exact_chance_take(struct scenario *scenario, struct exact_chance chances[ENGINE_ENDS], const char **why);

void exact_fates_start(struct exact_fates *fates, const struct exact_chance *chance);

/* What a fate makes of a segment that would arrive, sent at now_us over that channel. */
void exact_fates_befall(const struct exact_fate *as, const struct channel *channel, uint64_t now_us,
                        struct channel_fate *fate);

/* A probability of RANDOM_ONE as what the scenario said. */
double exact_share(uint64_t probability);

/* How probable what is: for the value of a weight. */
struct weight_chances exact_chance_weights(const struct exact_chance chances[ENGINE_ENDS]);

#endif
