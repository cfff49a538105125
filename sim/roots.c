/* roots.c - the set of the worlds that were reached, each as the numbers of its two halves. */
#include "roots.h"

#include <string.h>

#include "worlds.h"

/* A full table is so full: of sixteen places fourteen and a half. */
enum { FULL = 29, OF = 32, AHEAD = 32 };

static uint64_t slots_of(const struct roots *roots)
{
    return roots->buckets * ROOTS_BUCKET;
}

static uint64_t buckets_for(uint64_t worlds)
{
    return worlds * OF / FULL / ROOTS_BUCKET + 1;
}

uint64_t roots_bytes_for(uint64_t worlds)
{
    return buckets_for(worlds) * ROOTS_BUCKET * sizeof(uint64_t);
}

bool roots_start(struct roots *roots, uint64_t worlds, uint64_t capacity)
{
    *roots          = (struct roots){.buckets = buckets_for(worlds)};
    roots->capacity = capacity < UINT32_MAX - 1 ? capacity : UINT32_MAX - 1;
    roots->slots    = worlds_reserve(slots_of(roots) * sizeof *roots->slots);
    roots->order    = worlds_reserve(roots->capacity * sizeof *roots->order);
    return roots->slots != NULL && roots->order != NULL;
}

void roots_end(struct roots *roots)
{
    worlds_release(roots->slots, slots_of(roots) * sizeof *roots->slots);
    worlds_release(roots->order, roots->capacity * sizeof *roots->order);
    *roots = (struct roots){0};
}

uint64_t roots_bytes(const struct roots *roots)
{
    return slots_of(roots) * sizeof *roots->slots + roots->count * sizeof *roots->order;
}

bool roots_has_room(const struct roots *roots, uint64_t more)
{
    return roots->count + more <= roots->capacity &&
           roots->count + more <= slots_of(roots) * FULL / OF;
}

/* --- one world --- */

bool roots_add(struct roots *roots, uint64_t key, uint32_t *slot)
{
    uint64_t mixed = roots_mix(key), first = roots_first(roots, mixed), end = slots_of(roots);
    for (;; first = first + ROOTS_BUCKET < end ? first + ROOTS_BUCKET : 0)
        for (uint64_t i = 0; i < ROOTS_BUCKET; i++) {
            uint64_t at    = first + (mixed + i) % ROOTS_BUCKET;
            uint64_t there = atomic_load_explicit(&roots->slots[at], memory_order_relaxed);
            *slot          = (uint32_t)at;
            if (there == 0 && atomic_compare_exchange_strong_explicit(
                                  &roots->slots[at], &there, key, memory_order_relaxed,
                                  memory_order_relaxed))
                return true;
            if (there == key)
                return false;
        }
}

bool roots_find(const struct roots *roots, uint64_t key, uint32_t *slot)
{
    uint64_t mixed = roots_mix(key), first = roots_first(roots, mixed), end = slots_of(roots);
    for (;; first = first + ROOTS_BUCKET < end ? first + ROOTS_BUCKET : 0)
        for (uint64_t i = 0; i < ROOTS_BUCKET; i++) {
            *slot = (uint32_t)(first + (mixed + i) % ROOTS_BUCKET);
            if (roots->slots[*slot] == key || roots->slots[*slot] == 0)
                return roots->slots[*slot] == key;
        }
}

void roots_flush(struct roots *roots, struct roots_news *news)
{
    uint64_t at = atomic_fetch_add_explicit(&roots->count, news->n, memory_order_relaxed);
    memcpy(roots->order + at, news->slots, news->n * sizeof *news->slots);
    news->n = 0;
}

void roots_keep(struct roots *roots, struct roots_news *news, uint32_t slot)
{
    news->slots[news->n++] = slot;
    if (news->n == ROOTS_AT_ONCE)
        roots_flush(roots, news);
}

/* --- growing --- */

/* All worlds into an empty table, in their order; what is needed soon is fetched ahead. */
static void enter_all(struct roots *roots, const _Atomic uint64_t *old)
{
    uint64_t keys[AHEAD];
    for (uint64_t i = 0; i < roots->count; i += AHEAD) {
        uint64_t n = roots->count - i < AHEAD ? roots->count - i : AHEAD;
        for (uint64_t k = 0; k < n; k++)
            __builtin_prefetch((const void *)&old[roots->order[i + k]]);
        for (uint64_t k = 0; k < n; k++) {
            keys[k] = old[roots->order[i + k]];
            __builtin_prefetch((const void *)&roots->slots[roots_first(roots, roots_mix(keys[k]))]);
        }
        for (uint64_t k = 0; k < n; k++)
            roots_add(roots, keys[k], &roots->order[i + k]);
    }
}

bool roots_grow(struct roots *roots, uint64_t worlds)
{
    uint64_t          old_bytes = slots_of(roots) * sizeof *roots->slots;
    _Atomic uint64_t *old = roots->slots, *slots = worlds_reserve(roots_bytes_for(worlds));
    if (slots == NULL)
        return false;
    roots->slots   = slots;
    roots->buckets = buckets_for(worlds);
    enter_all(roots, old);
    worlds_release(old, old_bytes);
    return true;
}
