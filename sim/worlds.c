/* worlds.c - a set of worlds, each kept once, with the way that it was first reached. */
#include "worlds.h"

#include <string.h>
#include <sys/mman.h>

/* A place of the table holds the index of a world and one more, and above them a tag: the other
 * half of its hash, of which the place itself is made. So only worlds that are most likely equal
 * are compared, and a table grows without a look at the worlds. */
enum { TABLE_SIZE_MIN = 1 << 12, LANES = 4 };

void *worlds_reserve(uint64_t bytes)
{
    void *memory = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    madvise(memory, (size_t)bytes, MADV_HUGEPAGE);
    return memory;
}

void worlds_release(void *memory, uint64_t bytes)
{
    if (memory != NULL)
        munmap(memory, (size_t)bytes);
}

void worlds_forget(void *memory, uint64_t bytes)
{
    madvise(memory, (size_t)bytes, MADV_DONTNEED);
}

/* A world takes at least its bytes, its link and two places of the table. */
static uint64_t capacity_of(size_t world_size, uint64_t budget)
{
    uint64_t each     = world_size + sizeof(struct worlds_link) + 2 * sizeof(uint64_t);
    uint64_t capacity = budget / each + 1;
    return capacity < UINT32_MAX - 1 ? capacity : UINT32_MAX - 1;
}

bool worlds_start(struct worlds *worlds, size_t world_size, uint64_t budget)
{
    *worlds = (struct worlds){.world_size = world_size, .budget = budget};
    worlds->capacity   = capacity_of(world_size, budget);
    worlds->table_size = TABLE_SIZE_MIN;
    worlds->bytes      = worlds_reserve(worlds->capacity * world_size);
    worlds->links      = worlds_reserve(worlds->capacity * sizeof(struct worlds_link));
    worlds->table      = worlds_reserve(worlds->table_size * sizeof(uint64_t));
    if (worlds->bytes != NULL && worlds->links != NULL && worlds->table != NULL)
        return true;
    worlds_end(worlds);
    return false;
}

void worlds_end(struct worlds *worlds)
{
    worlds_release(worlds->bytes, worlds->capacity * worlds->world_size);
    worlds_release(worlds->links, worlds->capacity * sizeof(struct worlds_link));
    worlds_release(worlds->table, worlds->table_size * sizeof(uint64_t));
    *worlds = (struct worlds){0};
}

const void *worlds_get(const struct worlds *worlds, uint64_t index)
{
    return worlds->bytes + index * worlds->world_size;
}

uint64_t worlds_bytes(const struct worlds *worlds)
{
    return worlds->count * (worlds->world_size + sizeof(struct worlds_link)) +
           worlds->table_size * sizeof(uint64_t) + worlds->taken;
}

bool worlds_take(struct worlds *worlds, uint64_t bytes)
{
    if (worlds_bytes(worlds) + bytes > worlds->budget)
        return false;
    worlds->taken += bytes;
    if (worlds_bytes(worlds) > worlds->most)
        worlds->most = worlds_bytes(worlds);
    return true;
}

void worlds_give(struct worlds *worlds, uint64_t bytes)
{
    worlds->taken -= bytes;
}

size_t worlds_way(const struct worlds *worlds, uint32_t world, unsigned *moves)
{
    size_t length = 0;
    for (uint32_t at = world; worlds->links[at].parent != at; at = worlds->links[at].parent)
        length++;
    for (size_t i = length; moves != NULL && i > 0; world = worlds->links[world].parent)
        moves[--i] = worlds->links[world].move;
    return length;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ hash >> 29;
}

/* Lanes do not wait for one another. */
uint64_t worlds_hash(const void *world, size_t size)
{
    const unsigned char *bytes       = world;
    uint64_t             hash[LANES] = {size, 1, 2, 3}, word = 0;
    size_t               i           = 0;
    for (; i + LANES * sizeof word <= size; i += LANES * sizeof word)
        for (size_t lane = 0; lane < LANES; lane++) {
            memcpy(&word, bytes + i + lane * sizeof word, sizeof word);
            hash[lane] = mix(hash[lane], word);
        }
    for (; i < size; i += sizeof word) {
        word = 0;
        memcpy(&word, bytes + i, size - i < sizeof word ? size - i : sizeof word);
        hash[0] = mix(hash[0], word);
    }
    for (size_t lane = 1; lane < LANES; lane++)
        hash[0] = mix(hash[0], hash[lane]);
    return hash[0] ^ hash[0] >> 32;
}

static uint64_t tag_of(uint64_t hash)
{
    return hash >> 32 << 32;
}

static uint64_t index_at(const struct worlds *worlds, uint64_t place)
{
    return (uint32_t)worlds->table[place] - UINT64_C(1);
}

static uint64_t first_place(const struct worlds *worlds, uint64_t hash)
{
    return hash >> 32 & (worlds->table_size - 1);
}

static uint64_t next_place(const struct worlds *worlds, uint64_t place)
{
    return (place + 1) & (worlds->table_size - 1);
}

static bool is_at(const struct worlds *worlds, uint64_t place, const void *world, uint64_t hash)
{
    return tag_of(worlds->table[place]) == tag_of(hash) &&
           memcmp(worlds_get(worlds, index_at(worlds, place)), world, worlds->world_size) == 0;
}

/* The place of a world in the table, or the free place where it belongs. */
static uint64_t place_of(const struct worlds *worlds, const void *world, uint64_t hash)
{
    uint64_t place = first_place(worlds, hash);
    while (worlds->table[place] != 0 && !is_at(worlds, place, world, hash))
        place = next_place(worlds, place);
    return place;
}

static uint64_t free_place(const struct worlds *worlds, uint64_t hash)
{
    uint64_t place = first_place(worlds, hash);
    while (worlds->table[place] != 0)
        place = next_place(worlds, place);
    return place;
}

/* While it grows, the old table and the new one are both there. */
static bool grow(struct worlds *worlds)
{
    uint64_t size = worlds->table_size, *old = worlds->table;
    if (worlds_bytes(worlds) + 2 * size * sizeof *old > worlds->budget)
        return false;
    uint64_t *table = worlds_reserve(2 * size * sizeof *table);
    if (table == NULL)
        return false;
    worlds->table      = table;
    worlds->table_size = 2 * size;
    for (uint64_t i = 0; i < size; i++)
        if (old[i] != 0)
            table[free_place(worlds, old[i])] = old[i];
    worlds_release(old, size * sizeof *old);
    return true;
}

static bool has_room(struct worlds *worlds)
{
    if ((worlds->count + 1) * 2 > worlds->table_size && !grow(worlds))
        return false;
    uint64_t more = worlds->world_size + sizeof(struct worlds_link);
    return worlds->count < worlds->capacity && worlds_bytes(worlds) + more <= worlds->budget;
}

enum worlds_added worlds_add(struct worlds *worlds, const void *world, struct worlds_link link,
                             uint32_t *index)
{
    uint64_t hash  = worlds_hash(world, worlds->world_size);
    uint64_t place = place_of(worlds, world, hash);
    *index         = (uint32_t)index_at(worlds, place);
    if (worlds->table[place] != 0)
        return WORLDS_KNOWN;
    if (!has_room(worlds))
        return WORLDS_FULL;
    memcpy(worlds->bytes + worlds->count * worlds->world_size, world, worlds->world_size);
    worlds->links[worlds->count] = link;
    *index                       = (uint32_t)worlds->count++;
    worlds->table[free_place(worlds, hash)] = tag_of(hash) | (uint64_t)worlds->count;
    return WORLDS_NEW;
}
