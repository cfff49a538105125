/* exact_watch.c - what is noticed of a run; see exact_watch.h. */
#include "exact_watch.h"

const char *const exact_what_names[EXACT_WHATS] = {
    [EXACT_CONNECTED_A] = "connected.A", [EXACT_CONNECTED_B] = "connected.B",
    [EXACT_CONNECTED] = "connected",     [EXACT_TOLD_A] = "told.A",
    [EXACT_TOLD_B] = "told.B",           [EXACT_TOLD] = "told",
    [EXACT_CLOSED_A] = "closed.A",       [EXACT_CLOSED_B] = "closed.B",
    [EXACT_CLOSED] = "closed",           [EXACT_ORDERLY] = "orderly",
};

const char *const exact_ending_names[EXACT_ENDINGS] = {
    [ENDING_NONE] = "none",       [ENDING_ORDERLY] = "orderly", [ENDING_REFUSED] = "refused",
    [ENDING_RESET] = "reset",     [ENDING_TIMEOUT] = "timeout", [ENDING_LEFT] = "left",
    [ENDING_USER] = "user",       [ENDING_CRASH] = "crash",
};

const char *const exact_ending_texts[EXACT_ENDINGS] = {
    [ENDING_NONE]    = "no connection of it ended: so it stands when nothing more happens, or the scenario ends",
    [ENDING_ORDERLY] = "both FINs were acknowledged, as far as it knows: TIME-WAIT or LAST-ACK is over",
    [ENDING_REFUSED] = "a RST answered its SYN",
    [ENDING_RESET]   = "a RST ended it later on",
    [ENDING_TIMEOUT] = "it sent again as often as its profile allows, and nobody answered",
    [ENDING_LEFT]    = "the timer of FIN-WAIT-2 gave up: the peer did not close",
    [ENDING_USER]    = "its user ended it: closed before it was open, or aborted",
    [ENDING_CRASH]   = "it crashed",
};

void exact_notice_start(struct exact_notice *notice, const struct exact_memory *memory,
                        const struct profile *profiles)
{
    *notice = (struct exact_notice){ .watch = memory->watch, .claims.profiles = profiles };
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        notice->claims.timing[end] = memory->timing[end];
}

static void happens(struct exact_notice *n, unsigned what, uint64_t time_us)
{
    n->happened[what] = true;
    n->time_us[what]  = time_us;
}

static enum exact_ending ending_by_segment(const struct exact_notice *n, unsigned before)
{
    if (before == TIME_WAIT)
        return ENDING_ORDERLY;
    if ((n->flags & FLAG_RST) == 0 && (before == LAST_ACK || before == CLOSING))
        return ENDING_ORDERLY;
    return before == SYN_SENT ? ENDING_REFUSED : ENDING_RESET;
}

static enum exact_ending ending_by_timer(const struct exact_notice *n)
{
    return n->event == EVENT_TIME_WAIT_TIMEOUT    ? ENDING_ORDERLY
           : n->event == EVENT_FIN_WAIT_2_TIMEOUT ? ENDING_LEFT
                                                  : ENDING_TIMEOUT;
}

/* Why an end came to CLOSED out of `before`. */
static enum exact_ending ending_of(const struct exact_notice *n, unsigned before)
{
    if (n->cause == TRACE_RECEIVE)
        return ending_by_segment(n, before);
    if (n->cause == TRACE_TIMER)
        return ending_by_timer(n);
    return n->cause == TRACE_CRASH ? ENDING_CRASH : ENDING_USER;
}

static void note_closed(struct exact_notice *n, const struct trace_record *record)
{
    struct exact_watch *watch = &n->watch;
    unsigned            end   = record->end;
    if (record->after != CLOSED || record->before == LISTEN || watch->ending[end] != ENDING_NONE)
        return;
    watch->ending[end] = (uint8_t)ending_of(n, record->before);
    happens(n, EXACT_CLOSED_A + end, record->time_us);
    if (watch->ending[end ^ 1] == ENDING_NONE)
        return;
    happens(n, EXACT_CLOSED, record->time_us);
    if (watch->ending[0] == ENDING_ORDERLY && watch->ending[1] == ENDING_ORDERLY)
        happens(n, EXACT_ORDERLY, record->time_us);
}

static void note_told(struct exact_notice *n, const struct trace_record *record)
{
    unsigned signal = record->signal, bit = 1u << record->end;
    if ((signal != SIGNAL_RESET && signal != SIGNAL_REFUSED && signal != SIGNAL_TIMEOUT)
        || (n->watch.told & bit) != 0)
        return;
    if (n->watch.told == 0)
        happens(n, EXACT_TOLD, record->time_us);
    happens(n, EXACT_TOLD_A + record->end, record->time_us);
    n->watch.told |= (uint8_t)bit;
}

void exact_notice_put(struct exact_notice *n, const struct trace_record *record)
{
    if (trace_is_cause(record)) {
        n->cause = record->kind;
        n->event = record->event;
        n->flags = record->segment.flags;
    }
    exact_claims_put(&n->claims, record);
    if (record->kind == TRACE_STATE)
        note_closed(n, record);
    else if (record->kind == TRACE_TELL)
        note_told(n, record);
    else if (record->kind == TRACE_SEND && record->again)
        n->again[record->end]++;
}

static bool is_connected(const struct tcb *tcb)
{
    return tcb->syn_acked && tcb->state != CLOSED && tcb->state != LISTEN
           && tcb->state != SYN_SENT && tcb->state != SYN_RECEIVED;
}

void exact_notice_ends(struct exact_notice *n, const struct simulation *simulation)
{
    enum { BOTH = 3 };
    exact_claims_ends(&n->claims, simulation);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        uint8_t bit = (uint8_t)(1u << end);
        if ((n->watch.connected & bit) != 0 || !is_connected(&simulation->ends[end].tcb))
            continue;
        n->watch.connected |= bit;
        happens(n, EXACT_CONNECTED_A + end, simulation->clock.now_us);
        if (n->watch.connected == BOTH)
            happens(n, EXACT_CONNECTED, simulation->clock.now_us);
    }
}
