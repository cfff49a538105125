/* cmd_sim.c - `eleven sim`: one run in virtual time, printed as tcpdump would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abreast.h"
#include "commands.h"
#include "play.h"
#include "status.h"
#include "text.h"

static const char help[] =
    "usage: eleven sim SCENARIO [options]\n"
    "\n"
    "Runs a scenario in virtual time and prints every segment in tcpdump's notation,\n"
    "with the states of both ends. SCENARIO is a file, or the name of one in\n"
    "model/scenarios. docs/SCENARIOS.md describes the format.\n"
    "\n"
    "The ends, over what the scenario says:\n"
    "\n"
    "  --profile NAME  timers and limits of another system: a file in model/profiles\n"
    "  --set WORDS     over the profile: 'A data_retries 5', 'option rfc1337'\n"
    "  --until TIME    the end of the run\n"
    "\n"
    "The network, both ways, or one way where 'A>B' or 'B>A' stands first:\n"
    "\n"
    "  --loss P        lost by chance: 0.1 or 10%, 'A>B 10%'\n"
    "  --burst WORDS   lost in bursts: 'ENTER LEAVE', the chances to begin and to end one\n"
    "  --delay TIME    how long segments travel: 20ms, 'uniform 10ms 30ms', 'A>B 20ms', ...\n"
    "  --duplicate P, --reorder 'P TIME'   come twice, or are held up for so long, by chance\n"
    "  --down 'FROM TO'   the link loses all that is sent meanwhile: '5s 7s'\n"
    "  --msl TIME      no segment lives longer, whichever way\n"
    "  --seed N        of what is drawn; --run N: the N-th run with that seed\n"
    "\n"
    "Certain segments: any, syn, synack, ack, fin, data or rst, and which of them:\n"
    "\n"
    "  --drop RULE     a firewall: 'A>B syn', 'B>A', 'A>B fin n=1', 'A>B after=5s'\n"
    "  --reject RULE   the same, and it answers with a RST\n"
    "  --hold RULE, --copy RULE   these are held up, or come twice: 'A>B syn n=1 by=50ms'\n"
    "\n"
    "What is shown:\n"
    "\n"
    "  -S              absolute sequence numbers\n"
    "  --rows          every event, with the rows of the table that fired and their citations\n"
    "  --netstat-at TIME  how both ends stand then, as netstat and 'ss -o' show it\n"
    "  --profile-diff P1,P2  both profiles side by side, from where the runs part\n"
    "  --trace-out FILE  the trace into a file too, for 'eleven explain FILE'\n"
    "\n"
    "In place of tcpdump's lines, the forms of 'eleven explain':\n"
    "\n";

static const char examples[] =
    "\n"
    "examples:\n"
    "  eleven sim syn-dropped                  why connect() hangs for two minutes\n"
    "  eleven sim syn-dropped --profile linux  the same with a kernel of today\n"
    "  eleven sim syn-dropped --profile-diff linux,freebsd   who gives up first?\n"
    "  eleven sim handshake-and-close --rows   a whole connection, rule by rule\n"
    "  eleven sim handshake-and-close --drop 'A>B fin n=1'   what if the first FIN is lost?\n"
    "  eleven sim transfer --loss 0.2 --ladder --pcapng run.pcapng   a picture and a capture\n";

/* ---------------------------------------------------------------- the command line */

/* True when argv[*i] is an option with a value. */
static bool read_value(struct play_options *options, int argc, char **argv, int *i, bool *good)
{
    const struct setup_value values[] = { { "trace-out", &options->trace }, { "run", &options->run },
                                          { "netstat-at", &options->netstat },
                                          { "profile-diff", &options->diff } };
    return setup_option(&options->setup, values, sizeof values / sizeof values[0], argc, argv, i,
                        good);
}

static bool read_options(struct play_options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (play_option(options, argc, argv, &i, &good) || read_value(options, argc, argv, &i, &good)) {
            if (!good)
                return false;
            continue;
        }
        if (!setup_argument(&options->setup, argv[i]))
            return false;
    }
    return options->help || setup_has_scenario(&options->setup);
}

/* ---------------------------------------------------------------- two profiles side by side */

/* One of the two runs. */
struct side {
    struct play     sim;     /* of it alone */
    char          *profile; /* its name, as given */
    char          *text;    /* tcpdump's lines */
    struct abreast run;     /* they, cut */
};

static enum status run_side(struct side *side, const struct play_options *options)
{
    struct play *sim            = &side->sim;
    size_t      size           = 0;
    sim->options               = *options;
    sim->options.setup.profile = side->profile;
    sim->options.json          = false;
    enum status status         = play_read(sim);
    if (status != STATUS_DONE)
        return status;
    FILE *out = open_memstream(&side->text, &size);
    if (out == NULL)
        return STATUS_FAILED;
    play_run(sim, out);
    fclose(out);
    abreast_read(&side->run, side->profile, side->text);
    return sim->simulation.result == SIMULATE_FULL ? STATUS_INCOMPLETE : STATUS_DONE;
}

static void print_sides(const struct side sides[2], const struct play_options *options)
{
    const struct abreast runs[2] = { sides[0].run, sides[1].run };
    if (options->json) {
        abreast_json(stdout, runs);
        return;
    }
    abreast_print(stdout, runs);
    for (unsigned i = 0; i < 2; i++)
        play_print_ends(&sides[i].sim);
    printf("replay: eleven sim");
    struct text command = { 0 };
    setup_add(&command, &options->setup);
    setup_add_option(&command, "profile-diff", options->diff);
    setup_add_option(&command, "run", options->run);
    printf("%s\n", text_get(&command));
    text_free(&command);
}

/* "P1,P2" becomes two names. */
static bool read_sides(struct side sides[2], const struct play_options *options, char *names)
{
    char *comma = strchr(names, ',');
    if (comma == NULL || comma == names || comma[1] == '\0' || strchr(comma + 1, ',') != NULL)
        return play_fails(options, "expected two profiles, P1,P2, and not", options->diff);
    if (options->setup.profile != NULL || options->trace != NULL || options->netstat != NULL || options->rows
        || forms_any(&options->forms))
        return play_fails(options, "--profile, --trace-out, --netstat-at, --rows and forms are of one run, and not of --profile-diff",
                           options->diff);
    *comma           = '\0';
    sides[0].profile = names;
    sides[1].profile = comma + 1;
    return true;
}

static enum status run_diff(const struct play_options *options)
{
    struct side *sides  = memory_get(2, sizeof *sides);
    struct text  names  = { 0 };
    enum status  status = STATUS_USAGE, second = STATUS_DONE;
    text_add(&names, "%s", options->diff);
    if (read_sides(sides, options, names.data))
        status = run_side(&sides[0], options);
    if (status == STATUS_DONE || status == STATUS_INCOMPLETE)
        second = run_side(&sides[1], options);
    if (sides[1].text != NULL) {
        print_sides(sides, options);
        status = status != STATUS_DONE ? status : second;
    } else if (second != STATUS_DONE)
        status = second;
    for (unsigned i = 0; i < 2; i++) {
        abreast_free(&sides[i].run);
        free(sides[i].text);
        play_free(&sides[i].sim);
    }
    free(sides);
    text_free(&names);
    return status;
}

int cmd_sim(int argc, char **argv)
{
    struct play sim = { .options = { .setup.command = "sim", .forms.command = "sim" } };
    if (!read_options(&sim.options, argc, argv))
        return STATUS_USAGE;
    if (sim.options.help) {
        printf("%s%s%s", help, forms_help, examples);
        return STATUS_DONE;
    }
    if (sim.options.diff != NULL)
        return (int)run_diff(&sim.options);
    enum status status = play_read(&sim);
    if (status == STATUS_DONE)
        status = play_show(&sim);
    play_free(&sim);
    return (int)status;
}
