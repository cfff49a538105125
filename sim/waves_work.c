/* waves_work.c - what each thread of a search does: worlds of a level; see waves.h. */
#include "waves.h"

enum { PIECE = 64, NEAR = 6 };

void waves_halves(const struct waves *waves, uint64_t key, const void *halves[ENGINE_ENDS])
{
    uint32_t numbers[ENGINE_ENDS];
    roots_halves(key, numbers);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves[e] = halves_get(waves->sets[e], numbers[e]);
}

void waves_fetch(const struct waves *waves, uint64_t key)
{
    const void *halves[ENGINE_ENDS];
    waves_halves(waves, key, halves);
    for (unsigned e = 0; e < ENGINE_ENDS; e++) {
        __builtin_prefetch(halves[e]);
        __builtin_prefetch((const char *)halves[e] + 64);
    }
}

/* --- what a move leads to --- */

/* Which half has changed? */
static void compare(const struct waves *waves, struct waves_found *found)
{
    for (unsigned e = 0; e < ENGINE_ENDS; e++) {
        const struct halves *set = waves->sets[e];
        found->changed[e] =
            !halves_are_same(found->halves[e], halves_get(set, found->numbers[e]), set->size);
        if (!found->changed[e])
            continue;
        found->hashes[e] = halves_hash(found->halves[e], set->size);
        halves_fetch_place(set, found->hashes[e]);
    }
}

static void fetch_equals(struct waves *waves, const struct waves_found *found)
{
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        if (found->changed[e])
            halves_fetch(waves->sets[e], found->hashes[e]);
}

static void number_halves(struct waves_worker *worker, struct waves_found *found)
{
    struct waves *waves = worker->waves;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        if (found->changed[e])
            found->numbers[e] = halves_add(waves->sets[e], found->halves[e], found->hashes[e],
                                           &worker->spares[e]);
    found->key = waves_key(waves, found->numbers);
    roots_fetch(&waves->roots, found->key);
}

/* What one stage looks at was fetched by the one before it, for all that wait. */
void waves_settle_all(struct waves_worker *worker)
{
    struct waves_found *end = worker->waiting + worker->n_waiting;
    for (struct waves_found *found = worker->waiting; found < end; found++)
        compare(worker->waves, found);
    for (struct waves_found *found = worker->waiting; found < end; found++)
        fetch_equals(worker->waves, found);
    for (struct waves_found *found = worker->waiting; found < end; found++)
        number_halves(worker, found);
    for (struct waves_found *found = worker->waiting; found < end; found++)
        worker->settle(worker, found);
    worker->n_waiting = 0;
}

static void make_room(struct waves_worker *worker)
{
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        worker->sink.room[e] = worker->waiting[worker->n_waiting].halves[e];
}

static void found(struct engine_sink *sink, unsigned move)
{
    struct waves_worker *worker = (struct waves_worker *)sink;
    struct waves_found  *found  = &worker->waiting[worker->n_waiting++];
    found->parent               = worker->from;
    found->move                 = move;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        found->numbers[e] = worker->numbers[e];
    if (worker->n_waiting == WAVES_AT_ONCE)
        waves_settle_all(worker);
    make_room(worker);
}

unsigned waves_expand(struct waves_worker *worker, uint64_t key)
{
    const void *halves[ENGINE_ENDS];
    roots_halves(key, worker->numbers);
    waves_halves(worker->waves, key, halves);
    worker->sink.found = found;
    make_room(worker);
    return worker->waves->engine->successors(halves, &worker->sink);
}

/* --- one world --- */

/* It does not stand for another: both ends are not alike, or it is its own exchange. */
static bool counts_once(const struct waves *waves, uint64_t key)
{
    uint32_t numbers[ENGINE_ENDS];
    roots_halves(key, numbers);
    return !waves->alike || numbers[0] == numbers[1];
}

static void keep_link(struct waves *waves, const struct waves_found *found)
{
    waves->links[waves->n_links++] = (struct worlds_link){(uint32_t)found->parent, found->move};
}

/* A new world comes into the set. */
static void add(struct waves_worker *worker, const struct waves_found *found)
{
    struct waves *waves = worker->waves;
    if (!roots_add(&waves->roots, found->key, waves->level + 1))
        return;
    worker->added++;
    roots_keep(&waves->roots, &worker->news, found->key);
    worker->once += counts_once(waves, found->key);
    if (waves->linked)
        keep_link(waves, found);
}

static void see(struct waves_worker *worker, unsigned claim)
{
    struct waves_sighting *seen = &worker->seen[claim];
    if (!seen->found)
        *seen = (struct waves_sighting){true, worker->waves->level, (uint32_t)worker->from};
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

/* The legal end that the exchange of the world is, or -1. */
static int end_exchanged(struct waves_worker *worker, uint64_t key)
{
    const void *halves[ENGINE_ENDS];
    waves_halves(worker->waves, key, halves);
    worker->waves->engine->join((const void *const[]){halves[1], halves[0]}, worker->world);
    return worker->waves->engine->legal_end(worker->world);
}

static void check_end(struct waves_worker *worker, uint64_t key, struct waves_count *count)
{
    const struct engine *engine = worker->waves->engine;
    int                  end    = engine->legal_end(worker->world);
    if (worker->waves->alike && end_exchanged(worker, key) != end)
        worker->lopsided = true;
    if (end >= 0)
        count->ends[end]++;
    else
        see(worker, engine->n_claims);
}

/* The world of worker->from is looked at, and expanded. */
static void look_at(struct waves_worker *worker, uint64_t key)
{
    struct waves *waves = worker->waves;
    const void   *halves[ENGINE_ENDS];
    waves_halves(waves, key, halves);
    waves->engine->join(halves, worker->world);
    check_claims(worker);
    if (waves->looking)
        return;
    struct waves_count *count = &worker->counts[counts_once(waves, key) ? WAVES_ONCE : WAVES_TWICE];
    worker->sink.fired        = count->fired;
    worker->sink.overflows    = 0;
    unsigned moves            = waves_expand(worker, key);
    count->transitions += moves;
    count->overflows += worker->sink.overflows;
    if (moves == 0)
        check_end(worker, key, count);
}

/* --- a piece of a level --- */

static void work_on(struct waves_worker *worker, uint64_t from, uint64_t to)
{
    const struct waves *waves = worker->waves;
    for (uint64_t i = from; i < to; i++) {
        if (i + NEAR < waves->pause)
            waves_fetch(waves, waves->roots.order[i + NEAR]);
        worker->from = i;
        look_at(worker, waves->roots.order[i]);
    }
}

static void begin_share(struct waves_worker *worker)
{
    worker->added = 0;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        worker->spares[e].taken = 0;
}

/* So many worlds the thread takes next: fewer where its share is nearly used up. What waits may
 * be new, too. */
static uint64_t piece_size(const struct waves_worker *worker)
{
    const struct waves *waves = worker->waves;
    struct waves_room   left  = waves->share;
    left.worlds -= worker->added;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        left.halves[e] -= worker->spares[e].taken;
    return waves_lesser(PIECE, (waves_least(&left) - worker->n_waiting) / waves->engine->n_choices);
}

void *waves_work(void *argument)
{
    struct waves_worker *worker = argument;
    struct waves        *waves  = worker->waves;
    uint64_t             size;
    worker->settle = add;
    begin_share(worker);
    for (uint64_t from, to; (size = piece_size(worker)) > 0 && waves_take(waves, size, &from, &to);)
        work_on(worker, from, to);
    waves_settle_all(worker);
    roots_flush(&waves->roots, &worker->news);
    return NULL;
}
