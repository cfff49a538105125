/* exact.h - every run of a scenario with its probability: one branch for each segment's fate.
 *
 * A run goes on until the network asks what becomes of a segment; there it becomes several: in one it is
 * lost, in another it passes, and where the scenario copies segments, holds them up or draws their delay from
 * a few values, there is one for each of these (exact_fates.h). Worlds that are equal at the same instant are merged and their weights added, so that the work grows with
 * what can be told apart and not with the patterns of losses. Worlds are taken in the order of
 * time: what was found is complete up to the earliest world that waits.
 *
 * The weights are polynomials (weight.h): one enumeration serves every probability of a loss.
 *
 * Units      microseconds since the start of the run.
 * Errors     exact_run() says in `stopped` why it did not follow everything.
 * Ownership  the request points to what the caller keeps; exact_free() gives the results back.
 */
#ifndef EXACT_H
#define EXACT_H

#include "exact_claims.h"
#include "exact_fates.h"
#include "simulate.h"
#include "weight.h"

/* What is timed: when it first happened, at an end or at both. */
enum exact_what {
    EXACT_CONNECTED_A, /* its SYN is acknowledged, in ESTABLISHED or a later state */
    EXACT_CONNECTED_B,
    EXACT_CONNECTED,   /* the later of both */
    EXACT_TOLD_A,      /* its user was told of an error: refused, reset or timeout */
    EXACT_TOLD_B,
    EXACT_TOLD,        /* the earlier of both */
    EXACT_CLOSED_A,    /* a connection, or the attempt of one, came to CLOSED, however it did */
    EXACT_CLOSED_B,
    EXACT_CLOSED,      /* the later of both */
    EXACT_ORDERLY,     /* likewise, and both in order: through TIME-WAIT or LAST-ACK */
    EXACT_WHATS
};

/* How the first connection of an end, or the attempt, came to its end. */
enum exact_ending {
    ENDING_NONE,    /* it did not */
    ENDING_ORDERLY, /* both FINs are acknowledged, as far as it knows */
    ENDING_REFUSED, /* a RST in SYN-SENT */
    ENDING_RESET,   /* a RST later on */
    ENDING_TIMEOUT, /* it sent again as often as the profile allows */
    ENDING_LEFT,    /* FIN-WAIT-2 lasted too long */
    ENDING_USER,    /* its user ended it */
    ENDING_CRASH,   /* the end forgot it */
    EXACT_ENDINGS
};

/* What a run has shown so far. */
struct exact_watch {
    uint8_t connected;           /* bit: that end was */
    uint8_t told;                /* bit: that end's user was told of an error */
    uint8_t ending[ENGINE_ENDS]; /* enum exact_ending */
};

/* At one instant. */
struct exact_point {
    uint64_t      time_us; /* when */
    struct weight weight;  /* in these runs */
};

struct exact_curve {
    struct exact_point *points;   /* by rising time */
    uint32_t            n_points; /* in use */
    uint32_t            capacity; /* owned */
};

/* Runs that ended alike. */
struct exact_outcome {
    struct exact_watch watch;              /* what they showed */
    uint8_t            state[ENGINE_ENDS]; /* in which they stand */
    struct weight      weight;             /* how many */
};

enum { EXACT_OUTCOMES_MAX = 1024, EXACT_LOSSES_MAX = 16 };

#define EXACT_NO_LIMIT UINT32_MAX /* of what a pattern may have */

/* What a pattern has at most. */
struct exact_limits {
    uint32_t lost, copied, held; /* segments; EXACT_NO_LIMIT: any number */
};

struct exact_request {
    const struct scenario    *scenario;            /* out of which chance was taken */
    struct exact_chance       chances[ENGINE_ENDS]; /* by the end that sends */
    const struct profile     *profiles;            /* of both ends */
    const struct weight_loss *losses;              /* n_losses of them; with `below` */
    unsigned                  n_losses;            /* how many */
    bool                      two_ways;            /* weights tell the directions apart */
    bool                      segments;            /* weights count segments and retransmissions */
    bool                      trails;              /* weights tell a pattern of each of their terms */
    bool                      claims;              /* claims about time are looked at; without a limit
                                                    * patterns are then not told apart by what they have */
    double                    below;               /* worlds less probable are not followed; 0: all are */
    struct exact_limits       most;                /* patterns of more are not followed */
    uint64_t                  memory;              /* bytes at most */
    double                    seconds;             /* at most; 0: no limit */
};

enum exact_stop {
    EXACT_FINISHED,    /* nothing waits */
    EXACT_MEMORY,      /* no memory is left of what was allowed */
    EXACT_TIME,        /* no time likewise */
    EXACT_INTERRUPTED, /* by a signal */
    EXACT_OVERFLOW,    /* a coefficient, or the number of segments, does not fit */
    EXACT_CROWDED      /* more segments at once than can be asked for, or under way; or outcomes */
};

/* A claim that does not hold. */
struct exact_break {
    uint64_t when_us; /* when that was seen first; UINT64_MAX: at the end of all */
    uint64_t trail;   /* in which pattern */
    uint8_t  end;     /* at which end */
};

struct exact_node;  /* a world that waits */
struct exact_trail; /* how one was reached */

struct exact {
    struct exact_request request;              /* what is asked */
    struct exact_fates   fates[ENGINE_ENDS];   /* of a segment, by the end that sends it */
    bool                 limited;              /* everything but a segment that passes has a limit */
    struct exact_curve   curves[EXACT_WHATS];  /* when things happened */
    struct exact_outcome outcomes[EXACT_OUTCOMES_MAX]; /* how runs ended */
    unsigned             n_outcomes;           /* how many there are */
    struct exact_outcome endings[EXACT_OUTCOMES_MAX]; /* those of the same endings and states added up */
    unsigned             n_endings;            /* likewise */
    uint32_t             met, broken;          /* bits: claims that had something to say, do not hold */
    struct exact_break   breaks[EXACT_CLAIMS]; /* where they do not */
    struct weight        cut;                  /* runs not followed: too unlikely, or beyond a limit */
    struct weight        pending;              /* runs not followed: it was stopped */
    uint64_t             reached_us;           /* what is earlier is complete; UINT64_MAX: all */
    enum exact_stop      stopped;              /* why it ended */
    uint64_t             n_worlds;             /* that were followed */
    uint64_t             n_plays;              /* pieces of runs that were played */
    uint64_t             n_merged;             /* that led to a world already there */
    uint64_t             most_waiting;         /* worlds at once */
    uint64_t             bytes, most_bytes;    /* of memory */
    struct exact_node  **heap;                 /* worlds by time */
    size_t               n_heap, heap_capacity; /* in use, owned */
    struct exact_node  **table;                /* worlds by their bytes */
    size_t               table_size;           /* a power of two */
    struct exact_trail  *trails;               /* with request.trails; the first is unused */
    size_t               n_trails, trails_capacity; /* in use, owned */
    struct simulation    simulation;           /* at work */
};

void exact_run(struct exact *exact, const struct exact_request *request);
void exact_free(struct exact *exact);

/* The fates along a trail, in the order of the segments: each is one of `fates` of its direction. The caller frees them. */
uint8_t *exact_trail_fates(const struct exact *exact, uint64_t trail, size_t *n_fates);

extern const char *const exact_what_names[EXACT_WHATS];     /* "connected.A" */
extern const char *const exact_ending_names[EXACT_ENDINGS]; /* "orderly" */
extern const char *const exact_ending_texts[EXACT_ENDINGS]; /* the same as a sentence */

#endif
