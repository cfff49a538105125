/* grid.h - what a sweep found at each point of its grid, and its formula.
 *
 * A point is a setting of all knobs of the bound but the last, whose least value is looked for.
 *
 * Units      as the bound has them: ticks, segments.
 * Errors     none.
 * Ownership  the caller frees what setting() makes `start` point to.
 */
#ifndef GRID_H
#define GRID_H

#include "engine.h"
#include "options.h"
#include "path.h"
#include "text.h"

enum { GRID_UNKNOWN = -1 };

/* What was found of one claim at one point of the grid. */
struct finding {
    int         least;   /* value of the last knob; one more than its most: none; GRID_UNKNOWN */
    bool        premise; /* it was met */
    struct path below;   /* a shortest way to the violation at the last value that was too small */
    unsigned    at;      /* that value */
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

const struct engine_knob *grid_last(const struct engine *engine);
unsigned grid_width(const struct engine_knob *knob); /* how many values it takes */
unsigned grid_points(const struct engine *engine);

/* The value of a knob at a point; the knob before the last counts fastest. */
unsigned grid_value(const struct engine *engine, unsigned point, unsigned knob);

/* The engine under one setting. */
struct engine grid_setting(const struct engine *engine, unsigned point, unsigned value);

bool grid_has(const struct engine *engine, unsigned claim); /* it is swept */
const struct finding *grid_found(const struct sweep *sweep, unsigned point, unsigned claim);
bool grid_is_none(const struct sweep *sweep, const struct finding *finding); /* not even the most */

/* "TIME-WAIT.T >= MSL + RTO", exact at every point that is known. */
void grid_add_formula(struct text *text, const struct sweep *sweep, unsigned claim);

#endif
