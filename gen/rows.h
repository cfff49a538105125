/* rows.h - rows found by their names, taken out of force, and others put in their place.
 *
 * A row is taken out of single states of its group: `within` says where it is left. All of this
 * is done before check(), so that every check and proof is of the changed table.
 *
 * Units      none.
 * Errors     a name that no row has is reported with error_at() and changes nothing.
 * Ownership  the arena's; a new row is copied once for each row that it stands for.
 * Source     docs/LANGUAGE.md, "A mutant".
 */
#ifndef ROWS_H
#define ROWS_H

#include "ast.h"

/* STATE/event/row, as written. */
struct row_name {
    const char  *state; /* "*": every state of the row */
    const char  *event;
    const char  *row;
    struct place at;
};

/* Takes the row out of force. */
void rows_drop(struct model *m, const struct row_name *name);

/* The same, with `new` in its place. */
void rows_replace(struct model *m, const struct row_name *name, const struct row *new);

/* Puts `new` before the row, which stays. */
void rows_add(struct model *m, const struct row_name *name, const struct row *new);

/* The states where a row is in force, before check() has said so in row.states. */
uint16_t rows_states(const struct model *m, const struct row *r);

/* Numbers all rows anew, in the order of the table. */
void rows_number(struct model *m);

#endif
