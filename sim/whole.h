/* whole.h - a file that is there as a whole or not at all.
 *
 * It is written under a name beside its own, is on the disk, and only then gets its name. What is
 * no plain file, a device or a pipe, is written as it is.
 *
 * Errors     false, with errno set; then nothing is left behind.
 * Ownership  whole_close() and whole_discard() end what whole_open() began.
 */
#ifndef WHOLE_H
#define WHOLE_H

#include <stdbool.h>
#include <stdio.h>

#include "place.h"

struct whole {
    FILE       *out;             /* to be written; its errors are whole_close()'s */
    const char *path;            /* what it is to be called */
    char        name[PLACE_MAX]; /* what it is called so far */
};

bool whole_open(struct whole *whole, const char *path);
bool whole_close(struct whole *whole);
void whole_discard(struct whole *whole);

#endif
