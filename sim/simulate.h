/* simulate.h - one run in virtual time: two ends, their users, their timers, the network.
 *
 * The ends do what the table says (tcp_step() of the generated tcp.h), the profile says how
 * long timers run, and the scenario what users call and which segments are lost. The same
 * scenario and profile give the same trace, record for record. At one instant calls
 * come before anything else, in the scenario's order; the rest in the order it was begun.
 *
 * When the retransmission timer has expired as often as the profile allows, the user
 * timeout takes its place: RFC 9293, 3.8.3 (c), "close the connection".
 *
 * Units      microseconds since the start of the run.
 * Errors     SIMULATE_FULL: more than SIMULATE_EVENTS_MAX things were pending at once.
 * Ownership  the caller owns the simulation, which points to the scenario, profile and sink.
 * Source     RFC 9293, 3.8.1 and 3.8.3; RFC 6298.
 */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "clock.h"
#include "profile.h"
#include "rto.h"
#include "scenario.h"
#include "tcp.h"
#include "trace.h"

enum {
    SIMULATE_FLIGHT_MAX = 512, /* segments under way at once, both ways */
    SIMULATE_EVENTS_MAX = SIMULATE_FLIGHT_MAX + SCENARIO_CALLS_MAX + ENGINE_ENDS * TCP_TIMERS
};

enum simulate_result {
    SIMULATE_RUNNING, /* not over yet */
    SIMULATE_QUIET,   /* nothing is pending: the ends stay as they are for ever */
    SIMULATE_UNTIL,   /* something is pending after the scenario's end */
    SIMULATE_FULL     /* cut short: no room for what was pending */
};

struct simulate_end {
    struct tcb        tcb;                /* of the table */
    struct tcp_config config;             /* from the profiles of this end and its peer */
    struct rto        rto;                /* how long the retransmission timer runs */
    uint64_t          timers[TCP_TIMERS]; /* ids of clock events, 0: not running */
    uint32_t          sent_end;           /* sequence number after the highest one sent */
    bool              sent_any;           /* sent_end holds something */
    uint32_t          connection;         /* which one it is in, or between */
    uint32_t          n_sent;             /* segments */
    uint32_t          n_lost;             /* of them, by the network */
    uint32_t          n_again;            /* of them, retransmissions */
    uint64_t          delivered;          /* octets given to this end's user */
};

struct simulate_flight {
    struct engine_segment segment; /* on its way */
    uint32_t              number;  /* its number in the trace; 0: this place is free */
    uint32_t              connection; /* its sender's, when it was sent */
};

struct simulation {
    const struct scenario *scenario;                     /* what is to happen */
    const struct profile  *profile;                      /* of both ends */
    struct trace_sink      sink;                         /* where the trace goes */
    struct clock           clock;                        /* what is pending */
    struct clock_event     events[SIMULATE_EVENTS_MAX];  /* the clock's storage */
    struct channel         channels[ENGINE_ENDS];        /* by the end that sends */
    struct simulate_flight flights[SIMULATE_FLIGHT_MAX]; /* segments under way */
    struct simulate_end    ends[ENGINE_ENDS];            /* A and B */
    uint32_t               step;                         /* of the trace */
    uint32_t               n_segments;                   /* sent so far, both ways */
    enum simulate_result   result;                       /* SIMULATE_RUNNING until it is over */
};

/* What the numbers in the trace mean. */
extern const struct trace_names simulate_names;

void simulate_start(struct simulation *simulation, const struct scenario *scenario,
                    const struct profile *profile, struct trace_sink sink);

/* The next event; false when the run is over, for which see simulation->result. */
bool simulate_next(struct simulation *simulation);

/* All of them. */
enum simulate_result simulate_run(struct simulation *simulation);

#endif
