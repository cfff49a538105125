/* exact_report.h - what an enumeration found, as tables, as CSV, as JSON Lines.
 *
 * Errors     none but those of the stream.
 * Ownership  nothing is kept.
 */
#ifndef EXACT_REPORT_H
#define EXACT_REPORT_H

#include <stdio.h>

#include "exact.h"

struct exact_report {
    const struct exact       *exact;    /* what was found */
    const struct weight_loss *losses;   /* for which it is shown */
    unsigned                  n_losses; /* how many */
    const char               *title;    /* of the scenario, or "" */
    const char               *profiles; /* their names */
    const char               *command;  /* that makes it again */
    bool                      polynomial; /* coefficients too */
    const char               *curve;    /* the name of one curve to show in full, or NULL */
};

void exact_report_text(FILE *out, const struct exact_report *report);
void exact_report_csv(FILE *out, const struct exact_report *report);
void exact_report_json(FILE *out, const struct exact_report *report);

/* "6,084 patterns in 1,231 worlds, ..." */
void exact_report_work(FILE *out, const struct exact *exact);


#endif
