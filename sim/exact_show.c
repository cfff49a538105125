/* exact_show.c - verdicts with the runs that show them; see exact_show.h. */
#include "exact_show.h"

#include <inttypes.h>
#include <stdio.h>

#include "exact_report.h"
#include "exact_sums.h"
#include "exact_worst.h"
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

/* The run that does it: "eleven sim transfer --drop 'A>B n=1'". */
static void replay(struct text *text, const struct setup *setup, const struct exact_rules *rules)
{
    text_add(text, "eleven sim");
    setup_add(text, setup);
    text_add(text, "%s", text_get(&rules->options));
}

static void print_worst(const struct shown *shown, unsigned k, enum exact_worst_what what,
                        const struct exact_worst *worst)
{
    struct text text = { 0 };
    replay(&text, shown->setup, &worst->rules);
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

enum status exact_show_worst(const struct exact *e, const struct setup *setup, bool csv)
{
    const struct shown shown = { e, setup, csv };
    if (e->stopped != EXACT_FINISHED) {
        fprintf(stderr, "eleven exact: %s: the worst is not known\n", exact_stop_text(e->stopped));
        return exact_status(e);
    }
    puts(csv ? "losses,what,worst,when,replay"
             : "losses  at the worst               seconds, or segments; and the run that does it");
    for (unsigned k = 0; k <= e->request.max_loss; k++)
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
    replay(&text, setup, &rules);
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
    exact_report_work(stdout, e);
    return status;
}
