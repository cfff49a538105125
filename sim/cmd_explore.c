/* cmd_explore.c - `eleven explore`: every world of a bound, breadth first. */
#include <stdlib.h>
#include <unistd.h>

#include "commands.h"
#include "experiment.h"
#include "explore.h"

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
    "  --depth N              stop after N moves\n"
    "  --memory SIZE          stop at so much memory: 512M, 4G\n"
    "  --time SECONDS         stop a bound after so long\n"
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

static void search(struct experiment *item, const struct options *options)
{
    struct explore_limits limits = {.memory   = options->memory,
                                    .seconds  = options->time,
                                    .depth    = options->depth,
                                    .examples = options->coverage && !options->json,
                                    .pairs    = options->states,
                                    .threads  = options->jobs,
                                    .progress = wants_progress()};
    explore(&item->result, item->build.engine, limits);
}

int cmd_explore(int argc, char **argv)
{
    const struct searcher searcher = {help, false, search};
    return (int)experiments(&searcher, argc, argv);
}
