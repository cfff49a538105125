/* estimate.c - intervals of confidence; see estimate.h. */
#include "estimate.h"

#include <math.h>

static const double tail = 0.025; /* on either side */

struct interval estimate_share(uint64_t count, uint64_t runs)
{
    double n = (double)runs, share = (double)count / n, z2 = ESTIMATE_Z * ESTIMATE_Z;
    double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half   = ESTIMATE_Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    if (runs == 0)
        return (struct interval){ 0, 1 };
    return (struct interval){ count == 0 ? 0 : fmax(middle - half, 0),
                              count == runs ? 1 : fmin(middle + half, 1) };
}

/* How far both times go together, from -1 to 1, corrected towards 0 for whole numbers. */
static double correlation(const struct estimate_fourfold *r)
{
    double a = (double)r->both, b = (double)r->first, c = (double)r->second, d = (double)r->neither;
    double sides = sqrt(a + b) * sqrt(c + d) * sqrt(a + c) * sqrt(b + d);
    double cross = a * d - b * c;
    if (cross > 0)
        cross = fmax(cross - (a + b + c + d) / 2, 0);
    return sides > 0 ? cross / sides : 0;
}

/* Two distances that go together so far. */
static double distance(double a, double b, double together)
{
    return sqrt(fmax(a * a - 2 * together * a * b + b * b, 0));
}

struct interval estimate_difference(const struct estimate_fourfold *r, bool paired)
{
    uint64_t        n      = r->both + r->first + r->second + r->neither;
    struct interval first  = estimate_share(r->both + r->first, n);
    struct interval second = estimate_share(r->both + r->second, n);
    double          p = (double)(r->both + r->first) / (double)n;
    double          q = (double)(r->both + r->second) / (double)n;
    double          together = paired ? correlation(r) : 0;
    if (n == 0)
        return (struct interval){ -1, 1 };
    return (struct interval){ fmax(q - p - distance(q - second.low, first.high - p, together), -1),
                              fmin(q - p + distance(second.high - q, p - first.low, together), 1) };
}

struct interval estimate_mean(double mean, double deviation, uint64_t count)
{
    double half = ESTIMATE_Z * deviation / sqrt((double)count);
    return (struct interval){ mean - half, mean + half };
}

/* The chance that exactly k of n values are below the q-quantile. */
static double chance(double k, double n, double q)
{
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(q)
               + (n - k) * log1p(-q));
}

/* Between which ranks the q-quantile lies where few values are below it: the chances of 0, 1, ...
 * values below it are added up until so much is left on either side. */
static struct ranks exact_ranks(double q, uint64_t count)
{
    struct ranks ranks = { 0, 0 };
    double       sum   = 0;
    while (ranks.high <= count) {
        sum += chance((double)ranks.high++, (double)count, q);
        if (sum <= tail)
            ranks.low = ranks.high;
        if (sum >= 1 - tail)
            break;
    }
    return ranks;
}

/* The ranks that a normal variable gives, one outward: far from both ends that is all the same. */
static struct ranks normal_ranks(double q, uint64_t count)
{
    double n = (double)count, half = ESTIMATE_Z * sqrt(n * q * (1 - q));
    return (struct ranks){ (uint64_t)floor(n * q - half), (uint64_t)ceil(n * q + half) + 1 };
}

struct ranks estimate_ranks(double q, uint64_t count)
{
    enum { NORMAL_FROM = 1000 /* values expected on the shorter side */ };
    double n = (double)count;
    if (n * fmin(q, 1 - q) >= NORMAL_FROM)
        return normal_ranks(q, count);
    if (q <= 0.5)
        return exact_ranks(q, count);
    struct ranks above = exact_ranks(1 - q, count); /* the same, counted from the other end */
    return (struct ranks){ count + 1 - above.high, count + 1 - above.low };
}

uint64_t estimate_rank(double q, uint64_t count)
{
    uint64_t rank = (uint64_t)ceil(q * (double)count - 1e-9);
    return rank < 1 ? 1 : rank > count ? count : rank;
}
