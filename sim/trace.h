/* trace.h - what happened, one record a thing: the waist between the engines and the views.
 *
 * The simulator, the explorer's paths and SPIN's trails become the same records, and
 * each story, picture and capture is drawn from them. A record that was caused by
 * another (what a call sent, what a timer told) follows it and has the same `step`.
 * Within a step the order is: the cause, the change of state, what was sent (each
 * followed by its loss if it is lost at once), what was delivered, what the user is
 * told, and last how the world stands then. Step 0 is the world before all others.
 *
 * Numbers of states, events, signals, rows, variables and claims are indices into the
 * struct trace_names that goes with the trace. Step 0 is at end A.
 *
 * Units      microseconds since the start; TRACE_TIME_UNKNOWN on paths without a clock.
 * Errors     none; a sink keeps its own.
 * Ownership  a record and its names belong to the writer, for the time of the call.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine.h"

#define TRACE_TIME_UNKNOWN UINT64_MAX

enum {
    TRACE_ENDS         = ENGINE_ENDS, /* A is 0, B is 1 */
    TRACE_NONE         = 255,         /* no event, no signal */
    TRACE_IDENTITY_MAX = 96           /* bytes of "STATE/event/row" with its zero byte */
};

enum trace_kind {
    TRACE_CALL,     /* cause: the user called: event, octets of a SEND, active of an OPEN */
    TRACE_RECEIVE,  /* cause: a segment arrived: segment; number 0: a stranger sent it */
    TRACE_TIMER,    /* cause: a timer expired: event; count: retransmissions before it */
    TRACE_TRANSMIT, /* cause: what was queued could be sent: event */
    TRACE_COPY,     /* cause: the network copied a segment: segment, original, number of the copy */
    TRACE_CRASH,    /* cause: the end lost its memory */
    TRACE_TICK,     /* cause: time passed */
    TRACE_STATE,    /* the state changed: before, after */
    TRACE_SEND,     /* a segment was sent: segment; again: it repeats what was sent before */
    TRACE_LOSE,     /* that segment will not arrive: segment, why, line; a cause where why is
                     * TRACE_WHY_CHOICE */
    TRACE_DELIVER,  /* text was given to the user: octets */
    TRACE_TELL,     /* the user was told: signal */
    TRACE_WORLD,    /* how the world stands after the step: values, clauses */
    TRACE_KINDS
};

enum trace_why {
    TRACE_WHY_NONE,    /* not lost */
    TRACE_WHY_RULE,    /* a drop rule of the scenario, in line `line` */
    TRACE_WHY_CHOICE,  /* the adversary chose so */
    TRACE_WHY_FULL,    /* the queue had no room */
    TRACE_WHY_DOWN,    /* the link was down */
    TRACE_WHY_CHANCE,  /* the scenario's loss, by chance */
    TRACE_WHY_MSL,     /* it would have lived longer than the MSL */
    TRACE_WHYS
};

struct trace_record {
    uint64_t              time_us;       /* when, or TRACE_TIME_UNKNOWN */
    uint32_t              step;          /* from 1: cause and consequences share it */
    uint8_t               kind;          /* enum trace_kind */
    uint8_t               end;           /* at which end; of a segment sent or lost: its sender */
    uint8_t               event;         /* of a cause, or TRACE_NONE */
    uint8_t               before, after; /* state of `end` around the step */
    bool                  active;        /* OPEN: active */
    bool                  again;         /* SEND: a retransmission */
    uint8_t               signal;        /* TELL: which, else TRACE_NONE */
    uint8_t               why;           /* LOSE: enum trace_why */
    uint32_t              line;          /* LOSE: the scenario's line of the rule, 0: none */
    uint32_t              number;        /* of the segment, from 1 in order of sending; 0: none */
    uint32_t              original;      /* COPY: the number of what was copied */
    uint32_t              octets;        /* CALL, DELIVER: how many */
    uint32_t              count;         /* TIMER: retransmissions so far of what it waits for */
    struct engine_segment segment;       /* SEND, RECEIVE, LOSE */
    uint8_t               n_fired;       /* of a cause: how many rows fired */
    struct engine_fired   fired[ENGINE_FIRED_MAX]; /* they, in order */
    uint32_t              started, stopped; /* of a cause: bit t, timer t was (re)started, stopped */
    const char           *decision;      /* of a cause: as in a replay, "B deliver"; NULL: none */
    const uint32_t       *values[TRACE_ENDS];  /* WORLD: n_vars of each end */
    const uint32_t       *clauses[TRACE_ENDS]; /* WORLD: by claim, for each end: bit k, clause k is
                                                * true; NULL: the trace has no claims */
};

/* What the numbers in a trace mean. */
struct trace_names {
    const char *const         *states;       /* "SYN-SENT" */
    const char *const         *events;       /* "OPEN", "segment" */
    const char *const         *signals;      /* "timeout" */
    const char *const         *signal_texts; /* the RFC's words, or NULL */
    const char *const         *timers;       /* "retransmission" */
    const struct engine_row   *rows;         /* names and citations */
    const struct engine_var   *vars;         /* of one end */
    const struct engine_claim *claims;       /* with their clauses */
    unsigned n_states, n_events, n_signals, n_timers, n_rows, n_vars, n_claims; /* how many */
};

/* Where records go. */
struct trace_sink {
    void (*put)(void *context, const struct trace_record *record); /* called for each */
    void *context;                                                 /* the receiver's own */
};

/* What a claim says in a world, at one end. */
enum trace_lamp {
    TRACE_SILENT, /* its premise is false: it says nothing */
    TRACE_TRUE,   /* it holds; what is to be reached is */
    TRACE_FALSE   /* it does not; what is to be reached is not yet */
};

/* "call", "send", ...: by enum trace_kind; "", "rule", ...: by enum trace_why. */
extern const char *const trace_kind_names[TRACE_KINDS];
extern const char *const trace_why_names[TRACE_WHYS];

/* Whether a record is a cause, with which a step begins, and which carries rows. */
bool trace_is_cause(const struct trace_record *record);

enum trace_lamp trace_lamp(const struct engine_claim *claim, uint32_t clauses);

/* Whether an end in this state has no connection: CLOSED or LISTEN. What it sent before it came
 * there, or before it left, belongs to an earlier connection. */
bool trace_is_unconnected(const struct trace_names *names, unsigned state);

/* Sequence numbers that a segment takes: text, SYN and FIN. */
uint32_t trace_segment_length(const struct engine_segment *segment);

/* Whether two segments say the same: what is in their headers, and how much text. */
bool trace_is_same_segment(const struct engine_segment *a, const struct engine_segment *b);

/* Writes "STATE/event/row", cut to TRACE_IDENTITY_MAX. */
void trace_identity(char out[TRACE_IDENTITY_MAX], const struct trace_names *names,
                    const struct engine_fired *fired);

/* The citation of a row in the state in which it fired, or "". */
const char *trace_cite(const struct trace_names *names, const struct engine_fired *fired);

#endif
