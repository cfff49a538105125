/* ladder.c - a run as a ladder in the terminal; see ladder.h.
 *
 * First the rows of all steps are laid out, then the arrows are drawn, then the words, so that
 * words are never hidden.
 */
#include "ladder.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canvas.h"
#include "tcpdump.h"
#include "text.h"

enum {
    LEFT    = 20,                 /* A's lifeline */
    RIGHT   = 60,                 /* B's */
    MIDDLE  = (LEFT + RIGHT) / 2, /* where a stranger stands, and where segments are lost */
    NUMBERS = 4,                  /* columns of the step's number */
    MARGIN  = LEFT - NUMBERS - 1  /* columns of words beside a lifeline */
};

/* A segment on its way. */
struct arrow {
    struct engine_segment segment;  /* that it stands for */
    uint32_t              from_row; /* where it begins */
    uint32_t              to_row;   /* where it ends; 0: it is still on its way */
    uint8_t               end;      /* that sent it */
    bool                  lost;     /* it ends in the middle */
    bool                  middle;   /* it begins in the middle: a copy, a stranger's */
};

/* Words across the whole width. */
struct rule {
    uint32_t row;
    char     words[64];
};

struct ladder {
    const struct run *run;
    struct canvas     canvas;       /* what is drawn so far */
    struct arrow     *arrows;       /* by number - 1 of the segment, then those of strangers */
    uint32_t          n_arrows;     /* how many */
    struct rule       rules[2];     /* around a loop */
    unsigned          n_rules;      /* how many */
    uint32_t          end;          /* the last row that arrows reach */
};

/* ---------------------------------------------------------------- rows and words */

static uint32_t add_row(struct ladder *l)
{
    uint32_t row = canvas_add_row(&l->canvas);
    canvas_piece(&l->canvas, row, LEFT, PIECE_LIFELINE, COLOUR_NONE);
    canvas_piece(&l->canvas, row, RIGHT, PIECE_LIFELINE, COLOUR_NONE);
    return row;
}

/* Words beside the lifeline of an end. */
static void put_beside(struct ladder *l, uint32_t row, unsigned end, const char *words,
                       enum colour colour)
{
    char cut[MARGIN + 1];
    snprintf(cut, sizeof cut, "%.*s", MARGIN, words);
    canvas_words(&l->canvas, row, end == 0 ? LEFT - 1 - (int)strlen(cut) : RIGHT + 2, cut, colour);
}

/* ---------------------------------------------------------------- the layout */

static struct arrow *add_arrow(struct ladder *l, struct arrow arrow)
{
    l->arrows = memory_resize(l->arrows, (l->n_arrows + 1) * sizeof *l->arrows);
    l->arrows[l->n_arrows] = arrow;
    return &l->arrows[l->n_arrows++];
}

/* Numbers are given in the order of the records, but for strangers', which have none. */
static struct arrow *find_arrow(struct ladder *l, uint32_t number)
{
    for (uint32_t i = 0, n = 0; i < l->n_arrows; i++) {
        bool numbered = !l->arrows[i].segment.forged;
        n += numbered;
        if (numbered && n == number)
            return &l->arrows[i];
    }
    return NULL;
}

static void end_arrow(struct ladder *l, uint32_t number, uint32_t row, bool lost)
{
    struct arrow *arrow = find_arrow(l, number);
    if (arrow == NULL)
        return;
    arrow->to_row = row;
    arrow->lost   = lost;
}

static void lay_receipt(struct ladder *l, const struct trace_record *cause, uint32_t row)
{
    if (cause->number > 0) {
        struct arrow *arrow = find_arrow(l, cause->number);
        if (arrow != NULL)
            arrow->segment.old = cause->segment.old;
        end_arrow(l, cause->number, row, false);
        return;
    }
    struct arrow forged = { .segment = cause->segment, .from_row = row, .to_row = row,
                            .end = cause->end ^ 1, .middle = true };
    forged.segment.forged = 1;
    add_arrow(l, forged);
}

/* "user-timeout", "retransmission": the word timeout goes where it has no room. */
static void name_timeout(char out[64], const char *event)
{
    const char *end  = strstr(event, "-timeout");
    bool        fits = strlen(event) <= MARGIN || end == NULL;
    snprintf(out, 64, "%.*s", fits ? MARGIN : (int)(end - event), event);
}

/* What stands beside the lifeline where a step begins. */
static void name_cause(char out[64], const struct run *run, const struct trace_record *cause)
{
    const char *event = cause->event != TRACE_NONE ? run->names.events[cause->event] : "";
    out[0]            = '\0';
    switch ((enum trace_kind)cause->kind) {
    case TRACE_CALL:
        if (cause->octets > 0)
            snprintf(out, 64, "%s %" PRIu32, event, cause->octets);
        else
            snprintf(out, 64, "%s%s", event,
                     strcmp(event, "OPEN") != 0 ? "" : cause->active ? " active" : " passive");
        break;
    case TRACE_TIMER:    name_timeout(out, event); break;
    case TRACE_TRANSMIT: snprintf(out, 64, "(%s)", event); break;
    case TRACE_CRASH:    snprintf(out, 64, "crash"); break;
    case TRACE_TICK:     snprintf(out, 64, "tick"); break;
    case TRACE_RECEIVE:
    case TRACE_COPY:
    case TRACE_LOSE:
    case TRACE_STATE:
    case TRACE_SEND:
    case TRACE_DELIVER:
    case TRACE_TELL:
    case TRACE_WORLD:
    case TRACE_KINDS:    break;
    }
}

static void lay_cause(struct ladder *l, const struct trace_record *cause)
{
    char     words[64], number[16];
    uint32_t row = add_row(l);
    name_cause(words, l->run, cause);
    put_beside(l, row, cause->end, words, COLOUR_NONE);
    snprintf(number, sizeof number, "%3" PRIu32, cause->step);
    canvas_words(&l->canvas, row, 0, number, COLOUR_FAINT);
    if (cause->kind == TRACE_RECEIVE)
        lay_receipt(l, cause, row);
    if (cause->kind == TRACE_LOSE)
        end_arrow(l, cause->number, row, true);
    if (cause->kind == TRACE_COPY)
        add_arrow(l, (struct arrow){ .segment = cause->segment, .from_row = row,
                                     .end = cause->end ^ 1, .middle = true });
}

static void lay_told(struct ladder *l, const struct trace_record *record)
{
    char words[64];
    if (record->kind == TRACE_DELIVER)
        snprintf(words, sizeof words, "gets %" PRIu32, record->octets);
    else
        snprintf(words, sizeof words, "! %s", l->run->names.signals[record->signal]);
    put_beside(l, add_row(l), record->end, words, COLOUR_NONE);
}

/* A segment begins on the row of its cause where nothing arrives there, else on its own. */
static void lay_sent(struct ladder *l, const struct trace_record *record, bool shares)
{
    uint32_t row = shares ? l->canvas.n_rows - 1 : add_row(l);
    add_arrow(l, (struct arrow){ .segment = record->segment, .from_row = row, .end = record->end });
}

static bool is_crossed(const struct trace_record *cause)
{
    return cause->kind == TRACE_RECEIVE || cause->kind == TRACE_COPY || cause->kind == TRACE_LOSE;
}

static void lay_step(struct ladder *l, uint32_t step)
{
    const struct run          *run    = l->run;
    const struct trace_record *cause  = run_cause(run, step);
    bool                       shares = !is_crossed(cause);
    lay_cause(l, cause);
    for (size_t i = run->steps[step] + 1; i < run->steps[step + 1]; i++) {
        const struct trace_record *record = &run->records[i];
        if (record->kind == TRACE_SEND) {
            lay_sent(l, record, shares);
            shares = false;
        }
        if (record->kind == TRACE_LOSE)
            end_arrow(l, record->number, add_row(l), true);
        if (record->kind == TRACE_DELIVER || record->kind == TRACE_TELL)
            lay_told(l, record);
    }
    if (cause->before != cause->after)
        put_beside(l, add_row(l), cause->end, run->names.states[cause->after], COLOUR_NONE);
}

static void lay_rule(struct ladder *l, const char *words, uint32_t step)
{
    struct rule *rule = &l->rules[l->n_rules++];
    rule->row         = add_row(l);
    snprintf(rule->words, sizeof rule->words, " %s step %" PRIu32 " ", words, step);
}

static void draw_rule(struct ladder *l, const struct rule *rule)
{
    for (int column = NUMBERS; column < CANVAS_WIDTH; column += 2)
        canvas_words(&l->canvas, rule->row, column, ".", COLOUR_FAINT);
    canvas_words(&l->canvas, rule->row, MIDDLE - (int)strlen(rule->words) / 2, rule->words, COLOUR_NONE);
}

static void lay_run(struct ladder *l)
{
    const struct run *run = l->run;
    uint32_t          row = add_row(l);
    for (unsigned end = 0; end < TRACE_ENDS; end++)
        put_beside(l, row, end, run->names.states[run_state(run, 0, end)], COLOUR_NONE);
    for (uint32_t step = 1; step <= run->n_steps; step++) {
        if (run->loop != RUN_NO_LOOP && step == run->loop + 1)
            lay_rule(l, "for ever from", step);
        lay_step(l, step);
    }
    l->end = l->canvas.n_rows - 1;
    if (run->loop != RUN_NO_LOOP)
        lay_rule(l, "and again from", run->loop + 1);
}

/* ---------------------------------------------------------------- arrows */

/* An arrow while it is drawn: `direction` is 1 to the right, -1 to the left. */
struct pen {
    int         direction;
    int         from, to; /* columns of the first and last piece */
    enum colour colour;
};

/* "[S.] seq 5 ack 2", "old" in front of an old one; a copy is as what it was copied from. */
static void label(char out[64], const struct arrow *arrow)
{
    const struct engine_segment *segment = &arrow->segment;
    char                         flags[TCPDUMP_FLAGS_MAX];
    if (arrow->middle && !segment->forged) {
        snprintf(out, 64, "copy of [%s]", tcpdump_flags(flags, segment->flags));
        return;
    }
    int used = snprintf(out, 64, "%s[%s] seq %" PRIu32, segment->old ? "old " : "",
                        tcpdump_flags(flags, segment->flags), segment->seq);
    if ((segment->flags & FLAG_ACK) != 0)
        used += snprintf(out + used, 64 - (size_t)used, " ack %" PRIu32, segment->ack);
    if (segment->text > 0)
        snprintf(out + used, 64 - (size_t)used, " len %" PRIu32, segment->text);
}

static struct pen pen_of(const struct arrow *arrow, uint32_t last)
{
    char       words[64];
    int        sender = arrow->end == 0 ? LEFT : RIGHT, receiver = arrow->end == 0 ? RIGHT : LEFT;
    struct pen pen    = { .direction = arrow->end == 0 ? 1 : -1 };
    pen.colour        = arrow->lost ? COLOUR_LOST : arrow->segment.old ? COLOUR_OLD : COLOUR_NONE;
    pen.from          = (arrow->middle ? MIDDLE : sender) + pen.direction;
    if (arrow->segment.forged) {
        label(words, arrow);
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

static void draw_end(struct ladder *l, uint32_t row, const struct arrow *arrow,
                     const struct pen *pen)
{
    enum piece head = pen->direction > 0 ? PIECE_HEAD_RIGHT : PIECE_HEAD_LEFT;
    canvas_piece(&l->canvas, row, pen->to,
              arrow->lost ? PIECE_LOST : arrow->to_row == 0 ? PIECE_ON_THE_WAY : head, pen->colour);
}

/* Stairs: on each row some way, then one down. The first row is as long as its words. */
static void draw_arrow(struct ladder *l, const struct arrow *arrow)
{
    char       words[64];
    uint32_t   last  = arrow->to_row > 0 ? arrow->to_row : l->end;
    struct pen pen   = pen_of(arrow, last);
    bool       right = pen.direction > 0;
    label(words, arrow);
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
static void draw_label(struct ladder *l, const struct arrow *arrow)
{
    char       words[64];
    struct pen pen    = pen_of(arrow, l->end);
    bool       copied = arrow->middle && !arrow->segment.forged;
    label(words, arrow);
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
    fprintf(out, "%*s%*s\n", LEFT + 1, "A", RIGHT - LEFT, "B");
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

void ladder_print(FILE *out, const struct run *run, struct ladder_look look)
{
    struct ladder l = { .run = run };
    lay_run(&l);
    for (uint32_t i = 0; i < l.n_arrows; i++)
        draw_arrow(&l, &l.arrows[i]);
    for (uint32_t i = 0; i < l.n_arrows; i++)
        draw_label(&l, &l.arrows[i]);
    for (unsigned i = 0; i < l.n_rules; i++)
        draw_rule(&l, &l.rules[i]);
    print_title(out, run);
    canvas_print(out, &l.canvas, look.utf8, look.colour);
    print_verdict(out, run, look);
    fprintf(out, "replay: %s\n", run->command);
    canvas_free(&l.canvas);
    free(l.arrows);
}
