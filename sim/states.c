/* states.c - the joint states of both ends: which pairs are reached, and which can stand still. */
#include "states.h"

#include <stdlib.h>
#include <string.h>

void states_start(struct result *result)
{
    size_t states = result->engine->n_states;
    result->pairs = memory_get(states * states, sizeof *result->pairs);
}

/* --- counting --- */

static bool is_type(const struct engine_var *var, const char *type)
{
    return strcmp(var->type, type) == 0;
}

/* The state of one end; *runs becomes true when one of its timers runs, ghosts apart. */
static unsigned state_of(const struct engine *engine, const uint32_t *values, bool *runs)
{
    unsigned state = 0;
    for (unsigned i = 0; i < engine->n_vars; i++) {
        const struct engine_var *var = &engine->vars[i];
        if (is_type(var, "state") && var->note[0] == '\0')
            state = values[i];
        if (is_type(var, "timer") && var->note[0] == '\0' && values[i] != 0)
            *runs = true;
    }
    return state;
}

/* Whether a move of the network or of an end by itself is left, such as to send what is queued. */
static bool can_go_on(const struct engine *engine, const void *world)
{
    enum { USERS = 4 }; /* from here on the users' processes, and nobody's */
    void *next = memory_get(1, engine->world_size);
    bool  can  = false;
    for (unsigned m = 0; m < engine->n_choices && !can; m++)
        can = engine->process_of(m) < USERS && engine->move(world, m, next, NULL);
    free(next);
    return can;
}

void states_count(struct result *result, const void *world)
{
    const struct engine *engine = result->engine;
    uint32_t            *values = memory_get(engine->n_vars, sizeof *values);
    unsigned             states[ENGINE_ENDS];
    bool                 moves = false;
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        engine->view(world, end, values);
        states[end] = state_of(engine, values, &moves);
        moves       = moves || engine->flight(world, end, NULL, 0) > 0;
    }
    struct pair_count *pair = &result->pairs[states[0] * engine->n_states + states[1]];
    pair->worlds++;
    pair->quiescent += !moves && !can_go_on(engine, world);
    free(values);
}

/* --- printing --- */

static void print_cell(FILE *out, const struct pair_count *pair, bool counts)
{
    char worlds[TEXT_NUMBER_MAX], quiescent[TEXT_NUMBER_MAX];
    if (!counts)
        fputs(pair->quiescent > 0 ? "■" : pair->worlds > 0 ? "□" : "", out);
    else if (pair->worlds > 0)
        fputs(text_grouped(worlds, pair->worlds), out);
    if (counts && pair->quiescent > 0)
        fprintf(out, " (%s)", text_grouped(quiescent, pair->quiescent));
}

static void print_head(FILE *out, const struct engine *engine, bool counts)
{
    fputs("| A, B |", out);
    for (unsigned b = 0; b < engine->n_states; b++)
        fprintf(out, " %s |", engine->states[b]);
    fputs("\n|---|", out);
    for (unsigned b = 0; b < engine->n_states; b++)
        fputs(counts ? "---:|" : ":-:|", out);
    fputs("\n", out);
}

void states_print(FILE *out, const struct result *result, bool counts)
{
    const struct engine *engine = result->engine;
    char                 worlds[TEXT_NUMBER_MAX];
    fprintf(out, "## %s\n\n%s: %s worlds%s. Assumes %s.\n\n", engine->bound, engine->text,
            text_grouped(worlds, result->states),
            result_is_complete(result)   ? ""
            : result->error.length > 0   ? ", ERROR"
                                         : ", INCOMPLETE",
            engine->assumptions);
    print_head(out, engine, counts);
    for (unsigned a = 0; a < engine->n_states; a++) {
        fprintf(out, "| %s |", engine->states[a]);
        for (unsigned b = 0; b < engine->n_states; b++) {
            fputs(" ", out);
            print_cell(out, &result->pairs[a * engine->n_states + b], counts);
            fputs(" |", out);
        }
        fputs("\n", out);
    }
    fputs("\n", out);
}
