/* channel.h - one direction of the network: delay, and what loses, copies, holds up and rejects segments.
 *
 * A segment is lost, in this order of reasons, while the link is down; by a rule that names its
 * kind; by chance; or when it would live longer than the MSL. A rule counts the segments of its
 * kind that it sees while it is awake, lost for another reason or not, and takes the first-th to
 * the last-th. Of several rules that lose a segment the first counts; what holds it up adds up; there
 * is one copy at most, which is not held up. Losses by chance are alike for all segments, or come in
 * bursts (Gilbert and Elliott: a good and a bad state, each with its own probability of loss).
 *
 * What a channel is does not change in a run; what happened to it so far is a struct
 * channel_state. What is drawn for a segment depends on the key and the segment's number alone.
 *
 * Units      microseconds since the start of the run (uint64_t); probabilities of RANDOM_ONE.
 * Errors     channel_add_rule() and channel_add_outage() return false when there is no room.
 * Ownership  plain values.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"

enum {
    CHANNEL_RULES_MAX   = 32,         /* rules of one direction */
    CHANNEL_OUTAGES_MAX = 8,          /* times when the link is down */
    CHANNEL_CELLS       = 512,        /* of a table of delays */
    CHANNEL_CHOICES_MAX = 8,          /* delays of which one is drawn */
    CHANNEL_LAST_MAX    = 1000000000, /* "n=3-": to the last */
    CHANNEL_COPIES_MAX  = 2           /* a segment and its duplicate */
};

#define CHANNEL_NEVER UINT64_MAX /* a time that does not come */

enum channel_match {
    MATCH_ANY,    /* every segment */
    MATCH_SYN,    /* SYN without ACK */
    MATCH_SYNACK, /* SYN with ACK */
    MATCH_ACK,    /* ACK and nothing else: no SYN, FIN, RST or text */
    MATCH_FIN,    /* FIN, with text or without */
    MATCH_DATA,   /* any text */
    MATCH_RST,    /* RST */
    CHANNEL_MATCHES
};

/* What a rule does with the segments that it takes. */
enum channel_deed {
    DEED_DROP,   /* a firewall loses them, and is silent */
    DEED_REJECT, /* it answers with a RST */
    DEED_HOLD,   /* they travel by_us longer */
    DEED_COPY,   /* a copy travels too, by_us longer than it would */
    CHANNEL_DEEDS
};

struct channel_rule {
    uint8_t  match;       /* enum channel_match */
    uint8_t  deed;        /* enum channel_deed */
    uint64_t by_us;       /* of those that hold up and copy */
    uint32_t first, last; /* which of the matching segments it takes, from 1 */
    uint64_t after_us;    /* the rule sleeps before this time */
    uint64_t until_us;    /* and from this one on */
    uint32_t line;        /* where the scenario states it; 0: nowhere */
};

struct channel_outage {
    uint64_t from_us, to_us; /* the link is down from the one on, and up again at the other */
    uint32_t line;           /* where the scenario states it */
};

/* How long a segment travels: at least `least_us`; and what is drawn evenly below `spread_us`; or one of
 * the choices, each as likely as the others; or, where the table is used, its quantiles, between
 * which the draw goes in a straight line. */
struct channel_delay {
    uint64_t least_us;
    uint64_t spread_us;
    uint32_t n_choices;                       /* 0: none are used */
    uint32_t choices_us[CHANNEL_CHOICES_MAX]; /* above least_us, rising */
    bool     table;
    uint32_t quantiles_us[CHANNEL_CELLS + 1];
};

struct channel {
    struct channel_delay  delay;                        /* from one end to the other */
    uint64_t              loss, loss_bad;               /* by chance; and in the bad state */
    uint64_t              enter_bad, leave_bad;         /* before each segment; 0 and 0: no bursts */
    uint32_t              loss_line;                    /* where the scenario states it */
    uint64_t              duplicate;                    /* a copy travels too, with its own delay */
    uint64_t              reorder, reorder_us;          /* so many are held up, for so long */
    uint64_t              msl_us;                       /* no segment lives longer */
    uint32_t              n_rules, n_outages;           /* how many are in use */
    struct channel_rule   rules[CHANNEL_RULES_MAX];     /* in the order of the scenario */
    struct channel_outage outages[CHANNEL_OUTAGES_MAX]; /* likewise */
};

struct channel_state {
    uint64_t key;                     /* of what is drawn */
    uint32_t n_sent;                  /* segments so far */
    bool     bad;                     /* in the bad state */
    uint32_t seen[CHANNEL_RULES_MAX]; /* by rule: matching segments so far */
};

/* What chance says of a segment: bits. */
enum channel_chance { CHANCE_LOST = 1, CHANCE_HELD = 2, CHANCE_COPIED = 4, CHANNEL_CHANCES = 8 };

enum channel_why { CHANNEL_ARRIVES, CHANNEL_DOWN, CHANNEL_RULE, CHANNEL_CHANCE, CHANNEL_MSL };

/* What becomes of one segment. */
struct channel_fate {
    uint8_t  why;                             /* enum channel_why: not CHANNEL_ARRIVES: lost */
    bool     rejected;                        /* and a RST comes back */
    uint8_t  chance;                          /* what chance said, whether it counted or not */
    uint32_t line;                            /* the scenario's, of what lost it */
    uint8_t  n_copies;                        /* that arrive; 0: lost */
    uint64_t arrivals_us[CHANNEL_COPIES_MAX]; /* when they do */
};

/* "any", "syn", ...: by enum channel_match; "drop", "reject", ...: by enum channel_deed. */
extern const char *const channel_match_names[CHANNEL_MATCHES];
extern const char *const channel_deed_names[CHANNEL_DEEDS];

bool channel_matches(enum channel_match match, const struct engine_segment *segment);
bool channel_add_rule(struct channel *channel, const struct channel_rule *rule);
bool channel_add_outage(struct channel *channel, const struct channel_outage *outage);

/* Whether segments may travel longer or shorter, by chance. */
bool channel_delay_is_drawn(const struct channel_delay *delay);

/* How long the fastest segment travels. */
uint64_t channel_delay_least(const struct channel_delay *delay);

/* What is drawn for the segments of one sender in one run: the key of its struct channel_state. */
uint64_t channel_key(uint64_t seed, uint64_t run, unsigned sender);

/* What chance says of the next segment to be sent. */
uint8_t channel_chance(const struct channel *channel, struct channel_state *state);

/* Sends a segment at now_us: counts it with every rule, and says what becomes of it. */
struct channel_fate channel_send(const struct channel *channel, struct channel_state *state,
                                 const struct engine_segment *segment, uint64_t now_us);

#endif
