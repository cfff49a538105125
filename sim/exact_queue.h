/* exact_queue.h - the worlds of an enumeration that wait: taken by time, found by their bytes. For exact.c.
 *
 * At one instant each world is there once; of one instant they come in the order they were added.
 *
 * Units      microseconds; bytes of memory are counted in the enumeration.
 * Errors     none.
 * Ownership  who pops a world ends it with exact_queue_free().
 */
#ifndef EXACT_QUEUE_H
#define EXACT_QUEUE_H

#include "exact.h"

/* A world that waits for its next event. */
struct exact_node {
    uint64_t           time_us; /* when that is */
    uint64_t           order;   /* in which they came: breaks ties */
    uint64_t           hash;    /* of time and bytes */
    struct exact_node *next;    /* in its place of the table */
    struct weight      weight;  /* its patterns */
    uint32_t           size;    /* of bytes */
    unsigned char      bytes[]; /* what was seen, and the frozen run */
};

void exact_queue_start(struct exact *exact);

/* The world with these bytes, which may be new: then it has no weight yet. */
struct exact_node *exact_queue_node(struct exact *exact, uint64_t time_us, const unsigned char *bytes,
                                    size_t size);

/* The earliest; there is one. */
struct exact_node *exact_queue_pop(struct exact *exact);

void exact_queue_free(struct exact *exact, struct exact_node *node);

/* Memory was taken. */
void exact_took(struct exact *exact, size_t bytes);

#endif
