/* mutate.c - mutations: every change of the table that a rule can make; see mutate.h.
 *
 * Places in expressions are counted and changed by the same recursion: what is counted is what can
 * be changed.
 */
#include "mutate.h"

#include <string.h>

#include "arena.h"
#include "names.h"
#include "rows.h"

struct list {
    struct model     *m;
    struct mutation **end;
};

static struct mutation *add(struct list *list, const char *name, struct place at, const char *text)
{
    struct mutation *u = arena_take(sizeof *u);

    u->name = name;
    u->at = at;
    u->text = text;
    u->number = ++list->m->n_mutations;
    *list->end = u;
    list->end = &u->next;
    return u;
}

/* ------------------------------------------------------------ places in expressions */

enum rule { NEGATE, EDGE };

static const char swapped[] = "< and =< swapped";

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

/* One row in one state. */
struct spot {
    struct row *row;
    unsigned    state;
    const char *name; /* STATE/event/row */
};

/* A mutation that puts `new` in the place of the row; NULL: nothing. */
static void add_row(struct list *list, const struct spot *spot, const char *name, struct place at,
                    const char *text, const struct row *new)
{
    struct mutation *u = add(list, name, at, text);

    u->row = spot->row;
    u->state = spot->state;
    if (new == NULL)
        return;
    u->new = arena_take(sizeof *u->new);
    *u->new = *new;
    u->new->within = (uint16_t)(1u << spot->state);
}

static void add_negations(struct list *list, const struct spot *spot)
{
    struct row  new = *spot->row;
    struct site all = { .rule = NEGATE };

    changed(spot->row->guard, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site site = { .rule = NEGATE, .wanted = n };

        new.guard = changed(spot->row->guard, &site);
        add_row(list, spot, arena_format("negate:%s:%u", spot->name, n), site.at, "negated", &new);
    }
}

static void change_row(struct row *new, const struct row *r, struct site *site)
{
    new->guard = changed(r->guard, site);
    new->actions = changed_actions(r->actions, site);
}

static void add_edges(struct list *list, const struct spot *spot)
{
    struct row  new = *spot->row;
    struct site all = { .rule = EDGE };

    change_row(&new, spot->row, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site site = { .rule = EDGE, .wanted = n };

        change_row(&new, spot->row, &site);
        add_row(list, spot, arena_format("edge:%s:%u", spot->name, n), site.at, swapped, &new);
    }
}

static void add_targets(struct list *list, const struct spot *spot)
{
    const struct row *r = spot->row;
    const char       *here = names_nth(list->m, SYM_STATE, spot->state)->name;
    const char       *target = strcmp(r->target_name, "same") == 0 ? here : r->target_name;
    struct row        new = *r;

    for (unsigned s = 0; s < list->m->count[SYM_STATE]; s++) {
        new.target_name = names_nth(list->m, SYM_STATE, s)->name;
        if (strcmp(new.target_name, target) != 0)
            add_row(list, spot, arena_format("enter:%s:%s", spot->name, new.target_name),
                    r->target_at, arena_format("enters %s, not %s", new.target_name, target), &new);
    }
}

static void add_skips(struct list *list, const struct spot *spot)
{
    struct row new = *spot->row;
    unsigned   n = 1;

    for (const struct action *a = spot->row->actions; a != NULL; a = a->next, n++) {
        new.actions = without(spot->row->actions, n);
        add_row(list, spot, arena_format("skip:%s:%u", spot->name, n), a->at, "not done", &new);
    }
}

static void add_spot(struct list *list, const struct spot *spot)
{
    add_row(list, spot, arena_format("drop:%s", spot->name), spot->row->at, "dropped", NULL);
    add_negations(list, spot);
    add_edges(list, spot);
    add_targets(list, spot);
    add_skips(list, spot);
}

static void add_rows(struct list *list, struct row *r)
{
    for (unsigned s = 0; s < STATES_MAX; s++)
        if (has_state(rows_states(list->m, r), s)) {
            const char *state = names_nth(list->m, SYM_STATE, s)->name;
            struct spot spot = { r, s, arena_format("%s/%s/%s", state, r->group->event_name,
                                                    r->name) };

            add_spot(list, &spot);
        }
}

/* ------------------------------------------------------------ lets and dos */

static void add_let(struct list *list, struct symbol *s)
{
    struct site all = { .rule = EDGE };

    changed(s->expr, &all);
    for (unsigned n = 1; n <= all.n; n++) {
        struct site      site = { .rule = EDGE, .wanted = n };
        struct expr     *new = changed(s->expr, &site);
        struct mutation *u = add(list, arena_format("edge:%s:%u", s->name, n), site.at, swapped);

        u->symbol = s;
        u->expr = new;
    }
}

static void add_body(struct list *list, struct symbol *s, const char *name, struct place at,
                     const char *text, struct action *body)
{
    struct mutation *u = add(list, name, at, text);

    u->symbol = s;
    u->body = body;
}

static void add_do(struct list *list, struct symbol *s)
{
    struct site all = { .rule = EDGE };
    unsigned    n = 1;

    for (const struct action *a = s->body; a != NULL; a = a->next, n++)
        add_body(list, s, arena_format("skip:%s:%u", s->name, n), a->at, "not done",
                 without(s->body, n));
    changed_actions(s->body, &all);
    for (n = 1; n <= all.n; n++) {
        struct site    site = { .rule = EDGE, .wanted = n };
        struct action *new = changed_actions(s->body, &site);

        add_body(list, s, arena_format("edge:%s:%u", s->name, n), site.at, swapped, new);
    }
}

void mutate_find(struct model *m)
{
    struct list list = { m, &m->mutations };

    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct row *r = g->rows; r != NULL; r = r->next)
            add_rows(&list, r);
    for (struct symbol *s = m->symbols; s != NULL; s = s->next) {
        if (s->kind == SYM_LET)
            add_let(&list, s);
        if (s->kind == SYM_DO)
            add_do(&list, s);
    }
}

/* ------------------------------------------------------------ one of them */

static void apply(struct model *m, const struct mutation *u)
{
    if (u->row != NULL) {
        const struct row_name name = { names_nth(m, SYM_STATE, u->state)->name,
                                       u->row->group->event_name, u->row->name, u->at };

        if (u->new == NULL)
            rows_drop(m, &name);
        else
            rows_replace(m, &name, u->new);
    } else if (u->expr != NULL) {
        u->symbol->expr = u->expr;
    } else {
        u->symbol->body = u->body;
    }
    m->mutant = arena_take(sizeof *m->mutant);
    *m->mutant = (struct mutant){ .name = u->name, .text = u->text, .at = u->at };
    m->mutations = NULL;
    rows_number(m);
}

void mutate(struct model *m, const char *name)
{
    static const struct place nowhere = { NULL, 0, 0 };
    const struct mutation    *u = m->mutations;

    while (u != NULL && strcmp(u->name, name) != 0)
        u = u->next;
    if (m->mutant != NULL)
        error_at(nowhere, "one change at a time: a mutant or a mutation");
    else if (u == NULL)
        error_at(nowhere, "the table has no mutation '%s': fsmc --mutations lists them", name);
    else
        apply(m, u);
}
