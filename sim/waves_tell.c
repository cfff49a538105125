/* waves_tell.c - how far a search is, on a terminal, and how much remains. */
#include "waves_tell.h"

#include <math.h>
#include <stdio.h>

#include "text.h"

/* The bend of the parabola is taken over so many levels. Where it is less than bend_min, or there
 * would be so many times the worlds that there are, it is too early to tell. */
enum { OVER = 2, TIMES_MAX = 32 };

static const double bend_min = 0.01;

static double growth(const uint64_t *sizes, unsigned level)
{
    return log((double)sizes[level] / (double)sizes[level - 1]);
}

double waves_rest(const uint64_t *sizes, unsigned count)
{
    if (count < OVER + 2)
        return 0;
    double rise = growth(sizes, count - 1);
    double bend = (growth(sizes, count - 1 - OVER) - rise) / OVER;
    double size = (double)sizes[count - 1], rest = 0, most = 0;
    if (bend < bend_min)
        return 0;
    for (unsigned level = 0; level < count; level++)
        most += TIMES_MAX * (double)sizes[level];
    for (unsigned level = count; size >= 1 && level < ROOTS_LEVELS_MAX; level++) {
        rise -= bend;
        size *= exp(rise);
        rest += size;
    }
    return rest < most ? rest : 0;
}

/* Worlds that are still to be expanded, and how sure that is. */
static double rest_of(const struct waves *waves, const char **how)
{
    uint64_t sizes[ROOTS_LEVELS_MAX];
    double   at = (double)waves->at, pinned = (double)waves_pinned(waves);
    *how        = "";
    if (pinned > (double)waves->roots.count)
        return pinned - at;
    for (unsigned i = 0; i <= waves->level; i++)
        sizes[i] = waves->levels[i + 1] - waves->levels[i];
    double rest = waves_rest(sizes, waves->level + 1);
    *how        = rest > 0 ? "about " : "at least ";
    return (double)waves->levels[waves->level + 1] - at +
           (rest > 0 ? rest : (double)(waves->roots.count - waves->levels[waves->level + 1]));
}

void waves_tell(struct waves *waves, double now)
{
    char        states[TEXT_NUMBER_MAX], left[TEXT_NUMBER_MAX], bytes[TEXT_NUMBER_MAX];
    const char *how;
    if (!waves->limits.progress || now - waves->told < 1)
        return;
    double rest = rest_of(waves, &how), rate = (double)waves->at / waves_seconds(waves);
    waves->told = now;
    fprintf(stderr, "\r%s: %s %s, level %u, %s; %s%s to expand, %.0f s\033[K",
            waves->engine->bound, text_grouped(states, waves->roots.count),
            waves->alike ? "orbits" : "states", waves->level,
            text_size(bytes, waves_bytes(waves)), how, text_grouped(left, (uint64_t)rest),
            rate > 0 ? rest / rate : 0);
}

void waves_told(const struct waves *waves)
{
    if (waves->told > waves->started)
        fputs("\r\033[K", stderr);
}
