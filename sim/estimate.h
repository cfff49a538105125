/* estimate.h - how far what was counted in some runs may be from what would be seen in all.
 *
 * All intervals hold in at least, or about, 95 of 100 repetitions.
 *
 * Units      shares of 1; ranks from 1.
 * Errors     none.
 * Source     E. B. Wilson, 1927 (a share); H. A. David and H. N. Nagaraja, Order Statistics, 7.1 (a
 *            quantile); the central limit theorem (a mean).
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include <stdint.h>

struct interval {
    double low, high;
};

#define ESTIMATE_Z 1.959963984540054 /* a normal variable is within so many deviations, 95 of 100 */

/* Of `runs` runs `count` were so: the share of all (Wilson). */
struct interval estimate_share(uint64_t count, uint64_t runs);

/* The mean of `count` values with this standard deviation. */
struct interval estimate_mean(double mean, double deviation, uint64_t count);

/* The q-quantile of `count` values lies between those of these ranks; 0, or count + 1: there is no
 * such value, nothing bounds it. */
struct ranks {
    uint64_t low, high;
};

struct ranks estimate_ranks(double q, uint64_t count);

/* The rank of the q-quantile itself: the least value that at least the share q does not exceed. */
uint64_t estimate_rank(double q, uint64_t count);

#endif
