/* plot_svg.c - a figure of curves in SVG; see plot.h. */
#include "plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ticks.h"
#include "xml.h"

enum {
    LEFT    = 78,  /* of the frame */
    WIDTH   = 520, /* of it */
    HEIGHT  = 340,
    TOP     = 62,
    BELOW   = 58,  /* for the names of x */
    GAP     = 18,  /* between the frame and the names of the curves */
    SAMPLE  = 34,  /* length of a line beside its name */
    LINE    = 19,  /* between two names */
    MARKS   = 30,  /* a curve with more points has no marks */
    COLOURS = 7, DASHES = 5, SHAPES = 6
};

static const double letter      = 6.7; /* width of one, about, in the face of names */
static const double title_width = 8.3; /* and of the title */

static const char *const colours[COLOURS] = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9",
};
static const char *const dashes[DASHES] = { "none", "8 3", "2.5 2.5", "10 3 2.5 3", "6 2 1.5 2 1.5 2" };

/* A figure while it is drawn. */
struct figure {
    FILE              *out;
    const struct plot *plot;
    struct ticks       x, y;
};

/* ---------------------------------------------------------------- places */

static void make_axis(struct ticks *ticks, const struct plot *plot, const struct plot_axis *axis)
{
    struct plot_range range = plot_range(plot, axis);
    if (axis->names == NULL) {
        ticks_make(ticks, range.least, range.most, axis->log);
        return;
    }
    ticks->log   = false;
    ticks->count = 0;
    ticks->least = -0.5;
    ticks->most  = axis->n_names - 0.5;
}

static bool has_place(const struct ticks *ticks, double value)
{
    return !isnan(value) && (!ticks->log || value > 0);
}

/* In the frame; what is too low, or has no place, at its beginning. */
static double place(const struct ticks *ticks, double value)
{
    double at = has_place(ticks, value) ? ticks_place(ticks, value) : 0;
    return at < 0 ? 0 : at > 1 ? 1 : at;
}

static double x_of(const struct figure *f, double value)
{
    return LEFT + WIDTH * place(&f->x, value);
}

static double y_of(const struct figure *f, double value)
{
    return TOP + HEIGHT * (1 - place(&f->y, value));
}

static double high_of(const struct figure *f, const struct plot_point *point)
{
    return isnan(point->high) ? TOP : y_of(f, point->high);
}

static bool is_drawn(const struct figure *f, const struct plot_point *point)
{
    return has_place(&f->x, point->x) && has_place(&f->y, point->y);
}

static bool has_interval(const struct plot_point *point)
{
    return point->low != point->y || point->high != point->y;
}

/* ---------------------------------------------------------------- the frame */

static void print_text(const struct figure *f, double x, double y, const char *attributes,
                       const char *words)
{
    fprintf(f->out, "<text x=\"%.1f\" y=\"%.1f\"%s%s>", x, y, attributes[0] != '\0' ? " " : "",
            attributes);
    xml_text(f->out, words);
    fputs("</text>\n", f->out);
}

static void print_x_tick(const struct figure *f, double at, const char *text)
{
    double x = x_of(f, at), size = text[0] != '\0' ? 6 : 3;
    fprintf(f->out, "<path class=\"tick\" d=\"M%.1f %dv%.0f\"/>", x, TOP + HEIGHT, size);
    if (text[0] == '\0')
        return;
    fprintf(f->out, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>\n", x, TOP, TOP + HEIGHT);
    print_text(f, x, TOP + HEIGHT + 20, "text-anchor=\"middle\"", text);
}

static void print_y_tick(const struct figure *f, double at, const char *text)
{
    double y = y_of(f, at), size = text[0] != '\0' ? 6 : 3;
    fprintf(f->out, "<path class=\"tick\" d=\"M%d %.1fh-%.0f\"/>", LEFT, y, size);
    if (text[0] == '\0')
        return;
    fprintf(f->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, LEFT + WIDTH);
    print_text(f, LEFT - 10, y + 4, "text-anchor=\"end\"", text);
}

static void print_frame(const struct figure *f)
{
    const struct plot *plot = f->plot;
    for (unsigned i = 0; i < f->x.count; i++)
        print_x_tick(f, f->x.items[i].at, f->x.items[i].text);
    for (unsigned i = 0; i < plot->x.n_names; i++)
        print_x_tick(f, i, text_get(&plot->x.names[i]));
    for (unsigned i = 0; i < f->y.count; i++)
        print_y_tick(f, f->y.items[i].at, f->y.items[i].text);
    fprintf(f->out, "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", LEFT, TOP,
            WIDTH, HEIGHT);
    print_text(f, LEFT + WIDTH / 2.0, TOP + HEIGHT + 44, "text-anchor=\"middle\"", text_get(&plot->x.label));
    fprintf(f->out, "<g transform=\"translate(18 %d)rotate(-90)\">", TOP + HEIGHT / 2);
    print_text(f, 0, 0, "text-anchor=\"middle\"", text_get(&plot->y.label));
    fputs("</g>\n", f->out);
}

/* ---------------------------------------------------------------- curves */

static void print_mark(const struct figure *f, unsigned i, double x, double y)
{
    static const char *const shapes[SHAPES] = {
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", "m-3.5 -3.5h7v7h-7z", "m0 -4.6l4.6 8h-9.2z",
        "m0 -5l5 5l-5 5l-5 -5z",              "m-4 -4l8 8m0 -8l-8 8", "m0 4.6l4.6 -8h-9.2z",
    };
    fprintf(f->out, "<path class=\"mark\" stroke=\"%s\" fill=\"%s\" d=\"M%.1f %.1f%s\"/>\n",
            colours[i % COLOURS], i % 2 == 0 ? colours[i % COLOURS] : "#fff", x, y, shapes[i % SHAPES]);
}

static void begin_curve(const struct figure *f, unsigned i)
{
    fprintf(f->out, "<path class=\"curve\" stroke=\"%s\" stroke-dasharray=\"%s\" d=\"", colours[i % COLOURS],
            dashes[i % DASHES]);
}

/* It begins at its first point, and stays as it is behind its last, unless that is no place. */
static void print_steps(const struct figure *f, unsigned i)
{
    const struct plot_curve *c = &f->plot->curves[i];
    begin_curve(f, i);
    for (size_t k = 0; k < c->n_points; k++)
        if (k == 0)
            fprintf(f->out, "M%.1f %.1f", x_of(f, c->points[k].x), y_of(f, c->points[k].y));
        else
            fprintf(f->out, "H%.1fV%.1f", x_of(f, c->points[k].x), y_of(f, c->points[k].y));
    if (c->n_points > 0 && has_place(&f->y, c->points[c->n_points - 1].y))
        fprintf(f->out, "H%d", LEFT + WIDTH);
    fputs("\"/>\n", f->out);
}

static void print_line(const struct figure *f, unsigned i)
{
    const struct plot_curve *c   = &f->plot->curves[i];
    bool                     pen = false;
    begin_curve(f, i);
    for (size_t k = 0; k < c->n_points; k++) {
        bool drawn = is_drawn(f, &c->points[k]);
        if (drawn)
            fprintf(f->out, "%s%.1f %.1f", pen ? "L" : "M", x_of(f, c->points[k].x), y_of(f, c->points[k].y));
        pen = drawn;
    }
    fputs("\"/>\n", f->out);
}

/* Along the upper ends of the intervals, and back along the lower ones. */
static void print_band(const struct figure *f, unsigned i)
{
    const struct plot_curve *c   = &f->plot->curves[i];
    const char              *pen = "M";
    fprintf(f->out, "<path class=\"band\" fill=\"%s\" d=\"", colours[i % COLOURS]);
    for (size_t k = 0; k < c->n_points; k++)
        if (has_place(&f->x, c->points[k].x)) {
            fprintf(f->out, "%s%.1f %.1f", pen, x_of(f, c->points[k].x), high_of(f, &c->points[k]));
            pen = "L";
        }
    for (size_t k = c->n_points; k > 0; k--)
        if (has_place(&f->x, c->points[k - 1].x))
            fprintf(f->out, "L%.1f %.1f", x_of(f, c->points[k - 1].x), y_of(f, c->points[k - 1].low));
    fputs("z\"/>\n", f->out);
}

static void print_bars(const struct figure *f, unsigned i)
{
    const struct plot_curve *c = &f->plot->curves[i];
    for (size_t k = 0; k < c->n_points; k++) {
        const struct plot_point *p = &c->points[k];
        double                   x = x_of(f, p->x), top = high_of(f, p), bottom = y_of(f, p->low);
        if (!has_place(&f->x, p->x) || !has_interval(p))
            continue;
        fprintf(f->out, "<path class=\"bar\" stroke=\"%s\" d=\"M%.1f %.1fh6m-3 0V%.1fm-3 0h6\"/>\n",
                colours[i % COLOURS], x - 3, top, bottom);
    }
}

static void print_marks(const struct figure *f, unsigned i)
{
    const struct plot_curve *c = &f->plot->curves[i];
    for (size_t k = 0; k < c->n_points && c->n_points <= MARKS; k++)
        if (is_drawn(f, &c->points[k]))
            print_mark(f, i, x_of(f, c->points[k].x), y_of(f, c->points[k].y));
}

/* Between values that are no numbers there is no line. */
static void print_curve(const struct figure *f, unsigned i)
{
    bool line = f->plot->x.names == NULL;
    switch (f->plot->shape) {
    case PLOT_STEPS:
        print_steps(f, i);
        break;
    case PLOT_BANDS:
    case PLOT_BARS:
        if (f->plot->shape == PLOT_BARS || !line)
            print_bars(f, i);
        if (line)
            print_line(f, i);
        print_marks(f, i);
        break;
    }
}

/* ---------------------------------------------------------------- names */

static void print_names(const struct figure *f)
{
    double x = LEFT + WIDTH + GAP, y = TOP + 8;
    for (unsigned i = 0; i < plot_n_drawn(f->plot); i++, y += LINE) {
        const struct plot_curve *c = &f->plot->curves[i];
        if (c->name.length == 0)
            continue;
        if (f->plot->x.names == NULL) {
            begin_curve(f, i);
            fprintf(f->out, "M%.1f %.1fh%d\"/>\n", x, y, SAMPLE);
        }
        if (f->plot->shape != PLOT_STEPS && c->n_points <= MARKS)
            print_mark(f, i, x + SAMPLE / 2.0, y);
        print_text(f, x + SAMPLE + 6, y + 4, "", text_get(&c->name));
    }
}

/* Letters, not bytes: in UTF-8 those that do not continue one. */
static double width_of(const struct text *text, double width)
{
    size_t letters = 0;
    for (size_t i = 0; i < text->length; i++)
        letters += ((unsigned char)text->data[i] & 0xc0) != 0x80;
    return (double)letters * width;
}

/* Of the picture: room for the names beside it, and for the title. */
static double whole_width(const struct plot *plot)
{
    double beside = 0, title = width_of(&plot->title, title_width), below = width_of(&plot->subtitle, letter);
    for (unsigned i = 0; i < plot_n_drawn(plot); i++) {
        double width = width_of(&plot->curves[i].name, letter);
        if (width > 0 && GAP + SAMPLE + 6 + width > beside)
            beside = GAP + SAMPLE + 6 + width;
    }
    title = title > below ? title : below;
    return LEFT + (WIDTH + beside > title ? WIDTH + beside : title) + GAP;
}

static double whole_height(const struct plot *plot)
{
    double names = TOP + LINE * (double)plot_n_drawn(plot) + GAP, frame = TOP + HEIGHT + BELOW;
    return names > frame ? names : frame;
}

static const char style[] =
    "text{font:12px Helvetica,Arial,\"Liberation Sans\",\"DejaVu Sans\",sans-serif;fill:#000}"
    ".title{font-size:15px;font-weight:bold}.frame{fill:none;stroke:#000}.tick{stroke:#000;fill:none}"
    ".grid{stroke:#ddd;fill:none}.curve{fill:none;stroke-width:1.8;stroke-linejoin:round}"
    ".band{fill-opacity:.18}.bar{fill:none;stroke-width:1.2}.mark{stroke-width:1.4}";

static void print_head(const struct figure *f)
{
    const struct plot *plot  = f->plot;
    double             width = ceil(whole_width(plot)), height = whole_height(plot);
    fprintf(f->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f %.0f\" "
            "width=\"%.0f\" height=\"%.0f\">\n<title>", width, height, width, height);
    xml_text(f->out, text_get(&plot->title));
    fputs("</title>\n<desc>", f->out);
    xml_text(f->out, text_get(&plot->source));
    fprintf(f->out, "</desc>\n<style>%s</style>\n<rect width=\"%.0f\" height=\"%.0f\" fill=\"#fff\"/>\n", style,
            width, height);
    print_text(f, LEFT, 24, "class=\"title\"", text_get(&plot->title));
    print_text(f, LEFT, 44, "", text_get(&plot->subtitle));
}

void plot_print(FILE *out, const struct plot *plot)
{
    struct figure *f = memory_get(1, sizeof *f);
    f->out           = out;
    f->plot          = plot;
    make_axis(&f->x, plot, &plot->x);
    make_axis(&f->y, plot, &plot->y);
    print_head(f);
    print_frame(f);
    for (unsigned i = 0; i < plot_n_drawn(plot) && plot->shape == PLOT_BANDS && plot->x.names == NULL; i++)
        print_band(f, i);
    for (unsigned i = 0; i < plot_n_drawn(plot); i++)
        print_curve(f, i);
    print_names(f);
    fputs("</svg>\n", out);
    free(f);
}
