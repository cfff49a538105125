/* nearest.c - the nearest run that passes; see nearest.h. */
#include "nearest.h"

#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "process.h"
#include "worlds.h"

enum { CLOCK = 6 /* the first process that is of no end (engine.h, process_of) */ };

/* One search: from a world of the path, but not by the move that the path makes there. */
struct nearest {
    const struct engine *engine; /* whose worlds they are */
    unsigned             claim;  /* that is to hold, or to be reached */
    bool                 waits[ENGINE_ENDS]; /* at which ends it is to be reached */
    struct worlds        worlds; /* seen so far */
    unsigned             end;    /* at which the path goes on: its moves are looked at first */
    void                *next;   /* room for one world */
};

static bool is_listed(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Every end that waits in the given run has reached it. */
static bool is_reached(const struct nearest *n, const void *world)
{
    bool all = true;
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        uint64_t from = 0, reached = 0;
        n->engine->goals(world, end, &from, &reached);
        all = all && (!n->waits[end] || (reached >> n->claim & 1) != 0);
    }
    return all;
}

static bool is_violated(const struct nearest *n, const void *world)
{
    uint64_t premises = 0;
    return (n->engine->violated(world, &premises) >> n->claim & 1) != 0;
}

static bool is_about_runs(const struct nearest *n)
{
    enum engine_claim_kind kind = result_claim_kind(n->engine, n->claim);
    return kind == CLAIM_EVENTUALLY || kind == CLAIM_RECOVERABLE;
}

/* Whether a run that comes to this world has passed; `is_end`: nothing more can happen in it. */
static bool has_passed(const struct nearest *n, const void *world, bool is_end)
{
    return is_about_runs(n) ? is_reached(n, world) : is_end && n->engine->legal_end(world) >= 0;
}

/* A way back that takes one of the moves that the claim leaves out is none. */
static bool counts(const struct nearest *n, const struct engine_step *step)
{
    const struct engine *engine = n->engine;
    if (result_claim_kind(engine, n->claim) != CLAIM_RECOVERABLE)
        return true;
    const char *const *without = engine->claims[n->claim].without;
    return !is_listed(without, engine->moves[step->move].name) &&
           !(step->event < engine->n_events && is_listed(without, engine->events[step->event]));
}

/* A move of the network to the end at which the path goes on, of its timers or of its user. */
static bool is_of_that_end(const struct nearest *n, unsigned move)
{
    unsigned process = n->engine->process_of(move);
    return process < CLOCK && process % ENGINE_ENDS == n->end;
}

/* Looks at those moves that are of that end, or at the others; `but` is a move that is not to be
 * made. True when some move is possible. */
static bool expand_some(struct nearest *n, uint32_t at, unsigned but, bool of_that_end)
{
    const struct engine *engine = n->engine;
    bool                 any    = false;
    for (unsigned move = 0; move < engine->n_choices; move++) {
        struct engine_step step;
        uint32_t           index;
        if (is_of_that_end(n, move) != of_that_end
            || !engine->move(worlds_get(&n->worlds, at), move, n->next, &step))
            continue;
        any = true;
        if (move != but && counts(n, &step) && (is_about_runs(n) || !is_violated(n, n->next)))
            worlds_add(&n->worlds, n->next, (struct worlds_link){at, move}, &index);
    }
    return any;
}

/* Of runs of one length the one is found that first does something at the end where the given run
 * goes wrong. */
static bool expand(struct nearest *n, uint32_t at, unsigned but)
{
    bool there = expand_some(n, at, but, true);
    return expand_some(n, at, but, false) || there;
}

/* Adds the way to a world that passes behind the first `common` moves of the path. */
static void keep_way(const struct nearest *n, struct path *near, const struct path *path,
                     size_t common, uint32_t world)
{
    size_t more = worlds_way(&n->worlds, world, NULL);
    near->moves = memory_get(common + more + 1, sizeof *near->moves);
    near->count = common + more;
    memcpy(near->moves, path->moves, common * sizeof *near->moves);
    worlds_way(&n->worlds, world, near->moves + common);
}

/* From the world after the first `common` moves. */
static bool search(struct nearest *n, struct path *near, const struct path *path, size_t common)
{
    struct path stem = {.moves = path->moves, .count = common};
    struct engine_step step;
    uint32_t    first;
    bool        found = false;
    if (!worlds_start(&n->worlds, n->engine->world_size, NEAREST_BYTES))
        return false;
    path_walk(n->engine, &stem, n->next);
    worlds_add(&n->worlds, n->next, (struct worlds_link){0, 0}, &first);
    n->engine->move(worlds_get(&n->worlds, first), path->moves[common], n->next, &step);
    n->end = step.end;
    for (uint32_t at = 0; at < n->worlds.count && !found && !process_interrupted(); at++) {
        bool is_end = !expand(n, at, at == 0 ? path->moves[common] : n->engine->n_choices);
        found       = at > 0 && has_passed(n, worlds_get(&n->worlds, at), is_end);
        if (found)
            keep_way(n, near, path, common, at);
    }
    worlds_end(&n->worlds);
    return found;
}

/* Which ends still wait for what is to be reached when the run is over. */
static void find_waiting(struct nearest *n, const struct path *path)
{
    void *world = memory_get(1, n->engine->world_size);
    for (size_t made = 0; made <= path->count; made++) {
        struct path stem = {.moves = path->moves, .count = made};
        path_walk(n->engine, &stem, world);
        for (unsigned end = 0; end < ENGINE_ENDS; end++) {
            uint64_t from = 0, reached = 0;
            n->engine->goals(world, end, &from, &reached);
            n->waits[end] = ((from >> n->claim & 1) != 0 || n->waits[end]) &&
                            (reached >> n->claim & 1) == 0;
        }
    }
    free(world);
}

bool nearest(struct path *near, const struct engine *engine, const struct path *path,
             unsigned claim)
{
    struct nearest n     = {.engine = engine, .claim = claim,
                            .next = memory_get(1, engine->world_size)};
    bool           found = false;
    *near                = (struct path){0};
    if (is_about_runs(&n))
        find_waiting(&n, path);
    for (size_t common = path->count; common > 0 && !found && !process_interrupted(); common--)
        found = search(&n, near, path, common - 1);
    free(n.next);
    return found;
}
