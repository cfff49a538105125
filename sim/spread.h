/* spread.h - delays that are drawn: the quantiles of a distribution, as a channel wants them.
 *
 * A normal or lognormal delay is cut at its quantiles of 1 in 16,384, and never negative.
 *
 * Units      microseconds; the factor of a lognormal delay is that between the median and the
 *            quantile of one standard deviation.
 * Errors     none; too large a delay is cut to what 32 bits hold, 71 minutes.
 * Ownership  the caller's.
 */
#ifndef SPREAD_H
#define SPREAD_H

#include "channel.h"

void spread_normal(struct channel_delay *delay, uint64_t mean_us, uint64_t deviation_us);
void spread_lognormal(struct channel_delay *delay, uint64_t median_us, double factor);

/* Each of these, in rising order, is as likely as the others; between two lies a straight line. */
void spread_table(struct channel_delay *delay, const uint64_t *times_us, unsigned count);

#endif
