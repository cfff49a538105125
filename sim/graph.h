/* graph.h - the worlds of a bound with the moves between them, for claims about whole runs.
 *
 * The moves of a world lie together, in the order in which worlds were expanded (compressed
 * sparse rows). In a search that was cut short the last worlds are not expanded: what is
 * asked of such a graph must not take them for worlds without a next move.
 *
 * Units      worlds and edges by index; bytes are taken from the budget of the worlds.
 * Errors     false when the budget is used up.
 * Ownership  graph_end() gives everything back; engine and worlds must outlive it.
 */
#ifndef GRAPH_H
#define GRAPH_H

#include "result.h"
#include "worlds.h"

enum { GRAPH_CHOICES_MAX = 1 << 24 };

struct graph_edge {
    uint32_t target;      /* the world that it leads to */
    uint32_t choice : 24; /* the number that engine.move takes */
    uint32_t event : 8;   /* into engine.events, or ENGINE_NONE */
};

struct graph {
    const struct engine *engine;    /* whose moves they are */
    struct worlds       *worlds;    /* which pay for it */
    uint64_t             count;     /* worlds that were expanded, from the first on */
    uint64_t            *first;     /* by world: its first edge; the next one's ends them */
    struct graph_edge   *edges;     /* n_edges of them */
    uint64_t             n_edges;   /* how many */
    uint8_t             *processes; /* by choice: the bit of its process; 0: the adversary */
    uint16_t            *moves;     /* by choice: into engine.moves */
};

bool graph_start(struct graph *graph, const struct engine *engine, struct worlds *worlds);
void graph_end(struct graph *graph);

/* One more move of the world that is expanded; then, once: that was all of them. */
bool graph_add(struct graph *graph, uint32_t target, unsigned choice,
               const struct engine_step *step);
bool graph_close(struct graph *graph);

static inline bool graph_is_expanded(const struct graph *graph, uint32_t world)
{
    return world < graph->count;
}

/* Bit p: process p can move here. */
uint8_t graph_enabled(const struct graph *graph, uint32_t world);

/* --- what is asked of it --- */

struct graph_question {
    const struct graph *graph; /* complete as far as it goes */
    unsigned            claim; /* into engine.claims */
    double              until; /* process_now() when time is up; 0: no limit */
};

enum { GRAPH_FROM = 1, GRAPH_REACHED = 2 };

/* By world: GRAPH_FROM where the premise of the claim holds for this end, GRAPH_REACHED where
 * what is to be reached does. Returns whether the premise holds in some world. */
bool graph_mark(const struct graph_question *question, unsigned end, uint8_t *marks);

/* What ran out, or NULL; to be asked in every long loop. */
const char *graph_look_up(const struct graph_question *question, uint64_t round);

#endif
