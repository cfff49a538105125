/* verify.c - a bound under SPIN: the generated Promela model, its pan, its report. */
#include "verify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "live.h"
#include "pan.h"
#include "path.h"
#include "spin.h"

/* --- trails --- */

static bool is_deadlock(const struct engine *engine, const void *world)
{
    void *next    = memory_get(1, engine->world_size);
    bool  can_move = false;
    for (unsigned move = 0; move < engine->n_choices && !can_move; move++)
        can_move = engine->move(world, move, next, NULL);
    free(next);
    return !can_move && engine->legal_end(world) < 0;
}

/* Bit c: claim c is violated at the end of the path. False where it cannot be walked. */
static bool violated_after(const struct engine *engine, const struct path *path, uint64_t *claims)
{
    void    *world    = memory_get(1, engine->world_size);
    uint64_t premises = 0;
    bool     good     = path_walk(engine, path, world) == path->count;
    *claims           = engine->violated(world, &premises);
    if (is_deadlock(engine, world))
        *claims |= UINT64_C(1) << engine->n_claims;
    free(world);
    return good;
}

/* Gives the path to each claim that it violates and that has none yet. */
static void hand_out(struct result *result, struct path path, uint64_t claims)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        struct claim_result *claim = &result->claims[i];
        if ((claims >> i & 1) == 0 || !claim->violated || claim->path.moves != NULL)
            continue;
        claim->path       = path;
        claim->path.moves = memory_get(path.count + 1, sizeof *path.moves);
        if (path.count > 0)
            memcpy(claim->path.moves, path.moves, path.count * sizeof *path.moves);
    }
}

static void read_trail(struct result *result, const struct pan_search *search, unsigned number)
{
    struct process_result replay;
    uint64_t              claims = 0;
    if (!pan_replay(search, number, &replay))
        return;
    struct path path = spin_moves(text_get(&replay.out));
    if (violated_after(result->engine, &path, &claims))
        hand_out(result, path, claims);
    else
        text_add(&result->error, "the two engines differ: trail %u has a move that is not "
                 "enabled in C", number);
    free(path.moves);
    process_free(&replay);
}

/* The moves of a trail in a file, of the same model; `pan` was started. */
static enum status replay_file(struct path *path, uint64_t *claims, const struct engine *engine,
                               const struct pan *pan, const char *file, struct text *problem)
{
    struct pan_search     search = {.pan = pan};
    struct process_result replay;
    if (!pan_replay_file(&search, file, &replay)) {
        text_add(problem, "eleven: cannot run pan: %s\n", strerror(errno));
        return STATUS_FAILED;
    }
    *path = spin_moves(text_get(&replay.out));
    bool good = path->count > 0 && violated_after(engine, path, claims)
                && strstr(text_get(&replay.out), "not found") == NULL;
    process_free(&replay);
    if (good)
        return STATUS_DONE;
    text_add(problem, "eleven: '%s' is no trail of this bound and table\n", file);
    return STATUS_USAGE;
}

enum status verify_trail(struct path *path, uint64_t *claims, const struct engine *engine,
                         const struct options *options, const char *bound, const char *file,
                         struct text *problem)
{
    struct pan     pan   = {0};
    struct text    model = {0}, error = {0};
    struct pan_job job   = {&model, PAN_WORLDS, 1, options->memory, &error, problem};
    char          *whole = realpath(file, NULL);
    if (whole == NULL) {
        text_add(problem, "eleven: cannot read '%s': %s\n", file, strerror(errno));
        return STATUS_USAGE;
    }
    enum status status = build_generate(&model, options, "--promela", bound, problem);
    if (status == STATUS_DONE)
        status = pan_start(&pan, &job);
    text_add(problem, "%s", text_get(&error));
    if (status == STATUS_DONE)
        status = error.length > 0 ? STATUS_FAILED
                                  : replay_file(path, claims, engine, &pan, whole, problem);
    pan_end(&pan);
    free(whole);
    text_free(&model);
    text_free(&error);
    return status;
}

static bool lacks_path(const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (result->claims[i].violated && result->claims[i].path.moves == NULL)
            return true;
    return false;
}

static void read_trails(struct result *result, const struct pan_search *search, unsigned trails)
{
    for (unsigned i = 1; i <= trails && lacks_path(result) && result->error.length == 0; i++)
        read_trail(result, search, i);
    if (lacks_path(result) && result->error.length == 0 && !process_interrupted())
        text_add(&result->error, "the two engines differ: no trail of a violated claim "
                                 "violates it in C");
}

/* --- pan, run --- */

/* A pan that had to be killed has written nothing that could be read. */
static bool take_report(struct result *result, const struct process_result *run)
{
    bool ended = run->timed_out || run->interrupted;
    bool good  = ended && run->exit_code >= 128;
    if (!good && run->exit_code >= 128)
        text_add(&result->error, "pan was ended by signal %d", run->exit_code - 128);
    else if (!good)
        good = spin_read(result, text_get(&run->out));
    result->interrupted = run->interrupted;
    if (ended)
        result->cut_by = run->timed_out ? "time" : "interrupt";
    return good;
}

static enum status run_pan(struct result *result, const struct pan_search *search)
{
    struct process_result run;
    double                started = process_now();
    if (!pan_run(search, &run)) {
        text_add(&result->error, "cannot run pan: %s", strerror(errno));
        return STATUS_DONE;
    }
    result->seconds = process_now() - started;
    if (take_report(result, &run))
        read_trails(result, search, spin_trails(text_get(&run.out)));
    process_free(&run);
    return result->interrupted ? STATUS_INTERRUPTED : STATUS_DONE;
}

/* --- the whole --- */

static enum status search_worlds(struct result *result, const struct options *options,
                                 const struct pan_job *job)
{
    struct pan        pan;
    struct pan_search search = {&pan, options->depth, options->time, NULL};
    enum status       status = pan_start(&pan, job);
    if (status == STATUS_DONE && result->error.length == 0)
        status = run_pan(result, &search);
    pan_end(&pan);
    return status;
}

/* Runs are looked at when all worlds are known, and none is at fault. */
static enum status search(struct result *result, const struct options *options,
                          struct pan_job *job)
{
    enum status status = search_worlds(result, options, job);
    job->kind          = PAN_RUNS;
    if (status == STATUS_DONE && result_is_complete(result) && live_is_asked(result))
        status = live_check(result, options, job);
    return status;
}

enum status verify(struct result *result, const struct engine *engine,
                   const struct options *options, const char *bound, struct text *problem)
{
    struct text    model = {0};
    struct pan_job job   = {&model,          PAN_WORLDS,     engine->pinned_states,
                            options->memory, &result->error, problem};
    result_start(result, engine, "spin");
    result->kinds = RESULT_ALL_KINDS & ~(1U << CLAIM_RECOVERABLE); /* the explorer's alone */
    enum status status = build_generate(&model, options, "--promela", bound, problem);
    if (status == STATUS_DONE)
        status = search(result, options, &job);
    text_free(&model);
    if (status == STATUS_INTERRUPTED) {
        result->interrupted = true;
        result->cut_by      = "interrupt";
    }
    return status;
}
