/* study_write.c - the results of a study into a file; see study_file.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "study_file.h"
#include "trace_json.h"
#include "whole.h"

/* A file that is written. */
struct output {
    FILE    *out;
    uint64_t lines; /* so far */
};

static void end_line(struct output *o)
{
    fputs("}\n", o->out);
    o->lines++;
}

static void add_string(struct output *o, const char *name, const char *value)
{
    fprintf(o->out, ",\"%s\":", name);
    if (value != NULL)
        trace_json_string(o->out, value);
    else
        fputs("null", o->out);
}

static void add_options(struct output *o, const struct setup *setup)
{
    fputs(",\"options\":[", o->out);
    for (unsigned i = 0; i < setup->n_lines; i++) {
        fputs(i > 0 ? ",[" : "[", o->out);
        trace_json_string(o->out, setup->lines[i].word);
        fputc(',', o->out);
        trace_json_string(o->out, setup->lines[i].rest);
        fputc(']', o->out);
    }
    fputc(']', o->out);
}

static void add_axes(struct output *o, const struct study *study)
{
    const char *comma = "";
    fputs(",\"axes\":[", o->out);
    for (unsigned i = 0; i < study->n_axes; i++) {
        if (study->axes[i].count == 0)
            continue;
        fprintf(o->out, "%s{\"name\":", comma);
        trace_json_string(o->out, study->axes[i].name);
        fputs(",\"values\":[", o->out);
        for (unsigned k = 0; k < study->axes[i].count; k++) {
            fputs(k > 0 ? "," : "", o->out);
            trace_json_string(o->out, text_get(&study->axes[i].values[k]));
        }
        fputs("]}", o->out);
        comma = ",";
    }
    fputc(']', o->out);
}

static void write_head(struct output *o, const struct study *study)
{
    struct text command = { 0 };
    study_add_command(&command, study);
    fputs("{\"kind\":\"sweep\",\"version\":1", o->out);
    add_string(o, "hash", study->hash);
    add_string(o, "command", text_get(&command));
    add_string(o, "title", study->points[0].scenario.title);
    add_string(o, "scenario", study->plan.setup.scenario);
    add_string(o, "profile", study->plan.setup.profile);
    add_options(o, &study->plan.setup);
    fprintf(o->out, ",\"seed\":%" PRIu64 ",\"runs\":%" PRIu64 ",\"shard\":[%" PRIu32 ",%" PRIu32
            "],\"points\":%" PRIu32, study->points[0].scenario.seed, study->plan.runs,
            study->plan.shard, study->plan.of, study->n_points);
    add_axes(o, study);
    if (study->plan.compare != NULL)
        add_string(o, "compare", study->axes[study->compared].name);
    end_line(o);
    text_free(&command);
}

static void write_values(struct output *o, const struct study *study, uint32_t point)
{
    const char *comma = "";
    fputs(",\"values\":[", o->out);
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0) {
            fputs(comma, o->out);
            trace_json_string(o->out, text_get(&study->axes[i].values[study_value(study, point, i)]));
            comma = ",";
        }
    fputc(']', o->out);
}

static void write_counts(struct output *o, const struct tally *tally)
{
    fputs(",\"counts\":{", o->out);
    for (unsigned i = 0; i < TALLY_COUNTS; i++)
        fprintf(o->out, "%s\"%s\":%" PRIu64, i > 0 ? "," : "", tally_count_names[i],
                tally->counts[i]);
    fputc('}', o->out);
}

static void add_histogram(struct output *o, const struct histogram *h)
{
    struct histogram_cell cell;
    uint64_t              least = 0;
    const char           *comma = "";
    fprintf(o->out, "\"count\":%" PRIu64 ",\"least\":%" PRIu64 ",\"most\":%" PRIu64 ",\"cells\":[",
            h->count, h->least, h->most);
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell); comma = ",")
        fprintf(o->out, "%s[%" PRIu64 ",%" PRIu64 ",%" PRIu64 "]", comma, least, cell.count,
                cell.excess);
    fputc(']', o->out);
}

/* The beginning of a line that is of one measure of a point. */
static void begin_measure(struct output *o, const char *kind, uint32_t point, unsigned measure)
{
    fprintf(o->out, "{\"kind\":\"%s\",\"point\":%" PRIu32, kind, point);
    add_string(o, "measure", tally_measure_name(measure));
    add_string(o, "unit", tally_is_time(measure) ? "us" : "segments");
}

static void write_histogram(struct output *o, uint32_t point, unsigned measure,
                            const struct histogram *h)
{
    begin_measure(o, "histogram", point, measure);
    fputc(',', o->out);
    add_histogram(o, h);
    end_line(o);
}

static void add_part(struct output *o, const char *name, const struct histogram *part)
{
    if (part->count == 0)
        return;
    fprintf(o->out, ",\"%s\":{", name);
    add_histogram(o, part);
    fputc('}', o->out);
}

static void write_difference(struct output *o, uint32_t point, unsigned measure,
                             const struct pair *pair)
{
    begin_measure(o, "difference", point, measure);
    add_part(o, "less", &pair->less[measure]);
    add_part(o, "more", &pair->more[measure]);
    end_line(o);
}

static void write_pair(struct output *o, const struct study *study, uint32_t point)
{
    const struct pair *pair = study->points[point].pair;
    fprintf(o->out, "{\"kind\":\"pair\",\"point\":%" PRIu32 ",\"with\":%" PRIu32 ",\"runs\":%" PRIu64
            ",\"only\":{", point, study_base(study, point), pair->runs);
    for (unsigned i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++)
        fprintf(o->out, "%s\"%s\":[%" PRIu64 ",%" PRIu64 "]", i > TALLY_RUNS + 1 ? "," : "",
                tally_count_names[i], pair->only[PAIR_THERE][i], pair->only[PAIR_HERE][i]);
    fputc('}', o->out);
    end_line(o);
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
        if (pair->less[measure].count + pair->more[measure].count != 0)
            write_difference(o, point, measure, pair);
}

static void write_point(struct output *o, const struct study *study, uint32_t point)
{
    const struct study_point *p = &study->points[point];
    fprintf(o->out, "{\"kind\":\"point\",\"point\":%" PRIu32, point);
    write_values(o, study, point);
    fprintf(o->out, ",\"first\":%" PRIu64 ",\"done\":%" PRIu64, study_first(study), p->done);
    write_counts(o, &p->tally);
    end_line(o);
    for (unsigned measure = 0; measure < TALLY_MEASURES; measure++)
        if (p->tally.histograms[measure].count != 0)
            write_histogram(o, point, measure, &p->tally.histograms[measure]);
    if (p->pair != NULL)
        write_pair(o, study, point);
}

/* ---------------------------------------------------------------- the file */

static enum status fails(const char *command, const char *path)
{
    fprintf(stderr, "eleven %s: cannot write '%s': %s\n", command, path, strerror(errno));
    return STATUS_FAILED;
}

enum status study_may_write(const char *command, const char *path)
{
    struct whole whole;
    if (!whole_open(&whole, path))
        return fails(command, path);
    whole_discard(&whole);
    return STATUS_DONE;
}

enum status study_write(const struct study *study, const char *path)
{
    struct whole whole;
    if (!whole_open(&whole, path))
        return fails(study->plan.setup.command, path);
    struct output o = {.out = whole.out};
    write_head(&o, study);
    for (uint32_t point = 0; point < study->n_points; point++)
        write_point(&o, study, point);
    fprintf(o.out, "{\"kind\":\"end\",\"lines\":%" PRIu64 "}\n", o.lines + 1);
    return whole_close(&whole) ? STATUS_DONE : fails(study->plan.setup.command, path);
}
