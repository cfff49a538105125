/* ticks.h - an axis with ticks at round values: 0, 0.1, 0.2, ...; or 1, 10, 100, ...
 *
 * A linear axis has steps of 1, 2 or 5 times a power of ten and begins and ends on one. One that is
 * logarithmic begins and ends at 1, 2 or 5 times a power of ten; the powers have names, and where there
 * are few of them what lies between.
 *
 * Units      the caller's.
 * Errors     a logarithmic axis needs a range above 0.
 * Ownership  a plain value.
 */
#ifndef TICKS_H
#define TICKS_H

#include <stdbool.h>

enum { TICKS_MAX = 512, TICKS_TEXT_MAX = 24 };

struct tick {
    double at;
    char   text[TICKS_TEXT_MAX]; /* UTF-8; "": one between those that are named */
};

struct ticks {
    bool        log;         /* logarithmic */
    double      least, most; /* where the axis begins and ends */
    unsigned    count;       /* ticks */
    struct tick items[TICKS_MAX];
};

/* An axis on which that range lies. */
void ticks_make(struct ticks *ticks, double least, double most, bool log);

/* Where a value lies: 0 at the beginning of the axis, 1 at its end; less or more outside. */
double ticks_place(const struct ticks *ticks, double value);

#endif
