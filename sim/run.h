/* run.h - one run as a whole: its records, what their numbers mean, and where it came from.
 *
 * Every view is drawn from a struct run, whether the simulator, the explorer's path, SPIN's
 * trail or a file filled it. Steps count from 0, the world before all others.
 *
 * Errors     none: where memory runs out the program ends (text.h).
 * Ownership  run_free() frees what run_put() kept; the names and strings must outlive it.
 */
#ifndef RUN_H
#define RUN_H

#include "trace.h"

#define RUN_NO_CLAIM UINT32_MAX
#define RUN_NO_LOOP  UINT32_MAX

struct run {
    struct trace_names   names;       /* of the records */
    const char          *bound;       /* its name, or the scenario's */
    const char          *text;        /* what it explores, one sentence; or "" */
    const char          *assumptions; /* options, budgets, ISS, profile: one line */
    const char          *command;     /* for a shell: makes this run again */
    unsigned             seq_bits;    /* of a sequence number */
    uint32_t             claim;       /* that it violates; n_claims: no_deadlock; RUN_NO_CLAIM */
    uint32_t             loop;        /* the step that it comes back to for ever; RUN_NO_LOOP */
    uint32_t             turn;        /* the first step in which a changed table does otherwise
                                       * than ours; 0: none, or ours it is */
    struct trace_record *records;     /* `n_records` of them */
    size_t               n_records;   /* how many */
    size_t              *steps;       /* by step: its first record; and one more, n_records */
    uint32_t             n_steps;     /* the last step */
    void                *memory;      /* what records point to */
};

/* A run that stands beside another. */
struct run_beside {
    const struct run *run;   /* NULL: none does */
    const char       *title; /* what it is: "the nearest run that passes" */
    uint32_t          from;  /* the first step in which it is another */
};

/* Keeps a copy of a record; `run` is a struct run: the shape of a trace_sink. Records come in
 * order of their steps. */
void run_put(void *run, const struct trace_record *record);

/* Memory that ends with the run, zeroed. */
void *run_take(struct run *run, size_t size);

void run_free(struct run *run);

/* The first record of a step: its cause; of step 0 its world. */
const struct trace_record *run_cause(const struct run *run, uint32_t step);

/* How the world stands after a step, or NULL where the trace does not say. */
const struct trace_record *run_world(const struct run *run, uint32_t step);

/* The n-th record (from 0) of a kind in a step, or NULL. */
const struct trace_record *run_find(const struct run *run, uint32_t step, enum trace_kind kind,
                                    unsigned n);

/* Whether the run has a clock, and it has gone on since the step before. */
bool run_goes_on(const struct run *run, uint32_t step);

/* The state of an end after a step, an index into names.states. */
unsigned run_state(const struct run *run, uint32_t step, unsigned end);

/* The first step in which two runs differ, though their decisions are the same: other rows, or
 * other things came of it. One more than the last step of both where there is none. */
uint32_t run_difference(const struct run *a, const struct run *b);

/* How many first steps of two runs are made by the same decisions. */
uint32_t run_common(const struct run *a, const struct run *b);

/* "old_syn", "no_deadlock": the claim that is violated, and its sentence; "" without one. */
const char *run_claim_name(const struct run *run);
const char *run_claim_text(const struct run *run);

/* The claim is a witness, and the run shows it: nothing is broken. */
bool run_is_shown(const struct run *run);

/* What the run does to its claim: "breaks" it, "shows" it, or "no longer shows" it. */
const char *run_outcome(const struct run *run);

/* The end at which the claim is false after the last step, or TRACE_ENDS where there is none. */
unsigned run_guilty(const struct run *run);

#endif
