/* study.c - a grid of parameters; see study.h. */
#include "study.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- the grid */

static enum status fails(const struct study *study, struct text *problem)
{
    fprintf(stderr, "eleven %s: %s\n", study->plan.setup.command, text_get(problem));
    text_free(problem);
    return STATUS_USAGE;
}

static enum status read_axes(struct study *study)
{
    const struct setup *setup   = &study->plan.setup;
    struct text         problem = { 0 };
    if (setup->profile != NULL
        && !axis_read(&study->axes[study->n_axes++], "profile", setup->profile, &problem))
        return fails(study, &problem);
    for (unsigned i = 0; i < setup->n_lines; i++)
        if (!axis_read(&study->axes[study->n_axes++], setup->lines[i].word, setup->lines[i].rest,
                       &problem))
            return fails(study, &problem);
    return STATUS_DONE;
}

static enum status count_points(struct study *study)
{
    struct text problem = { 0 };
    study->n_points     = 1;
    for (unsigned i = 0; i < study->n_axes; i++) {
        study->n_points *= study->axes[i].count != 0 ? study->axes[i].count : 1;
        if (study->n_points <= STUDY_POINTS_MAX)
            continue;
        text_add(&problem, "the grid has more than %d points", STUDY_POINTS_MAX);
        return fails(study, &problem);
    }
    return STATUS_DONE;
}

/* Which axis is compared: the one of that name, or the first that has many values. */
static enum status find_compared(struct study *study)
{
    const char *name    = study->plan.compare;
    struct text problem = { 0 }, known = { 0 };
    if (name == NULL)
        return STATUS_DONE;
    for (unsigned i = 0; i < study->n_axes; i++) {
        const struct axis *axis = &study->axes[i];
        if (axis->count == 0 || (name[0] != '\0' && strcmp(axis->name, name) != 0)) {
            text_add(&known, "%s%s", axis->count != 0 ? ", " : "", axis->count != 0 ? axis->name : "");
            continue;
        }
        study->compared = i;
        text_free(&known);
        return STATUS_DONE;
    }
    if (known.length == 0)
        text_add(&problem, "--compare: no option has many values; give two, such as --loss 0.1,0.2");
    else
        text_add(&problem, "--compare: '%s' has no values to compare; there is: %s", name,
                 text_get(&known) + 2);
    text_free(&known);
    return fails(study, &problem);
}

uint32_t study_stride(const struct study *study, unsigned axis)
{
    uint32_t stride = 1;
    for (unsigned i = study->n_axes - 1; i > axis; i--)
        stride *= study->axes[i].count != 0 ? study->axes[i].count : 1;
    return stride;
}

unsigned study_value(const struct study *study, uint32_t point, unsigned axis)
{
    unsigned count = study->axes[axis].count;
    return count != 0 ? point / study_stride(study, axis) % count : 0;
}

uint32_t study_base(const struct study *study, uint32_t point)
{
    if (study->plan.compare == NULL)
        return point;
    return point - study_value(study, point, study->compared) * study_stride(study, study->compared);
}

bool study_next(const struct study *study, uint32_t *point)
{
    unsigned axis = study->compared;
    if (study->plan.compare == NULL || study_value(study, *point, axis) + 1 == study->axes[axis].count)
        return false;
    *point += study_stride(study, axis);
    return true;
}

void study_point_setup(const struct study *study, uint32_t point, struct study_setup *setup)
{
    unsigned profiles = study->plan.setup.profile != NULL ? 1 : 0;
    *setup            = (struct study_setup){ .setup = study->plan.setup };
    for (unsigned i = 0; i < study->n_axes; i++) {
        axis_add(&setup->texts[i], &study->axes[i], study_value(study, point, i));
        if (i < profiles)
            setup->setup.profile = text_get(&setup->texts[i]);
        else
            setup->setup.lines[i - profiles].rest = text_get(&setup->texts[i]);
    }
}

void study_point_free(struct study_setup *setup)
{
    for (unsigned i = 0; i < STUDY_AXES_MAX; i++)
        text_free(&setup->texts[i]);
}

/* ---------------------------------------------------------------- the points */

static bool open_point(struct study *study, uint32_t i, const struct text *text,
                       const char *profiles, struct diag *diag)
{
    struct study_point *point = &study->points[i];
    struct study_setup  setup;
    study_point_setup(study, i, &setup);
    bool good = scenario_parse(&point->scenario, study->path, text_get(text), text->length, diag)
                && setup_apply(&setup.setup, profiles, &point->scenario, point->profiles, diag);
    study_point_free(&setup);
    point->done = study_first(study);
    if (study_base(study, i) != i)
        point->pair = memory_get(1, sizeof *point->pair);
    return good;
}

/* What the runs of a point depend on beside its options: the values of its profiles. */
static void hash_profiles(struct text_hash *hash, const struct study_point *point)
{
    char number[TEXT_NUMBER_MAX];
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        for (unsigned i = 0; i < PROFILE_VALUES; i++) {
            snprintf(number, sizeof number, "%" PRIu64, point->profiles[end].values[i]);
            text_hash_add(hash, number);
        }
        snprintf(number, sizeof number, "%" PRIu32, point->profiles[end].options);
        text_hash_add(hash, number);
    }
}

static void hash_all(struct study *study, const struct text *text)
{
    struct text      command = { 0 };
    struct text_hash hash    = text_hash_start();
    study_add_command(&command, study);
    text_hash_add(&hash, text_get(&command));
    text_hash_add(&hash, text_get(text));
    for (uint32_t i = 0; i < study->n_points; i++)
        hash_profiles(&hash, &study->points[i]);
    for (unsigned row = 0; row < TCP_ROWS; row++)
        text_hash_add(&hash, tcp_rows[row].label);
    text_hash_name(study->hash, hash);
    text_free(&command);
}

static enum status open_points(struct study *study, const char *profiles)
{
    struct text text = { 0 };
    struct diag diag;
    enum status status = STATUS_DONE;
    if (!text_read(&text, study->path))
        status = diag_file(&diag, study->path, "cannot be read: %s", strerror(errno)) ? STATUS_DONE
                                                                                       : STATUS_USAGE;
    study->points = memory_get(study->n_points, sizeof *study->points);
    for (uint32_t i = 0; i < study->n_points && status == STATUS_DONE; i++)
        if (!open_point(study, i, &text, profiles, &diag))
            status = STATUS_USAGE;
    if (status == STATUS_DONE)
        hash_all(study, &text);
    else
        diag_print(stderr, &diag);
    text_free(&text);
    return status;
}

enum status study_open(struct study *study, const struct study_plan *plan)
{
    char profiles[PLACE_MAX];
    *study             = (struct study){ .plan = *plan };
    enum status status = setup_find(&plan->setup, study->path, profiles);
    if (status == STATUS_DONE)
        status = read_axes(study);
    if (status == STATUS_DONE)
        status = count_points(study);
    if (status == STATUS_DONE)
        status = find_compared(study);
    return status == STATUS_DONE ? open_points(study, profiles) : status;
}

void study_close(struct study *study)
{
    for (uint32_t i = 0; i < study->n_points && study->points != NULL; i++) {
        study_point_clear(&study->points[i]);
        free(study->points[i].pair);
    }
    for (unsigned i = 0; i < study->n_axes; i++)
        axis_free(&study->axes[i]);
    free(study->points);
    json_decref(study->source);
}

/* ---------------------------------------------------------------- what was counted */

bool study_point_merge(struct study_point *point, const struct study_point *other)
{
    return tally_merge(&point->tally, &other->tally)
           && (point->pair == NULL || pair_merge(point->pair, other->pair));
}

void study_point_clear(struct study_point *point)
{
    tally_free(&point->tally);
    if (point->pair != NULL)
        pair_free(point->pair);
}

/* ---------------------------------------------------------------- its runs */

static uint64_t share(const struct study *study, uint32_t parts)
{
    uint64_t runs = study->plan.runs, of = study->plan.of;
    return runs / of * parts + runs % of * parts / of;
}

uint64_t study_first(const struct study *study)
{
    return share(study, study->plan.shard - 1);
}

uint64_t study_last(const struct study *study)
{
    return share(study, study->plan.shard);
}

bool study_is_complete(const struct study *study)
{
    for (uint32_t i = 0; i < study->n_points; i++)
        if (study->points[i].done != study_last(study))
            return false;
    return true;
}

void study_add_command(struct text *text, const struct study *study)
{
    text_add(text, "eleven sweep");
    setup_add(text, &study->plan.setup);
    text_add(text, " --runs %" PRIu64, study->plan.runs);
    if (study->plan.compare == NULL)
        return;
    struct text option = { 0 };
    text_add(&option, "--compare=%s", study->axes[study->compared].name);
    text_add_argument(text, text_get(&option));
    text_free(&option);
}
