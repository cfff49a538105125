/* checker.h - what the parts of the checker share: where they stand, and expressions.
 *
 * check.c goes through the model; check_expr.c gives names and expressions their
 * meaning and their types; check_claims.c reads the claims.
 *
 * Units      sizes count operations and actions, names written out.
 * Errors     reported with error_at(); what is wrong keeps TYPE_NONE, so that one
 *            fault is one error.
 * Ownership  the model's.
 * Source     docs/LANGUAGE.md, "Types", "What is checked".
 */
#ifndef CHECKER_H
#define CHECKER_H

#include "ast.h"

/* Where an expression stands decides what it may speak of. */
enum context { IN_TABLE, IN_WATCH, IN_MOVE, IN_CLAIM };

struct checker {
    struct model      *m;
    enum context       context;
    struct symbol     *within;  /* the watched name whose actions these are */
    const struct move *move;    /* the move whose actions these are */
    unsigned           nesting; /* of lets and dos */
    unsigned           size;    /* operations and actions seen, names written out */
};

/* The symbol of a name, of a certain kind; NULL, with an error, when there is none. */
struct symbol *checker_find(struct checker *k, const char *name, struct place at);
struct symbol *checker_find_kind(struct checker *k, enum symbol_kind kind, const char *name,
                                 struct place at);

/* Enters the body of a let or do; false when it was or must not be read. */
bool checker_enter(struct checker *inner, const struct checker *k, struct symbol *s,
                   struct place at);

/* Leaves it, its size known. */
void checker_leave(const struct checker *inner, struct symbol *s);

void checker_add_size(struct checker *k, unsigned n);

/* Reports an expression that is not of a type. */
void checker_want(const struct expr *e, enum type t);

/* A number that stands where a sequence number is wanted is one. */
void checker_adapt(const struct checker *k, struct expr *e, enum type t);

void check_expr(struct checker *k, struct expr *e);
void check_bool(struct checker *k, struct expr *e); /* NULL is well */
void check_let(struct checker *k, struct symbol *s, struct place at);

/* Claims and legal ends, and which claims the bound looks at. */
void check_claims(struct checker *k);

/* Which ghosts those claims, the legal ends and the moves are in need of: no other is there. So a
 * claim costs worlds only where it is asked. */
void check_ghosts(const struct model *m);

#endif
