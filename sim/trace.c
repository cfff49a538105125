/* trace.c - names and measures of trace records; see trace.h. */
#include "trace.h"

#include <string.h>

const char *const trace_kind_names[TRACE_KINDS] = {
    [TRACE_CALL] = "call",         [TRACE_RECEIVE] = "receive", [TRACE_TIMER] = "timer",
    [TRACE_TRANSMIT] = "transmit", [TRACE_COPY] = "copy",       [TRACE_CRASH] = "crash",
    [TRACE_TICK] = "tick",         [TRACE_STATE] = "state",     [TRACE_SEND] = "send",
    [TRACE_LOSE] = "lose",         [TRACE_DELIVER] = "deliver", [TRACE_TELL] = "tell",
    [TRACE_WORLD] = "world",
};

const char *const trace_why_names[TRACE_WHYS] = {
    [TRACE_WHY_NONE] = "", [TRACE_WHY_RULE] = "rule", [TRACE_WHY_CHOICE] = "choice",
    [TRACE_WHY_FULL] = "full", [TRACE_WHY_DOWN] = "down",  [TRACE_WHY_CHANCE] = "chance",
    [TRACE_WHY_MSL] = "msl",
};

bool trace_is_cause(const struct trace_record *record)
{
    return record->kind < TRACE_STATE
           || (record->kind == TRACE_LOSE && record->why == TRACE_WHY_CHOICE);
}

enum trace_lamp trace_lamp(const struct engine_claim *claim, uint32_t clauses)
{
    bool premise = true, holds = true;
    for (unsigned k = 0; k < claim->n_clauses; k++)
        if ((clauses >> k & 1) == 0)
            *(claim->clauses[k].premise ? &premise : &holds) = false;
    return !premise ? TRACE_SILENT : holds ? TRACE_TRUE : TRACE_FALSE;
}

bool trace_is_unconnected(const struct trace_names *names, unsigned state)
{
    return strcmp(names->states[state], "CLOSED") == 0
           || strcmp(names->states[state], "LISTEN") == 0;
}

uint32_t trace_segment_length(const struct engine_segment *segment)
{
    return segment->text + ((segment->flags & FLAG_SYN) != 0 ? 1 : 0)
           + ((segment->flags & FLAG_FIN) != 0 ? 1 : 0);
}

bool trace_is_same_segment(const struct engine_segment *a, const struct engine_segment *b)
{
    return a->flags == b->flags && a->seq == b->seq && a->ack == b->ack && a->text == b->text
           && a->has_window == b->has_window && a->window == b->window;
}

/* Appends at out[*used], keeping room for the zero byte. */
static void append(char out[TRACE_IDENTITY_MAX], size_t *used, const char *text)
{
    size_t length = strlen(text);
    if (length > TRACE_IDENTITY_MAX - 1 - *used)
        length = TRACE_IDENTITY_MAX - 1 - *used;
    memcpy(out + *used, text, length);
    *used += length;
    out[*used] = '\0';
}

void trace_identity(char out[TRACE_IDENTITY_MAX], const struct trace_names *names,
                    const struct engine_fired *fired)
{
    const struct engine_row *row  = &names->rows[fired->row];
    size_t                   used = 0;
    append(out, &used, names->states[fired->state]);
    append(out, &used, "/");
    append(out, &used, row->event);
    append(out, &used, "/");
    append(out, &used, row->name);
}

const char *trace_cite(const struct trace_names *names, const struct engine_fired *fired)
{
    const char *cite = names->rows[fired->row].cite[fired->state];
    return cite != NULL ? cite : "";
}
