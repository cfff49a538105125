/* histogram.h - how often which value came, in cells whose width grows with the value.
 *
 * Values below 128 have a cell each. Above, every doubling is cut into 128 cells, so that a cell is
 * at most 1/128 (0.8 %) of its values wide. A cell counts its values and adds up by how much they
 * lie above its least one: so the mean of all values is exact, and a quantile, which is told as
 * the mean of its cell, is within 0.8 % of the value at that rank, and exact where all values of the
 * cell are alike. All sums are of whole numbers: histograms that are merged in any order, of any
 * parts, are equal to one of all values.
 *
 * Units      the caller's; whole numbers from 0.
 * Errors     histogram_merge() and histogram_put_cell() return false when a sum would not fit into
 *            64 bits, and then the histogram is of no use any more. histogram_add() checks the
 *            count of a cell no more than that: 2^64 values take too long.
 * Ownership  a doubling that is met gets its cells on the heap: histogram_free(). All zero is empty.
 * Source     HdrHistogram (Gil Tene) has the cells; the sum within a cell is ours.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    HISTOGRAM_CELLS     = 128, /* of a doubling */
    HISTOGRAM_DOUBLINGS = 58   /* the first is that of the values below 128 */
};

struct histogram_cell {
    uint64_t count;  /* values */
    uint64_t excess; /* their sum, where each counts from the cell's least value */
};

struct histogram {
    uint64_t               count;       /* values */
    uint64_t               least, most; /* of them; only with count != 0 */
    struct histogram_cell *doublings[HISTOGRAM_DOUBLINGS]; /* HISTOGRAM_CELLS each, or NULL */
};

void histogram_free(struct histogram *histogram);

/* Empty again; what is on the heap is kept. */
void histogram_clear(struct histogram *histogram);

/* So many values that are equal. */
void histogram_add(struct histogram *histogram, uint64_t value, uint64_t times);
bool histogram_merge(struct histogram *histogram, const struct histogram *other);

/* Adds the values of one cell, given by its least value; false also when there is no such cell, or
 * the sum does not belong to so many values. least and most are the caller's to set. */
bool histogram_put_cell(struct histogram *histogram, uint64_t least, struct histogram_cell cell);

/* The least value of the cell that the value falls into. */
uint64_t histogram_cell_least(uint64_t value);

double histogram_mean(const struct histogram *histogram);

/* The standard deviation of one value, from the means of the cells. */
double histogram_deviation(const struct histogram *histogram);

/* The value of this rank, from 1 to count. */
double histogram_at(const struct histogram *histogram, uint64_t rank);

/* The cells that hold something, in rising order: starts with *cursor = 0; false at the end. */
bool histogram_next(const struct histogram *histogram, uint32_t *cursor, uint64_t *least,
                    struct histogram_cell *cell);

#endif
