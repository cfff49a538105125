/* exact_watch.h - what is noticed of a piece of a run, from its trace: for exact.c and what replays its runs.
 *
 * Units      microseconds since the start of the run.
 * Errors     none.
 * Ownership  a plain value.
 */
#ifndef EXACT_WATCH_H
#define EXACT_WATCH_H

#include "exact.h"
#include "exact_claims.h"

/* What has to be known of a run so far. */
struct exact_memory {
    struct exact_watch  watch;               /* what it has shown */
    struct exact_timing timing[ENGINE_ENDS]; /* for claims; else zero */
};

struct exact_notice {
    struct exact_watch watch;                /* what the run has shown */
    struct exact_claims claims;              /* about time */
    bool               happened[EXACT_WHATS]; /* in this piece */
    uint64_t           time_us[EXACT_WHATS]; /* when */
    unsigned           again[ENGINE_ENDS];   /* retransmissions in this piece */
    uint8_t            cause;                /* enum trace_kind of the step at hand */
    uint8_t            event;                /* its event */
    uint8_t            flags;                /* of the segment that arrived in it */
};

/* Begins a piece of a run of which that is known; profiles NULL: claims are not looked at. */
void exact_notice_start(struct exact_notice *notice, const struct exact_memory *memory,
                        const struct profile *profiles);

/* A sink of records. */
void exact_notice_put(struct exact_notice *notice, const struct trace_record *record);

/* Looks at both ends after an event. */
void exact_notice_ends(struct exact_notice *notice, const struct simulation *simulation);

#endif
