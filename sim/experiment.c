/* experiment.c - the course of `eleven explore` and `eleven verify`: build, search, report. */
#include "experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "coverage.h"
#include "jobs.h"
#include "models.h"
#include "mutant.h"
#include "path.h"
#include "process.h"
#include "report.h"
#include "sweep.h"

/* All that a subcommand works on. */
struct course {
    const struct searcher *searcher; /* which subcommand */
    struct options         options;  /* as given */
    struct experiment     *items;    /* `count` bounds */
    size_t                 count;    /* how many */
    struct report          report;   /* where the verdicts go */
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

static enum status status_of_verdict(enum verdict verdict)
{
    static const enum status statuses[] = {[VERDICT_HOLDS]      = STATUS_DONE,
                                           [VERDICT_VIOLATED]   = STATUS_VIOLATED,
                                           [VERDICT_INCOMPLETE] = STATUS_INCOMPLETE,
                                           [VERDICT_ERROR]      = STATUS_FAILED};
    return statuses[verdict];
}

static bool has_result(const struct experiment *item)
{
    return item->result.engine != NULL && item->status != STATUS_FAILED;
}

static enum status status_of(const struct experiment *item)
{
    enum status status = item->result.interrupted ? STATUS_INTERRUPTED : item->status;
    for (unsigned i = 0; has_result(item) && i < result_claims(item->result.engine); i++)
        status = graver(status, status_of_verdict(result_verdict(&item->result, i)));
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

static void report_one(void *context, size_t index)
{
    struct course     *course = context;
    struct experiment *item   = &course->items[index];
    clear();
    fputs(text_get(&item->problem), stderr);
    if (has_result(item))
        report_result(&course->report, &item->result);
    tell("bounds searched:", index + 1, course->count);
}

static void search_all(struct course *course)
{
    struct jobs jobs = {search_one, report_one, course, course->count};
    report_head(&course->report, course->items[0].build.engine);
    fflush(course->report.out);
    tell("bounds searched:", 0, course->count);
    jobs_run(&jobs, course->searcher->parallel ? course->options.jobs : 1);
}

/* --- after the table --- */

static enum status print_violations(FILE *out, const struct result *result)
{
    enum status status = STATUS_DONE;
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        if (!result->claims[i].violated || result->claims[i].path.moves == NULL)
            continue;
        fputs("\n", out);
        if (!path_print(out, result->engine, &result->claims[i].path, i))
            status = STATUS_FAILED;
    }
    return status;
}

static enum status print_more(const struct course *course)
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
    for (size_t i = 0; i < course->count && !course->options.json; i++)
        if (has_result(&course->items[i]))
            status = graver(status, print_violations(course->report.out, &course->items[i].result));
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

static bool is_met_somewhere(const struct course *course, unsigned claim)
{
    for (size_t i = 0; i < course->count; i++)
        if (!result_is_vacuous(&course->items[i].result, claim))
            return true;
    return false;
}

/* A claim whose premise holds in no world of any bound says nothing: that is an error. */
static enum status print_vacuous(const struct course *course)
{
    enum status          status = STATUS_DONE;
    const struct engine *engine = course->items[0].result.engine;
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (!is_met_somewhere(course, i)) {
            fprintf(stderr, "eleven: the premise of claim '%s' was met in no bound\n",
                    engine->claims[i].name);
            status = STATUS_FAILED;
        }
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

static enum status sweep_all(struct course *course)
{
    enum status status = STATUS_DONE;
    for (size_t i = 0; i < course->count; i++) {
        struct experiment *item = &course->items[i];
        status = graver(status, sweep(course->report.out, item->build.engine, &course->options,
                                      &item->problem));
        fputs(text_get(&item->problem), stderr);
    }
    return status;
}

static enum status run(struct course *course)
{
    enum status status = build_all(course);
    if (status != STATUS_DONE)
        return status;
    if (course->options.sweep)
        return sweep_all(course);
    search_all(course);
    for (size_t i = 0; i < course->count; i++)
        status = graver(status, status_of(&course->items[i]));
    status = graver(status, print_more(course));
    if (course->count > 0 && is_complete(course))
        status = graver(status, print_vacuous(course));
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
    if (course.options.memory == 0)
        course.options.memory = options_memory(searcher->parallel ? course.options.jobs : 1);
    return find_and_run(&course);
}
