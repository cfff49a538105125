/* tally.c - many runs counted; see tally.h. */
#include "tally.h"

#include <string.h>

/* The first state of which the time is kept: SYN_SENT, and all that come behind it. */
_Static_assert(CLOSED == 0 && LISTEN == 1 && SYN_SENT == 2, "the table's states begin with these");

const char *const tally_count_names[TALLY_COUNTS] = {
    [TALLY_RUNS] = "runs",     [TALLY_CONNECTED] = "connected", [TALLY_FAILED] = "failed",
    [TALLY_CLOSED] = "closed", [TALLY_RESET] = "reset",         [TALLY_GAVE_UP] = "gave up",
    [TALLY_LEFT] = "left",     [TALLY_CUT] = "cut short",
};

static const char *const measure_names[TALLY_MEASURES] = {
    [TALLY_CONNECT] = "connect A",                             "connect B",
    [TALLY_CLOSE] = "close A",                                 "close B",
    [TALLY_SEGMENTS] = "segments",                             "retransmissions",
#define NAMES(state, text) [TALLY_STATES + ((state) - SYN_SENT) * 2] = text " A", text " B"
    NAMES(SYN_SENT, "SYN-SENT"),       NAMES(SYN_RECEIVED, "SYN-RECEIVED"),
    NAMES(ESTABLISHED, "ESTABLISHED"), NAMES(FIN_WAIT_1, "FIN-WAIT-1"),
    NAMES(FIN_WAIT_2, "FIN-WAIT-2"),   NAMES(CLOSE_WAIT, "CLOSE-WAIT"),
    NAMES(CLOSING, "CLOSING"),         NAMES(LAST_ACK, "LAST-ACK"),
    NAMES(TIME_WAIT, "TIME-WAIT"),
#undef NAMES
};

const char *tally_measure_name(unsigned measure)
{
    return measure_names[measure];
}

bool tally_is_time(unsigned measure)
{
    return measure != TALLY_SEGMENTS && measure != TALLY_REPEATED;
}

double tally_unit(unsigned measure)
{
    return tally_is_time(measure) ? 1e-6 : 1;
}

static bool is_word(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

bool tally_find_count(const char *name, size_t length, unsigned *count)
{
    for (*count = TALLY_RUNS + 1; *count < TALLY_COUNTS; ++*count)
        if (is_word(name, length, tally_count_names[*count]))
            return true;
    return false;
}

bool tally_find_measure(const char *name, size_t length, unsigned *measure)
{
    for (*measure = 0; *measure < TALLY_MEASURES; ++*measure)
        if (is_word(name, length, measure_names[*measure]))
            return true;
    return false;
}

/* ---------------------------------------------------------------- one run */

/* Whether all that were to connect did; who opens actively is in the scenario. */
static bool has_connected(const struct simulation *run)
{
    bool any = false;
    for (uint32_t i = 0; i < run->scenario->n_calls; i++) {
        const struct scenario_call *call = &run->scenario->calls[i];
        if (call->action != CALL_OPEN || !call->active)
            continue;
        any = true;
        if (!run->ends[call->end].course.connected)
            return false;
    }
    return any;
}

static bool is_at_rest(unsigned state)
{
    return state == CLOSED || state == LISTEN || state == TIME_WAIT;
}

static unsigned bit(bool is, enum tally_count count)
{
    return is ? 1u << count : 0;
}

static unsigned count(const struct simulation *run)
{
    const struct simulate_end *a = &run->ends[0], *b = &run->ends[1];
    const uint32_t             reset = 1u << SIGNAL_RESET | 1u << SIGNAL_REFUSED;
    return 1u << TALLY_RUNS
           | 1u << (has_connected(run) ? TALLY_CONNECTED : TALLY_FAILED)
           | bit(a->course.orderly && b->course.orderly, TALLY_CLOSED)
           | bit(a->course.reset || b->course.reset
                     || ((a->course.told | b->course.told) & reset) != 0, TALLY_RESET)
           | bit(a->course.gave_up || b->course.gave_up, TALLY_GAVE_UP)
           | bit(!is_at_rest(a->tcb.state) || !is_at_rest(b->tcb.state), TALLY_LEFT)
           | bit(run->result == SIMULATE_FULL, TALLY_CUT);
}

static void measure(struct tally_run *end, unsigned what, uint64_t value)
{
    end->measures[end->n_values] = (uint8_t)what;
    end->values[end->n_values++] = value;
}

static void measure_end(struct tally_run *end, const struct course *course, unsigned which)
{
    if (course->begun && course->connected)
        measure(end, TALLY_CONNECT + which, course->connected_us - course->begun_us);
    if (course->leaving && course->over)
        measure(end, TALLY_CLOSE + which, course->over_us - course->leaving_us);
    for (uint32_t left = course->left >> SYN_SENT; left != 0; left &= left - 1) {
        unsigned at = (unsigned)__builtin_ctz(left);
        measure(end, TALLY_STATES + at * ENGINE_ENDS + which, course->in_us[SYN_SENT + at]);
    }
}

void tally_look(struct tally_run *end, const struct simulation *run)
{
    const struct simulate_end *a = &run->ends[0], *b = &run->ends[1];
    end->counts   = (uint16_t)count(run);
    end->n_values = 0;
    for (unsigned which = 0; which < ENGINE_ENDS; which++)
        measure_end(end, &run->ends[which].course, which);
    measure(end, TALLY_SEGMENTS, (uint64_t)a->n_sent + b->n_sent);
    measure(end, TALLY_REPEATED, (uint64_t)a->n_again + b->n_again);
}

void tally_play(struct tally_run *end, struct simulation *run, const struct scenario *scenario,
                const struct profile profiles[ENGINE_ENDS], uint64_t number)
{
    simulate_start(run, scenario, profiles, number, (struct trace_sink){ NULL, NULL });
    simulate_run(run);
    tally_look(end, run);
}

bool tally_value(const struct tally_run *end, unsigned measure, uint64_t *value)
{
    for (unsigned i = 0; i < end->n_values; i++)
        if (end->measures[i] == measure) {
            *value = end->values[i];
            return true;
        }
    return false;
}

bool tally_same(const struct tally_run *a, const struct tally_run *b)
{
    return a->counts == b->counts && a->n_values == b->n_values
           && memcmp(a->measures, b->measures, a->n_values * sizeof a->measures[0]) == 0
           && memcmp(a->values, b->values, a->n_values * sizeof a->values[0]) == 0;
}

void tally_add(struct tally *tally, const struct tally_run *end, uint64_t times)
{
    for (unsigned i = 0; i < TALLY_COUNTS; i++)
        tally->counts[i] += (end->counts >> i & 1) * times;
    for (unsigned i = 0; i < end->n_values; i++)
        histogram_add(&tally->histograms[end->measures[i]], end->values[i], times);
}

/* ---------------------------------------------------------------- tallies as a whole */

bool tally_merge(struct tally *tally, const struct tally *other)
{
    for (unsigned i = 0; i < TALLY_COUNTS; i++)
        if (__builtin_add_overflow(tally->counts[i], other->counts[i], &tally->counts[i]))
            return false;
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        if (!histogram_merge(&tally->histograms[i], &other->histograms[i]))
            return false;
    return true;
}

void tally_clear(struct tally *tally)
{
    memset(tally->counts, 0, sizeof tally->counts);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        histogram_clear(&tally->histograms[i]);
}

void tally_free(struct tally *tally)
{
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        histogram_free(&tally->histograms[i]);
    *tally = (struct tally){ 0 };
}
