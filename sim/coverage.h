/* coverage.h - how often each row fired, over all bounds together.
 *
 * Bounds may have different options, and so different rows; a row is known by its identity
 * STATE/event/row.
 *
 * Ownership  coverage_free() frees all; results and their engines must outlive it.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include <stdio.h>

#include "result.h"

/* A row in one bound. */
struct coverage_firing {
    const struct result *result; /* of that bound */
    size_t               index;  /* into its `fired` */
};

struct coverage_row {
    struct text             identity; /* STATE/event/row */
    uint64_t                fired;    /* over all bounds */
    const char             *cannot;   /* why the table says that it cannot fire; NULL */
    struct coverage_firing *firings;  /* `count` bounds in which it fired */
    size_t                  count;    /* how many */
};

struct coverage {
    struct coverage_row *rows;  /* in the order of the table */
    size_t               count; /* how many */
};

void coverage_add(struct coverage *coverage, const struct result *result);
void coverage_free(struct coverage *coverage);

/* Rows that never fired, though the table does not say that they cannot. */
size_t coverage_never(const struct coverage *coverage);

/* Rows that fired, though the table says that they cannot. */
size_t coverage_refuted(const struct coverage *coverage);

/* The rows that never fired first. */
void coverage_print(FILE *out, const struct coverage *coverage);

/* JSON Lines: {"engine":...,"bound":...,"row":...,"fired":N}, N = 0 too. */
void coverage_print_json(FILE *out, const struct result *result);

#endif
