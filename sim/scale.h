/* scale.h - how high each row of a ladder lies in a picture, and what is drawn of time.
 *
 * An instant lies as far below the one before it as its time is later, but never nearer than its
 * rows need.
 *
 * Units      pixels, downwards.
 * Ownership  scale_free() frees the heights.
 */
#ifndef SCALE_H
#define SCALE_H

#include "layout.h"

enum { SCALE_ROW = 22 /* pixels of a row without time */ };

struct scale {
    double *y;         /* of each row; and one more, below the last */
    bool    timed;     /* the run has a clock */
    double  second_px; /* how long a second is drawn, where nothing is too near */
};

void scale_make(struct scale *scale, const struct layout *layout, double top);
void scale_free(struct scale *scale);

#endif
