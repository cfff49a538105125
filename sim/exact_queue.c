/* exact_queue.c - the worlds that wait, by time and by their bytes; see exact_queue.h. */
#include "exact_queue.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "worlds.h"

enum { TABLE_START = 1024 /* places of heap and table in the beginning */ };

/* ---------------------------------------------------------------- worlds by time */

static bool is_earlier(const struct exact_node *a, const struct exact_node *b)
{
    return a->time_us != b->time_us ? a->time_us < b->time_us : a->order < b->order;
}

static void heap_push(struct exact *e, struct exact_node *node)
{
    if (e->n_heap == e->heap_capacity) {
        e->heap_capacity = e->heap_capacity == 0 ? TABLE_START : 2 * e->heap_capacity;
        e->heap          = memory_resize(e->heap, e->heap_capacity * sizeof *e->heap);
    }
    size_t i = e->n_heap++;
    for (; i > 0 && is_earlier(node, e->heap[(i - 1) / 2]); i = (i - 1) / 2)
        e->heap[i] = e->heap[(i - 1) / 2];
    e->heap[i] = node;
    if (e->n_heap > e->most_waiting)
        e->most_waiting = e->n_heap;
}

static struct exact_node *heap_pop(struct exact *e)
{
    struct exact_node *first = e->heap[0], *last = e->heap[--e->n_heap];
    size_t             i     = 0;
    for (size_t child = 1; child < e->n_heap; child = 2 * i + 1) {
        if (child + 1 < e->n_heap && is_earlier(e->heap[child + 1], e->heap[child]))
            child++;
        if (!is_earlier(e->heap[child], last))
            break;
        e->heap[i] = e->heap[child];
        i          = child;
    }
    e->heap[i] = last;
    return first;
}

/* ---------------------------------------------------------------- worlds by their bytes */

static struct exact_node **place_of(const struct exact *e, uint64_t hash)
{
    return &e->table[hash & (e->table_size - 1)];
}

static void table_grow(struct exact *e)
{
    struct exact_node **old      = e->table;
    size_t              old_size = e->table_size;
    e->table_size = old_size == 0 ? TABLE_START : 2 * old_size;
    e->table      = memory_get(e->table_size, sizeof *e->table);
    for (size_t i = 0; i < old_size; i++)
        for (struct exact_node *node = old[i], *next; node != NULL; node = next) {
            next                      = node->next;
            struct exact_node **place = place_of(e, node->hash);
            node->next                = *place;
            *place                    = node;
        }
    free(old);
}

static struct exact_node *table_find(const struct exact *e, uint64_t time_us, uint64_t hash,
                                     const unsigned char *bytes, uint32_t size)
{
    struct exact_node *node = *place_of(e, hash);
    while (node != NULL && (node->hash != hash || node->time_us != time_us || node->size != size
                            || memcmp(node->bytes, bytes, size) != 0))
        node = node->next;
    return node;
}

static void table_remove(struct exact *e, const struct exact_node *node)
{
    struct exact_node **place = place_of(e, node->hash);
    while (*place != node)
        place = &(*place)->next;
    *place = node->next;
}

void exact_took(struct exact *e, size_t bytes)
{
    e->bytes += bytes;
    if (e->bytes > e->most_bytes)
        e->most_bytes = e->bytes;
}

struct exact_node *exact_queue_node(struct exact *e, uint64_t time_us, const unsigned char *bytes,
                                    size_t size)
{
    uint64_t           hash = worlds_hash(bytes, size) ^ time_us * UINT64_C(0x9e3779b97f4a7c15);
    struct exact_node *node = table_find(e, time_us, hash, bytes, (uint32_t)size);
    if (node != NULL) {
        e->n_merged++;
        return node;
    }
    if (e->n_heap >= e->table_size)
        table_grow(e);
    node  = memory_get(1, sizeof *node + size);
    *node = (struct exact_node){ .time_us = time_us, .order = e->n_plays, .hash = hash,
                                 .size = (uint32_t)size };
    memcpy(node->bytes, bytes, size);
    node->next            = *place_of(e, hash);
    *place_of(e, hash)    = node;
    heap_push(e, node);
    exact_took(e, sizeof *node + size + 4 * sizeof(void *));
    return node;
}

void exact_queue_free(struct exact *e, struct exact_node *node)
{
    e->bytes -= sizeof *node + node->size + 4 * sizeof(void *) + weight_bytes(&node->weight);
    weight_free(&node->weight);
    free(node);
}

struct exact_node *exact_queue_pop(struct exact *e)
{
    struct exact_node *node = heap_pop(e);
    table_remove(e, node);
    return node;
}

void exact_queue_start(struct exact *e)
{
    table_grow(e);
}
