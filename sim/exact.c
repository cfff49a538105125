/* exact.c - every run of a scenario with its probability; see exact.h. */
#include "exact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "exact_watch.h"
#include "freeze.h"
#include "process.h"
#include "text.h"
#include "worlds.h"

enum {
    ASKED_ENOUGH = 8,    /* fates after which a piece of a run ends although its instant goes on */
    ASKED_MAX    = 128,  /* more cannot be asked within one event */
    CHECK_EVERY  = 4096, /* worlds between two looks at the clock */
    TABLE_START  = 1024  /* places of the table in the beginning */
};

/* A world that waits for its next event. */
struct exact_node {
    uint64_t           time_us; /* when that is */
    uint64_t           order;   /* in which they came: breaks ties */
    uint64_t           hash;    /* of time and bytes */
    struct exact_node *next;    /* in its place of the table */
    struct weight      weight;  /* its patterns */
    uint32_t           size;    /* of bytes */
    unsigned char      bytes[]; /* what was seen, and the frozen run */
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
    unsigned            sure[ENGINE_ENDS]; /* segments that cannot be lost */
};

/* ---------------------------------------------------------------- worlds by time */

static bool is_earlier(const struct exact_node *a, const struct exact_node *b)
{
    return a->time_us != b->time_us ? a->time_us < b->time_us : a->order < b->order;
}

static void heap_push(struct exact *e, struct exact_node *node)
{
    if (e->n_heap == e->heap_capacity) {
        e->heap_capacity = e->heap_capacity == 0 ? TABLE_START : 2 * e->heap_capacity;
        e->heap          = memory_resize(e->heap, e->heap_capacity * sizeof *e->heap);
    }
    size_t i = e->n_heap++;
    for (; i > 0 && is_earlier(node, e->heap[(i - 1) / 2]); i = (i - 1) / 2)
        e->heap[i] = e->heap[(i - 1) / 2];
    e->heap[i] = node;
    if (e->n_heap > e->most_waiting)
        e->most_waiting = e->n_heap;
}

static struct exact_node *heap_pop(struct exact *e)
{
    struct exact_node *first = e->heap[0], *last = e->heap[--e->n_heap];
    size_t             i     = 0;
    for (size_t child = 1; child < e->n_heap; child = 2 * i + 1) {
        if (child + 1 < e->n_heap && is_earlier(e->heap[child + 1], e->heap[child]))
            child++;
        if (!is_earlier(e->heap[child], last))
            break;
        e->heap[i] = e->heap[child];
        i          = child;
    }
    e->heap[i] = last;
    return first;
}

/* ---------------------------------------------------------------- worlds by their bytes */

static struct exact_node **place_of(const struct exact *e, uint64_t hash)
{
    return &e->table[hash & (e->table_size - 1)];
}

static void table_grow(struct exact *e)
{
    struct exact_node **old      = e->table;
    size_t              old_size = e->table_size;
    e->table_size = old_size == 0 ? TABLE_START : 2 * old_size;
    e->table      = memory_get(e->table_size, sizeof *e->table);
    for (size_t i = 0; i < old_size; i++)
        for (struct exact_node *node = old[i], *next; node != NULL; node = next) {
            next                      = node->next;
            struct exact_node **place = place_of(e, node->hash);
            node->next                = *place;
            *place                    = node;
        }
    free(old);
}

static struct exact_node *table_find(const struct exact *e, uint64_t time_us, uint64_t hash,
                                     const unsigned char *bytes, uint32_t size)
{
    struct exact_node *node = *place_of(e, hash);
    while (node != NULL && (node->hash != hash || node->time_us != time_us || node->size != size
                            || memcmp(node->bytes, bytes, size) != 0))
        node = node->next;
    return node;
}

static void table_remove(struct exact *e, const struct exact_node *node)
{
    struct exact_node **place = place_of(e, node->hash);
    while (*place != node)
        place = &(*place)->next;
    *place = node->next;
}

static void took(struct exact *e, size_t bytes)
{
    e->bytes += bytes;
    if (e->bytes > e->most_bytes)
        e->most_bytes = e->bytes;
}

/* The world with these bytes, which may be new: then it has no weight yet. */
static struct exact_node *node_for(struct exact *e, uint64_t time_us, const unsigned char *bytes,
                                   size_t size)
{
    uint64_t           hash = worlds_hash(bytes, size) ^ time_us * UINT64_C(0x9e3779b97f4a7c15);
    struct exact_node *node = table_find(e, time_us, hash, bytes, (uint32_t)size);
    if (node != NULL) {
        e->n_merged++;
        return node;
    }
    if (e->n_heap >= e->table_size)
        table_grow(e);
    node  = memory_get(1, sizeof *node + size);
    *node = (struct exact_node){ .time_us = time_us, .order = e->n_plays, .hash = hash,
                                 .size = (uint32_t)size };
    memcpy(node->bytes, bytes, size);
    node->next            = *place_of(e, hash);
    *place_of(e, hash)    = node;
    heap_push(e, node);
    took(e, sizeof *node + size + 4 * sizeof(void *));
    return node;
}

static void node_free(struct exact *e, struct exact_node *node)
{
    e->bytes -= sizeof *node + node->size + 4 * sizeof(void *) + weight_bytes(&node->weight);
    weight_free(&node->weight);
    free(node);
}

/* ---------------------------------------------------------------- trails */

static uint64_t trail_next(void *context, uint64_t parent)
{
    const struct piece *piece = context;
    struct exact       *e     = piece->exact;
    if (piece->n_asked == 0)
        return parent;
    if (e->n_trails == e->trails_capacity) {
        e->trails_capacity = e->trails_capacity == 0 ? TABLE_START : 2 * e->trails_capacity;
        e->trails          = memory_resize(e->trails, e->trails_capacity * sizeof *e->trails);
        took(e, e->trails_capacity / 2 * sizeof *e->trails);
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
    took(e, weight_bytes(to) - bytes);
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

static bool same_outcome(const struct exact_outcome *a, const struct exact_outcome *b)
{
    return memcmp(&a->watch, &b->watch, sizeof a->watch) == 0
           && memcmp(a->state, b->state, sizeof a->state) == 0;
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
    struct piece *piece = context;
    if (!piece->exact->request.lossy[sender]) {
        piece->sure[sender]++;
        return;
    }
    unsigned i = piece->n_asked++;
    assert(i < ASKED_MAX);
    if (i == piece->n_fates) {
        piece->lost[i] = false;
        piece->n_fates++;
    }
    piece->way[i] = sender;
    if (piece->lost[i])
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

static void settle(struct exact *e, const struct weight *weight, const struct piece *piece)
{
    unsigned char      bytes[sizeof piece->notice.watch + FREEZE_MAX];
    struct simulation *s = &e->simulation;
    if (s->result == SIMULATE_FULL) {
        stop(e, EXACT_CROWDED);
        return;
    }
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        if (piece->notice.happened[what])
            curve_add(e, what, weight, piece);
    if (simulate_when(s) > s->scenario->until_us) {
        outcome_add(e, weight, piece);
        return;
    }
    memcpy(bytes, &piece->notice.watch, sizeof piece->notice.watch);
    size_t size = sizeof piece->notice.watch + freeze(s, bytes + sizeof piece->notice.watch);
    struct exact_node *node = node_for(e, simulate_when(s), bytes, size);
    add(e, &node->weight, weight, piece);
}

static void play(struct exact *e, const struct exact_node *node, struct piece *piece)
{
    struct simulation *s = &e->simulation;
    struct exact_watch watch;
    memcpy(&watch, node->bytes, sizeof watch);
    exact_notice_start(&piece->notice, watch);
    piece->n_asked = 0;
    memset(piece->sure, 0, sizeof piece->sure);
    thaw(s, node->bytes + sizeof watch);
    e->n_plays++;
    while (simulate_when(s) == node->time_us && piece->n_asked < ASKED_ENOUGH && simulate_next(s))
        exact_notice_ends(&piece->notice, s);
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
    struct exact_watch          watch   = { 0 };
    unsigned char               bytes[sizeof watch + FREEZE_MAX];
    memcpy(bytes, &watch, sizeof watch);
    table_grow(e);
    simulate_start(&e->simulation, request->scenario, request->profiles, 0,
                   (struct trace_sink){ 0 });
    size_t   size = sizeof watch + freeze(&e->simulation, bytes + sizeof watch);
    uint64_t when = simulate_when(&e->simulation);
    if (when <= request->scenario->until_us)
        weight_set_one(&node_for(e, when, bytes, size)->weight);
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
    e->reached_us = e->n_heap > 0 ? e->heap[0]->time_us : UINT64_MAX;
    while (e->n_heap > 0) {
        struct exact_node *node = heap_pop(e);
        weight_add(&e->pending, &node->weight, 0, NULL);
        node_free(e, node);
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
        struct exact_node *node = heap_pop(e);
        table_remove(e, node);
        e->n_worlds++;
        if (is_unlikely(e, &node->weight))
            add(e, &e->cut, &node->weight, &(struct piece){ .exact = e });
        else
            follow(e, node);
        node_free(e, node);
    }
    leave(e);
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
    weight_free(&e->cut);
    weight_free(&e->pending);
    free(e->heap);
    free(e->table);
    free(e->trails);
}

/* ---------------------------------------------------------------- what can be enumerated */

static bool suits(const struct channel *channel, const char **why)
{
    *why = channel->delay.table || channel->delay.spread_us != 0
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
