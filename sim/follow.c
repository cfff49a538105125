/* follow.c - a path of an engine as a trace; see follow.h. */
#include "follow.h"

#include <stdlib.h>
#include <string.h>

#include "replay.h"

enum { FLIGHT_MAX = 64 /* segments on the way to one end, and those just sent */ };

/* A segment on its way, with its number in the trace. */
struct flying {
    struct engine_segment segment;
    uint32_t              number;
    uint32_t              connection; /* of its sender, when it was sent */
};

struct flight {
    struct flying items[FLIGHT_MAX]; /* in the order of the engine's queue */
    unsigned      count;             /* how many */
};

/* A path while it is followed. */
struct following {
    const struct engine *engine;              /* that makes the moves */
    struct trace_sink    sink;                /* where records go */
    void                *world, *next;        /* around the move at hand */
    struct flight        flights[TRACE_ENDS]; /* on the way to A, to B */
    uint32_t             step;                /* of the trace */
    uint32_t             n_segments;          /* numbered so far */
    uint32_t             connections[TRACE_ENDS]; /* which one each end is in, or between */
    uint32_t             syns[TRACE_ENDS];    /* sequence number of each end's last SYN */
    unsigned             state;               /* the variable that is an end's state */
    uint32_t            *values;              /* n_vars of A, n_vars of B */
    uint32_t            *clauses;             /* n_claims of A, n_claims of B */
};

struct trace_names follow_names(const struct engine *engine)
{
    return (struct trace_names){
        .states       = engine->states,       .n_states  = engine->n_states,
        .events       = engine->events,       .n_events  = engine->n_events,
        .signals      = engine->signals,      .n_signals = engine->n_signals,
        .signal_texts = engine->signal_texts, .rows      = engine->rows,
        .n_rows       = engine->n_rows,       .timers    = engine->timers,
        .n_timers     = engine->n_timers,     .vars      = engine->vars,
        .n_vars       = engine->n_vars,       .claims    = engine->claims,
        .n_claims     = engine->n_claims,
    };
}

/* ---------------------------------------------------------------- the world after a step */

/* Of the cause's step, without its particulars. */
static struct trace_record consequence(const struct trace_record *cause, enum trace_kind kind)
{
    return (struct trace_record){
        .time_us = cause->time_us, .step = cause->step, .kind = (uint8_t)kind, .end = cause->end,
        .event = TRACE_NONE, .signal = TRACE_NONE, .before = cause->before, .after = cause->after,
    };
}

static unsigned state_of(struct following *f, const void *world, unsigned end)
{
    f->engine->view(world, end, f->values);
    return f->values[f->state];
}

static void put_world(struct following *f, const struct trace_record *cause, const void *world)
{
    const struct engine *engine = f->engine;
    struct trace_record  record = consequence(cause, TRACE_WORLD);
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        uint32_t *values  = f->values + (size_t)end * engine->n_vars;
        uint32_t *clauses = f->clauses + (size_t)end * engine->n_claims;
        engine->view(world, end, values);
        for (unsigned claim = 0; claim < engine->n_claims; claim++)
            clauses[claim] = engine->clauses(world, claim, end);
        record.values[end]  = values;
        record.clauses[end] = clauses;
    }
    f->sink.put(f->sink.context, &record);
}

/* ---------------------------------------------------------------- segments and their numbers */

static void add_flying(struct flight *flight, struct flying flying)
{
    if (flight->count < FLIGHT_MAX)
        flight->items[flight->count++] = flying;
}

/* Takes the first such segment; number 0 when there is none. */
static struct flying take_flying(struct flight *flight, const struct engine_segment *segment)
{
    for (unsigned i = 0; i < flight->count; i++)
        if (trace_is_same_segment(&flight->items[i].segment, segment)) {
            struct flying taken = flight->items[i];
            flight->count--;
            memmove(&flight->items[i], &flight->items[i + 1],
                    (flight->count - i) * sizeof flight->items[0]);
            return taken;
        }
    return (struct flying){.number = 0};
}

/* The queue may keep an order of its own: every segment in it gets the number that it had.
 * What is left over was lost to a full queue, and stays in *before. */
static void match(struct following *f, unsigned end, struct flight *before)
{
    struct engine_segment segments[FLIGHT_MAX];
    struct flight        *now   = &f->flights[end];
    unsigned              count = f->engine->flight(f->next, end, segments, FLIGHT_MAX);
    now->count                  = 0;
    for (unsigned i = 0; i < count && i < FLIGHT_MAX; i++)
        add_flying(now, take_flying(before, &segments[i]));
}

/* ---------------------------------------------------------------- one move */

static unsigned flying_to(const struct following *f, const void *world, unsigned end)
{
    struct engine_segment segments[FLIGHT_MAX];
    return f->engine->flight(world, end, segments, FLIGHT_MAX);
}

static enum trace_kind kind_of(const struct following *f, const struct engine_step *step)
{
    const struct engine *engine = f->engine;
    if (step->call != NULL)
        return TRACE_CALL;
    if (step->event != ENGINE_NONE && step->has_segment)
        return TRACE_RECEIVE;
    if (step->event != ENGINE_NONE)
        return (engine->spontaneous >> step->event & 1) != 0 ? TRACE_TRANSMIT : TRACE_TIMER;
    if (step->has_segment)
        return flying_to(f, f->next, step->end) < flying_to(f, f->world, step->end) ? TRACE_LOSE
                                                                                    : TRACE_COPY;
    return strcmp(engine->moves[step->move].process, "adversary") == 0 ? TRACE_CRASH : TRACE_TICK;
}

/* Whether the cause is about a segment of the queue to `end`; then its number is noted. */
static void number_cause(struct following *f, struct trace_record *cause,
                         const struct engine_step *step)
{
    struct flight *to = &f->flights[step->end];
    cause->segment    = step->segment;
    if (step->segment.forged != 0 || step->argument >= to->count)
        return;
    struct flying taken = to->items[step->argument];
    cause->number       = taken.number;
    if (cause->kind == TRACE_COPY) {
        cause->original = taken.number;
        cause->number   = ++f->n_segments;
        taken.number    = cause->number;
        add_flying(to, taken);
        return;
    }
    cause->segment.old = taken.connection != f->connections[step->end ^ 1];
    to->count--;
    memmove(&to->items[step->argument], &to->items[step->argument + 1],
            (to->count - step->argument) * sizeof to->items[0]);
}

static unsigned find_var(const struct engine *engine, const char *name)
{
    unsigned i = 0;
    while (i < engine->n_vars && strcmp(engine->vars[i].name, name) != 0)
        i++;
    return i;
}

/* A TCB that is deleted stops its timers without a word: they ran before, and do not run now. */
static uint32_t silenced(struct following *f, unsigned end)
{
    const struct engine *engine = f->engine;
    uint32_t             set    = 0;
    uint32_t            *now    = f->values + engine->n_vars;
    f->engine->view(f->world, end, f->values);
    f->engine->view(f->next, end, now);
    for (unsigned timer = 0; timer < engine->n_timers; timer++) {
        unsigned var = find_var(engine, engine->timers[timer]);
        if (var < engine->n_vars && f->values[var] != 0 && now[var] == 0)
            set |= UINT32_C(1) << timer;
    }
    return set;
}

static struct trace_record cause_of(struct following *f, const struct engine_step *step)
{
    struct trace_record cause = {
        .time_us = TRACE_TIME_UNKNOWN, .step = f->step, .kind = (uint8_t)kind_of(f, step),
        .end = step->end, .event = step->event == ENGINE_NONE ? TRACE_NONE : step->event,
        .signal = TRACE_NONE, .active = step->active, .octets = step->octets,
        .started = step->started, .stopped = step->stopped | silenced(f, step->end),
        .n_fired = step->n_fired,
    };
    memcpy(cause.fired, step->fired, sizeof cause.fired);
    if (step->has_segment)
        number_cause(f, &cause, step);
    cause.before = (uint8_t)state_of(f, f->world, step->end);
    cause.after  = (uint8_t)state_of(f, f->next, step->end);
    return cause;
}

static void put(struct following *f, const struct trace_record *record)
{
    f->sink.put(f->sink.context, record);
}

/* What a timer sends was sent before, but for what probes a closed window. */
static bool is_again(const struct following *f, const struct trace_record *cause)
{
    return cause->kind == TRACE_TIMER
           && strcmp(f->engine->events[cause->event], "persist-timeout") != 0;
}

/* What was sent; each that the queue had no room for is lost at once. */
static void put_sent(struct following *f, const struct trace_record *cause,
                     const struct engine_step *step)
{
    unsigned       to     = step->end ^ 1U;
    struct flight *flight = &f->flights[to];
    uint32_t       first  = f->n_segments;
    for (unsigned i = 0; i < step->n_sent; i++)
        add_flying(flight, (struct flying){step->sent[i], ++f->n_segments,
                                           f->connections[step->end]});
    struct flight lost = *flight;
    match(f, to, &lost);
    for (unsigned i = 0; i < step->n_sent; i++) {
        struct trace_record sent = consequence(cause, TRACE_SEND);
        sent.segment = step->sent[i];
        sent.number  = first + i + 1;
        sent.again   = is_again(f, cause);
        put(f, &sent);
        for (unsigned k = 0; k < lost.count; k++)
            if (lost.items[k].number == sent.number) {
                sent.kind = TRACE_LOSE;
                sent.why  = TRACE_WHY_FULL;
                put(f, &sent);
            }
    }
}

/* An end that enters or leaves CLOSED or LISTEN, or sends a SYN with a number of its own, is in
 * another connection than before. */
static void note_connection(struct following *f, const struct trace_record *cause,
                            const struct engine_step *step)
{
    struct trace_names names = follow_names(f->engine);
    bool               other = trace_is_unconnected(&names, cause->before)
                               != trace_is_unconnected(&names, cause->after);
    for (unsigned i = 0; i < step->n_sent; i++)
        if ((step->sent[i].flags & FLAG_SYN) != 0) {
            other                = other || f->syns[step->end] != step->sent[i].seq;
            f->syns[step->end]   = step->sent[i].seq;
        }
    f->connections[step->end] += other;
}

/* The sender is the end of a segment that is lost; the mover, the one it was on the way to. */
static void put_cause(struct following *f, struct trace_record *cause, unsigned move)
{
    struct text         decision = {0};
    struct trace_record record   = *cause;
    replay_add_move(&decision, f->engine, f->world, move);
    record.decision = text_get(&decision);
    if (cause->kind == TRACE_LOSE) {
        record.why = TRACE_WHY_CHOICE;
        record.end ^= 1;
        record.before = record.after = (uint8_t)state_of(f, f->next, record.end);
    }
    put(f, &record);
    text_free(&decision);
}

static void put_step(struct following *f, const struct engine_step *step, unsigned move)
{
    struct trace_record cause = cause_of(f, step);
    put_cause(f, &cause, move);
    note_connection(f, &cause, step);
    if (cause.before != cause.after) {
        struct trace_record state = consequence(&cause, TRACE_STATE);
        put(f, &state);
    }
    struct flight unused = f->flights[step->end];
    match(f, step->end, &unused);
    put_sent(f, &cause, step);
    if (step->delivered > 0) {
        struct trace_record deliver = consequence(&cause, TRACE_DELIVER);
        deliver.octets              = step->delivered;
        put(f, &deliver);
    }
    for (unsigned i = 0; i < step->n_told; i++) {
        struct trace_record tell = consequence(&cause, TRACE_TELL);
        tell.signal              = step->told[i];
        put(f, &tell);
    }
    put_world(f, &cause, f->next);
}

/* ---------------------------------------------------------------- the path */

static unsigned find_state(const struct engine *engine)
{
    for (unsigned i = 0; i < engine->n_vars; i++)
        if (strcmp(engine->vars[i].type, "state") == 0)
            return i;
    return 0;
}

static void put_start(struct following *f)
{
    struct trace_record nothing = {.time_us = TRACE_TIME_UNKNOWN, .event = TRACE_NONE,
                                   .signal = TRACE_NONE};
    engine_start(f->engine, f->world);
    nothing.before = nothing.after = (uint8_t)state_of(f, f->world, 0);
    put_world(f, &nothing, f->world);
}

size_t follow(const struct engine *engine, const struct path *path, struct trace_sink sink)
{
    char            *worlds = memory_get(2, engine->world_size);
    size_t           made   = 0;
    struct following f      = {.engine = engine, .sink = sink, .world = worlds,
                               .next    = worlds + engine->world_size,
                               .state   = find_state(engine),
                               .values  = memory_get(2 * engine->n_vars, sizeof *f.values),
                               .clauses = memory_get(2 * engine->n_claims + 1, sizeof *f.clauses)};
    put_start(&f);
    for (; made < path->count; made++) {
        struct engine_step step;
        unsigned           move = path->moves[made];
        if (move >= engine->n_choices || !engine->move(f.world, move, f.next, &step))
            break;
        f.step++;
        put_step(&f, &step, move);
        memcpy(f.world, f.next, engine->world_size);
    }
    free(f.values);
    free(f.clauses);
    free(worlds);
    return made;
}
