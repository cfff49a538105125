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

enum { PROFILE_NAME_MAX = 64 /* bytes of a name, with its zero byte */ };

enum profile_value {
    PROFILE_RTO_INITIAL,         /* time: RTO before the first measurement */
    PROFILE_RTO_MIN,             /* time: RTO is never below */
    PROFILE_RTO_MAX,             /* time: RTO is never above */
    PROFILE_VARIANCE_MIN,        /* time: RTO = SRTT + max(this, 4 RTTVAR) */
    PROFILE_RTO_AFTER_LOST_SYN,  /* time: RTO at the start of data if a SYN had to be repeated */
    PROFILE_SYN_RETRIES,         /* retransmissions in SYN-SENT, beside the linear ones */
    PROFILE_SYN_LINEAR_TIMEOUTS, /* the first so many in SYN-SENT do not double the RTO */
    PROFILE_SYNACK_RETRIES,      /* retransmissions in SYN-RECEIVED */
    PROFILE_DATA_RETRIES,        /* retransmissions in any later state */
    PROFILE_TIME_WAIT,           /* time: length of TIME-WAIT */
    PROFILE_RECEIVE_WINDOW,      /* octets */
    PROFILE_MSS,                 /* octets of text in a segment */
    PROFILE_SEND_BUFFER,         /* octets that SEND can queue */
    PROFILE_ISS_STEP,            /* how far above SND.NXT a SYN in TIME-WAIT puts the new ISS */
    PROFILE_VALUES
};

struct profile {
    char     name[PROFILE_NAME_MAX];  /* its file without the suffix */
    uint64_t values[PROFILE_VALUES];  /* by enum profile_value */
    uint32_t known;                   /* bit v: values[v] was given */
    uint32_t options;                 /* bit OPTION_x of tcp.h: on */
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

#endif
