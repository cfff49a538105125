/* clauses.c - a claim taken apart at its `and`; see clauses.h. */
#include "clauses.h"

#include <string.h>

#include "check.h"
#include "world.h"

/* The clauses of one claim, in order. */
struct clauses {
    const struct expr *of[CLAUSES_MAX]; /* they */
    unsigned           n, n_premise;    /* how many, and of them the premise's */
};

static void split(struct clauses *list, const struct expr *e)
{
    unsigned n = check_clauses(e);

    list->n += n;
    for (unsigned i = 1; i < n; i++, e = e->a)
        list->of[list->n - i] = e->b;
    if (n > 0)
        list->of[list->n - n] = e;
}

static struct clauses clauses_of(const struct claim *c)
{
    struct clauses list = { .n = 0 };

    split(&list, c->premise);
    list.n_premise = list.n;
    split(&list, c->expr);
    return list;
}

/* ------------------------------------------------------------ the variables of a clause */

/* Whether an expression reads a variable of the end that is looked at, or of its peer. */
static bool is_mentioned(const struct expr *e, const char *name, bool peer)
{
    if (e == NULL)
        return false;
    if (e->symbol != NULL && e->symbol->kind == SYM_LET &&
        is_mentioned(e->symbol->expr, name, peer != e->peer))
        return true;
    if ((e->kind == EXPR_NAME || e->kind == EXPR_RUNNING) && peer == e->peer &&
        strcmp(e->name, name) == 0)
        return true;
    return is_mentioned(e->a, name, peer) || is_mentioned(e->b, name, peer) ||
           is_mentioned(e->c, name, peer);
}

/* Writes the variables of one clause, those of the end itself first; how many there are. */
static unsigned emit_mentions(struct emitter *x, const struct expr *e)
{
    unsigned n = 0;

    emit_start(x);
    for (unsigned peer = 0; peer < ENDS; peer++)
        for (unsigned i = 0; i < world_fields(x->m); i++)
            if (is_mentioned(e, world_field(x->m, i).name, peer != 0)) {
                emit_text(x, "{ %u, %u }, ", i, peer);
                n++;
            }
    emit_text(x, "/* %s */\n", e->text);
    return n;
}

static void emit_tables(struct emitter *x, const struct clauses *list, unsigned number)
{
    unsigned n[CLAUSES_MAX], at = 0;

    emit_line(x, "static const struct engine_mention mentions_%u[] = {", number);
    x->indent++;
    for (unsigned k = 0; k < list->n; k++)
        n[k] = emit_mentions(x, list->of[k]);
    emit_line(x, "{ 0, 0 }");
    x->indent--;
    emit_line(x, "};");
    emit_line(x, "static const struct engine_clause clauses_%u[] = {", number);
    for (unsigned k = 0; k < list->n; at += n[k++]) {
        emit_text(x, "    { ");
        emit_quoted(x, list->of[k]->text);
        emit_text(x, ", %u, %u, &mentions_%u[%u] },\n", k < list->n_premise, n[k], number, at);
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

void clauses_tables(struct emitter *x)
{
    unsigned number = 0;

    for (const struct claim *c = x->m->claims; c != NULL; c = c->next) {
        struct clauses list = clauses_of(c);

        emit_tables(x, &list, number++);
    }
}

void clauses_member(struct emitter *x, const struct claim *c, unsigned number)
{
    emit_text(x, "%u, clauses_%u", clauses_of(c).n, number);
}

void clauses_function(struct emitter *x, const struct scope *s)
{
    unsigned number = 0;

    emit_line(x, "static uint32_t clauses(const void *world, unsigned claim, unsigned end)");
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "uint32_t true_clauses = 0;");
    emit_line(x, "struct ctx c, *x = &c;");
    emit_line(x, "%s", "");
    emit_line(x, "look(x, world, end);");
    emit_line(x, "switch (claim) {");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, number++) {
        struct clauses list = clauses_of(c);

        emit_line(x, "case %u: /* %s */", number, c->name);
        for (unsigned k = 0; k < list.n; k++)
            emit_line(x, "    true_clauses |= (uint32_t)((%s) ? 1 : 0) << %u;",
                      express(s, list.of[k]), k);
        emit_line(x, "    break;");
    }
    emit_line(x, "default:");
    emit_line(x, "    break;");
    emit_line(x, "}");
    emit_line(x, "return true_clauses;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}
