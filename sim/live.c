/* live.c - claims of liveness under SPIN; see live.h. */
#include "live.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "spin.h"

static bool is_live(const struct result *result, unsigned claim)
{
    return result_claim_kind(result->engine, claim) == CLAIM_EVENTUALLY &&
           result_is_asked(result, claim);
}

bool live_is_asked(const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (is_live(result, i))
            return true;
    return false;
}

/* --- a run, made again --- */

enum { NEVER = -1 };

struct run {
    const struct engine *engine; /* whose moves they are */
    unsigned             claim;  /* that it is to violate */
    long                 since[ENGINE_ENDS]; /* moves made when it began to wait; NEVER: it does not */
    unsigned             denied; /* processes with a move in every world where it goes round */
    void                *world;  /* where it is */
    void                *next;   /* room for another */
};

static void look(struct run *run, long made)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        uint64_t from, reached;
        run->engine->goals(run->world, end, &from, &reached);
        if ((reached >> run->claim & 1) != 0)
            run->since[end] = NEVER;
        else if (run->since[end] == NEVER && (from >> run->claim & 1) != 0)
            run->since[end] = made;
    }
}

/* Bit p: it is made by process p; 0: by the adversary. */
static unsigned process_bit(const struct run *run, unsigned move)
{
    unsigned process = run->engine->process_of(move);
    return process < ENGINE_PROCESSES ? 1U << process : 0;
}

/* Takes out the processes that have no move here. */
static void keep_denied(struct run *run)
{
    unsigned enabled = 0;
    for (unsigned move = 0; move < run->engine->n_choices; move++)
        if ((process_bit(run, move) & ~enabled) != 0 &&
            run->engine->move(run->world, move, run->next, NULL))
            enabled |= process_bit(run, move);
    run->denied &= enabled;
}

/* Makes the moves; false where one is not enabled, or the loop does not come back. */
static bool go(struct run *run, const struct path *path)
{
    size_t stem = path->count - path->loop, size = run->engine->world_size;
    void  *back = memory_get(1, size);
    bool   good = true;
    engine_start(run->engine, run->world);
    look(run, 0);
    for (size_t i = 0; good && i <= path->count; i++) {
        if (i == stem)
            memcpy(back, run->world, size);
        if (i >= stem)
            keep_denied(run);
        if (i == path->count)
            break;
        if (i >= stem)
            run->denied &= ~process_bit(run, path->moves[i]);
        good = run->engine->move(run->world, path->moves[i], run->next, NULL);
        memcpy(run->world, run->next, good ? size : 0);
        look(run, (long)i + 1);
    }
    good = good && memcmp(back, run->world, size) == 0;
    free(back);
    return good;
}

/* A run that ends goes round where it ends, with no moves. */
bool live_violates(const struct engine *engine, const struct path *path, unsigned claim)
{
    void      *worlds = memory_get(2, engine->world_size);
    struct run run    = {engine, claim, {NEVER, NEVER}, (1U << ENGINE_PROCESSES) - 1, worlds,
                         (char *)worlds + engine->world_size};
    bool       good   = go(&run, path) && run.denied == 0;
    bool       waits  = false;
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        waits = waits || (run.since[end] != NEVER &&
                          run.since[end] <= (long)(path->count - path->loop));
    free(worlds);
    return good && waits;
}

/* --- pan, run --- */

static void read_trail(struct result *result, const struct pan_search *search, unsigned claim)
{
    struct claim_result  *found = &result->claims[claim];
    struct process_result replay;
    if (!pan_replay(search, 1, &replay))
        return;
    found->path = spin_moves(text_get(&replay.out));
    if (!live_violates(result->engine, &found->path, claim))
        text_add(&result->error, "the two engines differ: SPIN's run against %s is none in C",
                 result_claim_name(result->engine, claim));
    process_free(&replay);
}

/* What pan says of one claim is taken from a result of its own: rows fire there as often as
 * SPIN had to come by, and its states are no worlds. */
static void take_report(struct result *result, const struct process_result *run, unsigned claim)
{
    struct result runs;
    result_start(&runs, result->engine, "spin");
    if (run->timed_out || run->interrupted)
        runs.cut_by = run->timed_out ? "time" : "interrupt";
    else if (run->exit_code >= 128)
        text_add(&runs.error, "pan was ended by signal %d", run->exit_code - 128);
    else
        spin_read_runs(&runs, claim, text_get(&run->out));
    text_add(&result->error, "%s", text_get(&runs.error));
    result->claims[claim].violated = runs.claims[claim].violated;
    result->claims[claim].premise  = runs.claims[claim].premise;
    result->claims[claim].cut_by   = runs.cut_by;
    result->interrupted            = run->interrupted;
    result_free(&runs);
}

static void search_runs(struct result *result, struct pan_search *search, unsigned claim)
{
    struct process_result run;
    char                  name[32];
    snprintf(name, sizeof name, "claim_%u", claim);
    search->claim = name;
    if (!pan_run(search, &run)) {
        text_add(&result->error, "cannot run pan: %s", strerror(errno));
        return;
    }
    take_report(result, &run, claim);
    if (result->claims[claim].violated)
        read_trail(result, search, claim);
    process_free(&run);
}

enum status live_check(struct result *result, const struct options *options,
                       const struct pan_job *job)
{
    struct pan        pan;
    struct pan_search search  = {&pan, options->depth, options->time, NULL};
    enum status       status  = pan_start(&pan, job);
    double            started = process_now();
    for (unsigned i = 0; i < result->engine->n_claims && status == STATUS_DONE; i++)
        if (is_live(result, i) && result->error.length == 0 && !result->interrupted)
            search_runs(result, &search, i);
    result->seconds += process_now() - started;
    pan_end(&pan);
    return status == STATUS_DONE && result->interrupted ? STATUS_INTERRUPTED : status;
}
