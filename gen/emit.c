/* emit.c - what the backends share; see emit.h. */
#include "emit.h"

#include <stdarg.h>

void emit_start(struct emitter *x)
{
    fprintf(x->out, "%*s", (int)x->indent * 4, "");
}

void emit_line(struct emitter *x, const char *format, ...)
{
    va_list args;

    emit_start(x);
    va_start(args, format);
    vfprintf(x->out, format, args);
    va_end(args);
    fputc('\n', x->out);
}

void emit_text(struct emitter *x, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(x->out, format, args);
    va_end(args);
}

void emit_quoted(struct emitter *x, const char *text)
{
    fputc('"', x->out);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', x->out);
        fputc(*text == '\n' ? ' ' : *text, x->out);
    }
    fputc('"', x->out);
}

void emit_each(struct emitter *x, const char *format, const char *name)
{
    for (const char *p = format; *p != '\0'; p++)
        if (*p == '$')
            emit_text(x, "%s", name);
        else
            emit_text(x, "%c", *p);
}
