/* path.c - a run of the world, move by move, as text. */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#include "replay.h"
#include "tcpdump.h"

enum {
    FLIGHT_MAX = 64, /* segments shown on the way to one end */
    SHOWN_MAX  = 100 /* moves shown at either end of a long run */
};

static char end_letter(unsigned end)
{
    return end < ENGINE_ENDS ? (char)('A' + end) : '-';
}

/* The sequence number is always shown: it decides what a bare ACK does in a small world. */
static void add_segment(struct text *text, const struct engine *engine,
                        const struct engine_segment *segment, unsigned to)
{
    uint32_t mask = engine->seq_bits >= 32 ? UINT32_MAX : (UINT32_C(1) << engine->seq_bits) - 1;
    char     flags[TCPDUMP_FLAGS_MAX];
    text_add(text, "%c > %c: Flags [%s], seq %u", end_letter(1 - to), end_letter(to),
             tcpdump_flags(flags, segment->flags), segment->seq);
    if (segment->text > 0)
        text_add(text, ":%u", (segment->seq + segment->text) & mask);
    if ((segment->flags & FLAG_ACK) != 0)
        text_add(text, ", ack %u", segment->ack);
    if (segment->has_window)
        text_add(text, ", win %u", segment->window);
    text_add(text, ", length %u%s", segment->text, segment->forged != 0 ? " (forged)" : "");
}

/* --- variables --- */

static bool is_type(const struct engine_var *var, const char *type)
{
    return strcmp(var->type, type) == 0;
}

static const char *state_name(const struct engine *engine, const void *world, unsigned end)
{
    uint32_t   *values = memory_get(engine->n_vars, sizeof *values);
    const char *name   = "?";
    if (end < ENGINE_ENDS)
        engine->view(world, end, values);
    for (unsigned i = 0; i < engine->n_vars && end < ENGINE_ENDS; i++)
        if (is_type(&engine->vars[i], "state") && values[i] < engine->n_states) {
            name = engine->states[values[i]];
            break;
        }
    free(values);
    return name;
}

static const char *value_text(char out[TEXT_NUMBER_MAX], const struct engine *engine,
                              unsigned var, uint32_t value)
{
    if (is_type(&engine->vars[var], "state") && value < engine->n_states)
        return engine->states[value];
    if (is_type(&engine->vars[var], "bool") ||
        (is_type(&engine->vars[var], "timer") && !engine->timed))
        return value != 0 ? "yes" : "no";
    if (is_type(&engine->vars[var], "timer") && value <= 1)
        return value == 0 ? "no" : "due";
    snprintf(out, TEXT_NUMBER_MAX, "%u",
             is_type(&engine->vars[var], "timer") ? value - 1 : value);
    return out;
}

/* Ghosts that say nothing are left out. */
static void print_variable(FILE *out, const struct engine *engine, unsigned var, uint32_t at_a,
                           uint32_t at_b)
{
    char a[TEXT_NUMBER_MAX], b[TEXT_NUMBER_MAX];
    if (engine->vars[var].note[0] != '\0' && at_a == 0 && at_b == 0)
        return;
    fprintf(out, "     %-16s %-14s %s%s%s\n", engine->vars[var].name,
            value_text(a, engine, var, at_a), value_text(b, engine, var, at_b),
            engine->vars[var].note[0] != '\0' ? "   " : "",
            engine->vars[var].note);
}

static void print_variables(FILE *out, const struct engine *engine, const void *world)
{
    uint32_t *values = memory_get((size_t)engine->n_vars * ENGINE_ENDS, sizeof *values);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        engine->view(world, end, values + (size_t)end * engine->n_vars);
    fprintf(out, "     %-16s %-14s %s\n", "", "A", "B");
    for (unsigned i = 0; i < engine->n_vars; i++)
        print_variable(out, engine, i, values[i], values[engine->n_vars + i]);
    free(values);
}

static void print_flight(FILE *out, const struct engine *engine, const void *world)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        struct engine_segment segments[FLIGHT_MAX];
        unsigned              count = engine->flight(world, end, segments, FLIGHT_MAX);
        for (unsigned i = 0; i < count; i++) {
            struct text text = {0};
            add_segment(&text, engine, &segments[i], end);
            fprintf(out, "     on the way   %s\n", text_get(&text));
            text_free(&text);
        }
    }
}

/* --- one move --- */

/* "OPEN", "deliver A > B: Flags [S], seq 0, length 0", "retransmit". */
static void add_what(struct text *text, const struct engine *engine,
                     const struct engine_step *step)
{
    const char *move  = engine->moves[step->move].name;
    const char *event = step->event < engine->n_events ? engine->events[step->event] : NULL;
    text_add(text, "%s", move);
    if (step->has_segment) {
        text_add(text, " ");
        add_segment(text, engine, &step->segment, step->end < ENGINE_ENDS ? step->end : 0);
    } else if (step->call != NULL) {
        text_add(text, " %s", step->call);
    } else if (event != NULL && strcmp(event, move) != 0) {
        text_add(text, " %s", event);
    }
}

static void print_fired(FILE *out, const struct engine *engine, const struct engine_fired *fired)
{
    struct text identity = {0};
    const char *cite     = engine->rows[fired->row].cite[fired->state];
    result_add_identity(&identity, engine, fired->row, fired->state);
    fprintf(out, "          row    %s  -> %s   @ %s\n", text_get(&identity),
            engine->states[fired->to], cite != NULL ? cite : "-");
    text_free(&identity);
}

/* `before` and `after` are the worlds around the move. */
static void print_step(FILE *out, const struct engine *engine, size_t number,
                       const struct engine_step *step, const void *const worlds[2])
{
    struct text what   = {0};
    const char *before = state_name(engine, worlds[0], step->end);
    const char *after  = state_name(engine, worlds[1], step->end);
    add_what(&what, engine, step);
    fprintf(out, "%4zu %c  %-56s %s", number, end_letter(step->end), text_get(&what), before);
    fprintf(out, strcmp(before, after) != 0 ? " -> %s\n" : "\n", after);
    for (unsigned i = 0; i < step->n_fired; i++)
        print_fired(out, engine, &step->fired[i]);
    for (unsigned i = 0; i < step->n_sent; i++) {
        what.length = 0;
        add_segment(&what, engine, &step->sent[i], 1U - step->end);
        fprintf(out, "          sends  %s\n", text_get(&what));
    }
    for (unsigned i = 0; i < step->n_told; i++)
        fprintf(out, "          tells  %s\n", engine->signals[step->told[i]]);
    if (step->n_overflow > 0)
        fprintf(out, "          lost   %u, since the queue was full\n", step->n_overflow);
    text_free(&what);
}

/* --- a whole path --- */

size_t path_walk(const struct engine *engine, const struct path *path, void *world)
{
    size_t size = engine->world_size, made = 0;
    char  *next = memory_get(2, size), *back = next + size;
    engine_start(engine, world);
    for (;; made++) {
        if (made + path->loop == path->count)
            memcpy(back, world, size);
        if (made == path->count || path->moves[made] >= engine->n_choices ||
            !engine->move(world, path->moves[made], next, NULL))
            break;
        memcpy(world, next, size);
    }
    bool returns = memcmp(back, world, size) == 0;
    free(next);
    return made < path->count || returns ? made : path->count - path->loop;
}

bool path_overflows(const struct engine *engine, const struct path *path)
{
    char *world = memory_get(2, engine->world_size), *next = world + engine->world_size;
    bool  found = false;
    engine_start(engine, world);
    for (size_t i = 0; i < path->count && !found; i++) {
        struct engine_step step;
        if (!engine->move(world, path->moves[i], next, &step))
            break;
        found = step.n_overflow > 0;
        memcpy(world, next, engine->world_size);
    }
    free(world);
    return found;
}

/* A long run is told by its beginning and its end. */
static bool is_shown(const struct path *path, size_t i)
{
    return i < SHOWN_MAX || path->count - i <= SHOWN_MAX;
}

/* Prints the moves from `world` on, which it leaves as they leave it. */
static bool print_moves(FILE *out, const struct engine *engine, const struct path *path,
                        void *world)
{
    void *next = memory_get(1, engine->world_size);
    bool  good = true;
    for (size_t i = 0; i < path->count && good; i++) {
        struct engine_step step;
        good = path->moves[i] < engine->n_choices &&
               engine->move(world, path->moves[i], next, &step);
        if (path->loop > 0 && i + path->loop == path->count)
            fputs("     from here it goes round for ever:\n", out);
        if (!good)
            fprintf(out, "%4zu    move %u is not enabled here\n", i + 1, path->moves[i]);
        else if (is_shown(path, i))
            print_step(out, engine, i + 1, &step, (const void *const[]){world, next});
        else if (i == SHOWN_MAX)
            fprintf(out, "   ... %zu moves ...\n", path->count - 2 * (size_t)SHOWN_MAX);
        if (good)
            memcpy(world, next, engine->world_size);
    }
    free(next);
    return good;
}

static void print_decisions(FILE *out, const struct engine *engine, const struct path *path)
{
    struct text text = {0};
    replay_add(&text, engine, path);
    fprintf(out, "     replay: %s\n", text_get(&text));
    text_free(&text);
}

/* What the run shows, in the first line and after its last move. */
static void print_title(FILE *out, const struct engine *engine, const struct path *path,
                        unsigned claim)
{
    const char *name = result_claim_name(engine, claim);
    size_t      stem = path->count - path->loop;
    const char *what = result_claim_kind(engine, claim) == CLAIM_WITNESS ? "shown" : "violated";
    fprintf(out, "%s: %s is %s %s %zu move%s", engine->bound, name, what,
            path->loop > 0 ? "by a run that goes round for ever after" : "after", stem,
            stem == 1 ? "" : "s");
    fputs("\n", out);
}

static void print_verdict(FILE *out, const struct engine *engine, unsigned claim)
{
    static const char *const verdicts[] = {
        [CLAIM_ALWAYS]      = "violated",
        [CLAIM_EVENTUALLY]  = "violated, since it never comes to it",
        [CLAIM_RECOVERABLE] = "violated, since from here no way leads to it",
        [CLAIM_WITNESS]     = "shown"};
    const char *cite = claim < engine->n_claims ? engine->claims[claim].cite : "";
    fprintf(out, "     %s: %s: %s%s%s\n", verdicts[result_claim_kind(engine, claim)],
            result_claim_name(engine, claim), result_claim_text(engine, claim),
            cite[0] != '\0' ? "   @ " : "", cite);
}

bool path_print(FILE *out, const struct engine *engine, const struct path *path, unsigned claim)
{
    void *world = memory_get(1, engine->world_size);
    print_title(out, engine, path, claim);
    engine_start(engine, world);
    bool good = print_moves(out, engine, path, world);
    if (good)
        print_verdict(out, engine, claim);
    print_variables(out, engine, world);
    print_flight(out, engine, world);
    print_decisions(out, engine, path);
    free(world);
    return good;
}

bool path_add_short(struct text *text, const struct engine *engine, const struct path *path)
{
    void *world = memory_get(2, engine->world_size);
    void *next  = (char *)world + engine->world_size;
    bool  good  = true;
    char  flags[TCPDUMP_FLAGS_MAX];
    engine_start(engine, world);
    for (size_t i = 0; i < path->count && good; i++) {
        struct engine_step step;
        good = engine->move(world, path->moves[i], next, &step);
        if (!good)
            break;
        const char *event = step.event < engine->n_events ? engine->events[step.event] : NULL;
        const char *move  = engine->moves[step.move].name;
        text_add(text, "%s%c %s", i > 0 ? ", " : "", end_letter(step.end),
                 step.call != NULL                   ? step.call
                 : step.has_segment || event == NULL ? move
                                                     : event);
        if (step.has_segment)
            text_add(text, " [%s]", tcpdump_flags(flags, step.segment.flags));
        memcpy(world, next, engine->world_size);
    }
    free(world);
    return good;
}
