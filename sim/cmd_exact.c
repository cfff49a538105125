/* cmd_exact.c - `eleven exact`: every run of a scenario, with its probability. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
#include "exact.h"
#include "exact_report.h"
#include "exact_show.h"
#include "exact_sums.h"
#include "options.h"
#include "process.h"
#include "setup.h"
#include "status.h"

static const char help[] =
    "usage: eleven exact SCENARIO [options]\n"
    "\n"
    "Plays every run of a scenario: each segment that enters the network is lost or passes; and where\n"
    "the scenario has it so, is copied, held up, or travels for one of a few times. Prints how probable\n"
    "each end of the run is, and when things happen, as exact figures.\n"
    "SCENARIO and the options that change it are those of 'eleven sim'. docs/EXACT.md explains.\n"
    "\n"
    "What may happen\n"
    "  --loss P[,P...]   the probability of a loss, several at once; P/Q: from A, from B\n"
    "                    (the scenario's, else 0.01, 0.1 and 0.3)\n"
    "  --duplicate P     a copy travels too; --reorder 'P TIME'  held up for so long\n"
    "  --delay 'choice 20ms 60ms'   one of these, for each segment and copy\n"
    "  --max-loss K, --max-dup K, --max-held K   patterns with more of them are not followed\n"
    "  --below EPS       worlds that are less probable are not followed; their sum is shown\n"
    "  --profile NAME, --delay TIME, --drop RULE, --set WORDS, --until TIME, ...  as in 'eleven sim'\n"
    "\n"
    "What is shown, beside how runs end and when things happen\n"
    "  --curve WHAT      the whole distribution of connected, closed.A, told.B, orderly, ...\n"
    "  --segments        the distributions of the segments sent, and of retransmissions\n"
    "  --polynomial      the patterns counted by losses: probabilities as functions of p\n"
    "  --csv, --json     everything, for other programs\n"
    "\n"
    "Something else\n"
    "  --worst K         for 0 to K losses: the latest times, the most segments, the pattern that does it;\n"
    "                    --max-dup and --max-held let it copy and hold up too\n"
    "  --claims          claims about time in every run: retransmissions, TIME-WAIT, states that must end\n"
    "\n"
    "  --memory SIZE     at most so much (half of the machine's); --time SECONDS\n"
    "\n"
    "Exit code: 0 done, or all claims hold; 1 a claim is violated, 2 bad input,\n"
    "3 incomplete (memory or time), 4 error, 130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven exact handshake --loss 0.1,0.3,0.5         how often does connect() fail, how long does it take?\n"
    "  eleven exact handshake-and-close --below 1e-12    a whole life\n"
    "  eleven exact transfer --worst 2    how long can two losses keep a connection from opening, from closing?\n"
    "  eleven exact handshake --loss 0.1/0 --curve connected   losses on the way to B only\n"
    "  eleven exact handshake --loss 0.1 --duplicate 0.1 --delay 'choice 20ms 1200ms'   what does a detour do?\n";

struct exact_options {
    struct setup setup;      /* the scenario and what goes over it */
    const char  *loss;       /* --loss, or NULL */
    const char  *below;      /* --below, or NULL */
    const char  *max_loss;   /* --max-loss, or NULL */
    const char  *max_dup;    /* --max-dup, or NULL */
    const char  *max_held;   /* --max-held, or NULL */
    const char  *worst;      /* --worst, or NULL */
    const char  *curve;      /* --curve, or NULL */
    const char  *memory;     /* --memory, or NULL */
    const char  *time;       /* --time, or NULL */
    bool         segments;   /* --segments */
    bool         claims;     /* --claims */
    bool         polynomial; /* --polynomial */
    bool         csv;        /* --csv */
    bool         json;       /* --json */
    bool         help;       /* --help */
};

struct job {
    struct exact_options options;                  /* of the command line */
    struct scenario      scenario;                 /* what is to happen */
    struct profile       profiles[ENGINE_ENDS];    /* of both ends */
    struct exact_request request;                  /* what is asked */
    struct weight_loss   losses[EXACT_LOSSES_MAX]; /* for which it is shown */
    unsigned             n_losses;                 /* how many */
    struct exact         exact;                    /* what is found */
};

/* ---------------------------------------------------------------- the command line */

static bool fails(const char *message, const char *argument)
{
    fprintf(stderr, "eleven exact: %s '%s' (try 'eleven exact --help')\n", message, argument);
    return false;
}

static bool read_flag(struct exact_options *options, const char *argument)
{
    const struct {
        const char *name; /* of the option */
        bool       *flag; /* what it sets */
    } flags[] = { { "--polynomial", &options->polynomial }, { "--csv", &options->csv },
                  { "--segments", &options->segments }, { "--claims", &options->claims },
                  { "--json", &options->json }, { "--help", &options->help },
                  { "-h", &options->help } };
    for (unsigned k = 0; k < sizeof flags / sizeof flags[0]; k++)
        if (strcmp(argument, flags[k].name) == 0)
            return *flags[k].flag = true;
    return false;
}

static bool read_options(struct exact_options *options, int argc, char **argv)
{
    const struct setup_value values[] = {
        { "loss", &options->loss },   { "below", &options->below }, { "max-loss", &options->max_loss },
        { "curve", &options->curve }, { "memory", &options->memory }, { "time", &options->time },
        { "worst", &options->worst }, { "max-dup", &options->max_dup }, { "max-held", &options->max_held },
    };
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (!read_flag(options, argv[i])
            && !setup_option(&options->setup, values, sizeof values / sizeof values[0], argc, argv, &i,
                             &good))
            good = setup_argument(&options->setup, argv[i]);
        if (!good)
            return false;
    }
    if (options->setup.scenario == NULL && !options->help)
        fputs("eleven exact: no scenario (try 'eleven exact --help')\n", stderr);
    return options->setup.scenario != NULL || options->help;
}

/* ---------------------------------------------------------------- numbers */

/* A number from 0 to 1 that ends where one of `ends` stands. */
static bool read_share(const char **text, const char *ends, double *share)
{
    char *end;
    *share = strtod(*text, &end);
    if (end != *text && *end == '%') {
        *share /= 100;
        end++;
    }
    bool good = end != *text && strchr(ends, *end) != NULL && *share >= 0 && *share <= 1;
    *text     = end;
    return good;
}

static bool add_loss(struct job *job, double p, double q)
{
    if (job->n_losses == EXACT_LOSSES_MAX)
        return false;
    weight_loss_start(&job->losses[job->n_losses++], p, q);
    job->request.two_ways |= p != q;
    job->request.chances[0].lossy |= p > 0;
    job->request.chances[1].lossy |= q > 0;
    return true;
}

/* P[/Q], P[/Q], ... */
static bool read_losses(struct job *job, const char *text)
{
    const char *at = text;
    for (;;) {
        double p, q;
        if (!read_share(&at, "/,", &p))
            return fails("expected probabilities such as 0.1,0.3 or 0.1/0.2, not", text);
        q = p;
        if (*at == '/') {
            at++;
            if (!read_share(&at, ",", &q))
                return fails("expected a probability for each direction, not", text);
        }
        if (!add_loss(job, p, q))
            return fails("too many probabilities:", text);
        if (*at == '\0')
            return true;
        at++;
    }
}

static bool take_losses(struct job *job)
{
    const struct exact_chance *chances = job->request.chances;
    if (job->options.loss != NULL)
        return read_losses(job, job->options.loss);
    if (chances[0].loss != 0 || chances[1].loss != 0)
        return add_loss(job, exact_share(chances[0].loss), exact_share(chances[1].loss));
    return add_loss(job, 0.01, 0.01) && add_loss(job, 0.1, 0.1) && add_loss(job, 0.3, 0.3);
}

static bool read_positive(const char *what, const char *text, double *number)
{
    char *end;
    if (text == NULL)
        return true;
    *number = strtod(text, &end);
    return (end != text && *end == '\0' && isfinite(*number) && *number > 0) || fails(what, text);
}

/* A number of segments; without one there is no limit. */
static bool read_limit(const char *text, uint32_t *most)
{
    char *end;
    *most = EXACT_NO_LIMIT;
    if (text == NULL)
        return true;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number > WEIGHT_FIELD_MAX)
        return fails("expected a number of segments, not", text);
    *most = (uint32_t)number;
    return true;
}

/* Where no probabilities are asked for, a limit is enough to make segments copied or held up. */
static bool take_deeds(struct job *job)
{
    const struct exact_options *options = &job->options;
    struct exact_chance        *chances = job->request.chances;
    bool                        free    = options->worst != NULL || options->claims;
    bool                        copies = chances[0].copies || chances[1].copies;
    bool                        holds = chances[0].holds || chances[1].holds;
    bool                        could = (chances[0].hold_us | chances[1].hold_us) != 0;
    if (options->max_dup != NULL && !copies && !free)
        return fails("the probability of a copy is missing (--duplicate P) for --max-dup", options->max_dup);
    if (options->max_held != NULL && !holds && (!free || !could))
        return fails("for how long is missing (--reorder 'P TIME') for --max-held", options->max_held);
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        chances[way].copies |= options->max_dup != NULL && !copies;
        chances[way].holds |= options->max_held != NULL && !holds && chances[way].hold_us != 0;
    }
    return true;
}

/* The patterns of up to K losses, with their segments, and one of each kind. */
static bool read_worst(struct job *job)
{
    job->request.segments = job->options.segments;
    job->request.claims   = job->options.claims;
    job->request.trails   = job->options.claims;
    if (job->options.claims && (job->options.below != NULL || job->options.worst != NULL))
        return fails("claims are about every run, without", job->options.below != NULL ? "--below" : "--worst");
    if (job->options.worst == NULL)
        return true;
    job->request.segments = job->request.trails = true;
    job->request.below    = 0;
    return read_limit(job->options.worst, &job->request.most.lost);
}

static bool read_memory(struct job *job, const char *text)
{
    job->request.memory = options_memory(2);
    return text == NULL || options_size(text, &job->request.memory)
           || fails("expected a size such as 512M, not", text);
}

static bool check_curve(const char *name)
{
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        if (name == NULL || strcmp(name, exact_what_names[what]) == 0)
            return true;
    fputs("eleven exact: expected ", stderr);
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        fprintf(stderr, "%s%s", exact_what_names[what], what + 1 < EXACT_WHATS ? ", " : "");
    return fails(", not", name);
}

static bool read_numbers(struct job *job)
{
    const struct exact_options *options = &job->options;
    return take_losses(job) && take_deeds(job) && read_limit(options->max_loss, &job->request.most.lost)
           && read_limit(options->max_dup, &job->request.most.copied)
           && read_limit(options->max_held, &job->request.most.held) && read_worst(job)
           && read_memory(job, options->memory) && check_curve(options->curve)
           && read_positive("expected a probability such as 1e-12, not", options->below,
                            &job->request.below)
           && read_positive("expected seconds, not", options->time, &job->request.seconds);
}

/* What chance does beside losses has its probability too. */
static void take_chances(struct job *job)
{
    const struct exact_chance *chances = job->request.chances;
    struct weight_chances      weights = exact_chance_weights(chances);
    bool plain = !chances[0].copies && !chances[1].copies && !chances[0].holds && !chances[1].holds
                 && chances[0].n_choices == 1 && chances[1].n_choices == 1;
    for (unsigned i = 0; !plain && i < job->n_losses; i++)
        weight_loss_chances(&job->losses[i], &weights);
    job->request.two_ways |= weights.copied[0] < weights.copied[1] || weights.copied[0] > weights.copied[1]
                             || weights.held[0] < weights.held[1] || weights.held[0] > weights.held[1]
                             || weights.choices[0] != weights.choices[1]
                             || chances[0].holds != chances[1].holds;
}

/* ---------------------------------------------------------------- the work */

static enum status read_input(struct job *job)
{
    char        path[PLACE_MAX], profiles[PLACE_MAX];
    struct diag diag;
    const char *why;
    enum status status = setup_find(&job->options.setup, path, profiles);
    if (status != STATUS_DONE)
        return status;
    if (!scenario_read(&job->scenario, path, &diag)
        || !setup_apply(&job->options.setup, profiles, &job->scenario, job->profiles, &diag)) {
        diag_print(stderr, &diag);
        return STATUS_USAGE;
    }
    if (!exact_chance_take(&job->scenario, job->request.chances, &why)) {
        fprintf(stderr, "eleven exact: %s: %s\n", path, why);
        return STATUS_USAGE;
    }
    if (!read_numbers(job))
        return STATUS_USAGE;
    take_chances(job);
    return STATUS_DONE;
}

static void again(struct text *command, const struct exact_options *options)
{
    text_add(command, "eleven exact");
    setup_add(command, &options->setup);
    setup_add_option(command, "loss", options->loss);
    setup_add_option(command, "below", options->below);
    setup_add_option(command, "max-loss", options->max_loss);
    setup_add_option(command, "max-dup", options->max_dup);
    setup_add_option(command, "max-held", options->max_held);
    setup_add_option(command, "curve", options->curve);
    text_add(command, "%s", options->segments ? " --segments" : "");
    text_add(command, "%s", options->polynomial ? " --polynomial" : "");
}

static void report(const struct job *job)
{
    struct text command = { 0 }, profiles = { 0 };
    again(&command, &job->options);
    text_add(&profiles, "%s", job->profiles[0].name);
    if (strcmp(job->profiles[0].name, job->profiles[1].name) != 0)
        text_add(&profiles, ", %s", job->profiles[1].name);
    struct exact_report r = {
        .exact = &job->exact, .losses = job->losses, .n_losses = job->n_losses,
        .title = job->scenario.title, .profiles = text_get(&profiles),
        .command = text_get(&command), .polynomial = job->options.polynomial,
        .curve = job->options.curve,
    };
    if (job->options.json)
        exact_report_json(stdout, &r);
    else if (job->options.csv)
        exact_report_csv(stdout, &r);
    else
        exact_report_text(stdout, &r);
    text_free(&command);
    text_free(&profiles);
}

/* Every run was followed, or was not: nothing may be missing. */
static bool is_whole(const struct job *job)
{
    for (unsigned i = 0; i < job->n_losses; i++)
        if (fabsl(exact_whole(&job->exact, &job->losses[i]) - 1) > 1e-9L) {
            fputs("eleven exact: the probabilities do not add up to 1: an error of this program\n", stderr);
            return false;
        }
    return true;
}

static enum status work(struct job *job)
{
    enum status status = read_input(job);
    if (status != STATUS_DONE)
        return status;
    job->request.scenario = &job->scenario;
    job->request.profiles = job->profiles;
    job->request.losses   = job->losses;
    job->request.n_losses = job->n_losses;
    process_guard();
    exact_run(&job->exact, &job->request);
    if (job->exact.stopped == EXACT_OVERFLOW)
        fprintf(stderr, "eleven exact: %s; try --below or --max-loss\n", exact_stop_text(EXACT_OVERFLOW));
    else if (job->options.claims)
        status = exact_show_claims(&job->exact, &job->options.setup);
    else if (!is_whole(job))
        status = STATUS_FAILED;
    else if (job->options.worst != NULL)
        status = exact_show_worst(&job->exact, &job->options.setup, job->options.csv);
    else
        report(job);
    exact_free(&job->exact);
    return status == STATUS_DONE ? exact_status(&job->exact) : status;
}

int cmd_exact(int argc, char **argv)
{
    struct job *job             = memory_get(1, sizeof *job);
    job->options.setup.command = "exact";
    enum status status         = STATUS_USAGE;
    if (read_options(&job->options, argc, argv)) {
        status = STATUS_DONE;
        if (job->options.help)
            fputs(help, stdout);
        else
            status = work(job);
    }
    free(job);
    return (int)status;
}
