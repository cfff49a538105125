/* shrink_show.c - a run made small, and shown; see shrink_show.h. */
#include "shrink_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "process.h"
#include "shrink_tell.h"
#include "trace_json.h"

/* One run made small. */
struct shrinking {
    struct play          *play;    /* the run, as its options say */
    struct goal           goal;    /* what it came to */
    struct shrink         shrink;  /* its events */
    struct shrink_result  result;  /* those that are needed */
    struct text           command; /* that plays them; empty where there is none */
};

/* ---------------------------------------------------------------- what is to be kept */

static bool read_goal(struct shrinking *s, const struct shrink_wish *wish)
{
    const struct play_options *options = &s->play->options;
    struct text slower = { 0 };
    bool        good   = true;
    if (wish->outcome != NULL && wish->slower != NULL)
        return play_fails(options, "--outcome and --slower: one of both, not also", wish->slower);
    if (wish->slower != NULL) {
        text_add(&slower, "%s>%s", tally_measure_name(TALLY_CONNECT), wish->slower);
        good = goal_read(&s->goal, text_get(&slower))
               || play_fails(options, "expected a time such as 3s, not", wish->slower);
    } else if (wish->outcome != NULL)
        good = goal_read(&s->goal, wish->outcome)
               || play_fails(options, "expected an outcome such as failed or 'close B>10s', not",
                             wish->outcome);
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

/* What is asked for, if the run came to it; else the worst that it came to. */
static bool find_goal(struct shrinking *s, const struct shrink_wish *wish)
{
    const struct tally_run *end = &s->shrink.end;
    if (wish->outcome != NULL || wish->slower != NULL)
        return goal_holds(&s->goal, end);
    if (wish->measure != NULL)
        return goal_as(&s->goal, wish->measure, end);
    return goal_of(&s->goal, end);
}

static enum status no_goal(const struct shrinking *s, const struct shrink_wish *wish)
{
    struct text ends = { 0 }, goal = { 0 };
    bool        asked = wish->outcome != NULL || wish->slower != NULL;
    add_ends(&ends, &s->shrink.end);
    if (asked)
        goal_add(&goal, &s->goal);
    fprintf(stderr, "eleven %s: run %" PRIu64 " is not %s; it is: %s%s\n", s->play->options.setup.command,
            s->play->number, asked ? text_get(&goal) : "failed, reset, left or given up", text_get(&ends),
            asked ? "" : " (--outcome says what else to look for)");
    text_free(&ends);
    text_free(&goal);
    return STATUS_USAGE;
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
    play_add_profiles(&profiles, s->play);
    printf("%s%sprofile %s; run %" PRIu64 ": %s\n", s->play->scenario.title,
           s->play->scenario.title[0] != '\0' ? "; " : "", text_get(&profiles), s->play->number,
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
                               : "none: so many rules are too many for a command line");
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
    if (shrink_replay(replay, &s->play->options.setup, &s->shrink, &s->result)) {
        text_add(&s->command, "eleven sim");
        setup_add(&s->command, &replay->setup);
    }
    shrink_replay_free(replay);
    free(replay);
}

static enum status work(struct shrinking *s, const struct shrink_wish *wish)
{
    if (!read_goal(s, wish))
        return STATUS_USAGE;
    if (!shrink_begin(&s->shrink, &s->play->scenario, s->play->profiles, s->play->number)) {
        fprintf(stderr, "eleven %s: this run cannot be taken apart: its events alone do not make it again\n",
                s->play->options.setup.command);
        return STATUS_FAILED;
    }
    if (!find_goal(s, wish))
        return no_goal(s, wish);
    process_guard();
    s->result = shrink_reduce(&s->shrink, &s->goal);
    find_command(s);
    if (s->play->options.json)
        print_json(s);
    else
        print_text(s);
    if (s->result.stopped)
        return STATUS_INTERRUPTED;
    return is_smallest(&s->result) && s->command.length > 0 ? STATUS_DONE : STATUS_INCOMPLETE;
}

enum status shrink_show(struct play *play, const struct shrink_wish *wish)
{
    struct shrinking *s      = memory_get(1, sizeof *s);
    s->play                  = play;
    enum status       status = work(s, wish);
    shrink_free(&s->shrink);
    free(s->result.kept);
    text_free(&s->command);
    free(s);
    return status;
}
