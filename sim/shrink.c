/* shrink.c - the events of a run, made few; see shrink.h. */
#include "shrink.h"

#include <stdlib.h>
#include <string.h>

#include "process.h"

enum { RUNS_MAX = 500000 /* about: of the search through all small sets */ };

/* ---------------------------------------------------------------- what chance says */

/* Nothing by chance: each segment travels as fast as it can. */
static void make_plain(struct channel *channel)
{
    channel->loss = channel->loss_bad = channel->enter_bad = channel->leave_bad = 0;
    channel->duplicate = channel->reorder = 0;
    channel->delay = (struct channel_delay){ .least_us = channel_delay_least(&channel->delay) };
}

/* Nothing but chance: one segment is like any other. */
static void make_chance(struct channel *channel)
{
    channel->n_rules = channel->n_outages = 0;
}

/* Counts a segment in each kind that it matches; the narrowest of them. */
static enum channel_match count_kinds(struct shrink *s, unsigned sender,
                                      const struct engine_segment *segment)
{
    static const enum channel_match kinds[] = { MATCH_SYNACK, MATCH_SYN, MATCH_RST, MATCH_FIN,
                                                MATCH_DATA,   MATCH_ACK };
    for (enum channel_match i = MATCH_ANY; i < CHANNEL_MATCHES; i++)
        s->seen[sender][i] += channel_matches(i, segment);
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (channel_matches(kinds[i], segment))
            return kinds[i];
    return MATCH_ANY;
}

/* ---------------------------------------------------------------- the events of the first run */

static void add_event(struct shrink *s, struct shrink_event event)
{
    s->events = memory_resize(s->events, (s->n_events + 1) * sizeof *s->events);
    s->events[s->n_events++] = event;
}

/* What chance says of the next segment of an end. */
static void add_events(struct shrink *s, struct shrink_event event)
{
    static const struct engine_segment any = { .flags = 0 };
    struct channel_fate fate  = channel_send(&s->chance[event.sender], &s->states[event.sender], &any, 0);
    uint64_t            least = s->plain.channels[event.sender].delay.least_us;
    event.what                = SHRINK_LOST;
    if (fate.n_copies == 0)
        add_event(s, event);
    for (unsigned i = 0; i < fate.n_copies; i++) {
        event.what  = i == 0 ? SHRINK_HELD : SHRINK_COPIED;
        event.by_us = fate.arrivals_us[i] - least;
        if (i > 0 || event.by_us != 0)
            add_event(s, event);
    }
}

/* The place of a segment; those of its kind before it that have a narrower one are empty. */
static struct shrink_segment *new_segment(struct shrink_kind *kind, uint32_t nth)
{
    kind->segments = memory_resize(kind->segments, nth * sizeof *kind->segments);
    for (; kind->n < nth; kind->n++)
        kind->segments[kind->n] = (struct shrink_segment){ 0, 0 };
    return &kind->segments[nth - 1];
}

/* What the scenario loses is lost whatever chance says of it. */
static void note(void *context, const struct trace_record *record)
{
    struct shrink *s = context;
    if (record->kind == TRACE_SEND) {
        enum channel_match match = count_kinds(s, record->end, &record->segment);
        uint32_t           nth   = s->seen[record->end][match];
        s->last        = new_segment(&s->kinds[record->end][match], nth);
        s->last->first = s->n_events;
        add_events(s, (struct shrink_event){ .nth = nth, .sender = record->end, .match = (uint8_t)match });
        s->last->n = s->n_events - s->last->first;
    }
    if (record->kind == TRACE_LOSE && (record->why == TRACE_WHY_RULE || record->why == TRACE_WHY_DOWN)) {
        s->n_events = s->last->first;
        s->last->n  = 0;
    }
}

/* ---------------------------------------------------------------- a run with some of them */

/* As rules of the network would: what holds up adds up, the first copy counts. */
static void take_event(struct shrink *s, uint32_t i, uint64_t now_us)
{
    struct shrink_event *event = &s->events[i];
    struct shrink_fate  *fate  = &s->fate;
    event->time_us             = now_us;
    switch ((enum shrink_what)event->what) {
    case SHRINK_LOST: fate->lost = true; break;
    case SHRINK_HELD: fate->held_us += event->by_us; break;
    case SHRINK_COPIED:
        fate->copy_us = fate->copied ? fate->copy_us : event->by_us;
        fate->copied  = true;
        break;
    case SHRINK_WHATS: break;
    }
}

/* What is to become of a segment that is sent: the events of each kind that it matches. */
static void look(void *context, const struct trace_record *record)
{
    struct shrink *s = context;
    if (record->kind != TRACE_SEND)
        return;
    count_kinds(s, record->end, &record->segment);
    s->fate = (struct shrink_fate){ .lost = false };
    for (enum channel_match i = MATCH_ANY; i < CHANNEL_MATCHES; i++) {
        const struct shrink_kind *kind = &s->kinds[record->end][i];
        uint32_t                  nth  = s->seen[record->end][i];
        if (!channel_matches(i, &record->segment) || nth > kind->n)
            continue;
        const struct shrink_segment *segment = &kind->segments[nth - 1];
        for (uint32_t k = segment->first; k < segment->first + segment->n; k++)
            if (s->kept[k])
                take_event(s, k, record->time_us);
    }
}

/* A copy is dropped where it would live too long. */
static void add_copy(struct channel_fate *fate, const struct channel *channel, uint64_t now_us,
                     uint64_t arrival_us)
{
    if (arrival_us - now_us <= channel->msl_us)
        fate->arrivals_us[fate->n_copies++] = arrival_us;
}

/* What becomes of the segment without chance is changed. */
static void decide(void *context, unsigned sender, struct channel_fate *fate)
{
    const struct shrink      *s       = context;
    const struct shrink_fate *events  = &s->fate;
    const struct channel     *channel = &s->plain.channels[sender];
    const struct channel_fate plain   = *fate;
    uint64_t                  now_us  = s->simulation.clock.now_us;
    uint64_t copy_us = plain.n_copies > 1 ? plain.arrivals_us[1] : now_us + channel->delay.least_us;
    *fate            = (struct channel_fate){ .why = CHANNEL_CHANCE };
    if (events->lost)
        return;
    add_copy(fate, channel, now_us, plain.arrivals_us[0] + events->held_us);
    if (events->copied || plain.n_copies > 1)
        add_copy(fate, channel, now_us, copy_us + events->copy_us);
    fate->why = fate->n_copies != 0 ? CHANNEL_ARRIVES : CHANNEL_MSL;
}

void shrink_play(struct shrink *s, const bool *kept)
{
    s->kept = kept;
    memset(s->seen, 0, sizeof s->seen);
    simulate_start(&s->simulation, &s->plain, s->profiles, 0, (struct trace_sink){ look, s });
    s->simulation.judge = (struct simulate_judge){ decide, s };
    simulate_run(&s->simulation);
    tally_look(&s->end, &s->simulation);
}

/* ---------------------------------------------------------------- the first run */

bool shrink_begin(struct shrink *s, const struct scenario *scenario,
                  const struct profile profiles[ENGINE_ENDS], uint64_t run)
{
    *s = (struct shrink){ .profiles = profiles, .scenario = scenario, .plain = *scenario };
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        s->chance[end] = scenario->channels[end];
        make_chance(&s->chance[end]);
        make_plain(&s->plain.channels[end]);
        s->states[end].key = channel_key(scenario->seed, run, end);
    }
    simulate_start(&s->simulation, scenario, profiles, run, (struct trace_sink){ note, s });
    simulate_run(&s->simulation);
    struct tally_run first;
    tally_look(&first, &s->simulation);
    bool *all = memory_get(s->n_events + 1, sizeof *all);
    memset(all, 1, s->n_events * sizeof *all);
    shrink_play(s, all);
    free(all);
    return tally_same(&first, &s->end);
}

void shrink_free(struct shrink *s)
{
    free(s->events);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        for (unsigned i = 0; i < CHANNEL_MATCHES; i++)
            free(s->kinds[end][i].segments);
}

/* ---------------------------------------------------------------- fewer */

/* What the judge needs. Once a signal has come nothing pleases it, so that the search is soon over, and
 * what it had is left. */
struct court {
    struct shrink     *shrink;
    const struct goal *goal;
};

static bool holds(void *context, const bool *kept)
{
    const struct court *court = context;
    if (process_interrupted())
        return false;
    shrink_play(court->shrink, kept);
    return goal_holds(court->goal, &court->shrink->end);
}

struct shrink_result shrink_reduce(struct shrink *s, const struct goal *goal)
{
    struct court         court  = { s, goal };
    struct ddmin         ddmin  = { .n = s->n_events, .holds = holds, .context = &court };
    struct shrink_result result = { .kept = memory_get(s->n_events + 1, sizeof *result.kept) };
    memset(result.kept, 1, s->n_events * sizeof *result.kept);
    ddmin_minimal(&ddmin, result.kept);
    result.all_tried = ddmin_smallest(&ddmin, result.kept, RUNS_MAX);
    result.size      = ddmin_count(&ddmin, result.kept);
    result.runs      = ddmin.asked;
    result.stopped   = process_interrupted();
    shrink_play(s, result.kept);
    return result;
}
