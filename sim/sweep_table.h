/* sweep_table.h - what a sweep found, as a table and as JSON Lines.
 *
 * Units      as the bound has them.
 * Errors     none.
 * Ownership  nothing is kept.
 */
#ifndef SWEEP_TABLE_H
#define SWEEP_TABLE_H

#include <stdio.h>

#include "grid.h"

void sweep_print(FILE *out, const struct sweep *sweep);
void sweep_print_json(FILE *out, const struct sweep *sweep);

/* A formula for each claim, to stand below those of other bounds. */
void sweep_add_lines(struct text *text, const struct sweep *sweep);

#endif
