/* whole.c - a file that is there as a whole or not at all. */
#include "whole.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool find_name(char name[PLACE_MAX], const char *path)
{
    struct stat at;
    int         length = stat(path, &at) == 0 && !S_ISREG(at.st_mode)
                             ? snprintf(name, PLACE_MAX, "%s", path)
                             : snprintf(name, PLACE_MAX, "%s.%ld.part", path, (long)getpid());
    if (length > 0 && length < PLACE_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

static bool has_own_name(const struct whole *whole)
{
    return strcmp(whole->name, whole->path) == 0;
}

static void remove_part(const struct whole *whole)
{
    if (!has_own_name(whole))
        remove(whole->name);
}

bool whole_open(struct whole *whole, const char *path)
{
    *whole     = (struct whole){.path = path};
    whole->out = find_name(whole->name, path) ? fopen(whole->name, "wb") : NULL;
    return whole->out != NULL;
}

void whole_discard(struct whole *whole)
{
    fclose(whole->out);
    remove_part(whole);
}

/* Everything is on the disk when it gets its name. */
static bool finish(FILE *out)
{
    bool good = fflush(out) == 0 && ferror(out) == 0 && (fsync(fileno(out)) == 0 || errno == EINVAL);
    int  why  = errno;
    bool end  = fclose(out) == 0;
    if (!good)
        errno = why;
    return good && end;
}

bool whole_close(struct whole *whole)
{
    if (finish(whole->out) && (has_own_name(whole) || rename(whole->name, whole->path) == 0))
        return true;
    int why = errno;
    remove_part(whole);
    errno = why;
    return false;
}
