/* outcome.c - what one end did in a run; see outcome.h. */
#include "outcome.h"

#include <inttypes.h>

#include "tcpdump.h"

static const char *const kind_names[OUTCOME_KINDS] = {
    [OUTCOME_SYN]  = "SYN",  [OUTCOME_SYN_ACK] = "SYN,ACK", [OUTCOME_ACK] = "ACK",
    [OUTCOME_TEXT] = "text", [OUTCOME_FIN]     = "FIN",     [OUTCOME_RST] = "RST",
};

/* ---------------------------------------------------------------- counting */

static enum outcome_kind kind_of(const struct engine_segment *segment)
{
    if ((segment->flags & FLAG_RST) != 0)
        return OUTCOME_RST;
    if ((segment->flags & FLAG_SYN) != 0)
        return (segment->flags & FLAG_ACK) != 0 ? OUTCOME_SYN_ACK : OUTCOME_SYN;
    if ((segment->flags & FLAG_FIN) != 0)
        return OUTCOME_FIN;
    return segment->text > 0 ? OUTCOME_TEXT : OUTCOME_ACK;
}

static void note_state(struct outcome *outcome, const struct trace_record *record)
{
    if (record->after == ESTABLISHED && !outcome->opened) {
        outcome->opened    = true;
        outcome->opened_us = record->time_us;
    }
    outcome->closed = record->after == CLOSED;
    if (outcome->closed)
        outcome->closed_us = record->time_us;
}

static void note_told(struct outcome *outcome, const struct trace_record *record)
{
    if (outcome->n_told++ >= OUTCOME_TOLD_MAX)
        return;
    outcome->signals[outcome->n_told - 1]  = record->signal;
    outcome->times_us[outcome->n_told - 1] = record->time_us;
}

void outcome_put(struct outcome outcomes[ENGINE_ENDS], const struct trace_record *record)
{
    struct outcome       *outcome = &outcomes[record->end];
    struct outcome_count *count   = &outcome->kinds[kind_of(&record->segment)];
    if (record->kind == TRACE_STATE)
        note_state(outcome, record);
    if (record->kind == TRACE_TELL)
        note_told(outcome, record);
    if (record->kind == TRACE_SEND) {
        count->sent++;
        count->again += record->again;
    }
    if (record->kind == TRACE_LOSE)
        count->lost++;
}

/* ---------------------------------------------------------------- as text */

static unsigned n_named(const struct outcome *outcome)
{
    return outcome->n_told < OUTCOME_TOLD_MAX ? outcome->n_told : OUTCOME_TOLD_MAX;
}

static void print_told(FILE *out, const struct outcome *outcome)
{
    char time[TCPDUMP_TIME_MAX];
    for (unsigned i = 0; i < n_named(outcome); i++)
        fprintf(out, "%s \"%s\" at %s s", i > 0 ? "," : ", told", tcp_signal_texts[outcome->signals[i]],
                tcpdump_time(time, outcome->times_us[i]));
    if (outcome->n_told > OUTCOME_TOLD_MAX)
        fprintf(out, ", and %u more", outcome->n_told - OUTCOME_TOLD_MAX);
}

static void print_moments(FILE *out, const struct outcome *outcome)
{
    char time[TCPDUMP_TIME_MAX];
    if (outcome->opened)
        fprintf(out, "   ESTABLISHED at %s s", tcpdump_time(time, outcome->opened_us));
    else
        fputs("   never ESTABLISHED", out);
    if (outcome->closed)
        fprintf(out, ", CLOSED at %s s", tcpdump_time(time, outcome->closed_us));
    fputs("\n", out);
}

/* "7 SYN (6 retransmitted, 7 lost), 1 ACK": those kinds of which there are any. */
static void print_kinds(FILE *out, const struct outcome *outcome)
{
    const char *glue = "      ";
    for (unsigned kind = 0; kind < OUTCOME_KINDS; kind++) {
        const struct outcome_count *count = &outcome->kinds[kind];
        if (count->sent == 0)
            continue;
        fprintf(out, "%s%" PRIu32 " %s", glue, count->sent, kind_names[kind]);
        if (count->again > 0)
            fprintf(out, " (%" PRIu32 " retransmitted", count->again);
        if (count->lost > 0)
            fprintf(out, "%s%" PRIu32 " lost", count->again > 0 ? ", " : " (", count->lost);
        fputs(count->again + count->lost > 0 ? ")" : "", out);
        glue = ", ";
    }
    fputs(glue[0] == ',' ? "\n" : "", out);
}

void outcome_print(FILE *out, const struct outcome *outcome, const struct simulation *simulation, unsigned end)
{
    const struct simulate_end *e = &simulation->ends[end];
    fprintf(out, "%c: %s", "AB"[end], tcp_state_names[e->tcb.state]);
    print_told(out, outcome);
    fputs("\n", out);
    print_moments(out, outcome);
    fprintf(out, "   sent %" PRIu32 " segment%s, of them %" PRIu32 " lost, %" PRIu32
            " retransmitted; %" PRIu64 " octet%s delivered to its user\n",
            e->n_sent, e->n_sent == 1 ? "" : "s", e->n_lost, e->n_again, e->delivered, e->delivered == 1 ? "" : "s");
    print_kinds(out, outcome);
}

/* ---------------------------------------------------------------- as JSON */

static void json_moment(FILE *out, const char *name, bool is_there, uint64_t time_us)
{
    char time[TCPDUMP_TIME_MAX];
    fprintf(out, ",\"%s\":%s", name, is_there ? tcpdump_time(time, time_us) : "null");
}

static void json_told(FILE *out, const struct outcome *outcome)
{
    char time[TCPDUMP_TIME_MAX];
    fputs(",\"told\":[", out);
    for (unsigned i = 0; i < n_named(outcome); i++)
        fprintf(out, "%s\"%s\"", i > 0 ? "," : "", tcp_signal_names[outcome->signals[i]]);
    fputs("],\"told_at\":[", out);
    for (unsigned i = 0; i < n_named(outcome); i++)
        fprintf(out, "%s%s", i > 0 ? "," : "", tcpdump_time(time, outcome->times_us[i]));
    fputs("]", out);
}

static void json_kinds(FILE *out, const struct outcome *outcome)
{
    for (unsigned kind = 0; kind < OUTCOME_KINDS; kind++)
        fprintf(out, "%s\"%s\":{\"sent\":%" PRIu32 ",\"again\":%" PRIu32 ",\"lost\":%" PRIu32 "}",
                kind > 0 ? "," : ",\"kinds\":{", kind_names[kind], outcome->kinds[kind].sent,
                outcome->kinds[kind].again, outcome->kinds[kind].lost);
    fputs("}", out);
}

void outcome_json(FILE *out, const struct outcome *outcome, const struct simulation *simulation, unsigned end)
{
    const struct simulate_end *e = &simulation->ends[end];
    fprintf(out, "{\"end\":\"%c\",\"state\":\"%s\"", "AB"[end], tcp_state_names[e->tcb.state]);
    json_moment(out, "established", outcome->opened, outcome->opened_us);
    json_moment(out, "closed", outcome->closed, outcome->closed_us);
    fprintf(out, ",\"sent\":%" PRIu32 ",\"lost\":%" PRIu32 ",\"again\":%" PRIu32 ",\"delivered\":%" PRIu64,
            e->n_sent, e->n_lost, e->n_again, e->delivered);
    json_kinds(out, outcome);
    json_told(out, outcome);
    fputs("}", out);
}
