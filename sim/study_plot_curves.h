/* study_plot_curves.h - what study_plot.c and study_plot_axis.c share: the curves of a study while they are
 * added to a figure.
 *
 * Errors     false, and adding->problem says what is wrong.
 * Ownership  pointers are the caller's.
 */
#ifndef STUDY_PLOT_CURVES_H
#define STUDY_PLOT_CURVES_H

#include "study_plot.h"

/* Curves while they are added. */
struct study_adding {
    struct plot                  *plot;
    const struct study           *study;
    const char                   *file;     /* its name, or "" */
    const struct study_plot_wish *wish;
    bool                         *chosen;   /* by point: --where lets it in */
    unsigned                      x;        /* the axis to the right; n_axes where there is none */
    unsigned                      measures[TALLY_MEASURES]; /* that are drawn, `n_measures` */
    unsigned                      n_measures;
    struct text                  *problem;
};

/* A new curve with the name that tells it from the others; NULL where there is no place for one more: how
 * many there are is counted all the same. */
struct plot_curve *study_add_curve(struct study_adding *a, uint32_t point, unsigned measure);

/* How many values of an axis --where lets in. */
unsigned study_n_chosen(const struct study_adding *a, unsigned axis);

/* Quantiles or shares against the values of an axis. */
bool study_add_along_axis(struct study_adding *a);

#endif
