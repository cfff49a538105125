/* clock.h - virtual time: a heap of events with a total order.
 *
 * Two events at the same instant fire in the order they were added, so that
 * a seed determines the whole run. Time stands still between two events: it
 * moves only when clock_next() takes the earliest.
 *
 * Units      microseconds since the start of the run (uint64_t).
 * Errors     clock_add() returns 0 when the storage is full, the time lies in the past, or
 *            2^32 - 1 events were added: ids would not be in order any more.
 * Ownership  the caller owns the storage; nothing is allocated.
 * Source     RFC 9293, 3.8.1 (retransmission), 3.6.1 (TIME-WAIT): the timers that it drives.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock_event {
    uint64_t time_us; /* when it fires */
    uint32_t id;      /* order of insertion, from 1: breaks ties, and names it to clock_cancel() */
    uint8_t  kind;    /* the caller's */
    uint8_t  end;     /* the caller's: at which end */
    uint16_t index;   /* the caller's: which call, timer or segment */
};

struct clock {
    struct clock_event *events;   /* a binary heap, the earliest first */
    uint32_t            count;    /* how many are pending */
    uint32_t            capacity; /* room for so many */
    uint64_t            now_us;   /* the time of the event taken last */
    uint32_t            last_id;  /* of the event added last */
};

void clock_start(struct clock *clock, struct clock_event *storage, uint32_t capacity);

/* Adds an event, of which time, kind, end and index count. Returns its id, or 0. */
uint32_t clock_add(struct clock *clock, struct clock_event event);

/* Takes an event out before it fires; false when it is not pending. */
bool clock_cancel(struct clock *clock, uint32_t id);

/* The earliest event without taking it, or NULL. */
const struct clock_event *clock_peek(const struct clock *clock);

/* Takes the earliest event and makes its time the present; false when none is pending. */
bool clock_next(struct clock *clock, struct clock_event *event);

#endif
