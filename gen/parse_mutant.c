/* parse_mutant.c - a mutant: a small change of the table above it; see parse.h.
 *
 * The changes are made as they are read. What is fixed so is `within` of a row and `fixed` of an
 * option or parameter, which the bound below does not set again.
 */
#include "arena.h"
#include "names.h"
#include "parse.h"
#include "rows.h"

/* STATE/event/row, or `*` for the state */
static struct row_name parse_row_name(struct parser *p)
{
    struct row_name name = { .state = "*", .at = p->t.at };

    p->model->mutant->changes = true;
    if (!parse_accept_kind(p, T_STAR))
        name.state = parse_expect_kind(p, T_NAME, "a row, STATE/event/row").text;
    parse_expect_kind(p, T_SLASH, "'/' and the event of the row");
    name.event = parse_expect_kind(p, T_NAME, "the event of the row").text;
    parse_expect_kind(p, T_SLASH, "'/' and the name of the row");
    name.row = parse_expect_kind(p, T_NAME, "the name of the row").text;
    return name;
}

static void parse_drop(struct parser *p)
{
    struct row_name name = parse_row_name(p);

    rows_drop(p->model, &name);
}

/* replace STATE/event/row NEWROW */
static void parse_replace(struct parser *p)
{
    struct row_name name = parse_row_name(p);
    struct row      new = { 0 };

    parse_row(p, &new);
    rows_replace(p->model, &name, &new);
}

/* add NEWROW before STATE/event/row */
static void parse_add(struct parser *p)
{
    struct row      new = { 0 };
    struct row_name name;

    parse_row(p, &new);
    parse_expect(p, "before");
    name = parse_row_name(p);
    rows_add(p->model, &name, &new);
}

/* The let or do that is given another meaning; one of no model when there is none. */
static struct symbol *redefined(struct parser *p, enum symbol_kind kind)
{
    struct token   name = parse_expect_kind(p, T_NAME, names_kind(kind));
    struct symbol *s = names_find(p->model, name.text);

    p->model->mutant->changes = true;
    if (s != NULL && s->kind == kind) {
        s->at = name.at;
        return s;
    }
    if (s == NULL)
        names_unknown(p->model, name.text, name.at);
    else
        error_at(name.at, "'%s' is %s, where %s of the table was expected", name.text,
                 names_kind(s->kind), names_kind(kind));
    return arena_take(sizeof *s);
}

/* Set by a mutant, an option or parameter stays so whatever the bound says. */
static void fix(struct parser *p, struct symbol *s)
{
    p->model->mutant->changes = true;
    if (s != NULL)
        s->fixed = true;
}

static void parse_with(struct parser *p)
{
    fix(p, parse_setting(p, true));
}

static void parse_without(struct parser *p)
{
    fix(p, parse_setting(p, false));
}

static void parse_let(struct parser *p)
{
    parse_meaning(p, redefined(p, SYM_LET));
}

static void parse_do(struct parser *p)
{
    parse_body(p, redefined(p, SYM_DO));
}

/* breaks CLAIM in BOUND */
static void parse_breaks(struct parser *p)
{
    struct mutant *u = p->model->mutant;
    struct token   claim = parse_expect_kind(p, T_NAME, "the name of a claim");

    if (u->claim.name != NULL)
        error_at(claim.at, "a mutant breaks one claim: another is another mutant");
    u->claim = (struct named){ claim.text, claim.at, NULL };
    parse_expect(p, "in");
    u->bound = parse_expect_kind(p, T_NAME, "the name of a bound").text;
}

/* mutant NAME "what was changed" "what it teaches", to the end of the file */
void parse_mutant(struct parser *p)
{
    static const struct property properties[] = {
        { "breaks", parse_breaks },   { "drop", parse_drop }, { "replace", parse_replace },
        { "add", parse_add },         { "let", parse_let },   { "do", parse_do },
        { "with", parse_with },       { "without", parse_without },
    };
    struct mutant *u = arena_take(sizeof *u);
    struct token   name = parse_expect_kind(p, T_NAME, "the name of the mutant");

    if (p->model->mutant != NULL)
        error_at(name.at, "a second mutant: one run has one");
    u->name = name.text;
    u->at = name.at;
    u->text = parse_expect_kind(p, T_STRING, "what was changed, in quotes").text;
    u->lesson = parse_expect_kind(p, T_STRING, "what it teaches, in quotes").text;
    p->model->mutant = u;
    parse_properties(p, properties, sizeof properties / sizeof properties[0], "a mutant");
    if (!u->changes)
        error_at(u->at, "a mutant without a change is the table itself");
    if (u->claim.name == NULL)
        error_at(u->at, "say which claim the mutant breaks: 'breaks CLAIM in BOUND'");
    rows_number(p->model);
}
