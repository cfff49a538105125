/* source.c - the files that are read, and the errors found in them; see source.h. */
#include "source.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"

/* What is printed has bounds, and so has a file: a line of a megabyte helps nobody. */
enum { ERRORS_MAX = 40, LINE_SHOWN_MAX = 400, FILE_MAX = 1 << 20 };

static struct {
    unsigned     count;            /* since the start, or errors_reset() */
    bool         silent;           /* prints nothing */
    bool         repeated;         /* the last one had been told before */
    struct place at[ERRORS_MAX];   /* of each: where it is */
    const char  *text[ERRORS_MAX]; /* and what */
} errors;

/* The text, ended with a zero; NULL when there is more than FILE_MAX of it. */
static char *read_all(FILE *f, size_t *size)
{
    char  *text = arena_take(1 << 12);
    size_t room = 1 << 12, n;

    *size = 0;
    while ((n = fread(text + *size, 1, room - *size - 1, f)) > 0) {
        *size += n;
        if (*size + 1 == room) {
            char *bigger = room < FILE_MAX ? arena_take(room * 2) : NULL;

            if (bigger == NULL)
                return NULL;
            memcpy(bigger, text, *size);
            text = bigger;
            room *= 2;
        }
    }
    return text;
}

struct source *source_read(const char *path)
{
    struct source *s = arena_take(sizeof *s);
    FILE          *f = fopen(path, "rb");
    const char    *slash = strrchr(path, '/');
    bool           failed;

    if (f == NULL) {
        if (!errors.silent)
            fprintf(stderr, "fsmc: cannot open %s: %s\n", path, strerror(errno));
        return NULL;
    }
    s->path = path;
    s->name = slash == NULL ? path : slash + 1;
    s->text = read_all(f, &s->size);
    failed = ferror(f) != 0;
    fclose(f);
    if (failed || s->text == NULL) {
        fprintf(stderr, "fsmc: cannot read %s%s\n", path,
                failed ? "" : ": it is larger than 1 MiB");
        return NULL;
    }
    return s;
}

struct source *source_text(const char *path, const char *text, size_t size)
{
    struct source *s = arena_take(sizeof *s);

    s->path = s->name = path;
    s->text = arena_text(text, size);
    s->size = size;
    return s;
}

/* Start of a line of the text, and its length. */
static const char *find_line(const struct source *s, unsigned line, int *length)
{
    const char *p = s->text;

    for (unsigned i = 1; i < line; i++) {
        const char *end = memchr(p, '\n', s->size - (size_t)(p - s->text));

        if (end == NULL)
            break;
        p = end + 1;
    }
    *length = (int)strcspn(p, "\r\n");
    if (*length > LINE_SHOWN_MAX)
        *length = LINE_SHOWN_MAX;
    return p;
}

static void show(struct place at)
{
    int         length, indent = (int)at.col - 1;
    const char *line = find_line(at.source, at.line, &length);

    if (indent > length)
        indent = length;
    fprintf(stderr, "  %.*s\n  ", length, line);
    for (int i = 0; i < indent; i++)
        fputc(line[i] == '\t' ? '\t' : ' ', stderr);
    fputs("^\n", stderr);
}

static void report(struct place at, const char *kind, const char *text)
{
    if (errors.silent)
        return;
    if (at.source == NULL)
        fprintf(stderr, "fsmc: %s: ", kind);
    else
        fprintf(stderr, "%s:%u:%u: %s: ", at.source->path, at.line, at.col, kind);
    fprintf(stderr, "%s\n", text);
    if (at.source != NULL)
        show(at);
}

/* What stands once can be read twice: the script of both ends. */
static bool was_told(struct place at, const char *text)
{
    for (unsigned i = 0; i < errors.count && i < ERRORS_MAX; i++)
        if (errors.at[i].source == at.source && errors.at[i].line == at.line &&
            errors.at[i].col == at.col && strcmp(errors.text[i], text) == 0)
            return true;
    return false;
}

static void take_error(struct place at, const char *text)
{
    errors.repeated = was_told(at, text);
    if (errors.repeated)
        return;
    if (errors.count < ERRORS_MAX) {
        errors.at[errors.count]   = at;
        errors.text[errors.count] = text;
        report(at, "error", text);
    } else if (errors.count == ERRORS_MAX && !errors.silent) {
        fputs("fsmc: too many errors; the rest are not shown\n", stderr);
    }
    errors.count++;
}

void error_at(struct place at, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    take_error(at, arena_vformat(format, args));
    va_end(args);
}

void note_at(struct place at, const char *format, ...)
{
    va_list args;

    if (errors.count > ERRORS_MAX || errors.repeated)
        return;
    va_start(args, format);
    report(at, "note", arena_vformat(format, args));
    va_end(args);
}

unsigned error_count(void)
{
    return errors.count;
}

void errors_reset(bool silent)
{
    errors.count = 0;
    errors.silent = silent;
    errors.repeated = false;
}
