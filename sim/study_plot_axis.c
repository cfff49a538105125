/* study_plot_axis.c - quantiles and shares of a study along one of its axes; see study_plot_curves.h. */
#include "study_plot_curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "estimate.h"
#include "study_where.h"
#include "words.h"

/* ---------------------------------------------------------------- the axis to the right */

/* A number with a unit behind it. */
static bool read_number(const struct text *value, double *number, const char **unit)
{
    char *end;
    *number = strtod(text_get(value), &end);
    *unit   = end;
    return end != text_get(value) && isfinite(*number);
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
static bool place_values(const struct study_adding *a, double *places, const char **unit)
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

static bool find_x(struct study_adding *a)
{
    double      places[AXIS_VALUES_MAX];
    const char *unit;
    unsigned    names = a->study->n_axes;
    if (a->wish->x != NULL)
        return study_find_axis(a->study, a->wish->x, strlen(a->wish->x), &a->x, a->problem);
    for (a->x = 0; a->x < a->study->n_axes; a->x++) {
        if (a->study->axes[a->x].count == 0 || study_n_chosen(a, a->x) < 2)
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

static bool label_x(struct study_adding *a, double *places)
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

static int by_x(const void *one, const void *other)
{
    double x = ((const struct plot_point *)one)->x, y = ((const struct plot_point *)other)->x;
    return (x > y) - (x < y);
}

/* One number of a point: a quantile of a measure, or a share; false where there is none. */
static bool number_of(const struct study_adding *a, uint32_t point, unsigned measure, unsigned quantile,
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
static void add_line(struct study_adding *a, uint32_t point, unsigned measure, unsigned quantile, const double *places)
{
    static const char *const names[DIGEST_STATISTICS] = {
        [DIGEST_MEDIAN] = "median", [DIGEST_P90] = "90 %", [DIGEST_P99] = "99 %", [DIGEST_P999] = "99.9 %",
    };
    struct plot_curve *curve = study_add_curve(a, point, measure);
    struct plot_point  p;
    if (curve == NULL)
        return;
    if (a->wish->what == STUDY_PLOT_QUANTILES)
        study_join(&curve->name, names[quantile]);
    for (uint32_t value = 0, stride = study_stride(a->study, a->x); value < a->study->axes[a->x].count; value++)
        if (a->chosen[point + value * stride] && number_of(a, point + value * stride, measure, quantile, &p)) {
            p.x = places[value];
            plot_add_point(curve, p);
        }
    if (curve->n_points > 0)
        qsort(curve->points, curve->n_points, sizeof *curve->points, by_x);
}

/* The first value of the axis to the right that is let in, or another: points with it begin a curve. */
static bool begins_line(const struct study_adding *a, uint32_t point)
{
    uint32_t stride = study_stride(a->study, a->x), value = study_value(a->study, point, a->x);
    for (uint32_t i = 0; i < a->study->axes[a->x].count; i++)
        if (a->chosen[point + i * stride - value * stride])
            return i == value;
    return false;
}

static void add_lines(struct study_adding *a, const double *places)
{
    unsigned first = a->wish->what == STUDY_PLOT_SHARE ? 0 : DIGEST_MEDIAN;
    unsigned last  = a->wish->what == STUDY_PLOT_SHARE ? 0 : DIGEST_P999;
    uint32_t stride = study_stride(a->study, a->x);
    for (unsigned i = 0; i < a->n_measures; i++)
        for (uint32_t point = 0; point < a->study->n_points; point++)
            for (unsigned q = first; q <= last && begins_line(a, point); q++)
                add_line(a, point - study_value(a->study, point, a->x) * stride, a->measures[i], q, places);
}

bool study_add_along_axis(struct study_adding *a)
{
    double places[AXIS_VALUES_MAX];
    if (!find_x(a) || !label_x(a, places))
        return false;
    add_lines(a, places);
    return true;
}
