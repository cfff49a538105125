/* trace_json.c - a trace as JSON Lines; see trace_json.h. */
#include "trace_json.h"

#include <inttypes.h>
#include <string.h>

#include "tcpdump.h"

void trace_json_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < ' ' || c == 127)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void field(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    trace_json_string(out, text);
}

static void print_head(FILE *out, const struct trace_record *record)
{
    char time[TCPDUMP_TIME_MAX] = "null";
    if (record->time_us != TRACE_TIME_UNKNOWN)
        tcpdump_time(time, record->time_us);
    fprintf(out, "{\"time\":%s,\"step\":%" PRIu32 ",\"kind\":\"%s\",\"end\":\"%c\"", time,
            record->step, trace_kind_names[record->kind], record->end == 0 ? 'A' : 'B');
}

static void print_names(FILE *out, const char *name, const char *const *names, uint32_t set)
{
    const char *comma = "";
    fprintf(out, ",\"%s\":[", name);
    for (unsigned i = 0; set >> i != 0; i++)
        if ((set >> i & 1) != 0) {
            fputs(comma, out);
            trace_json_string(out, names[i]);
            comma = ",";
        }
    fputc(']', out);
}

static void print_rows(const struct trace_json *view, const struct trace_record *record)
{
    fputs(",\"rows\":[", view->out);
    for (uint8_t i = 0; i < record->n_fired; i++) {
        char identity[TRACE_IDENTITY_MAX];
        trace_identity(identity, view->names, &record->fired[i]);
        fputs(i > 0 ? ",{\"row\":" : "{\"row\":", view->out);
        trace_json_string(view->out, identity);
        field(view->out, "cite", trace_cite(view->names, &record->fired[i]));
        field(view->out, "label", view->names->rows[record->fired[i].row].label);
        field(view->out, "to", view->names->states[record->fired[i].to]);
        fputc('}', view->out);
    }
    fputc(']', view->out);
}

/* Both ends: [[1,2,...],[3,4,...]]. */
static void print_numbers(FILE *out, const char *name, const uint32_t *const numbers[TRACE_ENDS],
                          unsigned count)
{
    fprintf(out, ",\"%s\":[", name);
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        fputs(end > 0 ? ",[" : "[", out);
        for (unsigned i = 0; i < count; i++)
            fprintf(out, "%s%" PRIu32, i > 0 ? "," : "", numbers[end][i]);
        fputc(']', out);
    }
    fputc(']', out);
}

static void print_world(const struct trace_json *view, const struct trace_record *record)
{
    print_numbers(view->out, "values", record->values, view->names->n_vars);
    if (view->names->n_claims > 0)
        print_numbers(view->out, "clauses", record->clauses, view->names->n_claims);
}

static void print_cause(const struct trace_json *view, const struct trace_record *record)
{
    print_rows(view, record);
    print_names(view->out, "started", view->names->timers, record->started);
    print_names(view->out, "stopped", view->names->timers, record->stopped);
    if (record->decision != NULL)
        field(view->out, "decision", record->decision);
}

static void print_segment(FILE *out, const struct trace_record *record)
{
    char flags[TCPDUMP_FLAGS_MAX];
    fprintf(out, ",\"number\":%" PRIu32 ",\"flags\":\"%s\",\"seq\":%" PRIu32 ",\"ack\":%" PRIu32
            ",\"length\":%" PRIu32, record->number, tcpdump_flags(flags, record->segment.flags),
            record->segment.seq, record->segment.ack, record->segment.text);
    if (record->segment.has_window)
        fprintf(out, ",\"win\":%" PRIu32, record->segment.window);
    if (record->segment.old != 0)
        fputs(",\"old\":true", out);
}

static void print_particulars(const struct trace_json *view, const struct trace_record *record)
{
    FILE *out = view->out;
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:
        fprintf(out, ",\"active\":%s,\"octets\":%" PRIu32, record->active ? "true" : "false",
                record->octets);
        break;
    case TRACE_RECEIVE: print_segment(out, record); break;
    case TRACE_TIMER:   fprintf(out, ",\"count\":%" PRIu32, record->count); break;
    case TRACE_COPY:
        print_segment(out, record);
        fprintf(out, ",\"original\":%" PRIu32, record->original);
        break;
    case TRACE_TRANSMIT:
    case TRACE_CRASH:
    case TRACE_TICK:
    case TRACE_STATE:   break;
    case TRACE_SEND:
        print_segment(out, record);
        fprintf(out, ",\"again\":%s", record->again ? "true" : "false");
        break;
    case TRACE_LOSE:
        print_segment(out, record);
        fprintf(out, ",\"why\":\"%s\",\"line\":%" PRIu32, trace_why_names[record->why],
                record->line);
        break;
    case TRACE_DELIVER: fprintf(out, ",\"octets\":%" PRIu32, record->octets); break;
    case TRACE_TELL:    field(out, "signal", view->names->signals[record->signal]); break;
    case TRACE_WORLD:   print_world(view, record); break;
    case TRACE_KINDS:   break;
    }
}

void trace_json_put(void *context, const struct trace_record *record)
{
    const struct trace_json *view = context;
    print_head(view->out, record);
    if (record->event != TRACE_NONE)
        field(view->out, "event", view->names->events[record->event]);
    field(view->out, "before", view->names->states[record->before]);
    field(view->out, "after", view->names->states[record->after]);
    print_particulars(view, record);
    if (trace_is_cause(record))
        print_cause(view, record);
    fputs("}\n", view->out);
}
