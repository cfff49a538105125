/* parse_bound.c - bounds: how much of the world one run explores; see parse.h. */
#include <string.h>

#include "arena.h"
#include "names.h"
#include "parse.h"

enum { STEPS_MAX = 250 /* of a beginning: the place in it is a byte of the world */ };

unsigned parse_end(struct parser *p)
{
    if (parse_accept(p, "A"))
        return END_A;
    if (!parse_accept(p, "B"))
        parse_fail(p, "'A' or 'B'");
    return END_B;
}

unsigned parse_number(struct parser *p, unsigned min, unsigned max)
{
    struct token n = parse_expect_kind(p, T_NUMBER, arena_format("a number, %u to %u", min, max));

    if (n.value < min || n.value > max)
        error_at(n.at, "%u is out of range: %u to %u", n.value, min, max);
    return n.value;
}

/* budget NAME N: for both; budget NAME A N; budget NAME B N */
static void parse_bound_budget(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, "the name of a budget");
    struct symbol *s = names_find(p->model, name.text);
    bool           one = parse_is(p, "A") || parse_is(p, "B");
    unsigned       end = one ? parse_end(p) : END_A;
    unsigned       n = parse_number(p, 0, BUDGET_MAX);

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

/* What a mutant has fixed stays so. */
static void set(struct symbol *s, unsigned value)
{
    if (!s->fixed)
        s->value = value;
}

/* with OPTION; with PARAM = N; without OPTION */
struct symbol *parse_setting(struct parser *p, bool on)
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
        set(s, on);
    else if (p->t.kind != T_EQ)
        parse_fail(p, "'=' and the value of the parameter");
    if (!on || !parse_accept_kind(p, T_EQ))
        return s;
    value = parse_number(p, 0, s != NULL && s->kind == SYM_PARAM ? s->max : COUNT_MAX);
    if (s != NULL && s->kind == SYM_OPTION)
        error_at(name.at, "'%s' is an option: write 'with %s' or 'without %s'", name.text,
                 name.text, name.text);
    else if (s != NULL) {
        set(s, value);
        s->given = name.at;
    }
    return s;
}

/* seq N: bits of a sequence number */
static void parse_seq(struct parser *p)
{
    p->model->bound->seq_bits = parse_number(p, 2, 7);
}

/* capacity N: of each queue */
static void parse_capacity(struct parser *p)
{
    p->model->bound->capacity = parse_number(p, 1, 16);
}

static void parse_with(struct parser *p)
{
    parse_setting(p, true);
}

static void parse_without(struct parser *p)
{
    parse_setting(p, false);
}

/* fair: a bound of liveness */
static void parse_fair(struct parser *p)
{
    p->model->bound->fair = true;
}

/* timed: with a clock */
static void parse_timed(struct parser *p)
{
    p->model->bound->timed = true;
}

/* unordered: segments overtake one another as they like */
static void parse_unordered(struct parser *p)
{
    p->model->bound->unordered = true;
}

/* END MOVE [(argument)] */
static struct step *parse_step(struct parser *p)
{
    struct step *s = arena_take(sizeof *s);

    s->end = parse_end(p);
    s->at = p->t.at;
    s->move_name = parse_expect_kind(p, T_NAME, "the name of a move").text;
    if (!parse_accept_kind(p, T_LPAREN))
        return s;
    s->argument = parse_number(p, 0, UINT16_MAX);
    parse_expect_kind(p, T_RPAREN, NULL);
    return s;
}

/* begin A call; B call; B deliver: what is done first */
static void parse_begin(struct parser *p)
{
    struct step **end = &p->model->bound->begin;
    unsigned      n = 0;

    *end = NULL;
    do {
        if (n++ == STEPS_MAX)
            parse_fail(p, arena_format("at most %d moves", STEPS_MAX));
        *end = parse_step(p);
        end = &(*end)->next;
    } while (parse_accept_kind(p, T_SEMICOLON));
}

/* sweep NAME MIN MAX: a number that is left open */
static void parse_sweep(struct parser *p)
{
    struct knob   *k = arena_take(sizeof *k), **end = &p->model->bound->knobs;
    struct token   name = parse_expect_kind(p, T_NAME, "a parameter or a budget");
    struct symbol *s = names_find(p->model, name.text);
    unsigned       max = s != NULL && s->kind == SYM_PARAM ? s->max : BUDGET_MAX;

    k->symbol = s;
    k->at = name.at;
    k->least = parse_number(p, 0, max);
    k->most = parse_number(p, k->least, max);
    if (s == NULL)
        names_unknown(p->model, name.text, name.at);
    else if (s->kind != SYM_PARAM && s->kind != SYM_BUDGET)
        error_at(name.at, "'%s' is %s, not a parameter or a budget", name.text,
                 names_kind(s->kind));
    else if (s->knob != NULL)
        error_at(name.at, "'%s' is swept twice", name.text);
    if (s == NULL)
        return;
    s->knob = k;
    while (*end != NULL)
        end = &(*end)->next;
    *end = k;
}

/* breaks CLAIM, CLAIM: what is to be violated here */
static void parse_breaks(struct parser *p)
{
    struct named **end = &p->model->bound->breaks;

    while (*end != NULL)
        end = &(*end)->next;
    *end = parse_named(p, "the name of a claim");
}

/* asks CLAIM, CLAIM: of all claims only these are looked at */
static void parse_asks(struct parser *p)
{
    p->model->bound->asks = parse_named(p, "the name of a claim");
}

/* until [ EXPRESSION ]: where nothing that is asked can happen any more */
static void parse_until(struct parser *p)
{
    p->model->bound->until = parse_bracketed(p, NULL);
}

static uint64_t parse_pin(struct parser *p)
{
    enum token_kind kind = p->t.kind == T_LARGE ? T_LARGE : T_NUMBER;

    return parse_expect_kind(p, kind, "the pinned count").large;
}

static void parse_states(struct parser *p)
{
    p->model->bound->states = parse_pin(p);
}

static void parse_transitions(struct parser *p)
{
    p->model->bound->transitions = parse_pin(p);
}

static void parse_orbits(struct parser *p)
{
    p->model->bound->orbits_at = p->t.at;
    p->model->bound->orbits = parse_pin(p);
}

static void parse_late_like(struct parser *p)
{
    struct token name = parse_expect_kind(p, T_NAME, "the name of a bound");

    error_at(name.at, "'like' stands first in a bound, and once");
}

static const struct property properties[] = {
    { "like", parse_late_like },
    { "seq", parse_seq },         { "capacity", parse_capacity },
    { "fair", parse_fair },       { "timed", parse_timed },
    { "with", parse_with },       { "unordered", parse_unordered },
    { "without", parse_without }, { "user", parse_script },
    { "begin", parse_begin },     { "budget", parse_bound_budget },
    { "sweep", parse_sweep },     { "breaks", parse_breaks },
    { "asks", parse_asks },       { "until", parse_until },
    { "states", parse_states },   { "transitions", parse_transitions },
    { "orbits", parse_orbits },
};

static void parse_like(struct parser *p);

static void parse_said(struct parser *p)
{
    if (parse_accept(p, "like"))
        parse_like(p);
    parse_properties(p, properties, sizeof properties / sizeof properties[0], "a bound");
}

/* ------------------------------------------------------------ like */

/* NAME.fsm beside the file that is read */
static const char *path_beside(const struct parser *p, const char *name)
{
    const char *path = p->lexer.source->path, *slash = strrchr(path, '/');

    return arena_format("%.*s%s.fsm", slash == NULL ? 0 : (int)(slash - path) + 1, path, name);
}

static bool is_being_read(const struct parser *p, const char *path)
{
    for (; p != NULL; p = p->within)
        if (strcmp(p->lexer.source->path, path) == 0)
            return true;
    return false;
}

/* All of another bound but its name. After an error in its first line the rest is not read. */
static void read_base(struct parser *p, const struct source *s)
{
    struct parser base = { .model = p->model, .within = p };
    jmp_buf       here;

    base.recover = &here;
    if (setjmp(here) != 0)
        return;
    lex_start(&base.lexer, s);
    parse_advance(&base);
    if (!parse_accept(&base, "bound")) {
        error_at(base.t.at, "expected 'bound': what another is like stands alone in its file");
        return;
    }
    parse_expect_kind(&base, T_NAME, "the name of the bound");
    parse_expect_kind(&base, T_STRING, "what the bound explores, in quotes");
    parse_said(&base);
}

/* like NAME: what NAME.fsm says, but what is found there; what follows overrides it */
static void parse_like(struct parser *p)
{
    struct token         name = parse_expect_kind(p, T_NAME, "the name of a bound");
    const char          *path = path_beside(p, name.text);
    struct bound        *b = p->model->bound;
    const struct source *s = is_being_read(p, path) ? NULL : source_read(path);

    if (is_being_read(p, path))
        error_at(name.at, "'%s' would be like itself", name.text);
    else if (s == NULL)
        error_at(name.at, "there is no bound '%s' beside this one", name.text);
    else
        read_base(p, s);
    b->states = b->transitions = b->orbits = 0;
    b->breaks = NULL;
    for (unsigned e = 0; e < ENDS; e++)
        b->likened[e] = b->positions[e] != 0;
    for (struct knob *k = b->knobs; k != NULL; k = k->next)
        names_find(p->model, k->symbol->name)->knob = NULL;
    b->knobs = NULL;
}

/* ------------------------------------------------------------ the whole */

/* bound NAME "sentence" and its properties, to the end of the file */
void parse_bound(struct parser *p)
{
    struct bound *b = arena_take(sizeof *b);
    struct token  name = parse_expect_kind(p, T_NAME, "the name of the bound");

    if (p->model->bound != NULL)
        error_at(name.at, "a second bound: one run has one");
    b->name = name.text;
    b->at = name.at;
    b->seq_bits = 3;
    b->capacity = 3;
    b->text = parse_expect_kind(p, T_STRING, "what the bound explores, in quotes").text;
    p->model->bound = b;
    parse_said(p);
    b->alternatives = parse_script_alternatives(b);
}
