/* svg_ladder.h - the ladder itself in a picture: what stands between its title and its verdict.
 *
 * Units      pixels. The axis of time, where there is one, lies left of 0.
 * Errors     none of its own: ferror() of the output tells.
 */
#ifndef SVG_LADDER_H
#define SVG_LADDER_H

#include <stdio.h>

#include "run.h"

enum { SVG_LADDER_WIDTH = 620 };

/* The first row lies at `top`; returns the height below the last. */
double svg_ladder_print(FILE *out, const struct run *run, double top);

#endif
