/* exact.c - every run of a scenario with its probability; see exact.h. */
#include "exact.h"

#include <stdlib.h>
#include <string.h>

#include "exact_queue.h"
#include "exact_watch.h"
#include "freeze.h"
#include "process.h"
#include "text.h"

enum {
    ASKED_ENOUGH = 8,    /* fates after which a piece of a run ends although its instant goes on */
    ASKED_FREELY = 20,   /* more than so many at once would make too many pieces, */
    ASKED_MAX    = 64,   /* and so many where losses are limited */
    CHECK_EVERY  = 4096, /* worlds between two looks at the clock */
    TRAILS_START = 1024  /* room for trails in the beginning */
};

/* What a pattern has in one piece of a run, behind all that came before. */
struct exact_trail {
    uint64_t parent;  /* the trail before; 0: none */
    uint64_t fates;   /* bit: lost, the first the lowest */
    uint32_t n_fates; /* how many */
};

/* A piece of a run: from one instant to the next, with some fates. */
struct piece {
    struct exact       *exact;             /* whose it is */
    struct exact_notice notice;            /* what happens in it */
    unsigned            n_fates;           /* that are decided */
    unsigned            n_asked;           /* that the network asked for */
    bool                lost[ASKED_MAX];   /* they */
    unsigned            way[ASKED_MAX];    /* from which end */
    unsigned            n_lost;            /* of them */
    bool                crowded;           /* it asked for too many */
    unsigned            sure[ENGINE_ENDS]; /* segments that cannot be lost */
};

/* ---------------------------------------------------------------- trails */

static uint64_t trail_next(void *context, uint64_t parent)
{
    const struct piece *piece = context;
    struct exact       *e     = piece->exact;
    if (piece->n_asked == 0)
        return parent;
    if (e->n_trails == e->trails_capacity) {
        e->trails_capacity = e->trails_capacity == 0 ? TRAILS_START : 2 * e->trails_capacity;
        e->trails          = memory_resize(e->trails, e->trails_capacity * sizeof *e->trails);
        exact_took(e, e->trails_capacity / 2 * sizeof *e->trails);
    }
    struct exact_trail trail = { .parent = parent, .n_fates = piece->n_asked };
    for (unsigned i = 0; i < piece->n_asked; i++)
        trail.fates |= (uint64_t)piece->lost[i] << i;
    e->n_trails += e->n_trails == 0 ? 1 : 0;
    e->trails[e->n_trails] = trail;
    return e->n_trails++;
}

bool *exact_fates(const struct exact *e, uint64_t trail, size_t *n_fates)
{
    *n_fates = 0;
    for (uint64_t at = trail; at != 0; at = e->trails[at].parent)
        *n_fates += e->trails[at].n_fates;
    bool  *fates = memory_get(*n_fates + 1, sizeof *fates);
    size_t end   = *n_fates;
    for (uint64_t at = trail; at != 0; at = e->trails[at].parent)
        for (unsigned i = e->trails[at].n_fates; i > 0; i--)
            fates[--end] = (e->trails[at].fates >> (i - 1) & 1) != 0;
    return fates;
}

/* ---------------------------------------------------------------- sums */

static void stop(struct exact *e, enum exact_stop why)
{
    if (e->stopped == EXACT_FINISHED)
        e->stopped = why;
}

static void add(struct exact *e, struct weight *to, const struct weight *from,
                const struct piece *piece)
{
    struct weight_trail trail = { trail_next, (void *)(uintptr_t)piece };
    size_t              bytes = weight_bytes(to);
    if (!weight_add(to, from, 0, e->request.trails ? &trail : NULL))
        stop(e, EXACT_OVERFLOW);
    exact_took(e, weight_bytes(to) - bytes);
}

static void curve_add(struct exact *e, enum exact_what what, const struct weight *weight,
                      const struct piece *piece)
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

static void outcome_add(struct exact *e, const struct weight *weight, const struct piece *piece)
{
    struct exact_outcome outcome = { .watch = piece->notice.watch };
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        outcome.state[end] = e->simulation.ends[end].tcb.state;
    unsigned at = 0;
    while (at < e->n_outcomes && !same_outcome(&e->outcomes[at], &outcome))
        at++;
    if (at == EXACT_OUTCOMES_MAX) {
        stop(e, EXACT_CROWDED);
        return;
    }
    if (at == e->n_outcomes)
        e->outcomes[e->n_outcomes++] = outcome;
    add(e, &e->outcomes[at].weight, weight, piece);
}

/* ---------------------------------------------------------------- a piece of a run */

/* The network asks what becomes of a segment: the fates that are decided come first, then passing. */
static void decide(void *context, unsigned sender, struct channel_fate *fate)
{
    struct piece               *piece   = context;
    const struct exact_request *request = &piece->exact->request;
    if (!request->lossy[sender]) {
        piece->sure[sender]++;
        return;
    }
    if (piece->n_lost > request->max_loss)
        return; /* the piece is cut off whatever comes now */
    unsigned i = piece->n_asked;
    if (i == (request->max_loss == EXACT_NO_LIMIT ? ASKED_FREELY : ASKED_MAX)) {
        piece->crowded = true;
        return;
    }
    piece->n_asked++;
    if (i == piece->n_fates)
        piece->lost[piece->n_fates++] = false;
    piece->way[i] = sender;
    if (!piece->lost[i])
        return;
    piece->n_lost++;
    *fate = (struct channel_fate){ .why = CHANNEL_CHANCE };
}

static void notice(void *context, const struct trace_record *record)
{
    struct piece *piece = context;
    exact_notice_put(&piece->notice, record);
}

/* What the piece adds to the key of each pattern. */
static uint64_t key_of(const struct piece *piece)
{
    const struct exact_request *request = &piece->exact->request;
    uint64_t                    key     = 0;
    if (request->claims && request->max_loss == EXACT_NO_LIMIT)
        return 0;
    bool                        apart   = request->two_ways || request->segments;
    for (unsigned i = 0; i < piece->n_asked; i++)
        key += weight_one((piece->lost[i] ? WEIGHT_LOST : WEIGHT_PASSED)
                          + (apart ? piece->way[i] : 0));
    for (unsigned way = 0; request->segments && way < ENGINE_ENDS; way++)
        key += piece->sure[way] * weight_one(WEIGHT_PASSED + way)
               + piece->notice.again[way] * weight_one(WEIGHT_AGAIN + way);
    return key;
}

/* The patterns of the node that go on with this piece: those with too many losses are cut off. */
static void weigh(struct exact *e, struct weight *weight, const struct exact_node *node,
                  const struct piece *piece)
{
    uint64_t      key  = key_of(piece);
    if (!weight_add(weight, &node->weight, key, NULL))
        stop(e, EXACT_OVERFLOW);
    if (e->request.max_loss == EXACT_NO_LIMIT)
        return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        struct weight one = { &weight->terms[i], 1, 0 };
        if (weight_lost(weight->terms[i].key) <= e->request.max_loss)
            weight->terms[kept++] = weight->terms[i];
        else
            add(e, &e->cut, &one, piece);
    }
    weight->n_terms = kept;
}

/* The first pattern that breaks a claim is kept. */
static void note_claims(struct exact *e, const struct weight *weight, const struct piece *piece)
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
            .trail   = trail_next((void *)(uintptr_t)piece, weight->terms[0].trail),
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

static void settle(struct exact *e, const struct weight *weight, const struct piece *piece)
{
    struct simulation *s = &e->simulation;
    if (s->result == SIMULATE_FULL || piece->crowded) {
        stop(e, EXACT_CROWDED);
        e->reached_us = s->clock.now_us;
        add(e, &e->pending, weight, piece);
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

static void play(struct exact *e, const struct exact_node *node, struct piece *piece)
{
    struct simulation  *s = &e->simulation;
    struct exact_memory memory;
    memcpy(&memory, node->bytes, sizeof memory);
    exact_notice_start(&piece->notice, &memory, e->request.claims ? e->request.profiles : NULL);
    piece->n_asked = piece->n_lost = 0;
    piece->crowded = false;
    memset(piece->sure, 0, sizeof piece->sure);
    thaw(s, node->bytes + sizeof memory);
    e->n_plays++;
    while (simulate_when(s) == node->time_us && piece->n_asked < ASKED_ENOUGH && simulate_next(s))
        exact_notice_ends(&piece->notice, s);
    if (simulate_when(s) > s->scenario->until_us)
        exact_claims_over(&piece->notice.claims, s);
}

/* The next fates to try: the last that passed is lost now; false when all were tried. */
static bool next_fates(struct piece *piece)
{
    while (piece->n_fates > 0 && piece->lost[piece->n_fates - 1])
        piece->n_fates--;
    if (piece->n_fates == 0)
        return false;
    piece->lost[piece->n_fates - 1] = true;
    return true;
}

static void follow(struct exact *e, const struct exact_node *node)
{
    struct piece  piece  = { .exact = e };
    struct weight weight = { 0 };
    e->simulation.sink   = (struct trace_sink){ notice, &piece };
    e->simulation.judge  = (struct simulate_judge){ decide, &piece };
    do {
        play(e, node, &piece);
        if (piece.crowded && piece.n_lost == 0) {
            stop(e, EXACT_CROWDED);
            e->reached_us = node->time_us;
            add(e, &e->pending, &node->weight, &(struct piece){ .exact = e });
            break;
        }
        weight.n_terms = 0;
        weigh(e, &weight, node, &piece);
        if (weight.n_terms > 0)
            settle(e, &weight, &piece);
    } while (next_fates(&piece));
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

static void start(struct exact *e)
{
    const struct exact_request *request = &e->request;
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
            add(e, &e->cut, &node->weight, &(struct piece){ .exact = e });
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

/* ---------------------------------------------------------------- what can be enumerated */

static bool suits(const struct channel *channel, const char **why)
{
    *why = channel_delay_is_drawn(&channel->delay)
               ? "delays are drawn; give a fixed one: --delay 20ms"
           : channel->enter_bad != 0 ? "losses come in bursts"
           : channel->duplicate != 0 ? "segments are duplicated by chance"
           : channel->reorder != 0   ? "segments are held up by chance"
                                     : NULL;
    return *why == NULL;
}

bool exact_suits(const struct scenario *scenario, const char **why)
{
    return suits(&scenario->channels[0], why) && suits(&scenario->channels[1], why);
}

void exact_clear_losses(struct scenario *scenario)
{
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        scenario->channels[way].loss = 0;
}
