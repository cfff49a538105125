/* grid_search.c - the least value of a knob at which each claim holds; see grid_search.h. */
#include "grid_search.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explore.h"
#include "fit.h"
#include "grid.h"
#include "grid_table.h"
#include "jobs.h"
#include "process.h"

enum {
    KNOBS_MAX = FIT_VARIABLES_MAX + 1,
    CUTS_MAX  = 2 /* a claim is given up after so many searches in a row that left it open */
};

/* --- one point --- */

/* Why a search does not say of a claim that it holds; NULL: it does. */
static const char *why_open(const struct result *result)
{
    if (result->overflows > 0)
        return "capacity";
    return result->states == 0 ? "memory" : result->cut_by;
}

/* A violation settles the smaller values too, those that were left open among them. */
static void violate(struct finding *finding, struct claim_result *claim, unsigned value)
{
    free(finding->below.moves);
    finding->below   = claim->path;
    finding->at      = value;
    finding->open_by = NULL;
    finding->cuts    = 0;
    claim->path      = (struct path){0};
}

/* What a search says of one claim. False: no greater value need be tried. */
static bool judge(struct finding *finding, struct result *result, unsigned claim, unsigned value)
{
    struct claim_result *found = &result->claims[claim];
    const char          *open  = why_open(result);
    finding->premise = finding->premise || found->premise;
    if (found->violated && !path_overflows(result->engine, &found->path)) {
        violate(finding, found, value);
        return true;
    }
    if (open != NULL) {
        finding->open_by = open;
        return ++finding->cuts < CUTS_MAX;
    }
    finding->enough = (int)value;
    return false;
}

/* Which claims of `open` are still to be asked of a greater value. After a search that decided nothing
 * none is: the next one would hardly be smaller. */
static uint64_t take(struct point *point, struct result *result, uint64_t open, unsigned value)
{
    bool decided = why_open(result) == NULL;
    point->states += result->states;
    for (unsigned i = 0; i < result->engine->n_claims; i++)
        decided = decided || ((open >> i & 1) != 0 && result->claims[i].violated);
    for (unsigned i = 0; i < result->engine->n_claims; i++)
        if ((open >> i & 1) != 0 && !judge(&point->findings[i], result, i, value))
            open &= ~(UINT64_C(1) << i);
    return decided ? open : 0;
}

/* One search: to its end, or until every open claim is violated. */
static uint64_t search(struct grid *grid, unsigned point, uint64_t open, unsigned value)
{
    struct engine         set    = grid_setting(grid->engine, point, value);
    struct result         result = {0};
    struct explore_limits limits = {.memory  = grid->options->memory,
                                    .seconds = grid->options->time,
                                    .depth   = grid->options->depth,
                                    .until   = open};
    explore(&result, &set, limits);
    open = take(&grid->points[point], &result, open, value);
    result_free(&result);
    free((void *)(uintptr_t)set.start);
    return open;
}

/* Violated even at the most, unless something was left open above the last violation. */
static void conclude(struct point *point, const struct engine *engine, uint64_t open)
{
    for (unsigned i = 0; i < engine->n_claims; i++) {
        struct finding *finding = &point->findings[i];
        if ((open >> i & 1) == 0)
            continue;
        if (process_interrupted())
            finding->open_by = "interrupt";
        else if (finding->open_by == NULL)
            finding->enough = (int)grid_last(engine)->most + 1;
    }
}

static void run_one(void *context, size_t index)
{
    struct grid              *grid  = context;
    struct point             *point = &grid->points[index];
    const struct engine_knob *last  = grid_last(grid->engine);
    uint64_t                  open  = 0;
    for (unsigned i = 0; i < grid->engine->n_claims; i++) {
        point->findings[i].enough = GRID_UNKNOWN;
        open |= (uint64_t)grid_has(grid->engine, i) << i;
    }
    for (unsigned value = last->least; value <= last->most && open != 0; value++) {
        if (process_interrupted())
            break;
        open = search(grid, (unsigned)index, open, value);
    }
    conclude(point, grid->engine, open);
}

static void tell(void *context, size_t index)
{
    const struct grid *grid = context;
    if (isatty(STDERR_FILENO) == 1)
        fprintf(stderr, index + 1 < grid->count ? "\rpoints: %zu of %u\033[K" : "\r\033[K",
                index + 1, grid->count);
}

/* --- the whole --- */

static enum status status_of(const struct grid *grid)
{
    enum status status = STATUS_DONE;
    for (unsigned i = 0; i < grid->count; i++)
        for (unsigned claim = 0; claim < grid->engine->n_claims; claim++)
            if (grid_has(grid->engine, claim) && grid_found(grid, i, claim)->open_by != NULL)
                status = STATUS_INCOMPLETE;
    return process_interrupted() ? STATUS_INTERRUPTED : status;
}

/* The value that --with gives a knob, or NULL. */
static const char *given(const struct options *options, const struct engine_knob *knob)
{
    size_t length = strlen(knob->name);
    for (size_t i = options->values.count; i-- > 0;) {
        const char *value = options->values.items[i];
        if (strncmp(value, knob->name, length) == 0 && value[length] == '=')
            return value + length + 1;
    }
    return NULL;
}

/* A knob to which --with gives a value keeps it; that it is one of the knob's fsmc has seen to. */
static void hold(struct engine_knob *knob, const struct options *options)
{
    const char *value = given(options, knob);
    if (value != NULL)
        knob->least = knob->most = (unsigned)strtoul(value, NULL, 10);
}

static bool is_sweepable(const struct engine *engine, struct text *problem)
{
    if (engine->n_knobs == 0)
        text_add(problem, "eleven: bound '%s' has nothing to sweep: add `sweep NAME MIN MAX`\n",
                 engine->bound);
    else if (engine->n_knobs > KNOBS_MAX || grid_points(engine) > FIT_POINTS_MAX)
        text_add(problem, "eleven: bound '%s' sweeps too much: at most %d names and %d points\n",
                 engine->bound, KNOBS_MAX, FIT_POINTS_MAX);
    return problem->length == 0;
}

static void release(struct grid *grid)
{
    for (unsigned i = 0; i < grid->count; i++) {
        for (unsigned claim = 0; claim < grid->engine->n_claims; claim++)
            free(grid->points[i].findings[claim].below.moves);
        free(grid->points[i].findings);
    }
    free(grid->points);
}

enum status grid_search(FILE *out, const struct engine *whole, const struct options *options,
                        struct text *lines, struct text *problem)
{
    struct engine_knob   knobs[KNOBS_MAX];
    struct engine        held   = *whole;
    const struct engine *engine = &held;
    if (!is_sweepable(whole, problem))
        return STATUS_USAGE;
    memcpy(knobs, whole->knobs, whole->n_knobs * sizeof *knobs);
    held.knobs = knobs;
    for (unsigned i = 0; i < whole->n_knobs; i++)
        hold(&knobs[i], options);
    struct grid grid = {engine, options, NULL, grid_points(engine)};
    struct jobs jobs = {run_one, tell, &grid, grid.count};
    grid.points      = memory_get(grid.count, sizeof *grid.points);
    for (unsigned i = 0; i < grid.count; i++)
        grid.points[i].findings = memory_get(engine->n_claims, sizeof *grid.points[i].findings);
    jobs_run(&jobs, options->jobs);
    if (options->json)
        grid_print_json(out, &grid);
    else
        grid_print(out, &grid);
    grid_add_lines(lines, &grid);
    enum status status = status_of(&grid);
    release(&grid);
    return status;
}
