/* pair.c - runs beside each other; see pair.h. */
#include "pair.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------- adding up */

static void count_ends(struct pair *pair, unsigned there, unsigned here)
{
    for (unsigned i = 0; there != here && i < TALLY_COUNTS; i++) {
        pair->only[PAIR_THERE][i] += (there & ~here) >> i & 1;
        pair->only[PAIR_HERE][i] += (here & ~there) >> i & 1;
    }
}

static void subtract(struct pair *pair, unsigned measure, uint64_t there, uint64_t here)
{
    if (here < there)
        histogram_add(&pair->less[measure], there - here, 1);
    else
        histogram_add(&pair->more[measure], here - there, 1);
}

void pair_add(struct pair *pair, const struct tally_run *there, const struct tally_run *here)
{
    uint64_t values[TALLY_MEASURES];
    uint32_t has = 0;
    _Static_assert(TALLY_MEASURES <= 32, "a bit each");
    pair->runs++;
    count_ends(pair, there->counts, here->counts);
    for (unsigned i = 0; i < there->n_values; i++) {
        values[there->measures[i]] = there->values[i];
        has |= UINT32_C(1) << there->measures[i];
    }
    for (unsigned i = 0; i < here->n_values; i++)
        if ((has >> here->measures[i] & 1) != 0)
            subtract(pair, here->measures[i], values[here->measures[i]], here->values[i]);
}

static bool add(uint64_t *to, uint64_t number)
{
    return !__builtin_add_overflow(*to, number, to);
}

bool pair_merge(struct pair *pair, const struct pair *other)
{
    if (!add(&pair->runs, other->runs))
        return false;
    for (unsigned side = 0; side < PAIR_SIDES; side++)
        for (unsigned i = 0; i < TALLY_COUNTS; i++)
            if (!add(&pair->only[side][i], other->only[side][i]))
                return false;
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        if (!histogram_merge(&pair->less[i], &other->less[i])
            || !histogram_merge(&pair->more[i], &other->more[i]))
            return false;
    return true;
}

void pair_clear(struct pair *pair)
{
    pair->runs = 0;
    memset(pair->only, 0, sizeof pair->only);
    for (unsigned i = 0; i < TALLY_MEASURES; i++) {
        histogram_clear(&pair->less[i]);
        histogram_clear(&pair->more[i]);
    }
}

void pair_free(struct pair *pair)
{
    for (unsigned i = 0; i < TALLY_MEASURES; i++) {
        histogram_free(&pair->less[i]);
        histogram_free(&pair->more[i]);
    }
    *pair = (struct pair){ 0 };
}

/* ---------------------------------------------------------------- in a few numbers */

bool pair_fourfold(const struct pair *pair, const struct tally *there, const struct tally *here,
                   enum tally_count count, struct estimate_fourfold *fourfold)
{
    uint64_t only_there = pair->only[PAIR_THERE][count], only_here = pair->only[PAIR_HERE][count];
    uint64_t n_there = there->counts[count], n_here = here->counts[count];
    if (only_there > n_there || only_here > n_here || n_there - only_there != n_here - only_here
        || n_there > pair->runs || only_here > pair->runs - n_there)
        return false;
    *fourfold = (struct estimate_fourfold){ .both = n_there - only_there, .first = only_there,
                                            .second = only_here,
                                            .neither = pair->runs - n_there - only_here };
    return true;
}

static double sum(const struct histogram *histogram)
{
    return histogram->count != 0 ? histogram_mean(histogram) * (double)histogram->count : 0;
}

/* The squares of how far the values, turned round by a sign, are from the mean, added up. */
static double squares(const struct histogram *histogram, double sign, double mean)
{
    struct histogram_cell cell;
    uint64_t              least;
    double                all = 0;
    for (uint32_t cursor = 0; histogram_next(histogram, &cursor, &least, &cell);) {
        double value = (double)least + (double)cell.excess / (double)cell.count;
        all += (sign * value - mean) * (sign * value - mean) * (double)cell.count;
    }
    return all;
}

static struct digest_value mean_of(const struct histogram *less, const struct histogram *more)
{
    uint64_t        count = less->count + more->count;
    double          n = (double)count, mean = (sum(more) - sum(less)) / n;
    double          all       = squares(less, -1, mean) + squares(more, 1, mean);
    double          deviation = count > 1 ? sqrt(all / (n - 1)) : 0;
    struct interval range     = estimate_mean(mean, deviation, count);
    return (struct digest_value){ mean, range.low, range.high };
}

/* The difference of this rank: first those below 0, the greatest of them first. */
static double at_rank(const struct histogram *less, const struct histogram *more, uint64_t rank)
{
    if (rank < 1 || rank > less->count + more->count)
        return NAN;
    return rank <= less->count ? -histogram_at(less, less->count + 1 - rank)
                               : histogram_at(more, rank - less->count);
}

static struct digest_value median_of(const struct histogram *less, const struct histogram *more)
{
    uint64_t     count = less->count + more->count;
    struct ranks ranks = estimate_ranks(0.5, count);
    return (struct digest_value){ at_rank(less, more, estimate_rank(0.5, count)),
                                  at_rank(less, more, ranks.low), at_rank(less, more, ranks.high) };
}

static struct digest_value apart(const struct histogram *there, const struct histogram *here)
{
    double mean = histogram_mean(here) - histogram_mean(there);
    double half = ESTIMATE_Z * hypot(histogram_deviation(there) / sqrt((double)there->count),
                                     histogram_deviation(here) / sqrt((double)here->count));
    return (struct digest_value){ mean, mean - half, mean + half };
}

struct pair_digest pair_digest_of(const struct pair *pair, const struct tally *there,
                                  const struct tally *here, unsigned measure)
{
    const struct histogram *less = &pair->less[measure], *more = &pair->more[measure];
    struct pair_digest      digest = { .runs = less->count + more->count, .less = less->count };
    if (digest.runs == 0)
        return digest;
    digest.equal  = more->doublings[0] != NULL ? more->doublings[0][0].count : 0;
    digest.more   = more->count - digest.equal;
    digest.mean   = mean_of(less, more);
    digest.median = median_of(less, more);
    digest.apart  = apart(&there->histograms[measure], &here->histograms[measure]);
    return digest;
}

double pair_narrower(const struct digest_value *paired, const struct digest_value *apart)
{
    double width = paired->high - paired->low;
    return width > 0 ? (apart->high - apart->low) / width : NAN;
}
