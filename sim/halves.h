/* halves.h - a set of halves of worlds, each kept once, with a number of its own.
 *
 * Far fewer halves than worlds can be reached, so that a world is kept as two numbers
 * (Laarman, van de Pol, Weber: Parallel recursive state compression for free, 2011).
 * Several threads may add at once, without locks: who wins a place of the table by
 * compare-and-swap gives the half its number; who loses keeps the number for the next.
 * Membership is decided by memcmp: exact.
 *
 * Units      octets; numbers from 0.
 * Errors     false where there is no memory, or `capacity` is used up. halves_add() needs
 *            room: halves_grow() makes it, while no other thread is at work.
 * Ownership  halves_end() gives everything back.
 */
#ifndef HALVES_H
#define HALVES_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "worlds.h"

enum { HALVES_NONE = -1 };

struct halves {
    size_t            size;     /* octets of one, a multiple of sixteen */
    uint64_t          capacity; /* halves that there is address space for */
    unsigned char    *bytes;    /* by number */
    _Atomic uint64_t *table;    /* half of a hash, and the number and 1; 0 is free */
    uint64_t          places;   /* of the table; a power of two */
    alignas(WORLDS_LINE) _Atomic uint64_t count; /* numbers given away */
};

/* What a thread has taken of the numbers. */
struct halves_spare {
    int64_t  number; /* that it has not used; HALVES_NONE: none */
    uint64_t taken;  /* so many, that one included, since the threads have met */
};

bool halves_start(struct halves *halves, size_t size, uint64_t capacity);
void halves_end(struct halves *halves);

/* The half's number; a new one if it is new. `hash` is its halves_hash(). */
uint32_t halves_add(struct halves *halves, const unsigned char *half, uint64_t hash,
                    struct halves_spare *spare);

/* False: it is not there. */
bool halves_find(const struct halves *halves, const unsigned char *half, uint32_t *number);

/* So many new halves can be added. */
uint64_t halves_room(const struct halves *halves);

/* As many places again as are wanted for `more` new halves; nothing where there is room. */
bool     halves_grow(struct halves *halves, uint64_t more);
uint64_t halves_growth(const struct halves *halves, uint64_t more); /* octets that it would take */

/* Enters `count` halves whose octets are there already. A number that a thread has taken and not
 * used is left out if its octets were made void: no half of a world is all ones. */
void halves_enter(struct halves *halves, uint64_t count);
void halves_void(struct halves *halves, const struct halves_spare *spare);

uint64_t halves_bytes(const struct halves *halves);

/* A number made of a half. Each product is of its own octets, so that they do not wait for one
 * another; the sum of all is folded (wyhash), and the last steps spread what differs over all bits.
 * */
__extension__ typedef unsigned __int128 halves_wide;

static inline uint64_t halves_hash(const unsigned char *half, size_t size)
{
    halves_wide product = 0;
    uint64_t    key = 0, first, second;
    for (const unsigned char *end = half + size; half < end; half += sizeof first + sizeof second) {
        memcpy(&first, half, sizeof first);
        memcpy(&second, half + sizeof first, sizeof second);
        key += UINT64_C(0x9e3779b97f4a7c15);
        product += (halves_wide)(first ^ key) * (second ^ ~key);
    }
    uint64_t sum = (uint64_t)product ^ (uint64_t)(product >> 64);
    sum = (sum ^ sum >> 32) * UINT64_C(0x9fb21c651e98df25);
    return sum ^ sum >> 29;
}

static inline bool halves_are_same(const unsigned char *a, const unsigned char *b, size_t size)
{
    return memcmp(a, b, size) == 0;
}

/* Fetches what halves_add() will look at: first its place, then the half that is there. */
static inline __attribute__((always_inline)) void halves_fetch_place(const struct halves *halves, uint64_t hash)
{
    __builtin_prefetch((const void *)&halves->table[hash >> 32 & (halves->places - 1)]);
}

static inline void halves_fetch(const struct halves *halves, uint64_t hash)
{
    uint64_t place = atomic_load_explicit(&halves->table[hash >> 32 & (halves->places - 1)],
                                          memory_order_relaxed);
    if ((place ^ hash) >> 32 != 0)
        return;
    const unsigned char *half = halves->bytes + ((uint32_t)place - UINT64_C(1)) * halves->size;
    __builtin_prefetch(half);
    __builtin_prefetch(half + halves->size - 1);
}

static inline const unsigned char *halves_get(const struct halves *halves, uint64_t number)
{
    return halves->bytes + number * halves->size;
}

#endif
