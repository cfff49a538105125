/* sweep.h - the least value of a knob at which each claim holds, over a grid of the others.
 *
 * The knobs are those of the bound, `sweep NAME MIN MAX`; the last one is the one whose least
 * value is looked for, the others make the grid. Every point of the grid and every value of the
 * last knob is explored to its end. "Least" is the smallest value from which on the claim holds
 * up to the largest value that was tried.
 *
 * Units      as the bound has them: ticks, segments.
 * Errors     a status of status.h; lines for stderr in `problem`. A search that ran out of
 *            memory or time makes its point INCOMPLETE: nothing is said of it.
 * Ownership  nothing is kept.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include <stdio.h>

#include "engine.h"
#include "options.h"
#include "status.h"
#include "text.h"

enum status sweep(FILE *out, const struct engine *engine, const struct options *options,
                  struct text *problem);

#endif
