/* study_plot.c - the results of a study as curves of a figure; see study_plot.h. */
#include "study_plot_curves.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "study_where.h"

const char *const study_plot_names[STUDY_PLOT_WHATS] = {
    [STUDY_PLOT_CDF] = "cdf", [STUDY_PLOT_QUANTILES] = "quantiles",
    [STUDY_PLOT_SURVIVAL] = "survival", [STUDY_PLOT_SHARE] = "share",
};

static bool is_distribution(const struct study_adding *a)
{
    return a->wish->what == STUDY_PLOT_CDF || a->wish->what == STUDY_PLOT_SURVIVAL;
}

/* ---------------------------------------------------------------- which points */

unsigned study_n_chosen(const struct study_adding *a, unsigned axis)
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

static bool find_measure(const struct study_adding *a, const char *name, unsigned *measure)
{
    return a->wish->what == STUDY_PLOT_SHARE ? tally_find_count(name, strlen(name), measure)
                                             : tally_find_measure(name, strlen(name), measure);
}

static void list_measures(const struct study_adding *a)
{
    text_add(a->problem, "; there are:");
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS && a->wish->what == STUDY_PLOT_SHARE; i++)
        text_add(a->problem, " '%s'", tally_count_names[i]);
    for (unsigned i = 0; i < TALLY_MEASURES && a->wish->what != STUDY_PLOT_SHARE; i++)
        text_add(a->problem, " '%s'", tally_measure_name(i));
}

static bool choose_measures(struct study_adding *a)
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

static const char *measure_name(const struct study_adding *a, unsigned measure)
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

static bool have_one_unit(struct study_adding *a)
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
static void add_measures_label(struct text *label, const struct study_adding *a)
{
    if (a->n_measures == 1)
        add_label(label, a->measures[0]);
    else
        text_add(label, tally_is_time(a->measures[0]) ? "time (s)" : "segments of a run");
}

/* ---------------------------------------------------------------- names of curves */

/* What tells this curve from the others: the file, the measure, the values that vary. */
static void add_name(struct text *name, const struct study_adding *a, uint32_t point, unsigned measure)
{
    study_join(name, a->file);
    if (a->n_measures > 1)
        study_join(name, measure_name(a, measure));
    for (unsigned i = 0; i < a->study->n_axes; i++) {
        struct text part = { 0 };
        if (a->study->axes[i].count == 0 || i == a->x || study_n_chosen(a, i) < 2)
            continue;
        text_add(&part, "%s %s", a->study->axes[i].name,
                 text_get(&a->study->axes[i].values[study_value(a->study, point, i)]));
        study_join(name, text_get(&part));
        text_free(&part);
    }
}

struct plot_curve *study_add_curve(struct study_adding *a, uint32_t point, unsigned measure)
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
static void add_distribution(struct study_adding *a, uint32_t point, unsigned measure)
{
    const struct tally     *tally = &a->study->points[point].tally;
    const struct histogram *h     = &tally->histograms[measure];
    uint64_t                runs  = a->wish->all ? tally->counts[TALLY_RUNS] : h->count, so_far = 0, least = 0;
    struct histogram_cell   cell;
    struct plot_curve      *curve = h->count != 0 ? study_add_curve(a, point, measure) : NULL;
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

static void add_distributions(struct study_adding *a)
{
    for (unsigned i = 0; i < a->n_measures; i++)
        for (uint32_t point = 0; point < a->study->n_points; point++)
            if (a->chosen[point])
                add_distribution(a, point, a->measures[i]);
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

static void label(struct study_adding *a)
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

static void add_title(struct study_adding *a)
{
    char        runs[TEXT_NUMBER_MAX];
    struct text command = { 0 };
    if (a->plot->title.length == 0)
        text_add(&a->plot->title, "%s", a->study->points[0].scenario.title[0] != '\0'
                                            ? a->study->points[0].scenario.title : a->study->plan.setup.scenario);
    if (a->plot->subtitle.length == 0) {
        text_add(&a->plot->subtitle, "%s%s run%s of each point, seed %" PRIu64, study_is_complete(a->study)
                     ? "" : "PARTIAL: of ", text_grouped(runs, a->study->plan.runs),
                 a->study->plan.runs == 1 ? "" : "s", a->study->points[0].scenario.seed);
        text_add(&a->plot->subtitle, is_distribution(a) ? a->wish->all ? "; of all runs"
                                                                      : "; of the runs in which it happened"
                 : a->wish->what == STUDY_PLOT_SHARE ? "; bars hold in 95 of 100 cases"
                                                     : "; bands hold in 95 of 100 cases");
    }
    study_add_command(&command, a->study);
    text_add(&a->plot->source, "; data: %s", text_get(&command));
    text_free(&command);
}

static bool add_curves(struct study_adding *a)
{
    if (!is_distribution(a))
        return study_add_along_axis(a);
    add_distributions(a);
    return true;
}

bool study_plot_add(struct plot *plot, const struct study *study, const char *file,
                    const struct study_plot_wish *wish, struct text *problem)
{
    struct study_adding a = { .plot = plot, .study = study, .file = file, .wish = wish, .x = study->n_axes,
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
