/* explore.c - every world of a bound, breadth first: so each example is a shortest one. */
#include "explore.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "process.h"
#include "worlds.h"

enum { LOOK_UP_EVERY = 1024 }; /* worlds between two looks at the clock and the signals */

/* Where a row fired first, or a claim failed first. */
struct sighting {
    bool     found; /* the rest is valid */
    uint32_t world; /* its index */
    uint32_t move;  /* for a row: the move made there */
};

/* A search while it runs. */
struct search {
    const struct engine  *engine;   /* whose worlds they are */
    struct explore_limits limits;   /* when to stop */
    struct result        *result;   /* what it found so far */
    struct worlds         worlds;   /* seen; those from `at` on are still to be expanded */
    uint64_t              at;       /* the world that is expanded */
    uint64_t              level_end; /* the first world of the next level */
    struct sighting         *fired;    /* as result.fired */
    struct sighting         *failed;   /* by claim */
    void                 *next;     /* room for one world */
    double                started;  /* process_now() */
    double                told;     /* when progress was last told */
};

/* --- the way to a world --- */

static size_t length_to(const struct worlds *worlds, uint32_t world)
{
    size_t length = 0;
    for (; worlds->links[world].parent != world; world = worlds->links[world].parent)
        length++;
    return length;
}

/* The way to a world, and one more move where there is one. */
static struct path way_to(const struct worlds *worlds, struct sighting place, bool with_move)
{
    size_t      length = length_to(worlds, place.world);
    struct path path   = {.moves = memory_get(length + 1, sizeof *path.moves),
                          .count = length + with_move};
    if (with_move)
        path.moves[length] = place.move;
    for (uint32_t world = place.world; length > 0; world = worlds->links[world].parent)
        path.moves[--length] = worlds->links[world].move;
    return path;
}

static void keep_paths(struct search *search)
{
    const struct engine *engine = search->engine;
    struct result       *result = search->result;
    size_t               cells  = (size_t)engine->n_rows * engine->n_states;
    for (size_t i = 0; search->limits.examples && i < cells; i++)
        if (search->fired[i].found)
            result->examples[i] = way_to(&search->worlds, search->fired[i], true);
    for (unsigned i = 0; i < result_claims(engine); i++)
        if (search->failed[i].found)
            result->claims[i].path = way_to(&search->worlds, search->failed[i], false);
}

/* --- one world --- */

static void violate(struct search *search, unsigned claim, uint64_t world)
{
    struct claim_result *found = &search->result->claims[claim];
    if (!found->violated)
        search->failed[claim] = (struct sighting){true, (uint32_t)world, 0};
    found->violated = true;
}

/* Each world is looked at once, when it is new. */
static void check_claims(struct search *search, uint64_t world)
{
    uint64_t premises = 0;
    uint64_t violated = search->engine->violated(worlds_get(&search->worlds, world), &premises);
    for (unsigned i = 0; i < search->engine->n_claims; i++) {
        if ((premises >> i & 1) != 0)
            search->result->claims[i].premise = true;
        if ((violated >> i & 1) != 0)
            violate(search, i, world);
    }
}

static void check_end(struct search *search, uint64_t world)
{
    int end = search->engine->legal_end(worlds_get(&search->worlds, world));
    if (end < 0)
        violate(search, search->engine->n_claims, world);
    else
        search->result->ends[end]++;
}

static void count_step(struct search *search, const struct engine_step *step, unsigned move)
{
    struct result *result = search->result;
    result->transitions++;
    result->overflows += step->n_overflow;
    for (unsigned i = 0; i < step->n_fired; i++) {
        const struct engine_fired *fired = &step->fired[i];
        size_t cell = result_index(search->engine, fired->row, fired->state);
        if (result->fired[cell]++ == 0)
            search->fired[cell] = (struct sighting){true, (uint32_t)search->at, move};
    }
}

/* What a transition is: from which world, by which move, to which one, what its user was told
 * and which timers it started, of which a world knows only that they run. The sum over all
 * transitions does not depend on the order in which they were found. */
static uint64_t number_of(const struct search *search, uint64_t from, unsigned move,
                          const struct engine_step *step)
{
    uint64_t number = from + worlds_hash(search->next, search->engine->world_size) * 3 + move +
                      ((uint64_t)step->started << 32);
    return worlds_hash(step->told, step->n_told) ^ worlds_hash(&number, sizeof number);
}

/* False when there is no room for a new world. */
static bool add(struct search *search, unsigned move)
{
    struct worlds_link link = {(uint32_t)search->at, move};
    enum worlds_added  kind = worlds_add(&search->worlds, search->next, link);
    if (kind == WORLDS_NEW)
        check_claims(search, search->worlds.count - 1);
    return kind != WORLDS_FULL;
}

static bool expand(struct search *search)
{
    const struct engine *engine = search->engine;
    const void          *world  = worlds_get(&search->worlds, search->at);
    uint64_t             from   = worlds_hash(world, engine->world_size);
    bool                 is_end = true, room = true;
    for (unsigned move = 0; move < engine->n_choices && room; move++) {
        struct engine_step step;
        if (!engine->move(world, move, search->next, &step))
            continue;
        is_end = false;
        count_step(search, &step, move);
        search->result->moves_sum += number_of(search, from, move, &step);
        room = add(search, move);
    }
    if (is_end)
        check_end(search, search->at);
    return room;
}

/* --- the search --- */

static void tell_progress(struct search *search, double now)
{
    char states[TEXT_NUMBER_MAX], bytes[TEXT_NUMBER_MAX];
    if (!search->limits.progress || now - search->told < 1)
        return;
    search->told = now;
    fprintf(stderr, "\r%s: %s states, level %llu, %s \033[K", search->engine->bound,
            text_grouped(states, search->worlds.count),
            (unsigned long long)search->result->depth,
            text_size(bytes, worlds_bytes(&search->worlds)));
}

static void clear_progress(const struct search *search)
{
    if (search->told > search->started)
        fputs("\r\033[K", stderr);
}

/* What has run out, or NULL. */
static const char *look_up(struct search *search)
{
    double now = process_now();
    tell_progress(search, now);
    search->result->interrupted = process_interrupted();
    if (search->result->interrupted)
        return "interrupt";
    return search->limits.seconds > 0 && now - search->started > search->limits.seconds ? "time"
                                                                                       : NULL;
}

/* Enters the next level; false when the limit of depth forbids to expand it. */
static bool next_level(struct search *search)
{
    search->result->depth++;
    search->level_end = search->worlds.count;
    return search->limits.depth == 0 || search->result->depth < search->limits.depth;
}

/* The worlds of level `depth` are those below level_end; their successors make the next one.
 * With a limit of N, worlds that lie N moves away are seen but not expanded. */
static void run(struct search *search)
{
    const char *cut = NULL;
    while (cut == NULL && search->at < search->worlds.count) {
        if (search->at == search->level_end && !next_level(search))
            break;
        if (search->at % LOOK_UP_EVERY == 0)
            cut = look_up(search);
        if (cut == NULL && !expand(search))
            cut = "memory";
        search->at++;
    }
    if (cut == NULL && search->at < search->worlds.count)
        cut = "depth";
    search->result->cut_by = cut;
}

static bool begin(struct search *search)
{
    const struct engine *engine = search->engine;
    size_t               cells  = (size_t)engine->n_rows * engine->n_states;
    search->fired   = memory_get(cells, sizeof *search->fired);
    search->failed  = memory_get(result_claims(engine), sizeof *search->failed);
    search->next    = memory_get(1, engine->world_size);
    search->started = search->told = process_now();
    if (!worlds_start(&search->worlds, engine->world_size, search->limits.memory))
        return false;
    engine_start(engine, search->next);
    if (worlds_add(&search->worlds, search->next, (struct worlds_link){0, 0}) != WORLDS_NEW)
        return false;
    search->level_end = 1;
    check_claims(search, 0);
    return true;
}

static void finish(struct search *search)
{
    struct result *result = search->result;
    keep_paths(search);
    clear_progress(search);
    result->states  = search->worlds.count;
    result->bytes   = worlds_bytes(&search->worlds);
    result->seconds = process_now() - search->started;
    worlds_end(&search->worlds);
}

void explore(struct result *result, const struct engine *engine, struct explore_limits limits)
{
    assert(engine->n_claims < 64);
    result_start(result, engine, "explore");
    struct search search = {.engine = engine, .limits = limits, .result = result};
    if (begin(&search)) {
        run(&search);
        finish(&search);
    } else {
        result->cut_by = "memory";
        worlds_end(&search.worlds);
    }
    free(search.fired);
    free(search.failed);
    free(search.next);
}
