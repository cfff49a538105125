/* steps.h - the table's groups as C functions, for both C backends.
 *
 * Every group becomes a function that tries its rows and returns the step to go on
 * with: 0 to stop, NO_ROW when none fired. The backend's prelude has declared
 * struct ctx and the functions fired(), send(), tell(), deliver(), forget().
 *
 * Units      none.
 * Errors     none.
 * Ownership  none.
 * Source     docs/LANGUAGE.md, "What a row does".
 */
#ifndef STEPS_H
#define STEPS_H

#include "express.h"

/* What a row does when it fires: it is known as the row of that index. */
void steps_firing(struct emitter *x, const struct scope *s, const struct row *r, unsigned index);

void steps_groups(struct emitter *x, const struct scope *s);
void steps_event(struct emitter *x, const struct scope *s); /* bool tcp_event(x, event) */

/* The actions of a list, one statement a line; world actions included. */
void steps_actions(struct emitter *x, const struct scope *s, const struct action *list);

/* struct engine_row table of all rows: `static const struct engine_row NAME[]`. */
void steps_rows(struct emitter *x, const char *declaration);

/* The names of all symbols of a kind as `DECLARATION = { "a", ... };`. */
void steps_names(struct emitter *x, const char *declaration, enum symbol_kind kind);

/* Their sentences, the same way. */
void steps_texts(struct emitter *x, const char *declaration, enum symbol_kind kind);

/* enum { PREFIXa, PREFIXb, ..., COUNT }; */
void steps_enum(struct emitter *x, const char *tag, const char *prefix, enum symbol_kind kind,
                const char *count);

#endif
