/* study_view.h - the results of a study: for people, for spreadsheets, for programs.
 *
 * The bytes depend on the study alone, not on how many threads, shards or ranks played it.
 *
 * Units      seconds; shares in percent for people, else of 1.
 * Errors     the caller looks at the stream.
 * Ownership  nothing is kept.
 */
#ifndef STUDY_VIEW_H
#define STUDY_VIEW_H

#include <stdbool.h>
#include <stdio.h>

#include "study.h"

enum study_view {
    STUDY_TABLE, /* a table for people */
    STUDY_CSV,   /* a line for each number: point, quantity, statistic, value, interval */
    STUDY_JSON   /* JSON Lines: a head, and a line for each point */
};

/* `states`: the table has the time in each state too. */
void study_print(FILE *out, const struct study *study, enum study_view view, bool states);

#endif
