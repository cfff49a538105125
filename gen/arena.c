/* arena.c - memory that is freed all at once; see arena.h. */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes; with 0 each piece is a chunk of its own, and a sanitizer sees its edges. */
#ifndef ARENA_CHUNK
#define ARENA_CHUNK ((size_t)1 << 16)
#endif

/* A chunk's bytes follow its header; max_align_t keeps them aligned. */
union chunk {
    struct {
        union chunk *next; /* the chunk that was filled before */
    } link;
    max_align_t align; /* so that what follows suits any type */
};

static struct {
    union chunk *last;  /* newest chunk, from which memory is taken */
    char        *free;  /* next free byte of it */
    size_t       room;  /* bytes left in it */
} arena;

static void add_chunk(size_t size)
{
    union chunk *c = calloc(1, sizeof *c + size);

    if (c == NULL) {
        fputs("fsmc: out of memory\n", stderr);
        exit(4);
    }
    c->link.next = arena.last;
    arena.last = c;
    arena.free = (char *)(c + 1);
    arena.room = size;
}

void *arena_take(size_t size)
{
    size_t rounded = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    void  *taken;

    if (rounded > arena.room)
        add_chunk(rounded > ARENA_CHUNK ? rounded : ARENA_CHUNK);
    taken = arena.free;
    arena.free += rounded;
    arena.room -= rounded;
    return taken;
}

char *arena_text(const char *text, size_t n)
{
    char *copy = arena_take(n + 1);

    memcpy(copy, text, n);
    return copy;
}

char *arena_vformat(const char *format, va_list args)
{
    va_list again;
    int     n;
    char   *text;

    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = arena_take((size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

char *arena_format(const char *format, ...)
{
    va_list args;
    char   *text;

    va_start(args, format);
    text = arena_vformat(format, args);
    va_end(args);
    return text;
}

void arena_free(void)
{
    while (arena.last != NULL) {
        union chunk *next = arena.last->link.next;

        free(arena.last);
        arena.last = next;
    }
    arena.free = NULL;
    arena.room = 0;
}
