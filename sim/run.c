/* run.c - one run as a whole; see run.h. */
#include "run.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* ---------------------------------------------------------------- keeping */

/* Memory that ends with the run: blocks in a list. */
struct block {
    struct block *next;    /* the one before it */
    uint64_t      bytes[]; /* what was asked for */
};

void *run_take(struct run *run, size_t size)
{
    struct block *block = memory_get(1, sizeof *block + size + 1);
    block->next         = run->memory;
    run->memory         = block;
    return block->bytes;
}

static void *copy(struct run *run, const void *from, size_t size)
{
    return from != NULL ? memcpy(run_take(run, size), from, size) : NULL;
}

/* The decision and the values belong to whoever calls: they are copied. */
static void keep_pointers(struct run *run, struct trace_record *record)
{
    if (record->decision != NULL)
        record->decision = copy(run, record->decision, strlen(record->decision) + 1);
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        record->values[end]  = copy(run, record->values[end],
                                    run->names.n_vars * sizeof *record->values[end]);
        record->clauses[end] = copy(run, record->clauses[end],
                                    run->names.n_claims * sizeof *record->clauses[end]);
    }
}

static bool is_power_of_two(size_t n)
{
    return (n & (n - 1)) == 0;
}

void run_put(void *context, const struct trace_record *record)
{
    struct run *run = context;
    if (is_power_of_two(run->n_records))
        run->records = memory_resize(run->records, 2 * (run->n_records + 1) * sizeof *record);
    run->records[run->n_records] = *record;
    keep_pointers(run, &run->records[run->n_records]);
    if (run->n_records == 0 || record->step > run->n_steps) {
        run->steps = memory_resize(run->steps, (record->step + 2) * sizeof *run->steps);
        for (uint32_t step = run->n_records == 0 ? 0 : run->n_steps + 1; step <= record->step; step++)
            run->steps[step] = run->n_records;
        run->n_steps = record->step;
    }
    run->steps[run->n_steps + 1] = ++run->n_records;
}

void run_free(struct run *run)
{
    for (struct block *block = run->memory, *next; block != NULL; block = next) {
        next = block->next;
        free(block);
    }
    free(run->records);
    free(run->steps);
    *run = (struct run){0};
}

/* ---------------------------------------------------------------- looking */

const struct trace_record *run_find(const struct run *run, uint32_t step, enum trace_kind kind,
                                    unsigned n)
{
    for (size_t i = run->steps[step]; i < run->steps[step + 1]; i++)
        if (run->records[i].kind == kind && n-- == 0)
            return &run->records[i];
    return NULL;
}

const struct trace_record *run_cause(const struct run *run, uint32_t step)
{
    return &run->records[run->steps[step]];
}

const struct trace_record *run_world(const struct run *run, uint32_t step)
{
    return run_find(run, step, TRACE_WORLD, 0);
}

bool run_goes_on(const struct run *run, uint32_t step)
{
    uint64_t now = run_cause(run, step)->time_us;
    return now != TRACE_TIME_UNKNOWN && (step <= 1 || now != run_cause(run, step - 1)->time_us);
}

/* The last step at this end says it: each record has the state that it left behind. */
unsigned run_state(const struct run *run, uint32_t step, unsigned end)
{
    for (uint32_t at = step; at > 0; at--)
        if (run_cause(run, at)->end == end)
            return run_cause(run, at)->after;
    for (size_t i = 0; i < run->n_records; i++)
        if (run->records[i].step > 0 && run->records[i].end == end)
            return run->records[i].before;
    return 0;
}

/* Rows are compared by what they are: the tables may differ. */
static bool is_same_row(const struct run *a, const struct engine_fired *x, const struct run *b,
                        const struct engine_fired *y)
{
    char p[TRACE_IDENTITY_MAX], q[TRACE_IDENTITY_MAX];
    trace_identity(p, &a->names, x);
    trace_identity(q, &b->names, y);
    return strcmp(p, q) == 0 && x->to == y->to
           && strcmp(a->names.rows[x->row].label, b->names.rows[y->row].label) == 0;
}

static bool is_same_record(const struct run *a, const struct trace_record *x, const struct run *b,
                           const struct trace_record *y)
{
    bool same = x->kind == y->kind && x->end == y->end && x->after == y->after
                && x->number == y->number && x->signal == y->signal && x->octets == y->octets
                && x->segment.flags == y->segment.flags && x->segment.seq == y->segment.seq
                && x->segment.ack == y->segment.ack && x->segment.text == y->segment.text
                && x->started == y->started && x->n_fired == y->n_fired;
    for (unsigned i = 0; i < x->n_fired && same; i++)
        same = is_same_row(a, &x->fired[i], b, &y->fired[i]);
    return same;
}

static bool is_same_step(const struct run *a, const struct run *b, uint32_t step)
{
    size_t n = a->steps[step + 1] - a->steps[step];
    if (n != b->steps[step + 1] - b->steps[step])
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_same_record(a, &a->records[a->steps[step] + i], b, &b->records[b->steps[step] + i]))
            return false;
    return true;
}

uint32_t run_difference(const struct run *a, const struct run *b)
{
    uint32_t step = 1;
    while (step <= a->n_steps && step <= b->n_steps && is_same_step(a, b, step))
        step++;
    return step;
}

static bool is_same_decision(const struct run *a, const struct run *b, uint32_t step)
{
    const char *x = run_cause(a, step)->decision, *y = run_cause(b, step)->decision;
    return x != NULL && y != NULL && strcmp(x, y) == 0;
}

uint32_t run_common(const struct run *a, const struct run *b)
{
    uint32_t step = 0;
    while (step < a->n_steps && step < b->n_steps && is_same_decision(a, b, step + 1))
        step++;
    return step;
}

const char *run_claim_name(const struct run *run)
{
    if (run->claim == RUN_NO_CLAIM)
        return "";
    return run->claim < run->names.n_claims ? run->names.claims[run->claim].name : "no_deadlock";
}

const char *run_claim_text(const struct run *run)
{
    if (run->claim == RUN_NO_CLAIM)
        return "";
    return run->claim < run->names.n_claims ? run->names.claims[run->claim].text
                                            : "every world without a next move is a legal end";
}

bool run_is_shown(const struct run *run)
{
    const struct trace_record *world = run_world(run, run->n_steps);
    if (run->claim >= run->names.n_claims || run->names.claims[run->claim].kind != CLAIM_WITNESS)
        return false;
    bool shown = world == NULL || world->clauses[0] == NULL;
    for (unsigned end = 0; end < TRACE_ENDS && !shown; end++)
        shown = trace_lamp(&run->names.claims[run->claim], world->clauses[end][run->claim]) == TRACE_TRUE;
    return shown;
}

const char *run_outcome(const struct run *run)
{
    bool witness = run->claim < run->names.n_claims
                   && run->names.claims[run->claim].kind == CLAIM_WITNESS;
    return run_is_shown(run) ? "shows" : witness ? "no longer shows" : "breaks";
}

/* Whether the end still waits when the run is over: its premise held once, and what is to be
 * reached was not reached since. */
static bool waits(const struct run *run, const struct engine_claim *claim, unsigned end)
{
    bool waiting = false;
    for (uint32_t step = 0; step <= run->n_steps; step++) {
        const struct trace_record *world = run_world(run, step);
        enum trace_lamp            lamp  = trace_lamp(claim, world->clauses[end][run->claim]);
        bool                       reached = true;
        for (unsigned k = 0; k < claim->n_clauses; k++)
            if (!claim->clauses[k].premise)
                reached = reached && (world->clauses[end][run->claim] >> k & 1) != 0;
        waiting = !reached && (waiting || lamp == TRACE_FALSE);
    }
    return waiting;
}

unsigned run_guilty(const struct run *run)
{
    const struct trace_record *world = run_world(run, run->n_steps);
    if (run->claim >= run->names.n_claims || world == NULL || world->clauses[0] == NULL)
        return TRACE_ENDS;
    const struct engine_claim *claim = &run->names.claims[run->claim];
    for (unsigned end = 0; end < TRACE_ENDS && claim->kind != CLAIM_WITNESS; end++)
        if (claim->kind == CLAIM_EVENTUALLY
                ? waits(run, claim, end)
                : trace_lamp(claim, world->clauses[end][run->claim]) == TRACE_FALSE)
            return end;
    return TRACE_ENDS;
}
