/* columns.c - a table for people; see columns.h. */
#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

struct columns columns_new(unsigned n, unsigned lines)
{
    struct columns columns = { .n = n, .lines = lines };
    columns.cells          = memory_get((size_t)lines * n, sizeof *columns.cells);
    return columns;
}

char *columns_cell(const struct columns *columns, unsigned line, unsigned column)
{
    return columns->cells[line * columns->n + column];
}

static int width_of(const struct columns *columns, unsigned column)
{
    size_t width = 0;
    for (unsigned line = 0; line < columns->lines; line++) {
        size_t length = strlen(columns_cell(columns, line, column));
        width         = length > width ? length : width;
    }
    return (int)width;
}

void columns_print(FILE *out, struct columns *columns)
{
    int *widths = memory_get(columns->n, sizeof *widths);
    for (unsigned i = 0; i < columns->n; i++)
        widths[i] = width_of(columns, i);
    for (unsigned line = 0; line < columns->lines; line++)
        for (unsigned i = 0; i < columns->n; i++)
            fprintf(out, "%s%*s%s", i == 0 ? "    " : "  ", widths[i], columns_cell(columns, line, i),
                    i + 1 == columns->n ? "\n" : "");
    free(widths);
    free(columns->cells);
}
