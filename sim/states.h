/* states.h - the joint states of both ends: which pairs are reached, and which can stand still.
 *
 * A world is quiescent where nothing is on the way, no timer runs at either end and neither has
 * something to send: only a user or the adversary can change it.
 *
 * Errors     none of its own.
 * Ownership  nothing is kept; result->pairs is the result's.
 */
#ifndef STATES_H
#define STATES_H

#include <stdio.h>

#include "result.h"

/* From here on states_count() counts worlds into the result. */
void states_start(struct result *result);
void states_count(struct result *result, const void *world);

/* The matrix as Markdown, A's states down and B's across: a mark, or how many worlds. */
void states_print(FILE *out, const struct result *result, bool counts);

#endif
