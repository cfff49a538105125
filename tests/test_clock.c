/* test_clock.c - virtual time has a total order, and events can be taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "channel.h"
#include "clock.h"
#include "random.h"
#include "spread.h"

enum { ROOM = 64, SEGMENTS = 100000 };

static uint32_t add(struct clock *clock, uint64_t time_us, uint32_t index)
{
    return clock_add(clock, (struct clock_event){ .time_us = time_us, .index = (uint16_t)index });
}

static void test_order(void **state)
{
    /* The earliest fires first, whatever the order in which they were added. */
    (void)state;
    struct clock_event storage[ROOM], event;
    struct clock       clock;
    clock_start(&clock, storage, ROOM);
    for (uint32_t i = 0; i < ROOM; i++)
        assert_int_not_equal(add(&clock, (i * 37) % ROOM, i), 0);
    for (uint64_t i = 0; i < ROOM; i++) {
        assert_true(clock_next(&clock, &event));
        assert_int_equal(event.time_us, i);
        assert_int_equal(clock.now_us, i);
    }
    assert_false(clock_next(&clock, &event));
}

static void test_ties(void **state)
{
    /* Events at one instant fire in the order of insertion. */
    (void)state;
    struct clock_event storage[ROOM], event;
    struct clock       clock;
    clock_start(&clock, storage, ROOM);
    for (uint32_t i = 0; i < ROOM; i++)
        add(&clock, i % 4, i);
    uint64_t last_time = 0, last_id = 0;
    for (uint32_t i = 0; i < ROOM; i++) {
        assert_true(clock_next(&clock, &event));
        assert_true(event.time_us > last_time || event.id > last_id);
        last_time = event.time_us;
        last_id   = event.id;
    }
}

static void test_cancel(void **state)
{
    /* Any event can be taken out, once, and the order of the others stays. */
    (void)state;
    struct clock_event storage[ROOM], event;
    uint32_t           ids[ROOM];
    for (unsigned stride = 1; stride < 8; stride++) {
        struct clock clock;
        clock_start(&clock, storage, ROOM);
        for (uint32_t i = 0; i < ROOM; i++)
            ids[i] = add(&clock, (i * 29) % 50, i);
        unsigned left = ROOM;
        for (uint32_t i = 0; i < ROOM; i += stride, left--) {
            assert_true(clock_cancel(&clock, ids[i]));
            assert_false(clock_cancel(&clock, ids[i]));
        }
        uint64_t last = 0;
        for (; clock_next(&clock, &event); left--) {
            assert_true(event.time_us >= last);
            assert_int_not_equal(event.index % stride, 0);
            last = event.time_us;
        }
        assert_int_equal(left, 0);
    }
}

static void test_limits(void **state)
{
    /* A full clock and the past are refused. */
    (void)state;
    struct clock_event storage[2], event;
    struct clock       clock;
    clock_start(&clock, storage, 2);
    assert_null(clock_peek(&clock));
    add(&clock, 10, 0);
    add(&clock, 20, 1);
    assert_int_equal(add(&clock, 30, 2), 0);
    assert_int_equal(clock_peek(&clock)->time_us, 10);
    assert_true(clock_next(&clock, &event));
    assert_int_equal(add(&clock, 9, 3), 0);
    assert_int_not_equal(add(&clock, 10, 4), 0);
    assert_false(clock_cancel(&clock, 0));
}

static void test_channel_matches(void **state)
{
    /* Each kind of segment is matched by its rule and by no other, `any` and `data` aside. */
    (void)state;
    static const struct {
        uint8_t  flags;    /* of the segment */
        uint32_t text;     /* of the segment */
        unsigned expected; /* bit m: MATCH_m */
    } cases[] = {
        { FLAG_SYN,            0, 1 << MATCH_ANY | 1 << MATCH_SYN },
        { FLAG_SYN | FLAG_ACK, 0, 1 << MATCH_ANY | 1 << MATCH_SYNACK },
        { FLAG_ACK,            0, 1 << MATCH_ANY | 1 << MATCH_ACK },
        { FLAG_ACK,            9, 1 << MATCH_ANY | 1 << MATCH_DATA },
        { FLAG_FIN | FLAG_ACK, 0, 1 << MATCH_ANY | 1 << MATCH_FIN },
        { FLAG_FIN | FLAG_ACK, 9, 1 << MATCH_ANY | 1 << MATCH_FIN | 1 << MATCH_DATA },
        { FLAG_RST,            0, 1 << MATCH_ANY | 1 << MATCH_RST },
        { FLAG_RST | FLAG_ACK, 0, 1 << MATCH_ANY | 1 << MATCH_RST },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct engine_segment segment = { .flags = cases[i].flags, .text = cases[i].text };
        for (unsigned m = 0; m < CHANNEL_MATCHES; m++)
            assert_int_equal(channel_matches((enum channel_match)m, &segment),
                             cases[i].expected >> m & 1);
    }
}

static void test_channel_rules(void **state)
{
    /* A rule counts what it matches from its time on, and loses the chosen ones. */
    (void)state;
    struct channel       channel = { .delay.least_us = 7, .msl_us = 1000 };
    struct channel_state so_far  = { 0 };
    struct channel_rule  rule = { .match = MATCH_SYN, .first = 2, .last = 3, .after_us = 100,
                                  .until_us = CHANNEL_NEVER, .line = 9 };
    struct engine_segment syn = { .flags = FLAG_SYN }, ack = { .flags = FLAG_ACK };
    assert_true(channel_add_rule(&channel, &rule));
    assert_int_equal(channel_send(&channel, &so_far, &syn, 99).n_copies, 1);
    assert_int_equal(channel_send(&channel, &so_far, &syn, 100).n_copies, 1);
    assert_int_equal(channel_send(&channel, &so_far, &ack, 101).n_copies, 1);
    assert_int_equal(channel_send(&channel, &so_far, &syn, 102).why, CHANNEL_RULE);
    assert_int_equal(channel_send(&channel, &so_far, &syn, 103).line, 9);
    struct channel_fate fate = channel_send(&channel, &so_far, &syn, 104);
    assert_int_equal(fate.why, CHANNEL_ARRIVES);
    assert_int_equal(fate.n_copies, 1);
    assert_int_equal(fate.arrivals_us[0], 111);
}

static void test_channel_holds(void **state)
{
    /* A rule may hold a segment up, or send a copy: what holds up adds up, and spares the copy. */
    (void)state;
    struct channel       channel = { .delay.least_us = 7, .msl_us = 1000 };
    struct channel_state so_far  = { 0 };
    struct engine_segment syn = { .flags = FLAG_SYN };
    struct channel_rule  rules[] = { { .deed = DEED_HOLD, .by_us = 20, .first = 1, .last = 2 },
                                     { .deed = DEED_HOLD, .by_us = 300, .first = 2, .last = 2 },
                                     { .deed = DEED_COPY, .by_us = 4, .first = 2, .last = 3 } };
    for (unsigned i = 0; i < 3; i++) {
        rules[i].until_us = CHANNEL_NEVER;
        assert_true(channel_add_rule(&channel, &rules[i]));
    }
    struct channel_fate fates[4];
    for (unsigned i = 0; i < 4; i++)
        fates[i] = channel_send(&channel, &so_far, &syn, 0);
    assert_int_equal(fates[0].n_copies, 1);
    assert_int_equal(fates[0].arrivals_us[0], 27);
    assert_int_equal(fates[1].n_copies, 2);
    assert_int_equal(fates[1].arrivals_us[0], 327);
    assert_int_equal(fates[1].arrivals_us[1], 11);
    assert_int_equal(fates[2].n_copies, 2);
    assert_int_equal(fates[2].arrivals_us[0], 7);
    assert_int_equal(fates[3].n_copies, 1);
}

static void test_channel_choice(void **state)
{
    /* One of a few delays, each as often as the others, to five standard deviations. */
    (void)state;
    struct channel       channel = { .msl_us = 1000, .delay = { .least_us = 5, .n_choices = 3,
                                                                .choices_us = { 40, 0, 1 } } };
    struct channel_state  so_far    = { .key = random_key(1, 2) };
    struct engine_segment syn       = { .flags = FLAG_SYN };
    unsigned              counts[3] = { 0 };
    for (unsigned i = 0; i < SEGMENTS; i++) {
        uint64_t at_us = channel_send(&channel, &so_far, &syn, 0).arrivals_us[0];
        assert_true(at_us == 5 || at_us == 6 || at_us == 45);
        counts[at_us == 5 ? 1 : at_us == 6 ? 2 : 0]++;
    }
    for (unsigned i = 0; i < 3; i++)
        assert_in_range(counts[i], SEGMENTS / 3 - 750, SEGMENTS / 3 + 750);
}

/* How many of so many segments are lost, and how long the longest row of losses is. */
static unsigned count_lost(const struct channel *channel, uint64_t key, unsigned *longest)
{
    struct channel_state  so_far = { .key = key };
    struct engine_segment syn    = { .flags = FLAG_SYN };
    unsigned              lost = 0, row = 0;
    *longest = 0;
    for (unsigned i = 0; i < SEGMENTS; i++) {
        row = channel_send(channel, &so_far, &syn, 0).n_copies == 0 ? row + 1 : 0;
        lost += row > 0;
        *longest = row > *longest ? row : *longest;
    }
    return lost;
}

static void test_channel_chance(void **state)
{
    /* Losses by chance come as often as the scenario says, to five standard deviations. */
    (void)state;
    unsigned longest;
    struct channel even  = { .msl_us = 1, .loss = RANDOM_ONE / 10 };
    struct channel burst = { .msl_us = 1, .enter_bad = RANDOM_ONE / 90, .leave_bad = RANDOM_ONE / 10,
                             .loss_bad = RANDOM_ONE };
    assert_in_range(count_lost(&even, random_key(1, 2), &longest), 9500, 10500);
    assert_in_range(longest, 3, 9);
    assert_in_range(count_lost(&burst, random_key(1, 2), &longest), 8900, 11100);
    assert_true(longest > 30);
}

static void test_channel_repeats(void **state)
{
    /* What happens to a segment depends on the key and its number alone. */
    (void)state;
    struct channel channel = { .msl_us = UINT64_MAX, .loss = RANDOM_ONE / 2,
                               .duplicate = RANDOM_ONE / 2, .delay.spread_us = 1000 };
    struct channel_state  one = { .key = random_key(3, 4) }, two = one;
    struct engine_segment syn = { .flags = FLAG_SYN };
    channel_send(&channel, &one, &syn, 0);
    two.n_sent = 1;
    for (unsigned i = 0; i < 100; i++) {
        struct channel_fate a = channel_send(&channel, &one, &syn, i);
        struct channel_fate b = channel_send(&channel, &two, &syn, i);
        assert_memory_equal(&a, &b, sizeof a);
    }
}

static void test_channel_life(void **state)
{
    /* RFC 9293, 3.4.1: no segment lives longer than the MSL; while the link is down none arrives. */
    (void)state;
    struct channel       channel = { .msl_us = 6, .delay.least_us = 7 };
    struct channel_state so_far  = { 0 };
    struct engine_segment syn    = { .flags = FLAG_SYN };
    assert_int_equal(channel_send(&channel, &so_far, &syn, 0).why, CHANNEL_MSL);
    channel.msl_us = 7;
    assert_true(channel_add_outage(&channel, &(struct channel_outage){ 5, 9, 3 }));
    assert_int_equal(channel_send(&channel, &so_far, &syn, 4).why, CHANNEL_ARRIVES);
    assert_int_equal(channel_send(&channel, &so_far, &syn, 5).why, CHANNEL_DOWN);
    assert_int_equal(channel_send(&channel, &so_far, &syn, 9).why, CHANNEL_ARRIVES);
}

static int compare_times(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void test_channel_delays(void **state)
{
    /* The quantiles of a normal and a lognormal delay: mean 100, and what one deviation adds. */
    (void)state;
    static uint64_t       times[SEGMENTS];
    struct engine_segment syn = { .flags = FLAG_SYN };
    for (unsigned kind = 0; kind < 2; kind++) {
        struct channel       channel = { .msl_us = UINT64_MAX };
        struct channel_state so_far  = { .key = random_key(5, kind) };
        if (kind == 0)
            spread_normal(&channel.delay, 100000, 10000);
        else
            spread_lognormal(&channel.delay, 100000, 2);
        for (unsigned i = 0; i < SEGMENTS; i++)
            times[i] = channel_send(&channel, &so_far, &syn, 0).arrivals_us[0];
        qsort(times, SEGMENTS, sizeof times[0], compare_times);
        uint64_t above = times[(unsigned)(SEGMENTS * 0.8413)];
        assert_in_range(times[SEGMENTS / 2], 99000, 101000);
        assert_in_range(above, kind == 0 ? 109500 : 196000, kind == 0 ? 110500 : 204000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),           cmocka_unit_test(test_ties),
        cmocka_unit_test(test_cancel),          cmocka_unit_test(test_limits),
        cmocka_unit_test(test_channel_matches), cmocka_unit_test(test_channel_rules),
        cmocka_unit_test(test_channel_chance),  cmocka_unit_test(test_channel_repeats),
        cmocka_unit_test(test_channel_life),    cmocka_unit_test(test_channel_delays),
        cmocka_unit_test(test_channel_holds),   cmocka_unit_test(test_channel_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
