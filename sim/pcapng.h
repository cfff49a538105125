/* pcapng.h - a run as a capture file, each packet with a comment, for Wireshark and tshark.
 *
 * Link type 228 (raw IPv4); A is 192.0.2.1 port 40000, B is 192.0.2.2 port 9. A packet
 * stands where its segment was sent, one that was lost too; its comment says why it was sent
 * and what came of it. Sequence numbers of fewer than 32 bits are unrolled: each is the one
 * nearest to the number before it. A trace without times gets a second for each step.
 *
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 * Source     draft-ietf-opsawg-pcapng; RFC 791, 3.1; RFC 9293, 3.1.
 */
#ifndef PCAPNG_H
#define PCAPNG_H

#include <stdio.h>

#include "run.h"

void pcapng_write(FILE *out, const struct run *run);

#endif
