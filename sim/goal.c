/* goal.c - what a run came to; see goal.h. */
#include "goal.h"

#include <inttypes.h>
#include <string.h>

#include "tcpdump.h"
#include "words.h"

static bool read_count(struct goal *goal, const char *words)
{
    if (strcmp(words, "stuck") == 0)
        words = tally_count_names[TALLY_LEFT];
    *goal = (struct goal){ .measured = false };
    return tally_find_count(words, strlen(words), &goal->which);
}

static bool read_measure(struct goal *goal, const char *words, const char *above)
{
    *goal            = (struct goal){ .measured = true, .or_equal = above[1] == '=' };
    const char *rest = above + (goal->or_equal ? 2 : 1);
    struct word value = { rest, (unsigned)strlen(rest), 1 };
    if (!tally_find_measure(words, (size_t)(above - words), &goal->which))
        return false;
    return tally_is_time(goal->which) ? word_time(value, &goal->value)
                                      : word_number(value, UINT32_MAX, &goal->value);
}

bool goal_read(struct goal *goal, const char *words)
{
    const char *above = strchr(words, '>');
    return above != NULL ? read_measure(goal, words, above) : read_count(goal, words);
}

bool goal_of(struct goal *goal, const struct tally_run *end)
{
    static const enum tally_count worst[] = { TALLY_FAILED, TALLY_RESET, TALLY_LEFT, TALLY_GAVE_UP };
    for (unsigned i = 0; i < sizeof worst / sizeof worst[0]; i++) {
        *goal = (struct goal){ .which = worst[i] };
        if (goal_holds(goal, end))
            return true;
    }
    return false;
}

bool goal_as(struct goal *goal, const char *measure, const struct tally_run *end)
{
    *goal = (struct goal){ .measured = true, .or_equal = true };
    return tally_find_measure(measure, strlen(measure), &goal->which)
           && tally_value(end, goal->which, &goal->value);
}

bool goal_holds(const struct goal *goal, const struct tally_run *end)
{
    uint64_t value = 0;
    if (!goal->measured)
        return (end->counts >> goal->which & 1) != 0;
    return tally_value(end, goal->which, &value)
           && (value > goal->value || (goal->or_equal && value == goal->value));
}

void goal_add(struct text *text, const struct goal *goal)
{
    char        time[TCPDUMP_TIME_MAX];
    const char *relation = goal->or_equal ? "at least" : "above";
    if (!goal->measured)
        text_add(text, "%s", tally_count_names[goal->which]);
    else if (tally_is_time(goal->which))
        text_add(text, "%s %s %s s", tally_measure_name(goal->which), relation, tcpdump_time(time, goal->value));
    else
        text_add(text, "%s %s %" PRIu64, tally_measure_name(goal->which), relation, goal->value);
}
