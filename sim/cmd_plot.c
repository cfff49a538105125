/* cmd_plot.c - `eleven plot`: the results of a sweep as a figure, in SVG. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "exact_plot.h"
#include "options.h"
#include "status.h"
#include "study_file.h"
#include "study_plot.h"
#include "whole.h"

static const char help[] =
    "usage: eleven plot FILE... [options]\n"
    "\n"
    "Draws the results that 'eleven sweep -o FILE' wrote, as a picture for a paper (SVG). From\n"
    "'eleven exact --csv' it draws cdf and survival, also into the same picture.\n"
    "\n"
    "  --what cdf        share of the runs up to each value; a curve a point (the usual one)\n"
    "         survival   share of the runs that take longer; the axis of shares is logarithmic\n"
    "         quantiles  median, 90 %, 99 % and 99.9 % against a swept option, with bands\n"
    "         share      how often it failed, was reset, ... against a swept option, with bars\n"
    "  --measure NAME    'connect A' (usual), 'close B', segments, 'TIME-WAIT A', ...; of shares failed\n"
    "                    (usual), connected, reset, ...; several times: several\n"
    "  --x NAME          the option to the right; usually the first with many numbers\n"
    "  --where NAME=V,V  only these values of an option\n"
    "  --all-runs        distributions over all runs: where it never happened it takes for ever\n"
    "  --log x|y|xy      logarithmic axes;  --linear: also where one is usual\n"
    "  --title TEXT      in place of the scenario's\n"
    "  -o FILE           the picture into a file\n"
    "\n"
    "A picture has at most 12 curves.\n"
    "\n"
    "examples:\n"
    "  eleven sweep transfer --loss 0:0.5:0.05 --runs 100000 -o lossy\n"
    "  eleven plot lossy --what quantiles --log y -o quantiles.svg\n"
    "  eleven plot lossy --what survival --where loss=0.1,0.3,0.5 --log x >survival.svg\n"
    "  eleven plot lossy --what share --measure failed --measure 'gave up' -o share.svg\n";

struct plot_options {
    struct study_plot_wish wish;   /* --what, --measure, --where, --x, --all-runs */
    struct string_list     files;
    const char            *what, *logs, *title, *out; /* as given, or NULL */
    bool                   linear; /* --linear */
    bool                   help;   /* --help */
};

/* ---------------------------------------------------------------- the command line */

static bool usage_fails(const char *message, const char *argument)
{
    return options_complain("plot", message, argument);
}

static bool read_flag(struct plot_options *options, const char *argument)
{
    if (strcmp(argument, "--all-runs") == 0)
        options->wish.all = true;
    else if (strcmp(argument, "--linear") == 0)
        options->linear = true;
    else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)
        options->help = true;
    else
        return false;
    return true;
}

/* True when argv[*i] is an option with a value. */
static bool read_value(struct plot_options *options, int argc, char **argv, int *i, bool *good)
{
    struct { const char *name, **value; struct string_list *list; } values[] = {
        { "--what", &options->what, NULL },     { "--measure", NULL, &options->wish.measures },
        { "--x", &options->wish.x, NULL },      { "--where", NULL, &options->wish.where },
        { "--log", &options->logs, NULL },      { "--title", &options->title, NULL },
        { "-o", &options->out, NULL },
    };
    for (unsigned k = 0; k < sizeof values / sizeof values[0]; k++) {
        if (strcmp(argv[*i], values[k].name) != 0)
            continue;
        if (*i + 1 == argc)
            *good = usage_fails("a value is missing after", argv[*i]);
        else if (values[k].list != NULL)
            string_list_add(values[k].list, argv[++*i]);
        else
            *values[k].value = argv[++*i];
        return true;
    }
    return false;
}

/* Distributions have no axis of an option; what is drawn along one is of all runs anyway. */
static bool suits_what(const struct study_plot_wish *wish)
{
    bool distribution = wish->what == STUDY_PLOT_CDF || wish->what == STUDY_PLOT_SURVIVAL;
    if (distribution && wish->x != NULL)
        return usage_fails("only quantiles and share have", "--x");
    return distribution || !wish->all || usage_fails("only cdf and survival have", "--all-runs");
}

static bool read_words(struct plot_options *options)
{
    const char *what = options->what != NULL ? options->what : study_plot_names[STUDY_PLOT_CDF];
    unsigned    i    = 0;
    while (i < STUDY_PLOT_WHATS && strcmp(study_plot_names[i], what) != 0)
        i++;
    if (i == STUDY_PLOT_WHATS)
        return usage_fails("expected cdf, quantiles, survival or share, not", what);
    options->wish.what = (enum study_plot_what)i;
    if (!suits_what(&options->wish))
        return false;
    if (options->logs != NULL && strcmp(options->logs, "x") != 0 && strcmp(options->logs, "y") != 0
        && strcmp(options->logs, "xy") != 0)
        return usage_fails("expected --log x, y or xy, not", options->logs);
    if (options->files.count > 0)
        return true;
    fputs("eleven plot: no files (try 'eleven plot --help')\n", stderr);
    return false;
}

static bool read_options(struct plot_options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (read_flag(options, argv[i]) || read_value(options, argc, argv, &i, &good)) {
            if (!good)
                return false;
        } else if (argv[i][0] == '-')
            return usage_fails("unknown option", argv[i]);
        else
            string_list_add(&options->files, argv[i]);
    }
    return options->help || read_words(options);
}

/* ---------------------------------------------------------------- the files */

static bool has_log(const struct plot_options *options, char axis)
{
    bool usual = axis == 'y' && options->wish.what == STUDY_PLOT_SURVIVAL && !options->linear;
    return usual || (options->logs != NULL && strchr(options->logs, axis) != NULL);
}

/* The file without its folder, where there are several. */
static const char *name_of(const struct plot_options *options, const char *path)
{
    const char *slash = strrchr(path, '/');
    return options->files.count == 1 ? "" : slash != NULL ? slash + 1 : path;
}

static enum status add_study(struct plot *plot, const struct plot_options *options, const char *path,
                             struct text *problem)
{
    struct study study;
    enum status  status = study_read(&study, "plot", path);
    if (status == STATUS_DONE && !study_plot_add(plot, &study, name_of(options, path), &options->wish, problem))
        status = STATUS_USAGE;
    study_close(&study);
    return status;
}

static enum status add_file(struct plot *plot, const struct plot_options *options, const char *path)
{
    struct text text = { 0 }, problem = { 0 };
    enum status status;
    if (text_read(&text, path) && exact_plot_is(text_get(&text)))
        status = exact_plot_add(plot, text_get(&text), name_of(options, path), &options->wish, &problem)
                     ? STATUS_DONE : STATUS_USAGE;
    else
        status = add_study(plot, options, path, &problem);
    if (problem.length > 0)
        fprintf(stderr, "eleven plot: '%s': %s\n", path, text_get(&problem));
    text_free(&text);
    text_free(&problem);
    return status;
}

/* ---------------------------------------------------------------- the picture */

static enum status is_drawable(const struct plot *plot, const struct plot_options *options)
{
    for (size_t i = 0; i < options->wish.measures.count; i++)
        if (options->wish.uses[i] == 0) {
            usage_fails("no file has the measure", options->wish.measures.items[i]);
            return STATUS_USAGE;
        }
    if (plot->n_curves > PLOT_CURVES_MAX) {
        fprintf(stderr, "eleven plot: %u curves; a picture has at most %d: choose with --where NAME=VALUE,VALUE\n",
                plot->n_curves, PLOT_CURVES_MAX);
        return STATUS_USAGE;
    }
    if (plot_has_points(plot))
        return STATUS_DONE;
    fputs("eleven plot: there is nothing to draw: it never happened, or lies at 0, which a logarithmic axis has not\n",
          stderr);
    return STATUS_USAGE;
}

static enum status write_plot(const struct plot *plot, const char *path)
{
    struct whole file;
    if (path == NULL) {
        plot_print(stdout, plot);
        return STATUS_DONE;
    }
    bool good = whole_open(&file, path);
    if (good) {
        plot_print(file.out, plot);
        good = whole_close(&file);
    }
    if (good)
        return STATUS_DONE;
    fprintf(stderr, "eleven plot: cannot write '%s': %s\n", path, strerror(errno));
    return STATUS_FAILED;
}

static void add_source(struct text *source, int argc, char **argv)
{
    text_add(source, "eleven");
    for (int i = 0; i < argc; i++)
        if (strcmp(argv[i], "-o") == 0)
            i++;
        else
            text_add_argument(source, argv[i]);
}

static enum status run(struct plot *plot, struct plot_options *options)
{
    enum status status = STATUS_DONE;
    plot->x.log = has_log(options, 'x');
    plot->y.log = has_log(options, 'y');
    if (options->title != NULL)
        text_add(&plot->title, "%s", options->title);
    options->wish.uses = memory_get(options->wish.measures.count, sizeof *options->wish.uses);
    for (size_t i = 0; i < options->files.count && status == STATUS_DONE; i++)
        status = add_file(plot, options, options->files.items[i]);
    if (status == STATUS_DONE)
        status = is_drawable(plot, options);
    if (status == STATUS_DONE)
        status = write_plot(plot, options->out);
    free(options->wish.uses);
    return status;
}

int cmd_plot(int argc, char **argv)
{
    struct plot_options options = { .help = false };
    struct plot         plot    = { .n_curves = 0 };
    enum status         status  = read_options(&options, argc, argv) ? STATUS_DONE : STATUS_USAGE;
    if (status == STATUS_DONE && options.help)
        fputs(help, stdout);
    else if (status == STATUS_DONE) {
        add_source(&plot.source, argc, argv);
        status = run(&plot, &options);
    }
    plot_free(&plot);
    free(options.wish.measures.items);
    free(options.wish.where.items);
    free(options.files.items);
    return (int)status;
}
