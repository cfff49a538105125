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
#include "layout.h"
#include "text.h"

enum {
    LEFT    = 20,                      /* A's lifeline */
    RIGHT   = 60,                      /* B's */
    MIDDLE  = (LEFT + RIGHT) / 2,      /* where a stranger stands, and where segments are lost */
    NUMBERS = LEFT - LAYOUT_MARGIN - 1 /* columns of the step's number */
};

struct ladder {
    struct layout layout; /* what stands where */
    struct canvas canvas; /* what is drawn so far */
};

/* ---------------------------------------------------------------- lifelines and words */

static void draw_rows(struct ladder *l)
{
    for (uint32_t i = 0; i < l->layout.n_rows; i++) {
        char     number[16];
        uint32_t row = canvas_add_row(&l->canvas);
        canvas_piece(&l->canvas, row, LEFT, PIECE_LIFELINE, COLOUR_NONE);
        canvas_piece(&l->canvas, row, RIGHT, PIECE_LIFELINE, COLOUR_NONE);
        snprintf(number, sizeof number, "%3" PRIu32 "%s", l->layout.rows[i].step,
                 l->layout.rows[i].step == l->layout.run->turn ? "*" : "");
        if (l->layout.rows[i].begins)
            canvas_words(&l->canvas, row, 0, number, COLOUR_FAINT);
    }
}

static void draw_words(struct ladder *l, const struct layout_words *words)
{
    int at = words->end == 0 ? LEFT - 1 - (int)strlen(words->words) : RIGHT + 2;
    canvas_words(&l->canvas, words->row, at, words->words, COLOUR_NONE);
}

static void draw_rule(struct ladder *l, const struct layout_rule *rule)
{
    for (int column = NUMBERS; column < CANVAS_WIDTH; column += 2)
        canvas_words(&l->canvas, rule->row, column, ".", COLOUR_FAINT);
    canvas_words(&l->canvas, rule->row, MIDDLE - (int)strlen(rule->words) / 2, rule->words, COLOUR_NONE);
}

/* ---------------------------------------------------------------- arrows */

/* An arrow while it is drawn: `direction` is 1 to the right, -1 to the left. */
struct pen {
    int         direction;
    int         from, to; /* columns of the first and last piece */
    enum colour colour;
};

static struct pen pen_of(const struct layout_arrow *arrow, uint32_t last)
{
    char       words[LAYOUT_WORDS_MAX];
    int        sender = arrow->end == 0 ? LEFT : RIGHT, receiver = arrow->end == 0 ? RIGHT : LEFT;
    struct pen pen    = { .direction = arrow->end == 0 ? 1 : -1 };
    pen.colour        = arrow->lost ? COLOUR_LOST : arrow->segment.old ? COLOUR_OLD : COLOUR_NONE;
    pen.from          = (arrow->middle ? MIDDLE : sender) + pen.direction;
    if (arrow->segment.forged) {
        layout_label(words, arrow);
        pen.from = receiver - ((int)strlen(words) + 4) * pen.direction;
    }
    pen.to            = arrow->lost ? MIDDLE + 4 * pen.direction : receiver - pen.direction;
    if (arrow->to_row == 0 && last > arrow->from_row)
        pen.to = receiver - 8 * pen.direction;
    return pen;
}

static void draw_run(struct ladder *l, uint32_t row, int from, int to, const struct pen *pen)
{
    for (int column = from; column != to + pen->direction; column += pen->direction)
        canvas_piece(&l->canvas, row, column, PIECE_DASH, pen->colour);
}

static void draw_end(struct ladder *l, uint32_t row, const struct layout_arrow *arrow,
                     const struct pen *pen)
{
    enum piece head = pen->direction > 0 ? PIECE_HEAD_RIGHT : PIECE_HEAD_LEFT;
    canvas_piece(&l->canvas, row, pen->to,
              arrow->lost ? PIECE_LOST : arrow->to_row == 0 ? PIECE_ON_THE_WAY : head, pen->colour);
}

/* Stairs: on each row some way, then one down. The first row is as long as its words. */
static void draw_arrow(struct ladder *l, const struct layout_arrow *arrow)
{
    char       words[LAYOUT_WORDS_MAX];
    uint32_t   last  = layout_last_row(&l->layout, arrow);
    struct pen pen   = pen_of(arrow, last);
    bool       right = pen.direction > 0;
    layout_label(words, arrow);
    int      at    = pen.from, length = (int)strlen(words) + 3;
    uint32_t falls = last - arrow->from_row;
    for (uint32_t i = 0; i < falls; i++) {
        int left = abs(pen.to - at) - 1, run = left / (int)(falls - i + 1);
        run      = i == 0 && run < length ? length : run;
        run      = run > left ? left : run < 0 ? 0 : run;
        draw_run(l, arrow->from_row + i, at, at + run * pen.direction, &pen);
        at += run * pen.direction;
        canvas_piece(&l->canvas, arrow->from_row + i, at, right ? PIECE_TURN_DOWN_RIGHT : PIECE_TURN_DOWN_LEFT,
                  pen.colour);
        canvas_piece(&l->canvas, arrow->from_row + i + 1, at, right ? PIECE_FROM_UP_RIGHT : PIECE_FROM_UP_LEFT,
                  pen.colour);
        at += pen.direction;
    }
    draw_run(l, last, at, pen.to, &pen);
    draw_end(l, last, arrow, &pen);
}

/* On the arrow itself, right of where it begins as it goes; a copy's behind its beginning. */
static void draw_label(struct ladder *l, const struct layout_arrow *arrow)
{
    char       words[LAYOUT_WORDS_MAX];
    struct pen pen    = pen_of(arrow, l->layout.end);
    bool       copied = arrow->middle && !arrow->segment.forged;
    layout_label(words, arrow);
    int length = (int)strlen(words);
    int on     = pen.direction > 0 ? pen.from + 1 : pen.from - length;
    int behind = pen.direction > 0 ? pen.from - 1 - length : pen.from + 2;
    canvas_words(&l->canvas, arrow->from_row, copied ? behind : on, words, pen.colour);
    if (arrow->segment.forged)
        canvas_words(&l->canvas, arrow->from_row, pen.direction > 0 ? pen.from - 10 : pen.from + 2, "stranger",
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
    struct ladder l = {0};
    layout_make(&l.layout, run);
    draw_rows(&l);
    for (uint32_t i = 0; i < l.layout.n_arrows; i++)
        draw_arrow(&l, &l.layout.arrows[i]);
    for (uint32_t i = 0; i < l.layout.n_arrows; i++)
        draw_label(&l, &l.layout.arrows[i]);
    for (uint32_t i = 0; i < l.layout.n_words; i++)
        draw_words(&l, &l.layout.words[i]);
    for (uint32_t i = 0; i < l.layout.n_rules; i++)
        draw_rule(&l, &l.layout.rules[i]);
    fprintf(out, "%*s%*s\n", LEFT + 1, "A", RIGHT - LEFT, "B");
    canvas_print(out, &l.canvas, look.utf8, look.colour);
    canvas_free(&l.canvas);
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
