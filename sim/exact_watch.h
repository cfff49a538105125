/* exact_watch.h - what is noticed of a piece of a run, from its trace: for exact.c and what replays its runs.
 *
 * Units      microseconds since the start of the run.
 * Errors     none.
 * Ownership  a plain value.
 */
#ifndef EXACT_WATCH_H
#define EXACT_WATCH_H

#include "exact.h"

struct exact_notice {
    struct exact_watch watch;                /* what the run has shown */
    bool               happened[EXACT_WHATS]; /* in this piece */
    uint64_t           time_us[EXACT_WHATS]; /* when */
    unsigned           again[ENGINE_ENDS];   /* retransmissions in this piece */
    uint8_t            cause;                /* enum trace_kind of the step at hand */
    uint8_t            event;                /* its event */
    uint8_t            flags;                /* of the segment that arrived in it */
};

/* Begins a piece of a run that has shown `watch`. */
void exact_notice_start(struct exact_notice *notice, struct exact_watch watch);

/* A sink of records. */
void exact_notice_put(struct exact_notice *notice, const struct trace_record *record);

/* Looks at both ends after an event. */
void exact_notice_ends(struct exact_notice *notice, const struct simulation *simulation);

#endif
