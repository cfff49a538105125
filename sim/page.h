/* page.h - a run as a page to step through: one file, without a network.
 *
 * The ladder, the machine's diagram with the step lit, both control blocks with what changed, a
 * lamp for each claim, the sentence with its rows and citations. The page is sim/page.html with
 * its holes filled; without JavaScript the ladder and the story are still there.
 *
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdio.h>

#include "run.h"

void page_print(FILE *out, const struct run *run, struct run_beside beside);

#endif
