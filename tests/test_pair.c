/* test_pair.c - the same runs at two points beside each other: what is counted, and how sure it is. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pair.h"
#include "random.h"

enum { RUNS = 999 };

static struct tally_run run_of(uint64_t number, unsigned point)
{
    uint64_t         draw = random_draw(number, 0), other = random_draw(number, 1 + point);
    struct tally_run run  = { .counts = (uint16_t)(1 | (draw % 5 == 0 || other % 7 == 0) << TALLY_FAILED) };
    if (other % 11 != 0) {
        run.measures[run.n_values] = TALLY_CONNECT;
        run.values[run.n_values++] = draw % 100 + other % 20;
    }
    run.measures[run.n_values] = TALLY_SEGMENTS;
    run.values[run.n_values++] = draw % 50 + point * (other % 3);
    return run;
}

static void add_runs(struct pair *pair, struct tally tallies[2], uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++) {
        struct tally_run there = run_of(i, 0), here = run_of(i, 1);
        pair_add(pair, &there, &here);
        tally_add(&tallies[0], &there, 1);
        tally_add(&tallies[1], &here, 1);
    }
}

static void free_all(struct pair *pair, struct tally tallies[2])
{
    pair_free(pair);
    tally_free(&tallies[0]);
    tally_free(&tallies[1]);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Counts, mean, deviation and median of the differences are those of a list of them. */
static void test_by_hand(void **state)
{
    struct pair  pair       = { .runs = 0 };
    struct tally tallies[2] = { { .counts = { 0 } } };
    double       list[RUNS], sum = 0, squares = 0;
    unsigned     n = 0, less = 0, equal = 0, only[2] = { 0 };
    (void)state;
    add_runs(&pair, tallies, 0, RUNS);
    for (uint64_t i = 0; i < RUNS; i++) {
        struct tally_run there = run_of(i, 0), here = run_of(i, 1);
        only[PAIR_THERE] += there.counts > here.counts;
        only[PAIR_HERE] += there.counts < here.counts;
        if (there.n_values < 2 || here.n_values < 2)
            continue;
        list[n] = (double)here.values[0] - (double)there.values[0];
        less += list[n] < 0;
        equal += list[n] == 0;
        sum += list[n++];
    }
    qsort(list, n, sizeof list[0], compare);
    for (unsigned i = 0; i < n; i++)
        squares += (list[i] - sum / n) * (list[i] - sum / n);
    struct pair_digest digest = pair_digest_of(&pair, &tallies[0], &tallies[1], TALLY_CONNECT);
    assert_true(only[0] > 0 && only[1] > 0 && less > 0 && equal > 0);
    assert_int_equal(pair.only[PAIR_THERE][TALLY_FAILED], only[PAIR_THERE]);
    assert_int_equal(pair.only[PAIR_HERE][TALLY_FAILED], only[PAIR_HERE]);
    assert_int_equal(digest.runs, n);
    assert_int_equal(digest.less, less);
    assert_int_equal(digest.equal, equal);
    assert_int_equal(digest.more, n - less - equal);
    assert_true(fabs(digest.mean.value - sum / n) < 1e-9);
    assert_true(fabs(digest.mean.high - sum / n - ESTIMATE_Z * sqrt(squares / (n - 1) / n)) < 1e-9);
    assert_true(digest.median.value == list[(n + 1) / 2 - 1]);
    assert_true(digest.median.low <= digest.median.value && digest.median.value <= digest.median.high);
    assert_true(pair_narrower(&digest.mean, &digest.apart) > 2);
    free_all(&pair, tallies);
}

/* Parts merged are the whole; cleared and filled again it is the same. */
static void test_merge(void **state)
{
    struct pair  whole = { .runs = 0 }, part = { .runs = 0 }, merged = { .runs = 0 };
    struct tally tallies[2] = { { .counts = { 0 } } };
    (void)state;
    add_runs(&whole, tallies, 0, RUNS);
    for (uint64_t from = RUNS; from > 0; from -= 333) {
        add_runs(&part, tallies, from - 333, from);
        assert_true(pair_merge(&merged, &part));
        pair_clear(&part);
    }
    assert_int_equal(merged.runs, RUNS);
    assert_memory_equal(merged.only, whole.only, sizeof whole.only);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        for (double rank = 1; rank <= (double)whole.less[i].count; rank += 10)
            assert_true(histogram_at(&merged.less[i], (uint64_t)rank)
                        == histogram_at(&whole.less[i], (uint64_t)rank));
    part.runs = UINT64_MAX;
    assert_false(pair_merge(&merged, &part));
    pair_free(&part);
    pair_free(&merged);
    free_all(&whole, tallies);
}

/* What cannot be of these tallies is refused. */
static void test_fourfold(void **state)
{
    struct pair              pair       = { .runs = 0 };
    struct tally             tallies[2] = { { .counts = { 0 } } };
    struct estimate_fourfold runs;
    (void)state;
    add_runs(&pair, tallies, 0, RUNS);
    assert_true(pair_fourfold(&pair, &tallies[0], &tallies[1], TALLY_FAILED, &runs));
    assert_int_equal(runs.both + runs.first + runs.second + runs.neither, RUNS);
    assert_int_equal(runs.both + runs.second, tallies[1].counts[TALLY_FAILED]);
    pair.only[PAIR_HERE][TALLY_FAILED]++;
    assert_false(pair_fourfold(&pair, &tallies[0], &tallies[1], TALLY_FAILED, &runs));
    free_all(&pair, tallies);
}

/* An example of Newcombe, 1998; and no interval of nothing is narrower than it can be. */
static void test_difference(void **state)
{
    struct estimate_fourfold example = { 36, 2, 12, 0 }, never = { 0, 0, 0, 100 };
    struct interval          paired = estimate_difference(&example, true);
    (void)state;
    assert_true(fabs(paired.low - 0.0569) < 5e-5 && fabs(paired.high - 0.3404) < 5e-5);
    paired = estimate_difference(&never, true);
    assert_true(paired.low < -0.03 && paired.high > 0.03);
    assert_true(paired.low > -1 && paired.high < 1);
    paired = estimate_difference(&(struct estimate_fourfold){ 0, 1, 0, 0 }, true);
    assert_true(paired.low == -1 && paired.high < 1);
}

/* Of two shares that go together the interval holds in 95 of 100 cases, and is narrower. */
static void test_coverage(void **state)
{
    enum { REPEATS = 2000, EACH = 300 };
    unsigned inside = 0, narrower = 0;
    (void)state;
    for (unsigned i = 0; i < REPEATS; i++) {
        struct estimate_fourfold runs = { 0 };
        for (unsigned n = 0; n < EACH; n++) {
            uint64_t number = random_draw(i, n) >> 32; /* the second happens where the first does, and more often */
            bool     first = number < RANDOM_ONE / 10 * 3, second = number < RANDOM_ONE / 10 * 4;
            runs.both += first && second;
            runs.second += second && !first;
            runs.neither += !second;
        }
        struct interval paired = estimate_difference(&runs, true), apart = estimate_difference(&runs, false);
        inside += paired.low <= 0.1 && 0.1 <= paired.high;
        narrower += paired.high - paired.low < apart.high - apart.low;
    }
    assert_true(inside >= REPEATS * 93 / 100);
    assert_int_equal(narrower, REPEATS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_hand),    cmocka_unit_test(test_merge),    cmocka_unit_test(test_fourfold),
        cmocka_unit_test(test_difference), cmocka_unit_test(test_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
