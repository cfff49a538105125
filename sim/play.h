/* play.h - one run of a scenario, as `eleven sim` plays it: read, played, shown.
 *
 * Without a form (forms.h) it is printed as tcpdump would, and what both ends did in it.
 *
 * Errors     play_option(), play_read(), play_show() and play_fails() print one line to stderr.
 * Ownership  options are the caller's, mostly strings of argv; play_free() frees the rest.
 */
#ifndef PLAY_H
#define PLAY_H

#include "forms.h"
#include "outcome.h"
#include "setup.h"
#include "simulate.h"
#include "tcpdump.h"
#include "text.h"
#include "trace_json.h"
#include "whole.h"

struct play_options {
    struct setup setup;   /* the scenario and what goes over it */
    bool        absolute; /* -S */
    bool        rows;     /* --rows */
    bool        json;     /* --json */
    bool        help;     /* --help */
    struct forms forms;   /* --story, ...; but --json, which is told as it comes */
    const char *trace;    /* --trace-out, or NULL */
    const char *run;      /* --run, or NULL */
    const char *netstat;  /* --netstat-at, or NULL */
    const char *diff;     /* --profile-diff, or NULL */
};

/* One run and its views. */
struct play {
    struct play_options options;             /* of the command line */
    char               path[PLACE_MAX];     /* the scenario's file */
    struct scenario    scenario;            /* what is to happen */
    struct profile     profiles[TRACE_ENDS]; /* how long timers run, by end */
    uint64_t           number;              /* of the run */
    uint64_t           netstat_us;          /* --netstat-at */
    struct simulation  simulation;          /* the run */
    struct tcpdump     tcpdump;             /* its text, with `lines` */
    bool               lines;               /* neither --json nor a form: tcpdump's lines */
    struct trace_json  json;                /* with --json */
    struct whole       trace;               /* with --trace-out: its file */
    struct trace_json  file;                /* in it; its out is NULL without */
    struct text        command;             /* that makes this run again */
    struct text        assumptions;         /* its profiles */
    struct run         run;                 /* all of it, where a form is asked for */
    uint64_t           n_records;           /* of the trace */
    struct outcome     outcomes[TRACE_ENDS]; /* for the summary */
};

/* "eleven COMMAND: MESSAGE 'ARGUMENT' (try ...)"; returns false. */
bool play_fails(const struct play_options *options, const char *message, const char *argument);

/* True when argv[*i] says how the run is to be shown: then *i is moved to its last argument, and
 * *good is false if it is wrong. */
bool play_option(struct play_options *options, int argc, char **argv, int *i, bool *good);

/* What the options name: the scenario, its profiles, and the numbers of the options. */
enum status play_read(struct play *play);

/* All of the run; tcpdump's lines go to `out`. */
void play_run(struct play *play, FILE *out);

/* Plays it, and prints and writes what the options ask for. */
enum status play_show(struct play *play);

void play_free(struct play *play);

/* How the run ended, and what both ends did in it; "linux", or where the ends differ "linux, windows". */
void play_print_ends(const struct play *play);
void play_add_profiles(struct text *text, const struct play *play);

#endif
