/* exact_worst.c - the worst that a few losses can do; see exact_worst.h. */
#include "exact_worst.h"

#include <inttypes.h>
#include <stdlib.h>

#include "diag.h"
#include "exact_sums.h"
#include "exact_watch.h"
#include "network.h"

const char *const exact_worst_names[EXACT_WORSTS] = {
    [WORST_CONNECTED] = "both are connected", [WORST_TOLD] = "a user is told of an error",
    [WORST_CLOSED] = "both are CLOSED",       [WORST_SEGMENTS] = "segments sent",
};

static const enum exact_what curve_of[EXACT_WORSTS] = {
    [WORST_CONNECTED] = EXACT_CONNECTED, [WORST_TOLD] = EXACT_TOLD, [WORST_CLOSED] = EXACT_CLOSED,
    [WORST_SEGMENTS] = EXACT_WHATS,
};

/* ---------------------------------------------------------------- finding it */

static void take(struct exact_worst *worst, uint64_t value, uint64_t trail)
{
    if (worst->ever && worst->value >= value)
        return;
    worst->ever  = true;
    worst->value = value;
    worst->trail = trail;
}

/* What a pattern does to its segments. */
static unsigned n_deeds(weight_key key)
{
    return weight_both(key, WEIGHT_LOST) + weight_both(key, WEIGHT_COPIED) + weight_both(key, WEIGHT_HELD);
}

/* Of the terms that have at most k losses the one that does the least, or NULL. */
static const struct weight_term *term_within(const struct weight *weight, unsigned k)
{
    const struct weight_term *best = NULL;
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        const struct weight_term *term = &weight->terms[i];
        if (weight_both(term->key, WEIGHT_LOST) <= k
            && (best == NULL || n_deeds(term->key) < n_deeds(best->key)))
            best = term;
    }
    return best;
}

static void find_latest(const struct exact_curve *curve, unsigned k, struct exact_worst *worst)
{
    for (uint32_t i = curve->n_points; i > 0 && !worst->ever; i--) {
        const struct weight_term *term = term_within(&curve->points[i - 1].weight, k);
        if (term != NULL)
            take(worst, curve->points[i - 1].time_us, term->trail);
    }
}

static void find_most(const struct weight *weight, unsigned k, struct exact_worst *worst)
{
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        weight_key key = weight->terms[i].key;
        if (weight_both(key, WEIGHT_LOST) <= k)
            take(worst, exact_number_of(key, NUMBER_SENT), weight->terms[i].trail);
    }
}

static bool has_come(const struct exact_watch *watch, enum exact_worst_what what)
{
    enum { BOTH = 3 };
    switch (what) {
    case WORST_CONNECTED: return watch->connected == BOTH;
    case WORST_TOLD:      return watch->told != 0;
    case WORST_CLOSED:
        return watch->ending[0] != ENDING_NONE && watch->ending[1] != ENDING_NONE;
    case WORST_SEGMENTS:
    case EXACT_WORSTS:    break;
    }
    return true;
}

void exact_worst_find(const struct exact *e, unsigned k, struct exact_worst worst[EXACT_WORSTS])
{
    for (unsigned what = 0; what < EXACT_WORSTS; what++) {
        worst[what] = (struct exact_worst){ .always = true };
        if (curve_of[what] != EXACT_WHATS)
            find_latest(&e->curves[curve_of[what]], k, &worst[what]);
    }
    for (unsigned i = 0; i < e->n_outcomes; i++) {
        const struct exact_outcome *outcome = &e->outcomes[i];
        if (term_within(&outcome->weight, k) == NULL)
            continue;
        find_most(&outcome->weight, k, &worst[WORST_SEGMENTS]);
        for (unsigned what = 0; what < EXACT_WORSTS; what++)
            worst[what].always &= has_come(&outcome->watch, what);
    }
}

/* ---------------------------------------------------------------- playing it */

/* What happened to one segment. */
struct mark {
    uint32_t          number; /* of its direction, from 1 */
    struct exact_fate fate;   /* this */
};

/* A run along some fates; then everything passes. */
struct along {
    const struct exact *exact;                /* whose fates they are */
    const uint8_t      *fates;                /* one for each segment of which something is open */
    size_t              n_fates, at;          /* how many; the next */
    struct simulation  *simulation;           /* the run */
    struct mark        *marks[ENGINE_ENDS];   /* the segments that had a fate, by direction */
    size_t              n_marks[ENGINE_ENDS]; /* how many */
    struct exact_notice notice;               /* what it shows */
};

static void decide(void *context, unsigned sender, struct channel_fate *fate)
{
    struct along             *along = context;
    const struct exact_fates *fates = &along->exact->fates[sender];
    if (fates->n == 1 || along->at == along->n_fates)
        return;
    const struct exact_fate *as = &fates->items[along->fates[along->at++]];
    along->marks[sender][along->n_marks[sender]++] =
        (struct mark){ along->simulation->channels[sender].n_sent, *as };
    exact_fates_befall(as, &along->simulation->scenario->channels[sender], along->simulation->clock.now_us, fate);
}

static void notice(void *context, const struct trace_record *record)
{
    struct along *along = context;
    exact_notice_put(&along->notice, record);
}

static void play(struct along *along, const struct exact *e, const struct scenario *scenario,
                 bool by_fates)
{
    struct simulation *s = along->simulation;
    exact_notice_start(&along->notice, &(struct exact_memory){ 0 },
                       e->request.claims ? e->request.profiles : NULL);
    simulate_start(s, scenario, e->request.profiles, 0, (struct trace_sink){ notice, along });
    if (by_fates)
        s->judge = (struct simulate_judge){ decide, along };
    while (simulate_next(s))
        exact_notice_ends(&along->notice, s);
    exact_claims_over(&along->notice.claims, s);
}

/* By how much a rule of that deed holds the segment up, or its copy; false: there is none. */
static bool takes(enum channel_deed deed, const struct exact_fate *fate, uint64_t *by_us)
{
    *by_us = deed == DEED_HOLD ? fate->late_us : deed == DEED_COPY ? fate->copy_us : 0;
    return deed == DEED_DROP ? fate->lost : deed == DEED_COPY ? fate->copied : fate->late_us != 0;
}

static void add_rule(struct exact_rules *rules, enum channel_deed deed, const char *rule)
{
    text_add(&rules->options, " --%s", channel_deed_names[deed]);
    text_add_argument(&rules->options, rule);
    text_add(&rules->lines, "%s %s\n", channel_deed_names[deed], rule);
}

/* "A>B n=2-4" for each stretch of segments of which one after the other is lost, copied or held up alike. */
static void add_rules(struct exact_rules *rules, const struct along *along, unsigned way, enum channel_deed deed)
{
    const struct mark *marks = along->marks[way];
    uint64_t           by_us, next_us;
    for (size_t i = 0, next; i < along->n_marks[way]; i = next) {
        next = i + 1;
        if (!takes(deed, &marks[i].fate, &by_us))
            continue;
        while (next < along->n_marks[way] && marks[next].number == marks[next - 1].number + 1
               && takes(deed, &marks[next].fate, &next_us) && next_us == by_us)
            next++;
        struct text rule = { 0 };
        text_add(&rule, "%s n=%" PRIu32, network_directions[way], marks[i].number);
        if (next > i + 1)
            text_add(&rule, "-%" PRIu32, marks[next - 1].number);
        if (by_us != 0)
            network_add_time(&rule, " by=", by_us);
        add_rule(rules, deed, text_get(&rule));
        text_free(&rule);
    }
}

static void add_all_rules(struct exact_rules *rules, const struct along *along)
{
    static const enum channel_deed deeds[] = { DEED_DROP, DEED_HOLD, DEED_COPY };
    for (unsigned i = 0; i < sizeof deeds / sizeof deeds[0]; i++)
        for (unsigned way = 0; way < ENGINE_ENDS; way++)
            add_rules(rules, along, way, deeds[i]);
}

static bool comes_to(const struct along *along, enum exact_worst_what what, uint64_t value)
{
    const struct simulate_end *ends = along->simulation->ends;
    if (what == WORST_SEGMENTS)
        return ends[0].n_sent + ends[1].n_sent == value;
    return along->notice.happened[curve_of[what]] && along->notice.time_us[curve_of[what]] == value;
}

/* Plays a trail, writes its losses as rules, and plays those: false where the rules are too many. */
static bool play_rules(struct along *along, const struct exact *e, uint64_t trail,
                       struct exact_rules *rules)
{
    struct scenario *scenario = memory_get(1, sizeof *scenario);
    struct diag      diag;
    uint8_t         *fates = exact_trail_fates(e, trail, &along->n_fates);
    along->exact = e;
    along->fates = fates;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        along->marks[way] = memory_get(along->n_fates + 1, sizeof *along->marks[way]);
    play(along, e, e->request.scenario, true);
    add_all_rules(rules, along);
    *scenario = *e->request.scenario;
    bool good = scenario_line(scenario, "a rule", text_get(&rules->lines), &diag);
    if (good)
        play(along, e, scenario, false);
    free(scenario);
    free(fates);
    return good;
}

static struct along *along_new(void)
{
    struct along *along = memory_get(1, sizeof *along);
    along->simulation   = memory_get(1, sizeof *along->simulation);
    return along;
}

static void along_free(struct along *along)
{
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        free(along->marks[way]);
    free(along->simulation);
    free(along);
}

bool exact_worst_check(const struct exact *e, enum exact_worst_what what, struct exact_worst *worst)
{
    struct along *along = along_new();
    bool good = play_rules(along, e, worst->trail, &worst->rules) && comes_to(along, what, worst->value);
    along_free(along);
    return good;
}

bool exact_break_check(const struct exact *e, enum exact_claim which, struct exact_rules *rules)
{
    struct along *along = along_new();
    bool good = play_rules(along, e, e->breaks[which].trail, rules)
                && (along->notice.claims.broken >> which & 1) != 0;
    along_free(along);
    return good;
}

void exact_rules_free(struct exact_rules *rules)
{
    text_free(&rules->options);
    text_free(&rules->lines);
}

void exact_worst_free(struct exact_worst worst[EXACT_WORSTS])
{
    for (unsigned what = 0; what < EXACT_WORSTS; what++)
        exact_rules_free(&worst[what].rules);
}
