/* check.h - from names to meanings: resolves, types and completes the model.
 *
 * Units      none.
 * Errors     reported with error_at(); the caller asks error_count().
 * Ownership  the model's.
 * Source     docs/LANGUAGE.md, "What is checked".
 */
#ifndef CHECK_H
#define CHECK_H

#include "ast.h"

/* Resolves every name, gives every expression its type. */
void check_model(struct model *m);

/* Resolves the citations and looks each up in the table of the RFC. */
void check_citations(struct model *m, const struct source *table);

/* Groups and rows: no row twice, no step without a group. */
void check_groups(struct model *m);

/* The group of an event for one state and step, or NULL. */
struct group *check_group(const struct model *m, const struct symbol *event, unsigned state,
                          unsigned step);

/* Has any state a group for this step of the event? */
bool check_has_step(const struct model *m, const struct symbol *event, unsigned step);

/* The first step of an event in a state; 0 when no group is there. */
unsigned check_first_step(const struct model *m, const struct symbol *event, unsigned state);

/* Proves every group complete and every row reachable. */
void prove_groups(struct model *m);

/* How many parts `and` joins in an expression: 1 without an `and`, 0 for NULL. */
unsigned check_clauses(const struct expr *e);

#endif
