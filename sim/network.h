/* network.h - the lines of a scenario that describe the network.
 *
 *     delay [A>B] TIME | uniform LEAST MOST | normal MEAN SPREAD | lognormal MEDIAN FACTOR
 *                 | table TIME... | choice TIME...
 *     loss [A>B] P                           burst [A>B] ENTER LEAVE [LOSS]
 *     duplicate [A>B] P                      reorder [A>B] P TIME
 *     drop|reject A>B [KIND] [n=N] [after=TIME] [until=TIME]
 *     hold|copy A>B [KIND] [n=N] [after=TIME] [until=TIME] [by=TIME]
 *     down [A>B] FROM TO                     msl TIME
 *
 * A line without a direction is for both. P is 0.1 or 10%.
 *
 * Units      microseconds.
 * Errors     a network_*() function fills the diag of the words and returns false.
 * Ownership  channels are the caller's: that from A to B, and that from B to A.
 */
#ifndef NETWORK_H
#define NETWORK_H

#include "channel.h"
#include "text.h"
#include "words.h"

/* "A>B" and "B>A": by the end that sends. */
extern const char *const network_directions[ENGINE_ENDS];

/* Adds a time as a scenario has it, with `before` in front: " by=40ms". */
void network_add_time(struct text *text, const char *before, uint64_t time_us);

void network_start(struct channel channels[ENGINE_ENDS]);

/* Whether the line is one of the network's: then *good is false if it is wrong. */
bool network_line(struct channel channels[ENGINE_ENDS], const struct words *words, bool *good);

#endif
