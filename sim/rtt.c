/* rtt.c - the round-trip time by RFC 6298 and by Linux; see rtt.h. */
#include "rtt.h"

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void first_measure(struct rtt *rtt, uint64_t least_us, const struct rtt_sample *sample)
{
    *rtt = (struct rtt){
        .smoothed_us  = sample->rtt_us,
        .variation_us = 2 * sample->rtt_us,
        .most_us      = larger(2 * sample->rtt_us, least_us),
        .in_force_us  = larger(2 * sample->rtt_us, least_us),
        .window_end   = sample->snd_nxt,
        .measured     = true,
    };
}

/* RFC 6298, 2.3: RTTVAR moves a quarter of the way to the error, and SRTT an eighth. */
static void next_measure(struct rtt *rtt, uint64_t rtt_us, uint64_t decay)
{
    bool     shorter = rtt_us < rtt->smoothed_us;
    uint64_t error   = shorter ? rtt->smoothed_us - rtt_us : rtt_us - rtt->smoothed_us;
    uint64_t mean    = rtt->variation_us / 4;
    if (error > mean)
        rtt->variation_us += (error - mean) / (shorter ? decay : 1);
    else
        rtt->variation_us -= mean - error;
    rtt->smoothed_us = (7 * rtt->smoothed_us + rtt_us) / 8;
}

/* The variation in force rises at once; it falls a quarter of the way at the end of a window. */
static void settle(struct rtt *rtt, uint64_t least_us, const struct rtt_sample *sample)
{
    rtt->most_us     = larger(rtt->most_us, rtt->variation_us);
    rtt->in_force_us = larger(rtt->in_force_us, rtt->most_us);
    if ((int32_t)(sample->ack - rtt->window_end) <= 0)
        return;
    rtt->in_force_us -= (rtt->in_force_us - rtt->most_us) / 4;
    rtt->window_end = sample->snd_nxt;
    rtt->most_us    = least_us;
}

void rtt_measure(struct rtt *rtt, const struct profile *profile, const struct rtt_sample *sample)
{
    enum { DECAY = 8 /* Linux: "m >>= 3" */ };
    bool     linux_rtt = profile->values[PROFILE_LINUX_RTT] != 0;
    uint64_t least_us  = profile->values[PROFILE_VARIANCE_MIN];
    if (!rtt->measured) {
        first_measure(rtt, least_us, sample);
        return;
    }
    next_measure(rtt, sample->rtt_us, linux_rtt ? DECAY : 1);
    if (linux_rtt)
        settle(rtt, least_us, sample);
    else
        rtt->in_force_us = larger(rtt->variation_us, least_us);
}

uint64_t rtt_timeout_us(const struct rtt *rtt, const struct profile *profile)
{
    return rtt->smoothed_us + larger(rtt->in_force_us, profile->values[PROFILE_VARIANCE_MIN]);
}
