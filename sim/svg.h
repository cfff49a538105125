/* svg.h - a run as a ladder in SVG: the layout of the terminal's, with time drawn to scale.
 *
 * The picture is complete in itself: its style is inside, its text is text, and it follows the
 * reader's light or dark. Where the records have times there is an axis, and a row lies as far
 * below the one before it as its time is later, but never nearer than a line of text.
 *
 * In a page (`svg_print_part`) each thing carries the step in which it happened in `data-s`.
 *
 * Units      pixels.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef SVG_H
#define SVG_H

#include <stdio.h>

#include "run.h"

/* A picture by itself; what stands beside the run is drawn right of it. */
void svg_print(FILE *out, const struct run *run, struct run_beside beside);

/* One ladder for a page that has the style of sim/ladder.css; `passes`: it stands beside one that
 * does not. */
void svg_print_part(FILE *out, const struct run *run, bool passes);

#endif
