/* lasso.h - CLAIM_EVENTUALLY: a fair run in which what is promised never comes.
 *
 * From a world of the premise on, the run never comes to what is to be reached, and either
 *
 *   it ends      in a world where no process has a move (that the adversary has one binds it
 *                to nothing), or
 *   it goes on   round a loop for ever, and treats no process unfairly: each has a move in
 *                the loop, or a world there in which it has none (weak fairness).
 *
 * Such a loop exists where a strongly connected component of the worlds that still wait has
 * all of that; then a loop through what it needs is made, and the shortest way to it.
 *
 * In a graph that was cut short whatever is found stands: worlds not expanded end no run.
 *
 * Errors     found->cut_by says what ran out before the answer was known.
 * Ownership  the caller frees the path.
 * Source     Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
#ifndef LASSO_H
#define LASSO_H

#include "graph.h"

void lasso_find(struct claim_result *found, const struct graph_question *question);

#endif
