/* study_pairs.c - points beside each other, as tables; see study_pairs.h. */
#include "study_pairs.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study_table.h"

/* ---------------------------------------------------------------- one pair */

struct study_share study_share(const struct study *study, uint32_t point, enum tally_count count)
{
    const struct study_point *here = &study->points[point];
    const struct study_point *there = &study->points[study_base(study, point)];
    struct study_share        share = { .runs = { 0 } };
    double                    runs  = (double)here->pair->runs;
    pair_fourfold(here->pair, &there->tally, &here->tally, count, &share.runs);
    struct interval paired = estimate_difference(&share.runs, true);
    struct interval apart  = estimate_difference(&share.runs, false);
    double          value  = ((double)share.runs.second - (double)share.runs.first) / runs;
    share.paired           = (struct digest_value){ value, paired.low, paired.high };
    share.apart            = (struct digest_value){ value, apart.low, apart.high };
    return share;
}

struct pair_digest study_difference(const struct study *study, uint32_t point, unsigned measure)
{
    const struct study_point *here = &study->points[point];
    return pair_digest_of(here->pair, &study->points[study_base(study, point)].tally, &here->tally,
                          measure);
}

/* ---------------------------------------------------------------- cells */

static void write_count(const struct columns *table, unsigned line, unsigned column, uint64_t count)
{
    char number[TEXT_NUMBER_MAX];
    snprintf(columns_cell(table, line, column), COLUMNS_CELL_MAX, "%s", text_grouped(number, count));
}

static void write_bound(struct text *text, double number)
{
    if (isnan(number))
        text_add(text, "?");
    else
        text_add(text, number == 0 ? "0" : "%+.4g", number);
}

/* "+1.02 (+0.98 to +1.06)"; the interval only where it is more than the number itself. */
static void write_difference(const struct columns *table, unsigned line, unsigned column,
                             const struct digest_value *value, double unit)
{
    struct text text = { 0 };
    write_bound(&text, value->value * unit);
    if (value->low < value->value || value->high > value->value || isnan(value->low)
        || isnan(value->high)) {
        text_add(&text, " (");
        write_bound(&text, value->low * unit);
        text_add(&text, " to ");
        write_bound(&text, value->high * unit);
        text_add(&text, ")");
    }
    snprintf(columns_cell(table, line, column), COLUMNS_CELL_MAX, "%s", text_get(&text));
    text_free(&text);
}

static void write_narrower(const struct columns *table, unsigned line, unsigned column,
                           const struct digest_value *paired, const struct digest_value *apart)
{
    double times = pair_narrower(paired, apart);
    snprintf(columns_cell(table, line, column), COLUMNS_CELL_MAX, isnan(times) ? "-" : "%.3gx", times);
}

static void write_heads(const struct columns *table, unsigned first, const char *const heads[],
                        unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        snprintf(columns_cell(table, 0, first + i), COLUMNS_CELL_MAX, "%s", heads[i]);
}

/* ---------------------------------------------------------------- tables */

static bool is_alike(const struct study *study, const struct study_lines *pairs, enum tally_count count)
{
    for (uint32_t i = 0; i < pairs->n; i++) {
        const struct pair *pair = study->points[pairs->points[i]].pair;
        if (pair->only[PAIR_THERE][count] + pair->only[PAIR_HERE][count] != 0)
            return false;
    }
    return true;
}

static void print_share(FILE *out, const struct study *study, const struct study_lines *pairs,
                        enum tally_count count)
{
    enum { ONLY_THERE, ONLY_HERE, DIFFERENCE, NARROWER, HEADS };
    const char *const heads[HEADS] = { "only there", "only here", "difference %", "narrower" };
    struct columns    table        = study_columns(study, pairs, HEADS);
    unsigned          first        = table.n - HEADS;
    fprintf(out, "\n%s: runs in which it was so at one of both\n", tally_count_names[count]);
    write_heads(&table, first, heads, HEADS);
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct study_share share = study_share(study, pairs->points[i], count);
        write_count(&table, i + 1, first + ONLY_THERE, share.runs.first);
        write_count(&table, i + 1, first + ONLY_HERE, share.runs.second);
        write_difference(&table, i + 1, first + DIFFERENCE, &share.paired, 100);
        write_narrower(&table, i + 1, first + NARROWER, &share.paired, &share.apart);
    }
    columns_print(out, &table);
}

static bool is_empty(const struct study *study, const struct study_lines *pairs, unsigned measure)
{
    for (uint32_t i = 0; i < pairs->n; i++) {
        const struct pair *pair = study->points[pairs->points[i]].pair;
        if (pair->less[measure].count + pair->more[measure].count != 0)
            return false;
    }
    return true;
}

static void print_measure(FILE *out, const struct study *study, const struct study_lines *pairs,
                          unsigned measure)
{
    enum { RUNS, LESS, EQUAL, MORE, MEAN, NARROWER, MEDIAN, HEADS };
    const char *const heads[HEADS] = { "runs", "less", "equal", "more", "mean", "narrower", "median" };
    struct columns    table        = study_columns(study, pairs, HEADS);
    unsigned          first        = table.n - HEADS;
    double            unit         = tally_unit(measure);
    fprintf(out, "\n%s%s: here minus there, in runs that have it at both\n",
            tally_measure_name(measure), tally_is_time(measure) ? ", seconds" : "");
    write_heads(&table, first, heads, HEADS);
    for (uint32_t i = 0; i < pairs->n; i++) {
        struct pair_digest digest = study_difference(study, pairs->points[i], measure);
        write_count(&table, i + 1, first + RUNS, digest.runs);
        if (digest.runs == 0)
            continue;
        write_count(&table, i + 1, first + LESS, digest.less);
        write_count(&table, i + 1, first + EQUAL, digest.equal);
        write_count(&table, i + 1, first + MORE, digest.more);
        write_difference(&table, i + 1, first + MEAN, &digest.mean, unit);
        write_narrower(&table, i + 1, first + NARROWER, &digest.mean, &digest.apart);
        write_difference(&table, i + 1, first + MEDIAN, &digest.median, unit);
    }
    columns_print(out, &table);
}

/* ---------------------------------------------------------------- all of them */

static struct study_lines pairs_of(const struct study *study)
{
    struct study_lines pairs = { memory_get(study->n_points, sizeof *pairs.points), 0 };
    for (uint32_t i = 0; i < study->n_points; i++)
        if (study->points[i].pair != NULL && study->points[i].pair->runs != 0)
            pairs.points[pairs.n++] = i;
    return pairs;
}

static void print_head(FILE *out, const struct study *study, const struct study_lines *pairs)
{
    const struct axis *axis = &study->axes[study->compared];
    const char        *glue = "alike in each run: ";
    fprintf(out, "\nCompared run by run, with the same draws: here another %s, there %s.\n\"narrower\" is how many "
                 "times narrower the interval is than if both had other runs.\n",
            axis->name, text_get(&axis->values[0]));
    for (enum tally_count i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++) {
        if (!is_alike(study, pairs, i))
            continue;
        fprintf(out, "%s%s", glue, tally_count_names[i]);
        glue = ", ";
    }
    fputs(glue[0] == ',' ? "\n" : "", out);
}

void study_pairs(FILE *out, const struct study *study, bool states)
{
    struct study_lines pairs = pairs_of(study);
    if (pairs.n != 0)
        print_head(out, study, &pairs);
    for (enum tally_count i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++)
        if (!is_alike(study, &pairs, i))
            print_share(out, study, &pairs, i);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        if ((i < TALLY_STATES || states) && !is_empty(study, &pairs, i))
            print_measure(out, study, &pairs, i);
    free(pairs.points);
}
