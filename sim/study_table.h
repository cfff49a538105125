/* study_table.h - the results of a study as tables for people: a line for each point of the grid.
 *
 * A number stands with its interval of confidence behind it, unless that is no wider.
 *
 * Units      seconds, percent.
 * Errors     the caller looks at the stream.
 * Ownership  nothing is kept.
 */
#ifndef STUDY_TABLE_H
#define STUDY_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "columns.h"
#include "study.h"

/* `states`: the time in each state too. */
void study_table(FILE *out, const struct study *study, bool states);

/* Which points have a line. */
struct study_lines {
    uint32_t *points; /* of the grid */
    uint32_t  n;      /* how many */
};

/* A table of those points: the columns of the axes are filled, n more are empty. */
struct columns study_columns(const struct study *study, const struct study_lines *which, unsigned n);

#endif
