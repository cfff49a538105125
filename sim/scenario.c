/* scenario.c - reading scenarios; see scenario.h. */
#include "scenario.h"

#include <errno.h>
#include <string.h>

#include "diag.h"
#include "network.h"
#include "text.h"
#include "words.h"

enum { ISS_A = 1000, ISS_B = 5000 /* short numbers, easy to tell apart */ };

const char *const scenario_moment_names[SCENARIO_MOMENTS] = {
    [MOMENT_TIME] = "at",           [MOMENT_ESTABLISHED] = "established",
    [MOMENT_RECEIVED] = "received", [MOMENT_CLOSING] = "closing",
    [MOMENT_CLOSED] = "closed",
};

static const char *const end_names[ENGINE_ENDS] = { "A", "B" };

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

/* profile [A|B] NAME */
static bool parse_profile(struct scenario *scenario, const struct words *words)
{
    unsigned at, ends = words_sides(words, end_names, &at);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        if ((ends >> end & 1) == 0)
            continue;
        if (scenario->profile[end][0] != '\0')
            return words_fail(words, 0, "a second profile");
        if (!words_text(words, at, scenario->profile[end], sizeof scenario->profile[end]))
            return false;
    }
    return words_end(words, at + 1);
}

/* set [A|B] NAME VALUE */
static bool parse_set(struct scenario *scenario, const struct words *words)
{
    unsigned at, ends = words_sides(words, end_names, &at);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        if ((ends >> end & 1) != 0 && !profile_set(&scenario->set[end], words, at))
            return false;
    return true;
}

static bool parse_seed(struct scenario *scenario, const struct words *words)
{
    return words_number(words, 1, UINT64_MAX, &scenario->seed) && words_end(words, 2);
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

/* ---------------------------------------------------------------- calls */

/* open active|passive [iss=N] */
static bool parse_open(struct scenario_call *call, const struct words *words, unsigned at)
{
    unsigned active;
    uint64_t iss;
    if (!words_choice(words, at, (const char *const[]){ "passive", "active" }, 2, &active))
        return words_fail(words, at, "expected active or passive");
    call->active = active == 1;
    if (words->count == at + 1)
        return true;
    if (!words_named(words, at + 1, "iss=", UINT32_MAX, &iss))
        return words_fail(words, at + 1, "expected iss= and a number");
    call->iss     = (uint32_t)iss;
    call->has_iss = true;
    return words_end(words, at + 2);
}

/* send N */
static bool parse_send(struct scenario_call *call, const struct words *words, unsigned at)
{
    uint64_t octets;
    if (!words_number(words, at, SCENARIO_SEND_MAX, &octets))
        return false;
    if (octets == 0)
        return words_fail(words, at, "nothing to send");
    call->octets = (uint32_t)octets;
    return words_end(words, at + 1);
}

/* close [unread]: who leaves text unread resets (RFC 9293, 3.6.1, SHLD-3) */
static bool parse_close(struct scenario_call *call, const struct words *words, unsigned at)
{
    if (!words_is(words, at, "unread"))
        return words_end(words, at);
    call->action = CALL_ABORT;
    return words_end(words, at + 1);
}

/* From the name of the call on, which is word `at`. */
static bool parse_action(struct scenario *scenario, struct scenario_call *call,
                         const struct words *words, unsigned at)
{
    static const char *const names[] = {
        [CALL_OPEN] = "open",         [CALL_LISTEN] = "listen", [CALL_SEND] = "send",
        [CALL_SHUTDOWN] = "shutdown", [CALL_CLOSE] = "close",   [CALL_ABORT] = "abort",
        [CALL_CRASH] = "crash",
    };
    unsigned choice;
    if (!words_choice(words, at, names, sizeof names / sizeof names[0], &choice))
        return words_fail(words, at,
                          "expected open, listen, send, shutdown, close, abort or crash");
    call->action = (uint8_t)choice;
    if (!(choice == CALL_OPEN    ? parse_open(call, words, at + 1)
          : choice == CALL_SEND  ? parse_send(call, words, at + 1)
          : choice == CALL_CLOSE ? parse_close(call, words, at + 1)
                                 : words_end(words, at + 1)))
        return false;
    if (scenario->n_calls == SCENARIO_CALLS_MAX)
        return words_fail(words, 0, "more than %d calls", SCENARIO_CALLS_MAX);
    scenario->calls[scenario->n_calls++] = *call;
    return true;
}

/* at TIME A|B CALL */
static bool parse_at(struct scenario *scenario, const struct words *words)
{
    struct scenario_call call = { .line = words->line };
    return words_time(words, 1, &call.time_us) && parse_end(words, 2, &call.end)
           && parse_action(scenario, &call, words, 3);
}

/* when A|B established|received N|closing|closed [after TIME] CALL */
static bool parse_when(struct scenario *scenario, const struct words *words)
{
    struct scenario_call call = { .line = words->line };
    unsigned             moment, at = 3;
    uint64_t             received = 0;
    if (!parse_end(words, 1, &call.end))
        return false;
    if (!words_choice(words, 2, scenario_moment_names + 1, SCENARIO_MOMENTS - 1, &moment))
        return words_fail(words, 2, "expected established, received, closing or closed");
    call.moment = (uint8_t)(moment + 1);
    if (call.moment == MOMENT_RECEIVED && !words_number(words, at++, UINT32_MAX, &received))
        return false;
    call.received = (uint32_t)received;
    if (words_is(words, at, "after")) {
        if (!words_time(words, at + 1, &call.time_us))
            return false;
        at += 2;
    }
    return parse_action(scenario, &call, words, at);
}

/* ---------------------------------------------------------------- forged segments */

/* tcpdump's flags: S, S., ., R, R., F., FS, P., or none */
static bool parse_flags(const struct words *words, unsigned i, uint8_t *flags)
{
    static const char letters[] = "FSRP.";
    static const int  bits[]    = { FLAG_FIN, FLAG_SYN, FLAG_RST, 0, FLAG_ACK };
    struct word       word      = i < words->count ? words->items[i] : (struct word){ 0 };
    *flags                      = 0;
    if (words_is(words, i, "none"))
        return true;
    for (unsigned k = 0; k < word.length; k++) {
        const char *letter = word.start[k] != '\0' ? strchr(letters, word.start[k]) : NULL;
        if (letter == NULL)
            break;
        *flags |= (uint8_t)bits[letter - letters];
        if (k + 1 == word.length)
            return true;
    }
    return words_fail(words, i, "expected flags as tcpdump writes them: S, S., ., R, F., P. or none");
}

/* seq=N, ack=N, len=N or absolute */
static bool parse_number(struct scenario_forged *forged, const struct words *words, unsigned i)
{
    uint64_t number;
    if (words_is(words, i, "absolute"))
        return forged->absolute = true;
    if (words_named(words, i, "seq=", UINT32_MAX, &number))
        forged->segment.seq = (uint32_t)number;
    else if (words_named(words, i, "seq=-", INT32_MAX, &number))
        forged->segment.seq = -(uint32_t)number;
    else if (words_named(words, i, "ack=", UINT32_MAX, &number))
        forged->segment.ack = (uint32_t)number;
    else if (words_named(words, i, "ack=-", INT32_MAX, &number))
        forged->segment.ack = -(uint32_t)number;
    else if (words_named(words, i, "len=", UINT16_MAX, &number))
        forged->segment.text = (uint32_t)number;
    else
        return words_fail(words, i, "expected seq=, ack= or len= and a number, or absolute");
    return true;
}

/* forge TIME A>B FLAGS [seq=N] [ack=N] [len=N] [absolute] */
static bool parse_forge(struct scenario *scenario, const struct words *words)
{
    struct scenario_forged forged = { .line = words->line, .segment = { .forged = 1 } };
    unsigned               way;
    if (!words_time(words, 1, &forged.time_us))
        return false;
    if (!words_choice(words, 2, network_directions, ENGINE_ENDS, &way))
        return words_fail(words, 2, "expected a direction, A>B or B>A");
    if (!parse_flags(words, 3, &forged.segment.flags))
        return false;
    for (unsigned i = 4; i < words->count; i++)
        if (!parse_number(&forged, words, i))
            return false;
    if (scenario->n_forged == SCENARIO_FORGED_MAX)
        return words_fail(words, 0, "more than %d forged segments", SCENARIO_FORGED_MAX);
    forged.end                             = (uint8_t)(way ^ 1);
    scenario->forged[scenario->n_forged++] = forged;
    return true;
}

/* ---------------------------------------------------------------- a file */

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
        { "scenario", parse_title }, { "profile", parse_profile }, { "set", parse_set },
        { "seed", parse_seed },      { "iss", parse_iss },         { "at", parse_at },
        { "when", parse_when },      { "forge", parse_forge },     { "until", parse_until },
    };
    bool good;
    for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (words_is(words, 0, lines[i].word))
            return lines[i].parse(scenario, words);
    if (network_line(scenario->channels, words, &good))
        return good;
    return words_fail(words, 0, "expected scenario, profile, set, seed, delay, loss, burst, duplicate, "
                                "reorder, drop, reject, hold, copy, down, msl, iss, at, when, forge or until");
}

/* What no single line can show. */
static bool check(const struct scenario *scenario, const char *file, struct diag *diag)
{
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        if (scenario->profile[end][0] == '\0')
            return diag_file(diag, file, "the line `profile NAME` is missing");
    if (scenario->until_us == 0)
        return diag_file(diag, file, "the line `until TIME` is missing");
    for (uint32_t i = 0; i < scenario->n_calls; i++)
        if (scenario->calls[i].moment == MOMENT_TIME
            && scenario->calls[i].time_us > scenario->until_us)
            return diag_file(diag, file, "the call in line %u comes after the end of the run",
                             scenario->calls[i].line);
    return true;
}

static bool parse_lines(struct scenario *scenario, struct words *words)
{
    for (;;) {
        if (!words_next(words))
            return false;
        if (words->count == 0)
            return true;
        if (!parse_line(scenario, words))
            return false;
    }
}

bool scenario_parse(struct scenario *scenario, const char *file, const char *text, size_t length,
                    struct diag *diag)
{
    struct words words;
    if (memchr(text, '\0', length) != NULL)
        return diag_file(diag, file, "this is not text");
    *scenario = (struct scenario){ .iss = { ISS_A, ISS_B } };
    network_start(scenario->channels);
    words_start(&words, diag, file, text, length);
    return parse_lines(scenario, &words) && check(scenario, file, diag);
}

bool scenario_line(struct scenario *scenario, const char *what, const char *text,
                   struct diag *diag)
{
    struct words words;
    words_start(&words, diag, what, text, strlen(text));
    return parse_lines(scenario, &words);
}

bool scenario_profile(const struct scenario *scenario, unsigned end, const char *directory,
                      const char *name, struct profile *profile, struct diag *diag)
{
    return profile_read(profile, directory, name != NULL ? name : scenario->profile[end], diag)
           && profile_override(profile, &scenario->set[end], diag);
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
