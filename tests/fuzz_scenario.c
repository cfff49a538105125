/* fuzz_scenario.c - random scenarios: the reader refuses them with a place, or the run ends.
 *
 * A scenario that can be read is played under the profile `linux` for so many events at most, and
 * the clock never goes back.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "diag.h"
#include "simulate.h"

enum { EVENTS_MAX = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, const struct trace_record *record)
{
    uint64_t *last_us = context;
    assert(record->time_us >= *last_us);
    *last_us = record->time_us;
}

static void play(const struct scenario *scenario, const struct profile profiles[ENGINE_ENDS])
{
    static struct simulation simulation;
    uint64_t                 last_us = 0;
    simulate_start(&simulation, scenario, profiles, 0, (struct trace_sink){ ignore, &last_us });
    for (unsigned i = 0; i < EVENTS_MAX && simulate_next(&simulation); i++)
        continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scenario scenario;
    struct profile         profiles[ENGINE_ENDS];
    struct diag            diag;
    if (!scenario_parse(&scenario, "fuzz", (const char *)data, size, &diag)) {
        assert(diag.message[0] != '\0');
        return 0;
    }
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        if (!scenario_profile(&scenario, end, "model/profiles", "linux", &profiles[end], &diag))
            return 0;
    play(&scenario, profiles);
    return 0;
}
