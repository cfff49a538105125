/* process.h - runs a program to its end: what it wrote, within a limit of time and memory.
 *
 * process_guard() holds SIGINT and SIGTERM back from this process; process_interrupted()
 * then tells whether one has come. No handler runs and nothing is lost. A program that is
 * running when time is up, or when such a signal comes, gets SIGINT, so that it can write
 * what it has so far, and SIGKILL five seconds later. Each program has a process group of
 * its own, which ends with it.
 *
 * Units      seconds (0: no limit), bytes of address space (0: no limit).
 * Errors     false, with errno set, when the program could not be started at all.
 * Ownership  the caller frees a struct process_result with process_free().
 */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

struct process_request {
    const char *const *argv;      /* ends with NULL; argv[0] is looked up in PATH */
    const char        *directory; /* to run it in, or NULL */
    double             seconds;   /* limit of time */
    uint64_t           bytes;     /* limit of memory */
};

struct process_result {
    struct text out;         /* what it wrote to its standard output */
    struct text err;         /* and to its standard error */
    int         exit_code;   /* as a shell gives it: 128 + N after signal N */
    bool        timed_out;   /* it was ended since its time was up */
    bool        interrupted; /* it was ended by process_interrupted() */
};

void process_guard(void);
bool process_interrupted(void);

bool process_run(const struct process_request *request, struct process_result *result);
void process_free(struct process_result *result);

/* Seconds of a clock that only goes forward. */
double process_now(void);

#endif
