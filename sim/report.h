/* report.h - the table of verdicts that both engines print, or the same as JSON Lines.
 *
 * A line a claim, where one bound is looked at or all lines are asked for; else a line a bound,
 * and below it those claims that do not plainly hold. Only claims that the bound asks for.
 *
 * Errors     none of its own: whoever owns `out` looks at ferror() in the end.
 * Ownership  nothing is kept; results stay the caller's.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "result.h"

struct report {
    FILE *out;         /* where it goes */
    bool  json;        /* JSON Lines instead of a table */
    bool  colour;      /* verdicts in colour */
    bool  each;        /* a line a claim, and all notes */
    const char *only;  /* in JSON: this claim alone; NULL: all */
    int   bound_width; /* columns of the longest bound's name */
    int   claim_width; /* and of the longest claim's */
};

struct report report_start(FILE *out, bool json);

/* Makes the columns wide enough for the names of this engine. */
void report_fit(struct report *report, const struct engine *engine);

/* The line of a mutant, where the engine is of one; the heads of the columns. */
void report_head(const struct report *report, const struct engine *engine);

void report_result(const struct report *report, const struct result *result);

/* What else there is to say of a bound: its assumptions, why it was cut short, its error. */
void report_notes(const struct report *report, const struct result *result);

/* Compares the counts with the pinned ones; says so and returns false where they differ. */
bool report_pinned(FILE *out, const struct result *result);

/* Adds a string as JSON has it, with its quotes. */
void report_add_json_string(struct text *text, const char *string);

#endif
