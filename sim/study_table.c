/* study_table.c - the results of a study as tables for people; see study_table.h. */
#include "study_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "estimate.h"
#include "study_pairs.h"

struct columns study_columns(const struct study *study, const struct study_lines *which, unsigned n)
{
    unsigned axes = 0, column = 0;
    for (unsigned i = 0; i < study->n_axes; i++)
        axes += study->axes[i].count != 0 ? 1 : 0;
    struct columns columns = columns_new(axes + n, which->n + 1);
    for (unsigned i = 0; i < study->n_axes; i++) {
        const struct axis *axis = &study->axes[i];
        if (axis->count == 0)
            continue;
        snprintf(columns_cell(&columns, 0, column), COLUMNS_CELL_MAX, "%s", axis->name);
        for (uint32_t k = 0; k < which->n; k++)
            snprintf(columns_cell(&columns, k + 1, column), COLUMNS_CELL_MAX, "%s",
                     text_get(&axis->values[study_value(study, which->points[k], i)]));
        column++;
    }
    return columns;
}

/* A line for each point. */
static struct columns all_columns(const struct study *study, unsigned n)
{
    struct study_lines all = { memory_get(study->n_points, sizeof *all.points), study->n_points };
    for (uint32_t i = 0; i < study->n_points; i++)
        all.points[i] = i;
    struct columns columns = study_columns(study, &all, n);
    free(all.points);
    return columns;
}

/* Four digits, and more where they would make a share that is not all 100 %. */
static void add_number(char *text, double number)
{
    size_t length = strlen(text), room = COLUMNS_CELL_MAX - length;
    int    digits = 4;
    do
        snprintf(text + length, room, "%.*g", digits, number);
    while (number < 100 && strcmp(text + length, "100") == 0 && ++digits < 16);
}

static void add_bound(char *text, double number)
{
    if (isnan(number))
        strcat(text, "?");
    else
        add_number(text, number);
}

/* "1.023 (1.011-1.036)"; the interval only where it is more than the number itself. */
static void write_value(char *text, double value, double low, double high)
{
    text[0] = '\0';
    add_number(text, value);
    if (low >= value && high <= value)
        return;
    strcat(text, " (");
    add_bound(text, low);
    strcat(text, "-");
    add_bound(text, high);
    strcat(text, ")");
}

/* Runs that were cut short are rare enough to be told only where there are some. */
static unsigned n_counts(const struct study *study)
{
    for (uint32_t point = 0; point < study->n_points; point++)
        if (study->points[point].tally.counts[TALLY_CUT] != 0)
            return TALLY_COUNTS;
    return TALLY_CUT;
}

static void write_shares(const struct columns *table, unsigned line, unsigned first,
                         const uint64_t *counts)
{
    uint64_t runs = counts[TALLY_RUNS];
    text_grouped(columns_cell(table, line, first), runs);
    for (unsigned i = TALLY_RUNS + 1; first + i < table->n && runs != 0; i++) {
        struct interval range = estimate_share(counts[i], runs);
        write_value(columns_cell(table, line, first + i), (double)counts[i] / (double)runs * 100,
                    range.low * 100, range.high * 100);
    }
}

static void print_shares(FILE *out, const struct study *study)
{
    struct columns table = all_columns(study, n_counts(study));
    unsigned     first = table.n - n_counts(study);
    for (unsigned i = 0; first + i < table.n; i++)
        snprintf(columns_cell(&table, 0, first + i), COLUMNS_CELL_MAX, "%s%s", tally_count_names[i],
                 i == TALLY_RUNS ? "" : " %");
    for (uint32_t point = 0; point < study->n_points; point++)
        write_shares(&table, point + 1, first, study->points[point].tally.counts);
    columns_print(out, &table);
}

static bool is_empty(const struct study *study, unsigned measure)
{
    for (uint32_t point = 0; point < study->n_points; point++)
        if (study->points[point].tally.histograms[measure].count != 0)
            return false;
    return true;
}

static void print_measure(FILE *out, const struct study *study, unsigned measure)
{
    struct columns table = all_columns(study, 1 + DIGEST_STATISTICS);
    unsigned     first = table.n - 1 - DIGEST_STATISTICS;
    fprintf(out, "\n%s%s\n", tally_measure_name(measure), tally_is_time(measure) ? ", seconds" : "");
    snprintf(columns_cell(&table, 0, first), COLUMNS_CELL_MAX, "runs");
    for (unsigned i = 0; i < DIGEST_STATISTICS; i++)
        snprintf(columns_cell(&table, 0, first + 1 + i), COLUMNS_CELL_MAX, "%s", digest_names[i]);
    for (uint32_t point = 0; point < study->n_points; point++) {
        struct digest digest = digest_of(&study->points[point].tally.histograms[measure]);
        double        unit   = tally_unit(measure);
        text_grouped(columns_cell(&table, point + 1, first), digest.count);
        for (unsigned i = 0; i < DIGEST_STATISTICS && digest.count != 0; i++)
            write_value(columns_cell(&table, point + 1, first + 1 + i), digest.values[i].value * unit,
                        digest.values[i].low * unit, digest.values[i].high * unit);
    }
    columns_print(out, &table);
}

static bool is_swept(const struct study *study, const char *name)
{
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0 && strcmp(study->axes[i].name, name) == 0)
            return true;
    return false;
}

/* What must be known to read the numbers. */
static void print_head(FILE *out, const struct study *study)
{
    char        number[TEXT_NUMBER_MAX];
    struct text command = { 0 };
    study_add_command(&command, study);
    if (!study_is_complete(study))
        fputs("PARTIAL: these are not all runs\n", out);
    fprintf(out, "%s%s%" PRIu32 " point%s, %s runs each", study->points[0].scenario.title,
            study->points[0].scenario.title[0] != '\0' ? "; " : "", study->n_points,
            study->n_points == 1 ? "" : "s", text_grouped(number, study->plan.runs));
    if (study->plan.of != 1)
        fprintf(out, ", of them shard %" PRIu32 "/%" PRIu32, study->plan.shard, study->plan.of);
    if (!is_swept(study, "seed"))
        fprintf(out, "; seed %" PRIu64, study->points[0].scenario.seed);
    fputs("; intervals hold in 95 of 100 cases\n", out);
    fprintf(out, "again: %s\n\n", text_get(&command));
    text_free(&command);
}

void study_table(FILE *out, const struct study *study, bool states)
{
    print_head(out, study);
    print_shares(out, study);
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
        if ((measure < TALLY_STATES || states) && !is_empty(study, measure))
            print_measure(out, study, measure);
    if (study->plan.compare != NULL)
        study_pairs(out, study, states);
}

