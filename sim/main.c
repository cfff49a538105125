/* main.c - the `eleven` command: picks the subcommand. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "status.h"

static const char help[] =
    "usage: eleven COMMAND [ARGUMENT...]\n"
    "\n"
    "TCP's eleven states: one transition table of RFC 9293, checked exhaustively, simulated in\n"
    "virtual time, and explained.\n"
    "\n"
    "  verify     check every claim with SPIN\n"
    "  explore    check every claim with our own explorer; shortest counterexamples, coverage\n"
    "  mutants    list the broken tables, and the claim that each breaks\n"
    "  mutations  make every small change of the table: which check notices it?\n"
    "  explain    tell one run: a counterexample, a replay, a trace file\n"
    "  diff       how two tables differ: rows, and the shortest run that tells them apart\n"
    "  why        what leads out of a state, and what shows it on a real host\n"
    "  sim        play a scenario in virtual time\n"
    "  sweep      play it many times, over a grid of parameters\n"
    "  merge      put the parts of a sweep together\n"
    "  show       play one run of a sweep again: the slowest, one that failed, ...\n"
    "  plot       draw the results of a sweep\n"
    "  shrink     which losses of a run are to blame for what it came to\n"
    "  exact      every run of a scenario, with its probability\n"
    "\n"
    "  --help, --version; 'eleven COMMAND --help' tells more of each.\n"
    "\n"
    "examples:\n"
    "  eleven verify handshake\n"
    "  eleven explore --coverage\n"
    "  eleven sim model/scenarios/syn-dropped.scn\n";

struct command {
    const char *name;                  /* as typed */
    int (*run)(int argc, char **argv); /* argv[0] is its name */
};

static const struct command commands[] = {
    {"diff", cmd_diff},
    {"exact", cmd_exact},
    {"explain", cmd_explain},
    {"explore", cmd_explore},
    {"merge", cmd_merge},
    {"mutants", cmd_mutants},
    {"mutations", cmd_mutations},
    {"plot", cmd_plot},
    {"show", cmd_show},
    {"shrink", cmd_shrink},
    {"sim", cmd_sim},
    {"sweep", cmd_sweep},
    {"verify", cmd_verify},
    {"why", cmd_why},
};

static int run_command(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argc, argv);
    fprintf(stderr, "eleven: unknown %s '%s' (try 'eleven --help')\n",
            argv[0][0] == '-' ? "option" : "command", argv[0]);
    return STATUS_USAGE;
}

int main(int argc, char **argv)
{
    status_begin();
    if (argc < 2) {
        fputs("eleven: no command (try 'eleven --help')\n", stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        fputs(help, stdout);
        return status_end(STATUS_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("eleven 0.1.0");
        return status_end(STATUS_DONE);
    }
    return status_end(run_command(argc - 1, argv + 1));
}
