/* swarm.c - a directory for a search by SPIN; see swarm.h. */
#include "swarm.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "assets.h"
#include "build.h"
#include "place.h"
#include "result.h"

enum {
    DEPTH_DEFAULT = 1000000,      /* steps: more than any bound has */
    BITS_MIN = 20, BITS_MAX = 40, /* of pan's table: two to that power */
    SWARM_STATE = 512, SWARM_SPEED = 100000 /* estimates that Swarm wants: bytes, a second */
};

/* The largest table that fits. */
static unsigned bits_of(uint64_t bytes)
{
    unsigned bits = BITS_MIN;
    while (bits < BITS_MAX && (UINT64_C(2) << bits) <= bytes * 8)
        bits++;
    return bits;
}

static uint64_t depth_of(const struct options *options)
{
    return options->depth > 0 ? options->depth : DEPTH_DEFAULT;
}

/* A line of a shell. */
static void add_setting(struct text *text, const char *name, const struct text *value)
{
    text_add(text, "%s=", name);
    text_add_word(text, text_get(value));
    text_add(text, "\n");
}

/* Bound and changes are words of a command line that the script prints. */
static void add_settings(struct text *text, const struct engine *engine, const struct options *options)
{
    struct text bound = {0}, changes = {0}, expected = {0};
    text_add_word(&bound, options->bounds.count > 0 ? options->bounds.items[0] : engine->bound);
    options_add_changes(&changes, options);
    for (unsigned claim = 0; claim < result_claims(engine); claim++)
        if (result_is_broken(engine, claim))
            text_add(&expected, "%s ", result_claim_name(engine, claim));
    add_setting(text, "bound", &bound);
    add_setting(text, "changes", &changes);
    add_setting(text, "expected", &expected);
    text_add(text, "bits=%u\ndepth=%" PRIu64 "\nseconds=${seconds:-%.0f}\n", bits_of(options->memory),
             depth_of(options), options->time);
    text_free(&bound);
    text_free(&changes);
    text_free(&expected);
}

/* For the program Swarm, as its page has it. */
static void add_library(struct text *text, const struct options *options)
{
    text_add(text, "# for Swarm (github.com/nimble-code/Swarm): swarm swarm.lib && ./model.swarm\n"
             "k 1 4\nd %" PRIu64 "\ncpus %u\nmemory %" PRIu64 "M\ntime 60m\nhash 1.5\nvector %d\n"
             "speed %d\nfile model.pml\n", depth_of(options), options->jobs,
             (options->memory >> 20) + 1, SWARM_STATE, SWARM_SPEED);
    text_add(text, "-DBITSTATE -DNOREDUCE -DVECTORSZ=4096\n"
             "-DBITSTATE -DNOREDUCE -DVECTORSZ=4096 -DT_REVERSE\n"
             "-DBITSTATE -DNOREDUCE -DVECTORSZ=4096 -DT_RAND\n"
             "-c0 -e -n\n");
}

static enum status write_file(const char *directory, const char *name, const struct text *text,
                              struct text *problem)
{
    char path[PLACE_MAX];
    if (place_join(path, directory, name) && text_write(text, path))
        return STATUS_DONE;
    text_add(problem, "eleven verify: cannot write '%s/%s': %s\n", directory, name, strerror(errno));
    return STATUS_FAILED;
}

static enum status make_directory(const char *directory, struct text *problem)
{
    if (mkdir(directory, 0777) == 0 || errno == EEXIST)
        return STATUS_DONE;
    text_add(problem, "eleven verify: cannot make '%s': %s\n", directory, strerror(errno));
    return STATUS_FAILED;
}

enum status swarm(const struct engine *engine, const struct options *options, const char *bound,
                  struct text *problem)
{
    struct { const char *name; struct text text; } files[] = {
        { "model.pml", {0} }, { "settings", {0} }, { "search.sh", {0} }, { "swarm.lib", {0} }
    };
    enum { FILES = sizeof files / sizeof files[0] };
    enum status status = build_generate(&files[0].text, options, "--promela", bound, problem);
    add_settings(&files[1].text, engine, options);
    text_add(&files[2].text, "%s", asset_search_sh);
    add_library(&files[3].text, options);
    if (status == STATUS_DONE)
        status = make_directory(options->swarm, problem);
    for (size_t i = 0; i < FILES && status == STATUS_DONE; i++)
        status = write_file(options->swarm, files[i].name, &files[i].text, problem);
    for (size_t i = 0; i < FILES; i++)
        text_free(&files[i].text);
    return status;
}
