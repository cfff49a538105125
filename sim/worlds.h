/* worlds.h - a set of worlds, each kept once, with the way that it was first reached.
 *
 * Worlds lie one behind the other in the order they were added; that order is also the
 * queue of a breadth-first search. They are found by an open-addressing table of their
 * 32-bit indices, never more than half full. Membership is decided by memcmp: exact.
 *
 * Units      bytes; the budget counts the worlds, the links, the table, and what others took.
 * Errors     worlds_start() returns false when the budget cannot even be reserved;
 *            worlds_add() returns WORLDS_FULL when the budget is used up.
 * Ownership  worlds_end() gives everything back.
 */
#ifndef WORLDS_H
#define WORLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Octets of a cache line. What many threads write all the time has one of its own, so that what they
 * read beside it stays in their caches. */
enum { WORLDS_LINE = 64 };

enum worlds_added { WORLDS_NEW, WORLDS_KNOWN, WORLDS_FULL };

/* How a world was first reached. */
struct worlds_link {
    uint32_t parent; /* index of the world before; its own for the initial one */
    uint32_t move;   /* the move made there */
};

struct worlds {
    size_t              world_size; /* bytes of one */
    uint64_t            budget;     /* bytes that may be used */
    uint64_t            taken;      /* of these, by what is kept beside the worlds */
    uint64_t            most;       /* bytes in use when something was last taken, at the most */
    uint64_t            capacity;   /* worlds that there is address space for */
    uint64_t            count;      /* worlds in it */
    unsigned char      *bytes;      /* count * world_size */
    struct worlds_link *links;      /* one a world */
    uint64_t           *table;      /* tag and index + 1; 0 is free */
    uint64_t            table_size; /* a power of two */
};

bool worlds_start(struct worlds *worlds, size_t world_size, uint64_t budget);
void worlds_end(struct worlds *worlds);

/* Where the world is new or known, *index is its own. */
enum worlds_added worlds_add(struct worlds *worlds, const void *world, struct worlds_link link,
                             uint32_t *index);

/* How many moves the way to a world has; where `moves` is not NULL they are written there. */
size_t worlds_way(const struct worlds *worlds, uint32_t world, unsigned *moves);

/* Takes bytes of the budget for something beside the worlds; false when they are not there. */
bool worlds_take(struct worlds *worlds, uint64_t bytes);
void worlds_give(struct worlds *worlds, uint64_t bytes);

/* Address space for an array: pages are taken from the machine as they are touched. NULL
 * when there is none. */
void *worlds_reserve(uint64_t bytes);
void  worlds_release(void *memory, uint64_t bytes);

/* The machine takes whole pages of it back; whoever reads them again finds zeros. */
void worlds_forget(void *memory, uint64_t bytes);

/* A number made of a world's bytes. */
uint64_t worlds_hash(const void *world, size_t size);

const void *worlds_get(const struct worlds *worlds, uint64_t index);
uint64_t    worlds_bytes(const struct worlds *worlds);

#endif
