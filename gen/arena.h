/* arena.h - memory that is freed all at once.
 *
 * The compiler lives for one run: everything it reads and builds comes from one
 * arena and is freed when it ends.
 *
 * Units      bytes.
 * Errors     none is returned: without memory the program ends with exit status 4.
 * Ownership  what arena_take() returns belongs to the arena.
 * Source     none.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

/* Zeroed memory of `size` bytes, aligned for any type. */
void *arena_take(size_t size);

/* A copy of the first n characters of text, ended with a zero. */
char *arena_text(const char *text, size_t n);

/* A string as printf(), vprintf() would write it. */
char *arena_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *arena_vformat(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

void arena_free(void);

#endif
