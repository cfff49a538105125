/* course.c - what one end went through; see course.h. */
#include "course.h"

/* States that say nothing of a connection. */
enum { IDLE = 1 << CLOSED | 1 << LISTEN };

/* States in which our SYN is acknowledged, and the peer's known. FIN-WAIT-1 may come before that. */
enum {
    CONNECTED = 1 << ESTABLISHED | 1 << FIN_WAIT_2 | 1 << CLOSE_WAIT | 1 << CLOSING | 1 << LAST_ACK
                | 1 << TIME_WAIT
};

static bool is_in(unsigned state, unsigned set)
{
    return (set >> state & 1) != 0;
}

static void note(bool *noted, uint64_t *moment_us, uint64_t now_us)
{
    if (!*noted)
        *moment_us = now_us;
    *noted = true;
}

/* How its first connection goes on, that came through the handshake; attempts before that are none. */
static void follow(struct course *course, const struct course_change *change)
{
    bool idle = is_in(change->after, IDLE);
    if (course->over)
        return;
    if (is_in(change->before, IDLE) && !idle)
        note(&course->begun, &course->begun_us, change->now_us);
    if (is_in(change->after, CONNECTED))
        note(&course->connected, &course->connected_us, change->now_us);
    if (!course->connected) {
        course->begun &= !idle;
        return;
    }
    if (change->after != ESTABLISHED)
        note(&course->leaving, &course->leaving_us, change->now_us);
    if (!idle && change->after != TIME_WAIT)
        return;
    note(&course->over, &course->over_us, change->now_us);
    course->orderly = change->after == TIME_WAIT
                      || (change->before == LAST_ACK && change->event == EVENT_SEGMENT
                          && !change->by_rst);
}

void course_change(struct course *course, const struct course_change *change)
{
    course->in_us[change->before] += change->now_us - course->since_us;
    course->since_us = change->now_us;
    course->left |= UINT32_C(1) << change->before;
    follow(course, change);
    if (is_in(change->after, IDLE)) {
        course->reset |= change->by_rst;
        course->gave_up |= change->event == EVENT_USER_TIMEOUT;
    }
}
