/* kernel_agree.c - the simulator against recordings of a kernel, run by run.
 *
 *     kernel_agree DIRECTORY [--show RUN | --scenario RUN]
 *
 * Each run below DIRECTORY is translated into a scenario and played under the profile `linux`.
 * Compared are
 *   states    the sequence of states of both ends. Two sockets of the kernel share a port, the
 *             listening one and that of the connection: CLOSED LISTEN between two connections, and
 *             LISTEN at the end, are the listening one's and are left out;
 *   segments  what each end sent, in its order: flags, relative SEQ and ACK, length. Which of two
 *             ends is first, when both act in one grain of the kernel's timers, is not compared;
 *   timers    the gap before each retransmission, and each change of state that a timer made:
 *             measured = simulated + lateness, where the lateness is from 0 up to the grain of the
 *             kernel's timer wheel and 15 ms of scheduling.
 *
 * Exit status: 0, or 2 when DIRECTORY cannot be read. The last line has the counts.
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "recording.h"
#include "simulate.h"
#include "tcpdump.h"
#include "text.h"
#include "translate.h"

enum { RECORDS_MAX = 16384 /* of one run */ };

static const double SCHEDULING_S = 0.015; /* the worst lateness seen beyond the wheel's */

/* A segment of either side, with its numbers relative. */
struct sent {
    double                   time_s;  /* when it was sent */
    struct recording_segment segment; /* what it was */
};

struct visit {
    double  time_s; /* when the end came to the state */
    uint8_t state;  /* which */
    bool    timed;  /* a timer did it */
    double  anchor_s;          /* what the end sent or got last before that */
    bool    anchor_is_arrival; /* it got it */
    unsigned anchor;           /* the how-many-th from or to it */
};

/* One end's side of a run. */
struct side {
    unsigned     n_sent, n_visits;
    struct sent  sent[RECORDING_SEGMENTS_MAX];
    struct visit visits[RECORDING_STATES_MAX]; /* CLOSED, which comes first, is not among them */
};

struct run {
    struct recording     recording;
    struct scenario      scenario;
    struct profile       profiles[ENGINE_ENDS];
    struct simulation    simulation;
    unsigned             n_records;
    struct trace_record  records[RECORDS_MAX];
    struct side          kernel[ENGINE_ENDS], ours[ENGINE_ENDS];
    unsigned             n_timers, n_late; /* compared; outside the rule */
};

struct counts {
    unsigned runs, expressible, states, segments, timers;
};

/* ---------------------------------------------------------------- what the kernel did */

static void take_recording(struct run *run)
{
    for (unsigned i = 0; i < run->recording.n_segments; i++) {
        const struct recording_segment *segment = &run->recording.segments[i];
        struct side                    *side    = &run->kernel[segment->end];
        if (!segment->injected)
            side->sent[side->n_sent++] = (struct sent){ segment->sent_s, *segment };
    }
    for (unsigned i = 0; i < run->recording.n_states; i++) {
        const struct recording_state *state = &run->recording.states[i];
        struct side                  *side  = &run->kernel[state->end];
        side->visits[side->n_visits++] = (struct visit){ .time_s = state->time_s,
                                                         .state  = state->state };
    }
}

/* ---------------------------------------------------------------- what the simulator did */

static void keep(void *context, const struct trace_record *record)
{
    struct run *run = context;
    if (run->n_records < RECORDS_MAX)
        run->records[run->n_records++] = *record;
}

static bool simulate(struct run *run, const struct text *scenario, const char *profiles)
{
    struct diag diag;
    bool        good = scenario_parse(&run->scenario, run->recording.name, text_get(scenario),
                                      scenario->length, &diag);
    for (unsigned end = 0; good && end < ENGINE_ENDS; end++)
        good = scenario_profile(&run->scenario, end, profiles, NULL, &run->profiles[end], &diag);
    if (!good) {
        diag_print(stderr, &diag);
        return false;
    }
    simulate_start(&run->simulation, &run->scenario, run->profiles, 0,
                   (struct trace_sink){ keep, run });
    simulate_run(&run->simulation);
    return true;
}

/* Where an end's numbers begin before it has sent a SYN: at that of its first one, as in the files. */
static uint32_t first_iss(const struct run *run, unsigned end)
{
    for (unsigned i = 0; i < run->n_records; i++) {
        const struct trace_record *record = &run->records[i];
        if (record->kind == TRACE_SEND && record->end == end
            && (record->segment.flags & FLAG_SYN) != 0)
            return record->segment.seq;
    }
    return 0;
}

/* Numbers relative to the last SYN of either side, as in segments.tsv; those of a RST without a
 * connection, which are zero, as they are. */
static void take_segment(struct run *run, const struct trace_record *record,
                         uint32_t iss[ENGINE_ENDS])
{
    const struct engine_segment *from = &record->segment;
    struct side                 *side = &run->ours[record->end];
    bool                         rst  = (from->flags & FLAG_RST) != 0;
    if (side->n_sent == RECORDING_SEGMENTS_MAX)
        return;
    if ((from->flags & FLAG_SYN) != 0)
        iss[record->end] = from->seq;
    side->sent[side->n_sent++] = (struct sent){
        .time_s  = (double)record->time_us / 1e6,
        .segment = {
            .end   = record->end,
            .flags = from->flags,
            .seq   = rst && from->seq == 0 ? 0 : (int32_t)(from->seq - iss[record->end]),
            .ack   = (from->flags & FLAG_ACK) == 0 ? 0 : (int32_t)(from->ack - iss[record->end ^ 1]),
            .text  = from->text,
        },
    };
}

static void visit(struct side *side, const struct visit *visit)
{
    unsigned last = side->n_visits > 0 ? side->visits[side->n_visits - 1].state : CLOSED;
    if (visit->state != last && side->n_visits < RECORDING_STATES_MAX)
        side->visits[side->n_visits++] = *visit;
}

/* Every state that the rows of one event led through: the kernel shows them all. */
static void take_states(struct run *run, const struct trace_record *cause, const struct visit *last)
{
    struct visit now = last[cause->end];
    now.time_s       = (double)cause->time_us / 1e6;
    now.timed        = cause->kind == TRACE_TIMER;
    for (uint8_t i = 0; i < cause->n_fired; i++) {
        now.state = cause->fired[i].to;
        visit(&run->ours[cause->end], &now);
    }
    now.state = cause->after;
    visit(&run->ours[cause->end], &now);
}

static void take_records(struct run *run)
{
    uint32_t     iss[ENGINE_ENDS]  = { first_iss(run, 0), first_iss(run, 1) };
    struct visit last[ENGINE_ENDS] = { 0 }; /* the anchors */
    for (unsigned i = 0; i < run->n_records; i++) {
        const struct trace_record *record = &run->records[i];
        if (trace_is_cause(record) && record->kind != TRACE_LOSE)
            take_states(run, record, last);
        if (record->kind != TRACE_SEND)
            continue;
        last[record->end] = (struct visit){ .anchor_s = (double)record->time_us / 1e6,
                                            .anchor   = run->ours[record->end].n_sent + 1 };
        take_segment(run, record, iss);
    }
}

/* ---------------------------------------------------------------- the comparison */

/* Whether a visit is one of the listening socket, between two connections or after the last. */
static bool is_listener(const struct side *side, unsigned i)
{
    unsigned state = side->visits[i].state;
    bool     last  = i + 1 == side->n_visits;
    unsigned next  = last ? CLOSED : side->visits[i + 1].state;
    if (state == LISTEN)
        return i > 0 && side->visits[i - 1].state == CLOSED;
    return state == CLOSED
           && (next == SYN_RECEIVED || (next == LISTEN && i + 2 < side->n_visits));
}

static void states_text(const struct side *side, struct text *out)
{
    text_add(out, "%s", tcp_state_names[CLOSED]);
    for (unsigned i = 0; i < side->n_visits; i++)
        if (!is_listener(side, i))
            text_add(out, " %s", tcp_state_names[side->visits[i].state]);
}

static bool equal_states(const struct run *run)
{
    bool equal = true;
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        struct text kernel = { 0 }, ours = { 0 };
        states_text(&run->kernel[end], &kernel);
        states_text(&run->ours[end], &ours);
        equal &= strcmp(text_get(&kernel), text_get(&ours)) == 0;
        text_free(&kernel);
        text_free(&ours);
    }
    return equal;
}

static bool equal_segment(const struct recording_segment *a, const struct recording_segment *b)
{
    return a->flags == b->flags && a->seq == b->seq && a->ack == b->ack && a->text == b->text;
}

static bool equal_segments(const struct run *run)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        const struct side *kernel = &run->kernel[end], *ours = &run->ours[end];
        if (kernel->n_sent != ours->n_sent)
            return false;
        for (unsigned i = 0; i < kernel->n_sent; i++)
            if (!equal_segment(&kernel->sent[i].segment, &ours->sent[i].segment))
                return false;
    }
    return true;
}

/* The grain of the kernel's timer wheel for a timeout of this length. */
static double wheel_grain_s(double timeout_s)
{
    if (timeout_s < 0.25)
        return 0.004;
    if (timeout_s < 2.0)
        return 0.032;
    return timeout_s < 16.1 ? 0.256 : 2.048;
}

static void compare_timer(struct run *run, double kernel_s, double ours_s)
{
    double late = kernel_s - ours_s;
    run->n_timers++;
    run->n_late += late < 0 || late > wheel_grain_s(ours_s) + SCHEDULING_S;
}

/* The gaps before what the recording calls retransmissions. */
static void compare_gaps(struct run *run)
{
    size_t        i, k;
    const json_t *entry, *time;
    json_array_foreach (json_object_get(run->recording.json, "retransmissions"), i, entry) {
        unsigned end = recording_side(json_string_value(json_object_get(entry, "dir")));
        const struct side *kernel = &run->kernel[end], *ours = &run->ours[end];
        int                before = -1;
        json_array_foreach (json_object_get(entry, "times"), k, time)
            for (unsigned n = 0; n < kernel->n_sent; n++)
                if (fabs(kernel->sent[n].time_s - json_number_value(time)) < 1e-6) {
                    if (before >= 0)
                        compare_timer(run, kernel->sent[n].time_s - kernel->sent[before].time_s,
                                      ours->sent[n].time_s - ours->sent[before].time_s);
                    before = (int)n;
                    break;
                }
    }
}

/* How long the end waited, after what it sent last, for a timer to change its state. */
static void compare_waits(struct run *run)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        const struct side *kernel = &run->kernel[end], *ours = &run->ours[end];
        for (unsigned i = 0; i < ours->n_visits && i < kernel->n_visits; i++) {
            const struct visit *our = &ours->visits[i];
            if (our->timed && our->anchor > 0 && kernel->n_visits == ours->n_visits
                && our->state == kernel->visits[i].state)
                compare_timer(run,
                              kernel->visits[i].time_s - kernel->sent[our->anchor - 1].time_s,
                              our->time_s - our->anchor_s);
        }
    }
}

static void compare_timers(struct run *run)
{
    compare_gaps(run);
    compare_waits(run);
}

/* ---------------------------------------------------------------- what is printed */

static void print_sent(const struct sent *sent)
{
    char flags[TCPDUMP_FLAGS_MAX];
    printf("%11.6f %c [%s] seq %lld ack %lld length %u", sent->time_s, "AB"[sent->segment.end],
           tcpdump_flags(flags, sent->segment.flags), (long long)sent->segment.seq,
           (long long)sent->segment.ack, sent->segment.text);
}

static void print_difference(const struct run *run)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        const struct side *kernel = &run->kernel[end], *ours = &run->ours[end];
        struct text        theirs = { 0 }, own = { 0 };
        states_text(kernel, &theirs);
        states_text(ours, &own);
        printf("%c kernel: %s\n%c ours:   %s\n", "AB"[end], text_get(&theirs), "AB"[end],
               text_get(&own));
        text_free(&theirs);
        text_free(&own);
        for (unsigned i = 0; i < kernel->n_sent || i < ours->n_sent; i++) {
            bool both = i < kernel->n_sent && i < ours->n_sent;
            fputs(both && equal_segment(&kernel->sent[i].segment, &ours->sent[i].segment) ? "  "
                                                                                          : "! ",
                  stdout);
            if (i < kernel->n_sent)
                print_sent(&kernel->sent[i]);
            fputs("   |", stdout);
            if (i < ours->n_sent)
                print_sent(&ours->sent[i]);
            puts("");
        }
    }
}

static void judge(struct run *run, struct counts *counts)
{
    bool states = equal_states(run), segments = equal_segments(run);
    counts->expressible++;
    if (segments)
        compare_timers(run);
    bool timers = segments && run->n_late == 0;
    printf("%-36s %-6s %-9s ", run->recording.name, states ? "equal" : "DIFFER",
           segments ? "equal" : "DIFFER");
    if (segments)
        printf("%u of %u\n", run->n_timers - run->n_late, run->n_timers);
    else
        puts("-");
    counts->states += states;
    counts->segments += segments;
    counts->timers += timers;
}

/* ---------------------------------------------------------------- runs */

static bool one_run(struct run *run, const char *directory, const char *name, const char *option,
                    struct counts *counts)
{
    struct text scenario = { 0 };
    const char *reason;
    memset(run, 0, sizeof *run);
    if (!recording_read(&run->recording, directory, name)) {
        recording_free(&run->recording);
        return false;
    }
    counts->runs++;
    bool good = true;
    if (!translate(&run->recording, &scenario, &reason)) {
        printf("%-36s not expressible: %s\n", name, reason);
    } else if (strcmp(option, "--scenario") == 0) {
        fputs(text_get(&scenario), stdout);
    } else {
        good = simulate(run, &scenario, "model/profiles");
        take_recording(run);
        take_records(run);
        judge(run, counts);
        if (strcmp(option, "--show") == 0)
            print_difference(run);
    }
    text_free(&scenario);
    recording_free(&run->recording);
    return good;
}

static int is_run(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && entry->d_type == DT_DIR;
}

static bool all_runs(struct run *run, const char *directory, struct counts *counts)
{
    struct dirent **entries;
    int             count = scandir(directory, &entries, is_run, alphasort);
    bool            good  = count > 0;
    if (!good)
        fprintf(stderr, "kernel_agree: no runs in '%s'\n", directory);
    printf("%-36s %-6s %-9s %s\n", "run", "states", "segments", "timers within the rule");
    for (int i = 0; i < count; i++) {
        good = one_run(run, directory, entries[i]->d_name, "", counts) && good;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    printf("%u runs, %u expressible, %u equal in states, %u equal in segments, "
           "%u timers within the rule\n",
           counts->runs, counts->expressible, counts->states, counts->segments, counts->timers);
    return good;
}

int main(int argc, char **argv)
{
    static struct run run;
    struct counts     counts = { 0 };
    if (argc == 2)
        return all_runs(&run, argv[1], &counts) ? 0 : 2;
    if (argc == 4)
        return one_run(&run, argv[1], argv[3], argv[2], &counts) ? 0 : 2;
    fputs("usage: kernel_agree DIRECTORY [--show RUN | --scenario RUN]\n", stderr);
    return 2;
}
