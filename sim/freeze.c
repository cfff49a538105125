/* freeze.c - a run as bytes; see freeze.h. */
#include "freeze.h"

#include <assert.h>
#include <string.h>

/* ---------------------------------------------------------------- bytes */

struct writer {
    unsigned char *next; /* where the next byte goes */
};

struct reader {
    const unsigned char *next; /* the next byte */
};

static void put(struct writer *w, const void *from, size_t size)
{
    memcpy(w->next, from, size);
    w->next += size;
}

static void get(struct reader *r, void *to, size_t size)
{
    memcpy(to, r->next, size);
    r->next += size;
}

/* ---------------------------------------------------------------- timestamps that nobody will look at */

/* No end will begin a connection any more, but for a SYN that is on its way to a LISTEN. */
static bool is_settled(const struct simulation *s)
{
    const struct scenario_call *calls = s->scenario->calls;
    uint64_t                    left  = s->ends[0].waiting | s->ends[1].waiting;
    for (uint32_t i = 0; i < s->clock.count; i++) {
        if (s->clock.events[i].kind == EVENT_KIND_FORGED)
            return false;
        if (s->clock.events[i].kind == EVENT_KIND_CALL)
            left |= UINT64_C(1) << s->clock.events[i].index;
    }
    for (; left != 0; left &= left - 1) {
        unsigned action = calls[__builtin_ctzll(left)].action;
        if (action == CALL_OPEN || action == CALL_LISTEN)
            return false;
    }
    return !s->ends[0].listens && !s->ends[1].listens;
}

/* Whether this end, where all is settled, has no use for the timestamp that comes back with an acknowledgment
 * of `ack`: its RTO learns from it only if the acknowledgment is new, now or when it arrives. */
static bool has_no_use(const struct tcb *tcb, uint32_t ack)
{
    if (tcb->state == CLOSED || tcb->state == TIME_WAIT)
        return true;
    return tcb->state != LISTEN && tcb->state != SYN_SENT && tcb->state != SYN_RECEIVED
           && (int32_t)(ack - tcb->snd_una) <= 0;
}

/* ---------------------------------------------------------------- one end */

struct frozen_end {
    uint64_t waiting;    /* calls that wait for their moment */
    uint64_t echo_us;    /* what its timestamps echo */
    uint64_t given;      /* octets, in this connection */
    uint32_t sent_end;   /* after the highest number sent */
    uint8_t  sent_any;   /* sent_end holds something */
    uint8_t  listens;    /* opens again */
    uint8_t  shut;       /* sends no more */
    uint8_t  unused;     /* zero */
};

/* Nothing that takes sequence numbers will be sent or acknowledged before a connection begins anew. */
static bool is_past_sending(const struct tcb *tcb)
{
    return tcb->state == CLOSED || tcb->state == LISTEN || tcb->state == TIME_WAIT
           || (tcb->state == FIN_WAIT_2 && tcb->snd_una == tcb->snd_nxt);
}

/* Of the retransmission timer's state, what has an effect. */
static struct rto live_rto(const struct simulate_end *e)
{
    const uint64_t *values = e->profile->values;
    struct rto      rto;
    memset(&rto, 0, sizeof rto);
    if (is_past_sending(&e->tcb))
        return rto;
    rto = e->rto;
    if (!rto.timing)
        rto.timed_from_us = rto.timed_end = 0;
    if (rto.retries == 0)
        rto.first_us = 0;
    if (values[PROFILE_USER_TIMEOUT] == 0 && values[PROFILE_OPEN_TIMEOUT] == 0)
        rto.since_us = 0;
    if (!rto.probed)
        rto.probe_end = 0;
    if ((e->running >> TIMER_RETRANSMISSION & 1) == 0)
        rto.probing = false;
    if (values[PROFILE_LINUX_RTT] == 0)
        rto.rtt.most_us = rto.rtt.window_end = 0;
    return rto;
}

/* The timestamp that an end will send back: one that comes with what it has not acknowledged yet takes its place. */
static bool is_echo_dead(const struct simulate_end *e, const struct simulate_end *peer, bool settled)
{
    return e->tcb.state == CLOSED || e->tcb.state == LISTEN || e->profile->values[PROFILE_TIMESTAMPS] == 0
           || (settled && has_no_use(&peer->tcb, e->tcb.rcv_nxt));
}

static struct frozen_end live_end(const struct simulate_end *e, const struct simulate_end *peer, bool settled)
{
    bool sending = e->sent_any && !is_past_sending(&e->tcb);
    return (struct frozen_end){
        .waiting  = e->waiting,
        .echo_us  = is_echo_dead(e, peer, settled) ? 0 : e->echo_us,
        .given    = e->given,
        .sent_end = sending ? e->sent_end : 0,
        .sent_any = sending,
        .listens  = e->listens,
        .shut     = e->shut,
    };
}

static void put_end(struct writer *w, const struct simulate_end *e, const struct simulate_end *peer,
                    bool settled)
{
    struct rto        rto = live_rto(e);
    struct frozen_end end = live_end(e, peer, settled);
    put(w, &e->tcb, sizeof e->tcb);
    put(w, &rto, sizeof rto);
    put(w, &end, sizeof end);
}

static void get_end(struct reader *r, struct simulate_end *e)
{
    struct frozen_end end;
    get(r, &e->tcb, sizeof e->tcb);
    get(r, &e->rto, sizeof e->rto);
    get(r, &end, sizeof end);
    e->running = 0;
    memset(e->timers, 0, sizeof e->timers);
    memset(e->due_us, 0, sizeof e->due_us);
    e->waiting  = end.waiting;
    e->echo_us  = end.echo_us;
    e->given    = end.given;
    e->sent_end = end.sent_end;
    e->sent_any = end.sent_any != 0;
    e->listens  = end.listens != 0;
    e->shut     = end.shut != 0;
    e->n_sent = e->n_lost = e->n_again = e->connection = 0;
    e->delivered = 0;
    e->course    = (struct course){ 0 };
}

/* ---------------------------------------------------------------- the network */

/* A rule that has taken its last segment need not count further. */
static void put_rules(struct writer *w, const struct channel *channel,
                      const struct channel_state *state)
{
    for (uint32_t i = 0; i < channel->n_rules; i++) {
        uint32_t most = channel->rules[i].last + 1;
        uint32_t seen = channel->rules[i].last == CHANNEL_LAST_MAX ? channel->rules[i].first : most;
        seen = state->seen[i] < seen ? state->seen[i] : seen;
        put(w, &seen, sizeof seen);
    }
}

static void get_rules(struct reader *r, const struct channel *channel, struct channel_state *state)
{
    state->n_sent = 0;
    state->bad    = false;
    for (uint32_t i = 0; i < channel->n_rules; i++)
        get(r, &state->seen[i], sizeof state->seen[i]);
}

struct frozen_event {
    uint64_t time_us; /* when it happens */
    uint16_t index;   /* the call, forged segment or timer; of an arrival: 0 */
    uint8_t  kind;    /* enum event_kind */
    uint8_t  end;     /* where */
    uint8_t  ours;    /* of a segment: an end sent it, no stranger */
    uint8_t  unused[3]; /* zero */
};

struct frozen_flight {
    uint64_t sent_us, echo_us; /* as far as somebody looks at them */
    uint32_t seq, ack, text;   /* the segment */
    uint8_t  flags, forged;    /* likewise */
    uint16_t unused;           /* zero */
};

/* When it was sent: an acknowledgment and nothing else, that comes behind nothing new, brings nothing to acknowledge. */
static bool is_sending_dead(const struct simulate_end *from, const struct simulate_end *to,
                            const struct simulate_flight *flight, bool settled)
{
    return to->profile->values[PROFILE_TIMESTAMPS] == 0
           || (settled && trace_segment_length(&flight->segment) == 0
               && (int32_t)(flight->segment.seq - to->tcb.rcv_nxt) <= 0
               && has_no_use(&from->tcb, to->tcb.rcv_nxt));
}

static void put_flight(struct writer *w, const struct simulation *s, unsigned to,
                       const struct simulate_flight *flight, bool settled)
{
    bool echo_dead = flight->number != 0 && settled && has_no_use(&s->ends[to].tcb, flight->segment.ack);
    struct frozen_flight frozen = {
        .sent_us = is_sending_dead(&s->ends[to ^ 1], &s->ends[to], flight, settled) ? 0 : flight->sent_us,
        .echo_us = echo_dead ? 0 : flight->echo_us,
        .seq     = flight->segment.seq,
        .ack     = flight->segment.ack,
        .text    = flight->segment.text,
        .flags   = flight->segment.flags,
        .forged  = flight->segment.forged,
    };
    put(w, &frozen, sizeof frozen);
}

static struct simulate_flight get_flight(struct reader *r, bool ours)
{
    struct frozen_flight frozen;
    get(r, &frozen, sizeof frozen);
    return (struct simulate_flight){
        .segment = { .flags = frozen.flags, .forged = frozen.forged, .seq = frozen.seq,
                     .ack = frozen.ack, .text = frozen.text },
        .sent_us = frozen.sent_us, .echo_us = frozen.echo_us, .number = ours ? 1 : 0,
    };
}

/* ---------------------------------------------------------------- what is pending */

static bool is_before(const struct clock_event *a, const struct clock_event *b)
{
    return a->time_us != b->time_us ? a->time_us < b->time_us : a->id < b->id;
}

/* The pending events in the order in which they happen: few, so that insertion is quick. */
static void sort_events(const struct clock *clock, const struct clock_event **sorted)
{
    for (uint32_t i = 0; i < clock->count; i++) {
        uint32_t at = i;
        for (; at > 0 && is_before(&clock->events[i], sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = &clock->events[i];
    }
}

static void put_events(struct writer *w, const struct simulation *s, bool settled)
{
    const struct clock_event *sorted[SIMULATE_EVENTS_MAX];
    sort_events(&s->clock, sorted);
    put(w, &s->clock.count, sizeof s->clock.count);
    for (uint32_t i = 0; i < s->clock.count; i++) {
        const struct clock_event *event   = sorted[i];
        bool                      arrival = event->kind == EVENT_KIND_ARRIVAL;
        struct frozen_event       frozen  = {
            .time_us = event->time_us, .kind = event->kind, .end = event->end,
            .ours    = arrival && s->flights[event->index].number != 0,
            .index   = arrival ? 0 : event->index,
        };
        put(w, &frozen, sizeof frozen);
        if (arrival)
            put_flight(w, s, event->end, &s->flights[event->index], settled);
    }
}

static void get_events(struct reader *r, struct simulation *s)
{
    uint32_t count;
    get(r, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        struct frozen_event frozen;
        get(r, &frozen, sizeof frozen);
        if (frozen.kind == EVENT_KIND_ARRIVAL) {
            frozen.index             = (uint16_t)s->n_flights++;
            s->flights[frozen.index] = get_flight(r, frozen.ours != 0);
        }
        uint32_t id = clock_add(&s->clock, (struct clock_event){
            .time_us = frozen.time_us, .kind = frozen.kind, .end = frozen.end,
            .index = frozen.index });
        if (frozen.kind == EVENT_KIND_TIMER) {
            s->ends[frozen.end].running |= UINT32_C(1) << frozen.index;
            s->ends[frozen.end].timers[frozen.index] = id;
            s->ends[frozen.end].due_us[frozen.index] = frozen.time_us;
        }
    }
}

/* ---------------------------------------------------------------- all of it */

size_t freeze(const struct simulation *s, unsigned char out[FREEZE_MAX])
{
    struct writer w       = { out };
    bool          settled = is_settled(s);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        put_end(&w, &s->ends[end], &s->ends[end ^ 1], settled);
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        put_rules(&w, &s->scenario->channels[way], &s->channels[way]);
    put_events(&w, s, settled);
    assert(w.next <= out + FREEZE_MAX);
    return (size_t)(w.next - out);
}

void thaw(struct simulation *s, const unsigned char *bytes)
{
    struct reader r = { bytes };
    s->step        = 0;
    s->n_segments  = 0;
    s->n_flights   = 0;
    s->free_flight = SIMULATE_NO_FLIGHT;
    s->result      = SIMULATE_RUNNING;
    clock_start(&s->clock, s->events, SIMULATE_EVENTS_MAX);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        get_end(&r, &s->ends[end]);
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        get_rules(&r, &s->scenario->channels[way], &s->channels[way]);
    get_events(&r, s);
}
