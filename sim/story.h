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

/* `near` is a run that passes, or NULL: it is told from where it leaves the other one. */
void story_print(FILE *out, const struct run *run, const struct run *near);

/* What happened in a step, as a sentence without its rows; for other views too. */
struct text;
void story_add_step(struct text *text, const struct run *run, uint32_t step);

#endif
