/* exact_data.c - what an enumeration found, as CSV and as JSON Lines; see exact_report.h. */
#include "exact_report.h"

#include <inttypes.h>

#include "exact_sums.h"
#include "tcpdump.h"
#include "trace_json.h"

/* ---------------------------------------------------------------- CSV */

static void csv_line(FILE *out, const struct exact_report *r, const char *kind, const char *what,
                     const char *time, const struct weight *weight, long double *sums)
{
    for (unsigned i = 0; i < r->n_losses; i++) {
        long double value = weight_value(weight, &r->losses[i]);
        sums[i] += value;
        fprintf(out, "%s,%s,%s,%.6g,%.6g,%.17Lg,%.17Lg\n", kind, what, time, r->losses[i].p[0],
                r->losses[i].p[1], value, sums[i]);
    }
}

static void ending_name(char out[64], const struct exact_outcome *outcome)
{
    snprintf(out, 64, "%s %s; %s %s", exact_ending_names[outcome->watch.ending[0]],
             tcp_state_names[outcome->state[0]], exact_ending_names[outcome->watch.ending[1]],
             tcp_state_names[outcome->state[1]]);
}

/* In CSV the number stands where a time does. */
static void put_numbers(FILE *out, const struct exact_report *r, enum exact_number what, bool json)
{
    static long double shares[EXACT_LOSSES_MAX][EXACT_NUMBER_MAX + 1];
    long double        sums[EXACT_LOSSES_MAX] = { 0 };
    unsigned           most                   = 0;
    for (unsigned i = 0; i < r->n_losses; i++)
        most = exact_shares(r->exact, &r->losses[i], what, shares[i]);
    for (unsigned n = 0; n <= most; n++) {
        if (json)
            fprintf(out, "{\"kind\":\"number\",\"what\":\"%s\",\"number\":%u,\"probability\":[",
                    exact_number_names[what], n);
        for (unsigned i = 0; i < r->n_losses; i++) {
            sums[i] += shares[i][n];
            if (json)
                fprintf(out, "%s%.17Lg", i > 0 ? "," : "", shares[i][n]);
            else
                fprintf(out, "number,%s,%u,%.6g,%.6g,%.17Lg,%.17Lg\n", exact_number_names[what], n,
                        r->losses[i].p[0], r->losses[i].p[1], shares[i][n], sums[i]);
        }
        fputs(json ? "]}\n" : "", out);
    }
}

void exact_report_csv(FILE *out, const struct exact_report *r)
{
    const struct exact *e = r->exact;
    long double         all[EXACT_LOSSES_MAX] = { 0 };
    fputs("kind,what,time,p,q,probability,cumulative\n", out);
    for (unsigned what = 0; what < EXACT_WHATS; what++) {
        long double sums[EXACT_LOSSES_MAX] = { 0 };
        for (uint32_t k = 0; k < e->curves[what].n_points; k++) {
            char time[TCPDUMP_TIME_MAX];
            tcpdump_time(time, e->curves[what].points[k].time_us);
            csv_line(out, r, "time", exact_what_names[what], time,
                     &e->curves[what].points[k].weight, sums);
        }
    }
    for (unsigned what = 0; e->request.segments && what < EXACT_NUMBERS; what++)
        put_numbers(out, r, what, false);
    for (unsigned i = 0; i < e->n_endings; i++) {
        char name[64];
        ending_name(name, &e->endings[i]);
        csv_line(out, r, "end", name, "", &e->endings[i].weight, all);
    }
    csv_line(out, r, "end", "not followed: cut off", "", &e->cut, all);
    csv_line(out, r, "end", "not followed: stopped", "", &e->pending, all);
}

/* ---------------------------------------------------------------- JSON Lines */

static void json_weight(FILE *out, const struct exact_report *r, const struct weight *weight)
{
    fputs("\"probability\":[", out);
    for (unsigned i = 0; i < r->n_losses; i++)
        fprintf(out, "%s%.17Lg", i > 0 ? "," : "", weight_value(weight, &r->losses[i]));
    fputc(']', out);
    if (!r->polynomial)
        return;
    fputs(",\"terms\":[", out);
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        char count[WEIGHT_TEXT_MAX];
        fprintf(out, "%s[\"%s\"", i > 0 ? "," : "",
                weight_text(count, weight->terms[i].count, false));
        for (unsigned field = 0; field < WEIGHT_FIELDS; field++)
            fprintf(out, ",%u", weight_get(weight->terms[i].key, field));
        fputc(']', out);
    }
    fputc(']', out);
}

static void json_head(FILE *out, const struct exact_report *r)
{
    fputs("{\"kind\":\"exact\",\"scenario\":", out);
    trace_json_string(out, r->title);
    fputs(",\"profile\":", out);
    trace_json_string(out, r->profiles);
    fputs(",\"command\":", out);
    trace_json_string(out, r->command);
    fputs(",\"loss\":[", out);
    for (unsigned i = 0; i < r->n_losses; i++)
        fprintf(out, "%s[%.6g,%.6g]", i > 0 ? "," : "", r->losses[i].p[0], r->losses[i].p[1]);
    fputs("],\"fields\":[\"patterns\",\"lost from A\",\"lost from B\",\"passed from A\",\"passed from B\","
          "\"retransmitted by A\",\"retransmitted by B\",\"copied from A\",\"copied from B\","
          "\"held up from A\",\"held up from B\"]}\n", out);
}

static void json_curve(FILE *out, const struct exact_report *r, enum exact_what what)
{
    const struct exact_curve *curve = &r->exact->curves[what];
    char                      time[TCPDUMP_TIME_MAX];
    for (uint32_t k = 0; k < curve->n_points; k++) {
        fprintf(out, "{\"kind\":\"time\",\"what\":\"%s\",\"time\":%s,", exact_what_names[what],
                tcpdump_time(time, curve->points[k].time_us));
        json_weight(out, r, &curve->points[k].weight);
        fputs("}\n", out);
    }
}

static void json_outcome(FILE *out, const struct exact_report *r, const struct exact_outcome *outcome)
{
    fputs("{\"kind\":\"outcome\",\"ends\":[", out);
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        fprintf(out, "%s{\"ending\":\"%s\",\"state\":\"%s\",\"connected\":%s,\"told\":%s}",
                end > 0 ? "," : "", exact_ending_names[outcome->watch.ending[end]],
                tcp_state_names[outcome->state[end]],
                (outcome->watch.connected >> end & 1) != 0 ? "true" : "false",
                (outcome->watch.told >> end & 1) != 0 ? "true" : "false");
    fputs("],", out);
    json_weight(out, r, &outcome->weight);
    fputs("}\n", out);
}

static void json_rest(FILE *out, const struct exact_report *r, const char *kind,
                      const struct weight *weight)
{
    fprintf(out, "{\"kind\":\"%s\",", kind);
    json_weight(out, r, weight);
    fputs("}\n", out);
}

void exact_report_json(FILE *out, const struct exact_report *r)
{
    const struct exact *e = r->exact;
    json_head(out, r);
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        json_curve(out, r, what);
    for (unsigned what = 0; e->request.segments && what < EXACT_NUMBERS; what++)
        put_numbers(out, r, what, true);
    for (unsigned i = 0; i < e->n_outcomes; i++)
        json_outcome(out, r, &e->outcomes[i]);
    json_rest(out, r, "cut", &e->cut);
    json_rest(out, r, "pending", &e->pending);
    fprintf(out, "{\"kind\":\"end\",\"complete\":%s,\"why\":\"%s\",\"worlds\":%" PRIu64
                 ",\"pieces\":%" PRIu64 ",\"merged\":%" PRIu64 ",\"most\":%" PRIu64
                 ",\"bytes\":%" PRIu64 "}\n",
            e->stopped == EXACT_FINISHED ? "true" : "false", exact_stop_text(e->stopped),
            e->n_worlds, e->n_plays, e->n_merged, e->most_waiting, e->most_bytes);
}
