/* exact_show.h - the worst of a few losses, and claims about time, each with the run that shows it.
 *
 * Each such run is played before its line is printed.
 *
 * Errors     STATUS_FAILED, and a line on stderr, where a run does not show what it should.
 * Ownership  nothing is kept.
 */
#ifndef EXACT_SHOW_H
#define EXACT_SHOW_H

#include "exact.h"
#include "setup.h"
#include "status.h"

/* With which status an enumeration ends. */
enum status exact_status(const struct exact *exact);

enum status exact_show_worst(const struct exact *exact, const struct setup *setup, bool csv);
enum status exact_show_claims(const struct exact *exact, const struct setup *setup);

#endif
