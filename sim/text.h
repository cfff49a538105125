/* text.h - text that grows, whole files, and numbers as people write them.
 *
 * Errors     text_read() returns false, with errno set. Where memory itself runs out the
 *            program ends with exit code 4: nothing useful can be said after that.
 * Ownership  the caller owns a struct text and ends it with text_free(); `{0}` is empty.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    TEXT_NUMBER_MAX = 32, /* room for a number with its separators or unit */
    TEXT_HASH_MAX   = 33  /* room for a hash in hexadecimal */
};

struct text {
    char  *data;     /* always ends with a zero byte once something was added; else NULL */
    size_t length;   /* bytes in use, without the zero byte */
    size_t capacity; /* bytes owned */
};

/* Two 64-bit hashes (FNV-1a) from different starts: names for files in the cache. */
struct text_hash {
    uint64_t first;  /* from the usual offset basis */
    uint64_t second; /* from another one */
};

/* Memory that is there, zeroed, or the end of the program. */
void *memory_get(size_t count, size_t size);
void *memory_resize(void *old, size_t size);

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_free(struct text *text);

/* Adds a word as a shell wants it, in quotes where it needs them; the same behind a blank. */
void text_add_word(struct text *text, const char *word);
void text_add_argument(struct text *text, const char *argument);

/* What it holds, "" when nothing was added. */
const char *text_get(const struct text *text);

bool text_read(struct text *text, const char *path);
bool text_write(const struct text *text, const char *path);

/* Prints words in lines of at most `width` columns, each begun with so many blanks; the first
 * line is begun already, as far as that. Ends with a newline. */
void text_fill(FILE *out, const char *words, unsigned indent, unsigned width);

/* 2856514 -> "2,856,514". */
const char *text_grouped(char out[TEXT_NUMBER_MAX], uint64_t number);

/* 3355443 -> "3.2 MB" (of 1,048,576 bytes). */
const char *text_size(char out[TEXT_NUMBER_MAX], uint64_t bytes);

struct text_hash text_hash_start(void);
void text_hash_add(struct text_hash *hash, const char *string);
const char *text_hash_name(char out[TEXT_HASH_MAX], struct text_hash hash);

#endif
