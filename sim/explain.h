/* explain.h - from a question to the run that answers it: a counterexample, a replay, a file.
 *
 * Errors     each returns a status of status.h; `problem` gets whole lines for stderr.
 *            STATUS_VIOLATED from explain_claim(): no run violates the claim, or shows it.
 * Ownership  explain_free() frees all.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "build.h"
#include "place.h"
#include "result.h"
#include "run.h"

struct explanation {
    struct build build;       /* the engine; none where a file is explained */
    char         bound_path[PLACE_MAX]; /* of its file */
    struct path  path;        /* the moves */
    struct run   run;         /* what happened */
    struct path  near_path;   /* the nearest run that passes; no moves where there is none */
    struct run   near;        /* what happened in it; n_records is 0 where there is none */
    struct build base_build;  /* the table as it is, where the run's was changed */
    struct run   base;        /* the same decisions with it, as far as they are possible */
    bool         lost;        /* the claim is a witness that `base` shows, and the run does not */
    struct text  command;     /* that makes the run again */
};

/* The engine of a bound. */
enum status explain_build(struct explanation *x, const struct options *options,
                          const char *bound, struct text *problem);

/* A run that violates a claim, as short as there is one; or that shows a witness. Where only the
 * table as it is shows the witness, what becomes of that run with the changed one. With `spin`
 * it begins with SPIN's trail, and SPIN makes the run that is told too. */
enum status explain_claim(struct explanation *x, const struct options *options,
                          const char *claim, bool spin, struct text *problem);

/* The run that a replay describes. Of `claim`, where it is not NULL, it is to be the run that
 * explain_claim() finds: that is what it is told as. With
 * `spin` it is made by SPIN too, and compared. */
enum status explain_replay(struct explanation *x, const struct options *options,
                           const char *claim, const char *replay, bool spin, struct text *problem);

/* The run of a trail that SPIN left, which must violate the claim: a shorter one, if the explorer finds
 * one within its limits. */
enum status explain_trail(struct explanation *x, const struct options *options, const char *claim,
                          const char *file, bool spin, struct text *problem);

/* What stands beside the run: the nearest that passes, or the one that shows what was lost. */
struct run_beside explain_beside(const struct explanation *x);

/* The same decisions with the table as it is, or NULL. */
const struct run *explain_base(const struct explanation *x);

void explain_free(struct explanation *x);

#endif
