/* profile.h - the timers, limits and options of one kind of system.
 *
 * A file model/profiles/NAME.profile has one value a line, and each says whence it is:
 *
 *     like linux-classic              # take its values first (only as the first line)
 *     rto_initial 1s                  # RFC 6298, 2.1
 *     syn_retries 6                   # ip-sysctl, tcp_syn_retries
 *     option rfc5961                  # ip-sysctl, tcp_challenge_ack_limit
 *     option rfc1337 off              # ip-sysctl, tcp_rfc1337
 *
 * After the last line every value must be known; there are no hidden defaults.
 *
 * Units      microseconds for values whose file has a time, else segments or octets.
 * Errors     profile_parse() and profile_read() fill a diag and return false.
 * Ownership  a plain value.
 * Source     RFC 9293, 3.8.1 and 3.8.3; RFC 6298 for the retransmission timer.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diag;
struct words;

enum { PROFILE_NAME_MAX = 64 /* bytes of a name, with its zero byte */ };

enum profile_value {
    PROFILE_RTO_INITIAL,         /* time: RTO before the first measurement */
    PROFILE_RTO_MIN,             /* time: RTO is never below */
    PROFILE_RTO_MAX,             /* time: RTO is never above */
    PROFILE_VARIANCE_MIN,        /* time: RTO = SRTT + max(this, 4 RTTVAR) */
    PROFILE_RTO_AFTER_LOST_SYN,  /* time: RTO at the start of data if a SYN had to be repeated */
    PROFILE_RTO_SLOP,            /* time: added to every RTO but the first of a connection */
    PROFILE_DOUBLINGS,           /* so many timeouts double the RTO; those after them do not */
    PROFILE_OPEN_TIMEOUT,        /* time: SYN-SENT and SYN-RECEIVED end after that; 0: by count alone */
    PROFILE_TIMER_GRAIN,         /* time: RTO is rounded up to a multiple of this */
    PROFILE_LINUX_RTT,           /* 1: Linux's variation of the round trip, else RFC 6298's */
    PROFILE_TIMESTAMPS,          /* 1: a segment that was repeated is measured too (RFC 7323) */
    PROFILE_PROBE_DELAY,         /* time: tail loss probe after 2 SRTT and this; 0: none */
    PROFILE_SYN_RETRIES,         /* retransmissions in SYN-SENT, beside the linear ones */
    PROFILE_SYN_LINEAR_TIMEOUTS, /* the first so many in SYN-SENT do not double the RTO */
    PROFILE_SYNACK_RETRIES,      /* retransmissions in SYN-RECEIVED */
    PROFILE_DATA_RETRIES,        /* R2: retransmissions in any later state */
    PROFILE_ORPHAN_RETRIES,      /* the same when the user is gone */
    PROFILE_RETRIES_AS_TIME,     /* 1: R2 is the time that so many doublings of rto_min take */
    PROFILE_USER_TIMEOUT,        /* time: R2 is reached after that, whatever the count; 0: not */
    PROFILE_PROMPT_SYN,          /* time: to the SYN that is hurried */
    PROFILE_DELAYED_ACK,         /* time: an ACK waits */
    PROFILE_DELAYED_ACK_FIRST,   /* time: the same where no text ever came */
    PROFILE_ACK_LIMIT,           /* time: between two ACKs of empty segments out of place */
    PROFILE_KEEPALIVE_IDLE,      /* time: to the first probe */
    PROFILE_KEEPALIVE_INTERVAL,  /* time: between probes */
    PROFILE_KEEPALIVE_PROBES,    /* so many without an answer */
    PROFILE_FIN_WAIT_2,          /* time: an orphan in FIN-WAIT-2 */
    PROFILE_TIME_WAIT,           /* time: length of TIME-WAIT */
    PROFILE_RECEIVE_WINDOW,      /* octets */
    PROFILE_MSS,                 /* octets of text in a segment */
    PROFILE_SEND_BUFFER,         /* octets that SEND can queue */
    PROFILE_ISS_STEP,            /* how far above SND.NXT a SYN in TIME-WAIT puts the new ISS */
    PROFILE_VALUES
};

/* Where `known` has not all bits it is part of one, which goes over another: profile_override(). */
struct profile {
    uint64_t values[PROFILE_VALUES];  /* by enum profile_value */
    char     name[PROFILE_NAME_MAX];  /* its file without the suffix */
    uint64_t known;                   /* bit v: values[v] was given */
    uint32_t options;                 /* bit OPTION_x of tcp.h: on */
    uint32_t options_known;           /* bit OPTION_x: on or off was said */
};

/* "rto_initial", ...: by enum profile_value; and whether it is a time. */
const char *profile_value_name(enum profile_value value);
bool        profile_value_is_time(enum profile_value value);

/* A profile that is in memory. */
struct profile_text {
    const char *file;      /* its name, for messages */
    const char *text;      /* its lines */
    size_t      length;    /* bytes of text */
    const char *directory; /* where `like NAME` looks */
};

bool profile_parse(struct profile *profile, const struct profile_text *text, struct diag *diag);

/* Reads directory/NAME.profile. */
bool profile_read(struct profile *profile, const char *directory, const char *name,
                  struct diag *diag);

/* One value or option, from word `at` of a line on: `syn_retries 6`, `option rfc1337 off`. */
bool profile_set(struct profile *profile, const struct words *words, unsigned at);

/* What `part` says goes over what `profile` says; false, and a diag, when the sum makes no sense. */
bool profile_override(struct profile *profile, const struct profile *part, struct diag *diag);

#endif
