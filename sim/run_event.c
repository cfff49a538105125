/* run_event.c - rows and segments of a trace file; see reader.h. */
#include <inttypes.h>
#include <string.h>

#include "reader.h"
#include "text.h"

enum { ROWS_MAX = 60000 /* engine_fired.row */ };

/* ---------------------------------------------------------------- rows */

static uint16_t row_number(struct reader *r, const char *event, const char *name, const char *label)
{
    struct trace_names *names = &r->run->names;
    unsigned            i     = 0;
    for (; i < names->n_rows; i++)
        if (strcmp(r->rows[i].name, name) == 0 && strcmp(r->rows[i].event, event) == 0
            && strcmp(r->rows[i].label, label) == 0)
            return (uint16_t)i;
    r->rows = memory_resize(r->rows, (i + 1) * sizeof *r->rows);
    r->rows[i] = (struct engine_row){ .name = reader_keep(r, name), .event = event, .file = "",
                                      .label = reader_keep(r, label) };
    names->rows = r->rows;
    names->n_rows++;
    return (uint16_t)i;
}

/* "STATE/event/row". */
static bool read_identity(struct reader *r, char *identity, const char *label,
                          struct engine_fired *fired)
{
    const struct trace_names *names = &r->run->names;
    char    *rest = NULL, *state = strtok_r(identity, "/", &rest);
    char    *event = strtok_r(NULL, "/", &rest), *row = strtok_r(NULL, "/", &rest);
    unsigned s = 0, e = 0;
    if (row == NULL || strtok_r(NULL, "/", &rest) != NULL)
        return reader_fail(r, "a \"row\" is written STATE/event/name");
    if (!reader_find(names->states, names->n_states, state, &s)
        || !reader_find(names->events, names->n_events, event, &e))
        return reader_fail(r, "the row %s/%s/%s is of no state or event of this trace", state, event, row);
    if (names->n_rows >= ROWS_MAX)
        return reader_fail(r, "more than %d rows", ROWS_MAX);
    fired->state = (uint8_t)s;
    fired->row   = row_number(r, names->events[e], row, label);
    return true;
}

static bool read_fired(struct reader *r, const json_t *object, struct engine_fired *fired)
{
    const struct trace_names *names = &r->run->names;
    const char *identity = NULL, *cite = NULL, *label = NULL, *to = NULL;
    unsigned    state = 0;
    if (!reader_string(r, object, "row", &identity) || !reader_string(r, object, "cite", &cite)
        || !reader_string(r, object, "label", &label) || !reader_string(r, object, "to", &to))
        return false;
    char *words = run_take(r->run, strlen(identity) + 1);
    if (!read_identity(r, strcpy(words, identity), label, fired))
        return false;
    if (!reader_find(names->states, names->n_states, to, &state))
        return reader_fail(r, "\"to\": there is no state '%s'", to);
    fired->to = (uint8_t)state;
    r->rows[fired->row].states |= (uint16_t)(1U << fired->state);
    r->rows[fired->row].cite[fired->state] = cite;
    return true;
}

/* The rows lead from the state before to the state after. */
static bool follows(struct reader *r, const struct trace_record *record)
{
    uint8_t state = record->before;
    for (unsigned i = 0; i < record->n_fired; i++) {
        if (record->fired[i].state != state)
            return reader_fail(r, "the row '%s' cannot fire in %s",
                        r->rows[record->fired[i].row].name, r->run->names.states[state]);
        state = record->fired[i].to;
    }
    return record->n_fired == 0 || state == record->after
           || reader_fail(r, "the rows lead to %s, and not to %s", r->run->names.states[state],
                   r->run->names.states[record->after]);
}

bool run_event_rows(struct reader *r, struct trace_record *record)
{
    const json_t *list = reader_get(r, r->object, "rows", JSON_ARRAY);
    if (list == NULL)
        return false;
    if (json_array_size(list) > ENGINE_FIRED_MAX)
        return reader_fail(r, "more than %d rows in one step", ENGINE_FIRED_MAX);
    for (; record->n_fired < json_array_size(list); record->n_fired++)
        if (!read_fired(r, json_array_get(list, record->n_fired), &record->fired[record->n_fired]))
            return false;
    return follows(r, record);
}

/* ---------------------------------------------------------------- segments */

static bool read_flags(struct reader *r, uint8_t *flags)
{
    static const char letters[] = "FSR.";
    static const int  bits[]    = { FLAG_FIN, FLAG_SYN, FLAG_RST, FLAG_ACK };
    const json_t     *value     = reader_get(r, r->object, "flags", JSON_STRING);
    if (value == NULL)
        return false;
    *flags           = 0;
    const char *text = json_string_value(value);
    if (strcmp(text, "none") == 0)
        return true;
    for (; *text != '\0'; text++) {
        const char *letter = strchr(letters, *text);
        if (letter == NULL)
            return reader_fail(r, "\"flags\" are those of tcpdump: F, S, R, .");
        *flags |= (uint8_t)bits[letter - letters];
    }
    return true;
}

bool run_event_segment(struct reader *r, struct trace_record *record)
{
    struct engine_segment *segment = &record->segment;
    uint32_t               last    = r->run->seq_bits < 32 ? (UINT32_C(1) << r->run->seq_bits) - 1 : UINT32_MAX;
    segment->old = json_is_true(json_object_get(r->object, "old"));
    segment->has_window = json_object_get(r->object, "win") != NULL;
    if (segment->has_window && !reader_number(r, r->object, "win", UINT16_MAX, &segment->window))
        return false;
    return reader_number(r, r->object, "number", INT32_MAX, &record->number)
           && read_flags(r, &segment->flags)
           && reader_number(r, r->object, "seq", last, &segment->seq)
           && reader_number(r, r->object, "ack", last, &segment->ack)
           && reader_number(r, r->object, "length", UINT32_MAX, &segment->text);
}

/* A segment is new: it has the next number. */
bool run_event_sent(struct reader *r, const struct trace_record *record, uint8_t sender)
{
    if (record->number != r->n_sent + 1)
        return reader_fail(r, "the segment sent here has the number %" PRIu32 ", not %" PRIu32,
                    record->number, r->n_sent + 1);
    r->sent = memory_resize(r->sent, (r->n_sent + 1) * sizeof *r->sent);
    r->sent[r->n_sent++] = (struct sent){ record->segment, sender, false };
    return true;
}

/* A segment arrives, is copied or is lost: it is on its way, from that end. */
bool run_event_flying(struct reader *r, const struct trace_record *record, uint32_t number,
                      uint8_t sender)
{
    struct sent *sent = number > 0 && number <= r->n_sent ? &r->sent[number - 1] : NULL;
    if (sent == NULL || sent->gone || sent->end != sender)
        return reader_fail(r, "no segment %" PRIu32 " is on its way from %c here", number, "AB"[sender]);
    if (!trace_is_same_segment(&sent->segment, &record->segment))
        return reader_fail(r, "the segment %" PRIu32 " was another one when it was sent", number);
    sent->gone = record->kind != TRACE_COPY;
    return true;
}
