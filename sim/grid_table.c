/* grid_table.c - what a sweep found, as a table and as JSON Lines; see grid_table.h. */
#include "grid_table.h"

#include <stdlib.h>
#include <string.h>

enum { CELL = 6 }; /* columns of a value of the grid */

/* --- as a table --- */

static void print_cell(FILE *out, const struct grid *grid, unsigned point, unsigned claim)
{
    const struct finding *finding = grid_found(grid, point, claim);
    char                  number[TEXT_NUMBER_MAX];
    if (grid_is_none(grid, finding))
        snprintf(number, sizeof number, ">%d", finding->enough - 1);
    else if (finding->open_by == NULL)
        snprintf(number, sizeof number, finding->premise ? "%d" : "-", finding->enough);
    else if (finding->enough != GRID_UNKNOWN)
        snprintf(number, sizeof number, "%u-%d", grid_lowest(grid, finding),
                 finding->enough);
    else if (finding->below.moves != NULL)
        snprintf(number, sizeof number, ">%u?", finding->at);
    else
        snprintf(number, sizeof number, "?");
    fprintf(out, "%*s", CELL, number);
}

/* A knob of the grid by its place from behind: 0 counts fastest; NULL: there is none. */
static const struct engine_knob *from_behind(const struct engine *engine, unsigned i)
{
    return i + 1 < engine->n_knobs ? &engine->knobs[engine->n_knobs - 2 - i] : NULL;
}

static unsigned values_of(const struct engine_knob *knob)
{
    return knob == NULL ? 1 : grid_width(knob);
}

/* Knobs before the last two of the grid have a line for each of their settings. */
static unsigned leading(const struct engine *engine)
{
    return engine->n_knobs > 3 ? engine->n_knobs - 3 : 0;
}

/* Over the columns: the last knob of the grid, and in groups the one before it. */
static void print_columns(FILE *out, const struct engine *engine)
{
    const struct engine_knob *inner = from_behind(engine, 0), *outer = from_behind(engine, 1);
    char                      name[TEXT_NUMBER_MAX];
    if (outer != NULL) {
        fprintf(out, "  %*s", (int)(10 * leading(engine) + 10), "");
        for (unsigned i = 0; i < grid_width(outer); i++) {
            snprintf(name, sizeof name, "%s %u", outer->name, outer->least + i);
            fprintf(out, "  %*s", (int)(CELL * grid_width(inner)), name);
        }
        fputs("\n", out);
    }
    for (unsigned i = 0; i < leading(engine); i++)
        fprintf(out, "  %8s", engine->knobs[i].name);
    fprintf(out, "  %9s:", inner->name);
    for (unsigned i = 0; i < values_of(outer) * grid_width(inner); i++)
        fprintf(out, "%s%*u", i % grid_width(inner) == 0 ? "  " : "", CELL,
                inner->least + i % grid_width(inner));
    fputs("\n", out);
}

static void print_grid(FILE *out, const struct grid *grid, unsigned claim)
{
    const struct engine *engine = grid->engine;
    unsigned             inner  = values_of(from_behind(engine, 0));
    unsigned             line   = inner * values_of(from_behind(engine, 1));
    if (engine->n_knobs > 1)
        print_columns(out, engine);
    for (unsigned point = 0; point < grid->count; point++) {
        for (unsigned i = 0; i < leading(engine) && point % line == 0; i++)
            fprintf(out, "  %8u", grid_value(engine, point, i));
        if (point % line == 0)
            fprintf(out, "  %10s", "");
        if (point % inner == 0)
            fputs("  ", out);
        print_cell(out, grid, point, claim);
        if ((point + 1) % line == 0)
            fputs("\n", out);
    }
}

static void print_settings(FILE *out, const struct grid *grid, unsigned point)
{
    const struct engine *engine = grid->engine;
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        fprintf(out, "%s %u, ", engine->knobs[i].name, grid_value(engine, point, i));
}

static void print_run(FILE *out, const struct grid *grid, unsigned point, unsigned claim)
{
    const struct finding     *finding = grid_found(grid, point, claim);
    const struct engine_knob *last    = grid_last(grid->engine);
    if (finding->below.moves == NULL)
        return;
    unsigned      value = finding->at;
    struct engine set   = grid_setting(grid->engine, point, value);
    struct text   text  = {0};
    path_add_short(&text, &set, &finding->below);
    fputs("    ", out);
    print_settings(out, grid, point);
    fprintf(out, "%s %u: %zu moves: %s\n", last->name, value, finding->below.count,
            text_get(&text));
    text_free(&text);
    free((void *)(uintptr_t)set.start);
}

/* Of each claim one run, where the grid begins to need more than the least; or all of them. */
static bool is_shown(const struct grid *grid, unsigned point, unsigned claim)
{
    for (unsigned i = 0; i < point && !grid->options->traces; i++)
        if (grid_found(grid, i, claim)->below.moves != NULL)
            return false;
    return true;
}

/* The claim's cells are those of an earlier one: it is named there. */
static bool are_equal(const struct grid *grid, unsigned a, unsigned b)
{
    for (unsigned point = 0; point < grid->count; point++) {
        const struct finding *x = grid_found(grid, point, a), *y = grid_found(grid, point, b);
        if (x->enough != y->enough || x->at != y->at || x->premise != y->premise ||
            grid_least(x) != grid_least(y))
            return false;
    }
    return true;
}

/* The claim holds, or has nothing to say, wherever the knob stands. */
static bool is_idle(const struct grid *grid, unsigned claim)
{
    for (unsigned point = 0; point < grid->count; point++)
        if (grid_found(grid, point, claim)->below.moves != NULL)
            return false;
    return true;
}

static bool is_shown_with(const struct grid *grid, unsigned claim, unsigned first)
{
    return grid_has(grid->engine, claim) && is_idle(grid, claim) == is_idle(grid, first) &&
           are_equal(grid, claim, first);
}

/* The first of those claims whose cells are all equal. */
static unsigned first_like(const struct grid *grid, unsigned claim)
{
    unsigned first = 0;
    while (!is_shown_with(grid, first, claim))
        first++;
    return first;
}

static void add_names(struct text *text, const struct grid *grid, unsigned first)
{
    const char *before = "";
    for (unsigned i = first; i < grid->engine->n_claims; i++)
        if (is_shown_with(grid, i, first)) {
            text_add(text, "%s%s", before, grid->engine->claims[i].name);
            before = ", ";
        }
}

static unsigned known_points(const struct grid *grid, unsigned claim)
{
    unsigned known = 0;
    for (unsigned point = 0; point < grid->count; point++)
        known += grid_found(grid, point, claim)->open_by == NULL;
    return known;
}

/* How many points are open for this reason. */
static unsigned open_by(const struct grid *grid, unsigned claim, const char *reason)
{
    unsigned open = 0;
    for (unsigned point = 0; point < grid->count; point++) {
        const char *why = grid_found(grid, point, claim)->open_by;
        open += why != NULL && strcmp(why, reason) == 0;
    }
    return open;
}

/* How much of the grid is known, and why no more. */
static void add_known(struct text *text, const struct grid *grid, unsigned claim)
{
    static const struct reason {
        const char *name, *text;
    } reasons[] = {{"memory", "more memory"},
                   {"time", "more time"},
                   {"depth", "more depth"},
                   {"capacity", "a longer queue"},
                   {"interrupt", "what was interrupted"}};
    const char *before = "; the others are open, for want of";
    text_add(text, "   (%u of %u points", known_points(grid, claim), grid->count);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        unsigned open = open_by(grid, claim, reasons[i].name);
        if (open == 0)
            continue;
        text_add(text, "%s %s: %u", before, reasons[i].text, open);
        before = ",";
    }
    text_add(text, ")");
}

/* What there is to say of a claim in one line. */
static void add_gist(struct text *text, const struct grid *grid, unsigned claim)
{
    unsigned known = known_points(grid, claim), none = 0;
    for (unsigned point = 0; point < grid->count; point++)
        none += grid_is_none(grid, grid_found(grid, point, claim));
    if (is_idle(grid, claim))
        text_add(text, "never violated");
    else if (none > 0)
        text_add(text, "no %s up to %u is enough at %u of %u points", grid_last(grid->engine)->name,
                 grid_last(grid->engine)->most, none, known);
    if (!is_idle(grid, claim) && none * 2 < known) {
        text_add(text, none > 0 ? "; at the others " : "");
        grid_add_formula(text, grid, claim);
    }
    if (known < grid->count)
        add_known(text, grid, claim);
}

static void print_runs(FILE *out, const struct grid *grid, unsigned claim)
{
    for (unsigned point = 0; point < grid->count; point++)
        if (is_shown(grid, point, claim))
            print_run(out, grid, point, claim);
}

/* Claims with the same cells stand together; those that nothing violates need no cells. */
static void print_claims(FILE *out, const struct grid *grid, unsigned first)
{
    const struct engine *engine = grid->engine;
    struct text          gist   = {0};
    fputs("\n", out);
    for (unsigned i = first; i < engine->n_claims; i++)
        if (is_shown_with(grid, i, first))
            fprintf(out, "%s: %s\n", engine->claims[i].name, engine->claims[i].text);
    add_gist(&gist, grid, first);
    fprintf(out, "  %s\n", text_get(&gist));
    if (!is_idle(grid, first) || known_points(grid, first) < grid->count)
        print_grid(out, grid, first);
    for (unsigned i = first; i < engine->n_claims; i++)
        if (is_shown_with(grid, i, first))
            print_runs(out, grid, i);
    text_free(&gist);
}

/* The knobs that --with gave one value, which the assumptions know nothing of. */
static void print_held(FILE *out, const struct engine *engine)
{
    const char *before = "of these only";
    for (unsigned i = 0; i < engine->n_knobs; i++) {
        if (grid_width(&engine->knobs[i]) > 1)
            continue;
        fprintf(out, "%s %s %u", before, engine->knobs[i].name, engine->knobs[i].least);
        before = ",";
    }
    if (before[0] == ',')
        fputs("\n", out);
}

void grid_print(FILE *out, const struct grid *grid)
{
    const struct engine *engine = grid->engine;
    uint64_t             states = 0;
    char                 number[TEXT_NUMBER_MAX];
    for (unsigned i = 0; i < grid->count; i++)
        states += grid->points[i].states;
    fprintf(out, "%s: %s\n", engine->bound, engine->text);
    fprintf(out, "the least %s, %u to %u, at which each claim holds; %u point%s, %s worlds in all\n",
            grid_last(engine)->name, grid_last(engine)->least, grid_last(engine)->most,
            grid->count, grid->count == 1 ? "" : "s", text_grouped(number, states));
    fprintf(out, "(>%u: not even then; -: the premise was never met; ?: open, the search proved nothing;\n"
                 " >1?: open, but 1 is too little; 2-4: 4 is enough, less than 2 is not, between them it is open)\n",
            grid_last(engine)->most);
    fprintf(out, "assumes %s\n", engine->assumptions);
    print_held(out, engine);
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (grid_has(engine, i) && first_like(grid, i) == i)
            print_claims(out, grid, i);
}

void grid_add_lines(struct text *text, const struct grid *grid)
{
    for (unsigned i = 0; i < grid->engine->n_claims; i++) {
        struct text names = {0};
        if (!grid_has(grid->engine, i) || first_like(grid, i) != i)
            continue;
        add_names(&names, grid, i);
        text_add(text, "%-24s  %s\n%26s", grid->engine->bound, text_get(&names), "");
        add_gist(text, grid, i);
        text_add(text, "\n");
        text_free(&names);
    }
}

/* --- as JSON Lines --- */

static void print_object(FILE *out, const struct grid *grid, unsigned point, unsigned claim)
{
    const struct engine  *engine  = grid->engine;
    const struct finding *finding = grid_found(grid, point, claim);
    fprintf(out, "{\"bound\":\"%s\",\"claim\":\"%s\",", engine->bound, engine->claims[claim].name);
    for (unsigned i = 0; i + 1 < engine->n_knobs; i++)
        fprintf(out, "\"%s\":%u,", engine->knobs[i].name, grid_value(engine, point, i));
    fprintf(out, "\"premise\":%s,\"least\":", finding->premise ? "true" : "false");
    if (finding->open_by != NULL || grid_is_none(grid, finding))
        fprintf(out, "null,\"open\":%s", finding->open_by != NULL ? "true" : "false");
    else
        fprintf(out, "%d", finding->enough);
    if (finding->open_by != NULL)
        fprintf(out, ",\"open_by\":\"%s\"", finding->open_by);
    if (finding->open_by != NULL && finding->enough != GRID_UNKNOWN)
        fprintf(out, ",\"enough\":%d", finding->enough);
    if (finding->below.moves != NULL)
        fprintf(out, ",\"shortest_below\":%zu", finding->below.count);
    fputs("}\n", out);
}

void grid_print_json(FILE *out, const struct grid *grid)
{
    for (unsigned claim = 0; claim < grid->engine->n_claims; claim++)
        for (unsigned point = 0; point < grid->count && grid_has(grid->engine, claim); point++)
            print_object(out, grid, point, claim);
}
