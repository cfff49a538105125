/* place.c - where the program's own files are: compiler, models, headers, documents, cache. */
#include "place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool place_join(char out[PLACE_MAX], const char *directory, const char *name)
{
    char joined[PLACE_MAX];
    int  length = snprintf(joined, sizeof joined, "%s/%s", directory, name);
    if (length < 0 || length >= PLACE_MAX)
        return false;
    memcpy(out, joined, (size_t)length + 1);
    return true;
}

bool place_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool own_directory(char out[PLACE_MAX])
{
    ssize_t length = readlink("/proc/self/exe", out, PLACE_MAX - 1);
    if (length <= 0)
        return false;
    out[length] = '\0';
    char *slash = strrchr(out, '/');
    if (slash == NULL)
        return false;
    *slash = '\0';
    return true;
}

/* The first name counts in a build, the second when installed. */
static bool own_file(char out[PLACE_MAX], const char *built, const char *installed)
{
    char directory[PLACE_MAX], model[PLACE_MAX];
    if (!own_directory(directory) || !place_join(model, directory, "model"))
        return false;
    return place_join(out, directory, place_exists(model) ? built : installed);
}

bool place_fsmc(char out[PLACE_MAX])
{
    return own_file(out, "fsmc", "../libexec/eleven/fsmc");
}

bool place_model(char out[PLACE_MAX])
{
    return own_file(out, "model", "../share/eleven/model");
}

bool place_include(char out[PLACE_MAX])
{
    return own_file(out, "include", "../share/eleven/include");
}

bool place_citations(char out[PLACE_MAX])
{
    return own_file(out, "docs/rfc9293.tsv", "../share/eleven/docs/rfc9293.tsv");
}

/* Makes the directory and those above it. */
static bool make_directories(const char *path)
{
    char part[PLACE_MAX];
    snprintf(part, sizeof part, "%s", path);
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return mkdir(part, 0777) == 0 || errno == EEXIST;
}

static bool user_cache(char out[PLACE_MAX])
{
    const char *cache = getenv("XDG_CACHE_HOME");
    if (cache != NULL && cache[0] == '/')
        return place_join(out, cache, "eleven");
    const char *home = getenv("HOME");
    return home != NULL && place_join(out, home, ".cache/eleven");
}

bool place_cache(char out[PLACE_MAX])
{
    char model[PLACE_MAX];
    if (!own_file(model, "model", "model") || !own_file(out, "cache", "cache"))
        return false;
    if (!place_exists(model) && !user_cache(out))
        return false;
    return make_directories(out);
}
