/* exact.c - every run of a scenario with its probability; see exact.h. */
#include "exact.h"

#include <stdlib.h>
#include <string.h>

#include "exact_piece.h"
#include "freeze.h"
#include "process.h"
#include "text.h"

enum { CHECK_EVERY = 4096 /* worlds between two looks at the clock */ };

/* ---------------------------------------------------------------- sums */

static void stop(struct exact *e, enum exact_stop why)
{
    if (e->stopped == EXACT_FINISHED)
        e->stopped = why;
}

static uint64_t trail_next(void *context, uint64_t trail)
{
    return exact_piece_trail(context, trail);
}

static void add(struct exact *e, struct weight *to, const struct weight *from,
                const struct exact_piece *piece)
{
    struct weight_trail trail = { trail_next, (void *)(uintptr_t)piece };
    size_t              bytes = weight_bytes(to);
    if (!weight_add(to, from, 0, e->request.trails ? &trail : NULL))
        stop(e, EXACT_OVERFLOW);
    exact_took(e, weight_bytes(to) - bytes);
}

static void curve_add(struct exact *e, enum exact_what what, const struct weight *weight,
                      const struct exact_piece *piece)
{
    struct exact_curve *curve = &e->curves[what];
    uint64_t            when  = piece->notice.time_us[what];
    if (curve->n_points == 0 || curve->points[curve->n_points - 1].time_us != when) {
        if (curve->n_points == curve->capacity) {
            curve->capacity = curve->capacity == 0 ? 16 : 2 * curve->capacity;
            curve->points = memory_resize(curve->points, curve->capacity * sizeof *curve->points);
        }
        curve->points[curve->n_points++] = (struct exact_point){ .time_us = when };
    }
    add(e, &curve->points[curve->n_points - 1].weight, weight, piece);
}

/* There is no place for what comes of the piece: its patterns wait, and everything stops. */
static void give_up(struct exact *e, const struct weight *weight, const struct exact_piece *piece)
{
    stop(e, EXACT_CROWDED);
    e->reached_us = e->simulation.clock.now_us;
    add(e, &e->pending, weight, piece);
}

static bool same_ending(const struct exact_outcome *a, const struct exact_outcome *b)
{
    return memcmp(a->watch.ending, b->watch.ending, sizeof a->watch.ending) == 0
           && memcmp(a->state, b->state, sizeof a->state) == 0;
}

static bool same_outcome(const struct exact_outcome *a, const struct exact_outcome *b)
{
    return same_ending(a, b) && a->watch.connected == b->watch.connected
           && a->watch.told == b->watch.told;
}

static void outcome_add(struct exact *e, const struct weight *weight, const struct exact_piece *piece)
{
    struct exact_outcome outcome = { .watch = piece->notice.watch };
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        outcome.state[end] = e->simulation.ends[end].tcb.state;
    unsigned at = 0;
    while (at < e->n_outcomes && !same_outcome(&e->outcomes[at], &outcome))
        at++;
    if (at == EXACT_OUTCOMES_MAX) {
        give_up(e, weight, piece);
        return;
    }
    if (at == e->n_outcomes)
        e->outcomes[e->n_outcomes++] = outcome;
    add(e, &e->outcomes[at].weight, weight, piece);
}

/* ---------------------------------------------------------------- from one world to the next */

/* The patterns of the node that go on with this piece: those beyond a limit are cut off. */
static void weigh(struct exact *e, struct weight *weight, const struct exact_node *node,
                  const struct exact_piece *piece)
{
    if (!weight_add(weight, &node->weight, exact_piece_key(piece), NULL))
        stop(e, EXACT_OVERFLOW);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        struct weight one = { &weight->terms[i], 1, 0 };
        if (!exact_is_beyond(&e->request.most, weight->terms[i].key))
            weight->terms[kept++] = weight->terms[i];
        else
            add(e, &e->cut, &one, piece);
    }
    weight->n_terms = kept;
}

/* The first pattern that breaks a claim is kept. */
static void note_claims(struct exact *e, const struct weight *weight, const struct exact_piece *piece)
{
    const struct exact_claims *claims = &piece->notice.claims;
    e->met |= claims->met;
    for (unsigned which = 0; which < EXACT_CLAIMS; which++) {
        uint32_t bit = UINT32_C(1) << which;
        if ((claims->broken & ~e->broken & bit) == 0)
            continue;
        e->broken |= bit;
        e->breaks[which] = (struct exact_break){
            .when_us = claims->when_us[which], .end = claims->end[which],
            .trail   = exact_piece_trail(piece, weight->terms[0].trail),
        };
    }
}

static struct exact_node *node_of(struct exact *e, const struct exact_notice *notice)
{
    unsigned char       bytes[sizeof(struct exact_memory) + FREEZE_MAX];
    struct exact_memory memory;
    memset(&memory, 0, sizeof memory);
    memory.watch = notice->watch;
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        memory.timing[end] = notice->claims.timing[end];
    memcpy(bytes, &memory, sizeof memory);
    size_t size = sizeof memory + freeze(&e->simulation, bytes + sizeof memory);
    return exact_queue_node(e, simulate_when(&e->simulation), bytes, size);
}

static void settle(struct exact *e, const struct weight *weight, const struct exact_piece *piece)
{
    struct simulation *s = &e->simulation;
    if (s->result == SIMULATE_FULL || piece->crowded) {
        give_up(e, weight, piece);
        return;
    }
    note_claims(e, weight, piece);
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        if (piece->notice.happened[what])
            curve_add(e, what, weight, piece);
    if (simulate_when(s) > s->scenario->until_us)
        outcome_add(e, weight, piece);
    else
        add(e, &node_of(e, &piece->notice)->weight, weight, piece);
}

static void follow(struct exact *e, const struct exact_node *node)
{
    struct exact_piece piece;
    struct weight      weight = { 0 };
    exact_piece_start(&piece, e);
    do {
        bool first = piece.n_fates == 0;
        exact_piece_play(&piece, node);
        if (piece.crowded && first) {
            stop(e, EXACT_CROWDED);
            e->reached_us = node->time_us;
            add(e, &e->pending, &node->weight, &(struct exact_piece){ .exact = e });
            break;
        }
        weight.n_terms = 0;
        weigh(e, &weight, node, &piece);
        if (weight.n_terms > 0)
            settle(e, &weight, &piece);
    } while (exact_piece_next(&piece));
    weight_free(&weight);
}

/* ---------------------------------------------------------------- the whole */

static bool is_unlikely(const struct exact *e, const struct weight *weight)
{
    if (e->request.below <= 0)
        return false;
    for (unsigned i = 0; i < e->request.n_losses; i++)
        if (weight_value(weight, &e->request.losses[i]) >= (long double)e->request.below)
            return false;
    return true;
}

/* Whether everything that may become of a segment, but that it passes, has a limit. */
static bool is_limited(const struct exact_request *request)
{
    bool limited = request->most.lost != EXACT_NO_LIMIT;
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        const struct exact_chance *chance = &request->chances[way];
        limited &= chance->n_choices == 1 && (!chance->copies || request->most.copied != EXACT_NO_LIMIT)
                   && (!chance->holds || request->most.held != EXACT_NO_LIMIT);
    }
    return limited;
}

static void start(struct exact *e)
{
    const struct exact_request *request = &e->request;
    e->limited                          = is_limited(request);
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        exact_fates_start(&e->fates[way], &request->chances[way]);
    exact_queue_start(e);
    simulate_start(&e->simulation, request->scenario, request->profiles, 0,
                   (struct trace_sink){ 0 });
    if (simulate_when(&e->simulation) <= request->scenario->until_us)
        weight_set_one(&node_of(e, &(struct exact_notice){ 0 })->weight);
}

static void look_around(struct exact *e, double began)
{
    if (process_interrupted())
        stop(e, EXACT_INTERRUPTED);
    if (e->request.seconds > 0 && process_now() - began > e->request.seconds)
        stop(e, EXACT_TIME);
}

/* What waits when it was stopped. */
static void leave(struct exact *e)
{
    if (e->n_heap > 0 && e->heap[0]->time_us < e->reached_us)
        e->reached_us = e->heap[0]->time_us;
    while (e->n_heap > 0) {
        struct exact_node *node = exact_queue_pop(e);
        weight_add(&e->pending, &node->weight, 0, NULL);
        exact_queue_free(e, node);
    }
}

/* Adds the outcomes up that differ only in what was seen on the way. */
static void sum_endings(struct exact *e)
{
    for (unsigned i = 0; i < e->n_outcomes; i++) {
        unsigned at = 0;
        while (at < e->n_endings && !same_ending(&e->endings[at], &e->outcomes[i]))
            at++;
        if (at == e->n_endings) {
            e->endings[e->n_endings++] = e->outcomes[i];
            e->endings[at].weight      = (struct weight){ 0 };
        }
        if (!weight_add(&e->endings[at].weight, &e->outcomes[i].weight, 0, NULL))
            stop(e, EXACT_OVERFLOW);
    }
}

void exact_run(struct exact *e, const struct exact_request *request)
{
    double began = process_now();
    *e           = (struct exact){ .request = *request, .reached_us = UINT64_MAX };
    start(e);
    while (e->n_heap > 0 && e->stopped == EXACT_FINISHED) {
        if (e->n_worlds % CHECK_EVERY == 0)
            look_around(e, began);
        if (e->bytes > request->memory)
            stop(e, EXACT_MEMORY);
        if (e->stopped != EXACT_FINISHED)
            break;
        struct exact_node *node = exact_queue_pop(e);
        e->n_worlds++;
        if (is_unlikely(e, &node->weight))
            add(e, &e->cut, &node->weight, &(struct exact_piece){ .exact = e });
        else
            follow(e, node);
        exact_queue_free(e, node);
    }
    leave(e);
    sum_endings(e);
}

static void free_curve(struct exact_curve *curve)
{
    for (uint32_t i = 0; i < curve->n_points; i++)
        weight_free(&curve->points[i].weight);
    free(curve->points);
}

void exact_free(struct exact *e)
{
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        free_curve(&e->curves[what]);
    for (unsigned i = 0; i < e->n_outcomes; i++)
        weight_free(&e->outcomes[i].weight);
    for (unsigned i = 0; i < e->n_endings; i++)
        weight_free(&e->endings[i].weight);
    weight_free(&e->cut);
    weight_free(&e->pending);
    free(e->heap);
    free(e->table);
    free(e->trails);
}
