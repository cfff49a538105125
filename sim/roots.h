/* roots.h - the set of the worlds that were reached, each as the numbers of its two halves.
 *
 * A world is eight octets in a table with buckets of one cache line, and four more that say in
 * which order the worlds were added: the levels of a breadth-first search, one behind the other.
 * Several threads may add at once, without locks; then the order within a level is theirs.
 *
 * Units      worlds by their index in that order; octets.
 * Errors     false where there is no memory. roots_add() needs room: roots_grow() makes it,
 *            while no other thread is at work.
 * Ownership  roots_end() gives everything back.
 */
#ifndef ROOTS_H
#define ROOTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine.h"

enum { ROOTS_BUCKET = 8, ROOTS_AT_ONCE = 256 };

struct roots {
    _Atomic uint64_t *slots;    /* keys; 0 is free */
    uint64_t          buckets;  /* of ROOTS_BUCKET slots each */
    uint32_t         *order;    /* by index: the slot */
    uint64_t          capacity; /* worlds that there is address space for */
    _Atomic uint64_t  count;    /* worlds */
};

/* Worlds that a thread has added to the table, and not yet to the order. */
struct roots_news {
    uint32_t slots[ROOTS_AT_ONCE]; /* n of them */
    unsigned n;                    /* how many */
};

bool roots_start(struct roots *roots, uint64_t worlds, uint64_t capacity);
void roots_end(struct roots *roots);

/* Are there places for so many more? Makes a table for so many worlds. */
bool roots_has_room(const struct roots *roots, uint64_t more);
bool roots_grow(struct roots *roots, uint64_t worlds);

/* True: it is new, and has its slot; it must come into the order with roots_keep(). */
bool roots_add(struct roots *roots, uint64_t key, uint32_t *slot);
void roots_keep(struct roots *roots, struct roots_news *news, uint32_t slot);
void roots_flush(struct roots *roots, struct roots_news *news);

/* False: it is not there. */
bool roots_find(const struct roots *roots, uint64_t key, uint32_t *slot);

uint64_t roots_bytes(const struct roots *roots);
uint64_t roots_bytes_for(uint64_t worlds); /* of a table for so many */

/* --- keys --- */

__extension__ typedef unsigned __int128 roots_wide; /* of a product */

static inline uint64_t roots_key(const uint32_t halves[ENGINE_ENDS])
{
    return ((uint64_t)halves[0] + 1) << 32 | halves[1];
}

static inline void roots_halves(uint64_t key, uint32_t halves[ENGINE_ENDS])
{
    halves[0] = (uint32_t)((key >> 32) - 1);
    halves[1] = (uint32_t)key;
}

/* A number that each bit of the key changes; no two keys have the same. */
static inline uint64_t roots_mix(uint64_t key)
{
    key = (key ^ key >> 32) * UINT64_C(0xd6e8feb86659fd93);
    key = (key ^ key >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return key ^ key >> 32;
}

/* The first slot of its bucket. */
static inline uint64_t roots_first(const struct roots *roots, uint64_t mixed)
{
    return (uint64_t)((mixed * (roots_wide)roots->buckets) >> 64) * ROOTS_BUCKET;
}

/* Always inlined: gcc takes a call of a function that does nothing but this for superfluous. */
static inline __attribute__((always_inline)) void roots_fetch(const struct roots *roots, uint64_t key)
{
    __builtin_prefetch((const void *)&roots->slots[roots_first(roots, roots_mix(key))]);
}

static inline uint64_t roots_get(const struct roots *roots, uint64_t index)
{
    return atomic_load_explicit(&roots->slots[roots->order[index]], memory_order_relaxed);
}

#endif
