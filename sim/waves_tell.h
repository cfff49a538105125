/* waves_tell.h - how far a search is, on a terminal, and how much remains.
 *
 * Where the bound's worlds were counted the rest is known. Else it is guessed from the levels so
 * far: the logarithm of their size is taken to go on along a parabola, as it nearly does where
 * budgets run out.
 *
 * Units      worlds; seconds as of process_now().
 * Errors     none.
 * Ownership  nothing is kept.
 */
#ifndef WAVES_TELL_H
#define WAVES_TELL_H

#include "waves.h"

/* At most once a second, where limits.progress is set. */
void waves_tell(struct waves *waves, double now);

/* The line goes away. */
void waves_told(const struct waves *waves);

/* The worlds of all levels behind the `count` whose sizes are known; 0: that cannot be guessed yet.
 * */
double waves_rest(const uint64_t *sizes, unsigned count);

#endif
