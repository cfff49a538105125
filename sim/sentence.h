/* sentence.h - what happened in one step of a run, as a sentence.
 *
 * Errors     none.
 * Ownership  nothing is kept.
 */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "run.h"
#include "text.h"

/* "B, in LISTEN, gets SYN seq 1 of A; B goes to SYN-RECEIVED and sends SYN,ACK seq 5 ack 2." */
void sentence_add_step(struct text *text, const struct run *run, uint32_t step);

#endif
