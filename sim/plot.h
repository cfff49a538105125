/* plot.h - a figure of curves in SVG: for print and for paper, without other programs.
 *
 * Curves have colours that colour-blind people tell apart, and each also its own dashes and marks,
 * so that they are told apart in grey. Their names stand right of the picture, where nothing is
 * covered. Around a curve lies a band, or a bar through each of its points, where these have intervals.
 *
 * What is not above 0 has no place on a logarithmic axis: a curve has a gap there; an interval that
 * goes down to there, or that nothing bounds, reaches the frame.
 *
 * Units      the caller's; pixels in the picture.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  plot_free() frees all.
 * Source     the colours: M. Okabe, K. Ito, Color Universal Design, 2008; but for their yellow.
 */
#ifndef PLOT_H
#define PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "text.h"

enum { PLOT_CURVES_MAX = 12 /* that a reader can tell apart */ };

struct plot_point {
    double x, y;
    double low, high; /* of y; NAN: nothing bounds it there. Both equal to y: there is no interval */
};

struct plot_curve {
    struct text        name;
    size_t             n_points;
    struct plot_point *points; /* in rising order of x */
};

struct plot_axis {
    struct text  label;       /* with its unit */
    bool         log;         /* logarithmic */
    double       least, most; /* if both are equal, as the points need it */
    struct text *names;       /* of x = 0, 1, ..., where these are no numbers; or NULL */
    unsigned     n_names;     /* how many */
};

enum plot_shape {
    PLOT_STEPS, /* y stays until the next x */
    PLOT_BANDS, /* straight lines, and a band around each */
    PLOT_BARS   /* straight lines, and a bar through each point */
};

struct plot {
    struct text       title, subtitle; /* above the picture */
    struct text       source;          /* what makes it: not shown */
    struct plot_axis  x, y;
    enum plot_shape   shape;
    unsigned          n_curves;        /* also beyond PLOT_CURVES_MAX: those have no place */
    struct plot_curve curves[PLOT_CURVES_MAX];
};

/* A new curve without a name or points; NULL when there is no place. */
struct plot_curve *plot_add_curve(struct plot *plot);
void               plot_add_point(struct plot_curve *curve, struct plot_point point);

/* Of these curves so many have a place. */
unsigned plot_n_drawn(const struct plot *plot);

/* What an axis has to hold; least > most where no point can be drawn. */
struct plot_range {
    double least, most;
};

struct plot_range plot_range(const struct plot *plot, const struct plot_axis *axis);

/* Whether any point can be drawn: one that is above 0 where an axis is logarithmic. */
bool plot_has_points(const struct plot *plot);

void plot_print(FILE *out, const struct plot *plot);
void plot_free(struct plot *plot);

#endif
