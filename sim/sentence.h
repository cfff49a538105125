/* sentence.h - what happened in one step of a run, as a sentence; and other words that views share.
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

/* Whether the i-th row that fired is worth telling: those that decided what the step did; where
 * none did anything, the last. */
bool sentence_tells_row(const struct run *run, const struct trace_record *cause, unsigned i);

/* "RFC 9293, " in front of a citation of it, which does not name it; else "". */
const char *sentence_source(const char *cite);

/* "SYN-SENT", "true", "5". */
void sentence_add_value(struct text *text, const struct run *run, unsigned var, uint32_t value);

#endif
