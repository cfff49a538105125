/* options.h - the options that `eleven verify` and `eleven explore` share.
 *
 * Units      bytes, seconds, but for --checkpoint-every; 0 where there is no limit.
 * Errors     options_read() prints one line to stderr and returns false.
 * Ownership  strings are those of argv; options_free() frees the lists.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct string_list {
    const char **items; /* `count` of them */
    size_t       count; /* how many */
};

struct options {
    const char        *table;    /* --table FILE, or NULL: model/tcp.fsm */
    struct string_list changes;  /* --option NAME[=off] */
    struct string_list withouts; /* --without STATE/event/row */
    const char        *mutant;   /* --mutant NAME, of model/mutants or a path; or NULL */
    const char        *mutation; /* --mutate ID, as fsmc --mutations lists them; or NULL */
    struct string_list values;   /* --with NAME=N */
    struct string_list bounds;   /* names or paths; none: all */
    uint64_t           memory;   /* --memory SIZE, of one search */
    double             time;     /* --time SECONDS, of one search */
    uint64_t           depth;    /* --depth N */
    unsigned           jobs;     /* --jobs N: bounds at once */
    bool               coverage; /* --coverage */
    bool               json;     /* --json */
    bool               claims;   /* --claims: a line for each */
    bool               states;   /* --states: nothing but the joint states */
    bool               state_counts; /* --states=counts */
    const char        *trace;    /* --trace CLAIM: nothing but its run; or NULL */
    bool               sweep;    /* --sweep: the bounds' knobs */
    bool               traces;   /* --traces: with --sweep, a run for each point */
    bool               apart;    /* --no-symmetry: A and B are not exchanged */
    const char        *checkpoint; /* --checkpoint FILE, or NULL */
    double             checkpoint_minutes; /* --checkpoint-every MINUTES */
    const char        *resume;   /* --resume FILE, or NULL */
    const char        *swarm;    /* --swarm DIR: no search, but what one needs; or NULL */
    bool               every;    /* engines that are every mutant: `eleven mutations` */
    bool               help;     /* --help: nothing else counts */
};

enum { OPTIONS_THREADS_MAX = 256 };

bool options_read(struct options *options, int argc, char **argv);
void options_free(struct options *options);

/* One line to stderr about an argument of 'eleven COMMAND'; false. */
bool options_complain(const char *command, const char *what, const char *which);

/* 512M, 4G, 1048576, 1.5GB. */
bool options_size(const char *text, uint64_t *bytes);

/* The memory for each of some searches at once, where none was given: together three
 * quarters of what the machine has. */
uint64_t options_memory(unsigned searches);

/* The processors of the machine: at least 1. */
unsigned options_cores(void);

/* A number of threads that play runs, 1 to OPTIONS_THREADS_MAX; without a text the processors, as far. */
bool options_threads(const char *text, unsigned *threads);

/* Whether the table is the one that the bounds' pinned counts are of. */
bool options_unchanged(const struct options *options);

/* Adds the options that change the table, as a shell wants them. */
void options_add_changes(struct text *text, const struct options *options);

void string_list_add(struct string_list *list, const char *item);

#endif
