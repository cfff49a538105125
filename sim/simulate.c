/* simulate.c - one run in virtual time; see simulate.h. */
#include "simulate.h"

#include "simulate_trace.h"

enum { TRANSMIT_MAX = 1 << 20 /* segments that one event can set free: a bound, never reached */ };

/* ---------------------------------------------------------------- segments under way */

static struct engine_segment segment_of(const struct tcp_segment *from)
{
    return (struct engine_segment){
        .flags = from->flags, .seq = from->seq, .ack = from->ack, .text = from->text,
    };
}

static uint32_t schedule(struct simulation *s, struct clock_event event)
{
    uint32_t id = clock_add(&s->clock, event);
    if (id == 0)
        s->result = SIMULATE_FULL;
    return id;
}

static uint32_t take_flight(struct simulation *s)
{
    uint32_t place = s->free_flight;
    if (place != SIMULATE_NO_FLIGHT)
        s->free_flight = s->flights[place].next;
    else if (s->n_flights < SIMULATE_FLIGHT_MAX)
        place = s->n_flights++;
    return place;
}

static void put_on_wire(struct simulation *s, const struct simulate_flight *flight, unsigned to,
                        uint64_t arrival_us)
{
    uint32_t place = take_flight(s);
    if (place == SIMULATE_NO_FLIGHT) {
        s->result = SIMULATE_FULL;
        return;
    }
    s->flights[place] = *flight;
    schedule(s, (struct clock_event){ .time_us = arrival_us, .kind = EVENT_KIND_ARRIVAL,
                                      .end = (uint8_t)to, .index = (uint16_t)place });
}

/* Whether a segment takes sequence numbers that this end has sent before. */
static bool is_old(const struct simulate_end *e, const struct engine_segment *segment)
{
    return e->sent_any && (int32_t)(segment->seq - e->sent_end) < 0;
}

/* The SYN,ACK that answers a crossing SYN has the SYN's number, but it is the first of its kind. */
static bool is_first_synack(const struct simulate_cause *cause, const struct engine_segment *segment)
{
    return (segment->flags & FLAG_SYN) != 0 && cause->before == SYN_SENT
           && cause->after == SYN_RECEIVED;
}

/* Whether the segment is a retransmission; one that is new is measured. */
static bool note_sent(struct simulation *s, const struct simulate_cause *cause,
                      const struct engine_segment *segment)
{
    struct simulate_end *e = &s->ends[cause->end];
    if (is_first_synack(cause, segment) || trace_segment_length(segment) == 0
        || (segment->flags & FLAG_RST) != 0)
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

/* A firewall's RST, as RFC 9293, 3.10.7.1 has it, comes back as fast as the network lets it. */
static void reject(struct simulation *s, unsigned sender, const struct engine_segment *segment)
{
    bool ack = (segment->flags & FLAG_ACK) != 0;
    const struct channel *channels = s->scenario->channels;
    struct simulate_flight rst     = { .echo_us = RTO_NO_ECHO };
    if ((segment->flags & FLAG_RST) != 0)
        return;
    rst.segment = (struct engine_segment){
        .flags  = ack ? FLAG_RST : FLAG_RST | FLAG_ACK,
        .forged = 1,
        .seq    = ack ? segment->ack : 0,
        .ack    = ack ? 0 : segment->seq + trace_segment_length(segment),
    };
    put_on_wire(s, &rst, sender,
                s->clock.now_us + channel_delay_least(&channels[sender].delay)
                    + channel_delay_least(&channels[sender ^ 1].delay));
}

static void send_segment(struct simulation *s, const struct simulate_cause *cause,
                         const struct tcp_segment *segment)
{
    unsigned               sender = cause->end;
    struct simulate_end   *e      = &s->ends[sender];
    struct simulate_flight flight = {
        .segment = segment_of(segment), .sent_us = s->clock.now_us,
        .echo_us = e->profile->values[PROFILE_TIMESTAMPS] != 0 ? e->echo_us : RTO_NO_ECHO,
        .number = ++s->n_segments, .connection = e->connection,
    };
    bool again = note_sent(s, cause, &flight.segment);
    e->n_sent++;
    e->n_again += again ? 1 : 0;
    if (simulate_traces(s))
        simulate_put_sent(s, cause, &flight, again);

    struct channel_fate fate = channel_send(&s->scenario->channels[sender], &s->channels[sender],
                                            &flight.segment, s->clock.now_us);
    if (s->n_segments <= SIMULATE_CHANCES_MAX)
        s->chances[s->n_segments - 1] = (uint8_t)(sender * CHANNEL_CHANCES + fate.chance);
    if (s->judge.decide != NULL && fate.n_copies != 0)
        s->judge.decide(s->judge.context, sender, &fate);
    for (uint8_t i = 0; i < fate.n_copies; i++)
        put_on_wire(s, &flight, sender ^ 1, fate.arrivals_us[i]);
    if (fate.n_copies != 0)
        return;
    e->n_lost++;
    if (simulate_traces(s))
        simulate_put_lost(s, cause, &flight, &fate);
    if (fate.rejected)
        reject(s, sender, &flight.segment);
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

/* What the step means for the retransmission timer's length; echo_us is the timestamp that came. */
static void note_progress(struct simulation *s, struct simulate_end *e, const struct tcb *before,
                          uint64_t echo_us)
{
    const struct tcb *after = &e->tcb;
    if (is_before_connection(before->state)) {
        if (is_connecting(after->state)) {
            e->connection++;
            rto_start(&e->rto, e->profile);
            e->sent_any = false;
            e->given    = 0;
            e->shut     = false;
        }
        return;
    }
    if (after->state == CLOSED || after->state == LISTEN) {
        e->connection++;
        return;
    }
    if ((int32_t)(after->snd_una - before->snd_una) > 0)
        rto_acked(&e->rto, e->profile, &(struct rto_ack){ s->clock.now_us, echo_us, after->snd_una,
                                                          after->snd_nxt });
    if (!before->syn_acked && after->syn_acked)
        rto_opened(&e->rto, e->profile);
}

static struct rto_view rto_view(const struct simulation *s, const struct simulate_end *e)
{
    uint32_t in_flight = e->tcb.snd_nxt - e->tcb.snd_una;
    uint32_t fin       = e->tcb.fin_sent ? 1 : 0;
    return (struct rto_view){
        .now_us = s->clock.now_us, .state = e->tcb.state, .snd_nxt = e->tcb.snd_nxt,
        .lone = in_flight == 1 || (fin == 0 && in_flight <= e->config.mss),
        .orphan = e->tcb.orphan,
    };
}

static uint64_t timer_length(const struct simulation *s, struct simulate_end *e,
                             enum tcp_timer timer)
{
    const uint64_t *values = e->profile->values;
    struct rto_view view;
    switch (timer) {
    case TIMER_RETRANSMISSION:
        view = rto_view(s, e);
        return rto_length(&e->rto, e->profile, &view);
    case TIMER_TIME_WAIT:   return values[PROFILE_TIME_WAIT];
    case TIMER_DELAYED_ACK: return values[e->given > 0 ? PROFILE_DELAYED_ACK
                                                       : PROFILE_DELAYED_ACK_FIRST];
    case TIMER_FIN_WAIT_2:  return values[PROFILE_FIN_WAIT_2];
    case TIMER_KEEPALIVE:   return values[e->tcb.probes == 0 ? PROFILE_KEEPALIVE_IDLE
                                                             : PROFILE_KEEPALIVE_INTERVAL];
    case TIMER_ACK_LIMIT:   return values[PROFILE_ACK_LIMIT];
    case TIMER_PROMPT_SYN:  return values[PROFILE_PROMPT_SYN];
    case TIMER_PERSIST: /* no profile has zero_window */
    case TCP_TIMERS:        break;
    }
    return 0;
}

/* Takes timers off the clock, of those that are on it. */
static void stop_timers(struct simulation *s, struct simulate_end *e, uint32_t stopped)
{
    for (uint32_t left = stopped & e->running; left != 0; left &= left - 1)
        clock_cancel(&s->clock, e->timers[__builtin_ctz(left)]);
    e->running &= ~stopped;
}

static void start_timer(struct simulation *s, unsigned end, enum tcp_timer timer)
{
    struct simulate_end *e = &s->ends[end];
    e->due_us[timer] = s->clock.now_us + timer_length(s, e, timer);
    e->timers[timer] = schedule(s, (struct clock_event){
        .time_us = e->due_us[timer], .kind = EVENT_KIND_TIMER, .end = (uint8_t)end,
        .index = (uint16_t)timer });
    e->running |= UINT32_C(1) << timer;
}

/* Does what the step asked for: a timer that it started anew runs its full length again. */
static void set_timers(struct simulation *s, unsigned end, const struct tcp_output *out)
{
    struct simulate_end *e = &s->ends[end];
    stop_timers(s, e, out->started | out->stopped);
    for (uint32_t left = out->started; left != 0; left &= left - 1) {
        unsigned timer = (unsigned)__builtin_ctz(left);
        if (e->tcb.timer[timer])
            start_timer(s, end, (enum tcp_timer)timer);
    }
}

/* ---------------------------------------------------------------- moments that calls wait for */

static bool has_come(const struct simulate_end *e, const struct scenario_call *call,
                     const struct tcp_output *out, const struct simulate_cause *cause)
{
    switch ((enum scenario_moment)call->moment) {
    case MOMENT_ESTABLISHED:
        return cause->before != cause->after && cause->after == ESTABLISHED;
    case MOMENT_CLOSED:
        return cause->before != cause->after && cause->after == CLOSED;
    case MOMENT_RECEIVED:
        return e->given >= call->received;
    case MOMENT_CLOSING:
        for (uint8_t i = 0; i < out->n_told; i++)
            if (out->told[i] == SIGNAL_CLOSING)
                return true;
        return false;
    case MOMENT_TIME:
    case SCENARIO_MOMENTS: break;
    }
    return false;
}

/* Each call that waits at this end and whose moment has come is pending now. */
static void notice(struct simulation *s, const struct simulate_cause *cause,
                   const struct tcp_output *out)
{
    struct simulate_end        *e     = &s->ends[cause->end];
    const struct scenario_call *calls = s->scenario->calls;
    for (uint64_t left = e->waiting; left != 0; left &= left - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(left);
        if (has_come(e, &calls[i], out, cause)) {
            e->waiting &= ~(UINT64_C(1) << i);
            schedule(s, (struct clock_event){ .time_us = s->clock.now_us + calls[i].time_us,
                                              .kind = EVENT_KIND_CALL, .index = (uint16_t)i });
        }
    }
}

/* ---------------------------------------------------------------- one event at one end */

/* RFC 7323, 4.3: the timestamp of a segment at the left edge of what is expected is echoed. */
static void note_timestamp(struct simulate_end *e, const struct tcb *before,
                           const struct simulate_flight *flight)
{
    const struct engine_segment *segment = &flight->segment;
    uint32_t                     ahead   = before->rcv_nxt - segment->seq;
    bool first = (segment->flags & FLAG_SYN) != 0 && e->tcb.rcv_nxt == segment->seq + 1
                 && before->rcv_nxt != e->tcb.rcv_nxt;
    if (first || (e->tcb.state != CLOSED && ahead <= trace_segment_length(segment)
                  && (segment->flags & (FLAG_SYN | FLAG_RST)) == 0))
        e->echo_us = flight->sent_us;
}

/* What many runs are measured by. */
static void note_course(struct simulation *s, const struct simulate_cause *cause,
                        const struct tcp_input *input, const struct tcp_output *out)
{
    struct course *course = &s->ends[cause->end].course;
    for (uint8_t i = 0; i < out->n_told; i++)
        course->told |= UINT32_C(1) << out->told[i];
    if (cause->before == cause->after)
        return;
    course_change(course, &(struct course_change){
        .now_us = s->clock.now_us, .before = cause->before, .after = cause->after,
        .event = cause->event,
        .by_rst = cause->event == EVENT_SEGMENT && (input->seg.flags & FLAG_RST) != 0 });
}

/* What a step of the table means for the timers, the network and the user; `before` it. */
static void follow_step(struct simulation *s, struct simulate_cause *cause, const struct tcb *before,
                        const struct tcp_input *input, const struct tcp_output *out)
{
    const struct simulate_flight *flight = cause->flight;
    struct simulate_end          *e      = &s->ends[cause->end];
    cause->before = before->state;
    cause->after  = e->tcb.state;
    cause->ran    = e->running;
    s->step++;
    bool told = out->n_told != 0 || cause->before != cause->after;
    if (told)
        note_course(s, cause, input, out);
    e->delivered += out->delivered;
    e->given += out->delivered;
    note_progress(s, e, before, flight != NULL ? flight->echo_us : RTO_NO_ECHO);
    if (flight != NULL && flight->number != 0)
        note_timestamp(e, before, flight);
    if ((out->started | out->stopped) != 0)
        set_timers(s, cause->end, out);
    if (simulate_traces(s)) {
        simulate_put_cause(s, cause, out);
        simulate_put_state(s, cause);
    }
    for (uint8_t i = 0; i < out->n_sent; i++)
        send_segment(s, cause, &out->sent[i]);
    if (simulate_traces(s)) {
        simulate_put_told(s, cause, out);
        simulate_put_world(s, cause);
    }
    if (e->waiting != 0 && (told || out->delivered != 0))
        notice(s, cause, out);
}

static void step(struct simulation *s, struct simulate_cause *cause, const struct tcp_input *input)
{
    struct simulate_end *e      = &s->ends[cause->end];
    struct tcb           before = e->tcb;
    struct tcp_output    out;
    tcp_step(&e->tcb, &e->config, (enum tcp_event)cause->event, input, &out);
    follow_step(s, cause, &before, input, &out);
}

/* Sends what can be sent now; false when there is nothing. */
static bool transmit(struct simulation *s, unsigned end)
{
    struct simulate_end  *e       = &s->ends[end];
    struct simulate_cause cause   = { .kind = TRACE_TRANSMIT, .end = (uint8_t)end,
                                      .event = EVENT_TRANSMIT };
    struct tcp_input      nothing = { 0 };
    struct tcb            before  = e->tcb;
    struct tcp_output     out;
    if (!tcp_step(&e->tcb, &e->config, EVENT_TRANSMIT, &nothing, &out))
        return false;
    follow_step(s, &cause, &before, &nothing, &out);
    return true;
}

/* RFC 9293, 3.4.1: ISN = M + F(...), and M counts up every four microseconds. */
static uint32_t new_iss(const struct simulation *s, unsigned end)
{
    return s->scenario->iss[end] + (uint32_t)(s->clock.now_us / 4);
}

/* A listener's connection is over: the next one may come. */
static void listen_again(struct simulation *s, unsigned end)
{
    struct simulate_cause open  = { .kind = TRACE_CALL, .end = (uint8_t)end, .event = EVENT_OPEN };
    struct tcp_input      input = { .new_iss = new_iss(s, end) };
    step(s, &open, &input);
}

/* An event, and then whatever it allows the end to send. */
static void event_at(struct simulation *s, struct simulate_cause *cause,
                     const struct tcp_input *input)
{
    const struct simulate_end *e = &s->ends[cause->end];
    step(s, cause, input);
    for (uint32_t i = 0; i < TRANSMIT_MAX && s->result == SIMULATE_RUNNING; i++)
        if (!transmit(s, cause->end))
            break;
    if (e->listens && e->tcb.state == CLOSED)
        listen_again(s, cause->end);
}

/* ---------------------------------------------------------------- the users */

static void user_event(struct simulation *s, const struct scenario_call *c, enum tcp_event event)
{
    struct simulate_cause cause = { .kind = TRACE_CALL, .end = c->end, .event = (uint8_t)event,
                                  .active = c->active, .octets = c->octets };
    struct tcp_input input = { .active = c->active, .octets = c->octets,
                               .new_iss = c->has_iss ? c->iss : new_iss(s, c->end) };
    event_at(s, &cause, &input);
}

static void listen_for(struct simulation *s, const struct scenario_call *c)
{
    s->ends[c->end].listens = true;
    user_event(s, c, EVENT_OPEN);
}

/* CLOSE, unless the user did that before, and RELEASE where the profile knows it. */
static void close_and_leave(struct simulation *s, const struct scenario_call *c)
{
    struct simulate_end *e = &s->ends[c->end];
    if (e->tcb.state == LISTEN)
        e->listens = false;
    if (!e->shut)
        user_event(s, c, EVENT_CLOSE);
    e->shut = true;
    if ((e->config.options >> OPTION_HALF_DUPLEX_CLOSE & 1) != 0 && e->tcb.state != CLOSED)
        user_event(s, c, EVENT_RELEASE);
}

static void shut_down(struct simulation *s, const struct scenario_call *c)
{
    user_event(s, c, EVENT_CLOSE);
    s->ends[c->end].shut = true;
}

static void crash(struct simulation *s, unsigned end)
{
    struct simulate_end  *e     = &s->ends[end];
    struct simulate_cause cause = {
        .kind = TRACE_CRASH, .end = (uint8_t)end, .event = TRACE_NONE, .before = e->tcb.state,
        .after = CLOSED,
    };
    struct tcp_output nothing = { 0 };
    s->step++;
    note_course(s, &cause, NULL, &nothing);
    e->tcb     = (struct tcb){ 0 };
    e->listens = false;
    e->connection++;
    stop_timers(s, e, e->running);
    if (simulate_traces(s)) {
        simulate_put_cause(s, &cause, &nothing);
        simulate_put_state(s, &cause);
        simulate_put_world(s, &cause);
    }
    notice(s, &cause, &nothing);
}

static void call(struct simulation *s, const struct scenario_call *c)
{
    switch ((enum scenario_action)c->action) {
    case CALL_OPEN:     user_event(s, c, EVENT_OPEN); break;
    case CALL_LISTEN:   listen_for(s, c); break;
    case CALL_SEND:     user_event(s, c, EVENT_SEND); break;
    case CALL_SHUTDOWN: shut_down(s, c); break;
    case CALL_CLOSE:    close_and_leave(s, c); break;
    case CALL_ABORT:    user_event(s, c, EVENT_ABORT); break;
    case CALL_CRASH:    crash(s, c->end); break;
    }
}

/* ---------------------------------------------------------------- segments that arrive */

static void arrive(struct simulation *s, unsigned end, const struct simulate_flight *flight)
{
    struct simulate_cause cause = { .kind = TRACE_RECEIVE, .end = (uint8_t)end,
                                  .event = EVENT_SEGMENT, .flight = flight };
    struct tcp_input input = { .new_iss = new_iss(s, end),
                               .seg = { .seq = flight->segment.seq, .ack = flight->segment.ack,
                                        .text  = flight->segment.text,
                                        .flags = flight->segment.flags } };
    cause.old = flight->number != 0 && flight->connection != s->ends[end ^ 1].connection;
    event_at(s, &cause, &input);
}

static void arrival(struct simulation *s, unsigned end, uint32_t place)
{
    struct simulate_flight flight = s->flights[place];
    s->flights[place].next        = s->free_flight;
    s->free_flight                = place;
    arrive(s, end, &flight);
}

static bool knows_peer(const struct tcb *tcb)
{
    return tcb->state != CLOSED && tcb->state != LISTEN && tcb->state != SYN_SENT;
}

/* What the numbers of a forged segment are relative to: the ISS of either side, as seen by the
 * receiver, or else by the end that the segment is said to come from. */
static void make_absolute(const struct simulation *s, const struct scenario_forged *forged,
                          struct engine_segment *segment)
{
    const struct tcb *to = &s->ends[forged->end].tcb, *from = &s->ends[forged->end ^ 1].tcb;
    segment->seq += knows_peer(to) ? to->irs : from->iss;
    segment->ack += to->state != CLOSED && to->state != LISTEN ? to->iss
                    : knows_peer(from)                         ? from->irs
                                                               : 0;
    if ((segment->flags & FLAG_ACK) == 0)
        segment->ack = 0;
}

static void forged_arrival(struct simulation *s, const struct scenario_forged *forged)
{
    struct simulate_flight flight = { .segment = forged->segment, .echo_us = RTO_NO_ECHO };
    if (!forged->absolute)
        make_absolute(s, forged, &flight.segment);
    arrive(s, forged->end, &flight);
}

/* ---------------------------------------------------------------- timers that expire */

static enum tcp_event retransmission_event(struct simulation *s, struct simulate_end *e)
{
    struct rto_view view = rto_view(s, e);
    return rto_expired(&e->rto, e->profile, &view) ? EVENT_RETRANSMISSION_TIMEOUT
                                                   : EVENT_USER_TIMEOUT;
}

static enum tcp_event timer_event(struct simulation *s, struct simulate_end *e,
                                  enum tcp_timer timer)
{
    switch (timer) {
    case TIMER_RETRANSMISSION: return retransmission_event(s, e);
    case TIMER_TIME_WAIT:      return EVENT_TIME_WAIT_TIMEOUT;
    case TIMER_DELAYED_ACK:    return EVENT_DELAYED_ACK_TIMEOUT;
    case TIMER_FIN_WAIT_2:     return EVENT_FIN_WAIT_2_TIMEOUT;
    case TIMER_KEEPALIVE:      return EVENT_KEEPALIVE_TIMEOUT;
    case TIMER_ACK_LIMIT:      return EVENT_ACK_LIMIT_TIMEOUT;
    case TIMER_PROMPT_SYN:     retransmission_event(s, e); return EVENT_PROMPT_SYN_TIMEOUT;
    case TIMER_PERSIST: /* never started */
    case TCP_TIMERS:           break;
    }
    return EVENT_USER_TIMEOUT;
}

static void expiry(struct simulation *s, unsigned end, enum tcp_timer timer)
{
    struct simulate_end  *e     = &s->ends[end];
    struct simulate_cause cause = { .kind = TRACE_TIMER, .end = (uint8_t)end,
                                    .count = e->rto.retries };
    struct tcp_input      input = { .new_iss = new_iss(s, end) };
    e->running &= ~(UINT32_C(1) << timer);
    cause.event      = (uint8_t)timer_event(s, e, timer);
    event_at(s, &cause, &input);
}

/* ---------------------------------------------------------------- the run */

static void start_end(struct simulation *s, unsigned end, const struct profile profiles[ENGINE_ENDS])
{
    const uint64_t *own = profiles[end].values, *peer = profiles[end ^ 1].values;
    s->ends[end] = (struct simulate_end){
        .profile = &profiles[end],
        .echo_us = RTO_NO_ECHO,
        .config  = { .options  = profiles[end].options,
                     .rcv_wnd  = (uint32_t)own[PROFILE_RECEIVE_WINDOW],
                     .snd_wnd  = (uint32_t)peer[PROFILE_RECEIVE_WINDOW],
                     .mss      = (uint32_t)own[PROFILE_MSS],
                     .snd_buf  = (uint32_t)own[PROFILE_SEND_BUFFER],
                     .iss_step = (uint32_t)own[PROFILE_ISS_STEP],
                     .iss_again = (uint32_t)own[PROFILE_ISS_STEP],
                     .probes   = (uint32_t)own[PROFILE_KEEPALIVE_PROBES] },
    };
    rto_start(&s->ends[end].rto, &profiles[end]);
}

static void start_calls(struct simulation *s)
{
    const struct scenario *scenario = s->scenario;
    for (uint32_t i = 0; i < scenario->n_calls; i++) {
        const struct scenario_call *c = &scenario->calls[i];
        if (c->moment != MOMENT_TIME)
            s->ends[c->end].waiting |= UINT64_C(1) << i;
        else
            schedule(s, (struct clock_event){ .time_us = c->time_us, .kind = EVENT_KIND_CALL,
                                              .index = (uint16_t)i });
    }
    for (uint32_t i = 0; i < scenario->n_forged; i++)
        schedule(s, (struct clock_event){ .time_us = scenario->forged[i].time_us,
                                          .kind = EVENT_KIND_FORGED, .index = (uint16_t)i });
}

void simulate_start(struct simulation *s, const struct scenario *scenario,
                    const struct profile profiles[ENGINE_ENDS], uint64_t run,
                    struct trace_sink sink)
{
    s->scenario    = scenario;
    s->sink        = sink;
    s->step        = 0;
    s->n_segments  = 0;
    s->n_flights   = 0;
    s->free_flight = SIMULATE_NO_FLIGHT;
    s->result      = SIMULATE_RUNNING;
    s->judge       = (struct simulate_judge){ 0 };
    clock_start(&s->clock, s->events, SIMULATE_EVENTS_MAX);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        s->channels[end] = (struct channel_state){ .key = channel_key(scenario->seed, run, end) };
        start_end(s, end, profiles);
    }
    start_calls(s);
    if (simulate_traces(s))
        simulate_put_world(s, &(struct simulate_cause){ 0 });
}

uint64_t simulate_when(const struct simulation *s)
{
    const struct clock_event *first = clock_peek(&s->clock);
    return first != NULL ? first->time_us : UINT64_MAX;
}

bool simulate_next(struct simulation *s)
{
    struct clock_event event;
    uint64_t           when_us = simulate_when(s);
    if (s->result != SIMULATE_RUNNING)
        return false;
    if (when_us > s->scenario->until_us) {
        s->result = when_us == UINT64_MAX ? SIMULATE_QUIET : SIMULATE_UNTIL;
        return false;
    }
    clock_next(&s->clock, &event);
    switch ((enum event_kind)event.kind) {
    case EVENT_KIND_CALL:    call(s, &s->scenario->calls[event.index]); break;
    case EVENT_KIND_FORGED:  forged_arrival(s, &s->scenario->forged[event.index]); break;
    case EVENT_KIND_TIMER:   expiry(s, event.end, (enum tcp_timer)event.index); break;
    case EVENT_KIND_ARRIVAL: arrival(s, event.end, event.index); break;
    }
    return true;
}

enum simulate_result simulate_run(struct simulation *s)
{
    while (simulate_next(s))
        continue;
    return s->result;
}
