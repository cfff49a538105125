/* play_show.c - a run played and shown; see play.h. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "play.h"

/* ---------------------------------------------------------------- the command line */

/* --json is told record by record, as it comes, and so is no form here. */
static bool take_flag(struct play_options *options, const char *argument)
{
    const struct setup_flag flags[] = { { "-S", &options->absolute }, { "--rows", &options->rows },
                                        { "--json", &options->json }, { "--help", &options->help },
                                        { "-h", &options->help } };
    return setup_take_flag(flags, sizeof flags / sizeof flags[0], argument);
}

bool play_option(struct play_options *options, int argc, char **argv, int *i, bool *good)
{
    return take_flag(options, argv[*i]) || forms_take(&options->forms, argc, argv, i, good);
}

/* ---------------------------------------------------------------- the trace's own file */

static enum status cannot_write(const struct play *play)
{
    fprintf(stderr, "eleven %s: cannot write '%s': %s\n", play->options.setup.command,
            play->options.trace, strerror(errno));
    return STATUS_FAILED;
}

static enum status open_trace(struct play *play)
{
    if (play->options.trace == NULL)
        return STATUS_DONE;
    if (!whole_open(&play->trace, play->options.trace))
        return cannot_write(play);
    play->file = (struct trace_json){ play->trace.out, &simulate_names };
    return STATUS_DONE;
}

static enum status close_trace(struct play *play)
{
    if (play->file.out == NULL)
        return STATUS_DONE;
    fprintf(play->file.out, "{\"kind\":\"end\",\"records\":%" PRIu64 "}\n", play->n_records);
    return whole_close(&play->trace) ? STATUS_DONE : cannot_write(play);
}

/* ---------------------------------------------------------------- the summary */

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

static void print_summary(const struct play *play)
{
    play_print_ends(play);
    printf("replay: %s\n", text_get(&play->command));
}

static void print_json_summary(const struct play *play)
{
    char        time[TCPDUMP_TIME_MAX];
    struct text profiles = { 0 };
    play_add_profiles(&profiles, play);
    printf("{\"time\":%s,\"kind\":\"end\",\"result\":\"%s\",\"profile\":",
           tcpdump_time(time, play->simulation.clock.now_us), result_name(play->simulation.result));
    trace_json_string(stdout, text_get(&profiles));
    text_free(&profiles);
    fputs(",\"ends\":[", stdout);
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        fputs(end > 0 ? "," : "", stdout);
        outcome_json(stdout, &play->outcomes[end], &play->simulation, end);
    }
    printf("],\"records\":%" PRIu64 "}\n", play->n_records);
}

/* What is printed at the end of the lines; of other forms only that the run is not whole. */
static enum status end_lines(const struct play *play)
{
    bool whole = play->simulation.result != SIMULATE_FULL;
    if (play->options.json)
        print_json_summary(play);
    if (play->lines)
        print_summary(play);
    else if (!whole)
        fprintf(stderr, "eleven %s: the run was cut short: too many segments under way\n",
                play->options.setup.command);
    return whole ? STATUS_DONE : STATUS_INCOMPLETE;
}

/* Both, and the first that is wrong is the status. */
static enum status worse(enum status first, enum status second)
{
    return first != STATUS_DONE ? first : second;
}

enum status play_show(struct play *play)
{
    enum status status = open_trace(play);
    if (status != STATUS_DONE)
        return status;
    play_run(play, stdout);
    status            = end_lines(play);
    enum status file  = close_trace(play);
    enum status forms = STATUS_DONE;
    if (forms_any(&play->options.forms))
        forms = forms_show(&play->options.forms, &(struct forms_run){ .run = &play->run });
    return worse(worse(file, forms), status);
}
