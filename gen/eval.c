/* eval.c - the table as an interpreter; see eval.h. */
#include "eval.h"

#include <assert.h>
#include <string.h>

#include "arena.h"
#include "check.h"

static const enum symbol_kind kept[] = { SYM_OPTION, SYM_PARAM, SYM_VAR,
                                         SYM_INPUT,  SYM_TIMER, SYM_SEGMENT };

enum { N_KEPT = sizeof kept / sizeof kept[0] };

struct values *values_new(const struct model *m, unsigned bits)
{
    struct values *v = arena_take(sizeof *v);

    v->m = m;
    v->bits = bits;
    for (unsigned i = 0; i < N_KEPT; i++) {
        v->base[kept[i]] = v->n;
        v->n += m->count[kept[i]];
    }
    v->cells = arena_take(v->n * sizeof *v->cells);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_OPTION || s->kind == SYM_PARAM)
            *values_cell(v, s) = s->value;
    return v;
}

void values_copy(struct values *to, const struct values *from)
{
    assert(to->m == from->m);
    to->bits = from->bits;
    to->state = from->state;
    memcpy(to->cells, from->cells, from->n * sizeof *from->cells);
}

static unsigned place_of(const struct values *v, const struct symbol *s)
{
    unsigned i = v->base[s->kind] + s->index;

    assert(i < v->n);
    return i;
}

uint32_t *values_cell(struct values *v, const struct symbol *s)
{
    return &v->cells[place_of(v, s)];
}

/* What is there with an option reads 0, and takes nothing, where that is off. */
static bool lacks(const struct values *v, const struct symbol *s)
{
    return s->needs != NULL && v->cells[place_of(v, s->needs)] == 0;
}

static uint32_t modulo(const struct values *v, uint32_t x)
{
    return v->bits < 32 ? x & ((UINT32_C(1) << v->bits) - 1) : x;
}

static uint32_t eval_name(const struct values *v, const struct expr *e)
{
    const struct symbol *s = e->symbol;

    assert(!e->peer);
    switch (s->kind) {
    case SYM_STATE:   return s->index;
    case SYM_LET:     return eval_expr(v, s->expr);
    case SYM_OPTION:
    case SYM_PARAM:
    case SYM_VAR:
    case SYM_INPUT:
    case SYM_TIMER:
    case SYM_SEGMENT: return lacks(v, s) ? 0 : v->cells[place_of(v, s)];
    case SYM_WORLD:
        if (s->type == TYPE_STATE)
            return v->state;
        assert(strcmp(s->name, "SEQ.HALF") == 0);
        return UINT32_C(1) << (v->bits - 1);
    case SYM_SET:
    case SYM_SIGNAL:
    case SYM_EVENT:
    case SYM_DO:
    case SYM_SOURCE:
    case SYM_BUDGET:
    case SYM_OUT:     break;
    }
    assert(false && "a name without a value in the table");
    return 0;
}

/* a < x =< b on the circle: how far x is from a, against how far b is. */
static bool eval_range(const struct values *v, const struct expr *e)
{
    uint32_t a = eval_expr(v, e->a), x = eval_expr(v, e->b), b = eval_expr(v, e->c);

    if (e->b->type == TYPE_SEQ) {
        x = modulo(v, x - a);
        b = modulo(v, b - a);
        a = 0;
    }
    return (e->low_strict ? a < x : a <= x) && (e->high_strict ? x < b : x <= b);
}

static uint32_t eval_sum(const struct values *v, const struct expr *e)
{
    uint32_t a = eval_expr(v, e->a), b = eval_expr(v, e->b);

    if (e->a->type == TYPE_SEQ)
        return modulo(v, e->kind == EXPR_ADD ? a + b : a - b);
    if (e->kind == EXPR_ADD)
        return a + b;
    return a > b ? a - b : 0;
}

static uint32_t eval_min(const struct values *v, const struct expr *e)
{
    uint32_t a = eval_expr(v, e->a), b = eval_expr(v, e->b);

    return a < b ? a : b;
}

uint32_t eval_expr(const struct values *v, const struct expr *e)
{
    switch (e->kind) {
    case EXPR_NUMBER:  return e->type == TYPE_SEQ ? modulo(v, e->value) : e->value;
    case EXPR_BOOL:    return e->value;
    case EXPR_NAME:    return eval_name(v, e);
    case EXPR_NOT:     return !eval_expr(v, e->a);
    case EXPR_AND:     return eval_expr(v, e->a) && eval_expr(v, e->b);
    case EXPR_OR:      return eval_expr(v, e->a) || eval_expr(v, e->b);
    case EXPR_IMPLIES: return !eval_expr(v, e->a) || eval_expr(v, e->b);
    case EXPR_EQ:      return eval_expr(v, e->a) == eval_expr(v, e->b);
    case EXPR_NE:      return eval_expr(v, e->a) != eval_expr(v, e->b);
    case EXPR_LT:      return eval_expr(v, e->a) < eval_expr(v, e->b);
    case EXPR_LE:      return eval_expr(v, e->a) <= eval_expr(v, e->b);
    case EXPR_RANGE:   return eval_range(v, e);
    case EXPR_ADD:
    case EXPR_SUB:     return eval_sum(v, e);
    case EXPR_MIN:     return eval_min(v, e);
    case EXPR_IF:      return eval_expr(v, e->a) ? eval_expr(v, e->b) : eval_expr(v, e->c);
    case EXPR_IN:      return e->states >> v->state & 1u;
    case EXPR_RUNNING: return !lacks(v, e->symbol) && v->cells[place_of(v, e->symbol)];
    case EXPR_ONE:     return eval_expr(v, e->a);
    case EXPR_DUE:
    case EXPR_FLIES:
    case EXPR_ENABLED: break;
    }
    assert(false && "an expression of the world");
    return 0;
}

static uint32_t eval_or(const struct values *v, const struct expr *e, uint32_t otherwise)
{
    return e != NULL ? eval_expr(v, e) : otherwise;
}

static uint32_t value_named(const struct values *v, const char *name)
{
    for (const struct symbol *s = v->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_VAR && strcmp(s->name, name) == 0)
            return v->cells[place_of(v, s)];
    return 0;
}

static void do_send(const struct values *v, const struct action *a, struct run *run)
{
    struct sent s = { .flags = a->flags };

    s.seq = a->seq != NULL ? eval_expr(v, a->seq) : value_named(v, "SND.NXT");
    if ((a->flags & FLAG_ACK) != 0)
        s.ack = a->ack != NULL ? eval_expr(v, a->ack) : value_named(v, "RCV.NXT");
    s.len = eval_or(v, a->len, 0);
    if (run->n_sent < RUN_SENT_MAX)
        run->sent[run->n_sent] = s;
    run->n_sent++;
}

static void set(struct values *v, const struct symbol *s, uint32_t value)
{
    if (!lacks(v, s))
        *values_cell(v, s) = s->type == TYPE_SEQ ? modulo(v, value) : value;
}

static void do_forget(struct values *v)
{
    memset(&v->cells[v->base[SYM_VAR]], 0, v->m->count[SYM_VAR] * sizeof *v->cells);
    memset(&v->cells[v->base[SYM_TIMER]], 0, v->m->count[SYM_TIMER] * sizeof *v->cells);
    v->state = 0;
}

static void do_actions(struct values *v, const struct action *list, struct run *run);

static void do_action(struct values *v, const struct action *a, struct run *run)
{
    switch (a->kind) {
    case ACT_ASSIGN:  set(v, a->symbol, eval_expr(v, a->value)); break;
    case ACT_DO:      do_actions(v, a->symbol->body, run); break;
    case ACT_SEND:    do_send(v, a, run); break;
    case ACT_START:   set(v, a->symbol, 1); break;
    case ACT_STOP:    set(v, a->symbol, 0); break;
    case ACT_FORGET:  do_forget(v); break;
    case ACT_TELL:
    case ACT_DELIVER: break;
    case ACT_RAISE:
    case ACT_ARRIVE:
    case ACT_REMOVE:
    case ACT_COPY:
    case ACT_FORGE:
    case ACT_CALL:
    case ACT_CRASH:
    case ACT_TICK:    assert(false && "an action of the world"); break;
    }
}

static void do_actions(struct values *v, const struct action *list, struct run *run)
{
    for (const struct action *a = list; a != NULL; a = a->next)
        if (a->when == NULL || eval_expr(v, a->when))
            do_action(v, a, run);
}

bool eval_row(const struct values *v, const struct row *r)
{
    return (r->states >> v->state & 1u) != 0 && (r->guard == NULL || eval_expr(v, r->guard));
}

static const struct row *first_row(const struct values *v, const struct group *g)
{
    const struct row *r = g != NULL ? g->rows : NULL;

    while (r != NULL && !eval_row(v, r))
        r = r->next;
    return r;
}

/* Fires a row; the step to go on with, or 0. */
static unsigned fire(struct values *v, const struct row *r, struct run *run)
{
    assert(run->n_rows < RUN_STEPS_MAX);
    run->rows[run->n_rows] = r;
    run->states[run->n_rows++] = v->state;
    do_actions(v, r->actions, run);
    if (r->target != NULL)
        v->state = r->target->index;
    return r->next_step;
}

void eval_event(struct values *v, const struct symbol *event, struct run *run)
{
    unsigned step = check_first_step(v->m, event, v->state);

    memset(run, 0, sizeof *run);
    run->unspecified = step == 0 && !event->spontaneous;
    while (step != 0) {
        const struct row *r = first_row(v, check_group(v->m, event, v->state, step));

        if (r == NULL) {
            run->unspecified = !event->spontaneous || run->n_rows > 0;
            return;
        }
        step = fire(v, r, run);
    }
}
