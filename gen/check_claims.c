/* check_claims.c - claims: what they say, and which of them a bound looks at; see checker.h. */
#include <string.h>

#include "check.h"
#include "checker.h"
#include "names.h"

static bool is_move(const struct model *m, const char *name)
{
    for (const struct move *v = m->moves; v != NULL; v = v->next)
        if (strcmp(v->name, name) == 0)
            return true;
    return false;
}

static bool is_event(const struct model *m, const char *name)
{
    const struct symbol *s = names_find(m, name);

    return s != NULL && s->kind == SYM_EVENT;
}

static void check_without(const struct model *m, const struct claim *c)
{
    for (const struct named *n = c->without; n != NULL; n = n->next)
        if (!is_event(m, n->name) && !is_move(m, n->name))
            error_at(n->at, "'%s' is neither an event nor a move: name what is not to count on "
                            "the way back", n->name);
}

static void check_size(const struct claim *c)
{
    if (check_clauses(c->premise) + check_clauses(c->expr) > CLAUSES_MAX)
        error_at(c->at, "a claim of more than %d clauses: name some of them with `let`",
                 CLAUSES_MAX);
}

static struct claim *find_claim(const struct model *m, const char *name)
{
    for (struct claim *c = m->claims; c != NULL; c = c->next)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static void fail_claim(const struct model *m, const struct named *n)
{
    const char *near = NULL;

    for (const struct claim *c = m->claims; c != NULL && near == NULL; c = c->next)
        if (names_distance(c->name, n->name) < 3)
            near = c->name;
    if (near != NULL)
        error_at(n->at, "unknown claim '%s'; did you mean '%s'?", n->name, near);
    else
        error_at(n->at, "unknown claim '%s'", n->name);
}

/* What comes at last in every fair run is asked of bounds that have such runs. */
static bool can_ask(const struct bound *b, const struct claim *c, struct place at)
{
    if (c->kind != CLAIM_EVENTUALLY || b->fair)
        return true;
    error_at(at, "'%s' is an 'eventually' claim, and the bound '%s' is not fair", c->name, b->name);
    return false;
}

/* The bound says which, or `in` names the bound, or nothing is said and the bound is of its kind. */
static bool is_asked(const struct bound *b, const struct claim *c)
{
    if (b->asks != NULL)
        return false;
    for (const struct named *n = c->in; n != NULL; n = n->next)
        if (strcmp(n->name, b->name) == 0)
            return can_ask(b, c, n->at);
    return c->in == NULL && (c->kind != CLAIM_EVENTUALLY || b->fair);
}

/* What a bound breaks it looks at, whatever `in` says: the fact stands in the bound alone. */
static void check_breaks(const struct model *m)
{
    for (const struct named *n = m->bound->breaks; n != NULL; n = n->next) {
        struct claim *c = find_claim(m, n->name);

        if (c == NULL)
            fail_claim(m, n);
        else if (c->broken)
            error_at(n->at, "'%s' names a claim that was named before", n->name);
        else
            c->broken = c->asked = can_ask(m->bound, c, n->at);
    }
}

/* Nor what it asks for, when it says so; then it looks at no other. */
static void check_asks(const struct model *m)
{
    for (const struct named *n = m->bound->asks; n != NULL; n = n->next) {
        struct claim *c = find_claim(m, n->name);

        if (c == NULL)
            fail_claim(m, n);
        else if (c->asked)
            error_at(n->at, "'%s' names a claim that was named before", n->name);
        else
            c->asked = can_ask(m->bound, c, n->at);
    }
}

/* The claim that every run has and no file declares. */
static const char no_deadlock[] = "no_deadlock";

/* In the bound where it breaks a claim, that is looked at. */
static void check_mutant(const struct model *m)
{
    const struct mutant *u = m->mutant;
    struct claim        *c;

    if (u->claim.name == NULL)
        return;
    c = find_claim(m, u->claim.name);
    if (c == NULL && strcmp(u->claim.name, no_deadlock) != 0)
        fail_claim(m, &u->claim);
    else if (c != NULL && m->bound != NULL && strcmp(m->bound->name, u->bound) == 0)
        c->asked = can_ask(m->bound, c, u->claim.at);
}

void check_claims(struct checker *k)
{
    k->context = IN_CLAIM;
    for (struct claim *c = k->m->claims; c != NULL; c = c->next) {
        check_bool(k, c->premise);
        check_bool(k, c->expr);
        check_without(k->m, c);
        check_size(c);
        c->asked = k->m->bound != NULL && is_asked(k->m->bound, c);
    }
    for (struct legal_end *l = k->m->legal_ends; l != NULL; l = l->next)
        check_bool(k, l->expr);
    if (k->m->bound != NULL) {
        check_asks(k->m);
        check_breaks(k->m);
        check_bool(k, k->m->bound->until);
    }
    if (k->m->mutant != NULL)
        check_mutant(k->m);
}
