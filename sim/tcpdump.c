/* tcpdump.c - a trace in tcpdump's notation; see tcpdump.h. */
#include "tcpdump.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { LINE_MAX_BYTES = 192, TEXT_WIDTH = 62 /* columns between the time and the state */ };

static const char end_names[TRACE_ENDS + 1] = "AB";

void tcpdump_start(struct tcpdump *view, FILE *out, const struct trace_names *names,
                   struct tcpdump_options options)
{
    *view = (struct tcpdump){ .out = out, .names = names, .options = options };
}

/* In tcpdump's order. */
const char *tcpdump_flags(char out[TCPDUMP_FLAGS_MAX], unsigned flags)
{
    static const struct {
        unsigned flag;   /* FLAG_... */
        char     letter; /* tcpdump's */
    } letters[] = { { FLAG_FIN, 'F' }, { FLAG_SYN, 'S' }, { FLAG_RST, 'R' }, { FLAG_ACK, '.' } };
    unsigned used = 0;
    for (unsigned i = 0; i < sizeof letters / sizeof letters[0]; i++)
        if ((flags & letters[i].flag) != 0)
            out[used++] = letters[i].letter;
    out[used] = '\0';
    return used > 0 ? out : strcpy(out, "none");
}

const char *tcpdump_time(char out[TCPDUMP_TIME_MAX], uint64_t time_us)
{
    snprintf(out, TCPDUMP_TIME_MAX, "%" PRIu64 ".%06u", time_us / 1000000,
             (unsigned)(time_us % 1000000));
    return out;
}

/* snprintf() at the end of a text that is there. */
__attribute__((format(printf, 3, 4)))
static void append(char *out, size_t size, const char *format, ...)
{
    size_t  used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out + used, size - used, format, arguments);
    va_end(arguments);
}

/* tcpdump leaves the sequence number out where the segment takes none and is a bare ACK. */
static void append_seq(char out[TCPDUMP_SEGMENT_MAX], uint32_t seq,
                       const struct engine_segment *segment)
{
    if (segment->text > 0)
        append(out, TCPDUMP_SEGMENT_MAX, ", seq %" PRIu32 ":%" PRIu32, seq,
               (uint32_t)(seq + segment->text));
    else if ((segment->flags & (FLAG_SYN | FLAG_FIN | FLAG_RST)) != 0)
        append(out, TCPDUMP_SEGMENT_MAX, ", seq %" PRIu32, seq);
}

/* A RST from nowhere (RFC 9293, 3.10.7.1) has SEQ=0, which is relative to nothing. */
static uint32_t relative_seq(const struct tcpdump *view, unsigned sender,
                             const struct engine_segment *segment)
{
    bool no_place = (segment->flags & FLAG_RST) != 0 && segment->seq == 0;
    return view->options.absolute || no_place ? segment->seq : segment->seq - view->iss[sender];
}

const char *tcpdump_segment(char out[TCPDUMP_SEGMENT_MAX], const struct tcpdump *view,
                            unsigned sender, const struct engine_segment *segment)
{
    char     flags[TCPDUMP_FLAGS_MAX];
    uint32_t base = view->options.absolute ? 0 : view->iss[sender ^ 1];
    snprintf(out, TCPDUMP_SEGMENT_MAX, "%c > %c: Flags [%s]", end_names[sender],
             end_names[sender ^ 1], tcpdump_flags(flags, segment->flags));
    append_seq(out, relative_seq(view, sender, segment), segment);
    if ((segment->flags & FLAG_ACK) != 0)
        append(out, TCPDUMP_SEGMENT_MAX, ", ack %" PRIu32, (uint32_t)(segment->ack - base));
    if (segment->has_window)
        append(out, TCPDUMP_SEGMENT_MAX, ", win %" PRIu32, segment->window);
    else if (view->options.window > 0)
        append(out, TCPDUMP_SEGMENT_MAX, ", win %" PRIu32, view->options.window);
    append(out, TCPDUMP_SEGMENT_MAX, ", length %" PRIu32, segment->text);
    return out;
}

/* One line: the time, what happened, and what stands at the right. */
static void print_line(struct tcpdump *view, const struct trace_record *record, const char *text,
                       const char *right)
{
    char time[TCPDUMP_TIME_MAX];
    if (record->time_us == TRACE_TIME_UNKNOWN)
        snprintf(time, sizeof time, "%" PRIu32, record->step);
    else
        tcpdump_time(time, record->time_us);
    if (right[0] == '\0')
        fprintf(view->out, "%11s  %s\n", time, text);
    else
        fprintf(view->out, "%11s  %-*s  %s\n", time, TEXT_WIDTH, text, right);
}

static void print_segment(struct tcpdump *view, const struct trace_record *record, bool lost)
{
    char        text[TCPDUMP_SEGMENT_MAX], right[64];
    const char *state = view->names->states[record->after];
    snprintf(right, sizeof right, lost ? "%-12s (lost)" : "%s", state);
    print_line(view, record, tcpdump_segment(text, view, record->end, &record->segment), right);
}

static void hold(struct tcpdump *view, const struct trace_record *record)
{
    if ((record->segment.flags & FLAG_SYN) != 0)
        view->iss[record->end] = record->segment.seq;
    view->held    = *record;
    view->holding = true;
}

static bool is_fate_of_held(const struct tcpdump *view, const struct trace_record *record)
{
    return view->holding && record->kind == TRACE_LOSE && record->number == view->held.number
           && record->step == view->held.step;
}

void tcpdump_end(struct tcpdump *view)
{
    if (view->holding)
        print_segment(view, &view->held, false);
    view->holding = false;
}

static void describe_call(char text[LINE_MAX_BYTES], const struct tcpdump *view,
                          const struct trace_record *record)
{
    const char *name = view->names->events[record->event];
    snprintf(text, LINE_MAX_BYTES, "%c calls %s", end_names[record->end], name);
    if (strcmp(name, "OPEN") == 0)
        append(text, LINE_MAX_BYTES, " %s", record->active ? "active" : "passive");
    if (record->octets > 0)
        append(text, LINE_MAX_BYTES, " %" PRIu32, record->octets);
}

static void describe_receipt(char text[LINE_MAX_BYTES], const struct tcpdump *view,
                             const struct trace_record *record)
{
    char segment[TCPDUMP_SEGMENT_MAX];
    tcpdump_segment(segment, view, record->end ^ 1, &record->segment);
    snprintf(text, LINE_MAX_BYTES, "%c receives %s", end_names[record->end],
             strchr(segment, ':') + 2);
}

static void describe_told(char text[LINE_MAX_BYTES], const struct tcpdump *view,
                          const struct trace_record *record)
{
    const char *const *texts = view->names->signal_texts;
    snprintf(text, LINE_MAX_BYTES, "%c is told \"%s\"", end_names[record->end],
             (texts != NULL ? texts : view->names->signals)[record->signal]);
}

static void describe(char text[LINE_MAX_BYTES], const struct tcpdump *view,
                     const struct trace_record *record)
{
    char end = end_names[record->end];
    text[0]  = '\0';
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:    describe_call(text, view, record); break;
    case TRACE_RECEIVE: describe_receipt(text, view, record); break;
    case TRACE_TELL:    describe_told(text, view, record); break;
    case TRACE_TIMER:
    case TRACE_TRANSMIT:
        snprintf(text, LINE_MAX_BYTES, "%c: %s", end, view->names->events[record->event]);
        break;
    case TRACE_STATE:
        snprintf(text, LINE_MAX_BYTES, "%c: %s -> %s", end, view->names->states[record->before],
                 view->names->states[record->after]);
        break;
    case TRACE_DELIVER:
        snprintf(text, LINE_MAX_BYTES, "%c gets %" PRIu32 " octets", end, record->octets);
        break;
    case TRACE_CRASH:
        snprintf(text, LINE_MAX_BYTES, "%c loses its memory", end);
        break;
    case TRACE_TICK: snprintf(text, LINE_MAX_BYTES, "time passes"); break;
    case TRACE_COPY:
    case TRACE_SEND:
    case TRACE_LOSE:
    case TRACE_WORLD:
    case TRACE_KINDS: break;
    }
}

/* Each row that fired, under its cause. */
static void print_rows(struct tcpdump *view, const struct trace_record *record)
{
    for (uint8_t i = 0; i < record->n_fired; i++) {
        char identity[TRACE_IDENTITY_MAX];
        trace_identity(identity, view->names, &record->fired[i]);
        fprintf(view->out, "%11s    %-48s %s\n", "", identity,
                trace_cite(view->names, &record->fired[i]));
    }
}

/* Nobody sends it, so it stands where it arrives. */
static bool is_strange(const struct trace_record *record)
{
    return record->kind == TRACE_RECEIVE && record->number == 0;
}

static void print_strange(struct tcpdump *view, const struct trace_record *record)
{
    char text[TCPDUMP_SEGMENT_MAX], right[64];
    snprintf(right, sizeof right, "%-12s (stranger)", "");
    print_line(view, record, tcpdump_segment(text, view, record->end ^ 1, &record->segment), right);
}

/* Of the causes, without --rows: calls, crashes, and timers that change the state. */
static bool is_shown(const struct tcpdump *view, const struct trace_record *record)
{
    if (view->options.rows || !trace_is_cause(record))
        return true;
    return record->kind == TRACE_CALL || record->kind == TRACE_CRASH
           || (record->kind == TRACE_TIMER && record->before != record->after);
}

void tcpdump_put(void *context, const struct trace_record *record)
{
    struct tcpdump *view = context;
    char            text[LINE_MAX_BYTES];
    if (is_fate_of_held(view, record)) {
        print_segment(view, record, true);
        view->holding = false;
        return;
    }
    tcpdump_end(view);
    if (record->kind == TRACE_SEND) {
        hold(view, record);
        return;
    }
    if (record->kind == TRACE_LOSE) {
        print_segment(view, record, true);
        return;
    }
    if (is_strange(record))
        print_strange(view, record);
    if (record->kind == TRACE_WORLD || !is_shown(view, record))
        return;
    describe(text, view, record);
    print_line(view, record, text, "");
    if (view->options.rows)
        print_rows(view, record);
}
