/* ticks.c - the clock of a timed bound, in C and in Promela; see ticks.h. */
#include "ticks.h"

#include <string.h>

#include "arena.h"
#include "names.h"
#include "promela.h"
#include "world.h"

/* A term for each field that ages, or presses: each $ of the format is its name. */
static void emit_fields(struct emitter *x, bool pressing, const char *format)
{
    for (unsigned i = 0; i < world_fields(x->m); i++) {
        struct world_field f = world_field(x->m, i);

        if (pressing ? f.presses : f.ages)
            emit_each(x, format, f.ident);
    }
}

const char *ticks_of_segment(const struct scope *s, const struct symbol *word)
{
    if (!s->m->bound->timed)
        return strcmp(word->name, "overdue") == 0 ? "0" : "1";
    return arena_format(s->dialect == DIALECT_PROMELA ? "%s(%s, %s)" : "%s(x)", word->ident, s->end,
                        s->argument);
}

/* ------------------------------------------------------------ C */

/* A segment that is sent has all its life before it. */
static void emit_born(struct emitter *x, const struct scope *s)
{
    emit_line(x, "static void born(struct ctx *x, struct segment *out)");
    emit_line(x, "{");
    emit_line(x, "    (void)x;");
    if (x->m->bound->timed)
        emit_line(x, "    out->life = (uint8_t)(%s);",
                  express_length(s, names_find(x->m, "segment")));
    else
        emit_line(x, "    (void)out;");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

void ticks_c(struct emitter *x, const struct scope *s)
{
    emit_born(x, s);
    if (!x->m->bound->timed)
        return;
    emit_text(x, "static bool overdue(const struct ctx *x)\n"
                 "{\n"
                 "    return x->w->net[x->e].s[x->argument].life == 1;\n"
                 "}\n\n"
                 "/* Equal but for their lives, which are the last octet of a segment. */\n"
                 "static bool are_alike(const struct ctx *x, unsigned i)\n"
                 "{\n"
                 "    const struct segment *s = x->w->net[x->e].s;\n\n"
                 "    return UNORDERED && memcmp(&s[i], &s[i + 1], sizeof *s - 1) == 0;\n"
                 "}\n\n"
                 "static bool eldest(const struct ctx *x)\n"
                 "{\n"
                 "    return x->argument == 0 || !are_alike(x, x->argument - 1);\n"
                 "}\n\n"
                 "static bool youngest(const struct ctx *x)\n"
                 "{\n"
                 "    return x->argument + 1 == CAPACITY || !are_alike(x, x->argument);\n"
                 "}\n\n");
    emit_text(x, "static bool expiring(const struct world *w)\n"
                 "{\n"
                 "    for (unsigned e = 0; e < ENGINE_ENDS; e++)\n"
                 "        for (unsigned i = 0; i < w->net[e].n; i++)\n"
                 "            if (w->net[e].s[i].life == 1)\n"
                 "                return true;\n"
                 "    return false;\n"
                 "}\n\n"
                 "static bool tick_ready(const struct world *w)\n"
                 "{\n"
                 "    bool ages = w->net[0].n != 0 || w->net[1].n != 0;\n\n"
                 "    for (unsigned e = 0; e < ENGINE_ENDS; e++) {\n"
                 "        const struct end *t = &w->end[e];\n\n");
    emit_fields(x, true, "        if (t->$ == 1)\n            return false;\n");
    emit_fields(x, false, "        ages = ages || t->$ != 0;\n");
    emit_text(x, "    }\n"
                 "    return ages && !expiring(w);\n"
                 "}\n\n"
                 "static void tick(struct ctx *x)\n"
                 "{\n"
                 "    for (unsigned e = 0; e < ENGINE_ENDS; e++) {\n"
                 "        struct end *t = &x->w->end[e];\n\n");
    emit_fields(x, false, "        t->$ = (uint8_t)LESS(t->$, 1);\n");
    emit_text(x, "        for (unsigned i = 0; i < x->w->net[e].n; i++)\n"
                 "            x->w->net[e].s[i].life--;\n"
                 "    }\n"
                 "}\n\n");
}

/* ------------------------------------------------------------ Promela */

/* Equal but for their lives: `life` is the last of what a segment carries. */
static void emit_alike(struct emitter *x)
{
    const char *name;

    emit_text(x, "#define ALIKE(E, I, J) (%u", x->m->bound->unordered);
    for (unsigned i = 0; (name = promela_segment_field(x->m, i)) != NULL; i++)
        if (strcmp(name, "life") != 0)
            emit_text(x, " && net[E].s[I].%s == net[E].s[J].%s", name, name);
    emit_text(x, ")\n");
}

static void emit_of_segment(struct emitter *x)
{
    emit_alike(x);
    emit_text(x, "#define overdue(E, I) (net[E].s[I].life == 1)\n"
                 "#define eldest(E, I) (I == 0 || !ALIKE(E, I - 1, I))\n"
                 "#define youngest(E, I) (I + 1 == CAPACITY || !ALIKE(E, I, I + 1))\n");
}

static void emit_expiring(struct emitter *x)
{
    emit_text(x, "#define expiring (0");
    for (unsigned e = 0; e < ENDS; e++)
        for (unsigned i = 0; i < x->m->bound->capacity; i++)
            emit_text(x, " || net[%u].s[%u].life == 1", e, i);
    emit_text(x, ")\n");
}

static void emit_ready(struct emitter *x)
{
    emit_text(x, "#define tick_ready ((net[0].n != 0 || net[1].n != 0");
    emit_fields(x, false, " || tcb[0].$ != 0 || tcb[1].$ != 0");
    emit_text(x, ")");
    emit_fields(x, true, " && tcb[0].$ != 1 && tcb[1].$ != 1");
    emit_text(x, " && !expiring)\n");
}

void ticks_promela(struct emitter *x)
{
    if (!x->m->bound->timed)
        return;
    emit_of_segment(x);
    emit_expiring(x);
    emit_ready(x);
    emit_text(x, "\ninline tick()\n{\n");
    emit_fields(x, false, "\ttcb[0].$ = LESS(tcb[0].$, 1);\n\ttcb[1].$ = LESS(tcb[1].$, 1);\n");
    emit_text(x, "\tk = 0;\n"
                 "\tdo\n"
                 "\t:: (k < CAPACITY) ->\n"
                 "\t\tnet[0].s[k].life = LESS(net[0].s[k].life, 1);\n"
                 "\t\tnet[1].s[k].life = LESS(net[1].s[k].life, 1);\n"
                 "\t\tk++\n"
                 "\t:: else -> break\n"
                 "\tod\n"
                 "}\n");
}
