/* digest.c - a histogram in a few numbers; see digest.h. */
#include "digest.h"

#include <math.h>

#include "estimate.h"

const char *const digest_names[DIGEST_STATISTICS] = { "mean", "median", "p90", "p99", "p99.9", "max" };

static const double shares[DIGEST_STATISTICS] = {
    [DIGEST_MEDIAN] = 0.5, [DIGEST_P90] = 0.9, [DIGEST_P99] = 0.99, [DIGEST_P999] = 0.999,
};

static double at_rank(const struct histogram *histogram, uint64_t rank)
{
    return rank < 1 || rank > histogram->count ? NAN : histogram_at(histogram, rank);
}

static struct digest_value quantile(const struct histogram *histogram, double share)
{
    struct ranks ranks = estimate_ranks(share, histogram->count);
    return (struct digest_value){
        histogram_at(histogram, estimate_rank(share, histogram->count)),
        at_rank(histogram, ranks.low), at_rank(histogram, ranks.high),
    };
}

static struct digest_value mean(const struct histogram *histogram)
{
    double          value = histogram_mean(histogram);
    struct interval range = estimate_mean(value, histogram_deviation(histogram), histogram->count);
    return (struct digest_value){ value, range.low, range.high };
}

struct digest digest_of(const struct histogram *histogram)
{
    struct digest digest = { .count = histogram->count };
    double        most   = (double)histogram->most;
    if (histogram->count == 0)
        return digest;
    digest.values[DIGEST_MEAN] = mean(histogram);
    for (unsigned i = DIGEST_MEDIAN; i < DIGEST_MAX; i++)
        digest.values[i] = quantile(histogram, shares[i]);
    digest.values[DIGEST_MAX] = (struct digest_value){ most, most, most };
    return digest;
}
