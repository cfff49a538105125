/* channel.c - what becomes of the segments of one direction; see channel.h. */
#include "channel.h"

#include "random.h"

const char *const channel_match_names[CHANNEL_MATCHES] = {
    [MATCH_ANY] = "any", [MATCH_SYN] = "syn",   [MATCH_SYNACK] = "synack", [MATCH_ACK] = "ack",
    [MATCH_FIN] = "fin", [MATCH_DATA] = "data", [MATCH_RST] = "rst",
};

const char *const channel_deed_names[CHANNEL_DEEDS] = {
    [DEED_DROP] = "drop", [DEED_REJECT] = "reject", [DEED_HOLD] = "hold", [DEED_COPY] = "copy",
};

bool channel_matches(enum channel_match match, const struct engine_segment *segment)
{
    unsigned flags = segment->flags;
    switch (match) {
    case MATCH_ANY:    return true;
    case MATCH_SYN:    return (flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
    case MATCH_SYNACK: return (flags & FLAG_SYN) != 0 && (flags & FLAG_ACK) != 0;
    case MATCH_ACK:    return flags == FLAG_ACK && segment->text == 0;
    case MATCH_FIN:    return (flags & FLAG_FIN) != 0;
    case MATCH_DATA:   return segment->text > 0;
    case MATCH_RST:    return (flags & FLAG_RST) != 0;
    case CHANNEL_MATCHES: break;
    }
    return false;
}

bool channel_add_rule(struct channel *channel, const struct channel_rule *rule)
{
    if (channel->n_rules == CHANNEL_RULES_MAX)
        return false;
    channel->rules[channel->n_rules++] = *rule;
    return true;
}

bool channel_add_outage(struct channel *channel, const struct channel_outage *outage)
{
    if (channel->n_outages == CHANNEL_OUTAGES_MAX)
        return false;
    channel->outages[channel->n_outages++] = *outage;
    return true;
}

/* What is drawn for a segment, one number each. */
enum draw { DRAW_BURST, DRAW_LOSS, DRAW_DELAY, DRAW_HOLD, DRAW_COPY, DRAW_COPY_DELAY, DRAWS };

static uint64_t draw(const struct channel_state *state, enum draw what)
{
    return random_draw(state->key, (uint64_t)state->n_sent * DRAWS + what);
}

/* Counts a segment; whether the rule wants it. */
static bool rule_takes(const struct channel_rule *rule, uint32_t *seen,
                       const struct engine_segment *segment, uint64_t now_us)
{
    if (now_us < rule->after_us || now_us >= rule->until_us
        || !channel_matches((enum channel_match)rule->match, segment))
        return false;
    ++*seen;
    return rule->first <= *seen && *seen <= rule->last;
}

/* What the rules want of a segment. */
struct ruling {
    const struct channel_rule *loses;   /* the first that does, or NULL */
    const struct channel_rule *copies;  /* likewise */
    uint64_t                   hold_us; /* of all that hold it up */
};

/* Each rule that matches counts the segment. */
static struct ruling rule_on(const struct channel *channel, struct channel_state *state,
                             const struct engine_segment *segment, uint64_t now_us)
{
    struct ruling ruling = { NULL, NULL, 0 };
    for (uint32_t i = 0; i < channel->n_rules; i++) {
        const struct channel_rule *rule = &channel->rules[i];
        if (!rule_takes(rule, &state->seen[i], segment, now_us))
            continue;
        if (rule->deed == DEED_HOLD)
            ruling.hold_us += rule->by_us;
        else if (rule->deed == DEED_COPY)
            ruling.copies = ruling.copies != NULL ? ruling.copies : rule;
        else
            ruling.loses = ruling.loses != NULL ? ruling.loses : rule;
    }
    return ruling;
}

static const struct channel_outage *outage_at(const struct channel *channel, uint64_t now_us)
{
    for (uint32_t i = 0; i < channel->n_outages; i++)
        if (channel->outages[i].from_us <= now_us && now_us < channel->outages[i].to_us)
            return &channel->outages[i];
    return NULL;
}

static bool lost_by_chance(const struct channel *channel, struct channel_state *state)
{
    if (channel->enter_bad != 0) {
        uint64_t turn = state->bad ? channel->leave_bad : channel->enter_bad;
        state->bad ^= random_happens(draw(state, DRAW_BURST), turn);
    }
    uint64_t loss = state->bad ? channel->loss_bad : channel->loss;
    return loss != 0 && random_happens(draw(state, DRAW_LOSS), loss);
}

uint64_t channel_key(uint64_t seed, uint64_t run, unsigned sender)
{
    return random_key(random_key(seed, run), sender);
}

uint8_t channel_chance(const struct channel *channel, struct channel_state *state)
{
    unsigned chance = lost_by_chance(channel, state) ? CHANCE_LOST : 0;
    if (channel->reorder != 0 && random_happens(draw(state, DRAW_HOLD), channel->reorder))
        chance |= CHANCE_HELD;
    if (channel->duplicate != 0 && random_happens(draw(state, DRAW_COPY), channel->duplicate))
        chance |= CHANCE_COPIED;
    return (uint8_t)chance;
}

bool channel_delay_is_drawn(const struct channel_delay *delay)
{
    return delay->table || delay->spread_us != 0 || delay->n_choices != 0;
}

uint64_t channel_delay_least(const struct channel_delay *delay)
{
    uint64_t least = delay->table ? delay->quantiles_us[0] : 0;
    for (uint32_t i = 0; i < delay->n_choices; i++)
        least = i == 0 || delay->choices_us[i] < least ? delay->choices_us[i] : least;
    return delay->least_us + least;
}

/* A draw turned into a delay: the upper 32 bits say where between none and all it lies. */
static uint64_t delay_us(const struct channel_delay *delay, uint64_t number)
{
    uint64_t share = number >> 32;
    if (delay->n_choices != 0)
        return delay->least_us + delay->choices_us[share * delay->n_choices >> 32];
    if (!delay->table)
        return delay->least_us + (share * delay->spread_us >> 32);
    uint64_t at   = share * CHANNEL_CELLS;
    uint64_t cell = at >> 32, rest = at & UINT32_MAX;
    uint64_t low = delay->quantiles_us[cell], high = delay->quantiles_us[cell + 1];
    return delay->least_us + low + ((high - low) * rest >> 32);
}

static uint64_t travel_us(const struct channel *channel, const struct channel_state *state,
                          enum draw what)
{
    const struct channel_delay *delay = &channel->delay;
    return channel_delay_is_drawn(delay) ? delay_us(delay, draw(state, what)) : delay->least_us;
}

static void add_copy(struct channel_fate *fate, const struct channel *channel, uint64_t now_us,
                     uint64_t travel)
{
    if (travel <= channel->msl_us)
        fate->arrivals_us[fate->n_copies++] = now_us + travel;
}

/* Where and when it arrives, and its duplicate. */
static void travel(struct channel_fate *fate, const struct channel *channel,
                   const struct channel_state *state, const struct ruling *ruling, uint64_t now_us)
{
    uint64_t first = travel_us(channel, state, DRAW_DELAY) + ruling->hold_us;
    if ((fate->chance & CHANCE_HELD) != 0)
        first += channel->reorder_us;
    add_copy(fate, channel, now_us, first);
    if ((fate->chance & CHANCE_COPIED) != 0 || ruling->copies != NULL)
        add_copy(fate, channel, now_us,
                 travel_us(channel, state, DRAW_COPY_DELAY)
                     + (ruling->copies != NULL ? ruling->copies->by_us : 0));
    fate->why = fate->n_copies != 0 ? CHANNEL_ARRIVES : CHANNEL_MSL;
}

static void set_lost(struct channel_fate *fate, enum channel_why why, uint32_t line)
{
    fate->why  = (uint8_t)why;
    fate->line = line;
}

struct channel_fate channel_send(const struct channel *channel, struct channel_state *state,
                                 const struct engine_segment *segment, uint64_t now_us)
{
    const struct channel_outage *outage = outage_at(channel, now_us);
    const struct ruling          ruling = rule_on(channel, state, segment, now_us);
    struct channel_fate          fate   = { .chance = channel_chance(channel, state) };
    if (outage != NULL)
        set_lost(&fate, CHANNEL_DOWN, outage->line);
    else if (ruling.loses != NULL)
        set_lost(&fate, CHANNEL_RULE, ruling.loses->line);
    else if ((fate.chance & CHANCE_LOST) != 0)
        set_lost(&fate, CHANNEL_CHANCE, channel->loss_line);
    else
        travel(&fate, channel, state, &ruling, now_us);
    fate.rejected = fate.why == CHANNEL_RULE && ruling.loses->deed == DEED_REJECT;
    state->n_sent++;
    return fate;
}
