/* mutations.h - every mutation of the table, and the check that notices it.
 *
 * fsmc is asked first, then the bounds, those of few moves before those of many: each is searched
 * with the table as it is and then, by the same engine, with each mutation that may matter there.
 * A mutation is noticed where a claim has another verdict, or other worlds or moves are reached.
 *
 * Errors     a status of status.h; what there is to say is added to `problem`.
 * Ownership  mutations_free() frees what mutations_start() has made.
 */
#ifndef MUTATIONS_H
#define MUTATIONS_H

#include "build.h"
#include "explore.h"

/* What is known of one mutation. */
struct finding {
    const char *name;   /* of the mutation; the engine's */
    bool        sought; /* it is to be tried */
    struct text how;    /* "claim", tab, "old_syn in refused"; empty: not noticed so far */
    struct text cut;    /* bounds that were not searched to their end */
};

/* A bound and the engine that is every mutant of it. */
struct trial {
    const char   *path;     /* of the bound's file */
    struct build  build;    /* the engine; loaded while it is tried */
    uint64_t      moves;    /* pinned transitions */
    struct result was;      /* with the table as it is, while it is tried */
    enum status   status;   /* of building */
    struct text   problem;  /* lines for stderr */
};

struct campaign {
    struct options     options;      /* for building */
    struct string_list paths;        /* of the bounds' files */
    struct trial      *trials;       /* `count` bounds, the smallest first */
    size_t             count;        /* how many */
    struct build       names;        /* the engine whose mutations the findings name */
    struct finding    *findings;     /* `n_findings`, in fsmc's order */
    unsigned           n_findings;   /* how many */
    unsigned           jobs;         /* threads */
    void (*tell)(const struct campaign *campaign, const struct finding *finding); /* when noticed */
    void              *context;      /* for tell() */
};

/* Makes the engines of the bounds named, or of all. */
enum status mutations_start(struct campaign *campaign, const struct string_list *names,
                            struct text *problem);

/* Tries what is sought. */
enum status mutations_run(struct campaign *campaign, struct text *problem);

void mutations_free(struct campaign *campaign);

#endif
