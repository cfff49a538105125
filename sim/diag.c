/* diag.c - one error, printed as a C compiler would; see diag.h. */
#include "diag.h"

#include <stdarg.h>

bool diag_file(struct diag *diag, const char *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diag->message, sizeof diag->message, format, arguments);
    va_end(arguments);
    snprintf(diag->file, sizeof diag->file, "%s", file);
    diag->line      = 0;
    diag->column    = 0;
    diag->source[0] = '\0';
    return false;
}

/* Tabs are kept, so that the caret stands where the terminal puts the column. */
static void print_caret(FILE *out, const struct diag *diag)
{
    fputs("    ", out);
    for (unsigned i = 0; i + 1 < diag->column && diag->source[i] != '\0'; i++)
        fputc(diag->source[i] == '\t' ? '\t' : ' ', out);
    fputs("^\n", out);
}

/* The text came from a file that may hold anything: control characters stay off the terminal. */
static void print_clean(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        fputc((c < ' ' && c != '\t') || c == 127 ? '?' : c, out);
    }
    fputc('\n', out);
}

void diag_print(FILE *out, const struct diag *diag)
{
    fputs(diag->file, out);
    if (diag->line > 0)
        fprintf(out, ":%u:%u", diag->line, diag->column);
    fputs(": error: ", out);
    print_clean(out, diag->message);
    if (diag->line == 0)
        return;
    fputs("    ", out);
    print_clean(out, diag->source);
    print_caret(out, diag);
}
