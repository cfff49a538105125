/* svg_ladder.c - lifelines, words, arrows, timers and time of a ladder; see svg_ladder.h. */
#include "svg_ladder.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "layout.h"
#include "scale.h"
#include "tcpdump.h"
#include "xml.h"

enum {
    LEFT   = 172, /* A's lifeline */
    RIGHT  = 472, /* B's */
    MIDDLE = (LEFT + RIGHT) / 2,
    WIDTH  = SVG_LADDER_WIDTH,
    FIRST  = 12,  /* where the timers' names begin */
    LETTER = 7,   /* width of one */
    BESIDE = 24   /* from a lifeline to the words; timers' bars have room between */
};

/* One ladder while it is drawn. */
struct panel {
    FILE             *out;
    const struct run *run;
    struct layout     layout;
    struct scale      scale;
};

/* ---------------------------------------------------------------- words */

/* Of the row in which it stands. */
static uint32_t step_of(const struct panel *p, uint32_t row)
{
    return p->layout.rows[row].step;
}

static void print_words(const struct panel *p, const struct layout_words *words)
{
    bool left = words->end == 0;
    fprintf(p->out, "<text x=\"%d\" y=\"%.0f\"%s%s data-s=\"%" PRIu32 "\">",
            left ? LEFT - BESIDE : RIGHT + BESIDE, p->scale.y[words->row] + 4,
            left ? " text-anchor=\"end\"" : "", words->state ? " class=\"state\"" : "",
            step_of(p, words->row));
    xml_text(p->out, words->words);
    fputs("</text>\n", p->out);
}

/* ---------------------------------------------------------------- segments */

/* Where an arrow goes. */
struct line {
    double x0, y0, x1, y1;
    int    direction; /* 1 to the right, -1 to the left */
};

/* Behind the middle, and behind its words. */
static double lost_at(const struct layout_arrow *arrow, double from, int direction)
{
    char words[LAYOUT_WORDS_MAX];
    layout_label(words, arrow);
    double away = fabs(MIDDLE - from) + 30, behind = LETTER * (double)strlen(words) + 3 * LETTER;
    if (!arrow->middle && behind > away)
        away = behind < RIGHT - LEFT ? behind : RIGHT - LEFT;
    return from + away * direction;
}

static struct line line_of(const struct panel *p, const struct layout_arrow *arrow)
{
    uint32_t    last  = layout_last_row(&p->layout, arrow);
    int         right = arrow->end == 0 ? 1 : -1, from = right > 0 ? LEFT : RIGHT, to = LEFT + RIGHT - from;
    struct line line  = { from, p->scale.y[arrow->from_row], to, p->scale.y[last], right };
    if (arrow->middle)
        line.x0 = arrow->segment.forged ? to - 210 * right : MIDDLE;
    if (arrow->lost)
        line.x1 = lost_at(arrow, line.x0, right);
    if (arrow->to_row == 0) { /* not all at one place */
        line.x1 = to - (50 + 30 * (int)(arrow->number % 4)) * right;
        line.y1 += last == arrow->from_row ? SCALE_ROW / 2.0 : 0;
    }
    return line;
}

static const char *class_of(const struct layout_arrow *arrow)
{
    return arrow->lost ? " lost" : arrow->segment.old ? " old" : arrow->to_row == 0 ? " open" : "";
}

static void print_line(const struct panel *p, const struct layout_arrow *arrow, const struct line *line)
{
    double angle = atan2(line->y1 - line->y0, line->x1 - line->x0) * 180 / M_PI;
    fprintf(p->out, "<path class=\"seg%s\" d=\"M%.0f %.0fL%.0f %.0f\"/>", class_of(arrow), line->x0,
            line->y0, line->x1, line->y1);
    if (arrow->lost)
        fprintf(p->out, "<path class=\"cross\" d=\"M%.0f %.0fl12 12m0 -12l-12 12\"/>", line->x1 - 6,
                line->y1 - 6);
    else if (arrow->to_row == 0)
        fprintf(p->out, "<circle class=\"way\" cx=\"%.0f\" cy=\"%.0f\" r=\"4\"><title>still on its way</title></circle>",
                line->x1, line->y1);
    else
        fprintf(p->out, "<path class=\"head%s\" d=\"M0 0l-11 -4v8z\" "
                "transform=\"translate(%.0f %.0f)rotate(%.1f)\"/>", class_of(arrow), line->x1, line->y1, angle);
}

/* Along the arrow, from where it begins. */
static void print_label(const struct panel *p, const struct layout_arrow *arrow, const struct line *line)
{
    char   words[LAYOUT_WORDS_MAX];
    double angle = atan((line->y1 - line->y0) / (line->x1 - line->x0)) * 180 / M_PI;
    layout_label(words, arrow);
    fprintf(p->out, "<text class=\"halo%s\" transform=\"translate(%.0f %.0f)rotate(%.1f)\" x=\"%d\" y=\"-5\"%s>",
            class_of(arrow), line->x0, line->y0, angle, 9 * line->direction,
            line->direction < 0 ? " text-anchor=\"end\"" : "");
    xml_text(p->out, words);
    fputs("</text>", p->out);
    if (arrow->segment.forged)
        fprintf(p->out, "<text x=\"%.0f\" y=\"%.0f\"%s>stranger</text>", line->x0 - 6 * line->direction,
                line->y0 + 4, line->direction > 0 ? " text-anchor=\"end\"" : "");
}

static void print_arrow(const struct panel *p, const struct layout_arrow *arrow)
{
    struct line line = line_of(p, arrow);
    fprintf(p->out, "<g data-s=\"%" PRIu32 "\"", step_of(p, arrow->from_row));
    if (arrow->to_row > 0)
        fprintf(p->out, " data-e=\"%" PRIu32 "\"", step_of(p, arrow->to_row));
    fputs(">", p->out);
    print_line(p, arrow, &line);
    print_label(p, arrow, &line);
    fputs("</g>\n", p->out);
}

/* ---------------------------------------------------------------- timers and time */

/* Between the lifeline and the words. */
static void print_bar(const struct panel *p, const struct layout_bar *bar)
{
    static const int lanes[LAYOUT_LANES] = { 5, 13, 19 };
    int    away   = lanes[bar->lane];
    double x      = bar->end == 0 ? LEFT - away - 4 : RIGHT + away, y = p->scale.y[bar->from_row];
    double height = p->scale.y[bar->to_row] - y - 2;
    fprintf(p->out, "<g data-s=\"%" PRIu32 "\"><title>", step_of(p, bar->from_row));
    xml_text(p->out, p->run->names.timers[bar->timer]);
    fprintf(p->out, " timer, %s</title><rect class=\"bar t%u\" x=\"%.0f\" y=\"%.0f\" width=\"4\" height=\"%.0f\"/>",
            bar->runs ? "still running" : bar->expired ? "expires" : "stopped or started anew",
            bar->timer, x, y, height > 4 ? height : 4);
    if (bar->expired)
        fprintf(p->out, "<path class=\"bar t%u\" d=\"M%.0f %.0fh12l-6 7z\"/>", bar->timer, x - 4,
                p->scale.y[bar->to_row] - 4);
    fputs("</g>\n", p->out);
}

/* The time of each row in which the clock has gone on. */
static void print_axis(const struct panel *p)
{
    const struct layout_row *rows = p->layout.rows;
    fprintf(p->out, "<path class=\"tick\" d=\"M0 %.0fV%.0f\"/>", p->scale.y[0], p->scale.y[p->layout.n_rows - 1]);
    fprintf(p->out, "<text class=\"faint\" x=\"-8\" y=\"%.0f\" text-anchor=\"end\">seconds</text>\n",
            p->scale.y[0] - SCALE_ROW);
    for (uint32_t i = 0; i < p->layout.n_rows; i++) {
        char time[TCPDUMP_TIME_MAX];
        if (i > 0 && rows[i].time_us == rows[i - 1].time_us)
            continue;
        fprintf(p->out, "<path class=\"tick\" d=\"M-5 %.0fh5\"/><text class=\"time\" x=\"-8\" y=\"%.0f\" "
                "text-anchor=\"end\">%s</text>\n", p->scale.y[i], p->scale.y[i] + 4,
                tcpdump_time(time, rows[i].time_us));
    }
}

static bool has_timer(const struct panel *p, unsigned timer)
{
    for (uint32_t i = 0; i < p->layout.n_bars; i++)
        if (p->layout.bars[i].timer == timer)
            return true;
    return false;
}

/* Which bar is which timer, above the names of the ends. */
static void print_legend(const struct panel *p)
{
    enum { BAR = 9, GAP = 14 }; /* of a bar, between two timers */
    int x = FIRST, y = (int)p->scale.y[0] - 50;
    for (unsigned timer = 0; timer < p->run->names.n_timers; timer++) {
        const char *name  = p->run->names.timers[timer];
        int         width = BAR + LETTER * (int)strlen(name) + GAP;
        if (!has_timer(p, timer))
            continue;
        if (x + width > WIDTH) {
            x = FIRST;
            y += 14;
        }
        fprintf(p->out, "<rect class=\"bar t%u\" x=\"%d\" y=\"%d\" width=\"4\" height=\"10\"/>"
                "<text class=\"faint\" x=\"%d\" y=\"%d\">", timer, x, y, x + BAR, y + 9);
        xml_text(p->out, name);
        fputs("</text>\n", p->out);
        x += width;
    }
}

/* ---------------------------------------------------------------- the ladder */

static void print_rule(const struct panel *p, const struct layout_rule *rule)
{
    double y = p->scale.y[rule->row];
    fprintf(p->out, "<path class=\"rule\" d=\"M8 %.0fH%d\"/><text class=\"halo\" x=\"%d\" y=\"%.0f\" "
            "text-anchor=\"middle\">", y, WIDTH - 10, MIDDLE, y + 4);
    xml_text(p->out, rule->words);
    fputs("</text>\n", p->out);
}

/* The way back from the last row of a loop to its first. */
static void print_return(const struct panel *p)
{
    if (p->layout.n_rules < 2)
        return;
    double top = p->scale.y[p->layout.rules[0].row], bottom = p->scale.y[p->layout.rules[1].row];
    fprintf(p->out, "<path class=\"seg\" d=\"M%d %.0fh8V%.0fh-4\"/><path class=\"head\" d=\"M%d %.0fl11 -4v8z\"/>\n",
            WIDTH - 10, bottom, top, WIDTH - 10, top);
}

/* Behind each step something that a page can light, and that takes a click. */
static void print_steps(const struct panel *p)
{
    for (uint32_t row = 0, next; row < p->layout.n_rows; row = next) {
        for (next = row + 1; next < p->layout.n_rows && !p->layout.rows[next].begins;)
            next++;
        double y = p->scale.y[row] - SCALE_ROW / 2.0;
        fprintf(p->out, "<rect class=\"back\" data-s=\"%" PRIu32 "\" x=\"0\" y=\"%.0f\" width=\"%d\" height=\"%.0f\"/>\n",
                step_of(p, row), y, WIDTH, p->scale.y[next] - SCALE_ROW / 2.0 - y);
        if (p->layout.rows[row].begins)
            fprintf(p->out, "<text class=\"%s\" x=\"26\" y=\"%.0f\" text-anchor=\"end\">%" PRIu32 "%s</text>\n",
                    step_of(p, row) == p->run->turn ? "bad state" : "faint", p->scale.y[row] + 4,
                    step_of(p, row), step_of(p, row) == p->run->turn ? "*" : "");
    }
}

static void print_ladder(const struct panel *p)
{
    const struct layout *l = &p->layout;
    double top = p->scale.y[0] - SCALE_ROW, bottom = p->scale.y[l->n_rows] - SCALE_ROW / 2.0;
    print_steps(p);
    fprintf(p->out, "<path class=\"life\" d=\"M%d %.0fV%.0fM%d %.0fV%.0f\"/>\n"
            "<text class=\"end\" x=\"%d\" y=\"%.0f\" text-anchor=\"middle\">A</text>"
            "<text class=\"end\" x=\"%d\" y=\"%.0f\" text-anchor=\"middle\">B</text>\n",
            LEFT, top, bottom, RIGHT, top, bottom, LEFT, top - 6, RIGHT, top - 6);
    print_legend(p);
    if (p->scale.timed)
        print_axis(p);
    for (uint32_t i = 0; i < l->n_bars; i++)
        print_bar(p, &l->bars[i]);
    for (uint32_t i = 0; i < l->n_rules; i++)
        print_rule(p, &l->rules[i]);
    print_return(p);
    for (uint32_t i = 0; i < l->n_words; i++)
        print_words(p, &l->words[i]);
    for (uint32_t i = 0; i < l->n_arrows; i++)
        print_arrow(p, &l->arrows[i]);
}

double svg_ladder_print(FILE *out, const struct run *run, double top)
{
    struct panel p = { .out = out, .run = run };
    layout_make(&p.layout, run);
    scale_make(&p.scale, &p.layout, top);
    print_ladder(&p);
    double bottom = p.scale.y[p.layout.n_rows];
    scale_free(&p.scale);
    layout_free(&p.layout);
    return bottom;
}
