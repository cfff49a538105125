/* mutant.h - what a file of model/mutants says of itself, as fsmc has read it.
 *
 * Errors     a status of status.h; what there is to say is added to `problem`.
 * Ownership  mutant_free() frees what mutant_read() has written.
 */
#ifndef MUTANT_H
#define MUTANT_H

#include "status.h"
#include "text.h"

/* In the order of `fsmc --mutant-facts`. */
enum mutant_fact { MUTANT_NAME, MUTANT_CLAIM, MUTANT_BOUND, MUTANT_TEXT, MUTANT_LESSON, MUTANT_FACTS };

struct mutant {
    struct text line;                /* where the facts stand */
    const char *facts[MUTANT_FACTS]; /* by enum mutant_fact */
};

/* Of a name in model/mutants, or a path. */
enum status mutant_read(struct mutant *mutant, const char *name, struct text *problem);
void        mutant_free(struct mutant *mutant);

#endif
