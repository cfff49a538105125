/* study.h - many runs of one scenario: a grid of parameters, and so many runs at each of its points.
 *
 * Run i of a point is what `eleven sim --run i` plays with the values of that point, so the same
 * run number has the same losses at every point as far as the parameters let it. A shard k/n has
 * the runs from runs*(k-1)/n up to runs*k/n of every point.
 *
 * Errors     study_open() prints what is wrong and returns the status.
 * Ownership  study_close() frees all; the strings of the setup are the caller's.
 */
#ifndef STUDY_H
#define STUDY_H

#include "axis.h"
#include "pair.h"
#include "setup.h"
#include "tally.h"

struct json_t;

enum {
    STUDY_POINTS_MAX = 10000,              /* of a grid */
    STUDY_SHARDS_MAX = 1000000,            /* of its runs */
    STUDY_AXES_MAX   = SETUP_LINES_MAX + 1 /* one for each option, and the profile */
};

#define STUDY_RUNS_MAX UINT64_C(1000000000000) /* a point: so far all sums fit */

/* What is to be done. */
struct study_plan {
    struct setup setup;       /* options, of which some have many values */
    uint64_t     runs;        /* of each point, in all shards together */
    uint32_t     shard, of;   /* this one, from 1, of so many */
    const char  *compare;     /* the axis along which points are compared, "": the first, or NULL */
};

struct study_point {
    struct scenario scenario;              /* with the values of this point */
    struct profile  profiles[ENGINE_ENDS]; /* likewise */
    uint64_t        done;                  /* the next run: those before it, of the shard, are done */
    struct tally    tally;                 /* of them */
    struct pair    *pair;                  /* of them, with study_base(); NULL: nobody asks */
};

struct study {
    struct study_plan   plan;                     /* as given */
    char                path[PLACE_MAX];          /* the scenario's file */
    char                hash[TEXT_HASH_MAX];      /* of all that the runs depend on, but the number */
    unsigned            n_axes;                   /* one for each option */
    struct axis         axes[STUDY_AXES_MAX];     /* the first is the profile's, if one is given */
    unsigned            compared;                 /* the axis of plan.compare, if one is given */
    uint32_t            n_points;                 /* of the grid */
    struct study_point *points;                   /* the last axis changes fastest */
    struct json_t      *source;                   /* of one that was read: its strings; or NULL */
};

enum status study_open(struct study *study, const struct study_plan *plan);
void        study_close(struct study *study);

/* The runs of the shard: from the first, up to the last and without it. */
uint64_t study_first(const struct study *study);
uint64_t study_last(const struct study *study);

/* Whether every run of the shard is done. */
bool study_is_complete(const struct study *study);

/* Which value of an axis a point has; how far in the grid the point with its next value is. */
unsigned study_value(const struct study *study, uint32_t point, unsigned axis);
uint32_t study_stride(const struct study *study, unsigned axis);

/* The point that this one is compared with: it has the first value of the compared axis. Itself, where
 * it has that, or nothing is compared. */
uint32_t study_base(const struct study *study, uint32_t point);

/* Moves from a base to the points that are compared with it, one after the other: false at the end. */
bool study_next(const struct study *study, uint32_t *point);

/* Adds what was counted at a point of the same grid: false when a sum would not fit. Takes all away. */
bool study_point_merge(struct study_point *point, const struct study_point *other);
void study_point_clear(struct study_point *point);

/* The options of a point, with one value each. Ends with study_point_free(). */
struct study_setup {
    struct setup setup;                 /* its strings are the texts */
    struct text  texts[STUDY_AXES_MAX]; /* one for each option */
};

void study_point_setup(const struct study *study, uint32_t point, struct study_setup *setup);
void study_point_free(struct study_setup *setup);

/* Adds the command that does all this, without what does not change the results. */
void study_add_command(struct text *text, const struct study *study);

#endif
