/* ddmin.h - a set of events made small, as long as something still holds.
 *
 * A judge says of a set whether it holds. ddmin_minimal() takes away what it can, in parts and then one
 * by one, until none of what is left can be left out alone: the set is 1-minimal, whatever the judge.
 * ddmin_smallest() then looks for one with fewer events, among all sets of so many.
 *
 * Errors     none.
 * Ownership  the caller's: `kept` has a place for each of the n events, true where it is in the set.
 * Source     A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE
 *            Transactions on Software Engineering 28(2), 2002: the algorithm ddmin.
 */
#ifndef DDMIN_H
#define DDMIN_H

#include <stdbool.h>
#include <stdint.h>

struct ddmin {
    unsigned n;                                      /* events that there are */
    bool   (*holds)(void *context, const bool *kept); /* the judge: always the same of the same set */
    void    *context;                                /* its own */
    uint64_t asked;                                  /* how often the judge was; 0 at first */
};

/* `kept` is a set that holds, and becomes a 1-minimal part of it that does. */
void ddmin_minimal(struct ddmin *ddmin, bool *kept);

/* `kept` is a set that holds, and becomes a smallest that does, if one with fewer events is found in
 * about so many questions. All sets of no more events than it returns were asked, up to the first that
 * holds: if that is one less than `kept` has, or as many, no set of fewer holds. */
unsigned ddmin_smallest(struct ddmin *ddmin, bool *kept, uint64_t questions_max);

/* How many events a set has. */
unsigned ddmin_count(const struct ddmin *ddmin, const bool *kept);

#endif
