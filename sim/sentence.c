/* sentence.c - one step of a run as a sentence; see sentence.h. */
#include "sentence.h"

#include <inttypes.h>
#include <string.h>

static const char end_names[] = "AB";

/* ---------------------------------------------------------------- pieces of sentences */

/* "SYN,ACK seq 5 ack 2", "ACK seq 2 ack 6 with 1 octet". */
static void add_segment(struct text *text, const struct engine_segment *segment)
{
    static const struct {
        unsigned    flag; /* FLAG_... */
        const char *name; /* as the RFC writes it */
    } flags[] = { { FLAG_SYN, "SYN" }, { FLAG_FIN, "FIN" }, { FLAG_RST, "RST" }, { FLAG_ACK, "ACK" } };
    const char *comma = "";
    for (unsigned i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if ((segment->flags & flags[i].flag) != 0) {
            text_add(text, "%s%s", comma, flags[i].name);
            comma = ",";
        }
    text_add(text, "%s seq %" PRIu32, comma[0] == '\0' ? "a segment without flags," : "",
             segment->seq);
    if ((segment->flags & FLAG_ACK) != 0)
        text_add(text, " ack %" PRIu32, segment->ack);
    if (segment->has_window)
        text_add(text, " win %" PRIu32, segment->window);
    if (segment->text > 0)
        text_add(text, " with %" PRIu32 " octet%s", segment->text, segment->text == 1 ? "" : "s");
}

static void add_call(struct text *text, const struct run *run, const struct trace_record *cause)
{
    const char *event = run->names.events[cause->event];
    text_add(text, "%c's user calls %s", end_names[cause->end], event);
    if (strcmp(event, "OPEN") == 0)
        text_add(text, cause->active ? " (active)" : " (passive)");
    if (cause->octets > 0)
        text_add(text, " with %" PRIu32 " octet%s", cause->octets, cause->octets == 1 ? "" : "s");
    text_add(text, " in %s", run->names.states[cause->before]);
}

/* Where segments overtake one another, or one comes twice, it is told which this is. */
static void add_origin(struct text *text, const struct run *run, const struct trace_record *cause)
{
    const struct trace_record *sent = NULL;
    bool                       next = true; /* nothing was sent to this end since */
    for (const struct trace_record *record = run->records; record < cause; record++) {
        bool is_ours = record->kind == TRACE_SEND && record->end != cause->end;
        if (record->number == cause->number && (is_ours || record->kind == TRACE_COPY)) {
            sent = record;
            next = true;
        } else if (is_ours)
            next = false;
    }
    if (sent != NULL && sent->kind == TRACE_COPY)
        text_add(text, ", the copy of step %" PRIu32, sent->step);
    else if (sent != NULL && !next)
        text_add(text, ", sent in step %" PRIu32, sent->step);
}

static void add_receipt(struct text *text, const struct run *run, const struct trace_record *cause)
{
    text_add(text, "%c, in %s, gets ", end_names[cause->end], run->names.states[cause->before]);
    add_segment(text, &cause->segment);
    if (cause->number == 0)
        text_add(text, ", which a stranger sent");
    else
        text_add(text, " of %c", end_names[cause->end ^ 1]);
    if (cause->number > 0)
        add_origin(text, run, cause);
    if (cause->segment.old)
        text_add(text, ", which is old: from a connection that %c has left", end_names[cause->end ^ 1]);
}

/* What began the step. */
static void add_cause(struct text *text, const struct run *run, const struct trace_record *cause)
{
    const char *state = run->names.states[cause->before];
    char        end   = end_names[cause->end], peer = end_names[cause->end ^ 1];
    switch ((enum trace_kind)cause->kind) {
    case TRACE_CALL:    add_call(text, run, cause); break;
    case TRACE_RECEIVE: add_receipt(text, run, cause); break;
    case TRACE_TIMER:
        text_add(text, "%c's %s comes, in %s", end, run->names.events[cause->event], state);
        break;
    case TRACE_TRANSMIT:
        text_add(text, "%c, in %s, can send what was queued", end, state);
        break;
    case TRACE_COPY:
        text_add(text, "The network copies ");
        add_segment(text, &cause->segment);
        text_add(text, ", which is on its way from %c to %c", peer, end);
        break;
    case TRACE_LOSE:
        text_add(text, "The network loses ");
        add_segment(text, &cause->segment);
        text_add(text, " of %c", end);
        break;
    case TRACE_CRASH:
        text_add(text, "%c, in %s, crashes and forgets everything; its user begins anew", end, state);
        break;
    case TRACE_TICK:    text_add(text, "The clock goes on by one tick"); break;
    case TRACE_STATE:
    case TRACE_SEND:
    case TRACE_DELIVER:
    case TRACE_TELL:
    case TRACE_WORLD:
    case TRACE_KINDS:   break;
    }
}

/* ---------------------------------------------------------------- what followed */

/* A list of what an end does: "goes to X, sends Y and tells Z". */
struct list {
    struct text item[16]; /* `count` of them; what is more is joined to the last */
    unsigned    count;    /* how many */
};

static struct text *add_item(struct list *list)
{
    enum { MOST = sizeof list->item / sizeof list->item[0] };
    if (list->count < MOST)
        return &list->item[list->count++];
    text_add(&list->item[MOST - 1], ", ");
    return &list->item[MOST - 1];
}

static bool is_lost_at_once(const struct run *run, const struct trace_record *sent)
{
    const struct trace_record *next = sent + 1;
    return next < run->records + run->n_records && next->kind == TRACE_LOSE
           && next->step == sent->step && next->number == sent->number;
}

static void add_sent(struct list *list, const struct run *run, const struct trace_record *sent)
{
    struct text *item = add_item(list);
    text_add(item, "sends ");
    add_segment(item, &sent->segment);
    text_add(item, "%s", sent->again ? " again" : "");
    if (is_lost_at_once(run, sent))
        text_add(item, "%s", sent[1].why == TRACE_WHY_FULL ? " (lost: the queue is full)" : " (lost)");
}

static void add_timers(struct list *list, const struct run *run, const struct trace_record *cause)
{
    for (unsigned i = 0; i < run->names.n_timers; i++) {
        if ((cause->started >> i & 1) != 0)
            text_add(add_item(list), "starts the %s timer", run->names.timers[i]);
        else if ((cause->stopped >> i & 1) != 0)
            text_add(add_item(list), "stops the %s timer", run->names.timers[i]);
    }
}

static void add_consequence(struct list *list, const struct run *run,
                            const struct trace_record *record)
{
    switch ((enum trace_kind)record->kind) {
    case TRACE_STATE:
        text_add(add_item(list), "goes to %s", run->names.states[record->after]);
        break;
    case TRACE_SEND: add_sent(list, run, record); break;
    case TRACE_DELIVER:
        text_add(add_item(list), "gives %" PRIu32 " octet%s to its user", record->octets,
                 record->octets == 1 ? "" : "s");
        break;
    case TRACE_TELL:
        text_add(add_item(list), "tells its user \"%s\"", run->names.signal_texts[record->signal]);
        break;
    case TRACE_CALL:
    case TRACE_RECEIVE:
    case TRACE_TIMER:
    case TRACE_TRANSMIT:
    case TRACE_COPY:
    case TRACE_CRASH:
    case TRACE_TICK:
    case TRACE_LOSE:
    case TRACE_WORLD:
    case TRACE_KINDS: break;
    }
}

static void add_list(struct text *text, struct list *list)
{
    for (unsigned i = 0; i < list->count; i++) {
        const char *glue = i == 0 ? "" : i + 1 < list->count ? ", " : " and ";
        text_add(text, "%s%s", glue, text_get(&list->item[i]));
        text_free(&list->item[i]);
    }
}

void sentence_add_step(struct text *text, const struct run *run, uint32_t step)
{
    const struct trace_record *cause = run_cause(run, step);
    struct list                list  = { .count = 0 };
    add_cause(text, run, cause);
    for (size_t i = run->steps[step] + 1; i < run->steps[step + 1]; i++)
        add_consequence(&list, run, &run->records[i]);
    add_timers(&list, run, cause);
    if (list.count > 0) {
        text_add(text, "; %c ", end_names[cause->end]);
        add_list(text, &list);
    } else if (cause->n_fired > 0) {
        text_add(text, "; nothing comes of it");
    } else if (cause->event != TRACE_NONE) {
        text_add(text, "; the table has no row for that");
    }
    text_add(text, ".");
}

/* ---------------------------------------------------------------- rows and values */

/* The row does nothing, in the same state: a check that was passed. */
static bool is_idle(const struct run *run, const struct engine_fired *fired)
{
    return strstr(run->names.rows[fired->row].label, "] / -> same") != NULL;
}

bool sentence_tells_row(const struct run *run, const struct trace_record *cause, unsigned i)
{
    bool all_idle = true;
    for (unsigned k = 0; k < cause->n_fired; k++)
        all_idle = all_idle && is_idle(run, &cause->fired[k]);
    return all_idle ? i + 1 == cause->n_fired : !is_idle(run, &cause->fired[i]);
}

const char *sentence_source(const char *cite)
{
    bool own = (cite[0] >= '0' && cite[0] <= '9') || (cite[0] != '\0' && cite[1] == '.');
    return own ? "RFC 9293, " : "";
}

void sentence_add_value(struct text *text, const struct run *run, unsigned var, uint32_t value)
{
    const char *type = run->names.vars[var].type;
    if (strcmp(type, "state") == 0 && value < run->names.n_states)
        text_add(text, "%s", run->names.states[value]);
    else if (strcmp(type, "bool") == 0)
        text_add(text, value != 0 ? "true" : "false");
    else
        text_add(text, "%" PRIu32, value);
}
