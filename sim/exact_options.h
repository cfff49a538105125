/* exact_options.h - the command line of `eleven exact`: what it asks of an enumeration.
 *
 * Errors     functions that return bool print one line to stderr, and return false.
 * Ownership  strings are the caller's, mostly those of argv; what is asked points into itself: it stays where it is.
 */
#ifndef EXACT_OPTIONS_H
#define EXACT_OPTIONS_H

#include "exact.h"
#include "setup.h"

struct exact_options {
    struct setup setup;      /* the scenario and what goes over it */
    const char  *loss;       /* --loss, or NULL */
    const char  *below;      /* --below, or NULL */
    const char  *max_loss;   /* --max-loss, or NULL */
    const char  *max_dup;    /* --max-dup, or NULL */
    const char  *max_held;   /* --max-held, or NULL */
    const char  *worst;      /* --worst, or NULL */
    const char  *curve;      /* --curve, or NULL */
    const char  *memory;     /* --memory, or NULL */
    const char  *time;       /* --time, or NULL */
    bool         segments;   /* --segments */
    bool         claims;     /* --claims */
    bool         polynomial; /* --polynomial */
    bool         csv;        /* --csv */
    bool         json;       /* --json */
    bool         help;       /* --help */
};

struct exact_ask {
    struct exact_request request;                  /* scenario and profiles are the caller's to set */
    struct weight_loss   losses[EXACT_LOSSES_MAX]; /* for which it is shown */
    unsigned             n_losses;                 /* how many */
};

bool exact_options_read(struct exact_options *options, int argc, char **argv);

/* What the options ask for; what chance does in the scenario is in ask->request.chances. */
bool exact_options_ask(const struct exact_options *options, struct exact_ask *ask);

/* The command that does the same again. */
void exact_options_again(struct text *command, const struct exact_options *options);

#endif
