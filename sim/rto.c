/* rto.c - the retransmission timer of RFC 6298; see rto.h. */
#include "rto.h"

#include "tcp.h"

static uint64_t bounded(uint64_t rto_us, const struct profile *profile)
{
    if (rto_us < profile->values[PROFILE_RTO_MIN])
        return profile->values[PROFILE_RTO_MIN];
    return rto_us < profile->values[PROFILE_RTO_MAX] ? rto_us : profile->values[PROFILE_RTO_MAX];
}

void rto_start(struct rto *rto, const struct profile *profile)
{
    *rto = (struct rto){ .rto_us = profile->values[PROFILE_RTO_INITIAL] };
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

/* The first timeouts of a SYN may leave the RTO as it is (a profile's linear timeouts). */
static bool is_linear(const struct rto *rto, const struct profile *profile, unsigned tcp_state)
{
    return tcp_state == SYN_SENT && rto->retries <= profile->values[PROFILE_SYN_LINEAR_TIMEOUTS];
}

void rto_expired(struct rto *rto, const struct profile *profile, unsigned tcp_state)
{
    rto_repeated(rto);
    rto->retries++;
    if (tcp_state == SYN_SENT || tcp_state == SYN_RECEIVED)
        rto->syn_repeated = true;
    if (!is_linear(rto, profile, tcp_state))
        rto->rto_us = bounded(rto->rto_us * 2, profile);
}

/* RFC 6298, 2.2 and 2.3, with alpha = 1/8, beta = 1/4 and K = 4. */
static void measure(struct rto *rto, const struct profile *profile, uint64_t rtt_us)
{
    uint64_t error = rto->srtt_us > rtt_us ? rto->srtt_us - rtt_us : rtt_us - rto->srtt_us;
    rto->rttvar_us = rto->measured ? (3 * rto->rttvar_us + error) / 4 : rtt_us / 2;
    rto->srtt_us   = rto->measured ? (7 * rto->srtt_us + rtt_us) / 8 : rtt_us;
    rto->measured  = true;

    uint64_t variance = 4 * rto->rttvar_us;
    if (variance < profile->values[PROFILE_VARIANCE_MIN])
        variance = profile->values[PROFILE_VARIANCE_MIN];
    rto->rto_us = bounded(rto->srtt_us + variance, profile);
}

void rto_acked(struct rto *rto, const struct profile *profile, uint32_t ack, uint64_t now_us)
{
    rto->retries = 0;
    if (!rto->timing || (int32_t)(ack - rto->timed_end) < 0)
        return;
    rto->timing = false;
    measure(rto, profile, now_us - rto->timed_from_us);
}

void rto_opened(struct rto *rto, const struct profile *profile)
{
    if (rto->syn_repeated && !rto->measured)
        rto->rto_us = profile->values[PROFILE_RTO_AFTER_LOST_SYN];
    rto->syn_repeated = false;
}

uint64_t rto_retries_max(const struct profile *profile, unsigned tcp_state)
{
    if (tcp_state == SYN_SENT)
        return profile->values[PROFILE_SYN_RETRIES] + profile->values[PROFILE_SYN_LINEAR_TIMEOUTS];
    if (tcp_state == SYN_RECEIVED)
        return profile->values[PROFILE_SYNACK_RETRIES];
    return profile->values[PROFILE_DATA_RETRIES];
}
