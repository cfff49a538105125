/* study_file.h - the results of a study in a file: all histograms, and what makes the runs again.
 *
 * JSON Lines: a head, for each point of the grid a line and one for each histogram, likewise for what
 * it is compared with, and an end.
 * docs/SWEEP.md describes them. A file is written under another name first and then renamed, so
 * that under its name there is all of it or nothing.
 *
 * Errors     a message on stderr, and the status.
 * Ownership  a study that was read ends with study_close() as any other.
 */
#ifndef STUDY_FILE_H
#define STUDY_FILE_H

#include "study.h"

enum status study_write(const struct study *study, const char *path);

/* Whether a file can be made there: asked before the work. */
enum status study_may_write(const char *command, const char *path);

/* Reads the scenario that the file names too: refuses, if it is another one now. */
enum status study_read(struct study *study, const char *command, const char *path);

#endif
