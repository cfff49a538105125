/* ladder.h - a run as a ladder in the terminal: two lifelines, slanted arrows, 80 columns.
 *
 *         A                                              B
 *       CLOSED |                                        | CLOSED
 *    1    open |-[S] seq 1--.                           |
 *     SYN-SENT |            `-----------x               |
 *
 * Everything that happens has a line of its own, in order; an arrow goes down from where a
 * segment was sent to where it arrived. Old duplicates are marked, lost segments end in x.
 *
 * Units      columns, of which there are 80.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef LADDER_H
#define LADDER_H

#include <stdio.h>

#include "run.h"

struct ladder_look {
    bool utf8;   /* lines and arrows of Unicode; else ASCII */
    bool colour; /* what is lost, old or wrong stands out */
};

/* How a ladder should look on this output: by the locale, NO_COLOR and what it is. */
struct ladder_look ladder_look(FILE *out);

/* What stands beside the run is drawn below it. */
void ladder_print(FILE *out, const struct run *run, struct run_beside beside, struct ladder_look look);

#endif
