/* verify.h - a bound under SPIN: the generated Promela model, its pan, its report.
 *
 * Each trail's moves are made again in the C engine, which must reach the same violation: else
 * the two engines differ, an error. When all worlds are known, claims of liveness are decided
 * by a search of runs; see live.h. CLAIM_RECOVERABLE is not for SPIN.
 *
 * Errors     a status of status.h; `problem` gets whole lines for stderr. What went wrong
 *            with the model itself (spin, cc, pan) is in result.error, with STATUS_DONE.
 * Ownership  the caller frees the result.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "options.h"
#include "result.h"
#include "status.h"

enum status verify(struct result *result, const struct engine *engine,
                   const struct options *options, const char *bound, struct text *problem);

/* The moves of a trail in a file, which a pan of the same bound and table left, and the claims that
 * their last world violates, a bit each; bit n_claims: it is a deadlock. */
enum status verify_trail(struct path *path, uint64_t *claims, const struct engine *engine,
                         const struct options *options, const char *bound, const char *file,
                         struct text *problem);

#endif
