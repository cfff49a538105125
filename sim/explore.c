/* explore.c - every world of a bound, breadth first: so each example is a shortest one. */
#include "explore.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "lasso.h"
#include "process.h"
#include "recover.h"
#include "states.h"
#include "waves.h"

enum { LOOK_UP_EVERY = 1024 }; /* worlds between two looks at the clock and the signals */

/* Where a row fired first, a claim failed first, or a witness was seen first. */
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
    struct graph          graph;    /* the moves between them, where a claim is of runs */
    bool                  has_graph; /* it is kept */
    struct sighting         *fired;    /* as result.fired */
    struct sighting         *seen;     /* by claim */
    void                 *next;     /* room for one world */
    double                started;  /* process_now() */
    double                told;     /* when progress was last told */
};

/* --- the way to a world --- */

/* The way to a world, and one more move where there is one. */
static struct path way_to(const struct worlds *worlds, struct sighting place, bool with_move)
{
    size_t      length = worlds_way(worlds, place.world, NULL);
    struct path path   = {.moves = memory_get(length + 1, sizeof *path.moves),
                          .count = length + with_move};
    worlds_way(worlds, place.world, path.moves);
    if (with_move)
        path.moves[length] = place.move;
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
        if (search->seen[i].found)
            result->claims[i].path = way_to(&search->worlds, search->seen[i], false);
}

/* --- one world --- */

static void see(struct search *search, unsigned claim, uint64_t world)
{
    if (!search->seen[claim].found)
        search->seen[claim] = (struct sighting){true, (uint32_t)world, 0};
}

static void violate(struct search *search, unsigned claim, uint64_t world)
{
    search->result->claims[claim].violated = true;
    see(search, claim, world);
}

/* Each world is looked at once, when it is new. */
static void check_claims(struct search *search, uint64_t world)
{
    uint64_t premises = 0;
    uint64_t violated = search->engine->violated(worlds_get(&search->worlds, world), &premises);
    for (unsigned i = 0; i < search->engine->n_claims; i++) {
        if (!result_is_asked(search->result, i))
            continue;
        if ((premises >> i & 1) != 0) {
            search->result->claims[i].premise = true;
            if (search->engine->claims[i].kind == CLAIM_WITNESS)
                see(search, i, world);
        }
        if ((violated >> i & 1) != 0)
            violate(search, i, world);
    }
}

static void look_at(struct search *search, uint64_t world)
{
    check_claims(search, world);
    if (search->result->pairs != NULL)
        states_count(search->result, worlds_get(&search->worlds, world));
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
 * and given, and which timers it started, of which a world knows only that they run. The sum over all
 * transitions does not depend on the order in which they were found. */
static uint64_t number_of(const struct search *search, uint64_t from, unsigned move,
                          const struct engine_step *step)
{
    uint64_t number = from + worlds_hash(search->next, search->engine->world_size) * 3 + move +
                      ((uint64_t)step->started << 32) + ((uint64_t)step->delivered << 48) +
                      ((uint64_t)step->n_told << 56);
    return worlds_hash(step->told, step->n_told) ^ worlds_hash(&number, sizeof number);
}

/* False when there is no room for a new world. */
static bool add(struct search *search, const struct engine_step *step, unsigned move)
{
    struct worlds_link link = {(uint32_t)search->at, move};
    uint32_t           target;
    enum worlds_added  kind = worlds_add(&search->worlds, search->next, link, &target);
    if (kind == WORLDS_NEW)
        look_at(search, target);
    return kind != WORLDS_FULL &&
           (!search->has_graph || graph_add(&search->graph, target, move, step));
}

static bool expand(struct search *search)
{
    const struct engine *engine = search->engine;
    const void          *world  = worlds_get(&search->worlds, search->at);
    uint64_t             from   = search->limits.sums ? worlds_hash(world, engine->world_size) : 0;
    bool                 is_end = true, room = true;
    for (unsigned move = 0; move < engine->n_choices && room; move++) {
        struct engine_step step;
        if (!engine->move(world, move, search->next, &step))
            continue;
        is_end = false;
        count_step(search, &step, move);
        if (search->limits.sums)
            search->result->moves_sum += number_of(search, from, move, &step);
        room = add(search, &step, move);
    }
    if (is_end)
        check_end(search, search->at);
    return room && (!search->has_graph || graph_close(&search->graph));
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

/* Each claim that was asked about has its run. */
static bool is_answered(const struct search *search)
{
    for (unsigned i = 0; i < result_claims(search->engine); i++)
        if ((search->limits.until >> i & 1) != 0 && !search->seen[i].found)
            return false;
    return search->limits.until != 0;
}

static bool has_enough(const struct search *search)
{
    return search->limits.states > 0 && search->worlds.count > search->limits.states;
}

/* The worlds of level `depth` are those below level_end; their successors make the next one.
 * With a limit of N, worlds that lie N moves away are seen but not expanded. */
static void run(struct search *search)
{
    const char *cut = NULL;
    while (cut == NULL && search->at < search->worlds.count && !is_answered(search)) {
        if (search->at == search->level_end && !next_level(search))
            break;
        if (search->at % LOOK_UP_EVERY == 0)
            cut = look_up(search);
        if (cut == NULL && !expand(search))
            cut = "memory";
        if (cut == NULL && has_enough(search))
            cut = "states";
        search->at++;
    }
    if (cut == NULL && search->at < search->worlds.count)
        cut = "depth";
    search->result->cut_by = cut;
}

/* --- claims of runs, when all worlds are known --- */

typedef void find_run(struct claim_result *found, const struct graph_question *question);

/* What looks for a run that violates a claim of this kind; NULL: worlds are enough. */
static find_run *finder_of(enum engine_claim_kind kind)
{
    static find_run *const finders[] = {[CLAIM_ALWAYS]      = NULL,
                                        [CLAIM_EVENTUALLY]  = lasso_find,
                                        [CLAIM_RECOVERABLE] = recover_find,
                                        [CLAIM_WITNESS]     = NULL};
    return finders[kind];
}

/* A claim that needs the graph; only those that were asked about, where some were. */
static bool needs_graph(const struct search *search, unsigned claim)
{
    uint64_t until = search->limits.until;
    return result_is_asked(search->result, claim) && (until == 0 || (until >> claim & 1) != 0) &&
           finder_of(search->engine->claims[claim].kind) != NULL;
}

static bool wants_graph(const struct search *search)
{
    for (unsigned i = 0; i < search->engine->n_claims; i++)
        if (needs_graph(search, i))
            return true;
    return false;
}

static void check_runs(struct search *search)
{
    double limit = search->limits.seconds;
    for (unsigned i = 0; i < search->engine->n_claims && search->has_graph; i++) {
        struct graph_question question = {&search->graph, i,
                                          limit > 0 ? search->started + limit : 0};
        struct claim_result  *found    = &search->result->claims[i];
        if (!needs_graph(search, i))
            continue;
        finder_of(search->engine->claims[i].kind)(found, &question);
        if (found->cut_by != NULL && strcmp(found->cut_by, "interrupt") == 0)
            search->result->interrupted = true;
    }
}

/* --- the whole --- */

static bool begin(struct search *search)
{
    const struct engine *engine = search->engine;
    size_t               cells  = (size_t)engine->n_rows * engine->n_states;
    search->fired   = memory_get(cells, sizeof *search->fired);
    search->seen    = memory_get(result_claims(engine), sizeof *search->seen);
    search->next    = memory_get(1, engine->world_size);
    search->started = search->told = process_now();
    if (!worlds_start(&search->worlds, engine->world_size, search->limits.memory))
        return false;
    search->has_graph = wants_graph(search);
    if (search->has_graph && !graph_start(&search->graph, engine, &search->worlds))
        return false;
    uint32_t first;
    engine_start(engine, search->next);
    if (worlds_add(&search->worlds, search->next, (struct worlds_link){0, 0}, &first) != WORLDS_NEW)
        return false;
    search->level_end = 1;
    look_at(search, 0);
    return true;
}

static void finish(struct search *search)
{
    struct result *result = search->result;
    keep_paths(search);
    check_runs(search);
    clear_progress(search);
    result->bytes   = worlds_bytes(&search->worlds);
    if (search->worlds.most > result->bytes)
        result->bytes = search->worlds.most;
    result->states  = search->worlds.count;
    result->seconds = process_now() - search->started;
    result_check_overflows(result);
}

bool explore_can_save(const struct engine *engine, const struct explore_limits *limits)
{
    struct result result;
    struct search search = {.engine = engine, .limits = *limits, .result = &result};
    result_start(&result, engine, "explore");
    bool can = waves_can(engine, limits) && !wants_graph(&search);
    result_free(&result);
    return can;
}

void explore(struct result *result, const struct engine *engine, struct explore_limits limits)
{
    assert(engine->n_claims < 64);
    result_start(result, engine, "explore");
    if (limits.pairs)
        states_start(result);
    struct search search = {.engine = engine, .limits = limits, .result = result};
    if (waves_can(engine, &limits) && !wants_graph(&search)) {
        waves_search(result, engine, &limits);
        return;
    }
    if (begin(&search)) {
        run(&search);
        finish(&search);
    } else {
        result->cut_by = "memory";
    }
    graph_end(&search.graph);
    worlds_end(&search.worlds);
    free(search.fired);
    free(search.seen);
    free(search.next);
}
