/* ghosts.c - which ghosts a bound is in need of; see checker.h. */
#include "arena.h"
#include "checker.h"
#include "names.h"

/* True when something that was not wanted is now. */
static bool want(const struct model *m, struct symbol *s);

static bool want_all(const struct model *m, const struct expr *e)
{
    bool more = false;

    if (e == NULL)
        return false;
    if (e->kind == EXPR_NAME)
        more = want(m, e->symbol);
    more = want_all(m, e->a) || more;
    more = want_all(m, e->b) || more;
    return want_all(m, e->c) || more;
}

static bool want(const struct model *m, struct symbol *s)
{
    if (s->kind == SYM_LET)
        return want_all(m, s->expr);
    if (!s->ghost || s->wanted)
        return false;
    s->wanted = true;
    if (s->kind == SYM_SEGMENT)
        names_find(m, arena_format("OUT.%s", s->name + 4))->wanted = true;
    return true;
}

/* What a wanted ghost is made of. */
static bool want_sources(const struct model *m, const struct action *watch)
{
    bool more = false;

    for (const struct action *a = watch; a != NULL; a = a->next)
        if (a->symbol->wanted) {
            more = want_all(m, a->value) || more;
            more = want_all(m, a->when) || more;
        }
    return more;
}

static void want_claims(const struct model *m)
{
    for (const struct claim *c = m->claims; c != NULL; c = c->next)
        if (c->asked) {
            want_all(m, c->premise);
            want_all(m, c->expr);
        }
    for (const struct legal_end *l = m->legal_ends; l != NULL; l = l->next)
        want_all(m, l->expr);
    if (m->bound != NULL)
        want_all(m, m->bound->until);
}

static void want_moves(const struct model *m)
{
    for (const struct move *v = m->moves; v != NULL; v = v->next) {
        want_all(m, v->guard);
        for (const struct action *a = v->actions; a != NULL; a = a->next)
            want_all(m, a->value);
    }
}

void check_ghosts(const struct model *m)
{
    bool more = true;

    want_claims(m);
    want_moves(m);
    while (more) {
        more = false;
        for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
            more = want_sources(m, s->watch) || more;
    }
}
