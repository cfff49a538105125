/* parse.h - from text to the model: recursive descent, one word of look-ahead.
 *
 * The parts of the grammar are parse.c (the table), parse_expr.c (expressions and
 * actions), parse_world.c (moves), parse_claims.c, parse_bound.c and parse_mutant.c.
 *
 * Units      none.
 * Errors     reported with error_at(); reading goes on at the next row or
 *            declaration, so the caller asks error_count().
 * Ownership  the arena's.
 * Source     docs/LANGUAGE.md, "Grammar".
 */
#ifndef PARSE_H
#define PARSE_H

#include <setjmp.h>

#include "ast.h"
#include "lex.h"

struct parser {
    struct lexer  lexer;
    struct token  t;       /* the next word */
    const char   *end;     /* where the word before it ended */
    struct place  after;   /* the same, for messages */
    struct model *model;   /* what is being filled */
    jmp_buf      *recover; /* where an error goes on */
    unsigned      depth;   /* of nested expressions */
    unsigned      terms;   /* operations in the expression being read */
    const struct parser *within; /* of the bound that is like the one being read; NULL: none is */
};

/* Reads one file into the model. */
void parse_file(struct model *m, const struct source *s);

/* For the parts of the grammar. */

void parse_advance(struct parser *p);
_Noreturn void parse_fail(struct parser *p, const char *expected);
bool parse_is(const struct parser *p, const char *word);
bool parse_accept(struct parser *p, const char *word);
bool parse_accept_kind(struct parser *p, enum token_kind kind);
void parse_expect(struct parser *p, const char *word);
struct token parse_expect_kind(struct parser *p, enum token_kind kind, const char *what);
bool parse_at_declaration(const struct parser *p);
const char *parse_cite(struct parser *p, struct place *at);
const char *parse_source_text(const char *from, const char *to);
void parse_type(struct parser *p, struct symbol *s);

/* What may stand behind a bound or a mutant, by its first word. */
struct property {
    const char *word;
    void (*parse)(struct parser *p);
};

/* Reads properties to the end of the file; `whose` has them, in an error: "a bound". */
void parse_properties(struct parser *p, const struct property *list, unsigned n,
                      const char *whose);

/* Skips to a line that begins with one of n words. */
void parse_skip(struct parser *p, const char *const *words, unsigned n);

struct expr   *parse_expr(struct parser *p);
struct expr   *parse_bracketed(struct parser *p, const char **text); /* *text, where wanted: as written */
struct action *parse_actions(struct parser *p);

/* NAME { "," NAME }, each named `what` in an error. */
struct named *parse_named(struct parser *p, const char *what);

/* The row; what a let means; what a do does. */
void parse_row(struct parser *p, struct row *r);
void parse_meaning(struct parser *p, struct symbol *let);
void parse_body(struct parser *p, struct symbol *name);

/* What stands behind `with` or `without`: the option or parameter; NULL, with an error, when there
 * is none. */
struct symbol *parse_setting(struct parser *p, bool on);

/* False when the word starts none of their declarations. */
bool parse_world(struct parser *p);
bool parse_claims(struct parser *p);

/* A bound or a mutant, behind its first word, to the end of the file. */
void parse_bound(struct parser *p);
void parse_mutant(struct parser *p);

unsigned parse_end(struct parser *p); /* A or B */
unsigned parse_number(struct parser *p, unsigned min, unsigned max);

/* The script of a user in a bound, behind the word `user`. */
void parse_script(struct parser *p);

/* The most alternatives at any position of either script, and 1 of none. */
unsigned parse_script_alternatives(const struct bound *b);

#endif
