/* exact_show.c - verdicts with the runs that show them; see exact_show.h. */
#include "exact_show.h"

#include <inttypes.h>
#include <stdio.h>

#include "exact_report.h"
#include "exact_sums.h"
#include "exact_worst.h"
#include "network.h"
#include "tcpdump.h"

/* ---------------------------------------------------------------- the worst */

enum status exact_status(const struct exact *exact)
{
    switch (exact->stopped) {
    case EXACT_FINISHED:    return STATUS_DONE;
    case EXACT_INTERRUPTED: return STATUS_INTERRUPTED;
    case EXACT_MEMORY:
    case EXACT_TIME:
    case EXACT_OVERFLOW:
    case EXACT_CROWDED:     break;
    }
    return STATUS_INCOMPLETE;
}

struct shown {
    const struct exact *exact; /* what was found */
    const struct setup *setup; /* that was asked for */
    bool                csv;   /* as CSV */
};

static void print_value(enum exact_worst_what what, const struct exact_worst *worst)
{
    char time[TCPDUMP_TIME_MAX];
    if (!worst->ever)
        fputs("never", stdout);
    else if (what == WORST_SEGMENTS)
        printf("%" PRIu64, worst->value);
    else
        fputs(tcpdump_time(time, worst->value), stdout);
}

/* Takes the chance out of what is played: options of the network. */
static void add_certain(struct text *text, const struct exact_request *request, bool delays)
{
    const struct exact_chance *chances  = request->chances;
    const struct channel      *channels = request->scenario->channels;
    bool                       alike    = channels[0].delay.least_us == channels[1].delay.least_us;
    for (unsigned way = 0; delays && way < (alike ? 1 : ENGINE_ENDS); way++) {
        struct text delay = { 0 };
        text_add(&delay, "%s", alike ? "" : network_directions[way]);
        network_add_time(&delay, alike ? "" : " ", channels[way].delay.least_us);
        setup_add_option(text, "delay", text_get(&delay));
        text_free(&delay);
    }
    if ((chances[0].loss | chances[1].loss) != 0)
        text_add(text, " --loss 0");
    if ((chances[0].duplicate | chances[1].duplicate) != 0)
        text_add(text, " --duplicate 0");
    if ((chances[0].reorder | chances[1].reorder) != 0)
        text_add(text, " --reorder '0 0s'");
}

/* The run that does it: "eleven sim transfer --drop 'A>B n=1'". */
static void replay(struct text *text, const struct exact_request *request, const struct setup *setup,
                   const struct exact_rules *rules)
{
    bool         delays  = request->chances[0].n_choices > 1 || request->chances[1].n_choices > 1;
    struct setup certain = setup_without_chance(setup, delays);
    text_add(text, "eleven sim");
    setup_add(text, &certain);
    add_certain(text, request, delays);
    text_add(text, "%s", text_get(&rules->options));
}

static void print_worst(const struct shown *shown, unsigned k, enum exact_worst_what what,
                        const struct exact_worst *worst)
{
    struct text text = { 0 };
    replay(&text, &shown->exact->request, shown->setup, &worst->rules);
    if (shown->csv) {
        printf("%u,%s,", k, exact_worst_names[what]);
        print_value(what, worst);
        printf(",%s,\"%s\"\n", worst->always ? "always" : worst->ever ? "not always" : "never",
               worst->ever ? text_get(&text) : "");
    } else {
        printf("%6u  %-28s", k, exact_worst_names[what]);
        print_value(what, worst);
        puts(!worst->ever || worst->always ? "" : "   (not in every run)");
        if (worst->ever)
            printf("%38s%s\n", "", text_get(&text));
    }
    text_free(&text);
}

static bool show_worst_of(const struct shown *shown, unsigned k)
{
    struct exact_worst worst[EXACT_WORSTS];
    bool               good = true;
    exact_worst_find(shown->exact, k, worst);
    for (unsigned what = 0; what < EXACT_WORSTS; what++) {
        if (worst[what].ever && !exact_worst_check(shown->exact, what, &worst[what])) {
            fprintf(stderr, "eleven exact: its pattern does not come to that (%s, %u losses):"
                            " an error of this program\n", exact_worst_names[what], k);
            good = false;
        }
        print_worst(shown, k, what, &worst[what]);
    }
    exact_worst_free(worst);
    return good;
}

static void print_limit(const char *what, uint32_t most)
{
    if (most == EXACT_NO_LIMIT)
        printf("any number of segments is %s\n", what);
    else
        printf("at most %" PRIu32 " %s\n", most, what);
}

/* What else may happen, where it may. */
static void print_limits(const struct exact *e)
{
    const struct exact_chance *chances = e->request.chances;
    if (chances[0].copies || chances[1].copies)
        print_limit("copied", e->request.most.copied);
    if (chances[0].holds || chances[1].holds)
        print_limit("held up", e->request.most.held);
}

enum status exact_show_worst(const struct exact *e, const struct setup *setup, bool csv)
{
    const struct shown shown = { e, setup, csv };
    if (e->stopped != EXACT_FINISHED) {
        fprintf(stderr, "eleven exact: %s: the worst is not known\n", exact_stop_text(e->stopped));
        return exact_status(e);
    }
    if (!csv)
        print_limits(e);
    puts(csv ? "losses,what,worst,when,replay"
             : "losses  at the worst               seconds, or segments; and the run that does it");
    for (unsigned k = 0; k <= e->request.most.lost; k++)
        if (!show_worst_of(&shown, k))
            return STATUS_FAILED;
    return STATUS_DONE;
}

/* ---------------------------------------------------------------- claims */

static bool show_break(const struct exact *e, const struct setup *setup, enum exact_claim which)
{
    const struct exact_break *broken = &e->breaks[which];
    struct exact_rules        rules  = { 0 };
    struct text               text   = { 0 };
    char                      time[TCPDUMP_TIME_MAX];
    bool                      good = exact_break_check(e, which, &rules);
    replay(&text, &e->request, setup, &rules);
    if (broken->when_us == UINT64_MAX)
        printf("    at %c, for ever\n", "AB"[broken->end]);
    else
        printf("    at %c, %s s\n", "AB"[broken->end], tcpdump_time(time, broken->when_us));
    printf("    %s\n", text_get(&text));
    if (!good)
        fputs("eleven exact: its pattern does not break it: an error of this program\n", stderr);
    text_free(&text);
    exact_rules_free(&rules);
    return good;
}

/* Whatever is broken is broken; but nothing holds before every pattern was played. */
enum status exact_show_claims(const struct exact *e, const struct setup *setup)
{
    char        time[TCPDUMP_TIME_MAX];
    bool        whole  = e->stopped == EXACT_FINISHED;
    enum status status = e->broken != 0 ? STATUS_VIOLATED : exact_status(e);
    for (unsigned which = 0; which < EXACT_CLAIMS; which++) {
        uint32_t bit = UINT32_C(1) << which;
        printf("%-10s  %-10s  %s\n", exact_claim_names[which],
               (e->broken & bit) != 0 ? "VIOLATED"
               : !whole               ? "INCOMPLETE"
               : (e->met & bit) != 0  ? "HOLDS"
                                      : "not met",
               exact_claim_texts[which]);
        if ((e->broken & bit) != 0 && !show_break(e, setup, which))
            status = STATUS_FAILED;
    }
    if (!whole)
        printf("INCOMPLETE: %s: every run was followed up to %s s, and nothing holds before every pattern was played\n",
               exact_stop_text(e->stopped), tcpdump_time(time, e->reached_us));
    exact_report_work(stdout, e);
    return status;
}
