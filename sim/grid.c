/* grid.c - what a sweep found at each point of its grid, and its formula; see grid.h. */
#include "grid.h"

#include <stdlib.h>

#include "fit.h"

const struct engine_knob *grid_last(const struct engine *engine)
{
    return &engine->knobs[engine->n_knobs - 1];
}

unsigned grid_width(const struct engine_knob *knob)
{
    return knob->most - knob->least + 1;
}

unsigned grid_value(const struct engine *engine, unsigned point, unsigned knob)
{
    for (unsigned i = engine->n_knobs - 2; i > knob; i--)
        point /= grid_width(&engine->knobs[i]);
    return engine->knobs[knob].least + point % grid_width(&engine->knobs[knob]);
}

unsigned grid_points(const struct engine *engine)
{
    unsigned points = 1;
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        points *= grid_width(&engine->knobs[i]);
    return points;
}

struct engine grid_setting(const struct engine *engine, unsigned point, unsigned value)
{
    struct engine set   = *engine;
    void         *start = memory_get(1, engine->world_size);
    engine_start(engine, start);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        engine->knobs[i].set(start, grid_value(engine, point, i));
    grid_last(engine)->set(start, value);
    set.start = start;
    return set;
}

bool grid_has(const struct engine *engine, unsigned claim)
{
    return engine->claims[claim].asked && engine->claims[claim].kind == CLAIM_ALWAYS;
}

const struct finding *grid_found(const struct grid *grid, unsigned point, unsigned claim)
{
    return &grid->points[point].findings[claim];
}

int grid_least(const struct finding *finding)
{
    return finding->open_by != NULL ? GRID_UNKNOWN : finding->enough;
}

unsigned grid_lowest(const struct grid *grid, const struct finding *finding)
{
    if (finding->open_by == NULL)
        return (unsigned)finding->enough;
    return finding->below.moves != NULL ? finding->at + 1 : grid_last(grid->engine)->least;
}

bool grid_is_none(const struct grid *grid, const struct finding *finding)
{
    return grid_least(finding) > (int)grid_last(grid->engine)->most;
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
           (grid_value(engine, point, knob) == engine->knobs[knob].least) == (part == PART_LEAST);
}

/* What is known of a point. Where none is enough, no number is known, but that it is a great one. */
static unsigned points_for(struct fit_point *points, const struct grid *grid, unsigned claim,
                           enum part part)
{
    const struct engine *engine = grid->engine;
    unsigned             n      = 0;
    for (unsigned point = 0; point < grid->count; point++) {
        const struct finding *finding = grid_found(grid, point, claim);
        bool                  any     = finding->enough == GRID_UNKNOWN || grid_is_none(grid, finding);
        if (!is_in_part(engine, point, part))
            continue;
        points[n] = (struct fit_point){.low  = (int)grid_lowest(grid, finding),
                                       .high = any ? FIT_ANY : finding->enough};
        for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
            points[n].x[i] = (int)grid_value(engine, point, i);
        n++;
    }
    return n;
}

static void add_fit(struct text *text, const struct grid *grid, const struct fit *formula)
{
    const struct engine *engine                   = grid->engine;
    const char          *names[FIT_VARIABLES_MAX] = {0};
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        names[i] = engine->knobs[i].name;
    text_add(text, "%s >= ", grid_last(engine)->name);
    fit_add(text, formula, names);
}

/* False when there is no formula for these points. */
static bool add_formula(struct text *text, const struct grid *grid, unsigned claim, enum part part)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       formula;
    unsigned         n = points_for(points, grid, claim, part);
    if (!fit(&formula, points, n, grid->engine->n_knobs - 1))
        return false;
    add_fit(text, grid, &formula);
    return true;
}

/* Where none is exact, what is enough wherever that is known says more than nothing. */
static void add_enough(struct text *text, const struct grid *grid, unsigned claim)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       formula;
    unsigned         n = points_for(points, grid, claim, PART_ALL);
    if (!fit_enough(&formula, points, n, grid->engine->n_knobs - 1)) {
        text_add(text, "too little is known for a formula, or none is short");
        return;
    }
    add_fit(text, grid, &formula);
    text_add(text, " is enough at the %u known points, and the least at %u of them",
             fit_known(points, n), fit_exact(&formula, points, n));
}

static void add_parts(struct text *text, const struct grid *grid, unsigned claim)
{
    const struct engine_knob *split = &grid->engine->knobs[grid->engine->n_knobs - 2];
    struct text               rest  = {0};
    if (add_formula(&rest, grid, claim, PART_REST) &&
        add_formula(text, grid, claim, PART_LEAST))
        text_add(text, " where %s is %u, else %s", split->name, split->least, text_get(&rest));
    else
        add_enough(text, grid, claim);
    text_free(&rest);
}

void grid_add_formula(struct text *text, const struct grid *grid, unsigned claim)
{
    struct fit_point points[FIT_POINTS_MAX];
    unsigned         n = points_for(points, grid, claim, PART_ALL);
    if (fit_known(points, n) == 0)
        text_add(text, "at no point is a least value known");
    else if (!add_formula(text, grid, claim, PART_ALL) && grid->engine->n_knobs > 1)
        add_parts(text, grid, claim);
}
