/* explore.h - every world of a bound, breadth first: so each example is a shortest one.
 *
 * A search that was cut short by depth, memory, time or the user says so in
 * result.cut_by; whatever it found until then stands.
 *
 * Units      see options.h for the limits and result.h for the result.
 * Errors     result.error is filled when the search could not begin.
 * Ownership  the caller frees the result.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#include "result.h"

/* Where a search is kept, so that it can go on after a kill; see waves_save.h. */
struct explore_checkpoint {
    const char *file;     /* is written; NULL: none */
    double      every;    /* seconds between two */
    const char *resume;   /* is read first; NULL: the search begins at the beginning */
    const char *identity; /* of the engine: its name in the cache */
};

struct explore_limits {
    uint64_t memory;   /* bytes */
    double   seconds;  /* 0: no limit */
    uint64_t depth;    /* levels; 0: no limit */
    uint64_t states;   /* worlds; 0: no limit */
    bool     examples; /* keep a shortest way to each row's firing */
    bool     pairs;    /* count the joint states */
    uint64_t until;    /* bit c: stop when claim c, and each other here, has its run; 0: never */
    bool     sums;     /* make result.moves_sum */
    unsigned threads;  /* 0: one, which keeps how each world was reached */
    uint64_t links;    /* with threads: how each world was reached is kept of so many; 0: WAVES_LINKS */
    bool     apart;    /* a world is not taken for the same with A and B exchanged */
    bool     pinned;   /* the engine's pinned counts are of this very search */
    bool     progress; /* tell on stderr how far it is */
    struct explore_checkpoint checkpoint; /* with threads, and no claim of runs: explore_can_save() */
};

/* Such a search can be kept in a checkpoint. */
bool explore_can_save(const struct engine *engine, const struct explore_limits *limits);

void explore(struct result *result, const struct engine *engine, struct explore_limits limits);

#endif
