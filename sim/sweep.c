/* sweep.c - the least value of a knob at which each claim holds; see sweep.h. */
#include "sweep.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "explore.h"
#include "fit.h"
#include "jobs.h"
#include "path.h"
#include "process.h"

enum { KNOBS_MAX = FIT_VARIABLES_MAX + 1, NONE = -1 };

/* What one exploration said of one claim. */
struct finding {
    bool        violated, premise;
    struct path path; /* the shortest way to the violation */
};

/* One exploration: a point of the grid and a value of the last knob. */
struct run {
    bool            complete; /* else nothing is known */
    struct text     error;    /* why not, where the bound itself is at fault */
    uint64_t        states;
    struct finding *findings; /* by claim */
};

struct sweep {
    const struct engine  *engine;
    const struct options *options;
    unsigned              points; /* of the grid */
    unsigned              values; /* of the last knob */
    struct run           *runs;   /* [point * values + value] */
};

/* --- the grid --- */

static const struct engine_knob *last_knob(const struct engine *engine)
{
    return &engine->knobs[engine->n_knobs - 1];
}

static unsigned width(const struct engine_knob *knob)
{
    return knob->most - knob->least + 1;
}

/* The value of a knob at a point; the knob before the last counts fastest. */
static unsigned value_at(const struct engine *engine, unsigned point, unsigned knob)
{
    for (unsigned i = engine->n_knobs - 2; i > knob; i--)
        point /= width(&engine->knobs[i]);
    return engine->knobs[knob].least + point % width(&engine->knobs[knob]);
}

static unsigned points_of(const struct engine *engine)
{
    unsigned points = 1;
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        points *= width(&engine->knobs[i]);
    return points;
}

/* The engine under one setting; the caller frees what `start` points to. */
static struct engine setting(const struct sweep *sweep, size_t index)
{
    const struct engine *engine = sweep->engine;
    struct engine        set    = *engine;
    unsigned             point  = (unsigned)(index / sweep->values);
    void                *start  = memory_get(1, engine->world_size);
    engine_start(engine, start);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        engine->knobs[i].set(start, value_at(engine, point, i));
    last_knob(engine)->set(start, last_knob(engine)->least + (unsigned)(index % sweep->values));
    set.start = start;
    return set;
}

/* --- one run --- */

static void keep(struct run *run, struct result *result)
{
    run->complete = result_is_complete(result);
    run->states   = result->states;
    for (unsigned i = 0; i < result->engine->n_claims; i++) {
        struct claim_result *claim = &result->claims[i];
        run->findings[i] = (struct finding){claim->violated, claim->premise, claim->path};
        claim->path      = (struct path){0};
    }
    run->error    = result->error;
    result->error = (struct text){0};
}

static void run_one(void *context, size_t index)
{
    struct sweep *sweep = context;
    if (process_interrupted())
        return;
    struct engine         set    = setting(sweep, index);
    struct result         result = {0};
    struct explore_limits limits = {.memory  = sweep->options->memory,
                                    .seconds = sweep->options->time,
                                    .depth   = sweep->options->depth};
    explore(&result, &set, limits);
    keep(&sweep->runs[index], &result);
    result_free(&result);
    free((void *)(uintptr_t)set.start);
}

static void tell(void *context, size_t index)
{
    const struct sweep *sweep = context;
    size_t              count = (size_t)sweep->points * sweep->values;
    if (isatty(STDERR_FILENO) == 1)
        fprintf(stderr, index + 1 < count ? "\rruns: %zu of %zu\033[K" : "\r\033[K", index + 1,
                count);
}

/* --- what it says of one claim --- */

/* The least value from which on the claim holds; one more than the largest where it is violated
 * there; NONE where a run is not complete. */
static int least_at(const struct sweep *sweep, unsigned point, unsigned claim)
{
    const struct engine_knob *knob  = last_knob(sweep->engine);
    int                       least = (int)knob->most + 1;
    for (unsigned i = sweep->values; i-- > 0;) {
        const struct run *run = &sweep->runs[(size_t)point * sweep->values + i];
        if (!run->complete)
            return NONE;
        if (run->findings[claim].violated)
            break;
        least = (int)(knob->least + i);
    }
    return least;
}

static bool is_met(const struct sweep *sweep, unsigned point, unsigned claim)
{
    for (unsigned i = 0; i < sweep->values; i++)
        if (sweep->runs[(size_t)point * sweep->values + i].findings[claim].premise)
            return true;
    return false;
}

static bool is_swept(const struct engine *engine, unsigned claim)
{
    return engine->claims[claim].asked && engine->claims[claim].kind == CLAIM_ALWAYS;
}

/* The violation just below the least value: the longest-lived one. */
static const struct finding *just_below(const struct sweep *sweep, unsigned point, unsigned claim)
{
    int least = least_at(sweep, point, claim) - (int)last_knob(sweep->engine)->least;
    if (least <= 0)
        return NULL;
    return &sweep->runs[(size_t)point * sweep->values + (unsigned)least - 1].findings[claim];
}

/* --- its formula --- */

static void add_formula(struct text *text, const struct sweep *sweep, unsigned claim)
{
    const struct engine *engine = sweep->engine;
    struct fit_point     points[FIT_POINTS_MAX];
    const char          *names[FIT_VARIABLES_MAX] = {0};
    struct fit           found;
    unsigned             n = 0;
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        names[i] = engine->knobs[i].name;
    for (unsigned point = 0; point < sweep->points; point++) {
        int least = least_at(sweep, point, claim);
        if (least == NONE || least > (int)last_knob(engine)->most)
            continue;
        points[n] = (struct fit_point){.value = least};
        for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
            points[n].x[i] = (int)value_at(engine, point, i);
        n++;
    }
    text_add(text, "%s >= ", last_knob(engine)->name);
    if (n == 0)
        text_add(text, "more than %u at every point", last_knob(engine)->most);
    else if (fit(&found, points, n, engine->n_knobs - 1))
        fit_add(text, &found, names);
    else
        text_add(text, "the table (no short formula is exact)");
    if (n > 0 && n < sweep->points)
        text_add(text, "   (at the %u of %u points where %u is enough)", n, sweep->points,
                 last_knob(engine)->most);
}

/* --- as a table --- */

static void print_cell(FILE *out, const struct sweep *sweep, unsigned point, unsigned claim)
{
    int  least = least_at(sweep, point, claim);
    char number[TEXT_NUMBER_MAX];
    snprintf(number, sizeof number, least > (int)last_knob(sweep->engine)->most ? ">%d" : "%d",
             least > (int)last_knob(sweep->engine)->most ? least - 1 : least);
    fprintf(out, "%5s", least == NONE                  ? "?"
                        : !is_met(sweep, point, claim) ? "-"
                                                       : number);
}

/* A line for each setting of all knobs but the last of the grid, whose values are the columns. */
static void print_grid(FILE *out, const struct sweep *sweep, unsigned claim)
{
    const struct engine *engine  = sweep->engine;
    unsigned             grid    = engine->n_knobs - 1;
    unsigned             columns = grid > 0 ? width(&engine->knobs[grid - 1]) : 1;
    for (unsigned point = 0; point < sweep->points; point++) {
        if (point == 0) {
            for (unsigned i = 0; i + 1 < grid; i++)
                fprintf(out, "  %8s", engine->knobs[i].name);
            if (grid > 0)
                fprintf(out, "  %10s:", engine->knobs[grid - 1].name);
            for (unsigned i = 0; i < columns && grid > 0; i++)
                fprintf(out, "%5u", engine->knobs[grid - 1].least + i);
            fputs("\n", out);
        }
        if (point % columns == 0) {
            for (unsigned i = 0; i + 1 < grid; i++)
                fprintf(out, "  %8u", value_at(engine, point, i));
            fprintf(out, "  %11s", "");
        }
        print_cell(out, sweep, point, claim);
        if ((point + 1) % columns == 0)
            fputs("\n", out);
    }
}

static void print_settings(FILE *out, const struct sweep *sweep, unsigned point)
{
    const struct engine *engine = sweep->engine;
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        fprintf(out, "%s %u, ", engine->knobs[i].name, value_at(engine, point, i));
}

static void print_run(FILE *out, const struct sweep *sweep, unsigned point, unsigned claim)
{
    const struct finding *finding = just_below(sweep, point, claim);
    if (finding == NULL || !finding->violated)
        return;
    size_t        index = (size_t)point * sweep->values + (unsigned)least_at(sweep, point, claim) -
                   last_knob(sweep->engine)->least - 1;
    struct engine set   = setting(sweep, index);
    struct text   text  = {0};
    path_add_short(&text, &set, &finding->path);
    fputs("    ", out);
    print_settings(out, sweep, point);
    fprintf(out, "%s %d: %zu moves: %s\n", last_knob(sweep->engine)->name,
            least_at(sweep, point, claim) - 1, finding->path.count, text_get(&text));
    text_free(&text);
    free((void *)(uintptr_t)set.start);
}

static void print_claim(FILE *out, const struct sweep *sweep, unsigned claim)
{
    const struct engine *engine  = sweep->engine;
    struct text          formula = {0};
    add_formula(&formula, sweep, claim);
    fprintf(out, "\n%s: %s\n  %s\n", engine->claims[claim].name, engine->claims[claim].text,
            text_get(&formula));
    print_grid(out, sweep, claim);
    fputs("  a shortest run just below:\n", out);
    for (unsigned point = 0; point < sweep->points; point++)
        if (point == 0 || sweep->options->traces)
            print_run(out, sweep, point, claim);
    text_free(&formula);
}

static void print_table(FILE *out, const struct sweep *sweep)
{
    const struct engine *engine = sweep->engine;
    uint64_t             states = 0;
    char                 number[TEXT_NUMBER_MAX];
    for (size_t i = 0; i < (size_t)sweep->points * sweep->values; i++)
        states += sweep->runs[i].states;
    fprintf(out, "%s: %s\n", engine->bound, engine->text);
    fprintf(out, "the least %s, %u to %u, at which each claim holds; %u points, %s worlds in all\n",
            last_knob(engine)->name, last_knob(engine)->least, last_knob(engine)->most,
            sweep->points, text_grouped(number, states));
    fprintf(out, "(>%u: not even then; -: the premise was never met; ?: not searched to the end)\n",
            last_knob(engine)->most);
    fprintf(out, "assumes %s\n", engine->assumptions);
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (is_swept(engine, i))
            print_claim(out, sweep, i);
}

/* --- as JSON Lines --- */

static void print_object(FILE *out, const struct sweep *sweep, unsigned point, unsigned claim)
{
    const struct engine  *engine  = sweep->engine;
    const struct finding *finding = just_below(sweep, point, claim);
    int                   least   = least_at(sweep, point, claim);
    fprintf(out, "{\"bound\":\"%s\",\"claim\":\"%s\",", engine->bound, engine->claims[claim].name);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        fprintf(out, "\"%s\":%u,", engine->knobs[i].name, value_at(engine, point, i));
    fprintf(out, "\"premise\":%s,\"least\":", is_met(sweep, point, claim) ? "true" : "false");
    if (least == NONE || least > (int)last_knob(engine)->most)
        fputs("null", out);
    else
        fprintf(out, "%d", least);
    if (finding != NULL && finding->violated) {
        fputs(",\"moves\":[", out);
        for (size_t i = 0; i < finding->path.count; i++)
            fprintf(out, "%s%u", i > 0 ? "," : "", finding->path.moves[i]);
        fputs("]", out);
    }
    fputs("}\n", out);
}

static void print_objects(FILE *out, const struct sweep *sweep)
{
    for (unsigned claim = 0; claim < sweep->engine->n_claims; claim++)
        for (unsigned point = 0; point < sweep->points && is_swept(sweep->engine, claim); point++)
            print_object(out, sweep, point, claim);
}

/* --- the whole --- */

/* An error of the bound, such as a queue that was too short, is told once. */
static enum status status_of(const struct sweep *sweep, struct text *problem)
{
    enum status status = STATUS_DONE;
    for (size_t i = 0; i < (size_t)sweep->points * sweep->values; i++) {
        const struct run *run = &sweep->runs[i];
        if (run->error.length > 0) {
            text_add(problem, "eleven: %s: %s\n", sweep->engine->bound, text_get(&run->error));
            return STATUS_FAILED;
        }
        if (!run->complete)
            status = STATUS_INCOMPLETE;
    }
    return process_interrupted() ? STATUS_INTERRUPTED : status;
}

static bool is_sweepable(const struct engine *engine, struct text *problem)
{
    if (engine->n_knobs == 0)
        text_add(problem, "eleven: bound '%s' has nothing to sweep: add `sweep NAME MIN MAX`\n",
                 engine->bound);
    else if (engine->n_knobs > KNOBS_MAX || points_of(engine) > FIT_POINTS_MAX)
        text_add(problem, "eleven: bound '%s' sweeps too much: at most %d names and %d points\n",
                 engine->bound, KNOBS_MAX, FIT_POINTS_MAX);
    return problem->length == 0;
}

static void release(struct sweep *sweep)
{
    for (size_t i = 0; i < (size_t)sweep->points * sweep->values; i++) {
        for (unsigned claim = 0; claim < sweep->engine->n_claims; claim++)
            free(sweep->runs[i].findings[claim].path.moves);
        free(sweep->runs[i].findings);
        text_free(&sweep->runs[i].error);
    }
    free(sweep->runs);
}

enum status sweep(FILE *out, const struct engine *engine, const struct options *options,
                  struct text *problem)
{
    if (!is_sweepable(engine, problem))
        return STATUS_USAGE;
    struct sweep sweep = {engine, options, points_of(engine), width(last_knob(engine)), NULL};
    size_t       count = (size_t)sweep.points * sweep.values;
    struct jobs  jobs  = {run_one, tell, &sweep, count};
    sweep.runs         = memory_get(count, sizeof *sweep.runs);
    for (size_t i = 0; i < count; i++)
        sweep.runs[i].findings = memory_get(engine->n_claims, sizeof *sweep.runs[i].findings);
    jobs_run(&jobs, options->jobs);
    if (options->json)
        print_objects(out, &sweep);
    else
        print_table(out, &sweep);
    enum status status = status_of(&sweep, problem);
    release(&sweep);
    return status;
}
