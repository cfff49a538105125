/* svg.c - a run as a ladder in SVG; see svg.h. */
#include "svg.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "svg_ladder.h"
#include "text.h"
#include "xml.h"

enum {
    WIDTH   = SVG_LADDER_WIDTH, /* of a panel */
    AXIS    = 78,               /* more, left of it, where there is time */
    PAD     = 12,
    TITLE   = 36,               /* room for two lines of title */
    TOP     = 76,               /* of the first row, below it */
    COLUMNS = 74                /* letters of a line across a panel, in its widest face */
};

/* How a panel ends: what its last box says. */
enum mood { MOOD_NONE, MOOD_BAD, MOOD_GOOD };

/* ---------------------------------------------------------------- text */

/* Words in lines of so many columns; returns the height below the last. */
static double print_prose(FILE *out, double x, double y, const char *class, const char *words)
{
    fprintf(out, "<text class=\"%s\">", class);
    while (*(words += strspn(words, " ")) != '\0') {
        size_t length = strlen(words);
        if (length > COLUMNS)
            for (length = COLUMNS; length > 1 && words[length] != ' ';)
                length--;
        if (length <= 1)
            length = strcspn(words, " ");
        fprintf(out, "<tspan x=\"%.0f\" y=\"%.0f\">", x, y);
        xml_bytes(out, words, length);
        words += length;
        fputs(*words != '\0' ? " </tspan>" : "</tspan>", out);
        y += 17;
    }
    fputs("</text>\n", out);
    return y;
}

/* ---------------------------------------------------------------- what frames it */

static void add_verdict(struct text *words, const struct run *run)
{
    unsigned    end   = run_guilty(run);
    const char *where = end == TRACE_ENDS ? "" : end == 0 ? " at A" : " at B";
    text_add(words, "%s This %s %s%s: %s", run_is_shown(run) ? "\342\234\223" : "\342\234\227",
             run_outcome(run), run_claim_name(run), where, run_claim_text(run));
}

/* What the run comes to; returns the height below it. */
static double print_verdict(FILE *out, const struct run *run, double y, enum mood mood)
{
    struct text words = {0};
    const char *class = mood == MOOD_GOOD ? "good" : mood == MOOD_BAD ? "bad" : "";
    char        style[32];
    if (run->claim != RUN_NO_CLAIM)
        add_verdict(&words, run);
    else if (mood == MOOD_GOOD)
        text_add(&words, "\342\234\223 this run passes");
    if (words.length == 0)
        return y;
    snprintf(style, sizeof style, "title %s", class);
    double below = print_prose(out, PAD + 10, y + 20, style, text_get(&words));
    fprintf(out, "<rect class=\"box %s\" x=\"%d\" y=\"%.0f\" width=\"%d\" height=\"%.0f\" rx=\"4\"/>\n", class,
            PAD, y, WIDTH - 2 * PAD, below - y - 6);
    text_free(&words);
    return below + 4;
}

static bool has_time(const struct run *run)
{
    return run->records[run->n_records - 1].time_us != TRACE_TIME_UNKNOWN;
}

/* Draws it into `out`; returns its height. */
static double print_panel(FILE *out, const struct run *run, const char *title, enum mood mood)
{
    double top = title != NULL ? TITLE + TOP : TOP;
    if (title != NULL)
        print_prose(out, PAD, 22, "title", title);
    double y = print_verdict(out, run, svg_ladder_print(out, run, top) + 4, mood);
    if (run->turn != 0)
        y = print_prose(out, PAD, y + 14, "prose bad", "* here the changed table first does otherwise than ours") - 10;
    if (has_time(run))
        y = print_prose(out, PAD, y + 14, "prose faint",
                        "Time is to scale where it leaves room for a line; what is nearer is a line apart.");
    return y;
}

static enum mood mood_of(const struct run *run)
{
    return run->claim == RUN_NO_CLAIM ? MOOD_NONE : run_is_shown(run) ? MOOD_GOOD : MOOD_BAD;
}

/* What a screen reader says of it. */
static void print_names(FILE *out, const struct run *run)
{
    fputs("<title>", out);
    xml_text(out, run->bound);
    fputs(": ", out);
    xml_text(out, run->text);
    fputs("</title>\n<desc>A ladder of ", out);
    fprintf(out, "%" PRIu32 " steps between A and B. ", run->n_steps);
    xml_text(out, run_claim_text(run));
    fputs("</desc>\n", out);
}

static void print_frame(FILE *out, const struct run *run, double width, double height)
{
    double left = has_time(run) ? AXIS : 0;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" role=\"img\" "
            "viewBox=\"%.0f 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\">\n",
            -left, width + left, height, width + left, height);
    print_names(out, run);
}

void svg_print_part(FILE *out, const struct run *run, bool passes)
{
    char  *body = NULL;
    size_t size = 0;
    FILE  *part = open_memstream(&body, &size);
    if (part == NULL)
        return;
    double height = print_panel(part, run, NULL, passes ? MOOD_GOOD : mood_of(run)) + PAD;
    fclose(part);
    print_frame(out, run, WIDTH, height);
    fputs(body, out);
    fputs("</svg>\n", out);
    free(body);
}

static double print_panels(FILE *out, const struct run *run, struct run_beside beside)
{
    struct text title = {0};
    text_add(&title, "%s: %s", run->bound, run->text);
    double height = print_panel(out, run, text_get(&title), mood_of(run)), other = 0;
    text_free(&title);
    if (beside.run != NULL) {
        fprintf(out, "<g transform=\"translate(%d 0)\">\n", WIDTH + PAD);
        text_add(&title, "Beside it %s: step %" PRIu32 " decides", beside.title, beside.from);
        other = print_panel(out, beside.run, text_get(&title), MOOD_GOOD);
        text_free(&title);
        fputs("</g>\n", out);
    }
    return height > other ? height : other;
}

/* How to read it, for who sees one for the first time. */
static const char key[] = "[S.] is SYN,ACK, as tcpdump writes it (S SYN, F FIN, R RST, . ACK); ! what a user is "
                          "told; a bar, how long a timer runs; an open circle, still on its way.";

void svg_print(FILE *out, const struct run *run, struct run_beside beside)
{
    char  *body = NULL;
    size_t size = 0;
    FILE  *part = open_memstream(&body, &size);
    if (part == NULL)
        return;
    double height = print_panels(part, run, beside), width = beside.run != NULL ? 2 * WIDTH + PAD : WIDTH;
    height = print_prose(part, PAD, height + 18, "prose faint", key);
    height = print_prose(part, PAD, height + 6, "faint", run->command) + PAD;
    fclose(part);
    print_frame(out, run, width, height);
    fprintf(out, "<style>\n%s</style>\n<rect class=\"paper\" x=\"%d\" width=\"100%%\" height=\"100%%\"/>\n",
            asset_ladder_css, has_time(run) ? -AXIS : 0);
    fputs(body, out);
    fputs("</svg>\n", out);
    free(body);
}
