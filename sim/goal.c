/* goal.c - what a run came to; see goal.h. */
#include "goal.h"

#include <inttypes.h>
#include <string.h>

#include "tcpdump.h"
#include "words.h"

static bool is_word(const char *words, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(words, word, length) == 0;
}

static bool read_count(struct goal *goal, const char *words)
{
    if (strcmp(words, "stuck") == 0)
        words = tally_count_names[TALLY_LEFT];
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++)
        if (strcmp(words, tally_count_names[i]) == 0) {
            *goal = (struct goal){ .which = i };
            return true;
        }
    return false;
}

static bool read_measure(struct goal *goal, const char *words, const char *above)
{
    struct word value = { above + 1, (unsigned)strlen(above + 1), 1 };
    *goal             = (struct goal){ .measured = true };
    for (; goal->which < TALLY_MEASURES; goal->which++)
        if (is_word(words, (size_t)(above - words), tally_measure_name(goal->which)))
            return tally_is_time(goal->which) ? word_time(value, &goal->above)
                                              : word_number(value, UINT32_MAX, &goal->above);
    return false;
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

bool goal_holds(const struct goal *goal, const struct tally_run *end)
{
    if (!goal->measured)
        return (end->counts >> goal->which & 1) != 0;
    for (unsigned i = 0; i < end->n_values; i++)
        if (end->measures[i] == goal->which)
            return end->values[i] > goal->above;
    return false;
}

void goal_add(struct text *text, const struct goal *goal)
{
    char time[TCPDUMP_TIME_MAX];
    if (!goal->measured)
        text_add(text, "%s", tally_count_names[goal->which]);
    else if (tally_is_time(goal->which))
        text_add(text, "%s above %s s", tally_measure_name(goal->which), tcpdump_time(time, goal->above));
    else
        text_add(text, "%s above %" PRIu64, tally_measure_name(goal->which), goal->above);
}
