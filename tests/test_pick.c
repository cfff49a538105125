/* test_pick.c - the run that is picked is the one that a look at all runs finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "estimate.h"
#include "study_pick.h"

enum { RUNS = 3000, FIRST = 1000, OF = 3 };

static const char lossy[] =
    "profile linux-classic\ndelay 20ms\nloss 0.45\nseed 5\nat 0s B open passive\nat 0s A open active\n"
    "when A established send 500\nwhen B received 500 close\nwhen A closing close\nuntil 1000s\n";

/* A study of one point; of its runs a shard, as the file of a sweep may have it. */
static struct study       study;
static struct study_point point;
static struct tally_run   ends[RUNS]; /* of each, played by itself */

static void play_all(void)
{
    struct simulation run;
    tally_free(&point.tally);
    for (uint64_t i = FIRST; i < point.done; i++) {
        simulate_start(&run, &point.scenario, point.profiles, i, (struct trace_sink){ NULL, NULL });
        simulate_run(&run);
        tally_look(&ends[i], &run);
        tally_add(&point.tally, &ends[i], 1);
    }
}

static int set_up(void **state)
{
    struct diag diag;
    (void)state;
    study = (struct study){ .plan = { .runs = RUNS, .shard = 2, .of = OF }, .n_points = 1, .points = &point };
    assert_true(scenario_parse(&point.scenario, "test", lossy, strlen(lossy), &diag));
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        assert_true(scenario_profile(&point.scenario, end, "model/profiles", NULL, &point.profiles[end], &diag));
    point.done = study_last(&study);
    assert_int_equal(study_first(&study), FIRST);
    play_all();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tally_free(&point.tally);
    return 0;
}

/* What one to three threads find, which must be the same. */
static uint64_t picked(const char *word, const char *measure)
{
    uint64_t run = 0, other = 0;
    for (unsigned jobs = 1; jobs <= 3; jobs++) {
        struct study_pick pick;
        struct text       why = { 0 };
        assert_true(study_pick_read(&pick, word, measure, &why));
        assert_int_equal(study_pick_find(&pick, &study, 0, jobs, &run, &why), STATUS_DONE);
        assert_true(jobs == 1 || run == other);
        other = run;
        text_free(&why);
    }
    return run;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The first run with a value in the cell of the one at that rank. */
static uint64_t first_at(unsigned measure, double share)
{
    static uint64_t values[RUNS];
    uint64_t        n = 0, value = 0;
    for (uint64_t run = FIRST; run < point.done; run++)
        n += tally_value(&ends[run], measure, &values[n]) ? 1 : 0;
    qsort(values, n, sizeof *values, by_value);
    uint64_t at = values[estimate_rank(share, n) - 1];
    for (uint64_t run = FIRST; run < point.done; run++)
        if (tally_value(&ends[run], measure, &value) && histogram_cell_least(value) == histogram_cell_least(at))
            return run;
    return UINT64_MAX;
}

static void test_ranks(void **state)
{
    static const struct { const char *word; double share; } ranks[] = {
        { "p1", 0.01 }, { "p50", 0.5 }, { "median", 0.5 }, { "p90", 0.9 }, { "p99", 0.99 }, { "p99.9", 0.999 },
    };
    (void)state;
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
        for (unsigned i = 0; point.tally.histograms[measure].count != 0 && i < sizeof ranks / sizeof ranks[0]; i++)
            assert_int_equal(picked(ranks[i].word, tally_measure_name(measure)), first_at(measure, ranks[i].share));
    assert_int_equal(picked("p99", NULL), first_at(TALLY_CONNECT, 0.99));
}

static void test_extremes(void **state)
{
    uint64_t least = UINT64_MAX, most = 0, first_least = 0, first_most = 0, value = 0;
    (void)state;
    for (uint64_t run = FIRST; run < point.done; run++) {
        if (!tally_value(&ends[run], TALLY_SEGMENTS, &value))
            continue;
        first_least = value < least ? run : first_least;
        least       = value < least ? value : least;
        first_most  = value > most ? run : first_most;
        most        = value > most ? value : most;
    }
    assert_int_equal(picked("min", "segments"), first_least);
    assert_int_equal(picked("max", "segments"), first_most);
}

static void test_counts(void **state)
{
    unsigned seen = 0;
    (void)state;
    for (unsigned count = TALLY_RUNS + 1; count < TALLY_COUNTS; count++)
        for (uint64_t run = FIRST; run < point.done; run++)
            if ((ends[run].counts >> count & 1) != 0) {
                assert_int_equal(picked(tally_count_names[count], NULL), run);
                seen++;
                break;
            }
    assert_true(seen >= 5);
}

static bool is_same_course(const struct tally_run *a, const struct tally_run *b)
{
    return a->counts == b->counts && a->n_values == b->n_values
           && memcmp(a->measures, b->measures, a->n_values) == 0;
}

/* Each run is laid beside all others. */
static void test_strangest(void **state)
{
    uint64_t fewest = UINT64_MAX, strangest = 0;
    (void)state;
    for (uint64_t run = FIRST; run < point.done; run++) {
        uint64_t alike = 0;
        for (uint64_t other = FIRST; other < point.done; other++)
            alike += is_same_course(&ends[run], &ends[other]) ? 1 : 0;
        strangest = alike < fewest ? run : strangest;
        fewest    = alike < fewest ? alike : fewest;
    }
    assert_int_equal(picked("strangest", NULL), strangest);
}

/* Also where delays are drawn, so that no two runs are alike. */
static void test_drawn_delays(void **state)
{
    point.scenario.channels[0].delay.spread_us = 5000;
    play_all();
    assert_int_equal(picked("p90", "close A"), first_at(TALLY_CLOSE, 0.9));
    test_strangest(state);
}

static void refuses(const char *word, const char *measure, const char *says)
{
    struct study_pick pick;
    struct text       problem = { 0 };
    assert_false(study_pick_read(&pick, word, measure, &problem));
    if (strstr(text_get(&problem), says) == NULL)
        fail_msg("'%s' is not in '%s'", says, text_get(&problem));
    text_free(&problem);
}

static void test_refused(void **state)
{
    struct study_pick pick;
    struct text       text = { 0 };
    uint64_t          run;
    (void)state;
    refuses("p100", NULL, "expected");
    refuses("p0", NULL, "expected");
    refuses("p", NULL, "expected");
    refuses("pq", NULL, "expected");
    refuses("runs", NULL, "expected");
    refuses("p50", "frob", "no measure 'frob'");
    refuses("failed", "close A", "of no measure");
    assert_true(study_pick_read(&pick, "cut short", NULL, &text));
    assert_int_equal(study_pick_find(&pick, &study, 0, 2, &run, &text), STATUS_VIOLATED);
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranks),     cmocka_unit_test(test_extremes), cmocka_unit_test(test_counts),
        cmocka_unit_test(test_strangest), cmocka_unit_test(test_refused),  cmocka_unit_test(test_drawn_delays),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
