/* halves.h - a set of halves of worlds, each kept once, with a number of its own.
 *
 * Far fewer halves than worlds can be reached, so that a world is kept as two numbers
 * (Laarman, van de Pol, Weber: Parallel recursive state compression for free, 2011).
 * Several threads may add at once, without locks: who wins a place of the table by
 * compare-and-swap gives the half its number; who loses keeps the number for the next.
 * Membership is decided by memcmp: exact.
 *
 * Units      octets; numbers from 0.
 * Errors     false where there is no memory. halves_add() needs room: halves_grow() makes it,
 *            while no other thread is at work.
 * Ownership  halves_end() gives everything back.
 */
#ifndef HALVES_H
#define HALVES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HALVES_NONE = -1 };

struct halves {
    size_t            size;     /* octets of one, a multiple of eight */
    uint64_t          capacity; /* halves that there is address space for */
    unsigned char    *bytes;    /* by number */
    _Atomic uint64_t *table;    /* half of a hash, and the number and 1; 0 is free */
    uint64_t          places;   /* of the table; a power of two */
    _Atomic uint64_t  count;    /* numbers given away */
};

/* A number that a thread has taken and not used; HALVES_NONE: none. */
typedef int64_t halves_spare;

bool halves_start(struct halves *halves, size_t size, uint64_t capacity);
void halves_end(struct halves *halves);

/* The half's number; a new one if it is new. `hash` is its engine_hash(). */
uint32_t halves_add(struct halves *halves, const void *half, uint64_t hash, halves_spare *spare);

/* As many places again as are wanted for `more` new halves; nothing where there is room. */
bool     halves_grow(struct halves *halves, uint64_t more);
uint64_t halves_growth(const struct halves *halves, uint64_t more); /* octets that it would take */

/* Enters halves whose octets are there already, but for one number; see checkpoint.c. */
void halves_enter(struct halves *halves, uint64_t count, const halves_spare *spares, unsigned n);

uint64_t halves_bytes(const struct halves *halves);

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

static inline const void *halves_get(const struct halves *halves, uint64_t number)
{
    return halves->bytes + number * halves->size;
}

#endif
