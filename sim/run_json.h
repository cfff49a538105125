/* run_json.h - a whole run as a trace file: JSON Lines, written and read back.
 *
 * The first line says what the numbers of the trace mean, each further one is a record
 * (trace_json.h), and the last one counts them, so that a file that was cut is noticed.
 * docs/EXPLAIN.md, "The trace file", describes all of it.
 *
 * Errors     run_json_read() returns false and fills the diag, with the line of the file. What
 *            it accepts is a trace that some run could have: no view has to look again.
 * Ownership  the caller ends the run that was read with run_free(), also after an error.
 */
#ifndef RUN_JSON_H
#define RUN_JSON_H

#include <stdio.h>

#include "diag.h"
#include "run.h"

enum { RUN_JSON_VERSION = 1 /* raised when a reader of the old format would go wrong */ };

void run_json_write(FILE *out, const struct run *run);

/* Its first line, for a writer of single records. */
void run_json_head(FILE *out, const struct run *run);

bool run_json_read(struct run *run, const char *path, struct diag *diag);

/* The same from memory; `path` is for messages. */
bool run_json_parse(struct run *run, const char *path, const char *text, size_t length,
                    struct diag *diag);

#endif
