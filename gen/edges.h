/* edges.h - the edges of the classic diagram, derived from the rows.
 *
 * RFC 9293 draws TCP as edges `event / reply`, each of which is a whole event:
 * several numbered checks, so several rows, in a row. They are found by running
 * the table: from CLOSED, by every user's call, every small segment and every
 * timeout, to all small control blocks that can be reached.
 *
 * Units      none.
 * Errors     none.
 * Ownership  the arena's.
 * Source     RFC 9293, 3.3.2, figure 5 and its notes.
 */
#ifndef EDGES_H
#define EDGES_H

#include "eval.h"

struct edge {
    const char       *event;                 /* "rcv SYN,ACK", "CLOSE", "timeout 2MSL" */
    const char       *reply;                 /* what is sent: "SYN,ACK"; "-": nothing */
    unsigned          from, to;              /* indices of states */
    const struct row *rows[RUN_STEPS_MAX];   /* that fire in the simplest case */
    unsigned          states[RUN_STEPS_MAX]; /* the state in which each fires */
    unsigned          n_rows;
    struct edge      *next;                  /* in the order of states and events */
};

/* All edges between different states. */
struct edge *edges_derive(const struct model *m);

/* The edge with these words, or NULL. */
const struct edge *edges_find(const struct edge *list, unsigned from, const char *event,
                              const char *reply, unsigned to);

/* Its rows as STATE/event/row + STATE/event/row. */
const char *edges_rows(const struct model *m, const struct edge *e);

#endif
