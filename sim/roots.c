/* roots.c - the set of the worlds that were reached, each as the numbers of its two halves. */
#include "roots.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "worlds.h"

/* A full table is so full: of sixteen places fourteen and a half. */
enum { FULL = 29, OF = 32 };

/* What is given back of the order is given back in such pieces: a huge page. */
enum { DROP = (1 << 21) / sizeof(uint64_t) };

uint64_t roots_slots(const struct roots *roots)
{
    return roots->buckets * ROOTS_BUCKET;
}

static uint64_t buckets_for(uint64_t worlds)
{
    return worlds * OF / FULL / ROOTS_BUCKET + 1;
}

static uint64_t bytes_for(uint64_t worlds)
{
    return buckets_for(worlds) * ROOTS_BUCKET * sizeof(uint64_t);
}

uint64_t roots_worlds_in(uint64_t bytes)
{
    uint64_t buckets = bytes / (ROOTS_BUCKET * sizeof(uint64_t));
    return buckets > 1 ? (buckets - 1) * ROOTS_BUCKET / OF * FULL : 0;
}

bool roots_start(struct roots *roots, uint64_t worlds, uint64_t capacity)
{
    *roots        = (struct roots){.buckets = buckets_for(worlds), .capacity = capacity};
    roots->slots  = worlds_reserve(bytes_for(capacity));
    roots->order  = worlds_reserve(capacity * sizeof *roots->order);
    return roots->slots != NULL && roots->order != NULL;
}

void roots_end(struct roots *roots)
{
    worlds_release(roots->slots, bytes_for(roots->capacity));
    worlds_release(roots->order, roots->capacity * sizeof *roots->order);
    *roots = (struct roots){0};
}

bool roots_open(struct roots *roots, uint64_t buckets)
{
    roots->buckets = buckets;
    return buckets > 0 && buckets <= buckets_for(roots->capacity);
}

uint64_t roots_bytes(const struct roots *roots)
{
    return (roots_slots(roots) + roots->kept + roots->count - roots->dropped) * sizeof(uint64_t);
}

uint64_t roots_room(const struct roots *roots)
{
    uint64_t most = roots_slots(roots) / OF * FULL;
    if (most > roots->capacity)
        most = roots->capacity;
    return most > roots->count ? most - roots->count : 0;
}

/* --- one world --- */

/* The slot of the bucket that has the key, or else the first that is free; ROOTS_BUCKET: neither. */
static uint64_t place_in(const struct roots *roots, uint64_t first, uint64_t mixed, uint64_t key)
{
    for (uint64_t i = 0; i < ROOTS_BUCKET; i++) {
        uint64_t at = (mixed + i) % ROOTS_BUCKET, there = roots_get(roots, first + at);
        if (there == 0 || roots_key_in(there) == key)
            return at;
    }
    return ROOTS_BUCKET;
}

static uint64_t next_bucket(const struct roots *roots, uint64_t first)
{
    return first + ROOTS_BUCKET < roots_slots(roots) ? first + ROOTS_BUCKET : 0;
}

bool roots_find(const struct roots *roots, uint64_t key, uint64_t *slot)
{
    uint64_t mixed = roots_mix(key), first = roots_first(roots, mixed), at;
    while ((at = place_in(roots, first, mixed, key)) == ROOTS_BUCKET)
        first = next_bucket(roots, first);
    *slot = first + at;
    return roots_get(roots, *slot) != 0;
}

bool roots_add(struct roots *roots, uint64_t key, uint32_t level)
{
    uint64_t slot, mine = (uint64_t)level << ROOTS_KEY_BITS | key, none = 0;
    while (!roots_find(roots, key, &slot)) {
        if (atomic_compare_exchange_strong_explicit(&roots->slots[slot], &none, mine,
                                                    memory_order_relaxed, memory_order_relaxed))
            return true;
        none = 0;
    }
    return false;
}

void roots_flush(struct roots *roots, struct roots_news *news)
{
    uint64_t at = atomic_fetch_add_explicit(&roots->count, news->n, memory_order_relaxed);
    memcpy(roots->order + at, news->keys, news->n * sizeof *news->keys);
    news->n = 0;
}

void roots_keep(struct roots *roots, struct roots_news *news, uint64_t key)
{
    news->keys[news->n++] = key;
    if (news->n == ROOTS_AT_ONCE)
        roots_flush(roots, news);
}

void roots_drop(struct roots *roots, uint64_t kept, uint64_t from)
{
    uint64_t first = roots->dropped;
    if (first < kept)
        first = (kept + DROP - 1) / DROP * DROP;
    from = from / DROP * DROP;
    if (from <= first)
        return;
    worlds_forget(roots->order + first, (from - first) * sizeof *roots->order);
    roots->kept    = roots->kept > 0 ? roots->kept : first;
    roots->dropped = from;
}

void roots_mark(struct roots *roots, uint64_t slot)
{
    atomic_fetch_or_explicit(&roots->slots[slot], UINT64_C(1) << 63, memory_order_relaxed);
}

void roots_unmark(struct roots *roots)
{
    for (uint64_t i = 0; i < roots_slots(roots); i++)
        if (roots_is_marked(roots_get(roots, i)))
            atomic_fetch_and_explicit(&roots->slots[i], ~(UINT64_C(1) << 63), memory_order_relaxed);
}

/* --- growing --- */

/* Slots that have no place of their own before all have been moved. */
struct waiting {
    uint64_t *slots; /* `count` of them */
    uint64_t  count; /* how many */
    uint64_t  size;  /* for how many there is memory */
};

static void wait_for_place(struct waiting *waiting, uint64_t slot)
{
    if (waiting->count == waiting->size) {
        waiting->size  = 2 * waiting->size + 64;
        waiting->slots = memory_resize(waiting->slots, waiting->size * sizeof *waiting->slots);
    }
    waiting->slots[waiting->count++] = slot;
}

/* A slot of the old table goes to its place in the new one, behind `last`: what stands up to there
 * was not moved yet. False: there is none. */
static bool move_slot(struct roots *roots, uint64_t slot, uint64_t last)
{
    uint64_t key = roots_key_in(slot), mixed = roots_mix(key), first = roots_first(roots, mixed);
    for (; first > last && first < roots_slots(roots); first += ROOTS_BUCKET) {
        uint64_t at = place_in(roots, first, mixed, key);
        if (at == ROOTS_BUCKET)
            continue;
        atomic_store_explicit(&roots->slots[first + at], slot, memory_order_relaxed);
        return true;
    }
    return false;
}

static void move_bucket(struct roots *roots, uint64_t first, struct waiting *waiting)
{
    uint64_t slots[ROOTS_BUCKET];
    for (unsigned i = 0; i < ROOTS_BUCKET; i++) {
        slots[i] = roots_get(roots, first + i);
        atomic_store_explicit(&roots->slots[first + i], 0, memory_order_relaxed);
    }
    for (unsigned i = 0; i < ROOTS_BUCKET; i++)
        if (slots[i] != 0 && !move_slot(roots, slots[i], first))
            wait_for_place(waiting, slots[i]);
}

bool roots_grow(struct roots *roots, uint64_t worlds)
{
    struct waiting waiting = {0};
    uint64_t       old     = roots_slots(roots);
    if (worlds > roots->capacity)
        return false;
    roots->buckets = buckets_for(worlds);
    for (uint64_t first = old; first > 0; first -= ROOTS_BUCKET)
        move_bucket(roots, first - ROOTS_BUCKET, &waiting);
    for (uint64_t i = 0; i < waiting.count; i++)
        roots_add(roots, roots_key_in(waiting.slots[i]), roots_level_in(waiting.slots[i]));
    free(waiting.slots);
    return true;
}
