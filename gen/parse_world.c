/* parse_world.c - moves of the world, claims and bounds; see parse.h. */
#include <string.h>

#include "arena.h"
#include "names.h"
#include "parse.h"

enum {
    POSITIONS_MAX    = 60, /* of a user's script */
    ALTERNATIVES_MAX = 16, /* of one of them */
    CLAIMS_MAX       = 63  /* a set of claims is a uint64_t; one more bit is no_deadlock */
};

/* budget NAME "sentence": so many a direction or end */
static void parse_budget(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, NULL);
    struct symbol *s = names_add(p->model, SYM_BUDGET, name.text, name.at);

    s->type = TYPE_COUNT;
    s->max = COUNT_MAX;
    s->text = parse_expect_kind(p, T_STRING, "a sentence about the budget, in quotes").text;
}

/* ghost NAME : type "sentence"; ghost SEG.NAME rides in segments */
static void parse_ghost(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, NULL);
    bool           rides = strncmp(name.text, "SEG.", 4) == 0;
    struct symbol *s = names_add(p->model, rides ? SYM_SEGMENT : SYM_VAR, name.text, name.at);
    struct symbol *out = NULL;

    parse_expect_kind(p, T_COLON, "':' and the type of the ghost");
    s->type = parse_type(p, &s->max);
    s->ghost = true;
    s->text = parse_expect_kind(p, T_STRING, "a sentence about the ghost, in quotes").text;
    if (!rides || names_find(p->model, s->name) != s)
        return;
    out = names_add(p->model, SYM_OUT, arena_format("OUT.%s", name.text + 4), name.at);
    out->type = s->type;
    out->max = s->max;
    out->ghost = true;
}

/* watch DO / actions: what the claims add to an action of the table */
static void parse_watch(struct parser *p)
{
    struct token    name = parse_expect_kind(p, T_NAME, "a do of the table, 'send' or 'forget'");
    struct symbol  *s = names_find(p->model, name.text);
    struct action  *actions;
    struct action **end;

    parse_expect_kind(p, T_SLASH, NULL);
    actions = parse_actions(p);
    if (s == NULL) {
        names_unknown(p->model, name.text, name.at);
        return;
    }
    if (s->kind != SYM_DO && strcmp(s->name, "send") != 0 && strcmp(s->name, "forget") != 0) {
        error_at(name.at, "'%s' is %s and cannot be watched: watch a do of the table, 'send' or "
                          "'forget'", name.text, names_kind(s->kind));
        return;
    }
    for (end = &s->watch; *end != NULL;)
        end = &(*end)->next;
    *end = actions;
}

/* NAME [(i) | (forged) | (call)] [guard] / actions "sentence" */
static void parse_move(struct parser *p, const char *process)
{
    struct move  *v = arena_take(sizeof *v);
    struct move **end = &p->model->moves;
    struct token  name = parse_expect_kind(p, T_NAME, "the name of a move");

    v->name = name.text;
    v->at = name.at;
    v->process = process;
    if (parse_accept_kind(p, T_LPAREN)) {
        v->indexed = parse_accept(p, "i");
        v->forges = !v->indexed && parse_accept(p, "forged");
        v->calls = !v->indexed && !v->forges && parse_accept(p, "call");
        if (!v->indexed && !v->forges && !v->calls)
            parse_fail(p, "what the move runs over: i, forged or call");
        parse_expect_kind(p, T_RPAREN, NULL);
    }
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

static struct expr *parse_bracketed(struct parser *p, const char **text)
{
    const char  *from = p->lexer.p;
    struct expr *e;

    parse_expect_kind(p, T_LBRACKET, NULL);
    e = parse_expr(p);
    if (text != NULL)
        *text = parse_source_text(from, p->end);
    parse_expect_kind(p, T_RBRACKET, NULL);
    return e;
}

/* always NAME "sentence" @cite [premise [expr]] holds [expr] */
static void parse_always(struct parser *p)
{
    struct claim  *c = arena_take(sizeof *c);
    struct claim **end = &p->model->claims;
    struct token   name = parse_expect_kind(p, T_NAME, "the name of a claim");

    if (p->model->n_claims == CLAIMS_MAX)
        error_at(name.at, "too many claims: at most %d", CLAIMS_MAX);
    c->name = name.text;
    c->at = name.at;
    c->text = parse_expect_kind(p, T_STRING, "the claim as a sentence, in quotes").text;
    c->cite = parse_cite(p, &c->cite_at);
    c->premise_text = "";
    if (parse_accept(p, "premise"))
        c->premise = parse_bracketed(p, &c->premise_text);
    if (!parse_accept(p, "holds"))
        parse_fail(p, "'holds' and what is claimed, in brackets");
    c->expr = parse_bracketed(p, NULL);
    p->model->n_claims++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = c;
}

/* ends NAME "sentence" [expr]: worlds without a next move that are as they should be */
static void parse_ends(struct parser *p)
{
    struct legal_end  *l = arena_take(sizeof *l);
    struct legal_end **end = &p->model->legal_ends;
    struct token       name = parse_expect_kind(p, T_NAME, "the name of a legal end");

    l->name = name.text;
    l->at = name.at;
    l->text = parse_expect_kind(p, T_STRING, "a sentence about it, in quotes").text;
    l->expr = parse_bracketed(p, NULL);
    p->model->n_legal_ends++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = l;
}

static unsigned parse_end(struct parser *p)
{
    if (parse_accept(p, "A"))
        return END_A;
    if (!parse_accept(p, "B"))
        parse_fail(p, "'A' or 'B'");
    return END_B;
}

static unsigned parse_number(struct parser *p, unsigned min, unsigned max)
{
    struct token n = parse_expect_kind(p, T_NUMBER, arena_format("a number, %u to %u", min, max));

    if (n.value < min || n.value > max)
        error_at(n.at, "%u is out of range: %u to %u", n.value, min, max);
    return n.value;
}

/* EVENT [active|passive iss N] [N] [in STATES] */
static struct call *parse_call(struct parser *p, unsigned position)
{
    struct call *c = arena_take(sizeof *c);

    c->at = p->t.at;
    c->position = position;
    c->event_name = parse_expect_kind(p, T_NAME, "a user call: OPEN, SEND, CLOSE or ABORT").text;
    c->active = parse_accept(p, "active");
    if (!c->active)
        parse_accept(p, "passive");
    if (parse_accept(p, "iss"))
        c->iss = parse_number(p, 0, COUNT_MAX);
    if (p->t.kind == T_NUMBER)
        c->octets = parse_number(p, 1, COUNT_MAX);
    if (!parse_accept(p, "in"))
        return c;
    do {
        if (c->n_states == STATES_MAX)
            parse_fail(p, arena_format("at most %d states", STATES_MAX));
        c->state_names[c->n_states++] = parse_expect_kind(p, T_NAME, "a state").text;
    } while (parse_accept_kind(p, T_COMMA));
    return c;
}

static void append_call(struct bound *b, unsigned end, struct call *c)
{
    struct call **last = &b->script[end];

    while (*last != NULL)
        last = &(*last)->next;
    *last = c;
}

/* One step of a script: alternatives between bars. */
static void parse_item(struct parser *p, unsigned end)
{
    struct bound *b = p->model->bound;
    unsigned      n = 0;

    if (b->positions[end] >= POSITIONS_MAX)
        parse_fail(p, arena_format("the end of the script: at most %d calls", POSITIONS_MAX));
    do {
        if (n++ == ALTERNATIVES_MAX)
            parse_fail(p, arena_format("at most %d alternatives", ALTERNATIVES_MAX));
        append_call(b, end, parse_call(p, b->positions[end]));
    } while (parse_accept_kind(p, T_BAR));
    if (n > b->alternatives)
        b->alternatives = n;
    b->positions[end]++;
}

/* `after crash`, behind the script that it follows, once. */
static void parse_after_crash(struct parser *p, unsigned end)
{
    struct bound *b = p->model->bound;
    struct place  at = p->t.at;

    if (!parse_accept(p, "after")) {
        if (b->positions[end] != 0)
            error_at(at, "a second script of this end: expected 'after crash'");
        return;
    }
    parse_expect(p, "crash");
    if (b->positions[end] == 0)
        error_at(at, "the script of this end before the crash must stand above this one");
    else if (b->after_crash[end] != b->positions[end] - 1)
        error_at(at, "a second script of this end after a crash");
    b->after_crash[end] = b->positions[end];
}

/* user A: call; call | call; ...   user A after crash: ... */
static void parse_user(struct parser *p)
{
    struct bound *b = p->model->bound;
    unsigned      end = parse_end(p);

    parse_after_crash(p, end);
    parse_expect_kind(p, T_COLON, "':' and the calls of the user");
    do
        parse_item(p, end);
    while (parse_accept_kind(p, T_SEMICOLON));
    b->positions[end]++;
    if (b->after_crash[end] == 0)
        b->after_crash[end] = b->positions[end] - 1;
}

/* budget NAME N: for both; budget NAME A N; budget NAME B N */
static void parse_bound_budget(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, "the name of a budget");
    struct symbol *s = names_find(p->model, name.text);
    bool           one = parse_is(p, "A") || parse_is(p, "B");
    unsigned       end = one ? parse_end(p) : END_A;
    unsigned       n = parse_number(p, 0, 100);

    if (s == NULL || s->kind != SYM_BUDGET) {
        if (s == NULL)
            names_unknown(p->model, name.text, name.at);
        else
            error_at(name.at, "'%s' is %s, not a budget", name.text, names_kind(s->kind));
        return;
    }
    if (!one || end == END_A)
        s->value = n;
    if (!one || end == END_B)
        s->value_b = n;
}

/* with OPTION; with PARAM = N; without OPTION */
static void parse_with(struct parser *p, bool on)
{
    struct token   name = parse_expect_kind(p, T_NAME, "an option or a parameter");
    struct symbol *s = names_find(p->model, name.text);
    unsigned       value;

    if (s == NULL)
        names_unknown(p->model, name.text, name.at);
    else if (s->kind != SYM_OPTION && (s->kind != SYM_PARAM || !on))
        error_at(name.at, "'%s' is %s, not an option%s", name.text, names_kind(s->kind),
                 on ? " or a parameter" : "");
    else if (s->kind == SYM_OPTION)
        s->value = on;
    else if (p->t.kind != T_EQ)
        parse_fail(p, "'=' and the value of the parameter");
    if (!on || !parse_accept_kind(p, T_EQ))
        return;
    value = parse_number(p, 0, s != NULL && s->kind == SYM_PARAM ? s->max : COUNT_MAX);
    if (s != NULL && s->kind == SYM_OPTION)
        error_at(name.at, "'%s' is an option: write 'with %s' or 'without %s'", name.text,
                 name.text, name.text);
    else if (s != NULL)
        s->value = value;
}

static uint64_t parse_pin(struct parser *p)
{
    return parse_expect_kind(p, T_NUMBER, "the pinned count").value;
}

static bool parse_property(struct parser *p)
{
    struct bound *b = p->model->bound;

    if (parse_accept(p, "seq"))
        b->seq_bits = parse_number(p, 2, 7);
    else if (parse_accept(p, "capacity"))
        b->capacity = parse_number(p, 1, 16);
    else if (parse_accept(p, "with"))
        parse_with(p, true);
    else if (parse_accept(p, "without"))
        parse_with(p, false);
    else if (parse_accept(p, "budget"))
        parse_bound_budget(p);
    else if (parse_accept(p, "user"))
        parse_user(p);
    else if (parse_accept(p, "states"))
        b->states = parse_pin(p);
    else if (parse_accept(p, "transitions"))
        b->transitions = parse_pin(p);
    else
        return false;
    return true;
}

static _Noreturn void fail_property(struct parser *p)
{
    if (p->t.kind == T_NAME)
        error_at(p->t.at, "a bound has no '%s': expected seq, capacity, with, without, budget, "
                          "user, states or transitions", p->t.text);
    else
        parse_fail(p, "seq, capacity, with, without, budget, user, states or transitions");
    longjmp(*p->recover, 1);
}

/* After an error it goes on with the property on a later line. */
static void parse_properties(struct parser *p)
{
    static const char *const words[] = { "seq", "capacity", "with", "without", "budget", "user",
                                         "states", "transitions" };
    jmp_buf                  here, *const outer = p->recover;

    p->recover = &here;
    if (setjmp(here) != 0)
        parse_skip(p, words, sizeof words / sizeof words[0]);
    while (p->t.kind != T_END)
        if (!parse_property(p))
            fail_property(p);
    p->recover = outer;
}

/* bound NAME "sentence" and its properties, to the end of the file */
static void parse_bound(struct parser *p)
{
    struct bound *b = arena_take(sizeof *b);
    struct token  name = parse_expect_kind(p, T_NAME, "the name of the bound");

    if (p->model->bound != NULL)
        error_at(name.at, "a second bound: one run has one");
    b->name = name.text;
    b->at = name.at;
    b->seq_bits = 3;
    b->capacity = 3;
    b->alternatives = 1;
    b->text = parse_expect_kind(p, T_STRING, "what the bound explores, in quotes").text;
    p->model->bound = b;
    parse_properties(p);
}

bool parse_world(struct parser *p)
{
    if (parse_accept(p, "budget"))
        parse_budget(p);
    else if (parse_accept(p, "ghost"))
        parse_ghost(p);
    else if (parse_accept(p, "watch"))
        parse_watch(p);
    else if (parse_accept(p, "moves"))
        parse_moves(p);
    else if (parse_accept(p, "always"))
        parse_always(p);
    else if (parse_accept(p, "ends"))
        parse_ends(p);
    else if (parse_accept(p, "bound"))
        parse_bound(p);
    else
        return false;
    return true;
}
