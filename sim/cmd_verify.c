/* cmd_verify.c - `eleven verify`: each bound under SPIN. */
#include "commands.h"
#include "experiment.h"
#include "verify.h"

static const char help[] =
    "usage: eleven verify [BOUND...] [OPTION...]\n"
    "\n"
    "Has SPIN search each bound exhaustively, and checks every claim that the bound asks for\n"
    "and SPIN can look at.\n"
    "BOUND is the name of a file in model/bounds, or a path; without one, all of them.\n"
    "\n"
    "  --coverage             how often each row fired\n"
    "  --claims               a line for each claim of each bound, though there are many bounds\n"
    "  --trace CLAIM          nothing but the run that violates a claim, or shows a witness\n"
    "  --json                 JSON Lines, an object a bound and claim\n"
    "  --table FILE           another table than model/tcp.fsm\n"
    "  --option NAME[=off]    switch an option of the table on or off\n"
    "  --without ROW          leave out a row, STATE/event/row\n"
    "  --mutant NAME          the table with a mutant of model/mutants, or of a path; without\n"
    "                         BOUND, the bound in which it breaks a claim\n"
    "  --mutate ID            the table with a change that fsmc --mutations lists\n"
    "  --with NAME=N          a parameter, or a budget of both ends, that the bound has otherwise\n"
    "  --depth N              search no deeper than N steps (1000000)\n"
    "  --memory SIZE          stop a bound at so much memory: 512M, 4G\n"
    "  --time SECONDS         stop a bound after so long\n"
    "  --sweep                the least value of a bound's last knob at which each claim holds,\n"
    "                         for each setting of the others; by our own explorer. One BOUND\n"
    "                         stands for all whose names go on from it: time-wait, time-wait-old...;\n"
    "                         a path for itself. A search may take 128M, unless --memory says more;\n"
    "                         what --with gives a value keeps it\n"
    "  --traces               with it, a shortest run just below for each setting\n"
    "  --swarm DIR            no search here: into DIR what SPIN needs for one by random runs, on many\n"
    "                         machines; it can find that a claim is violated, never that one holds.\n"
    "                         --memory is of each run (512M); docs/SCALE.md\n"
    "  --jobs N               search so many bounds at once (as many as there are cores)\n"
    "\n"
    "A bound that was stopped is INCOMPLETE for each claim that it did not violate. The run to\n"
    "a violation is SPIN's, made again in C; 'eleven explore' finds a shortest one. A bound that\n"
    "leaves out what a claim needs says so ('breaks'): there it is to be VIOLATED, and it is a\n"
    "failure if it HOLDS.\n"
    "Exit code: 0 all is as expected, 1 violated, 2 bad input, 3 incomplete, 4 error, 130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven verify handshake\n"
    "  eleven verify --json --coverage\n"
    "  eleven verify teardown --depth 5\n"
    "  eleven verify time-wait --sweep\n";

static void search(struct experiment *item, const struct options *options)
{
    item->status =
        verify(&item->result, item->build.engine, options, item->path, &item->problem);
}

int cmd_verify(int argc, char **argv)
{
    const struct searcher searcher = {help, true, search};
    return (int)experiments(&searcher, argc, argv);
}
