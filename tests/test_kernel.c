/* test_kernel.c - the simulator against what Linux 6.18 did when every SYN was lost.
 *
 * tests/kernel/NAME holds the recording: segments.tsv (each segment), fsm.tsv (each change of
 * state), scenario.json (the timeouts that the kernel armed, and the gaps that were measured).
 * Virtual time is compared exactly, but for the kernel's 4 ms grain, with the armed timeouts.
 * The measured gaps are later: up to the grain of the kernel's timer wheel, and 15 ms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "records.h"

enum { A, B, COLUMNS_MAX = 16, LINE_BYTES = 512 };

static const double ARMED_GRAIN_S = 0.004; /* a jiffy at HZ=250 */
static const double SCHEDULING_S  = 0.015; /* the worst lateness seen beyond the wheel's */

/* The grain of the kernel's timer wheel for a timeout of this length. */
static double wheel_grain_s(double timeout_s)
{
    if (timeout_s < 0.25)
        return 0.004;
    if (timeout_s < 2.0)
        return 0.032;
    return timeout_s < 16.1 ? 0.256 : 2.048;
}

static void assert_armed(double simulated_s, double armed_s)
{
    if (fabs(simulated_s - armed_s) > ARMED_GRAIN_S)
        fail_msg("simulated %.6f s, the kernel armed %.3f s", simulated_s, armed_s);
}

static void assert_late(double measured_s, double simulated_s)
{
    double late = measured_s - simulated_s;
    if (late < -ARMED_GRAIN_S || late > wheel_grain_s(simulated_s) + SCHEDULING_S)
        fail_msg("simulated %.6f s, measured %.6f s", simulated_s, measured_s);
}

/* ---------------------------------------------------------------- the recording */

static json_t *load_json(const char *name)
{
    char         path[LINE_BYTES];
    json_error_t error;
    snprintf(path, sizeof path, ROOT "/tests/kernel/%s/scenario.json", name);
    json_t *json = json_load_file(path, 0, &error);
    if (json == NULL)
        fail_msg("%s: %s", path, error.text);
    return json;
}

static FILE *open_table(const char *name, const char *table)
{
    char path[LINE_BYTES];
    snprintf(path, sizeof path, ROOT "/tests/kernel/%s/%s", name, table);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    return file;
}

/* Splits a line at its tabs; returns how many columns there are. */
static unsigned split(char *line, char *columns[COLUMNS_MAX])
{
    unsigned count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at != NULL && count < COLUMNS_MAX; count++) {
        columns[count] = at;
        at             = strchr(at, '\t');
        if (at != NULL)
            *at++ = '\0';
    }
    return count;
}

/* SYN_SENT is SYN-SENT. */
static void rfc_name(char out[32], const char *kernel)
{
    snprintf(out, 32, "%s", kernel);
    for (char *c = out; *c != '\0'; c++)
        if (*c == '_')
            *c = '-';
}

/* ---------------------------------------------------------------- the comparison */

static void compare_states(const struct records *records, const json_t *json, unsigned end,
                           const char *side)
{
    char          simulated[512], recorded[512] = "", name[32];
    size_t        i;
    const json_t *state;
    json_array_foreach (json_object_get(json_object_get(json, "sequence"), side), i, state) {
        rfc_name(name, json_string_value(state));
        snprintf(recorded + strlen(recorded), sizeof recorded - strlen(recorded), "%s%s",
                 i > 0 ? " " : "", name);
    }
    records_states(records, end, simulated, sizeof simulated);
    assert_string_equal(simulated, recorded);
}

/* Each segment of the client: a SYN of one sequence number, lost; and as many as simulated. */
static void compare_segments(const struct records *records, const char *name)
{
    char     line[LINE_BYTES], *columns[COLUMNS_MAX];
    unsigned count = 0;
    FILE    *file  = open_table(name, "segments.tsv");
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file) != NULL; count++) {
        assert_true(split(line, columns) >= 8);
        const struct trace_record *sent = records_find(records, TRACE_SEND, A, count);
        const struct trace_record *lost = records_find(records, TRACE_LOSE, A, count);
        assert_string_equal(columns[2], "c>s");
        assert_string_equal(columns[3], "S");
        assert_string_equal(columns[7], "no");
        assert_non_null(sent);
        assert_non_null(lost);
        assert_int_equal(lost->number, sent->number);
        assert_int_equal(sent->segment.flags, FLAG_SYN);
        uint32_t first = records_find(records, TRACE_SEND, A, 0)->segment.seq;
        assert_int_equal(sent->segment.seq - first, strtoul(columns[4], NULL, 10));
    }
    fclose(file);
    assert_int_equal(records_count(records, TRACE_SEND, A), count);
    assert_int_equal(records_count(records, TRACE_SEND, B), 0);
}

static double sent_s(const struct records *records, unsigned n)
{
    const struct trace_record *sent = records_find(records, TRACE_SEND, A, n);
    assert_non_null(sent);
    return (double)sent->time_us / 1e6;
}

/* When the client gave up, by the recording. */
static double recorded_end_s(const char *name)
{
    char   line[LINE_BYTES], *columns[COLUMNS_MAX];
    double end_s = -1;
    FILE  *file  = open_table(name, "fsm.tsv");
    while (fgets(line, sizeof line, file) != NULL)
        if (split(line, columns) >= 4 && strcmp(columns[1], "client") == 0
            && strcmp(columns[3], "CLOSED") == 0)
            end_s = strtod(columns[0], NULL);
    fclose(file);
    return end_s;
}

/* Every timeout: the gaps between the SYNs, and the last one, after which the client gives up. */
static void compare_timers(const struct records *records, const json_t *json, const char *name)
{
    const json_t *runs  = json_object_get(json, "retransmissions");
    const json_t *armed = json_object_get(json_array_get(runs, 0), "armed");
    const json_t *gaps  = json_object_get(json_array_get(runs, 0), "gaps");
    const json_t *times = json_object_get(json_array_get(runs, 0), "times");
    unsigned      last  = (unsigned)json_array_size(gaps);
    double        sum   = 0;
    assert_int_equal(json_array_size(runs), 1);
    assert_int_equal(json_array_size(armed), last + 1);
    for (unsigned i = 0; i <= last; i++)
        sum += json_real_value(json_array_get(armed, i));
    for (unsigned i = 0; i < last; i++) {
        double gap = sent_s(records, i + 1) - sent_s(records, i);
        assert_armed(gap, json_real_value(json_array_get(armed, i)));
        assert_late(json_real_value(json_array_get(gaps, i)), gap);
    }
    const struct trace_record *told = records_find(records, TRACE_TELL, A, 0);
    assert_non_null(told);
    assert_int_equal(told->signal, SIGNAL_TIMEOUT);
    double end_s = (double)told->time_us / 1e6;
    assert_true(fabs(end_s - sum) <= ARMED_GRAIN_S * (last + 1));
    assert_armed(end_s - sent_s(records, last), json_real_value(json_array_get(armed, last)));
    assert_late(recorded_end_s(name) - json_real_value(json_array_get(times, last)),
                end_s - sent_s(records, last));
}

static void compare(const char *scenario, const char *name, double end_s)
{
    struct records *records = calloc(1, sizeof *records);
    json_t         *json    = load_json(name);
    assert_non_null(records);
    records_run_file(records, scenario);
    compare_states(records, json, A, "client");
    compare_states(records, json, B, "server");
    compare_segments(records, name);
    compare_timers(records, json, name);
    assert_int_equal(records_find(records, TRACE_TELL, A, 0)->time_us, (uint64_t)(end_s * 1e6));
    json_decref(json);
    free(records);
}

static void test_syn_sent(void **state)
{
    /* Seven SYNs, 127 s: tcp_syn_retries 6, tcp_syn_linear_timeouts 0. */
    (void)state;
    compare("syn-dropped", "06a_syn_sent_linear0", 127);
}

static void test_syn_sent_linear(void **state)
{
    /* Eleven SYNs, 131 s: tcp_syn_retries 6, tcp_syn_linear_timeouts 4. */
    (void)state;
    compare("syn-dropped-linear", "06b_syn_sent_linear4", 131);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syn_sent),
        cmocka_unit_test(test_syn_sent_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
