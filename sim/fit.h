/* fit.h - a short formula for a table of whole numbers.
 *
 * Looks for value = c + sum a_i x_i + sum b_ij x_i x_j with small whole coefficients, or the
 * larger of two such; the one with the fewest and smallest coefficients that is exact on
 * every point that is known, and possible at every other: of some the table knows only that the
 * value is at least this or at most that. No least squares: a formula that fits almost is no
 * formula; nor is one of no more known points than variables.
 *
 * Units      whole numbers; FIT_VARIABLES_MAX variables, FIT_POINTS_MAX points.
 * Errors     false when there is none.
 * Ownership  the caller's; nothing is kept.
 */
#ifndef FIT_H
#define FIT_H

#include <stdbool.h>

#include "text.h"

enum {
    FIT_VARIABLES_MAX = 3,
    FIT_TERMS         = 1 + FIT_VARIABLES_MAX + FIT_VARIABLES_MAX, /* 1; x, y, z; xy, xz, yz */
    FIT_POINTS_MAX    = 256
};

struct fit_point {
    int x[FIT_VARIABLES_MAX]; /* unused ones are zero */
    int low, high;            /* the value is one of these: known, where they are equal */
};

enum { FIT_ANY = 1 << 20 }; /* as `high`: nothing is known to be enough */

struct fit {
    int      sums[2][FIT_TERMS]; /* coefficients of each sum */
    unsigned n_sums;             /* 1, or 2: the larger of the two */
};

bool fit(struct fit *found, const struct fit_point *points, unsigned n, unsigned variables);

/* One sum that is nowhere below the table, and as little above what is known of it as can be. */
bool fit_enough(struct fit *found, const struct fit_point *points, unsigned n, unsigned variables);

unsigned fit_known(const struct fit_point *points, unsigned n); /* how many are */

/* At how many of them one sum is the value. */
unsigned fit_exact(const struct fit *fit, const struct fit_point *points, unsigned n);

/* "2*MSL + losses*RTO", "max(MSL + 1, RTO)" */
void fit_add(struct text *text, const struct fit *fit, const char *const *names);

#endif
