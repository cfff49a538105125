/* progress.c - a line on a terminal while runs are played; see progress.h. */
#include "progress.h"

#include <stdio.h>

#include "process.h"
#include "text.h"

static const double seconds_between = 0.25; /* two lines */

struct progress progress_start(bool wanted, uint64_t to_do)
{
    double now = process_now();
    return (struct progress){ .wanted = wanted, .to_do = to_do, .started = now, .told = now };
}

void progress_tell(struct progress *progress, uint64_t done)
{
    double now = process_now(), seconds = now - progress->started;
    char   so_far[TEXT_NUMBER_MAX], all[TEXT_NUMBER_MAX], rate[TEXT_NUMBER_MAX];
    if (!progress->wanted || now - progress->told < seconds_between)
        return;
    progress->told = now;
    double speed   = (double)done / seconds;
    fprintf(stderr, "\r%s of %s runs, %s a second, %.0f s remain \033[K", text_grouped(so_far, done),
            text_grouped(all, progress->to_do), text_grouped(rate, (uint64_t)speed),
            (double)(progress->to_do - done) / speed);
}

void progress_end(const struct progress *progress)
{
    if (progress->wanted)
        fputs("\r\033[K", stderr);
}
