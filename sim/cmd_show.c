/* cmd_show.c - `eleven show`: one run of a sweep, in every form. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "options.h"
#include "play.h"
#include "process.h"
#include "shrink_show.h"
#include "status.h"
#include "study_file.h"
#include "study_pick.h"
#include "study_where.h"
#include "words.h"

static const char help[] =
    "usage: eleven show FILE --run N | --pick WHAT [options]\n"
    "\n"
    "Plays one run again of the results that 'eleven sweep -o FILE' wrote, and says which it is:\n"
    "'eleven sim ... --run N' plays it too.\n"
    "\n"
    "  --run N         the run with this number, as of 'eleven sim --run N'\n"
    "  --pick WHAT     the first run that is so:\n"
    "       p50, p99, p99.9, min, max   of a measure: with the value at that rank\n"
    "       failed, reset, closed, 'gave up', left, connected   that was counted so\n"
    "       strangest   of the rarest course: which states each end left, as what the run counts\n"
    "  --measure NAME  of p50, ...: 'connect A' (usual), 'close B', segments, 'TIME-WAIT A', ...\n"
    "  --where NAME=V  of that point of the grid: 'loss=0.3'; several times for several options\n"
    "  --point K       the same by its number, from 0\n"
    "  --jobs N        threads (all processors)\n"
    "  --shrink        not the run: which losses are to blame for what it was picked for, as 'eleven\n"
    "                  shrink' tells; --outcome WORDS as there\n"
    "  -S, --rows      as for 'eleven sim'; --trace-out FILE, --netstat-at TIME too\n"
    "\n"
    "In place of tcpdump's lines, the forms of 'eleven explain':\n"
    "\n";

static const char examples[] =
    "\n"
    "Exit code: 0 shown, 1 there is no such run, 2 bad input, 3 the run was cut short, 4 error.\n"
    "\n"
    "examples:\n"
    "  eleven sweep transfer --loss 0:0.5:0.05 --runs 100000 -o lossy\n"
    "  eleven show lossy --where loss=0.5 --pick failed --story\n"
    "  eleven show lossy --where loss=0.1 --pick p99.9 --ladder --svg slow.svg\n"
    "  eleven show lossy --where loss=0.1 --pick p99.9 --shrink\n"
    "  eleven show lossy --point 3 --run 4711 --pcapng run.pcapng\n";

struct show_options {
    struct play_options play;    /* the forms */
    struct string_list  where;   /* --where */
    const char         *file;    /* of the sweep */
    const char         *point, *pick, *measure, *jobs; /* as given, or NULL */
    bool                shrink;  /* --shrink */
    const char         *outcome; /* --outcome, or NULL */
};

/* ---------------------------------------------------------------- the command line */

/* True when argv[*i] is an option with a value. */
static bool read_value(struct show_options *o, int argc, char **argv, int *i, bool *good)
{
    struct { const char *name, **value; } values[] = {
        { "--run", &o->play.run },     { "--pick", &o->pick }, { "--measure", &o->measure },
        { "--point", &o->point },      { "--jobs", &o->jobs }, { "--where", NULL },
        { "--trace-out", &o->play.trace }, { "--netstat-at", &o->play.netstat },
        { "--outcome", &o->outcome },
    };
    for (unsigned k = 0; k < sizeof values / sizeof values[0]; k++) {
        if (strcmp(argv[*i], values[k].name) != 0)
            continue;
        if (*i + 1 == argc)
            *good = play_fails(&o->play, "a value is missing after", argv[*i]);
        else if (values[k].value != NULL)
            *values[k].value = argv[++*i];
        else
            string_list_add(&o->where, argv[++*i]);
        return true;
    }
    return false;
}

static bool read_argument(struct show_options *o, const char *argument)
{
    if (argument[0] == '-')
        return play_fails(&o->play, "unknown option", argument);
    if (o->file != NULL)
        return play_fails(&o->play, "one file at a time, not also", argument);
    o->file = argument;
    return true;
}

static bool read_options(struct show_options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (strcmp(argv[i], "--shrink") == 0)
            o->shrink = true;
        else if (!play_option(&o->play, argc, argv, &i, &good) && !read_value(o, argc, argv, &i, &good))
            good = read_argument(o, argv[i]);
        if (!good)
            return false;
    }
    if (o->play.help)
        return true;
    if (o->file == NULL)
        fputs("eleven show: no file (try 'eleven show --help')\n", stderr);
    else if ((o->play.run != NULL) == (o->pick != NULL))
        fputs("eleven show: either --run N or --pick WHAT (try 'eleven show --help')\n", stderr);
    else if (o->pick == NULL && (o->measure != NULL || o->jobs != NULL))
        return play_fails(&o->play, "only with --pick:", o->measure != NULL ? "--measure" : "--jobs");
    else if (o->outcome != NULL && !o->shrink)
        return play_fails(&o->play, "only with --shrink:", "--outcome");
    else if (o->shrink && (forms_any(&o->play.forms) || o->play.trace != NULL || o->play.netstat != NULL || o->play.rows))
        return play_fails(&o->play, "the run itself is not shown with", "--shrink");
    else
        return true;
    return false;
}

static bool read_number(const char *text, uint64_t max, uint64_t *number)
{
    return word_number((struct word){ text, (unsigned)strlen(text), 1 }, max, number);
}

/* ---------------------------------------------------------------- which point */

static bool say(const struct show_options *o, struct text *problem)
{
    fprintf(stderr, "eleven show: '%s': %s\n", o->file, text_get(problem));
    text_free(problem);
    return false;
}

static bool read_point(const struct show_options *o, const struct study *study, uint32_t *point)
{
    struct text problem = { 0 };
    uint64_t    number  = 0;
    if (o->where.count > 0)
        return play_fails(&o->play, "either --where or --point, not both:", o->point);
    if (read_number(o->point, UINT64_MAX, &number) && number < study->n_points) {
        *point = (uint32_t)number;
        return true;
    }
    text_add(&problem, "no point '%s': they are 0 to %" PRIu32, o->point, study->n_points - 1);
    return say(o, &problem);
}

/* The only one that --where lets in. */
static bool find_point(const struct show_options *o, const struct study *study, uint32_t *point)
{
    struct text problem = { 0 };
    bool       *chosen  = memory_get(study->n_points, sizeof *chosen);
    uint32_t    count   = 0;
    bool        good    = study_choose(study, &o->where, chosen, &problem);
    for (uint32_t i = study->n_points; good && i > 0; i--)
        if (chosen[i - 1]) {
            *point = i - 1;
            count++;
        }
    free(chosen);
    if (good && count == 1)
        return true;
    if (good)
        text_add(&problem, "%" PRIu32 " points: choose one with --where NAME=VALUE, or --point K", count);
    return say(o, &problem);
}

static bool which_point(const struct show_options *o, const struct study *study, uint32_t *point)
{
    return o->point != NULL ? read_point(o, study, point) : find_point(o, study, point);
}

/* ---------------------------------------------------------------- which run */

static bool given_run(const struct show_options *o, const struct study *study, uint32_t point, uint64_t *run)
{
    struct text problem = { 0 };
    uint64_t    first   = study_first(study), last = study->points[point].done;
    if (read_number(o->play.run, UINT64_MAX, run) && *run >= first && *run < last)
        return true;
    if (first == last)
        text_add(&problem, "no run of this point is done");
    else
        text_add(&problem, "no run '%s': they are %" PRIu64 " to %" PRIu64, o->play.run, first, last - 1);
    return say(o, &problem);
}

static enum status picked_run(const struct show_options *o, const struct study *study, uint32_t point, uint64_t *run,
                              struct text *why)
{
    struct study_pick pick;
    unsigned          jobs;
    enum status       status = STATUS_USAGE;
    if (!options_threads(o->jobs, &jobs)) {
        play_fails(&o->play, "expected a number of threads up to 256, not", o->jobs);
        return STATUS_USAGE;
    }
    if (study_pick_read(&pick, o->pick, o->measure, why)) {
        process_guard();
        status = study_pick_find(&pick, study, point, jobs, run, why);
    }
    if (status != STATUS_DONE)
        say(o, why);
    return status;
}

static enum status which_run(const struct show_options *o, const struct study *study, uint32_t point, uint64_t *run,
                             struct text *why)
{
    if (o->pick != NULL)
        return picked_run(o, study, point, run, why);
    return given_run(o, study, point, run) ? STATUS_DONE : STATUS_USAGE;
}

/* Beside the run itself, which goes to the output. */
static void say_which(const struct study *study, uint32_t point, uint64_t run, const struct text *why)
{
    struct text values = { 0 };
    study_add_values(&values, study, point);
    fprintf(stderr, "run %" PRIu64 "%s%s%s%s\n", run, values.length > 0 ? ", " : "", text_get(&values),
            why->length > 0 ? ": " : "", text_get(why));
    text_free(&values);
}

/* What is to be kept of a run that is made small: what it was picked for. */
static struct shrink_wish wish_of(const struct show_options *o)
{
    struct shrink_wish wish    = { .outcome = o->outcome };
    struct text        problem = { 0 };
    struct study_pick  pick;
    if (o->outcome != NULL || o->pick == NULL || !study_pick_read(&pick, o->pick, o->measure, &problem))
        return wish;
    if (pick.kind == STUDY_PICK_COUNT)
        wish.outcome = o->pick;
    if (pick.kind == STUDY_PICK_RANK || pick.kind == STUDY_PICK_MOST)
        wish.measure = tally_measure_name(pick.what);
    return wish;
}

static enum status show_run(const struct show_options *o, struct play *play)
{
    struct shrink_wish wish = wish_of(o);
    return o->shrink ? shrink_show(play, &wish) : play_show(play);
}

static enum status show(const struct show_options *o, const struct study *study, uint32_t point, uint64_t run)
{
    char               number[TEXT_NUMBER_MAX];
    struct study_setup setup;
    struct play       *play = memory_get(1, sizeof *play);
    snprintf(number, sizeof number, "%" PRIu64, run);
    study_point_setup(study, point, &setup);
    play->options       = o->play;
    play->options.setup = setup.setup;
    play->options.run   = number;
    enum status status  = play_read(play);
    if (status == STATUS_DONE)
        status = show_run(o, play);
    play_free(play);
    free(play);
    study_point_free(&setup);
    return status;
}

static enum status run(const struct show_options *o)
{
    struct study study;
    struct text  why    = { 0 };
    uint32_t     point  = 0;
    uint64_t     number = 0;
    enum status  status = study_read(&study, "show", o->file);
    if (status == STATUS_DONE && !which_point(o, &study, &point))
        status = STATUS_USAGE;
    if (status == STATUS_DONE)
        status = which_run(o, &study, point, &number, &why);
    if (status == STATUS_DONE) {
        say_which(&study, point, number, &why);
        status = show(o, &study, point, number);
    }
    text_free(&why);
    study_close(&study);
    return status;
}

int cmd_show(int argc, char **argv)
{
    struct show_options options = { .play = { .setup.command = "show", .forms.command = "show" } };
    enum status         status  = read_options(&options, argc, argv) ? STATUS_DONE : STATUS_USAGE;
    if (status == STATUS_DONE && options.play.help)
        printf("%s%s%s", help, forms_help, examples);
    else if (status == STATUS_DONE)
        status = run(&options);
    free(options.where.items);
    return (int)status;
}
