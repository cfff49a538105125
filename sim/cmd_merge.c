/* cmd_merge.c - `eleven merge`: the shards of a sweep put together, as if one program had played it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "status.h"
#include "study_file.h"
#include "study_view.h"

static const char help[] =
    "usage: eleven merge FILE... [options]\n"
    "\n"
    "Puts the shards of a sweep together, which 'eleven sweep --shard K/N -o FILE' wrote, in any\n"
    "order. The results are those of one sweep, byte for byte. Nothing is written where shards\n"
    "are missing, interrupted or given twice, or are of another sweep: it says which.\n"
    "\n"
    "  -o FILE   the whole into a file, as 'eleven sweep -o' writes it\n"
    "  --csv, --json, --states  as 'eleven sweep' shows results\n"
    "\n"
    "examples:\n"
    "  eleven merge part1 part2 part3\n"
    "  eleven merge shard-*.jsonl -o whole.jsonl --csv >results.csv\n";

struct merge {
    enum study_view view;    /* --csv, --json */
    bool            states;  /* --states */
    bool            help;    /* --help */
    const char     *out;     /* -o, or NULL */
    const char    **files;   /* that are read */
    unsigned        n_files; /* how many */
    const char    **shards;  /* by shard: its file, or NULL */
    struct study    whole;   /* all that was read so far */
    const char     *first;   /* the file that says of what all are parts; NULL: none is read yet */
};

static bool read_options(struct merge *merge, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (strcmp(argument, "--csv") == 0)
            merge->view = STUDY_CSV;
        else if (strcmp(argument, "--json") == 0)
            merge->view = STUDY_JSON;
        else if (strcmp(argument, "--states") == 0)
            merge->states = true;
        else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
            merge->help = true;
        else if (strcmp(argument, "-o") == 0 && i + 1 < argc)
            merge->out = argv[++i];
        else if (argument[0] == '-')
            return options_complain("merge", "unknown option", argument);
        else
            merge->files[merge->n_files++] = argument;
    }
    if (merge->n_files > 0 || merge->help)
        return true;
    fputs("eleven merge: no files (try 'eleven merge --help')\n", stderr);
    return false;
}

/* ---------------------------------------------------------------- whether it belongs here */

static enum status is_foreign(const struct merge *merge, const char *file, const struct study *part)
{
    struct text ours = { 0 }, theirs = { 0 };
    study_add_command(&ours, &merge->whole);
    study_add_command(&theirs, part);
    fprintf(stderr, "eleven merge: '%s' is of another sweep than '%s':\n", file, merge->first);
    if (strcmp(text_get(&ours), text_get(&theirs)) != 0)
        fprintf(stderr, "  %s\n  %s\n", text_get(&theirs), text_get(&ours));
    else
        fputs("  the scenario's file, a profile or the table of TCP differs\n", stderr);
    text_free(&ours);
    text_free(&theirs);
    return STATUS_USAGE;
}

static enum status fits(const struct merge *merge, const char *file, const struct study *part)
{
    const struct study_plan *plan = &part->plan, *whole = &merge->whole.plan;
    if (strcmp(merge->whole.hash, part->hash) != 0)
        return is_foreign(merge, file, part);
    if (plan->of != whole->of) {
        fprintf(stderr, "eleven merge: '%s' is one shard of %" PRIu32 ", '%s' one of %" PRIu32
                ": their runs overlap\n", file, plan->of, merge->first, whole->of);
        return STATUS_USAGE;
    }
    if (merge->shards[plan->shard - 1] != NULL) {
        fprintf(stderr, "eleven merge: '%s' and '%s' overlap: both are shard %" PRIu32 "/%" PRIu32
                "\n", merge->shards[plan->shard - 1], file, plan->shard, plan->of);
        return STATUS_USAGE;
    }
    return STATUS_DONE;
}

/* ---------------------------------------------------------------- putting together */

static enum status add_part(struct merge *merge, const char *file, const struct study *part)
{
    enum status status = fits(merge, file, part);
    if (status != STATUS_DONE)
        return status;
    merge->shards[part->plan.shard - 1] = file;
    if (!study_is_complete(part)) {
        fprintf(stderr, "eleven merge: '%s', shard %" PRIu32 "/%" PRIu32 ", is not complete. The rest "
                "of its runs:\n  eleven sweep --resume %s\n", file, part->plan.shard, part->plan.of,
                file);
        return STATUS_INCOMPLETE;
    }
    for (uint32_t i = 0; i < part->n_points; i++) {
        merge->whole.points[i].done += part->points[i].done - study_first(part);
        if (!study_point_merge(&merge->whole.points[i], &part->points[i])) {
            fputs("eleven merge: a sum does not fit into 64 bits\n", stderr);
            return STATUS_FAILED;
        }
    }
    return STATUS_DONE;
}

/* The first file that can be read says of what all are parts; its own tallies come with the others'. */
static enum status begin(struct merge *merge, const char *file)
{
    enum status status = study_read(&merge->whole, "merge", file);
    if (status != STATUS_DONE)
        return status;
    merge->first  = file;
    merge->shards = memory_get(merge->whole.plan.of, sizeof *merge->shards);
    for (uint32_t i = 0; i < merge->whole.n_points; i++) {
        study_point_clear(&merge->whole.points[i]);
        merge->whole.points[i].done = 0;
    }
    return STATUS_DONE;
}

static enum status add_file(struct merge *merge, const char *file)
{
    struct study part;
    enum status  status = study_read(&part, "merge", file);
    if (status == STATUS_DONE && merge->first == NULL)
        status = begin(merge, file);
    if (status == STATUS_DONE)
        status = add_part(merge, file, &part);
    study_close(&part);
    return status;
}

/* Names the shards that are not there, and what plays them. */
static enum status look_for_missing(const struct merge *merge)
{
    const struct study *whole   = &merge->whole;
    struct text         command = { 0 };
    enum status         status  = STATUS_DONE;
    study_add_command(&command, whole);
    for (uint32_t i = 0; i < whole->plan.of; i++) {
        if (merge->shards[i] != NULL)
            continue;
        fprintf(stderr, "eleven merge: shard %" PRIu32 "/%" PRIu32 " is missing:\n  %s --shard %"
                PRIu32 "/%" PRIu32 " -o FILE\n", i + 1, whole->plan.of, text_get(&command), i + 1,
                whole->plan.of);
        status = STATUS_INCOMPLETE;
    }
    text_free(&command);
    return status;
}

static enum status show(struct merge *merge)
{
    merge->whole.plan.shard = 1;
    merge->whole.plan.of    = 1;
    study_print(stdout, &merge->whole, merge->view, merge->states);
    return merge->out != NULL ? study_write(&merge->whole, merge->out) : STATUS_DONE;
}

/* Wrong input says more than that something is missing. */
static enum status worse(enum status a, enum status b)
{
    return a == STATUS_DONE || (a == STATUS_INCOMPLETE && b != STATUS_DONE) ? b : a;
}

/* Whatever is wrong with one file, the others are looked at too: so all is told at once. */
static enum status run(struct merge *merge)
{
    enum status worst = STATUS_DONE;
    for (unsigned i = 0; i < merge->n_files && worst != STATUS_FAILED; i++)
        worst = worse(worst, add_file(merge, merge->files[i]));
    if (merge->first != NULL && worst != STATUS_FAILED)
        worst = worse(worst, look_for_missing(merge));
    return worst == STATUS_DONE ? show(merge) : worst;
}

int cmd_merge(int argc, char **argv)
{
    struct merge merge = { .files = memory_get((size_t)argc, sizeof *merge.files) };
    enum status  status = read_options(&merge, argc, argv) ? STATUS_DONE : STATUS_USAGE;
    if (status == STATUS_DONE && merge.help)
        fputs(help, stdout);
    else if (status == STATUS_DONE) {
        status = run(&merge);
        study_close(&merge.whole);
    }
    free(merge.shards);
    free(merge.files);
    return (int)status;
}
