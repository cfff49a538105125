/* freeze.h - a run between two events as a few hundred bytes, from which it goes on.
 *
 * Two runs with the same bytes have the same future, event for event: whatever cannot matter any more is zero
 * (a stopped timer's length, say, or the measurements of a connection that is over), events
 * stand in the order in which they happen, and numbers that only name things are left out, such as
 * those of segments in the trace. Different bytes may have the same future all the same.
 *
 * What is counted over the whole run (segments sent, lost, octets delivered) is left out too, and
 * begins at zero again.
 *
 * Units      microseconds since the start of the run, as in the simulation.
 * Errors     none: a run of which less than SIMULATE_EVENTS_MAX are pending fits.
 * Ownership  thaw() wants a simulation that was started with the same scenario and profiles.
 */
#ifndef FREEZE_H
#define FREEZE_H

#include "simulate.h"

enum {
    FREEZE_END_MAX   = sizeof(struct tcb) + sizeof(struct rto) + 64, /* bytes of an end */
    FREEZE_EVENT_MAX = 64,                                           /* bytes of an event */
    FREEZE_MAX       = ENGINE_ENDS * (FREEZE_END_MAX + CHANNEL_RULES_MAX * 4) + 16
                 + SIMULATE_EVENTS_MAX * FREEZE_EVENT_MAX
};

/* Writes the run as bytes, and returns how many. */
size_t freeze(const struct simulation *simulation, unsigned char out[FREEZE_MAX]);

/* Makes the simulation the run that was frozen; its sink, judge and scenario stay as they are. */
void thaw(struct simulation *simulation, const unsigned char *bytes);

#endif
