/* jobs.h - many pieces of work on a few threads, handed back in order.
 *
 * work() is called once for each index, on any thread; done() afterwards, in the order of
 * the indices, on the caller's thread.
 *
 * Errors     where a thread cannot be started, the others do its work; the caller's own
 *            thread does all of it when there is none.
 * Ownership  nothing is kept.
 */
#ifndef JOBS_H
#define JOBS_H

#include <stddef.h>

struct jobs {
    void (*work)(void *context, size_t index); /* the piece of work */
    void (*done)(void *context, size_t index); /* or NULL */
    void  *context;                            /* for both */
    size_t count;                              /* pieces */
};

void jobs_run(const struct jobs *jobs, unsigned threads);

#endif
