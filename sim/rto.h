/* rto.h - how long the retransmission timer of one end runs, and how often it may expire.
 *
 * One segment at a time is measured, never one that was repeated (Karn's rule). Each
 * timeout doubles the RTO, which stays doubled until a new measurement; the count of
 * retries starts again as soon as something new is acknowledged.
 *
 * Units      microseconds, integers throughout.
 * Errors     none.
 * Ownership  a plain value.
 * Source     RFC 6298; RFC 9293, 3.8.1 and 3.8.3.
 */
#ifndef RTO_H
#define RTO_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"

struct rto {
    uint64_t rto_us;        /* what the timer is set to */
    uint64_t srtt_us;       /* smoothed round-trip time */
    uint64_t rttvar_us;     /* its variation */
    uint64_t timed_from_us; /* when the measured segment was sent */
    uint32_t timed_end;     /* the acknowledgment that ends the measurement */
    uint32_t retries;       /* timeouts since something new was acknowledged */
    bool     timing;        /* a segment is being measured */
    bool     measured;      /* srtt_us and rttvar_us hold something */
    bool     syn_repeated;  /* the SYN, or SYN,ACK, timed out */
};

/* A new connection. */
void rto_start(struct rto *rto, const struct profile *profile);

/* New sequence numbers up to `end` were sent. */
void rto_sent(struct rto *rto, uint32_t end, uint64_t now_us);

/* Old sequence numbers were sent again: no acknowledgment tells which copy it is for. */
void rto_repeated(struct rto *rto);

/* The timer expired and its segment goes out again; `tcp_state` is an enum tcp_state. */
void rto_expired(struct rto *rto, const struct profile *profile, unsigned tcp_state);

/* Something new was acknowledged, up to `ack`. */
void rto_acked(struct rto *rto, const struct profile *profile, uint32_t ack, uint64_t now_us);

/* The handshake is over and data may begin. */
void rto_opened(struct rto *rto, const struct profile *profile);

/* How often the timer may expire in this state before R2 is reached. */
uint64_t rto_retries_max(const struct profile *profile, unsigned tcp_state);

#endif
