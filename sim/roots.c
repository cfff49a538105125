/* roots.c - the set of the worlds that were reached, each as the numbers of its two halves. */
#include "roots.h"

#include <string.h>

/* A full table is so full: of sixteen places fourteen and a half. */
enum { FULL = 29, OF = 32 };

/* What is given back of the order is given back in such pieces: a huge page. */
enum { DROP = (1 << 21) / sizeof(uint64_t) };

uint64_t roots_slots(const struct roots *roots)
{
    return roots->buckets * ROOTS_BUCKET;
}

uint64_t roots_buckets_for(uint64_t worlds)
{
    return worlds * OF / FULL / ROOTS_BUCKET + 1;
}

static uint64_t bytes_for(uint64_t worlds)
{
    return roots_buckets_for(worlds) * ROOTS_BUCKET * sizeof(uint64_t);
}

uint64_t roots_worlds_in(uint64_t bytes)
{
    uint64_t buckets = bytes / (ROOTS_BUCKET * sizeof(uint64_t));
    return buckets > 1 ? (buckets - 1) * ROOTS_BUCKET / OF * FULL : 0;
}

bool roots_start(struct roots *roots, uint64_t worlds, uint64_t capacity)
{
    *roots        = (struct roots){.buckets = roots_buckets_for(worlds), .capacity = capacity};
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
    return buckets > 0 && buckets <= roots_buckets_for(roots->capacity);
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

/* The slot of the bucket that has the key, or else the first that is free; ROOTS_BUCKET: neither.
 * `there` is what was seen in it: another thread may fill a free slot at once. */
static uint64_t place_in(const struct roots *roots, uint64_t first, uint64_t mixed, uint64_t key,
                         uint64_t *there)
{
    for (uint64_t i = 0; i < ROOTS_BUCKET; i++) {
        uint64_t at = (mixed + i) % ROOTS_BUCKET;
        *there      = roots_get(roots, first + at);
        if (*there == 0 || roots_key_in(*there) == key)
            return at;
    }
    return ROOTS_BUCKET;
}

static uint64_t next_bucket(const struct roots *roots, uint64_t first)
{
    return first + ROOTS_BUCKET < roots_slots(roots) ? first + ROOTS_BUCKET : 0;
}

/* What is in the slot of the key; 0: it is free. */
static uint64_t look(const struct roots *roots, uint64_t key, uint64_t *slot)
{
    uint64_t mixed = roots_mix(key), first = roots_first(roots, mixed), at, there;
    while ((at = place_in(roots, first, mixed, key, &there)) == ROOTS_BUCKET)
        first = next_bucket(roots, first);
    *slot = first + at;
    return there;
}

bool roots_find(const struct roots *roots, uint64_t key, uint64_t *slot)
{
    return look(roots, key, slot) != 0;
}

bool roots_put(struct roots *roots, uint64_t mine)
{
    for (;;) {
        uint64_t slot, there = look(roots, roots_key_in(mine), &slot);
        if (there != 0)
            return false;
        if (atomic_compare_exchange_strong_explicit(&roots->slots[slot], &there, mine,
                                                    memory_order_relaxed, memory_order_relaxed))
            return true;
    }
}

bool roots_add(struct roots *roots, uint64_t key, uint32_t level)
{
    return roots_put(roots, (uint64_t)level << ROOTS_KEY_BITS | key);
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
