/* tally.h - many runs counted: how often what happened, and how long and how much it took.
 *
 * Everything is a count or a histogram of whole numbers, so tallies of parts of the runs, merged in
 * any order, are equal to the tally of all.
 *
 * Units      microseconds, segments.
 * Errors     tally_merge() returns false when a sum would not fit into 64 bits.
 * Ownership  a tally owns its histograms' cells: tally_free(). All zero is empty.
 */
#ifndef TALLY_H
#define TALLY_H

#include "histogram.h"
#include "simulate.h"

/* So often in how many runs. */
enum tally_count {
    TALLY_RUNS,      /* runs */
    TALLY_CONNECTED, /* every end whose user opens actively came through its handshake */
    TALLY_FAILED,    /* not so */
    TALLY_CLOSED,    /* both ends were closed in order */
    TALLY_RESET,     /* a RST ended a connection at an end, or its user was told so */
    TALLY_GAVE_UP,   /* an end gave up: R2, the user timeout */
    TALLY_LEFT,      /* an end was neither CLOSED, LISTEN nor TIME-WAIT when the run was over */
    TALLY_CUT,       /* the run was cut short: SIMULATE_FULL */
    TALLY_COUNTS
};

/* Of what there are histograms. Of the ends, A's comes first, and B's is the next. */
enum tally_measure {
    TALLY_CONNECT,                                   /* time from its first SYN until connected */
    TALLY_CLOSE    = TALLY_CONNECT + ENGINE_ENDS,    /* time from leaving ESTABLISHED until over */
    TALLY_SEGMENTS = TALLY_CLOSE + ENGINE_ENDS,      /* sent by both */
    TALLY_REPEATED,                                  /* of them, retransmissions */
    TALLY_STATES,                                    /* time in each state, from SYN-SENT on */
    TALLY_MEASURES = TALLY_STATES + ENGINE_ENDS * (TCP_STATES - SYN_SENT)
};

struct tally {
    uint64_t         counts[TALLY_COUNTS];       /* by enum tally_count */
    struct histogram histograms[TALLY_MEASURES]; /* by enum tally_measure */
};

/* "connected", ... */
extern const char *const tally_count_names[TALLY_COUNTS];

/* "connect A", "SYN-SENT B"; whether it is a time; and how much of what is shown, seconds or
 * segments, one of it is. */
const char *tally_measure_name(unsigned measure);
bool        tally_is_time(unsigned measure);
double      tally_unit(unsigned measure);

/* What has that name of so many bytes: how a run may end (not "runs"), or what is measured; false: nothing. */
bool tally_find_count(const char *name, size_t length, unsigned *count);
bool tally_find_measure(const char *name, size_t length, unsigned *measure);

/* What one run adds to a tally. */
struct tally_run {
    uint16_t counts;                   /* bit: one more of that enum tally_count */
    uint16_t n_values;                 /* how many measures it has */
    uint8_t  measures[TALLY_MEASURES]; /* enum tally_measure */
    uint64_t values[TALLY_MEASURES];   /* of each */
};

/* Looks at a run that is over. */
void tally_look(struct tally_run *end, const struct simulation *run);

/* Plays the run of that number from its beginning to its end, unseen, and looks at it. */
void tally_play(struct tally_run *end, struct simulation *run, const struct scenario *scenario,
                const struct profile profiles[ENGINE_ENDS], uint64_t number);

/* What a run measured; false where it has nothing of the kind. */
bool tally_value(const struct tally_run *end, unsigned measure, uint64_t *value);

/* Whether two runs ended alike, in all that is counted and measured. */
bool tally_same(const struct tally_run *a, const struct tally_run *b);

/* So many runs that ended like that. */
void tally_add(struct tally *tally, const struct tally_run *end, uint64_t times);

bool tally_merge(struct tally *tally, const struct tally *other);
void tally_clear(struct tally *tally);
void tally_free(struct tally *tally);

#endif
