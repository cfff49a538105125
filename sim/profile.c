/* profile.c - reading profiles; see profile.h. */
#include "profile.h"

#include <errno.h>
#include <string.h>

#include "diag.h"
#include "models.h"
#include "place.h"
#include "tcp.h"
#include "text.h"
#include "words.h"

enum { LIKE_MAX = 4 /* profiles that build on one another */ };

static const struct {
    const char *name;    /* in the file */
    bool        is_time; /* else a whole number */
    uint64_t    max;     /* the largest number */
} values[PROFILE_VALUES] = {
    [PROFILE_RTO_INITIAL]          = { "rto_initial",         true,  0 },
    [PROFILE_RTO_MIN]              = { "rto_min",             true,  0 },
    [PROFILE_RTO_MAX]              = { "rto_max",             true,  0 },
    [PROFILE_VARIANCE_MIN]         = { "variance_min",        true,  0 },
    [PROFILE_RTO_AFTER_LOST_SYN]   = { "rto_after_lost_syn",  true,  0 },
    [PROFILE_RTO_SLOP]             = { "rto_slop",            true,  0 },
    [PROFILE_DOUBLINGS]            = { "doublings",           false, 63 },
    [PROFILE_OPEN_TIMEOUT]         = { "open_timeout",        true,  0 },
    [PROFILE_TIMER_GRAIN]          = { "timer_grain",         true,  0 },
    [PROFILE_LINUX_RTT]           = { "linux_rtt",           false, 9 },
    [PROFILE_TIMESTAMPS]           = { "timestamps",          false, 9 },
    [PROFILE_PROBE_DELAY]          = { "probe_delay",         true,  0 },
    [PROFILE_SYN_RETRIES]          = { "syn_retries",         false, 1000 },
    [PROFILE_SYN_LINEAR_TIMEOUTS]  = { "syn_linear_timeouts", false, 1000 },
    [PROFILE_SYNACK_RETRIES]       = { "synack_retries",      false, 1000 },
    [PROFILE_DATA_RETRIES]         = { "data_retries",        false, 1000 },
    [PROFILE_ORPHAN_RETRIES]       = { "orphan_retries",      false, 1000 },
    [PROFILE_RETRIES_AS_TIME]      = { "retries_as_time",     false, 9 },
    [PROFILE_USER_TIMEOUT]         = { "user_timeout",        true,  0 },
    [PROFILE_PROMPT_SYN]           = { "prompt_syn",          true,  0 },
    [PROFILE_DELAYED_ACK]          = { "delayed_ack",         true,  0 },
    [PROFILE_DELAYED_ACK_FIRST]    = { "delayed_ack_first",   true,  0 },
    [PROFILE_ACK_LIMIT]            = { "ack_limit",           true,  0 },
    [PROFILE_KEEPALIVE_IDLE]       = { "keepalive_idle",      true,  0 },
    [PROFILE_KEEPALIVE_INTERVAL]   = { "keepalive_interval",  true,  0 },
    [PROFILE_KEEPALIVE_PROBES]     = { "keepalive_probes",    false, 255 },
    [PROFILE_FIN_WAIT_2]           = { "fin_wait_2",          true,  0 },
    [PROFILE_TIME_WAIT]            = { "time_wait",           true,  0 },
    [PROFILE_RECEIVE_WINDOW]       = { "receive_window",      false, 1000000000 },
    [PROFILE_MSS]                  = { "mss",                 false, 65535 },
    [PROFILE_SEND_BUFFER]          = { "send_buffer",         false, 1000000000 },
    [PROFILE_ISS_STEP]             = { "iss_step",            false, 1000000000 },
};

/* Where a profile is read into, and how deep `like` has led. */
struct reader {
    struct profile *profile;   /* the result */
    const char     *directory; /* where `like NAME` looks */
    unsigned        depth;     /* 1: the profile that was asked for */
    struct diag    *diag;      /* filled when something is wrong */
};

/* There is no such file, or it cannot be read. */
static bool fails_to_read(struct reader reader, const char *path, const char *name)
{
    struct text names = { 0 };
    int         why   = errno;
    if (why == ENOENT)
        models_add_names(&names, reader.directory, ".profile");
    diag_file(reader.diag, path, "no profile %s: %s%s", name, strerror(why), text_get(&names));
    text_free(&names);
    return false;
}

static bool read_deep(struct reader reader, const char *name);

const char *profile_value_name(enum profile_value value)
{
    return values[value].name;
}

bool profile_value_is_time(enum profile_value value)
{
    return values[value].is_time;
}

/* option NAME [off] */
static bool parse_option(struct profile *profile, const struct words *words, unsigned at)
{
    unsigned option, off = 0;
    if (!words_choice(words, at + 1, tcp_option_names, TCP_OPTIONS, &option))
        return words_fail(words, at + 1, "expected the name of an option of the table");
    if (option == OPTION_ZERO_WINDOW)
        return words_fail(words, at + 1, "in the simulator users take what comes: no window closes");
    if (words->count > at + 2
        && !words_choice(words, at + 2, (const char *const[]){ "on", "off" }, 2, &off))
        return words_fail(words, at + 2, "expected on or off");
    uint32_t bit = UINT32_C(1) << option;
    profile->options = off == 1 ? profile->options & ~bit : profile->options | bit;
    profile->options_known |= bit;
    return words_end(words, at + 3);
}

bool profile_set(struct profile *profile, const struct words *words, unsigned at)
{
    unsigned i = 0;
    if (words_is(words, at, "option"))
        return parse_option(profile, words, at);
    while (i < PROFILE_VALUES && !words_is(words, at, values[i].name))
        i++;
    if (i == PROFILE_VALUES)
        return words_fail(words, at, "no such value in a profile");
    uint64_t *value = &profile->values[i];
    profile->known |= UINT64_C(1) << i;
    return (values[i].is_time ? words_time(words, at + 1, value)
                              : words_number(words, at + 1, values[i].max, value))
           && words_end(words, at + 2);
}

/* like NAME */
static bool parse_like(struct reader reader, const struct words *words)
{
    char name[PROFILE_NAME_MAX];
    if (reader.profile->known != 0)
        return words_fail(words, 0, "`like` must be the first line");
    if (reader.depth == LIKE_MAX)
        return words_fail(words, 0, "more than %d profiles build on one another", LIKE_MAX);
    reader.depth++;
    return words_text(words, 1, name, sizeof name) && words_end(words, 2)
           && read_deep(reader, name);
}

static bool parse_line(struct reader reader, const struct words *words)
{
    if (words_is(words, 0, "like"))
        return parse_like(reader, words);
    if (words->comment.length == 0)
        return words_fail(words, words->count, "a value needs its source: `name value # source`");
    return profile_set(reader.profile, words, 0);
}

/* The values that the arithmetic of the timers relies on. */
static bool check(const struct profile *profile, const char *file, struct diag *diag)
{
    const uint64_t *v = profile->values;
    for (unsigned i = 0; i < PROFILE_VALUES; i++)
        if ((profile->known >> i & 1) == 0)
            return diag_file(diag, file, "%s is missing", values[i].name);
    if (v[PROFILE_RTO_INITIAL] == 0 || v[PROFILE_MSS] == 0 || v[PROFILE_TIMER_GRAIN] == 0)
        return diag_file(diag, file, "rto_initial, mss and timer_grain must be above zero");
    if (v[PROFILE_RTO_MIN] == 0 || v[PROFILE_RTO_MIN] > v[PROFILE_RTO_MAX])
        return diag_file(diag, file, "rto_min must be above zero, and not above rto_max");
    return true;
}

bool profile_override(struct profile *profile, const struct profile *part, struct diag *diag)
{
    for (unsigned i = 0; i < PROFILE_VALUES; i++)
        if ((part->known >> i & 1) != 0)
            profile->values[i] = part->values[i];
    profile->options = (profile->options & ~part->options_known) | part->options;
    return check(profile, profile->name, diag);
}

static bool parse_lines(struct reader reader, struct words *words)
{
    for (;;) {
        if (!words_next(words))
            return false;
        if (words->count == 0)
            return check(reader.profile, words->file, reader.diag);
        if (!parse_line(reader, words))
            return false;
    }
}

static bool read_deep(struct reader reader, const char *name)
{
    char        file[PROFILE_NAME_MAX + sizeof ".profile"], path[PLACE_MAX];
    struct text text = { 0 };
    snprintf(file, sizeof file, "%s.profile", name);
    if (!place_join(path, reader.directory, file))
        return diag_file(reader.diag, name, "the path of this profile is too long");
    if (!text_read(&text, path)) {
        text_free(&text);
        return fails_to_read(reader, path, name);
    }
    struct words words;
    words_start(&words, reader.diag, path, text_get(&text), text.length);
    bool good = parse_lines(reader, &words);
    text_free(&text);
    snprintf(reader.profile->name, sizeof reader.profile->name, "%s", name);
    return good;
}

bool profile_parse(struct profile *profile, const struct profile_text *text, struct diag *diag)
{
    struct reader reader = { profile, text->directory, 1, diag };
    struct words  words;
    *profile = (struct profile){ 0 };
    snprintf(profile->name, sizeof profile->name, "%s", text->file);
    words_start(&words, diag, text->file, text->text, text->length);
    return parse_lines(reader, &words);
}

bool profile_read(struct profile *profile, const char *directory, const char *name,
                  struct diag *diag)
{
    *profile = (struct profile){ 0 };
    if (strlen(name) >= sizeof profile->name || strchr(name, '/') != NULL || name[0] == '\0')
        return diag_file(diag, name, "not the name of a profile");
    return read_deep((struct reader){ profile, directory, 1, diag }, name);
}
