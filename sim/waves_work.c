/* waves_work.c - what each thread of a search does: worlds of a level; see waves.h. */
#include "waves.h"

enum { PIECE = 256, AHEAD = 16, NEAR = 6 };

void waves_halves(const struct waves *waves, uint64_t index, const void *halves[ENGINE_ENDS])
{
    uint32_t numbers[ENGINE_ENDS];
    roots_halves(roots_get(&waves->roots, index), numbers);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves[e] = halves_get(&waves->halves[e], numbers[e]);
}

/* --- what a move leads to --- */

static void keep_link(struct waves *waves, const struct waves_found *found)
{
    waves->links[waves->n_links++] = (struct worlds_link){found->parent, found->move};
}

static void settle(struct waves_worker *worker)
{
    const struct waves_found *found = &worker->ring[worker->first];
    uint32_t                  slot;
    if (roots_add(&worker->waves->roots, found->key, &slot)) {
        roots_keep(&worker->waves->roots, &worker->news, slot);
        if (worker->waves->linked)
            keep_link(worker->waves, found);
    }
    worker->first = (worker->first + 1) % WAVES_RING;
    worker->waiting--;
}

static void settle_all(struct waves_worker *worker)
{
    while (worker->waiting > 0)
        settle(worker);
}

/* It is looked up when its bucket is there: a few worlds later. */
static void found(struct engine_sink *sink, unsigned move, const void *const halves[ENGINE_ENDS])
{
    struct waves_worker *worker = (struct waves_worker *)sink;
    struct waves        *waves  = worker->waves;
    uint32_t             numbers[ENGINE_ENDS];
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        numbers[e] = halves[e] == NULL ? worker->numbers[e]
                                       : halves_add(&waves->halves[e], halves[e],
                                                    &worker->spares[e]);
    uint64_t key = roots_key(numbers);
    __builtin_prefetch((const void *)&waves->roots.slots[roots_first(&waves->roots,
                                                                     roots_mix(key))]);
    if (worker->waiting == WAVES_RING)
        settle(worker);
    worker->ring[(worker->first + worker->waiting++) % WAVES_RING] =
        (struct waves_found){key, (uint32_t)worker->index, move};
}

/* --- one world --- */

static void see(struct waves_worker *worker, unsigned claim)
{
    struct waves_sighting *seen = &worker->seen[claim];
    if (!seen->found)
        *seen = (struct waves_sighting){true, worker->waves->level, (uint32_t)worker->index};
}

/* Bits that were not set before are rare. */
static void check_claims(struct waves_worker *worker)
{
    const struct engine *engine   = worker->waves->engine;
    uint64_t             premises = 0;
    uint64_t             violated = engine->violated(worker->world, &premises);
    uint64_t new_premises = premises & ~worker->premises, new_violated = violated & ~worker->violated;
    worker->premises |= premises;
    worker->violated |= violated;
    for (unsigned i = 0; (new_premises | new_violated) >> i != 0; i++)
        if ((new_violated >> i & 1) != 0 ||
            ((new_premises >> i & 1) != 0 && engine->claims[i].kind == CLAIM_WITNESS))
            see(worker, i);
}

static void check_end(struct waves_worker *worker)
{
    const struct engine *engine = worker->waves->engine;
    int                  end    = engine->legal_end(worker->world);
    if (end >= 0)
        worker->ends[end]++;
    else
        see(worker, engine->n_claims);
}

static void expand(struct waves_worker *worker)
{
    struct waves *waves = worker->waves;
    const void   *halves[ENGINE_ENDS];
    roots_halves(roots_get(&waves->roots, worker->index), worker->numbers);
    waves_halves(waves, worker->index, halves);
    waves->engine->join(halves, worker->world);
    check_claims(worker);
    if (waves->looking)
        return;
    unsigned moves = waves->engine->successors(halves, &worker->sink);
    worker->transitions += moves;
    if (moves == 0)
        check_end(worker);
}

/* --- a piece of a level --- */

static void fetch_root(const struct waves *waves, uint64_t index)
{
    __builtin_prefetch((const void *)&waves->roots.slots[waves->roots.order[index]]);
}

static void fetch_halves(const struct waves *waves, uint64_t index)
{
    const void *halves[ENGINE_ENDS];
    waves_halves(waves, index, halves);
    for (unsigned e = 0; e < ENGINE_ENDS; e++) {
        __builtin_prefetch(halves[e]);
        __builtin_prefetch((const char *)halves[e] + 64);
    }
}

static void work_on(struct waves_worker *worker, uint64_t from, uint64_t to)
{
    const struct waves *waves = worker->waves;
    for (uint64_t i = from; i < to; i++) {
        if (i + AHEAD < waves->pause)
            fetch_root(waves, i + AHEAD);
        if (i + NEAR < waves->pause)
            fetch_halves(waves, i + NEAR);
        worker->index = i;
        expand(worker);
    }
}

void *waves_work(void *argument)
{
    struct waves_worker *worker = argument;
    struct waves        *waves  = worker->waves;
    worker->sink.found          = found;
    for (;;) {
        uint64_t from = atomic_fetch_add_explicit(&waves->at, PIECE, memory_order_relaxed);
        if (from >= waves->pause)
            break;
        work_on(worker, from, from + PIECE < waves->pause ? from + PIECE : waves->pause);
    }
    settle_all(worker);
    roots_flush(&waves->roots, &worker->news);
    return NULL;
}
