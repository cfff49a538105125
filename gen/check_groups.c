/* check_groups.c - groups, steps and citations; see check.h. */
#include <string.h>

#include "arena.h"
#include "check.h"
#include "names.h"

struct group *check_group(const struct model *m, const struct symbol *event, unsigned state,
                          unsigned step)
{
    for (struct group *g = m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step && has_state(g->states, state))
            return g;
    return NULL;
}

bool check_has_step(const struct model *m, const struct symbol *event, unsigned step)
{
    for (const struct group *g = m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step)
            return true;
    return false;
}

unsigned check_first_step(const struct model *m, const struct symbol *event, unsigned state)
{
    unsigned first = 0;

    for (const struct group *g = m->groups; g != NULL; g = g->next)
        if (g->event == event && has_state(g->states, state) && (first == 0 || g->step < first))
            first = g->step;
    return first;
}

static const char *state_name(const struct model *m, unsigned state)
{
    return names_nth(m, SYM_STATE, state)->name;
}

static unsigned lowest(uint16_t states)
{
    unsigned s = 0;

    while (!has_state(states, s))
        s++;
    return s;
}

/* A group without a number is the first step of its event. */
static void number_steps(struct model *m)
{
    for (struct group *g = m->groups; g != NULL; g = g->next)
        if (g->step == 0)
            g->step = 1;
}

/* A state has at most one group for an event and a step. */
static void check_overlap(struct model *m)
{
    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct group *h = m->groups; h != g; h = h->next)
            if (h->event == g->event && h->step == g->step && (h->states & g->states) != 0) {
                error_at(g->at, "a second group for '%s' in %s, step %u", g->event_name,
                         state_name(m, lowest(h->states & g->states)), g->step);
                note_at(h->at, "the first one stands here");
            }
}

static void check_row_names(struct model *m, const struct row *r)
{
    for (const struct group *g = m->groups; g != NULL; g = g->next)
        for (const struct row *o = g->rows; o != NULL; o = o->next) {
            if (o == r)
                return;
            if (g->event == r->group->event && (o->states & r->states) != 0 &&
                strcmp(o->name, r->name) == 0) {
                error_at(r->at, "a second row of the name %s/%s/%s: a row is known by its name",
                         state_name(m, lowest(o->states & r->states)), g->event_name, r->name);
                note_at(o->at, "the first one stands here");
                return;
            }
        }
}

static unsigned step_after(const struct model *m, const struct group *g)
{
    unsigned next = 0;

    for (const struct group *h = m->groups; h != NULL; h = h->next)
        if (h->event == g->event && h->step > g->step && (next == 0 || h->step < next))
            next = h->step;
    return next;
}

static void find_next(const struct model *m, struct row *r)
{
    if (r->goes_on)
        r->next_step = step_after(m, r->group);
}

/* Where a row goes on, the step it goes on with must know the state it enters. */
static void check_next(struct model *m, struct row *r)
{
    uint16_t states = r->target != NULL ? r->target->states : r->states;

    find_next(m, r);
    if (r->goes_on && r->next_step == 0)
        error_at(r->target_at, "'next' leads nowhere: step %u is the last of '%s'",
                 r->group->step, r->group->event_name);
    if (r->next_step == 0)
        return;
    if (r->next_step <= r->group->step) {
        error_at(r->target_at, "step %u does not come after step %u: an event goes forward only",
                 r->next_step, r->group->step);
        return;
    }
    for (unsigned s = 0; s < STATES_MAX; s++)
        if (has_state(states, s) && check_group(m, r->group->event, s, r->next_step) == NULL)
            error_at(r->target_at, "this leads to step %u of '%s', which has no group for %s",
                     r->next_step, r->group->event_name, state_name(m, s));
}

/* Every event that is not raised by a timer can come in every state, and begins with step 1. */
static void check_events(struct model *m)
{
    for (struct symbol *e = m->symbols; e != NULL; e = e->next) {
        if (e->kind != SYM_EVENT || e->timed || e->spontaneous)
            continue;
        for (unsigned s = 0; s < m->count[SYM_STATE]; s++)
            if (check_group(m, e, s, 1) == NULL)
                error_at(e->at, "no group says what '%s' does first in %s: add 'on %s in %s'",
                         e->name, state_name(m, s), e->name, state_name(m, s));
    }
}

static struct row *find_row(struct model *m, const struct impossible *i, unsigned state)
{
    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct row *r = g->rows; r != NULL; r = r->next)
            if (strcmp(g->event_name, i->event) == 0 && strcmp(r->name, i->row) == 0 &&
                has_state(r->states, state))
                return r;
    return NULL;
}

static void check_impossible(struct model *m)
{
    for (struct impossible *i = m->impossible; i != NULL; i = i->next) {
        const struct symbol *s = names_find(m, i->state);
        struct row          *r = NULL;

        if (s != NULL && s->kind == SYM_STATE)
            r = find_row(m, i, s->index);
        if (r != NULL)
            r->cannot[s->index] = i->reason;
        else
            error_at(i->at, "the table has no row %s/%s/%s", i->state, i->event, i->row);
    }
}

void check_groups(struct model *m)
{
    number_steps(m);
    check_overlap(m);
    for (struct group *g = m->groups; g != NULL; g = g->next)
        for (struct row *r = g->rows; r != NULL; r = r->next) {
            check_row_names(m, r);
            check_next(m, r);
        }
    for (struct mutation *u = m->mutations; u != NULL; u = u->next)
        if (u->new != NULL)
            find_next(m, u->new);
    check_events(m);
    check_impossible(m);
}

/* ------------------------------------------------------------ citations */

struct citer {
    struct model        *m;
    const struct source *table; /* docs/rfc9293.tsv */
};

/* Is `section/item` a line of the table, which has section, tab, item, tab? */
static bool is_listed(const struct citer *k, const char *cite)
{
    size_t section = strcspn(cite, "/"), n = strlen(cite);

    for (const char *p = k->table->text; p != NULL && *p != '\0';) {
        const char *tab = strchr(p, '\t');

        if (tab == NULL)
            return false;
        if ((size_t)(tab - p) == section && strncmp(p, cite, section) == 0) {
            size_t item = strcspn(tab + 1, "\t\n");

            if (section == n ? item == 1 && tab[1] == '-'
                             : item == n - section - 1 &&
                                   strncmp(tab + 1, cite + section + 1, item) == 0)
                return true;
        }
        p = strchr(p, '\n');
        if (p != NULL)
            p++;
    }
    return false;
}

/* RFC1122/4.2.2.13: a declared source and a place in it. */
static bool is_elsewhere(const struct citer *k, const char *cite)
{
    const char          *name = arena_text(cite, strcspn(cite, "/"));
    const struct symbol *s = names_find(k->m, name);

    return s != NULL && s->kind == SYM_SOURCE && cite[strlen(name)] == '/' &&
           cite[strlen(name) + 1] != '\0';
}

/* `first` .. `eighth` stand for the numbered checks of 3.10.7. */
static const char *ordinal(const char *cite)
{
    static const char *const words[] = { "first", "second", "third",   "fourth",
                                         "fifth", "sixth",  "seventh", "eighth" };

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(cite, words[i]) == 0)
            return arena_format("/%u", i + 1);
    return cite;
}

/* The full form: `/x` is relative to the group's, `*` is the state's name. */
static const char *full(const char *cite, const char *base, const char *state)
{
    const char *star;

    cite = ordinal(cite);
    if (cite[0] == '/')
        cite = arena_format("%s%s", base, cite);
    star = strchr(cite, '*');
    if (star == NULL || state == NULL)
        return cite;
    return arena_format("%.*s%s%s", (int)(star - cite), cite, state, star + 1);
}

/* The part of an unknown citation, up to a `/`, that is known; NULL: none. */
static const char *known_part(const struct citer *k, const char *cite)
{
    for (size_t n = strlen(cite); n > 0; n--)
        if (cite[n] == '/' && is_listed(k, arena_text(cite, n)))
            return arena_text(cite, n);
    return NULL;
}

/* False, with an error, when a citation is neither in the table nor in a declared source. */
static bool check_cite(const struct citer *k, const char *cite, struct place at)
{
    const char *known;

    if (is_elsewhere(k, cite) || is_listed(k, cite))
        return true;
    known = known_part(k, cite);
    if (known != NULL)
        error_at(at, "unknown citation '%s': RFC 9293 has %s, but no such item in it", cite, known);
    else if (cite[0] == '/')
        error_at(at, "citation '%s' is relative: only the rows of a group may begin with '/'",
                 cite);
    else
        error_at(at, "unknown citation '%s': neither a section and item of RFC 9293, such as "
                     "3.10.7.4/5/1, nor a declared source and a place in it, such as RFC5961/3.2",
                 cite);
    return false;
}

/* An error is reported for the first state that has it. */
static void cite_rows(const struct citer *k, struct group *g)
{
    for (struct row *r = g->rows; r != NULL; r = r->next) {
        bool good = true;

        for (unsigned s = 0; s < STATES_MAX; s++)
            if (has_state(r->states, s)) {
                r->cites[s] = full(r->cite, g->cite, state_name(k->m, s));
                good = good && check_cite(k, r->cites[s], r->cite_at);
            }
    }
}

/* What the rows' citations are relative to must at least begin one. */
static void check_base(const struct citer *k, const struct group *g)
{
    size_t section = strcspn(g->cite, "/"), n = strlen(g->cite);

    if (is_elsewhere(k, g->cite))
        return;
    for (const char *p = k->table->text; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n') {
        const char *item = p + section + 1;

        if (strncmp(p, g->cite, section) == 0 && p[section] == '\t' &&
            (n == section || (strncmp(item, g->cite + section + 1, n - section - 1) == 0 &&
                              strchr("/\t", item[n - section - 1]) != NULL)))
            return;
    }
    error_at(g->cite_at, "unknown citation '%s': nothing in RFC 9293 is cited so", g->cite);
}

void check_citations(struct model *m, const struct source *table)
{
    struct citer k = { m, table };

    for (struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->cite[0] != '\0')
            check_cite(&k, s->cite, s->cite_at);
    for (struct group *g = m->groups; g != NULL; g = g->next) {
        check_base(&k, g);
        cite_rows(&k, g);
    }
    for (struct omission *o = m->omissions; o != NULL; o = o->next)
        check_cite(&k, o->cite, o->cite_at);
    for (struct claim *c = m->claims; c != NULL; c = c->next)
        check_cite(&k, c->cite, c->cite_at);
}
