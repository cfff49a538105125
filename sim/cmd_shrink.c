/* cmd_shrink.c - `eleven shrink`: which losses are to blame for what a run came to? */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "play.h"
#include "process.h"
#include "shrink_tell.h"
#include "trace_json.h"

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

/* One run made small. */
struct shrinking {
    struct play          play;    /* the run, as its options say */
    const char          *outcome; /* --outcome, or NULL */
    const char          *slower;  /* --slower, or NULL */
    struct goal          goal;    /* they, read */
    struct shrink        shrink;  /* its events */
    struct shrink_result result;  /* those that are needed */
    struct text          command; /* that plays them; empty where there is none */
};

/* ---------------------------------------------------------------- the command line */

static bool read_options(struct shrinking *s, int argc, char **argv)
{
    struct play_options *options = &s->play.options;
    const struct setup_value values[] = { { "run", &options->run }, { "outcome", &s->outcome },
                                          { "slower", &s->slower } };
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
    if (options->setup.scenario == NULL && !options->help)
        fputs("eleven shrink: no scenario (try 'eleven shrink --help')\n", stderr);
    return options->setup.scenario != NULL || options->help;
}

static bool read_goal(struct shrinking *s)
{
    struct text slower = { 0 };
    bool        good   = true;
    if (s->outcome != NULL && s->slower != NULL)
        return play_fails(&s->play.options, "--outcome and --slower: one of both, not also", s->slower);
    if (s->slower != NULL) {
        text_add(&slower, "%s>%s", tally_measure_name(TALLY_CONNECT), s->slower);
        good = goal_read(&s->goal, text_get(&slower))
               || play_fails(&s->play.options, "expected a time such as 3s, not", s->slower);
    } else if (s->outcome != NULL)
        good = goal_read(&s->goal, s->outcome)
               || play_fails(&s->play.options, "expected an outcome such as failed or 'close B>10s', not",
                             s->outcome);
    text_free(&slower);
    return good;
}

/* "connected, closed": how the run ended, in a sweep's words. */
static void add_ends(struct text *text, const struct tally_run *end)
{
    const char *glue = "";
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++)
        if ((end->counts >> i & 1) != 0) {
            text_add(text, "%s%s", glue, tally_count_names[i]);
            glue = ", ";
        }
}

/* The outcome that is to be kept, if the run has it. */
static bool find_goal(struct shrinking *s)
{
    struct text ends = { 0 }, goal = { 0 };
    bool        asked = s->outcome != NULL || s->slower != NULL;
    bool        good  = asked ? goal_holds(&s->goal, &s->shrink.end) : goal_of(&s->goal, &s->shrink.end);
    if (good)
        return true;
    add_ends(&ends, &s->shrink.end);
    if (asked)
        goal_add(&goal, &s->goal);
    fprintf(stderr, "eleven shrink: run %" PRIu64 " is not %s; it is: %s%s\n", s->play.number,
            asked ? text_get(&goal) : "failed, reset, left or given up", text_get(&ends),
            asked ? "" : " (--outcome says what else to look for)");
    text_free(&ends);
    text_free(&goal);
    return false;
}

/* ---------------------------------------------------------------- what is told */

static unsigned count_what(const struct shrink *shrink, enum shrink_what what)
{
    unsigned count = 0;
    for (uint32_t i = 0; i < shrink->n_events; i++)
        count += shrink->events[i].what == what;
    return count;
}

static bool is_smallest(const struct shrink_result *result)
{
    return !result->stopped && result->all_tried + 1 >= result->size;
}

static void print_head(const struct shrinking *s)
{
    struct text          goal = { 0 }, profiles = { 0 };
    const struct shrink *shrink = &s->shrink;
    goal_add(&goal, &s->goal);
    play_add_profiles(&profiles, &s->play);
    printf("%s%sprofile %s; run %" PRIu64 ": %s\n", s->play.scenario.title,
           s->play.scenario.title[0] != '\0' ? "; " : "", text_get(&profiles), s->play.number,
           text_get(&goal));
    printf("%" PRIu32 " events of chance: %u lost, %u held up, %u copied; %u needed\n\n", shrink->n_events,
           count_what(shrink, SHRINK_LOST), count_what(shrink, SHRINK_HELD),
           count_what(shrink, SHRINK_COPIED), s->result.size);
    text_free(&goal);
    text_free(&profiles);
}

static void print_sure(const struct shrink_result *result)
{
    if (result->stopped)
        printf("INTERRUPTED: it comes to this with these, and may with fewer (%" PRIu64 " runs played).\n",
               result->runs);
    else if (result->size == 0)
        puts("The run comes to this without any of them.");
    else if (is_smallest(result))
        printf("%s; it comes to this with no smaller set of them (%" PRIu64 " runs played).\n",
               result->size == 1 ? "Not without it" : "Not without any one of these", result->runs);
    else
        printf("Not without any one of these; no set of up to %u does it, larger ones were not all tried"
               " (%" PRIu64 " runs played).\n", result->all_tried, result->runs);
}

static void print_event(const struct shrink_event *event)
{
    char        time[TCPDUMP_TIME_MAX];
    struct text words = { 0 };
    shrink_add_words(&words, event);
    printf("%11s  %s\n", tcpdump_time(time, event->time_us), text_get(&words));
    text_free(&words);
}

static void print_text(const struct shrinking *s)
{
    print_head(s);
    for (uint32_t i = 0; i < s->shrink.n_events; i++)
        if (s->result.kept[i])
            print_event(&s->shrink.events[i]);
    fputs(s->result.size > 0 ? "\n" : "", stdout);
    print_sure(&s->result);
    printf("replay: %s\n", s->command.length > 0
                               ? text_get(&s->command)
                               : "no command line has room for so many rules");
}

static void json_event(const struct shrink_event *event)
{
    char        time[TCPDUMP_TIME_MAX];
    struct text words = { 0 };
    shrink_add_words(&words, event);
    printf("{\"time\":%s,\"what\":", tcpdump_time(time, event->time_us));
    trace_json_string(stdout, text_get(&words));
    fputc('}', stdout);
    text_free(&words);
}

static void print_json(const struct shrinking *s)
{
    const char *comma = "";
    struct text goal  = { 0 };
    goal_add(&goal, &s->goal);
    fputs("{\"kind\":\"shrink\",\"outcome\":", stdout);
    trace_json_string(stdout, text_get(&goal));
    printf(",\"events\":%" PRIu32 ",\"needed\":[", s->shrink.n_events);
    for (uint32_t i = 0; i < s->shrink.n_events; i++) {
        if (!s->result.kept[i])
            continue;
        fputs(comma, stdout);
        json_event(&s->shrink.events[i]);
        comma = ",";
    }
    printf("],\"smallest\":%s,\"runs\":%" PRIu64 ",\"replay\":", is_smallest(&s->result) ? "true" : "false",
           s->result.runs);
    if (s->command.length > 0)
        trace_json_string(stdout, text_get(&s->command));
    else
        fputs("null", stdout);
    puts("}");
    text_free(&goal);
}

/* ---------------------------------------------------------------- all of it */

static void find_command(struct shrinking *s)
{
    struct shrink_replay *replay = memory_get(1, sizeof *replay);
    if (shrink_replay(replay, &s->play.options.setup, &s->shrink, &s->result)) {
        text_add(&s->command, "eleven sim");
        setup_add(&s->command, &replay->setup);
    }
    shrink_replay_free(replay);
    free(replay);
}

static enum status run(struct shrinking *s)
{
    enum status status = read_goal(s) ? play_read(&s->play) : STATUS_USAGE;
    if (status != STATUS_DONE)
        return status;
    if (!shrink_begin(&s->shrink, &s->play.scenario, s->play.profiles, s->play.number)) {
        fputs("eleven shrink: a rule and chance copy the same segment: this run cannot be taken apart\n", stderr);
        return STATUS_FAILED;
    }
    if (!find_goal(s))
        return STATUS_USAGE;
    process_guard();
    s->result = shrink_reduce(&s->shrink, &s->goal);
    find_command(s);
    if (s->play.options.json)
        print_json(s);
    else
        print_text(s);
    if (s->result.stopped)
        return STATUS_INTERRUPTED;
    return is_smallest(&s->result) && s->command.length > 0 ? STATUS_DONE : STATUS_INCOMPLETE;
}

int cmd_shrink(int argc, char **argv)
{
    struct shrinking *s      = memory_get(1, sizeof *s);
    enum status       status = STATUS_USAGE;
    s->play.options.setup.command = "shrink";
    if (read_options(s, argc, argv)) {
        if (s->play.options.help)
            fputs(help, stdout);
        status = s->play.options.help ? STATUS_DONE : run(s);
    }
    shrink_free(&s->shrink);
    free(s->result.kept);
    text_free(&s->command);
    free(s);
    return (int)status;
}
