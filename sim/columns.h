/* columns.h - a table for people: cells to the right, as wide as each column needs.
 *
 * Errors     the caller looks at the stream; a cell that is too long is cut.
 * Ownership  columns_new() to columns_print(), which frees the cells.
 */
#ifndef COLUMNS_H
#define COLUMNS_H

#include <stdio.h>

enum { COLUMNS_CELL_MAX = 64 };

/* Line by line; the first line is the head. */
struct columns {
    unsigned n;     /* columns */
    unsigned lines; /* with the head */
    char   (*cells)[COLUMNS_CELL_MAX];
};

struct columns columns_new(unsigned n, unsigned lines);

/* Room for COLUMNS_CELL_MAX, empty at first. */
char *columns_cell(const struct columns *columns, unsigned line, unsigned column);

void columns_print(FILE *out, struct columns *columns);

#endif
