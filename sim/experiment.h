/* experiment.h - the course of `eleven explore` and `eleven verify`: build, search, report.
 *
 * All engines are made first, so that a mistake in the table is told before any search
 * begins; then each bound is searched and reported in order.
 *
 * Errors     experiments() prints them to stderr and returns a status of status.h.
 * Ownership  nothing is kept.
 */
#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include "build.h"
#include "options.h"
#include "result.h"
#include "status.h"

/* One bound. */
struct experiment {
    const char  *path;    /* of its file */
    struct build build;   /* its engine */
    struct result result; /* what the search found; its engine is NULL before */
    enum status  status;  /* of building and searching; not the verdict */
    struct text  problem; /* lines for stderr */
};

/* What one subcommand does with a bound. */
struct searcher {
    const char *help;     /* printed by --help */
    bool        parallel; /* may search several bounds at once */
    void (*search)(struct experiment *experiment, const struct options *options);
};

enum status experiments(const struct searcher *searcher, int argc, char **argv);

#endif
