/* run_json.c - writes a trace file; see run_json.h. */
#include "run_json.h"

#include <inttypes.h>

#include "trace_json.h"

static const char *const kind_names[] = {
    [CLAIM_ALWAYS]      = "always",
    [CLAIM_EVENTUALLY]  = "eventually",
    [CLAIM_RECOVERABLE] = "recoverable",
    [CLAIM_WITNESS]     = "witness",
};

static void member(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    trace_json_string(out, text);
}

static void print_strings(FILE *out, const char *name, const char *const *strings, unsigned count)
{
    fprintf(out, ",\"%s\":[", name);
    for (unsigned i = 0; i < count; i++) {
        fputs(i > 0 ? "," : "", out);
        trace_json_string(out, strings[i]);
    }
    fputc(']', out);
}

static void print_vars(FILE *out, const struct trace_names *names)
{
    fputs(",\"vars\":[", out);
    for (unsigned i = 0; i < names->n_vars; i++) {
        fputs(i > 0 ? ",{\"name\":" : "{\"name\":", out);
        trace_json_string(out, names->vars[i].name);
        member(out, "type", names->vars[i].type);
        member(out, "note", names->vars[i].note);
        member(out, "text", names->vars[i].text);
        fputc('}', out);
    }
    fputc(']', out);
}

static void print_mentions(FILE *out, const struct trace_names *names,
                           const struct engine_clause *clause)
{
    fputs(",\"vars\":[", out);
    for (unsigned i = 0; i < clause->n_mentions; i++)
        fprintf(out, "%s\"%s%s\"", i > 0 ? "," : "", clause->mentions[i].peer ? "peer." : "",
                names->vars[clause->mentions[i].var].name);
    fputc(']', out);
}

static void print_clauses(FILE *out, const struct trace_names *names,
                          const struct engine_claim *claim)
{
    fputs(",\"clauses\":[", out);
    for (unsigned k = 0; k < claim->n_clauses; k++) {
        fputs(k > 0 ? ",{\"text\":" : "{\"text\":", out);
        trace_json_string(out, claim->clauses[k].text);
        fprintf(out, ",\"premise\":%s", claim->clauses[k].premise ? "true" : "false");
        print_mentions(out, names, &claim->clauses[k]);
        fputc('}', out);
    }
    fputc(']', out);
}

static void print_claims(FILE *out, const struct trace_names *names)
{
    fputs(",\"claims\":[", out);
    for (unsigned i = 0; i < names->n_claims; i++) {
        const struct engine_claim *claim = &names->claims[i];
        fputs(i > 0 ? ",{\"name\":" : "{\"name\":", out);
        trace_json_string(out, claim->name);
        member(out, "text", claim->text);
        member(out, "cite", claim->cite);
        member(out, "kind", kind_names[claim->kind]);
        fprintf(out, ",\"asked\":%s", claim->asked ? "true" : "false");
        print_clauses(out, names, claim);
        fputc('}', out);
    }
    fputc(']', out);
}

void run_json_head(FILE *out, const struct run *run)
{
    const struct trace_names *names = &run->names;
    fprintf(out, "{\"kind\":\"trace\",\"version\":%d", RUN_JSON_VERSION);
    member(out, "bound", run->bound);
    member(out, "text", run->text);
    member(out, "assumptions", run->assumptions);
    member(out, "command", run->command);
    fprintf(out, ",\"seq_bits\":%u", run->seq_bits);
    if (run->claim != RUN_NO_CLAIM)
        member(out, "violates", run_claim_name(run));
    if (run->loop != RUN_NO_LOOP)
        fprintf(out, ",\"loop\":%" PRIu32, run->loop);
    if (run->turn != 0)
        fprintf(out, ",\"turn\":%" PRIu32, run->turn);
    print_strings(out, "states", names->states, names->n_states);
    print_strings(out, "events", names->events, names->n_events);
    print_strings(out, "timers", names->timers, names->n_timers);
    print_strings(out, "signals", names->signals, names->n_signals);
    print_strings(out, "signal_texts", names->signal_texts, names->n_signals);
    print_vars(out, names);
    print_claims(out, names);
    fputs("}\n", out);
}

void run_json_write(FILE *out, const struct run *run)
{
    struct trace_json view = { out, &run->names };
    run_json_head(out, run);
    for (size_t i = 0; i < run->n_records; i++)
        trace_json_put(&view, &run->records[i]);
    fprintf(out, "{\"kind\":\"end\",\"records\":%zu}\n", run->n_records);
}
