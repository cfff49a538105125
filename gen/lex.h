/* lex.h - the words of the table language.
 *
 * A name is a letter followed by letters, digits, `_`, `.` and `-`; a dot or a
 * hyphen must have a letter or digit behind it, so `SND.NXT` and `SYN-SENT` are
 * names and `SND.NXT - 1` is a difference. `#` starts a comment. White space
 * separates words and means nothing else.
 *
 * Units      none.
 * Errors     what starts no word gives T_BAD, and is reported once.
 * Ownership  texts belong to the arena.
 * Source     docs/LANGUAGE.md.
 */
#ifndef LEX_H
#define LEX_H

#include <stdint.h>

#include "source.h"

enum token_kind {
    T_END, T_BAD, T_NAME, T_NUMBER, T_LARGE, T_STRING,
    T_LBRACKET, T_RBRACKET, T_LPAREN, T_RPAREN,
    T_COMMA, T_SEMICOLON, T_COLON, T_SLASH, T_AT, T_PLUS, T_MINUS, T_STAR, T_BAR,
    T_ASSIGN,   /* := */
    T_ARROW,    /* -> */
    T_IMPLIES,  /* => */
    T_EQ,       /* =  */
    T_NE,       /* != */
    T_LT,       /* <  */
    T_LE,       /* =< */
    T_DOTDOT    /* .. */
};

struct token {
    enum token_kind kind;
    struct place    at;    /* where it starts */
    const char     *text;  /* T_NAME: as written; T_STRING: without its quotes */
    unsigned        value; /* T_NUMBER: at most 10^9 */
    uint64_t        large; /* T_NUMBER; T_LARGE: above that, for counts of worlds */
    bool            first; /* the first word of its line */
};

struct lexer {
    const struct source *source;
    const char          *p;     /* next character */
    unsigned             line;  /* of p */
    const char          *start; /* of that line */
};

void lex_start(struct lexer *x, const struct source *s);

struct token lex_next(struct lexer *x);

/* The longest run without white space, `;`, `)` and `#` from here on: a citation.
 * Its text is empty when the line ends before it. */
struct token lex_citation(struct lexer *x);

/* Goes to the end of the line: what is left of it is no longer of interest. */
void lex_skip_line(struct lexer *x);

/* What a kind of word is called in an error message. */
const char *token_name(enum token_kind kind);

#endif
