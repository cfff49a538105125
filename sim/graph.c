/* graph.c - the worlds of a bound with the moves between them, for claims about whole runs. */
#include "graph.h"

#include <assert.h>
#include <stdlib.h>

#include "process.h"

enum { LOOK_UP_EVERY = 1 << 16 }; /* rounds between two looks at the clock and the signals */

static uint64_t first_bytes(const struct worlds *worlds)
{
    return (worlds->capacity + 1) * sizeof(uint64_t);
}

static void know_processes(struct graph *graph)
{
    for (unsigned m = 0; m < graph->engine->n_choices; m++) {
        unsigned process = graph->engine->process_of(m);
        if (process < ENGINE_PROCESSES)
            graph->processes[m] = (uint8_t)(1U << process);
    }
}

bool graph_start(struct graph *graph, const struct engine *engine, struct worlds *worlds)
{
    assert(engine->n_choices <= GRAPH_CHOICES_MAX);
    *graph           = (struct graph){.engine = engine, .worlds = worlds};
    graph->first     = worlds_reserve(first_bytes(worlds));
    graph->edges     = worlds_reserve(worlds->budget);
    graph->processes = memory_get(engine->n_choices, sizeof *graph->processes);
    graph->moves     = memory_get(engine->n_choices, sizeof *graph->moves);
    know_processes(graph);
    return graph->first != NULL && graph->edges != NULL;
}

void graph_end(struct graph *graph)
{
    if (graph->worlds == NULL)
        return;
    worlds_release(graph->first, first_bytes(graph->worlds));
    worlds_release(graph->edges, graph->worlds->budget);
    free(graph->processes);
    free(graph->moves);
    *graph = (struct graph){0};
}

bool graph_add(struct graph *graph, uint32_t target, unsigned choice,
               const struct engine_step *step)
{
    if (!worlds_take(graph->worlds, sizeof *graph->edges))
        return false;
    graph->moves[choice] = step->move;
    graph->edges[graph->n_edges++] =
        (struct graph_edge){target, choice & (GRAPH_CHOICES_MAX - 1), step->event};
    return true;
}

bool graph_close(struct graph *graph)
{
    if (!worlds_take(graph->worlds, sizeof *graph->first))
        return false;
    graph->first[++graph->count] = graph->n_edges;
    return true;
}

uint8_t graph_enabled(const struct graph *graph, uint32_t world)
{
    unsigned enabled = 0;
    for (uint64_t i = graph->first[world]; i < graph->first[world + 1]; i++)
        enabled |= graph->processes[graph->edges[i].choice];
    return (uint8_t)enabled;
}

bool graph_mark(const struct graph_question *question, unsigned end, uint8_t *marks)
{
    const struct graph *graph = question->graph;
    bool                met   = false;
    for (uint64_t i = 0; i < graph->worlds->count; i++) {
        uint64_t from = 0, reached = 0;
        graph->engine->goals(worlds_get(graph->worlds, i), end, &from, &reached);
        bool is_from = (from >> question->claim & 1) != 0;
        marks[i]     = (uint8_t)((is_from ? GRAPH_FROM : 0) |
                             ((reached >> question->claim & 1) != 0 ? GRAPH_REACHED : 0));
        met          = met || is_from;
    }
    return met;
}

const char *graph_look_up(const struct graph_question *question, uint64_t round)
{
    if (round % LOOK_UP_EVERY != 0)
        return NULL;
    if (process_interrupted())
        return "interrupt";
    return question->until > 0 && process_now() > question->until ? "time" : NULL;
}
