/* scenario.h - one run to simulate: the users' calls, the network, the profiles, the end.
 *
 *     scenario "Every SYN is lost"     # a title
 *     profile linux-classic            # model/profiles/NAME.profile; `profile A NAME` for one end
 *     set A data_retries 5             # over the profile; `set option rfc1337`
 *     delay 20ms                       # both ways; `delay A>B uniform 10ms 30ms` one way
 *     loss 10%                         # by chance; `burst`, `duplicate`, `reorder`
 *     drop A>B syn n=1-7 after=5s      # a firewall; `reject` answers with a RST
 *     down 5s 7s                       # the link
 *     iss A 1000                       # added to the clock of RFC 9293, 3.4.1
 *     at 0s B open passive             # a user's call
 *     when B received 500 send 800     # once that has happened
 *     forge 3s A>B R seq=1             # a stranger's segment
 *     until 300s                       # the run ends here at the latest
 *
 * docs/SCENARIOS.md is the full description.
 *
 * Units      microseconds since the start of the run; octets.
 * Errors     scenario_parse(), scenario_read(), scenario_line() and scenario_profile() fill a diag and return false.
 * Ownership  a plain value, without pointers.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "channel.h"
#include "profile.h"

struct diag;

enum {
    SCENARIO_CALLS_MAX  = 64,         /* calls of both users */
    SCENARIO_FORGED_MAX = 32,         /* segments of a stranger */
    SCENARIO_TITLE_MAX  = 128,        /* bytes of the title, with its zero byte */
    SCENARIO_SEND_MAX   = 1000000000  /* octets of one call */
};

enum scenario_action {
    CALL_OPEN,     /* RFC 9293's OPEN, active or passive */
    CALL_LISTEN,   /* OPEN passive, and again whenever its connection is over */
    CALL_SEND,     /* SEND */
    CALL_SHUTDOWN, /* CLOSE: no more is sent, but what comes is read */
    CALL_CLOSE,    /* CLOSE, and the user is gone */
    CALL_ABORT,    /* ABORT; also what closing with unread text comes to (3.6.1, SHLD-3) */
    CALL_CRASH     /* the end forgets all that it knows, without a word */
};

enum scenario_moment {
    MOMENT_TIME,        /* `at`: at that time */
    MOMENT_ESTABLISHED, /* the end came to ESTABLISHED */
    MOMENT_RECEIVED,    /* so many octets were given to its user */
    MOMENT_CLOSING,     /* its user was told that the peer closes */
    MOMENT_CLOSED,      /* the end came to CLOSED */
    SCENARIO_MOMENTS
};

struct scenario_call {
    uint64_t time_us;  /* when; of `when`: how long after the moment */
    uint32_t octets;   /* CALL_SEND: how many */
    uint32_t received; /* MOMENT_RECEIVED: how many */
    uint32_t iss;      /* CALL_OPEN: with has_iss, the ISS */
    uint8_t  end;      /* whose user: A is 0, B is 1 */
    uint8_t  action;   /* enum scenario_action */
    uint8_t  moment;   /* enum scenario_moment */
    bool     active;   /* CALL_OPEN: active */
    bool     has_iss;  /* CALL_OPEN: iss is given */
    unsigned line;     /* where the file has it */
};

/* Numbers are relative to the connection that the receiver is in, else to the one that the end is
 * in from which the segment seems to come. */
struct scenario_forged {
    uint64_t              time_us;  /* when it arrives */
    struct engine_segment segment;  /* seq and ack as the file has them */
    uint8_t               end;      /* to which it goes */
    bool                  absolute; /* seq and ack are not relative */
    unsigned              line;     /* where the file has it */
};

struct scenario {
    char                   title[SCENARIO_TITLE_MAX];                /* or "" */
    char                   profile[ENGINE_ENDS][PROFILE_NAME_MAX];   /* their names */
    struct profile         set[ENGINE_ENDS];                         /* what goes over them */
    uint64_t               seed;                                     /* of what is drawn */
    uint64_t               until_us;                                 /* the last instant simulated */
    uint32_t               iss[ENGINE_ENDS];              /* first initial sequence numbers */
    struct channel         channels[ENGINE_ENDS];         /* by the end that sends */
    uint32_t               n_calls, n_forged;             /* how many are in use */
    struct scenario_call   calls[SCENARIO_CALLS_MAX];     /* in the order of the file */
    struct scenario_forged forged[SCENARIO_FORGED_MAX];   /* likewise */
};

/* "established", ...: by enum scenario_moment. */
extern const char *const scenario_moment_names[SCENARIO_MOMENTS];

bool scenario_parse(struct scenario *scenario, const char *file, const char *text, size_t length,
                    struct diag *diag);
bool scenario_read(struct scenario *scenario, const char *path, struct diag *diag);

/* One more line, as an option of a command gives it: `what` names the option. */
bool scenario_line(struct scenario *scenario, const char *what, const char *text,
                   struct diag *diag);

/* The profile of an end: what `name`, or without it the scenario, names, and what is set over it. */
bool scenario_profile(const struct scenario *scenario, unsigned end, const char *directory,
                      const char *name, struct profile *profile, struct diag *diag);

#endif
