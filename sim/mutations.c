/* mutations.c - every mutation of the table, and the check that notices it; see mutations.h. */
#include "mutations.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "jobs.h"
#include "models.h"
#include "process.h"

enum {
    SECONDS_MAX = 120,     /* of one search: a broken table may be far larger */
    MEMORY_MAX  = 1 << 29, /* bytes of it */
    NO_ROW      = 0xffff   /* of a mutation that changes no row */
};

/* The work of one set of threads. */
struct batch {
    struct campaign *campaign;
    struct trial    *trial;   /* NULL: fsmc is asked */
    unsigned        *numbers; /* of the mutations, from 1 */
    size_t           count;   /* how many */
};

/* --- the engines --- */

static void build_one(void *context, size_t index)
{
    struct campaign *campaign = context;
    struct trial    *trial    = &campaign->trials[index];
    trial->status             = STATUS_INTERRUPTED;
    if (!process_interrupted())
        trial->status =
            build_make(&trial->build, &campaign->options, trial->path, &trial->problem);
}

static int by_moves(const void *a, const void *b)
{
    const struct trial *one = a, *two = b;
    return (one->moves > two->moves) - (one->moves < two->moves);
}

/* The smallest bounds first. */
static enum status sort_trials(struct campaign *campaign, struct text *problem)
{
    for (size_t i = 0; i < campaign->count; i++) {
        struct trial *trial = &campaign->trials[i];
        if (build_load(&trial->build, problem) != STATUS_DONE)
            return STATUS_FAILED;
        trial->moves = trial->build.engine->pinned_transitions;
        build_unload(&trial->build);
    }
    qsort(campaign->trials, campaign->count, sizeof *campaign->trials, by_moves);
    return STATUS_DONE;
}

static enum status build_all(struct campaign *campaign, struct text *problem)
{
    const struct jobs jobs = {build_one, NULL, campaign, campaign->count};
    jobs_run(&jobs, campaign->jobs);
    for (size_t i = 0; i < campaign->count; i++)
        if (campaign->trials[i].status != STATUS_DONE) {
            text_add(problem, "%s", text_get(&campaign->trials[i].problem));
            return campaign->trials[i].status;
        }
    return sort_trials(campaign, problem);
}

static enum status start_findings(struct campaign *campaign, struct text *problem)
{
    campaign->names    = campaign->trials[0].build;
    enum status status = build_load(&campaign->names, problem);
    if (status != STATUS_DONE)
        return status;
    const struct engine *engine = campaign->names.engine;
    campaign->n_findings        = engine->n_mutations;
    campaign->findings          = memory_get(engine->n_mutations, sizeof *campaign->findings);
    for (unsigned i = 0; i < engine->n_mutations; i++)
        campaign->findings[i].name = engine->mutations[i].name;
    return STATUS_DONE;
}

enum status mutations_start(struct campaign *campaign, const struct string_list *names,
                            struct text *problem)
{
    enum status status      = models_list(&campaign->paths, &model_bounds, names, problem);
    campaign->options.every = true;
    if (status != STATUS_DONE)
        return status;
    campaign->count  = campaign->paths.count;
    campaign->trials = memory_get(campaign->count, sizeof *campaign->trials);
    for (size_t i = 0; i < campaign->count; i++)
        campaign->trials[i].path = campaign->paths.items[i];
    status = build_all(campaign, problem);
    return status == STATUS_DONE ? start_findings(campaign, problem) : status;
}

void mutations_free(struct campaign *campaign)
{
    for (unsigned i = 0; i < campaign->n_findings; i++) {
        text_free(&campaign->findings[i].how);
        text_free(&campaign->findings[i].cut);
    }
    for (size_t i = 0; i < campaign->count; i++) {
        text_free(&campaign->trials[i].problem);
        build_free(&campaign->trials[i].build);
    }
    build_free(&campaign->names);
    free(campaign->findings);
    free(campaign->trials);
    models_free(&campaign->paths);
}

/* --- one mutation in one bound --- */

static struct result search(const struct engine *engine, unsigned number, uint64_t states)
{
    struct result               result;
    const struct explore_limits limits = {
        .memory = MEMORY_MAX, .seconds = SECONDS_MAX, .states = states, .sums = true};
    engine->mutate(number);
    explore(&result, engine, limits);
    engine->mutate(0);
    return result;
}

/* A claim that is not as it was. */
static bool compare_claims(struct text *how, const struct result *was, const struct result *now)
{
    const struct engine *engine = was->engine;
    for (unsigned i = 0; i < result_claims(engine); i++) {
        enum verdict verdict = result_verdict(now, i);
        if (!result_is_asked(now, i) || verdict == result_verdict(was, i) ||
            verdict == VERDICT_INCOMPLETE)
            continue;
        text_add(how, "claim\t%s in %s: %s", result_claim_name(engine, i), engine->bound,
                 verdict_name(verdict));
        return true;
    }
    return false;
}

/* Counts that are not as they were; of a search that was cut short, what is too much. */
static bool compare_counts(struct text *how, const struct result *was, const struct result *now)
{
    bool complete = result_is_complete(now);
    bool more     = now->states > was->states || now->transitions > was->transitions;
    bool other    = now->states != was->states || now->transitions != was->transitions ||
                 now->moves_sum != was->moves_sum;
    if (!more && !(complete && other))
        return false;
    text_add(how, "counts\t%s: ", was->engine->bound);
    if (now->states == was->states && now->transitions == was->transitions)
        text_add(how, "as many transitions, but others");
    else
        text_add(how, "%s%" PRIu64 " states, %" PRIu64 " transitions", complete ? "" : "more than ",
                 now->states, now->transitions);
    return true;
}

static void try_one(void *context, size_t index)
{
    const struct batch  *batch   = context;
    const struct result *was     = &batch->trial->was;
    unsigned             number  = batch->numbers[index];
    struct finding      *finding = &batch->campaign->findings[number - 1];
    if (process_interrupted())
        return;
    struct result now = search(was->engine, number, 2 * was->states + 1000);
    if (!now.interrupted && !compare_claims(&finding->how, was, &now) &&
        !compare_counts(&finding->how, was, &now) && !result_is_complete(&now))
        text_add(&finding->cut, " %s", was->engine->bound);
    result_free(&now);
}

/* --- what may matter where --- */

static bool has_fired(const struct result *was, unsigned row, unsigned state)
{
    return was->fired[result_index(was->engine, row, state)] > 0;
}

/* Some row of the same group was asked in that state: then a wider guard may have held. */
static bool was_asked(const struct result *was, const struct engine_mutation *mutation)
{
    const struct engine_row *rows = was->engine->rows;
    const struct engine_row *its  = &rows[mutation->row];
    for (unsigned i = 0; i < was->engine->n_rows; i++)
        if (rows[i].step == its->step && strcmp(rows[i].event, its->event) == 0 &&
            has_fired(was, i, mutation->state))
            return true;
    return false;
}

/* Rows of a spontaneous event need not fire where they are asked. */
static bool may_matter(const struct result *was, unsigned number)
{
    const struct engine_mutation *mutation = &was->engine->mutations[number - 1];
    bool wider = strncmp(mutation->name, "negate:", 7) == 0 ||
                 strncmp(mutation->name, "edge:", 5) == 0;
    return mutation->row == NO_ROW || has_fired(was, mutation->row, mutation->state) ||
           (wider && was_asked(was, mutation)) ||
           (wider && strcmp(was->engine->rows[mutation->row].event, "transmit") == 0);
}

/* --- all of them --- */

static void tell(void *context, size_t index)
{
    const struct batch   *batch    = context;
    const struct finding *finding  = &batch->campaign->findings[batch->numbers[index] - 1];
    if (finding->how.length > 0)
        batch->campaign->tell(batch->campaign, finding);
}

static void ask_fsmc(void *context, size_t index)
{
    const struct batch *batch   = context;
    struct finding     *finding = &batch->campaign->findings[batch->numbers[index] - 1];
    struct options      options = batch->campaign->options;
    struct text         nothing = {0}, problem = {0};
    options.mutation            = finding->name;
    if (!process_interrupted() &&
        build_generate(&nothing, &options, "--check", NULL, &problem) == STATUS_USAGE) {
        const char *error = strstr(text_get(&problem), "error: ");
        error             = error != NULL ? error + strlen("error: ") : text_get(&problem);
        text_add(&finding->how, "fsmc\t%.*s", (int)strcspn(error, "\n"), error);
    }
    text_free(&nothing);
    text_free(&problem);
}

static void select_sought(struct batch *batch)
{
    const struct campaign *campaign = batch->campaign;
    for (unsigned n = 1; n <= campaign->n_findings; n++) {
        const struct finding *finding = &campaign->findings[n - 1];
        if (finding->sought && finding->how.length == 0 &&
            (batch->trial == NULL || may_matter(&batch->trial->was, n)))
            batch->numbers[batch->count++] = n;
    }
}

static bool is_any_left(const struct campaign *campaign)
{
    for (unsigned i = 0; i < campaign->n_findings; i++)
        if (campaign->findings[i].sought && campaign->findings[i].how.length == 0)
            return true;
    return false;
}

/* NULL: asks fsmc. */
static void run_batch(struct campaign *campaign, struct trial *trial)
{
    struct batch batch = {campaign, trial, memory_get(campaign->n_findings, sizeof(unsigned)), 0};
    select_sought(&batch);
    const struct jobs jobs = {trial == NULL ? ask_fsmc : try_one, tell, &batch, batch.count};
    jobs_run(&jobs, campaign->jobs);
    free(batch.numbers);
}

/* What was not searched to its end cannot be compared with. */
static enum status fail_whole(const struct trial *trial, struct text *problem)
{
    text_add(problem, "eleven: the table as it is cannot be searched in '%s': %s\n",
             trial->build.engine->bound,
             trial->was.cut_by != NULL ? trial->was.cut_by : text_get(&trial->was.error));
    return STATUS_FAILED;
}

static enum status run_trial(struct campaign *campaign, struct trial *trial, struct text *problem)
{
    enum status status = build_load(&trial->build, problem);
    if (status != STATUS_DONE)
        return status;
    trial->was = search(trial->build.engine, 0, 0);
    if (process_interrupted())
        status = STATUS_INTERRUPTED;
    else if (!result_is_complete(&trial->was))
        status = fail_whole(trial, problem);
    else
        run_batch(campaign, trial);
    result_free(&trial->was);
    build_unload(&trial->build);
    return status;
}

enum status mutations_run(struct campaign *campaign, struct text *problem)
{
    enum status status = STATUS_DONE;
    run_batch(campaign, NULL);
    for (size_t i = 0; i < campaign->count && is_any_left(campaign) && status == STATUS_DONE; i++)
        status = run_trial(campaign, &campaign->trials[i], problem);
    return status == STATUS_DONE && process_interrupted() ? STATUS_INTERRUPTED : status;
}
