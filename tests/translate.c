/* translate.c - a recorded run as a scenario; see translate.h. */
#include "translate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sha256.h"
#include "tcp.h"

enum { LOSSES_MAX = 64 /* segments of a side for which a random loss is drawn */ };

static const double FOR_EVER_S = 1e9;

/* What the programs did before a call, as far as it tells what the call means. */
struct program {
    bool     listens;   /* a listening socket is open */
    bool     accepted;  /* and gave a connection */
    bool     connected; /* the peer's connect() was done, or its own */
    bool     linger;    /* SO_LINGER 0, or TCP_LINGER2 below 0: close() is an ABORT */
    bool     repair;    /* TCP_REPAIR: close() is a loss of memory */
    uint32_t sent, read; /* octets */
    long     iss;       /* of the next connect(); -1: the kernel's */
};

struct translation {
    const struct recording *recording; /* what is translated */
    struct text            *out;       /* the scenario */
    const char             *reason;    /* why it cannot be, or NULL */
    double                  shift_s;   /* see translate.h */
    bool                    own_iss;   /* a program chose its ISS: numbers are as in the file */
    struct program          programs[ENGINE_ENDS]; /* client and server */
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static double number_of(const json_t *object, const char *key, double otherwise)
{
    const json_t *number = json_object_get(object, key);
    return json_is_number(number) ? json_number_value(number) : otherwise;
}

double translate_shift_s(const struct recording *r)
{
    static const char *const lists[] = { "calls", "injected" };
    double                   first   = 0;
    for (unsigned k = 0; k < 2; k++) {
        size_t        i;
        const json_t *item;
        json_array_foreach (json_object_get(r->json, lists[k]), i, item)
            first = fmin(first, number_of(item, "t", 0));
    }
    return -first;
}

/* A time of the recording in the scenario's notation. */
static void add_time(struct translation *t, const char *before, double time_s)
{
    text_add(t->out, "%s%.6fs", before, fmax(time_s + t->shift_s, 0));
}

/* ---------------------------------------------------------------- settings */

/* What a setting of the kernel is in a profile. */
static void add_setting(struct translation *t, char end, const char *name, long value)
{
    static const struct {
        const char *kernel;  /* the setting */
        const char *profile; /* the value that takes it as it is */
    } same[] = { { "tcp_syn_retries", "syn_retries" },
                 { "tcp_syn_linear_timeouts", "syn_linear_timeouts" },
                 { "tcp_synack_retries", "synack_retries" },
                 { "tcp_retries2", "data_retries" },
                 { "tcp_timestamps", "timestamps" },
                 { "tcp_keepalive_probes", "keepalive_probes" } };
    for (unsigned i = 0; i < sizeof same / sizeof same[0]; i++)
        if (strcmp(name, same[i].kernel) == 0)
            text_add(t->out, "set %c %s %ld\n", end, same[i].profile, value);
    if (strcmp(name, "tcp_orphan_retries") == 0)
        text_add(t->out, "set %c orphan_retries %ld\n", end, value == 0 ? 8 : value);
    if (strcmp(name, "tcp_fin_timeout") == 0) /* inet_csk: above a minute, twice what is above it */
        text_add(t->out, "set %c fin_wait_2 %lds\n", end, value > 60 ? 2 * (value - 60) : value);
    if (strcmp(name, "tcp_timestamps") == 0 && value == 0) /* SYNs are told apart by them */
        text_add(t->out, "set %c option time_wait_open off\n", end);
    if (strcmp(name, "tcp_early_retrans") == 0 && value == 0)
        text_add(t->out, "set %c probe_delay 0s\n", end);
    if (strcmp(name, "tcp_rfc1337") == 0 && value != 0)
        text_add(t->out, "set %c option rfc1337\n", end);
}

static void add_settings(struct translation *t)
{
    static const char *const sides[] = { "client", "server" };
    const json_t            *all     = json_object_get(t->recording->json, "sysctl");
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        const char *name;
        json_t     *value;
        json_object_foreach (json_object_get(all, sides[end]), name, value)
            add_setting(t, "AB"[end], name, strtol(json_string_value(value), NULL, 10));
    }
}

/* ---------------------------------------------------------------- losses */

/* The n-th segment of a side is lost if the hash of "SEED SIDE N" says so. */
static void add_random(struct translation *t, const json_t *drop)
{
    static const char *const sides[] = { "client", "server" };
    double                   limit   = number_of(drop, "p", 0) * 4294967296.0;
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        for (unsigned n = 1; n <= LOSSES_MAX; n++) {
            char text[SHA256_TEXT_MAX + 1];
            snprintf(text, sizeof text, "%.0f %s %u", number_of(drop, "seed", 0), sides[end], n);
            if (sha256_head(text) < limit)
                text_add(t->out, "drop %s any n=%u\n", end == 0 ? "A>B" : "B>A", n);
        }
}

static void add_drop(struct translation *t, const json_t *drop)
{
    const char *match = text_of(drop, "match");
    double      count = number_of(drop, "count", 0), off = number_of(drop, "t_off", FOR_EVER_S);
    if (strcmp(match, "random") == 0) {
        add_random(t, drop);
        return;
    }
    text_add(t->out, "drop %s %s", recording_side(text_of(drop, "dir")) == 0 ? "A>B" : "B>A",
             strcmp(match, "pureack") == 0 ? "ack" : match);
    if (count > 0)
        text_add(t->out, " n=1-%.0f", count);
    add_time(t, " after=", number_of(drop, "t_on", 0));
    if (off < FOR_EVER_S)
        add_time(t, " until=", off);
    text_add(t->out, "\n");
}

/* ---------------------------------------------------------------- calls */

static void add_call(struct translation *t, const json_t *call, const char *words)
{
    add_time(t, "at ", number_of(call, "t", 0));
    text_add(t->out, " %c %s\n", "AB"[recording_side(text_of(call, "side"))], words);
}

static void connect_call(struct translation *t, const json_t *call, struct program *program)
{
    char words[64];
    if (strcmp(text_of(call, "result"), "EINPROGRESS") != 0)
        return; /* the system call refused, and no segment was sent */
    snprintf(words, sizeof words, "open active");
    if (program->iss >= 0)
        snprintf(words, sizeof words, "open active iss=%ld", program->iss);
    program->iss = -1;
    add_call(t, call, words);
}

/* close() of a connection, or of a listening socket, whose connection nobody has accepted. */
static void close_call(struct translation *t, const json_t *call, struct program *program,
                       const struct program *peer)
{
    bool        unread = program->read < peer->sent, pending = program->listens && !program->accepted;
    const char *words  = program->repair                 ? "crash"
                         : pending && !peer->connected   ? "crash"
                         : pending                       ? "abort"
                         : program->linger               ? "abort"
                         : unread && program->accepted   ? "close unread"
                                                         : "close";
    program->repair = false;
    add_call(t, call, words);
}

static void send_call(struct translation *t, const json_t *call, struct program *program,
                      const char *name)
{
    char words[64];
    long asked = strtol(name + strlen("send("), NULL, 10);
    long taken = strtol(text_of(call, "result"), NULL, 10);
    if (taken == 0)
        return; /* an error: the kernel knew already */
    if (taken != asked)
        t->reason = "the receive window changes, and is probed when it is zero";
    program->sent += (uint32_t)taken;
    snprintf(words, sizeof words, "send %ld", taken);
    add_call(t, call, words);
}

static void setsockopt_call(struct translation *t, const json_t *call, struct program *program,
                            const char *option)
{
    char end   = "AB"[recording_side(text_of(call, "side"))];
    long value = strtol(strrchr(option, ' ') + 1, NULL, 10);
    if (strncmp(option, "SO_LINGER", 9) == 0 || strncmp(option, "TCP_LINGER2", 11) == 0)
        program->linger = true;
    else if (strncmp(option, "TCP_REPAIR", 10) == 0)
        program->repair = true;
    else if (strncmp(option, "SO_KEEPALIVE", 12) == 0)
        text_add(t->out, "set %c option keep_alive\n", end);
    else if (strncmp(option, "TCP_KEEPIDLE", 12) == 0)
        text_add(t->out, "set %c keepalive_idle %lds\n", end, value);
    else if (strncmp(option, "TCP_KEEPINTVL", 13) == 0)
        text_add(t->out, "set %c keepalive_interval %lds\n", end, value);
    else if (strncmp(option, "TCP_KEEPCNT", 11) == 0)
        text_add(t->out, "set %c keepalive_probes %ld\n", end, value);
    else if (strncmp(option, "TCP_DEFER_ACCEPT", 16) == 0)
        t->reason = "TCP_DEFER_ACCEPT: a listener that waits for text";
    else
        t->reason = "a socket option that the scenarios do not have";
}

static void one_call(struct translation *t, const json_t *call)
{
    unsigned        side    = recording_side(text_of(call, "side"));
    struct program *program = &t->programs[side], *peer = &t->programs[side ^ 1];
    const char     *name    = text_of(call, "call");
    bool            ok      = strcmp(text_of(call, "result"), "ok") == 0;
    if (strcmp(name, "listen") == 0) {
        program->listens = true;
        add_call(t, call, "listen");
    } else if (strcmp(name, "connect") == 0)
        connect_call(t, call, program);
    else if (strncmp(name, "set ISN", 7) == 0)
        program->iss = strtol(text_of(call, "result"), NULL, 10);
    else if (strncmp(name, "send(", 5) == 0)
        send_call(t, call, program, name);
    else if (strncmp(name, "shutdown", 8) == 0)
        add_call(t, call, "shutdown");
    else if (strcmp(name, "close") == 0)
        close_call(t, call, program, peer);
    else if (strncmp(name, "ss -K", 5) == 0)
        add_call(t, call, "abort");
    else if (strncmp(name, "setsockopt ", 11) == 0)
        setsockopt_call(t, call, program, name + 11);
    else if (strcmp(name, "recv") == 0)
        program->read += (uint32_t)strtoul(text_of(call, "result"), NULL, 10);
    else if (strcmp(name, "accept") == 0)
        program->accepted |= ok;
    else if (strcmp(name, "connect completes") == 0)
        program->connected |= ok;
    else if (strncmp(name, "connect (another port", 21) == 0)
        t->reason = "the queue of connections that a listener has not accepted is full";
    else if (strcmp(name, "asynchronous error") != 0 && ok)
        t->reason = "a call that the scenarios do not have";
}

/* The calls in their order; a call that was refused at once had no effect. */
static void add_calls(struct translation *t)
{
    size_t        i;
    const json_t *call;
    t->programs[0].iss = t->programs[1].iss = -1;
    json_array_foreach (json_object_get(t->recording->json, "calls"), i, call) {
        t->own_iss |= strncmp(text_of(call, "call"), "set ISN", 7) == 0;
        one_call(t, call);
    }
}

/* ---------------------------------------------------------------- forged segments */

static const char *flags_text(uint8_t flags, char out[8])
{
    snprintf(out, 8, "%s%s%s%s", (flags & FLAG_FIN) != 0 ? "F" : "",
             (flags & FLAG_SYN) != 0 ? "S" : "", (flags & FLAG_RST) != 0 ? "R" : "",
             (flags & FLAG_ACK) != 0 ? "." : "");
    return out[0] != '\0' ? out : "none";
}

/* With the numbers of segments.tsv, or, where a program chose its ISS, those of scenario.json. */
static void add_forged(struct translation *t)
{
    const json_t *list   = json_object_get(t->recording->json, "injected");
    size_t        number = 0;
    for (unsigned i = 0; i < t->recording->n_segments; i++) {
        const struct recording_segment *segment = &t->recording->segments[i];
        char                            flags[8];
        if (!segment->injected)
            continue;
        const json_t *json = json_array_get(list, number++);
        add_time(t, "forge ", segment->received_s);
        text_add(t->out, " %s %s", segment->end == 0 ? "A>B" : "B>A",
                 flags_text(segment->flags, flags));
        text_add(t->out, " seq=%lld",
                 t->own_iss ? (long long)number_of(json, "seq", 0) : (long long)segment->seq);
        if ((segment->flags & FLAG_ACK) != 0)
            text_add(t->out, " ack=%lld",
                     t->own_iss ? (long long)number_of(json, "ack", 0) : (long long)segment->ack);
        if (segment->text > 0)
            text_add(t->out, " len=%u", segment->text);
        text_add(t->out, t->own_iss ? " absolute\n" : "\n");
    }
}

/* ---------------------------------------------------------------- the whole */

/* Text that is longer than a segment, and a rule that loses some of it: SACK would mend that. */
static bool needs_sack(const json_t *json)
{
    size_t        i;
    const json_t *item;
    bool          lost = false;
    json_array_foreach (json_object_get(json, "drops"), i, item)
        lost |= strcmp(text_of(item, "match"), "data") == 0;
    json_array_foreach (json_object_get(json, "calls"), i, item)
        if (lost && strtol(text_of(item, "result"), NULL, 10) > 1448)
            return true;
    return false;
}

bool translate(const struct recording *r, struct text *scenario, const char **reason)
{
    struct translation t = { .recording = r, .out = scenario, .shift_s = translate_shift_s(r) };
    size_t             i;
    const json_t      *drop;
    text_add(scenario, "scenario \"%s\"\nprofile linux\ndelay %.0fus\n", r->name,
             recording_delay_s(r) * 1e6);
    add_settings(&t);
    json_array_foreach (json_object_get(r->json, "drops"), i, drop)
        add_drop(&t, drop);
    add_calls(&t);
    add_forged(&t);
    add_time(&t, "until ", number_of(r->json, "t_end", 0));
    text_add(scenario, "\n");
    if (needs_sack(r->json))
        t.reason = "SACK and RACK repeat what was lost before any timer";
    *reason = t.reason;
    return t.reason == NULL;
}
