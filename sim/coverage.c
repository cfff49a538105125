/* coverage.c - how often each row fired, over all bounds together. */
#include "coverage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "report.h"

/* --- adding up --- */

static struct coverage_row *row_of(struct coverage *coverage, const char *identity)
{
    for (size_t i = 0; i < coverage->count; i++)
        if (strcmp(text_get(&coverage->rows[i].identity), identity) == 0)
            return &coverage->rows[i];
    coverage->rows = memory_resize(coverage->rows, (coverage->count + 1) * sizeof *coverage->rows);
    struct coverage_row *row = &coverage->rows[coverage->count++];
    *row                     = (struct coverage_row){0};
    text_add(&row->identity, "%s", identity);
    return row;
}

static void add_firing(struct coverage_row *row, const struct result *result, size_t index)
{
    row->firings = memory_resize(row->firings, (row->count + 1) * sizeof *row->firings);
    row->firings[row->count++] = (struct coverage_firing){result, index};
    row->fired += result->fired[index];
}

void coverage_add(struct coverage *coverage, const struct result *result)
{
    const struct engine *engine   = result->engine;
    struct text          identity = {0};
    for (unsigned row = 0; row < engine->n_rows; row++)
        for (unsigned state = 0; state < engine->n_states; state++) {
            size_t index    = result_index(engine, row, state);
            identity.length = 0;
            result_add_identity(&identity, engine, row, state);
            if (!result_has_row(engine, row, state) && result->fired[index] == 0)
                continue;
            struct coverage_row *covered = row_of(coverage, text_get(&identity));
            covered->cannot              = engine->rows[row].cannot[state];
            if (result->fired[index] > 0)
                add_firing(covered, result, index);
        }
    text_free(&identity);
}

void coverage_free(struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->count; i++) {
        text_free(&coverage->rows[i].identity);
        free(coverage->rows[i].firings);
    }
    free(coverage->rows);
    *coverage = (struct coverage){0};
}

size_t coverage_never(const struct coverage *coverage)
{
    size_t never = 0;
    for (size_t i = 0; i < coverage->count; i++)
        never += coverage->rows[i].fired == 0 && coverage->rows[i].cannot == NULL;
    return never;
}

size_t coverage_refuted(const struct coverage *coverage)
{
    size_t refuted = 0;
    for (size_t i = 0; i < coverage->count; i++)
        refuted += coverage->rows[i].fired > 0 && coverage->rows[i].cannot != NULL;
    return refuted;
}

static size_t count_impossible(const struct coverage *coverage)
{
    size_t impossible = 0;
    for (size_t i = 0; i < coverage->count; i++)
        impossible += coverage->rows[i].cannot != NULL;
    return impossible;
}

/* --- printing --- */

/* The bound with the shortest example, or NULL where none has one. */
static const struct coverage_firing *best_example(const struct coverage_row *row)
{
    const struct coverage_firing *best = NULL;
    for (size_t i = 0; i < row->count; i++) {
        const struct coverage_firing *firing = &row->firings[i];
        const struct path            *path   = &firing->result->examples[firing->index];
        if (path->moves != NULL &&
            (best == NULL || path->count < best->result->examples[best->index].count))
            best = firing;
    }
    return best;
}

static void print_example(FILE *out, const struct coverage_firing *firing)
{
    const struct path *path = &firing->result->examples[firing->index];
    struct text        text = {0};
    path_add_short(&text, firing->result->engine, path);
    fprintf(out, "%16s%s, %zu move%s: %s\n", "", firing->result->engine->bound, path->count,
            path->count == 1 ? "" : "s", text_get(&text));
    text_free(&text);
}

static void print_row(FILE *out, const struct coverage_row *row)
{
    char                          number[TEXT_NUMBER_MAX];
    const struct coverage_firing *example = best_example(row);
    fprintf(out, "%14s  %s",
            row->fired > 0        ? text_grouped(number, row->fired)
            : row->cannot != NULL ? "cannot"
                                  : "never",
            text_get(&row->identity));
    if (row->cannot != NULL)
        fprintf(out, "   the table says that it cannot: %s", row->cannot);
    for (size_t i = 0; i < row->count; i++) {
        const struct coverage_firing *firing = &row->firings[i];
        fprintf(out, "%s%s %s", i == 0 ? "   in " : ", ", firing->result->engine->bound,
                text_grouped(number, firing->result->fired[firing->index]));
    }
    fputs("\n", out);
    if (example != NULL)
        print_example(out, example);
}

void coverage_print(FILE *out, const struct coverage *coverage)
{
    fprintf(out, "%14s  row\n", "fired");
    for (int fired = 0; fired <= 1; fired++)
        for (size_t i = 0; i < coverage->count; i++)
            if ((coverage->rows[i].fired > 0) == (fired == 1))
                print_row(out, &coverage->rows[i]);
    fprintf(out, "%zu rows: %zu never fired, %zu cannot fire and say why, %zu of those did\n",
            coverage->count, coverage_never(coverage), count_impossible(coverage),
            coverage_refuted(coverage));
}

void coverage_print_json(FILE *out, const struct result *result)
{
    const struct engine *engine = result->engine;
    for (unsigned row = 0; row < engine->n_rows; row++)
        for (unsigned state = 0; state < engine->n_states; state++) {
            uint64_t fired = result->fired[result_index(engine, row, state)];
            if (!result_has_row(engine, row, state) && fired == 0)
                continue;
            struct text identity = {0}, text = {0};
            result_add_identity(&identity, engine, row, state);
            text_add(&text, "{\"engine\":\"%s\",\"bound\":", result->searcher);
            report_add_json_string(&text, engine->bound);
            text_add(&text, ",\"row\":");
            report_add_json_string(&text, text_get(&identity));
            fprintf(out, "%s,\"fired\":%" PRIu64 "}\n", text_get(&text), fired);
            text_free(&identity);
            text_free(&text);
        }
}
