/* ladder.c - a run as a ladder in the terminal; see ladder.h.
 *
 * The arrows are drawn first, then the words, so that words are never hidden.
 */
#include "ladder.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canvas.h"
#include "scale.h"
#include "tcpdump.h"
#include "text.h"

enum {
    LEFT    = 20,                       /* A's lifeline */
    RIGHT   = 60,                       /* B's */
    NUMBERS = LEFT - LAYOUT_MARGIN - 1, /* columns of the step's number */
    TIME    = 10,                       /* more, left of A, where there is a clock; the lifelines */
    NEARER  = 6                         /* are so much nearer then */
};

struct ladder {
    struct layout layout; /* what stands where */
    struct scale  scale;  /* how far below each other rows lie */
    struct canvas canvas; /* what is drawn so far */
    int           left, right, middle; /* columns: A's lifeline, B's; a stranger, or what is lost */
};

static struct ladder make_ladder(const struct run *run)
{
    struct ladder l = { .left = LEFT, .right = RIGHT };
    layout_make(&l.layout, run);
    scale_make(&l.scale, &l.layout, 0);
    if (l.scale.timed) {
        l.left += TIME;
        l.right += TIME - NEARER;
    }
    l.middle = (l.left + l.right) / 2;
    return l;
}

/* The line of the canvas in which a row of the layout lies. */
static uint32_t line_of(const struct ladder *l, uint32_t row)
{
    return (uint32_t)(l->scale.y[row] / SCALE_ROW);
}

/* ---------------------------------------------------------------- lifelines and words */

/* Each row has its line, and time that passes its empty ones. */
static void draw_lines(struct ladder *l)
{
    for (uint32_t last = line_of(l, l->layout.n_rows - 1), line = 0; line <= last; line++) {
        canvas_add_row(&l->canvas);
        canvas_piece(&l->canvas, line, l->left, PIECE_LIFELINE, COLOUR_NONE);
        canvas_piece(&l->canvas, line, l->right, PIECE_LIFELINE, COLOUR_NONE);
    }
}

/* The lifeline is thick while a timer runs. */
static void draw_bar(struct ladder *l, const struct layout_bar *bar)
{
    uint32_t last = line_of(l, bar->to_row) + (bar->runs ? 1 : 0);
    for (uint32_t line = line_of(l, bar->from_row); line < last; line++)
        canvas_piece(&l->canvas, line, bar->end == 0 ? l->left : l->right, PIECE_THICK, COLOUR_NONE);
}

/* The number of the step that begins in the row, and the time where the clock has gone on. */
static void draw_row(struct ladder *l, uint32_t row)
{
    char                     words[TCPDUMP_TIME_MAX], time[TCPDUMP_TIME_MAX];
    const struct layout_row *r = &l->layout.rows[row];
    snprintf(words, sizeof words, "%3" PRIu32 "%s", r->step, r->step == l->layout.run->turn ? "*" : "");
    if (r->begins)
        canvas_words(&l->canvas, line_of(l, row), 0, words, COLOUR_FAINT);
    if (!l->scale.timed || (row > 0 && r->time_us == r[-1].time_us))
        return;
    snprintf(words, sizeof words, "%*s", NUMBERS + TIME, tcpdump_time(time, r->time_us));
    canvas_words(&l->canvas, line_of(l, row), NUMBERS, words + NUMBERS, COLOUR_FAINT);
}

static void draw_words(struct ladder *l, const struct layout_words *words)
{
    int at = words->end == 0 ? l->left - 1 - (int)strlen(words->words) : l->right + 2;
    canvas_words(&l->canvas, line_of(l, words->row), at, words->words, COLOUR_NONE);
}

static void draw_rule(struct ladder *l, const struct layout_rule *rule)
{
    uint32_t line = line_of(l, rule->row);
    for (int column = NUMBERS; column < CANVAS_WIDTH; column += 2)
        canvas_words(&l->canvas, line, column, ".", COLOUR_FAINT);
    canvas_words(&l->canvas, line, l->middle - (int)strlen(rule->words) / 2, rule->words, COLOUR_NONE);
}

/* ---------------------------------------------------------------- arrows */

/* An arrow while it is drawn: `direction` is 1 to the right, -1 to the left. */
struct pen {
    int         direction;
    int         from, to; /* columns of the first and last piece */
    uint32_t    line, last; /* their lines */
    enum colour colour;
};

/* The words on an arrow. What has no room between the lifelines does without "seq", and ends in dots. */
static void label_of(char out[LAYOUT_WORDS_MAX], const struct ladder *l, const struct layout_arrow *arrow)
{
    size_t room = (size_t)(l->right - l->left) - 4;
    layout_label(out, arrow);
    char *seq = strstr(out, "seq ");
    if (strlen(out) > room && seq != NULL)
        memmove(seq, seq + 4, strlen(seq + 4) + 1);
    if (strlen(out) > room)
        strcpy(&out[room - 2], "..");
}

/* Behind the middle, and behind its words where these have room. */
static int lost_at(const struct ladder *l, const struct layout_arrow *arrow, const struct pen *pen)
{
    char words[LAYOUT_WORDS_MAX];
    label_of(words, l, arrow);
    int away = abs(l->middle - pen->from) + 4, behind = (int)strlen(words) + 4;
    int room = (l->right - l->left) - 3;
    away     = away < behind ? behind : away;
    return pen->from + (away < room ? away : room) * pen->direction;
}

static struct pen pen_of(const struct ladder *l, const struct layout_arrow *arrow)
{
    char       words[LAYOUT_WORDS_MAX];
    int        sender = arrow->end == 0 ? l->left : l->right, receiver = l->left + l->right - sender;
    struct pen pen    = { .direction = arrow->end == 0 ? 1 : -1 };
    pen.colour        = arrow->lost ? COLOUR_LOST : arrow->segment.old ? COLOUR_OLD : COLOUR_NONE;
    pen.line          = line_of(l, arrow->from_row);
    pen.last          = line_of(l, layout_last_row(&l->layout, arrow));
    pen.from          = (arrow->middle ? l->middle : sender) + pen.direction;
    if (arrow->segment.forged) {
        label_of(words, l, arrow);
        pen.from = receiver - ((int)strlen(words) + 4) * pen.direction;
    }
    pen.to            = arrow->lost ? lost_at(l, arrow, &pen) : receiver - pen.direction;
    if (arrow->to_row == 0 && pen.last > pen.line)
        pen.to = receiver - 8 * pen.direction;
    return pen;
}

static void draw_run(struct ladder *l, uint32_t row, int from, int to, const struct pen *pen)
{
    for (int column = from; column != to + pen->direction; column += pen->direction)
        canvas_piece(&l->canvas, row, column, PIECE_DASH, pen->colour);
}

/* When all arrows are there, so that none hides where another ends. */
static void draw_end(struct ladder *l, const struct layout_arrow *arrow)
{
    struct pen pen  = pen_of(l, arrow);
    enum piece head = pen.direction > 0 ? PIECE_HEAD_RIGHT : PIECE_HEAD_LEFT;
    canvas_piece(&l->canvas, pen.last, pen.to,
                 arrow->lost ? PIECE_LOST : arrow->to_row == 0 ? PIECE_ON_THE_WAY : head, pen.colour);
}

/* The last column before the head: from there the way goes straight down. */
static int last_column(const struct pen *pen)
{
    return pen->to - pen->direction;
}

/* One step of the stairs down; `again`: on from the one before, in the last column. */
static int draw_fall(struct ladder *l, uint32_t line, int at, const struct pen *pen, bool again)
{
    bool right = pen->direction > 0;
    canvas_piece(&l->canvas, line, at,
                 again ? PIECE_LIFELINE : right ? PIECE_TURN_DOWN_RIGHT : PIECE_TURN_DOWN_LEFT, pen->colour);
    canvas_piece(&l->canvas, line + 1, at, right ? PIECE_FROM_UP_RIGHT : PIECE_FROM_UP_LEFT, pen->colour);
    return at != last_column(pen) ? at + pen->direction : at;
}

/* Stairs: on each line some way, then one down. The first is as long as its words. */
static void draw_arrow(struct ladder *l, const struct layout_arrow *arrow)
{
    char       words[LAYOUT_WORDS_MAX];
    struct pen pen = pen_of(l, arrow);
    label_of(words, l, arrow);
    int      at    = pen.from, length = (int)strlen(words) + 3;
    uint32_t falls = pen.last - pen.line;
    bool     again = false;
    for (uint32_t i = 0; i < falls; i++) {
        int left = abs(last_column(&pen) - at), run = left / (int)(falls - i + 1);
        run      = i == 0 && run < length ? length : run;
        run      = run > left ? left : run;
        draw_run(l, pen.line + i, at, at + (run - 1) * pen.direction, &pen);
        at    = draw_fall(l, pen.line + i, at + run * pen.direction, &pen, again);
        again = left == run;
    }
    draw_run(l, pen.last, again ? pen.to : at, pen.to, &pen);
}

/* On the arrow itself, right of where it begins as it goes; a copy's behind its beginning. */
static void draw_label(struct ladder *l, const struct layout_arrow *arrow)
{
    char       words[LAYOUT_WORDS_MAX];
    struct pen pen    = pen_of(l, arrow);
    bool       copied = arrow->middle && !arrow->segment.forged;
    label_of(words, l, arrow);
    int length = (int)strlen(words);
    int on     = pen.direction > 0 ? pen.from + 1 : pen.from - length;
    int behind = pen.direction > 0 ? pen.from - 1 - length : pen.from + 2;
    canvas_words(&l->canvas, pen.line, copied ? behind : on, words, pen.colour);
    if (arrow->segment.forged)
        canvas_words(&l->canvas, pen.line, pen.direction > 0 ? pen.from - 10 : pen.from + 2, "stranger",
                  pen.colour);
}

/* ---------------------------------------------------------------- printing */

static void print_verdict(FILE *out, const struct run *run, struct ladder_look look)
{
    struct text words = {0};
    unsigned    end   = run_guilty(run);
    if (run->claim == RUN_NO_CLAIM)
        return;
    text_add(&words, "%s%s: %s", run_claim_name(run),
             end == TRACE_ENDS ? "" : end == 0 ? " at A" : " at B", run_claim_text(run));
    fputs(look.colour ? "\033[1;31m" : "", out);
    text_fill(out, text_get(&words), 0, CANVAS_WIDTH);
    fputs(look.colour ? "\033[0m" : "", out);
    text_free(&words);
}

static void print_title(FILE *out, const struct run *run)
{
    struct text title = {0};
    text_add(&title, "%s: %s", run->bound, run->text);
    text_fill(out, text_get(&title), 0, CANVAS_WIDTH);
    text_free(&title);
}

struct ladder_look ladder_look(FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    setlocale(LC_CTYPE, "");
    return (struct ladder_look){
        .utf8   = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
        .colour = isatty(fileno(out)) == 1 && (no_colour == NULL || no_colour[0] == '\0'),
    };
}

static void print_ladder(FILE *out, const struct run *run, struct ladder_look look)
{
    struct ladder l = make_ladder(run);
    draw_lines(&l);
    for (uint32_t i = 0; i < l.layout.n_rows; i++)
        draw_row(&l, i);
    for (uint32_t i = 0; i < l.layout.n_bars && l.scale.timed; i++)
        draw_bar(&l, &l.layout.bars[i]);
    for (uint32_t i = 0; i < l.layout.n_arrows; i++)
        draw_arrow(&l, &l.layout.arrows[i]);
    for (uint32_t i = 0; i < l.layout.n_arrows; i++)
        draw_end(&l, &l.layout.arrows[i]);
    for (uint32_t i = 0; i < l.layout.n_arrows; i++)
        draw_label(&l, &l.layout.arrows[i]);
    for (uint32_t i = 0; i < l.layout.n_words; i++)
        draw_words(&l, &l.layout.words[i]);
    for (uint32_t i = 0; i < l.layout.n_rules; i++)
        draw_rule(&l, &l.layout.rules[i]);
    fprintf(out, "%*s%*s%*s\n", l.scale.timed ? NUMBERS + TIME : 0, l.scale.timed ? "seconds" : "",
            l.left + 1 - (l.scale.timed ? NUMBERS + TIME : 0), "A", l.right - l.left, "B");
    canvas_print(out, &l.canvas, look.utf8, look.colour);
    if (l.scale.timed)
        fputs("Time is to scale where it leaves room for a line; what is nearer is a line apart.\n"
              "Where a lifeline is thick a timer runs.\n", out);
    canvas_free(&l.canvas);
    scale_free(&l.scale);
    layout_free(&l.layout);
}

void ladder_print(FILE *out, const struct run *run, struct run_beside beside, struct ladder_look look)
{
    print_title(out, run);
    print_ladder(out, run, look);
    if (run->turn != 0)
        fprintf(out, "%3" PRIu32 "* here the changed table first does otherwise than ours\n", run->turn);
    print_verdict(out, run, look);
    if (beside.run != NULL) {
        fprintf(out, "\nBeside it %s; step %" PRIu32 " decides:\n", beside.title, beside.from);
        print_ladder(out, beside.run, look);
    }
    fprintf(out, "replay: %s\n", run->command);
}
