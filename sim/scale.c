/* scale.c - how high each row of a ladder lies in a picture; see scale.h. */
#include "scale.h"

#include <stdlib.h>

#include "text.h"

enum {
    TIME_PX   = 420, /* the length of the whole run, were it drawn in proportion alone */
    SECOND_US = 1000000
};

static bool is_timed(const struct layout *layout)
{
    for (uint32_t i = 0; i < layout->n_rows; i++)
        if (layout->rows[i].time_us == TRACE_TIME_UNKNOWN)
            return false;
    return layout->rows[layout->n_rows - 1].time_us > layout->rows[0].time_us;
}

/* As far below the row `since`, which has the time of `row` - 1 and is the first that has, as time
 * has gone on; but below the row before it there is room for a line of text. */
static double place(const struct scale *scale, const struct layout *layout, uint32_t since, uint32_t row)
{
    double near = scale->y[row - 1] + SCALE_ROW;
    if (!scale->timed || row == layout->n_rows || layout->rows[row].time_us <= layout->rows[since].time_us)
        return near;
    uint64_t passed = layout->rows[row].time_us - layout->rows[since].time_us;
    double   far    = scale->y[since] + (double)passed / SECOND_US * scale->second_px;
    return far > near ? far : near;
}

void scale_make(struct scale *scale, const struct layout *layout, double top)
{
    uint32_t n    = layout->n_rows;
    *scale        = (struct scale){ .y = memory_get(n + 1, sizeof *scale->y), .timed = is_timed(layout) };
    double length = (double)(layout->rows[n - 1].time_us - layout->rows[0].time_us);
    if (scale->timed)
        scale->second_px = TIME_PX / length * SECOND_US;
    scale->y[0] = top;
    for (uint32_t row = 1, since = 0; row <= n; row++) {
        scale->y[row] = place(scale, layout, since, row);
        if (row < n && layout->rows[row].time_us != layout->rows[since].time_us)
            since = row;
    }
}

void scale_free(struct scale *scale)
{
    free(scale->y);
    *scale = (struct scale){0};
}
