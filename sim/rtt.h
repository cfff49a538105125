/* rtt.h - the round-trip time of one connection, and how much it varies.
 *
 * By RFC 6298, or as Linux does it, where a round trip that is shorter than expected hardly raises
 * the variation, and a smaller variation takes effect once in a window of data.
 *
 * Units      microseconds, integers throughout; variations are four times RTTVAR, as RTO wants it.
 * Errors     none.
 * Ownership  a plain value; all zero before the first measurement.
 * Source     RFC 6298, 2; net/ipv4/tcp_input.c of Linux 6.18, tcp_rtt_estimator().
 */
#ifndef RTT_H
#define RTT_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"

struct rtt {
    uint64_t smoothed_us;   /* SRTT */
    uint64_t variation_us;  /* 4 RTTVAR; 4 times the mean deviation */
    uint64_t most_us;       /* Linux: the largest variation in this window of data */
    uint64_t in_force_us;   /* Linux: what RTO is made of */
    uint32_t window_end;    /* Linux: the acknowledgment that ends the window */
    bool     measured;      /* the rest holds something */
};

/* A round trip took rtt_us; it was seen by an acknowledgment of `ack`, when SND.NXT was snd_nxt. */
struct rtt_sample {
    uint64_t rtt_us;
    uint32_t ack, snd_nxt;
};

void rtt_measure(struct rtt *rtt, const struct profile *profile, const struct rtt_sample *sample);

/* SRTT + max(the profile's least, 4 RTTVAR). */
uint64_t rtt_timeout_us(const struct rtt *rtt, const struct profile *profile);

#endif
