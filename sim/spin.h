/* spin.h - reads what SPIN's pan and the model in it wrote.
 *
 * pan ends with 0 after a violation and after a truncated search, so nothing but its text
 * tells how it went. The generated model adds lines of its own:
 *
 *     eleven claim NAME violated      when first seen, at most once a claim
 *     eleven fired ROW STATE COUNT    at the end, where COUNT > 0
 *     eleven premise CLAIM            at the end, where the premise of claim CLAIM occurred
 *     eleven overflow COUNT           at the end
 *     eleven extra COUNT              at the end: steps that told of a deadlock and are no moves
 *     eleven setup COUNT              at the end: steps before the initial world (0 if absent)
 *     eleven done                     at the end, last
 *     eleven move MOVE                in a replay: the number that engine.move takes
 *
 * In a replay of a lasso pan says where the loop starts; its steps without a move are idle.
 *
 * pan counts the initial state among its transitions ("stored + matched") and its states
 * include those of the setup; spin_read() takes both off, so that its numbers and those of
 * explore.h mean the same. Numbers above 10^8 are as exact as pan prints them: 8 digits.
 *
 * Errors     result.error says what is missing or wrong.
 * Ownership  nothing is kept.
 */
#ifndef SPIN_H
#define SPIN_H

#include "result.h"

/* Fills counts, claims, rows and cut_by of a started result; false where result.error is
 * filled. How pan was ended, by time or by the user, is for the caller to add. */
bool spin_read(struct result *result, const char *report);

/* Of a search for fair runs against one claim: whether it is violated, premises, cut_by; false as
 * above. */
bool spin_read_runs(struct result *result, unsigned claim, const char *report);

/* How many trails pan says that it wrote. */
unsigned spin_trails(const char *report);

/* The moves of a replay; the caller frees path.moves. */
struct path spin_moves(const char *replay);

#endif
