/* parse_claims.c - what must hold: ghosts, watches, claims, legal ends; see parse.h. */
#include <string.h>

#include "arena.h"
#include "names.h"
#include "parse.h"

#define WATCHABLE "a do of the table, 'arrive', 'send', 'tell', 'call', 'settle', 'forget' or 'crash'"

enum { CLAIMS_MAX = 63 /* a set of claims is a uint64_t; one more bit is no_deadlock */ };

/* : type "sentence", behind the name of a ghost */
static struct symbol *declare_ghost(struct parser *p, enum symbol_kind kind, struct token name)
{
    struct symbol *s = names_add(p->model, kind, name.text, name.at);

    parse_expect_kind(p, T_COLON, "':' and the type of the ghost");
    s->ghost = true;
    parse_type(p, s);
    s->text = parse_expect_kind(p, T_STRING, "a sentence about the ghost, in quotes").text;
    return s;
}

/* scratch NAME : type "sentence": a ghost of one move */
static void parse_scratch(struct parser *p)
{
    declare_ghost(p, SYM_INPUT, parse_expect_kind(p, T_NAME, NULL));
}

/* ghost NAME : type "sentence"; ghost SEG.NAME rides in segments */
static void parse_ghost(struct parser *p)
{
    struct token   name = parse_expect_kind(p, T_NAME, NULL);
    bool           rides = strncmp(name.text, "SEG.", 4) == 0;
    struct symbol *s = declare_ghost(p, rides ? SYM_SEGMENT : SYM_VAR, name);
    struct symbol *out = NULL;

    if (!rides || names_find(p->model, s->name) != s)
        return;
    out = names_add(p->model, SYM_OUT, arena_format("OUT.%s", name.text + 4), name.at);
    out->type = s->type;
    out->max = s->max;
    out->ghost = true;
}

/* A do of the table, or a moment that has a name and no value. */
static bool is_watchable(const struct symbol *s)
{
    return s->kind == SYM_DO || (s->kind == SYM_WORLD && s->type == TYPE_NONE);
}

/* watch DO / actions: what the claims add to an action of the table */
static void parse_watch(struct parser *p)
{
    struct token    name = parse_expect_kind(p, T_NAME, WATCHABLE);
    struct symbol  *s = names_find(p->model, name.text);
    struct action  *actions;
    struct action **end;

    parse_expect_kind(p, T_SLASH, NULL);
    actions = parse_actions(p);
    if (s == NULL) {
        names_unknown(p->model, name.text, name.at);
        return;
    }
    if (!is_watchable(s)) {
        error_at(name.at, "'%s' is %s and cannot be watched: watch " WATCHABLE, name.text,
                 names_kind(s->kind));
        return;
    }
    for (end = &s->watch; *end != NULL;)
        end = &(*end)->next;
    *end = actions;
}

struct expr *parse_bracketed(struct parser *p, const char **text)
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

struct named *parse_named(struct parser *p, const char *what)
{
    struct named *list = NULL, **end = &list;

    do {
        struct token  name = parse_expect_kind(p, T_NAME, what);
        struct named *n = arena_take(sizeof *n);

        n->name = name.text;
        n->at = name.at;
        *end = n;
        end = &n->next;
    } while (parse_accept_kind(p, T_COMMA));
    return list;
}

static struct claim *add_claim(struct parser *p, enum claim_kind kind)
{
    struct claim  *c = arena_take(sizeof *c);
    struct claim **end = &p->model->claims;
    struct token   name = parse_expect_kind(p, T_NAME, "the name of a claim");

    if (p->model->n_claims == CLAIMS_MAX)
        error_at(name.at, "too many claims: at most %d", CLAIMS_MAX);
    c->kind = kind;
    c->name = name.text;
    c->at = name.at;
    c->premise_text = "";
    p->model->n_claims++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = c;
    return c;
}

/* KIND NAME "sentence" @cite [premise [expr]] (holds | reaches) [expr] [without ...] [in ...]
 *
 * What a witness shows has no premise; only a recoverable claim has moves that do not count. */
static void parse_claim(struct parser *p, enum claim_kind kind)
{
    bool          reaches = kind == CLAIM_EVENTUALLY || kind == CLAIM_RECOVERABLE;
    struct claim *c = add_claim(p, kind);

    c->text = parse_expect_kind(p, T_STRING, "the claim as a sentence, in quotes").text;
    c->cite = parse_cite(p, &c->cite_at);
    if (kind != CLAIM_WITNESS && parse_accept(p, "premise"))
        c->premise = parse_bracketed(p, &c->premise_text);
    if (!parse_accept(p, reaches ? "reaches" : "holds"))
        parse_fail(p, reaches ? "'reaches' and what is to be reached, in brackets"
                              : "'holds' and what is claimed, in brackets");
    c->expr = parse_bracketed(p, NULL);
    if (kind == CLAIM_RECOVERABLE && parse_accept(p, "without"))
        c->without = parse_named(p, "an event or a move that does not count");
    if (parse_accept(p, "in"))
        c->in = parse_named(p, "the name of a bound");
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

bool parse_claims(struct parser *p)
{
    if (parse_accept(p, "ghost"))
        parse_ghost(p);
    else if (parse_accept(p, "scratch"))
        parse_scratch(p);
    else if (parse_accept(p, "watch"))
        parse_watch(p);
    else if (parse_accept(p, "always"))
        parse_claim(p, CLAIM_ALWAYS);
    else if (parse_accept(p, "eventually"))
        parse_claim(p, CLAIM_EVENTUALLY);
    else if (parse_accept(p, "recoverable"))
        parse_claim(p, CLAIM_RECOVERABLE);
    else if (parse_accept(p, "witness"))
        parse_claim(p, CLAIM_WITNESS);
    else if (parse_accept(p, "ends"))
        parse_ends(p);
    else
        return false;
    return true;
}
