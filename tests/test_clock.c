/* test_clock.c - virtual time has a total order, and events can be taken back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel.h"
#include "clock.h"

enum { ROOM = 64 };

static uint64_t add(struct clock *clock, uint64_t time_us, uint32_t index)
{
    return clock_add(clock, (struct clock_event){ .time_us = time_us, .index = index });
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
    uint64_t           ids[ROOM];
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
    struct channel channel = { .delay_us = 7 };
    struct channel_rule rule = { .match = MATCH_SYN, .first = 2, .last = 3, .after_us = 100 };
    struct engine_segment syn = { .flags = FLAG_SYN }, ack = { .flags = FLAG_ACK };
    assert_true(channel_add_rule(&channel, &rule));
    assert_false(channel_send(&channel, &syn, 99).lost);
    assert_false(channel_send(&channel, &syn, 100).lost);
    assert_false(channel_send(&channel, &ack, 101).lost);
    assert_true(channel_send(&channel, &syn, 102).lost);
    assert_int_equal(channel_send(&channel, &syn, 103).rule, 0);
    struct channel_fate fate = channel_send(&channel, &syn, 104);
    assert_false(fate.lost);
    assert_int_equal(fate.rule, CHANNEL_NO_RULE);
    assert_int_equal(fate.arrival_us, 111);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),           cmocka_unit_test(test_ties),
        cmocka_unit_test(test_cancel),          cmocka_unit_test(test_limits),
        cmocka_unit_test(test_channel_matches), cmocka_unit_test(test_channel_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
