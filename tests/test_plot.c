/* test_plot.c - figures: ticks at round values, points where they belong, and what has no place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plot.h"
#include "ticks.h"

/* The named ticks in one line. */
static const char *named(double least, double most, bool log)
{
    static char  line[1024];
    struct ticks ticks;
    line[0] = '\0';
    ticks_make(&ticks, least, most, log);
    for (unsigned i = 0; i < ticks.count; i++)
        if (ticks.items[i].text[0] != '\0') {
            strcat(line, line[0] != '\0' ? " " : "");
            strcat(line, ticks.items[i].text);
        }
    return line;
}

/* Steps are 1, 2 or 5 times a power of ten; the axis begins and ends on one. */
static void test_linear(void **state)
{
    (void)state;
    assert_string_equal(named(0, 0.5, false), "0 0.1 0.2 0.3 0.4 0.5");
    assert_string_equal(named(0, 94, false), "0 20 40 60 80 100");
    assert_string_equal(named(0, 1, false), "0 0.2 0.4 0.6 0.8 1.0");
    assert_string_equal(named(0.012, 0.0148, false), "0.0120 0.0125 0.0130 0.0135 0.0140 0.0145 0.0150");
    assert_string_equal(named(-3, 4, false), "-3 -2 -1 0 1 2 3 4");
    assert_string_equal(named(7, 7, false), "7.0 7.2");
    assert_string_equal(named(2e16, 2e16 + 4, false), "20000000000000000 20000000000005000");
}

/* Powers of ten; 2 and 5 times them where there are few; long ones as powers. */
static void test_log(void **state)
{
    (void)state;
    assert_string_equal(named(0.036, 94, true), "0.1 1 10 100");
    assert_string_equal(named(1, 30, true), "1 2 5 10 20 50");
    assert_string_equal(named(2e-7, 1, true), "10⁻⁶ 10⁻⁵ 10⁻⁴ 0.001 0.01 0.1 1");
    assert_string_equal(named(1, 1e12, true), "1 100 10000 10⁶ 10⁸ 10¹⁰ 10¹²");
    assert_string_equal(named(5, 5, true), "5 10 20 50");
}

/* Every value of the range has its place between 0 and 1, and ticks come in order. */
static void test_places(void **state)
{
    (void)state;
    for (int i = 0; i < 400; i++) {
        struct ticks ticks;
        double       least = pow(1.13, i - 200), most = least * (1 + i * 0.37);
        bool         log   = i % 2 == 0;
        ticks_make(&ticks, least, most, log);
        assert_true(ticks.count > 1 && ticks.count < TICKS_MAX);
        assert_true(ticks_place(&ticks, least) > -1e-9 && ticks_place(&ticks, most) < 1 + 1e-9);
        for (unsigned k = 1; k < ticks.count; k++)
            assert_true(ticks.items[k].at > ticks.items[k - 1].at);
    }
    struct ticks ticks;
    ticks_make(&ticks, 1, 100, true);
    assert_true(fabs(ticks_place(&ticks, 10) - 0.5) < 1e-12);
}

/* ---------------------------------------------------------------- figures */

static void add(struct plot_curve *curve, double x, double y, double low, double high)
{
    plot_add_point(curve, (struct plot_point){ x, y, low, high });
}

/* The picture as text, until the next call. */
static const char *drawn(const struct plot *plot)
{
    static char *text;
    size_t       size = 0;
    free(text);
    FILE *out = open_memstream(&text, &size);
    plot_print(out, plot);
    fclose(out);
    return text;
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no '%s' in\n%s", part, text);
}

static void assert_has_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("'%s' in\n%s", part, text);
}

/* The frame is 520 by 340 pixels from (78, 62): a step stays at its height until the next one. */
static void test_steps(void **state)
{
    struct plot        plot  = { .shape = PLOT_STEPS, .y.most = 1 };
    struct plot_curve *curve = plot_add_curve(&plot);
    (void)state;
    add(curve, 0, 0, 0, 0);
    add(curve, 5, 0.5, 0.5, 0.5);
    add(curve, 10, 1, 1, 1);
    assert_has(drawn(&plot), "d=\"M78.0 402.0H338.0V232.0H598.0V62.0H598\"");
    plot_free(&plot);
}

/* On a logarithmic axis 0 has no place: a step goes down to the frame and ends there. */
static void test_steps_to_zero(void **state)
{
    struct plot        plot  = { .shape = PLOT_STEPS, .y.log = true };
    struct plot_curve *curve = plot_add_curve(&plot);
    (void)state;
    add(curve, 0, 1, 1, 1);
    add(curve, 5, 0.01, 0.01, 0.01);
    add(curve, 10, 0, 0, 0);
    assert_has(drawn(&plot), "H598.0V402.0\"/>");
    plot_free(&plot);
}

/* A line has a gap at what has no place, and a bar reaches the frame where nothing bounds it. */
static void test_bars(void **state)
{
    struct plot        plot  = { .shape = PLOT_BARS, .y = { .log = true, .least = 0.01, .most = 1 } };
    struct plot_curve *curve = plot_add_curve(&plot);
    (void)state;
    add(curve, 0, 0.1, 0.01, 1);
    add(curve, 1, 0, 0, 0.1);
    add(curve, 2, 0.1, 0.1, NAN);
    add(curve, 4, 1, 1, 1);
    const char *text = drawn(&plot);
    assert_has(text, "d=\"M78.0 232.0M338.0 232.0L598.0 62.0\"");        /* not through x = 1 */
    assert_has(text, "d=\"M75.0 62.0h6m-3 0V402.0m-3 0h6\"");            /* from 1 down to 0.01 */
    assert_has(text, "d=\"M205.0 232.0h6m-3 0V402.0m-3 0h6\"");          /* from 0.1 down to the frame */
    assert_has(text, "d=\"M335.0 62.0h6m-3 0V232.0m-3 0h6\"");           /* up to the frame */
    assert_has_not(text, "d=\"M595.0");                                  /* without an interval */
    plot_free(&plot);
}

static void test_band(void **state)
{
    struct plot        plot  = { .shape = PLOT_BANDS, .y.most = 10 };
    struct plot_curve *curve = plot_add_curve(&plot);
    (void)state;
    add(curve, 0, 2, 0, 5);
    add(curve, 1, 4, 2, NAN);
    assert_has(drawn(&plot), "d=\"M78.0 232.0L598.0 62.0L598.0 334.0L78.0 402.0z\"");
    plot_free(&plot);
}

/* Values that are names stand one after the other, without a line between them. */
static void test_names(void **state)
{
    struct plot        plot  = { .shape = PLOT_BARS, .y.most = 1 };
    struct plot_curve *curve = plot_add_curve(&plot);
    (void)state;
    plot.x.n_names = 2;
    plot.x.names   = memory_get(2, sizeof *plot.x.names);
    text_add(&plot.x.names[0], "linux");
    text_add(&plot.x.names[1], "a<b");
    add(curve, 0, 0.5, 0.4, 0.6);
    add(curve, 1, 0.5, 0.4, 0.6);
    const char *text = drawn(&plot);
    assert_has(text, "text-anchor=\"middle\">linux</text>");
    assert_has(text, ">a&lt;b</text>");
    assert_has(text, "M208.0 232.0m-4");
    assert_has(text, "M468.0 232.0m-4");
    assert_has_not(text, "class=\"curve\"");
    plot_free(&plot);
}

/* Twelve curves are all drawn otherwise; the thirteenth has no place, and is counted. */
static void test_curves(void **state)
{
    struct plot plot = { .shape = PLOT_BARS };
    (void)state;
    for (unsigned i = 0; i < PLOT_CURVES_MAX; i++)
        add(plot_add_curve(&plot), 1, i + 1, i + 1, i + 1);
    assert_null(plot_add_curve(&plot));
    assert_int_equal(plot.n_curves, PLOT_CURVES_MAX + 1);
    const char *text = drawn(&plot);
    char        looks[PLOT_CURVES_MAX][80];
    unsigned    n = 0;
    for (const char *next = text; n < PLOT_CURVES_MAX && (next = strstr(next, "class=\"curve\"")) != NULL; next++)
        snprintf(looks[n++], sizeof looks[0], "%.*s", (int)(strstr(next, " d=") - next), next);
    assert_int_equal(n, PLOT_CURVES_MAX);
    for (unsigned i = 0; i < n; i++)
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(looks[i], looks[k]);
    plot_free(&plot);
}

static void test_nothing(void **state)
{
    struct plot plot = { .shape = PLOT_BARS, .y.log = true };
    (void)state;
    assert_false(plot_has_points(&plot));
    add(plot_add_curve(&plot), 1, 0, 0, 0);
    assert_false(plot_has_points(&plot));
    add(&plot.curves[0], 2, 0.5, 0.5, 0.5);
    assert_true(plot_has_points(&plot));
    plot_free(&plot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linear),        cmocka_unit_test(test_log),
        cmocka_unit_test(test_places),        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_steps_to_zero), cmocka_unit_test(test_bars),
        cmocka_unit_test(test_band),          cmocka_unit_test(test_names),
        cmocka_unit_test(test_curves),        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
