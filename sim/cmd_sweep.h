/* cmd_sweep.h - `eleven sweep` in its steps, for whoever lets others play the runs: sim/mpi.
 *
 * Errors     a message on stderr, and the status.
 * Ownership  the strings are those of argv; the caller ends the study with study_close(), whatever
 *            sweep_prepare() returned.
 */
#ifndef CMD_SWEEP_H
#define CMD_SWEEP_H

#include "study_run.h"
#include "study_view.h"

struct sweep_options {
    struct study_plan plan;     /* what is to be done */
    struct study_run  how;      /* on how many threads */
    enum study_view   view;     /* --csv, --json */
    bool              states;   /* --states */
    bool              help;     /* --help: nothing is to be done */
    const char       *runs, *jobs, *shard; /* as given, or NULL */
    const char       *out;      /* -o FILE, or NULL */
    const char       *resume;   /* --resume FILE, or NULL */
};

/* Reads the command line, and opens the study or reads it from the file of --resume. */
enum status sweep_prepare(struct sweep_options *options, struct study *study, int argc, char **argv);

/* Whether what comes out of it can be written: asked before the work. */
enum status sweep_may_write(const struct sweep_options *options);

/* Shows and writes what was counted; `fits` is what study_run() returned. */
enum status sweep_finish(const struct sweep_options *options, struct study *study, bool fits);

#endif
