/* page_data.c - what the script of a page knows of its runs; see page_data.h. */
#include "page_data.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "trace_json.h"

/* The claims in the order of the page. */
struct order {
    uint32_t *claims;
    unsigned  count;
};

static struct order order_claims(const struct run *run)
{
    struct order order = { .claims = memory_get(run->names.n_claims, sizeof *order.claims) };
    if (run->claim < run->names.n_claims)
        order.claims[order.count++] = run->claim;
    for (uint32_t i = 0; i < run->names.n_claims; i++)
        if (run->names.claims[i].asked && i != run->claim)
            order.claims[order.count++] = i;
    return order;
}

static void print_vars(FILE *out, const struct run *run)
{
    fputs(",\"vars\":[", out);
    for (unsigned i = 0; i < run->names.n_vars; i++) {
        const struct engine_var *var      = &run->names.vars[i];
        const char *const        member[] = { var->name, var->type, var->note, var->text };
        for (unsigned k = 0; k < 4; k++) {
            fputs(k > 0 ? "," : i > 0 ? ",\n[" : "[", out);
            trace_json_string(out, member[k]);
        }
        fputc(']', out);
    }
    fputc(']', out);
}

static void print_claims(FILE *out, const struct run *run, const struct order *order)
{
    fputs(",\n\"claims\":[", out);
    for (unsigned i = 0; i < order->count; i++) {
        const struct engine_claim *claim = &run->names.claims[order->claims[i]];
        fputs(i > 0 ? ",\n[" : "[", out);
        trace_json_string(out, claim->name);
        fputc(',', out);
        trace_json_string(out, claim->text);
        fprintf(out, ",%d]", order->claims[i] == run->claim && !run_is_shown(run));
    }
    fputc(']', out);
}

static void print_changes(FILE *out, const struct run *run, uint32_t step)
{
    const struct trace_record *now = run_world(run, step), *before = step > 0 ? run_world(run, step - 1) : NULL;
    const char                *comma = "";
    fputs(",\"v\":[", out);
    for (unsigned end = 0; end < TRACE_ENDS && now != NULL && now->values[end] != NULL; end++)
        for (unsigned i = 0; i < run->names.n_vars; i++) {
            uint32_t value = now->values[end][i];
            uint32_t old   = before != NULL && before->values[end] != NULL ? before->values[end][i] : 0;
            if (value == old)
                continue;
            fprintf(out, "%s[%u,%u,%" PRIu32 "]", comma, end, i, value);
            comma = ",";
        }
    fputc(']', out);
}

static char lamp_of(const struct engine_claim *claim, uint32_t clauses)
{
    switch (trace_lamp(claim, clauses)) {
    case TRACE_SILENT: return ' ';
    case TRACE_TRUE:   return '+';
    case TRACE_FALSE:  return claim->kind == CLAIM_ALWAYS ? 'x' : '.';
    }
    return ' ';
}

/* In `lamps`, two for each claim and a zero byte; false where the trace has none. */
static bool light(char *lamps, const struct run *run, const struct order *order, uint32_t step)
{
    const struct trace_record *world = run_world(run, step);
    if (world == NULL || world->clauses[0] == NULL)
        return false;
    for (unsigned i = 0; i < 2 * order->count; i++) {
        uint32_t claim = order->claims[i / 2];
        lamps[i]       = lamp_of(&run->names.claims[claim], world->clauses[i % 2][claim]);
    }
    return true;
}

/* What an end waits for and never gets is false where the run is over. */
static void break_lamp(char *lamps, const struct run *run, uint32_t step)
{
    unsigned end = step == run->n_steps ? run_guilty(run) : TRACE_ENDS;
    if (end < TRACE_ENDS && !run_is_shown(run))
        lamps[end] = 'x';
}

static void print_steps(FILE *out, const struct run *run, const struct order *order)
{
    char *now = memory_get(2 * order->count + 1, 1), *before = memory_get(2 * order->count + 1, 1);
    for (uint32_t step = 0; step <= run->n_steps; step++) {
        fprintf(out, "%s{\"s\":[%u,%u]", step > 0 ? ",\n" : "\n", run_state(run, step, 0), run_state(run, step, 1));
        print_changes(out, run, step);
        if (light(now, run, order, step)) {
            break_lamp(now, run, step);
            if (strcmp(now, before) != 0)
                fprintf(out, ",\"l\":\"%s\"", now);
            strcpy(before, now);
        }
        fputc('}', out);
    }
    free(now);
    free(before);
}

static void print_run(FILE *out, const struct run *run, const struct order *order, const char *intro)
{
    fputs("{\"intro\":", out);
    trace_json_string(out, intro);
    fputs(",\"steps\":[", out);
    print_steps(out, run, order);
    fputs("]}", out);
}

static void print_data(FILE *out, const struct run *run, const struct run *near)
{
    struct order order = order_claims(run);
    fputs("{\"states\":[", out);
    for (unsigned i = 0; i < run->names.n_states; i++) {
        fputs(i > 0 ? "," : "", out);
        trace_json_string(out, run->names.states[i]);
    }
    fputc(']', out);
    print_vars(out, run);
    print_claims(out, run, &order);
    fputs(",\n\"runs\":[", out);
    print_run(out, run, &order, "The world before the first step. Go on with the right arrow key, or by a click on a step.");
    if (near != NULL) {
        fputs(",\n", out);
        print_run(out, near, &order, "The run beside it, before its first step.");
    }
    fputs("]}\n", out);
    free(order.claims);
}

void page_data_print(FILE *out, const struct run *run, const struct run *near)
{
    char  *json = NULL;
    size_t size = 0;
    FILE  *file = open_memstream(&json, &size);
    if (file == NULL)
        return;
    print_data(file, run, near);
    fclose(file);
    for (size_t i = 0; i < size; i++)
        if (json[i] == '<')
            fputs("\\u003c", out);
        else
            fputc(json[i], out);
    free(json);
}
