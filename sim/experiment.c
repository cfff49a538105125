/* experiment.c - the course of `eleven explore` and `eleven verify`: build, search, report. */
#include "experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "coverage.h"
#include "grid_search.h"
#include "jobs.h"
#include "models.h"
#include "mutant.h"
#include "path.h"
#include "process.h"
#include "report.h"
#include "states.h"
#include "summary.h"
#include "swarm.h"

/* All that a subcommand works on. */
struct course {
    const struct searcher *searcher; /* which subcommand */
    struct options         options;  /* as given */
    struct experiment     *items;    /* `count` bounds */
    size_t                 count;    /* how many */
    struct report          report;   /* where the verdicts go */
    bool                   headed;   /* its head was written */
};

/* --- status --- */

/* The gravest comes first. */
static enum status graver(enum status a, enum status b)
{
    static const enum status order[] = {STATUS_INTERRUPTED, STATUS_FAILED, STATUS_USAGE,
                                        STATUS_VIOLATED, STATUS_INCOMPLETE};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return STATUS_DONE;
}

static enum status status_of_outcome(enum outcome outcome)
{
    static const enum status statuses[] = {[OUTCOME_HOLDS]      = STATUS_DONE,
                                           [OUTCOME_EXPECTED]   = STATUS_DONE,
                                           [OUTCOME_INCOMPLETE] = STATUS_INCOMPLETE,
                                           [OUTCOME_UNEXPECTED] = STATUS_VIOLATED,
                                           [OUTCOME_VIOLATED]   = STATUS_VIOLATED,
                                           [OUTCOME_ERROR]      = STATUS_FAILED};
    return statuses[outcome];
}

static bool has_result(const struct experiment *item)
{
    return item->result.engine != NULL && item->status != STATUS_FAILED;
}

/* Whether the claim counts: it is asked, and not left out by --trace. */
static bool is_wanted(const struct course *course, const struct result *result, unsigned claim)
{
    const char *trace = course->options.trace;
    return result_is_asked(result, claim) &&
           (trace == NULL || strcmp(trace, result_claim_name(result->engine, claim)) == 0);
}

static enum status status_of(const struct course *course, const struct experiment *item)
{
    enum status status = item->result.interrupted ? STATUS_INTERRUPTED : item->status;
    for (unsigned i = 0; has_result(item) && i < result_claims(item->result.engine); i++)
        if (is_wanted(course, &item->result, i))
            status = graver(status, status_of_outcome(result_outcome(&item->result, i)));
    return status;
}

/* --- progress, for a person at a terminal --- */

static void tell(const char *what, size_t done, size_t count)
{
    if (isatty(STDERR_FILENO) == 1 && done < count)
        fprintf(stderr, "\r%s %zu of %zu\033[K", what, done, count);
}

static void clear(void)
{
    if (isatty(STDERR_FILENO) == 1)
        fputs("\r\033[K", stderr);
}

/* --- building --- */

static void build_one(void *context, size_t index)
{
    struct course     *course = context;
    struct experiment *item   = &course->items[index];
    item->status              = STATUS_INTERRUPTED;
    if (!process_interrupted())
        item->status = build_engine(&item->build, &course->options, item->path, &item->problem);
}

static void tell_built(void *context, size_t index)
{
    struct course *course = context;
    tell("engines made:", index + 1, course->count);
}

/* A mistake in the table is the same for every bound: it is told once, for the first. */
static enum status build_all(struct course *course)
{
    struct jobs jobs = {build_one, tell_built, course, course->count};
    tell("engines made:", 0, course->count);
    build_one(course, 0);
    if (course->items[0].status == STATUS_DONE && course->count > 1) {
        for (size_t i = 0; i < course->count; i++)
            text_free(&course->items[i].problem);
        build_free(&course->items[0].build);
        jobs_run(&jobs, course->options.jobs);
    }
    clear();
    for (size_t i = 0; i < course->count; i++) {
        fputs(text_get(&course->items[i].problem), stderr);
        text_free(&course->items[i].problem);
        if (course->items[i].status != STATUS_DONE)
            return course->items[i].status;
        report_fit(&course->report, course->items[i].build.engine);
    }
    return STATUS_DONE;
}

/* --- searching --- */

static void search_one(void *context, size_t index)
{
    struct course     *course = context;
    struct experiment *item   = &course->items[index];
    item->status              = STATUS_INTERRUPTED;
    if (!process_interrupted()) {
        item->status = STATUS_DONE;
        course->searcher->search(item, &course->options);
    }
}

/* With --trace there is nothing but the runs, unless they are objects of the table; with
 * --states nothing but matrices. */
static bool prints_table(const struct course *course)
{
    return (course->options.trace == NULL && !course->options.states) || course->options.json;
}

/* The head stands above the first line, so not where there is none. */
static void report_line(struct course *course, const struct result *result)
{
    if (!course->headed)
        report_head(&course->report, result->engine);
    course->headed = true;
    report_result(&course->report, result);
}

static void report_one(void *context, size_t index)
{
    struct course     *course = context;
    struct experiment *item   = &course->items[index];
    clear();
    fputs(text_get(&item->problem), stderr);
    if (has_result(item) && prints_table(course))
        report_line(course, &item->result);
    else if (has_result(item) && course->options.states)
        states_print(course->report.out, &item->result, course->options.state_counts);
    tell("bounds searched:", index + 1, course->count);
}

static void search_all(struct course *course)
{
    struct jobs jobs = {search_one, report_one, course, course->count};
    tell("bounds searched:", 0, course->count);
    jobs_run(&jobs, course->searcher->parallel ? course->options.jobs : 1);
}

/* --- after the table --- */

/* Of many bounds only what was not expected is told, move by move. */
static bool is_told(const struct course *course, const struct result *result, unsigned claim)
{
    enum outcome outcome = result_outcome(result, claim);
    return course->options.trace != NULL || outcome == OUTCOME_VIOLATED ||
           (outcome == OUTCOME_EXPECTED && course->count == 1);
}

static enum status print_run(const struct course *course, const struct result *result,
                             unsigned claim)
{
    FILE              *out  = course->report.out;
    const struct path *path = &result->claims[claim].path;
    if (!is_wanted(course, result, claim) || !is_told(course, result, claim))
        return STATUS_DONE;
    if (path->moves == NULL) {
        if (course->options.trace != NULL)
            fprintf(out, "%s: %s: %s: there is no run to show\n", result->engine->bound,
                    result_claim_name(result->engine, claim),
                    outcome_name(result_outcome(result, claim)));
        return STATUS_DONE;
    }
    if (course->options.trace == NULL)
        fputs("\n", out);
    return path_print(out, result->engine, path, claim) ? STATUS_DONE : STATUS_FAILED;
}

static enum status print_runs(const struct course *course)
{
    enum status status = STATUS_DONE;
    for (size_t i = 0; i < course->count; i++) {
        const struct result *result = &course->items[i].result;
        if (!has_result(&course->items[i]))
            continue;
        for (unsigned claim = 0; claim < result_claims(result->engine); claim++)
            status = graver(status, print_run(course, result, claim));
    }
    return status;
}

static enum status print_notes(const struct course *course)
{
    enum status status = STATUS_DONE;
    FILE       *notes  = course->options.json ? stderr : course->report.out;
    for (size_t i = 0; i < course->count; i++) {
        const struct experiment *item = &course->items[i];
        if (!has_result(item))
            continue;
        if (!course->options.json)
            report_notes(&course->report, &item->result);
        if (!report_pinned(notes, &item->result) && options_unchanged(&course->options))
            status = graver(status, STATUS_VIOLATED);
    }
    return status;
}

/* The table as it is, in every bound, searched to its end: only then does it mean something
 * that a row never fired, or that a premise was never met. */
static bool is_complete(const struct course *course)
{
    bool complete = course->options.bounds.count == 0 && options_unchanged(&course->options);
    for (size_t i = 0; i < course->count; i++) {
        const struct experiment *item = &course->items[i];
        complete = complete && has_result(item) && result_is_complete(&item->result);
    }
    return complete;
}

/* The claims over all bounds. One that says nothing in any of them is an error. */
static enum status print_summary(const struct course *course)
{
    struct summary summary = {memory_get(course->count, sizeof *summary.results), 0};
    enum status    status  = STATUS_DONE;
    for (size_t i = 0; i < course->count; i++)
        if (has_result(&course->items[i]))
            summary.results[summary.count++] = &course->items[i].result;
    if (summary.count > 1 && !course->options.json)
        summary_print(course->report.out, &summary);
    if (is_complete(course) && summary_vacuous(stderr, &summary) > 0)
        status = STATUS_FAILED;
    free(summary.results);
    return status;
}

static enum status print_coverage(const struct course *course)
{
    struct coverage coverage = {0};
    for (size_t i = 0; i < course->count; i++) {
        const struct experiment *item = &course->items[i];
        if (!has_result(item))
            continue;
        coverage_add(&coverage, &item->result);
        if (course->options.json)
            coverage_print_json(course->report.out, &item->result);
    }
    if (!course->options.json) {
        fputs("\n", course->report.out);
        coverage_print(course->report.out, &coverage);
    }
    bool lacking = is_complete(course) &&
                   (coverage_never(&coverage) > 0 || coverage_refuted(&coverage) > 0);
    coverage_free(&coverage);
    return lacking ? STATUS_VIOLATED : STATUS_DONE;
}

/* --- the whole --- */

/* Of a family the members that sweep nothing are there for something else. */
static bool is_swept(const struct course *course, const struct experiment *item)
{
    return item->build.engine->n_knobs > 0 || course->count == 1;
}

static enum status sweep_all(struct course *course)
{
    enum status status = STATUS_DONE;
    struct text lines  = {0};
    for (size_t i = 0; i < course->count; i++) {
        struct experiment *item = &course->items[i];
        if (!is_swept(course, item))
            continue;
        status = graver(status, grid_search(course->report.out, item->build.engine, &course->options,
                                            &lines, &item->problem));
        fputs(text_get(&item->problem), stderr);
        if (!course->options.json)
            fputs("\n", course->report.out);
        fflush(course->report.out);
    }
    if (!course->options.json)
        fprintf(course->report.out, "in short:\n%s", text_get(&lines));
    text_free(&lines);
    return status;
}

/* Says so where no bound asks for the claim of --trace. */
static bool is_asked_somewhere(const struct course *course)
{
    for (size_t i = 0; i < course->count; i++) {
        const struct engine *engine = course->items[i].build.engine;
        for (unsigned claim = 0; claim < result_claims(engine); claim++)
            if (strcmp(course->options.trace, result_claim_name(engine, claim)) == 0 &&
                (claim == engine->n_claims || engine->claims[claim].asked))
                return true;
    }
    fprintf(stderr, "eleven: no bound here looks at a claim '%s'\n", course->options.trace);
    return false;
}

static void tell_search(FILE *out, const char *bound, const char *directory)
{
    struct text script = {0}, word = {0};
    text_add(&script, "%s/search.sh", directory);
    text_add_word(&word, text_get(&script));
    fprintf(out, "A search of %s, which is no proof. To begin it:  sh %s\n", bound, text_get(&word));
    text_free(&script);
    text_free(&word);
}

static enum status write_swarm(struct course *course)
{
    struct experiment *item   = &course->items[0];
    const char        *to     = course->options.swarm;
    enum status        status = swarm(item->build.engine, &course->options, item->path, &item->problem);
    fputs(text_get(&item->problem), stderr);
    if (status == STATUS_DONE)
        tell_search(course->report.out, item->build.engine->bound, to);
    return status;
}

static enum status run(struct course *course)
{
    enum status status = build_all(course);
    if (status != STATUS_DONE)
        return status;
    if (course->options.sweep)
        return sweep_all(course);
    if (course->options.swarm != NULL)
        return write_swarm(course);
    if (course->options.trace != NULL && !is_asked_somewhere(course))
        return STATUS_USAGE;
    search_all(course);
    for (size_t i = 0; i < course->count; i++)
        status = graver(status, status_of(course, &course->items[i]));
    if (course->options.states)
        return status;
    if (!course->options.json && course->options.trace != NULL)
        return graver(status, print_runs(course));
    status = graver(status, print_notes(course));
    if (!course->options.json)
        status = graver(status, print_runs(course));
    status = graver(status, print_summary(course));
    if (course->options.coverage)
        status = graver(status, print_coverage(course));
    return status;
}

static void free_all(struct course *course, struct string_list *paths)
{
    for (size_t i = 0; i < course->count; i++) {
        result_free(&course->items[i].result);
        text_free(&course->items[i].problem);
        build_free(&course->items[i].build);
    }
    free(course->items);
    models_free(paths);
    options_free(&course->options);
}

/* The bounds asked for, or that of the mutant, or all. */
static enum status find_bounds(const struct options *options, struct string_list *paths,
                               struct text *problem)
{
    struct mutant mutant;
    if (options->sweep && options->bounds.count == 1 && options->mutant == NULL)
        return models_family(paths, &model_bounds, options->bounds.items[0], problem);
    if (options->mutant == NULL || options->bounds.count > 0)
        return models_list(paths, &model_bounds, &options->bounds, problem);
    enum status status = mutant_read(&mutant, options->mutant, problem);
    if (status == STATUS_DONE) {
        const struct string_list its_bound = {&mutant.facts[MUTANT_BOUND], 1};
        status = models_list(paths, &model_bounds, &its_bound, problem);
    }
    mutant_free(&mutant);
    return status;
}

static enum status find_and_run(struct course *course)
{
    struct string_list paths   = {0};
    struct text        problem = {0};
    enum status        status  = find_bounds(&course->options, &paths, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    course->count  = paths.count;
    course->items  = memory_get(paths.count, sizeof *course->items);
    course->report = report_start(stdout, course->options.json);
    course->report.each = course->count == 1 || course->options.claims;
    course->report.only = course->options.trace;
    for (size_t i = 0; i < paths.count; i++)
        course->items[i].path = paths.items[i];
    if (status == STATUS_DONE)
        status = run(course);
    free_all(course, &paths);
    return status;
}

enum status experiments(const struct searcher *searcher, int argc, char **argv)
{
    struct course course = {.searcher = searcher};
    process_guard();
    if (!options_read(&course.options, argc, argv)) {
        options_free(&course.options);
        return STATUS_USAGE;
    }
    if (course.options.help) {
        fputs(searcher->help, stdout);
        options_free(&course.options);
        return STATUS_DONE;
    }
    if (course.options.memory == 0 && course.options.sweep)
        course.options.memory = GRID_MEMORY;
    if (course.options.memory == 0 && course.options.swarm != NULL)
        course.options.memory = SWARM_MEMORY;
    if (course.options.memory == 0)
        course.options.memory = options_memory(searcher->parallel ? course.options.jobs : 1);
    return find_and_run(&course);
}
