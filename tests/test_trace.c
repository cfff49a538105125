/* test_trace.c - replay lines and trace files: written, read back, and damaged in every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "follow.h"
#include "guide.h"
#include "ladder.h"
#include "page.h"
#include "replay.h"
#include "run_json.h"
#include "story.h"
#include "svg.h"
#include "toy.h"
#include "unroll.h"

/* ---------------------------------------------------------------- replay lines */

/* Reads a replay, and writes what was read. */
static void assert_replay(const char *given, const char *expected)
{
    struct path path;
    struct diag diag;
    struct text text = {0};
    assert_true(replay_read(&path, &toy_engine, given, &diag));
    assert_true(replay_add(&text, &toy_engine, &path));
    assert_string_equal(text_get(&text), expected);
    text_free(&text);
    free(path.moves);
}

static void assert_wrong(const char *given, unsigned decision, const char *message)
{
    struct path path;
    struct diag diag;
    assert_false(replay_read(&path, &toy_engine, given, &diag));
    assert_int_equal(diag.line, decision);
    assert_int_equal(path.count, decision - 1);
    assert_non_null(strstr(diag.message, message));
    free(path.moves);
}

/* Shows that a decision is written in as few words as tell it from the others, and read so. */
static void replay_is_short(void **state)
{
    (void)state;
    assert_replay("", "");
    assert_replay("A tick;B tick", "A tick; B tick");
    assert_replay(" a  TICK ; b tick; ", "A tick; B tick");
}

static void replay_names_what_differs(void **state)
{
    (void)state;
    assert_replay("A open active", "A open active");
    assert_replay("open passive iss 7; A tick", "A open passive; A tick");
    assert_replay("B deliver; B deliver 2", "B deliver; B deliver 2");
    assert_replay("forge [R] seq 1; A forge [R.] seq 1 ack 2", "A forge [R]; A forge [R.]");
}

static void replay_loops(void **state)
{
    (void)state;
    assert_replay("B tick; (A tick; A tick; A tick; A tick; A tick)",
                  "B tick; (A tick; A tick; A tick; A tick; A tick)");
    assert_wrong("(A tick; A tick)", 3, "come back");
    assert_wrong("(A tick", 2, "')' is missing");
    assert_wrong("A tick)", 2, "without its '('");
    assert_wrong("(A tick; (A tick; A tick)", 2, "a second '('");
    assert_wrong("(A tick; A tick; A tick; A tick; A tick); B tick", 6, "must stand last");
}

static void wrong_replays_are_told(void **state)
{
    (void)state;
    assert_wrong("A tick; A jump", 2, "not possible here; possible is: A tick");
    assert_wrong("A open", 1, "this can mean: A open active iss 7; A open passive iss 7");
    assert_wrong("A tick; A open active", 2, "not possible");
    assert_wrong("A tick;; B tick", 2, "a decision was expected");
    assert_wrong("tick", 1, "this can mean");
    assert_wrong("A forge [S] seq 1", 1, "not possible");
}

/* ---------------------------------------------------------------- trace files */

static struct run run_of(const char *replay)
{
    struct run  run = {.names = follow_names(&toy_engine), .bound = "toy", .text = "a \"toy\"",
                       .assumptions = "nothing", .command = "eleven", .seq_bits = 3,
                       .claim = 0, .loop = RUN_NO_LOOP};
    struct path path;
    struct diag diag;
    assert_true(replay_read(&path, &toy_engine, replay, &diag));
    assert_int_equal(follow(&toy_engine, &path, (struct trace_sink){run_put, &run}), path.count);
    free(path.moves);
    return run;
}

static char *json_of(const struct run *run, size_t *size)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, size);
    run_json_write(file, run);
    fclose(file);
    return text;
}

/* Shows that a file is written again to the byte. */
static void file_is_read_back(void **state)
{
    (void)state;
    struct diag diag;
    size_t      size, again_size;
    struct run  run  = run_of("A open active; B deliver; B deliver 2; A forge [R.]; A tick; A tick");
    char       *text = json_of(&run, &size);
    struct run  again;
    assert_true(run_json_parse(&again, "test", text, size, &diag));
    char *again_text = json_of(&again, &again_size);
    assert_string_equal(again_text, text);
    assert_int_equal(run_guilty(&again), 0);
    assert_int_equal(run_difference(&run, &again), again.n_steps + 1);
    free(text);
    free(again_text);
    run_free(&run);
    run_free(&again);
}

/* What was read may be anything that some run could have: no view may stumble over it. */
static bool reads(const char *text, size_t size)
{
    struct run  run;
    struct diag diag;
    bool        good = run_json_parse(&run, "test", text, size, &diag);
    FILE       *sink = fopen("/dev/null", "w");
    if (good) {
        story_print(sink, &run, (struct run_beside){NULL, "", 0}, NULL);
        ladder_print(sink, &run, (struct run_beside){&run, "it", 1}, (struct ladder_look){true, true});
        svg_print(sink, &run, (struct run_beside){&run, "it", 1});
        page_print(sink, &run, (struct run_beside){&run, "it", 1});
    }
    fclose(sink);
    run_free(&run);
    return good;
}

/* Shows that a file from which a line is missing, or that ends too early, is refused. */
static void cut_files_are_refused(void **state)
{
    (void)state;
    size_t     size;
    struct run run  = run_of("A open active; B deliver; B tick");
    char      *text = json_of(&run, &size), *copy = malloc(size);
    assert_true(reads(text, size));
    for (size_t length = 0; length < size - 1; length++)
        assert_false(reads(text, length));
    for (size_t from = 0; from < size;) {
        size_t length = strcspn(text + from, "\n") + 1;
        memcpy(copy, text, from);
        memcpy(copy + from, text + from + length, size - from - length);
        assert_false(reads(copy, size - length));
        from += length;
    }
    free(copy);
    free(text);
    run_free(&run);
}

/* Shows that no changed byte makes a reader or a view stumble. */
static void changed_files_do_no_harm(void **state)
{
    (void)state;
    static const char bytes[] = "x9";
    size_t            size;
    struct run        run  = run_of("A open active; B deliver; A forge [R]; B tick");
    char             *text = json_of(&run, &size);
    for (size_t i = 0; i < size; i++) {
        char kept = text[i];
        for (size_t b = 0; b + 1 < sizeof bytes; b++) {
            text[i] = bytes[b];
            reads(text, size);
        }
        text[i] = kept;
    }
    free(text);
    run_free(&run);
}

static void assert_refused(const char *from, const char *to, const char *message)
{
    struct run  run = run_of("A open active; B deliver; B tick"), damaged;
    struct diag diag;
    struct text text = {0};
    size_t      size;
    char       *json = json_of(&run, &size), *at = strstr(json, from);
    assert_non_null(at);
    text_add(&text, "%.*s%s%s", (int)(at - json), json, to, at + strlen(from));
    assert_false(run_json_parse(&damaged, "test", text_get(&text), text.length, &diag));
    if (strstr(diag.message, message) == NULL)
        fail_msg("'%s' is not '%s'", diag.message, message);
    run_free(&damaged);
    run_free(&run);
    text_free(&text);
    free(json);
}

static void damage_is_told(void **state)
{
    (void)state;
    assert_refused("\"version\":1", "\"version\":9", "version 9");
    assert_refused("CLOSED/tick/grow", "RISEN/tick/grow", "cannot fire in CLOSED");
    assert_refused("CLOSED/tick/grow", "CLOSED/frob/grow", "of no state or event");
    assert_refused("\"to\":\"RISEN\"", "\"to\":\"CLOSED\"", "the rows lead to CLOSED");
    assert_refused("\"step\":2", "\"step\":3", "\"step\" is not 2");
    assert_refused("\"values\":[[1,1]", "\"values\":[[0,1]", "not the one that its steps led to");
    assert_refused("\"values\":[[1,1]", "\"values\":[[1]", "two lists of 2 numbers");
    assert_refused("\"number\":0", "\"number\":3", "no segment 3 is on its way");
    assert_refused("\"flags\":\"S\"", "\"flags\":\"X\"", "those of tcpdump");
    assert_refused("\"records\":", "\"records\":9", "records, not");
    assert_refused("\"kind\":\"world\"", "\"kind\":\"word\"", "there is no 'word'");
    assert_refused("{\"kind\":\"trace\"", "[\"kind\":\"trace\"", "line 1: not JSON");
}

/* ---------------------------------------------------------------- the rest */

/* Shows that a number of three bits goes on where it left off, also backwards. */
static void numbers_are_unrolled(void **state)
{
    (void)state;
    struct unroller u = {3, {64, 64}};
    assert_int_equal(unroll(&u, 0, 1), 65);
    assert_int_equal(unroll(&u, 0, 4), 68);
    assert_int_equal(unroll(&u, 0, 0), 72);
    assert_int_equal(unroll(&u, 0, 6), 70);
    assert_int_equal(unroll(&u, 1, 7), 63);
    u.bits = 32;
    assert_int_equal(unroll(&u, 0, 5), 5);
}

/* Shows that another row, another value and a missing step are differences of the engines. */
static void engines_are_compared(void **state)
{
    (void)state;
    struct path path;
    struct diag diag;
    struct text problem = {0};
    assert_true(replay_read(&path, &toy_engine, "A tick; B tick", &diag));
    const char *same    = "eleven row 0 0\neleven world 1 1 0 0 / /\n"
                          "pan: something else\n"
                          "eleven row 0 0\neleven world 1 1 1 1 / /\n";
    assert_int_equal(guide_compare(&toy_engine, &path, same, &problem), STATUS_DONE);
    assert_int_equal(problem.length, 0);
    static const char *const others[] = {
        "", "eleven row 0 0\neleven world 1 1 0 0 / /\n",
        "eleven row 0 0\neleven world 1 1 0 0 / /\neleven row 0 1\neleven world 1 1 1 1 / /\n",
        "eleven row 0 0\neleven world 1 1 0 0 / /\neleven row 0 0\neleven world 1 1 1 2 / /\n"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        problem.length = 0;
        assert_int_equal(guide_compare(&toy_engine, &path, others[i], &problem), STATUS_FAILED);
        assert_non_null(strstr(text_get(&problem), i == 0 ? "in step 1" : "in step 2"));
    }
    text_free(&problem);
    free(path.moves);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replay_is_short),       cmocka_unit_test(replay_names_what_differs),
        cmocka_unit_test(replay_loops),          cmocka_unit_test(wrong_replays_are_told),
        cmocka_unit_test(file_is_read_back),     cmocka_unit_test(cut_files_are_refused),
        cmocka_unit_test(changed_files_do_no_harm), cmocka_unit_test(damage_is_told),
        cmocka_unit_test(numbers_are_unrolled),  cmocka_unit_test(engines_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
