/* study_run.h - playing the runs of a study, on some threads.
 *
 * The runs are cut into blocks, block after block for every point, and each thread takes the next
 * one. When a signal comes that process_guard() holds back, the blocks at hand are finished and
 * no other is begun: so what is done is, at each point, its first runs.
 *
 * Errors     false when a sum would not fit into 64 bits.
 * Ownership  nothing is kept.
 */
#ifndef STUDY_RUN_H
#define STUDY_RUN_H

#include "study.h"

struct study_run {
    unsigned jobs;     /* threads */
    bool     progress; /* to stderr: done, rate, remaining */
    bool     all;      /* every run is played, also those that are alike: slower, the same results */
    uint64_t last;     /* the runs before this one; 0: all of the shard */
};

bool study_run(struct study *study, const struct study_run *how);

#endif
