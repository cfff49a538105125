/* options.c - the options that `eleven verify` and `eleven explore` share. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

void string_list_add(struct string_list *list, const char *item)
{
    list->items = memory_resize(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = item;
}

void options_free(struct options *options)
{
    free(options->changes.items);
    free(options->withouts.items);
    free(options->values.items);
    free(options->bounds.items);
    *options = (struct options){0};
}

bool options_unchanged(const struct options *options)
{
    return options->table == NULL && options->changes.count == 0 && options->withouts.count == 0 &&
           options->values.count == 0 && options->mutant == NULL && options->mutation == NULL;
}

static void add_each(struct text *text, const char *option, const struct string_list *values)
{
    for (size_t i = 0; i < values->count; i++) {
        text_add_argument(text, option);
        text_add_argument(text, values->items[i]);
    }
}

static void add_one(struct text *text, const char *option, const char *value)
{
    if (value != NULL)
        add_each(text, option, &(struct string_list){&value, 1});
}

void options_add_changes(struct text *text, const struct options *options)
{
    add_one(text, "--table", options->table);
    add_one(text, "--mutant", options->mutant);
    add_one(text, "--mutate", options->mutation);
    add_each(text, "--option", &options->changes);
    add_each(text, "--without", &options->withouts);
    add_each(text, "--with", &options->values);
}

static bool read_count(const char *text, uint64_t *count)
{
    char *end;
    errno  = 0;
    *count = strtoull(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && *count > 0;
}

static bool read_time(const char *text, double *time)
{
    char *end;
    *time = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*time) && *time > 0;
}

/* 512M, 4G, 1048576, 1.5GB. */
bool options_size(const char *text, uint64_t *bytes)
{
    static const char units[] = "kmgt";
    char             *end;
    double            value = strtod(text, &end);
    if (end == text || !isfinite(value) || value <= 0)
        return false;
    const char *unit = *end != '\0' ? strchr(units, tolower((unsigned char)*end)) : NULL;
    if (unit != NULL) {
        value = ldexp(value, 10 * (int)(unit - units + 1));
        end++;
    }
    if (*end == 'B')
        end++;
    if (*end != '\0' || value < 1 || value >= ldexp(1, 62))
        return false;
    *bytes = (uint64_t)value;
    return true;
}

static uint64_t memory_of_machine(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : UINT64_C(1) << 30;
}

unsigned options_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (unsigned)cores : 1;
}

bool options_threads(const char *text, unsigned *threads)
{
    uint64_t number = options_cores();
    if (text == NULL && number > OPTIONS_THREADS_MAX)
        number = OPTIONS_THREADS_MAX;
    if (text != NULL && !read_count(text, &number))
        return false;
    *threads = (unsigned)number;
    return number <= OPTIONS_THREADS_MAX;
}

/* By the letters of struct option below. */
static bool take_value(struct options *options, int letter, const char *value)
{
    uint64_t jobs;
    switch (letter) {
    case 't': options->table = value; return true;
    case 'o': string_list_add(&options->changes, value); return value[0] != '\0';
    case 'w': string_list_add(&options->withouts, value); return value[0] != '\0';
    case 'u': options->mutant = value; return true;
    case 'U': options->mutation = value; return true;
    case 'v': string_list_add(&options->values, value); return value[0] != '\0';
    case 'm': return options_size(value, &options->memory);
    case 's': return read_time(value, &options->time);
    case 'd': return read_count(value, &options->depth);
    case 'j':
        if (!read_count(value, &jobs) || jobs > 1024)
            return false;
        options->jobs = (unsigned)jobs;
        return true;
    case 'c': options->coverage = true; return true;
    case 'n': options->json = true; return true;
    case 'l': options->claims = true; return true;
    case 'S':
        options->states       = true;
        options->state_counts = value != NULL;
        return value == NULL || strcmp(value, "counts") == 0;
    case 'a': options->trace = value; return value[0] != '\0';
    case 'g': options->sweep = true; return true;
    case 'r': options->traces = true; return true;
    case 'x': options->swarm = value; return value[0] != '\0';
    case 'y': options->apart = true; return true;
    case 'k': options->checkpoint = value; return value[0] != '\0';
    case 'e': return read_time(value, &options->checkpoint_minutes);
    case 'R': options->resume = value; return value[0] != '\0';
    default:  options->help = true; return true;
    }
}

static const struct option long_options[] = {
    {"table", required_argument, NULL, 't'},   {"option", required_argument, NULL, 'o'},
    {"without", required_argument, NULL, 'w'}, {"with", required_argument, NULL, 'v'},
    {"mutant", required_argument, NULL, 'u'},  {"mutate", required_argument, NULL, 'U'},
    {"memory", required_argument, NULL, 'm'},
    {"time", required_argument, NULL, 's'},    {"depth", required_argument, NULL, 'd'},
    {"jobs", required_argument, NULL, 'j'},    {"coverage", no_argument, NULL, 'c'},
    {"json", no_argument, NULL, 'n'},          {"sweep", no_argument, NULL, 'g'},
    {"claims", no_argument, NULL, 'l'},        {"trace", required_argument, NULL, 'a'},
    {"swarm", required_argument, NULL, 'x'},   {"no-symmetry", no_argument, NULL, 'y'},
    {"traces", no_argument, NULL, 'r'},        {"states", optional_argument, NULL, 'S'},
    {"checkpoint", required_argument, NULL, 'k'}, {"resume", required_argument, NULL, 'R'},
    {"checkpoint-every", required_argument, NULL, 'e'}, {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0}};

bool options_complain(const char *command, const char *what, const char *which)
{
    fprintf(stderr, "eleven %s: %s '%s' (try 'eleven %s --help')\n", command, what, which, command);
    return false;
}

uint64_t options_memory(unsigned searches)
{
    return memory_of_machine() / 4 * 3 / (searches > 0 ? searches : 1);
}

/* A checkpoint is of one search, of which nothing is asked that it does not keep. */
static bool checkpoint_fits(const struct options *options, const char *command)
{
    if (options->checkpoint == NULL && options->resume == NULL)
        return true;
    return strcmp(command, "explore") == 0 && options->bounds.count == 1 && !options->states &&
           !options->sweep && (!options->coverage || options->json);
}

/* A mutant may stand for its bound. */
static bool is_one_bound(const struct options *options)
{
    return options->bounds.count == 1 || (options->bounds.count == 0 && options->mutant != NULL);
}

bool options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){0};
    optind   = 0;
    opterr   = 0;
    for (int letter; (letter = getopt_long(argc, argv, ":h", long_options, NULL)) != -1;) {
        const char *last = argv[optind - 1];
        if (letter == '?')
            return options_complain(argv[0], "unknown option", last);
        if (letter == ':')
            return options_complain(argv[0], "a value is missing after", last);
        if (!take_value(options, letter, optarg))
            return options_complain(argv[0], "not a value for its option:", optarg);
    }
    if (options->states && (options->json || strcmp(argv[0], "explore") != 0))
        return options_complain(argv[0], "only 'eleven explore', and not as JSON, has", "--states");
    if (options->apart && strcmp(argv[0], "explore") != 0)
        return options_complain(argv[0], "only 'eleven explore' has", "--no-symmetry");
    for (int i = optind; i < argc; i++)
        string_list_add(&options->bounds, argv[i]);
    if (options->swarm != NULL && (strcmp(argv[0], "verify") != 0 || !is_one_bound(options)))
        return options_complain(argv[0], "only 'eleven verify' of one bound has", "--swarm");
    if (!checkpoint_fits(options, argv[0]))
        return options_complain(argv[0], "only 'eleven explore' of one bound, without --coverage, --states "
                                "and --sweep, has", options->checkpoint != NULL ? "--checkpoint" : "--resume");
    if (options->jobs == 0)
        options->jobs = options_cores();
    return true;
}
