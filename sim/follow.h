/* follow.h - makes the moves of a path again in an engine, and writes what happened as a trace.
 *
 * Errors     follow() returns how many moves could be made: path->count when all is well.
 * Ownership  nothing is kept; the names point into the engine.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "result.h"
#include "trace.h"

struct trace_names follow_names(const struct engine *engine);

size_t follow(const struct engine *engine, const struct path *path, struct trace_sink sink);

#endif
