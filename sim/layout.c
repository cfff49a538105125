/* layout.c - what stands where in a ladder; see layout.h. */
#include "layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcpdump.h"
#include "text.h"

/* Room for one more in an array that doubles when it is full. */
static void *grow(void *array, uint32_t count, size_t size)
{
    return (count & (count - 1)) == 0 ? memory_resize(array, (2 * (size_t)count + 1) * size) : array;
}

static uint32_t add_row(struct layout *l, const struct trace_record *record)
{
    l->rows            = grow(l->rows, l->n_rows, sizeof *l->rows);
    l->rows[l->n_rows] = (struct layout_row){ record->time_us, record->step, false };
    return l->n_rows++;
}

static void put_beside(struct layout *l, uint32_t row, unsigned end, const char *words, bool state)
{
    if (words[0] == '\0')
        return;
    l->words                  = grow(l->words, l->n_words, sizeof *l->words);
    struct layout_words *item = &l->words[l->n_words++];
    *item                     = (struct layout_words){ .row = row, .end = (uint8_t)end, .state = state };
    snprintf(item->words, sizeof item->words, "%s", words);
}

/* ---------------------------------------------------------------- segments */

static void add_arrow(struct layout *l, struct layout_arrow arrow)
{
    l->arrows                = grow(l->arrows, l->n_arrows, sizeof *l->arrows);
    l->arrows[l->n_arrows++] = arrow;
}

/* The youngest first: what arrives was mostly sent a short time ago. */
static struct layout_arrow *find_arrow(struct layout *l, uint32_t number)
{
    for (uint32_t i = l->n_arrows; i > 0 && number > 0; i--)
        if (l->arrows[i - 1].number == number)
            return &l->arrows[i - 1];
    return NULL;
}

static void end_arrow(struct layout *l, const struct trace_record *record, uint32_t row, bool lost)
{
    struct layout_arrow *arrow = find_arrow(l, record->number);
    if (arrow == NULL)
        return;
    arrow->to_row = row;
    arrow->lost   = lost;
    if (!lost)
        arrow->segment.old = record->segment.old;
}

static void lay_receipt(struct layout *l, const struct trace_record *cause, uint32_t row)
{
    if (cause->number > 0) {
        end_arrow(l, cause, row, false);
        return;
    }
    struct layout_arrow forged = { .segment = cause->segment, .from_row = row, .to_row = row,
                                   .end = cause->end ^ 1, .middle = true };
    forged.segment.forged = 1;
    add_arrow(l, forged);
}

/* A segment begins on the row of its cause where nothing arrives there, else on its own. */
static void lay_sent(struct layout *l, const struct trace_record *record, bool shares)
{
    uint32_t row = shares ? l->n_rows - 1 : add_row(l, record);
    add_arrow(l, (struct layout_arrow){ .segment = record->segment, .number = record->number,
                                        .from_row = row, .end = record->end });
}

/* ---------------------------------------------------------------- timers */

static struct layout_bar *find_running(struct layout *l, unsigned end, unsigned timer)
{
    for (uint32_t i = l->n_bars; i > 0; i--)
        if (l->bars[i - 1].end == end && l->bars[i - 1].timer == timer)
            return l->bars[i - 1].runs ? &l->bars[i - 1] : NULL;
    return NULL;
}

/* "retransmission-timeout" is the event of the timer "retransmission". */
static bool is_timeout_of(const struct run *run, const struct trace_record *cause, unsigned timer)
{
    const char *name   = run->names.timers[timer];
    size_t      length = strlen(name);
    return cause->kind == TRACE_TIMER
           && strncmp(run->names.events[cause->event], name, length) == 0
           && strcmp(run->names.events[cause->event] + length, "-timeout") == 0;
}

static bool is_free(const struct layout *l, unsigned end, unsigned lane)
{
    for (uint32_t i = 0; i < l->n_bars; i++)
        if (l->bars[i].end == end && l->bars[i].runs && l->bars[i].lane == lane)
            return false;
    return true;
}

/* A timer's usual one of the first two; else one that is free. */
static uint8_t lane_of(const struct layout *l, unsigned end, unsigned timer)
{
    uint8_t usual = timer % 2;
    for (uint8_t lane = 0; !is_free(l, end, usual) && lane < LAYOUT_LANES; lane++)
        if (is_free(l, end, lane))
            return lane;
    return usual;
}

static void end_bar(struct layout *l, const struct trace_record *cause, uint32_t row, unsigned timer)
{
    struct layout_bar *running = find_running(l, cause->end, timer);
    bool               expires = is_timeout_of(l->run, cause, timer);
    if (running == NULL || (!expires && ((cause->started | cause->stopped) >> timer & 1) == 0))
        return;
    running->to_row  = row;
    running->expired = expires;
    running->runs    = false;
}

static void begin_bar(struct layout *l, const struct trace_record *cause, uint32_t row, unsigned timer)
{
    uint8_t lane = lane_of(l, cause->end, timer);
    if ((cause->started >> timer & 1) == 0)
        return;
    l->bars              = grow(l->bars, l->n_bars, sizeof *l->bars);
    l->bars[l->n_bars++] = (struct layout_bar){ row, row, cause->end, (uint8_t)timer, lane, false, true };
}

/* Those that end make room for those that begin. */
static void lay_timers(struct layout *l, const struct trace_record *cause, uint32_t row)
{
    for (unsigned timer = 0; timer < l->run->names.n_timers; timer++)
        end_bar(l, cause, row, timer);
    for (unsigned timer = 0; timer < l->run->names.n_timers; timer++)
        begin_bar(l, cause, row, timer);
}

/* ---------------------------------------------------------------- steps */

/* "user-timeout", "retransmission": the word timeout goes where it has no room. */
static void name_timeout(char out[LAYOUT_WORDS_MAX], const char *event)
{
    const char *end  = strstr(event, "-timeout");
    bool        fits = strlen(event) <= LAYOUT_MARGIN || end == NULL;
    snprintf(out, LAYOUT_WORDS_MAX, "%.*s", fits ? LAYOUT_MARGIN : (int)(end - event), event);
}

static void name_call(char out[LAYOUT_WORDS_MAX], const char *event, const struct trace_record *cause)
{
    const char *kind = strcmp(event, "OPEN") != 0 ? "" : cause->active ? " active" : " passive";
    if (cause->octets > 0)
        snprintf(out, LAYOUT_WORDS_MAX, "%s %" PRIu32, event, cause->octets);
    else
        snprintf(out, LAYOUT_WORDS_MAX, "%s%s", event, kind);
}

/* What stands beside the lifeline where a step begins. */
static void name_cause(char out[LAYOUT_WORDS_MAX], const struct run *run,
                       const struct trace_record *cause)
{
    const char *event = cause->event != TRACE_NONE ? run->names.events[cause->event] : "";
    out[0]            = '\0';
    switch ((enum trace_kind)cause->kind) {
    case TRACE_CALL:     name_call(out, event, cause); break;
    case TRACE_TIMER:    name_timeout(out, event); break;
    case TRACE_TRANSMIT: snprintf(out, LAYOUT_WORDS_MAX, "(%s)", event); break;
    case TRACE_CRASH:    snprintf(out, LAYOUT_WORDS_MAX, "crash"); break;
    case TRACE_TICK:     snprintf(out, LAYOUT_WORDS_MAX, "tick"); break;
    case TRACE_RECEIVE:
    case TRACE_COPY:
    case TRACE_LOSE:
    case TRACE_STATE:
    case TRACE_SEND:
    case TRACE_DELIVER:
    case TRACE_TELL:
    case TRACE_WORLD:
    case TRACE_KINDS:    break;
    }
}

static void lay_cause(struct layout *l, const struct trace_record *cause)
{
    char     words[LAYOUT_WORDS_MAX];
    uint32_t row = add_row(l, cause);
    name_cause(words, l->run, cause);
    put_beside(l, row, cause->end, words, false);
    lay_timers(l, cause, row);
    if (cause->kind == TRACE_RECEIVE)
        lay_receipt(l, cause, row);
    if (cause->kind == TRACE_LOSE)
        end_arrow(l, cause, row, true);
    if (cause->kind == TRACE_COPY)
        add_arrow(l, (struct layout_arrow){ .segment = cause->segment, .number = cause->number,
                                            .from_row = row, .end = cause->end ^ 1, .middle = true });
}

static void lay_told(struct layout *l, const struct trace_record *record)
{
    char words[LAYOUT_WORDS_MAX];
    if (record->kind == TRACE_DELIVER)
        snprintf(words, sizeof words, "gets %" PRIu32, record->octets);
    else
        snprintf(words, sizeof words, "! %s", l->run->names.signals[record->signal]);
    put_beside(l, add_row(l, record), record->end, words, false);
}

static bool is_crossed(const struct trace_record *cause)
{
    return cause->kind == TRACE_RECEIVE || cause->kind == TRACE_COPY || cause->kind == TRACE_LOSE;
}

static void lay_step(struct layout *l, uint32_t step)
{
    const struct run          *run    = l->run;
    const struct trace_record *cause  = run_cause(run, step);
    bool                       shares = !is_crossed(cause);
    lay_cause(l, cause);
    for (size_t i = run->steps[step] + 1; i < run->steps[step + 1]; i++) {
        const struct trace_record *record = &run->records[i];
        if (record->kind == TRACE_SEND) {
            lay_sent(l, record, shares);
            shares = false;
        }
        if (record->kind == TRACE_LOSE)
            end_arrow(l, record, add_row(l, record), true);
        if (record->kind == TRACE_DELIVER || record->kind == TRACE_TELL)
            lay_told(l, record);
    }
    if (cause->before != cause->after)
        put_beside(l, add_row(l, cause), cause->end, run->names.states[cause->after], true);
}

static void lay_rule(struct layout *l, const char *words, uint32_t step)
{
    struct trace_record nothing = { .time_us = TRACE_TIME_UNKNOWN, .step = step };
    struct layout_rule *rule    = &l->rules[l->n_rules++];
    rule->row                   = add_row(l, &nothing);
    snprintf(rule->words, sizeof rule->words, " %s step %" PRIu32 " ", words, step);
}

/* A row of a rule does not begin the step that follows it. */
static void lay_steps(struct layout *l)
{
    const struct run *run = l->run;
    for (uint32_t step = 1; step <= run->n_steps; step++) {
        if (run->loop != RUN_NO_LOOP && step == run->loop + 1)
            lay_rule(l, "for ever from", step);
        uint32_t first = l->n_rows;
        lay_step(l, step);
        l->rows[first].begins = true;
    }
}

void layout_make(struct layout *l, const struct run *run)
{
    *l           = (struct layout){ .run = run };
    uint32_t row = add_row(l, run_cause(run, 0));
    for (unsigned end = 0; end < TRACE_ENDS; end++)
        put_beside(l, row, end, run->names.states[run_state(run, 0, end)], true);
    lay_steps(l);
    l->end = l->n_rows - 1;
    if (run->loop != RUN_NO_LOOP)
        lay_rule(l, "and again from", run->loop + 1);
    for (uint32_t i = 0; i < l->n_bars; i++)
        if (l->bars[i].runs)
            l->bars[i].to_row = l->end;
}

void layout_free(struct layout *l)
{
    free(l->rows);
    free(l->words);
    free(l->arrows);
    free(l->bars);
    *l = (struct layout){0};
}

/* ---------------------------------------------------------------- what views ask */

uint32_t layout_last_row(const struct layout *l, const struct layout_arrow *arrow)
{
    return arrow->to_row > 0 ? arrow->to_row : l->end;
}

void layout_label(char out[LAYOUT_WORDS_MAX], const struct layout_arrow *arrow)
{
    const struct engine_segment *segment = &arrow->segment;
    char                         flags[TCPDUMP_FLAGS_MAX];
    if (arrow->middle && !segment->forged) {
        snprintf(out, LAYOUT_WORDS_MAX, "copy of [%s]", tcpdump_flags(flags, segment->flags));
        return;
    }
    int used = snprintf(out, LAYOUT_WORDS_MAX, "%s[%s] seq %" PRIu32, segment->old ? "old " : "",
                        tcpdump_flags(flags, segment->flags), segment->seq);
    if ((segment->flags & FLAG_ACK) != 0)
        used += snprintf(out + used, LAYOUT_WORDS_MAX - (size_t)used, " ack %" PRIu32, segment->ack);
    if (segment->has_window)
        used += snprintf(out + used, LAYOUT_WORDS_MAX - (size_t)used, " win %" PRIu32, segment->window);
    if (segment->text > 0)
        snprintf(out + used, LAYOUT_WORDS_MAX - (size_t)used, " len %" PRIu32, segment->text);
}
