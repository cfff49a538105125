/* exact_plot.c - exact distributions as curves of a figure; see exact_plot.h. */
#include "exact_plot.h"

#include <stdlib.h>
#include <string.h>

#include "exact_sums.h"
#include "study_where.h"

enum { FIELDS = 7, FIELD_MAX = 64, LOSSES_MAX = 4 * PLOT_CURVES_MAX };

static const double when_most = 1e15, share_most = 1 + 1e-9; /* a time or number; a sum that was rounded */

static const char head[] = "kind,what,time,p,q,probability,cumulative";

enum field { KIND, WHAT, WHEN, P, Q, PROBABILITY, CUMULATIVE };

/* Curves while they are added. */
struct adding {
    struct plot                  *plot;
    const char                   *file;  /* its name, or "" */
    const struct study_plot_wish *wish;
    struct text                  *problem;
    unsigned                      line;  /* at hand, from 1 */
    char                          fields[FIELDS][FIELD_MAX]; /* of it */
    unsigned                      n_measures; /* that are drawn */
    struct plot_curve            *curves[LOSSES_MAX];        /* of the measure at hand, by pair of losses */
    char                          losses[LOSSES_MAX][FIELD_MAX]; /* "0.1", "0.1/0" */
    unsigned                      n_losses;
};

bool exact_plot_is(const char *text)
{
    return strncmp(text, head, strlen(head)) == 0;
}

/* ---------------------------------------------------------------- lines */

/* Cuts the line at `next` into its fields, and goes behind it; false when it is no such line. */
static bool read_line(struct adding *a, const char **next)
{
    a->line++;
    for (unsigned i = 0; i < FIELDS; i++) {
        size_t length = strcspn(*next, ",\n");
        if (length >= FIELD_MAX || (*next)[length] != (i + 1 < FIELDS ? ',' : '\n')) {
            text_add(a->problem, "line %u: not a line of 'eleven exact --csv'", a->line);
            return false;
        }
        memcpy(a->fields[i], *next, length);
        a->fields[i][length] = '\0';
        *next += length + 1;
    }
    return true;
}

/* A number from 0 to `most`. */
static bool read_number(const struct adding *a, enum field field, double most, double *number)
{
    char *end;
    *number = strtod(a->fields[field], &end);
    if (end != a->fields[field] && *end == '\0' && *number >= 0 && *number <= most)
        return true;
    text_add(a->problem, "line %u: '%s' cannot be", a->line, a->fields[field]);
    return false;
}

/* ---------------------------------------------------------------- curves */

static void add_losses(char out[FIELD_MAX], const struct adding *a)
{
    bool one = strcmp(a->fields[P], a->fields[Q]) == 0;
    snprintf(out, FIELD_MAX, "%.30s%s%.30s", a->fields[P], one ? "" : "/", one ? "" : a->fields[Q]);
}

static bool is_in_list(const char *list, const char *value)
{
    for (size_t length; list[0] != '\0'; list += length + (list[length] == ',')) {
        length = strcspn(list, ",");
        if (strlen(value) == length && memcmp(list, value, length) == 0)
            return true;
    }
    return false;
}

/* --where loss=... is the only one that there is here. */
static bool is_chosen(const struct adding *a, const char *losses)
{
    for (size_t i = 0; i < a->wish->where.count; i++)
        if (!is_in_list(a->wish->where.items[i] + strlen("loss="), losses))
            return false;
    return true;
}

/* The curve of the line at hand; NULL where there is no place for it, or it is not chosen. */
static struct plot_curve *curve_of(struct adding *a, const char *measure)
{
    char     losses[FIELD_MAX];
    unsigned i = 0;
    add_losses(losses, a);
    while (i < a->n_losses && strcmp(a->losses[i], losses) != 0)
        i++;
    if (i < a->n_losses || i == LOSSES_MAX || !is_chosen(a, losses))
        return i < a->n_losses ? a->curves[i] : NULL;
    strcpy(a->losses[a->n_losses++], losses);
    a->curves[i] = plot_add_curve(a->plot);
    if (a->curves[i] == NULL)
        return NULL;
    study_join(&a->curves[i]->name, a->file);
    if (a->n_measures > 1)
        study_join(&a->curves[i]->name, measure);
    text_add(&a->curves[i]->name, "%sloss %s", a->curves[i]->name.length > 0 ? ", " : "", losses);
    study_plot_begin(a->curves[i], a->wish);
    return a->curves[i];
}

/* All lines of a measure with losses that are chosen; `found` says whether there are any. */
static bool add_measure(struct adding *a, const char *text, const char *measure, bool *found)
{
    const char *next = strchr(text, '\n') + 1;
    double      when, share;
    a->line     = 1;
    a->n_losses = 0;
    *found      = false;
    while (*next != '\0') {
        if (!read_line(a, &next))
            return false;
        if (strcmp(a->fields[WHAT], measure) != 0 || strcmp(a->fields[KIND], "end") == 0)
            continue;
        if (!read_number(a, WHEN, when_most, &when) || !read_number(a, CUMULATIVE, share_most, &share))
            return false;
        struct plot_curve *curve = curve_of(a, measure);
        *found                   = *found || a->n_losses > 0;
        if (curve != NULL)
            study_plot_step(curve, a->wish, when, share);
    }
    return true;
}

/* ---------------------------------------------------------------- the plot */

static bool is_number(const char *measure)
{
    for (unsigned i = 0; i < EXACT_NUMBERS; i++)
        if (strcmp(measure, exact_number_names[i]) == 0)
            return true;
    return false;
}

static bool have_one_unit(const struct adding *a)
{
    const struct string_list *names = &a->wish->measures;
    for (size_t i = 1; i < names->count; i++)
        if (is_number(names->items[i]) != is_number(names->items[0])) {
            text_add(a->problem, "'%s' and '%s' have not the same unit", names->items[0], names->items[i]);
            return false;
        }
    return true;
}

static bool is_possible(const struct adding *a, const char *text)
{
    if (a->wish->what != STUDY_PLOT_CDF && a->wish->what != STUDY_PLOT_SURVIVAL)
        text_add(a->problem, "results of 'eleven exact' have a cdf and a survival, but no %s",
                 study_plot_names[a->wish->what]);
    else if (strchr(text, '\n') == NULL)
        text_add(a->problem, "line 1: the file ends too early");
    for (size_t i = 0; i < a->wish->where.count && a->problem->length == 0; i++)
        if (strncmp(a->wish->where.items[i], "loss=", 5) != 0)
            text_add(a->problem, "--where loss=P,P or P/Q is all that there is of exact results, not '%s'",
                     a->wish->where.items[i]);
    return a->problem->length == 0;
}

/* How many of the measures that are asked for the file has. */
static unsigned count_measures(const struct string_list *names, const char *text)
{
    char     field[FIELD_MAX + 2];
    unsigned count = 0;
    for (size_t i = 0; i < names->count; i++)
        if (snprintf(field, sizeof field, ",%s,", names->items[i]) < (int)sizeof field)
            count += strstr(text, field) != NULL;
    return count;
}

static bool add_measures(struct adding *a, const char *text)
{
    const char               *usual     = "connected";
    struct string_list        the_usual = { &usual, 1 };
    const struct string_list *names     = a->wish->measures.count > 0 ? &a->wish->measures : &the_usual;
    bool                      any       = false, found;
    a->n_measures = count_measures(names, text);
    for (size_t i = 0; i < names->count; i++) {
        if (!add_measure(a, text, names->items[i], &found))
            return false;
        if (found && names != &the_usual)
            a->wish->uses[i]++;
        any = any || found;
    }
    if (!any)
        text_add(a->problem, "no lines of '%s'%s", names->items[0],
                 a->wish->where.count > 0 ? " with such a loss" : "");
    return any;
}

bool exact_plot_add(struct plot *plot, const char *text, const char *file, const struct study_plot_wish *wish,
                    struct text *problem)
{
    struct adding *a    = memory_get(1, sizeof *a);
    bool           good = false;
    *a = (struct adding){ .plot = plot, .file = file, .wish = wish, .problem = problem };
    if (is_possible(a, text) && have_one_unit(a)) {
        bool time = wish->measures.count == 0 || !is_number(wish->measures.items[0]);
        study_plot_label(plot, wish, time ? "time (s)" : wish->measures.items[0]);
        if (plot->title.length == 0)
            text_add(&plot->title, "%s", time ? "When it first happens" : "How many");
        text_add(&plot->subtitle, "%sexact: every run with its probability", plot->subtitle.length > 0 ? "; " : "");
        good = add_measures(a, text);
    }
    free(a);
    return good;
}
