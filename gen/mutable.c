/* mutable.c - an engine that is every mutant of its table; see mutable.h. */
#include "mutable.h"

#include "arena.h"
#include "names.h"
#include "steps.h"

void mutable_variables(struct emitter *x)
{
    if (x->m->mutations == NULL)
        return;
    emit_line(x, "/* The mutation in force; the row and the state that it changes, if it does. */");
    emit_line(x, "#define OF_THREAD _Thread_local __attribute__((tls_model(\"initial-exec\")))");
    emit_line(x, "static OF_THREAD unsigned mutation, mutated_row = 0xffff, mutated_state;");
    emit_line(x, "%s", "");
}

/* The first mutation from u on that is of the row; NULL: none. */
static const struct mutation *of_row(const struct mutation *u, const struct row *r)
{
    while (u != NULL && u->row != r)
        u = u->next;
    return u;
}

static const struct mutation *of_symbol(const struct mutation *u, const struct symbol *s)
{
    while (u != NULL && u->symbol != s)
        u = u->next;
    return u;
}

static const char *in_force(const struct row *r)
{
    return arena_format("mutated_row == %u && x->t->state == mutated_state", r->index);
}

static void emit_case(struct emitter *x, const struct scope *s, const struct mutation *u)
{
    emit_line(x, "case %u: /* %s */", u->number, u->name);
    x->indent++;
    emit_line(x, "if (%s) {", u->new->guard != NULL ? express(s, u->new->guard) : "1");
    x->indent++;
    x->settled = true;
    steps_firing(x, s, u->new, u->row->index);
    x->settled = false;
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "break;");
    x->indent--;
}

bool mutable_row(struct emitter *x, const struct scope *s, const struct row *r)
{
    const struct mutation *u = of_row(x->m->mutations, r);

    if (u == NULL)
        return false;
    emit_line(x, "if (%s) {", in_force(r));
    x->indent++;
    emit_line(x, "switch (mutation) {");
    for (; u != NULL; u = of_row(u->next, r))
        if (u->new != NULL)
            emit_case(x, s, u);
    emit_line(x, "}");
    x->indent--;
    emit_line(x, "} else");
    return true;
}

void mutable_let(struct emitter *x, const struct scope *s, const struct symbol *let)
{
    for (const struct mutation *u = of_symbol(x->m->mutations, let); u != NULL;
         u = of_symbol(u->next, let)) {
        emit_line(x, "if (mutation == %u)", u->number);
        emit_line(x, "    return %s;", express(s, u->expr));
    }
}

bool mutable_do(struct emitter *x, const struct scope *s, const struct symbol *name)
{
    const struct mutation *u = of_symbol(x->m->mutations, name);

    if (u == NULL || x->settled)
        return false;
    emit_line(x, "switch (mutation) {");
    for (; u != NULL; u = of_symbol(u->next, name)) {
        emit_line(x, "case %u: /* %s */", u->number, u->name);
        x->indent++;
        x->settled = true;
        steps_actions(x, s, u->body);
        x->settled = false;
        emit_line(x, "break;");
        x->indent--;
    }
    emit_line(x, "default:");
    x->indent++;
    return true;
}

void mutable_do_end(struct emitter *x)
{
    emit_line(x, "break;");
    x->indent--;
    emit_line(x, "}");
}

const char *mutable_guard(const struct scope *s, const struct row *r, const char *plain)
{
    const struct mutation *u = of_row(s->m->mutations, r);
    const char            *text = "0";

    if (u == NULL)
        return plain;
    for (; u != NULL; u = of_row(u->next, r))
        if (u->new != NULL)
            text = arena_format("%s || (mutation == %u && %s)", text, u->number,
                                u->new->guard != NULL ? express(s, u->new->guard) : "1");
    return arena_format("((%s) ? (%s) : (%s))", in_force(r), text, plain);
}

void mutable_table(struct emitter *x)
{
    if (x->m->mutations == NULL)
        return;
    emit_line(x, "static const struct engine_mutation mutations[] = {");
    for (const struct mutation *u = x->m->mutations; u != NULL; u = u->next)
        emit_line(x, "    { \"%s\", %u, %u },", u->name, u->row != NULL ? u->row->index : 0xffff,
                  u->state);
    emit_line(x, "};");
    emit_line(x, "%s", "");
    emit_line(x, "static void mutate(unsigned number)");
    emit_line(x, "{");
    emit_line(x, "    mutation = number;");
    emit_line(x, "    mutated_row = number != 0 ? mutations[number - 1].row : 0xffff;");
    emit_line(x, "    mutated_state = number != 0 ? mutations[number - 1].state : 0;");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

void mutable_members(struct emitter *x)
{
    if (x->m->mutations != NULL)
        emit_line(x, ".n_mutations = %u, .mutations = mutations, .mutate = mutate,",
                  x->m->n_mutations);
}
