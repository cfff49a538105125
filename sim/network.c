/* network.c - reading the network's lines; see network.h. */
#include "network.h"

#include <inttypes.h>
#include <string.h>

#include "random.h"
#include "spread.h"

enum { TABLE_MAX = WORDS_MAX, FACTOR_MAX = 1000 };

static const uint64_t MSL_US = 120000000; /* RFC 9293, 3.4.1: "Arbitrarily defined to be 2 minutes" */

const char *const network_directions[ENGINE_ENDS] = { "A>B", "B>A" };

void network_add_time(struct text *text, const char *before, uint64_t time_us)
{
    if (time_us % 1000 != 0)
        text_add(text, "%s%" PRIu64 "us", before, time_us);
    else if (time_us % 1000000 != 0)
        text_add(text, "%s%" PRIu64 "ms", before, time_us / 1000);
    else
        text_add(text, "%s%" PRIu64 "s", before, time_us / 1000000);
}

void network_start(struct channel channels[ENGINE_ENDS])
{
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        channels[way] = (struct channel){ .msl_us = MSL_US };
}

/* ---------------------------------------------------------------- words */

/* Word i as a probability: 0.1 or 10%, of RANDOM_ONE. */
static bool words_share(const struct words *words, unsigned i, uint64_t *share)
{
    uint64_t    millionths;
    struct word word    = i < words->count ? words->items[i] : (struct word){ 0 };
    bool        percent = word.length > 1 && word.start[word.length - 1] == '%';
    word.length -= percent ? 1 : 0;
    if (!word_decimal(word, percent ? 10000 : 1000000, &millionths) || millionths > 1000000)
        return words_fail(words, i, "expected a probability such as 0.1 or 10%%");
    *share = millionths * RANDOM_ONE / 1000000;
    return true;
}

/* ---------------------------------------------------------------- delay */

static bool parse_uniform(struct channel_delay *delay, const struct words *words, unsigned at)
{
    uint64_t least_us, most_us;
    if (!words_time(words, at, &least_us) || !words_time(words, at + 1, &most_us))
        return false;
    if (most_us < least_us || most_us - least_us > UINT32_MAX)
        return words_fail(words, at + 1, "expected a time not below the first, by 71 minutes at most");
    *delay = (struct channel_delay){ .least_us = least_us, .spread_us = most_us - least_us };
    return words_end(words, at + 2);
}

static bool parse_normal(struct channel_delay *delay, const struct words *words, unsigned at)
{
    uint64_t mean_us, deviation_us;
    if (!words_time(words, at, &mean_us) || !words_time(words, at + 1, &deviation_us))
        return false;
    spread_normal(delay, mean_us, deviation_us);
    return words_end(words, at + 2);
}

static bool parse_lognormal(struct channel_delay *delay, const struct words *words, unsigned at)
{
    uint64_t median_us, thousandths;
    if (!words_time(words, at, &median_us))
        return false;
    if (at + 1 >= words->count || !word_decimal(words->items[at + 1], 1000, &thousandths)
        || thousandths < 1000 || thousandths > FACTOR_MAX * 1000)
        return words_fail(words, at + 1, "expected a factor from 1 to %d, such as 1.5", FACTOR_MAX);
    spread_lognormal(delay, median_us, (double)thousandths / 1000);
    return words_end(words, at + 2);
}

/* All words from there on, as times that rise. */
static bool parse_times(uint64_t times_us[TABLE_MAX], const struct words *words, unsigned at)
{
    for (unsigned i = at; i < words->count; i++) {
        if (!words_time(words, i, &times_us[i - at]))
            return false;
        if (i > at && times_us[i - at] < times_us[i - at - 1])
            return words_fail(words, i, "the times rise");
    }
    return true;
}

static bool parse_table(struct channel_delay *delay, const struct words *words, unsigned at)
{
    uint64_t times_us[TABLE_MAX];
    unsigned count = words->count - at;
    if (!parse_times(times_us, words, at))
        return false;
    if (count < 2)
        return words_fail(words, words->count, "expected two times or more");
    spread_table(delay, times_us, count);
    return true;
}

/* choice TIME...: a time that stands there twice is twice as likely */
static bool parse_choice(struct channel_delay *delay, const struct words *words, unsigned at)
{
    uint64_t times_us[TABLE_MAX];
    unsigned count = words->count - at;
    if (!parse_times(times_us, words, at))
        return false;
    if (count == 0 || count > CHANNEL_CHOICES_MAX)
        return words_fail(words, words->count, "expected one to %d times", CHANNEL_CHOICES_MAX);
    if (times_us[count - 1] - times_us[0] > UINT32_MAX)
        return words_fail(words, words->count - 1, "expected a time that is later by 71 minutes at most");
    *delay = (struct channel_delay){ .least_us = times_us[0], .n_choices = count };
    for (unsigned i = 0; i < count; i++)
        delay->choices_us[i] = (uint32_t)(times_us[i] - times_us[0]);
    return true;
}

static bool parse_one_delay(struct channel_delay *delay, const struct words *words, unsigned at)
{
    if (words_is(words, at, "uniform"))
        return parse_uniform(delay, words, at + 1);
    if (words_is(words, at, "normal"))
        return parse_normal(delay, words, at + 1);
    if (words_is(words, at, "lognormal"))
        return parse_lognormal(delay, words, at + 1);
    if (words_is(words, at, "table"))
        return parse_table(delay, words, at + 1);
    if (words_is(words, at, "choice"))
        return parse_choice(delay, words, at + 1);
    *delay = (struct channel_delay){ 0 };
    return words_time(words, at, &delay->least_us) && words_end(words, at + 1);
}

static bool parse_delay(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    struct channel_delay delay;
    unsigned             at, ways = words_sides(words, network_directions, &at);
    if (!parse_one_delay(&delay, words, at))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0)
            channels[way].delay = delay;
    return true;
}

/* ---------------------------------------------------------------- chance */

static bool parse_loss(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    uint64_t loss;
    unsigned at, ways = words_sides(words, network_directions, &at);
    if (!words_share(words, at, &loss) || !words_end(words, at + 1))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0) {
            channels[way].loss      = loss;
            channels[way].loss_line = words->line;
        }
    return true;
}

/* burst [A>B] ENTER LEAVE [LOSS]: of a segment in the bad state; all are lost unless stated */
static bool parse_burst(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    uint64_t enter, leave, loss = RANDOM_ONE;
    unsigned at, ways = words_sides(words, network_directions, &at);
    if (!words_share(words, at, &enter) || !words_share(words, at + 1, &leave))
        return false;
    if (words->count > at + 2 && !words_share(words, at + 2, &loss))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0) {
            channels[way].enter_bad = enter;
            channels[way].leave_bad = leave;
            channels[way].loss_bad  = loss;
            channels[way].loss_line = words->line;
        }
    return words_end(words, at + 3);
}

static bool parse_duplicate(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    uint64_t share;
    unsigned at, ways = words_sides(words, network_directions, &at);
    if (!words_share(words, at, &share) || !words_end(words, at + 1))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0)
            channels[way].duplicate = share;
    return true;
}

static bool parse_reorder(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    uint64_t share, hold_us;
    unsigned at, ways = words_sides(words, network_directions, &at);
    if (!words_share(words, at, &share) || !words_time(words, at + 1, &hold_us)
        || !words_end(words, at + 2))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0) {
            channels[way].reorder    = share;
            channels[way].reorder_us = hold_us;
        }
    return true;
}

/* ---------------------------------------------------------------- rules, and the link itself */

/* A word that starts with `prefix`: writes what follows it. */
static bool has_prefix(struct word word, const char *prefix, struct word *rest)
{
    unsigned length = (unsigned)strlen(prefix);
    if (word.length < length || memcmp(word.start, prefix, length) != 0)
        return false;
    *rest = (struct word){ word.start + length, word.length - length, word.column + length };
    return true;
}

/* N, N-M or N- */
static bool parse_range(struct word word, uint32_t *first, uint32_t *last)
{
    const char *dash = word.length > 0 ? memchr(word.start, '-', word.length) : NULL;
    struct word head = word, tail = { 0 };
    uint64_t    low, high = CHANNEL_LAST_MAX;
    if (dash != NULL) {
        head.length = (unsigned)(dash - word.start);
        tail        = (struct word){ dash + 1, word.length - head.length - 1, 0 };
    }
    if (!word_number(head, CHANNEL_LAST_MAX, &low) || low == 0)
        return false;
    if (tail.length > 0 && !word_number(tail, CHANNEL_LAST_MAX, &high))
        return false;
    *first = (uint32_t)low;
    *last  = (uint32_t)(dash != NULL ? high : low);
    return *first <= *last;
}

static bool has_by(const struct channel_rule *rule)
{
    return rule->deed == DEED_HOLD || rule->deed == DEED_COPY;
}

/* n=..., after=..., until=... or by=... */
static bool parse_condition(struct channel_rule *rule, const struct words *words, unsigned i)
{
    struct word rest;
    if (has_prefix(words->items[i], "n=", &rest))
        return parse_range(rest, &rule->first, &rule->last)
               || words_fail(words, i, "expected n=1, n=1-7 or n=3-, counting from 1");
    if (has_prefix(words->items[i], "after=", &rest))
        return word_time(rest, &rule->after_us)
               || words_fail(words, i, "expected a time, such as after=5s");
    if (has_prefix(words->items[i], "until=", &rest))
        return word_time(rest, &rule->until_us)
               || words_fail(words, i, "expected a time, such as until=5s");
    if (has_by(rule) && has_prefix(words->items[i], "by=", &rest))
        return word_time(rest, &rule->by_us) || words_fail(words, i, "expected a time, such as by=50ms");
    return words_fail(words, i, has_by(rule) ? "expected n=..., after=..., until=... or by=..."
                                             : "expected n=..., after=... or until=...");
}

/* drop|reject|hold|copy A>B|B>A [any|syn|synack|ack|fin|data|rst] [n=...] [after=...] [until=...] [by=...] */
static bool parse_rule(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    struct channel_rule rule = { .first    = 1,
                                 .last     = CHANNEL_LAST_MAX,
                                 .until_us = CHANNEL_NEVER,
                                 .line     = words->line };
    unsigned            way, deed = DEED_DROP, match = MATCH_ANY, at = 2;
    words_choice(words, 0, channel_deed_names, CHANNEL_DEEDS, &deed);
    rule.deed = (uint8_t)deed;
    if (!words_choice(words, 1, network_directions, ENGINE_ENDS, &way))
        return words_fail(words, 1, "expected a direction, A>B or B>A");
    if (words_choice(words, 2, channel_match_names, CHANNEL_MATCHES, &match))
        at = 3;
    else if (words->count > 2 && memchr(words->items[2].start, '=', words->items[2].length) == NULL)
        return words_fail(words, 2, "expected any, syn, synack, ack, fin, data or rst");
    rule.match = (uint8_t)match;
    for (; at < words->count; at++)
        if (!parse_condition(&rule, words, at))
            return false;
    if (rule.deed == DEED_HOLD && rule.by_us == 0)
        return words_fail(words, words->count, "expected by=TIME: for how long");
    return channel_add_rule(&channels[way], &rule)
           || words_fail(words, 0, "more than %d rules in one direction", CHANNEL_RULES_MAX);
}

/* down [A>B] FROM TO */
static bool parse_down(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    struct channel_outage outage = { .line = words->line };
    unsigned              at, ways = words_sides(words, network_directions, &at);
    if (!words_time(words, at, &outage.from_us) || !words_time(words, at + 1, &outage.to_us))
        return false;
    if (outage.to_us <= outage.from_us)
        return words_fail(words, at + 1, "expected a later time than the first");
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if ((ways >> way & 1) != 0 && !channel_add_outage(&channels[way], &outage))
            return words_fail(words, 0, "more than %d outages in one direction",
                              CHANNEL_OUTAGES_MAX);
    return words_end(words, at + 2);
}

static bool parse_msl(struct channel channels[ENGINE_ENDS], const struct words *words)
{
    uint64_t msl_us;
    if (!words_time(words, 1, &msl_us) || !words_end(words, 2))
        return false;
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        channels[way].msl_us = msl_us;
    return true;
}

bool network_line(struct channel channels[ENGINE_ENDS], const struct words *words, bool *good)
{
    static const struct {
        const char *word;                                          /* the first of the line */
        bool (*parse)(struct channel *, const struct words *);     /* all of it */
    } lines[] = {
        { "delay", parse_delay },         { "loss", parse_loss },       { "burst", parse_burst },
        { "duplicate", parse_duplicate }, { "reorder", parse_reorder }, { "drop", parse_rule },
        { "reject", parse_rule },         { "hold", parse_rule },       { "copy", parse_rule },
        { "down", parse_down },           { "msl", parse_msl },
    };
    for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (words_is(words, 0, lines[i].word)) {
            *good = lines[i].parse(channels, words);
            return true;
        }
    return false;
}
