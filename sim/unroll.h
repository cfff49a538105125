/* unroll.h - sequence numbers of a few bits as numbers of 32 bits, for real packets.
 *
 * A number modulo 2^k is taken for the one nearest to the last number of the same end.
 *
 * Errors     none.
 * Ownership  a plain value.
 */
#ifndef UNROLL_H
#define UNROLL_H

#include "trace.h"

struct unroller {
    unsigned bits;             /* k; numbers of 32 bits stay as they are */
    uint32_t last[TRACE_ENDS]; /* the last number, by the end that counts so; multiples of 2^k
                                * at first */
};

uint32_t unroll(struct unroller *u, unsigned end, uint32_t number);

/* Both numbers of a segment. */
struct engine_segment unroll_segment(struct unroller *u, unsigned sender,
                                     struct engine_segment segment);

#endif
