/* study_view.c - the results of a study as CSV and JSON Lines; see study_view.h. */
#include "study_view.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "digest.h"
#include "estimate.h"
#include "study_pairs.h"
#include "study_table.h"
#include "trace_json.h"

/* ---------------------------------------------------------------- CSV */

/* A field in quotes, where a comma or a quote is in it (RFC 4180). */
static void csv_field(FILE *out, const char *text)
{
    bool quote = strpbrk(text, ",\"\n") != NULL;
    if (quote)
        fputc('"', out);
    for (; *text != '\0'; text++)
        fprintf(out, "%s%c", quote && *text == '"' ? "\"" : "", *text);
    if (quote)
        fputc('"', out);
}

static void csv_point(FILE *out, const struct study *study, uint32_t point)
{
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0) {
            csv_field(out, text_get(&study->axes[i].values[study_value(study, point, i)]));
            fputc(',', out);
        }
}

static void csv_number(FILE *out, double number)
{
    if (isnan(number))
        fputc(',', out);
    else
        fprintf(out, ",%.9g", number);
}

static void csv_line(FILE *out, const char *quantity, const char *statistic,
                     struct digest_value value)
{
    fprintf(out, "%s,%s", quantity, statistic);
    csv_number(out, value.value);
    csv_number(out, value.low);
    csv_number(out, value.high);
    fputc('\n', out);
}

static void csv_counts(FILE *out, const struct study *study, uint32_t point)
{
    const uint64_t *counts = study->points[point].tally.counts;
    csv_point(out, study, point);
    fprintf(out, "runs,count,%" PRIu64 ",,\n", counts[TALLY_RUNS]);
    csv_point(out, study, point);
    fprintf(out, "runs,asked for,%" PRIu64 ",,\n", study_last(study) - study_first(study));
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS && counts[TALLY_RUNS] != 0; i++) {
        struct interval range = estimate_share(counts[i], counts[TALLY_RUNS]);
        csv_point(out, study, point);
        csv_line(out, tally_count_names[i], "share",
                 (struct digest_value){ (double)counts[i] / (double)counts[TALLY_RUNS], range.low,
                                        range.high });
    }
}

static void csv_measure(FILE *out, const struct study *study, uint32_t point, unsigned measure)
{
    struct digest digest = digest_of(&study->points[point].tally.histograms[measure]);
    double        unit   = tally_unit(measure);
    if (digest.count == 0)
        return;
    csv_point(out, study, point);
    fprintf(out, "%s,count,%" PRIu64 ",,\n", tally_measure_name(measure), digest.count);
    for (unsigned i = 0; i < DIGEST_STATISTICS; i++) {
        struct digest_value v = digest.values[i];
        csv_point(out, study, point);
        csv_line(out, tally_measure_name(measure), digest_names[i],
                 (struct digest_value){ v.value * unit, v.low * unit, v.high * unit });
    }
}

static void csv_count(FILE *out, const struct study *study, uint32_t point, const char *quantity,
                      const char *statistic, uint64_t count)
{
    csv_point(out, study, point);
    fprintf(out, "%s,%s,%" PRIu64 ",,\n", quantity, statistic, count);
}

static void csv_difference(FILE *out, const struct study *study, uint32_t point, const char *quantity,
                           const char *statistic, const struct digest_value *value, double unit)
{
    csv_point(out, study, point);
    csv_line(out, quantity, statistic,
             (struct digest_value){ value->value * unit, value->low * unit, value->high * unit });
}

static void csv_share_pair(FILE *out, const struct study *study, uint32_t point, enum tally_count count)
{
    struct study_share share = study_share(study, point, count);
    const char        *name  = tally_count_names[count];
    csv_count(out, study, point, name, "only there", share.runs.first);
    csv_count(out, study, point, name, "only here", share.runs.second);
    csv_difference(out, study, point, name, "difference", &share.paired, 1);
    csv_difference(out, study, point, name, "difference if unpaired", &share.apart, 1);
}

static void csv_measure_pair(FILE *out, const struct study *study, uint32_t point, unsigned measure)
{
    struct pair_digest digest = study_difference(study, point, measure);
    const char        *name   = tally_measure_name(measure);
    double             unit   = tally_unit(measure);
    if (digest.runs == 0)
        return;
    csv_count(out, study, point, name, "runs at both", digest.runs);
    csv_count(out, study, point, name, "less", digest.less);
    csv_count(out, study, point, name, "equal", digest.equal);
    csv_count(out, study, point, name, "more", digest.more);
    csv_difference(out, study, point, name, "mean difference", &digest.mean, unit);
    csv_difference(out, study, point, name, "median difference", &digest.median, unit);
    csv_difference(out, study, point, name, "difference of means if unpaired", &digest.apart, unit);
}

static void csv_pair(FILE *out, const struct study *study, uint32_t point)
{
    const struct pair *pair = study->points[point].pair;
    if (pair == NULL || pair->runs == 0)
        return;
    for (enum tally_count i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++)
        csv_share_pair(out, study, point, i);
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
        csv_measure_pair(out, study, point, measure);
}

static void print_csv(FILE *out, const struct study *study)
{
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0) {
            csv_field(out, study->axes[i].name);
            fputc(',', out);
        }
    fputs("quantity,statistic,value,low,high\n", out);
    for (uint32_t point = 0; point < study->n_points; point++) {
        csv_counts(out, study, point);
        for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
            csv_measure(out, study, point, measure);
        csv_pair(out, study, point);
    }
}

/* ---------------------------------------------------------------- JSON Lines */

static void json_number(FILE *out, double number)
{
    if (isnan(number))
        fputs("null", out);
    else
        fprintf(out, "%.9g", number);
}

static void json_value(FILE *out, const char *name, struct digest_value value, double unit)
{
    fprintf(out, ",\"%s\":[", name);
    json_number(out, value.value * unit);
    fputc(',', out);
    json_number(out, value.low * unit);
    fputc(',', out);
    json_number(out, value.high * unit);
    fputc(']', out);
}

static void json_counts(FILE *out, const uint64_t *counts)
{
    fprintf(out, ",\"runs\":%" PRIu64 ",\"shares\":{", counts[TALLY_RUNS]);
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS && counts[TALLY_RUNS] != 0; i++) {
        struct interval range = estimate_share(counts[i], counts[TALLY_RUNS]);
        fprintf(out, "%s\"%s\":[%.9g,%.9g,%.9g]", i > TALLY_RUNS + 1 ? "," : "",
                tally_count_names[i], (double)counts[i] / (double)counts[TALLY_RUNS], range.low,
                range.high);
    }
    fputc('}', out);
}

static void json_measures(FILE *out, const struct tally *tally)
{
    const char *comma = "";
    fputs(",\"measures\":{", out);
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++) {
        struct digest digest = digest_of(&tally->histograms[measure]);
        if (digest.count == 0)
            continue;
        fprintf(out, "%s\"%s\":{\"unit\":\"%s\",\"count\":%" PRIu64, comma,
                tally_measure_name(measure), tally_is_time(measure) ? "s" : "segments",
                digest.count);
        for (unsigned i = 0; i < DIGEST_STATISTICS; i++)
            json_value(out, digest_names[i], digest.values[i], tally_unit(measure));
        fputc('}', out);
        comma = ",";
    }
    fputc('}', out);
}

static void json_share_pairs(FILE *out, const struct study *study, uint32_t point)
{
    for (enum tally_count i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++) {
        struct study_share share = study_share(study, point, i);
        fprintf(out, "%s\"%s\":{\"only\":[%" PRIu64 ",%" PRIu64 "]", i > TALLY_RUNS + 1 ? "," : "",
                tally_count_names[i], share.runs.first, share.runs.second);
        json_value(out, "difference", share.paired, 1);
        json_value(out, "unpaired", share.apart, 1);
        fputc('}', out);
    }
}

static void json_measure_pairs(FILE *out, const struct study *study, uint32_t point)
{
    const char *comma = "";
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++) {
        struct pair_digest digest = study_difference(study, point, measure);
        if (digest.runs == 0)
            continue;
        fprintf(out, "%s\"%s\":{\"runs\":%" PRIu64 ",\"less\":%" PRIu64 ",\"equal\":%" PRIu64
                ",\"more\":%" PRIu64, comma, tally_measure_name(measure), digest.runs, digest.less,
                digest.equal, digest.more);
        json_value(out, "mean", digest.mean, tally_unit(measure));
        json_value(out, "median", digest.median, tally_unit(measure));
        json_value(out, "unpaired", digest.apart, tally_unit(measure));
        fputc('}', out);
        comma = ",";
    }
}

static void json_pair(FILE *out, const struct study *study, uint32_t point)
{
    const struct pair *pair = study->points[point].pair;
    if (pair == NULL || pair->runs == 0)
        return;
    fprintf(out, ",\"compared\":{\"with\":%" PRIu32 ",\"runs\":%" PRIu64 ",\"shares\":{",
            study_base(study, point), pair->runs);
    json_share_pairs(out, study, point);
    fputs("},\"measures\":{", out);
    json_measure_pairs(out, study, point);
    fputs("}}", out);
}

static void json_point(FILE *out, const struct study *study, uint32_t point)
{
    const char *comma = "";
    fprintf(out, "{\"kind\":\"point\",\"point\":%" PRIu32 ",\"values\":{", point);
    for (unsigned i = 0; i < study->n_axes; i++) {
        if (study->axes[i].count == 0)
            continue;
        fputs(comma, out);
        trace_json_string(out, study->axes[i].name);
        fputc(':', out);
        trace_json_string(out, text_get(&study->axes[i].values[study_value(study, point, i)]));
        comma = ",";
    }
    fputc('}', out);
    json_counts(out, study->points[point].tally.counts);
    json_measures(out, &study->points[point].tally);
    json_pair(out, study, point);
    fputs("}\n", out);
}

static void print_json(FILE *out, const struct study *study)
{
    struct text command = { 0 };
    study_add_command(&command, study);
    fputs("{\"kind\":\"results\",\"command\":", out);
    trace_json_string(out, text_get(&command));
    fprintf(out, ",\"seed\":%" PRIu64 ",\"runs\":%" PRIu64 ",\"shard\":[%" PRIu32 ",%" PRIu32
            "],\"complete\":%s,\"points\":%" PRIu32 "}\n", study->points[0].scenario.seed,
            study->plan.runs, study->plan.shard, study->plan.of,
            study_is_complete(study) ? "true" : "false", study->n_points);
    for (uint32_t point = 0; point < study->n_points; point++)
        json_point(out, study, point);
    text_free(&command);
}

void study_print(FILE *out, const struct study *study, enum study_view view, bool states)
{
    switch (view) {
    case STUDY_TABLE: study_table(out, study, states); break;
    case STUDY_CSV:   print_csv(out, study); break;
    case STUDY_JSON:  print_json(out, study); break;
    }
}
