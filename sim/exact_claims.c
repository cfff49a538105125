/* exact_claims.c - claims about time; see exact_claims.h. */
#include "exact_claims.h"

#define FOR_EVER UINT64_MAX

const char *const exact_claim_names[EXACT_CLAIMS] = {
    [CLAIM_NOT_EARLY] = "not_early", [CLAIM_DOUBLES] = "doubles", [CLAIM_TIME_WAIT] = "time_wait",
    [CLAIM_NOT_STUCK] = "not_stuck",
};

const char *const exact_claim_texts[EXACT_CLAIMS] = {
    [CLAIM_NOT_EARLY] = "no segment is sent again by the timer sooner than the least RTO",
    [CLAIM_DOUBLES]   = "each time it waits twice as long, until the maximum",
    [CLAIM_TIME_WAIT] = "TIME-WAIT lasts 2 MSL after the last FIN",
    [CLAIM_NOT_STUCK] = "no state that waits for an acknowledgment outlasts its retransmissions",
};

static void claim(struct exact_claims *c, enum exact_claim which, bool holds, unsigned end,
                  uint64_t now_us)
{
    uint32_t bit = UINT32_C(1) << which;
    c->met |= bit;
    if (holds || (c->broken & bit) != 0)
        return;
    c->broken |= bit;
    c->when_us[which] = now_us;
    c->end[which]     = (uint8_t)end;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static bool is_opening(unsigned state)
{
    return state == SYN_SENT || state == SYN_RECEIVED;
}

/* ---------------------------------------------------------------- sending again */

/* How long the next wait should be, after the timer expired in that state for the t->repeats-th time. */
static uint64_t next_gap(const uint64_t *values, unsigned state, const struct exact_timing *t)
{
    uint64_t linear = state == SYN_SENT ? values[PROFILE_SYN_LINEAR_TIMEOUTS] : 0;
    bool     same   = t->repeats <= linear || t->repeats - linear > values[PROFILE_DOUBLINGS];
    return smaller(same ? t->gap_us : 2 * t->gap_us, values[PROFILE_RTO_MAX]);
}

/* A tail loss probe comes before the first timeout, and says nothing about its length. */
static bool may_follow_probe(const uint64_t *values, unsigned state, const struct exact_timing *t)
{
    return values[PROFILE_PROBE_DELAY] != 0 && !is_opening(state) && t->repeats == 1;
}

static void look_at_repeat(struct exact_claims *c, const struct trace_record *record)
{
    unsigned             end    = record->end, state = record->before;
    struct exact_timing *t      = &c->timing[end];
    const uint64_t      *values = c->profiles[end].values;
    uint64_t gap_us = record->time_us - t->sent_us;
    uint64_t least_us = values[is_opening(state) ? PROFILE_RTO_INITIAL : PROFILE_RTO_MIN];
    uint64_t slack_us = values[PROFILE_RTO_SLOP] + values[PROFILE_TIMER_GRAIN];
    claim(c, CLAIM_NOT_EARLY, gap_us >= least_us, end, record->time_us);
    if (t->next_us != 0 && !may_follow_probe(values, state, t))
        claim(c, CLAIM_DOUBLES,
              gap_us + slack_us >= t->next_us && gap_us <= t->next_us + slack_us, end,
              record->time_us);
    t->repeats++;
    t->gap_us  = gap_us;
    t->next_us = next_gap(values, state, t);
    t->sent_us = record->time_us;
}

static void note_sent(struct exact_claims *c, const struct trace_record *record)
{
    const uint32_t       timer = UINT32_C(1) << TIMER_RETRANSMISSION;
    struct exact_timing *t     = &c->timing[record->end];
    if (trace_segment_length(&record->segment) == 0 || (record->segment.flags & FLAG_RST) != 0)
        return;
    if (record->again && c->cause.kind == TRACE_TIMER
        && c->cause.event == EVENT_RETRANSMISSION_TIMEOUT)
        look_at_repeat(c, record);
    else if ((c->cause.started & timer) != 0)
        t->sent_us = t->stay_us = record->time_us;
}

/* ---------------------------------------------------------------- how long states last */

/* `retries` and one more waits, doubling from rto_us. */
static uint64_t waits_us(const uint64_t *values, uint64_t rto_us, uint64_t retries, uint64_t linear)
{
    uint64_t sum_us = 0, slack_us = values[PROFILE_RTO_SLOP] + values[PROFILE_TIMER_GRAIN];
    for (uint64_t i = 0; i <= retries; i++) {
        sum_us += rto_us + slack_us;
        if (i >= linear && i - linear < values[PROFILE_DOUBLINGS])
            rto_us = smaller(2 * rto_us, values[PROFILE_RTO_MAX]);
    }
    return sum_us;
}

/* The longest that a state can last without anything new acknowledged; FOR_EVER: it waits for nothing. */
static uint64_t limit_us(const uint64_t *values, unsigned state)
{
    uint64_t linear  = values[PROFILE_SYN_LINEAR_TIMEOUTS], initial_us = values[PROFILE_RTO_INITIAL];
    uint64_t open_us = values[PROFILE_OPEN_TIMEOUT] != 0 ? values[PROFILE_OPEN_TIMEOUT] : FOR_EVER;
    uint64_t retries = values[PROFILE_DATA_RETRIES] > values[PROFILE_ORPHAN_RETRIES]
                           ? values[PROFILE_DATA_RETRIES] : values[PROFILE_ORPHAN_RETRIES];
    if (state == SYN_SENT)
        return smaller(open_us, waits_us(values, initial_us, values[PROFILE_SYN_RETRIES] + linear,
                                         linear));
    if (state == SYN_RECEIVED)
        return smaller(open_us, waits_us(values, initial_us, values[PROFILE_SYNACK_RETRIES], 0));
    if (state != FIN_WAIT_1 && state != CLOSING && state != LAST_ACK)
        return FOR_EVER;
    if (values[PROFILE_RETRIES_AS_TIME] != 0)
        return waits_us(values, values[PROFILE_RTO_MIN], retries, 0) + 2 * values[PROFILE_RTO_MAX];
    return waits_us(values, values[PROFILE_RTO_MAX], retries, 0);
}

static void look_at_stay(struct exact_claims *c, unsigned end, unsigned state, uint64_t until_us)
{
    uint64_t most_us = limit_us(c->profiles[end].values, state);
    if (most_us != FOR_EVER)
        claim(c, CLAIM_NOT_STUCK,
              until_us != FOR_EVER && until_us - c->timing[end].stay_us <= most_us, end, until_us);
}

static void note_state(struct exact_claims *c, const struct trace_record *record)
{
    unsigned             end = record->end;
    struct exact_timing *t   = &c->timing[end];
    uint64_t             now = record->time_us, most_us = c->profiles[end].values[PROFILE_TIME_WAIT];
    look_at_stay(c, end, record->before, now);
    if (record->before == TIME_WAIT && c->cause.event == EVENT_TIME_WAIT_TIMEOUT)
        claim(c, CLAIM_TIME_WAIT, now - t->fin_us >= most_us && now - t->heard_us <= most_us, end,
              now);
    t->stay_us = now;
    t->fin_us = t->heard_us = record->after == TIME_WAIT ? now : 0;
    if (record->after == CLOSED || record->after == LISTEN)
        *t = (struct exact_timing){ 0 };
    if (!is_opening(record->before) && is_opening(record->after))
        t->repeats = 0;
}

static void note_arrival(struct exact_claims *c, const struct trace_record *record)
{
    struct exact_timing *t = &c->timing[record->end];
    if (record->before != TIME_WAIT)
        return;
    t->heard_us = record->time_us;
    if ((record->segment.flags & FLAG_FIN) != 0)
        t->fin_us = record->time_us;
}

void exact_claims_put(struct exact_claims *c, const struct trace_record *record)
{
    if (c->profiles == NULL)
        return;
    if (trace_is_cause(record))
        c->cause = *record;
    if (record->kind == TRACE_RECEIVE)
        note_arrival(c, record);
    else if (record->kind == TRACE_STATE)
        note_state(c, record);
    else if (record->kind == TRACE_SEND)
        note_sent(c, record);
}

void exact_claims_ends(struct exact_claims *c, const struct simulation *s)
{
    for (unsigned end = 0; c->profiles != NULL && end < ENGINE_ENDS; end++) {
        struct exact_timing *t   = &c->timing[end];
        const struct tcb    *tcb = &s->ends[end].tcb;
        if (tcb->state == CLOSED || tcb->state == LISTEN)
            continue;
        if (tcb->snd_una != t->una) {
            t->una     = tcb->snd_una;
            t->repeats = 0;
            t->gap_us  = 0;
            t->next_us = 0;
            t->sent_us = t->stay_us = s->clock.now_us;
        }
        if (tcb->snd_una == tcb->snd_nxt)
            t->sent_us = 0;
        if (limit_us(c->profiles[end].values, tcb->state) == FOR_EVER)
            t->stay_us = 0;
    }
}

void exact_claims_over(struct exact_claims *c, const struct simulation *s)
{
    uint64_t until_us = simulate_when(s) == UINT64_MAX ? FOR_EVER : s->scenario->until_us;
    for (unsigned end = 0; c->profiles != NULL && end < ENGINE_ENDS; end++)
        look_at_stay(c, end, s->ends[end].tcb.state, until_us);
}
