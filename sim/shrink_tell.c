/* shrink_tell.c - what is left of a run, told; see shrink_tell.h. */
#include "shrink_tell.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "network.h"
#include "play.h"
#include "tcpdump.h"

/* ---------------------------------------------------------------- words */

static const char *ending(uint32_t number)
{
    static const char *const endings[] = { "th", "st", "nd", "rd" };
    return number % 100 / 10 != 1 && number % 10 < 4 ? endings[number % 10] : endings[0];
}

void shrink_add_words(struct text *text, const struct shrink_event *event)
{
    static const char *const kinds[CHANNEL_MATCHES] = {
        [MATCH_ANY] = "segment of no kind", [MATCH_SYN] = "SYN", [MATCH_SYNACK] = "SYN,ACK",
        [MATCH_ACK] = "ACK", [MATCH_FIN] = "FIN", [MATCH_DATA] = "text", [MATCH_RST] = "RST",
    };
    char time[TCPDUMP_TIME_MAX];
    tcpdump_time(time, event->by_us);
    text_add(text, "%c's %" PRIu32 "%s %s ", "AB"[event->sender], event->nth, ending(event->nth),
             kinds[event->match]);
    switch ((enum shrink_what)event->what) {
    case SHRINK_LOST:   text_add(text, "is lost"); break;
    case SHRINK_HELD:   text_add(text, "is held up by %s s", time); break;
    case SHRINK_COPIED:
        text_add(text, "comes twice");
        if (event->by_us != 0)
            text_add(text, ", the copy %s s later than it could", time);
        break;
    case SHRINK_WHATS:  break;
    }
}

/* ---------------------------------------------------------------- as options */

static bool add_line(struct shrink_replay *replay, const char *word, struct text *rest)
{
    struct setup *setup = &replay->setup;
    if (setup->n_lines == SETUP_LINES_MAX) {
        text_free(rest);
        return false;
    }
    replay->texts[setup->n_lines]   = *rest;
    setup->lines[setup->n_lines++] = (struct setup_line){ word, text_get(rest) };
    return true;
}

static bool add_word(struct shrink_replay *replay, const char *word, const char *rest)
{
    struct text text = { 0 };
    text_add(&text, "%s", rest);
    return add_line(replay, word, &text);
}

/* What takes chance out of the scenario, as far as it may be in its file. */
static bool end_chance(struct shrink_replay *replay, const struct scenario *scenario)
{
    const struct channel *a = &scenario->channels[0], *b = &scenario->channels[1];
    return ((a->loss | b->loss) == 0 || add_word(replay, "loss", "0"))
           && ((a->enter_bad | b->enter_bad) == 0 || add_word(replay, "burst", "0 0"))
           && ((a->duplicate | b->duplicate) == 0 || add_word(replay, "duplicate", "0"))
           && ((a->reorder | b->reorder) == 0 || add_word(replay, "reorder", "0 0s"));
}

/* Segments travel as fast as they can. */
static bool end_delays(struct shrink_replay *replay, const struct shrink *shrink)
{
    char time[TCPDUMP_TIME_MAX];
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        struct text text = { 0 };
        text_add(&text, "%s %ss", network_directions[way],
                 tcpdump_time(time, shrink->plain.channels[way].delay.least_us));
        if (!add_line(replay, "delay", &text))
            return false;
    }
    return true;
}

static bool is_next(const struct shrink_event *event, const struct shrink_event *row, uint32_t last)
{
    return event->what == SHRINK_LOST && event->sender == row->sender && event->match == row->match
           && event->nth == last + 1;
}

/* Losses of the same kind, one after the other, are one rule, which goes up to the number that it
 * returns. */
static uint32_t row_from(const struct shrink *shrink, uint32_t from, bool *left)
{
    const struct shrink_event *row  = &shrink->events[from];
    uint32_t                   last = row->nth;
    for (uint32_t i = from + 1; i < shrink->n_events && row->what == SHRINK_LOST; i++)
        if (left[i] && is_next(&shrink->events[i], row, last)) {
            left[i] = false;
            last++;
        }
    return last;
}

static bool add_rule(struct shrink_replay *replay, const struct shrink_event *event, uint32_t last)
{
    static const enum channel_deed deeds[SHRINK_WHATS] = {
        [SHRINK_LOST] = DEED_DROP, [SHRINK_HELD] = DEED_HOLD, [SHRINK_COPIED] = DEED_COPY,
    };
    struct text rule = { 0 };
    char        time[TCPDUMP_TIME_MAX];
    text_add(&rule, "%s", network_directions[event->sender]);
    if (event->match != MATCH_ANY)
        text_add(&rule, " %s", channel_match_names[event->match]);
    text_add(&rule, " n=%" PRIu32, event->nth);
    if (last > event->nth)
        text_add(&rule, "-%" PRIu32, last);
    if (event->by_us != 0)
        text_add(&rule, " by=%ss", tcpdump_time(time, event->by_us));
    return add_line(replay, channel_deed_names[deeds[event->what]], &rule);
}

static bool add_rules(struct shrink_replay *replay, const struct shrink *shrink, const bool *kept)
{
    bool *left = memory_get(shrink->n_events + 1, sizeof *left), good = true;
    memcpy(left, kept, shrink->n_events * sizeof *left);
    for (uint32_t i = 0; i < shrink->n_events && good; i++)
        if (left[i])
            good = add_rule(replay, &shrink->events[i], row_from(shrink, i, left));
    free(left);
    return good;
}

/* What they come to, played. */
static bool comes_to(const struct play *play, const struct tally_run *expected)
{
    struct simulation *simulation = memory_get(1, sizeof *simulation);
    struct tally_run   end;
    tally_play(&end, simulation, &play->scenario, play->profiles, 0);
    free(simulation);
    return tally_same(&end, expected);
}

static bool read_again(struct play *play, const struct shrink_replay *replay)
{
    *play = (struct play){ .options.setup = replay->setup };
    return play_read(play) == STATUS_DONE;
}

bool shrink_replay(struct shrink_replay *replay, const struct setup *setup,
                   const struct shrink *shrink, const struct shrink_result *result)
{
    struct play *play  = memory_get(1, sizeof *play);
    bool         drawn = channel_delay_is_drawn(&shrink->scenario->channels[0].delay)
                 || channel_delay_is_drawn(&shrink->scenario->channels[1].delay);
    *replay = (struct shrink_replay){ .setup = setup_without_chance(setup, drawn) };
    bool good = read_again(play, replay) && end_chance(replay, &play->scenario)
                && (!drawn || end_delays(replay, shrink)) && add_rules(replay, shrink, result->kept)
                && read_again(play, replay) && comes_to(play, &shrink->end);
    free(play);
    return good;
}

void shrink_replay_free(struct shrink_replay *replay)
{
    for (unsigned i = 0; i < SETUP_LINES_MAX; i++)
        text_free(&replay->texts[i]);
}
