/* cmd_sim.c - `eleven sim`: one run in virtual time, printed as tcpdump would. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
#include "netstat.h"
#include "run_json.h"
#include "setup.h"
#include "simulate.h"
#include "status.h"
#include "tcpdump.h"
#include "text.h"
#include "trace_json.h"
#include "words.h"

enum { TOLD_MAX = 16 /* signals of one user that the summary names */ };

static const char help[] =
    "usage: eleven sim SCENARIO [options]\n"
    "\n"
    "Runs a scenario in virtual time and prints every segment in tcpdump's notation,\n"
    "with the states of both ends. SCENARIO is a file, or the name of one in\n"
    "model/scenarios. docs/SCENARIOS.md describes the format.\n"
    "\n"
    "  --profile NAME  timers and limits of another system: a file in model/profiles\n"
    "  --loss P        lost by chance, both ways: 0.1 or 10%; 'A>B 10%' one way\n"
    "  --delay TIME    how long segments travel: 20ms, 'uniform 10ms 30ms', 'A>B 20ms', ...\n"
    "  --drop RULE     a firewall: 'A>B syn', 'B>A', 'A>B fin n=1', 'A>B after=5s'\n"
    "  --reject RULE   the same, and it answers with a RST\n"
    "  --seed N        of what is drawn; --run N: the N-th run with that seed\n"
    "  --until TIME    the end of the run\n"
    "  --set WORDS     over the profile: 'A data_retries 5', 'option rfc1337'\n"
    "  --netstat-at TIME  how both ends stand then, as netstat and 'ss -o' show it\n"
    "  -S              absolute sequence numbers\n"
    "  --rows          every event, with the rows of the table that fired and their citations\n"
    "  --json          the trace itself: JSON Lines (docs/EXPLAIN.md)\n"
    "  --trace-out FILE  the trace into a file too, for 'eleven explain FILE'\n"
    "\n"
    "examples:\n"
    "  eleven sim syn-dropped                  why connect() hangs for two minutes\n"
    "  eleven sim syn-dropped --profile linux  the same with a kernel of today\n"
    "  eleven sim handshake-and-close --rows   a whole connection, rule by rule\n"
    "  eleven sim handshake-and-close --drop 'A>B fin n=1'   what if the first FIN is lost?\n";

struct sim_options {
    struct setup setup;   /* the scenario and what goes over it */
    bool        absolute; /* -S */
    bool        rows;     /* --rows */
    bool        json;     /* --json */
    bool        help;     /* --help */
    const char *trace;    /* --trace-out, or NULL */
    const char *run;      /* --run, or NULL */
    const char *netstat;  /* --netstat-at, or NULL */
};

/* What the summary says of one user. */
struct told {
    unsigned count;              /* how many, also beyond TOLD_MAX */
    uint8_t  signals[TOLD_MAX];  /* which */
    uint64_t times_us[TOLD_MAX]; /* when */
};

/* One run and its views. */
struct sim {
    struct sim_options options;             /* of the command line */
    char               path[PLACE_MAX];     /* the scenario's file */
    struct scenario    scenario;            /* what is to happen */
    struct profile     profiles[TRACE_ENDS]; /* how long timers run, by end */
    uint64_t           number;              /* of the run */
    uint64_t           netstat_us;          /* --netstat-at */
    struct simulation  simulation;          /* the run */
    struct tcpdump     tcpdump;             /* its text, unless --json */
    struct trace_json  json;                /* with --json */
    struct trace_json  file;                /* with --trace-out; its out is NULL without */
    struct text        command;             /* that makes this run again */
    uint64_t           n_records;           /* of the trace */
    struct told        told[TRACE_ENDS];    /* for the summary */
};

/* ---------------------------------------------------------------- the command line */

static bool usage_fails(const char *message, const char *argument)
{
    fprintf(stderr, "eleven sim: %s '%s' (try 'eleven sim --help')\n", message, argument);
    return false;
}

/* True when argv[*i] is an option with a value. */
static bool read_value(struct sim_options *options, int argc, char **argv, int *i, bool *good)
{
    const struct setup_value values[] = { { "trace-out", &options->trace }, { "run", &options->run },
                                          { "netstat-at", &options->netstat } };
    return setup_option(&options->setup, values, sizeof values / sizeof values[0], argc, argv, i,
                        good);
}

/* True when the argument is an option without a value. */
static bool read_flag(struct sim_options *options, const char *argument)
{
    const struct {
        const char *name; /* of the option */
        bool       *flag; /* what it sets */
    } flags[] = { { "-S", &options->absolute }, { "--rows", &options->rows },
                  { "--json", &options->json }, { "--help", &options->help },
                  { "-h", &options->help } };
    for (unsigned k = 0; k < sizeof flags / sizeof flags[0]; k++)
        if (strcmp(argument, flags[k].name) == 0)
            return *flags[k].flag = true;
    return false;
}

static bool read_options(struct sim_options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (read_flag(options, argv[i]) || read_value(options, argc, argv, &i, &good)) {
            if (!good)
                return false;
            continue;
        }
        if (!setup_argument(&options->setup, argv[i]))
            return false;
    }
    if (options->setup.scenario == NULL && !options->help)
        fputs("eleven sim: no scenario (try 'eleven sim --help')\n", stderr);
    return options->setup.scenario != NULL || options->help;
}

/* ---------------------------------------------------------------- what is to be run */

static enum status fails(const struct diag *diag)
{
    diag_print(stderr, diag);
    return STATUS_USAGE;
}

static struct word word_of(const char *text)
{
    return (struct word){ text, (unsigned)strlen(text), 1 };
}

static enum status read_numbers(struct sim *sim)
{
    const struct sim_options *options = &sim->options;
    bool good = true;
    if (options->run != NULL && !word_number(word_of(options->run), UINT64_MAX, &sim->number))
        good = usage_fails("expected the number of a run, not", options->run);
    if (options->netstat != NULL && !word_time(word_of(options->netstat), &sim->netstat_us))
        good = usage_fails("expected a time such as 0.5s, not", options->netstat);
    return good ? STATUS_DONE : STATUS_USAGE;
}

static enum status read_input(struct sim *sim)
{
    char        profiles[PLACE_MAX];
    struct diag diag;
    enum status status = setup_find(&sim->options.setup, sim->path, profiles);
    if (status != STATUS_DONE)
        return status;
    if (!scenario_read(&sim->scenario, sim->path, &diag)
        || !setup_apply(&sim->options.setup, profiles, &sim->scenario, sim->profiles, &diag))
        return fails(&diag);
    return read_numbers(sim);
}

/* ---------------------------------------------------------------- the run */

static void put_record(void *context, const struct trace_record *record)
{
    struct sim  *sim  = context;
    struct told *told = &sim->told[record->end];
    if (record->kind == TRACE_TELL && told->count++ < TOLD_MAX) {
        told->signals[told->count - 1]  = record->signal;
        told->times_us[told->count - 1] = record->time_us;
    }
    sim->n_records++;
    if (sim->file.out != NULL)
        trace_json_put(&sim->file, record);
    if (sim->options.json)
        trace_json_put(&sim->json, record);
    else
        tcpdump_put(&sim->tcpdump, record);
}

static void replay_command(struct text *command, const struct sim *sim)
{
    text_add(command, "eleven sim");
    setup_add(command, &sim->options.setup);
    setup_add_option(command, "run", sim->options.run);
}

/* "linux", or where the ends differ "linux, linux-classic". */
static void add_profiles(struct text *text, const struct sim *sim)
{
    text_add(text, "%s", sim->profiles[0].name);
    if (strcmp(sim->profiles[0].name, sim->profiles[1].name) != 0)
        text_add(text, ", %s", sim->profiles[1].name);
}

/* The first line of the trace, wherever it goes. */
static void print_heads(const struct sim *sim)
{
    struct text assumptions = {0};
    text_add(&assumptions, "profile ");
    add_profiles(&assumptions, sim);
    struct run head = {
        .names = simulate_names, .bound = sim->options.setup.scenario, .text = sim->scenario.title,
        .assumptions = text_get(&assumptions), .command = text_get(&sim->command),
        .seq_bits = 32, .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP,
    };
    if (sim->file.out != NULL)
        run_json_head(sim->file.out, &head);
    if (sim->options.json)
        run_json_head(stdout, &head);
    text_free(&assumptions);
}

/* Plays up to that time, and shows how the ends stand after all that happens then. */
static void show_netstat(struct sim *sim)
{
    while (simulate_when(&sim->simulation) <= sim->netstat_us)
        if (!simulate_next(&sim->simulation))
            break;
    tcpdump_end(&sim->tcpdump);
    netstat_print(sim->options.json ? stderr : stdout, &sim->simulation, sim->netstat_us);
}

static void run(struct sim *sim)
{
    struct tcpdump_options look = {
        .absolute = sim->options.absolute, .rows = sim->options.rows,
        .window   = (uint32_t)sim->profiles[0].values[PROFILE_RECEIVE_WINDOW],
    };
    tcpdump_start(&sim->tcpdump, stdout, &simulate_names, look);
    sim->json = (struct trace_json){ stdout, &simulate_names };
    replay_command(&sim->command, sim);
    print_heads(sim);
    simulate_start(&sim->simulation, &sim->scenario, sim->profiles, sim->number,
                   (struct trace_sink){ put_record, sim });
    if (sim->options.netstat != NULL)
        show_netstat(sim);
    simulate_run(&sim->simulation);
    tcpdump_end(&sim->tcpdump);
}

/* ---------------------------------------------------------------- the trace's own file */

static enum status open_trace(struct sim *sim)
{
    if (sim->options.trace == NULL)
        return STATUS_DONE;
    sim->file = (struct trace_json){ fopen(sim->options.trace, "w"), &simulate_names };
    if (sim->file.out != NULL)
        return STATUS_DONE;
    fprintf(stderr, "eleven sim: cannot write '%s': %s\n", sim->options.trace, strerror(errno));
    return STATUS_FAILED;
}

static enum status close_trace(struct sim *sim)
{
    if (sim->file.out == NULL)
        return STATUS_DONE;
    fprintf(sim->file.out, "{\"kind\":\"end\",\"records\":%" PRIu64 "}\n", sim->n_records);
    bool good = !ferror(sim->file.out);
    if (fclose(sim->file.out) == 0 && good)
        return STATUS_DONE;
    fprintf(stderr, "eleven sim: cannot write '%s': %s\n", sim->options.trace, strerror(errno));
    return STATUS_FAILED;
}

/* ---------------------------------------------------------------- the summary */

static const char *result_text(enum simulate_result result)
{
    switch (result) {
    case SIMULATE_QUIET:   return "nothing more can happen";
    case SIMULATE_UNTIL:   return "the scenario ends here, with more to come";
    case SIMULATE_FULL:    return "cut short: too many segments under way";
    case SIMULATE_RUNNING: break;
    }
    return "still running";
}

static const char *result_name(enum simulate_result result)
{
    switch (result) {
    case SIMULATE_QUIET:   return "quiet";
    case SIMULATE_UNTIL:   return "until";
    case SIMULATE_FULL:    return "full";
    case SIMULATE_RUNNING: break;
    }
    return "running";
}

static void print_told(const struct told *told)
{
    char time[TCPDUMP_TIME_MAX];
    for (unsigned i = 0; i < told->count && i < TOLD_MAX; i++)
        printf("%s \"%s\" at %s s", i > 0 ? "," : ", told", tcp_signal_texts[told->signals[i]],
               tcpdump_time(time, told->times_us[i]));
    if (told->count > TOLD_MAX)
        printf(", and %u more", told->count - TOLD_MAX);
}

static void print_summary(const struct sim *sim)
{
    char                     time[TCPDUMP_TIME_MAX];
    const struct simulation *s = &sim->simulation;
    struct text              profiles = { 0 };
    add_profiles(&profiles, sim);
    printf("\n%s%sprofile %s; %s s: %s\n", sim->scenario.title,
           sim->scenario.title[0] != '\0' ? "; " : "", text_get(&profiles),
           tcpdump_time(time, s->clock.now_us), result_text(s->result));
    text_free(&profiles);
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        const struct simulate_end *e = &s->ends[end];
        printf("%c: %s", "AB"[end], tcp_state_names[e->tcb.state]);
        print_told(&sim->told[end]);
        printf("\n   sent %" PRIu32 " segments, of them %" PRIu32 " lost, %" PRIu32
               " retransmitted; %" PRIu64 " octets delivered to its user\n",
               e->n_sent, e->n_lost, e->n_again, e->delivered);
    }
    printf("replay: %s\n", text_get(&sim->command));
}

static void print_json_end(const struct sim *sim, unsigned end)
{
    const struct simulate_end *e = &sim->simulation.ends[end];
    printf("%s{\"end\":\"%c\",\"state\":\"%s\",\"sent\":%" PRIu32 ",\"lost\":%" PRIu32
           ",\"again\":%" PRIu32 ",\"delivered\":%" PRIu64 ",\"told\":[", end > 0 ? "," : "",
           "AB"[end], tcp_state_names[e->tcb.state], e->n_sent, e->n_lost, e->n_again,
           e->delivered);
    for (unsigned i = 0; i < sim->told[end].count && i < TOLD_MAX; i++)
        printf("%s\"%s\"", i > 0 ? "," : "", tcp_signal_names[sim->told[end].signals[i]]);
    fputs("]}", stdout);
}

static void print_json_summary(const struct sim *sim)
{
    char        time[TCPDUMP_TIME_MAX];
    struct text profiles = { 0 };
    add_profiles(&profiles, sim);
    printf("{\"time\":%s,\"kind\":\"end\",\"result\":\"%s\",\"profile\":",
           tcpdump_time(time, sim->simulation.clock.now_us), result_name(sim->simulation.result));
    trace_json_string(stdout, text_get(&profiles));
    text_free(&profiles);
    fputs(",\"ends\":[", stdout);
    for (unsigned end = 0; end < TRACE_ENDS; end++)
        print_json_end(sim, end);
    printf("],\"records\":%" PRIu64 "}\n", sim->n_records);
}

static enum status report(const struct sim *sim)
{
    if (sim->options.json)
        print_json_summary(sim);
    else
        print_summary(sim);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("eleven sim: output");
        return STATUS_FAILED;
    }
    return sim->simulation.result == SIMULATE_FULL ? STATUS_INCOMPLETE : STATUS_DONE;
}

int cmd_sim(int argc, char **argv)
{
    struct sim sim = { .options.setup.command = "sim" };
    if (!read_options(&sim.options, argc, argv))
        return STATUS_USAGE;
    if (sim.options.help) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    enum status status = read_input(&sim);
    if (status == STATUS_DONE)
        status = open_trace(&sim);
    if (status != STATUS_DONE)
        return (int)status;
    run(&sim);
    status           = report(&sim);
    enum status file = close_trace(&sim);
    text_free(&sim.command);
    return (int)(file != STATUS_DONE ? file : status);
}
