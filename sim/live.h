/* live.h - claims of liveness under SPIN: CLAIM_EVENTUALLY, with weak fairness.
 *
 * Each is a never claim of the generated model; one pan serves all of a bound, a run of it each
 * claim. The run that violates a claim is made again in the C engine, where it must be a lasso
 * or come to an end, be fair, and never come to what is to be reached: else the two engines
 * differ, an error.
 *
 * Errors     a status of status.h; job->problem and result.error as in verify.h.
 * Ownership  the caller frees the result.
 */
#ifndef LIVE_H
#define LIVE_H

#include "options.h"
#include "pan.h"
#include "result.h"

/* The bound asks for such a claim. */
bool live_is_asked(const struct result *result);

/* Decides those claims of a result of which all worlds are known. */
enum status live_check(struct result *result, const struct options *options,
                       const struct pan_job *job);

/* The path is a fair run, or one that ends, in which the premise of the claim holds somewhere
 * for an end and what is to be reached never does from there on. */
bool live_violates(const struct engine *engine, const struct path *path, unsigned claim);

#endif
