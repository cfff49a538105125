/* roots.h - the set of the worlds that were reached, each as the numbers of its two halves.
 *
 * A world is eight octets in a table with buckets of one cache line: its key, and the level at
 * which it was found. Beside the table stand, in the order in which they were added, the keys of
 * the first worlds and of those that are still to be expanded: the queue of a breadth-first search.
 * Several threads may add at once, without locks; then the order within a level is theirs.
 *
 * The bucket of a key grows with its mixed number, so that a table becomes larger where it stands,
 * front to back, with no second one beside it.
 *
 * Units      worlds by their index in that order; octets.
 * Errors     false where there is no memory. roots_add() needs room: roots_grow() makes it,
 *            while no other thread is at work.
 * Ownership  roots_end() gives everything back.
 */
#ifndef ROOTS_H
#define ROOTS_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "worlds.h"

enum {
    ROOTS_BUCKET     = 8,                   /* slots */
    ROOTS_AT_ONCE    = 256,
    ROOTS_HALF_BITS  = 27,                  /* of the number of a half */
    ROOTS_HALVES_MAX = (1 << ROOTS_HALF_BITS) - 1,
    ROOTS_KEY_BITS   = 2 * ROOTS_HALF_BITS, /* above them stand the level, and a mark */
    ROOTS_LEVELS_MAX = 1 << (63 - ROOTS_KEY_BITS)
};

struct roots {
    _Atomic uint64_t *slots;    /* a key with its level; 0 is free */
    uint64_t          buckets;  /* of ROOTS_BUCKET slots each */
    uint64_t         *order;    /* by index: the key, from `dropped` on and before `kept` */
    uint64_t          kept;     /* so many of the first stay */
    uint64_t          dropped;  /* those between are gone; kept at least */
    uint64_t          capacity; /* worlds that there is address space for */
    alignas(WORLDS_LINE) _Atomic uint64_t count; /* worlds */
};

/* Octets of the table that a world takes where the table is full: of 32 slots 29 are in use. */
static const double roots_bytes_each = 32 * 8 / 29.0;

/* Worlds that a thread has added to the table, and not yet to the order. */
struct roots_news {
    uint64_t keys[ROOTS_AT_ONCE]; /* n of them */
    unsigned n;                   /* how many */
};

bool roots_start(struct roots *roots, uint64_t worlds, uint64_t capacity);
void roots_end(struct roots *roots);

/* So many more can be added. */
uint64_t roots_room(const struct roots *roots);

/* Makes places for so many worlds, where there is address space for them; on so many threads. */
bool roots_grow(struct roots *roots, uint64_t worlds, unsigned threads);

/* An empty table of so many buckets, to be filled from elsewhere; false: that is more than
 * `capacity`. */
bool roots_open(struct roots *roots, uint64_t buckets);

/* True: it is new; it must come into the order with roots_keep(). */
bool roots_add(struct roots *roots, uint64_t key, uint32_t level);
bool roots_put(struct roots *roots, uint64_t slot); /* as it is to stand in its slot */
void roots_keep(struct roots *roots, struct roots_news *news, uint64_t key);
void roots_flush(struct roots *roots, struct roots_news *news);

/* The first worlds, before `kept`, and those from `from` on stay in the order; the others go. */
void roots_drop(struct roots *roots, uint64_t kept, uint64_t from);

/* False: it is not there. */
bool roots_find(const struct roots *roots, uint64_t key, uint64_t *slot);

/* Marks the world in a slot; takes all marks away. */
void roots_mark(struct roots *roots, uint64_t slot);
void roots_unmark(struct roots *roots);

uint64_t roots_slots(const struct roots *roots);
uint64_t roots_buckets_for(uint64_t worlds);
uint64_t roots_bytes(const struct roots *roots);
uint64_t roots_worlds_in(uint64_t bytes); /* for which a table of so many is large enough */

/* --- keys --- */

__extension__ typedef unsigned __int128 roots_wide; /* of a product */

static inline uint64_t roots_key(const uint32_t halves[ENGINE_ENDS])
{
    return ((uint64_t)halves[0] + 1) << ROOTS_HALF_BITS | halves[1];
}

static inline void roots_halves(uint64_t key, uint32_t halves[ENGINE_ENDS])
{
    halves[0] = (uint32_t)(key >> ROOTS_HALF_BITS & ROOTS_HALVES_MAX) - 1;
    halves[1] = (uint32_t)(key & ROOTS_HALVES_MAX);
}

/* What is in a slot. */
static inline uint64_t roots_key_in(uint64_t slot)
{
    return slot & (UINT64_MAX >> (64 - ROOTS_KEY_BITS));
}

static inline uint32_t roots_level_in(uint64_t slot)
{
    return (uint32_t)(slot >> ROOTS_KEY_BITS) & (ROOTS_LEVELS_MAX - 1);
}

static inline bool roots_is_marked(uint64_t slot)
{
    return slot >> 63 != 0;
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

static inline uint64_t roots_get(const struct roots *roots, uint64_t slot)
{
    return atomic_load_explicit(&roots->slots[slot], memory_order_relaxed);
}

#endif
