/* halves.c - a set of halves of worlds, each kept once, with a number of its own. */
#include "halves.h"

#include <limits.h>
#include <string.h>

enum { PLACES_MIN = 1 << 12 };

bool halves_start(struct halves *halves, size_t size, uint64_t capacity)
{
    *halves       = (struct halves){.size = size, .capacity = capacity, .places = PLACES_MIN};
    halves->bytes = worlds_reserve(halves->capacity * size);
    halves->table = worlds_reserve(halves->places * sizeof *halves->table);
    return halves->bytes != NULL && halves->table != NULL;
}

void halves_end(struct halves *halves)
{
    worlds_release(halves->bytes, halves->capacity * halves->size);
    worlds_release(halves->table, halves->places * sizeof *halves->table);
    *halves = (struct halves){0};
}

uint64_t halves_bytes(const struct halves *halves)
{
    return halves->count * halves->size + halves->places * sizeof *halves->table;
}

/* --- the table --- */

static uint64_t tag_of(uint64_t hash)
{
    return hash >> 32 << 32;
}

static uint64_t number_in(uint64_t place)
{
    return (uint32_t)place - UINT64_C(1);
}

static bool is_in(const struct halves *halves, uint64_t place, const unsigned char *half, uint64_t hash)
{
    return tag_of(place) == tag_of(hash) &&
           halves_are_same(halves_get(halves, number_in(place)), half, halves->size);
}

/* Its octets are written before the table shows it. */
static uint64_t take_number(struct halves *halves, const unsigned char *half, struct halves_spare *spare)
{
    if (spare->number == HALVES_NONE) {
        spare->number = (int64_t)atomic_fetch_add_explicit(&halves->count, 1, memory_order_relaxed);
        spare->taken++;
    }
    memcpy(halves->bytes + (uint64_t)spare->number * halves->size, half, halves->size);
    return (uint64_t)spare->number + 1;
}

uint32_t halves_add(struct halves *halves, const unsigned char *half, uint64_t hash,
                    struct halves_spare *spare)
{
    uint64_t mask = halves->places - 1;
    for (uint64_t at = hash >> 32 & mask;; at = (at + 1) & mask) {
        uint64_t place = atomic_load_explicit(&halves->table[at], memory_order_acquire);
        if (place == 0) {
            uint64_t mine = tag_of(hash) | take_number(halves, half, spare);
            if (atomic_compare_exchange_strong_explicit(&halves->table[at], &place, mine,
                                                        memory_order_acq_rel,
                                                        memory_order_acquire)) {
                spare->number = HALVES_NONE;
                return (uint32_t)number_in(mine);
            }
        }
        if (is_in(halves, place, half, hash))
            return (uint32_t)number_in(place);
    }
}

bool halves_find(const struct halves *halves, const unsigned char *half, uint32_t *number)
{
    uint64_t hash = halves_hash(half, halves->size), mask = halves->places - 1;
    for (uint64_t at = hash >> 32 & mask; halves->table[at] != 0; at = (at + 1) & mask) {
        *number = (uint32_t)number_in(halves->table[at]);
        if (is_in(halves, halves->table[at], half, hash))
            return true;
    }
    return false;
}

uint64_t halves_room(const struct halves *halves)
{
    uint64_t most = halves->places / 2 < halves->capacity ? halves->places / 2 : halves->capacity;
    return most > halves->count ? most - halves->count : 0;
}

/* The place of a hash is made of its tag, so that a table grows without a look at the halves. */
static void put(struct halves *halves, uint64_t place)
{
    uint64_t mask = halves->places - 1, at = place >> 32 & mask;
    while (halves->table[at] != 0)
        at = (at + 1) & mask;
    halves->table[at] = place;
}

static uint64_t places_for(const struct halves *halves, uint64_t more)
{
    uint64_t places = halves->places;
    while (places / 2 < halves->count + more)
        places *= 2;
    return places;
}

uint64_t halves_growth(const struct halves *halves, uint64_t more)
{
    uint64_t places = places_for(halves, more);
    return more * halves->size +
           (places > halves->places ? places * sizeof *halves->table : 0);
}

bool halves_grow(struct halves *halves, uint64_t more)
{
    uint64_t          places = places_for(halves, more), old_places = halves->places;
    _Atomic uint64_t *old = halves->table;
    if (halves->count + more > halves->capacity)
        return false;
    if (places == old_places)
        return true;
    _Atomic uint64_t *table = worlds_reserve(places * sizeof *table);
    if (table == NULL)
        return false;
    halves->table  = table;
    halves->places = places;
    for (uint64_t i = 0; i < old_places; i++)
        if (old[i] != 0)
            put(halves, old[i]);
    worlds_release(old, old_places * sizeof *old);
    return true;
}

/* --- octets that come from elsewhere --- */

static bool is_void(const struct halves *halves, uint64_t number)
{
    const unsigned char *half = halves_get(halves, number);
    for (size_t i = 0; i < halves->size; i++)
        if (half[i] != UCHAR_MAX)
            return false;
    return true;
}

void halves_void(struct halves *halves, const struct halves_spare *spare)
{
    if (spare->number != HALVES_NONE)
        memset(halves->bytes + (uint64_t)spare->number * halves->size, UCHAR_MAX, halves->size);
}

void halves_enter(struct halves *halves, uint64_t count)
{
    halves->count = count;
    for (uint64_t i = 0; i < count; i++)
        if (!is_void(halves, i))
            put(halves, tag_of(halves_hash(halves_get(halves, i), halves->size)) | (i + 1));
}
