/* course.h - what one end went through in a run: when it connected, closed, and what it was told.
 *
 * The moments are those of its first connection that came through the handshake; attempts before it
 * are not counted. It is connected once its handshake is over; it leaves when it leaves ESTABLISHED;
 * it is over in TIME-WAIT or CLOSED. The end was orderly if
 * TIME-WAIT was reached, or LAST-ACK was left because its FIN was acknowledged.
 *
 * Units      microseconds since the start of the run.
 * Errors     none.
 * Ownership  a plain value; all zero is an end in CLOSED at the start.
 * Source     RFC 9293, 3.3.2: what the states mean.
 */
#ifndef COURSE_H
#define COURSE_H

#include <stdbool.h>
#include <stdint.h>

#include "tcp.h"

struct course {
    uint64_t since_us;            /* when it came to its state */
    uint64_t in_us[TCP_STATES];   /* by state: how long it was in it; only stays that are over */
    uint64_t begun_us;            /* it left CLOSED or LISTEN for that connection */
    uint64_t connected_us;        /* its handshake was over */
    uint64_t leaving_us;          /* it left ESTABLISHED */
    uint64_t over_us;             /* it came to TIME-WAIT or CLOSED */
    uint32_t left;                /* bit: a state that it has left */
    uint32_t told;                /* bit SIGNAL_x: its user was told that, in any connection */
    bool     begun, connected, leaving, over; /* which of these moments have come */
    bool     orderly;             /* it is over as TCP means it to be */
    bool     reset;               /* a RST ended a connection of its */
    bool     gave_up;             /* so did R2, the user timeout */
};

struct course_change {
    uint64_t now_us;        /* when */
    unsigned before, after; /* enum tcp_state; not equal */
    unsigned event;         /* enum tcp_event, or another number */
    bool     by_rst;        /* the event is a segment with RST */
};

void course_change(struct course *course, const struct course_change *change);

#endif
