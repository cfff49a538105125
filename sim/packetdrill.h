/* packetdrill.h - a run as a packetdrill script: one end is the kernel under test.
 *
 * What that end's user calls become system calls, what arrives is injected, what it sends is
 * expected; behind a timer a segment may come at any time. Sequence numbers are relative to
 * the SYN of the connection. What packetdrill cannot do stands there as a comment.
 *
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 * Source     packetdrill's syntax.
 */
#ifndef PACKETDRILL_H
#define PACKETDRILL_H

#include <stdio.h>

#include "run.h"

void packetdrill_print(FILE *out, const struct run *run, unsigned end);

#endif
