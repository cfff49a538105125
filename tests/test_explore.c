/* test_explore.c - the explorer on a world small enough to count by hand.
 *
 * Two counters, A's and B's, each from 0 to 4; a move raises one of them. A may not rise
 * from (1, 4): so that world has no next move, and is no legal end as (4, 4) is.
 *
 *     worlds       5 * 5 = 25; (2, 4) is reached from (2, 3)
 *     transitions  5 * 4 for each counter, without the forbidden one: 39
 *     levels       4 + 4 = 8
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explore.h"
#include "path.h"
#include "worlds.h"

/* --- toy engine --- */

enum { TOP = 4, STUCK = 1 };

struct toy {
    uint8_t counter[2]; /* A's and B's */
};

static void toy_init(void *world)
{
    memset(world, 0, sizeof(struct toy));
}

/* State LOW is below 2, HIGH from 2 on; the one row fires in both. */
static bool toy_move(const void *world, unsigned m, void *next, struct engine_step *step)
{
    struct toy toy = *(const struct toy *)world;
    if (toy.counter[m] == TOP || (m == 0 && toy.counter[0] == STUCK && toy.counter[1] == TOP))
        return false;
    if (step != NULL)
        *step = (struct engine_step){.end     = (uint8_t)m,
                                     .event   = 0,
                                     .n_fired = 1,
                                     .fired   = {{0, toy.counter[m] >= 2, toy.counter[m] >= 1}}};
    toy.counter[m]++;
    *(struct toy *)next = toy;
    return true;
}

/* Claim 0 fails first in (3, 2); the premise of claim 1 never holds. */
static uint64_t toy_violated(const void *world, uint64_t *premises)
{
    const struct toy *toy = world;
    *premises             = 1;
    return toy->counter[0] >= 3 && toy->counter[1] == 2;
}

static int toy_legal_end(const void *world)
{
    const struct toy *toy = world;
    return toy->counter[0] == TOP && toy->counter[1] == TOP ? 0 : -1;
}

/* A is raised by its user, B by its timer. */
static uint8_t toy_process(unsigned m)
{
    return m == 0 ? 4 : 3;
}

static void toy_view(const void *world, unsigned end, uint32_t *values)
{
    const struct toy *toy = world;
    values[0]             = toy->counter[end] >= 2;
    values[1]             = toy->counter[end];
}

static unsigned toy_flight(const void *world, unsigned end, struct engine_segment *out,
                           unsigned max)
{
    (void)world, (void)end, (void)out, (void)max;
    return 0;
}

static const char *const         toy_states[] = {"LOW", "HIGH"};
static const char *const         toy_events[] = {"tick"};
static const char *const         toy_ends[]   = {"both at the top"};
static const struct engine_row   toy_rows[]   = {{.name   = "grow",
                                                  .event  = "tick",
                                                  .file   = "toy.fsm",
                                                  .line   = 1,
                                                  .label  = "tick / grow -> same",
                                                  .states = 3,
                                                  .cite   = {"1", "1"}}};
static const struct engine_move  toy_moves[]  = {{"tick", "timer", "a counter rises", 1}};
static const struct engine_claim toy_claims[] = {
    {.name = "below", .text = "B is not at 2 while A is at 3 or more", .cite = "1", .premise = "",
     .asked = true},
    {.name = "vacuous", .text = "nothing", .cite = "1", .premise = "false", .asked = true},
};
static const struct engine_var   toy_vars[]   = {{"state", "state", "", ""},
                                                 {"counter", "count", "", ""}};

extern const struct engine eleven_engine;
const struct engine eleven_engine = {
    .abi = ENGINE_ABI, .bound = "toy", .text = "two counters", .assumptions = "nothing",
    .seq_bits = 3, .world_size = sizeof(struct toy), .pinned_states = 25,
    .pinned_transitions = 39, .n_states = 2, .n_events = 1, .n_rows = 1, .n_moves = 1,
    .n_claims = 2, .n_vars = 2, .n_legal_ends = 1, .states = toy_states, .events = toy_events,
    .rows = toy_rows, .moves = toy_moves, .claims = toy_claims, .vars = toy_vars,
    .legal_ends = toy_ends, .init = toy_init, .n_choices = 2, .move = toy_move,
    .violated = toy_violated, .legal_end = toy_legal_end, .view = toy_view, .flight = toy_flight,
    .process_of = toy_process,
};

/* --- end of the toy engine --- */

static const struct explore_limits plenty = {.memory = 1 << 20, .examples = true};

/* Shows that states, transitions, levels and legal ends are those counted by hand. */
static void counts_are_exact(void **state)
{
    (void)state;
    struct result result;
    explore(&result, &eleven_engine, plenty);
    assert_int_equal(result.states, 25);
    assert_int_equal(result.transitions, 39);
    assert_int_equal(result.depth, 8);
    assert_int_equal(result.ends[0], 1);
    assert_null(result.cut_by);
    result_free(&result);
}

/* Shows that rows are counted by state: A fires 10 - 1 times LOW, B 10, and each 10 HIGH. */
static void rows_are_counted_by_state(void **state)
{
    (void)state;
    struct result result;
    explore(&result, &eleven_engine, plenty);
    assert_int_equal(result.fired[result_index(&eleven_engine, 0, 0)], 19);
    assert_int_equal(result.fired[result_index(&eleven_engine, 0, 1)], 20);
    assert_int_equal(result.examples[0].count, 1);
    assert_int_equal(result.examples[1].count, 3);
    result_free(&result);
}

/* Shows that a counterexample is a shortest one, that it leads there, and that the search
 * goes on after it. */
static void violation_has_shortest_path(void **state)
{
    (void)state;
    struct result result;
    struct toy    world;
    explore(&result, &eleven_engine, plenty);
    const struct path *path = &result.claims[0].path;
    assert_int_equal(result_verdict(&result, 0), VERDICT_VIOLATED);
    assert_int_equal(path->count, 5);
    assert_int_equal(path_walk(&eleven_engine, path, &world), 5);
    assert_int_equal(world.counter[0], 3);
    assert_int_equal(world.counter[1], 2);
    result_free(&result);
}

/* Shows that a world without a next move that is no legal end violates no_deadlock. */
static void deadlock_is_found(void **state)
{
    (void)state;
    struct result result;
    struct toy    world;
    explore(&result, &eleven_engine, plenty);
    assert_int_equal(result_verdict(&result, 2), VERDICT_VIOLATED);
    assert_string_equal(result_claim_name(&eleven_engine, 2), "no_deadlock");
    assert_int_equal(path_walk(&eleven_engine, &result.claims[2].path, &world), 5);
    assert_int_equal(world.counter[0], 1);
    assert_int_equal(world.counter[1], 4);
    result_free(&result);
}

/* Shows that a claim whose premise never held is known as such. */
static void unmet_premise_is_known(void **state)
{
    (void)state;
    struct result result;
    explore(&result, &eleven_engine, plenty);
    assert_int_equal(result_verdict(&result, 1), VERDICT_HOLDS);
    assert_true(result_is_vacuous(&result, 1));
    assert_false(result_is_vacuous(&result, 0));
    assert_false(result_is_vacuous(&result, 2));
    result_free(&result);
}

/* Shows that joint states are counted, and apart those where only a user can move: B at 4. */
static void joint_states_are_counted(void **state)
{
    (void)state;
    static const struct pair_count expected[] = {{4, 0}, {6, 2}, {6, 0}, {9, 3}};
    struct result                  result;
    struct explore_limits          limits = plenty;
    limits.pairs                          = true;
    explore(&result, &eleven_engine, limits);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(result.pairs[i].worlds, expected[i].worlds);
        assert_int_equal(result.pairs[i].quiescent, expected[i].quiescent);
    }
    result_free(&result);
}

/* Shows that a limit of depth is INCOMPLETE but for what was violated above it. */
static void depth_limit_is_incomplete(void **state)
{
    (void)state;
    struct result         result;
    struct explore_limits limits = plenty;
    limits.depth                 = 5;
    explore(&result, &eleven_engine, limits);
    assert_string_equal(result.cut_by, "depth");
    assert_int_equal(result.depth, 5);
    assert_int_equal(result.states, 1 + 2 + 3 + 4 + 5 + 4);
    assert_int_equal(result_verdict(&result, 0), VERDICT_VIOLATED);
    assert_int_equal(result_verdict(&result, 1), VERDICT_INCOMPLETE);
    assert_int_equal(result_verdict(&result, 2), VERDICT_INCOMPLETE);
    result_free(&result);
}

/* Shows that running out of memory is INCOMPLETE, and that what was found stands. */
static void memory_limit_is_incomplete(void **state)
{
    (void)state;
    struct result         result;
    struct explore_limits limits = plenty;
    limits.memory = (1 << 12) * sizeof(uint64_t) + 7 * (sizeof(struct toy) + 8);
    explore(&result, &eleven_engine, limits);
    assert_string_equal(result.cut_by, "memory");
    assert_int_equal(result.states, 7);
    assert_true(result.bytes <= limits.memory);
    assert_int_equal(result_verdict(&result, 1), VERDICT_INCOMPLETE);
    result_free(&result);
}

/* Shows that a search without room for one world is incomplete, not an empty success. */
static void no_room_is_incomplete(void **state)
{
    (void)state;
    struct result         result;
    struct explore_limits limits = plenty;
    limits.memory                = 1;
    explore(&result, &eleven_engine, limits);
    assert_int_equal(result_verdict(&result, 0), VERDICT_INCOMPLETE);
    result_free(&result);
}

/* Shows that a path with a move that is not enabled is told from a good one. */
static void impossible_path_is_noticed(void **state)
{
    (void)state;
    unsigned    moves[] = {0, 1, 1, 1, 1, 0};
    struct path path = {.moves = moves, .count = 6};
    struct toy  world;
    assert_int_equal(path_walk(&eleven_engine, &path, &world), 5);
}

/* Shows that the set keeps each world once while its table grows many times. */
static void worlds_are_kept_once(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    struct worlds worlds;
    uint32_t      index;
    assert_true(worlds_start(&worlds, 12, 16 << 20));
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t world[3] = {i, 7, i / 2};
            assert_int_equal(worlds_add(&worlds, world, (struct worlds_link){0, 0}, &index),
                             round == 0 ? WORLDS_NEW : WORLDS_KNOWN);
            assert_int_equal(index, i);
        }
    assert_int_equal(worlds.count, COUNT);
    assert_memory_equal(worlds_get(&worlds, 9), ((uint32_t[]){9, 7, 4}), 12);
    worlds_end(&worlds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_exact),
        cmocka_unit_test(rows_are_counted_by_state),
        cmocka_unit_test(violation_has_shortest_path),
        cmocka_unit_test(deadlock_is_found),
        cmocka_unit_test(unmet_premise_is_known),
        cmocka_unit_test(joint_states_are_counted),
        cmocka_unit_test(depth_limit_is_incomplete),
        cmocka_unit_test(memory_limit_is_incomplete),
        cmocka_unit_test(no_room_is_incomplete),
        cmocka_unit_test(impossible_path_is_noticed),
        cmocka_unit_test(worlds_are_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
