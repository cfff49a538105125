/* ticks.c - an axis with ticks at round values; see ticks.h. */
#include "ticks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    STEPS       = 8, /* of a linear axis, at most */
    NAMED_MAX   = 8, /* powers of ten that are all named */
    BETWEEN_MAX = 2  /* so many powers, and 2 and 5 times them are named too */
};

static struct tick *add(struct ticks *ticks, double at)
{
    struct tick *tick = &ticks->items[ticks->count < TICKS_MAX ? ticks->count++ : TICKS_MAX - 1];
    *tick             = (struct tick){ .at = at };
    return tick;
}

double ticks_place(const struct ticks *ticks, double value)
{
    if (ticks->log)
        return log(value / ticks->least) / log(ticks->most / ticks->least);
    return (value - ticks->least) / (ticks->most - ticks->least);
}

/* ---------------------------------------------------------------- linear */

/* The least of 1, 2, 5 times a power of ten with which the range is at most STEPS long. */
static double step_of(double range, int *power)
{
    static const int heads[] = { 1, 2, 5 };
    for (*power = (int)floor(log10(range / STEPS));; (*power)++)
        for (unsigned i = 0; i < 3; i++)
            if (heads[i] * pow(10, *power) * STEPS >= range * (1 - 1e-9))
                return heads[i] * pow(10, *power);
}

/* What lies closer together than the doubles of a value is one step. */
static double range_of(double least, double most)
{
    double fine = fmax(fabs(least), fabs(most)) * 1e-12;
    return fmax(most > least ? most - least : 1, fine);
}

static void make_linear(struct ticks *ticks, double least, double most)
{
    int    power;
    double step  = step_of(range_of(least, most), &power);
    double first = floor(least / step + 1e-9), last = ceil(most / step - 1e-9);
    last         = last > first ? last : first + 1;
    ticks->least = first * step;
    ticks->most  = last * step;
    for (double i = first; i <= last; i++)
        snprintf(add(ticks, i * step)->text, TICKS_TEXT_MAX, "%.*f", power < 0 && i != 0 ? -power : 0, i * step);
}

/* ---------------------------------------------------------------- logarithmic */

/* 0.01, 1000; and 10 to the power, where that is longer. */
static void name_power(char text[TICKS_TEXT_MAX], int head, int power)
{
    static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    unsigned                 size     = (unsigned)abs(power);
    if (power >= -3 && power <= 4)
        snprintf(text, TICKS_TEXT_MAX, "%.*f", power < 0 ? -power : 0, head * pow(10, power));
    else
        snprintf(text, TICKS_TEXT_MAX, "%s%s10%s%s%s", head == 5 ? "5" : head == 2 ? "2" : "",
                 head > 1 ? "·" : "", power < 0 ? "⁻" : "", size > 9 ? digits[size / 10 % 10] : "",
                 digits[size % 10]);
}

/* The greatest of 1, 2, 5 times a power of ten that is no more than the value. */
static double round_below(double value)
{
    double power = pow(10, floor(log10(value) + 1e-9));
    return value >= 5 * power * (1 - 1e-9) ? 5 * power : value >= 2 * power * (1 - 1e-9) ? 2 * power : power;
}

static double round_above(double value)
{
    double below = round_below(value), power = pow(10, floor(log10(value) + 1e-9));
    if (below >= value * (1 - 1e-9))
        return below;
    return below < 2 * power ? 2 * power : below < 5 * power ? 5 * power : 10 * power;
}

static bool is_named(const struct ticks *ticks, int head, int power)
{
    double powers = log10(ticks->most / ticks->least);
    int    every  = 1 + (int)powers / NAMED_MAX;
    if (head == 1)
        return power % every == 0;
    return powers <= BETWEEN_MAX && (head == 2 || head == 5);
}

static void make_log(struct ticks *ticks, double least, double most)
{
    ticks->least = round_below(least);
    ticks->most  = round_above(most);
    if (ticks->most <= ticks->least)
        ticks->most = ticks->least * 10;
    int first = (int)floor(log10(ticks->least) + 1e-9), last = (int)ceil(log10(ticks->most));
    for (int power = first; power <= last; power++)
        for (int head = 1; head < 10; head++) {
            double at = head * pow(10, power);
            if (at < ticks->least * (1 - 1e-9) || at > ticks->most * (1 + 1e-9))
                continue;
            struct tick *tick = add(ticks, at);
            if (is_named(ticks, head, power))
                name_power(tick->text, head, power);
        }
}

void ticks_make(struct ticks *ticks, double least, double most, bool log)
{
    ticks->log   = log;
    ticks->count = 0;
    if (log)
        make_log(ticks, least, most);
    else
        make_linear(ticks, least, most);
}
