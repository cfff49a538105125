/* emit_c_bound.c - what a bound adds to a world: moves made first, knobs; see emit_c.h. */
#include "emit_c.h"

#include "world.h"

void emit_c_world(struct emitter *x)
{
    emit_text(x, "struct queue {\n"
                 "    uint8_t        n;           /* segments on their way */\n"
                 "    struct segment s[CAPACITY]; /* the one sent first stands first, or sorted */\n"
                 "};\n\n"
                 "struct world {\n"
                 "    struct end   end[ENGINE_ENDS]; /* A and B */\n"
                 "    struct queue net[ENGINE_ENDS]; /* on the way to A, and to B */\n");
    if (x->m->bound->begin != NULL)
        emit_line(x, "    uint8_t begun; /* of the moves that are made first */");
    for (const struct knob *k = x->m->bound->knobs; k != NULL; k = k->next)
        if (k->symbol->kind == SYM_PARAM)
            emit_line(x, "    uint8_t %s; /* a knob */", k->symbol->ident);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

/* ------------------------------------------------------------ moves made first */

static void emit_steps(struct emitter *x)
{
    emit_line(x, "static const uint16_t begin[] = {");
    for (const struct step *s = x->m->bound->begin; s != NULL; s = s->next)
        emit_line(x, "    %u, /* %c %s */", world_move_number(x->m, s->move, s->end) + s->argument,
                  "AB"[s->end], s->move_name);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

void emit_c_begin(struct emitter *x)
{
    bool begins = x->m->bound->begin != NULL;

    if (begins)
        emit_steps(x);
    emit_text(x, "static bool has_begun(const struct world *w)\n"
                 "{\n"
                 "    %s\n"
                 "}\n\n"
                 "static bool is_turn(const struct world *w, unsigned m)\n"
                 "{\n"
                 "    return has_begun(w)%s;\n"
                 "}\n\n"
                 "static void count_turn(struct world *w)\n"
                 "{\n"
                 "    %s\n"
                 "}\n\n",
              begins ? "return w->begun == sizeof begin / sizeof begin[0];"
                     : "(void)w;\n    return true;",
              begins ? " || begin[w->begun] == m" : "",
              begins ? "w->begun = (uint8_t)(w->begun + !has_begun(w));" : "(void)w;");
}

/* ------------------------------------------------------------ worlds that are not gone beyond */

void emit_c_until(struct emitter *x, const struct scope *s)
{
    const struct expr *until = x->m->bound->until;

    emit_text(x, "static bool over(const struct ctx *at)\n"
                 "{\n"
                 "    struct ctx c = { .w = at->w, .t = &at->w->end[0], .p = &at->w->end[1] }, *x = &c;\n\n"
                 "    (void)x;\n"
                 "    return has_begun(at->w) && %s;\n"
                 "}\n\n",
              until != NULL ? express(s, until) : "false");
}

/* ------------------------------------------------------------ all moves of a world */

/* Moves m, ... of one kind at one end. */
static void emit_tries(struct emitter *x, const struct move *v, unsigned end)
{
    unsigned n = world_choices(x->m, v, end);

    if (n == 0)
        return;
    emit_line(x, "for (unsigned i = 0; i < %u; i++) /* %s */", n, v->name);
    emit_line(x, "    if (begin_try(a, %u, %u + i, i) && can_%u(&a->x)) {", end,
              world_move_number(x->m, v, end), v->index);
    emit_line(x, "        begin_move(a);");
    emit_line(x, "        make_%u(&a->x);", v->index);
    emit_line(x, "        end_move(a, %u + i);", world_move_number(x->m, v, end));
    emit_line(x, "    }");
}

void emit_c_each(struct emitter *x)
{
    if (world_is_alike(x->m))
        emit_line(x, "_Static_assert(OF_NONE == 0, \"a world is nothing but its two halves\");");
    emit_text(x, "static void try_all(struct each *a)\n{\n");
    x->indent++;
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        for (unsigned e = 0; e < ENDS; e++)
            emit_tries(x, v, e);
    x->indent--;
    emit_text(x, "}\n\n"
                 "static unsigned successors(const void *const halves[ENGINE_ENDS], "
                 "struct engine_sink *sink)\n"
                 "{\n"
                 "    struct each a;\n\n"
                 "    a.sink = sink;\n"
                 "    a.made = 0;\n"
                 "    a.x.step = NULL;\n"
                 "    a.x.sink = sink;\n"
                 "    join(halves, &a.now);\n"
                 "    stand(&a.x, &a.now, 0, 0);\n"
                 "    if (!over(&a.x))\n"
                 "        try_all(&a);\n"
                 "    return a.made;\n"
                 "}\n\n");
}

/* ------------------------------------------------------------ knobs */

static void emit_setter(struct emitter *x, const struct symbol *s)
{
    emit_line(x, "static void set_%s(void *world, unsigned value)", s->ident);
    emit_line(x, "{");
    emit_line(x, "    struct world *w = world;");
    emit_line(x, "%s", "");
    if (s->kind == SYM_PARAM)
        emit_line(x, "    w->%s = (uint8_t)value;", s->ident);
    for (unsigned e = 0; e < ENDS && s->kind == SYM_BUDGET; e++)
        emit_line(x, "    w->end[%u].%s = (uint8_t)value;", e, s->ident);
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

void emit_c_knobs(struct emitter *x)
{
    if (x->m->bound->knobs == NULL)
        return;
    for (const struct knob *k = x->m->bound->knobs; k != NULL; k = k->next)
        emit_setter(x, k->symbol);
    emit_line(x, "static const struct engine_knob knobs[] = {");
    for (const struct knob *k = x->m->bound->knobs; k != NULL; k = k->next)
        emit_line(x, "    { \"%s\", %u, %u, set_%s },", k->symbol->name, k->least, k->most,
                  k->symbol->ident);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}
