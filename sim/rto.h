/* rto.h - how long the retransmission timer of one end runs, and how often it may expire.
 *
 * One segment at a time is measured, never one that was repeated (Karn's rule), unless
 * timestamps tell which copy an acknowledgment is for. Each timeout doubles the RTO, which stays
 * doubled until a new measurement; the count of retries starts again as soon as something new is
 * acknowledged. Where the profile has tail loss probes, the last segment under way is repeated
 * once before the RTO is over: that is no timeout, doubles nothing and is not counted.
 *
 * Units      microseconds, integers throughout.
 * Errors     none.
 * Ownership  a plain value.
 * Source     RFC 6298; RFC 9293, 3.8.1 and 3.8.3; RFC 7323, 4 (timestamps); RFC 8985, 7 (probes).
 */
#ifndef RTO_H
#define RTO_H

#include <stdbool.h>
#include <stdint.h>

#include "profile.h"
#include "rtt.h"

#define RTO_NO_ECHO UINT64_MAX /* no timestamp came back */

struct rto {
    uint64_t rto_us;        /* what the timer is set to */
    uint64_t base_us;       /* the same without doublings and slop */
    struct rtt rtt;         /* the round-trip time, and its variation */
    uint64_t timed_from_us; /* when the measured segment was sent */
    uint64_t since_us;      /* when what is not acknowledged began to wait */
    uint64_t first_us;      /* when the first timeout expired; only with retries != 0 */
    uint32_t timed_end;     /* the acknowledgment that ends the measurement */
    uint32_t probe_end;     /* SND.NXT when the tail was probed */
    uint32_t doublings;     /* since the last measurement */
    uint32_t retries;       /* timeouts since something new was acknowledged */
    bool     timing;        /* a segment is being measured */
    bool     syn_repeated;  /* the SYN, or SYN,ACK, timed out */
    bool     probing;       /* the timer that runs is that of a probe */
    bool     probed;        /* the tail was probed, and nothing after it was acknowledged */
};

/* Where an end stands when its timer starts or expires. */
struct rto_view {
    uint64_t now_us;  /* the present */
    unsigned state;   /* enum tcp_state */
    uint32_t snd_nxt; /* next sequence number to send */
    bool     lone;    /* one segment is under way, and no more */
    bool     orphan;  /* the user is gone */
};

/* A new connection. */
void rto_start(struct rto *rto, const struct profile *profile);

/* What a measurement gave: the profile's slop comes on top, and doublings begin anew. */
void rto_set(struct rto *rto, const struct profile *profile, uint64_t base_us);

/* New sequence numbers up to `end` were sent. */
void rto_sent(struct rto *rto, uint32_t end, uint64_t now_us);

/* Old sequence numbers were sent again: no acknowledgment tells which copy it is for. */
void rto_repeated(struct rto *rto);

/* How long the timer runs that is started now. */
uint64_t rto_length(struct rto *rto, const struct profile *profile, const struct rto_view *view);

/* The timer expired: false when R2 is reached, else its segment goes out again. */
bool rto_expired(struct rto *rto, const struct profile *profile, const struct rto_view *view);

/* Something new was acknowledged, up to `ack`; echo_us is when the segment was sent to which the
 * timestamp belongs that came back, or RTO_NO_ECHO. */
struct rto_ack {
    uint64_t now_us, echo_us;
    uint32_t ack, snd_nxt;
};

void rto_acked(struct rto *rto, const struct profile *profile, const struct rto_ack *ack);

/* The handshake is over and data may begin. */
void rto_opened(struct rto *rto, const struct profile *profile);

#endif
