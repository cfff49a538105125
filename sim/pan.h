/* pan.h - pan, SPIN's verifier of one model: made, and run.
 *
 * pan is kept in the cache under a hash of the model, SPIN's version and the commands that
 * make it, so that an unchanged model is not compiled again. One model makes three: PAN_WORLDS
 * searches the worlds, as fast as it can; PAN_RUNS searches the runs that violate one of the
 * model's never claims, chosen by -N, under weak fairness; PAN_GUIDED makes the moves that it
 * is given, and tells what came of each.
 *
 * Errors     a status of status.h; job.problem gets whole lines for stderr. What is wrong with
 *            the model itself goes to job.error, with STATUS_DONE.
 * Ownership  the caller's; results are freed with process_free().
 */
#ifndef PAN_H
#define PAN_H

#include <stdint.h>

#include "place.h"
#include "process.h"
#include "status.h"
#include "text.h"

enum pan_kind { PAN_WORLDS, PAN_RUNS, PAN_GUIDED };

struct pan_job {
    const struct text *model;    /* in Promela */
    enum pan_kind      kind;     /* what it searches */
    uint64_t           worlds;   /* as many as it will probably find; 0: who knows */
    uint64_t           memory;   /* at most so much, bytes */
    struct text       *error;    /* of the model */
    struct text       *problem;  /* of all else */
};

struct pan {
    char path[PLACE_MAX];    /* of the program, in the cache */
    char scratch[PLACE_MAX]; /* the directory where its trails go; "" where there is none */
};

/* Finds it in the cache, or makes it. pan_end() removes the trails, and is well after a failure. */
enum status pan_start(struct pan *pan, const struct pan_job *job);
void        pan_end(const struct pan *pan);

struct pan_search {
    const struct pan *pan;     /* that was started, and no error told */
    uint64_t          depth;   /* steps; 0: the default */
    double            seconds; /* at most so long; 0: no limit */
    const char       *claim;   /* PAN_RUNS: the name of its never claim; else NULL */
};

/* Searches; false, with errno, when it cannot be started, as of those below. */
bool pan_run(const struct pan_search *search, struct process_result *result);

/* Makes some moves: PAN_GUIDED. */
bool pan_guide(const struct pan_search *search, const unsigned *moves, size_t count,
               struct process_result *result);

/* Goes through the trail of that number again, or through that in a file. */
bool pan_replay(const struct pan_search *search, unsigned trail, struct process_result *result);
bool pan_replay_file(const struct pan_search *search, const char *path, struct process_result *result);

#endif
