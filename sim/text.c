/* text.c - text that grows, whole files, and numbers as people write them. */
#include "text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status.h"

static void *memory_check(void *memory)
{
    if (memory == NULL) {
        fputs("eleven: out of memory\n", stderr);
        exit(STATUS_FAILED);
    }
    return memory;
}

void *memory_get(size_t count, size_t size)
{
    return memory_check(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *memory_resize(void *old, size_t size)
{
    return memory_check(realloc(old, size > 0 ? size : 1));
}

static void text_reserve(struct text *text, size_t more)
{
    size_t need = text->length + more + 1;
    if (need <= text->capacity)
        return;
    size_t capacity = text->capacity < 64 ? 64 : text->capacity;
    while (capacity < need)
        capacity *= 2;
    text->data     = memory_resize(text->data, capacity);
    text->capacity = capacity;
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    text_reserve(text, length);
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *format, ...)
{
    va_list measure, print;
    va_start(measure, format);
    va_copy(print, measure);
    int length = vsnprintf(NULL, 0, format, measure);
    va_end(measure);
    if (length > 0) {
        text_reserve(text, (size_t)length);
        vsnprintf(text->data + text->length, (size_t)length + 1, format, print);
        text->length += (size_t)length;
    }
    va_end(print);
}

void text_free(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

const char *text_get(const struct text *text)
{
    return text->data != NULL ? text->data : "";
}

bool text_read(struct text *text, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    char   block[16384];
    size_t got;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        text_add_bytes(text, block, got);
    bool good = !ferror(file);
    fclose(file);
    return good;
}

bool text_write(const struct text *text, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return false;
    bool good = fwrite(text_get(text), 1, text->length, file) == text->length;
    return fclose(file) == 0 && good;
}

const char *text_grouped(char out[TEXT_NUMBER_MAX], uint64_t number)
{
    char   digits[TEXT_NUMBER_MAX];
    size_t count = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t used  = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}

const char *text_size(char out[TEXT_NUMBER_MAX], uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    double value = (double)bytes / 1024;
    size_t unit  = 0;
    while (value >= 1024 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1024;
        unit++;
    }
    snprintf(out, TEXT_NUMBER_MAX, "%.1f %s", value, units[unit]);
    return out;
}

struct text_hash text_hash_start(void)
{
    return (struct text_hash){UINT64_C(0xcbf29ce484222325), UINT64_C(0x9e3779b97f4a7c15)};
}

/* The zero byte goes in too, so that "ab" "c" and "a" "bc" differ. */
void text_hash_add(struct text_hash *hash, const char *string)
{
    const uint64_t prime = UINT64_C(0x100000001b3);
    size_t         count = strlen(string) + 1;
    for (size_t i = 0; i < count; i++) {
        hash->first  = (hash->first ^ (uint8_t)string[i]) * prime;
        hash->second = (hash->second ^ (uint8_t)string[i]) * prime;
    }
}

const char *text_hash_name(char out[TEXT_HASH_MAX], struct text_hash hash)
{
    snprintf(out, TEXT_HASH_MAX, "%016" PRIx64 "%016" PRIx64, hash.first, hash.second);
    return out;
}

void text_add_word(struct text *text, const char *word)
{
    static const char simple[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_./-+=:,";
    bool is_simple = word[0] != '\0' && word[strspn(word, simple)] == '\0';
    text_add(text, is_simple ? "" : "'");
    for (; *word != '\0'; word++)
        text_add(text, *word == '\'' ? "'\\''" : "%c", *word);
    text_add(text, is_simple ? "" : "'");
}

void text_add_argument(struct text *text, const char *argument)
{
    text_add(text, " ");
    text_add_word(text, argument);
}

/* Columns of a word: bytes, less those that go on with a character of UTF-8. */
static unsigned columns(const char *word, size_t length)
{
    unsigned n = 0;
    for (size_t i = 0; i < length; i++)
        n += ((unsigned char)word[i] & 0xc0) != 0x80;
    return n;
}

void text_fill(FILE *out, const char *words, unsigned indent, unsigned width)
{
    unsigned at = indent;
    while (*(words += strspn(words, " ")) != '\0') {
        size_t   length = strcspn(words, " ");
        unsigned wide   = columns(words, length);
        if (at > indent && at + 1 + wide > width) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = indent;
        }
        fprintf(out, "%s%.*s", at > indent ? " " : "", (int)length, words);
        at += wide + (at > indent);
        words += length;
    }
    fputc('\n', out);
}
