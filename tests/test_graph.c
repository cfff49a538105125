/* test_graph.c - claims about runs, on graphs small enough to draw.
 *
 * A graph is written as its moves, "0-a>1": from world 0 process a leads to world 1. Its
 * processes are a to f (engine.process_of: 0 to 5) and x, the adversary. World 0 is the
 * first. A capital letter is the same process by its second move, whose name is "other".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "explore.h"
#include "live.h"
#include "path.h"

/* --- toy engine --- */

static const char processes[] = "abcdefxABCDEFX"; /* by choice */

enum { CHOICES = sizeof processes - 1, ADVERSARY = 6 };

/* The graph that the engine is now. */
static const char *moves;          /* "0-a>1 1-b>0" */
static const char *from, *reached; /* the worlds of the premise and of the goal, for both ends */

static void toy_init(void *world)
{
    *(char *)world = '0';
}

static bool toy_move(const void *world, unsigned m, void *next, struct engine_step *step)
{
    char wanted[] = {*(const char *)world, '-', processes[m], '>', '\0'};
    const char *found = strstr(moves, wanted);
    if (found == NULL)
        return false;
    if (step != NULL)
        *step = (struct engine_step){.move = m > ADVERSARY, .event = m > ADVERSARY};
    *(char *)next = found[4];
    return true;
}

static uint64_t toy_violated(const void *world, uint64_t *premises)
{
    *premises = strchr(reached, *(const char *)world) != NULL ? 4 : 0;
    return 0;
}

static void toy_goals(const void *world, unsigned end, uint64_t *premises, uint64_t *goals)
{
    *premises = end == 0 && strchr(from, *(const char *)world) != NULL ? 3 : 0;
    *goals    = strchr(reached, *(const char *)world) != NULL ? 3 : 0;
}

static int toy_legal_end(const void *world)
{
    (void)world;
    return 0;
}

static uint8_t toy_process(unsigned m)
{
    unsigned process = m % (ADVERSARY + 1);
    return (uint8_t)(process == ADVERSARY ? ENGINE_NONE : process);
}

static void toy_view(const void *world, unsigned end, uint32_t *values)
{
    (void)end;
    values[0] = *(const unsigned char *)world;
}

static const char *const         toy_names[]  = {"step", "other"};
static const char *const         toy_out[]    = {"other", NULL};
static const struct engine_move  toy_moves[]  = {{"step", "timer", "", 1},
                                                 {"other", "timer", "", 1}};
static const struct engine_claim toy_claims[] = {
    {.name = "comes", .text = "it comes", .cite = "1", .premise = "p", .kind = CLAIM_EVENTUALLY,
     .asked = true},
    {.name = "can", .text = "it can come", .cite = "1", .premise = "p", .kind = CLAIM_RECOVERABLE,
     .asked = true, .without = toy_out},
    {.name = "seen", .text = "it is there", .cite = "1", .premise = "", .kind = CLAIM_WITNESS,
     .asked = true},
};
static const struct engine_var   toy_vars[]   = {{"world", "count", "", ""}};

enum { COMES, CAN, SEEN };

static const struct engine toy = {
    .abi = ENGINE_ABI, .bound = "toy", .text = "a graph", .assumptions = "nothing", .seq_bits = 3,
    .world_size = 1, .n_states = 2, .n_events = 2, .n_moves = 2, .n_claims = 3, .n_vars = 1,
    .n_legal_ends = 1, .states = toy_names, .events = toy_names, .moves = toy_moves,
    .claims = toy_claims, .vars = toy_vars, .legal_ends = toy_names, .init = toy_init,
    .n_choices = CHOICES, .move = toy_move, .violated = toy_violated, .goals = toy_goals,
    .legal_end = toy_legal_end, .view = toy_view, .process_of = toy_process, .fair = true,
};

/* --- end of the toy engine --- */

static const struct explore_limits plenty = {.memory = 1 << 20};

static struct result explored(const char *graph, const char *premise, const char *goal)
{
    struct result result;
    moves   = graph;
    from    = premise;
    reached = goal;
    explore(&result, &toy, plenty);
    return result;
}

/* "abA|b": the moves, and after the bar those that go round for ever. */
static void assert_run(const struct result *result, unsigned claim, const char *run)
{
    const struct path *path       = &result->claims[claim].path;
    char               world, text[64] = "";
    assert_true(path->count < sizeof text - 2);
    for (size_t i = 0, at = 0; i < path->count; i++) {
        if (path->loop > 0 && i + path->loop == path->count)
            text[at++] = '|';
        text[at++] = processes[path->moves[i]];
    }
    assert_string_equal(text, run);
    assert_int_equal(path_walk(&toy, path, &world), path->count);
}

static void assert_verdict(const char *graph, const char *premise, const char *goal,
                           unsigned claim, enum verdict verdict, const char *run)
{
    struct result result = explored(graph, premise, goal);
    assert_int_equal(result_verdict(&result, claim), verdict);
    assert_run(&result, claim, run);
    result_free(&result);
}

static void comes(const char *graph, const char *premise, const char *goal)
{
    assert_verdict(graph, premise, goal, COMES, VERDICT_HOLDS, "");
}

static void never_comes(const char *graph, const char *premise, const char *goal, const char *run)
{
    assert_verdict(graph, premise, goal, COMES, VERDICT_VIOLATED, run);
}

/* Shows that a loop in which every process has its share violates `eventually`. */
static void fair_loop_is_found(void **state)
{
    (void)state;
    never_comes("0-a>1 1-b>2 2-a>1 1-a>3", "1", "3", "a|ba");
    never_comes("0-a>0 0-x>1", "0", "1", "|a"); /* nobody makes the adversary move */
}

/* Shows that a loop which leaves out a process that can always move is not one. */
static void unfair_loop_is_not_reported(void **state)
{
    (void)state;
    comes("0-a>1 1-a>0 0-b>2 1-b>2", "01", "2");
    comes("0-a>0 0-b>1", "0", "1");
}

/* Shows that a process which can move now and then only may be left out: fairness is weak. */
static void weak_fairness_is_weak(void **state)
{
    (void)state;
    never_comes("0-a>1 1-a>0 0-b>2", "0", "2", "|aa");
}

/* Shows that the loop takes in the moves that fairness asks for, wherever they are. */
static void loop_visits_what_fairness_wants(void **state)
{
    (void)state;
    never_comes("0-a>0 0-b>1 1-a>0 0-c>3 1-c>2 2-a>0 2-b>3", "0", "3", "|abca");
}

/* Shows that a run which ends while it waits violates `eventually`, the nearest end first, and
 * that the adversary's moves do not keep it going. */
static void end_while_waiting_is_found(void **state)
{
    (void)state;
    never_comes("0-a>1 1-a>2 0-b>3", "0", "2", "b");
    never_comes("0-a>1 1-x>2", "0", "2", "a");
    comes("0-a>1 1-a>2 0-b>3", "0", "23");
}

/* Shows that waiting begins where the premise holds, and ends where the goal does. */
static void only_waiting_runs_count(void **state)
{
    (void)state;
    comes("0-a>1 1-a>1", "0", "1");
    comes("0-a>1 1-a>1 0-b>2 2-a>2", "", "");
    comes("0-a>1 1-a>2 2-a>2", "1", "1");
    never_comes("0-a>1 1-a>2 2-a>2", "0", "", "aa|a");
}

/* Shows that a premise which no world meets is known, for each kind of claim. */
static void vacuous_runs_are_known(void **state)
{
    (void)state;
    struct result met = explored("0-a>1", "0", "1"), unmet = explored("0-a>1", "2", "1");
    assert_false(result_is_vacuous(&met, COMES));
    assert_false(result_is_vacuous(&met, CAN));
    assert_true(result_is_vacuous(&unmet, COMES));
    assert_true(result_is_vacuous(&unmet, CAN));
    result_free(&met);
    result_free(&unmet);
}

/* Shows that a world from which no way leads back is found, by the shortest way to it. */
static void lost_world_is_found(void **state)
{
    (void)state;
    assert_verdict("0-a>1 1-a>2 2-a>0 1-b>3 3-b>4 4-b>3", "1234", "0", CAN, VERDICT_VIOLATED, "ab");
    assert_verdict("0-a>1 1-a>2 2-a>0 1-b>3 3-b>4 4-b>3 4-c>0", "1234", "0", CAN, VERDICT_HOLDS,
                   "");
    assert_verdict("0-a>1 1-b>3", "1", "0", CAN, VERDICT_VIOLATED, "a");
}

/* Shows that moves of the adversary lead nowhere, nor those that the claim leaves out. */
static void excluded_moves_do_not_count(void **state)
{
    (void)state;
    assert_verdict("0-a>1 1-b>0", "1", "0", CAN, VERDICT_HOLDS, "");
    assert_verdict("0-a>1 1-B>0", "1", "0", CAN, VERDICT_VIOLATED, "a");
    assert_verdict("0-a>1 1-x>0", "1", "0", CAN, VERDICT_VIOLATED, "a");
    assert_verdict("0-A>1 1-x>2 2-a>0", "2", "0", CAN, VERDICT_HOLDS, "");
}

/* Shows that a witness holds by being found, with the shortest way, and is violated by not. */
static void witness_is_shown(void **state)
{
    (void)state;
    assert_verdict("0-a>1 1-a>2 0-b>2", "", "2", SEEN, VERDICT_HOLDS, "b");
    assert_verdict("0-a>1 1-a>2 0-b>2", "", "3", SEEN, VERDICT_VIOLATED, "");
}

/* --- the same by trying everything --- */

enum { WORLDS = 5, EDGES = 8, GRAPHS = 4000 };

static bool leads(unsigned inside, unsigned world, unsigned choice, unsigned *target)
{
    char source = (char)('0' + world), next;
    if (!toy_move(&source, choice, &next, NULL))
        return false;
    *target = (unsigned)(next - '0');
    return (inside >> *target & 1) != 0;
}

/* The worlds that are reached from some of these, them included, without leaving `inside`. */
static unsigned closure(unsigned inside, unsigned worlds)
{
    for (unsigned round = 0; round < WORLDS; round++)
        for (unsigned world = 0; world < WORLDS; world++)
            for (unsigned m = 0, target; m < CHOICES && (worlds >> world & 1) != 0; m++)
                if (leads(inside, world, m, &target))
                    worlds |= 1U << target;
    return worlds;
}

static unsigned bit_of(unsigned choice)
{
    return toy_process(choice) == ENGINE_NONE ? 0 : 1U << toy_process(choice);
}

/* A run can stay in just these worlds for ever, seeing all of them again and again. */
static bool can_stay(unsigned worlds)
{
    unsigned denied = 63, made = 0, edges = 0;
    for (unsigned world = 0; world < WORLDS; world++) {
        unsigned enabled = 0;
        if ((worlds >> world & 1) == 0)
            continue;
        if (closure(worlds, 1U << world) != worlds)
            return false;
        for (unsigned m = 0, target; m < CHOICES; m++) {
            if (leads(UINT32_MAX, world, m, &target))
                enabled |= bit_of(m);
            if (leads(worlds, world, m, &target)) {
                made |= bit_of(m);
                edges++;
            }
        }
        denied &= enabled;
    }
    return (edges > 0 && (denied & ~made) == 0) || denied == 0;
}

static bool can_wait_for_ever(void)
{
    unsigned free = 0, begin = closure(UINT32_MAX, 1), waiting = 0;
    for (unsigned world = 0; world < WORLDS; world++) {
        free |= strchr(reached, (int)('0' + world)) == NULL ? 1U << world : 0;
        waiting |= strchr(from, (int)('0' + world)) != NULL ? 1U << world : 0;
    }
    waiting = closure(free, waiting & begin & free);
    for (unsigned worlds = 1; worlds < 1U << WORLDS; worlds++)
        if ((worlds & ~waiting) == 0 && can_stay(worlds))
            return true;
    return false;
}

static unsigned draw(uint32_t *seed, unsigned below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 16) % below;
}

/* Shows that what is found in random graphs is what trying every set of worlds finds, that a
 * loop comes back to where it began, and that it is fair. */
static void random_graphs_agree(void **state)
{
    (void)state;
    uint32_t seed = 20240601;
    unsigned violated = 0, loops = 0;
    print_message("seed %u\n", seed);
    for (unsigned i = 0; i < GRAPHS; i++) {
        char graph[EDGES * 6 + 1] = "", premise[2] = "0", goal[2] = "4";
        for (unsigned edge = 0; edge < EDGES; edge++)
            snprintf(graph + strlen(graph), 7, " %u-%c>%u", draw(&seed, WORLDS),
                     "abx"[draw(&seed, 3)], draw(&seed, WORLDS));
        premise[0] = (char)('0' + draw(&seed, WORLDS));
        struct result      result = explored(graph, premise, goal);
        const struct path *path   = &result.claims[COMES].path;
        bool               is_violated = result_verdict(&result, COMES) == VERDICT_VIOLATED;
        assert_int_equal(is_violated, can_wait_for_ever());
        assert_true(!is_violated || live_violates(&toy, path, COMES));
        violated += is_violated;
        loops += path->loop > 0;
        result_free(&result);
    }
    assert_true(loops > 100 && violated > loops && violated < GRAPHS);
}

static void judge(const char *graph, const char *run, bool violates)
{
    unsigned    made[8];
    struct path path = {made, 0, 0};
    const char *loop = strchr(run, '|');
    for (const char *at = run; *at != '\0'; at++)
        if (at != loop)
            made[path.count++] = (unsigned)(strchr(processes, *at) - processes);
    path.loop = loop != NULL ? strlen(loop + 1) : 0;
    moves     = graph;
    assert_int_equal(live_violates(&toy, &path, COMES), violates);
}

/* Shows which runs, by whatever engine, count against `eventually`. */
static void runs_are_judged(void **state)
{
    (void)state;
    from    = "1";
    reached = "9";
    judge("0-a>1 1-b>2 2-b>1", "a|bb", true);
    judge("0-a>1 1-b>2 2-b>1 1-c>3 2-c>3", "a|bb", false); /* c is treated unfairly */
    judge("0-a>1 1-b>2 2-b>1 1-c>3", "a|bb", true);        /* c cannot always */
    judge("0-a>1 1-b>2 2-b>1 1-x>9 2-x>9", "a|bb", true);  /* the adversary need not */
    judge("0-a>1 1-b>2 2-b>1", "a|b", false);              /* no loop */
    judge("0-a>1 1-b>2", "a|bb", false);                   /* no move */
    judge("0-a>1 1-b>9 9-b>1", "a|bb", false);             /* it comes */
    judge("0-a>1 1-b>9 9-b>2 2-b>2", "abb|b", false);      /* it came */
    judge("0-a>2 2-b>2", "a|b", false);                    /* no premise */
    judge("0-a>1", "a", true);
    judge("0-a>1 1-x>9", "a", true);
    judge("0-a>1 1-b>9", "a", false); /* it need not end there */
    from = "2";
    judge("0-a>9 9-b>2 2-b>9", "ab|bb", false); /* the premise comes again, and so does it */
}

/* Shows what a search that was cut short may say: what it found, and nothing else. */
static void cut_search_is_incomplete(void **state)
{
    (void)state;
    struct result         result;
    struct explore_limits limits = plenty;
    limits.depth                 = 2;
    moves                        = "0-a>1 1-a>2 2-a>3 1-b>4 4-b>4";
    from                         = "01";
    reached                      = "34";
    explore(&result, &toy, limits);
    assert_int_equal(result_verdict(&result, COMES), VERDICT_INCOMPLETE);
    assert_int_equal(result_verdict(&result, CAN), VERDICT_INCOMPLETE);
    assert_int_equal(result_verdict(&result, SEEN), VERDICT_HOLDS);
    result_free(&result);
    moves = "0-a>0 0-b>1 1-b>2 2-b>3";
    from  = "0";
    explore(&result, &toy, limits);
    assert_int_equal(result_verdict(&result, COMES), VERDICT_INCOMPLETE);
    assert_int_equal(result_verdict(&result, SEEN), VERDICT_INCOMPLETE);
    result_free(&result);
    moves = "0-a>0 0-x>1 1-b>2 2-b>3";
    explore(&result, &toy, limits);
    assert_int_equal(result_verdict(&result, COMES), VERDICT_VIOLATED);
    result_free(&result);
}

/* Shows that the graph and what is asked of it keep within the memory, and say so. */
static void memory_is_enough_or_incomplete(void **state)
{
    (void)state;
    enum { LEAST = (1 << 12) * sizeof(uint64_t) };
    unsigned incomplete = 0, violated = 0;
    for (unsigned more = 0; more < 600; more++) {
        struct result         result;
        struct explore_limits limits = plenty;
        limits.memory                = LEAST + more;
        moves                        = "0-a>1 1-b>2 2-a>1 1-a>3";
        from                         = "1";
        reached                      = "3";
        explore(&result, &toy, limits);
        enum verdict verdict = result_verdict(&result, COMES);
        incomplete += verdict == VERDICT_INCOMPLETE;
        violated += verdict == VERDICT_VIOLATED;
        assert_true(result.bytes <= limits.memory);
        assert_true(verdict != VERDICT_HOLDS);
        assert_true(more == 0 || verdict == VERDICT_VIOLATED || violated == 0);
        result_free(&result);
    }
    assert_true(incomplete > 0 && violated > 0);
}

/* Shows that a segment lost to a full queue spoils a bound of liveness. */
static void overflow_is_an_error(void **state)
{
    (void)state;
    struct result result = explored("0-a>1", "0", "1");
    assert_int_equal(result_verdict(&result, COMES), VERDICT_HOLDS);
    result.overflows = 1;
    result_check_overflows(&result);
    assert_int_equal(result_verdict(&result, COMES), VERDICT_ERROR);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fair_loop_is_found),
        cmocka_unit_test(unfair_loop_is_not_reported),
        cmocka_unit_test(weak_fairness_is_weak),
        cmocka_unit_test(loop_visits_what_fairness_wants),
        cmocka_unit_test(end_while_waiting_is_found),
        cmocka_unit_test(only_waiting_runs_count),
        cmocka_unit_test(vacuous_runs_are_known),
        cmocka_unit_test(lost_world_is_found),
        cmocka_unit_test(excluded_moves_do_not_count),
        cmocka_unit_test(witness_is_shown),
        cmocka_unit_test(random_graphs_agree),
        cmocka_unit_test(runs_are_judged),
        cmocka_unit_test(cut_search_is_incomplete),
        cmocka_unit_test(memory_is_enough_or_incomplete),
        cmocka_unit_test(overflow_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
