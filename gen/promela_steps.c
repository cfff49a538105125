/* promela_steps.c - the table's rows and their actions in Promela; see promela.h. */
#include <stdlib.h>

#include "arena.h"
#include "check.h"
#include "names.h"
#include "promela.h"
#include "world.h"

/* SPIN allows a d_step about two thousand jumps; a line is one at most. */
enum { D_STEP_LINES = 1500 };

/* What the claims add to the moment `name`. */
static void emit_watch(struct emitter *x, const char *name)
{
    promela_actions(x, names_find(x->m, name)->watch);
}

/* What its sender puts into a segment besides what `send` says. */
static void emit_fields(struct emitter *x, const struct scope *s)
{
    for (const struct symbol *f = x->m->symbols; f != NULL; f = f->next)
        if (world_is_declared_field(f) && f->expr != NULL && !world_lacks(x->m, f))
            emit_line(x, "out_%s[n_out] = %s;", f->ident, express(s, f->expr));
}

static void emit_send(struct emitter *x, const struct action *a)
{
    const struct scope  s = promela_scope(x->m);
    struct express_send f = express_send(&s, a);

    emit_line(x, "out_flags[n_out] = %u;", a->flags);
    emit_line(x, "out_seq[n_out] = %s;", f.seq);
    emit_line(x, "out_ack[n_out] = %s;", f.ack);
    emit_line(x, "out_text[n_out] = %s;", f.text);
    promela_riders(x, "out_$[n_out] = 0;\n");
    emit_fields(x, &s);
    if (x->m->bound->timed)
        emit_line(x, "out_life[n_out] = %s;", express_length(&s, names_find(x->m, "segment")));
    emit_watch(x, "send");
    emit_line(x, "n_out++;");
}

static void emit_raise(struct emitter *x, const char *ident)
{
    emit_line(x, "ev = EVENT_%s;", ident);
}

static void emit_arrival(struct emitter *x)
{
    emit_watch(x, "arrive");
    emit_raise(x, "SEGMENT");
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
    emit_arrival(x);
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
    emit_watch(x, "forget");
    emit_watch(x, "crash");
    emit_line(x, "erase();");
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
    case ACT_TELL:
        emit_line(x, "/* tell the user: %s */", a->symbol->text);
        emit_watch(x, "tell");
        break;
    case ACT_DELIVER: emit_line(x, "/* deliver */"); break;
    case ACT_START:
        emit_line(x, "%s = %s;", express_timer(s, a->symbol), express_length(s, a->symbol));
        break;
    case ACT_STOP:    emit_line(x, "%s = 0;", express_timer(s, a->symbol)); break;
    case ACT_FORGET:
        emit_watch(x, "forget");
        emit_line(x, "erase();");
        break;
    case ACT_RAISE:   emit_raise(x, a->symbol->ident); break;
    case ACT_ARRIVE:
        emit_line(x, "take(%s);", express(s, a->value));
        emit_arrival(x);
        break;
    case ACT_REMOVE:  emit_line(x, "take(%s);", express(s, a->value)); break;
    case ACT_COPY:    emit_line(x, "copy(%s);", express(s, a->value)); break;
    case ACT_FORGE:   emit_forge(x); break;
    case ACT_CALL:
        emit_watch(x, "call");
        emit_call(x);
        break;
    case ACT_CRASH:   emit_crash(x); break;
    case ACT_TICK:    emit_line(x, "tick();"); break;
    }
}

void promela_actions(struct emitter *x, const struct action *list)
{
    const struct scope s = promela_scope(x->m);

    for (const struct action *a = list; a != NULL; a = a->next) {
        if (express_is_idle(&s, a))
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

/* The segment and the inputs of the last move are gone; `changed` compares with what is now. */
void promela_fresh(struct emitter *x)
{
    x->indent = 3;
    emit_line(x, "seg_flags = 0; seg_seq = 0; seg_ack = 0; seg_text = 0;");
    promela_riders(x, "\t\t\tseg_$ = 0;\n");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_INPUT)
            emit_line(x, "in_%s = 0;", s->ident);
    for (unsigned i = 0; names_find(x->m, "changed")->used && i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "was_%s = tcb[e].%s;", world_field(x->m, i).ident,
                      world_field(x->m, i).ident);
    x->indent = 0;
}

void promela_erase(struct emitter *x)
{
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "tcb[e].%s = 0;", world_field(x->m, i).ident);
}

void promela_settle(struct emitter *x)
{
    if (names_find(x->m, "settle")->watch == NULL)
        return;
    x->indent = 3;
    emit_line(x, "if");
    emit_line(x, ":: (ev != NO_EVENT) ->");
    x->indent++;
    emit_watch(x, "settle");
    emit_line(x, "skip");
    x->indent--;
    emit_line(x, ":: else");
    emit_line(x, "fi;");
    x->indent = 0;
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

/* ------------------------------------------------------------ pieces */

bool promela_open(struct piece *piece, const struct emitter *outer)
{
    piece->text = NULL;
    piece->x = (struct emitter){ .out = open_memstream(&piece->text, &piece->size),
                                  .m = outer->m,
                                  .indent = 3 };
    return piece->x.out != NULL;
}

/* SPIN limits the length of a d_step; the atomic around them keeps them one move. */
void promela_close(struct piece *piece, struct emitter *outer, unsigned *sum)
{
    unsigned lines = 0;

    fclose(piece->x.out);
    for (const char *p = piece->text; *p != '\0'; p++)
        lines += *p == '\n';
    if (*sum > 0 && *sum + lines > D_STEP_LINES) {
        emit_text(outer, "\t\t\tskip\n\t\t};\n\t\td_step {\n");
        *sum = 0;
    }
    emit_text(outer, "%s", piece->text);
    *sum += lines;
    free(piece->text);
}

void promela_events(struct emitter *x)
{
    struct piece piece;
    unsigned     sum = 0;

    for (unsigned i = 0; i < x->m->count[SYM_EVENT]; i++)
        for (unsigned step = 1; step <= 15; step++) {
            const struct symbol *event = names_nth(x->m, SYM_EVENT, i);

            if (!check_has_step(x->m, event, step) || !promela_open(&piece, x))
                continue;
            emit_step(&piece.x, event, step);
            promela_close(&piece, x, &sum);
        }
}
