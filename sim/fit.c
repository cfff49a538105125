/* fit.c - a short formula for a table of whole numbers; see fit.h. */
#include "fit.h"

#include <stdlib.h>
#include <string.h>

/* The coefficients that are tried: of 1, of a variable, of a product of two. */
enum { ONE_LEAST = -3, ONE_MOST = 3, LINEAR_MOST = 4, PRODUCT_MOST = 2 };

/* A sum that nowhere exceeds the table. */
struct candidate {
    int coefficients[FIT_TERMS];
    int weight; /* how complicated it is */
};

static const int pairs[FIT_VARIABLES_MAX][2] = {{0, 1}, {0, 2}, {1, 2}};

static int term(const struct fit_point *point, unsigned i)
{
    if (i == 0)
        return 1;
    if (i <= FIT_VARIABLES_MAX)
        return point->x[i - 1];
    return point->x[pairs[i - 1 - FIT_VARIABLES_MAX][0]] *
           point->x[pairs[i - 1 - FIT_VARIABLES_MAX][1]];
}

static int value_at(const int *coefficients, const struct fit_point *point)
{
    int sum = 0;
    for (unsigned i = 0; i < FIT_TERMS; i++)
        sum += coefficients[i] * term(point, i);
    return sum;
}

static int weight_of(const int *coefficients)
{
    int weight = 0;
    for (unsigned i = 0; i < FIT_TERMS; i++)
        if (coefficients[i] != 0)
            weight += 3 + abs(coefficients[i]) + (i > FIT_VARIABLES_MAX) + (coefficients[i] < 0);
    return weight;
}

static int least(unsigned i)
{
    return i == 0 ? ONE_LEAST : 0;
}

/* A term of a variable that there is not keeps the coefficient 0. */
static int most(unsigned i, unsigned variables)
{
    if (i == 0)
        return ONE_MOST;
    if (i <= FIT_VARIABLES_MAX)
        return i <= variables ? LINEAR_MOST : 0;
    return (unsigned)pairs[i - 1 - FIT_VARIABLES_MAX][1] < variables ? PRODUCT_MOST : 0;
}

/* The next tuple of coefficients, as an odometer counts; false after the last. */
static bool advance(int *coefficients, unsigned variables)
{
    for (unsigned i = 0; i < FIT_TERMS; i++) {
        if (coefficients[i] < most(i, variables)) {
            coefficients[i]++;
            return true;
        }
        coefficients[i] = least(i);
    }
    return false;
}

static bool is_below(const int *coefficients, const struct fit_point *points, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (value_at(coefficients, &points[i]) > points[i].high)
            return false;
    return true;
}

static bool is_known(const struct fit_point *point)
{
    return point->low == point->high;
}

unsigned fit_known(const struct fit_point *points, unsigned n)
{
    unsigned known = 0;
    for (unsigned i = 0; i < n; i++)
        known += is_known(&points[i]);
    return known;
}

static int by_weight(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->weight != y->weight ? x->weight - y->weight
                                  : memcmp(x->coefficients, y->coefficients, sizeof x->coefficients);
}

static size_t candidates(struct candidate **list, const struct fit_point *points, unsigned n,
                         unsigned variables)
{
    int    coefficients[FIT_TERMS] = {ONE_LEAST};
    size_t count = 0, room = 0;
    *list = NULL;
    do {
        if (!is_below(coefficients, points, n))
            continue;
        if (count == room) {
            room  = room * 2 + 64;
            *list = memory_resize(*list, room * sizeof **list);
        }
        memcpy((*list)[count].coefficients, coefficients, sizeof coefficients);
        (*list)[count++].weight = weight_of(coefficients);
    } while (advance(coefficients, variables));
    if (count > 0)
        qsort(*list, count, sizeof **list, by_weight);
    return count;
}

/* Neither candidate exceeds the table anywhere. */
static bool is_exact(const struct candidate *a, const struct candidate *b,
                     const struct fit_point *points, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (value_at(a->coefficients, &points[i]) < points[i].low &&
            value_at(b->coefficients, &points[i]) < points[i].low)
            return false;
    return true;
}

static void take(struct fit *found, const struct candidate *a, const struct candidate *b)
{
    found->n_sums = a == b ? 1 : 2;
    memcpy(found->sums[0], a->coefficients, sizeof found->sums[0]);
    memcpy(found->sums[1], b->coefficients, sizeof found->sums[1]);
}

/* One sum, or else the lightest pair, the weights of both taken together. */
static bool choose(struct fit *found, const struct candidate *list, size_t count,
                   const struct fit_point *points, unsigned n)
{
    int best = 0;
    for (size_t i = 0; i < count; i++)
        if (is_exact(&list[i], &list[i], points, n)) {
            take(found, &list[i], &list[i]);
            return true;
        }
    for (size_t i = 0; i < count && (best == 0 || list[i].weight * 2 < best); i++)
        for (size_t j = i + 1; j < count && (best == 0 || list[i].weight + list[j].weight < best);
             j++)
            if (is_exact(&list[i], &list[j], points, n)) {
                take(found, &list[i], &list[j]);
                best = list[i].weight + list[j].weight;
            }
    return best != 0;
}

bool fit(struct fit *found, const struct fit_point *points, unsigned n, unsigned variables)
{
    struct candidate *list;
    if (fit_known(points, n) <= variables)
        return false;
    size_t count = candidates(&list, points, n, variables);
    bool   good  = choose(found, list, count, points, n);
    free(list);
    return good;
}

/* How much a sum lies above what is known in all; -1: somewhere below the table. */
static int excess(const int *coefficients, const struct fit_point *points, unsigned n)
{
    int sum = 0;
    for (unsigned i = 0; i < n; i++) {
        int more = value_at(coefficients, &points[i]) - points[i].low;
        if (more < 0)
            return -1;
        sum += is_known(&points[i]) ? more : 0;
    }
    return sum;
}

bool fit_enough(struct fit *found, const struct fit_point *points, unsigned n, unsigned variables)
{
    struct candidate best = {.weight = -1}, next = {{ONE_LEAST}, 0};
    int              least_excess = 0;
    if (fit_known(points, n) <= variables)
        return false;
    do {
        int above   = excess(next.coefficients, points, n);
        next.weight = weight_of(next.coefficients);
        if (above < 0 || (best.weight >= 0 && (above > least_excess || (above == least_excess &&
                                                                        by_weight(&next, &best) >= 0))))
            continue;
        best         = next;
        least_excess = above;
    } while (advance(next.coefficients, variables));
    take(found, &best, &best);
    return best.weight >= 0;
}

unsigned fit_exact(const struct fit *fit, const struct fit_point *points, unsigned n)
{
    unsigned exact = 0;
    for (unsigned i = 0; i < n; i++)
        exact += is_known(&points[i]) && value_at(fit->sums[0], &points[i]) == points[i].low;
    return exact;
}

static void add_factor(struct text *text, int coefficient, bool first, const char *a, const char *b)
{
    if (!first || coefficient < 0)
        text_add(text, first ? "-" : coefficient < 0 ? " - " : " + ");
    if (abs(coefficient) != 1 || a == NULL)
        text_add(text, "%d%s", abs(coefficient), a != NULL ? "*" : "");
    text_add(text, "%s%s%s", a != NULL ? a : "", b != NULL ? "*" : "", b != NULL ? b : "");
}

/* Products and variables first, the number last, as one writes it. */
static void add_sum(struct text *text, const int *coefficients, const char *const *names)
{
    bool first = true;
    for (unsigned k = 1; k <= FIT_TERMS; k++) {
        unsigned i = k % FIT_TERMS;
        if (coefficients[i] == 0)
            continue;
        if (i == 0)
            add_factor(text, coefficients[i], first, NULL, NULL);
        else if (i <= FIT_VARIABLES_MAX)
            add_factor(text, coefficients[i], first, names[i - 1], NULL);
        else
            add_factor(text, coefficients[i], first, names[pairs[i - 1 - FIT_VARIABLES_MAX][0]],
                       names[pairs[i - 1 - FIT_VARIABLES_MAX][1]]);
        first = false;
    }
    if (first)
        text_add(text, "0");
}

void fit_add(struct text *text, const struct fit *fit, const char *const *names)
{
    text_add(text, fit->n_sums == 2 ? "max(" : "");
    add_sum(text, fit->sums[0], names);
    if (fit->n_sums != 2)
        return;
    text_add(text, ", ");
    add_sum(text, fit->sums[1], names);
    text_add(text, ")");
}
