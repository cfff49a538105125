/* outcome.h - what one end did in a run: when it opened and closed, what it sent, what it was told.
 *
 * Counted from the trace. A segment is of one kind: RST; SYN,ACK; SYN; FIN, with text or without;
 * text; else ACK. Opened is the first time in ESTABLISHED, closed the last return to CLOSED.
 *
 * Units      microseconds since the start of the run.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  a plain value; all zero before the run.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <stdio.h>

#include "simulate.h"

enum { OUTCOME_TOLD_MAX = 16 /* signals that are named; more are counted */ };

enum outcome_kind {
    OUTCOME_SYN, OUTCOME_SYN_ACK, OUTCOME_ACK, OUTCOME_TEXT, OUTCOME_FIN, OUTCOME_RST, OUTCOME_KINDS
};

struct outcome_count {
    uint32_t sent;  /* all of them */
    uint32_t again; /* of them, retransmissions */
    uint32_t lost;  /* of them, by the network */
};

struct outcome {
    struct outcome_count kinds[OUTCOME_KINDS];       /* by kind */
    uint64_t             opened_us, closed_us;       /* if `opened`, `closed` */
    bool                 opened, closed;             /* it came to ESTABLISHED; it is back in CLOSED */
    unsigned             n_told;                     /* how many, also beyond OUTCOME_TOLD_MAX */
    uint8_t              signals[OUTCOME_TOLD_MAX];  /* which */
    uint64_t             times_us[OUTCOME_TOLD_MAX]; /* when */
};

/* Takes a record of the trace, into that of the record's end. */
void outcome_put(struct outcome outcomes[ENGINE_ENDS], const struct trace_record *record);

/* Some lines of text; one JSON object. The rest is said by the end itself, after the run. */
void outcome_print(FILE *out, const struct outcome *outcome, const struct simulation *simulation, unsigned end);
void outcome_json(FILE *out, const struct outcome *outcome, const struct simulation *simulation, unsigned end);

#endif
