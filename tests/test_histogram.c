/* test_histogram.c - counting values, what is told of them, and options with many values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "axis.h"
#include "digest.h"
#include "estimate.h"
#include "histogram.h"
#include "random.h"

enum { VALUES = 20000 };

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Values of every size, from a fixed seed. */
static void draw_values(uint64_t *values)
{
    uint64_t key = random_key(1, 0);
    for (unsigned i = 0; i < VALUES; i++)
        values[i] = random_draw(key, i) >> random_draw(key, i + VALUES) % 64;
}

/* A cell starts at its least value, holds no value of another, and is 1/128 of it wide at most. */
static void test_cells(void **state)
{
    uint64_t values[VALUES];
    (void)state;
    draw_values(values);
    for (unsigned i = 0; i < VALUES; i++) {
        uint64_t least = histogram_cell_least(values[i]);
        assert_true(least <= values[i] && values[i] - least <= least / HISTOGRAM_CELLS);
        assert_int_equal(histogram_cell_least(least), least);
    }
    for (uint64_t value = 0; value < 256; value++)
        assert_int_equal(histogram_cell_least(value), value);
    assert_int_equal(histogram_cell_least(UINT64_MAX), UINT64_MAX << 56);
}

/* Every rank is within 1/128 of the value that stands there; the mean is exact, so are the ends. */
static void test_ranks(void **state)
{
    static uint64_t  values[VALUES];
    struct histogram h   = { 0 };
    double           sum = 0;
    (void)state;
    draw_values(values);
    for (unsigned i = 0; i < VALUES; i++) {
        values[i] >>= 24;
        histogram_add(&h, values[i], 1);
        sum += (double)values[i];
    }
    qsort(values, VALUES, sizeof *values, by_size);
    for (unsigned i = 0; i < VALUES; i++) {
        double value = (double)values[i];
        assert_true(fabs(histogram_at(&h, i + 1) - value) <= value / HISTOGRAM_CELLS);
    }
    assert_true(histogram_at(&h, 1) == (double)values[0]);
    assert_true(histogram_at(&h, VALUES) == (double)values[VALUES - 1]);
    assert_true(fabs(histogram_mean(&h) - sum / VALUES) <= 1e-9 * sum / VALUES);
    histogram_free(&h);
}

static void assert_same(const struct histogram *a, const struct histogram *b)
{
    struct histogram_cell x, y;
    uint64_t              at = 0, bt = 0;
    uint32_t              i = 0, k = 0;
    bool                  more = true;
    assert_true(a->count == b->count && a->least == b->least && a->most == b->most);
    while (more) {
        more = histogram_next(a, &i, &at, &x);
        assert_true(more == histogram_next(b, &k, &bt, &y));
        if (more)
            assert_true(at == bt && x.count == y.count && x.excess == y.excess);
    }
}

/* Parts merged in any order, and cells put one by one, are equal to the whole. */
static void test_merge(void **state)
{
    static uint64_t       values[VALUES];
    struct histogram      whole = { 0 }, parts[3] = { { 0 } }, there = { 0 }, back = { 0 }, put = { 0 };
    struct histogram_cell cell;
    uint64_t              least = 0;
    (void)state;
    draw_values(values);
    for (unsigned i = 0; i < VALUES; i++) {
        histogram_add(&whole, values[i] >> 12, 1);
        histogram_add(&parts[i % 3], values[i] >> 12, 1);
    }
    for (unsigned i = 0; i < 3; i++) {
        assert_true(histogram_merge(&there, &parts[i]));
        assert_true(histogram_merge(&back, &parts[2 - i]));
    }
    put.least = whole.least;
    put.most  = whole.most;
    for (uint32_t cursor = 0; histogram_next(&whole, &cursor, &least, &cell);)
        assert_true(histogram_put_cell(&put, least, cell));
    assert_same(&whole, &there);
    assert_same(&whole, &back);
    assert_same(&whole, &put);
    struct histogram *all[] = { &whole, &parts[0], &parts[1], &parts[2], &there, &back, &put };
    for (unsigned i = 0; i < 7; i++)
        histogram_free(all[i]);
}

/* What cannot have come from values is refused, and so is a sum that does not fit. */
static void test_refused(void **state)
{
    struct histogram h = { 0 };
    (void)state;
    assert_false(histogram_put_cell(&h, 257, (struct histogram_cell){ 1, 0 }));
    assert_false(histogram_put_cell(&h, 256, (struct histogram_cell){ 1, 2 }));
    assert_false(histogram_put_cell(&h, 5, (struct histogram_cell){ 1, 1 }));
    assert_true(histogram_put_cell(&h, 256, (struct histogram_cell){ UINT64_MAX, 0 }));
    assert_false(histogram_put_cell(&h, 256, (struct histogram_cell){ 1, 0 }));
    histogram_free(&h);
}

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > 5e-5)
        fail_msg("%.6f is not %.6f", value, expected);
}

/* Wilson's interval: published examples (Newcombe 1998, table I, method 3, without correction). */
static void test_wilson(void **state)
{
    (void)state;
    assert_near(estimate_share(81, 263).low, 0.2553);
    assert_near(estimate_share(81, 263).high, 0.3662);
    assert_near(estimate_share(15, 148).low, 0.0624);
    assert_near(estimate_share(15, 148).high, 0.1605);
    assert_near(estimate_share(0, 20).low, 0);
    assert_near(estimate_share(0, 20).high, 0.1611);
    assert_near(estimate_share(1, 29).low, 0.0061);
    assert_near(estimate_share(1, 29).high, 0.1718);
}

static void assert_ranks(double q, uint64_t count, uint64_t low, uint64_t high)
{
    struct ranks ranks = estimate_ranks(q, count);
    assert_int_equal(ranks.low, low);
    assert_int_equal(ranks.high, high);
}

/* The binomial's tables: of 20 values the median lies between the 6th and the 15th; of 5 no two
 * ranks enclose it in 95 of 100 cases. The other end is the mirror image. */
static void test_quantile_ranks(void **state)
{
    (void)state;
    assert_ranks(0.5, 20, 6, 15);
    assert_ranks(0.5, 5, 0, 6);
    assert_ranks(0.5, 6, 1, 6);
    assert_ranks(0.9, 100, 84, 96);
    assert_ranks(0.1, 100, 5, 17);
    assert_ranks(0.999, 100, 99, 101);
    assert_int_equal(estimate_rank(0.5, 20), 10);
    assert_int_equal(estimate_rank(0.999, 1000), 999);
}

/* The interval encloses the true quantile in about 95 of 100 repetitions, also for few values. */
static void test_coverage(void **state)
{
    enum { REPEATS = 2000, EACH = 400 };
    static const double shares[] = { 0.5, 0.9, 0.99 };
    (void)state;
    for (unsigned k = 0; k < 3; k++) {
        struct ranks ranks  = estimate_ranks(shares[k], EACH);
        unsigned     inside = 0;
        for (unsigned i = 0; i < REPEATS; i++) {
            uint64_t key = random_key(k, i), below = 0;
            for (unsigned n = 0; n < EACH; n++)
                below += random_happens(random_draw(key, n), (uint64_t)(shares[k] * RANDOM_ONE));
            inside += ranks.low <= below && below < ranks.high;
        }
        assert_true(inside >= REPEATS * 94 / 100);
    }
}

static void assert_axis(const char *option, const char *text, const char *expected)
{
    struct axis axis;
    struct text all = { 0 }, problem = { 0 };
    if (axis_read(&axis, option, text, &problem))
        for (unsigned i = 0; i < (axis.count != 0 ? axis.count : 1); i++) {
            text_add(&all, "%s", i > 0 ? "|" : "");
            axis_add(&all, &axis, i);
        }
    assert_string_equal(problem.length > 0 ? text_get(&problem) : text_get(&all), expected);
    axis_free(&axis);
    text_free(&all);
    text_free(&problem);
}

/* Ranges are exact decimals, in the word where they stand. */
static void test_axis(void **state)
{
    (void)state;
    assert_axis("loss", "0:0.3:0.05", "0|0.05|0.1|0.15|0.2|0.25|0.3");
    assert_axis("loss", "0%:10%:5%", "0%|5%|10%");
    assert_axis("loss", "A>B 0.1,0.2", "A>B 0.1|A>B 0.2");
    assert_axis("delay", "uniform 0:20ms:10ms 50ms", "uniform 0ms 50ms|uniform 10ms 50ms|uniform 20ms 50ms");
    assert_axis("loss", "0.001:0.5:x10", "0.001|0.01|0.1");
    assert_axis("set", "mss=536,1460", "mss=536|mss=1460");
    assert_axis("loss", "10%", "10%");
    assert_axis("loss", "0:1", "--loss: '0:1': expected FIRST:LAST:STEP, such as 0:0.5:0.05");
    assert_axis("loss", "1:0:1", "--loss: '1:0:1': the last is below the first");
    assert_axis("loss", "0:1:0", "--loss: '0:1:0': the step is 0");
    assert_axis("loss", "0:1:1:1", "--loss: '0:1:1:1': expected FIRST:LAST:STEP, such as 0:0.5:0.05");
    assert_axis("loss", "0:1:x2", "--loss: '0:1:x2': a factor is above 1, and the first above 0");
    assert_axis("delay", "1ms:1s:1ms", "--delay: '1ms:1s:1ms': the first and the last need the same unit");
    assert_axis("loss", "0,,1", "--loss: '0,,1': a value is missing between commas");
    assert_axis("set", "A rto_min=1ms:1s:1ms", "--set: '1ms:1s:1ms': the first and the last need the same unit");
    assert_axis("loss", "0:1:0.0001", "--loss: '0:1:0.0001': more than 1000 values");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),   cmocka_unit_test(test_ranks),
        cmocka_unit_test(test_merge),   cmocka_unit_test(test_refused),
        cmocka_unit_test(test_wilson),  cmocka_unit_test(test_quantile_ranks),
        cmocka_unit_test(test_coverage), cmocka_unit_test(test_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
