/* cmd_exact.c - `eleven exact`: every run of a scenario, with its probability. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "diag.h"
#include "exact_options.h"
#include "exact_report.h"
#include "exact_show.h"
#include "exact_sums.h"
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

struct job {
    struct exact_options options;                  /* of the command line */
    struct scenario      scenario;                 /* what is to happen */
    struct profile       profiles[ENGINE_ENDS];    /* of both ends */
    struct exact_ask     ask;                      /* what is asked */
    struct exact         exact;                    /* what is found */
};

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
    if (!exact_chance_take(&job->scenario, job->ask.request.chances, &why)) {
        fprintf(stderr, "eleven exact: %s: %s\n", path, why);
        return STATUS_USAGE;
    }
    return exact_options_ask(&job->options, &job->ask) ? STATUS_DONE : STATUS_USAGE;
}

static void report(const struct job *job)
{
    struct text command = { 0 }, profiles = { 0 };
    exact_options_again(&command, &job->options);
    text_add(&profiles, "%s", job->profiles[0].name);
    if (strcmp(job->profiles[0].name, job->profiles[1].name) != 0)
        text_add(&profiles, ", %s", job->profiles[1].name);
    struct exact_report r = {
        .exact = &job->exact, .losses = job->ask.losses, .n_losses = job->ask.n_losses,
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
    for (unsigned i = 0; i < job->ask.n_losses; i++)
        if (fabsl(exact_whole(&job->exact, &job->ask.losses[i]) - 1) > 1e-9L) {
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
    job->ask.request.scenario = &job->scenario;
    job->ask.request.profiles = job->profiles;
    process_guard();
    exact_run(&job->exact, &job->ask.request);
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
    if (exact_options_read(&job->options, argc, argv)) {
        status = STATUS_DONE;
        if (job->options.help)
            fputs(help, stdout);
        else
            status = work(job);
    }
    free(job);
    return (int)status;
}
