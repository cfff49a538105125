/* verify.c - a bound under SPIN: the generated Promela model, its pan, its report. */
#include "verify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "spin.h"
#include "path.h"

enum {
    DEPTH_DEFAULT = 1000000, /* steps of pan's search */
    TABLE_BITS    = 18       /* pan's first hash table: it grows by itself */
};

/* --- pan, made --- */

/* An unusable model is a finding, not a fault of ours: it goes into the result. */
static enum status run_on_model(const struct process_request *request, struct text *error)
{
    struct text said   = {0};
    enum status status = build_run(request, &said);
    if (status == STATUS_FAILED) {
        text_add(error, "%s", text_get(&said));
        status = STATUS_DONE;
    }
    text_free(&said);
    return status;
}

/* spin -a, in the scratch directory. It can end with 0 after it told of an error. */
static enum status run_spin(const char *scratch, struct text *error)
{
    const char *const      command[] = {"spin", "-a", "model.pml", NULL};
    struct process_request request   = {.argv = command, .directory = scratch};
    struct process_result  result;
    if (!process_run(&request, &result)) {
        text_add(error, "cannot run spin: %s", strerror(errno));
        return STATUS_DONE;
    }
    const char *out = text_get(&result.out);
    if (result.exit_code != 0 || strcasestr(out, "error:") != NULL || result.err.length > 0)
        text_add(error, "spin -a ended with %d: %s%s", result.exit_code, out,
                 text_get(&result.err));
    enum status status = result.interrupted ? STATUS_INTERRUPTED : STATUS_DONE;
    process_free(&result);
    return status;
}

static enum status make_pan(const char *const *compiler, const struct text *model,
                            const char *target, struct text *error, struct text *problem)
{
    char        scratch[PLACE_MAX], file[PLACE_MAX], pan[PLACE_MAX];
    enum status status = build_scratch(scratch, problem);
    if (status != STATUS_DONE)
        return status;
    struct process_request compile = {.argv = compiler, .directory = scratch};
    bool written = place_join(file, scratch, "model.pml") && place_join(pan, scratch, "pan") &&
                   text_write(model, file);
    status = written ? run_spin(scratch, error) : STATUS_FAILED;
    if (status == STATUS_DONE && error->length == 0)
        status = run_on_model(&compile, error);
    if (status == STATUS_DONE && error->length == 0 && rename(pan, target) != 0)
        status = STATUS_FAILED;
    if (status == STATUS_FAILED)
        text_add(problem, "eleven: cannot write in '%s': %s\n", scratch, strerror(errno));
    build_scratch_end(scratch);
    return status;
}

static enum status hash_spin_version(struct text_hash *hash, struct text *problem)
{
    const char *const      command[] = {"spin", "-V", NULL};
    struct process_request request   = {.argv = command};
    struct process_result  result;
    if (!process_run(&request, &result)) {
        text_add(problem, "eleven: cannot run 'spin': %s\n", strerror(errno));
        return STATUS_FAILED;
    }
    text_hash_add(hash, text_get(&result.out));
    process_free(&result);
    return STATUS_DONE;
}

/* The pan's path in the cache: CACHE/HASH.pan. */
static enum status cached_name(char out[PLACE_MAX], const struct text *model,
                               const char *const *compiler, struct text *problem)
{
    char             cache[PLACE_MAX], name[TEXT_HASH_MAX], file[64];
    struct text_hash hash   = text_hash_start();
    enum status      status = hash_spin_version(&hash, problem);
    text_hash_add(&hash, text_get(model));
    for (size_t i = 0; compiler[i] != NULL; i++)
        text_hash_add(&hash, compiler[i]);
    snprintf(file, sizeof file, "%s.pan", text_hash_name(name, hash));
    if (status != STATUS_DONE || (place_cache(cache) && place_join(out, cache, file)))
        return status;
    text_add(problem, "eleven: cannot make its cache: %s\n", strerror(errno));
    return STATUS_FAILED;
}

static enum status find_or_make_pan(char pan[PLACE_MAX], const struct text *model,
                                    uint64_t memory, struct text *error, struct text *problem)
{
    char limit[64];
    snprintf(limit, sizeof limit, "-DMEMLIM=%llu", (unsigned long long)(memory >> 20) + 1);
    const char *const more[]   = {"-O2",         "-w",             "-DNOREDUCE",     "-DSAFETY",
                                  "-DCOLLAPSE",  "-DAUTO_RESIZE",  "-DVECTORSZ=4096", limit,
                                  "-o",          "pan",            "pan.c",          NULL};
    struct text       words    = {0};
    const char      **compiler = build_compiler(&words, more);
    enum status       status   = cached_name(pan, model, compiler, problem);
    if (status == STATUS_DONE && !place_exists(pan))
        status = make_pan(compiler, model, pan, error, problem);
    free(compiler);
    text_free(&words);
    return status;
}

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

static void read_trail(struct result *result, const char *pan, const char *scratch,
                       unsigned number)
{
    char option[32];
    snprintf(option, sizeof option, "-r%u", number);
    const char *const      command[] = {pan, option, "-S", "-n", "-m10000", "-w10", NULL};
    struct process_request request   = {.argv = command, .directory = scratch};
    struct process_result  replay;
    uint64_t               claims = 0;
    if (!process_run(&request, &replay))
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

static bool lacks_path(const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (result->claims[i].violated && result->claims[i].path.moves == NULL)
            return true;
    return false;
}

static void read_trails(struct result *result, const char *pan, const char *scratch,
                        unsigned trails)
{
    for (unsigned i = 1; i <= trails && lacks_path(result) && result->error.length == 0; i++)
        read_trail(result, pan, scratch, i);
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

static enum status run_pan(struct result *result, const struct options *options, const char *pan,
                           const char *scratch)
{
    char depth[32], table[32];
    snprintf(depth, sizeof depth, "-m%llu",
             (unsigned long long)(options->depth > 0 ? options->depth : DEPTH_DEFAULT));
    snprintf(table, sizeof table, "-w%d", TABLE_BITS);
    const char *const      command[] = {pan, "-c0", "-e", "-n", depth, table, NULL};
    struct process_request request   = {
          .argv = command, .directory = scratch, .seconds = options->time};
    struct process_result run;
    double                started = process_now();
    if (!process_run(&request, &run)) {
        text_add(&result->error, "cannot run pan: %s", strerror(errno));
        return STATUS_DONE;
    }
    result->seconds = process_now() - started;
    if (take_report(result, &run))
        read_trails(result, pan, scratch, spin_trails(text_get(&run.out)));
    process_free(&run);
    return result->interrupted ? STATUS_INTERRUPTED : STATUS_DONE;
}

enum status verify(struct result *result, const struct engine *engine,
                   const struct options *options, const char *bound, struct text *problem)
{
    char        pan[PLACE_MAX], scratch[PLACE_MAX];
    struct text model = {0};
    result_start(result, engine, "spin");
    result->kinds = 1U << CLAIM_ALWAYS | 1U << CLAIM_WITNESS;
    enum status status = build_generate(&model, options, "--promela", bound, problem);
    if (status == STATUS_DONE)
        status = find_or_make_pan(pan, &model, options->memory, &result->error, problem);
    text_free(&model);
    if (status == STATUS_INTERRUPTED) {
        result->interrupted = true;
        result->cut_by      = "interrupt";
    }
    if (status != STATUS_DONE || result->error.length > 0)
        return status;
    status = build_scratch(scratch, problem);
    if (status != STATUS_DONE)
        return status;
    status = run_pan(result, options, pan, scratch);
    build_scratch_end(scratch);
    return status;
}
