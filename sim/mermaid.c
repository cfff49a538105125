/* mermaid.c - a run as a Mermaid sequence diagram; see mermaid.h. */
#include "mermaid.h"

#include <inttypes.h>

#include "tcpdump.h"

static const char end_names[] = "AB";

/* `;` and `#` end a statement of Mermaid, and `:` its first part. */
static void print_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++)
        fputc(*text == ';' || *text == '#' || *text == '\n' ? ',' : *text, out);
}

static void print_segment(FILE *out, const struct engine_segment *segment)
{
    char flags[TCPDUMP_FLAGS_MAX];
    fprintf(out, "%s[%s] seq %" PRIu32, segment->old ? "old " : "",
            tcpdump_flags(flags, segment->flags), segment->seq);
    if ((segment->flags & FLAG_ACK) != 0)
        fprintf(out, " ack %" PRIu32, segment->ack);
    if (segment->has_window)
        fprintf(out, " win %" PRIu32, segment->window);
    if (segment->text > 0)
        fprintf(out, " len %" PRIu32, segment->text);
}

/* `from` is a participant; a lost segment has a cross in the place of its head. */
static void print_arrow(FILE *out, const char *from, const char *arrow, unsigned to,
                        const struct engine_segment *segment)
{
    fprintf(out, "    %s%s%c: ", from, arrow, end_names[to]);
    print_segment(out, segment);
    fputs("\n", out);
}

static void print_note(FILE *out, unsigned end, const char *before, const char *text)
{
    fprintf(out, "    Note over %c: %s", end_names[end], before);
    print_text(out, text);
    fputs("\n", out);
}

/* Where the clock has gone on. */
static void print_time(FILE *out, const struct run *run, size_t i)
{
    char                       time[TCPDUMP_TIME_MAX];
    const struct trace_record *record = &run->records[i];
    if (record->step > 0 && i == run->steps[record->step] && run_goes_on(run, record->step))
        fprintf(out, "    Note over A,B: %s s\n", tcpdump_time(time, record->time_us));
}

static void print_record(FILE *out, const struct run *run, const struct trace_record *record)
{
    const char *from = record->end == 0 ? "A" : "B", *peer = record->end == 0 ? "B" : "A";
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:     print_note(out, record->end, "user: ", run->names.events[record->event]); break;
    case TRACE_TIMER:
    case TRACE_TRANSMIT: print_note(out, record->end, "", run->names.events[record->event]); break;
    case TRACE_RECEIVE:
        print_arrow(out, record->number > 0 ? peer : "Stranger", "->>", record->end,
                    &record->segment);
        break;
    case TRACE_LOSE:  print_arrow(out, from, "-x", record->end ^ 1U, &record->segment); break;
    case TRACE_COPY:  print_note(out, record->end, "", "a segment to it is copied"); break;
    case TRACE_CRASH: print_note(out, record->end, "", "crash"); break;
    case TRACE_TICK:  fputs("    Note over A,B: tick\n", out); break;
    case TRACE_STATE: print_note(out, record->end, "", run->names.states[record->after]); break;
    case TRACE_TELL:  print_note(out, record->end, "told: ", run->names.signals[record->signal]); break;
    case TRACE_SEND:
    case TRACE_DELIVER:
    case TRACE_WORLD:
    case TRACE_KINDS: break;
    }
}

/* It neither arrives nor is lost in what is left of the run. */
static bool is_on_its_way(const struct run *run, size_t sent)
{
    for (size_t i = sent + 1; i < run->n_records; i++)
        if ((run->records[i].kind == TRACE_RECEIVE || run->records[i].kind == TRACE_LOSE)
            && run->records[i].number == run->records[sent].number)
            return false;
    return true;
}

static void print_on_their_way(FILE *out, const struct run *run)
{
    for (size_t i = 0; i < run->n_records; i++) {
        const struct trace_record *record = &run->records[i];
        if ((record->kind != TRACE_SEND && record->kind != TRACE_COPY) || !is_on_its_way(run, i))
            continue;
        fprintf(out, "    Note over A,B: still on its way to %c: ",
                end_names[record->kind == TRACE_SEND ? record->end ^ 1 : record->end]);
        print_segment(out, &record->segment);
        fputs("\n", out);
    }
}

static bool has_stranger(const struct run *run)
{
    for (size_t i = 0; i < run->n_records; i++)
        if (run->records[i].kind == TRACE_RECEIVE && run->records[i].number == 0)
            return true;
    return false;
}

void mermaid_print(FILE *out, const struct run *run)
{
    fputs("sequenceDiagram\n    accTitle: ", out);
    print_text(out, run->bound);
    fputs("\n    participant A\n", out);
    if (has_stranger(run))
        fputs("    participant Stranger\n", out);
    fputs("    participant B\n", out);
    for (size_t i = 0; i < run->n_records; i++) {
        if (run->loop != RUN_NO_LOOP && i == run->steps[run->loop + 1])
            fputs("    loop for ever\n", out);
        print_time(out, run, i);
        print_record(out, run, &run->records[i]);
    }
    if (run->loop != RUN_NO_LOOP)
        fputs("    end\n", out);
    print_on_their_way(out, run);
    if (run->claim != RUN_NO_CLAIM) {
        fprintf(out, "    Note over A,B: %s: ", run_claim_name(run));
        print_text(out, run_claim_text(run));
        fputs("\n", out);
    }
    fputs("    %% replay: ", out);
    fprintf(out, "%s\n", run->command);
}
