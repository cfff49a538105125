/* place.h - where the program's own files are: compiler, models, headers, documents, cache.
 *
 * The program finds them from its own path. D is the directory that it lies in:
 *
 *                 in a build          installed
 *     fsmc        D/fsmc              D/../libexec/eleven/fsmc
 *     model       D/model             D/../share/eleven/model
 *     include     D/include           D/../share/eleven/include
 *     docs        D/docs              D/../share/eleven/docs
 *     cache       D/cache             $XDG_CACHE_HOME/eleven or ~/.cache/eleven
 *
 * It is in a build when D/model exists.
 *
 * Errors     false when a path would not fit, or the program's own path cannot be read;
 *            place_cache() also when the directory cannot be made.
 * Ownership  each path is written to the caller's PLACE_MAX bytes.
 */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>

enum { PLACE_MAX = 4096 /* bytes of a path, with its zero byte */ };

bool place_fsmc(char out[PLACE_MAX]);
bool place_model(char out[PLACE_MAX]);
bool place_include(char out[PLACE_MAX]);

/* The table of the sections of RFC 9293 that a citation may name. */
bool place_citations(char out[PLACE_MAX]);

/* Makes the directory where it is not there yet. */
bool place_cache(char out[PLACE_MAX]);

/* Writes "directory/name"; false when it does not fit. */
bool place_join(char out[PLACE_MAX], const char *directory, const char *name);

bool place_exists(const char *path);

#endif
