/* study_plot.c - the results of a study as curves of a figure; see study_plot.h. */
#include "study_plot.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "estimate.h"
#include "study_where.h"
#include "words.h"

const char *const study_plot_names[STUDY_PLOT_WHATS] = {
    [STUDY_PLOT_CDF] = "cdf", [STUDY_PLOT_QUANTILES] = "quantiles",
    [STUDY_PLOT_SURVIVAL] = "survival", [STUDY_PLOT_SHARE] = "share",
};

/* Curves while they are added. */
struct adding {
    struct plot                  *plot;
    const struct study           *study;
    const char                   *file;     /* its name, or "" */
    const struct study_plot_wish *wish;
    bool                         *chosen;   /* by point: --where lets it in */
    unsigned                      x;        /* the axis to the right; n_axes where there is none */
    unsigned                      measures[TALLY_MEASURES]; /* that are drawn, `n_measures` */
    unsigned                      n_measures;
    struct text                  *problem;
};

static bool is_distribution(const struct adding *a)
{
    return a->wish->what == STUDY_PLOT_CDF || a->wish->what == STUDY_PLOT_SURVIVAL;
}

/* ---------------------------------------------------------------- which points */

/* How many values of an axis are let in. */
static unsigned n_chosen(const struct adding *a, unsigned axis)
{
    bool     seen[AXIS_VALUES_MAX] = { false };
    unsigned count                 = 0;
    for (uint32_t i = 0; i < a->study->n_points; i++) {
        unsigned value = study_value(a->study, i, axis);
        count += a->chosen[i] && !seen[value] ? 1 : 0;
        seen[value] = seen[value] || a->chosen[i];
    }
    return count;
}

/* ---------------------------------------------------------------- what is measured */

static bool find_measure(const struct adding *a, const char *name, unsigned *measure)
{
    if (a->wish->what == STUDY_PLOT_SHARE) {
        for (*measure = TALLY_RUNS + 1; *measure < TALLY_COUNTS; ++*measure)
            if (strcmp(tally_count_names[*measure], name) == 0)
                return true;
    } else {
        for (*measure = 0; *measure < TALLY_MEASURES; ++*measure)
            if (strcmp(tally_measure_name(*measure), name) == 0)
                return true;
    }
    return false;
}

static void list_measures(const struct adding *a)
{
    text_add(a->problem, "; there are:");
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS && a->wish->what == STUDY_PLOT_SHARE; i++)
        text_add(a->problem, " '%s'", tally_count_names[i]);
    for (unsigned i = 0; i < TALLY_MEASURES && a->wish->what != STUDY_PLOT_SHARE; i++)
        text_add(a->problem, " '%s'", tally_measure_name(i));
}

static bool choose_measures(struct adding *a)
{
    const struct string_list *names = &a->wish->measures;
    if (names->count == 0)
        a->measures[a->n_measures++] = a->wish->what == STUDY_PLOT_SHARE ? (unsigned)TALLY_FAILED
                                                                         : (unsigned)TALLY_CONNECT;
    for (size_t i = 0; i < names->count && a->n_measures < TALLY_MEASURES; i++)
        if (find_measure(a, names->items[i], &a->measures[a->n_measures])) {
            a->n_measures++;
            a->wish->uses[i]++;
        }
    if (a->n_measures > 0)
        return true;
    text_add(a->problem, "no measure '%s'", names->items[0]);
    list_measures(a);
    return false;
}

static const char *measure_name(const struct adding *a, unsigned measure)
{
    return a->wish->what == STUDY_PLOT_SHARE ? tally_count_names[measure] : tally_measure_name(measure);
}

/* "time of A in SYN-SENT (s)" */
static void add_label(struct text *label, unsigned measure)
{
    const char *name = tally_measure_name(measure);
    int         end  = (int)strlen(name) - 1;
    if (!tally_is_time(measure))
        text_add(label, "%s of a run", name);
    else if (measure < TALLY_CLOSE)
        text_add(label, "time until %c is connected (s)", name[end]);
    else if (measure < TALLY_SEGMENTS)
        text_add(label, "time until %c has closed (s)", name[end]);
    else
        text_add(label, "time of %c in %.*s (s)", name[end], end - 1, name);
}

static bool have_one_unit(struct adding *a)
{
    for (unsigned i = 1; i < a->n_measures && a->wish->what != STUDY_PLOT_SHARE; i++)
        if (tally_is_time(a->measures[i]) != tally_is_time(a->measures[0])) {
            text_add(a->problem, "'%s' and '%s' have not the same unit", measure_name(a, a->measures[0]),
                     measure_name(a, a->measures[i]));
            return false;
        }
    return true;
}

/* What is measured, as the label of an axis; where it is several things, the curves have their names. */
static void add_measures_label(struct text *label, const struct adding *a)
{
    if (a->n_measures == 1)
        add_label(label, a->measures[0]);
    else
        text_add(label, tally_is_time(a->measures[0]) ? "time (s)" : "segments of a run");
}

/* ---------------------------------------------------------------- names of curves */

/* What tells this curve from the others: the file, the measure, the values that vary. */
static void add_name(struct text *name, const struct adding *a, uint32_t point, unsigned measure)
{
    study_join(name, a->file);
    if (a->n_measures > 1)
        study_join(name, measure_name(a, measure));
    for (unsigned i = 0; i < a->study->n_axes; i++) {
        struct text part = { 0 };
        if (a->study->axes[i].count == 0 || i == a->x || n_chosen(a, i) < 2)
            continue;
        text_add(&part, "%s %s", a->study->axes[i].name,
                 text_get(&a->study->axes[i].values[study_value(a->study, point, i)]));
        study_join(name, text_get(&part));
        text_free(&part);
    }
}

/* NULL where there is no place for one more: how many there are is counted all the same. */
static struct plot_curve *add_curve(struct adding *a, uint32_t point, unsigned measure)
{
    struct plot_curve *curve = plot_add_curve(a->plot);
    if (curve != NULL)
        add_name(&curve->name, a, point, measure);
    return curve;
}

/* ---------------------------------------------------------------- distributions */

void study_plot_step(struct plot_curve *curve, const struct study_plot_wish *wish, double x, double share)
{
    double y = wish->what == STUDY_PLOT_CDF ? share : 1 - share;
    plot_add_point(curve, (struct plot_point){ x, y, y, y });
}

void study_plot_begin(struct plot_curve *curve, const struct study_plot_wish *wish)
{
    study_plot_step(curve, wish, 0, 0);
}

/* A cell is a step at the mean of its values, as where a quantile is told. */
static void add_distribution(struct adding *a, uint32_t point, unsigned measure)
{
    const struct tally     *tally = &a->study->points[point].tally;
    const struct histogram *h     = &tally->histograms[measure];
    uint64_t                runs  = a->wish->all ? tally->counts[TALLY_RUNS] : h->count, so_far = 0, least = 0;
    struct histogram_cell   cell;
    struct plot_curve      *curve = h->count != 0 ? add_curve(a, point, measure) : NULL;
    if (curve == NULL)
        return;
    study_plot_begin(curve, a->wish);
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell);) {
        so_far += cell.count;
        study_plot_step(curve, a->wish,
                        ((double)least + (double)cell.excess / (double)cell.count) * tally_unit(measure),
                        (double)so_far / (double)runs);
    }
}

static void add_distributions(struct adding *a)
{
    for (unsigned i = 0; i < a->n_measures; i++)
        for (uint32_t point = 0; point < a->study->n_points; point++)
            if (a->chosen[point])
                add_distribution(a, point, a->measures[i]);
}

/* ---------------------------------------------------------------- the axis to the right */

/* A number with a unit behind it. */
static bool read_number(const struct text *value, double *number, const char **unit)
{
    char *end;
    *number = strtod(text_get(value), &end);
    *unit   = end;
    return end != text_get(value);
}

/* All numbers of one unit, which is "" for 0 alone; else no numbers, but names. */
static bool read_numbers(const struct axis *axis, double *numbers, const char **unit)
{
    const char *own;
    *unit = "";
    for (unsigned i = 0; i < axis->count; i++) {
        if (!read_number(&axis->values[i], &numbers[i], &own))
            return false;
        if (own[0] != '\0' && (*unit)[0] == '\0')
            *unit = own;
        if (strcmp(own, *unit) != 0 && numbers[i] != 0)
            return false;
    }
    return true;
}

/* Times of several units are all seconds. */
static bool read_times(const struct axis *axis, double *numbers)
{
    uint64_t time_us;
    for (unsigned i = 0; i < axis->count; i++) {
        const struct text *value = &axis->values[i];
        if (!word_time((struct word){ text_get(value), (unsigned)value->length, 1 }, &time_us))
            return false;
        numbers[i] = (double)time_us * 1e-6;
    }
    return true;
}

/* Where the values of the axis stand: as numbers, or one after the other. */
static bool place_values(const struct adding *a, double *places, const char **unit)
{
    const struct axis *axis = &a->study->axes[a->x];
    if (read_numbers(axis, places, unit))
        return true;
    *unit = "s";
    if (read_times(axis, places))
        return true;
    *unit = "";
    for (unsigned i = 0; i < axis->count; i++)
        places[i] = i;
    return false;
}

static bool find_x(struct adding *a)
{
    double      places[AXIS_VALUES_MAX];
    const char *unit;
    unsigned    names = a->study->n_axes;
    if (a->wish->x != NULL)
        return study_find_axis(a->study, a->wish->x, strlen(a->wish->x), &a->x, a->problem);
    for (a->x = 0; a->x < a->study->n_axes; a->x++) {
        if (a->study->axes[a->x].count == 0 || n_chosen(a, a->x) < 2)
            continue;
        if (place_values(a, places, &unit))
            return true;
        names = names == a->study->n_axes ? a->x : names;
    }
    a->x = names;
    if (a->x == a->study->n_axes)
        text_add(a->problem, "one point only: it has a cdf and a survival, but no axis of values");
    return a->x != a->study->n_axes;
}

/* The names of values that are no numbers. */
static void name_values(struct plot_axis *axis, const struct axis *values)
{
    axis->n_names = values->count;
    axis->names   = memory_get(values->count, sizeof *axis->names);
    for (unsigned i = 0; i < values->count; i++)
        text_add(&axis->names[i], "%s", text_get(&values->values[i]));
}

static bool label_x(struct adding *a, double *places)
{
    const struct axis *axis = &a->study->axes[a->x];
    struct text        label = { 0 };
    const char        *unit;
    bool               numbers = place_values(a, places, &unit);
    text_add(&label, unit[0] != '\0' ? "%s (%s)" : "%s", axis->name, unit);
    bool first = a->plot->x.label.length == 0;
    bool same  = first || (strcmp(text_get(&label), text_get(&a->plot->x.label)) == 0
                          && numbers == (a->plot->x.names == NULL));
    if (first) {
        text_add(&a->plot->x.label, "%s", text_get(&label));
        if (!numbers)
            name_values(&a->plot->x, axis);
    } else if (!same)
        text_add(a->problem, "its axis is '%s', that of the first file '%s'", text_get(&label),
                 text_get(&a->plot->x.label));
    text_free(&label);
    return same;
}

/* ---------------------------------------------------------------- quantiles and shares */

/* How far apart in the grid are points that differ in the axis to the right alone. */
static uint32_t stride_of(const struct adding *a)
{
    uint32_t stride = 1;
    for (unsigned i = a->x + 1; i < a->study->n_axes; i++)
        stride *= a->study->axes[i].count != 0 ? a->study->axes[i].count : 1;
    return stride;
}

static int by_x(const void *one, const void *other)
{
    double x = ((const struct plot_point *)one)->x, y = ((const struct plot_point *)other)->x;
    return (x > y) - (x < y);
}

/* One number of a point: a quantile of a measure, or a share; false where there is none. */
static bool number_of(const struct adding *a, uint32_t point, unsigned measure, unsigned quantile,
                      struct plot_point *out)
{
    const struct tally *tally = &a->study->points[point].tally;
    uint64_t            runs  = tally->counts[TALLY_RUNS];
    if (a->wish->what == STUDY_PLOT_SHARE) {
        struct interval range = estimate_share(tally->counts[measure], runs > 0 ? runs : 1);
        *out = (struct plot_point){ 0, (double)tally->counts[measure] / (double)runs, range.low, range.high };
        return runs != 0;
    }
    struct digest       digest = digest_of(&tally->histograms[measure]);
    struct digest_value v      = digest.values[quantile];
    double              unit   = tally_unit(measure);
    *out = (struct plot_point){ 0, v.value * unit, v.low * unit, v.high * unit };
    return digest.count != 0;
}

/* Along the axis to the right, from a point with its first value. */
static void add_line(struct adding *a, uint32_t point, unsigned measure, unsigned quantile, const double *places)
{
    static const char *const names[DIGEST_STATISTICS] = {
        [DIGEST_MEDIAN] = "median", [DIGEST_P90] = "90 %", [DIGEST_P99] = "99 %", [DIGEST_P999] = "99.9 %",
    };
    struct plot_curve *curve = add_curve(a, point, measure);
    struct plot_point  p;
    if (curve == NULL)
        return;
    if (a->wish->what == STUDY_PLOT_QUANTILES)
        study_join(&curve->name, names[quantile]);
    for (uint32_t value = 0, stride = stride_of(a); value < a->study->axes[a->x].count; value++)
        if (a->chosen[point + value * stride] && number_of(a, point + value * stride, measure, quantile, &p)) {
            p.x = places[value];
            plot_add_point(curve, p);
        }
    if (curve->n_points > 0)
        qsort(curve->points, curve->n_points, sizeof *curve->points, by_x);
}

/* The first value of the axis to the right that is let in, or another: points with it begin a curve. */
static bool begins_line(const struct adding *a, uint32_t point)
{
    uint32_t stride = stride_of(a), value = study_value(a->study, point, a->x);
    for (uint32_t i = 0; i < a->study->axes[a->x].count; i++)
        if (a->chosen[point + i * stride - value * stride])
            return i == value;
    return false;
}

static void add_lines(struct adding *a, const double *places)
{
    unsigned first = a->wish->what == STUDY_PLOT_SHARE ? 0 : DIGEST_MEDIAN;
    unsigned last  = a->wish->what == STUDY_PLOT_SHARE ? 0 : DIGEST_P999;
    for (unsigned i = 0; i < a->n_measures; i++)
        for (uint32_t point = 0; point < a->study->n_points; point++)
            for (unsigned q = first; q <= last && begins_line(a, point); q++)
                add_line(a, point - study_value(a->study, point, a->x) * stride_of(a), a->measures[i], q, places);
}

static bool add_along_axis(struct adding *a)
{
    double places[AXIS_VALUES_MAX];
    if (!find_x(a) || !label_x(a, places))
        return false;
    add_lines(a, places);
    return true;
}

/* ---------------------------------------------------------------- the plot */

void study_plot_label(struct plot *plot, const struct study_plot_wish *wish, const char *x)
{
    if (plot->y.label.length > 0)
        return;
    if (wish->what == STUDY_PLOT_CDF) {
        text_add(&plot->y.label, "share of the runs");
        plot->y.most = plot->y.log ? 0 : 1;
    } else
        text_add(&plot->y.label, "share of the runs that take longer");
    text_add(&plot->x.label, "%s", x);
    plot->shape = PLOT_STEPS;
}

static void label(struct adding *a)
{
    struct text measures = { 0 };
    if (a->wish->what != STUDY_PLOT_SHARE)
        add_measures_label(&measures, a);
    if (is_distribution(a))
        study_plot_label(a->plot, a->wish, text_get(&measures));
    else if (a->plot->y.label.length == 0 && a->wish->what == STUDY_PLOT_SHARE) {
        text_add(&a->plot->y.label, a->n_measures > 1 ? "share of the runs" : "share of the runs: %s",
                 tally_count_names[a->measures[0]]);
        a->plot->shape = PLOT_BARS;
    } else if (a->plot->y.label.length == 0) {
        text_add(&a->plot->y.label, "%s", text_get(&measures));
        a->plot->shape = PLOT_BANDS;
    }
    text_free(&measures);
}

static void add_title(struct adding *a)
{
    char        runs[TEXT_NUMBER_MAX];
    struct text command = { 0 };
    if (a->plot->title.length == 0)
        text_add(&a->plot->title, "%s", a->study->points[0].scenario.title[0] != '\0'
                                            ? a->study->points[0].scenario.title : a->study->plan.setup.scenario);
    if (a->plot->subtitle.length == 0) {
        text_add(&a->plot->subtitle, "%s%s runs of each point, seed %" PRIu64, study_is_complete(a->study)
                     ? "" : "PARTIAL: of ", text_grouped(runs, a->study->plan.runs),
                 a->study->points[0].scenario.seed);
        text_add(&a->plot->subtitle, is_distribution(a) ? a->wish->all ? "; of all runs"
                                                                      : "; of the runs in which it happened"
                 : a->wish->what == STUDY_PLOT_SHARE ? "; bars hold in 95 of 100 cases"
                                                     : "; bands hold in 95 of 100 cases");
    }
    study_add_command(&command, a->study);
    text_add(&a->plot->source, "; data: %s", text_get(&command));
    text_free(&command);
}

static bool add_curves(struct adding *a)
{
    if (!is_distribution(a))
        return add_along_axis(a);
    add_distributions(a);
    return true;
}

bool study_plot_add(struct plot *plot, const struct study *study, const char *file,
                    const struct study_plot_wish *wish, struct text *problem)
{
    struct adding a = { .plot = plot, .study = study, .file = file, .wish = wish, .x = study->n_axes,
                        .chosen = memory_get(study->n_points, sizeof *a.chosen), .problem = problem };
    bool good = study_choose(study, &wish->where, a.chosen, problem) && choose_measures(&a) && have_one_unit(&a);
    if (good) {
        label(&a);
        add_title(&a);
        good = add_curves(&a);
    }
    free(a.chosen);
    return good;
}
