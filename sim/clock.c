/* clock.c - virtual time as a binary heap; see clock.h.
 *
 * The invariant: no event is earlier than its parent, events[(i - 1) / 2].
 */
#include "clock.h"

#include <stddef.h>

static bool is_earlier(const struct clock_event *a, const struct clock_event *b)
{
    return a->time_us != b->time_us ? a->time_us < b->time_us : a->id < b->id;
}

/* Moves the hole at `i` up until `event` fits into it. */
static uint32_t hole_up(struct clock_event *heap, uint32_t i, const struct clock_event *event)
{
    while (i > 0 && is_earlier(event, &heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i       = (i - 1) / 2;
    }
    return i;
}

/* Moves the hole at `i` down until `event` fits into it. */
static uint32_t hole_down(struct clock_event *heap, uint32_t count, uint32_t i,
                          const struct clock_event *event)
{
    for (uint32_t child = 2 * i + 1; child < count; child = 2 * i + 1) {
        if (child + 1 < count && is_earlier(&heap[child + 1], &heap[child]))
            child++;
        if (!is_earlier(&heap[child], event))
            break;
        heap[i] = heap[child];
        i       = child;
    }
    return i;
}

/* Takes events[i] out; the last event fills the hole, from above or from below. */
static void take(struct clock *clock, uint32_t i)
{
    struct clock_event *heap = clock->events;
    struct clock_event  last = heap[--clock->count];
    if (i == clock->count)
        return;
    uint32_t up = hole_up(heap, i, &last);
    heap[up == i ? hole_down(heap, clock->count, i, &last) : up] = last;
}

void clock_start(struct clock *clock, struct clock_event *storage, uint32_t capacity)
{
    *clock = (struct clock){ .events = storage, .capacity = capacity };
}

uint32_t clock_add(struct clock *clock, struct clock_event event)
{
    if (clock->count == clock->capacity || event.time_us < clock->now_us
        || clock->last_id == UINT32_MAX)
        return 0;
    event.id = ++clock->last_id;
    clock->events[hole_up(clock->events, clock->count, &event)] = event;
    clock->count++;
    return event.id;
}

bool clock_cancel(struct clock *clock, uint32_t id)
{
    for (uint32_t i = 0; i < clock->count; i++)
        if (clock->events[i].id == id) {
            take(clock, i);
            return true;
        }
    return false;
}

const struct clock_event *clock_peek(const struct clock *clock)
{
    return clock->count > 0 ? &clock->events[0] : NULL;
}

bool clock_next(struct clock *clock, struct clock_event *event)
{
    if (clock->count == 0)
        return false;
    *event        = clock->events[0];
    clock->now_us = event->time_us;
    take(clock, 0);
    return true;
}
