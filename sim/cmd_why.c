/* cmd_why.c - `eleven why STATE`: what leads out of a state, and what shows it on a real host. */
#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
#include "place.h"
#include "rto.h"
#include "status.h"
#include "tcp.h"
#include "text.h"

enum { WIDTH = 80, TERM_MAX = 96 /* bytes of a word of a guard */ };

static const char help[] =
    "usage: eleven why STATE\n"
    "\n"
    "Says why a connection is in a state and stays there: what leads out of it, by the peer,\n"
    "the application or time; which timers run in it and how long; and which commands show\n"
    "such connections on a Linux host. STATE as the RFC or as ss writes it.\n"
    "\n"
    "Exit code: 0 done, 2 no such state.\n"
    "\n"
    "examples:\n"
    "  eleven why CLOSE-WAIT      the application has not closed\n"
    "  eleven why syn-recv\n";

/* What shows a state on a real host, and what sets its times there. */
static const struct {
    const char *ss;   /* the state's name in ss's filter */
    const char *sets; /* the sysctl that sets a time or a limit, or NULL */
    const char *hint; /* what else helps, or NULL */
} hosts[TCP_STATES] = {
    [CLOSED]       = { "closed", NULL, NULL },
    [LISTEN]       = { "listening", "net.core.somaxconn",
                       "nstat -az TcpExtListenOverflows TcpExtListenDrops" },
    [SYN_SENT]     = { "syn-sent", "net.ipv4.tcp_syn_retries net.ipv4.tcp_syn_linear_timeouts",
                       "tcpdump -ni any 'tcp[tcpflags] & (tcp-syn|tcp-rst) != 0'" },
    [SYN_RECEIVED] = { "syn-recv", "net.ipv4.tcp_synack_retries net.ipv4.tcp_max_syn_backlog",
                       "nstat -az TcpExtTCPReqQFullDrop TcpExtSyncookiesSent" },
    [ESTABLISHED]  = { "established", "net.ipv4.tcp_retries2 net.ipv4.tcp_keepalive_time", NULL },
    [FIN_WAIT_1]   = { "fin-wait-1", "net.ipv4.tcp_orphan_retries net.ipv4.tcp_retries2", NULL },
    [FIN_WAIT_2]   = { "fin-wait-2", "net.ipv4.tcp_fin_timeout", NULL },
    [CLOSE_WAIT]   = { "close-wait", NULL, "ss -tanp state close-wait   # which process has it" },
    [CLOSING]      = { "closing", "net.ipv4.tcp_orphan_retries", NULL },
    [LAST_ACK]     = { "last-ack", "net.ipv4.tcp_orphan_retries net.ipv4.tcp_retries2", NULL },
    [TIME_WAIT]    = { "time-wait", "net.ipv4.tcp_tw_reuse net.ipv4.tcp_max_tw_buckets", NULL },
};

/* Who makes an event happen. */
enum mover { MOVER_PEER, MOVER_APPLICATION, MOVER_TIME, MOVERS };

/* ---------------------------------------------------------------- rows out of the state */

static enum mover mover_of(unsigned event)
{
    if (event == EVENT_SEGMENT)
        return MOVER_PEER;
    if (event == EVENT_OPEN || event == EVENT_SEND || event == EVENT_CLOSE || event == EVENT_ABORT)
        return MOVER_APPLICATION;
    return MOVER_TIME;
}

static unsigned event_of(const struct engine_row *row)
{
    unsigned event = 0;
    while (event + 1 < TCP_EVENTS && strcmp(tcp_event_names[event], row->event) != 0)
        event++;
    return event;
}

/* The state that a row enters, as its label says; TCP_STATES where it stays. */
static unsigned target_of(const struct engine_row *row)
{
    const char *arrow = row->label;
    for (const char *next; (next = strstr(arrow, "-> ")) != NULL;)
        arrow = next + 3;
    size_t length = strcspn(arrow, ", ");
    for (unsigned state = 0; state < TCP_STATES; state++)
        if (strlen(tcp_state_names[state]) == length
            && strncmp(arrow, tcp_state_names[state], length) == 0)
            return state;
    return TCP_STATES;
}

static bool leads_out(const struct engine_row *row, unsigned state)
{
    unsigned target = target_of(row);
    return (row->states >> state & 1) != 0 && row->cannot[state] == NULL && target < TCP_STATES
           && target != state;
}

/* "[ RST and ack_new ] / tell(reset); forget -> CLOSED": what stands in the brackets. */
static void add_guard(struct text *text, const char *label)
{
    const char *from = strchr(label, '['), *to = strstr(label, "] /");
    if (from == NULL || to == NULL || to - from < 3)
        return;
    text_add(text, ", when ");
    text_add_bytes(text, from + 2, (size_t)(to - from - 3));
}

/* ---------------------------------------------------------------- options */

/* The next of what `and` joins in a guard, "[ RST and rfc5961 and not in_order ]"; false at its end. */
static bool next_term(const char **at, char term[TERM_MAX])
{
    const char *from = *at + strspn(*at, " ");
    size_t      length = strcspn(from, "]");
    const char *glue   = strstr(from, " and ");
    if (glue != NULL && glue < from + length)
        length = (size_t)(glue - from);
    *at = from + length + (glue == from + length ? strlen(" and ") : 0);
    while (length > 0 && from[length - 1] == ' ')
        length--;
    snprintf(term, TERM_MAX, "%.*s", (int)length, from);
    return length > 0;
}

static const char *guard_of(const struct engine_row *row)
{
    const char *from = strchr(row->label, '[');
    return from != NULL ? from + 1 : "]";
}

static bool has_term(const struct engine_row *row, const char *wanted)
{
    char term[TERM_MAX];
    for (const char *at = guard_of(row); next_term(&at, term);)
        if (strcmp(term, wanted) == 0)
            return true;
    return false;
}

static bool is_option(const char *term)
{
    for (unsigned i = 0; i < TCP_OPTIONS; i++)
        if (strcmp(tcp_option_names[i], term) == 0)
            return true;
    return false;
}

static bool has_option(const struct engine_row *row)
{
    char term[TERM_MAX];
    for (const char *at = guard_of(row); next_term(&at, term);)
        if (is_option(term))
            return true;
    return false;
}

/* A row above, of the same check, that an option brings in and that keeps the state: it takes what
 * this one would. Of its guard the words that both have are left out. */
static void add_exceptions(struct text *text, const struct engine_row *row, unsigned state)
{
    char term[TERM_MAX];
    for (const struct engine_row *above = tcp_rows; above < row; above++) {
        const char *glue = ", unless ";
        if ((above->states >> state & 1) == 0 || above->step != row->step
            || strcmp(above->event, row->event) != 0 || !has_option(above) || target_of(above) < TCP_STATES)
            continue;
        for (const char *at = guard_of(above); next_term(&at, term);)
            if (!has_term(row, term)) {
                text_add(text, "%s%s", glue, term);
                glue = " and ";
            }
    }
}

static void print_row(const struct engine_row *row, unsigned state)
{
    struct text words = {0};
    text_add(&words, "%s", tcp_event_texts[event_of(row)]);
    add_guard(&words, row->label);
    add_exceptions(&words, row, state);
    text_add(&words, "  (%s, %s)", row->name, row->cite[state]);
    printf("  -> %-13s ", tcp_state_names[target_of(row)]);
    text_fill(stdout, text_get(&words), 19, WIDTH);
    text_free(&words);
}

static void print_rows(unsigned state)
{
    static const char *const titles[MOVERS] = {
        "What the peer can do", "What the application can do", "What happens by itself",
    };
    for (unsigned mover = 0; mover < MOVERS; mover++) {
        unsigned count = 0;
        printf("\n%s:\n", titles[mover]);
        for (unsigned i = 0; i < TCP_ROWS; i++)
            if (leads_out(&tcp_rows[i], state) && mover_of(event_of(&tcp_rows[i])) == mover) {
                print_row(&tcp_rows[i], state);
                count++;
            }
        if (count == 0)
            puts("  nothing that leads out of the state");
    }
    puts("\nOf what a state lists for one event the first that holds happens. Names like rfc5961 and\n"
         "limited_fin_wait_2 are options of the table, which a profile sets.");
}

/* ---------------------------------------------------------------- timers */

static bool has_event(unsigned event, unsigned state)
{
    for (unsigned i = 0; i < TCP_ROWS; i++)
        if ((tcp_rows[i].states >> state & 1) != 0
            && strcmp(tcp_rows[i].event, tcp_event_names[event]) == 0)
            return true;
    return false;
}

static void print_seconds(uint64_t time_us)
{
    printf("%.*f s", time_us % 1000000 == 0 ? 0 : time_us % 100000 == 0 ? 1 : 2, (double)time_us / 1e6);
}

/* From the first transmission until R2 is reached. */
static void print_retransmission(const struct profile *profile, unsigned state)
{
    struct rto      rto;
    struct rto_view view    = { .state = state };
    uint64_t        retries = 0;
    rto_start(&rto, profile);
    if (state != SYN_SENT && state != SYN_RECEIVED)
        rto_set(&rto, profile, profile->values[PROFILE_RTO_MIN]);
    view.now_us = rto_length(&rto, profile, &view);
    printf("retransmission after ");
    print_seconds(view.now_us);
    for (; rto_expired(&rto, profile, &view); view.now_us += rto_length(&rto, profile, &view))
        retries++;
    printf(", %" PRIu64 " times; gives up after ", retries);
    print_seconds(view.now_us);
}

/* Which timers run in the state; a timer that an option brings in, where the profile has it. */
static void print_profile(const struct profile *profile, unsigned state)
{
    bool limited = (profile->options >> OPTION_LIMITED_FIN_WAIT_2 & 1) != 0;
    printf("  %-14s ", profile->name);
    if (has_event(EVENT_RETRANSMISSION_TIMEOUT, state))
        print_retransmission(profile, state);
    if (has_event(EVENT_TIME_WAIT_TIMEOUT, state)) {
        printf("time-wait ");
        print_seconds(profile->values[PROFILE_TIME_WAIT]);
    }
    if (has_event(EVENT_FIN_WAIT_2_TIMEOUT, state)) {
        printf(limited ? "fin-wait-2, once the user is gone: " : "none");
        if (limited)
            print_seconds(profile->values[PROFILE_FIN_WAIT_2]);
    }
    puts("");
}

static int is_profile(const struct dirent *entry)
{
    const char *suffix = strrchr(entry->d_name, '.');
    return suffix != NULL && strcmp(suffix, ".profile") == 0;
}

static enum status print_profiles(const char *directory, unsigned state)
{
    struct dirent **entries;
    enum status     status = STATUS_DONE;
    int             count  = scandir(directory, &entries, is_profile, alphasort);
    for (int i = 0; i < count; i++) {
        struct profile profile;
        struct diag    diag;
        *strrchr(entries[i]->d_name, '.') = '\0';
        if (profile_read(&profile, directory, entries[i]->d_name, &diag)) {
            print_profile(&profile, state);
        } else {
            diag_print(stderr, &diag);
            status = STATUS_USAGE;
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return status;
}

static enum status print_timers(unsigned state)
{
    char model[PLACE_MAX], profiles[PLACE_MAX];
    bool sends = has_event(EVENT_RETRANSMISSION_TIMEOUT, state);
    if (!sends && !has_event(EVENT_TIME_WAIT_TIMEOUT, state) && !has_event(EVENT_FIN_WAIT_2_TIMEOUT, state)) {
        puts("\nTimers: none runs in this state. It can last for ever.");
        return STATUS_DONE;
    }
    puts(sends ? "\nTimers, by profile, while something is not acknowledged; else none runs:"
               : "\nTimers, by profile:");
    if (has_event(EVENT_KEEPALIVE_TIMEOUT, state))
        puts("  keepalive too, where the user asks for it: option keep_alive");
    if (place_model(model) && place_join(profiles, model, "profiles"))
        return print_profiles(profiles, state);
    return STATUS_FAILED;
}

/* ---------------------------------------------------------------- the whole */

static void print_host(unsigned state)
{
    puts("\nOn a Linux host:");
    printf("  ss -tano%s state %s\n", state == LISTEN ? "l" : "", hosts[state].ss);
    if (hosts[state].hint != NULL)
        printf("  %s\n", hosts[state].hint);
    if (hosts[state].sets != NULL)
        printf("  sysctl %s\n", hosts[state].sets);
}

/* Upper and lower case, `_` and `-` are the same. */
static bool is_name(const char *given, const char *name)
{
    for (; *given != '\0' && *name != '\0'; given++, name++)
        if (toupper((unsigned char)(*given == '_' ? '-' : *given)) != toupper((unsigned char)*name))
            return false;
    return *given == *name;
}

static bool find_state(const char *given, unsigned *state)
{
    for (*state = 0; *state < TCP_STATES; (*state)++)
        if (is_name(given, tcp_state_names[*state]) || is_name(given, hosts[*state].ss))
            return true;
    fprintf(stderr, "eleven why: no state '%s'; there are:", given);
    for (unsigned i = 0; i < TCP_STATES; i++)
        fprintf(stderr, " %s", tcp_state_names[i]);
    fputs("\n", stderr);
    return false;
}

int cmd_why(int argc, char **argv)
{
    unsigned state;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    if (argc != 2) {
        fputs("eleven why: one state (try 'eleven why --help')\n", stderr);
        return STATUS_USAGE;
    }
    if (!find_state(argv[1], &state))
        return STATUS_USAGE;
    printf("%s: %s.\n", tcp_state_names[state], tcp_state_texts[state]);
    print_rows(state);
    enum status status = print_timers(state);
    print_host(state);
    return (int)status;
}
