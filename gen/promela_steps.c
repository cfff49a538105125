/* promela_steps.c - the table's rows and their actions in Promela; see promela.h. */
#include <stdlib.h>

#include "arena.h"
#include "check.h"
#include "names.h"
#include "promela.h"
#include "world.h"

/* SPIN allows a d_step about two thousand jumps; a line is one at most. */
enum { D_STEP_LINES = 1500 };

static void emit_send(struct emitter *x, const struct action *a)
{
    const struct scope  s = promela_scope(x->m);
    struct express_send f = express_send(&s, a);

    emit_line(x, "out_flags[n_out] = %u;", a->flags);
    emit_line(x, "out_seq[n_out] = %s;", f.seq);
    emit_line(x, "out_ack[n_out] = %s;", f.ack);
    emit_line(x, "out_text[n_out] = %s;", f.text);
    promela_riders(x, "out_$[n_out] = 0;\n");
    if (x->m->bound->timed)
        emit_line(x, "out_life[n_out] = %s;", express_length(&s, names_find(x->m, "segment")));
    promela_actions(x, names_find(x->m, "send")->watch);
    emit_line(x, "n_out++;");
}

static void emit_raise(struct emitter *x, const char *ident)
{
    emit_line(x, "ev = EVENT_%s;", ident);
}

/* seg_* := the forged segment that arg stands for; see forged_segment() of sim/world.h. */
static void emit_forge(struct emitter *x)
{
    unsigned n = 1u << x->m->bound->seq_bits;

    emit_line(x, "seg_flags = arg / %u;", n * n * 2);
    emit_line(x, "seg_flags = (seg_flags & 7) | ((seg_flags & 8) << 1);");
    emit_line(x, "seg_seq = (arg / %u) %% %u;", n * 2, n);
    emit_line(x, "seg_ack = (arg / 2) %% %u;", n);
    emit_line(x, "seg_text = arg %% 2;");
    promela_riders(x, "seg_$ = 0;\n");
    emit_raise(x, "SEGMENT");
}

static const char *input(const struct emitter *x, const char *name)
{
    const struct symbol *s = names_find(x->m, name);

    return s != NULL && s->kind == SYM_INPUT ? s->ident : NULL;
}

static void emit_input(struct emitter *x, const char *name, unsigned value)
{
    if (input(x, name) != NULL)
        emit_line(x, "in_%s = %u;", input(x, name), value);
}

/* Which alternative of the script it is: end, position, number. */
static void emit_call(struct emitter *x)
{
    emit_line(x, "if");
    for (unsigned e = 0; e < ENDS; e++)
        for (const struct call *c = x->m->bound->script[e]; c != NULL; c = c->next) {
            emit_line(x, ":: (e == %u && tcb[e].script == %u && arg == %u) ->", e, c->position,
                      c->choice);
            x->indent++;
            emit_raise(x, c->event->ident);
            emit_input(x, "active", c->active);
            emit_input(x, "new_iss", c->iss);
            emit_input(x, "octets", c->octets);
            x->indent--;
        }
    emit_line(x, ":: else");
    emit_line(x, "fi;");
    emit_line(x, "tcb[e].script++;");
}

static void emit_crash(struct emitter *x)
{
    emit_line(x, "forget();");
    emit_line(x, "tcb[e].script = (e == 0 -> %u : %u);", x->m->bound->after_crash[END_A],
              x->m->bound->after_crash[END_B]);
}

static void emit_action(struct emitter *x, const struct action *a)
{
    const struct scope here = promela_scope(x->m), *s = &here;

    switch (a->kind) {
    case ACT_ASSIGN:  emit_line(x, "%s;", express_assign(s, a->symbol, a->value)); break;
    case ACT_DO:
        emit_line(x, "/* %s */", a->symbol->name);
        promela_actions(x, a->symbol->body);
        promela_actions(x, a->symbol->watch);
        break;
    case ACT_SEND:    emit_send(x, a); break;
    case ACT_TELL:    emit_line(x, "/* tell the user: %s */", a->symbol->text); break;
    case ACT_DELIVER: emit_line(x, "/* deliver */"); break;
    case ACT_START:   
        emit_line(x, "%s = %s;", express_timer(s, a->symbol), express_length(s, a->symbol));
        break;
    case ACT_STOP:    emit_line(x, "%s = 0;", express_timer(s, a->symbol)); break;
    case ACT_FORGET:  emit_line(x, "forget();"); break;
    case ACT_RAISE:   emit_raise(x, a->symbol->ident); break;
    case ACT_ARRIVE:
        emit_line(x, "take(%s);", express(s, a->value));
        emit_raise(x, "SEGMENT");
        break;
    case ACT_REMOVE:  emit_line(x, "take(%s);", express(s, a->value)); break;
    case ACT_COPY:    emit_line(x, "copy(%s);", express(s, a->value)); break;
    case ACT_FORGE:   emit_forge(x); break;
    case ACT_CALL:    emit_call(x); break;
    case ACT_CRASH:   emit_crash(x); break;
    case ACT_TICK:    emit_line(x, "tick();"); break;
    }
}

void promela_actions(struct emitter *x, const struct action *list)
{
    const struct scope s = promela_scope(x->m);

    for (const struct action *a = list; a != NULL; a = a->next) {
        if (a->kind == ACT_ASSIGN && world_lacks(x->m, a->symbol))
            continue;
        if (a->when == NULL) {
            emit_action(x, a);
            continue;
        }
        emit_line(x, "if");
        emit_line(x, ":: (%s) ->", express(&s, a->when));
        x->indent++;
        emit_action(x, a);
        emit_line(x, "skip");
        x->indent--;
        emit_line(x, ":: else");
        emit_line(x, "fi;");
    }
}

void promela_forget(struct emitter *x)
{
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "tcb[e].%s = 0;", world_field(x->m, i).ident);
    promela_actions(x, names_find(x->m, "forget")->watch);
}

/* ------------------------------------------------------------ events */

/* A row and, in its else, the rows after it. */
static void emit_row(struct emitter *x, const struct row *r)
{
    const struct scope s = promela_scope(x->m);

    if (r == NULL) {
        emit_line(x, "tcb[e].unspecified = 1;");
        emit_line(x, "step = 0");
        return;
    }
    emit_line(x, "if");
    emit_line(x, ":: (%s) -> /* %s:%u %s */", express_guard(&s, r, r->group->states),
              r->at.source->name, r->at.line, r->name);
    x->indent++;
    emit_line(x, "c_code { eleven_row(%u, now.tcb[now.e].state); };", r->index);
    promela_actions(x, r->actions);
    if (r->target != NULL)
        emit_line(x, "tcb[e].state = %s;", r->target->ident);
    emit_line(x, "step = %u", r->next_step);
    x->indent--;
    emit_line(x, ":: else ->");
    x->indent++;
    emit_row(x, r->next);
    x->indent--;
    emit_line(x, "fi");
}

static void emit_step(struct emitter *x, const struct symbol *event, unsigned step)
{
    const struct scope s = promela_scope(x->m);

    emit_line(x, "if");
    emit_line(x, ":: (ev == EVENT_%s && step == %u) ->", event->ident, step);
    x->indent++;
    emit_line(x, "if");
    for (const struct group *g = x->m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step) {
            emit_line(x, ":: (%s) ->", express_states(&s, g->states, 0xffff, false));
            x->indent++;
            emit_row(x, g->rows);
            x->indent--;
        }
    emit_line(x, ":: else -> tcb[e].unspecified = 1; step = 0");
    emit_line(x, "fi");
    x->indent--;
    emit_line(x, ":: else");
    emit_line(x, "fi;");
}

/* The text of one step of an event, and how many lines it has. */
static const char *step_text(const struct emitter *x, const struct symbol *event, unsigned step,
                             unsigned *lines)
{
    struct emitter inner = { NULL, x->m, 3 };
    char          *text = NULL;
    size_t         size = 0;
    const char    *kept;

    inner.out = open_memstream(&text, &size);
    if (inner.out == NULL)
        return "";
    emit_step(&inner, event, step);
    fclose(inner.out);
    kept = arena_text(text, size);
    free(text);
    *lines = 0;
    for (const char *p = kept; *p != '\0'; p++)
        *lines += *p == '\n';
    return kept;
}

/* SPIN limits the length of a d_step; the atomic around them keeps them one move. */
void promela_events(struct emitter *x)
{
    unsigned sum = 0, lines = 0;

    for (unsigned i = 0; i < x->m->count[SYM_EVENT]; i++)
        for (unsigned step = 1; step <= 15; step++) {
            const struct symbol *event = names_nth(x->m, SYM_EVENT, i);
            const char          *text;

            if (!check_has_step(x->m, event, step))
                continue;
            text = step_text(x, event, step, &lines);
            if (sum > 0 && sum + lines > D_STEP_LINES) {
                emit_text(x, "\t\t\tskip\n\t\t};\n\t\td_step {\n");
                sum = 0;
            }
            emit_text(x, "%s", text);
            sum += lines;
        }
}
