/* guide.h - makes the moves of a path in SPIN too, and compares what came of each.
 *
 * Both engines must fire the same rows in the same states and reach the same world: every
 * variable of both ends, every segment on its way.
 *
 * Errors     a status of status.h: STATUS_FAILED where they differ. `problem` gets whole lines
 *            for stderr.
 * Ownership  nothing is kept.
 */
#ifndef GUIDE_H
#define GUIDE_H

#include "options.h"
#include "result.h"
#include "status.h"

/* `bound` is the path of its file. */
enum status guide(const struct engine *engine, const struct path *path,
                  const struct options *options, const char *bound, struct text *problem);

/* The comparison alone, with what the guided model wrote. */
enum status guide_compare(const struct engine *engine, const struct path *path,
                          const char *output, struct text *problem);

#endif
