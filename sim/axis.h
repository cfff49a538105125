/* axis.h - an option with many values: `--loss 0:0.5:0.05`, `--delay '10ms,20ms,50ms'`.
 *
 *     FIRST:LAST:STEP     0:0.5:0.05 is 0, 0.05, ... up to 0.5; units as in 20ms:100ms:20ms
 *     FIRST:LAST:xFACTOR  0.001:0.1:x10 is 0.001, 0.01, 0.1
 *     ONE,TWO,...         any words
 *
 * The arithmetic is of whole millionths of the unit, so that 0.15 is 0.15.
 *
 * Errors     axis_read() says in `problem` what is wrong.
 * Ownership  an axis owns its values: axis_free(). It points to the texts that it was read from.
 */
#ifndef AXIS_H
#define AXIS_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

enum {
    AXIS_VALUES_MAX = 1000, /* of one option */
    AXIS_NAME_MAX   = 64    /* bytes of its name, with the zero byte */
};

struct axis {
    char         name[AXIS_NAME_MAX]; /* "loss", "loss A>B", "A data_retries": for tables */
    const char  *option;              /* "loss", "loss", "set": as given */
    const char  *text;                /* its argument, likewise */
    unsigned     at, length;          /* which word of it has the values */
    unsigned     count;               /* values; 0: it has one, the text itself */
    struct text *values;              /* they, as the option wants them */
};

/* Reads the argument of the option `option`; true with count 0 where no word of it has values. */
bool axis_read(struct axis *axis, const char *option, const char *text, struct text *problem);
void axis_free(struct axis *axis);

/* Adds the argument with its i-th value in place of all of them. */
void axis_add(struct text *text, const struct axis *axis, unsigned i);

#endif
