/* check_expr.c - names and expressions get their meaning and type; see checker.h. */
#include <string.h>

#include "checker.h"
#include "names.h"
#include "world.h"

/* Names are substituted, so a let of lets can grow beyond any use of it. */
enum { WRITTEN_OUT_MAX = 10000, NESTING_MAX = 100 };

static const char *type_name(enum type t)
{
    switch (t) {
    case TYPE_NONE:  return "nothing";
    case TYPE_BOOL:  return "bool";
    case TYPE_SEQ:   return "seq";
    case TYPE_COUNT: return "count";
    case TYPE_STATE: return "state";
    }
    return "nothing";
}

struct symbol *checker_find(struct checker *k, const char *name, struct place at)
{
    struct symbol *s = names_find(k->m, name);

    if (s != NULL)
        s->used = true;
    else
        names_unknown(k->m, name, at);
    return s;
}

struct symbol *checker_find_kind(struct checker *k, enum symbol_kind kind, const char *name,
                                 struct place at)
{
    struct symbol *s = checker_find(k, name, at);

    if (s == NULL || s->kind == kind)
        return s;
    error_at(at, "'%s' is %s, where %s was expected", name, names_kind(s->kind), names_kind(kind));
    return NULL;
}

/* Are these the actions that watch a moment of this name? */
static bool is_watching(const struct checker *k, const char *name)
{
    return k->context == IN_WATCH && strcmp(k->within->name, name) == 0;
}

static bool is_of_settle(const struct symbol *s)
{
    return s->kind == SYM_WORLD && (strcmp(s->name, "changed") == 0 || strcmp(s->name, "sent") == 0);
}

/* May a word of the world be read here? The moments that can be watched have no value. */
static bool is_known(const struct checker *k, const struct symbol *s)
{
    if (s->type == TYPE_STATE || strcmp(s->name, "SEQ.HALF") == 0)
        return true;
    if (is_of_settle(s))
        return is_watching(k, "settle");
    if (strcmp(s->name, "unspecified") == 0 || strcmp(s->name, "over") == 0)
        return k->context == IN_CLAIM;
    if (strcmp(s->name, "i") == 0 || world_is_of_segment(s))
        return k->context == IN_MOVE && (k->move->indexed || k->move->picks);
    if (strcmp(s->name, "flight") == 0 && k->context == IN_CLAIM)
        return true;
    return k->context == IN_MOVE && s->type != TYPE_NONE;
}

/* May a name of this kind be read here? */
static bool is_visible(const struct checker *k, const struct symbol *s)
{
    if (s->ghost)
        return k->context == IN_WATCH || (k->context == IN_CLAIM && s->kind == SYM_VAR) ||
               (k->context == IN_MOVE && s->ticks);
    switch (s->kind) {
    case SYM_INPUT:
    case SYM_SEGMENT: return k->context == IN_TABLE || k->context == IN_WATCH;
    case SYM_OUT:     return is_watching(k, "send");
    case SYM_BUDGET:  return k->context == IN_MOVE || k->context == IN_CLAIM;
    case SYM_WORLD:   return is_known(k, s);
    case SYM_STATE:
    case SYM_OPTION:
    case SYM_PARAM:
    case SYM_VAR:
    case SYM_LET:     return true;
    case SYM_SET:
    case SYM_TIMER:
    case SYM_SIGNAL:
    case SYM_EVENT:
    case SYM_DO:
    case SYM_SOURCE:  return false;
    }
    return false;
}

void checker_add_size(struct checker *k, unsigned n)
{
    k->size = n < WRITTEN_OUT_MAX - k->size ? k->size + n : WRITTEN_OUT_MAX;
}

/* Enters the body of a let or do; false when it was or must not be read. */
bool checker_enter(struct checker *inner, const struct checker *k, struct symbol *s,
                   struct place at)
{
    *inner = *k;
    inner->context = IN_TABLE;
    inner->nesting++;
    inner->size = 1;
    if (s->visit == 1) {
        error_at(at, "'%s' is defined by itself: a let or do stands for its text", s->name);
        note_at(s->at, "its definition");
        return false;
    }
    if (s->visit == 0 && inner->nesting > NESTING_MAX) {
        error_at(at, "lets and dos nested deeper than %d", NESTING_MAX);
        s->visit = 2;
    }
    return s->visit == 0;
}

/* Leaves it, its size known. */
void checker_leave(const struct checker *inner, struct symbol *s)
{
    s->visit = 2;
    s->size = inner->size;
    if (s->size < WRITTEN_OUT_MAX)
        return;
    error_at(s->at, "'%s' is too large: written out it has %d operations or more", s->name,
             WRITTEN_OUT_MAX);
    s->size = 0; /* not to be followed */
}

void check_let(struct checker *k, struct symbol *s, struct place at)
{
    struct checker inner;

    if (checker_enter(&inner, k, s, at)) {
        s->visit = 1;
        check_expr(&inner, s->expr);
        s->type = s->expr->type;
        s->max = COUNT_MAX;
        checker_leave(&inner, s);
    }
    checker_add_size(k, s->size);
}

/* A name in a let that has no value where the let is used: the segment's, in a claim. */
static const struct symbol *find_hidden(const struct checker *k, const struct expr *e)
{
    const struct symbol *hidden = NULL;

    if (e == NULL)
        return NULL;
    if (e->kind == EXPR_NAME && e->symbol != NULL && e->symbol->kind == SYM_LET)
        hidden = e->symbol->size == 0 ? NULL : find_hidden(k, e->symbol->expr);
    else if (e->kind == EXPR_NAME && e->symbol != NULL && !is_visible(k, e->symbol))
        hidden = e->symbol;
    if (hidden == NULL)
        hidden = find_hidden(k, e->a);
    if (hidden == NULL)
        hidden = find_hidden(k, e->b);
    return hidden != NULL ? hidden : find_hidden(k, e->c);
}

/* False when the let is used within itself. */
static bool check_use_of_let(struct checker *k, const struct expr *e, struct symbol *s)
{
    const struct symbol *hidden;

    check_let(k, s, e->at);
    if (s->visit != 2)
        return false;
    hidden = k->context == IN_TABLE ? NULL : find_hidden(k, s->expr);
    if (hidden != NULL)
        error_at(e->at, "'%s' speaks of '%s', %s, which has no value here", s->name, hidden->name,
                 names_kind(hidden->kind));
    return true;
}

static bool is_per_end(const struct symbol *s)
{
    return s->kind == SYM_VAR || s->kind == SYM_BUDGET ||
           (s->kind == SYM_WORLD && (s->type == TYPE_STATE || strcmp(s->name, "flight") == 0 ||
                                     strcmp(s->name, "unspecified") == 0));
}

static void fail_visible(const struct checker *k, const struct expr *e, const struct symbol *s)
{
    if (s->ghost && (k->context == IN_TABLE || k->context == IN_MOVE))
        error_at(e->at, "'%s' is a ghost: only watches and claims can see it", e->name);
    else if (s->ghost && s->kind == SYM_INPUT)
        error_at(e->at, "'%s' is scratch: only watches can see it", e->name);
    else if (s->kind == SYM_TIMER)
        error_at(e->at, "'%s' is a timer and has no value: write running(%s)", e->name, e->name);
    else if (s->kind == SYM_SET)
        error_at(e->at, "'%s' is a set of states and has no value: write state in %s", e->name,
                 e->name);
    else if (is_of_settle(s))
        error_at(e->at, "'%s' is known when an event is over: in 'watch settle'", e->name);
    else if (strcmp(s->name, "i") == 0)
        error_at(e->at, "'i' has a value in moves that run over the queue: NAME(i), NAME(next)");
    else
        error_at(e->at, "'%s' is %s and has no value here", e->name, names_kind(s->kind));
}

static void check_name(struct checker *k, struct expr *e)
{
    struct symbol *s = checker_find(k, e->name, e->at);

    if (s == NULL)
        return;
    if (!is_visible(k, s)) {
        fail_visible(k, e, s);
        return;
    }
    if (e->peer && (k->context == IN_TABLE || !is_per_end(s)))
        error_at(e->at, "'peer.' is for the variables of an end, in watches, claims and moves");
    if (s->kind == SYM_LET && !check_use_of_let(k, e, s))
        return;
    e->symbol = s;
    e->type = s->type;
}

void checker_want(const struct expr *e, enum type t)
{
    if (e->type != TYPE_NONE && e->type != t)
        error_at(e->at, "this is a %s, where a %s was expected", type_name(e->type), type_name(t));
}

/* A number that stands where a sequence number is wanted is one. */
void checker_adapt(const struct checker *k, struct expr *e, enum type t)
{
    const struct bound *b = k->m->bound;

    if (e->kind != EXPR_NUMBER || t != TYPE_SEQ)
        return;
    e->type = TYPE_SEQ;
    if (b != NULL && e->value >> b->seq_bits != 0)
        error_at(e->at, "overflow: a sequence number of this bound has %u bits", b->seq_bits);
}

static void check_logic(struct checker *k, struct expr *e)
{
    check_expr(k, e->a);
    checker_want(e->a, TYPE_BOOL);
    if (e->b != NULL) {
        check_expr(k, e->b);
        checker_want(e->b, TYPE_BOOL);
    }
    e->type = TYPE_BOOL;
}

static void check_equal(struct checker *k, struct expr *e)
{
    check_expr(k, e->a);
    check_expr(k, e->b);
    checker_adapt(k, e->b, e->a->type);
    checker_adapt(k, e->a, e->b->type);
    if (e->a->type != TYPE_NONE)
        checker_want(e->b, e->a->type);
    e->type = TYPE_BOOL;
}

/* a < b: of counts. Sequence numbers lie on a circle and need an interval. */
static void check_order(struct checker *k, struct expr *e)
{
    check_expr(k, e->a);
    check_expr(k, e->b);
    if (e->a->type == TYPE_SEQ || e->b->type == TYPE_SEQ)
        error_at(e->at, "sequence numbers lie on a circle and have no order: write an interval, "
                        "a < x =< b");
    else {
        checker_want(e->a, TYPE_COUNT);
        checker_want(e->b, TYPE_COUNT);
    }
    e->type = TYPE_BOOL;
}

static void check_range(struct checker *k, struct expr *e)
{
    enum type t;

    check_expr(k, e->a);
    check_expr(k, e->b);
    check_expr(k, e->c);
    t = e->a->type == TYPE_SEQ || e->b->type == TYPE_SEQ || e->c->type == TYPE_SEQ ? TYPE_SEQ
                                                                                   : TYPE_COUNT;
    checker_adapt(k, e->a, t);
    checker_adapt(k, e->b, t);
    checker_adapt(k, e->c, t);
    checker_want(e->a, t);
    checker_want(e->b, t);
    checker_want(e->c, t);
    e->type = TYPE_BOOL;
}

/* seq + count, seq - count, seq - seq (a count), count + count, count - count */
static void check_sum(struct checker *k, struct expr *e)
{
    check_expr(k, e->a);
    check_expr(k, e->b);
    if (e->a->type == TYPE_SEQ && e->b->type == TYPE_SEQ && e->kind == EXPR_SUB) {
        e->type = TYPE_COUNT;
        return;
    }
    if (e->a->type != TYPE_SEQ)
        checker_want(e->a, TYPE_COUNT);
    checker_want(e->b, TYPE_COUNT);
    e->type = e->a->type;
}

static void check_choice(struct checker *k, struct expr *e)
{
    check_expr(k, e->a);
    checker_want(e->a, TYPE_BOOL);
    check_expr(k, e->b);
    check_expr(k, e->c);
    checker_adapt(k, e->b, e->c->type);
    checker_adapt(k, e->c, e->b->type);
    if (e->b->type != TYPE_NONE)
        checker_want(e->c, e->b->type);
    e->type = e->b->type;
}

static void check_set(struct checker *k, struct expr *e)
{
    struct symbol *s;

    check_expr(k, e->a);
    checker_want(e->a, TYPE_STATE);
    s = checker_find(k, e->name, e->at);
    if (s != NULL && s->kind != SYM_SET && s->kind != SYM_STATE)
        error_at(e->at, "'%s' is %s, not a set of states", e->name, names_kind(s->kind));
    if (s != NULL)
        e->states = s->states;
    e->type = TYPE_BOOL;
}

static void check_number(struct expr *e)
{
    e->type = TYPE_COUNT;
    if (e->value > COUNT_MAX)
        error_at(e->at, "overflow: %u does not fit in a count, which is at most %d", e->value,
                 COUNT_MAX);
}

void check_expr(struct checker *k, struct expr *e)
{
    checker_add_size(k, 1);
    switch (e->kind) {
    case EXPR_NUMBER:  check_number(e); break;
    case EXPR_BOOL:    e->type = TYPE_BOOL; break;
    case EXPR_NAME:    check_name(k, e); break;
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_IMPLIES: check_logic(k, e); break;
    case EXPR_EQ:
    case EXPR_NE:      check_equal(k, e); break;
    case EXPR_LT:
    case EXPR_LE:      check_order(k, e); break;
    case EXPR_RANGE:   check_range(k, e); break;
    case EXPR_ADD:
    case EXPR_SUB:     check_sum(k, e); break;
    case EXPR_MIN:
        check_expr(k, e->a);
        check_expr(k, e->b);
        checker_want(e->a, TYPE_COUNT);
        checker_want(e->b, TYPE_COUNT);
        e->type = TYPE_COUNT;
        break;
    case EXPR_IF:      check_choice(k, e); break;
    case EXPR_IN:      check_set(k, e); break;
    case EXPR_ENABLED:
        e->symbol = checker_find_kind(k, SYM_EVENT, e->name, e->at);
        if (k->context != IN_MOVE)
            error_at(e->at, "enabled() is for the guards of moves");
        e->type = TYPE_BOOL;
        break;
    case EXPR_RUNNING:
        e->symbol = checker_find_kind(k, SYM_TIMER, e->name, e->at);
        e->type = TYPE_BOOL;
        break;
    case EXPR_DUE:
        e->symbol = checker_find_kind(k, SYM_TIMER, e->name, e->at);
        if (k->context == IN_TABLE)
            error_at(e->at, "due() is for moves, watches and claims: the table does not know the "
                            "time");
        e->type = TYPE_BOOL;
        break;
    case EXPR_FLIES:
        check_expr(k, e->a);
        checker_want(e->a, TYPE_SEQ);
        if (k->context != IN_MOVE)
            error_at(e->at, "flies() is for the guards of moves");
        e->type = TYPE_BOOL;
        break;
    case EXPR_ONE:
        check_expr(k, e->a);
        checker_want(e->a, TYPE_BOOL);
        e->type = TYPE_COUNT;
        break;
    }
}

void check_bool(struct checker *k, struct expr *e)
{
    if (e == NULL)
        return;
    check_expr(k, e);
    checker_want(e, TYPE_BOOL);
}
