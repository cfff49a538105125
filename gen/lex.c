/* lex.c - the words of the table language; see lex.h. */
#include "lex.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "arena.h"

static const struct {
    const char     *text; /* longer ones first */
    enum token_kind kind;
} signs[] = {
    { ":=", T_ASSIGN },   { "->", T_ARROW },    { "=>", T_IMPLIES }, { "=<", T_LE },
    { "!=", T_NE },       { "..", T_DOTDOT },   { "=", T_EQ },       { "<", T_LT },
    { "[", T_LBRACKET },  { "]", T_RBRACKET },  { "(", T_LPAREN },   { ")", T_RPAREN },
    { ",", T_COMMA },     { ";", T_SEMICOLON }, { ":", T_COLON },    { "/", T_SLASH },
    { "@", T_AT },        { "+", T_PLUS },      { "-", T_MINUS },    { "*", T_STAR },
    { "|", T_BAR },
};

enum { N_SIGNS = sizeof signs / sizeof signs[0], NUMBER_MAX = 1000000000 };

static const uint64_t large_max = UINT64_C(1000000000000000);

void lex_start(struct lexer *x, const struct source *s)
{
    x->source = s;
    x->p = x->start = s->text;
    x->line = 1;
}

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) != 0;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) != 0 || c == '_';
}

static void skip_space(struct lexer *x)
{
    for (;; x->p++) {
        if (*x->p == '#')
            x->p += strcspn(x->p, "\n");
        if (*x->p == '\n') {
            x->line++;
            x->start = x->p + 1;
        } else if (*x->p != ' ' && *x->p != '\t' && *x->p != '\r') {
            return;
        }
    }
}

static bool is_first(const struct lexer *x)
{
    return (size_t)(x->p - x->start) == strspn(x->start, " \t");
}

static struct token begin(const struct lexer *x)
{
    struct token t = { T_END, { x->source, x->line, 0 }, "", 0, 0, false };

    t.at.col = (unsigned)(x->p - x->start) + 1;
    t.first = is_first(x);
    return t;
}

static void read_name(struct lexer *x, struct token *t)
{
    const char *from = x->p;

    while (is_word(*x->p) || ((*x->p == '.' || *x->p == '-') && is_word(x->p[1])))
        x->p++;
    t->kind = T_NAME;
    t->text = arena_text(from, (size_t)(x->p - from));
}

static void read_number(struct lexer *x, struct token *t)
{
    for (; isdigit((unsigned char)*x->p); x->p++) {
        t->large = t->large * 10 + (unsigned)(*x->p - '0');
        if (t->large > large_max) {
            error_at(t->at, "number too large: at most %" PRIu64, large_max);
            t->kind = T_BAD;
            x->p += strspn(x->p, "0123456789");
            return;
        }
    }
    t->kind  = t->large > NUMBER_MAX ? T_LARGE : T_NUMBER;
    t->value = t->kind == T_NUMBER ? (unsigned)t->large : NUMBER_MAX;
    if (is_word(*x->p)) {
        error_at(t->at, "a number ends where a letter follows: names begin with a letter");
        t->kind = T_BAD;
        while (is_word(*x->p))
            x->p++;
    }
}

static void read_string(struct lexer *x, struct token *t)
{
    size_t n = strcspn(++x->p, "\"\n");

    t->kind = T_STRING;
    t->text = arena_text(x->p, n);
    x->p += n;
    if (*x->p != '"') {
        error_at(t->at, "string without its closing quote: it ends on the line it starts on");
        t->kind = T_BAD;
        return;
    }
    x->p++;
}

/* A byte that starts no word; the later bytes of a UTF-8 character go with the first. */
static void read_bad(struct lexer *x, struct token *t)
{
    unsigned char c = (unsigned char)*x->p++;

    t->kind = T_BAD;
    if (c == '>')
        error_at(t->at, "unexpected '>': write '<' or '=<', the smaller side first");
    else if (isprint(c))
        error_at(t->at, "unexpected character '%c'", c);
    else
        error_at(t->at, "unexpected byte 0x%02x: the language is plain ASCII outside comments and "
                        "strings", c);
    while (c >= 0xc0 && ((unsigned char)*x->p & 0xc0) == 0x80)
        x->p++;
}

static void read_sign(struct lexer *x, struct token *t)
{
    for (unsigned i = 0; i < N_SIGNS; i++) {
        size_t n = strlen(signs[i].text);

        if (strncmp(x->p, signs[i].text, n) == 0) {
            t->kind = signs[i].kind;
            x->p += n;
            return;
        }
    }
    read_bad(x, t);
}

struct token lex_next(struct lexer *x)
{
    struct token t;

    skip_space(x);
    t = begin(x);
    if (*x->p == '\0' && (size_t)(x->p - x->source->text) >= x->source->size)
        return t;
    if (is_letter(*x->p))
        read_name(x, &t);
    else if (isdigit((unsigned char)*x->p))
        read_number(x, &t);
    else if (*x->p == '"')
        read_string(x, &t);
    else
        read_sign(x, &t);
    return t;
}

struct token lex_citation(struct lexer *x)
{
    struct token t;
    size_t       n;

    x->p += strspn(x->p, " \t");
    t = begin(x);
    n = strcspn(x->p, " \t\r\n;)#");
    if (n > 0)
        t.kind = T_NAME;
    t.text = arena_text(x->p, n);
    x->p += n;
    return t;
}

void lex_skip_line(struct lexer *x)
{
    const char *end = x->source->text + x->source->size;

    while (x->p < end && *x->p != '\n')
        x->p++;
}

const char *token_name(enum token_kind kind)
{
    if (kind == T_END)
        return "the end of the file";
    if (kind == T_BAD)
        return "a bad character";
    if (kind == T_NAME)
        return "a name";
    if (kind == T_NUMBER || kind == T_LARGE)
        return "a number";
    if (kind == T_STRING)
        return "a string";
    for (unsigned i = 0; i < N_SIGNS; i++)
        if (signs[i].kind == kind)
            return arena_format("'%s'", signs[i].text);
    return "nothing";
}
