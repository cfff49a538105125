/* roots_grow.c - the table of the worlds becomes larger where it stands; see roots.h.
 *
 * The bucket of a key rises with its mixed number, and in a larger table in the same proportion. So
 * the last part of the buckets, as much as has its new buckets behind the end of the part, is moved
 * by several threads at once; then the last part of those before it, and so on. A slot that would
 * have to go into a part that was not moved yet waits, as do all of the first buckets; they come
 * last.
 */
#include <stdlib.h>

#include "jobs.h"
#include "roots.h"
#include "text.h"

enum { FEW = 1 << 12, PIECES = 32 };

/* Slots that wait. */
struct waiting {
    uint64_t *slots; /* `count` of them */
    uint64_t  count; /* how many */
    uint64_t  size;  /* for how many there is memory */
};

/* Buckets from `from` on and before `to` are moved. */
struct part {
    struct roots  *roots;           /* with the new number of buckets */
    uint64_t       from, to;        /* old buckets */
    struct waiting waiting[PIECES]; /* of each piece */
};

static void wait(struct waiting *waiting, uint64_t slot)
{
    if (waiting->count == waiting->size) {
        waiting->size  = 2 * waiting->size + ROOTS_BUCKET;
        waiting->slots = memory_resize(waiting->slots, waiting->size * sizeof *waiting->slots);
    }
    waiting->slots[waiting->count++] = slot;
}

/* Its bucket is behind all that were not moved yet, and not near the end of the table, behind which
 * the first ones follow. */
static bool has_place(const struct roots *roots, uint64_t slot, uint64_t after)
{
    uint64_t bucket = roots_first(roots, roots_mix(roots_key_in(slot))) / ROOTS_BUCKET;
    return bucket >= after && bucket + FEW < roots->buckets;
}

static void move_bucket(struct part *part, uint64_t bucket, struct waiting *waiting)
{
    struct roots    *roots = part->roots;
    _Atomic uint64_t *slots = &roots->slots[bucket * ROOTS_BUCKET];
    for (unsigned i = 0; i < ROOTS_BUCKET; i++) {
        uint64_t slot = atomic_load_explicit(&slots[i], memory_order_relaxed);
        atomic_store_explicit(&slots[i], 0, memory_order_relaxed);
        if (slot == 0)
            continue;
        if (has_place(roots, slot, part->to))
            roots_put(roots, slot);
        else
            wait(waiting, slot);
    }
}

static void move_piece(void *context, size_t piece)
{
    struct part *part = context;
    uint64_t     size = (part->to - part->from) / PIECES + 1;
    uint64_t     from = part->from + piece * size;
    for (uint64_t i = from; i < from + size && i < part->to; i++)
        move_bucket(part, i, &part->waiting[piece]);
}

/* The first bucket of the last part before `to`. */
static uint64_t part_before(uint64_t to, uint64_t old, uint64_t buckets)
{
    uint64_t from = (uint64_t)((roots_wide)to * old / buckets) + 1;
    return to > FEW && from < to ? from : 0;
}

/* Where all are moved those that waited go to their places. */
static void end_waiting(struct part *part)
{
    for (unsigned piece = 0; piece < PIECES; piece++) {
        for (uint64_t i = 0; i < part->waiting[piece].count; i++)
            roots_put(part->roots, part->waiting[piece].slots[i]);
        free(part->waiting[piece].slots);
    }
}

bool roots_grow(struct roots *roots, uint64_t worlds, unsigned threads)
{
    struct part part = {.roots = roots, .from = roots->buckets};
    struct jobs jobs = {.work = move_piece, .context = &part, .count = PIECES};
    uint64_t    old  = roots->buckets, buckets = roots_buckets_for(worlds);
    if (worlds > roots->capacity || buckets < old)
        return false;
    roots->buckets = buckets;
    while (part.from > 0) {
        part.to   = part.from;
        part.from = part_before(part.to, old, buckets);
        jobs_run(&jobs, part.to - part.from > FEW ? threads : 1);
    }
    end_waiting(&part);
    return true;
}
