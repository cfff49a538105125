/* parse_expr.c - expressions and actions; see parse.h. */
#include <string.h>

#include "arena.h"
#include "parse.h"

enum {
    DEPTH_MAX = 100, /* of parentheses */
    TERMS_MAX = 1000 /* in one expression: the passes over the tree recurse */
};

static struct expr *make(struct place at, enum expr_kind kind, struct expr *a, struct expr *b)
{
    struct expr *e = arena_take(sizeof *e);

    e->kind = kind;
    e->at = at;
    e->a = a;
    e->b = b;
    return e;
}

static struct expr *parse_parenthesised(struct parser *p)
{
    struct expr *e;

    parse_expect_kind(p, T_LPAREN, NULL);
    e = parse_expr(p);
    parse_expect_kind(p, T_RPAREN, NULL);
    return e;
}

/* enabled(EVENT), running(TIMER), due(TIMER) */
static struct expr *parse_about(struct parser *p, enum expr_kind kind)
{
    struct expr *e;

    parse_expect_kind(p, T_LPAREN, NULL);
    e = make(p->t.at, kind, NULL, NULL);
    e->name = parse_expect_kind(p, T_NAME, kind == EXPR_ENABLED ? "the name of an event"
                                                                : "the name of a timer").text;
    parse_expect_kind(p, T_RPAREN, NULL);
    return e;
}

static _Noreturn void fail_size(struct parser *p, const char *what, int max)
{
    error_at(p->t.at, "expression %s %d: give a part of it a name with 'let'", what, max);
    p->t.kind = T_BAD;
    parse_fail(p, "");
}

static struct expr *parse_min(struct parser *p, struct place at)
{
    struct expr *e = make(at, EXPR_MIN, NULL, NULL);

    parse_expect_kind(p, T_LPAREN, NULL);
    e->a = parse_expr(p);
    parse_expect_kind(p, T_COMMA, NULL);
    e->b = parse_expr(p);
    parse_expect_kind(p, T_RPAREN, NULL);
    return e;
}

static struct expr *parse_if(struct parser *p, struct place at)
{
    struct expr *e = make(at, EXPR_IF, parse_expr(p), NULL);

    parse_expect(p, "then");
    e->b = parse_expr(p);
    parse_expect(p, "else");
    e->c = parse_expr(p);
    return e;
}

static bool is_reserved(const struct parser *p)
{
    static const char *const words[] = { "and", "or", "not", "in", "then", "else", "same", "next" };

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (parse_is(p, words[i]))
            return true;
    return false;
}

/* NAME or peer.NAME, with `in SET` behind `state` */
static struct expr *parse_name(struct parser *p)
{
    struct expr *e = make(p->t.at, EXPR_NAME, NULL, NULL);

    if (is_reserved(p))
        parse_fail(p, "an expression");
    e->name = parse_expect_kind(p, T_NAME, "an expression").text;
    if (strncmp(e->name, "peer.", 5) == 0) {
        e->peer = true;
        e->name += 5;
    }
    if (parse_accept(p, "in")) {
        struct expr *set = make(p->t.at, EXPR_IN, e, NULL);

        set->name = parse_expect_kind(p, T_NAME, "a set of states").text;
        return set;
    }
    return e;
}

static struct expr *parse_primary(struct parser *p)
{
    struct place at = p->t.at;
    struct expr *e;

    if (++p->terms > TERMS_MAX)
        fail_size(p, "has more terms than", TERMS_MAX);
    if (p->t.kind == T_LPAREN)
        return parse_parenthesised(p);
    if (p->t.kind == T_NUMBER) {
        e = make(at, EXPR_NUMBER, NULL, NULL);
        e->value = p->t.value;
        parse_advance(p);
        return e;
    }
    if (parse_is(p, "true") || parse_is(p, "false")) {
        e = make(at, EXPR_BOOL, NULL, NULL);
        e->value = parse_is(p, "true");
        parse_advance(p);
        return e;
    }
    if (parse_accept(p, "enabled"))
        return parse_about(p, EXPR_ENABLED);
    if (parse_accept(p, "running"))
        return parse_about(p, EXPR_RUNNING);
    if (parse_accept(p, "due"))
        return parse_about(p, EXPR_DUE);
    if (parse_accept(p, "min"))
        return parse_min(p, at);
    if (parse_accept(p, "if"))
        return parse_if(p, at);
    if (parse_accept(p, "flies"))
        return make(at, EXPR_FLIES, parse_parenthesised(p), NULL);
    if (parse_accept(p, "one"))
        return make(at, EXPR_ONE, parse_parenthesised(p), NULL);
    return parse_name(p);
}

static struct expr *parse_sum(struct parser *p)
{
    struct expr *e = parse_primary(p);

    while (p->t.kind == T_PLUS || p->t.kind == T_MINUS) {
        enum expr_kind kind = p->t.kind == T_PLUS ? EXPR_ADD : EXPR_SUB;
        struct place   at = p->t.at;

        parse_advance(p);
        e = make(at, kind, e, parse_primary(p));
    }
    return e;
}

static bool at_order(const struct parser *p)
{
    return p->t.kind == T_LT || p->t.kind == T_LE;
}

/* a < b, or the interval a < x =< b */
static struct expr *parse_order(struct parser *p, struct expr *a)
{
    bool         low_strict = p->t.kind == T_LT;
    struct place at = p->t.at;
    struct expr *e;

    parse_advance(p);
    e = make(at, low_strict ? EXPR_LT : EXPR_LE, a, parse_sum(p));
    if (!at_order(p))
        return e;
    e->kind = EXPR_RANGE;
    e->low_strict = low_strict;
    e->high_strict = p->t.kind == T_LT;
    parse_advance(p);
    e->c = parse_sum(p);
    return e;
}

static struct expr *parse_comparison(struct parser *p)
{
    struct expr *a = parse_sum(p);
    struct place at = p->t.at;

    if (at_order(p))
        return parse_order(p, a);
    if (parse_accept_kind(p, T_EQ))
        return make(at, EXPR_EQ, a, parse_sum(p));
    if (parse_accept_kind(p, T_NE))
        return make(at, EXPR_NE, a, parse_sum(p));
    return a;
}

static struct expr *parse_not(struct parser *p)
{
    struct place at = p->t.at;
    unsigned     n = 0;
    struct expr *e;

    while (parse_accept(p, "not"))
        n++;
    e = parse_comparison(p);
    return n % 2 == 1 ? make(at, EXPR_NOT, e, NULL) : e;
}

/* One of what `and` joins: a claim is taken apart there, so its words are kept. */
static struct expr *parse_clause(struct parser *p)
{
    const char  *from = p->end;
    struct expr *e = parse_not(p);

    e->text = parse_source_text(from, p->end);
    return e;
}

static struct expr *parse_and(struct parser *p)
{
    struct expr *e = parse_clause(p);

    while (parse_is(p, "and")) {
        struct place at = p->t.at;

        parse_advance(p);
        e = make(at, EXPR_AND, e, parse_clause(p));
    }
    return e;
}

static struct expr *parse_or(struct parser *p)
{
    struct expr *e = parse_and(p);

    while (parse_is(p, "or")) {
        struct place at = p->t.at;

        parse_advance(p);
        e = make(at, EXPR_OR, e, parse_and(p));
    }
    return e;
}

struct expr *parse_expr(struct parser *p)
{
    const char  *from = p->end;
    struct expr *e;
    struct place at;

    if (p->depth == 0)
        p->terms = 0;
    if (++p->depth > DEPTH_MAX)
        fail_size(p, "is nested deeper than", DEPTH_MAX);
    e = parse_or(p);
    at = p->t.at;
    if (parse_accept_kind(p, T_IMPLIES))
        e = make(at, EXPR_IMPLIES, e, parse_expr(p));
    p->depth--;
    e->text = parse_source_text(from, p->end);
    return e;
}

static struct action *make_action(struct place at, enum action_kind kind)
{
    struct action *a = arena_take(sizeof *a);

    a->kind = kind;
    a->at = at;
    return a;
}

static uint8_t parse_flag(struct parser *p)
{
    if (parse_accept(p, "FIN"))
        return 1;
    if (parse_accept(p, "SYN"))
        return 2;
    if (parse_accept(p, "RST"))
        return 4;
    if (parse_accept(p, "ACK"))
        return 16;
    parse_fail(p, "a control bit: SYN, ACK, RST or FIN");
}

/* send(FLAGS [, seq: e] [, ack: e] [, len: e]) */
static struct action *parse_send(struct parser *p, struct place at)
{
    struct action *a = make_action(at, ACT_SEND);

    parse_expect_kind(p, T_LPAREN, NULL);
    do
        a->flags |= parse_flag(p);
    while (parse_accept_kind(p, T_PLUS));
    while (parse_accept_kind(p, T_COMMA)) {
        struct expr **field = parse_accept(p, "seq")   ? &a->seq
                              : parse_accept(p, "ack") ? &a->ack
                              : parse_accept(p, "len") ? &a->len
                                                       : NULL;

        if (field == NULL || *field != NULL)
            parse_fail(p, "one of seq, ack, len, each at most once");
        parse_expect_kind(p, T_COLON, NULL);
        *field = parse_expr(p);
    }
    parse_expect_kind(p, T_RPAREN, NULL);
    return a;
}

/* ACTION(NAME) */
static struct action *parse_naming(struct parser *p, enum action_kind kind)
{
    struct action *a = make_action(p->t.at, kind);
    const char    *what = kind == ACT_TELL    ? "the name of a signal"
                          : kind == ACT_RAISE ? "the name of an event"
                                              : "the name of a timer";

    parse_expect_kind(p, T_LPAREN, NULL);
    a->at = p->t.at;
    a->name = parse_expect_kind(p, T_NAME, what).text;
    parse_expect_kind(p, T_RPAREN, NULL);
    return a;
}

/* ACTION(expr) */
static struct action *parse_valued(struct parser *p, struct place at, enum action_kind kind)
{
    struct action *a = make_action(at, kind);

    a->value = parse_parenthesised(p);
    return a;
}

static const struct {
    const char      *word;
    enum action_kind kind;
    enum { PLAIN, NAMING, VALUED } form;
} forms[] = {
    { "tell", ACT_TELL, NAMING },       { "start", ACT_START, NAMING },
    { "stop", ACT_STOP, NAMING },       { "raise", ACT_RAISE, NAMING },
    { "deliver", ACT_DELIVER, VALUED }, { "arrive", ACT_ARRIVE, VALUED },
    { "remove", ACT_REMOVE, VALUED },   { "copy", ACT_COPY, VALUED },
    { "forget", ACT_FORGET, PLAIN },    { "forge", ACT_FORGE, PLAIN },
    { "call", ACT_CALL, PLAIN },        { "crash", ACT_CRASH, PLAIN },
    { "tick", ACT_TICK, PLAIN },
};

static struct action *parse_simple(struct parser *p)
{
    struct place   at = p->t.at;
    struct action *a;

    if (parse_accept(p, "send"))
        return parse_send(p, at);
    for (unsigned i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (parse_accept(p, forms[i].word)) {
            if (forms[i].form == NAMING)
                return parse_naming(p, forms[i].kind);
            if (forms[i].form == VALUED)
                return parse_valued(p, at, forms[i].kind);
            return make_action(at, forms[i].kind);
        }
    a = make_action(at, ACT_DO);
    a->name = parse_expect_kind(p, T_NAME, "an action").text;
    if (parse_accept_kind(p, T_ASSIGN)) {
        a->kind = ACT_ASSIGN;
        a->value = parse_expr(p);
    }
    return a;
}

struct action *parse_actions(struct parser *p)
{
    struct action *first = NULL, **end = &first;

    do {
        *end = parse_simple(p);
        if (parse_accept(p, "if"))
            (*end)->when = parse_expr(p);
        end = &(*end)->next;
    } while (parse_accept_kind(p, T_SEMICOLON));
    return first;
}
