/* mutate.c - mutations: every change of the table that a rule can make; see mutate.h.
 *
 * One walk over the table comes to each of them and offers it; listing writes what is offered,
 * applying waits for one. Places in expressions are counted and changed by the same recursion:
 * what is counted is what can be changed.
 */
#include "mutate.h"

#include <string.h>

#include "arena.h"
#include "names.h"
#include "rows.h"

struct walk {
    struct model *m;
    FILE         *out;    /* NULL: nothing is listed */
    const char   *wanted; /* NULL: nothing is applied */
    bool          found;
};

/* Is this the one? Then the model says what it is a mutant of. */
static bool offer(struct walk *w, const char *identity, struct place at, const char *text)
{
    struct mutant *u;

    if (w->out != NULL)
        fprintf(w->out, "%s\t%s:%u:%u\t%s\n", identity, at.source->name, at.line, at.col, text);
    if (w->wanted == NULL || w->found || strcmp(identity, w->wanted) != 0)
        return false;
    w->found = true;
    u = arena_take(sizeof *u);
    u->name = identity;
    u->text = text;
    u->at = at;
    w->m->mutant = u;
    return true;
}

/* ------------------------------------------------------------ places in expressions */

enum rule { NEGATE, EDGE };

/* The n-th place where a rule applies. */
struct site {
    enum rule    rule;
    unsigned     wanted; /* which is changed; 0: none */
    unsigned     n;      /* places seen */
    struct place at;     /* of that one */
};

static bool is_next(struct site *site, struct place at)
{
    if (++site->n != site->wanted)
        return false;
    site->at = at;
    return true;
}

static bool is_connective(const struct expr *e)
{
    return e->kind == EXPR_NOT || e->kind == EXPR_AND || e->kind == EXPR_OR ||
           e->kind == EXPR_IMPLIES;
}

static struct expr *negation(struct expr *e)
{
    struct expr *not = arena_take(sizeof *not);

    not->kind = EXPR_NOT;
    not->at = e->at;
    not->a = e;
    return not;
}

static void change_edges(struct expr *e, struct site *site)
{
    if ((e->kind == EXPR_LT || e->kind == EXPR_LE) && is_next(site, e->at))
        e->kind = e->kind == EXPR_LT ? EXPR_LE : EXPR_LT;
    if (e->kind != EXPR_RANGE)
        return;
    if (is_next(site, e->at))
        e->low_strict = !e->low_strict;
    if (is_next(site, e->at))
        e->high_strict = !e->high_strict;
}

/* A copy of the expression, changed at the place that is wanted. */
static struct expr *changed(const struct expr *e, struct site *site)
{
    struct expr *copy;

    if (e == NULL)
        return NULL;
    copy = arena_take(sizeof *copy);
    *copy = *e;
    if (site->rule == NEGATE && !is_connective(e))
        return is_next(site, e->at) ? negation(copy) : copy;
    copy->a = changed(e->a, site);
    if (site->rule == EDGE)
        change_edges(copy, site);
    copy->b = changed(e->b, site);
    copy->c = changed(e->c, site);
    return copy;
}

static struct action *changed_actions(const struct action *list, struct site *site)
{
    struct action *first = NULL, **end = &first;

    for (const struct action *a = list; a != NULL; a = a->next, end = &(*end)->next) {
        *end = arena_take(sizeof **end);
        **end = *a;
        (*end)->value = changed(a->value, site);
        (*end)->seq = changed(a->seq, site);
        (*end)->ack = changed(a->ack, site);
        (*end)->len = changed(a->len, site);
        (*end)->when = changed(a->when, site);
    }
    return first;
}

/* A copy of the list without its n-th action. */
static struct action *without(const struct action *list, unsigned n)
{
    struct action *first = NULL, **end = &first;

    for (const struct action *a = list; a != NULL; a = a->next)
        if (--n != 0) {
            *end = arena_take(sizeof **end);
            **end = *a;
            (*end)->next = NULL;
            end = &(*end)->next;
        }
    return first;
}

/* ------------------------------------------------------------ rows */

static void replace(struct walk *w, const struct row *r, unsigned state, const struct row *new)
{
    const struct row_name name = { names_nth(w->m, SYM_STATE, state)->name, r->group->event_name,
                                   r->name, r->at };

    rows_replace(w->m, &name, new);
}

static void walk_negations(struct walk *w, const struct row *r, unsigned state, const char *name)
{
    struct row  new = *r;
    struct site all = { .rule = NEGATE };

    changed(r->guard, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site site = { .rule = NEGATE, .wanted = n };

        new.guard = changed(r->guard, &site);
        if (offer(w, arena_format("negate:%s:%u", name, n), site.at, "negated"))
            replace(w, r, state, &new);
    }
}

static void change_row(struct row *new, const struct row *r, struct site *site)
{
    new->guard = changed(r->guard, site);
    new->actions = changed_actions(r->actions, site);
}

static void walk_edges(struct walk *w, const struct row *r, unsigned state, const char *name)
{
    struct row  new = *r;
    struct site all = { .rule = EDGE };

    change_row(&new, r, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site site = { .rule = EDGE, .wanted = n };

        change_row(&new, r, &site);
        if (offer(w, arena_format("edge:%s:%u", name, n), site.at, "< and =< swapped"))
            replace(w, r, state, &new);
    }
}

static void walk_targets(struct walk *w, const struct row *r, unsigned state, const char *name)
{
    const char *here = names_nth(w->m, SYM_STATE, state)->name;
    const char *target = strcmp(r->target_name, "same") == 0 ? here : r->target_name;
    struct row  new = *r;

    for (unsigned s = 0; s < w->m->count[SYM_STATE]; s++) {
        new.target_name = names_nth(w->m, SYM_STATE, s)->name;
        if (strcmp(new.target_name, target) != 0 &&
            offer(w, arena_format("enter:%s:%s", name, new.target_name), r->target_at,
                  arena_format("enters %s, not %s", new.target_name, target)))
            replace(w, r, state, &new);
    }
}

static void walk_actions(struct walk *w, const struct row *r, unsigned state, const char *name)
{
    struct row new = *r;
    unsigned   n = 1;

    for (const struct action *a = r->actions; a != NULL; a = a->next, n++) {
        new.actions = without(r->actions, n);
        if (offer(w, arena_format("skip:%s:%u", name, n), a->at, "not done"))
            replace(w, r, state, &new);
    }
}

static void walk_row(struct walk *w, const struct row *r, unsigned state)
{
    const struct row_name row = { names_nth(w->m, SYM_STATE, state)->name, r->group->event_name,
                                  r->name, r->at };
    const char           *name = arena_format("%s/%s/%s", row.state, row.event, row.row);

    if (offer(w, arena_format("drop:%s", name), r->at, "dropped"))
        rows_drop(w->m, &row);
    walk_negations(w, r, state, name);
    walk_edges(w, r, state, name);
    walk_targets(w, r, state, name);
    walk_actions(w, r, state, name);
}

/* ------------------------------------------------------------ lets and dos */

static void walk_let(struct walk *w, struct symbol *s)
{
    struct site all = { .rule = EDGE };

    changed(s->expr, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site  site = { .rule = EDGE, .wanted = n };
        struct expr *new = changed(s->expr, &site);

        if (offer(w, arena_format("edge:%s:%u", s->name, n), site.at, "< and =< swapped"))
            s->expr = new;
    }
}

static void walk_do(struct walk *w, struct symbol *s)
{
    struct action *body = s->body;
    struct site    all = { .rule = EDGE };
    unsigned       n = 1;

    for (const struct action *a = body; a != NULL; a = a->next, n++)
        if (offer(w, arena_format("skip:%s:%u", s->name, n), a->at, "not done"))
            s->body = without(body, n);
    changed_actions(body, &all);
    for (n = 1; n <= all.n; n++) {
        struct site    site = { .rule = EDGE, .wanted = n };
        struct action *new = changed_actions(body, &site);

        if (offer(w, arena_format("edge:%s:%u", s->name, n), site.at, "< and =< swapped"))
            s->body = new;
    }
}

/* What is applied puts new rows into the groups, so the walk ends with it. */
static void walk_table(struct walk *w)
{
    for (struct group *g = w->m->groups; g != NULL; g = g->next)
        for (const struct row *r = g->rows; r != NULL && !w->found; r = r->next)
            for (unsigned s = 0; s < STATES_MAX && !w->found; s++)
                if (has_state(rows_states(w->m, r), s))
                    walk_row(w, r, s);
    for (struct symbol *s = w->m->symbols; s != NULL && !w->found; s = s->next) {
        if (s->kind == SYM_LET)
            walk_let(w, s);
        if (s->kind == SYM_DO)
            walk_do(w, s);
    }
}

void mutate_list(FILE *out, struct model *m)
{
    struct walk w = { .m = m, .out = out };

    walk_table(&w);
}

void mutate(struct model *m, const char *identity)
{
    static const struct place nowhere = { NULL, 0, 0 };
    struct walk               w = { .m = m, .wanted = identity };

    if (m->mutant != NULL) {
        error_at(nowhere, "one change at a time: a mutant or a mutation");
        return;
    }
    walk_table(&w);
    if (!w.found)
        error_at(nowhere, "the table has no mutation '%s': fsmc --mutations lists them", identity);
    rows_number(m);
}
