/* progress.h - how many runs are done, how fast, and how long the rest takes: a line on a terminal.
 *
 * Units      runs, seconds.
 * Errors     none.
 * Ownership  a plain value; whoever shares it among threads holds a lock.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool     wanted;        /* else nothing is printed */
    uint64_t to_do;         /* runs at the start */
    double   started, told; /* process_now() at the start, at the last line */
};

struct progress progress_start(bool wanted, uint64_t to_do);

/* So many are done; prints a line where the last one is old enough. */
void progress_tell(struct progress *progress, uint64_t done);

/* The line goes away. */
void progress_end(const struct progress *progress);

#endif
