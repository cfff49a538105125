/* summary.c - the claims, each over all the bounds that look at it. */
#include "summary.h"

#include <string.h>

/* One claim over all bounds. */
struct tally {
    size_t asked;             /* bounds that look at it */
    size_t met;               /* of these, those in which its premise was met */
    size_t outcomes[OUTCOMES]; /* of these, those in which it was found so */
};

static struct tally tally_of(const struct summary *summary, unsigned claim)
{
    struct tally tally = {0};
    for (size_t i = 0; i < summary->count; i++) {
        const struct result *result = summary->results[i];
        if (!result_is_asked(result, claim))
            continue;
        tally.asked++;
        tally.met += !result_is_vacuous(result, claim);
        tally.outcomes[result_outcome(result, claim)]++;
    }
    return tally;
}

static int name_width(const struct engine *engine)
{
    size_t width = strlen("claim");
    for (unsigned i = 0; i < result_claims(engine); i++)
        if (strlen(result_claim_name(engine, i)) > width)
            width = strlen(result_claim_name(engine, i));
    return (int)width;
}

/* "VIOLATED (as expected) in a, b": where a claim does not plainly hold. */
static void add_bounds(struct text *text, const struct summary *summary, unsigned claim,
                       enum outcome outcome)
{
    const char *before = text->length > 0 ? "; " : "";
    size_t      n      = 0;
    for (size_t i = 0; i < summary->count; i++) {
        const struct result *result = summary->results[i];
        if (!result_is_asked(result, claim) || result_outcome(result, claim) != outcome)
            continue;
        text_add(text, "%s%s%s%s", n == 0 ? before : ", ", n == 0 ? outcome_name(outcome) : "",
                 n == 0 ? " in " : "", result->engine->bound);
        n++;
    }
}

static void print_claim(FILE *out, const struct summary *summary, unsigned claim, int width)
{
    const struct engine *engine    = summary->results[0]->engine;
    struct tally         tally     = tally_of(summary, claim);
    struct text          elsewhere = {0};
    if (tally.asked == 0)
        return;
    for (unsigned outcome = OUTCOME_HOLDS + 1; outcome < OUTCOMES; outcome++)
        add_bounds(&elsewhere, summary, claim, (enum outcome)outcome);
    fprintf(out, "%-*s  %-11s %6zu %6zu %6zu%s%s\n", width, result_claim_name(engine, claim),
            result_kind_name(result_claim_kind(engine, claim)), tally.asked,
            tally.outcomes[OUTCOME_HOLDS] + tally.outcomes[OUTCOME_UNEXPECTED], tally.met,
            elsewhere.length > 0 ? "  " : "", text_get(&elsewhere));
    if (claim < engine->n_claims && engine->claims[claim].premise[0] != '\0')
        fprintf(out, "    where %s\n", engine->claims[claim].premise);
    text_free(&elsewhere);
}

/* Each (bound, claim) counts once. */
static void print_sum(FILE *out, const struct summary *summary)
{
    size_t sums[OUTCOMES] = {0}, asked = 0;
    char   number[TEXT_NUMBER_MAX];
    for (unsigned i = 0; i < result_claims(summary->results[0]->engine); i++) {
        struct tally tally = tally_of(summary, i);
        asked += tally.asked;
        for (unsigned outcome = 0; outcome < OUTCOMES; outcome++)
            sums[outcome] += tally.outcomes[outcome];
    }
    fprintf(out, "%zu bounds, %s claims in them:", summary->count, text_grouped(number, asked));
    for (unsigned outcome = 0; outcome < OUTCOMES; outcome++)
        if (sums[outcome] > 0 || outcome == OUTCOME_HOLDS)
            fprintf(out, "%s %s %s", outcome > 0 ? "," : "", text_grouped(number, sums[outcome]),
                    outcome_name((enum outcome)outcome));
    fputs("\n", out);
}

void summary_print(FILE *out, const struct summary *summary)
{
    const struct engine *engine = summary->results[0]->engine;
    int                  width  = name_width(engine);
    fprintf(out, "\n%-*s  %-11s %6s %6s %6s\n", width, "claim", "kind", "bounds", "holds", "met");
    for (unsigned i = 0; i < result_claims(engine); i++)
        print_claim(out, summary, i, width);
    print_sum(out, summary);
}

/* In how many worlds all bounds end so. */
static uint64_t ends_of(const struct summary *summary, unsigned end)
{
    uint64_t worlds = 0;
    for (size_t i = 0; i < summary->count; i++)
        worlds += summary->results[i]->ends[end];
    return worlds;
}

/* SPIN does not count ends: then there are none of any kind, and nothing is said. */
static unsigned print_unmet_ends(FILE *out, const struct summary *summary)
{
    const struct engine *engine = summary->results[0]->engine;
    unsigned             unmet  = 0;
    for (unsigned i = 0; i < engine->n_legal_ends; i++)
        unmet += ends_of(summary, i) == 0;
    if (unmet == engine->n_legal_ends)
        return 0;
    for (unsigned i = 0; i < engine->n_legal_ends; i++)
        if (ends_of(summary, i) == 0)
            fprintf(out, "eleven: no bound ends in the legal end '%s'\n", engine->legal_ends[i]);
    return unmet;
}

unsigned summary_vacuous(FILE *out, const struct summary *summary)
{
    const struct result *first  = summary->results[0];
    unsigned             vacuous = 0;
    for (unsigned i = 0; i < first->engine->n_claims; i++) {
        struct tally tally = tally_of(summary, i);
        if (tally.met > 0 || !result_can_look(first, i))
            continue;
        vacuous++;
        fprintf(out, tally.asked == 0 ? "eleven: no bound looks at claim '%s'\n"
                     : first->engine->claims[i].kind == CLAIM_WITNESS
                         ? "eleven: what the witness '%s' shows was met in no bound\n"
                         : "eleven: the premise of claim '%s' was met in no bound\n",
                first->engine->claims[i].name);
    }
    return vacuous + print_unmet_ends(out, summary);
}
