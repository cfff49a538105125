/* story.h - a run as a student follows it: one sentence a step, and what is wrong in the end.
 *
 * Units      lines of at most 80 columns.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef STORY_H
#define STORY_H

#include <stdio.h>

#include "run.h"

/* What stands beside a run; each may be NULL. */
struct story_beside {
    const struct run *near; /* the nearest run that passes: told from where it leaves the other */
    const struct run *base; /* the same decisions with the table as it is: told where it differs */
};

void story_print(FILE *out, const struct run *run, struct story_beside beside);

/* What it comes to: which clause of the claim is false, with which values. */
void story_print_verdict(FILE *out, const struct run *run);

/* One step: its number, its sentence, its rows. */
void story_print_step(FILE *out, const struct run *run, uint32_t step);

#endif
