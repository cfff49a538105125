/* cmd_sweep.c - `eleven sweep`: many runs of a scenario, over a grid of parameters. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd_sweep.h"
#include "commands.h"
#include "options.h"
#include "process.h"
#include "status.h"
#include "study_file.h"
#include "words.h"

enum { RUNS_USUAL = 10000 };

static const char help[] =
    "usage: eleven sweep SCENARIO [options]\n"
    "\n"
    "Plays a scenario many times at each point of a grid, and counts: how often it connected,\n"
    "failed, was closed in order or reset; how long that took, and how many segments. Run i depends\n"
    "on the seed and i alone: results are the same for any --jobs.\n"
    "\n"
    "  --loss 0:0.5:0.05   any option of 'eleven sim' with many values: from, to, step;\n"
    "                      0.001:0.1:x10 multiplies, 0,0.1,0.3 lists. Several make a grid\n"
    "  --set mss=536,1460  any value of a profile; --profile linux,rfc9293\n"
    "  --runs N        of each point (10000)\n"
    "  --compare       each value of the first such option beside its first value, run by run:\n"
    "                      the same losses. --compare=loss: of that option\n"
    "  --jobs N        threads (all processors)\n"
    "  --states        the time in each state too\n"
    "  --play-all      every run, also those of which chance says the same as of another: slower\n"
    "  --csv           a line for each number;  --json  JSON Lines\n"
    "  -o FILE         all that was counted into a file too, for merge, show and plot\n"
    "  --shard K/N     the K-th of N parts of the runs; 'eleven merge' puts them together\n"
    "  --resume FILE   the runs that are missing in FILE, which was interrupted\n"
    "\n"
    "examples:\n"
    "  eleven sweep transfer --loss 0:0.5:0.05 --runs 100000\n"
    "  eleven sweep transfer --loss 0.3 --set 'A syn_retries=1:6:1' --states\n"
    "  eleven sweep transfer --profile linux,rfc9293 --loss 0.1 --runs 100000 --compare\n"
    "  eleven sweep transfer --loss 0.1 --runs 1000000 --shard 2/3 -o part2\n"
    "  eleven merge part1 part2 part3 -o whole\n"
    "  eleven sweep transfer --delay 10ms,100ms --loss 0.01:0.1:0.01 --csv >results.csv\n";

/* ---------------------------------------------------------------- the command line */

static bool usage_fails(const char *message, const char *argument)
{
    return options_complain("sweep", message, argument);
}

static bool read_flag(struct sweep_options *options, const char *argument)
{
    if (strcmp(argument, "--csv") == 0)
        options->view = STUDY_CSV;
    else if (strcmp(argument, "--json") == 0)
        options->view = STUDY_JSON;
    else if (strcmp(argument, "--states") == 0)
        options->states = true;
    else if (strcmp(argument, "--compare") == 0)
        options->plan.compare = "";
    else if (strncmp(argument, "--compare=", strlen("--compare=")) == 0)
        options->plan.compare = argument + strlen("--compare=");
    else if (strcmp(argument, "--play-all") == 0)
        options->how.all = true;
    else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
        options->help = true;
    else
        return false;
    return true;
}

static bool read_value(struct sweep_options *options, int argc, char **argv, int *i, bool *good)
{
    if (strcmp(argv[*i], "-o") == 0) {
        options->out = *i + 1 < argc ? argv[++*i] : NULL;
        *good        = options->out != NULL || usage_fails("a value is missing after", "-o");
        return true;
    }
    const struct setup_value values[] = { { "runs", &options->runs }, { "jobs", &options->jobs },
                                          { "shard", &options->shard },
                                          { "resume", &options->resume } };
    return setup_option(&options->plan.setup, values, sizeof values / sizeof values[0], argc, argv,
                        i, good);
}

static bool read_number(const char *text, uint64_t max, uint64_t *number)
{
    return word_number((struct word){ text, (unsigned)strlen(text), 1 }, max, number)
           && *number > 0;
}

/* K/N */
static bool read_shard(struct study_plan *plan, const char *text)
{
    const char *slash = strchr(text, '/');
    uint64_t    shard, of;
    if (slash == NULL || !read_number(slash + 1, STUDY_SHARDS_MAX, &of)
        || !word_number((struct word){ text, (unsigned)(slash - text), 1 }, STUDY_SHARDS_MAX, &shard)
        || shard == 0 || shard > of)
        return usage_fails("expected a shard such as 2/3, not", text);
    plan->shard = (uint32_t)shard;
    plan->of    = (uint32_t)of;
    return true;
}

static bool read_numbers(struct sweep_options *options)
{
    if (options->runs != NULL && !read_number(options->runs, STUDY_RUNS_MAX, &options->plan.runs))
        return usage_fails("expected a number of runs up to 10^12, not", options->runs);
    if (!options_threads(options->jobs, &options->how.jobs))
        return usage_fails("expected a number of threads up to 256, not", options->jobs);
    return options->shard == NULL || read_shard(&options->plan, options->shard);
}

/* What is to be done stands in the file; nothing else may be said of it. */
static bool read_resume(struct sweep_options *options)
{
    const struct setup *setup = &options->plan.setup;
    if (setup->scenario != NULL || setup->profile != NULL || setup->n_lines != 0
        || options->runs != NULL || options->shard != NULL || options->plan.compare != NULL)
        return usage_fails("scenario, options, runs and shard stand in the file of --resume",
                           options->resume);
    if (options->out == NULL)
        options->out = options->resume;
    return read_numbers(options);
}

static bool read_options(struct sweep_options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (!read_flag(options, argv[i]) && !read_value(options, argc, argv, &i, &good))
            good = setup_argument(&options->plan.setup, argv[i]);
        if (!good)
            return false;
    }
    if (options->help)
        return true;
    if (options->resume != NULL)
        return read_resume(options);
    return setup_has_scenario(&options->plan.setup) && read_numbers(options);
}

static struct sweep_options usual(void)
{
    return (struct sweep_options){
        .plan = { .setup.command = "sweep", .runs = RUNS_USUAL, .shard = 1, .of = 1 },
        .how  = { .progress = isatty(STDERR_FILENO) == 1 },
    };
}

/* ---------------------------------------------------------------- the runs */

enum status sweep_prepare(struct sweep_options *options, struct study *study, int argc, char **argv)
{
    *options = usual();
    *study   = (struct study){ .n_points = 0 };
    if (!read_options(options, argc, argv))
        return STATUS_USAGE;
    if (options->help) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    return options->resume != NULL ? study_read(study, "sweep", options->resume)
                                   : study_open(study, &options->plan);
}

enum status sweep_may_write(const struct sweep_options *options)
{
    return options->out != NULL ? study_may_write("sweep", options->out) : STATUS_DONE;
}

enum status sweep_finish(const struct sweep_options *options, struct study *study, bool fits)
{
    enum status status = STATUS_DONE;
    if (!fits) {
        fputs("eleven sweep: a sum does not fit into 64 bits: make fewer runs of a point\n", stderr);
        return STATUS_FAILED;
    }
    study_print(stdout, study, options->view, options->states);
    if (options->out != NULL)
        status = study_write(study, options->out);
    if (study_is_complete(study) || status != STATUS_DONE)
        return status;
    fprintf(stderr, "eleven sweep: interrupted; the results are those of the runs so far\n");
    if (options->out != NULL)
        fprintf(stderr, "the others:  eleven sweep --resume %s\n", options->out);
    return STATUS_INTERRUPTED;
}

int cmd_sweep(int argc, char **argv)
{
    struct sweep_options options;
    struct study         study;
    enum status          status = sweep_prepare(&options, &study, argc, argv);
    if (status == STATUS_DONE && !options.help)
        status = sweep_may_write(&options);
    if (status == STATUS_DONE && !options.help) {
        process_guard();
        status = sweep_finish(&options, &study, study_run(&study, &options.how));
    }
    study_close(&study);
    return (int)status;
}
