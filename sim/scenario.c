/* scenario.c - reading scenarios; see scenario.h. */
#include "scenario.h"

#include <errno.h>
#include <string.h>

#include "diag.h"
#include "tcp.h"
#include "text.h"
#include "words.h"

enum { ISS_A = 1000, ISS_B = 5000 /* short numbers, easy to tell apart */ };

static const char *const end_names[ENGINE_ENDS]       = { "A", "B" };
static const char *const direction_names[ENGINE_ENDS] = { "A>B", "B>A" };

static bool parse_end(const struct words *words, unsigned i, uint8_t *end)
{
    unsigned choice;
    if (!words_choice(words, i, end_names, ENGINE_ENDS, &choice))
        return words_fail(words, i, "expected an end, A or B");
    *end = (uint8_t)choice;
    return true;
}

static bool parse_title(struct scenario *scenario, const struct words *words)
{
    if (scenario->title[0] != '\0')
        return words_fail(words, 0, "a second title");
    return words_text(words, 1, scenario->title, sizeof scenario->title)
           && words_end(words, 2);
}

static bool parse_profile(struct scenario *scenario, const struct words *words)
{
    if (scenario->profile[0] != '\0')
        return words_fail(words, 0, "a second profile");
    return words_text(words, 1, scenario->profile, sizeof scenario->profile)
           && words_end(words, 2);
}

/* delay [A>B|B>A] TIME */
static bool parse_delay(struct scenario *scenario, const struct words *words)
{
    unsigned way;
    uint64_t delay_us;
    bool     one_way = words_choice(words, 1, direction_names, ENGINE_ENDS, &way);
    unsigned at      = one_way ? 2 : 1;
    if (!words_time(words, at, &delay_us) || !words_end(words, at + 1))
        return false;
    for (unsigned i = 0; i < ENGINE_ENDS; i++)
        if (!one_way || i == way)
            scenario->channels[i].delay_us = delay_us;
    return true;
}

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

/* n=... or after=... */
static bool parse_condition(struct channel_rule *rule, const struct words *words, unsigned i)
{
    struct word rest;
    if (has_prefix(words->items[i], "n=", &rest))
        return parse_range(rest, &rule->first, &rule->last)
               || words_fail(words, i, "expected n=1, n=1-7 or n=3-, counting from 1");
    if (has_prefix(words->items[i], "after=", &rest))
        return word_time(rest, &rule->after_us)
               || words_fail(words, i, "expected a time, such as after=5s");
    return words_fail(words, i, "expected n=... or after=...");
}

/* drop A>B|B>A [any|syn|synack|ack|fin|data|rst] [n=...] [after=...] */
static bool parse_drop(struct scenario *scenario, const struct words *words)
{
    struct channel_rule rule = { .first = 1, .last = CHANNEL_LAST_MAX, .line = words->line };
    unsigned            way, match = MATCH_ANY, at = 2;
    if (!words_choice(words, 1, direction_names, ENGINE_ENDS, &way))
        return words_fail(words, 1, "expected a direction, A>B or B>A");
    if (words_choice(words, 2, channel_match_names, CHANNEL_MATCHES, &match))
        at = 3;
    else if (words->count > 2 && memchr(words->items[2].start, '=', words->items[2].length) == NULL)
        return words_fail(words, 2, "expected any, syn, synack, ack, fin, data or rst");
    rule.match = (uint8_t)match;
    for (; at < words->count; at++)
        if (!parse_condition(&rule, words, at))
            return false;
    return channel_add_rule(&scenario->channels[way], &rule)
           || words_fail(words, 0, "more than %d drop rules in one direction",
                         CHANNEL_RULES_MAX);
}

/* iss A|B NUMBER */
static bool parse_iss(struct scenario *scenario, const struct words *words)
{
    uint8_t  end = 0;
    uint64_t iss;
    if (!parse_end(words, 1, &end) || !words_number(words, 2, UINT32_MAX, &iss))
        return false;
    scenario->iss[end] = (uint32_t)iss;
    return words_end(words, 3);
}

/* What follows the name of a call, from word 4 on. */
static bool parse_arguments(struct scenario_call *call, const struct words *words)
{
    unsigned active;
    uint64_t octets;
    if (call->event == EVENT_OPEN) {
        if (!words_choice(words, 4, (const char *const[]){ "passive", "active" }, 2, &active))
            return words_fail(words, 4, "expected active or passive");
        call->active = active == 1;
        return words_end(words, 5);
    }
    if (call->event != EVENT_SEND)
        return words_end(words, 4);
    if (!words_number(words, 4, SCENARIO_SEND_MAX, &octets))
        return false;
    if (octets == 0)
        return words_fail(words, 4, "nothing to send");
    call->octets = (uint32_t)octets;
    return words_end(words, 5);
}

/* at TIME A|B open active|passive, send N, close, abort */
static bool parse_call(struct scenario *scenario, const struct words *words)
{
    static const char *const names[]  = { "open", "send", "close", "abort" };
    static const uint8_t     events[] = { EVENT_OPEN, EVENT_SEND, EVENT_CLOSE, EVENT_ABORT };
    struct scenario_call     call     = { .line = words->line };
    unsigned                 choice;
    if (!words_time(words, 1, &call.time_us) || !parse_end(words, 2, &call.end))
        return false;
    if (!words_choice(words, 3, names, sizeof names / sizeof names[0], &choice))
        return words_fail(words, 3, "expected open, send, close or abort");
    call.event = events[choice];
    if (!parse_arguments(&call, words))
        return false;
    if (scenario->n_calls == SCENARIO_CALLS_MAX)
        return words_fail(words, 0, "more than %d calls", SCENARIO_CALLS_MAX);
    scenario->calls[scenario->n_calls++] = call;
    return true;
}

static bool parse_until(struct scenario *scenario, const struct words *words)
{
    if (scenario->until_us != 0)
        return words_fail(words, 0, "a second `until`");
    if (!words_time(words, 1, &scenario->until_us) || !words_end(words, 2))
        return false;
    return scenario->until_us != 0 || words_fail(words, 1, "a run needs some time");
}

static bool parse_line(struct scenario *scenario, const struct words *words)
{
    static const struct {
        const char *word;                                        /* the first of the line */
        bool (*parse)(struct scenario *, const struct words *);  /* all of it */
    } lines[] = {
        { "scenario", parse_title }, { "profile", parse_profile }, { "delay", parse_delay },
        { "drop", parse_drop },      { "iss", parse_iss },         { "at", parse_call },
        { "until", parse_until },
    };
    for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (words_is(words, 0, lines[i].word))
            return lines[i].parse(scenario, words);
    return words_fail(words, 0, "expected scenario, profile, delay, drop, iss, at or until");
}

/* What no single line can show. */
static bool check(const struct scenario *scenario, const char *file, struct diag *diag)
{
    if (scenario->profile[0] == '\0')
        return diag_file(diag, file, "the line `profile NAME` is missing");
    if (scenario->until_us == 0)
        return diag_file(diag, file, "the line `until TIME` is missing");
    for (uint32_t i = 0; i < scenario->n_calls; i++)
        if (scenario->calls[i].time_us > scenario->until_us)
            return diag_file(diag, file, "the call in line %u comes after the end of the run",
                             scenario->calls[i].line);
    return true;
}

bool scenario_parse(struct scenario *scenario, const char *file, const char *text, size_t length,
                    struct diag *diag)
{
    struct words words;
    *scenario = (struct scenario){ .iss = { ISS_A, ISS_B } };
    words_start(&words, diag, file, text, length);
    for (;;) {
        if (!words_next(&words))
            return false;
        if (words.count == 0)
            return check(scenario, file, diag);
        if (!parse_line(scenario, &words))
            return false;
    }
}

bool scenario_read(struct scenario *scenario, const char *path, struct diag *diag)
{
    struct text text = { 0 };
    if (!text_read(&text, path)) {
        text_free(&text);
        return diag_file(diag, path, "cannot be read: %s", strerror(errno));
    }
    bool good = scenario_parse(scenario, path, text_get(&text), text.length, diag);
    text_free(&text);
    return good;
}
