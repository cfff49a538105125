/* channel.c - the delay and the losses of one direction; see channel.h. */
#include "channel.h"

const char *const channel_match_names[CHANNEL_MATCHES] = {
    [MATCH_ANY] = "any", [MATCH_SYN] = "syn",   [MATCH_SYNACK] = "synack", [MATCH_ACK] = "ack",
    [MATCH_FIN] = "fin", [MATCH_DATA] = "data", [MATCH_RST] = "rst",
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

/* Counts a segment; whether the rule wants it. */
static bool rule_takes(struct channel_rule *rule, const struct engine_segment *segment,
                       uint64_t now_us)
{
    if (now_us < rule->after_us || !channel_matches((enum channel_match)rule->match, segment))
        return false;
    rule->seen++;
    return rule->first <= rule->seen && rule->seen <= rule->last;
}

struct channel_fate channel_send(struct channel *channel, const struct engine_segment *segment,
                                 uint64_t now_us)
{
    struct channel_fate fate = { .rule       = CHANNEL_NO_RULE,
                                 .arrival_us = now_us + channel->delay_us };
    for (uint32_t i = 0; i < channel->n_rules; i++)
        if (rule_takes(&channel->rules[i], segment, now_us) && !fate.lost) {
            fate.lost = true;
            fate.rule = (uint8_t)i;
        }
    return fate;
}
