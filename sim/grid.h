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
    int         enough;  /* the first value that was proved to be; one more than the knob's most:
                          * none is; GRID_UNKNOWN */
    bool        premise; /* it was met */
    struct path below;   /* a shortest way to the violation at the last value that is too small */
    unsigned    at;      /* that value */
    const char *open_by; /* "memory", "capacity", ...: why not every value between those two, or
                          * above `at`, is decided; NULL: each is */
    unsigned    cuts;    /* so many of the last searches left it open */
};

/* One point of the grid: the last knob is raised until every claim holds. */
struct point {
    uint64_t        states;   /* of all its searches together */
    struct finding *findings; /* by claim */
};

struct grid {
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
const struct finding *grid_found(const struct grid *grid, unsigned point, unsigned claim);

/* The least value that is enough; one more than the knob's most: none is; GRID_UNKNOWN. */
int  grid_least(const struct finding *finding);

/* The first value that is not known to be too small. */
unsigned grid_lowest(const struct grid *grid, const struct finding *finding);
bool grid_is_none(const struct grid *grid, const struct finding *finding); /* not even the most */

/* "TIME-WAIT.T >= MSL + RTO", exact at every point that is known, and possible at the others. */
void grid_add_formula(struct text *text, const struct grid *grid, unsigned claim);

#endif
