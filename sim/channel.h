/* channel.h - one direction of the network: a delay, and rules that lose segments.
 *
 * A rule names a kind of segment and counts those that it sees from its time on;
 * it loses the first-th to the last-th. A segment that several rules match is
 * counted by each, and lost by the first that wants it.
 *
 * Units      microseconds since the start of the run (uint64_t).
 * Errors     channel_add_rule() returns false when CHANNEL_RULES_MAX are there.
 * Ownership  a plain value: copy it to start again.
 */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"

enum {
    CHANNEL_RULES_MAX = 16,  /* rules of one direction */
    CHANNEL_NO_RULE   = 255, /* no rule lost it */
    CHANNEL_LAST_MAX  = 1000000000 /* "n=3-": to the last */
};

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

struct channel_rule {
    uint8_t  match;       /* enum channel_match */
    uint32_t first, last; /* which of the matching segments are lost, from 1 */
    uint64_t after_us;    /* the rule sleeps before this time */
    uint32_t line;        /* where the scenario states it; 0: nowhere */
    uint32_t seen;        /* matching segments so far */
};

struct channel {
    uint64_t            delay_us;                 /* from one end to the other */
    uint32_t            n_rules;                  /* how many are in use */
    struct channel_rule rules[CHANNEL_RULES_MAX]; /* in the order of the scenario */
};

/* What becomes of one segment. */
struct channel_fate {
    bool     lost;       /* it never arrives */
    uint8_t  rule;       /* which rule lost it, or CHANNEL_NO_RULE */
    uint64_t arrival_us; /* when it arrives, unless lost */
};

/* "any", "syn", ...: by enum channel_match. */
extern const char *const channel_match_names[CHANNEL_MATCHES];

bool channel_matches(enum channel_match match, const struct engine_segment *segment);
bool channel_add_rule(struct channel *channel, const struct channel_rule *rule);

/* Sends a segment at now_us: counts it with every rule, and says what becomes of it. */
struct channel_fate channel_send(struct channel *channel, const struct engine_segment *segment,
                                 uint64_t now_us);

#endif
