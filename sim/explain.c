/* explain.c - from a question to the run that answers it; see explain.h. */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"
#include "follow.h"
#include "guide.h"
#include "models.h"
#include "nearest.h"
#include "path.h"
#include "replay.h"
#include "verify.h"

static const double shorten_seconds = 60; /* where --time says nothing */

enum status explain_build(struct explanation *x, const struct options *options,
                          const char *bound, struct text *problem)
{
    enum status status = models_find(x->bound_path, &model_bounds, bound, problem);
    if (status == STATUS_DONE)
        status = build_engine(&x->build, options, x->bound_path, problem);
    return status;
}

/* ---------------------------------------------------------------- the run of a path */

/* The claims that the world after the last move violates, a bit each. */
static uint64_t violated_claims(const struct engine *engine, const struct path *path)
{
    void    *world    = memory_get(1, engine->world_size);
    uint64_t premises = 0;
    path_walk(engine, path, world);
    uint64_t violated = engine->violated(world, &premises);
    free(world);
    return violated;
}

/* What a run is about when nobody says it: the first claim that its last world violates. */
static uint32_t violated_claim(const struct engine *engine, const struct path *path)
{
    uint64_t violated = violated_claims(engine, path);
    for (uint32_t claim = 0; claim < engine->n_claims; claim++)
        if ((violated >> claim & 1) != 0)
            return claim;
    return RUN_NO_CLAIM;
}

/* What a shell is told to make the run again. */
static void add_command(struct explanation *x, const struct options *options, uint32_t claim)
{
    struct text decisions = {0}, question = {0};
    replay_add(&decisions, x->build.engine, &x->path);
    text_add(&question, "%s", options->bounds.items[0]);
    if (claim != violated_claim(x->build.engine, &x->path))
        text_add(&question, ":%s", result_claim_name(x->build.engine, claim));
    text_add(&x->command, "eleven explain");
    text_add_argument(&x->command, text_get(&question));
    text_free(&question);
    options_add_changes(&x->command, options);
    text_add_argument(&x->command, "--replay");
    text_add_argument(&x->command, text_get(&decisions));
    text_free(&decisions);
}

static void start_run(struct run *run, const struct engine *engine)
{
    *run = (struct run){.names = follow_names(engine), .bound = engine->bound,
                        .text = engine->text, .assumptions = engine->assumptions,
                        .command = "", .seq_bits = engine->seq_bits,
                        .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP};
}

static bool make_run(struct run *run, const struct engine *engine, const struct path *path)
{
    start_run(run, engine);
    if (path->loop > 0)
        run->loop = (uint32_t)(path->count - path->loop);
    return follow(engine, path, (struct trace_sink){run_put, run}) == path->count;
}

/* The same decisions with the table as it is. A bound that the changed table alone can have, or
 * a decision that is not possible with ours, ends the comparison there: nothing is wrong. */
static enum status make_base(struct explanation *x, const struct options *options)
{
    struct text    decisions = {0}, unheard = {0};
    struct path    path      = {0};
    struct diag    diag;
    struct options base      = {.values = options->values};
    if (options_unchanged(options) || x->lost)
        return STATUS_DONE;
    enum status status = build_engine(&x->base_build, &base, x->bound_path, &unheard);
    if (status == STATUS_DONE) {
        replay_add(&decisions, x->build.engine, &x->path);
        replay_read(&path, x->base_build.engine, text_get(&decisions), &diag);
        path.loop = 0;
        make_run(&x->base, x->base_build.engine, &path);
    }
    free(path.moves);
    text_free(&decisions);
    text_free(&unheard);
    return status == STATUS_INTERRUPTED ? status : STATUS_DONE;
}

/* The run is one against the claim: a run that passes can be set beside it. */
static bool is_broken(const struct engine *engine, uint32_t claim)
{
    return claim != RUN_NO_CLAIM && result_claim_kind(engine, claim) != CLAIM_WITNESS;
}

static enum status tell_run(struct explanation *x, const struct options *options, uint32_t claim,
                            struct text *problem)
{
    const struct engine *engine = x->build.engine;
    if (!make_run(&x->run, engine, &x->path)) {
        text_add(problem, "eleven: the two engines differ: move %u of the run is not enabled in C\n",
                 x->run.n_steps + 1);
        return STATUS_FAILED;
    }
    add_command(x, options, claim);
    x->run.command = text_get(&x->command);
    x->run.claim   = claim;
    if (is_broken(engine, claim) && nearest(&x->near_path, engine, &x->path, claim))
        make_run(&x->near, engine, &x->near_path);
    enum status status = process_interrupted() ? STATUS_INTERRUPTED : make_base(x, options);
    uint32_t    turn   = x->base.n_records > 0 ? run_difference(&x->run, &x->base) : 0;
    x->run.turn        = turn <= x->run.n_steps ? turn : 0;
    return status;
}

/* ---------------------------------------------------------------- the ways to a path */

static bool find_claim(const struct engine *engine, const char *name, unsigned *claim)
{
    for (*claim = 0; *claim < result_claims(engine); (*claim)++)
        if (strcmp(result_claim_name(engine, *claim), name) == 0)
            return true;
    return false;
}

static enum status no_claim(const struct engine *engine, const char *name, struct text *problem)
{
    text_add(problem, "eleven: no claim '%s' in bound %s; there are:", name, engine->bound);
    for (unsigned i = 0; i < result_claims(engine); i++)
        text_add(problem, " %s", result_claim_name(engine, i));
    text_add(problem, "\n");
    return STATUS_USAGE;
}

static enum status no_run(const struct result *result, unsigned claim, struct text *problem)
{
    const char *name = result_claim_name(result->engine, claim);
    if (result->error.length > 0) {
        text_add(problem, "eleven: %s\n", text_get(&result->error));
        return STATUS_FAILED;
    }
    if (result->interrupted)
        return STATUS_INTERRUPTED;
    if (result->cut_by != NULL || result->claims[claim].cut_by != NULL) {
        text_add(problem, "eleven: no run about %s was found before the search was cut short: %s\n",
                 name, result->cut_by != NULL ? result->cut_by : result->claims[claim].cut_by);
        return STATUS_INCOMPLETE;
    }
    if (!result_is_asked(result, claim))
        text_add(problem, "eleven: the bound %s does not look at %s\n", result->engine->bound, name);
    else if (result_claim_kind(result->engine, claim) == CLAIM_WITNESS)
        text_add(problem, "eleven: no run in %s shows %s\n", result->engine->bound, name);
    else
        text_add(problem, "eleven: %s holds in %s: there is no run to explain\n", name,
                 result->engine->bound);
    return STATUS_VIOLATED;
}

/* The searcher's path to the claim, which is the explanation's from then on. */
static enum status take_path(struct explanation *x, struct result *result, unsigned claim,
                             struct text *problem)
{
    struct path *found = &result->claims[claim].path;
    if (found->moves == NULL || !result_is_asked(result, claim))
        return no_run(result, claim, problem);
    free(x->path.moves);
    x->path = *found;
    *found  = (struct path){0};
    return STATUS_DONE;
}

static enum status search(struct explanation *x, const struct engine *engine,
                          const struct options *options, unsigned claim, struct text *problem)
{
    struct result         result;
    struct explore_limits limits = {.memory = options->memory, .seconds = options->time,
                                    .depth = options->depth, .until = UINT64_C(1) << claim};
    explore(&result, engine, limits);
    enum status status = take_path(x, &result, claim, problem);
    result_free(&result);
    return status;
}

/* SPIN's trail need not be short: it only says how deep the explorer has to look. */
static enum status search_with_spin(struct explanation *x, const struct options *options,
                                    unsigned claim, struct text *problem)
{
    struct result  result;
    struct options limited = *options;
    enum status    status = verify(&result, x->build.engine, options, x->bound_path, problem);
    if (status == STATUS_DONE)
        status = take_path(x, &result, claim, problem);
    result_free(&result);
    if (status != STATUS_DONE)
        return status;
    struct path trail = x->path;
    x->path           = (struct path){0};
    limited.depth     = trail.loop > 0 ? options->depth : trail.count + 1;
    status            = search(x, x->build.engine, &limited, claim, problem);
    fprintf(stderr, "eleven: SPIN's trail has %zu moves, the shortest run %zu\n", trail.count,
            x->path.count);
    free(trail.moves);
    return status;
}

/* With SPIN, the run that is told was made by both engines. */
static enum status tell(struct explanation *x, const struct options *options, uint32_t claim,
                        bool spin, struct text *problem)
{
    enum status status = STATUS_DONE;
    if (spin)
        status = guide(x->build.engine, &x->path, options, x->bound_path, problem);
    return status == STATUS_DONE ? tell_run(x, options, claim, problem) : status;
}

/* The run that shows the witness with the table as it is; then what becomes of the same decisions,
 * as far as they are possible. */
static enum status search_lost(struct explanation *x, const struct options *options, unsigned claim,
                               struct text *problem)
{
    struct text    decisions = {0};
    struct diag    unheard;
    struct options base   = {.values = options->values};
    enum status    status = build_engine(&x->base_build, &base, x->bound_path, problem);
    if (status == STATUS_DONE)
        status = search(x, x->base_build.engine, options, claim, problem);
    if (status != STATUS_DONE)
        return status;
    make_run(&x->base, x->base_build.engine, &x->path);
    replay_add(&decisions, x->base_build.engine, &x->path);
    free(x->path.moves);
    replay_read(&x->path, x->build.engine, text_get(&decisions), &unheard);
    text_free(&decisions);
    x->lost = true;
    return STATUS_DONE;
}

static enum status find_path(struct explanation *x, const struct options *options, unsigned claim,
                             bool spin, struct text *problem)
{
    const struct engine *engine  = x->build.engine;
    struct text          missing = {0};
    enum status          status  = spin ? search_with_spin(x, options, claim, &missing)
                                        : search(x, engine, options, claim, &missing);
    bool can_be_lost = result_claim_kind(engine, claim) == CLAIM_WITNESS && !options_unchanged(options);
    if (status == STATUS_VIOLATED && can_be_lost)
        status = search_lost(x, options, claim, problem);
    else
        text_add(problem, "%s", text_get(&missing));
    text_free(&missing);
    return status;
}

enum status explain_claim(struct explanation *x, const struct options *options,
                          const char *name, bool spin, struct text *problem)
{
    const struct engine *engine = x->build.engine;
    unsigned             claim  = 0;
    if (!find_claim(engine, name, &claim))
        return no_claim(engine, name, problem);
    enum status status = find_path(x, options, claim, spin, problem);
    return status == STATUS_DONE ? tell(x, options, claim, spin, problem) : status;
}

/* ---------------------------------------------------------------- the run of a trail */

static enum status not_of_trail(const struct engine *engine, uint64_t claims, const char *name,
                                struct text *problem)
{
    text_add(problem, "eleven: the last world of the trail does not violate %s, but:", name);
    for (unsigned i = 0; i < result_claims(engine); i++)
        if ((claims >> i & 1) != 0)
            text_add(problem, " %s", result_claim_name(engine, i));
    text_add(problem, "\n");
    return STATUS_USAGE;
}

/* A shorter run, if the explorer finds one soon: of a bound for which such a search was made it may not
 * be able to look at all. */
static void shorten(struct explanation *x, const struct options *options, unsigned claim)
{
    struct text    unheard = {0};
    struct options limited = *options;
    size_t         steps   = x->path.count;
    limited.depth          = steps;
    limited.time           = options->time > 0 ? options->time : shorten_seconds;
    search(x, x->build.engine, &limited, claim, &unheard);
    fprintf(stderr, "eleven: SPIN's trail has %zu moves, the run that is told %zu\n", steps, x->path.count);
    text_free(&unheard);
}

enum status explain_trail(struct explanation *x, const struct options *options, const char *name,
                          const char *file, bool spin, struct text *problem)
{
    const struct engine *engine = x->build.engine;
    unsigned             claim  = 0;
    uint64_t             claims = 0;
    if (!find_claim(engine, name, &claim))
        return no_claim(engine, name, problem);
    enum status status = verify_trail(&x->path, &claims, engine, options, x->bound_path, file, problem);
    if (status == STATUS_DONE && (claims >> claim & 1) == 0)
        status = not_of_trail(engine, claims, name, problem);
    if (status != STATUS_DONE)
        return status;
    shorten(x, options, claim);
    return process_interrupted() ? STATUS_INTERRUPTED : tell(x, options, claim, spin, problem);
}

static void add_diag(struct text *problem, const struct diag *diag)
{
    char  *lines = NULL;
    size_t size  = 0;
    FILE  *file  = open_memstream(&lines, &size);
    if (file == NULL)
        return;
    diag_print(file, diag);
    fclose(file);
    text_add_bytes(problem, lines, size);
    free(lines);
}

static bool is_same_path(const struct path *a, const struct path *b)
{
    return a->count == b->count && a->loop == b->loop
           && (a->count == 0 || memcmp(a->moves, b->moves, a->count * sizeof *a->moves) == 0);
}

/* Whether the run is one about a claim that its last world does not violate only the search can
 * tell: it must find this one. */
static enum status replay_claim(struct explanation *x, const struct options *options,
                                const char *name, bool spin, struct text *problem)
{
    struct path given = x->path;
    x->path           = (struct path){0};
    enum status status = explain_claim(x, options, name, spin, problem);
    if (status == STATUS_DONE && !is_same_path(&given, &x->path)) {
        text_add(problem, "eleven: this is not the run that is found about %s; leave out ':%s' to see it as "
                 "a run\n", name, name);
        status = STATUS_USAGE;
    }
    free(given.moves);
    return status;
}

/* Whether the last world of the run violates the claim of that name, and which claim that is. */
static bool is_violated(const struct engine *engine, const struct path *path, const char *name,
                        unsigned *claim)
{
    return find_claim(engine, name, claim) && *claim < engine->n_claims
           && (violated_claims(engine, path) >> *claim & 1) != 0;
}

enum status explain_replay(struct explanation *x, const struct options *options, const char *claim,
                           const char *replay, bool spin, struct text *problem)
{
    const struct engine *engine = x->build.engine;
    unsigned             number = 0;
    struct diag          diag;
    if (!replay_read(&x->path, engine, replay, &diag)) {
        add_diag(problem, &diag);
        return STATUS_USAGE;
    }
    if (claim == NULL)
        return tell(x, options, violated_claim(engine, &x->path), spin, problem);
    if (is_violated(engine, &x->path, claim, &number))
        return tell(x, options, number, spin, problem);
    return replay_claim(x, options, claim, spin, problem);
}

struct run_beside explain_beside(const struct explanation *x)
{
    if (x->lost)
        return (struct run_beside){ &x->base, "the same with the table as it is",
                                    run_difference(&x->run, &x->base) };
    if (x->near.n_records > 0)
        return (struct run_beside){ &x->near, "the nearest run that passes",
                                    run_common(&x->run, &x->near) + 1 };
    return (struct run_beside){ NULL, "", 0 };
}

const struct run *explain_base(const struct explanation *x)
{
    return x->base.n_records > 0 ? &x->base : NULL;
}

void explain_free(struct explanation *x)
{
    run_free(&x->run);
    run_free(&x->near);
    run_free(&x->base);
    free(x->path.moves);
    free(x->near_path.moves);
    text_free(&x->command);
    build_free(&x->build);
    build_free(&x->base_build);
}
