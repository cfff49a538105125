/* shrink.h - which of all that chance did to a run is needed for what it came to?
 *
 * The events of a run are the segments that chance lost, held up or copied; each is of the n-th segment
 * of its kind that an end sends, as a rule of the network counts them (channel.h). The run is played
 * again with some of them, all other segments passing as fast as the network lets them, until a smallest
 * set is found with which it comes to the same (ddmin.h). What the scenario itself loses stays lost.
 *
 * Units      microseconds.
 * Errors     shrink_begin() returns false where the events do not make the same run again: where a rule of
 *            the scenario and chance copy the same segment so that one copy lives too long.
 * Ownership  scenario and profiles are the caller's; shrink_free() ends the rest.
 */
#ifndef SHRINK_H
#define SHRINK_H

#include "ddmin.h"
#include "goal.h"
#include "simulate.h"

enum shrink_what { SHRINK_LOST, SHRINK_HELD, SHRINK_COPIED, SHRINK_WHATS };

struct shrink_event {
    uint64_t by_us;   /* HELD, COPIED: it, or the copy, travels so much longer than the fastest */
    uint64_t time_us; /* when its segment was sent in the run that was played last, if it was */
    uint32_t nth;     /* of the segments of its kind, from 1 */
    uint8_t  sender;  /* which end */
    uint8_t  match;   /* enum channel_match: the kind */
    uint8_t  what;    /* enum shrink_what */
};

/* The events of one segment. */
struct shrink_segment {
    uint32_t first, n; /* from that one on so many */
};

/* The segments of a kind that an end sent in the first run. */
struct shrink_kind {
    uint32_t               n;        /* how many are in use */
    struct shrink_segment *segments; /* each under its narrowest kind; the others are without events */
};

/* What is to become of the segment that is sent. */
struct shrink_fate {
    bool     lost, copied;     /* it happens */
    uint64_t held_us, copy_us; /* so much longer it, and the copy, travel */
};

struct shrink {
    const struct scenario *scenario;            /* what is to happen */
    const struct profile  *profiles;            /* of both ends */
    struct scenario        plain;               /* the scenario without chance */
    struct channel         chance[ENGINE_ENDS]; /* the network, without what is not chance */
    struct channel_state   states[ENGINE_ENDS]; /* how far that is, in the first run */
    uint32_t               n_events;            /* of the run */
    struct shrink_event   *events;              /* in the order of sending */
    struct shrink_kind     kinds[ENGINE_ENDS][CHANNEL_MATCHES]; /* by sender */
    struct shrink_segment *last;                /* in the first run: the segment at hand */
    const bool            *kept;                /* by event: it happens in the run at hand */
    uint32_t               seen[ENGINE_ENDS][CHANNEL_MATCHES];  /* segments that match, in that run */
    struct shrink_fate     fate;                /* of its segment at hand */
    struct simulation      simulation;          /* that run */
    struct tally_run       end;                 /* what it came to */
};

/* Plays the run, and finds its events: all of them make it again. */
bool shrink_begin(struct shrink *shrink, const struct scenario *scenario,
                  const struct profile profiles[ENGINE_ENDS], uint64_t run);
void shrink_free(struct shrink *shrink);

/* Plays the run with some of its events. */
void shrink_play(struct shrink *shrink, const bool *kept);

/* What is left of the events. */
struct shrink_result {
    bool    *kept;      /* by event: it is needed; ended with free() */
    unsigned size;      /* how many are */
    unsigned all_tried; /* all sets up to this size were played, as far as the first that does it */
    uint64_t runs;      /* that were played */
    bool     stopped;   /* by a signal that process_guard() holds back: fewer may do */
};

/* Of a goal that holds with all of them; the run that is left is played last. */
struct shrink_result shrink_reduce(struct shrink *shrink, const struct goal *goal);

#endif
