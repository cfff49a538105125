/* grid_table.h - what a sweep found, as a table and as JSON Lines.
 *
 * Units      as the bound has them.
 * Errors     none.
 * Ownership  nothing is kept.
 */
#ifndef GRID_TABLE_H
#define GRID_TABLE_H

#include <stdio.h>

#include "grid.h"

void grid_print(FILE *out, const struct grid *grid);
void grid_print_json(FILE *out, const struct grid *grid);

/* A formula for each claim, to stand below those of other bounds. */
void grid_add_lines(struct text *text, const struct grid *grid);

#endif
