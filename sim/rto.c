/* rto.c - the retransmission timer of RFC 6298; see rto.h. */
#include "rto.h"

#include "tcp.h"

/* A value in force, between the bounds and a multiple of the grain. */
static uint64_t bounded(uint64_t rto_us, const struct profile *profile)
{
    uint64_t grain   = profile->values[PROFILE_TIMER_GRAIN];
    uint64_t rounded = (rto_us + grain - 1) / grain * grain;
    if (rounded < profile->values[PROFILE_RTO_MIN])
        return profile->values[PROFILE_RTO_MIN];
    return rounded < profile->values[PROFILE_RTO_MAX] ? rounded : profile->values[PROFILE_RTO_MAX];
}

/* What the timer is set to, after so many doublings of what was measured. */
static uint64_t in_force(const struct rto *rto, const struct profile *profile)
{
    uint64_t most = profile->values[PROFILE_RTO_MAX], rto_us = rto->base_us;
    for (uint32_t i = 0; i < rto->doublings && rto_us < most; i++)
        rto_us *= 2;
    return bounded(rto_us + profile->values[PROFILE_RTO_SLOP], profile);
}

void rto_set(struct rto *rto, const struct profile *profile, uint64_t base_us)
{
    rto->base_us   = base_us;
    rto->doublings = 0;
    rto->rto_us    = in_force(rto, profile);
}

void rto_start(struct rto *rto, const struct profile *profile)
{
    uint64_t initial_us = profile->values[PROFILE_RTO_INITIAL];
    *rto                = (struct rto){ .base_us = initial_us, .rto_us = initial_us };
}

void rto_sent(struct rto *rto, uint32_t end, uint64_t now_us)
{
    if (rto->timing)
        return;
    rto->timing        = true;
    rto->timed_end     = end;
    rto->timed_from_us = now_us;
}

void rto_repeated(struct rto *rto)
{
    rto->timing = false;
}

static bool is_opening(unsigned state)
{
    return state == SYN_SENT || state == SYN_RECEIVED;
}

/* ---------------------------------------------------------------- starting and expiring */

/* RFC 8985, 7.2: one probe at a time, and none while a timeout is being repaired. */
static bool may_probe(const struct rto *rto, const struct profile *profile,
                      const struct rto_view *view)
{
    return profile->values[PROFILE_PROBE_DELAY] != 0 && view->lone && !is_opening(view->state)
           && rto->rtt.measured && !rto->probed && rto->retries == 0;
}

/* How long an end may still try to open; UINT64_MAX where nothing limits that. */
static uint64_t open_left_us(const struct rto *rto, const struct profile *profile,
                             const struct rto_view *view)
{
    uint64_t limit_us = profile->values[PROFILE_OPEN_TIMEOUT], waited_us = view->now_us - rto->since_us;
    if (limit_us == 0 || !is_opening(view->state))
        return UINT64_MAX;
    return waited_us < limit_us ? limit_us - waited_us : 0;
}

uint64_t rto_length(struct rto *rto, const struct profile *profile, const struct rto_view *view)
{
    if (rto->retries == 0)
        rto->since_us = view->now_us;
    rto->probing = may_probe(rto, profile, view);
    if (!rto->probing) {
        uint64_t left_us = open_left_us(rto, profile, view);
        return left_us < rto->rto_us ? left_us : rto->rto_us;
    }
    uint64_t probe_us = bounded(2 * rto->rtt.smoothed_us + profile->values[PROFILE_PROBE_DELAY], profile);
    return probe_us < rto->rto_us ? probe_us : rto->rto_us;
}

/* The first timeouts of a SYN may leave the RTO as it is (a profile's linear timeouts). */
static bool is_linear(const struct rto *rto, const struct profile *profile, unsigned state)
{
    return state == SYN_SENT && rto->retries <= profile->values[PROFILE_SYN_LINEAR_TIMEOUTS];
}

static uint64_t retries_max(const struct profile *profile, const struct rto_view *view)
{
    const uint64_t *values = profile->values;
    if (view->state == SYN_SENT)
        return values[PROFILE_SYN_RETRIES] + values[PROFILE_SYN_LINEAR_TIMEOUTS];
    if (view->state == SYN_RECEIVED)
        return values[PROFILE_SYNACK_RETRIES];
    return values[view->orphan ? PROFILE_ORPHAN_RETRIES : PROFILE_DATA_RETRIES];
}

/* How long `count` timeouts and one more take, if the first is rto_min. */
static uint64_t doublings_us(const struct profile *profile, uint64_t count)
{
    uint64_t sum_us = 0, rto_us = profile->values[PROFILE_RTO_MIN];
    for (uint64_t i = 0; i <= count; i++) {
        sum_us += rto_us;
        rto_us = rto_us * 2 < profile->values[PROFILE_RTO_MAX] ? rto_us * 2
                                                               : profile->values[PROFILE_RTO_MAX];
    }
    return sum_us;
}

static bool is_over(const struct rto *rto, const struct profile *profile,
                    const struct rto_view *view)
{
    uint64_t limit_us = profile->values[PROFILE_USER_TIMEOUT];
    uint64_t most     = retries_max(profile, view);
    if ((limit_us != 0 && view->now_us - rto->since_us >= limit_us)
        || open_left_us(rto, profile, view) == 0)
        return true;
    if (profile->values[PROFILE_RETRIES_AS_TIME] == 0 || is_opening(view->state))
        return rto->retries >= most;
    return rto->retries != 0 && view->now_us - rto->first_us >= doublings_us(profile, most);
}

bool rto_expired(struct rto *rto, const struct profile *profile, const struct rto_view *view)
{
    if (rto->probing) {
        rto->probing   = false;
        rto->probed    = true;
        rto->probe_end = view->snd_nxt;
        return true;
    }
    if (is_over(rto, profile, view))
        return false;
    if (rto->retries++ == 0)
        rto->first_us = view->now_us;
    rto->probed = false;
    rto->syn_repeated |= is_opening(view->state);
    if (!is_linear(rto, profile, view->state) && rto->doublings < profile->values[PROFILE_DOUBLINGS])
        rto->doublings++;
    rto->rto_us = in_force(rto, profile);
    return true;
}

/* ---------------------------------------------------------------- measuring */

void rto_acked(struct rto *rto, const struct profile *profile, const struct rto_ack *ack)
{
    bool timed   = rto->timing && (int32_t)(ack->ack - rto->timed_end) >= 0;
    bool echoed  = !rto->timing && ack->echo_us != RTO_NO_ECHO;
    rto->retries = 0;
    if ((int32_t)(ack->ack - rto->probe_end) > 0)
        rto->probed = false;
    if (!timed && !echoed)
        return;
    uint64_t          rtt_us = ack->now_us - (timed ? rto->timed_from_us : ack->echo_us);
    struct rtt_sample sample = { rtt_us != 0 ? rtt_us : 1, ack->ack, ack->snd_nxt };
    rto->timing              = false;
    rtt_measure(&rto->rtt, profile, &sample);
    rto_set(rto, profile, bounded(rtt_timeout_us(&rto->rtt, profile), profile));
}

void rto_opened(struct rto *rto, const struct profile *profile)
{
    if (rto->syn_repeated && !rto->rtt.measured)
        rto_set(rto, profile, profile->values[PROFILE_RTO_AFTER_LOST_SYN]);
    rto->syn_repeated = false;
}
