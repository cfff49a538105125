/* shrink_tell.h - the events that are left of a run, in words and as a command that plays them.
 *
 * An event is told of a segment by its kind: "A's 2nd SYN". So it is in the command, as a rule of the
 * network: `--drop 'A>B syn n=2'`.
 *
 * Units      microseconds.
 * Errors     shrink_replay() returns false where there are more rules than a command line has room for,
 *            or where they would not come to the same.
 * Ownership  shrink_replay_free() ends a replay; strings of the setup are the caller's.
 */
#ifndef SHRINK_TELL_H
#define SHRINK_TELL_H

#include "setup.h"
#include "shrink.h"

/* Adds "A's 2nd SYN is lost". */
void shrink_add_words(struct text *text, const struct shrink_event *event);

/* The options of `eleven sim` that play it, without chance. */
struct shrink_replay {
    struct setup setup;                  /* its strings are the given setup's, and: */
    struct text  texts[SETUP_LINES_MAX]; /* of the lines that came to it */
};

/* `setup` is that of the shrink's scenario. */
bool shrink_replay(struct shrink_replay *replay, const struct setup *setup,
                   const struct shrink *shrink, const struct shrink_result *result);
void shrink_replay_free(struct shrink_replay *replay);

#endif
