/* waves_way.c - a shortest way to a world, where it was not kept how it was reached; see waves.h.
 *
 * The worlds of the level in which the claim was first seen, and where it is seen, are marked;
 * then, level by level backwards, each world with a move to one of the next level that is marked:
 * by all threads. Whoever follows the marks from the front, a level a move, comes to where the
 * claim is seen. Of the worlds that were found in order the first one that is marked is where the
 * kept ways end.
 *
 * A mark is of an orbit, and the way is followed from the initial world itself: so it is one of
 * moves that can be made, though a world stands for its exchange too.
 */
#include <assert.h>
#include <stdlib.h>

#include "waves.h"

enum { PIECE = 512, NEAR = 6 };

static bool is_marked(const struct waves *waves, uint64_t slot, uint32_t level)
{
    uint64_t there = roots_get(&waves->roots, slot);
    return roots_is_marked(there) && roots_level_in(there) == level;
}

/* --- marks --- */

/* Is the claim seen in this world? */
static bool is_seen(struct waves_worker *worker, uint64_t key)
{
    const struct waves  *waves  = worker->waves;
    const struct engine *engine = waves->engine;
    const void          *halves[ENGINE_ENDS];
    uint64_t             premises = 0;
    waves_halves(waves, key, halves);
    engine->join(halves, worker->world);
    if (waves->claim == engine->n_claims)
        return waves_expand(worker, key) == 0 && engine->legal_end(worker->world) < 0;
    uint64_t violated = engine->violated(worker->world, &premises);
    bool     witness  = engine->claims[waves->claim].kind == CLAIM_WITNESS;
    return ((witness ? premises : violated) >> waves->claim & 1) != 0;
}

/* A move of a world leads to this one. */
static void mark_parent(struct waves_worker *worker, const struct waves_found *found)
{
    struct waves *waves = worker->waves;
    uint64_t      slot;
    if (roots_find(&waves->roots, found->key, &slot) && is_marked(waves, slot, waves->marking + 1))
        roots_mark(&waves->roots, found->parent);
}

/* Where the claim is seen nobody asks where the moves lead. */
static void pass_over(struct waves_worker *worker, const struct waves_found *found)
{
    (void)worker;
    (void)found;
}

static void mark_world(struct waves_worker *worker, uint64_t slot)
{
    struct waves *waves = worker->waves;
    uint64_t      key   = roots_key_in(roots_get(&waves->roots, slot));
    worker->from        = slot;
    if (waves->marking < waves->workers[0].seen[waves->claim].level)
        waves_expand(worker, key);
    else if (is_seen(worker, key))
        roots_mark(&waves->roots, slot);
}

/* Those of the level among some slots. */
static void mark_piece(struct waves_worker *worker, uint64_t from, uint64_t to)
{
    const struct waves *waves = worker->waves;
    uint64_t            slots[PIECE];
    unsigned            count = 0;
    for (uint64_t slot = from; slot < to; slot++) {
        uint64_t there = roots_get(&waves->roots, slot);
        if (there != 0 && roots_level_in(there) == waves->marking)
            slots[count++] = slot;
    }
    for (unsigned i = 0; i < count; i++) {
        if (i + NEAR < count)
            waves_fetch(waves, roots_key_in(roots_get(&waves->roots, slots[i + NEAR])));
        mark_world(worker, slots[i]);
    }
}

static void *mark_slots(void *argument)
{
    struct waves_worker *worker = argument;
    struct waves        *waves  = worker->waves;
    bool                 last   = waves->marking == waves->workers[0].seen[waves->claim].level;
    worker->settle              = last ? pass_over : mark_parent;
    for (uint64_t from, to; waves_take(waves, PIECE, &from, &to);)
        mark_piece(worker, from, to);
    waves_settle_all(worker);
    return NULL;
}

static void mark_level(struct waves *waves, uint32_t level)
{
    waves->marking = level;
    waves->at      = 0;
    waves->pause   = roots_slots(&waves->roots);
    waves_together(waves, waves->limits.threads, mark_slots);
}

/* --- following them --- */

/* A step along the marks; first of all what successors() wants. */
struct finder {
    struct engine_sink sink;  /* what is found is looked up */
    struct waves      *waves; /* whose worlds they are */
    uint32_t           level; /* of the world that is asked */
    bool               leads; /* a move of it leads to a marked world of the next level */
    unsigned           move;  /* the least that does */
    uint64_t           key;   /* where it leads to: this very world, and not its exchange */
};

/* A search that was cut short does not know every world. */
static bool look_up(const struct finder *finder, uint32_t numbers[ENGINE_ENDS], uint64_t *slot)
{
    const struct waves *waves = finder->waves;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        if (!halves_find(waves->sets[e], finder->sink.room[e], &numbers[e]))
            return false;
    return roots_find(&waves->roots, waves_key(waves, numbers), slot);
}

static void found(struct engine_sink *sink, unsigned move)
{
    struct finder *finder = (struct finder *)sink;
    uint32_t       numbers[ENGINE_ENDS];
    uint64_t       slot;
    if (finder->leads || !look_up(finder, numbers, &slot) ||
        !is_marked(finder->waves, slot, finder->level + 1))
        return;
    finder->leads = true;
    finder->move  = move;
    finder->key   = roots_key(numbers);
}

static bool leads(struct finder *finder, uint64_t key, uint32_t level)
{
    const void *halves[ENGINE_ENDS];
    waves_halves(finder->waves, key, halves);
    finder->level = level;
    finder->leads = false;
    finder->waves->engine->successors(halves, &finder->sink);
    return finder->leads;
}

/* The last level whose worlds have links. */
static uint32_t linked_level(const struct waves *waves)
{
    uint32_t level = 0;
    while (waves->levels[level + 2] != 0 && waves->levels[level + 2] <= waves->n_links)
        level++;
    return level;
}

/* The first world of the level from which a move leads to a marked one. */
static uint64_t first_leading(struct finder *finder, uint32_t level)
{
    uint64_t i = finder->waves->levels[level];
    while (!leads(finder, finder->waves->roots.order[i], level))
        i++;
    return i;
}

/* --- the way --- */

static size_t linked_way(const struct waves *waves, uint64_t index, unsigned *moves)
{
    size_t length = 0;
    for (uint64_t at = index; at != 0; at = waves->links[at].parent)
        length++;
    for (size_t i = length; moves != NULL && i > 0; index = waves->links[index].parent)
        moves[--i] = waves->links[index].move;
    return length;
}

static struct path linked_path(const struct waves *waves, uint64_t index, size_t more)
{
    size_t      length = linked_way(waves, index, NULL);
    struct path path   = {.moves = memory_get(length + more + 1, sizeof *path.moves),
                          .count = length};
    linked_way(waves, index, path.moves);
    return path;
}

static struct path marked_path(struct finder *finder, uint32_t linked, uint32_t level)
{
    uint64_t    first = first_leading(finder, linked);
    struct path path  = linked_path(finder->waves, first, level - linked);
    path.moves[path.count++] = finder->move;
    while (path.count < level && leads(finder, finder->key, (uint32_t)path.count))
        path.moves[path.count++] = finder->move;
    assert(path.count == level);
    return path;
}

static struct path follow_marks(struct waves *waves, uint32_t linked, uint32_t level)
{
    const struct engine *engine = waves->engine;
    struct finder        finder = {.sink = {.found = found}, .waves = waves};
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        finder.sink.room[e] = memory_get(1, engine->half_size);
    finder.sink.fired = memory_get((size_t)engine->n_rows * engine->n_states, sizeof(uint64_t));
    struct path path  = marked_path(&finder, linked, level);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        free(finder.sink.room[e]);
    free(finder.sink.fired);
    return path;
}

struct path waves_way(struct waves *waves, unsigned claim)
{
    struct waves_sighting seen   = waves->workers[0].seen[claim];
    uint32_t              linked = waves->alike ? 0 : linked_level(waves);
    if (seen.level <= linked)
        return linked_path(waves, seen.index, 0);
    waves->claim = claim;
    for (uint32_t level = seen.level; level > linked; level--)
        mark_level(waves, level);
    struct path path = follow_marks(waves, linked, seen.level);
    roots_unmark(&waves->roots);
    return path;
}
