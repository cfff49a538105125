/* cmd_diff.c - `eleven diff`: how two tables differ, in their rows and in what they do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "build.h"
#include "commands.h"
#include "follow.h"
#include "models.h"
#include "replay.h"
#include "run.h"
#include "story.h"

static const char help[] =
    "usage: eleven diff TABLE [TABLE] [OPTION...]\n"
    "       eleven diff --mutant NAME | --option NAME[=off] | --without ROW ...\n"
    "\n"
    "Compares a table with ours, or two tables: the rows that differ, and the shortest run that\n"
    "tells them apart. With options in the place of a table, ours with and without them.\n"
    "\n"
    "  --bound BOUND          look for the run in this bound only; else in all, for the shortest\n"
    "  --mutant NAME          the table as a mutant changes it\n"
    "  --option NAME[=off]    switch an option of the table on or off\n"
    "  --without ROW          leave out a row, STATE/event/row\n"
    "  --memory SIZE          stop at so much memory\n"
    "\n"
    "Exit code: 0 no run tells them apart, 1 one does, 2 bad input, 3 cut short, 4 error,\n"
    "130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven diff --mutant two-way-handshake\n"
    "  eleven diff my-tcp.fsm --bound handshake\n"
    "  eleven diff --option rfc1337\n";

/* Both sides of the comparison. */
struct sides {
    struct options     options[2]; /* of the first and the second table */
    const char        *names[2];   /* as they are called */
    struct string_list bounds;     /* paths; where to look */
    struct path        path;       /* the shortest run so far; no moves: none */
    const char        *bound;      /* the path of its bound */
    enum status        status;     /* of the search as a whole */
};

/* ---------------------------------------------------------------- rows */

static const struct engine_row *find_row(const struct engine *engine, const struct engine_row *row,
                                         unsigned state)
{
    for (unsigned i = 0; i < engine->n_rows; i++)
        if ((engine->rows[i].states >> state & 1) != 0 &&
            strcmp(engine->rows[i].name, row->name) == 0 &&
            strcmp(engine->rows[i].event, row->event) == 0)
            return &engine->rows[i];
    return NULL;
}

/* `was` or `is` is NULL where only one table has the row. */
static void print_row(const char *state, const struct engine_row *was, const struct engine_row *is)
{
    const struct engine_row *row = was != NULL ? was : is;
    printf("  %s/%s/%s\n", state, row->event, row->name);
    if (was != NULL)
        printf("    - %s\n", was->label);
    if (is != NULL)
        printf("    + %s\n", is->label);
}

static void print_rows(const struct engine *a, const struct engine *b)
{
    unsigned count = 0;
    puts("Rows that differ:");
    for (unsigned state = 0; state < a->n_states; state++) {
        for (unsigned i = 0; i < a->n_rows; i++) {
            const struct engine_row *row   = &a->rows[i];
            const struct engine_row *other = find_row(b, row, state);
            if ((row->states >> state & 1) == 0 ||
                (other != NULL && strcmp(row->label, other->label) == 0))
                continue;
            print_row(a->states[state], row, other);
            count++;
        }
        for (unsigned i = 0; i < b->n_rows && state < b->n_states; i++)
            if ((b->rows[i].states >> state & 1) != 0 && find_row(a, &b->rows[i], state) == NULL) {
                print_row(b->states[state], NULL, &b->rows[i]);
                count++;
            }
    }
    if (count == 0)
        puts("  none by its words; an option, a let, a do or the order of rows can differ");
}

/* ---------------------------------------------------------------- the run */

static struct run run_of(const struct engine *engine, const struct path *path)
{
    struct run run = {.names = follow_names(engine), .bound = engine->bound, .text = engine->text,
                      .assumptions = engine->assumptions, .command = "",
                      .seq_bits = engine->seq_bits, .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP};
    follow(engine, path, (struct trace_sink){run_put, &run});
    return run;
}

static void print_side(const struct sides *sides, unsigned side, const struct run *run, uint32_t step)
{
    printf("\nWith %s:\n", sides->names[side]);
    if (step <= run->n_steps)
        story_print_step(stdout, run, step);
    else
        printf("%3u. cannot happen.\n", step);
}

static void print_replay(const struct sides *sides, const struct engine *engine)
{
    struct text decisions = {0}, command = {0};
    replay_add(&decisions, engine, &sides->path);
    text_add(&command, "eleven explain");
    text_add_argument(&command, engine->bound);
    options_add_changes(&command, &sides->options[1]);
    text_add_argument(&command, "--replay");
    text_add_argument(&command, text_get(&decisions));
    printf("\nreplay: %s\n", text_get(&command));
    text_free(&decisions);
    text_free(&command);
}

/* The last move may be possible with one table only: it is that one that writes the decisions. */
static void print_run(const struct sides *sides, const struct engine *const engines[2])
{
    struct run runs[2] = {run_of(engines[0], &sides->path), run_of(engines[1], &sides->path)};
    uint32_t   last    = (uint32_t)sides->path.count;
    printf("\nThe shortest run that tells them apart, in the bound %s:\n\n", engines[0]->bound);
    for (uint32_t step = 1; step < last; step++)
        story_print_step(stdout, &runs[0], step);
    for (unsigned side = 0; side < 2; side++)
        print_side(sides, side, &runs[side], last);
    print_replay(sides, engines[runs[1].n_steps < last ? 0 : 1]);
    run_free(&runs[0]);
    run_free(&runs[1]);
}

/* ---------------------------------------------------------------- the search */

static enum status build_both(struct build builds[2], const struct sides *sides, const char *bound)
{
    struct text problem = {0};
    enum status status  = STATUS_DONE;
    for (unsigned side = 0; side < 2 && status == STATUS_DONE; side++)
        status = build_engine(&builds[side], &sides->options[side], bound, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    return status;
}

/* Keeps the run of this bound where it is shorter than the one so far. */
static enum status look_into(struct sides *sides, const struct build builds[2], const char *bound)
{
    struct path path = {0};
    uint64_t    memory = sides->options[0].memory;
    switch (apart_find(&path, builds[0].engine, builds[1].engine, memory, sides->path.count)) {
    case APART_FOUND:
        free(sides->path.moves);
        sides->path  = path;
        sides->bound = bound;
        return STATUS_DONE;
    case APART_UNLIKE:
        fprintf(stderr, "eleven diff: in %s the two have other variables or moves: their runs cannot "
                "be compared\n", builds[0].engine->bound);
        return STATUS_INCOMPLETE;
    case APART_CUT:
        return process_interrupted() ? STATUS_INTERRUPTED : STATUS_INCOMPLETE;
    case APART_NEVER:
        break;
    }
    return STATUS_DONE;
}

static enum status search(struct sides *sides)
{
    for (size_t i = 0; i < sides->bounds.count; i++) {
        struct build builds[2] = {{0}, {0}};
        enum status  status    = build_both(builds, sides, sides->bounds.items[i]);
        if (status == STATUS_DONE && i == 0)
            print_rows(builds[0].engine, builds[1].engine);
        if (status == STATUS_DONE)
            status = look_into(sides, builds, sides->bounds.items[i]);
        build_free(&builds[0]);
        build_free(&builds[1]);
        if (status == STATUS_INCOMPLETE)
            sides->status = status;
        else if (status != STATUS_DONE)
            return status;
    }
    return sides->status;
}

static enum status print_found(const struct sides *sides)
{
    struct build builds[2] = {{0}, {0}};
    enum status  status    = build_both(builds, sides, sides->bound);
    if (status == STATUS_DONE)
        print_run(sides, (const struct engine *const[]){builds[0].engine, builds[1].engine});
    build_free(&builds[0]);
    build_free(&builds[1]);
    return status == STATUS_DONE ? STATUS_VIOLATED : status;
}

static enum status compare(struct sides *sides)
{
    enum status status = search(sides);
    if (sides->path.moves != NULL && (status == STATUS_DONE || status == STATUS_INCOMPLETE))
        return print_found(sides);
    if (status == STATUS_DONE)
        printf("\nNo run tells them apart, in %zu bound%s.\n", sides->bounds.count,
               sides->bounds.count == 1 ? "" : "s");
    else if (status == STATUS_INCOMPLETE)
        puts("\nNo run that tells them apart was found, but not all were looked at.");
    return status;
}

/* ---------------------------------------------------------------- the command line */

/* Takes `--bound BOUND` out of the command line. */
static bool take_bounds(struct string_list *bounds, int *argc, char **argv)
{
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--bound") != 0) {
            argv[kept++] = argv[i];
        } else if (i + 1 < *argc) {
            string_list_add(bounds, argv[++i]);
        } else {
            fputs("eleven diff: after '--bound' a name is missing (try 'eleven diff --help')\n", stderr);
            return false;
        }
    }
    *argc = kept;
    return true;
}

/* Sides from the tables, or from the options that change ours. */
static bool set_sides(struct sides *sides, const struct options *options)
{
    const struct string_list *tables = &options->bounds;
    sides->options[1]                = *options;
    sides->names[0]                  = "our table";
    sides->names[1]                  = options->mutant != NULL ? options->mutant : "the change";
    if (tables->count > 2 || (tables->count == 0 && options_unchanged(options))) {
        fprintf(stderr, "eleven diff: %s (try 'eleven diff --help')\n",
                tables->count > 2 ? "two tables at most" : "nothing to compare our table with");
        return false;
    }
    for (size_t i = 0; i < tables->count; i++) {
        size_t side                = 2 - tables->count + i;
        sides->options[side].table = sides->names[side] = tables->items[i];
    }
    sides->options[0].memory = options->memory > 0 ? options->memory : options_memory(1);
    return true;
}

static enum status run(struct options *options, const struct string_list *names)
{
    struct sides sides   = {0};
    struct text  problem = {0};
    if (!set_sides(&sides, options))
        return STATUS_USAGE;
    enum status status = models_list(&sides.bounds, &model_bounds, names, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    if (status == STATUS_DONE)
        status = compare(&sides);
    models_free(&sides.bounds);
    free(sides.path.moves);
    return status;
}

int cmd_diff(int argc, char **argv)
{
    struct string_list bounds = {0};
    struct options     options;
    enum status        status = STATUS_USAGE;
    process_guard();
    if (take_bounds(&bounds, &argc, argv) && options_read(&options, argc, argv)) {
        status = STATUS_DONE;
        if (options.help)
            fputs(help, stdout);
        else
            status = run(&options, &bounds);
        options_free(&options);
    }
    free(bounds.items);
    return (int)status;
}
