/* test_page.c - where things stand in a ladder, in rows and in time; and what a page is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "layout.h"
#include "page.h"
#include "page_data.h"
#include "scale.h"
#include "svg.h"

enum { SECOND = 1000000, OPEN = 0, SEGMENT = 1, TIMEOUT = 2 };

static const char *const states[] = { "CLOSED", "OPEN" };
static const char *const events[] = { "OPEN", "segment", "retransmission-timeout" };
static const char *const timers[] = { "retransmission" };
static const struct engine_row    rows[]   = { { .name = "row", .event = "OPEN", .label = "[ ] / x -> OPEN" } };
static const struct engine_var    vars[]   = { { "state", "state", "", "" }, { "SND.NXT", "seq", "", "a < b" } };
static const struct engine_clause clause[] = { { .text = "state = CLOSED" } };
static const struct engine_claim  claims[] = {
    { .name = "other", .text = "another", .cite = "3.1", .asked = true, .n_clauses = 1, .clauses = clause },
    { .name = "unasked", .text = "not asked", .cite = "3.1", .n_clauses = 1, .clauses = clause },
    { .name = "shut", .text = "</script> & \"so\"", .cite = "3.1", .asked = true, .n_clauses = 1, .clauses = clause },
};

static void put(struct run *run, uint32_t step, uint64_t time_us, struct trace_record record)
{
    record.step    = step;
    record.time_us = time_us;
    run_put(run, &record);
}

static void put_world(struct run *run, uint32_t step, uint64_t time_us, uint32_t state)
{
    const uint32_t values[2] = { state, 7 * state }, none[2] = { 0, 0 };
    const uint32_t clauses[3] = { state == 0, state == 0, state == 0 }, good[3] = { 1, 1, 1 };
    put(run, step, time_us, (struct trace_record){ .kind = TRACE_WORLD, .event = TRACE_NONE,
                                                   .values = { values, none }, .clauses = { clauses, good } });
}

/* A opens and sends; B gets it a second later; two seconds later A's timer expires, and what it
 * sends is lost; its timer runs on. */
static struct run make_run(void)
{
    struct run run = { .names = { .states = states, .n_states = 2, .events = events, .n_events = 3,
                                  .timers = timers, .n_timers = 1, .rows = rows, .n_rows = 1, .vars = vars,
                                  .n_vars = 2, .claims = claims, .n_claims = 3 },
                       .bound = "a<b", .text = "\"x\" & y", .assumptions = "", .command = "eleven 'a<b'",
                       .seq_bits = 3, .claim = 2, .loop = RUN_NO_LOOP };
    struct engine_segment syn = { .flags = FLAG_SYN, .seq = 3 };
    put_world(&run, 0, 0, 0);
    put(&run, 1, 0, (struct trace_record){ .kind = TRACE_CALL, .event = OPEN, .after = 1, .active = true,
                                           .n_fired = 1, .started = 1 });
    put(&run, 1, 0, (struct trace_record){ .kind = TRACE_SEND, .after = 1, .number = 1, .segment = syn });
    put_world(&run, 1, 0, 1);
    put(&run, 2, SECOND, (struct trace_record){ .kind = TRACE_RECEIVE, .end = 1, .event = SEGMENT, .number = 1,
                                                .segment = syn });
    put_world(&run, 2, SECOND, 1);
    put(&run, 3, 3 * SECOND, (struct trace_record){ .kind = TRACE_TIMER, .event = TIMEOUT, .before = 1,
                                                    .after = 1, .started = 1 });
    put(&run, 3, 3 * SECOND, (struct trace_record){ .kind = TRACE_SEND, .before = 1, .after = 1, .number = 2,
                                                    .segment = syn });
    put(&run, 3, 3 * SECOND, (struct trace_record){ .kind = TRACE_LOSE, .number = 2, .segment = syn,
                                                    .why = TRACE_WHY_RULE });
    put_world(&run, 3, 3 * SECOND, 1);
    return run;
}

/* Shows that arrows go from where a segment was sent to where it arrived or was lost. */
static void arrows_have_their_rows(void **state)
{
    (void)state;
    struct run    run = make_run();
    struct layout layout;
    layout_make(&layout, &run);
    assert_int_equal(layout.n_arrows, 2);
    const struct layout_arrow *sent = &layout.arrows[0], *lost = &layout.arrows[1];
    assert_int_equal(layout.rows[sent->from_row].step, 1);
    assert_int_equal(layout.rows[sent->to_row].step, 2);
    assert_false(sent->lost);
    assert_true(lost->lost);
    assert_int_equal(layout.rows[lost->to_row].step, 3);
    layout_free(&layout);
    run_free(&run);
}

/* Shows that a bar ends where its timer expires, and that one that still runs goes to the end. */
static void bars_are_as_long_as_timers_run(void **state)
{
    (void)state;
    struct run    run = make_run();
    struct layout layout;
    layout_make(&layout, &run);
    assert_int_equal(layout.n_bars, 2);
    assert_true(layout.bars[0].expired);
    assert_int_equal(layout.rows[layout.bars[0].to_row].time_us, 3 * SECOND);
    assert_true(layout.bars[1].runs);
    assert_int_equal(layout.bars[1].to_row, layout.end);
    layout_free(&layout);
    run_free(&run);
}

/* Shows that two seconds are drawn twice as long as one, and that nothing is nearer than a row. */
static void time_is_to_scale(void **state)
{
    (void)state;
    struct run    run = make_run();
    struct layout layout;
    struct scale  scale;
    layout_make(&layout, &run);
    scale_make(&scale, &layout, 0);
    const struct layout_arrow *sent = &layout.arrows[0], *lost = &layout.arrows[1];
    double one = scale.y[sent->to_row] - scale.y[0];
    double two = scale.y[lost->from_row] - scale.y[sent->to_row];
    assert_true(scale.timed);
    assert_true(two > 1.99 * one && two < 2.01 * one);
    for (uint32_t row = 0; row < layout.n_rows; row++)
        assert_true(scale.y[row + 1] - scale.y[row] >= SCALE_ROW);
    scale_free(&scale);
    layout_free(&layout);
    run_free(&run);
}

/* What a view prints; the caller frees it. */
static char *printed(void (*print)(FILE *out, const struct run *run, struct run_beside beside))
{
    char      *text = NULL;
    size_t     size = 0;
    struct run run  = make_run();
    FILE      *file = open_memstream(&text, &size);
    print(file, &run, (struct run_beside){ &run, "itself", 2 });
    fclose(file);
    run_free(&run);
    return text;
}

/* Shows that names are text in a picture, whatever is in them, and that the picture is complete. */
static void picture_holds_any_name(void **state)
{
    (void)state;
    char *svg = printed(svg_print);
    assert_null(strstr(svg, "a<b"));
    assert_non_null(strstr(svg, "a&lt;b: &quot;x&quot; &amp; y"));
    assert_non_null(strstr(svg, "<style>"));
    assert_non_null(strstr(svg, "class=\"cross\""));
    assert_non_null(strstr(svg, "3.000000</text>"));
    free(svg);
}

/* Shows that no name ends the script element of a page, and that no hole is left. */
static void page_holds_any_name(void **state)
{
    (void)state;
    char *page = printed(page_print), *end = strstr(page, "</script>");
    assert_null(strstr(page, "%%"));
    assert_non_null(strstr(page, "\\u003c/script>"));
    assert_non_null(strstr(end + 1, "</script>"));
    assert_null(strstr(strstr(end + 1, "</script>") + 1, "</script>"));
    free(page);
}

static json_t *data_of(const struct run *run)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *file = open_memstream(&text, &size);
    page_data_print(file, run, NULL);
    fclose(file);
    json_t *data = json_loads(text, 0, NULL);
    free(text);
    assert_non_null(data);
    return data;
}

/* Shows that a page is told of the claims that are asked, the broken one first, and of each step
 * what changed. */
static void page_is_told_what_changes(void **state)
{
    (void)state;
    struct run run  = make_run();
    json_t    *data = data_of(&run), *list = json_object_get(data, "claims");
    json_t    *steps = json_object_get(json_array_get(json_object_get(data, "runs"), 0), "steps");
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(json_string_value(json_array_get(json_array_get(list, 0), 0)), "shut");
    assert_int_equal(json_array_size(steps), 4);
    json_t *step = json_array_get(steps, 1), *change = json_array_get(json_object_get(step, "v"), 1);
    assert_int_equal(json_array_size(json_object_get(step, "v")), 2);
    assert_int_equal(json_integer_value(json_array_get(change, 1)), 1);
    assert_int_equal(json_integer_value(json_array_get(change, 2)), 7);
    assert_string_equal(json_string_value(json_object_get(json_array_get(steps, 0), "l")), "++++");
    assert_string_equal(json_string_value(json_object_get(step, "l")), "x+x+");
    assert_null(json_object_get(json_array_get(steps, 2), "l"));
    json_decref(data);
    run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrows_have_their_rows),
        cmocka_unit_test(bars_are_as_long_as_timers_run),
        cmocka_unit_test(time_is_to_scale),
        cmocka_unit_test(picture_holds_any_name),
        cmocka_unit_test(page_holds_any_name),
        cmocka_unit_test(page_is_told_what_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
