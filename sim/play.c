/* play.c - one run of a scenario; see play.h. */
#include "play.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "diag.h"
#include "netstat.h"
#include "options.h"
#include "run_json.h"
#include "words.h"

bool play_fails(const struct play_options *options, const char *message, const char *argument)
{
    return options_complain(options->setup.command, message, argument);
}

/* ---------------------------------------------------------------- what is to be run */

static enum status fails(const struct diag *diag)
{
    diag_print(stderr, diag);
    return STATUS_USAGE;
}

static struct word word_of(const char *text)
{
    return (struct word){ text, (unsigned)strlen(text), 1 };
}

static enum status read_numbers(struct play *play)
{
    const struct play_options *options = &play->options;
    bool good = true;
    if (options->run != NULL && !word_number(word_of(options->run), UINT64_MAX, &play->number))
        good = play_fails(options, "expected the number of a run, not", options->run);
    if (options->netstat != NULL && !word_time(word_of(options->netstat), &play->netstat_us))
        good = play_fails(options, "expected a time such as 0.5s, not", options->netstat);
    return good ? STATUS_DONE : STATUS_USAGE;
}

enum status play_read(struct play *play)
{
    char        profiles[PLACE_MAX];
    struct diag diag;
    enum status status = setup_find(&play->options.setup, play->path, profiles);
    if (status != STATUS_DONE)
        return status;
    if (!scenario_read(&play->scenario, play->path, &diag)
        || !setup_apply(&play->options.setup, profiles, &play->scenario, play->profiles, &diag))
        return fails(&diag);
    return read_numbers(play);
}

/* ---------------------------------------------------------------- the run */

static void put_record(void *context, const struct trace_record *record)
{
    struct play *play = context;
    outcome_put(play->outcomes, record);
    play->n_records++;
    if (play->file.out != NULL)
        trace_json_put(&play->file, record);
    if (play->options.json)
        trace_json_put(&play->json, record);
    if (play->lines)
        tcpdump_put(&play->tcpdump, record);
    if (forms_any(&play->options.forms))
        run_put(&play->run, record);
}

static void replay_command(struct text *command, const struct play *play)
{
    text_add(command, "eleven sim");
    setup_add(command, &play->options.setup);
    setup_add_option(command, "run", play->options.run);
}

void play_add_profiles(struct text *text, const struct play *play)
{
    text_add(text, "%s", play->profiles[0].name);
    if (strcmp(play->profiles[0].name, play->profiles[1].name) != 0)
        text_add(text, ", %s", play->profiles[1].name);
}

/* What is to be known of the run before its records. */
static void begin_run(struct play *play)
{
    text_add(&play->assumptions, "profile ");
    play_add_profiles(&play->assumptions, play);
    play->run = (struct run){
        .names = simulate_names, .bound = play->options.setup.scenario, .text = play->scenario.title,
        .assumptions = text_get(&play->assumptions), .command = text_get(&play->command),
        .seq_bits = 32, .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP,
    };
    if (play->file.out != NULL)
        run_json_head(play->file.out, &play->run);
    if (play->options.json)
        run_json_head(stdout, &play->run);
}

/* Plays up to that time, and shows how the ends stand after all that happens then. */
static void show_netstat(struct play *play)
{
    while (simulate_when(&play->simulation) <= play->netstat_us)
        if (!simulate_next(&play->simulation))
            break;
    tcpdump_end(&play->tcpdump);
    netstat_print(play->lines ? stdout : stderr, &play->simulation, play->netstat_us);
}

void play_run(struct play *play, FILE *out)
{
    struct tcpdump_options look = {
        .absolute = play->options.absolute, .rows = play->options.rows,
        .window   = (uint32_t)play->profiles[0].values[PROFILE_RECEIVE_WINDOW],
    };
    if (play->options.diff != NULL)
        look.window = 0;
    tcpdump_start(&play->tcpdump, out, &simulate_names, look);
    play->json = (struct trace_json){ stdout, &simulate_names };
    play->lines = !play->options.json && !forms_any(&play->options.forms);
    replay_command(&play->command, play);
    begin_run(play);
    simulate_start(&play->simulation, &play->scenario, play->profiles, play->number,
                   (struct trace_sink){ put_record, play });
    if (play->options.netstat != NULL)
        show_netstat(play);
    simulate_run(&play->simulation);
    tcpdump_end(&play->tcpdump);
}

/* ---------------------------------------------------------------- how it ended */

static const char *result_text(enum simulate_result result)
{
    switch (result) {
    case SIMULATE_QUIET:   return "nothing more can happen";
    case SIMULATE_UNTIL:   return "the scenario ends here, with more to come";
    case SIMULATE_FULL:    return "cut short: too many segments under way";
    case SIMULATE_RUNNING: break;
    }
    return "still running";
}

void play_print_ends(const struct play *play)
{
    char                     time[TCPDUMP_TIME_MAX];
    const struct simulation *s = &play->simulation;
    struct text              profiles = { 0 };
    play_add_profiles(&profiles, play);
    printf("\n%s%sprofile %s; %s s: %s\n", play->scenario.title,
           play->scenario.title[0] != '\0' ? "; " : "", text_get(&profiles),
           tcpdump_time(time, s->clock.now_us), result_text(s->result));
    text_free(&profiles);
    for (unsigned end = 0; end < TRACE_ENDS; end++)
        outcome_print(stdout, &play->outcomes[end], s, end);
}

void play_free(struct play *play)
{
    run_free(&play->run);
    text_free(&play->assumptions);
    text_free(&play->command);
}
