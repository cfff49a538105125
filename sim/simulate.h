/* simulate.h - one run in virtual time: two ends, their users, their timers, the network.
 *
 * The ends do what the table says (tcp_step() of the generated tcp.h), the profiles say how
 * long timers run, and the scenario what users call and what the network does. The same
 * scenario, profiles and run number give the same trace, record for record. At one instant the
 * calls of the scenario come before anything else, in its order; the rest in the order it was begun.
 *
 * When the retransmission timer has expired as often as the profile allows, the user
 * timeout takes its place: RFC 9293, 3.8.3 (c), "close the connection".
 *
 * One connection is one plain struct, and nothing is allocated. A sink without a `put` costs
 * nothing but a test; many runs take the same struct again.
 *
 * Units      microseconds since the start of the run.
 * Errors     SIMULATE_FULL: more than SIMULATE_EVENTS_MAX things were pending at once.
 * Ownership  the caller owns the simulation, which points to the scenario, profiles and sink.
 * Source     RFC 9293, 3.8.1 and 3.8.3; RFC 6298; RFC 7323 for when timestamps are echoed.
 */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "clock.h"
#include "course.h"
#include "profile.h"
#include "rto.h"
#include "scenario.h"
#include "tcp.h"
#include "trace.h"

enum {
    SIMULATE_FLIGHT_MAX = 512, /* segments under way at once, both ways */
    SIMULATE_CHANCES_MAX = 64, /* segments of which it is kept what chance said */
    SIMULATE_EVENTS_MAX = SIMULATE_FLIGHT_MAX + SCENARIO_CALLS_MAX + SCENARIO_FORGED_MAX
                          + ENGINE_ENDS * TCP_TIMERS
};

#define SIMULATE_NO_FLIGHT UINT32_MAX /* no place is free */

/* What a clock event stands for; its index says which. */
enum event_kind { EVENT_KIND_CALL, EVENT_KIND_FORGED, EVENT_KIND_TIMER, EVENT_KIND_ARRIVAL };

enum simulate_result {
    SIMULATE_RUNNING, /* not over yet */
    SIMULATE_QUIET,   /* nothing is pending: the ends stay as they are for ever */
    SIMULATE_UNTIL,   /* something is pending after the scenario's end */
    SIMULATE_FULL     /* cut short: no room for what was pending */
};

struct simulate_end {
    struct tcb            tcb;                /* of the table */
    struct tcp_config     config;             /* from the profiles of this end and its peer */
    const struct profile *profile;            /* how long its timers run */
    struct rto            rto;                /* how long the retransmission timer runs */
    struct course         course;             /* what it went through */
    uint32_t              running;            /* bit TIMER_x: it is on the clock */
    uint32_t              timers[TCP_TIMERS]; /* their clock events, of those */
    uint64_t              due_us[TCP_TIMERS]; /* when they expire */
    uint64_t              waiting;            /* bit i: call i waits for its moment */
    uint64_t              echo_us;            /* when the peer sent what this end's timestamps echo */
    uint32_t              sent_end;           /* sequence number after the highest one sent */
    uint32_t              connection;         /* which one it is in, or between */
    uint32_t              n_sent;             /* segments */
    uint32_t              n_lost;             /* of them, by the network */
    uint32_t              n_again;            /* of them, retransmissions */
    uint64_t              delivered;          /* octets given to this end's user */
    uint64_t              given;              /* of them, in this connection */
    bool                  sent_any;           /* sent_end holds something */
    bool                  listens;            /* opens again when its connection is over */
    bool                  shut;               /* its user will not send any more */
};

struct simulate_flight {
    struct engine_segment segment;    /* on its way */
    uint64_t              sent_us;    /* when it was sent */
    uint64_t              echo_us;    /* the timestamp that it echoes: when that was sent */
    uint32_t              number;     /* its number in the trace; 0: a stranger's */
    uint32_t              connection; /* its sender's, when it was sent */
    uint32_t              next;       /* the next free place, while this one is free */
};

/* Who decides the fate of a segment that would arrive, by changing it. */
struct simulate_judge {
    void (*decide)(void *context, unsigned sender, struct channel_fate *fate); /* or NULL */
    void *context;                                                             /* its own */
};

struct simulation {
    const struct scenario *scenario;                /* what is to happen */
    struct trace_sink      sink;                    /* where the trace goes; put NULL: nowhere */
    struct simulate_judge  judge;                   /* set after simulate_start(); decide NULL: none */
    struct clock           clock;                   /* what is pending */
    struct channel_state   channels[ENGINE_ENDS];   /* by the end that sends */
    struct simulate_end    ends[ENGINE_ENDS];       /* A and B */
    uint32_t               step;                    /* of the trace */
    uint32_t               n_segments;              /* sent so far, both ways */
    uint32_t               n_flights, free_flight;  /* places used so far; a free one of them */
    enum simulate_result   result;                  /* SIMULATE_RUNNING until it is over */
    uint8_t                chances[SIMULATE_CHANCES_MAX]; /* of the first segments: sender * CHANNEL_CHANCES
                                                     * + what chance said */
    struct clock_event     events[SIMULATE_EVENTS_MAX];  /* the clock's storage */
    struct simulate_flight flights[SIMULATE_FLIGHT_MAX]; /* segments under way */
};

/* What the numbers in the trace mean. */
extern const struct trace_names simulate_names;

/* Run number `run` of that scenario and its seed: what is drawn depends on these two alone. */
void simulate_start(struct simulation *simulation, const struct scenario *scenario,
                    const struct profile profiles[ENGINE_ENDS], uint64_t run,
                    struct trace_sink sink);

/* The next event; false when the run is over, for which see simulation->result. */
bool simulate_next(struct simulation *simulation);

/* When that is, or UINT64_MAX when nothing is pending. */
uint64_t simulate_when(const struct simulation *simulation);

/* All of them. */
enum simulate_result simulate_run(struct simulation *simulation);

#endif
