/* estimate.h - how far what was counted in some runs may be from what would be seen in all.
 *
 * All intervals hold in at least, or about, 95 of 100 repetitions.
 *
 * Units      shares of 1; ranks from 1.
 * Errors     none.
 * Source     E. B. Wilson, 1927 (a share); R. G. Newcombe, Statistics in Medicine 17, 1998, pages
 *            2635 and 873, method 10 of each (the difference of two shares, paired and not);
 *            H. A. David and H. N. Nagaraja, Order Statistics, 7.1 (a quantile); the central limit
 *            theorem (a mean).
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include <stdbool.h>
#include <stdint.h>

struct interval {
    double low, high;
};

#define ESTIMATE_Z 1.959963984540054 /* a normal variable is within so many deviations, 95 of 100 */

/* Of `runs` runs `count` were so: the share of all (Wilson). */
struct interval estimate_share(uint64_t count, uint64_t runs);

/* Runs that were made twice: how often something happened both times, the first time alone, the
 * second time alone, never. */
struct estimate_fourfold {
    uint64_t both, first, second, neither;
};

/* By how much the second share is above the first: `paired`, or as if of other runs than the first. */
struct interval estimate_difference(const struct estimate_fourfold *runs, bool paired);

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
