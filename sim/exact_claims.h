/* exact_claims.h - claims about time, looked at in every run: when segments are sent again, and how long states last.
 *
 * What is claimed is computed from the profile alone, not from the timers that run.
 *
 * Units      microseconds since the start of the run.
 * Errors     none: a claim that does not hold is noted with its time.
 * Ownership  a plain value; it points to the profiles.
 * Source     RFC 6298, 5 (retransmission, doubling); RFC 9293, 3.6.1 (TIME-WAIT), 3.8.3 (R2).
 */
#ifndef EXACT_CLAIMS_H
#define EXACT_CLAIMS_H

#include "profile.h"
#include "simulate.h"

enum exact_claim {
    CLAIM_NOT_EARLY, /* no segment is sent again by the timer sooner than the least RTO */
    CLAIM_DOUBLES,   /* each time it is sent again it waits twice as long, until the maximum */
    CLAIM_TIME_WAIT, /* TIME-WAIT lasts 2 MSL after the last FIN, and not longer than after the last segment */
    CLAIM_NOT_STUCK, /* no state that waits for an acknowledgment lasts longer than its retransmissions, counted
                      * from when they began: a SYN that comes again begins them anew where the table says so */
    EXACT_CLAIMS
};

/* What has to be remembered of an end. */
struct exact_timing {
    uint64_t sent_us;  /* when the oldest segment was last sent, or something new acknowledged */
    uint64_t gap_us;   /* how long it waited the last time; 0: it was sent once */
    uint64_t next_us;  /* how long it should wait the next time; 0: nothing is known of that */
    uint64_t stay_us;  /* when the state began, something new was acknowledged, or it was sent on request */
    uint64_t fin_us;   /* TIME-WAIT: when it began, or the last FIN came */
    uint64_t heard_us; /* likewise, or any segment */
    uint32_t una;      /* what is acknowledged */
    uint32_t repeats;  /* how often the timer has sent it again */
};

struct exact_claims {
    const struct profile *profiles;           /* of both ends; NULL: nothing is looked at */
    struct exact_timing   timing[ENGINE_ENDS]; /* of both */
    struct trace_record   cause;              /* of the step at hand */
    uint32_t              broken;             /* bit: that claim does not hold */
    uint32_t              met;                /* bit: it had something to say */
    uint64_t              when_us[EXACT_CLAIMS]; /* when it was broken */
    uint8_t               end[EXACT_CLAIMS];  /* and at which end */
};

void exact_claims_put(struct exact_claims *claims, const struct trace_record *record);

/* Looks at both ends after an event. */
void exact_claims_ends(struct exact_claims *claims, const struct simulation *simulation);

/* The run is over, or nothing more can happen. */
void exact_claims_over(struct exact_claims *claims, const struct simulation *simulation);

extern const char *const exact_claim_names[EXACT_CLAIMS]; /* "not_early" */
extern const char *const exact_claim_texts[EXACT_CLAIMS]; /* as a sentence */

#endif
