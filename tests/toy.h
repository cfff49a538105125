/* toy.h - for tests: an engine small enough to follow by hand, with every kind of decision.
 *
 * Each end has a counter from 0 to 4. `tick` raises one and comes back to 0; A's user can open,
 * actively or not, while A's counter is 0, and that raises it; `deliver` has two places at B and
 * `forge` two segments at A, and both raise the counter. Claim 0 says that no counter is 4.
 */
#ifndef TOY_H
#define TOY_H

#include "engine.h"

extern const struct engine toy_engine;

#endif
