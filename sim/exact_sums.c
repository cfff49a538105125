/* exact_sums.c - probabilities and times out of curves; see exact_sums.h. */
#include "exact_sums.h"

const double exact_quantiles[EXACT_QUANTILES] = { 0.5, 0.9, 0.99, 0.999 };

struct exact_sums exact_sums(const struct exact_curve *curve, const struct weight_loss *loss)
{
    struct exact_sums sums = { 0 };
    unsigned          next = 0;
    for (uint32_t k = 0; k < curve->n_points; k++) {
        const struct exact_point *point = &curve->points[k];
        long double               value = weight_value(&point->weight, loss);
        sums.sum += value;
        sums.mean_us += value * (long double)point->time_us;
        for (; next < EXACT_QUANTILES && sums.sum >= (long double)exact_quantiles[next]; next++)
            sums.quantiles_us[next] = point->time_us;
    }
    for (; next < EXACT_QUANTILES; next++)
        sums.quantiles_us[next] = EXACT_NEVER;
    if (sums.sum > 0)
        sums.mean_us /= sums.sum;
    return sums;
}

void exact_sort_endings(const struct exact *exact, const struct weight_loss *loss,
                         unsigned order[EXACT_OUTCOMES_MAX])
{
    long double values[EXACT_OUTCOMES_MAX];
    for (unsigned i = 0; i < exact->n_endings; i++) {
        long double value = weight_value(&exact->endings[i].weight, loss);
        unsigned    at    = i;
        for (; at > 0 && values[at - 1] < value; at--) {
            values[at] = values[at - 1];
            order[at]  = order[at - 1];
        }
        values[at] = value;
        order[at]  = i;
    }
}

/* ---------------------------------------------------------------- numbers of segments */

const char *const exact_number_names[EXACT_NUMBERS] = {
    [NUMBER_SENT] = "segments", [NUMBER_AGAIN] = "retransmissions",
};

unsigned exact_number_of(weight_key key, enum exact_number what)
{
    return what == NUMBER_AGAIN ? weight_both(key, WEIGHT_AGAIN)
                                : weight_both(key, WEIGHT_LOST) + weight_both(key, WEIGHT_PASSED);
}

unsigned exact_shares(const struct exact *exact, const struct weight_loss *loss,
                      enum exact_number what, long double shares[EXACT_NUMBER_MAX + 1])
{
    unsigned most = 0;
    for (unsigned n = 0; n <= EXACT_NUMBER_MAX; n++)
        shares[n] = 0;
    for (unsigned i = 0; i < exact->n_outcomes; i++) {
        const struct weight *weight = &exact->outcomes[i].weight;
        for (uint32_t t = 0; t < weight->n_terms; t++) {
            struct weight one = { &weight->terms[t], 1, 0 };
            unsigned      n   = exact_number_of(weight->terms[t].key, what);
            shares[n] += weight_value(&one, loss);
            most = n > most ? n : most;
        }
    }
    return most;
}

/* ---------------------------------------------------------------- the whole */

long double exact_whole(const struct exact *exact, const struct weight_loss *loss)
{
    long double sum = weight_value(&exact->cut, loss) + weight_value(&exact->pending, loss);
    for (unsigned i = 0; i < exact->n_outcomes; i++)
        sum += weight_value(&exact->outcomes[i].weight, loss);
    return sum;
}

const char *exact_stop_text(enum exact_stop stop)
{
    switch (stop) {
    case EXACT_FINISHED:    return "finished";
    case EXACT_MEMORY:      return "the memory allowed ran out";
    case EXACT_TIME:        return "the time allowed ran out";
    case EXACT_INTERRUPTED: return "interrupted";
    case EXACT_OVERFLOW:    return "a number of patterns or segments is too large";
    case EXACT_CROWDED:     return "too many segments are sent at once, or under way; try --max-loss";
    }
    return "stopped";
}
