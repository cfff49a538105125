/* exact_plot.h - the CSV of `eleven exact --csv` as curves of a figure: distributions over all runs.
 *
 * Lines of the kinds `time` and `number` have a cumulative probability; each pair of losses has its curve.
 *
 * Units      seconds, or whole numbers; probabilities.
 * Errors     false, and `problem` says what is wrong, with the line.
 * Ownership  the plot owns what is added to it.
 */
#ifndef EXACT_PLOT_H
#define EXACT_PLOT_H

#include "study_plot.h"

/* Whether the file begins as such a CSV does. */
bool exact_plot_is(const char *text);

bool exact_plot_add(struct plot *plot, const char *text, const char *file, const struct study_plot_wish *wish,
                    struct text *problem);

#endif
