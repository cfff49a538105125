/* spread.c - quantiles of normal and lognormal delays; see spread.h. */
#include "spread.h"

#include <math.h>

static const double TAIL = 1.0 / 16384;

/* The z below which a standard normal variable stays with this probability, by bisection. */
static double normal_quantile(double probability)
{
    double low = -8, high = 8;
    for (unsigned i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (erfc(-middle / sqrt(2)) / 2 < probability)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double quantile_of_cell(unsigned cell)
{
    double probability = (double)cell / CHANNEL_CELLS;
    return normal_quantile(fmin(fmax(probability, TAIL), 1 - TAIL));
}

static uint32_t whole_us(double time_us)
{
    return (uint32_t)fmin(fmax(round(time_us), 0), UINT32_MAX);
}

void spread_normal(struct channel_delay *delay, uint64_t mean_us, uint64_t deviation_us)
{
    *delay = (struct channel_delay){ .table = true };
    for (unsigned i = 0; i <= CHANNEL_CELLS; i++)
        delay->quantiles_us[i]
            = whole_us((double)mean_us + quantile_of_cell(i) * (double)deviation_us);
}

void spread_lognormal(struct channel_delay *delay, uint64_t median_us, double factor)
{
    *delay = (struct channel_delay){ .table = true };
    for (unsigned i = 0; i <= CHANNEL_CELLS; i++)
        delay->quantiles_us[i] = whole_us((double)median_us * pow(factor, quantile_of_cell(i)));
}

void spread_table(struct channel_delay *delay, const uint64_t *times_us, unsigned count)
{
    *delay = (struct channel_delay){ .table = true };
    for (unsigned i = 0; i <= CHANNEL_CELLS; i++) {
        double   at   = (double)i / CHANNEL_CELLS * (count - 1);
        unsigned left = (unsigned)at < count - 1 ? (unsigned)at : count - 2;
        double   low = (double)times_us[left], high = (double)times_us[left + 1];
        delay->quantiles_us[i] = whole_us(low + (high - low) * (at - left));
    }
}
