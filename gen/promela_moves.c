/* promela_moves.c - the choice of a move and what it does, in Promela; see promela.h. */
#include "arena.h"
#include "promela.h"
#include "world.h"

/* "this move was chosen", at an end that can make it; NULL where none can. */
static const char *is_chosen(const struct model *m, const struct move *v)
{
    const char *text = NULL;

    for (unsigned e = 0; e < ENDS; e++) {
        unsigned number = world_move_number(m, v, e);

        if (world_choices(m, v, e) == 0)
            continue;
        text = text == NULL ? arena_format("mv == %u", number)
                            : arena_format("%s || mv == %u", text, number);
    }
    return text;
}

void promela_moves(struct emitter *x)
{
    x->indent = 3;
    for (const struct move *v = x->m->moves; v != NULL; v = v->next) {
        const char *chosen = is_chosen(x->m, v);

        if (chosen == NULL)
            continue;
        emit_line(x, ":: (%s) -> /* %s:%u %s */", chosen, v->at.source->name, v->at.line, v->name);
        x->indent++;
        promela_actions(x, v->actions);
        emit_line(x, "skip");
        x->indent--;
    }
    x->indent = 0;
}

static void emit_chosen(struct emitter *x, const struct move *v, unsigned e, const char *guard,
                        unsigned argument)
{
    unsigned process = world_process(v, e);

    emit_line(x, ":: d_step { (by(%s) && %s) -> mv = %u; e = %u; arg = %u }",
              process == WORLD_ADVERSARY ? "ADVERSARY" : arena_format("%u", process), guard,
              world_move_number(x->m, v, e), e, argument);
}

static void emit_choice(struct emitter *x, const struct move *v, unsigned e, const char *guard,
                        unsigned argument)
{
    if (x->m->bound->begin != NULL)
        guard = arena_format("begun == %u && %s", world_steps(x->m), guard);
    if (x->m->bound->until != NULL)
        guard = arena_format("!%s && %s", express_until(x->m), guard);
    emit_chosen(x, v, e, guard, argument);
}

/* One digit of the forged segment's number: arg := arg * n + 0, 1, ... */
static void emit_digit(struct emitter *x, unsigned n)
{
    emit_line(x, "if");
    for (unsigned i = 0; i < n; i++)
        emit_line(x, ":: arg = arg * %u + %u", n, i);
    emit_line(x, "fi");
}

/* Flags, sequence number, acknowledgment (0 without the ACK bit), text. */
static void emit_forgery(struct emitter *x, const struct move *v, unsigned e, const char *guard)
{
    unsigned n = 1u << x->m->bound->seq_bits;

    emit_choice(x, v, e, guard, 0);
    emit_line(x, ";");
    x->indent++;
    emit_digit(x, 16);
    emit_line(x, ";");
    emit_digit(x, n);
    emit_line(x, ";");
    emit_line(x, "if");
    emit_line(x, ":: (arg / %u >= 8) ->", n);
    emit_digit(x, n);
    emit_line(x, ":: else -> arg = arg * %u", n);
    emit_line(x, "fi;");
    emit_digit(x, 2);
    x->indent--;
}

/* The user of an end is at this call. */
static const char *is_at_call(const struct model *m, unsigned e, const struct call *c)
{
    struct scope s = promela_scope(m);

    s.end = e == 0 ? "0" : "1";
    return arena_format("tcb[%u].script == %u && %s", e, c->position,
                        c->states == 0 ? "1" : express_states(&s, c->states, 0xffff, false));
}

/* A user's call: each alternative of each position of the script. */
static void emit_calls(struct emitter *x, const struct move *v, unsigned e, const char *guard)
{
    for (const struct call *c = x->m->bound->script[e]; c != NULL; c = c->next)
        emit_choice(x, v, e, arena_format("%s && %s", guard, is_at_call(x->m, e, c)), c->choice);
}

/* When a move can be made at an end, with an argument that is not a call's. */
static const char *guard_of(const struct model *m, const struct move *v, unsigned e, unsigned argument)
{
    struct scope s = promela_scope(m);
    const char  *guard;

    s.end = e == 0 ? "0" : "1";
    s.argument = arena_format("%u", argument);
    guard = arena_format("(%s)", express(&s, v->guard));
    return v->picks ? arena_format("%s && %s", guard, promela_is_next(m, e, argument)) : guard;
}

static void emit_choices_of(struct emitter *x, const struct move *v, unsigned e)
{
    if (v->forges)
        emit_forgery(x, v, e, guard_of(x->m, v, e, 0));
    else if (v->calls)
        emit_calls(x, v, e, guard_of(x->m, v, e, 0));
    else
        for (unsigned i = 0; i < world_choices(x->m, v, e); i++)
            emit_choice(x, v, e, guard_of(x->m, v, e, i), i);
}

/* A move that is made first, when it is its turn. */
static void emit_step(struct emitter *x, const struct step *t, unsigned turn)
{
    const char *guard = arena_format("begun == %u && %s", turn,
                                     guard_of(x->m, t->move, t->end, t->argument));

    if (!t->move->calls)
        emit_chosen(x, t->move, t->end, guard, t->argument);
    for (const struct call *c = x->m->bound->script[t->end]; t->move->calls && c != NULL; c = c->next)
        if (c->choice == t->argument)
            emit_chosen(x, t->move, t->end,
                        arena_format("%s && %s", guard, is_at_call(x->m, t->end, c)), t->argument);
}

void promela_choices(struct emitter *x)
{
    unsigned turn = 0;

    x->indent = 2;
    for (const struct step *t = x->m->bound->begin; t != NULL; t = t->next)
        emit_step(x, t, turn++);
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        for (unsigned e = 0; e < ENDS; e++)
            if (world_choices(x->m, v, e) > 0)
                emit_choices_of(x, v, e);
    x->indent = 0;
}
