/* run_read.c - reads a trace file back; see run_json.h.
 *
 * A view trusts its trace, so everything that it relies on is looked at here: names that
 * there are, steps in order, states that follow one another, segments that were sent.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"
#include "text.h"

/* ---------------------------------------------------------------- the world after a step */

static bool read_numbers(struct reader *r, const char *name, unsigned count,
                         const uint32_t *out[TRACE_ENDS])
{
    const json_t *ends = reader_get(r, r->object, name, JSON_ARRAY);
    if (ends == NULL)
        return false;
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        const json_t *list    = json_array_get(ends, end);
        uint32_t     *numbers = run_take(r->run, count * sizeof *numbers);
        if (json_array_size(ends) != TRACE_ENDS || json_array_size(list) != count)
            return reader_fail(r, "\"%s\" has two lists of %u numbers", name, count);
        for (unsigned i = 0; i < count; i++) {
            const json_t *item = json_array_get(list, i);
            if (!json_is_integer(item) || json_integer_value(item) < 0
                || json_integer_value(item) > UINT32_MAX)
                return reader_fail(r, "\"%s\" has two lists of %u numbers", name, count);
            numbers[i] = (uint32_t)json_integer_value(item);
        }
        out[end] = numbers;
    }
    return true;
}

static bool read_world(struct reader *r, struct trace_record *record)
{
    const struct trace_names *names = &r->run->names;
    if (!read_numbers(r, "values", names->n_vars, record->values)
        || (names->n_claims > 0
            && !read_numbers(r, "clauses", names->n_claims, record->clauses)))
        return false;
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        uint32_t state = record->values[end][r->state];
        if (state >= names->n_states || (record->step > 0 && state != r->states[end]))
            return reader_fail(r, "the state of %c is not the one that its steps led to", "AB"[end]);
        r->states[end] = (uint8_t)state;
    }
    return true;
}

/* ---------------------------------------------------------------- one record */

static bool read_lost(struct reader *r, struct trace_record *record)
{
    return run_event_segment(r, record)
           && reader_choice(r, "why", trace_why_names, TRACE_WHYS, &record->why)
           && reader_number(r, r->object, "line", UINT32_MAX, &record->line)
           && run_event_flying(r, record, record->number, record->end);
}

static bool read_timers(struct reader *r, const char *name, uint32_t *set)
{
    const json_t *list = reader_get(r, r->object, name, JSON_ARRAY);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item  = json_array_get(list, i);
        unsigned      timer = 0;
        if (!json_is_string(item)
            || !reader_find(r->run->names.timers, r->run->names.n_timers, json_string_value(item),
                          &timer))
            return reader_fail(r, "\"%s\" is a list of timers", name);
        *set |= UINT32_C(1) << timer;
    }
    return list != NULL;
}

static bool read_time(struct reader *r, struct trace_record *record)
{
    const json_t *value = json_object_get(r->object, "time");
    record->time_us     = TRACE_TIME_UNKNOWN;
    if (json_is_null(value))
        return true;
    double seconds = json_number_value(value);
    if (!json_is_number(value) || !(seconds >= 0 && seconds < 1e9))
        return reader_fail(r, "\"time\" is null or seconds from 0 on");
    record->time_us = (uint64_t)llround(seconds * 1e6);
    if (record->time_us < r->time_us)
        return reader_fail(r, "\"time\" goes back");
    r->time_us = record->time_us;
    return true;
}

/* A cause opens a step, in order, and a world closes it. */
static bool is_in_order(struct reader *r, const struct trace_record *record)
{
    uint32_t step = r->run->n_steps;
    if (r->run->n_records == 0)
        return (record->kind == TRACE_WORLD && record->step == 0)
               || reader_fail(r, "the first record is the world of step 0");
    bool opens = trace_is_cause(record);
    if (opens != (r->last == TRACE_WORLD))
        return reader_fail(r, opens ? "a step ends with a record of kind \"world\""
                             : "a step begins with a cause");
    if (record->step != step + opens)
        return reader_fail(r, "\"step\" is not %" PRIu32, step + opens);
    return true;
}

static bool read_cause(struct reader *r, struct trace_record *record)
{
    const json_t *decision = json_object_get(r->object, "decision");
    if (json_is_string(decision))
        record->decision = reader_keep(r, json_string_value(decision));
    if (record->before != r->states[record->end])
        return reader_fail(r, "%c is not in %s before this step", "AB"[record->end],
                    r->run->names.states[record->before]);
    r->states[record->end] = record->after;
    return run_event_rows(r, record) && read_timers(r, "started", &record->started)
           && read_timers(r, "stopped", &record->stopped);
}

static bool needs_event(enum trace_kind kind)
{
    return kind == TRACE_CALL || kind == TRACE_RECEIVE || kind == TRACE_TIMER
           || kind == TRACE_TRANSMIT;
}

/* What only records of this kind have. */
static bool read_particulars(struct reader *r, struct trace_record *record)
{
    const struct trace_names *names = &r->run->names;
    const json_t             *o     = r->object;
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:
        return reader_bool(r, o, "active", &record->active)
               && reader_number(r, o, "octets", UINT32_MAX, &record->octets);
    case TRACE_RECEIVE:
        if (!run_event_segment(r, record))
            return false;
        record->segment.forged = record->number == 0;
        return record->number == 0 || run_event_flying(r, record, record->number, record->end ^ 1);
    case TRACE_TIMER:
        return reader_number(r, o, "count", UINT32_MAX, &record->count);
    case TRACE_COPY:
        return run_event_segment(r, record) && reader_number(r, o, "original", INT32_MAX, &record->original)
               && run_event_flying(r, record, record->original, record->end ^ 1)
               && run_event_sent(r, record, record->end ^ 1);
    case TRACE_SEND:
        return run_event_segment(r, record) && reader_bool(r, o, "again", &record->again)
               && run_event_sent(r, record, record->end);
    case TRACE_LOSE:
        return read_lost(r, record);
    case TRACE_DELIVER:
        return reader_number(r, o, "octets", UINT32_MAX, &record->octets);
    case TRACE_TELL:
        return reader_choice(r, "signal", names->signals, names->n_signals, &record->signal);
    case TRACE_WORLD:
        return read_world(r, record);
    case TRACE_TRANSMIT:
    case TRACE_CRASH:
    case TRACE_TICK:
    case TRACE_STATE:
    case TRACE_KINDS:
        break;
    }
    return true;
}

static bool read_record(struct reader *r)
{
    static const char *const  ends[] = { "A", "B" };
    const struct trace_names *names  = &r->run->names;
    struct trace_record record = { .event = TRACE_NONE, .signal = TRACE_NONE };
    bool good = reader_choice(r, "kind", trace_kind_names, TRACE_KINDS, &record.kind)
                && reader_number(r, r->object, "step", INT32_MAX, &record.step)
                && reader_choice(r, "end", ends, TRACE_ENDS, &record.end)
                && reader_choice(r, "before", names->states, names->n_states, &record.before)
                && reader_choice(r, "after", names->states, names->n_states, &record.after)
                && read_time(r, &record);
    if (good && (needs_event(record.kind) || json_object_get(r->object, "event") != NULL))
        good = reader_choice(r, "event", names->events, names->n_events, &record.event);
    if (!good || !read_particulars(r, &record) || !is_in_order(r, &record))
        return false;
    if (trace_is_cause(&record) && !read_cause(r, &record))
        return false;
    run_put(r->run, &record);
    r->last = record.kind;
    return true;
}

/* ---------------------------------------------------------------- the file */

static bool read_end(struct reader *r)
{
    uint32_t records = 0;
    if (!reader_number(r, r->object, "records", UINT32_MAX, &records))
        return false;
    r->ended = true;
    if (records != r->run->n_records)
        return reader_fail(r, "the trace has %zu records, not %" PRIu32, r->run->n_records, records);
    if (r->last != TRACE_WORLD)
        return reader_fail(r, "the last step has no record of kind \"world\"");
    return r->run->loop == RUN_NO_LOOP || r->run->loop < r->run->n_steps
           || reader_fail(r, "there is no step %" PRIu32 " to come back to", r->run->loop);
}

static bool read_line(struct reader *r, const char *text, size_t length)
{
    json_error_t error;
    r->line++;
    if (r->ended)
        return reader_fail(r, "more follows the last record");
    r->object = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (r->object == NULL)
        return reader_fail(r, "not JSON: %s", error.text);
    const char *kind = json_string_value(json_object_get(r->object, "kind"));
    bool        head = kind != NULL && strcmp(kind, "trace") == 0;
    bool        good;
    if (head != (r->line == 1))
        good = reader_fail(r, head ? "a second first line" : "the first line of a trace has \"kind\":\"trace\"");
    else if (head)
        good = run_head_read(r);
    else
        good = kind != NULL && strcmp(kind, "end") == 0 ? read_end(r) : read_record(r);
    json_decref(r->object);
    return good;
}

bool run_json_parse(struct run *run, const char *path, const char *text, size_t length,
                    struct diag *diag)
{
    struct reader r    = { .run = run, .diag = diag, .path = path };
    bool          good = true;
    *run               = (struct run){ .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP };
    for (const char *end = text + length; text < end && good;) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *stop    = newline != NULL ? newline : end;
        good = read_line(&r, text, (size_t)(stop - text));
        text = stop + (newline != NULL);
    }
    if (good && !r.ended)
        good = reader_fail(&r, "the trace is cut: its last record is missing");
    if (r.rows != NULL && run->names.n_rows > 0)
        run->names.rows = memcpy(run_take(run, run->names.n_rows * sizeof *r.rows), r.rows,
                                 run->names.n_rows * sizeof *r.rows);
    free(r.rows);
    free(r.sent);
    return good;
}

bool run_json_read(struct run *run, const char *path, struct diag *diag)
{
    struct text text = {0};
    *run             = (struct run){ .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP };
    bool good = text_read(&text, path) || diag_file(diag, path, "cannot be read");
    if (good)
        good = run_json_parse(run, path, text_get(&text), text.length, diag);
    text_free(&text);
    return good;
}
