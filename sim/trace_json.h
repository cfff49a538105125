/* trace_json.h - a trace as JSON Lines: one object a record.
 *
 * docs/EXPLAIN.md, "The trace file", describes the format; run_json.h adds its first and
 * last line.
 *
 * Units      seconds with six decimals.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  the caller owns the view; the names must outlive it.
 */
#ifndef TRACE_JSON_H
#define TRACE_JSON_H

#include <stdio.h>

#include "trace.h"

struct trace_json {
    FILE                     *out;   /* where lines go */
    const struct trace_names *names; /* of the trace */
};

/* Takes a record; `view` is a struct trace_json: the shape of a trace_sink. */
void trace_json_put(void *view, const struct trace_record *record);

/* Writes a string with its quotes, escaped. */
void trace_json_string(FILE *out, const char *text);

#endif
