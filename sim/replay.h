/* replay.h - a run as a line of text: the decisions that were made, and nothing else.
 *
 *     A open; B open; B deliver; A lose; A retransmit; B deliver 2; A forge [S.] seq 3 ack 1
 *
 * A decision is an end, a move of model/world.fsm, and what else tells it from the other
 * moves that are possible there: the user's call in the place of `call`, a place in the
 * queue from 2 on, a forged segment. It may be cut behind any word, and the end may be left
 * out, where only one possible move is meant. What is repeated for ever stands last, in
 * parentheses: `...; (A retransmit; B deliver)`.
 *
 * Errors     replay_read() returns false and fills the diag: its line is the number of the
 *            decision; the path has those before it. replay_add() returns false when a move is not enabled where the path
 *            makes it.
 * Ownership  the caller frees path.moves.
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "diag.h"
#include "result.h"

/* The decisions of a path. */
bool replay_add(struct text *text, const struct engine *engine, const struct path *path);

/* One decision: move m of a world, in which it is enabled. */
void replay_add_move(struct text *text, const struct engine *engine, const void *world,
                     unsigned m);

bool replay_read(struct path *path, const struct engine *engine, const char *string,
                 struct diag *diag);

#endif
