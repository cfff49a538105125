/* recover.c - CLAIM_RECOVERABLE: a world from which what is to be reached cannot be. */
#include "recover.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_CAN = 4 }; /* beside GRAPH_...: from here it can be reached */

struct recover {
    const struct graph_question *question;
    const struct graph          *graph;
    bool     *moves_out;   /* by move: it does not count */
    bool     *events_out;  /* by event: nor does what raises it */
    uint64_t *first;       /* by world: its first source; the next one's ends them */
    uint32_t *sources;     /* from which worlds a move that counts leads here */
    uint8_t  *marks;       /* by world: GRAPH_... and MARK_CAN */
    uint32_t *queue;       /* worlds from which it can be reached */
    uint64_t  queued;      /* how many */
    const char *cut_by;    /* what ran out */
};

/* --- the moves that count, turned round --- */

static bool is_listed(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void leave_out(struct recover *recover)
{
    const struct engine      *engine  = recover->graph->engine;
    const char *const        *without = engine->claims[recover->question->claim].without;
    for (unsigned i = 0; i < engine->n_moves; i++)
        recover->moves_out[i] = is_listed(without, engine->moves[i].name);
    for (unsigned i = 0; i < engine->n_events; i++)
        recover->events_out[i] = is_listed(without, engine->events[i]);
}

static bool counts(const struct recover *recover, const struct graph_edge *edge)
{
    const struct graph *graph = recover->graph;
    return graph->processes[edge->choice] != 0 && !recover->moves_out[graph->moves[edge->choice]] &&
           !(edge->event < graph->engine->n_events && recover->events_out[edge->event]);
}

/* first[w] counts the sources of w, then says where they end, and comes back to where they
 * begin while they are filled in from behind. */
static void turn_round(struct recover *recover)
{
    const struct graph *graph = recover->graph;
    uint64_t            count = graph->worlds->count;
    for (uint64_t i = 0; i < graph->first[graph->count]; i++)
        if (counts(recover, &graph->edges[i]))
            recover->first[graph->edges[i].target]++;
    for (uint64_t i = 1; i <= count; i++)
        recover->first[i] += recover->first[i - 1];
    for (uint64_t world = 0; world < graph->count; world++)
        for (uint64_t i = graph->first[world]; i < graph->first[world + 1]; i++)
            if (counts(recover, &graph->edges[i]))
                recover->sources[--recover->first[graph->edges[i].target]] = (uint32_t)world;
}

/* --- backwards --- */

static void reach(struct recover *recover, uint32_t world)
{
    if ((recover->marks[world] & MARK_CAN) != 0)
        return;
    recover->marks[world] |= MARK_CAN;
    recover->queue[recover->queued++] = world;
}

static void go_back(struct recover *recover)
{
    const struct graph *graph = recover->graph;
    for (uint32_t world = 0; world < graph->worlds->count; world++)
        if ((recover->marks[world] & GRAPH_REACHED) != 0 || !graph_is_expanded(graph, world))
            reach(recover, world);
    for (uint64_t at = 0; at < recover->queued && recover->cut_by == NULL; at++) {
        uint32_t world = recover->queue[at];
        for (uint64_t i = recover->first[world]; i < recover->first[world + 1]; i++)
            reach(recover, recover->sources[i]);
        recover->cut_by = graph_look_up(recover->question, at);
    }
}

/* --- the whole --- */

/* Worlds lie in the order of their distance from the first. */
static void keep_first(struct claim_result *found, const struct recover *recover)
{
    const struct worlds *worlds = recover->graph->worlds;
    uint32_t             world  = 0;
    while (world < worlds->count &&
           (recover->marks[world] & (GRAPH_FROM | MARK_CAN)) != GRAPH_FROM)
        world++;
    size_t length = world < worlds->count ? worlds_way(worlds, world, NULL) : 0;
    if (world == worlds->count || (found->violated && found->path.count <= length))
        return;
    free(found->path.moves);
    found->violated = true;
    found->path     = (struct path){.moves = memory_get(length + 1, sizeof *found->path.moves),
                                    .count = length};
    worlds_way(worlds, world, found->path.moves);
}

static void find_at(struct claim_result *found, struct recover *recover, unsigned end)
{
    recover->queued = 0;
    found->premise  = graph_mark(recover->question, end, recover->marks) || found->premise;
    go_back(recover);
    found->cut_by = recover->cut_by;
    if (recover->cut_by == NULL)
        keep_first(found, recover);
}

static uint64_t bytes_for(const struct graph *graph)
{
    return graph->worlds->count * (1 + sizeof(uint32_t) + sizeof(uint64_t)) +
           graph->n_edges * sizeof(uint32_t);
}

static void start(struct recover *recover, const struct graph_question *question)
{
    const struct graph *graph  = question->graph;
    uint64_t            worlds = graph->worlds->count;
    *recover            = (struct recover){.question = question, .graph = graph};
    recover->moves_out  = memory_get(graph->engine->n_moves, sizeof *recover->moves_out);
    recover->events_out = memory_get(graph->engine->n_events, sizeof *recover->events_out);
    recover->first      = memory_get(worlds + 1, sizeof *recover->first);
    recover->sources    = memory_get(graph->n_edges, sizeof *recover->sources);
    recover->marks      = memory_get(worlds, sizeof *recover->marks);
    recover->queue      = memory_get(worlds, sizeof *recover->queue);
}

static void finish(struct recover *recover)
{
    free(recover->moves_out);
    free(recover->events_out);
    free(recover->first);
    free(recover->sources);
    free(recover->marks);
    free(recover->queue);
}

void recover_find(struct claim_result *found, const struct graph_question *question)
{
    struct recover recover;
    struct worlds *worlds = question->graph->worlds;
    uint64_t       bytes  = bytes_for(question->graph);
    if (!worlds_take(worlds, bytes)) {
        found->cut_by = "memory";
        return;
    }
    start(&recover, question);
    leave_out(&recover);
    turn_round(&recover);
    for (unsigned end = 0; end < ENGINE_ENDS && found->cut_by == NULL; end++)
        find_at(found, &recover, end);
    finish(&recover);
    worlds_give(worlds, bytes);
}
