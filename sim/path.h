/* path.h - a run of the world, move by move, as text.
 *
 * Segments are written as tcpdump writes them, with absolute sequence numbers modulo
 * 2^seq_bits: a world may hold several incarnations, so there is nothing to be relative to.
 *
 * Errors     false when a move is not enabled where the path makes it; what was printed
 *            until there ends with a line that says so.
 * Ownership  nothing is kept.
 */
#ifndef PATH_H
#define PATH_H

#include <stdio.h>

#include "result.h"

/* The whole run, the claim that it violates or is a witness of, both ends' variables at its
 * end, the decisions. */
bool path_print(FILE *out, const struct engine *engine, const struct path *path, unsigned claim);

/* The run in short: "A OPEN, B deliver [S], ..."; false as above. */
bool path_add_short(struct text *text, const struct engine *engine, const struct path *path);

/* Makes the moves; the world after them is written to `world`. Returns how many could be
 * made: path->count when all is well, and a loop comes back to where it began. */
size_t path_walk(const struct engine *engine, const struct path *path, void *world);

/* Whether a segment was lost on the way since a queue was full. */
bool path_overflows(const struct engine *engine, const struct path *path);

#endif
