/* summary.h - the claims, each over all the bounds that look at it.
 *
 * All results are of one set of claims: only then does a number mean the same claim.
 *
 * Errors     none of its own.
 * Ownership  nothing is kept; results stay the caller's.
 */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <stdio.h>

#include "result.h"

struct summary {
    const struct result **results; /* `count` of them, at least one */
    size_t                count;   /* how many */
};

/* A claim a line: in how many bounds it is looked at, holds, and had its premise met, and the
 * names of those in which it does not hold; then its premise. Last, the sum. */
void summary_print(FILE *out, const struct summary *summary);

/* Says which claims say nothing: those that no bound asks for, those whose premise was met in
 * none; and which legal ends no bound comes to. Returns how many. */
unsigned summary_vacuous(FILE *out, const struct summary *summary);

#endif
