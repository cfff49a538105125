/* waves_save.h - a search in a file, from which it goes on to the same counts, verdicts and runs.
 *
 * The first line says of what the search is: the engine by its name in the cache, its bound, the
 * limits that change what is found. Then all that waves.h keeps, as it lies in memory, and a number
 * made of it. The file is as large as the search in memory, and is there as a whole or not at all
 * (whole.h).
 *
 * Errors     waves_save(): false, with errno set. waves_saved_of(): a status of status.h, a line is
 *            added to `problem`. waves_load(): false where the file is damaged, or cut short.
 * Ownership  the caller's.
 */
#ifndef WAVES_SAVE_H
#define WAVES_SAVE_H

#include "status.h"
#include "waves.h"

/* While no thread is at work, after waves_gather(). */
bool waves_save(struct waves *waves);

/* Can limits.checkpoint.resume be gone on from? */
enum status waves_saved_of(const struct engine *engine, const struct explore_limits *limits,
                           struct text *problem);

/* All that was saved, into a search that has just begun. */
bool waves_load(struct waves *waves);

#endif
