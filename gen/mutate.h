/* mutate.h - mutations: every change of the table that a rule can make, one at a time.
 *
 *     drop:STATE/event/row        the row is gone
 *     negate:STATE/event/row:N    the N-th atom of its guard is negated
 *     enter:STATE/event/row:NEXT  it enters another state
 *     skip:STATE/event/row:N      its N-th action is not done
 *     edge:STATE/event/row:N      the N-th `<` in it is `=<`, or the reverse
 *     skip:DO:N, edge:DO:N, edge:LET:N
 *
 * A row is changed in one state; a do or let wherever it is used.
 *
 * Units      N counts from 1, in the order of the text.
 * Errors     mutate() reports a name that no mutation has.
 * Ownership  the arena's.
 * Source     docs/MUTANTS.md.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include "ast.h"

/* Fills m->mutations, before check(). */
void mutate_find(struct model *m);

/* Makes one of them, before check(). */
void mutate(struct model *m, const char *name);

#endif
