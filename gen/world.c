/* world.c - what both engines of a world share; see world.h. */
#include "world.h"

#include <string.h>

#include "arena.h"

enum { FORGED_FLAGS = 16, FORGED_TEXTS = 2 };

static struct world_field own_field(const char *name, enum type type, bool forgotten)
{
    struct world_field f = { name, name, "", type, !forgotten, false, forgotten, false, false,
                             false, { 0, 0 } };

    return f;
}

bool world_lacks(const struct model *m, const struct symbol *s)
{
    if (s->needs != NULL && s->needs->value == 0)
        return true;
    return s->ghost && (!s->wanted || (s->ticks && !m->bound->timed));
}

bool world_is_of_segment(const struct symbol *word)
{
    return word->kind == SYM_WORLD &&
           (strcmp(word->name, "overdue") == 0 || strcmp(word->name, "eldest") == 0 ||
            strcmp(word->name, "youngest") == 0);
}

static bool is_field(const struct model *m, const struct symbol *s)
{
    return s->kind == SYM_BUDGET ||
           ((s->kind == SYM_VAR || s->kind == SYM_TIMER) && !world_lacks(m, s));
}

static struct world_field symbol_field(const struct model *m, const struct symbol *s)
{
    struct world_field f = own_field(s->name, s->type, !s->ghost && s->kind != SYM_BUDGET);

    f.ident = s->ident;
    f.text = s->text;
    if (s->kind == SYM_TIMER) {
        f.ident = arena_format("timer_%s", s->ident);
        f.type = m->bound->timed ? TYPE_COUNT : TYPE_BOOL;
        f.timer = true;
        f.ages = f.presses = m->bound->timed;
    }
    if (s->ticks)
        f.ages = true;
    if (s->kind == SYM_BUDGET) {
        f.budget = true;
        f.initial[END_A] = s->value;
        f.initial[END_B] = s->value_b;
    }
    return f;
}

/* state, the symbols in their order, then what the world keeps. */
struct world_field world_field(const struct model *m, unsigned i)
{
    unsigned n = 1;

    if (i == 0)
        return own_field("state", TYPE_STATE, true);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (is_field(m, s) && n++ == i)
            return symbol_field(m, s);
    return i == n ? own_field("script", TYPE_COUNT, false)
                  : own_field("unspecified", TYPE_BOOL, false);
}

unsigned world_fields(const struct model *m)
{
    unsigned n = 3;

    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        n += is_field(m, s);
    return n;
}

bool world_is_declared_field(const struct symbol *s)
{
    return s->kind == SYM_SEGMENT && s->at.source != NULL;
}

const char *world_rider(const struct model *m, unsigned i)
{
    unsigned n = 0;

    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (world_is_declared_field(s) && !world_lacks(m, s) && n++ == i)
            return s->ident;
    return i == n && m->bound->timed ? "life" : NULL;
}

/* In this order `and` is the smaller and `or` the larger. */
enum answer { NO, OPEN, YES };

/* `budget != 0`, `budget = 0` for a budget that starts at nothing: budgets are only ever spent. */
static enum answer answer_budget(const struct expr *e, unsigned end)
{
    const struct symbol *s = e->a->symbol;
    unsigned             n;

    if (e->a->kind != EXPR_NAME || s->kind != SYM_BUDGET || e->b->kind != EXPR_NUMBER)
        return OPEN;
    n = s->knob != NULL ? s->knob->most : end == END_A ? s->value : s->value_b;
    if (e->b->value != 0 || n != 0)
        return OPEN;
    return e->kind == EXPR_EQ ? YES : NO;
}

/* What the bound alone says of a guard: by its options, its budgets, and whether it is timed. */
static enum answer answer(const struct model *m, const struct expr *e, unsigned end)
{
    enum answer a, b;

    if (e->kind == EXPR_EQ || e->kind == EXPR_NE)
        return answer_budget(e, e->a->peer ? 1 - end : end);
    if (e->kind == EXPR_NAME && e->symbol->kind == SYM_OPTION)
        return e->symbol->value != 0 ? YES : NO;
    if (e->kind == EXPR_NAME && e->symbol->kind == SYM_LET)
        return answer(m, e->symbol->expr, end);
    if (e->kind == EXPR_NAME && strcmp(e->name, "timed") == 0)
        return m->bound->timed ? YES : NO;
    if (e->kind != EXPR_NOT && e->kind != EXPR_AND && e->kind != EXPR_OR && e->kind != EXPR_IF)
        return OPEN;

    a = answer(m, e->a, end);
    if (e->kind == EXPR_NOT)
        return YES - a;
    if (e->kind == EXPR_IF)
        return a == OPEN ? OPEN : answer(m, a == YES ? e->b : e->c, end);
    b = answer(m, e->b, end);
    return (e->kind == EXPR_AND) == (a < b) ? a : b;
}

/* The clock is one, so its move is made at A. */
static bool is_of_clock(const struct move *v)
{
    for (const struct action *a = v->actions; a != NULL; a = a->next)
        if (a->kind == ACT_TICK)
            return true;
    return false;
}

unsigned world_choices(const struct model *m, const struct move *v, unsigned end)
{
    unsigned n = 1u << m->bound->seq_bits;

    if (answer(m, v->guard, end) == NO)
        return 0;
    if (is_of_clock(v))
        return m->bound->timed && end == END_A;
    if (v->indexed || (v->picks && m->bound->unordered))
        return m->bound->capacity;
    if (v->calls)
        return m->bound->alternatives;
    return v->forges ? FORGED_FLAGS * n * n * FORGED_TEXTS : 1;
}

unsigned world_move_number(const struct model *m, const struct move *move, unsigned end)
{
    unsigned n = 0;

    for (const struct move *v = m->moves; v != move; v = v->next)
        n += world_choices(m, v, END_A) + world_choices(m, v, END_B);
    return n + (end == END_B ? world_choices(m, move, END_A) : 0);
}

unsigned world_process(const struct move *v, unsigned end)
{
    static const char *const fair[] = { "network", "timer", "user" };

    if (v->actions != NULL && v->actions->kind == ACT_TICK)
        return WORLD_CLOCK;
    for (unsigned i = 0; i < sizeof fair / sizeof fair[0]; i++)
        if (strcmp(v->process, fair[i]) == 0)
            return 2 * i + end;
    return WORLD_ADVERSARY;
}

unsigned world_steps(const struct model *m)
{
    unsigned n = 0;

    for (const struct step *s = m->bound->begin; s != NULL; s = s->next)
        n++;
    return n;
}

static bool same_call(const struct call *a, const struct call *b)
{
    return a->event == b->event && a->active == b->active && a->iss == b->iss &&
           a->octets == b->octets && a->states == b->states && a->position == b->position;
}

static bool same_scripts(const struct bound *bound)
{
    const struct call *a = bound->script[END_A], *b = bound->script[END_B];

    while (a != NULL && b != NULL && same_call(a, b)) {
        a = a->next;
        b = b->next;
    }
    return a == NULL && b == NULL && bound->after_crash[END_A] == bound->after_crash[END_B];
}

static bool same_budgets(const struct model *m)
{
    for (unsigned i = 0; i < world_fields(m); i++)
        if (world_field(m, i).initial[END_A] != world_field(m, i).initial[END_B])
            return false;
    return true;
}

/* Moves made first, and where not to go on, are A's or B's; a swept parameter is neither's. */
bool world_is_alike(const struct model *m)
{
    const struct bound *b = m->bound;

    for (const struct knob *k = b->knobs; k != NULL; k = k->next)
        if (k->symbol->kind == SYM_PARAM)
            return false;
    return b->begin == NULL && b->until == NULL && same_budgets(m) && same_scripts(b);
}

/* " (1 to 3)" where a sweep varies it. */
static const char *swept(const struct symbol *s)
{
    return s->knob == NULL ? "" : arena_format(" (%u to %u)", s->knob->least, s->knob->most);
}

static const char *join(const char *a, const char *b)
{
    return a[0] == '\0' ? b : arena_format("%s, %s", a, b);
}

static const char *iss_list(const struct model *m)
{
    const char *text = "";

    for (unsigned e = 0; e < ENDS; e++)
        for (const struct call *c = m->bound->script[e]; c != NULL; c = c->next)
            if (c->event != NULL && strcmp(c->event->name, "OPEN") == 0)
                text = arena_format("%s %c %u", text, "AB"[e], c->iss);
    return text;
}

/* Something lasts so long: even no ticks are worth saying. */
static bool is_length(const struct model *m, const struct symbol *param)
{
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->lasts == param)
            return true;
    return false;
}

/* Does the bound's value of a parameter belong to what it assumes? */
static bool is_assumed(const struct model *m, const struct symbol *s)
{
    if (s->kind != SYM_PARAM)
        return false;
    return s->knob != NULL || (s->ticks && m->bound->timed && (s->value != 0 || is_length(m, s)));
}

const char *world_assumptions(const struct model *m)
{
    const char *text = arena_format("seq %u bits, capacity %u%s", m->bound->seq_bits,
                                    m->bound->capacity, m->bound->unordered ? ", unordered" : "");
    const char *options = "";

    for (const struct symbol *s = m->symbols; s != NULL; s = s->next) {
        if (s->kind == SYM_PARAM && strcmp(s->name, "RCV.WND") == 0)
            text = join(text, arena_format("window %u", s->value));
        if (is_assumed(m, s))
            text = join(text, arena_format("%s %u%s", s->name, s->value, swept(s)));
        if (s->kind == SYM_BUDGET && (s->knob != NULL || s->value != 0 || s->value_b != 0))
            text = join(text, arena_format("%s %u/%u%s", s->name, s->value, s->value_b, swept(s)));
        if (s->kind == SYM_OPTION && s->value != 0)
            options = arena_format("%s %s", options, s->name);
    }
    return arena_format("%s, ISS%s; options:%s", text, iss_list(m),
                        options[0] == '\0' ? " none" : options);
}
