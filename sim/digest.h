/* digest.h - a histogram in a few numbers, each with its interval of confidence.
 *
 * Units      those of the histogram.
 * Errors     none; an end of an interval that nothing bounds is NAN.
 * Ownership  a plain value.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stdint.h>

#include "histogram.h"

enum digest_statistic {
    DIGEST_MEAN,
    DIGEST_MEDIAN,
    DIGEST_P90,
    DIGEST_P99,
    DIGEST_P999,
    DIGEST_MAX,
    DIGEST_STATISTICS
};

struct digest_value {
    double value, low, high; /* of the maximum there is no interval: all three are equal */
};

struct digest {
    uint64_t            count;                      /* values; 0: the rest says nothing */
    struct digest_value values[DIGEST_STATISTICS];  /* by enum digest_statistic */
};

/* "mean", "median", "p90", ... */
extern const char *const digest_names[DIGEST_STATISTICS];

struct digest digest_of(const struct histogram *histogram);

#endif
