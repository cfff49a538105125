/* rows.c - rows found by their names, and changed; see rows.h. */
#include "rows.h"

#include <string.h>

#include "arena.h"
#include "names.h"

enum change { DROP, REPLACE, ADD };

static uint16_t group_states(const struct model *m, const struct group *g)
{
    uint16_t states = 0;

    for (unsigned i = 0; i < g->n_names; i++) {
        const struct symbol *s = names_find(m, g->names[i]);

        if (s != NULL)
            states |= s->states;
    }
    return states;
}

uint16_t rows_states(const struct model *m, const struct row *r)
{
    return group_states(m, r->group) & r->within;
}

void rows_number(struct model *m)
{
    m->n_rows = 0;
    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct row *r = g->rows; r != NULL; r = r->next)
            r->index = m->n_rows++;
}

static bool is_named(const struct row *r, const struct row_name *name)
{
    return strcmp(r->name, name->row) == 0 && strcmp(r->group->event_name, name->event) == 0;
}

/* The reasons why the row cannot fire go with it. */
static void drop_reasons(struct model *m, const struct row *r, uint16_t states)
{
    for (struct impossible **i = &m->impossible; *i != NULL;) {
        const struct row_name name = { (*i)->state, (*i)->event, (*i)->row, (*i)->at };
        const struct symbol  *s = names_find(m, name.state);

        if (is_named(r, &name) && s != NULL && (s->states & states) != 0)
            *i = (*i)->next;
        else
            i = &(*i)->next;
    }
}

/* Puts a copy of the new row before *at, in the states given. */
static void insert(struct row **at, const struct row *new, uint16_t states)
{
    struct row *copy = arena_take(sizeof *copy);

    *copy = *new;
    copy->group = (*at)->group;
    copy->within = states;
    copy->next = *at;
    *at = copy;
}

/* Changes one row in the states given; returns where the next one is found. */
static struct row **change_row(struct model *m, struct row **at, enum change change,
                               const struct row *new, uint16_t states)
{
    struct row *r = *at;

    if (change != DROP)
        insert(at, new, states);
    if (change != ADD) {
        drop_reasons(m, r, states);
        r->within &= (uint16_t)~states;
    }
    return &r->next;
}

/* The states that the name speaks of; 0, with an error, when it is not of a state. */
static uint16_t states_meant(const struct model *m, const struct row_name *name)
{
    const struct symbol *s;

    if (strcmp(name->state, "*") == 0)
        return 0xffff;
    s = names_find(m, name->state);
    if (s != NULL && s->kind == SYM_STATE)
        return s->states;
    if (s == NULL)
        names_unknown(m, name->state, name->at);
    else
        error_at(name->at, "'%s' is %s, where a state or '*' was expected", name->state,
                 names_kind(s->kind));
    return 0;
}

/* The row of the event whose name is nearest; NULL when none is near. */
static const struct row *nearest(const struct model *m, const struct row_name *name)
{
    const struct row *best = NULL;
    unsigned          least = 3;

    for (const struct group *g = m->groups; g != NULL; g = g->next)
        for (const struct row *r = g->rows; r != NULL; r = r->next) {
            unsigned d = names_distance(r->name, name->row);

            if (strcmp(g->event_name, name->event) == 0 && d < least) {
                best = r;
                least = d;
            }
        }
    return best;
}

static void fail_unknown(const struct model *m, const struct row_name *name)
{
    const struct row *near = nearest(m, name);

    if (near != NULL && is_named(near, name)) {
        error_at(name->at, "row '%s' of '%s' is not in %s", name->row, name->event, name->state);
        note_at(near->at, "there is one of this name, for other states");
    } else {
        error_at(name->at, "the table has no row '%s/%s/%s'%s%s%s", name->state, name->event,
                 name->row, near != NULL ? "; did you mean '" : ": rows are named STATE/event/row",
                 near != NULL ? near->name : "", near != NULL ? "'?" : "");
    }
}

static void change_rows(struct model *m, const struct row_name *name, enum change change,
                        const struct row *new)
{
    uint16_t meant = states_meant(m, name);
    bool     found = false;

    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct row **at = &g->rows; *at != NULL;) {
            uint16_t states = is_named(*at, name) ? rows_states(m, *at) & meant : 0;

            found = found || states != 0;
            at = states != 0 ? change_row(m, at, change, new, states) : &(*at)->next;
        }
    if (!found && meant != 0)
        fail_unknown(m, name);
}

void rows_drop(struct model *m, const struct row_name *name)
{
    change_rows(m, name, DROP, NULL);
}

void rows_replace(struct model *m, const struct row_name *name, const struct row *new)
{
    change_rows(m, name, REPLACE, new);
}

void rows_add(struct model *m, const struct row_name *name, const struct row *new)
{
    change_rows(m, name, ADD, new);
}
