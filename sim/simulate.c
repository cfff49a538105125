/* simulate.c - one run in virtual time; see simulate.h. */
#include "simulate.h"

/* What a clock event stands for; its index says which. */
enum event_kind { EVENT_KIND_CALL, EVENT_KIND_TIMER, EVENT_KIND_ARRIVAL };

enum { TRANSMIT_MAX = 1 << 20 /* segments that one event can set free: a bound, never reached */ };

const struct trace_names simulate_names = {
    .states       = tcp_state_names,  .n_states  = TCP_STATES,
    .events       = tcp_event_names,  .n_events  = TCP_EVENTS,
    .signals      = tcp_signal_names, .n_signals = TCP_SIGNALS,
    .signal_texts = tcp_signal_texts, .rows      = tcp_rows,
    .n_rows       = TCP_ROWS,         .timers    = tcp_timer_names,
    .n_timers     = TCP_TIMERS,       .vars      = tcp_vars,
    .n_vars       = TCP_VARS,
};

/* ---------------------------------------------------------------- the trace */

static void put(struct simulation *s, const struct trace_record *record)
{
    if (s->sink.put != NULL)
        s->sink.put(s->sink.context, record);
}

static struct engine_segment segment_of(const struct tcp_segment *from)
{
    return (struct engine_segment){
        .flags = from->flags, .seq = from->seq, .ack = from->ack, .text = from->text,
    };
}

static void put_cause(struct simulation *s, struct trace_record cause, const struct tcp_output *out)
{
    cause.n_fired = out->n_fired < ENGINE_FIRED_MAX ? out->n_fired : ENGINE_FIRED_MAX;
    cause.started = out->started;
    cause.stopped = out->stopped;
    for (uint8_t i = 0; i < cause.n_fired; i++)
        cause.fired[i] = out->fired[i];
    put(s, &cause);
}

/* A record of the same step as `cause`, without its particulars. */
static struct trace_record consequence(const struct trace_record *cause, enum trace_kind kind)
{
    return (struct trace_record){
        .time_us = cause->time_us, .step = cause->step, .kind = (uint8_t)kind, .end = cause->end,
        .event = TRACE_NONE, .signal = TRACE_NONE, .before = cause->before, .after = cause->after,
    };
}

/* How both ends stand after the step of that record. */
static void put_world(struct simulation *s, const struct trace_record *cause)
{
    uint32_t            values[ENGINE_ENDS][TCP_VARS];
    struct trace_record world = consequence(cause, TRACE_WORLD);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        tcp_view(&s->ends[end].tcb, values[end]);
        world.values[end] = values[end];
    }
    put(s, &world);
}

/* ---------------------------------------------------------------- segments */

static struct simulate_flight *free_flight(struct simulation *s)
{
    for (uint32_t i = 0; i < SIMULATE_FLIGHT_MAX; i++)
        if (s->flights[i].number == 0)
            return &s->flights[i];
    return NULL;
}

static void put_on_wire(struct simulation *s, const struct trace_record *sent, uint64_t arrival_us)
{
    struct simulate_flight *flight = free_flight(s);
    if (flight == NULL) {
        s->result = SIMULATE_FULL;
        return;
    }
    *flight = (struct simulate_flight){ sent->segment, sent->number,
                                        s->ends[sent->end].connection };
    struct clock_event arrival = { .time_us = arrival_us, .kind = EVENT_KIND_ARRIVAL,
                                   .end   = sent->end ^ 1,
                                   .index = (uint32_t)(flight - s->flights) };
    if (clock_add(&s->clock, arrival) == 0)
        s->result = SIMULATE_FULL;
}

/* Whether a segment takes sequence numbers that this end has sent before. */
static bool is_old(const struct simulate_end *e, const struct engine_segment *segment)
{
    return e->sent_any && (int32_t)(segment->seq - e->sent_end) < 0;
}

/* The SYN,ACK that answers a crossing SYN has the SYN's number, but it is the first of its kind. */
static bool is_first_synack(const struct trace_record *cause, const struct engine_segment *segment)
{
    return (segment->flags & FLAG_SYN) != 0 && cause->before == SYN_SENT
           && cause->after == SYN_RECEIVED;
}

/* Whether the segment is a retransmission; one that is new is measured. */
static bool note_sent(struct simulation *s, const struct trace_record *cause,
                      const struct engine_segment *segment)
{
    struct simulate_end *e = &s->ends[cause->end];
    if (is_first_synack(cause, segment) || trace_segment_length(segment) == 0)
        return false;
    if (is_old(e, segment)) {
        rto_repeated(&e->rto);
        return true;
    }
    e->sent_any = true;
    e->sent_end = segment->seq + trace_segment_length(segment);
    rto_sent(&e->rto, e->sent_end, s->clock.now_us);
    return false;
}

static void send_segment(struct simulation *s, const struct trace_record *cause,
                         const struct tcp_segment *segment)
{
    struct simulate_end *e    = &s->ends[cause->end];
    struct trace_record  sent = consequence(cause, TRACE_SEND);
    sent.segment = segment_of(segment);
    sent.number  = ++s->n_segments;
    sent.again   = note_sent(s, cause, &sent.segment);
    e->n_sent++;
    e->n_again += sent.again ? 1 : 0;
    put(s, &sent);

    struct channel     *channel = &s->channels[cause->end];
    struct channel_fate fate    = channel_send(channel, &sent.segment, s->clock.now_us);
    if (!fate.lost) {
        put_on_wire(s, &sent, fate.arrival_us);
        return;
    }
    e->n_lost++;
    sent.kind = TRACE_LOSE;
    sent.why  = TRACE_WHY_RULE;
    sent.line = channel->rules[fate.rule].line;
    put(s, &sent);
}

/* ---------------------------------------------------------------- timers */

static bool is_connecting(unsigned state)
{
    return state == SYN_SENT || state == SYN_RECEIVED;
}

/* A state from which SYN-SENT or SYN-RECEIVED begins a connection anew. */
static bool is_before_connection(unsigned state)
{
    return state == CLOSED || state == LISTEN || state == TIME_WAIT;
}

/* What the step means for the retransmission timer's length. */
static void note_progress(struct simulation *s, struct simulate_end *e, const struct tcb *before)
{
    const struct tcb *after = &e->tcb;
    if (is_before_connection(before->state)) {
        if (is_connecting(after->state)) {
            e->connection++;
            rto_start(&e->rto, s->profile);
            e->sent_any = false;
        }
        return;
    }
    if (after->state == CLOSED || after->state == LISTEN) {
        e->connection++;
        return;
    }
    if ((int32_t)(after->snd_una - before->snd_una) > 0)
        rto_acked(&e->rto, s->profile, after->snd_una, s->clock.now_us);
    if (is_connecting(before->state) && !is_connecting(after->state))
        rto_opened(&e->rto, s->profile);
}

static uint64_t timer_length(const struct simulation *s, const struct simulate_end *e,
                             enum tcp_timer timer)
{
    switch (timer) {
    case TIMER_RETRANSMISSION: return e->rto.rto_us;
    case TIMER_TIME_WAIT:      return s->profile->values[PROFILE_TIME_WAIT];
    case TCP_TIMERS:           break;
    }
    return 0;
}

static void stop_timer(struct simulation *s, struct simulate_end *e, enum tcp_timer timer)
{
    if (e->timers[timer] != 0)
        clock_cancel(&s->clock, e->timers[timer]);
    e->timers[timer] = 0;
}

/* Does what the step asked for: a timer that it started anew runs its full length again. */
static void set_timers(struct simulation *s, unsigned end, uint32_t started)
{
    struct simulate_end *e = &s->ends[end];
    for (unsigned timer = 0; timer < TCP_TIMERS; timer++) {
        bool start = (started >> timer & 1) != 0;
        if (start || !e->tcb.timer[timer])
            stop_timer(s, e, (enum tcp_timer)timer);
        if (!start || !e->tcb.timer[timer])
            continue;
        struct clock_event expiry = {
            .time_us = s->clock.now_us + timer_length(s, e, (enum tcp_timer)timer),
            .kind = EVENT_KIND_TIMER, .end = (uint16_t)end, .index = timer,
        };
        e->timers[timer] = clock_add(&s->clock, expiry);
        if (e->timers[timer] == 0)
            s->result = SIMULATE_FULL;
    }
}

/* ---------------------------------------------------------------- one event at one end */

static void put_told(struct simulation *s, const struct trace_record *cause,
                     const struct tcp_output *out)
{
    if (out->delivered > 0) {
        struct trace_record deliver = consequence(cause, TRACE_DELIVER);
        deliver.octets = out->delivered;
        s->ends[cause->end].delivered += out->delivered;
        put(s, &deliver);
    }
    for (uint8_t i = 0; i < out->n_told; i++) {
        struct trace_record tell = consequence(cause, TRACE_TELL);
        tell.signal = out->told[i];
        put(s, &tell);
    }
}

static bool step(struct simulation *s, struct trace_record cause, const struct tcp_input *input)
{
    struct simulate_end *e      = &s->ends[cause.end];
    struct tcb           before = e->tcb;
    struct tcp_output    out;
    bool fits = tcp_step(&e->tcb, &e->config, (enum tcp_event)cause.event, input, &out);
    if (!fits && cause.event == EVENT_TRANSMIT)
        return false;

    cause.time_us = s->clock.now_us;
    cause.step    = ++s->step;
    cause.signal  = TRACE_NONE;
    cause.before  = before.state;
    cause.after   = e->tcb.state;
    note_progress(s, e, &before);
    set_timers(s, cause.end, out.started);
    put_cause(s, cause, &out);
    if (cause.before != cause.after) {
        struct trace_record state = consequence(&cause, TRACE_STATE);
        put(s, &state);
    }
    for (uint8_t i = 0; i < out.n_sent; i++)
        send_segment(s, &cause, &out.sent[i]);
    put_told(s, &cause, &out);
    put_world(s, &cause);
    return true;
}

/* An event, and then whatever it allows the end to send. */
static void event_at(struct simulation *s, const struct trace_record *cause,
                     const struct tcp_input *input)
{
    struct trace_record transmit = { .kind = TRACE_TRANSMIT, .end = cause->end,
                                     .event = EVENT_TRANSMIT };
    struct tcp_input nothing = { 0 };
    step(s, *cause, input);
    for (uint32_t i = 0; i < TRANSMIT_MAX && s->result == SIMULATE_RUNNING; i++)
        if (!step(s, transmit, &nothing))
            return;
}

/* ---------------------------------------------------------------- what can be pending */

/* RFC 9293, 3.4.1: ISN = M + F(...), and M counts up every four microseconds. */
static uint32_t new_iss(const struct simulation *s, unsigned end)
{
    return s->scenario->iss[end] + (uint32_t)(s->clock.now_us / 4);
}

static void call(struct simulation *s, const struct scenario_call *c)
{
    struct trace_record cause = { .kind = TRACE_CALL, .end = c->end, .event = c->event,
                                  .active = c->active, .octets = c->octets };
    struct tcp_input input = { .active = c->active, .octets = c->octets,
                               .new_iss = new_iss(s, c->end) };
    event_at(s, &cause, &input);
}

static void arrival(struct simulation *s, unsigned end, struct simulate_flight *flight)
{
    struct trace_record cause = { .kind = TRACE_RECEIVE, .end = (uint8_t)end,
                                  .event = EVENT_SEGMENT, .segment = flight->segment,
                                  .number = flight->number };
    struct tcp_input input = { .new_iss = new_iss(s, end),
                               .seg = { .seq = flight->segment.seq, .ack = flight->segment.ack,
                                        .text = flight->segment.text,
                                        .flags = flight->segment.flags } };
    cause.segment.old = flight->connection != s->ends[end ^ 1].connection;
    flight->number    = 0;
    event_at(s, &cause, &input);
}

static enum tcp_event timer_event(struct simulation *s, struct simulate_end *e,
                                  enum tcp_timer timer)
{
    if (timer == TIMER_TIME_WAIT)
        return EVENT_TIME_WAIT_TIMEOUT;
    if (e->rto.retries >= rto_retries_max(s->profile, e->tcb.state))
        return EVENT_USER_TIMEOUT;
    rto_expired(&e->rto, s->profile, e->tcb.state);
    return EVENT_RETRANSMISSION_TIMEOUT;
}

static void expiry(struct simulation *s, unsigned end, enum tcp_timer timer)
{
    struct simulate_end *e     = &s->ends[end];
    struct trace_record  cause = { .kind = TRACE_TIMER, .end = (uint8_t)end,
                                   .count = e->rto.retries };
    struct tcp_input input = { .new_iss = new_iss(s, end) };
    e->timers[timer] = 0;
    cause.event      = (uint8_t)timer_event(s, e, timer);
    event_at(s, &cause, &input);
}

/* ---------------------------------------------------------------- the run */

static void start_end(struct simulation *s, unsigned end)
{
    const uint64_t *values = s->profile->values;
    s->ends[end].config = (struct tcp_config){
        .options  = s->profile->options,
        .rcv_wnd  = (uint32_t)values[PROFILE_RECEIVE_WINDOW],
        .snd_wnd  = (uint32_t)values[PROFILE_RECEIVE_WINDOW],
        .mss      = (uint32_t)values[PROFILE_MSS],
        .snd_buf  = (uint32_t)values[PROFILE_SEND_BUFFER],
        .iss_step = (uint32_t)values[PROFILE_ISS_STEP],
    };
    rto_start(&s->ends[end].rto, s->profile);
}

void simulate_start(struct simulation *s, const struct scenario *scenario,
                    const struct profile *profile, struct trace_sink sink)
{
    *s = (struct simulation){ .scenario = scenario, .profile = profile, .sink = sink };
    clock_start(&s->clock, s->events, SIMULATE_EVENTS_MAX);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        s->channels[end] = scenario->channels[end];
        start_end(s, end);
    }
    for (uint32_t i = 0; i < scenario->n_calls; i++) {
        struct clock_event event = { .time_us = scenario->calls[i].time_us,
                                     .kind = EVENT_KIND_CALL, .index = i };
        if (clock_add(&s->clock, event) == 0)
            s->result = SIMULATE_FULL;
    }
    put_world(s, &(struct trace_record){ 0 });
}

bool simulate_next(struct simulation *s)
{
    const struct clock_event *first = clock_peek(&s->clock);
    struct clock_event        event;
    if (s->result != SIMULATE_RUNNING)
        return false;
    if (first == NULL || first->time_us > s->scenario->until_us) {
        s->result = first == NULL ? SIMULATE_QUIET : SIMULATE_UNTIL;
        return false;
    }
    clock_next(&s->clock, &event);
    switch ((enum event_kind)event.kind) {
    case EVENT_KIND_CALL:    call(s, &s->scenario->calls[event.index]); break;
    case EVENT_KIND_TIMER:   expiry(s, event.end, (enum tcp_timer)event.index); break;
    case EVENT_KIND_ARRIVAL: arrival(s, event.end, &s->flights[event.index]); break;
    }
    return true;
}

enum simulate_result simulate_run(struct simulation *s)
{
    while (simulate_next(s))
        continue;
    return s->result;
}
