/* pan.c - pan, SPIN's verifier of one model: made, and run. */
#include "pan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

enum {
    DEPTH_DEFAULT = 1000000, /* steps of pan's search */
    TABLE_BITS    = 18       /* pan's first hash table: it grows by itself */
};

/* --- made --- */

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

/* How the model is read for each kind. */
static const char *const spin_commands[][5] = {
    [PAN_WORLDS] = {"spin", "-a", "model.pml", NULL},
    [PAN_RUNS]   = {"spin", "-a", "-DLIVE", "model.pml", NULL},
    [PAN_GUIDED] = {"spin", "-a", "-DGUIDED", "model.pml", NULL}};

/* spin -a, in the scratch directory. It can end with 0 after it told of an error. */
static enum status run_spin(const char *scratch, const struct pan_job *job)
{
    struct process_request request = {.argv = spin_commands[job->kind], .directory = scratch};
    struct process_result  result;
    if (!process_run(&request, &result)) {
        text_add(job->error, "cannot run spin: %s", strerror(errno));
        return STATUS_DONE;
    }
    const char *out = text_get(&result.out);
    if (result.exit_code != 0 || strcasestr(out, "error:") != NULL || result.err.length > 0)
        text_add(job->error, "spin -a ended with %d: %s%s", result.exit_code, out,
                 text_get(&result.err));
    enum status status = result.interrupted ? STATUS_INTERRUPTED : STATUS_DONE;
    process_free(&result);
    return status;
}

static enum status make(const char *const *compiler, const char *target,
                        const struct pan_job *job)
{
    char        scratch[PLACE_MAX], file[PLACE_MAX], pan[PLACE_MAX];
    enum status status = build_scratch(scratch, job->problem);
    if (status != STATUS_DONE)
        return status;
    struct process_request compile = {.argv = compiler, .directory = scratch};
    bool written = place_join(file, scratch, "model.pml") && place_join(pan, scratch, "pan") &&
                   text_write(job->model, file);
    status = written ? run_spin(scratch, job) : STATUS_FAILED;
    if (status == STATUS_DONE && job->error->length == 0)
        status = run_on_model(&compile, job->error);
    if (status == STATUS_DONE && job->error->length == 0 && rename(pan, target) != 0)
        status = STATUS_FAILED;
    if (status == STATUS_FAILED)
        text_add(job->problem, "eleven: cannot write in '%s': %s\n", scratch, strerror(errno));
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

/* Its path in the cache: CACHE/HASH.pan. The model is read otherwise for each
 * kind, and the compiler's command may be the same. */
static enum status cached_name(char out[PLACE_MAX], const char *const *compiler,
                               const struct pan_job *job)
{
    char             cache[PLACE_MAX], name[TEXT_HASH_MAX], file[64];
    struct text_hash hash   = text_hash_start();
    enum status      status = hash_spin_version(&hash, job->problem);
    text_hash_add(&hash, text_get(job->model));
    for (size_t i = 0; spin_commands[job->kind][i] != NULL; i++)
        text_hash_add(&hash, spin_commands[job->kind][i]);
    for (size_t i = 0; compiler[i] != NULL; i++)
        text_hash_add(&hash, compiler[i]);
    snprintf(file, sizeof file, "%s.pan", text_hash_name(name, hash));
    if (status != STATUS_DONE || (place_cache(cache) && place_join(out, cache, file)))
        return status;
    text_add(job->problem, "eleven: cannot make its cache: %s\n", strerror(errno));
    return STATUS_FAILED;
}

/* How well the compiler is to do its work: pan.c takes it 2 s at -O0, 6 at -O1 and 35 at -O2, and
 * pan needs 20, 12 and 9 for a million worlds. */
static const char *effort(const struct pan_job *job)
{
    bool few  = job->kind == PAN_GUIDED || (job->worlds != 0 && job->worlds < 200000);
    bool many = job->kind == PAN_WORLDS && 10000000 < job->worlds;
    return few ? "-O0" : many ? "-O2" : "-O1";
}

static enum status find(char pan[PLACE_MAX], const struct pan_job *job)
{
    /* NFAIR makes room for the processes of which fairness is asked. */
    static const char *const kinds[] = {
        [PAN_WORLDS] = "-DSAFETY", [PAN_RUNS] = "-DNFAIR=3", [PAN_GUIDED] = "-DSAFETY"};
    char limit[64];
    snprintf(limit, sizeof limit, "-DMEMLIM=%llu", (unsigned long long)(job->memory >> 20) + 1);
    const char *const more[]   = {effort(job), kinds[job->kind], "-w", "-DNOREDUCE",
                                  "-DCOLLAPSE", "-DAUTO_RESIZE", "-DVECTORSZ=4096", limit,
                                  "-o", "pan", "pan.c", NULL};
    struct text       words    = {0};
    const char      **compiler = build_compiler(&words, more);
    enum status       status   = cached_name(pan, compiler, job);
    if (status == STATUS_DONE && !place_exists(pan))
        status = make(compiler, pan, job);
    free(compiler);
    text_free(&words);
    return status;
}

enum status pan_start(struct pan *pan, const struct pan_job *job)
{
    *pan               = (struct pan){0};
    enum status status = find(pan->path, job);
    if (status == STATUS_DONE && job->error->length == 0)
        status = build_scratch(pan->scratch, job->problem);
    return status;
}

void pan_end(const struct pan *pan)
{
    if (pan->scratch[0] != '\0')
        build_scratch_end(pan->scratch);
}

/* --- run --- */

bool pan_run(const struct pan_search *search, struct process_result *result)
{
    bool runs = search->claim != NULL;
    char depth[32], table[32];
    snprintf(depth, sizeof depth, "-m%llu",
             (unsigned long long)(search->depth > 0 ? search->depth : DEPTH_DEFAULT));
    snprintf(table, sizeof table, "-w%d", TABLE_BITS);
    /* A search of worlds goes on after an error; one of runs ends at a first. */
    const char *const command[] = {search->pan->path, "-e", "-n", depth, table, runs ? "-c1" : "-c0",
                                   runs ? "-a" : NULL, "-f", "-N", search->claim, NULL};
    struct process_request request = {
        .argv = command, .directory = search->pan->scratch, .seconds = search->seconds};
    return process_run(&request, result);
}

/* Every other choice ends where it is made: that is no error. */
bool pan_guide(const struct pan_search *search, const unsigned *moves, size_t count,
               struct process_result *result)
{
    char        file[PLACE_MAX];
    struct text guide = {0};
    for (size_t i = 0; i < count; i++)
        text_add(&guide, "%u\n", moves[i]);
    bool written = place_join(file, search->pan->scratch, "guide") && text_write(&guide, file);
    text_free(&guide);
    const char *const      command[] = {search->pan->path, "-E", "-n", "-c0", "-m1000000", NULL};
    struct process_request request   = {.argv = command, .directory = search->pan->scratch,
                                        .seconds = search->seconds};
    return written && process_run(&request, result);
}

bool pan_replay_file(const struct pan_search *search, const char *path, struct process_result *result)
{
    const char *const      command[] = {search->pan->path, "-r", path, "-S", "-n", "-m1000000", "-w10", NULL};
    struct process_request request   = {.argv = command, .directory = search->pan->scratch};
    return process_run(&request, result);
}

bool pan_replay(const struct pan_search *search, unsigned trail, struct process_result *result)
{
    char option[32];
    snprintf(option, sizeof option, "-r%u", trail);
    const char *const command[] = {search->pan->path, option, "-S", "-n", "-m10000", "-w10",
                                   search->claim != NULL ? "-N" : NULL, search->claim, NULL};
    struct process_request request = {.argv = command, .directory = search->pan->scratch};
    return process_run(&request, result);
}
