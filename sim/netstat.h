/* netstat.h - how both ends stand, as netstat and `ss -o` show sockets.
 *
 * An end without a connection has no line. The queue to send is what is not acknowledged yet; the
 * timer is the one that ss would name, how long it still runs, and the retransmissions so far.
 *
 * Units      seconds, in ss's way: 1.2sec, 59sec.
 * Errors     none of its own: ferror() of the output tells.
 * Ownership  nothing is kept.
 */
#ifndef NETSTAT_H
#define NETSTAT_H

#include <stdio.h>

#include "simulate.h"

void netstat_print(FILE *out, const struct simulation *simulation, uint64_t now_us);

#endif
