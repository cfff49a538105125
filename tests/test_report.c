/* test_report.c - what pan wrote, read back: a full search, truncated ones, violations.
 *
 * The reports are those of SPIN 6.5.2 on a model with one step of setup, 25 worlds and 39
 * moves, without the parts that nobody reads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "spin.h"
#include "report.h"
#include "summary.h"

static const char *const         toy_states[] = {"LOW", "HIGH"};
static const struct engine_row   toy_rows[]   = {{.name = "grow", .event = "tick", .states = 3}};
static const struct engine_claim toy_claims[] = {
    {.name = "below", .text = "", .cite = "", .premise = "", .asked = true},
    {.name = "vacuous", .text = "", .cite = "", .premise = "x = 1", .asked = true}};
static const struct engine       toy          = {.bound              = "toy",
                                                 .n_states           = 2,
                                                 .n_rows             = 1,
                                                 .n_claims           = 2,
                                                 .pinned_states      = 25,
                                                 .pinned_transitions = 39,
                                                 .states             = toy_states,
                                                 .rows               = toy_rows,
                                                 .claims             = toy_claims};

#define HEAD                                                                                   \
    "\n(Spin Version 6.5.2 -- 6 December 2019)\n\t+ Compression\n\n"                           \
    "Full statespace search for:\n\tnever claim         \t- (none specified)\n"                \
    "\tassertion violations\t+\n\tinvalid end states\t+\n\n"

#define MEMORY                                                                                 \
    "        0 atomic steps\nhash conflicts:         0 (resolved)\n\n"                         \
    "Stats on memory usage (in Megabytes):\n"                                                  \
    "    0.001\tequivalent memory usage for states (stored*(State-vector + overhead))\n"       \
    "    0.298\tactual memory usage for states\n    2.000\tmemory used for hash table (-w18)\n" \
    "   45.777\tmemory used for DFS stack (-m1000000)\n"                                       \
    "   48.000\ttotal actual memory usage\n\n\npan: elapsed time 0 seconds\n"

#define TAIL                                                                                   \
    "eleven fired 0 0 19\neleven fired 0 1 20\neleven premise 0\neleven overflow 3\n"          \
    "eleven setup 1\neleven done\n"

#define COUNTS                                                                                 \
    "       26 states, stored\n       15 states, matched\n"                                    \
    "       41 transitions (= stored+matched)\n"

static const char good[] =
    HEAD "State-vector 12 byte, depth reached 9, errors: 0\n" COUNTS MEMORY TAIL;

static const char violated[] =
    "pan:1: assertion violated 0 (at depth 7)\npan: wrote model.pml1.trail\n"
    "eleven claim below violated\n"
    "pan: wrote model.pml2.trail\neleven claim no_deadlock violated\n" HEAD
    "State-vector 12 byte, depth reached 9, errors: 2\n" COUNTS MEMORY TAIL;

static const char too_deep[] =
    "error: max search depth too small\n" HEAD
    "State-vector 12 byte, depth reached 3, errors: 0\n        7 states, stored\n"
    "        7 states, matched\n       14 transitions (= stored+matched)\n" MEMORY TAIL;

static const char out_of_memory[] =
    "pan: reached -DMEMLIM bound\n\t1.04858e+08 bytes used\n\t102400 bytes more needed\n"
    "hint: to reduce memory, recompile with\n"
    "\n(Spin Version 6.5.2 -- 6 December 2019)\nWarning: Search not completed\n\t+ Compression\n\n"
    "State-vector 12 byte, depth reached 60001, errors: 0\n   649195 states, stored\n"
    "   589193 states, matched\n  1238388 transitions (= stored+matched)\n" MEMORY TAIL;

static const char runs[] =
    "pan:1: acceptance cycle (at depth 60)\npan: wrote model.pml1.trail\n"
    "\n(Spin Version 6.5.2 -- 6 December 2019)\nWarning: Search not completed\n\n"
    "Full statespace search for:\n\tnever claim         \t+ (claim_1)\n"
    "\tassertion violations\t+ (if within scope of claim)\n"
    "\tacceptance   cycles \t+ (fairness enabled)\n"
    "\tinvalid end states\t- (disabled by never claim)\n\n"
    "State-vector 12 byte, depth reached 90, errors: 1\n       26 states, stored (41 visited)\n"
    "       15 states, matched\n       56 transitions (= visited+matched)\n" MEMORY TAIL;

static struct result read_report(const char *report)
{
    struct result result;
    result_start(&result, &toy, "spin");
    spin_read(&result, report);
    return result;
}

static struct result read_joined(const char *first, const char *second)
{
    struct text   text = {0};
    struct result result;
    text_add(&text, "%s%s", first, second);
    result = read_report(text_get(&text));
    text_free(&text);
    return result;
}

/* Shows that the setup and the initial state's own "transition" are taken off. */
static void full_search_holds(void **state)
{
    (void)state;
    struct result result = read_report(good);
    assert_int_equal(result.error.length, 0);
    assert_int_equal(result.states, 25);
    assert_int_equal(result.transitions, 39);
    assert_int_equal(result.depth, 9);
    assert_int_equal(result.bytes, 48 * 1048576);
    assert_int_equal(result.overflows, 3);
    assert_int_equal(result.fired[1], 20);
    assert_int_equal(result_verdict(&result, 0), VERDICT_HOLDS);
    assert_true(result_is_vacuous(&result, 1));
    result_free(&result);
}

/* Shows that violations come from the model's lines, and that the others still hold. */
static void violations_are_read(void **state)
{
    (void)state;
    struct result result = read_report(violated);
    assert_int_equal(result_verdict(&result, 0), VERDICT_VIOLATED);
    assert_int_equal(result_verdict(&result, 1), VERDICT_HOLDS);
    assert_int_equal(result_verdict(&result, 2), VERDICT_VIOLATED);
    assert_int_equal(spin_trails(violated), 2);
    result_free(&result);
}

/* Shows that pan's stop at a claim is not taken for a deadlock of its own. */
static void one_violation_is_no_deadlock(void **state)
{
    (void)state;
    struct result result = read_joined("eleven claim below violated\n"
                                       "pan:1: assertion violated 0 (at depth 7)\n", good);
    assert_int_equal(result_verdict(&result, 0), VERDICT_VIOLATED);
    assert_int_equal(result_verdict(&result, 2), VERDICT_HOLDS);
    result_free(&result);
}

/* Shows that a search cut by depth or memory never holds. */
static void truncated_search_is_incomplete(void **state)
{
    (void)state;
    struct result deep = read_report(too_deep), full = read_report(out_of_memory);
    assert_string_equal(deep.cut_by, "depth");
    assert_int_equal(result_verdict(&deep, 0), VERDICT_INCOMPLETE);
    assert_string_equal(full.cut_by, "memory");
    assert_int_equal(result_verdict(&full, 0), VERDICT_INCOMPLETE);
    assert_int_equal(full.states, 649194);
    result_free(&deep);
    result_free(&full);
}

/* Shows that a violation found before the cut stands. */
static void violation_outlives_truncation(void **state)
{
    (void)state;
    struct result result = read_joined("eleven claim below violated\n", too_deep);
    assert_int_equal(result_verdict(&result, 0), VERDICT_VIOLATED);
    assert_int_equal(result_verdict(&result, 1), VERDICT_INCOMPLETE);
    result_free(&result);
}

/* Shows that too little memory to begin is INCOMPLETE too, without counts. */
static void no_memory_to_begin_is_incomplete(void **state)
{
    (void)state;
    struct result result = read_report("pan: reached -DMEMLIM bound\n");
    assert_int_equal(result_verdict(&result, 0), VERDICT_INCOMPLETE);
    assert_int_equal(result.states, 0);
    result_free(&result);
}

/* Shows that a report that breaks off is an error, wherever it does. */
static void every_prefix_is_an_error(void **state)
{
    (void)state;
    for (size_t length = 0; length + 1 < sizeof good - strlen("done\n"); length++) {
        struct text text = {0};
        text_add_bytes(&text, good, length);
        struct result result = read_report(text_get(&text));
        assert_int_equal(result_verdict(&result, 0), VERDICT_ERROR);
        result_free(&result);
        text_free(&text);
    }
}

/* Shows that what pan finds without the model's saying so is an error, not a verdict. */
static void foreign_errors_are_errors(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "eleven claim unknown violated\n",
        "eleven fired 1 0 5\n",
        "eleven premise 3\n",
        "eleven nonsense\n",
        "pan:1: block in d_step sequence (at depth 3)\n",
        "pan:1: invalid end state (at depth 3)\n",
        "pan:1: VECTORSZ is too small, edit pan.h (at depth 0)\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct result result = read_joined(lines[i], good);
        assert_int_equal(result_verdict(&result, 0), VERDICT_ERROR);
        result_free(&result);
    }
}

/* Shows that a number which can be no count is not taken for one: found by tests/fuzz.sh. */
static void impossible_counts_are_errors(void **state)
{
    (void)state;
    static const char *const numbers[] = { "1e56", "999999999999999999999999999999", "nan", "inf", "-7" };
    const char              *at        = strstr(good, " states, stored"), *from = at;
    assert_non_null(at);
    while (from > good && from[-1] != '\n')
        from--;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct text text = {0};
        text_add_bytes(&text, good, (size_t)(from - good));
        text_add(&text, "%s%s", numbers[i], at);
        struct result result = read_report(text_get(&text));
        assert_int_equal(result_verdict(&result, 0), VERDICT_ERROR);
        result_free(&result);
        text_free(&text);
    }
}

static struct result read_runs(unsigned claim, const char *without)
{
    struct text   text = {0};
    struct result result;
    const char   *at = strstr(runs, without);
    assert_non_null(at);
    text_add_bytes(&text, runs, (size_t)(at - runs));
    text_add(&text, "%s", at + strlen(without));
    result_start(&result, &toy, "spin");
    spin_read_runs(&result, claim, text_get(&text));
    text_free(&text);
    return result;
}

/* Shows that a search of runs counts only for the claim that it names, and under fairness. */
static void runs_are_read(void **state)
{
    (void)state;
    static const char *const needed[] = {" (claim_1)", " (fairness enabled)", "acceptance cycle",
                                         "eleven done\n", "State-vector"};
    struct result result = read_runs(1, "");
    assert_int_equal(result.error.length, 0);
    assert_true(result.claims[1].violated && !result.claims[0].violated);
    result_free(&result);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        result = read_runs(1, needed[i]);
        assert_true(result.error.length > 0);
        result_free(&result);
    }
    result = read_runs(0, "");
    assert_true(result.error.length > 0);
    result_free(&result);
}

/* Shows that the moves of a replay are read in order, whatever stands around them. */
static void moves_are_read(void **state)
{
    (void)state;
    struct path path = spin_moves("\neleven move 4\n      eleven move 0\npan:1: assertion violated\n"
                                 "eleven move 131\nspin: trail ends after 3 steps\n");
    assert_int_equal(path.count, 3);
    assert_int_equal(path.moves[0], 4);
    assert_int_equal(path.moves[1], 0);
    assert_int_equal(path.moves[2], 131);
    assert_int_equal(path.loop, 0);
    free(path.moves);
    path = spin_moves("eleven move 4\n<<<<<START OF CYCLE>>>>>\neleven move 0\neleven move 1\n");
    assert_int_equal(path.count, 3);
    assert_int_equal(path.loop, 2);
    free(path.moves);
}

/* Shows that the pinned counts are compared where a search was complete, and only there. */
static void pinned_counts_are_compared(void **state)
{
    (void)state;
    FILE         *null = fopen("/dev/null", "w");
    struct result same = read_report(good), cut = read_report(too_deep), other = read_report(good);
    other.transitions++;
    assert_true(report_pinned(null, &same));
    assert_true(report_pinned(null, &cut));
    assert_false(report_pinned(null, &other));
    result_free(&same);
    result_free(&cut);
    result_free(&other);
    fclose(null);
}

/* --- what a bound expects, and the claims over several bounds --- */

static const struct engine_claim two_claims[] = {
    {.name = "below", .text = "", .cite = "", .premise = "x = 0", .asked = true},
    {.name = "seen", .text = "", .cite = "", .premise = "", .kind = CLAIM_WITNESS, .asked = true}};
static const struct engine_claim breaking_claims[] = {
    {.name = "below", .text = "", .cite = "", .premise = "x = 0", .asked = true, .broken = true},
    {.name = "seen", .text = "", .cite = "", .premise = "", .kind = CLAIM_WITNESS}};

static struct result read_as(struct engine *engine, const struct engine_claim *claims,
                             const char *name)
{
    struct result result = read_report(good);
    *engine              = toy;
    engine->claims       = claims;
    engine->bound        = name;
    result.engine        = engine;
    return result;
}

static void assert_prints(FILE *file, const char *text)
{
    char read[2048] = "";
    rewind(file);
    read[fread(read, 1, sizeof read - 1, file)] = '\0';
    if (strstr(read, text) == NULL)
        fail_msg("'%s' is not in:\n%s", text, read);
    rewind(file);
    assert_int_equal(ftruncate(fileno(file), 0), 0);
}

/* Shows that VIOLATED is as expected where the bound breaks the claim, and that HOLDS is not. */
static void broken_claims_are_expected(void **state)
{
    (void)state;
    FILE         *file   = tmpfile();
    struct engine engine;
    struct result result = read_as(&engine, breaking_claims, "broken");
    struct report report = report_start(file, false);
    assert_int_equal(result_outcome(&result, 0), OUTCOME_UNEXPECTED);
    assert_int_equal(result_gravest(&result), OUTCOME_UNEXPECTED);
    report_notes(&report, &result);
    assert_prints(file, "broken: below HOLDS, but is expected to be VIOLATED here");
    result.claims[0].violated = true;
    assert_int_equal(result_outcome(&result, 0), OUTCOME_EXPECTED);
    assert_int_equal(result_gravest(&result), OUTCOME_EXPECTED);
    report_result(&report, &result);
    assert_prints(file, "broken  VIOLATED (as expected)       1 of 2");
    result.cut_by             = "time";
    result.claims[0].violated = false;
    assert_int_equal(result_gravest(&result), OUTCOME_INCOMPLETE);
    result_free(&result);
    fclose(file);
}

/* Shows that only what a bound asks for and the searcher can look at is counted and printed. */
static void claims_not_asked_are_silent(void **state)
{
    (void)state;
    FILE         *file = tmpfile();
    struct engine engine;
    struct result result = read_as(&engine, two_claims, "plain");
    struct report report = report_start(file, true);
    assert_int_equal(result_gravest(&result), OUTCOME_VIOLATED); /* the witness */
    report_result(&report, &result);
    assert_prints(file, "\"claim\":\"seen\",\"kind\":\"witness\",\"verdict\":\"VIOLATED\"");
    result.kinds = 1U << CLAIM_ALWAYS;
    assert_int_equal(result_gravest(&result), OUTCOME_HOLDS);
    report.json = false;
    report_result(&report, &result);
    assert_prints(file, "plain  HOLDS                        2 of 2");
    result_free(&result);
    fclose(file);
}

/* Shows that a claim is summed over the bounds that ask for it, and which claims say nothing. */
static void claims_are_summed(void **state)
{
    (void)state;
    FILE         *file = tmpfile();
    struct engine engines[2];
    struct result plain = read_as(&engines[0], two_claims, "plain");
    struct result broken = read_as(&engines[1], breaking_claims, "broken");
    const struct result *results[] = {&plain, &broken};
    struct summary       summary   = {results, 2};
    broken.claims[0].violated      = true;
    plain.claims[1].premise        = true;
    summary_print(file, &summary);
    assert_prints(file, "below        always           2      1      2  VIOLATED (as expected) in "
                        "broken\n    where x = 0\nseen         witness          1      1      1\n");
    assert_int_equal(summary_vacuous(file, &summary), 0);
    plain.claims[0].premise = broken.claims[0].premise = plain.claims[1].premise = false;
    assert_int_equal(summary_vacuous(file, &summary), 2);
    assert_prints(file, "eleven: the premise of claim 'below' was met in no bound\n"
                        "eleven: what the witness 'seen' shows was met in no bound\n");
    summary.results = &results[1];
    summary.count   = 1;
    assert_int_equal(summary_vacuous(file, &summary), 2);
    assert_prints(file, "eleven: no bound looks at claim 'seen'\n");
    result_free(&plain);
    result_free(&broken);
    fclose(file);
}

/* Shows the numbers of the table and the strings of JSON. */
static void numbers_and_strings(void **state)
{
    (void)state;
    char        number[TEXT_NUMBER_MAX];
    struct text text = {0};
    assert_string_equal(text_grouped(number, 0), "0");
    assert_string_equal(text_grouped(number, 999), "999");
    assert_string_equal(text_grouped(number, 2856514), "2,856,514");
    assert_string_equal(text_grouped(number, UINT64_MAX), "18,446,744,073,709,551,615");
    assert_string_equal(text_size(number, 3355443), "3.2 MB");
    report_add_json_string(&text, "a \"b\" \\ c\n\001");
    assert_string_equal(text_get(&text), "\"a \\\"b\\\" \\\\ c\\n\\u0001\"");
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_search_holds),
        cmocka_unit_test(violations_are_read),
        cmocka_unit_test(one_violation_is_no_deadlock),
        cmocka_unit_test(truncated_search_is_incomplete),
        cmocka_unit_test(violation_outlives_truncation),
        cmocka_unit_test(no_memory_to_begin_is_incomplete),
        cmocka_unit_test(every_prefix_is_an_error),
        cmocka_unit_test(foreign_errors_are_errors),
        cmocka_unit_test(impossible_counts_are_errors),
        cmocka_unit_test(runs_are_read),
        cmocka_unit_test(moves_are_read),
        cmocka_unit_test(pinned_counts_are_compared),
        cmocka_unit_test(broken_claims_are_expected),
        cmocka_unit_test(claims_not_asked_are_silent),
        cmocka_unit_test(claims_are_summed),
        cmocka_unit_test(numbers_and_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
