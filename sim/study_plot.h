/* study_plot.h - the results of a study as curves of a figure.
 *
 * A distribution has a curve for each point of the grid; quantiles and shares have the values of
 * one axis to the right, and curves for the points that differ in the others.
 *
 * Units      seconds, segments, shares of 1.
 * Errors     false, and `problem` says what is wrong.
 * Ownership  the plot owns what is added to it.
 */
#ifndef STUDY_PLOT_H
#define STUDY_PLOT_H

#include "options.h"
#include "plot.h"
#include "study.h"

enum study_plot_what { STUDY_PLOT_CDF, STUDY_PLOT_QUANTILES, STUDY_PLOT_SURVIVAL, STUDY_PLOT_SHARE, STUDY_PLOT_WHATS };

/* What is to be drawn. */
struct study_plot_wish {
    enum study_plot_what what;
    struct string_list   measures; /* "connect A"; of shares "failed"; none: these */
    unsigned            *uses;     /* by measure: so many files have it */
    struct string_list   where;    /* "loss=0.1,0.2": only these values of an axis */
    const char          *x;        /* the axis to the right, or NULL: the first that is numbers */
    bool                 all;      /* distributions over all runs, also those in which it never happened */
};

/* "cdf", ... */
extern const char *const study_plot_names[STUDY_PLOT_WHATS];

/* Adds the curves of a study, each called `file` first, unless that is ""; labels and title where the plot
 * has none yet. */
bool study_plot_add(struct plot *plot, const struct study *study, const char *file,
                    const struct study_plot_wish *wish, struct text *problem);

/* A curve of a distribution: it begins at 0, and so many per cent of the runs are done at each step. */
void study_plot_begin(struct plot_curve *curve, const struct study_plot_wish *wish);
void study_plot_step(struct plot_curve *curve, const struct study_plot_wish *wish, double x, double share);

/* What is up and to the right, where the plot has no labels yet; `x` is what is measured. */
void study_plot_label(struct plot *plot, const struct study_plot_wish *wish, const char *x);

#endif
