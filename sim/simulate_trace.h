/* simulate_trace.h - what a run in virtual time writes into its trace: for simulate.c alone.
 *
 * A step has a cause; the record of it is made only where somebody listens: the caller looks at
 * simulate_traces() first, and many runs pay nothing but that.
 */
#ifndef SIMULATE_TRACE_H
#define SIMULATE_TRACE_H

#include "simulate.h"

/* What happens at an end. */
struct simulate_cause {
    uint8_t  kind;          /* enum trace_kind */
    uint8_t  end;           /* at which */
    uint8_t  event;         /* enum tcp_event, or TRACE_NONE */
    uint8_t  before, after; /* enum tcp_state: of the end, around the step */
    bool     active;        /* OPEN: active */
    bool     old;           /* a segment of a connection that its sender has left */
    uint32_t octets;        /* SEND: how many */
    uint32_t count;         /* TIMER: retransmissions so far */
    uint32_t ran;           /* bit TIMER_x: it was on the clock before the step */
    const struct simulate_flight *flight; /* the segment that arrives, or NULL */
};

static inline bool simulate_traces(const struct simulation *s)
{
    return s->sink.put != NULL;
}

void simulate_put_cause(struct simulation *s, const struct simulate_cause *cause,
                        const struct tcp_output *out);

/* That the state changed, where it did. */
void simulate_put_state(struct simulation *s, const struct simulate_cause *cause);

/* How both ends stand after the step. */
void simulate_put_world(struct simulation *s, const struct simulate_cause *cause);

/* That a segment was sent, `again` if it was before; and that it was lost, and why. */
void simulate_put_sent(struct simulation *s, const struct simulate_cause *cause,
                       const struct simulate_flight *flight, bool again);
void simulate_put_lost(struct simulation *s, const struct simulate_cause *cause,
                       const struct simulate_flight *flight, const struct channel_fate *fate);

/* What the user was given and told. */
void simulate_put_told(struct simulation *s, const struct simulate_cause *cause,
                       const struct tcp_output *out);

#endif
