/* histogram.c - counts in cells that widen; see histogram.h. */
#include "histogram.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { CELL_BITS = 7, CELLS_ALL = HISTOGRAM_DOUBLINGS * HISTOGRAM_CELLS };

/* ---------------------------------------------------------------- cells */

static unsigned doubling_of(uint64_t value)
{
    return value < HISTOGRAM_CELLS ? 0
                                   : 64 - CELL_BITS - (unsigned)__builtin_clzll(value);
}

/* By how many bits the values of a cell differ. */
static unsigned width_bits(unsigned doubling)
{
    return doubling == 0 ? 0 : doubling - 1;
}

static unsigned cell_of(uint64_t value, unsigned doubling)
{
    return (unsigned)(value >> width_bits(doubling)) % HISTOGRAM_CELLS;
}

static uint64_t least_of(unsigned doubling, unsigned cell)
{
    uint64_t first = doubling == 0 ? 0 : HISTOGRAM_CELLS;
    return (first + cell) << width_bits(doubling);
}

uint64_t histogram_cell_least(uint64_t value)
{
    unsigned doubling = doubling_of(value);
    return least_of(doubling, cell_of(value, doubling));
}

static struct histogram_cell *cells_of(struct histogram *h, unsigned doubling)
{
    if (h->doublings[doubling] == NULL)
        h->doublings[doubling] = memory_get(HISTOGRAM_CELLS, sizeof *h->doublings[0]);
    return h->doublings[doubling];
}

/* ---------------------------------------------------------------- filling */

void histogram_free(struct histogram *h)
{
    for (unsigned i = 0; i < HISTOGRAM_DOUBLINGS; i++)
        free(h->doublings[i]);
    *h = (struct histogram){ 0 };
}

void histogram_clear(struct histogram *h)
{
    for (unsigned i = 0; i < HISTOGRAM_DOUBLINGS && h->count != 0; i++)
        if (h->doublings[i] != NULL)
            memset(h->doublings[i], 0, HISTOGRAM_CELLS * sizeof *h->doublings[i]);
    h->count = 0;
}

static void note_bounds(struct histogram *h, uint64_t least, uint64_t most)
{
    if (h->count == 0 || least < h->least)
        h->least = least;
    if (h->count == 0 || most > h->most)
        h->most = most;
}

void histogram_add(struct histogram *h, uint64_t value, uint64_t times)
{
    unsigned               doubling = doubling_of(value);
    struct histogram_cell *cell     = &cells_of(h, doubling)[cell_of(value, doubling)];
    note_bounds(h, value, value);
    h->count += times;
    cell->count += times;
    cell->excess += (value & ((UINT64_C(1) << width_bits(doubling)) - 1)) * times;
}

static bool add_cell(struct histogram_cell *to, const struct histogram_cell *from)
{
    return !__builtin_add_overflow(to->count, from->count, &to->count)
           && !__builtin_add_overflow(to->excess, from->excess, &to->excess);
}

bool histogram_merge(struct histogram *h, const struct histogram *other)
{
    if (other->count == 0)
        return true;
    note_bounds(h, other->least, other->most);
    for (unsigned i = 0; i < HISTOGRAM_DOUBLINGS; i++)
        for (unsigned k = 0; k < HISTOGRAM_CELLS && other->doublings[i] != NULL; k++)
            if (other->doublings[i][k].count != 0
                && !add_cell(&cells_of(h, i)[k], &other->doublings[i][k]))
                return false;
    return !__builtin_add_overflow(h->count, other->count, &h->count);
}

/* Each of the values lies less than the width of the cell above its least. */
static bool is_possible(struct histogram_cell cell, unsigned doubling)
{
    uint64_t most = (UINT64_C(1) << width_bits(doubling)) - 1;
    return most == 0 ? cell.excess == 0 : cell.excess / most <= cell.count;
}

bool histogram_put_cell(struct histogram *h, uint64_t least, struct histogram_cell cell)
{
    unsigned doubling = doubling_of(least), at = cell_of(least, doubling);
    return least_of(doubling, at) == least && is_possible(cell, doubling)
           && add_cell(&cells_of(h, doubling)[at], &cell)
           && !__builtin_add_overflow(h->count, cell.count, &h->count);
}

/* ---------------------------------------------------------------- asking */

bool histogram_next(const struct histogram *h, uint32_t *cursor, uint64_t *least,
                    struct histogram_cell *cell)
{
    for (; *cursor < CELLS_ALL; ++*cursor) {
        unsigned doubling = *cursor / HISTOGRAM_CELLS, at = *cursor % HISTOGRAM_CELLS;
        if (h->doublings[doubling] == NULL || h->doublings[doubling][at].count == 0)
            continue;
        *least = least_of(doubling, at);
        *cell  = h->doublings[doubling][at];
        ++*cursor;
        return true;
    }
    return false;
}

static double mean_of(uint64_t least, const struct histogram_cell *cell)
{
    return (double)least + (double)cell->excess / (double)cell->count;
}

double histogram_mean(const struct histogram *h)
{
    struct histogram_cell cell;
    uint64_t              least;
    double                sum = 0;
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell);)
        sum += (double)least * (double)cell.count + (double)cell.excess;
    return sum / (double)h->count;
}

double histogram_deviation(const struct histogram *h)
{
    struct histogram_cell cell;
    uint64_t              least;
    double                mean = histogram_mean(h), sum = 0;
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell);) {
        double off = mean_of(least, &cell) - mean;
        sum += off * off * (double)cell.count;
    }
    return h->count > 1 ? sqrt(sum / (double)(h->count - 1)) : 0;
}

double histogram_at(const struct histogram *h, uint64_t rank)
{
    struct histogram_cell cell;
    uint64_t              least, seen = 0;
    if (rank <= 1)
        return (double)h->least;
    for (uint32_t cursor = 0; rank < h->count && histogram_next(h, &cursor, &least, &cell);) {
        seen += cell.count;
        if (seen >= rank)
            return mean_of(least, &cell);
    }
    return (double)h->most;
}
