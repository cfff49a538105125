/* swarm.h - what SPIN needs to search a bound that is too large for all of its worlds.
 *
 * A directory: the model, settings, a script of random bitstate runs, and the same for the
 * program Swarm (nimble-code/Swarm). All that it can come to is a violated claim, with its trail,
 * which `eleven explain --trail` reads. It looks at claims of worlds, and for deadlocks.
 *
 * Errors     a status of status.h; lines for stderr in `problem`.
 * Ownership  nothing is kept.
 */
#ifndef SWARM_H
#define SWARM_H

#include "engine.h"
#include "options.h"
#include "status.h"
#include "text.h"

/* What a run may take where --memory says nothing: 2^32 bits. */
enum { SWARM_MEMORY = 512 << 20 };

/* `bound` is the path of its file. */
enum status swarm(const struct engine *engine, const struct options *options, const char *bound,
                  struct text *problem);

#endif
