/* shrink_show.h - a run made small, and shown: what is needed for what it came to, in words and as a command.
 *
 * Errors     one line to stderr, and the status: STATUS_USAGE where the run did not come to what is asked
 *            for, STATUS_INCOMPLETE where not all smaller sets were tried, STATUS_INTERRUPTED.
 * Ownership  nothing is kept.
 */
#ifndef SHRINK_SHOW_H
#define SHRINK_SHOW_H

#include "play.h"

/* What is to be kept; all NULL: the worst that the run came to. */
struct shrink_wish {
    const char *outcome; /* --outcome, as goal.h reads it */
    const char *slower;  /* --slower: connect A above this time */
    const char *measure; /* at least what the run itself measured, of this */
};

/* The run is one that play_read() has read; with its --json it is shown as JSON. */
enum status shrink_show(struct play *play, const struct shrink_wish *wish);

#endif
