/* test_fit.c - formulas for tables of whole numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fit.h"

static const char *const names[] = {"MSL", "RTO", "losses"};

/* The table of a function over MSL 1..3, RTO 1..3, losses 0..2. */
static unsigned table(struct fit_point *points, int (*value)(int, int, int))
{
    unsigned n = 0;
    for (int m = 1; m <= 3; m++)
        for (int r = 1; r <= 3; r++)
            for (int l = 0; l <= 2; l++)
                points[n++] = (struct fit_point){{m, r, l}, value(m, r, l), value(m, r, l)};
    return n;
}

static void assert_formula(int (*value)(int, int, int), const char *expected)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       found;
    struct text      text = {0};
    unsigned         n    = table(points, value);
    assert_true(fit(&found, points, n, 3));
    fit_add(&text, &found, names);
    assert_string_equal(text_get(&text), expected);
    text_free(&text);
}

static int constant(int m, int r, int l) { return (void)m, (void)r, (void)l, 2; }
static int plane(int m, int r, int l) { return (void)l, 2 * m + r - 1; }
static int product(int m, int r, int l) { return m + l * r; }
static int larger(int m, int r, int l) { return (void)l, 2 * m > r + 1 ? 2 * m : r + 1; }
static int wild(int m, int r, int l) { return m * m * m * r + l * l; }

/* A formula is exact on every point, and the shortest one. */
static void test_formulas(void **state)
{
    (void)state;
    assert_formula(constant, "2");
    assert_formula(plane, "2*MSL + RTO - 1");
    assert_formula(product, "MSL + RTO*losses");
    assert_formula(larger, "max(2*MSL, RTO + 1)");
}

/* What no formula of these gives is not approximated; nor is nothing at all. */
static void test_none(void **state)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       found;
    (void)state;
    assert_false(fit(&found, points, table(points, wild), 3));
    assert_false(fit(&found, points, 0, 3));
}

static int almost(int m, int r, int l) { return m == 1 && r == 3 && l == 0 ? 0 : 2 * m; }

/* Where one point is out of the way, what is enough at all is told, and at how many it is the least. */
static void test_enough(void **state)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       found;
    struct text      text = {0};
    unsigned         n    = table(points, almost);
    (void)state;
    assert_true(fit_enough(&found, points, n, 3));
    fit_add(&text, &found, names);
    assert_string_equal(text_get(&text), "2*MSL");
    assert_int_equal(fit_exact(&found, points, n), n - 1);
    assert_false(fit_enough(&found, points, 0, 3));
    text_free(&text);
}

/* Of what is open only the possible counts: so much is too little, so much is enough. */
static void test_open(void **state)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       found;
    struct text      text = {0};
    unsigned         n    = table(points, product);
    (void)state;
    for (unsigned i = 0; i < n; i++)
        if (points[i].x[2] == 2)
            points[i].high = FIT_ANY;
        else if (points[i].x[0] == 3)
            points[i].low--;
    assert_true(fit(&found, points, n, 3));
    fit_add(&text, &found, names);
    assert_string_equal(text_get(&text), "MSL + RTO*losses");
    for (unsigned i = 0; i < n; i++)
        if (points[i].x[1] == 2 && points[i].x[2] == 2)
            points[i].low += 10; /* which no formula of the known points can be */
    assert_false(fit(&found, points, n, 3));
    assert_true(fit_enough(&found, points, n, 3));
    text_free(&text);
}

/* As many known points as variables tell nothing. */
static void test_few(void **state)
{
    struct fit_point points[FIT_POINTS_MAX];
    struct fit       found;
    unsigned         n = table(points, product);
    (void)state;
    for (unsigned i = 3; i < n; i++)
        points[i].high = FIT_ANY;
    assert_false(fit(&found, points, n, 3));
    assert_false(fit_enough(&found, points, n, 3));
    points[3].high = points[3].low;
    assert_true(fit(&found, points, n, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_formulas), cmocka_unit_test(test_enough),
                                       cmocka_unit_test(test_none),
                                       cmocka_unit_test(test_open), cmocka_unit_test(test_few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
