/* waves_way.c - a shortest way to a world, where it was not kept how it was reached; see waves.h.
 *
 * The worlds of the level in which the claim was first seen, and where it is seen, are marked; then,
 * level by level backwards, each world with a move to a marked one. Such a move leads just one
 * level on, so that whoever follows the marks from the front comes to where the claim is seen. Of
 * the worlds that were found in order the first one that is marked is where the kept ways end.
 */
#include <stdlib.h>

#include "waves.h"

/* A question while it is answered; first of all what successors() wants. */
struct finder {
    struct engine_sink sink;                 /* what is found is looked up */
    struct waves      *waves;                /* whose worlds they are */
    unsigned           claim;                /* that was seen */
    uint64_t          *marks;                /* a bit a slot */
    bool               leads;                /* a move of it leads to a marked world */
    unsigned           move;                 /* the least that does */
    uint32_t           slot;                 /* where it leads to */
    void              *world;                /* room for one */
};

static bool is_marked(const struct finder *finder, uint32_t slot)
{
    return (finder->marks[slot / 64] >> slot % 64 & 1) != 0;
}

static void mark(struct finder *finder, uint32_t slot)
{
    finder->marks[slot / 64] |= UINT64_C(1) << slot % 64;
}

/* A search that was cut short does not know every world. */
static bool look_up(const struct finder *finder, uint32_t *slot)
{
    uint32_t numbers[ENGINE_ENDS];
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        if (!halves_find(&finder->waves->halves[e], finder->sink.room[e], &numbers[e]))
            return false;
    return roots_find(&finder->waves->roots, roots_key(numbers), slot);
}

static void found(struct engine_sink *sink, unsigned move)
{
    struct finder *finder = (struct finder *)sink;
    if (finder->leads || !look_up(finder, &finder->slot))
        return;
    finder->move  = move;
    finder->leads = is_marked(finder, finder->slot);
}

/* Returns how many moves there are. */
static unsigned expand(struct finder *finder, uint32_t slot)
{
    const struct waves *waves = finder->waves;
    const void         *halves[ENGINE_ENDS];
    uint32_t            numbers[ENGINE_ENDS];
    roots_halves(waves->roots.slots[slot], numbers);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves[e] = halves_get(&waves->halves[e], numbers[e]);
    waves->engine->join(halves, finder->world);
    finder->leads = false;
    return waves->engine->successors(halves, &finder->sink);
}

/* Is the claim seen in this world? */
static bool is_seen(struct finder *finder, uint32_t slot)
{
    const struct engine *engine   = finder->waves->engine;
    uint64_t             premises = 0;
    if (finder->claim == engine->n_claims)
        return expand(finder, slot) == 0 && engine->legal_end(finder->world) < 0;
    expand(finder, slot);
    uint64_t violated = engine->violated(finder->world, &premises);
    bool     witness  = engine->claims[finder->claim].kind == CLAIM_WITNESS;
    return ((witness ? premises : violated) >> finder->claim & 1) != 0;
}

static void mark_level(struct finder *finder, uint32_t level, bool last)
{
    const struct waves *waves = finder->waves;
    for (uint64_t i = waves->levels[level]; i < waves->levels[level + 1]; i++) {
        uint32_t slot = waves->roots.order[i];
        if (last ? is_seen(finder, slot) : (expand(finder, slot), finder->leads))
            mark(finder, slot);
    }
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
    while (expand(finder, finder->waves->roots.order[i]), !finder->leads)
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

static struct path search_way(struct finder *finder, uint32_t level)
{
    uint32_t linked = linked_level(finder->waves);
    for (uint32_t at = level; at > linked; at--)
        mark_level(finder, at, at == level);
    struct path path = linked_path(finder->waves, first_leading(finder, linked), level - linked);
    path.moves[path.count++] = finder->move;
    while (path.count < level) {
        expand(finder, finder->slot);
        path.moves[path.count++] = finder->move;
    }
    return path;
}

struct path waves_way(struct waves *waves, unsigned claim)
{
    const struct engine  *engine = waves->engine;
    struct waves_sighting seen   = waves->workers[0].seen[claim];
    if (seen.level <= linked_level(waves))
        return linked_path(waves, seen.index, 0);
    struct finder finder = {.sink = {.found = found}, .waves = waves, .claim = claim};
    finder.marks      = memory_get(waves->roots.buckets * ROOTS_BUCKET / 64 + 1, sizeof *finder.marks);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        finder.sink.room[e] = memory_get(1, engine->half_size);
    finder.world      = memory_get(1, engine->world_size);
    finder.sink.fired = memory_get((size_t)engine->n_rows * engine->n_states, sizeof(uint64_t));
    struct path path = search_way(&finder, seen.level);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        free(finder.sink.room[e]);
    free(finder.marks);
    free(finder.world);
    free(finder.sink.fired);
    return path;
}
