/* grid_search.h - the least value of a knob at which each claim holds, over a grid of the others.
 *
 * The knobs are those of the bound, `sweep NAME MIN MAX`; the last one is the one whose least
 * value is looked for, the others make the grid. At each point of the grid the last knob is
 * raised: where a claim is violated the search stops at a shortest run, where it holds every
 * world was looked at. "Least" is the first value at which the claim holds. A search may be cut
 * short, or lose segments since a queue was full, which no network does for nothing: then it
 * proves nothing, its value is left open, and greater ones are tried. So a point may be known to
 * need more than one value, and to be safe at another; `enough` is the first that was proved.
 *
 * Units      as the bound has them: ticks, segments.
 * Errors     a status of status.h; lines for stderr in `problem`. INCOMPLETE where a point is open.
 * Ownership  nothing is kept.
 */
#ifndef GRID_SEARCH_H
#define GRID_SEARCH_H

#include <stdio.h>

#include "engine.h"
#include "options.h"
#include "status.h"
#include "text.h"

/* What a search may take where --memory says nothing: so much that most points are searched to their
 * end, and the same on every machine, so that the same points stay open. */
enum { GRID_MEMORY = 128 << 20 };

/* `lines`: what was found, in short, is added. */
enum status grid_search(FILE *out, const struct engine *engine, const struct options *options,
                        struct text *lines, struct text *problem);

#endif
