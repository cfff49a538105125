/* toy.c - for tests: a small engine; see toy.h. */
#include "toy.h"

#include <string.h>

enum { TOP = 4, MOVE_TICK = 0, MOVE_CALL, MOVE_DELIVER, MOVE_FORGE, EVENT_OPEN = 0, EVENT_SEGMENT, EVENT_TICK };

struct toy {
    uint8_t counter[ENGINE_ENDS]; /* of A, of B */
};

/* By the number of a choice. */
static const struct {
    uint16_t              move;
    uint8_t               end, event;
    uint16_t              argument;
    const char           *call;
    struct engine_segment segment;
} choices[] = {
    { MOVE_TICK, 0, EVENT_TICK, 0, NULL, { 0 } },
    { MOVE_TICK, 1, EVENT_TICK, 0, NULL, { 0 } },
    { MOVE_CALL, 0, EVENT_OPEN, 0, "OPEN active", { 0 } },
    { MOVE_CALL, 0, EVENT_OPEN, 1, "OPEN passive", { 0 } },
    { MOVE_DELIVER, 1, EVENT_SEGMENT, 0, NULL, { .flags = FLAG_SYN, .seq = 1 } },
    { MOVE_DELIVER, 1, EVENT_SEGMENT, 1, NULL, { .flags = FLAG_ACK, .seq = 2, .ack = 3, .text = 1 } },
    { MOVE_FORGE, 0, EVENT_SEGMENT, 0, NULL, { .flags = FLAG_RST, .forged = 1, .seq = 1 } },
    { MOVE_FORGE, 0, EVENT_SEGMENT, 1, NULL,
      { .flags = FLAG_RST | FLAG_ACK, .forged = 1, .seq = 1, .ack = 2, .text = 1 } },
};

static void init(void *world)
{
    memset(world, 0, sizeof(struct toy));
}

static bool move(const void *world, unsigned m, void *next, struct engine_step *step)
{
    struct toy toy = *(const struct toy *)world;
    uint8_t   *at  = &toy.counter[choices[m].end];
    if ((choices[m].move == MOVE_CALL && *at != 0) || (choices[m].move != MOVE_TICK && *at == TOP))
        return false;
    if (step != NULL)
        *step = (struct engine_step){
            .move = choices[m].move, .end = choices[m].end, .event = choices[m].event,
            .argument = choices[m].argument, .call = choices[m].call,
            .iss = choices[m].call != NULL ? 7 : 0,
            .has_segment = choices[m].event == EVENT_SEGMENT, .segment = choices[m].segment,
            .n_fired = 1, .fired = { { 0, *at > 0, (*at + 1) % (TOP + 1) > 0 } },
        };
    *at                   = (uint8_t)((*at + 1) % (TOP + 1));
    *(struct toy *)next = toy;
    return true;
}

static uint64_t violated(const void *world, uint64_t *premises)
{
    const struct toy *toy = world;
    *premises             = 1;
    return toy->counter[0] == TOP || toy->counter[1] == TOP;
}

static uint32_t clauses(const void *world, unsigned claim, unsigned end)
{
    const struct toy *toy = world;
    (void)claim;
    return toy->counter[end] != TOP;
}

static int legal_end(const void *world)
{
    (void)world;
    return -1;
}

static void view(const void *world, unsigned end, uint32_t *values)
{
    const struct toy *toy = world;
    values[0]             = toy->counter[end] > 0;
    values[1]             = toy->counter[end];
}

static unsigned flight(const void *world, unsigned end, struct engine_segment *out, unsigned max)
{
    (void)world, (void)end, (void)out, (void)max;
    return 0;
}

static const char *const           states[]  = { "CLOSED", "RISEN" };
static const char *const           events[]  = { "OPEN", "segment", "tick" };
static const char *const           signals[] = { "done" };
static const char *const           timers[]  = { "clock" };
static const struct engine_row     rows[]    = { { .name = "grow", .event = "tick", .file = "toy.fsm",
                                                   .label = "[ ] / grow -> RISEN", .states = 3,
                                                   .cite = { "1", "2" } } };
static const struct engine_move    moves[]   = { { "tick", "timer", "a counter rises", 1 },
                                                 { "call", "user", "A opens", 2 },
                                                 { "deliver", "network", "a segment arrives", 2 },
                                                 { "forge", "adversary", "a stranger's arrives", 2 } };
static const struct engine_var     vars[]    = { { "state", "state", "", "" },
                                                 { "counter", "count", "ghost", "how often it rose" } };
static const struct engine_mention mentions[] = { { 1, false } };
static const struct engine_clause  parts[]    = { { "counter != 4", false, 1, mentions } };
static const struct engine_claim   claims[]   = { { .name = "small", .text = "no counter is 4",
                                                    .cite = "1", .premise = "", .asked = true,
                                                    .n_clauses = 1, .clauses = parts } };

const struct engine toy_engine = {
    .abi = ENGINE_ABI, .bound = "toy", .text = "two counters", .assumptions = "nothing",
    .seq_bits = 3, .world_size = sizeof(struct toy), .n_states = 2, .n_events = 3, .n_rows = 1,
    .n_moves = 4, .n_claims = 1, .n_signals = 1, .n_vars = 2, .n_timers = 1, .states = states,
    .events = events, .signals = signals, .signal_texts = signals, .timers = timers, .rows = rows,
    .moves = moves, .claims = claims, .vars = vars, .init = init,
    .n_choices = sizeof choices / sizeof choices[0], .move = move, .violated = violated,
    .clauses = clauses, .legal_end = legal_end, .view = view, .flight = flight,
};
