/* cmd_explore.c - `eleven explore`: every world of a bound, breadth first. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "experiment.h"
#include "explore.h"
#include "waves_save.h"
#include "whole.h"

enum { CHECKPOINT_MINUTES = 10 };

static const char help[] =
    "usage: eleven explore [BOUND...] [OPTION...]\n"
    "\n"
    "Reaches every world of each bound breadth first, and checks every claim that the bound\n"
    "asks for: in each world, or over all runs.\n"
    "BOUND is the name of a file in model/bounds, or a path; without one, all of them.\n"
    "\n"
    "  --coverage             how often each row fired, and a shortest way there\n"
    "  --claims               a line for each claim of each bound, though there are many bounds\n"
    "  --trace CLAIM          nothing but the run that violates a claim, or shows a witness\n"
    "  --states[=counts]      nothing but the joint states, as Markdown: where both ends can be at\n"
    "                         once, and where they can stand still; or in how many worlds\n"
    "  --json                 JSON Lines, an object a bound and claim\n"
    "  --table FILE           another table than model/tcp.fsm\n"
    "  --option NAME[=off]    switch an option of the table on or off\n"
    "  --without ROW          leave out a row, STATE/event/row\n"
    "  --mutant NAME          the table with a mutant of model/mutants, or of a path; without\n"
    "                         BOUND, the bound in which it breaks a claim\n"
    "  --mutate ID            the table with a change that fsmc --mutations lists\n"
    "  --with NAME=N          a parameter, or a budget of both ends, that the bound has otherwise\n"
    "  --no-symmetry          search every world, though the bound treats both ends alike. Without it\n"
    "                         one of each two that differ by an exchange of A and B is searched, where\n"
    "                         only claims of worlds are asked for, and all are counted\n"
    "  --depth N              stop after N moves\n"
    "  --memory SIZE          stop at so much memory: 512M, 4G\n"
    "  --time SECONDS         stop a bound after so long\n"
    "  --checkpoint FILE      keep a search of one bound in FILE: every ten minutes, and when it is\n"
    "                         interrupted or stopped. The file is about as large as the memory in use\n"
    "  --checkpoint-every M   every M minutes\n"
    "  --resume FILE          go on from there, to what the search would have found; also with other\n"
    "                         --memory, --time and --jobs\n"
    "  --jobs N               so many threads: engines made at once, worlds expanded at once; without\n"
    "                         it, as many as there are cores. What is found is the same for any N\n"
    "\n"
    "A bound that was stopped is INCOMPLETE for each claim that it did not violate. A bound that\n"
    "leaves out what a claim needs says so ('breaks'): there it is to be VIOLATED, and it is a\n"
    "failure if it HOLDS.\n"
    "Exit code: 0 all is as expected, 1 violated, 2 bad input, 3 incomplete, 4 error, 130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven explore handshake\n"
    "  eleven explore --coverage\n"
    "  eleven explore refused --trace old_syn\n"
    "  eleven explore reboot --without SYN-SENT/segment/bad_ack\n";

static bool wants_progress(void)
{
    return isatty(STDERR_FILENO) == 1;
}

static struct explore_limits limits_of(const struct experiment *item, const struct options *options)
{
    double minutes = options->checkpoint_minutes;
    return (struct explore_limits){
        .memory     = options->memory,
        .seconds    = options->time,
        .depth      = options->depth,
        .examples   = options->coverage && !options->json,
        .pairs      = options->states,
        .threads    = options->jobs,
        .apart      = options->apart,
        .pinned     = options_unchanged(options),
        .progress   = wants_progress(),
        .checkpoint = {.file     = options->checkpoint,
                       .every    = 60 * (minutes > 0 ? minutes : CHECKPOINT_MINUTES),
                       .resume   = options->resume,
                       .identity = item->build.name}};
}

/* Before a long search it is known that its file can be written, and that it can begin. */
static enum status may_begin(const struct experiment *item, const struct explore_limits *limits,
                             struct text *problem)
{
    struct whole whole;
    const char  *file = limits->checkpoint.file, *resume = limits->checkpoint.resume;
    if (file == NULL && resume == NULL)
        return STATUS_DONE;
    if (!explore_can_save(item->build.engine, limits)) {
        text_add(problem, "eleven explore: %s asks for claims of runs: there is no checkpoint of such "
                 "a search\n", item->build.engine->bound);
        return STATUS_USAGE;
    }
    if (file != NULL && !whole_open(&whole, file)) {
        text_add(problem, "eleven explore: cannot write '%s': %s\n", file, strerror(errno));
        return STATUS_FAILED;
    }
    if (file != NULL)
        whole_discard(&whole);
    return resume != NULL ? waves_saved_of(item->build.engine, limits, problem) : STATUS_DONE;
}

static void search(struct experiment *item, const struct options *options)
{
    struct explore_limits limits = limits_of(item, options);
    item->status                 = may_begin(item, &limits, &item->problem);
    if (item->status != STATUS_DONE)
        return;
    explore(&item->result, item->build.engine, limits);
    if (limits.checkpoint.resume == NULL || item->result.states > 0)
        return;
    text_add(&item->problem, "eleven explore: %s\n", text_get(&item->result.error));
    item->status = STATUS_FAILED;
}

int cmd_explore(int argc, char **argv)
{
    const struct searcher searcher = {help, false, search};
    return (int)experiments(&searcher, argc, argv);
}
