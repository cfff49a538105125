/* parse_world.c - budgets and moves of the world; see parse.h. */
#include "arena.h"
#include "names.h"
#include "parse.h"

/* budget NAME "sentence": so many a direction or end */
static void parse_budget(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, NULL);
    struct symbol *s = names_add(p->model, SYM_BUDGET, name.text, name.at);

    s->type = TYPE_COUNT;
    s->max = COUNT_MAX;
    s->text = parse_expect_kind(p, T_STRING, "a sentence about the budget, in quotes").text;
}

/* lasts TIMER PARAM; lasts segment PARAM */
static void parse_lasting(struct parser *p)
{
    struct lasting  *l = arena_take(sizeof *l);
    struct lasting **end = &p->model->lastings;
    struct token     what = parse_expect_kind(p, T_NAME, "a timer, or 'segment'");
    struct token     param = parse_expect_kind(p, T_NAME, "the parameter that says how long");

    l->what = what.text;
    l->what_at = what.at;
    l->param = param.text;
    l->param_at = param.at;
    while (*end != NULL)
        end = &(*end)->next;
    *end = l;
}

/* (i), (next), (forged) or (call), behind the name */
static void parse_argument(struct parser *p, struct move *v)
{
    if (parse_accept(p, "i"))
        v->indexed = true;
    else if (parse_accept(p, "next"))
        v->picks = true;
    else if (parse_accept(p, "forged"))
        v->forges = true;
    else if (parse_accept(p, "call"))
        v->calls = true;
    else
        parse_fail(p, "what the move runs over: i, next, forged or call");
    parse_expect_kind(p, T_RPAREN, NULL);
}

/* NAME [(i) | (next) | (forged) | (call)] [guard] / actions "sentence" */
static void parse_move(struct parser *p, const char *process)
{
    struct move  *v = arena_take(sizeof *v);
    struct move **end = &p->model->moves;
    struct token  name = parse_expect_kind(p, T_NAME, "the name of a move");

    v->name = name.text;
    v->at = name.at;
    v->process = process;
    if (parse_accept_kind(p, T_LPAREN))
        parse_argument(p, v);
    parse_expect_kind(p, T_LBRACKET, "'[' and the guard of the move");
    v->guard = parse_expr(p);
    parse_expect_kind(p, T_RBRACKET, "']' and the end of the guard");
    parse_expect_kind(p, T_SLASH, "'/' and the actions of the move");
    v->actions = parse_actions(p);
    v->text = parse_expect_kind(p, T_STRING, "a sentence about the move, in quotes").text;
    v->index = p->model->n_moves++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = v;
}

static void parse_moves(struct parser *p)
{
    static const char *const processes[] = { "network", "adversary", "user", "timer" };
    const char              *process = p->t.text;
    bool                     known = false;

    for (unsigned i = 0; i < sizeof processes / sizeof processes[0]; i++)
        known = known || parse_is(p, processes[i]);
    if (!known)
        parse_fail(p, "'network', 'adversary', 'user' or 'timer', who makes these moves");
    parse_advance(p);

    while (p->t.kind != T_END && !parse_at_declaration(p))
        parse_move(p, process);
}

bool parse_world(struct parser *p)
{
    if (parse_accept(p, "budget"))
        parse_budget(p);
    else if (parse_accept(p, "lasts"))
        parse_lasting(p);
    else if (parse_accept(p, "moves"))
        parse_moves(p);
    else
        return false;
    return true;
}
