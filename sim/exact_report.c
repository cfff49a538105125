/* exact_report.c - what an enumeration found, as text; see exact_report.h. */
#include "exact_report.h"

#include <inttypes.h>
#include <string.h>

#include "exact_sums.h"
#include "tcpdump.h"
#include "text.h"

enum { LABEL = 46, COLUMN = 16 /* columns of the tables */ };

static const char *const what_texts[EXACT_WHATS] = {
    [EXACT_CONNECTED_A] = "A is connected",       [EXACT_CONNECTED_B] = "B is connected",
    [EXACT_CONNECTED] = "both are connected",     [EXACT_TOLD_A] = "A is told of an error",
    [EXACT_TOLD_B] = "B is told of an error",     [EXACT_TOLD] = "a user is told of an error",
    [EXACT_CLOSED_A] = "A is CLOSED",             [EXACT_CLOSED_B] = "B is CLOSED",
    [EXACT_CLOSED] = "both are CLOSED",           [EXACT_ORDERLY] = "both closed in order",
};

/* "0.1", or of two directions "0.1/0.2". */
static const char *loss_text(char out[TEXT_NUMBER_MAX], const struct weight_loss *loss, bool two_ways)
{
    if (two_ways)
        snprintf(out, TEXT_NUMBER_MAX, "%.6g/%.6g", loss->p[0], loss->p[1]);
    else
        snprintf(out, TEXT_NUMBER_MAX, "%.6g", loss->p[0]);
    return out;
}

/* Ten digits; of what is not quite 1, how much is missing. */
static void print_share(FILE *out, long double value)
{
    char text[2 * TEXT_NUMBER_MAX];
    bool nearly = value < 1 && 1 - value < 1e-9L && 1 - value > 1e-17L;
    snprintf(text, sizeof text, nearly ? "1 - %.4Lg" : "%.10Lg", nearly ? 1 - value : value);
    fprintf(out, "%*s", COLUMN, text);
}

static void print_losses(FILE *out, const struct exact_report *r, const char *label)
{
    char p[TEXT_NUMBER_MAX];
    fprintf(out, "%-*s", LABEL, label);
    for (unsigned i = 0; i < r->n_losses; i++)
        fprintf(out, "%*s", COLUMN, loss_text(p, &r->losses[i], r->exact->request.two_ways));
    fputc('\n', out);
}

/* ---------------------------------------------------------------- how runs end */

/* "A orderly, B timeout"; where there is no connection that ended, the state. */
static void ending_text(struct text *text, const struct exact_outcome *outcome)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        unsigned ending = outcome->watch.ending[end];
        text_add(text, "%s%c ", end > 0 ? ", " : "", "AB"[end]);
        if (ending != ENDING_NONE)
            text_add(text, "%s", exact_ending_names[ending]);
        if (ending == ENDING_NONE || outcome->state[end] != CLOSED)
            text_add(text, "%s%s", ending != ENDING_NONE ? " then " : "in ",
                     tcp_state_names[outcome->state[end]]);
    }
}

/* What the words of the table mean, of those that are in it. */
static void explain_endings(FILE *out, const struct exact *e)
{
    bool used[EXACT_ENDINGS] = { false };
    for (unsigned i = 0; i < e->n_endings; i++)
        for (unsigned end = 0; end < ENGINE_ENDS; end++)
            used[e->endings[i].watch.ending[end]] = true;
    for (unsigned ending = 0; ending < EXACT_ENDINGS; ending++)
        if (used[ending])
            fprintf(out, "  %-8s  %s\n", ending == ENDING_NONE ? "in STATE" : exact_ending_names[ending],
                    exact_ending_texts[ending]);
}

static void print_endings(FILE *out, const struct exact_report *r)
{
    print_losses(out, r, "\nhow runs end, with p =");
    unsigned order[EXACT_OUTCOMES_MAX];
    exact_sort_endings(r->exact, &r->losses[0], order);
    for (unsigned k = 0; k < r->exact->n_endings; k++) {
        const struct exact_outcome *outcome = &r->exact->endings[order[k]];
        struct text                 text    = { 0 };
        ending_text(&text, outcome);
        fprintf(out, "%-*s", LABEL - 1, text_get(&text));
        for (unsigned i = 0; i < r->n_losses; i++)
            print_share(out, weight_value(&outcome->weight, &r->losses[i]));
        fputc('\n', out);
        text_free(&text);
    }
    explain_endings(out, r->exact);
}

/* ---------------------------------------------------------------- times */

static const char *time_text(char out[TCPDUMP_TIME_MAX], uint64_t time_us)
{
    return time_us == EXACT_NEVER ? "never" : tcpdump_time(out, time_us);
}

static void print_time(FILE *out, uint64_t time_us)
{
    char text[TCPDUMP_TIME_MAX];
    fprintf(out, " %13s", time_text(text, time_us));
}

static void print_curve_line(FILE *out, const struct exact_report *r, enum exact_what what,
                             unsigned number)
{
    const struct exact_curve *curve = &r->exact->curves[what];
    const struct weight_loss *loss  = &r->losses[number];
    char                      p[TEXT_NUMBER_MAX];
    struct exact_sums         sums = exact_sums(curve, loss);
    fprintf(out, "%-27s %8s", number == 0 ? what_texts[what] : "",
            loss_text(p, loss, r->exact->request.two_ways));
    print_share(out, sums.sum);
    if (sums.sum > 0)
        fprintf(out, " %13.6Lf", sums.mean_us / 1000000);
    else
        print_time(out, EXACT_NEVER);
    for (unsigned i = 0; i < EXACT_QUANTILES; i++)
        print_time(out, sums.quantiles_us[i]);
    print_time(out, curve->points[curve->n_points - 1].time_us);
    fputc('\n', out);
}

static void print_curves(FILE *out, const struct exact_report *r)
{
    fprintf(out, "\n%-27s %8s %15s %13s %13s %13s %13s %13s %13s\n", "times in seconds", "p",
            "probability", "mean", "50%", "90%", "99%", "99.9%", "latest");
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        for (unsigned i = 0; r->exact->curves[what].n_points > 0 && i < r->n_losses; i++)
            print_curve_line(out, r, what, i);
    fputs("  mean     of the runs in which it happens\n"
          "  50%, ..  the time by which so many of all runs are there; never: fewer ever are\n"
          "  latest   in any run that was followed\n", out);
}

/* "   copied 1", or of both directions "   copied 1, 0". */
static void print_field(FILE *out, const char *name, weight_key key, enum weight_field field, bool apart)
{
    fprintf(out, "   %s %u", name, weight_get(key, field));
    if (apart)
        fprintf(out, ", %u", weight_get(key, field + 1));
}

static void print_terms(FILE *out, const struct exact_report *r, const struct weight *weight)
{
    const struct exact_request *request = &r->exact->request;
    bool                        apart   = request->two_ways || request->segments;
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        const struct weight_term *term = &weight->terms[i];
        char                      count[WEIGHT_TEXT_MAX];
        fprintf(out, "    %24s", weight_text(count, term->count, true));
        for (unsigned way = 0; way < (apart ? 2 : 1); way++)
            fprintf(out, " %s^%u (1-%s)^%u", &"p\0q"[2 * way], weight_get(term->key, WEIGHT_LOST + way),
                    &"p\0q"[2 * way], weight_get(term->key, WEIGHT_PASSED + way));
        if (request->chances[0].copies || request->chances[1].copies)
            print_field(out, "copied", term->key, WEIGHT_COPIED, apart);
        if (request->chances[0].holds || request->chances[1].holds)
            print_field(out, "held up", term->key, WEIGHT_HELD, apart);
        if (request->segments)
            print_field(out, "retransmissions", term->key, WEIGHT_AGAIN, apart);
        fputc('\n', out);
    }
}

static void print_polynomials(FILE *out, const struct exact_report *r)
{
    fputs("\npolynomials: patterns, each with the factor of its losses\n", out);
    for (unsigned i = 0; i < r->exact->n_endings; i++) {
        struct text text = { 0 };
        ending_text(&text, &r->exact->endings[i]);
        fprintf(out, "%s\n", text_get(&text));
        text_free(&text);
        print_terms(out, r, &r->exact->endings[i].weight);
    }
}

static void print_curve(FILE *out, const struct exact_report *r, enum exact_what what)
{
    const struct exact_curve *curve = &r->exact->curves[what];
    long double               sums[EXACT_LOSSES_MAX] = { 0 };
    char                      time[TCPDUMP_TIME_MAX];
    struct text               label = { 0 };
    text_add(&label, "\n%s by, with p =", what_texts[what]);
    print_losses(out, r, text_get(&label));
    text_free(&label);
    for (uint32_t k = 0; k < curve->n_points; k++) {
        fprintf(out, "%*s ", LABEL - 2, tcpdump_time(time, curve->points[k].time_us));
        for (unsigned i = 0; i < r->n_losses; i++) {
            sums[i] += weight_value(&curve->points[k].weight, &r->losses[i]);
            print_share(out, sums[i]);
        }
        fputc('\n', out);
        if (r->polynomial)
            print_terms(out, r, &curve->points[k].weight);
    }
}

/* ---------------------------------------------------------------- numbers of segments */

static void print_numbers(FILE *out, const struct exact_report *r, enum exact_number what)
{
    static long double shares[EXACT_LOSSES_MAX][EXACT_NUMBER_MAX + 1];
    struct text        label = { 0 };
    unsigned           most  = 0;
    text_add(&label, "\n%s, with p =", exact_number_names[what]);
    print_losses(out, r, text_get(&label));
    text_free(&label);
    for (unsigned i = 0; i < r->n_losses; i++)
        most = exact_shares(r->exact, &r->losses[i], what, shares[i]);
    for (unsigned n = 0; n <= most; n++) {
        long double any = 0;
        for (unsigned i = 0; i < r->n_losses; i++)
            any += shares[i][n];
        if (any <= 0)
            continue;
        fprintf(out, "%*u ", LABEL - 2, n);
        for (unsigned i = 0; i < r->n_losses; i++)
            print_share(out, shares[i][n]);
        fputc('\n', out);
    }
}

/* ---------------------------------------------------------------- how exact it is */

static void print_patterns(FILE *out, const struct exact *e)
{
    weight_count total = 0, some;
    bool         good  = true;
    char         text[WEIGHT_TEXT_MAX];
    for (unsigned i = 0; i < e->n_outcomes; i++)
        good &= weight_total(&e->outcomes[i].weight, &some)
                && !__builtin_add_overflow(total, some, &total);
    fprintf(out, "%s patterns", good ? weight_text(text, total, true) : "more than 2^128");
}

static void print_bound(FILE *out, const struct exact_report *r, const char *label,
                        const struct weight *weight)
{
    if (weight->n_terms == 0)
        return;
    fprintf(out, "%-*s", LABEL - 1, label);
    for (unsigned i = 0; i < r->n_losses; i++)
        fprintf(out, "%*.3Lg", COLUMN, weight_value(weight, &r->losses[i]));
    fputc('\n', out);
}

void exact_report_work(FILE *out, const struct exact *e)
{
    char worlds[TEXT_NUMBER_MAX], plays[TEXT_NUMBER_MAX], most[TEXT_NUMBER_MAX], size[TEXT_NUMBER_MAX];
    print_patterns(out, e);
    fprintf(out, " in %s worlds, %s pieces of runs; at most %s worlds and %s at once\n",
            text_grouped(worlds, e->n_worlds), text_grouped(plays, e->n_plays),
            text_grouped(most, e->most_waiting), text_size(size, e->most_bytes));
}

static void print_exactness(FILE *out, const struct exact_report *r)
{
    const struct exact *e = r->exact;
    char                time[TCPDUMP_TIME_MAX];
    fputc('\n', out);
    print_bound(out, r, "not followed: cut off", &e->cut);
    print_bound(out, r, "not followed: stopped", &e->pending);
    if (e->stopped != EXACT_FINISHED)
        fprintf(out, "INCOMPLETE: %s; exact before %s s, from there on each probability is too small by\n"
                     "at most what was not followed\n",
                exact_stop_text(e->stopped), time_text(time, e->reached_us));
    else if (e->cut.n_terms > 0)
        fputs("each probability is too small by at most what was not followed\n", out);
    else
        fputs("exact: every pattern was followed\n", out);
    exact_report_work(out, e);
}

/* What else the network does by chance, in one direction. */
static void print_chance(FILE *out, const struct exact_chance *chance, const char *direction)
{
    char time[TCPDUMP_TIME_MAX];
    if (chance->copies)
        fprintf(out, "%sa copy of it travels too with probability %g\n", direction,
                exact_share(chance->duplicate));
    if (chance->holds)
        fprintf(out, "%sit is held up for %s s with probability %g\n", direction,
                tcpdump_time(time, chance->hold_us), exact_share(chance->reorder));
    if (chance->n_choices > 1)
        fprintf(out, "%sit, and a copy, travels for one of %u times, each as likely as the others\n",
                direction, (unsigned)chance->n_choices);
}

static void print_chances(FILE *out, const struct exact_chance chances[ENGINE_ENDS])
{
    bool alike = memcmp(&chances[0], &chances[1], sizeof chances[0]) == 0;
    print_chance(out, &chances[0], alike ? "" : "A>B: ");
    if (!alike)
        print_chance(out, &chances[1], "B>A: ");
}

void exact_report_text(FILE *out, const struct exact_report *r)
{
    fprintf(out, "%s%sprofile %s; each segment is lost with probability p%s\n", r->title,
            r->title[0] != '\0' ? "; " : "", r->profiles,
            r->exact->request.two_ways ? "/q: from A, from B" : "");
    print_chances(out, r->exact->request.chances);
    print_endings(out, r);
    print_curves(out, r);
    for (unsigned what = 0; r->curve != NULL && what < EXACT_WHATS; what++)
        if (strcmp(r->curve, exact_what_names[what]) == 0)
            print_curve(out, r, what);
    for (unsigned what = 0; r->exact->request.segments && what < EXACT_NUMBERS; what++)
        print_numbers(out, r, what);
    if (r->polynomial)
        print_polynomials(out, r);
    print_exactness(out, r);
    fprintf(out, "again: %s\n", r->command);
}
