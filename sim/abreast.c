/* abreast.c - two runs of one scenario side by side; see abreast.h. */
#include "abreast.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trace_json.h"

enum { TEXT_WIDTH_MIN = 62, TIME_WIDTH = 14 };

/* A row of the table: the lines of both runs that stand in it, or NULL. */
struct row {
    const struct abreast_line *lines[2];
};

struct table {
    struct row *rows;    /* `count` of them */
    size_t      count;   /* how many */
    size_t      same;    /* the first so many are the same in both, with their times */
    size_t      left[2]; /* lines of each run that were left out */
};

/* ---------------------------------------------------------------- reading */

/* Several blanks become one, and none is at the end. */
static void put_together(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++)
        if (*from != ' ' || (from[1] != ' ' && from[1] != '\0'))
            *to++ = *from;
    *to = '\0';
}

static void read_line(struct abreast *run, char *line)
{
    char *time = line + strspn(line, " "), *text = time + strcspn(time, " ");
    if (*time == '\0')
        return;
    if (*text != '\0')
        *text++ = '\0';
    text += strspn(text, " ");
    put_together(text);
    if ((run->count & (run->count - 1)) == 0)
        run->lines = memory_resize(run->lines, (2 * run->count + 1) * sizeof *run->lines);
    run->lines[run->count++] = (struct abreast_line){ time, text };
}

void abreast_read(struct abreast *run, const char *name, char *text)
{
    char *rest = NULL;
    *run       = (struct abreast){ .name = name };
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
        read_line(run, line);
}

void abreast_free(struct abreast *run)
{
    free(run->lines);
    *run = (struct abreast){0};
}

/* ---------------------------------------------------------------- aligning */

static bool is_equal(const struct abreast_line *a, const struct abreast_line *b)
{
    return strcmp(a->text, b->text) == 0;
}

static void add_row(struct table *table, const struct abreast_line *a, const struct abreast_line *b)
{
    table->rows[table->count++] = (struct row){ { a, b } };
}

static uint16_t larger(uint16_t a, uint16_t b)
{
    return a > b ? a : b;
}

/* most[i * (m + 1) + j]: so many lines of the first run from i on, and of the second from j on, can
 * stand beside one another. */
static uint16_t *count_pairs(const struct abreast_line *a, size_t n, const struct abreast_line *b, size_t m)
{
    uint16_t *most = memory_get((n + 1) * (m + 1), sizeof *most);
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;)
            most[i * (m + 1) + j] =
                is_equal(&a[i], &b[j])
                    ? (uint16_t)(most[(i + 1) * (m + 1) + j + 1] + 1)
                    : larger(most[(i + 1) * (m + 1) + j], most[i * (m + 1) + j + 1]);
    return most;
}

static void align(struct table *table, const struct abreast_line *a, size_t n, const struct abreast_line *b,
                  size_t m)
{
    uint16_t *most = count_pairs(a, n, b, m);
    for (size_t i = 0, j = 0; i < n || j < m;) {
        if (i < n && j < m && is_equal(&a[i], &b[j]))
            add_row(table, &a[i++], &b[j++]);
        else if (j == m || (i < n && most[(i + 1) * (m + 1) + j] >= most[i * (m + 1) + j + 1]))
            add_row(table, &a[i++], NULL);
        else
            add_row(table, NULL, &b[j++]);
    }
    free(most);
}

static size_t cut(struct table *table, const struct abreast *run, unsigned side)
{
    size_t rest       = run->count - table->same, taken = rest < ABREAST_LINES_MAX ? rest : ABREAST_LINES_MAX;
    table->left[side] = rest - taken;
    return taken;
}

static struct table make_table(const struct abreast runs[2])
{
    const struct abreast *a = &runs[0], *b = &runs[1];
    struct table          table = { .rows = memory_get(a->count + b->count + 1, sizeof *table.rows) };
    while (table.same < a->count && table.same < b->count
           && is_equal(&a->lines[table.same], &b->lines[table.same])
           && strcmp(a->lines[table.same].time, b->lines[table.same].time) == 0) {
        add_row(&table, &a->lines[table.same], &b->lines[table.same]);
        table.same++;
    }
    size_t n = cut(&table, a, 0), m = cut(&table, b, 1);
    align(&table, a->lines + table.same, n, b->lines + table.same, m);
    return table;
}

/* ---------------------------------------------------------------- showing */

static const char *text_of(const struct row *row)
{
    return row->lines[row->lines[0] != NULL ? 0 : 1]->text;
}

static const char *time_of(const struct row *row, unsigned side, const char *none)
{
    return row->lines[side] != NULL ? row->lines[side]->time : none;
}

/* The columns that the texts of the rows after the parting need, all of them ASCII. */
static int text_width(const struct table *table)
{
    size_t width = TEXT_WIDTH_MIN;
    for (size_t i = table->same; i < table->count; i++) {
        size_t length = strlen(text_of(&table->rows[i]));
        width         = length > width ? length : width;
    }
    return (int)width;
}

static void print_rows(FILE *out, const struct table *table, const struct abreast runs[2])
{
    int width = text_width(table);
    fprintf(out, "%-*s %*s %*s\n", width, "", TIME_WIDTH, runs[0].name, TIME_WIDTH, runs[1].name);
    for (size_t i = table->same; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        fprintf(out, "%-*s %*s %*s\n", width, text_of(row), TIME_WIDTH, time_of(row, 0, "-"),
                TIME_WIDTH, time_of(row, 1, "-"));
    }
}

static void print_parting(FILE *out, const struct table *table)
{
    if (table->same == 0)
        fputs("They part at once:\n\n", out);
    else
        fprintf(out, "The same up to \"%s\" at %s s, %zu line%s; then they part:\n\n",
                text_of(&table->rows[table->same - 1]), time_of(&table->rows[table->same - 1], 0, ""),
                table->same, table->same == 1 ? "" : "s");
}

void abreast_print(FILE *out, const struct abreast runs[2])
{
    struct table table = make_table(runs);
    if (table.same == runs[0].count && table.same == runs[1].count)
        fprintf(out, "They do not part: %zu lines are the same, at the same times.\n", table.same);
    else {
        print_parting(out, &table);
        print_rows(out, &table, runs);
    }
    for (unsigned side = 0; side < 2; side++)
        if (table.left[side] > 0)
            fprintf(out, "and %zu more lines with %s, which are left out\n", table.left[side], runs[side].name);
    free(table.rows);
}

void abreast_json(FILE *out, const struct abreast runs[2])
{
    struct table table = make_table(runs);
    for (unsigned side = 0; side < 2; side++) {
        fputs(side == 0 ? "{\"kind\":\"profile-diff\",\"profiles\":[" : ",", out);
        trace_json_string(out, runs[side].name);
    }
    fputs("]}\n", out);
    for (size_t i = 0; i < table.count; i++) {
        fputs("{\"kind\":\"line\",\"text\":", out);
        trace_json_string(out, text_of(&table.rows[i]));
        fprintf(out, ",\"times\":[%s,%s]}\n", time_of(&table.rows[i], 0, "null"), time_of(&table.rows[i], 1, "null"));
    }
    fprintf(out, "{\"kind\":\"end\",\"same\":%zu,\"lines\":[%zu,%zu],\"left_out\":[%zu,%zu]}\n", table.same,
            runs[0].count, runs[1].count, table.left[0], table.left[1]);
    free(table.rows);
}
