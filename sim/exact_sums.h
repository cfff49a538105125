/* exact_sums.h - what curves and outcomes come to for one probability of a loss.
 *
 * Units      microseconds.
 * Errors     none.
 * Ownership  plain values.
 */
#ifndef EXACT_SUMS_H
#define EXACT_SUMS_H

#include "exact.h"

enum { EXACT_QUANTILES = 4 };

#define EXACT_NEVER UINT64_MAX /* a time that does not come */

extern const double exact_quantiles[EXACT_QUANTILES]; /* 0.5, 0.9, 0.99, 0.999 */

struct exact_sums {
    long double sum;                           /* that it happens at all */
    long double mean_us;                       /* of the runs in which it happens; 0 where in none */
    uint64_t    quantiles_us[EXACT_QUANTILES]; /* of all runs; EXACT_NEVER: not in so many */
};

struct exact_sums exact_sums(const struct exact_curve *curve, const struct weight_loss *loss);

/* The numbers of the endings, the most probable first. */
void exact_sort_endings(const struct exact *exact, const struct weight_loss *loss,
                         unsigned order[EXACT_OUTCOMES_MAX]);

/* What is counted with request.segments. */
enum exact_number {
    NUMBER_SENT,  /* segments of both ends, as far as chance decides about them */
    NUMBER_AGAIN, /* of them, retransmissions */
    EXACT_NUMBERS
};

enum { EXACT_NUMBER_MAX = 2 * ENGINE_ENDS * WEIGHT_FIELD_MAX };

extern const char *const exact_number_names[EXACT_NUMBERS]; /* "segments" */

unsigned exact_number_of(weight_key key, enum exact_number what);

/* How probable each number is; returns the largest that occurs. */
unsigned exact_shares(const struct exact *exact, const struct weight_loss *loss,
                      enum exact_number what, long double shares[EXACT_NUMBER_MAX + 1]);

/* The probability of everything that was or was not followed: 1, but for rounding. */
long double exact_whole(const struct exact *exact, const struct weight_loss *loss);

/* "memory ran out", ... */
const char *exact_stop_text(enum exact_stop stop);

#endif
