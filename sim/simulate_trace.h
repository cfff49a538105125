/* simulate_trace.h - what a run in virtual time writes into its trace: for simulate.c alone.
 *
 * `cause` is the record of the step; what came of it has its time, step and end. Nothing is
 * written where nobody listens.
 */
#ifndef SIMULATE_TRACE_H
#define SIMULATE_TRACE_H

#include "simulate.h"

void simulate_put_cause(struct simulation *s, struct trace_record cause,
                        const struct tcp_output *out);

/* That the state changed, where it did. */
void simulate_put_state(struct simulation *s, const struct trace_record *cause);

/* How both ends stand after the step. */
void simulate_put_world(struct simulation *s, const struct trace_record *cause);

/* That a segment was sent, `again` if it was before; and that it was lost, and why. */
void simulate_put_sent(struct simulation *s, const struct trace_record *cause,
                       const struct simulate_flight *flight, bool again);
void simulate_put_lost(struct simulation *s, const struct trace_record *cause,
                       const struct simulate_flight *flight, const struct channel_fate *fate);

/* What the user was given and told. */
void simulate_put_told(struct simulation *s, const struct trace_record *cause,
                       const struct tcp_output *out);

#endif
