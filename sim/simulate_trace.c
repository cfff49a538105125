/* simulate_trace.c - what a run in virtual time writes into its trace; see simulate_trace.h. */
#include "simulate_trace.h"

const struct trace_names simulate_names = {
    .states       = tcp_state_names,  .n_states  = TCP_STATES,
    .events       = tcp_event_names,  .n_events  = TCP_EVENTS,
    .signals      = tcp_signal_names, .n_signals = TCP_SIGNALS,
    .signal_texts = tcp_signal_texts, .rows      = tcp_rows,
    .n_rows       = TCP_ROWS,         .timers    = tcp_timer_names,
    .n_timers     = TCP_TIMERS,       .vars      = tcp_vars,
    .n_vars       = TCP_VARS,
};

static void put(struct simulation *s, const struct trace_record *record)
{
    s->sink.put(s->sink.context, record);
}

/* A record of the step at hand, without particulars; that of the start has step 0. */
static struct trace_record record_of(const struct simulation *s, const struct simulate_cause *cause,
                                     enum trace_kind kind)
{
    return (struct trace_record){
        .time_us = s->clock.now_us, .step = s->step, .kind = (uint8_t)kind, .end = cause->end,
        .event = TRACE_NONE, .signal = TRACE_NONE, .before = cause->before, .after = cause->after,
    };
}

void simulate_put_cause(struct simulation *s, const struct simulate_cause *cause,
                        const struct tcp_output *out)
{
    struct trace_record record = record_of(s, cause, (enum trace_kind)cause->kind);
    record.event   = cause->event;
    record.active  = cause->active;
    record.octets  = cause->octets;
    record.count   = cause->count;
    record.n_fired = out->n_fired < ENGINE_FIRED_MAX ? out->n_fired : ENGINE_FIRED_MAX;
    record.started = out->started & s->ends[cause->end].running; /* not those that the step stopped again */
    record.stopped = out->stopped & cause->ran;
    for (uint8_t i = 0; i < record.n_fired; i++)
        record.fired[i] = out->fired[i];
    if (cause->flight != NULL) {
        record.segment     = cause->flight->segment;
        record.segment.old = cause->old;
        record.number      = cause->flight->number;
    }
    put(s, &record);
}

void simulate_put_state(struct simulation *s, const struct simulate_cause *cause)
{
    if (cause->before == cause->after)
        return;
    struct trace_record state = record_of(s, cause, TRACE_STATE);
    put(s, &state);
}

void simulate_put_world(struct simulation *s, const struct simulate_cause *cause)
{
    uint32_t            values[ENGINE_ENDS][TCP_VARS];
    struct trace_record world = record_of(s, cause, TRACE_WORLD);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        tcp_view(&s->ends[end].tcb, values[end]);
        world.values[end] = values[end];
    }
    put(s, &world);
}

void simulate_put_sent(struct simulation *s, const struct simulate_cause *cause,
                     const struct simulate_flight *flight, bool again)
{
    struct trace_record sent = record_of(s, cause, TRACE_SEND);
    sent.segment = flight->segment;
    sent.number  = flight->number;
    sent.again   = again;
    put(s, &sent);
}

void simulate_put_lost(struct simulation *s, const struct simulate_cause *cause,
                     const struct simulate_flight *flight, const struct channel_fate *fate)
{
    static const uint8_t whys[] = {
        [CHANNEL_ARRIVES] = TRACE_WHY_NONE, [CHANNEL_DOWN] = TRACE_WHY_DOWN,
        [CHANNEL_RULE] = TRACE_WHY_RULE,    [CHANNEL_CHANCE] = TRACE_WHY_CHANCE,
        [CHANNEL_MSL] = TRACE_WHY_MSL,
    };
    struct trace_record lost = record_of(s, cause, TRACE_LOSE);
    lost.segment = flight->segment;
    lost.number  = flight->number;
    lost.why     = whys[fate->why];
    lost.line    = fate->line;
    put(s, &lost);
}

void simulate_put_told(struct simulation *s, const struct simulate_cause *cause,
                     const struct tcp_output *out)
{
    if (out->delivered > 0) {
        struct trace_record deliver = record_of(s, cause, TRACE_DELIVER);
        deliver.octets = out->delivered;
        put(s, &deliver);
    }
    for (uint8_t i = 0; i < out->n_told; i++) {
        struct trace_record tell = record_of(s, cause, TRACE_TELL);
        tell.signal = out->told[i];
        put(s, &tell);
    }
}
