/* tcpdump.h - a trace in tcpdump's notation, with the states beside it.
 *
 *        0.000000  A: CLOSED -> SYN-SENT
 *        0.000000  A > B: Flags [S], seq 0, win 64240, length 0             SYN-SENT  (lost)
 *
 * A segment stands where it is sent, with the state of its sender; one that no end
 * sent where it arrives. Sequence numbers are relative to the sender's SYN, whose own is 0, or
 * absolute as after tcpdump's -S. Where the trace has no times the number of the step takes
 * their place.
 *
 * Units      seconds with six decimals.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  the caller owns the view; the names must outlive it.
 */
#ifndef TCPDUMP_H
#define TCPDUMP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "trace.h"

enum {
    TCPDUMP_SEGMENT_MAX = 160, /* bytes of a segment in this notation, with its zero byte */
    TCPDUMP_TIME_MAX    = 32,  /* bytes of a time */
    TCPDUMP_FLAGS_MAX   = 8    /* bytes of "FSR." */
};

struct tcpdump_options {
    bool     absolute; /* -S: sequence numbers as they are */
    bool     rows;     /* every cause, with the rows that fired and their citations */
    uint32_t window;   /* printed as win where a segment tells none; 0: left out */
};

struct tcpdump {
    FILE                     *out;              /* where lines go */
    const struct trace_names *names;            /* of the trace */
    struct tcpdump_options    options;          /* how it looks */
    uint32_t                  iss[TRACE_ENDS];  /* of each end's last SYN; 0 before it */
    struct trace_record       held;             /* a segment sent, of which the fate is open */
    bool                      holding;          /* held is in use */
};

void tcpdump_start(struct tcpdump *view, FILE *out, const struct trace_names *names,
                   struct tcpdump_options options);

/* Takes a record; `view` is a struct tcpdump: the shape of a trace_sink. */
void tcpdump_put(void *view, const struct trace_record *record);

/* Prints what is still held. */
void tcpdump_end(struct tcpdump *view);

/* The pieces, for other views: "S.", "1.500000", "A > B: Flags [S.], seq 0, ack 1, length 0". */
const char *tcpdump_flags(char out[TCPDUMP_FLAGS_MAX], unsigned flags);
const char *tcpdump_time(char out[TCPDUMP_TIME_MAX], uint64_t time_us);
const char *tcpdump_segment(char out[TCPDUMP_SEGMENT_MAX], const struct tcpdump *view,
                            unsigned sender, const struct engine_segment *segment);

#endif
