/* emit_c_claims.c - claims and legal ends of an engine; see emit_c.h, sim/engine.h. */
#include "emit_c.h"

#include "arena.h"
#include "clauses.h"

/* Of one claim in one world: its premise, and that it is false here. What a witness shows counts
 * as its premise; what a claim reaches is no matter of one world. */
static void emit_violated(struct emitter *x, const struct scope *s, const struct claim *c,
                          unsigned bit)
{
    const struct expr *premise = c->kind == CLAIM_WITNESS ? c->expr : c->premise;

    emit_line(x, "if (%s) { /* %s */", premise != NULL ? express(s, premise) : "1", c->name);
    emit_line(x, "    *premises |= UINT64_C(1) << %u;", bit);
    if (c->kind == CLAIM_ALWAYS) {
        emit_line(x, "    if (!(%s))", express(s, c->expr));
        emit_line(x, "        false_claims |= UINT64_C(1) << %u;", bit);
    }
    emit_line(x, "}");
}

static void emit_claims(struct emitter *x, const struct scope *s)
{
    unsigned bit = 0;

    emit_line(x, "static uint64_t violated(const void *world, uint64_t *premises)");
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "uint64_t false_claims = 0;");
    emit_line(x, "struct ctx c, *x = &c;");
    emit_line(x, "%s", "");
    emit_line(x, "*premises = 0;");
    emit_line(x, "for (unsigned e = 0; e < ENGINE_ENDS; e++) {");
    x->indent++;
    emit_line(x, "look(x, world, e);");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, bit++)
        if (c->asked)
            emit_violated(x, s, c, bit);
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "return false_claims;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static bool is_goal(const struct claim *c)
{
    return c->asked && (c->kind == CLAIM_EVENTUALLY || c->kind == CLAIM_RECOVERABLE);
}

/* From where to where the claims of reaching go. */
static void emit_goals(struct emitter *x, const struct scope *s)
{
    unsigned bit = 0;

    emit_line(x, "static void goals(const void *world, unsigned end, uint64_t *from, "
                 "uint64_t *reached)");
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "struct ctx c, *x = &c;");
    emit_line(x, "%s", "");
    emit_line(x, "look(x, world, end);");
    emit_line(x, "*from = *reached = 0;");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, bit++)
        if (is_goal(c)) {
            emit_line(x, "if (%s) /* %s */", c->premise != NULL ? express(s, c->premise) : "1",
                      c->name);
            emit_line(x, "    *from |= UINT64_C(1) << %u;", bit);
            emit_line(x, "if (%s)", express(s, c->expr));
            emit_line(x, "    *reached |= UINT64_C(1) << %u;", bit);
        }
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static void emit_legal_ends(struct emitter *x, const struct scope *s)
{
    unsigned i = 0;

    emit_line(x, "static int legal_end(const void *world)");
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "struct ctx c, *x = &c;");
    emit_line(x, "%s", "");
    emit_line(x, "look(x, world, 0);");
    emit_line(x, "if (!has_begun(x->w))");
    emit_line(x, "    return -1;");
    for (const struct legal_end *l = x->m->legal_ends; l != NULL; l = l->next, i++) {
        emit_line(x, "if (%s) /* %s */", express(s, l->expr), l->name);
        emit_line(x, "    return %u;", i);
    }
    emit_line(x, "return -1;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static const char *kind_name(enum claim_kind kind)
{
    switch (kind) {
    case CLAIM_ALWAYS:      return "CLAIM_ALWAYS";
    case CLAIM_EVENTUALLY:  return "CLAIM_EVENTUALLY";
    case CLAIM_RECOVERABLE: return "CLAIM_RECOVERABLE";
    case CLAIM_WITNESS:     return "CLAIM_WITNESS";
    }
    return "";
}

/* `without_N`: what does not count for claim N. */
static void emit_without(struct emitter *x)
{
    unsigned i = 0;

    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, i++) {
        if (c->without == NULL)
            continue;
        emit_text(x, "static const char *const without_%u[] = { ", i);
        for (const struct named *n = c->without; n != NULL; n = n->next)
            emit_text(x, "\"%s\", ", n->name);
        emit_line(x, "NULL };");
    }
}

static void emit_claim_table(struct emitter *x)
{
    unsigned i = 0;

    emit_without(x);
    emit_line(x, "static const struct engine_claim claims[] = {");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, i++) {
        emit_text(x, "    { \"%s\", ", c->name);
        emit_quoted(x, c->text);
        emit_text(x, ", ");
        emit_quoted(x, c->cite);
        emit_text(x, ", ");
        emit_quoted(x, c->premise_text);
        emit_text(x, ", %s, %u, %u, %s, ", kind_name(c->kind), c->asked, c->broken,
                  c->without != NULL ? arena_format("without_%u", i) : "NULL");
        clauses_member(x, c, i);
        emit_text(x, " },\n");
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_legal_names(struct emitter *x)
{
    emit_line(x, "static const char *const legal_ends[] = {");
    for (const struct legal_end *l = x->m->legal_ends; l != NULL; l = l->next)
        emit_line(x, "    \"%s\",", l->name);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

void emit_c_claims(struct emitter *x, const struct scope *s)
{
    emit_claims(x, s);
    clauses_tables(x);
    clauses_function(x, s);
    emit_goals(x, s);
    emit_legal_ends(x, s);
    emit_claim_table(x);
    emit_legal_names(x);
}
