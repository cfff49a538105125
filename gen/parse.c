/* parse.c - the table: declarations, groups and rows; see parse.h. */
#include "parse.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "arena.h"
#include "names.h"

static const char *const declarations[] = {
    "source", "state", "set", "option", "param", "var", "field", "input", "timer", "signal", "event",
    "let", "do", "on", "omit", "cannot", "feature",
    "budget", "lasts", "moves", "ghost", "scratch", "watch", "always", "eventually", "recoverable",
    "witness", "ends", "bound", "mutant",
};

enum {
    N_DECLARATIONS = sizeof declarations / sizeof declarations[0],
    STEPS_MAX      = 15,  /* of an event */
    GROUPS_MAX     = 1000 /* the checks compare each with each */
};

void parse_advance(struct parser *p)
{
    p->end = p->lexer.p;
    p->after.source = p->lexer.source;
    p->after.line = p->lexer.line;
    p->after.col = (unsigned)(p->lexer.p - p->lexer.start) + 1;
    p->t = lex_next(&p->lexer);
}

static void skip_line(struct parser *p)
{
    lex_skip_line(&p->lexer);
    parse_advance(p);
}

static const char *found(const struct token *t)
{
    if (t->kind == T_NAME)
        return arena_format("'%s'", t->text);
    if (t->kind == T_NUMBER)
        return arena_format("the number %u", t->value);
    if (t->kind == T_LARGE)
        return arena_format("the number %" PRIu64 ", which is too large", t->large);
    if (t->kind == T_STRING)
        return arena_format("\"%s\"", t->text);
    return token_name(t->kind);
}

/* What is missing at the end of a line is reported there, not where the next line begins. */
_Noreturn void parse_fail(struct parser *p, const char *expected)
{
    bool ended = p->t.kind == T_END || p->t.first;

    if (p->t.kind != T_BAD)
        error_at(ended && p->after.line != 0 ? p->after : p->t.at, "expected %s, found %s%s",
                 expected, found(&p->t), p->t.first && p->t.kind != T_END ? " on a new line" : "");
    longjmp(*p->recover, 1);
}

bool parse_is(const struct parser *p, const char *word)
{
    return p->t.kind == T_NAME && strcmp(p->t.text, word) == 0;
}

bool parse_accept(struct parser *p, const char *word)
{
    if (!parse_is(p, word))
        return false;
    parse_advance(p);
    return true;
}

bool parse_accept_kind(struct parser *p, enum token_kind kind)
{
    if (p->t.kind != kind)
        return false;
    parse_advance(p);
    return true;
}

void parse_expect(struct parser *p, const char *word)
{
    if (!parse_accept(p, word))
        parse_fail(p, arena_format("'%s'", word));
}

struct token parse_expect_kind(struct parser *p, enum token_kind kind, const char *what)
{
    struct token t = p->t;

    if (t.kind != kind)
        parse_fail(p, what != NULL ? what : token_name(kind));
    parse_advance(p);
    return t;
}

static bool is_any(const struct parser *p, const char *const *words, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (parse_is(p, words[i]))
            return true;
    return false;
}

bool parse_at_declaration(const struct parser *p)
{
    return is_any(p, declarations, N_DECLARATIONS);
}

/* '@' citation. The citation is one word of its own kind: 3.10.7.4/5/SYN-RECEIVED/1. */
const char *parse_cite(struct parser *p, struct place *at)
{
    struct token t;

    if (p->t.kind != T_AT)
        parse_fail(p, "'@' and a citation, as every row and declaration has");
    t = lex_citation(&p->lexer);
    if (t.kind != T_NAME) {
        error_at(t.at, "expected a citation after '@', such as 3.10.7.4/5/SYN-RECEIVED/1");
        longjmp(*p->recover, 1);
    }
    *at = t.at;
    parse_advance(p);
    return t.text;
}

/* The text between two points, runs of white space squeezed to one space. */
const char *parse_source_text(const char *from, const char *to)
{
    char  *text = arena_take((size_t)(to - from) + 1);
    size_t n = 0;

    for (const char *q = from; q < to; q++) {
        if (*q == '#')
            while (q < to && *q != '\n')
                q++;
        if (q < to && !isspace((unsigned char)*q))
            text[n++] = *q;
        else if (n > 0 && text[n - 1] != ' ')
            text[n++] = ' ';
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    text[n] = '\0';
    return text;
}

static void parse_count(struct parser *p, struct symbol *s)
{
    struct token n = parse_expect_kind(p, T_NUMBER, "the largest value of the count");

    if (n.value == 0 || n.value > COUNT_MAX) {
        error_at(n.at, "overflow: a count fits in a byte, so its largest value is 1 to %d",
                 COUNT_MAX);
        n.value = COUNT_MAX;
    }
    s->type = TYPE_COUNT;
    s->max = n.value;
}

/* ticks: a count of the clock's, of a parameter or of a ghost that runs down */
static void parse_ticks(struct symbol *s, struct place at)
{
    if (s->kind != SYM_PARAM && (s->kind != SYM_VAR || !s->ghost))
        error_at(at, "'ticks' is a type of parameters and of ghosts of an end");
    s->type = TYPE_COUNT;
    s->max = TICKS_MAX;
    s->ticks = true;
}

void parse_type(struct parser *p, struct symbol *s)
{
    struct place at = p->t.at;

    if (parse_accept(p, "bool"))
        s->type = TYPE_BOOL;
    else if (parse_accept(p, "seq"))
        s->type = TYPE_SEQ;
    else if (parse_accept(p, "ticks"))
        parse_ticks(s, at);
    else if (parse_accept(p, "count"))
        parse_count(p, s);
    else
        parse_fail(p, "a type: bool, seq, count N or ticks");
}

static const char *optional_text(struct parser *p)
{
    const char *text = p->t.text;

    return parse_accept_kind(p, T_STRING) ? text : "";
}

static struct symbol *declare(struct parser *p, enum symbol_kind kind)
{
    struct token name = parse_expect_kind(p, T_NAME, arena_format("the name of %s",
                                                                 names_kind(kind)));

    return names_add(p->model, kind, name.text, name.at);
}

/* source NAME "title" */
static void parse_source(struct parser *p)
{
    struct symbol *s = declare(p, SYM_SOURCE);

    s->text = parse_expect_kind(p, T_STRING, "the title of the source, in quotes").text;
}

/* state NAME "sentence" @cite */
static void parse_state(struct parser *p)
{
    struct symbol *s = declare(p, SYM_STATE);

    if (s->index >= STATES_MAX)
        error_at(s->at, "too many states: at most %d", STATES_MAX);
    s->type = TYPE_STATE;
    s->states = (uint16_t)(1u << (s->index & 15u));
    s->text = optional_text(p);
    s->cite = parse_cite(p, &s->cite_at);
}

/* NAME { "," NAME } naming states and sets; a `step` may follow the last comma. */
static unsigned parse_names(struct parser *p, const char **names, struct place *at)
{
    unsigned n = 0;

    do {
        struct token t = p->t;

        if (parse_is(p, "step"))
            parse_fail(p, "a state or a set of states");
        if (n == STATES_MAX)
            parse_fail(p, arena_format("at most %d states and sets", STATES_MAX));
        parse_expect_kind(p, T_NAME, "a state or a set of states");
        names[n] = t.text;
        at[n++] = t.at;
    } while (parse_accept_kind(p, T_COMMA) && !parse_is(p, "step"));
    return n;
}

/* set NAME = NAME {, NAME} */
static void parse_set(struct parser *p)
{
    struct symbol *s = declare(p, SYM_SET);
    const char    *names[STATES_MAX];
    struct place   at[STATES_MAX];
    unsigned       n;

    parse_expect_kind(p, T_EQ, NULL);
    n = parse_names(p, names, at);
    for (unsigned i = 0; i < n; i++) {
        const struct symbol *member = names_find(p->model, names[i]);

        if (member == NULL)
            names_unknown(p->model, names[i], at[i]);
        else if (member->kind != SYM_STATE && member->kind != SYM_SET)
            error_at(at[i], "'%s' is %s, not a state", names[i], names_kind(member->kind));
        else
            s->states |= member->states;
    }
}

/* option NAME [on] "sentence" @cite: off unless switched on */
static void parse_option(struct parser *p)
{
    struct symbol *s = declare(p, SYM_OPTION);

    if (s->index >= OPTIONS_MAX)
        error_at(s->at, "too many options: at most %d", OPTIONS_MAX);
    s->type = TYPE_BOOL;
    s->value = parse_accept(p, "on");
    s->text = optional_text(p);
    s->cite = parse_cite(p, &s->cite_at);
}

/* The value of a parameter, unless a bound sets another. */
static void parse_value(struct parser *p, struct symbol *s, struct place type_at)
{
    struct token n;

    if (s->type != TYPE_COUNT)
        error_at(type_at, "a parameter is a count: what is on or off is an option");
    parse_expect_kind(p, T_EQ, "'=' and the value that holds unless a bound sets another");
    n = parse_expect_kind(p, T_NUMBER, "the value of the parameter, a number");
    s->value = n.value;
    if (s->type == TYPE_COUNT && n.value > s->max)
        error_at(n.at, "overflow: '%s' is a count of at most %u", s->name, s->max);
}

/* with OPTION: it is there where the option is on */
static void parse_needs(struct parser *p, struct symbol *s)
{
    struct token name;

    if (!parse_accept(p, "with"))
        return;
    name = parse_expect_kind(p, T_NAME, "the option that it is there with");
    s->needs_name = name.text;
    s->needs_at = name.at;
}

/* var NAME : type [with OPTION] "sentence" @cite, and the like; param has `= value` too */
static void parse_variable(struct parser *p, enum symbol_kind kind)
{
    struct symbol *s = declare(p, kind);
    struct place   at;

    parse_expect_kind(p, T_COLON, "':' and a type: bool, seq, count N or ticks");
    at = p->t.at;
    parse_type(p, s);
    if (kind == SYM_PARAM)
        parse_value(p, s, at);
    if (kind == SYM_VAR)
        parse_needs(p, s);
    s->text = optional_text(p);
    s->cite = parse_cite(p, &s->cite_at);
}

/* The same field of the segment that is sent. */
static void declare_out(struct parser *p, const struct symbol *field)
{
    struct symbol *out = names_add(p->model, SYM_OUT, arena_format("OUT.%s", field->name + 4),
                                   field->at);

    out->type = field->type;
    out->max = field->max;
    out->needs_name = field->needs_name;
    out->needs_at = field->needs_at;
}

/* field SEG.NAME : type = expr [with OPTION] "sentence" @cite */
static void parse_field(struct parser *p)
{
    struct symbol *s = declare(p, SYM_SEGMENT);
    bool           good = strncmp(s->name, "SEG.", 4) == 0;

    if (!good)
        error_at(s->at, "a field of segments is called SEG.NAME, not '%s'", s->name);
    parse_expect_kind(p, T_COLON, "':' and a type: bool, seq or count N");
    parse_type(p, s);
    parse_expect_kind(p, T_EQ, "'=' and what a sender puts there");
    s->expr = parse_expr(p);
    parse_needs(p, s);
    s->text = optional_text(p);
    s->cite = parse_cite(p, &s->cite_at);
    if (good && names_find(p->model, s->name) == s)
        declare_out(p, s);
}

/* timer NAME [with OPTION] "sentence" @cite; an event may be `spontaneous` or `timed` */
static void parse_noun(struct parser *p, enum symbol_kind kind)
{
    struct symbol *s = declare(p, kind);

    if (kind == SYM_EVENT) {
        s->spontaneous = parse_accept(p, "spontaneous");
        s->timed = parse_accept(p, "timed");
    }
    if (kind != SYM_SIGNAL)
        parse_needs(p, s);
    s->text = optional_text(p);
    s->cite = parse_cite(p, &s->cite_at);
}

void parse_meaning(struct parser *p, struct symbol *let)
{
    parse_expect_kind(p, T_EQ, "'=' and an expression");
    let->expr = parse_expr(p);
    let->cite = parse_cite(p, &let->cite_at);
}

/* let NAME = expr @cite */
static void parse_let(struct parser *p)
{
    parse_meaning(p, declare(p, SYM_LET));
}

void parse_body(struct parser *p, struct symbol *name)
{
    parse_expect_kind(p, T_EQ, "'=' and actions");
    name->body = parse_actions(p);
    name->cite = parse_cite(p, &name->cite_at);
}

/* do NAME = action {; action} @cite */
static void parse_do(struct parser *p)
{
    parse_body(p, declare(p, SYM_DO));
}

/* -> STATE | -> same [, next | , at N] */
static void parse_target(struct parser *p, struct row *r)
{
    r->target_at = p->t.at;
    r->target_name = parse_expect_kind(p, T_NAME, "the next state, or 'same'").text;
    if (!parse_accept_kind(p, T_COMMA))
        return;
    if (parse_accept(p, "next"))
        r->goes_on = true;
    else if (parse_accept(p, "at"))
        r->next_step = parse_expect_kind(p, T_NUMBER, "the number of a step").value;
    else
        parse_fail(p, "'next' or 'at' and the number of a step");
}

void parse_row(struct parser *p, struct row *r)
{
    bool         taken = parse_at_declaration(p);
    struct token name = parse_expect_kind(p, T_NAME, "the name of a row");
    const char  *from;

    if (taken)
        error_at(name.at, "'%s' begins a declaration: choose another name for the row", name.text);
    r->name = name.text;
    r->at = name.at;
    r->within = 0xffff;
    from = p->lexer.p - 1;
    parse_expect_kind(p, T_LBRACKET, "'[' and the guard of the row");
    if (p->t.kind != T_RBRACKET)
        r->guard = parse_expr(p);
    parse_expect_kind(p, T_RBRACKET, "']' and the end of the guard");
    parse_expect_kind(p, T_SLASH, "'/' and the actions of the row");
    if (p->t.kind != T_ARROW)
        r->actions = parse_actions(p);
    parse_expect_kind(p, T_ARROW, "'->' and the next state");
    parse_target(p, r);
    r->label = parse_source_text(from, p->end);
    r->cite = parse_cite(p, &r->cite_at);
}

/* `name [` at the start of a line. */
static bool at_row(const struct parser *p)
{
    const char *behind = p->lexer.p + strspn(p->lexer.p, " \t");

    return p->t.first && p->t.kind == T_NAME && *behind == '[';
}

/* The rows of a group. After an error it goes on with the row on a later line. */
static void parse_rows(struct parser *p, struct group *g)
{
    jmp_buf  here, *const outer = p->recover;
    struct row **volatile end = &g->rows;

    p->recover = &here;
    if (setjmp(here) != 0) {
        p->depth = 0;
        while (p->t.kind != T_END && !at_row(p) && !(p->t.first && parse_at_declaration(p)))
            skip_line(p);
    }
    while (p->t.kind != T_END && (!parse_at_declaration(p) || at_row(p))) {
        struct row *r = arena_take(sizeof *r);

        parse_row(p, r);
        r->group = g;
        r->index = p->model->n_rows++;
        *end = r;
        end = &r->next;
    }
    p->recover = outer;
}

/* on EVENT in STATES [, step N "text"] @cite  rows */
static void parse_group(struct parser *p)
{
    struct group  *g = arena_take(sizeof *g);
    struct group **end = &p->model->groups;

    g->at = p->t.at;
    if (parse_is(p, "in"))
        parse_fail(p, "the name of an event");
    g->event_name = parse_expect_kind(p, T_NAME, "the name of an event").text;
    parse_expect(p, "in");
    g->n_names = parse_names(p, g->names, g->names_at);
    if (parse_accept(p, "step")) {
        struct token n = parse_expect_kind(p, T_NUMBER, "the number of the step");

        g->step = n.value;
        if (n.value == 0 || n.value > STEPS_MAX)
            error_at(n.at, "steps are numbered 1 to %d", STEPS_MAX);
        g->step_text = optional_text(p);
    }
    g->cite = parse_cite(p, &g->cite_at);
    if (p->model->n_groups == GROUPS_MAX)
        parse_fail(p, arena_format("at most %d groups", GROUPS_MAX));
    g->index = p->model->n_groups++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = g;
    parse_rows(p, g);
}

/* omit "what" "reason" @cite */
static void parse_omission(struct parser *p)
{
    struct omission  *o = arena_take(sizeof *o);
    struct omission **end = &p->model->omissions;

    o->at = p->t.at;
    o->what = parse_expect_kind(p, T_STRING, "what is left out, in quotes").text;
    o->reason = parse_expect_kind(p, T_STRING, "the reason, in quotes").text;
    o->cite = parse_cite(p, &o->cite_at);
    while (*end != NULL)
        end = &(*end)->next;
    *end = o;
}

/* cannot STATE EVENT ROW "reason" */
static void parse_impossible(struct parser *p)
{
    struct impossible  *i = arena_take(sizeof *i);
    struct impossible **end = &p->model->impossible;

    i->at = p->t.at;
    i->state = parse_expect_kind(p, T_NAME, "a state").text;
    i->event = parse_expect_kind(p, T_NAME, "an event").text;
    i->row = parse_expect_kind(p, T_NAME, "the name of a row").text;
    i->reason = parse_expect_kind(p, T_STRING, "why the row cannot fire, in quotes").text;
    while (*end != NULL)
        end = &(*end)->next;
    *end = i;
}

/* feature "rcv ACK of SYN" = expr */
static void parse_feature(struct parser *p)
{
    struct feature  *f = arena_take(sizeof *f);
    struct feature **end = &p->model->features;

    f->at = p->t.at;
    f->text = parse_expect_kind(p, T_STRING, "the words of the diagram, in quotes").text;
    parse_expect_kind(p, T_EQ, "'=' and an expression");
    f->expr = parse_expr(p);
    while (*end != NULL)
        end = &(*end)->next;
    *end = f;
}

static const char *nearest_declaration(const char *word)
{
    for (unsigned i = 0; i < N_DECLARATIONS; i++)
        if (names_distance(declarations[i], word) < 2)
            return declarations[i];
    return NULL;
}

/* No declaration begins so. */
static _Noreturn void fail_declaration(struct parser *p)
{
    const char *near = p->t.kind == T_NAME ? nearest_declaration(p->t.text) : NULL;

    if (near != NULL)
        error_at(p->t.at, "'%s' begins no declaration; did you mean '%s'?", p->t.text, near);
    else if (p->t.kind != T_BAD)
        error_at(p->t.at, "expected a declaration (state, var, let, do, on, ...), found %s",
                 found(&p->t));
    longjmp(*p->recover, 1);
}

static void parse_declaration(struct parser *p)
{
    if (parse_accept(p, "source"))
        parse_source(p);
    else if (parse_accept(p, "state"))
        parse_state(p);
    else if (parse_accept(p, "set"))
        parse_set(p);
    else if (parse_accept(p, "option"))
        parse_option(p);
    else if (parse_accept(p, "param"))
        parse_variable(p, SYM_PARAM);
    else if (parse_accept(p, "var"))
        parse_variable(p, SYM_VAR);
    else if (parse_accept(p, "field"))
        parse_field(p);
    else if (parse_accept(p, "input"))
        parse_variable(p, SYM_INPUT);
    else if (parse_accept(p, "timer"))
        parse_noun(p, SYM_TIMER);
    else if (parse_accept(p, "signal"))
        parse_noun(p, SYM_SIGNAL);
    else if (parse_accept(p, "event"))
        parse_noun(p, SYM_EVENT);
    else if (parse_accept(p, "let"))
        parse_let(p);
    else if (parse_accept(p, "do"))
        parse_do(p);
    else if (parse_accept(p, "on"))
        parse_group(p);
    else if (parse_accept(p, "omit"))
        parse_omission(p);
    else if (parse_accept(p, "cannot"))
        parse_impossible(p);
    else if (parse_accept(p, "feature"))
        parse_feature(p);
    else if (parse_accept(p, "bound"))
        parse_bound(p);
    else if (parse_accept(p, "mutant"))
        parse_mutant(p);
    else if (!parse_world(p) && !parse_claims(p))
        fail_declaration(p);
}

/* The word that failed is kept when it begins a line so: it may be what comes next. */
void parse_skip(struct parser *p, const char *const *words, unsigned n)
{
    p->depth = 0;
    while (p->t.kind != T_END && !(p->t.first && is_any(p, words, n)))
        skip_line(p);
}

static void parse_declarations(struct parser *p)
{
    jmp_buf here;

    if (setjmp(here) != 0)
        parse_skip(p, declarations, N_DECLARATIONS);
    p->recover = &here;
    while (p->t.kind != T_END)
        parse_declaration(p);
    p->recover = NULL;
}

/* ------------------------------------------------------------ properties */

static bool parse_property(struct parser *p, const struct property *list, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (parse_accept(p, list[i].word)) {
            list[i].parse(p);
            return true;
        }
    return false;
}

/* "seq, capacity, ... or transitions" */
static const char *property_words(const struct property *list, unsigned n)
{
    const char *text = list[0].word;

    for (unsigned i = 1; i < n; i++)
        text = arena_format("%s%s%s", text, i + 1 < n ? ", " : " or ", list[i].word);
    return text;
}

static _Noreturn void fail_property(struct parser *p, const struct property *list, unsigned n,
                                    const char *whose)
{
    const char *words = property_words(list, n);

    if (p->t.kind != T_NAME)
        parse_fail(p, words);
    error_at(p->t.at, "%s has no '%s': expected %s", whose, p->t.text, words);
    longjmp(*p->recover, 1);
}

/* After an error it goes on with the property on a later line. */
void parse_properties(struct parser *p, const struct property *list, unsigned n, const char *whose)
{
    const char **words = arena_take(n * sizeof *words);
    jmp_buf      here, *const outer = p->recover;

    for (unsigned i = 0; i < n; i++)
        words[i] = list[i].word;
    p->recover = &here;
    if (setjmp(here) != 0)
        parse_skip(p, words, n);
    while (p->t.kind != T_END)
        if (!parse_property(p, list, n))
            fail_property(p, list, n, whose);
    p->recover = outer;
}

void parse_file(struct model *m, const struct source *s)
{
    struct parser p = { .model = m };

    lex_start(&p.lexer, s);
    parse_advance(&p);
    parse_declarations(&p);
}
