/* random.h - random numbers without a state: a draw depends on a key and a counter alone.
 *
 * The key is made of a seed and the number of a run, the counter of what is drawn for. So run i of
 * many can be played again by itself, and any split of the runs gives the same numbers.
 *
 * Units      all 64 bits of a draw are uniform.
 * Errors     none.
 * Ownership  values only.
 * Source     the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), applied twice.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* A probability as a fraction of this. */
#define RANDOM_ONE (UINT64_C(1) << 32)

uint64_t random_key(uint64_t seed, uint64_t run);
uint64_t random_draw(uint64_t key, uint64_t counter);

/* Whether something with this probability, of RANDOM_ONE, happens. */
bool random_happens(uint64_t draw, uint64_t probability);

#endif
