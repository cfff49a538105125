/* names.h - the symbols of a model: finding and adding them.
 *
 * Units      none.
 * Errors     names_add() reports a name that is taken or reserved.
 * Ownership  the arena's.
 * Source     docs/LANGUAGE.md, "Names".
 */
#ifndef NAMES_H
#define NAMES_H

#include "ast.h"

struct symbol *names_find(const struct model *m, const char *name);

/* Adds a symbol. One whose name is taken or reserved is an error; what is returned
 * then can be filled but belongs to no model. */
struct symbol *names_add(struct model *m, enum symbol_kind kind, const char *name,
                         struct place at);

/* The name nearest to a misspelt one, for "did you mean"; NULL if none is near. */
const char *names_nearest(const struct model *m, const char *name);

/* How many letters must change to make one of two names the other: Levenshtein's distance. */
unsigned names_distance(const char *a, const char *b);

/* Reports a name that means nothing, with the nearest that does. */
void names_unknown(const struct model *m, const char *name, struct place at);

/* The state whose bit is `states`; the i-th symbol of a kind. */
struct symbol *names_nth(const struct model *m, enum symbol_kind kind, unsigned index);

/* What a kind of symbol is called in messages. */
const char *names_kind(enum symbol_kind kind);

/* Adds what is built in: the fields of segments, `state`, `flight`, ... */
void names_builtin(struct model *m);

#endif
