/* study_read.c - the results of a study out of a file; see study_file.h. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "study_file.h"

/* A file while it is read. */
struct input {
    struct study *study;   /* what is filled */
    const char   *command; /* for messages */
    const char   *path;    /* likewise */
    FILE         *in;
    char         *text;    /* the line at hand */
    size_t        size;    /* room for it */
    uint64_t      line;    /* its number */
    json_t       *object;  /* of it */
    uint32_t      point;   /* the next one */
    bool          ended;   /* the last line was there */
};

static bool fails(const struct input *in, const char *format, ...)
{
    struct diag diag;
    char        message[DIAG_TEXT_MAX];
    va_list     arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diag_file(&diag, in->path, "line %" PRIu64 ": %s", in->line, message);
    diag_print(stderr, &diag);
    return false;
}

/* ---------------------------------------------------------------- lines */

/* The next line as an object; at the end of the file the object is NULL. */
static bool next_line(struct input *in)
{
    json_error_t error;
    json_decref(in->object);
    in->object = NULL;
    in->line++;
    ssize_t length = getline(&in->text, &in->size, in->in);
    if (length < 0)
        return ferror(in->in) == 0 || fails(in, "cannot be read");
    if (in->text[0] == '{' && in->text[length - 1] != '\n')
        return fails(in, "the file ends too early, in the middle of a line");
    in->object = json_loads(in->text, 0, &error);
    return json_is_object(in->object) || fails(in, "not JSON: %s", error.text);
}

static bool is_kind(const struct input *in, const char *kind)
{
    const char *value = json_string_value(json_object_get(in->object, "kind"));
    return value != NULL && strcmp(value, kind) == 0;
}

/* A whole number from 0. */
static bool number(const json_t *value, uint64_t *out)
{
    *out = (uint64_t)json_integer_value(value);
    return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool get_number(const struct input *in, const char *name, uint64_t *out)
{
    return number(json_object_get(in->object, name), out)
           || fails(in, "\"%s\" is missing, or is not a whole number", name);
}

/* ---------------------------------------------------------------- the head */

static bool read_option(const struct input *in, const json_t *pair, struct setup *setup)
{
    const char *word = json_string_value(json_array_get(pair, 0));
    const char *rest = json_string_value(json_array_get(pair, 1));
    for (unsigned i = 0; i < SETUP_WORDS; i++)
        if (word != NULL && rest != NULL && strcmp(setup_words[i], word) == 0
            && setup->n_lines < SETUP_LINES_MAX) {
            setup->lines[setup->n_lines++] = (struct setup_line){ word, rest };
            return true;
        }
    return fails(in, "\"options\" has something that is none");
}

static bool read_plan(struct input *in, struct study_plan *plan)
{
    uint64_t      shard = 0, of = 0;
    const json_t *split = json_object_get(in->object, "shard"), *pair;
    size_t        i;
    plan->setup.command  = in->command;
    plan->setup.scenario = json_string_value(json_object_get(in->object, "scenario"));
    plan->setup.profile  = json_string_value(json_object_get(in->object, "profile"));
    plan->compare        = json_string_value(json_object_get(in->object, "compare"));
    json_array_foreach(json_object_get(in->object, "options"), i, pair)
        if (!read_option(in, pair, &plan->setup))
            return false;
    if (plan->setup.scenario == NULL || !get_number(in, "runs", &plan->runs))
        return fails(in, "not the head of results");
    if (!number(json_array_get(split, 0), &shard) || !number(json_array_get(split, 1), &of)
        || shard < 1 || shard > of || of > STUDY_SHARDS_MAX || plan->runs < 1 || plan->runs > STUDY_RUNS_MAX)
        return fails(in, "\"shard\" or \"runs\" cannot be");
    plan->shard = (uint32_t)shard;
    plan->of    = (uint32_t)of;
    return true;
}

static enum status read_head(struct input *in)
{
    struct study_plan plan = { .runs = 0 };
    const char       *hash;
    if (!next_line(in))
        return STATUS_USAGE;
    if (in->object == NULL || !is_kind(in, "sweep")
        || json_integer_value(json_object_get(in->object, "version")) != 1) {
        fails(in, "not results that 'eleven sweep -o' of this version wrote");
        return STATUS_USAGE;
    }
    hash = json_string_value(json_object_get(in->object, "hash"));
    if (!read_plan(in, &plan))
        return STATUS_USAGE;
    enum status status = study_open(in->study, &plan);
    in->study->source  = json_incref(in->object);
    if (status == STATUS_DONE && (hash == NULL || strcmp(hash, in->study->hash) != 0)) {
        fails(in, "the scenario, a profile or the table of TCP is not the one any more that these "
                  "results are of");
        status = STATUS_USAGE;
    }
    return status;
}

/* ---------------------------------------------------------------- points and histograms */

static bool read_point(struct input *in)
{
    uint64_t            index = 0, first = 0;
    const json_t       *counts = json_object_get(in->object, "counts");
    struct study       *study  = in->study;
    struct study_point *point;
    if (!get_number(in, "point", &index) || index != in->point || index >= study->n_points)
        return fails(in, "expected point %" PRIu32, in->point);
    point = &study->points[in->point++];
    if (!get_number(in, "first", &first) || !get_number(in, "done", &point->done))
        return false;
    for (unsigned i = 0; i < TALLY_COUNTS; i++)
        if (!number(json_object_get(counts, tally_count_names[i]), &point->tally.counts[i]))
            return fails(in, "\"counts\" has no \"%s\"", tally_count_names[i]);
    if (first != study_first(study) || point->done < first || point->done > study_last(study)
        || point->tally.counts[TALLY_RUNS] != point->done - first)
        return fails(in, "these are not runs of this shard");
    return true;
}

static bool read_cell(struct histogram *histogram, const json_t *item)
{
    uint64_t              least = 0;
    struct histogram_cell cell  = { 0 };
    return json_array_size(item) == 3 && number(json_array_get(item, 0), &least)
           && number(json_array_get(item, 1), &cell.count)
           && number(json_array_get(item, 2), &cell.excess)
           && histogram_put_cell(histogram, least, cell);
}

static bool find_measure(const struct input *in, unsigned *measure)
{
    const char *name = json_string_value(json_object_get(in->object, "measure"));
    return (name != NULL && tally_find_measure(name, strlen(name), measure))
           || fails(in, "\"measure\" is nothing that is measured");
}

/* A histogram out of the members of an object. */
static bool read_values(const struct input *in, const json_t *object, struct histogram *h)
{
    uint64_t      count = 0;
    const json_t *item;
    size_t        i;
    if (!number(json_object_get(object, "count"), &count)
        || !number(json_object_get(object, "least"), &h->least)
        || !number(json_object_get(object, "most"), &h->most))
        return fails(in, "a histogram needs \"count\", \"least\" and \"most\"");
    json_array_foreach(json_object_get(object, "cells"), i, item)
        if (!read_cell(h, item))
            return fails(in, "cell %zu cannot be", i);
    return (h->count == count && count != 0 && h->least <= h->most)
           || fails(in, "the cells do not add up to \"count\"");
}

/* The point of a line that stands behind it. */
static bool read_index(const struct input *in, uint64_t *index)
{
    return get_number(in, "point", index)
           && (*index + 1 == in->point || fails(in, "this does not stand behind its point"));
}

static bool read_histogram(struct input *in)
{
    uint64_t index = 0;
    unsigned measure = 0;
    if (!read_index(in, &index) || !find_measure(in, &measure))
        return false;
    struct histogram *h = &in->study->points[index].tally.histograms[measure];
    if (h->count != 0)
        return fails(in, "a second histogram of %s", tally_measure_name(measure));
    return read_values(in, in->object, h);
}

/* ---------------------------------------------------------------- points beside each other */

static bool read_only(const struct input *in, struct pair *pair, enum tally_count count)
{
    const json_t *both = json_object_get(json_object_get(in->object, "only"), tally_count_names[count]);
    return (json_array_size(both) == PAIR_SIDES
            && number(json_array_get(both, PAIR_THERE), &pair->only[PAIR_THERE][count])
            && number(json_array_get(both, PAIR_HERE), &pair->only[PAIR_HERE][count]))
           || fails(in, "\"only\" has no \"%s\"", tally_count_names[count]);
}

static bool read_pair(struct input *in)
{
    struct study *study = in->study;
    uint64_t      index = 0, with = 0;
    if (!read_index(in, &index))
        return false;
    if (study->points[index].pair == NULL)
        return fails(in, "a pair stands behind a point that is compared");
    struct study_point *here = &study->points[index], *there = &study->points[study_base(study, (uint32_t)index)];
    if (!get_number(in, "with", &with) || !get_number(in, "runs", &here->pair->runs))
        return false;
    for (enum tally_count i = TALLY_RUNS + 1; i < TALLY_COUNTS; i++) {
        struct estimate_fourfold fourfold;
        if (!read_only(in, here->pair, i))
            return false;
        if (!pair_fourfold(here->pair, &there->tally, &here->tally, i, &fourfold))
            return fails(in, "so many cannot have been %s in one run of two alone", tally_count_names[i]);
    }
    return (with == study_base(study, (uint32_t)index) && there->done == here->done
            && here->pair->runs == here->tally.counts[TALLY_RUNS])
           || fails(in, "these are not the runs of both points");
}

static bool read_part(const struct input *in, const char *name, struct histogram *h)
{
    const json_t *part = json_object_get(in->object, name);
    if (h->count != 0)
        return fails(in, "a second difference of this measure");
    return part == NULL || read_values(in, part, h);
}

static bool read_difference(struct input *in)
{
    uint64_t index = 0;
    unsigned measure = 0;
    if (!read_index(in, &index) || !find_measure(in, &measure))
        return false;
    struct pair *pair = in->study->points[index].pair;
    if (pair == NULL)
        return fails(in, "a difference stands behind a point that is compared");
    if (!read_part(in, "less", &pair->less[measure]) || !read_part(in, "more", &pair->more[measure]))
        return false;
    return pair->less[measure].count + pair->more[measure].count <= pair->runs
           || fails(in, "more differences than runs");
}

/* Every point that is compared had its pair: so all of them have done the same runs. */
static bool has_pairs(const struct input *in)
{
    for (uint32_t i = 0; i < in->study->n_points; i++) {
        const struct study_point *point = &in->study->points[i];
        if (point->pair != NULL && point->pair->runs != point->tally.counts[TALLY_RUNS])
            return fails(in, "point %" PRIu32 " has no pair", i);
    }
    return true;
}

/* ---------------------------------------------------------------- all of it */

static bool read_line(struct input *in)
{
    uint64_t lines = 0;
    if (is_kind(in, "point"))
        return read_point(in);
    if (is_kind(in, "histogram"))
        return read_histogram(in);
    if (is_kind(in, "pair"))
        return read_pair(in);
    if (is_kind(in, "difference"))
        return read_difference(in);
    if (!is_kind(in, "end"))
        return fails(in, "expected a point, a histogram or the end");
    in->ended = get_number(in, "lines", &lines) && (lines == in->line || fails(in, "some lines are missing"))
                && has_pairs(in);
    return in->ended;
}

static enum status read_lines(struct input *in)
{
    enum status status = read_head(in);
    while (status == STATUS_DONE && !in->ended) {
        if (!next_line(in))
            status = STATUS_USAGE;
        else if (in->object == NULL)
            status = fails(in, "the file ends too early") ? STATUS_DONE : STATUS_USAGE;
        else if (!read_line(in))
            status = STATUS_USAGE;
    }
    if (status == STATUS_DONE && in->point != in->study->n_points)
        status = fails(in, "points are missing") ? STATUS_DONE : STATUS_USAGE;
    return status;
}

enum status study_read(struct study *study, const char *command, const char *path)
{
    struct input in = { .study = study, .command = command, .path = path, .in = fopen(path, "r") };
    *study          = (struct study){ .n_points = 0 };
    if (in.in == NULL) {
        fprintf(stderr, "eleven %s: cannot read '%s': %s\n", command, path, strerror(errno));
        return STATUS_USAGE;
    }
    enum status status = read_lines(&in);
    fclose(in.in);
    free(in.text);
    json_decref(in.object);
    return status;
}
