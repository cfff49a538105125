/* plot.c - a figure of curves as values; see plot.h. */
#include "plot.h"

#include <math.h>
#include <stdlib.h>

struct plot_curve *plot_add_curve(struct plot *plot)
{
    unsigned i = plot->n_curves++;
    if (i >= PLOT_CURVES_MAX)
        return NULL;
    plot->curves[i] = (struct plot_curve){ .n_points = 0 };
    return &plot->curves[i];
}

void plot_add_point(struct plot_curve *curve, struct plot_point point)
{
    size_t n = curve->n_points;
    if ((n & (n - 1)) == 0)
        curve->points = memory_resize(curve->points, (2 * n + 1) * sizeof point);
    curve->points[curve->n_points++] = point;
}

unsigned plot_n_drawn(const struct plot *plot)
{
    return plot->n_curves < PLOT_CURVES_MAX ? plot->n_curves : PLOT_CURVES_MAX;
}

static void free_axis(struct plot_axis *axis)
{
    for (unsigned i = 0; i < axis->n_names; i++)
        text_free(&axis->names[i]);
    free(axis->names);
    text_free(&axis->label);
}

void plot_free(struct plot *plot)
{
    for (unsigned i = 0; i < plot_n_drawn(plot); i++) {
        text_free(&plot->curves[i].name);
        free(plot->curves[i].points);
    }
    free_axis(&plot->x);
    free_axis(&plot->y);
    text_free(&plot->title);
    text_free(&plot->subtitle);
    text_free(&plot->source);
    *plot = (struct plot){ .n_curves = 0 };
}

/* ---------------------------------------------------------------- how far the axes reach */

static void widen(struct plot_range *range, const struct plot_axis *axis, double value)
{
    if (isnan(value) || (axis->log && value <= 0))
        return;
    range->least = value < range->least ? value : range->least;
    range->most  = value > range->most ? value : range->most;
}

struct plot_range plot_range(const struct plot *plot, const struct plot_axis *axis)
{
    struct plot_range range = { INFINITY, -INFINITY };
    if (axis->least < axis->most)
        return (struct plot_range){ axis->least, axis->most };
    for (unsigned i = 0; i < plot_n_drawn(plot); i++)
        for (size_t k = 0; k < plot->curves[i].n_points; k++) {
            const struct plot_point *p = &plot->curves[i].points[k];
            widen(&range, axis, axis == &plot->x ? p->x : p->y);
            widen(&range, axis, axis == &plot->x ? p->x : p->low);
            widen(&range, axis, axis == &plot->x ? p->x : p->high);
        }
    if (axis->log)
        range.least *= 0.9; /* so that nothing lies on the frame */
    else if (range.least > 0 && range.least <= range.most / 2)
        range.least = 0;
    return range;
}

bool plot_has_points(const struct plot *plot)
{
    struct plot_range x = plot_range(plot, &plot->x), y = plot_range(plot, &plot->y);
    return x.least <= x.most && y.least <= y.most;
}
