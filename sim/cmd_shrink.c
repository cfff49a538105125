/* cmd_shrink.c - `eleven shrink`: which losses are to blame for what a run came to? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "shrink_show.h"

static const char help[] =
    "usage: eleven shrink SCENARIO [options of 'eleven sim'] --run N [--outcome WORDS]\n"
    "\n"
    "Which one lost segment is to blame? Of all that chance lost, held up or copied in a run, it\n"
    "finds a smallest set with which the run comes to the same, and the command that plays it.\n"
    "\n"
    "  --run N         the N-th run, as 'eleven sim' plays it and 'eleven sweep' counts it\n"
    "  --outcome WORDS what it is to come to: failed, reset, left (or stuck), 'gave up', closed, or\n"
    "                  what a sweep measures, above a value: 'close B>10s', 'retransmissions>7'.\n"
    "                  Without it: the worst that the run came to\n"
    "  --slower TIME   the same as --outcome 'connect A>TIME'\n"
    "  --json          one JSON object\n"
    "\n"
    "examples:\n"
    "  eleven shrink transfer --loss 0.5 --profile windows --run 1\n"
    "  eleven shrink transfer --loss 0.2 --run 22 --outcome 'close B>1s'\n"
    "  eleven shrink handshake --delay 'uniform 10ms 3s' --duplicate 0.3 --run 2 --slower 2s\n";

/* ---------------------------------------------------------------- the command line */

static bool read_options(struct play_options *options, struct shrink_wish *wish, int argc, char **argv)
{
    const struct setup_value values[] = { { "run", &options->run }, { "outcome", &wish->outcome },
                                          { "slower", &wish->slower } };
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            options->help = true;
        else if (!setup_option(&options->setup, values, sizeof values / sizeof values[0], argc, argv,
                               &i, &good))
            good = setup_argument(&options->setup, argv[i]);
        if (!good)
            return false;
    }
    return options->help || setup_has_scenario(&options->setup);
}

int cmd_shrink(int argc, char **argv)
{
    struct play       *play   = memory_get(1, sizeof *play);
    struct shrink_wish wish   = { NULL, NULL, NULL };
    enum status        status = STATUS_USAGE;
    play->options.setup.command = "shrink";
    if (read_options(&play->options, &wish, argc, argv)) {
        if (play->options.help)
            fputs(help, stdout);
        status = play->options.help ? STATUS_DONE : play_read(play);
        if (status == STATUS_DONE && !play->options.help)
            status = shrink_show(play, &wish);
    }
    free(play);
    return (int)status;
}
