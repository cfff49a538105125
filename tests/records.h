/* records.h - for tests: a run of the simulator, kept record by record. */
#ifndef RECORDS_H
#define RECORDS_H

#include "diag.h"
#include "simulate.h"

#ifndef ROOT
#define ROOT "." /* the repository, where tests run */
#endif

enum { RECORDS_MAX = 4096 /* of one run */ };

struct records {
    struct scenario     scenario;           /* what was to happen */
    struct profile      profiles[ENGINE_ENDS]; /* by end */
    struct simulation   simulation;         /* as it was at the end */
    unsigned            count;              /* records that came */
    struct trace_record items[RECORDS_MAX]; /* they */
};

/* Runs model/scenarios/NAME.scn, or a scenario's text; a wrong one ends the test. */
void records_run_file(struct records *records, const char *name);
void records_run_text(struct records *records, const char *text);

/* The n-th (from 0) record of a kind at an end, or NULL. */
const struct trace_record *records_find(const struct records *records, enum trace_kind kind,
                                        unsigned end, unsigned n);

/* How many there are. */
unsigned records_count(const struct records *records, enum trace_kind kind, unsigned end);

/* The states of an end, as "CLOSED SYN-SENT CLOSED". */
void records_states(const struct records *records, unsigned end, char *out, size_t size);

#endif
