/* waves.c - every world of a bound, level by level, on several threads and in few octets. */
#include "waves.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "process.h"
#include "waves_save.h"
#include "waves_tell.h"

/* All threads meet at least so often: to look at the clock, and before room runs out. */
enum { REGION = 1 << 18, ROOM_MIN = 1 << 14, THREADS_MAX = 256,
       WORTH_THREADS = 1024 };

bool waves_can(const struct engine *engine, const struct explore_limits *limits)
{
    return limits->threads > 0 && engine->successors != NULL && !limits->examples &&
           !limits->pairs && !limits->sums && limits->until == 0 && limits->states == 0;
}

bool waves_takes_orbits(const struct engine *engine, const struct explore_limits *limits)
{
    return engine->alike && !limits->apart;
}

struct explore_limits waves_limits(struct explore_limits limits)
{
    if (limits.threads > THREADS_MAX)
        limits.threads = THREADS_MAX;
    if (limits.links == 0)
        limits.links = WAVES_LINKS;
    if (limits.depth == 0 || limits.depth > ROOTS_LEVELS_MAX - 1)
        limits.depth = ROOTS_LEVELS_MAX - 1;
    return limits;
}

/* --- room --- */

uint64_t waves_bytes(const struct waves *waves)
{
    uint64_t bytes = roots_bytes(&waves->roots) + waves->n_links * sizeof *waves->links;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        bytes += halves_bytes(&waves->halves[e]);
    return bytes;
}

uint64_t waves_pinned(const struct waves *waves)
{
    const struct engine *engine = waves->engine;
    if (!waves->limits.pinned)
        return 0;
    return waves->alike ? engine->pinned_orbits : engine->pinned_states;
}

static uint64_t bytes_left(const struct waves *waves)
{
    uint64_t bytes = waves_bytes(waves);
    return waves->limits.memory > bytes ? waves->limits.memory - bytes : 0;
}

/* What a new world takes at the most beside its place in the table. */
static uint64_t bytes_of_new(const struct waves *waves)
{
    return sizeof *waves->roots.order + ENGINE_ENDS * waves->engine->half_size;
}

/* So many new worlds there could be before all meet again: those of one world, and of some more
 * where that is a small part of the memory. */
static uint64_t room_wanted(const struct waves *waves)
{
    uint64_t least = waves->engine->n_choices;
    uint64_t some  = waves_lesser(ROOM_MIN, waves->limits.memory / 32 / bytes_of_new(waves));
    return some > least ? some : least;
}

/* So many worlds there is memory for, if the rest grows with the table as it did so far. */
static uint64_t worlds_at_rate(const struct waves *waves)
{
    double table  = (double)(roots_slots(&waves->roots) * sizeof *waves->roots.slots);
    double worlds = (double)waves->roots.count;
    double beside = ((double)waves_bytes(waves) - table) / worlds;
    return (uint64_t)((double)waves->limits.memory / (beside + roots_bytes_each));
}

/* Half as many again as there are; at once all, where they were counted. As memory becomes scarce,
 * in small steps, and no more than there is memory for. */
static uint64_t worlds_wanted(const struct waves *waves)
{
    const struct roots *roots = &waves->roots;
    uint64_t count = roots->count + room_wanted(waves), want = count + count / 2;
    uint64_t rated = worlds_at_rate(waves), pinned = waves_pinned(waves) + 2 * room_wanted(waves);
    if (pinned > want && pinned < rated)
        want = pinned;
    if (want > rated)
        want = rated > count + count / 16 ? rated : count + count / 16;
    uint64_t beside = room_wanted(waves) * bytes_of_new(waves), left = bytes_left(waves);
    left            = left > beside ? left - beside : 0;
    return waves_lesser(want, roots_worlds_in(left + roots_slots(roots) * sizeof *roots->slots));
}

/* The last table is hardly larger than the one before: it is not worth it to move all for less. */
static bool grow_roots(struct waves *waves)
{
    uint64_t count = waves->roots.count, wanted = count + room_wanted(waves);
    if (roots_room(&waves->roots) >= room_wanted(waves))
        return true;
    uint64_t want = worlds_wanted(waves);
    return want >= wanted && want - count >= count / 64 &&
           roots_grow(&waves->roots, want, waves->limits.threads);
}

/* Of one set, in a world. */
static unsigned halves_a_world(const struct waves *waves)
{
    return waves->alike ? ENGINE_ENDS : 1;
}

static bool grow_halves(struct waves *waves)
{
    uint64_t more = room_wanted(waves) * halves_a_world(waves), growth = 0;
    for (unsigned e = 0; e < ENGINE_ENDS; e += halves_a_world(waves))
        growth += halves_growth(waves->sets[e], more);
    return growth <= bytes_left(waves) && halves_grow(waves->sets[0], more) &&
           halves_grow(waves->sets[1], more);
}

/* Where worlds are only looked at nothing is added. */
static struct waves_room room_of(const struct waves *waves)
{
    if (waves->looking)
        return (struct waves_room){UINT64_MAX, {UINT64_MAX, UINT64_MAX}};
    return (struct waves_room){
        waves_lesser(roots_room(&waves->roots), bytes_left(waves) / bytes_of_new(waves)),
        {halves_room(waves->sets[0]) / halves_a_world(waves),
         halves_room(waves->sets[1]) / halves_a_world(waves)}};
}

/* Room for all that one world can lead to; false: there is none. */
static bool make_room(struct waves *waves)
{
    if (!grow_halves(waves) || !grow_roots(waves))
        return false;
    struct waves_room room = room_of(waves);
    return waves_least(&room) >= waves->engine->n_choices;
}

/* --- levels --- */

static uint64_t level_end(const struct waves *waves)
{
    return waves->levels[waves->level + 1];
}

/* Enters the next level; false where there is none. */
static bool next_level(struct waves *waves)
{
    if (waves->roots.count == level_end(waves))
        return false;
    waves->level++;
    waves->levels[waves->level + 1] = waves->roots.count;
    waves->linked  = !waves->alike && level_end(waves) <= waves->limits.links;
    waves->looking = waves->looking || waves->level >= waves->limits.depth;
    waves->result->depth = waves->level;
    return true;
}

/* --- threads --- */

/* Few worlds, or room for few, are not worth a thread; and with links their order matters. */
static unsigned threads_for(const struct waves *waves, const struct waves_room *room)
{
    unsigned threads = waves->limits.threads;
    bool     worth   = waves->pause - waves->at >= WORTH_THREADS &&
                       waves_least(room) / threads >= waves->engine->n_choices;
    return worth && !waves->linked ? threads : 1;
}

void waves_together(struct waves *waves, unsigned threads, waves_job *job)
{
    pthread_t ids[THREADS_MAX];
    unsigned  started = 1;
    while (started < threads &&
           pthread_create(&ids[started], NULL, job, &waves->workers[started]) == 0)
        started++;
    job(&waves->workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(ids[i], NULL);
}

static void expand_region(struct waves *waves)
{
    struct waves_room room = room_of(waves);
    waves->pause           = waves_lesser(waves->at + REGION, level_end(waves));
    unsigned threads       = threads_for(waves, &room);
    waves->share           = (struct waves_room){room.worlds / threads,
                                                 {room.halves[0] / threads, room.halves[1] / threads}};
    waves_together(waves, threads, waves_work);
    waves->at = waves_lesser(waves->at, waves->pause);
    if (waves_bytes(waves) > waves->most)
        waves->most = waves_bytes(waves);
    if (!waves->linked)
        roots_drop(&waves->roots, waves->n_links, waves->at);
}

double waves_seconds(const struct waves *waves)
{
    return process_now() - waves->started + waves->before;
}

/* --- checkpoints --- */

static void save(struct waves *waves)
{
    const char *file = waves->limits.checkpoint.file;
    if (file == NULL)
        return;
    waves_gather(waves);
    if (!waves_save(waves))
        fprintf(stderr, "eleven explore: cannot write '%s': %s\n", file, strerror(errno));
    waves->saved = process_now();
}

static void save_in_time(struct waves *waves, double now)
{
    if (now - waves->saved > waves->limits.checkpoint.every)
        save(waves);
}

/* What has run out, or NULL. */
static const char *look_up(struct waves *waves)
{
    double now = process_now();
    waves_tell(waves, now);
    waves->result->interrupted = process_interrupted();
    if (waves->result->interrupted)
        return "interrupt";
    save_in_time(waves, now);
    double limit = waves->limits.seconds;
    return limit > 0 && now - waves->started > limit ? "time" : NULL;
}

/* --- the search --- */

/* Each world is looked at, and expanded where that is allowed. */
static const char *run(struct waves *waves)
{
    const char *cut = NULL;
    while (cut == NULL && (waves->at < level_end(waves) || next_level(waves))) {
        if (!make_room(waves))
            cut = "memory";
        else
            expand_region(waves);
        if (cut == NULL)
            cut = look_up(waves);
    }
    if (cut != NULL)
        save(waves);
    return cut == NULL && waves->looking ? "depth" : cut;
}

/* What was found until memory ran out stands: the worlds that could not be expanded are looked at.
 * */
static void look_at_rest(struct waves *waves)
{
    waves->looking = true;
    do
        expand_region(waves);
    while (waves->at < level_end(waves) || next_level(waves));
}

static void begin_waiting(struct waves_worker *worker, size_t half_size)
{
    worker->octets = memory_get(WAVES_AT_ONCE * ENGINE_ENDS, half_size);
    for (size_t i = 0; i < WAVES_AT_ONCE; i++)
        for (size_t e = 0; e < ENGINE_ENDS; e++)
            worker->waiting[i].halves[e] = worker->octets + (ENGINE_ENDS * i + e) * half_size;
}

static void begin_counts(struct waves_worker *worker, const struct engine *engine)
{
    size_t cells = (size_t)engine->n_rows * engine->n_states;
    for (unsigned i = 0; i < WAVES_COUNTS; i++) {
        worker->counts[i].fired = memory_get(cells, sizeof(uint64_t));
        worker->counts[i].ends  = memory_get(engine->n_legal_ends, sizeof(uint64_t));
    }
    worker->sink.fired = worker->counts[WAVES_ONCE].fired;
}

static void begin_workers(struct waves *waves)
{
    const struct engine *engine = waves->engine;
    waves->workers              = memory_get(waves->limits.threads, sizeof *waves->workers);
    for (unsigned i = 0; i < waves->limits.threads; i++) {
        struct waves_worker *worker = &waves->workers[i];
        worker->waves               = waves;
        worker->world               = memory_get(1, engine->world_size);
        begin_waiting(worker, engine->half_size);
        begin_counts(worker, engine);
        worker->seen                = memory_get(result_claims(engine), sizeof *worker->seen);
        worker->spares[0].number = worker->spares[1].number = HALVES_NONE;
    }
}

static void add_initial(struct waves *waves)
{
    const struct engine *engine = waves->engine;
    struct waves_worker *worker = &waves->workers[0];
    void                *halves[ENGINE_ENDS];
    uint32_t             numbers[ENGINE_ENDS];
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves[e] = memory_get(1, engine->half_size);
    engine_start(engine, worker->world);
    engine->halve(worker->world, halves);
    for (unsigned e = 0; e < ENGINE_ENDS; e++) {
        numbers[e] = halves_add(waves->sets[e], halves[e],
                                halves_hash(halves[e], engine->half_size), &worker->spares[e]);
        free(halves[e]);
    }
    assert(!waves->alike || numbers[0] == numbers[1]);
    worker->once = 1;
    roots_add(&waves->roots, roots_key(numbers), 0);
    roots_keep(&waves->roots, &worker->news, roots_key(numbers));
    roots_flush(&waves->roots, &worker->news);
    waves->links[waves->n_links++] = (struct worlds_link){0, 0};
    waves->levels[1]               = 1;
    waves->linked                  = !waves->alike;
}

static bool begin(struct waves *waves)
{
    uint64_t memory = waves->limits.memory, worlds = memory / sizeof(uint64_t) + 1;
    size_t   half   = waves->engine->half_size;
    uint64_t halves = waves_lesser(memory / half + 1, ROOTS_HALVES_MAX);
    waves->started = waves->told = waves->saved = process_now();
    waves->levels = memory_get(ROOTS_LEVELS_MAX + 1, sizeof *waves->levels);
    begin_workers(waves);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        waves->sets[e] = &waves->halves[waves->alike ? 0 : e];
    waves->links = worlds_reserve(worlds * sizeof *waves->links);
    return waves->links != NULL && roots_start(&waves->roots, ROOM_MIN, worlds) &&
           halves_start(&waves->halves[0], half, halves) &&
           halves_start(&waves->halves[1], half, halves) && waves_bytes(waves) < memory;
}

static void end(struct waves *waves)
{
    for (unsigned i = 0; i < waves->limits.threads; i++) {
        free(waves->workers[i].world);
        free(waves->workers[i].octets);
        for (unsigned c = 0; c < WAVES_COUNTS; c++) {
            free(waves->workers[i].counts[c].fired);
            free(waves->workers[i].counts[c].ends);
        }
        free(waves->workers[i].seen);
    }
    worlds_release(waves->links, (waves->limits.memory / sizeof(uint64_t) + 1) * sizeof *waves->links);
    roots_end(&waves->roots);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves_end(&waves->halves[e]);
    free(waves->workers);
    free(waves->levels);
}

/* --- what was found --- */

static void move_sums(uint64_t *to, uint64_t *from, size_t count, unsigned times)
{
    for (size_t i = 0; i < count; i++) {
        to[i] += times * from[i];
        from[i] = 0;
    }
}

/* To what counts once; as often as it counts. */
static void move_counts(const struct engine *engine, struct waves_count *to, struct waves_count *from,
                        unsigned times)
{
    move_sums(to->fired, from->fired, (size_t)engine->n_rows * engine->n_states, times);
    move_sums(to->ends, from->ends, engine->n_legal_ends, times);
    move_sums(&to->transitions, &from->transitions, 1, times);
    move_sums(&to->overflows, &from->overflows, 1, times);
}

static bool is_before(const struct waves_sighting *a, const struct waves_sighting *b)
{
    return a->level < b->level || (a->level == b->level && a->index < b->index);
}

/* The first of what the workers saw goes to worker 0, as do all counts. */
static void gather(struct waves *waves, struct waves_worker *worker)
{
    const struct engine *engine = waves->engine;
    struct waves_worker *first  = &waves->workers[0];
    struct waves_count  *all    = &first->counts[WAVES_ONCE];
    if (worker != first) {
        move_counts(engine, all, &worker->counts[WAVES_ONCE], 1);
        move_sums(&first->once, &worker->once, 1, 1);
    }
    move_counts(engine, all, &worker->counts[WAVES_TWICE], 2);
    first->premises |= worker->premises;
    first->violated |= worker->violated;
    first->lopsided |= worker->lopsided;
    for (unsigned i = 0; i < result_claims(engine); i++)
        if (worker->seen[i].found &&
            (!first->seen[i].found || is_before(&worker->seen[i], &first->seen[i])))
            first->seen[i] = worker->seen[i];
}

void waves_gather(struct waves *waves)
{
    for (unsigned i = 0; i < waves->limits.threads; i++)
        gather(waves, &waves->workers[i]);
}

static void give_counts(struct waves *waves)
{
    const struct engine *engine = waves->engine;
    struct result       *result = waves->result;
    struct waves_worker *first  = &waves->workers[0];
    struct waves_count  *all    = &first->counts[WAVES_ONCE];
    uint64_t             kept   = waves->roots.count;
    result->states              = 2 * kept - first->once;
    result->orbits              = waves->alike ? kept : 0;
    result->bytes               = waves->most;
    result->transitions         = all->transitions;
    result->overflows           = all->overflows;
    move_sums(result->fired, all->fired, (size_t)engine->n_rows * engine->n_states, 1);
    move_sums(result->ends, all->ends, engine->n_legal_ends, 1);
    for (unsigned i = 0; i < engine->n_claims; i++)
        result->claims[i].premise = (first->premises >> i & 1) != 0;
}

static void finish(struct waves *waves)
{
    struct result *result = waves->result;
    waves_gather(waves);
    give_counts(waves);
    for (unsigned i = 0; i < result_claims(waves->engine); i++) {
        if (!waves->workers[0].seen[i].found)
            continue;
        result->claims[i].violated = result_claim_kind(waves->engine, i) == CLAIM_ALWAYS;
        result->claims[i].path     = waves_way(waves, i);
    }
    result->seconds = waves_seconds(waves);
    waves_told(waves);
    result_check_overflows(result);
    if (waves->workers[0].lopsided)
        text_add(&result->error, "%sits legal ends tell A from B: search it with --no-symmetry",
                 result->error.length > 0 ? "; " : "");
}

/* The first world, or all that a search before this one found. */
static bool begin_worlds(struct waves *waves)
{
    const char *resume = waves->limits.checkpoint.resume;
    if (resume == NULL)
        add_initial(waves);
    else if (!waves_load(waves))
        text_add(&waves->result->error, "the checkpoint '%s' is damaged, or cut short", resume);
    return waves->result->error.length == 0;
}

static void search(struct waves *waves)
{
    struct result *result = waves->result;
    result->cut_by        = run(waves);
    if (result->cut_by != NULL && strcmp(result->cut_by, "memory") == 0)
        look_at_rest(waves);
    finish(waves);
}

void waves_search(struct result *result, const struct engine *engine,
                  const struct explore_limits *limits)
{
    struct waves waves = {.engine = engine, .limits = waves_limits(*limits), .result = result,
                          .alike = waves_takes_orbits(engine, limits)};
    if (!begin(&waves))
        result->cut_by = "memory";
    else if (begin_worlds(&waves))
        search(&waves);
    end(&waves);
}
