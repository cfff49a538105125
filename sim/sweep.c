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

/* What was found of one claim at one point of the grid. */
struct finding {
    int         least;   /* value of the last knob; one more than its most: none; NONE: unknown */
    bool        premise; /* it was met */
    struct path below;   /* a shortest way to the violation just below the least value */
};

/* One point of the grid: the last knob is raised until every claim holds. */
struct point {
    uint64_t        states;   /* of all its searches together */
    struct text     error;    /* why nothing is known, where the bound itself is at fault */
    struct finding *findings; /* by claim */
};

struct sweep {
    const struct engine  *engine;
    const struct options *options;
    struct point         *points; /* `count` of them */
    unsigned              count;
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
static struct engine setting(const struct engine *engine, unsigned point, unsigned value)
{
    struct engine set   = *engine;
    void         *start = memory_get(1, engine->world_size);
    engine_start(engine, start);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        engine->knobs[i].set(start, value_at(engine, point, i));
    last_knob(engine)->set(start, value);
    set.start = start;
    return set;
}

static bool is_swept(const struct engine *engine, unsigned claim)
{
    return engine->claims[claim].asked && engine->claims[claim].kind == CLAIM_ALWAYS;
}

/* --- one point --- */

/* Those claims of `open` that are violated stay open; the others hold from this value on. */
static uint64_t take(struct point *point, struct result *result, uint64_t open, unsigned value)
{
    point->states += result->states;
    for (unsigned i = 0; i < result->engine->n_claims; i++) {
        struct finding      *finding = &point->findings[i];
        struct claim_result *claim   = &result->claims[i];
        if ((open >> i & 1) == 0)
            continue;
        finding->premise = finding->premise || claim->premise;
        if (!claim->violated) {
            finding->least = result_is_complete(result) ? (int)value : NONE;
            open &= ~(UINT64_C(1) << i);
            continue;
        }
        free(finding->below.moves);
        finding->below = claim->path;
        claim->path    = (struct path){0};
    }
    if (result->error.length > 0 && point->error.length == 0)
        text_add(&point->error, "%s", text_get(&result->error));
    return open;
}

/* One search: to its end, or until every open claim is violated. */
static uint64_t search(struct sweep *sweep, unsigned point, uint64_t open, unsigned value)
{
    struct engine         set    = setting(sweep->engine, point, value);
    struct result         result = {0};
    struct explore_limits limits = {.memory  = sweep->options->memory / sweep->options->jobs,
                                    .seconds = sweep->options->time,
                                    .depth   = sweep->options->depth,
                                    .until   = open};
    explore(&result, &set, limits);
    open = take(&sweep->points[point], &result, open, value);
    result_free(&result);
    free((void *)(uintptr_t)set.start);
    return open;
}

static void run_one(void *context, size_t index)
{
    struct sweep             *sweep = context;
    struct point             *point = &sweep->points[index];
    const struct engine_knob *last  = last_knob(sweep->engine);
    uint64_t                  open  = 0;
    for (unsigned i = 0; i < sweep->engine->n_claims; i++) {
        point->findings[i].least = process_interrupted() ? NONE : (int)last->most + 1;
        open |= (uint64_t)is_swept(sweep->engine, i) << i;
    }
    for (unsigned value = last->least; value <= last->most && open != 0; value++) {
        if (process_interrupted())
            break;
        open = search(sweep, (unsigned)index, open, value);
    }
    for (unsigned i = 0; i < sweep->engine->n_claims && process_interrupted(); i++)
        if ((open >> i & 1) != 0)
            point->findings[i].least = NONE;
}

static void tell(void *context, size_t index)
{
    const struct sweep *sweep = context;
    if (isatty(STDERR_FILENO) == 1)
        fprintf(stderr, index + 1 < sweep->count ? "\rpoints: %zu of %u\033[K" : "\r\033[K",
                index + 1, sweep->count);
}

static const struct finding *found(const struct sweep *sweep, unsigned point, unsigned claim)
{
    return &sweep->points[point].findings[claim];
}

/* --- its formula --- */

/* Which points a formula is for: a loss that can happen often changes everything, so where one
 * formula does not do, one is sought for the least value of the grid's last knob, and one for
 * the rest. */
enum part { PART_ALL, PART_LEAST, PART_REST };

static bool is_in_part(const struct engine *engine, unsigned point, enum part part)
{
    unsigned knob = engine->n_knobs - 2;
    return part == PART_ALL || engine->n_knobs < 2 ||
           (value_at(engine, point, knob) == engine->knobs[knob].least) == (part == PART_LEAST);
}

static unsigned points_for(struct fit_point *points, const struct sweep *sweep, unsigned claim,
                           enum part part)
{
    const struct engine *engine = sweep->engine;
    unsigned             n      = 0;
    for (unsigned point = 0; point < sweep->count; point++) {
        int least = found(sweep, point, claim)->least;
        if (least == NONE || least > (int)last_knob(engine)->most || !is_in_part(engine, point, part))
            continue;
        points[n] = (struct fit_point){.value = least};
        for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
            points[n].x[i] = (int)value_at(engine, point, i);
        n++;
    }
    return n;
}

/* False when there is no formula for these points. */
static bool add_formula(struct text *text, const struct sweep *sweep, unsigned claim, enum part part)
{
    const struct engine *engine = sweep->engine;
    struct fit_point     points[FIT_POINTS_MAX];
    const char          *names[FIT_VARIABLES_MAX] = {0};
    struct fit           formula;
    unsigned             n = points_for(points, sweep, claim, part);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        names[i] = engine->knobs[i].name;
    if (!fit(&formula, points, n, engine->n_knobs - 1))
        return false;
    text_add(text, "%s >= ", last_knob(engine)->name);
    fit_add(text, &formula, names);
    return true;
}

static void add_parts(struct text *text, const struct sweep *sweep, unsigned claim)
{
    const struct engine_knob *split = &sweep->engine->knobs[sweep->engine->n_knobs - 2];
    struct text               rest  = {0};
    if (add_formula(&rest, sweep, claim, PART_REST) &&
        add_formula(text, sweep, claim, PART_LEAST))
        text_add(text, " where %s is %u, else %s", split->name, split->least, text_get(&rest));
    else
        text_add(text, "no short formula is exact");
    text_free(&rest);
}

static void add_formulas(struct text *text, const struct sweep *sweep, unsigned claim)
{
    struct fit_point points[FIT_POINTS_MAX];
    unsigned         n = points_for(points, sweep, claim, PART_ALL);
    if (n == 0)
        text_add(text, "at no point is a least value known");
    else if (!add_formula(text, sweep, claim, PART_ALL) && sweep->engine->n_knobs > 1)
        add_parts(text, sweep, claim);
    if (n > 0 && n < sweep->count)
        text_add(text, "   (at the %u of %u points that are known)", n, sweep->count);
}

/* --- as a table --- */

static void print_cell(FILE *out, const struct sweep *sweep, unsigned point, unsigned claim)
{
    int  least = found(sweep, point, claim)->least;
    char number[TEXT_NUMBER_MAX];
    snprintf(number, sizeof number, least > (int)last_knob(sweep->engine)->most ? ">%d" : "%d",
             least > (int)last_knob(sweep->engine)->most ? least - 1 : least);
    fprintf(out, "%5s", least == NONE                  ? "?"
                        : !found(sweep, point, claim)->premise ? "-"
                                                       : number);
}

/* A line for each setting of all knobs but the last of the grid, whose values are the columns. */
static void print_grid(FILE *out, const struct sweep *sweep, unsigned claim)
{
    const struct engine *engine  = sweep->engine;
    unsigned             grid    = engine->n_knobs - 1;
    unsigned             columns = grid > 0 ? width(&engine->knobs[grid - 1]) : 1;
    for (unsigned point = 0; point < sweep->count; point++) {
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
    const struct finding     *finding = found(sweep, point, claim);
    const struct engine_knob *last    = last_knob(sweep->engine);
    if (finding->below.moves == NULL)
        return;
    unsigned      value = finding->least == NONE ? last->least : (unsigned)finding->least - 1;
    struct engine set   = setting(sweep->engine, point, value);
    struct text   text  = {0};
    path_add_short(&text, &set, &finding->below);
    fputs("    ", out);
    print_settings(out, sweep, point);
    fprintf(out, "%s %u: %zu moves: %s\n", last->name, value, finding->below.count,
            text_get(&text));
    text_free(&text);
    free((void *)(uintptr_t)set.start);
}

/* Of each claim one run, where the grid begins to need more than the least; or all of them. */
static bool is_shown(const struct sweep *sweep, unsigned point, unsigned claim)
{
    for (unsigned i = 0; i < point && !sweep->options->traces; i++)
        if (found(sweep, i, claim)->below.moves != NULL)
            return false;
    return true;
}

static void print_claim(FILE *out, const struct sweep *sweep, unsigned claim)
{
    const struct engine *engine  = sweep->engine;
    struct text          formula = {0};
    add_formulas(&formula, sweep, claim);
    fprintf(out, "\n%s: %s\n  %s\n", engine->claims[claim].name, engine->claims[claim].text,
            text_get(&formula));
    print_grid(out, sweep, claim);
    for (unsigned point = 0; point < sweep->count; point++)
        if (is_shown(sweep, point, claim))
            print_run(out, sweep, point, claim);
    text_free(&formula);
}

/* The claim holds, or has nothing to say, wherever the knob stands. */
static bool is_idle(const struct sweep *sweep, unsigned claim)
{
    for (unsigned point = 0; point < sweep->count; point++)
        if (found(sweep, point, claim)->below.moves != NULL)
            return false;
    return true;
}

static void print_idle(FILE *out, const struct sweep *sweep)
{
    const char *before = "violated at no point that was searched: ";
    for (unsigned i = 0; i < sweep->engine->n_claims; i++)
        if (is_swept(sweep->engine, i) && is_idle(sweep, i)) {
            fprintf(out, "%s%s", before, sweep->engine->claims[i].name);
            before = ", ";
        }
    fputs(before[0] == ',' ? "\n" : "", out);
}

static void print_table(FILE *out, const struct sweep *sweep)
{
    const struct engine *engine = sweep->engine;
    uint64_t             states = 0;
    char                 number[TEXT_NUMBER_MAX];
    for (unsigned i = 0; i < sweep->count; i++)
        states += sweep->points[i].states;
    fprintf(out, "%s: %s\n", engine->bound, engine->text);
    fprintf(out, "the least %s, %u to %u, at which each claim holds; %u points, %s worlds in all\n",
            last_knob(engine)->name, last_knob(engine)->least, last_knob(engine)->most,
            sweep->count, text_grouped(number, states));
    fprintf(out, "(>%u: not even then; -: the premise was never met; ?: not searched to the end)\n",
            last_knob(engine)->most);
    fprintf(out, "assumes %s\n", engine->assumptions);
    print_idle(out, sweep);
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (is_swept(engine, i) && !is_idle(sweep, i))
            print_claim(out, sweep, i);
}

/* --- as JSON Lines --- */

static void print_object(FILE *out, const struct sweep *sweep, unsigned point, unsigned claim)
{
    const struct engine  *engine  = sweep->engine;
    const struct finding *finding = found(sweep, point, claim);
    fprintf(out, "{\"bound\":\"%s\",\"claim\":\"%s\",", engine->bound, engine->claims[claim].name);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        fprintf(out, "\"%s\":%u,", engine->knobs[i].name, value_at(engine, point, i));
    fprintf(out, "\"premise\":%s,\"least\":", finding->premise ? "true" : "false");
    if (finding->least == NONE || finding->least > (int)last_knob(engine)->most)
        fputs("null", out);
    else
        fprintf(out, "%d", finding->least);
    if (finding->below.moves != NULL)
        fprintf(out, ",\"shortest_below\":%zu", finding->below.count);
    fputs("}\n", out);
}

static void print_objects(FILE *out, const struct sweep *sweep)
{
    for (unsigned claim = 0; claim < sweep->engine->n_claims; claim++)
        for (unsigned point = 0; point < sweep->count && is_swept(sweep->engine, claim); point++)
            print_object(out, sweep, point, claim);
}

/* --- the whole --- */

/* An error of the bound, such as a queue that was too short, is told once. */
static enum status status_of(const struct sweep *sweep, struct text *problem)
{
    enum status status = STATUS_DONE;
    for (unsigned i = 0; i < sweep->count; i++) {
        if (sweep->points[i].error.length > 0) {
            text_add(problem, "eleven: %s: %s\n", sweep->engine->bound,
                     text_get(&sweep->points[i].error));
            return STATUS_FAILED;
        }
        for (unsigned claim = 0; claim < sweep->engine->n_claims; claim++)
            if (is_swept(sweep->engine, claim) && found(sweep, i, claim)->least == NONE)
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
    for (unsigned i = 0; i < sweep->count; i++) {
        for (unsigned claim = 0; claim < sweep->engine->n_claims; claim++)
            free(sweep->points[i].findings[claim].below.moves);
        free(sweep->points[i].findings);
        text_free(&sweep->points[i].error);
    }
    free(sweep->points);
}

enum status sweep(FILE *out, const struct engine *engine, const struct options *options,
                  struct text *problem)
{
    if (!is_sweepable(engine, problem))
        return STATUS_USAGE;
    struct sweep sweep = {engine, options, NULL, points_of(engine)};
    struct jobs  jobs  = {run_one, tell, &sweep, sweep.count};
    sweep.points       = memory_get(sweep.count, sizeof *sweep.points);
    for (unsigned i = 0; i < sweep.count; i++)
        sweep.points[i].findings = memory_get(engine->n_claims, sizeof *sweep.points[i].findings);
    jobs_run(&jobs, options->jobs);
    if (options->json)
        print_objects(out, &sweep);
    else
        print_table(out, &sweep);
    enum status status = status_of(&sweep, problem);
    release(&sweep);
    return status;
}
