/* worlds.c - a set of worlds, each kept once, with the way that it was first reached. */
#include "worlds.h"

#include <string.h>
#include <sys/mman.h>

enum { TABLE_SIZE_MIN = 1 << 12 };

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

/* A world takes at least its bytes, its link and two places of the table. */
static uint64_t capacity_of(size_t world_size, uint64_t budget)
{
    uint64_t each     = world_size + sizeof(struct worlds_link) + 2 * sizeof(uint32_t);
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
    worlds->table      = worlds_reserve(worlds->table_size * sizeof(uint32_t));
    if (worlds->bytes != NULL && worlds->links != NULL && worlds->table != NULL)
        return true;
    worlds_end(worlds);
    return false;
}

void worlds_end(struct worlds *worlds)
{
    worlds_release(worlds->bytes, worlds->capacity * worlds->world_size);
    worlds_release(worlds->links, worlds->capacity * sizeof(struct worlds_link));
    worlds_release(worlds->table, worlds->table_size * sizeof(uint32_t));
    *worlds = (struct worlds){0};
}

const void *worlds_get(const struct worlds *worlds, uint64_t index)
{
    return worlds->bytes + index * worlds->world_size;
}

uint64_t worlds_bytes(const struct worlds *worlds)
{
    return worlds->count * (worlds->world_size + sizeof(struct worlds_link)) +
           worlds->table_size * sizeof(uint32_t) + worlds->taken;
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

uint64_t worlds_hash(const void *world, size_t size)
{
    const unsigned char *bytes = world;
    uint64_t             hash  = size, word = 0;
    size_t               i     = 0;
    for (; i + sizeof word <= size; i += sizeof word) {
        memcpy(&word, bytes + i, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, bytes + i, size - i);
    hash = mix(hash, word);
    return hash ^ hash >> 32;
}

/* The place of a world in the table, or the free place where it belongs. */
static uint64_t place_of(const struct worlds *worlds, const void *world)
{
    uint64_t mask  = worlds->table_size - 1;
    uint64_t place = worlds_hash(world, worlds->world_size) & mask;
    while (worlds->table[place] != 0 &&
           memcmp(worlds_get(worlds, worlds->table[place] - 1), world, worlds->world_size) != 0)
        place = (place + 1) & mask;
    return place;
}

/* While it grows, the old table and the new one are both there. */
static bool grow(struct worlds *worlds)
{
    uint64_t size = worlds->table_size * 2;
    if (worlds_bytes(worlds) + size * sizeof(uint32_t) > worlds->budget)
        return false;
    uint32_t *table = worlds_reserve(size * sizeof(uint32_t));
    if (table == NULL)
        return false;
    worlds_release(worlds->table, worlds->table_size * sizeof(uint32_t));
    worlds->table      = table;
    worlds->table_size = size;
    for (uint64_t i = 0; i < worlds->count; i++)
        table[place_of(worlds, worlds_get(worlds, i))] = (uint32_t)(i + 1);
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
    uint64_t place = place_of(worlds, world);
    *index         = worlds->table[place] - 1;
    if (worlds->table[place] != 0)
        return WORLDS_KNOWN;
    uint64_t table_size = worlds->table_size;
    if (!has_room(worlds))
        return WORLDS_FULL;
    if (worlds->table_size != table_size)
        place = place_of(worlds, world);
    memcpy(worlds->bytes + worlds->count * worlds->world_size, world, worlds->world_size);
    worlds->links[worlds->count] = link;
    *index                       = (uint32_t)worlds->count++;
    worlds->table[place]         = *index + 1;
    return WORLDS_NEW;
}
