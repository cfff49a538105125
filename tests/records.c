/* records.c - for tests: a run of the simulator, kept record by record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "records.h"

static void keep(void *context, const struct trace_record *record)
{
    struct records *records = context;
    assert_true(records->count < RECORDS_MAX);
    records->items[records->count++] = *record;
}

static void run(struct records *records)
{
    struct diag diag;
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        if (!scenario_profile(&records->scenario, end, ROOT "/model/profiles", NULL,
                              &records->profiles[end], &diag)) {
            diag_print(stderr, &diag);
            fail();
        }
    records->count = 0;
    simulate_start(&records->simulation, &records->scenario, records->profiles, 0,
                   (struct trace_sink){ keep, records });
    simulate_run(&records->simulation);
}

void records_run_file(struct records *records, const char *name)
{
    char        path[512];
    struct diag diag;
    snprintf(path, sizeof path, ROOT "/model/scenarios/%s.scn", name);
    if (!scenario_read(&records->scenario, path, &diag)) {
        diag_print(stderr, &diag);
        fail();
    }
    run(records);
}

void records_run_text(struct records *records, const char *text)
{
    struct diag diag;
    if (!scenario_parse(&records->scenario, "test", text, strlen(text), &diag)) {
        diag_print(stderr, &diag);
        fail();
    }
    run(records);
}

const struct trace_record *records_find(const struct records *records, enum trace_kind kind,
                                        unsigned end, unsigned n)
{
    for (unsigned i = 0; i < records->count; i++)
        if (records->items[i].kind == kind && records->items[i].end == end && n-- == 0)
            return &records->items[i];
    return NULL;
}

unsigned records_count(const struct records *records, enum trace_kind kind, unsigned end)
{
    unsigned count = 0;
    while (records_find(records, kind, end, count) != NULL)
        count++;
    return count;
}

void records_states(const struct records *records, unsigned end, char *out, size_t size)
{
    const struct trace_record *record;
    int used = snprintf(out, size, "%s", tcp_state_names[CLOSED]);
    for (unsigned n = 0; (record = records_find(records, TRACE_STATE, end, n)) != NULL; n++)
        used += snprintf(out + used, size - (size_t)used, " %s", tcp_state_names[record->after]);
}
