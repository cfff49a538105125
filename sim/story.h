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

/* What stands beside it is told from where it is another; `base`, the same decisions with the
 * table as it is, only there; it may be NULL. */
void story_print(FILE *out, const struct run *run, struct run_beside beside, const struct run *base);

/* What it comes to: which clause of the claim is false, with which values. */
void story_print_verdict(FILE *out, const struct run *run);

/* One step: its number, its sentence, its rows. */
void story_print_step(FILE *out, const struct run *run, uint32_t step);

#endif
