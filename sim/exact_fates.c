/* exact_fates.c - what may become of a segment; see exact_fates.h. */
#include "exact_fates.h"

#include <math.h>

#include "random.h"

/* ---------------------------------------------------------------- taken out of a scenario */

static uint64_t largest_choice_us(const struct channel_delay *delay)
{
    uint64_t most_us = 0;
    for (uint32_t i = 0; i < delay->n_choices; i++)
        most_us = delay->choices_us[i] > most_us ? delay->choices_us[i] : most_us;
    return most_us;
}

/* The longest way of a segment, or of its copy. */
static uint64_t longest_us(const struct channel *channel)
{
    uint64_t held_us = channel->reorder_us;
    for (uint32_t i = 0; i < channel->n_rules; i++)
        held_us += channel->rules[i].by_us;
    return channel->delay.least_us + largest_choice_us(&channel->delay) + held_us;
}

static bool copies_by_rule(const struct channel *channel)
{
    for (uint32_t i = 0; i < channel->n_rules; i++)
        if (channel->rules[i].deed == DEED_COPY)
            return true;
    return false;
}

static bool suits(const struct channel *channel, const char **why)
{
    const struct channel_delay *delay = &channel->delay;
    *why = delay->table || delay->spread_us != 0
               ? "delays are drawn from too many; give one or a few: --delay 20ms, --delay 'choice 20ms 50ms'"
           : channel->enter_bad != 0 ? "losses come in bursts"
           : delay->n_choices > 1 && copies_by_rule(channel)
               ? "a rule copies segments, and the delay of a copy is drawn"
           : longest_us(channel) > channel->msl_us ? "segments may travel longer than they live (msl)"
                                                   : NULL;
    return *why == NULL;
}

static void take(struct channel *channel, struct exact_chance *chance)
{
    *chance = (struct exact_chance){
        .copies = channel->duplicate != 0, .holds = channel->reorder != 0,
        .loss = channel->loss, .duplicate = channel->duplicate, .reorder = channel->reorder,
        .hold_us = channel->reorder_us, .n_choices = 1,
    };
    if (channel->delay.n_choices != 0)
        chance->n_choices = channel->delay.n_choices;
    for (uint32_t i = 0; i < channel->delay.n_choices; i++)
        chance->choices_us[i] = channel->delay.choices_us[i];
    channel->loss = channel->duplicate = channel->reorder = 0;
    channel->delay.n_choices = 0;
}

bool exact_chance_take(struct scenario *scenario, struct exact_chance chances[ENGINE_ENDS], const char **why)
{
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        if (!suits(&scenario->channels[way], why))
            return false;
        take(&scenario->channels[way], &chances[way]);
    }
    return true;
}

/* ---------------------------------------------------------------- one by one */

static void add(struct exact_fates *fates, struct exact_fate fate, weight_key key)
{
    fate.key                 = key;
    fates->items[fates->n++] = fate;
}

/* The fates of a segment that arrives so late; then each copy of it. */
static void add_passing(struct exact_fates *fates, const struct exact_chance *chance, uint64_t late_us,
                        weight_key key)
{
    add(fates, (struct exact_fate){ .late_us = late_us }, key);
    for (uint32_t i = 0; chance->copies && i < chance->n_choices; i++)
        add(fates, (struct exact_fate){ .late_us = late_us, .copied = true, .copy_us = chance->choices_us[i] },
            key + weight_one(WEIGHT_COPIED));
}

void exact_fates_start(struct exact_fates *fates, const struct exact_chance *chance)
{
    weight_key passed = weight_one(WEIGHT_PASSED);
    fates->n          = 0;
    for (uint32_t i = 0; i < chance->n_choices; i++) {
        add_passing(fates, chance, chance->choices_us[i], passed);
        if (chance->holds)
            add_passing(fates, chance, chance->choices_us[i] + chance->hold_us,
                        passed + weight_one(WEIGHT_HELD));
    }
    if (chance->lossy)
        add(fates, (struct exact_fate){ .lost = true }, weight_one(WEIGHT_LOST));
}

void exact_fates_befall(const struct exact_fate *as, const struct channel *channel, uint64_t now_us,
                        struct channel_fate *fate)
{
    if (as->lost) {
        *fate = (struct channel_fate){ .why = CHANNEL_CHANCE };
        return;
    }
    fate->arrivals_us[0] += as->late_us;
    if (as->copied && fate->n_copies == 1)
        fate->arrivals_us[fate->n_copies++] = now_us + channel->delay.least_us + as->copy_us;
}

/* ---------------------------------------------------------------- how probable */

/* A scenario has millionths. */
double exact_share(uint64_t probability)
{
    return round((double)probability / (double)RANDOM_ONE * 1e6) / 1e6;
}

struct weight_chances exact_chance_weights(const struct exact_chance chances[ENGINE_ENDS])
{
    struct weight_chances weights;
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        weights.copied[way]  = exact_share(chances[way].duplicate);
        weights.held[way]    = exact_share(chances[way].reorder);
        weights.choices[way] = chances[way].n_choices;
    }
    return weights;
}
