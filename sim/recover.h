/* recover.h - CLAIM_RECOVERABLE: a world from which what is to be reached cannot be.
 *
 * Backwards from every world where it is reached, along the moves that count: not those of
 * the adversary, nor those whose event or move stands in engine_claim.without. Worlds of the
 * premise to which that does not come violate the claim; the first of them is a nearest one.
 *
 * In a graph that was cut short a world that was not expanded may lead anywhere, so it counts
 * as if it were reached.
 *
 * Errors     found->cut_by says what ran out before the answer was known.
 * Ownership  the caller frees the path.
 */
#ifndef RECOVER_H
#define RECOVER_H

#include "graph.h"

void recover_find(struct claim_result *found, const struct graph_question *question);

#endif
