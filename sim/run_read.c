/* run_read.c - reads a trace file back; see run_json.h.
 *
 * A view trusts its trace, so everything that it relies on is looked at here: names that
 * there are, steps in order, states that follow one another, segments that were sent.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "run_json.h"
#include "text.h"

enum {
    STATES_MAX  = 16,  /* of struct engine_row */
    NAMES_MAX   = 250, /* events, signals: below TRACE_NONE */
    TIMERS_MAX  = 32,  /* bits of `started` */
    VARS_MAX    = 1000,
    CLAIMS_MAX  = 63,
    CLAUSES_MAX = 32,  /* bits of a trace_record's clauses */
    ROWS_MAX    = 60000 /* engine_fired.row */
};

/* A segment that was sent. */
struct sent {
    struct engine_segment segment; /* as it was sent */
    uint8_t               end;     /* by whom */
    bool                  gone;    /* it has arrived or is lost */
};

struct reader {
    struct run         *run;    /* what is being filled */
    struct diag        *diag;   /* for errors */
    const char         *path;   /* for messages */
    unsigned            line;   /* at hand, from 1 */
    json_t             *object; /* of that line */
    struct engine_row  *rows;   /* those that fired so far */
    struct sent        *sent;   /* by number - 1 */
    uint32_t            n_sent; /* how many */
    uint8_t             states[TRACE_ENDS]; /* as the steps so far left them */
    unsigned            state;  /* the variable that is the state */
    uint8_t             last;   /* the kind of the record before */
    uint64_t            time_us; /* of the record before */
    bool                ended;  /* the last line was there */
};

__attribute__((format(printf, 2, 3)))
static bool fail(struct reader *r, const char *format, ...)
{
    char    message[DIAG_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diag_file(r->diag, r->path, "line %u: %s", r->line, message);
    return false;
}

/* ---------------------------------------------------------------- members */

static json_t *get(struct reader *r, const json_t *object, const char *name, json_type type)
{
    static const char *const types[] = { [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
                                         [JSON_STRING] = "a string",  [JSON_INTEGER] = "a number" };
    json_t *value = json_object_get(object, name);
    if (value != NULL && json_typeof(value) == type)
        return value;
    fail(r, "\"%s\" is missing, or is not %s", name, types[type]);
    return NULL;
}

static const char *keep(struct reader *r, const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(run_take(r->run, size), string, size);
}

static bool get_string(struct reader *r, const json_t *object, const char *name, const char **out)
{
    const json_t *value = get(r, object, name, JSON_STRING);
    if (value != NULL)
        *out = keep(r, json_string_value(value));
    return value != NULL;
}

static bool get_number(struct reader *r, const json_t *object, const char *name, uint32_t max,
                       uint32_t *out)
{
    const json_t *value = get(r, object, name, JSON_INTEGER);
    if (value == NULL)
        return false;
    json_int_t number = json_integer_value(value);
    if (number < 0 || number > (json_int_t)max)
        return fail(r, "\"%s\" is not in 0 to %" PRIu32, name, max);
    *out = (uint32_t)number;
    return true;
}

static bool find_name(const char *const *names, unsigned count, const char *name, unsigned *index)
{
    for (*index = 0; *index < count; (*index)++)
        if (strcmp(names[*index], name) == 0)
            return true;
    return false;
}

/* A string that is one of some names, as its index. */
static bool get_choice(struct reader *r, const char *name, const char *const *names,
                       unsigned count, uint8_t *out)
{
    unsigned      index = 0;
    const json_t *value = get(r, r->object, name, JSON_STRING);
    if (value == NULL)
        return false;
    if (!find_name(names, count, json_string_value(value), &index))
        return fail(r, "\"%s\": there is no '%s'", name, json_string_value(value));
    *out = (uint8_t)index;
    return true;
}

static bool get_bool(struct reader *r, const json_t *object, const char *name, bool *out)
{
    const json_t *value = json_object_get(object, name);
    *out                = json_is_true(value);
    return json_is_boolean(value) || fail(r, "\"%s\" is missing, or is not true or false", name);
}

/* ---------------------------------------------------------------- the first line */

/* A list of strings; at least one where `least` says so. */
static bool get_names(struct reader *r, const char *name, unsigned max, const char *const **out,
                      unsigned *count)
{
    const json_t *list = get(r, r->object, name, JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > max)
        return fail(r, "\"%s\" has more than %u members", name, max);
    const char **names = run_take(r->run, size * sizeof *names);
    for (size_t i = 0; i < size; i++) {
        const json_t *item = json_array_get(list, i);
        if (!json_is_string(item))
            return fail(r, "\"%s\" is a list of strings", name);
        names[i] = keep(r, json_string_value(item));
    }
    *out   = names;
    *count = (unsigned)size;
    return true;
}

static bool read_vars(struct reader *r)
{
    const json_t *list = get(r, r->object, "vars", JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > VARS_MAX)
        return fail(r, "\"vars\" has more than %d members", VARS_MAX);
    struct engine_var *vars = run_take(r->run, size * sizeof *vars);
    r->state                = VARS_MAX;
    for (unsigned i = 0; i < size; i++) {
        const json_t *var = json_array_get(list, i);
        if (!get_string(r, var, "name", &vars[i].name) || !get_string(r, var, "type", &vars[i].type)
            || !get_string(r, var, "note", &vars[i].note)
            || !get_string(r, var, "text", &vars[i].text))
            return false;
        if (strcmp(vars[i].type, "state") == 0)
            r->state = i;
    }
    r->run->names.vars   = vars;
    r->run->names.n_vars = (unsigned)size;
    return r->state < VARS_MAX || fail(r, "no variable has the type \"state\"");
}

static bool read_mention(struct reader *r, const json_t *item, struct engine_mention *mention)
{
    const char *name = json_is_string(item) ? json_string_value(item) : "";
    mention->peer    = strncmp(name, "peer.", 5) == 0;
    name += mention->peer ? 5 : 0;
    for (mention->var = 0; mention->var < r->run->names.n_vars; mention->var++)
        if (strcmp(r->run->names.vars[mention->var].name, name) == 0)
            return true;
    return fail(r, "a clause speaks of the variable '%s', which is not in \"vars\"", name);
}

static bool read_clause(struct reader *r, const json_t *object, struct engine_clause *clause)
{
    const json_t *list = NULL;
    if (!get_string(r, object, "text", &clause->text)
        || !get_bool(r, object, "premise", &clause->premise)
        || (list = get(r, object, "vars", JSON_ARRAY)) == NULL)
        return false;
    clause->n_mentions              = (unsigned)json_array_size(list);
    struct engine_mention *mentions = run_take(r->run, clause->n_mentions * sizeof *mentions);
    clause->mentions                = mentions;
    for (unsigned i = 0; i < clause->n_mentions; i++)
        if (!read_mention(r, json_array_get(list, i), &mentions[i]))
            return false;
    return true;
}

static bool read_kind(struct reader *r, const json_t *object, enum engine_claim_kind *kind)
{
    static const char *const kinds[] = { "always", "eventually", "recoverable", "witness" };
    unsigned      index = 0;
    const json_t *value = get(r, object, "kind", JSON_STRING);
    if (value == NULL)
        return false;
    if (!find_name(kinds, 4, json_string_value(value), &index))
        return fail(r, "there is no kind of claim '%s'", json_string_value(value));
    *kind = (enum engine_claim_kind)index;
    return true;
}

static bool read_claim(struct reader *r, const json_t *object, struct engine_claim *claim)
{
    const json_t *list = NULL;
    claim->premise     = "";
    claim->asked       = true;
    if (!get_string(r, object, "name", &claim->name) || !get_string(r, object, "text", &claim->text)
        || !get_string(r, object, "cite", &claim->cite) || !read_kind(r, object, &claim->kind)
        || (list = get(r, object, "clauses", JSON_ARRAY)) == NULL)
        return false;
    claim->n_clauses = (unsigned)json_array_size(list);
    if (claim->n_clauses > CLAUSES_MAX)
        return fail(r, "a claim has more than %d clauses", CLAUSES_MAX);
    struct engine_clause *clauses = run_take(r->run, claim->n_clauses * sizeof *clauses);
    claim->clauses                = clauses;
    for (unsigned k = 0; k < claim->n_clauses; k++)
        if (!read_clause(r, json_array_get(list, k), &clauses[k]))
            return false;
    return true;
}

static bool read_claims(struct reader *r)
{
    const json_t *list = get(r, r->object, "claims", JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > CLAIMS_MAX)
        return fail(r, "\"claims\" has more than %d members", CLAIMS_MAX);
    struct engine_claim *claims = run_take(r->run, size * sizeof *claims);
    r->run->names.claims        = claims;
    for (unsigned i = 0; i < size; i++, r->run->names.n_claims++)
        if (!read_claim(r, json_array_get(list, i), &claims[i]))
            return false;
    return true;
}

/* Which claim the run violates, and where it loops: they may be left out. */
static bool read_verdict(struct reader *r)
{
    struct run   *run   = r->run;
    const json_t *claim = json_object_get(r->object, "violates");
    run->claim          = RUN_NO_CLAIM;
    run->loop           = RUN_NO_LOOP;
    if (json_object_get(r->object, "loop") != NULL
        && !get_number(r, r->object, "loop", INT32_MAX, &run->loop))
        return false;
    if (claim == NULL)
        return true;
    const char *name = json_is_string(claim) ? json_string_value(claim) : "";
    for (run->claim = 0; run->claim < run->names.n_claims; run->claim++)
        if (strcmp(run->names.claims[run->claim].name, name) == 0)
            return true;
    return strcmp(name, "no_deadlock") == 0 || fail(r, "there is no claim '%s'", name);
}

static bool read_head(struct reader *r)
{
    struct run         *run     = r->run;
    struct trace_names *names   = &run->names;
    uint32_t            version = 0, bits = 0;
    unsigned            n_texts = 0;
    if (!get_number(r, r->object, "version", INT32_MAX, &version))
        return false;
    if (version != RUN_JSON_VERSION)
        return fail(r, "this is version %" PRIu32 " of the trace format, not %d", version,
                    RUN_JSON_VERSION);
    bool good = get_string(r, r->object, "bound", &run->bound)
                && get_string(r, r->object, "text", &run->text)
                && get_string(r, r->object, "assumptions", &run->assumptions)
                && get_string(r, r->object, "command", &run->command)
                && get_number(r, r->object, "seq_bits", 32, &bits)
                && get_names(r, "states", STATES_MAX, &names->states, &names->n_states)
                && get_names(r, "events", NAMES_MAX, &names->events, &names->n_events)
                && get_names(r, "timers", TIMERS_MAX, &names->timers, &names->n_timers)
                && get_names(r, "signals", NAMES_MAX, &names->signals, &names->n_signals)
                && get_names(r, "signal_texts", NAMES_MAX, &names->signal_texts, &n_texts)
                && read_vars(r) && read_claims(r) && read_verdict(r);
    run->seq_bits = bits;
    if (good && n_texts != names->n_signals)
        return fail(r, "\"signals\" and \"signal_texts\" differ in length");
    return good && (bits > 0 || fail(r, "\"seq_bits\" is 0"));
}

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
    r->rows[i] = (struct engine_row){ .name = keep(r, name), .event = event, .file = "",
                                      .label = keep(r, label) };
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
        return fail(r, "a \"row\" is written STATE/event/name");
    if (!find_name(names->states, names->n_states, state, &s)
        || !find_name(names->events, names->n_events, event, &e))
        return fail(r, "the row %s/%s/%s is of no state or event of this trace", state, event, row);
    if (names->n_rows >= ROWS_MAX)
        return fail(r, "more than %d rows", ROWS_MAX);
    fired->state = (uint8_t)s;
    fired->row   = row_number(r, names->events[e], row, label);
    return true;
}

static bool read_fired(struct reader *r, const json_t *object, struct engine_fired *fired)
{
    const struct trace_names *names = &r->run->names;
    const char *identity = NULL, *cite = NULL, *label = NULL, *to = NULL;
    unsigned    state = 0;
    if (!get_string(r, object, "row", &identity) || !get_string(r, object, "cite", &cite)
        || !get_string(r, object, "label", &label) || !get_string(r, object, "to", &to))
        return false;
    char *words = run_take(r->run, strlen(identity) + 1);
    if (!read_identity(r, strcpy(words, identity), label, fired))
        return false;
    if (!find_name(names->states, names->n_states, to, &state))
        return fail(r, "\"to\": there is no state '%s'", to);
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
            return fail(r, "the row '%s' cannot fire in %s",
                        r->rows[record->fired[i].row].name, r->run->names.states[state]);
        state = record->fired[i].to;
    }
    return record->n_fired == 0 || state == record->after
           || fail(r, "the rows lead to %s, and not to %s", r->run->names.states[state],
                   r->run->names.states[record->after]);
}

static bool read_rows(struct reader *r, struct trace_record *record)
{
    const json_t *list = get(r, r->object, "rows", JSON_ARRAY);
    if (list == NULL)
        return false;
    if (json_array_size(list) > ENGINE_FIRED_MAX)
        return fail(r, "more than %d rows in one step", ENGINE_FIRED_MAX);
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
    const json_t     *value     = get(r, r->object, "flags", JSON_STRING);
    if (value == NULL)
        return false;
    *flags           = 0;
    const char *text = json_string_value(value);
    if (strcmp(text, "none") == 0)
        return true;
    for (; *text != '\0'; text++) {
        const char *letter = strchr(letters, *text);
        if (letter == NULL)
            return fail(r, "\"flags\" are those of tcpdump: F, S, R, .");
        *flags |= (uint8_t)bits[letter - letters];
    }
    return true;
}

static bool read_segment(struct reader *r, struct trace_record *record)
{
    struct engine_segment *segment = &record->segment;
    segment->old = json_is_true(json_object_get(r->object, "old"));
    return get_number(r, r->object, "number", INT32_MAX, &record->number)
           && read_flags(r, &segment->flags)
           && get_number(r, r->object, "seq", UINT32_MAX, &segment->seq)
           && get_number(r, r->object, "ack", UINT32_MAX, &segment->ack)
           && get_number(r, r->object, "length", UINT32_MAX, &segment->text);
}

static bool is_same(const struct engine_segment *a, const struct engine_segment *b)
{
    return a->flags == b->flags && a->seq == b->seq && a->ack == b->ack && a->text == b->text;
}

/* A segment is new: it has the next number. */
static bool add_sent(struct reader *r, const struct trace_record *record, uint8_t sender)
{
    if (record->number != r->n_sent + 1)
        return fail(r, "the segment sent here has the number %" PRIu32 ", not %" PRIu32,
                    record->number, r->n_sent + 1);
    r->sent = memory_resize(r->sent, (r->n_sent + 1) * sizeof *r->sent);
    r->sent[r->n_sent++] = (struct sent){ record->segment, sender, false };
    return true;
}

/* A segment arrives, is copied or is lost: it is on its way, from that end. */
static bool find_sent(struct reader *r, const struct trace_record *record, uint32_t number,
                      uint8_t sender)
{
    struct sent *sent = number > 0 && number <= r->n_sent ? &r->sent[number - 1] : NULL;
    if (sent == NULL || sent->gone || sent->end != sender)
        return fail(r, "no segment %" PRIu32 " is on its way from %c here", number, "AB"[sender]);
    if (!is_same(&sent->segment, &record->segment))
        return fail(r, "the segment %" PRIu32 " was another one when it was sent", number);
    sent->gone = record->kind != TRACE_COPY;
    return true;
}

static bool read_lost(struct reader *r, struct trace_record *record)
{
    return read_segment(r, record)
           && get_choice(r, "why", trace_why_names, TRACE_WHYS, &record->why)
           && get_number(r, r->object, "line", UINT32_MAX, &record->line)
           && find_sent(r, record, record->number, record->end);
}

/* ---------------------------------------------------------------- the world after a step */

static bool read_numbers(struct reader *r, const char *name, unsigned count,
                         const uint32_t *out[TRACE_ENDS])
{
    const json_t *ends = get(r, r->object, name, JSON_ARRAY);
    if (ends == NULL)
        return false;
    for (unsigned end = 0; end < TRACE_ENDS; end++) {
        const json_t *list    = json_array_get(ends, end);
        uint32_t     *numbers = run_take(r->run, count * sizeof *numbers);
        if (json_array_size(ends) != TRACE_ENDS || json_array_size(list) != count)
            return fail(r, "\"%s\" has two lists of %u numbers", name, count);
        for (unsigned i = 0; i < count; i++) {
            const json_t *item = json_array_get(list, i);
            if (!json_is_integer(item) || json_integer_value(item) < 0
                || json_integer_value(item) > UINT32_MAX)
                return fail(r, "\"%s\" has two lists of %u numbers", name, count);
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
            return fail(r, "the state of %c is not the one that its steps led to", "AB"[end]);
        r->states[end] = (uint8_t)state;
    }
    return true;
}

/* ---------------------------------------------------------------- one record */

static bool read_timers(struct reader *r, const char *name, uint32_t *set)
{
    const json_t *list = get(r, r->object, name, JSON_ARRAY);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item  = json_array_get(list, i);
        unsigned      timer = 0;
        if (!json_is_string(item)
            || !find_name(r->run->names.timers, r->run->names.n_timers, json_string_value(item),
                          &timer))
            return fail(r, "\"%s\" is a list of timers", name);
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
        return fail(r, "\"time\" is null or seconds from 0 on");
    record->time_us = (uint64_t)llround(seconds * 1e6);
    if (record->time_us < r->time_us)
        return fail(r, "\"time\" goes back");
    r->time_us = record->time_us;
    return true;
}

/* A cause opens a step, in order, and a world closes it. */
static bool is_in_order(struct reader *r, const struct trace_record *record)
{
    uint32_t step = r->run->n_steps;
    if (r->run->n_records == 0)
        return (record->kind == TRACE_WORLD && record->step == 0)
               || fail(r, "the first record is the world of step 0");
    bool opens = trace_is_cause(record);
    if (opens != (r->last == TRACE_WORLD))
        return fail(r, opens ? "a step ends with a record of kind \"world\""
                             : "a step begins with a cause");
    if (record->step != step + opens)
        return fail(r, "\"step\" is not %" PRIu32, step + opens);
    return true;
}

static bool read_cause(struct reader *r, struct trace_record *record)
{
    const json_t *decision = json_object_get(r->object, "decision");
    if (json_is_string(decision))
        record->decision = json_string_value(decision);
    if (record->before != r->states[record->end])
        return fail(r, "%c is not in %s before this step", "AB"[record->end],
                    r->run->names.states[record->before]);
    r->states[record->end] = record->after;
    return read_rows(r, record) && read_timers(r, "started", &record->started)
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
        return get_bool(r, o, "active", &record->active)
               && get_number(r, o, "octets", UINT32_MAX, &record->octets);
    case TRACE_RECEIVE:
        if (!read_segment(r, record))
            return false;
        record->segment.forged = record->number == 0;
        return record->number == 0 || find_sent(r, record, record->number, record->end ^ 1);
    case TRACE_TIMER:
        return get_number(r, o, "count", UINT32_MAX, &record->count);
    case TRACE_COPY:
        return read_segment(r, record) && get_number(r, o, "original", INT32_MAX, &record->original)
               && find_sent(r, record, record->original, record->end ^ 1)
               && add_sent(r, record, record->end ^ 1);
    case TRACE_SEND:
        return read_segment(r, record) && get_bool(r, o, "again", &record->again)
               && add_sent(r, record, record->end);
    case TRACE_LOSE:
        return read_lost(r, record);
    case TRACE_DELIVER:
        return get_number(r, o, "octets", UINT32_MAX, &record->octets);
    case TRACE_TELL:
        return get_choice(r, "signal", names->signals, names->n_signals, &record->signal);
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
    bool good = get_choice(r, "kind", trace_kind_names, TRACE_KINDS, &record.kind)
                && get_number(r, r->object, "step", INT32_MAX, &record.step)
                && get_choice(r, "end", ends, TRACE_ENDS, &record.end)
                && get_choice(r, "before", names->states, names->n_states, &record.before)
                && get_choice(r, "after", names->states, names->n_states, &record.after)
                && read_time(r, &record);
    if (good && (needs_event(record.kind) || json_object_get(r->object, "event") != NULL))
        good = get_choice(r, "event", names->events, names->n_events, &record.event);
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
    if (!get_number(r, r->object, "records", UINT32_MAX, &records))
        return false;
    r->ended = true;
    if (records != r->run->n_records)
        return fail(r, "the trace has %zu records, not %" PRIu32, r->run->n_records, records);
    if (r->last != TRACE_WORLD)
        return fail(r, "the last step has no record of kind \"world\"");
    return r->run->loop == RUN_NO_LOOP || r->run->loop < r->run->n_steps
           || fail(r, "there is no step %" PRIu32 " to come back to", r->run->loop);
}

static bool read_line(struct reader *r, const char *text, size_t length)
{
    json_error_t error;
    r->line++;
    if (r->ended)
        return fail(r, "more follows the last record");
    r->object = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (r->object == NULL)
        return fail(r, "not JSON: %s", error.text);
    const char *kind = json_string_value(json_object_get(r->object, "kind"));
    bool        head = kind != NULL && strcmp(kind, "trace") == 0;
    bool        good;
    if (head != (r->line == 1))
        good = fail(r, head ? "a second first line" : "the first line of a trace has \"kind\":\"trace\"");
    else if (head)
        good = read_head(r);
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
        good = fail(&r, "the trace is cut: its last record is missing");
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
