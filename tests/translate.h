/* translate.h - a recorded run as a scenario.
 *
 * The calls of both programs at the times at which they were made, the losses, the forged
 * segments, the kernel's settings; nothing of what came of it, but how long the network took.
 *
 * Units      seconds.
 * Errors     translate() says in `reason` what has no counterpart in the table, and returns false.
 * Ownership  the text is the caller's; the reason is a constant.
 */
#ifndef TRANSLATE_H
#define TRANSLATE_H

#include <stdbool.h>

#include "recording.h"
#include "text.h"

bool translate(const struct recording *recording, struct text *scenario, const char **reason);

/* By how much the scenario's clock is ahead of the recording's: its first SYN may not be first. */
double translate_shift_s(const struct recording *recording);

#endif
