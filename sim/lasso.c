/* lasso.c - CLAIM_EVENTUALLY: a fair run in which what is promised never comes. */
#include "lasso.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { EVERY_PROCESS = (1 << ENGINE_PROCESSES) - 1 };

/* A world whose moves are being followed. */
struct call {
    uint32_t world;
    uint32_t done; /* moves followed so far */
};

/* One claim at one end. Arrays are by world unless they say otherwise. */
struct lasso {
    const struct graph_question *question;
    const struct graph          *graph;
    uint8_t  *marks;     /* GRAPH_... */
    uint32_t *distance;  /* moves from the initial world, plus 1; 0: does not wait */
    uint32_t *parent;    /* the world before on that way; its own where the waiting begins */
    uint32_t *choice;    /* the move made there */
    uint32_t *queue;     /* worlds that wait, the nearest first */
    uint64_t  waiting;   /* how many */
    uint32_t *number;    /* order of the visit, from 1; later: the last search that came here */
    uint32_t *low;       /* the least number that is known to be reached from here */
    uint32_t *component; /* from 1; 0: not known yet */
    uint32_t *stack;     /* visited worlds whose component is not known */
    struct call *calls;  /* of the depth-first search: no recursion */
    uint64_t  n_stack, n_calls;
    uint32_t  visited, components, searches; /* how many so far */
    bool      ends;      /* `entry` is a world where the run ends */
    bool      goes_on;   /* `entry` is a world of a fair component, the nearest */
    uint32_t  entry;     /* where the stem ends */
    const char *cut_by;  /* what ran out */
};

/* --- the worlds that wait --- */

static bool is_reached(const struct lasso *lasso, uint32_t world)
{
    return (lasso->marks[world] & GRAPH_REACHED) != 0;
}

static void wait_in(struct lasso *lasso, uint32_t world, struct worlds_link link, uint32_t level)
{
    if (is_reached(lasso, world) || lasso->distance[world] != 0)
        return;
    lasso->distance[world]         = level + 1;
    lasso->parent[world]           = link.parent;
    lasso->choice[world]           = link.move;
    lasso->queue[lasso->waiting++] = world;
}

/* The waiting begins in the worlds of one level of the search for worlds; returns the first
 * world of the next. Worlds lie in the order of their levels. */
static uint32_t begin_in_level(struct lasso *lasso, uint32_t first, uint32_t level)
{
    const struct worlds *worlds = lasso->graph->worlds;
    uint32_t             world  = first;
    for (; world < worlds->count && (world == 0 || worlds->links[world].parent < first); world++)
        if ((lasso->marks[world] & GRAPH_FROM) != 0)
            wait_in(lasso, world, (struct worlds_link){world, 0}, level);
    return world;
}

static void wait_on(struct lasso *lasso, uint32_t world, uint32_t level)
{
    const struct graph *graph = lasso->graph;
    if (!graph_is_expanded(graph, world))
        return;
    for (uint64_t i = graph->first[world]; i < graph->first[world + 1]; i++)
        wait_in(lasso, graph->edges[i].target,
                (struct worlds_link){world, graph->edges[i].choice}, level + 1);
    if (graph_enabled(graph, world) == 0 && !lasso->ends) {
        lasso->ends  = true;
        lasso->entry = world;
    }
}

/* Level by level, so that each waiting world is found on a shortest way, until a run ends. */
static void find_waiting(struct lasso *lasso)
{
    uint32_t first = 0;
    uint64_t at    = 0;
    for (uint32_t level = 0; !lasso->ends && lasso->cut_by == NULL; level++) {
        first              = begin_in_level(lasso, first, level);
        uint64_t level_end = lasso->waiting;
        if (at == level_end && first == lasso->graph->worlds->count)
            break;
        for (; at < level_end && lasso->cut_by == NULL; at++) {
            wait_on(lasso, lasso->queue[at], level);
            lasso->cut_by = graph_look_up(lasso->question, at);
        }
    }
}

/* --- their components --- */

static void visit(struct lasso *lasso, uint32_t world)
{
    lasso->number[world] = lasso->low[world] = ++lasso->visited;
    lasso->stack[lasso->n_stack++]           = world;
    lasso->calls[lasso->n_calls++]           = (struct call){world, 0};
}

/* Follows the moves of the world on top; true when one led to a world that is new. */
static bool follow(struct lasso *lasso)
{
    const struct graph *graph = lasso->graph;
    struct call        *call  = &lasso->calls[lasso->n_calls - 1];
    uint32_t           *low   = &lasso->low[call->world];
    if (!graph_is_expanded(graph, call->world))
        return false;
    for (; graph->first[call->world] + call->done < graph->first[call->world + 1]; call->done++) {
        uint32_t target = graph->edges[graph->first[call->world] + call->done].target;
        if (is_reached(lasso, target))
            continue;
        if (lasso->number[target] == 0) {
            visit(lasso, target); /* and the same move is looked at again afterwards */
            return true;
        }
        if (lasso->component[target] == 0 && lasso->low[target] < *low)
            *low = lasso->low[target];
    }
    return false;
}

static bool is_inside(const struct lasso *lasso, const struct graph_edge *edge, uint32_t component)
{
    return lasso->component[edge->target] == component;
}

/* Whether a run can stay in the component for ever: members are stack[from] and those above. */
static bool is_fair(const struct lasso *lasso, uint64_t from, uint32_t component)
{
    const struct graph *graph  = lasso->graph;
    unsigned            denied = EVERY_PROCESS, made = 0;
    bool                has_edge = false;
    for (uint64_t i = from; i < lasso->n_stack; i++) {
        uint32_t world = lasso->stack[i];
        if (!graph_is_expanded(graph, world))
            return false;
        denied &= graph_enabled(graph, world);
        for (uint64_t e = graph->first[world]; e < graph->first[world + 1]; e++)
            if (is_inside(lasso, &graph->edges[e], component)) {
                has_edge = true;
                made |= graph->processes[graph->edges[e].choice];
            }
    }
    return has_edge && (denied & ~made) == 0;
}

static void keep_nearest(struct lasso *lasso, uint64_t from)
{
    for (uint64_t i = from; i < lasso->n_stack; i++) {
        uint32_t world = lasso->stack[i];
        if (!lasso->goes_on || lasso->distance[world] < lasso->distance[lasso->entry])
            lasso->entry = world;
        lasso->goes_on = true;
    }
}

/* The world on top has no more moves; where it is the root of a component, that is known. */
static void leave(struct lasso *lasso)
{
    uint32_t root = lasso->calls[--lasso->n_calls].world;
    uint64_t from = lasso->n_stack;
    if (lasso->low[root] != lasso->number[root])
        return;
    uint32_t component = ++lasso->components;
    do
        lasso->component[lasso->stack[--from]] = component;
    while (lasso->stack[from] != root);
    if (is_fair(lasso, from, component))
        keep_nearest(lasso, from);
    lasso->n_stack = from;
}

static void find_components(struct lasso *lasso)
{
    uint64_t round = 0;
    for (uint64_t i = 0; i < lasso->waiting && lasso->cut_by == NULL; i++) {
        if (lasso->number[lasso->queue[i]] == 0)
            visit(lasso, lasso->queue[i]);
        while (lasso->n_calls > 0 && lasso->cut_by == NULL) {
            if (!follow(lasso))
                leave(lasso);
            lasso->cut_by = graph_look_up(lasso->question, ++round);
        }
    }
}

/* --- the run --- */

static void add_way(struct lasso *lasso, struct path *path, uint32_t from, uint32_t to)
{
    size_t length = 0;
    for (uint32_t at = to; at != from; at = lasso->parent[at])
        length++;
    path->moves = memory_resize(path->moves, (path->count + length + 1) * sizeof *path->moves);
    path->count += length;
    for (size_t i = path->count; to != from; to = lasso->parent[to])
        path->moves[--i] = lasso->choice[to];
}

static struct path stem_to(struct lasso *lasso, uint32_t entry)
{
    const struct worlds *worlds = lasso->graph->worlds;
    uint32_t             begin  = entry;
    while (lasso->parent[begin] != begin)
        begin = lasso->parent[begin];
    size_t      length = worlds_way(worlds, begin, NULL);
    struct path path   = {.moves = memory_get(length + 1, sizeof *path.moves), .count = length};
    worlds_way(worlds, begin, path.moves);
    add_way(lasso, &path, begin, entry);
    return path;
}

/* Whether a move does what the loop still lacks: a move of a process that has had none, or a
 * world where it has none; when nothing is lacking, the return. */
static bool is_wanted(const struct lasso *lasso, const struct graph_edge *edge, unsigned lacking)
{
    return lacking != 0 ? (lasso->graph->processes[edge->choice] & lacking) != 0 ||
                              (lacking & ~graph_enabled(lasso->graph, edge->target)) != 0
                        : edge->target == lasso->entry;
}

/* Breadth first through the component to the nearest wanted move, which is the last of the
 * moves that are added. */
static const struct graph_edge *go_round(struct lasso *lasso, struct path *path, uint32_t from,
                                         unsigned lacking)
{
    const struct graph *graph     = lasso->graph;
    uint32_t            component = lasso->component[from];
    uint32_t            search    = ++lasso->searches;
    uint64_t            queued    = 0;
    lasso->number[from]           = search;
    lasso->queue[queued++]        = from;
    for (uint64_t at = 0; at < queued; at++) {
        uint32_t world = lasso->queue[at];
        for (uint64_t i = graph->first[world]; i < graph->first[world + 1]; i++) {
            const struct graph_edge *edge = &graph->edges[i];
            if (!is_inside(lasso, edge, component))
                continue;
            if (is_wanted(lasso, edge, lacking)) {
                add_way(lasso, path, from, world);
                path->moves[path->count++] = edge->choice; /* add_way() made room for one more */
                return edge;
            }
            if (lasso->number[edge->target] == search)
                continue;
            lasso->number[edge->target] = search;
            lasso->parent[edge->target] = world;
            lasso->choice[edge->target] = edge->choice;
            lasso->queue[queued++]      = edge->target;
        }
    }
    return NULL; /* never in a fair component */
}

/* From here on the arrays of the way to the waiting worlds serve the searches for the loop. */
static void add_loop(struct lasso *lasso, struct path *path)
{
    const struct graph *graph   = lasso->graph;
    size_t              stem    = path->count;
    unsigned            lacking = EVERY_PROCESS & graph_enabled(graph, lasso->entry);
    uint32_t            at      = lasso->entry;
    memset(lasso->number, 0, graph->worlds->count * sizeof *lasso->number);
    while (lacking != 0 || at != lasso->entry || path->count == stem) {
        const struct graph_edge *edge = go_round(lasso, path, at, lacking);
        assert(edge != NULL);
        at = edge->target;
        lacking &= graph_enabled(graph, at) & ~(unsigned)graph->processes[edge->choice];
    }
    path->loop = path->count - stem;
}

/* --- the whole --- */

static uint64_t bytes_for(uint64_t worlds)
{
    return worlds * (1 + 8 * sizeof(uint32_t) + sizeof(struct call));
}

static void start(struct lasso *lasso, const struct graph_question *question)
{
    uint64_t worlds = question->graph->worlds->count;
    *lasso          = (struct lasso){.question = question, .graph = question->graph};
    lasso->marks     = memory_get(worlds, sizeof *lasso->marks);
    lasso->distance  = memory_get(worlds, sizeof *lasso->distance);
    lasso->parent    = memory_get(worlds, sizeof *lasso->parent);
    lasso->choice    = memory_get(worlds, sizeof *lasso->choice);
    lasso->queue     = memory_get(worlds, sizeof *lasso->queue);
    lasso->number    = memory_get(worlds, sizeof *lasso->number);
    lasso->low       = memory_get(worlds, sizeof *lasso->low);
    lasso->component = memory_get(worlds, sizeof *lasso->component);
    lasso->stack     = memory_get(worlds, sizeof *lasso->stack);
    lasso->calls     = memory_get(worlds, sizeof *lasso->calls);
}

static void end(struct lasso *lasso)
{
    free(lasso->marks);
    free(lasso->distance);
    free(lasso->parent);
    free(lasso->choice);
    free(lasso->queue);
    free(lasso->number);
    free(lasso->low);
    free(lasso->component);
    free(lasso->stack);
    free(lasso->calls);
}

static void keep_shorter(struct claim_result *found, struct path path)
{
    if (found->violated && found->path.count <= path.count) {
        free(path.moves);
        return;
    }
    free(found->path.moves);
    found->violated = true;
    found->path     = path;
}

static void find_at(struct claim_result *found, const struct graph_question *question,
                    unsigned which)
{
    struct lasso lasso;
    start(&lasso, question);
    found->premise = graph_mark(question, which, lasso.marks) || found->premise;
    find_waiting(&lasso);
    if (!lasso.ends)
        find_components(&lasso);
    if (lasso.ends || lasso.goes_on) {
        struct path path = stem_to(&lasso, lasso.entry);
        if (!lasso.ends)
            add_loop(&lasso, &path);
        keep_shorter(found, path);
    }
    if (lasso.cut_by != NULL)
        found->cut_by = lasso.cut_by;
    end(&lasso);
}

void lasso_find(struct claim_result *found, const struct graph_question *question)
{
    struct worlds *worlds = question->graph->worlds;
    uint64_t       bytes  = bytes_for(worlds->count);
    if (!worlds_take(worlds, bytes)) {
        found->cut_by = "memory";
        return;
    }
    for (unsigned i = 0; i < ENGINE_ENDS && found->cut_by == NULL; i++)
        find_at(found, question, i);
    worlds_give(worlds, bytes);
}
