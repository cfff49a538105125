/* unroll.c - sequence numbers of a few bits as numbers of 32 bits; see unroll.h. */
#include "unroll.h"

uint32_t unroll(struct unroller *u, unsigned end, uint32_t number)
{
    if (u->bits >= 32)
        return number;
    uint32_t circle = UINT32_C(1) << u->bits, ahead = (number - u->last[end]) & (circle - 1);
    u->last[end] += ahead;
    if (ahead > circle / 2)
        u->last[end] -= circle;
    return u->last[end];
}

struct engine_segment unroll_segment(struct unroller *u, unsigned sender,
                                     struct engine_segment segment)
{
    segment.seq = unroll(u, sender, segment.seq);
    if ((segment.flags & FLAG_ACK) != 0)
        segment.ack = unroll(u, sender ^ 1, segment.ack);
    return segment;
}
