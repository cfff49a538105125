/* run_head.c - the first line of a trace file: what its numbers mean; see reader.h. */
#include <inttypes.h>
#include <string.h>

#include "reader.h"

enum {
    STATES_MAX  = 16,  /* of struct engine_row */
    NAMES_MAX   = 250, /* events, signals: below TRACE_NONE */
    TIMERS_MAX  = 32,  /* bits of `started` */
    VARS_MAX    = 1000,
    CLAIMS_MAX  = 63,
    CLAUSES_MAX = 32   /* bits of a trace_record's clauses */
};

/* A list of strings; at least one where `least` says so. */
static bool get_names(struct reader *r, const char *name, unsigned max, const char *const **out,
                      unsigned *count)
{
    const json_t *list = reader_get(r, r->object, name, JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > max)
        return reader_fail(r, "\"%s\" has more than %u members", name, max);
    const char **names = run_take(r->run, size * sizeof *names);
    for (size_t i = 0; i < size; i++) {
        const json_t *item = json_array_get(list, i);
        if (!json_is_string(item))
            return reader_fail(r, "\"%s\" is a list of strings", name);
        names[i] = reader_keep(r, json_string_value(item));
    }
    *out   = names;
    *count = (unsigned)size;
    return true;
}

static bool read_vars(struct reader *r)
{
    const json_t *list = reader_get(r, r->object, "vars", JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > VARS_MAX)
        return reader_fail(r, "\"vars\" has more than %d members", VARS_MAX);
    struct engine_var *vars = run_take(r->run, size * sizeof *vars);
    r->state                = VARS_MAX;
    for (unsigned i = 0; i < size; i++) {
        const json_t *var = json_array_get(list, i);
        if (!reader_string(r, var, "name", &vars[i].name) || !reader_string(r, var, "type", &vars[i].type)
            || !reader_string(r, var, "note", &vars[i].note)
            || !reader_string(r, var, "text", &vars[i].text))
            return false;
        if (strcmp(vars[i].type, "state") == 0)
            r->state = i;
    }
    r->run->names.vars   = vars;
    r->run->names.n_vars = (unsigned)size;
    return r->state < VARS_MAX || reader_fail(r, "no variable has the type \"state\"");
}

static bool read_mention(struct reader *r, const json_t *item, struct engine_mention *mention)
{
    const char *name = json_is_string(item) ? json_string_value(item) : "";
    mention->peer    = strncmp(name, "peer.", 5) == 0;
    name += mention->peer ? 5 : 0;
    for (mention->var = 0; mention->var < r->run->names.n_vars; mention->var++)
        if (strcmp(r->run->names.vars[mention->var].name, name) == 0)
            return true;
    return reader_fail(r, "a clause speaks of the variable '%s', which is not in \"vars\"", name);
}

static bool read_clause(struct reader *r, const json_t *object, struct engine_clause *clause)
{
    const json_t *list = NULL;
    if (!reader_string(r, object, "text", &clause->text)
        || !reader_bool(r, object, "premise", &clause->premise)
        || (list = reader_get(r, object, "vars", JSON_ARRAY)) == NULL)
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
    const json_t *value = reader_get(r, object, "kind", JSON_STRING);
    if (value == NULL)
        return false;
    if (!reader_find(kinds, 4, json_string_value(value), &index))
        return reader_fail(r, "there is no kind of claim '%s'", json_string_value(value));
    *kind = (enum engine_claim_kind)index;
    return true;
}

static bool read_claim(struct reader *r, const json_t *object, struct engine_claim *claim)
{
    const json_t *list = NULL;
    claim->premise     = "";
    if (!reader_string(r, object, "name", &claim->name) || !reader_string(r, object, "text", &claim->text)
        || !reader_string(r, object, "cite", &claim->cite)
        || !reader_bool(r, object, "asked", &claim->asked) || !read_kind(r, object, &claim->kind)
        || (list = reader_get(r, object, "clauses", JSON_ARRAY)) == NULL)
        return false;
    claim->n_clauses = (unsigned)json_array_size(list);
    if (claim->n_clauses > CLAUSES_MAX)
        return reader_fail(r, "a claim has more than %d clauses", CLAUSES_MAX);
    struct engine_clause *clauses = run_take(r->run, claim->n_clauses * sizeof *clauses);
    claim->clauses                = clauses;
    for (unsigned k = 0; k < claim->n_clauses; k++)
        if (!read_clause(r, json_array_get(list, k), &clauses[k]))
            return false;
    return true;
}

static bool read_claims(struct reader *r)
{
    const json_t *list = reader_get(r, r->object, "claims", JSON_ARRAY);
    size_t        size = json_array_size(list);
    if (list == NULL)
        return false;
    if (size > CLAIMS_MAX)
        return reader_fail(r, "\"claims\" has more than %d members", CLAIMS_MAX);
    struct engine_claim *claims = run_take(r->run, size * sizeof *claims);
    r->run->names.claims        = claims;
    for (unsigned i = 0; i < size; i++, r->run->names.n_claims++)
        if (!read_claim(r, json_array_get(list, i), &claims[i]))
            return false;
    return true;
}

/* Which claim the run violates, where it loops, and where a changed table shows: they may be left
 * out. */
static bool read_verdict(struct reader *r)
{
    struct run   *run   = r->run;
    const json_t *claim = json_object_get(r->object, "violates");
    run->claim          = RUN_NO_CLAIM;
    run->loop           = RUN_NO_LOOP;
    if (json_object_get(r->object, "loop") != NULL
        && !reader_number(r, r->object, "loop", INT32_MAX, &run->loop))
        return false;
    if (json_object_get(r->object, "turn") != NULL
        && !reader_number(r, r->object, "turn", INT32_MAX, &run->turn))
        return false;
    if (claim == NULL)
        return true;
    const char *name = json_is_string(claim) ? json_string_value(claim) : "";
    for (run->claim = 0; run->claim < run->names.n_claims; run->claim++)
        if (strcmp(run->names.claims[run->claim].name, name) == 0)
            return true;
    return strcmp(name, "no_deadlock") == 0 || reader_fail(r, "there is no claim '%s'", name);
}

bool run_head_read(struct reader *r)
{
    struct run         *run     = r->run;
    struct trace_names *names   = &run->names;
    uint32_t            version = 0, bits = 0;
    unsigned            n_texts = 0;
    if (!reader_number(r, r->object, "version", INT32_MAX, &version))
        return false;
    if (version != RUN_JSON_VERSION)
        return reader_fail(r, "this is version %" PRIu32 " of the trace format, not %d", version,
                    RUN_JSON_VERSION);
    bool good = reader_string(r, r->object, "bound", &run->bound)
                && reader_string(r, r->object, "text", &run->text)
                && reader_string(r, r->object, "assumptions", &run->assumptions)
                && reader_string(r, r->object, "command", &run->command)
                && reader_number(r, r->object, "seq_bits", 32, &bits)
                && get_names(r, "states", STATES_MAX, &names->states, &names->n_states)
                && get_names(r, "events", NAMES_MAX, &names->events, &names->n_events)
                && get_names(r, "timers", TIMERS_MAX, &names->timers, &names->n_timers)
                && get_names(r, "signals", NAMES_MAX, &names->signals, &names->n_signals)
                && get_names(r, "signal_texts", NAMES_MAX, &names->signal_texts, &n_texts)
                && read_vars(r) && read_claims(r) && read_verdict(r);
    run->seq_bits = bits;
    if (good && n_texts != names->n_signals)
        return reader_fail(r, "\"signals\" and \"signal_texts\" differ in length");
    return good && (bits > 0 || reader_fail(r, "\"seq_bits\" is 0"));
}
