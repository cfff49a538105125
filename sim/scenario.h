/* scenario.h - one run to simulate: the users' calls, the network, the profile, the end.
 *
 *     scenario "Every SYN is lost"    # a title
 *     profile linux-classic           # model/profiles/NAME.profile
 *     delay 20ms                      # both ways; `delay A>B 20ms` one way
 *     drop A>B syn n=1-7 after=5s     # the network loses these
 *     iss A 1000                      # added to the clock of RFC 9293, 3.4.1
 *     at 0s B open passive            # open active|passive, send N, close, abort
 *     until 300s                      # the run ends here at the latest
 *
 * docs/SCENARIOS.md is the full description.
 *
 * Units      microseconds since the start of the run; octets.
 * Errors     scenario_parse() and scenario_read() fill a diag and return false.
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
    SCENARIO_CALLS_MAX = 64,          /* calls of both users */
    SCENARIO_TITLE_MAX = 128,         /* bytes of the title, with its zero byte */
    SCENARIO_SEND_MAX  = 1000000000   /* octets of one call */
};

struct scenario_call {
    uint64_t time_us; /* when */
    uint32_t octets;  /* SEND: how many */
    uint8_t  end;     /* whose user: A is 0, B is 1 */
    uint8_t  event;   /* enum tcp_event: EVENT_OPEN, _SEND, _CLOSE or _ABORT */
    bool     active;  /* OPEN: active */
    unsigned line;    /* where the file has it */
};

struct scenario {
    char                 title[SCENARIO_TITLE_MAX];     /* or "" */
    char                 profile[PROFILE_NAME_MAX];     /* its name */
    uint64_t             until_us;                      /* the last instant that is simulated */
    uint32_t             iss[ENGINE_ENDS];              /* first initial sequence numbers */
    struct channel       channels[ENGINE_ENDS];         /* by the end that sends */
    uint32_t             n_calls;                       /* how many are in use */
    struct scenario_call calls[SCENARIO_CALLS_MAX];     /* in the order of the file */
};

bool scenario_parse(struct scenario *scenario, const char *file, const char *text, size_t length,
                    struct diag *diag);
bool scenario_read(struct scenario *scenario, const char *path, struct diag *diag);

#endif
