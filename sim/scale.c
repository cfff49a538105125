/* scale.c - how high each row of a ladder lies in a picture; see scale.h. */
#include "scale.h"

#include <stdlib.h>

#include "text.h"

enum {
    TIME_PX   = 700, /* the length of the whole run, were it drawn in proportion alone */
    SECOND_US = 1000000
};

static bool is_timed(const struct layout *layout)
{
    for (uint32_t i = 0; i < layout->n_rows; i++)
        if (layout->rows[i].time_us == TRACE_TIME_UNKNOWN)
            return false;
    return layout->rows[layout->n_rows - 1].time_us > layout->rows[0].time_us;
}

/* In proportion to the time that passes, but with room for a line of text. */
static double gap(const struct scale *scale, const struct layout *layout, uint32_t row)
{
    if (!scale->timed || row + 1 == layout->n_rows)
        return SCALE_ROW;
    uint64_t from = layout->rows[row].time_us, to = layout->rows[row + 1].time_us;
    double   px   = to > from ? (double)(to - from) / SECOND_US * scale->second_px : 0;
    return px > SCALE_ROW ? px : SCALE_ROW;
}

void scale_make(struct scale *scale, const struct layout *layout, double top)
{
    uint32_t n    = layout->n_rows;
    *scale        = (struct scale){ .y = memory_get(n + 1, sizeof *scale->y), .timed = is_timed(layout) };
    double length = (double)(layout->rows[n - 1].time_us - layout->rows[0].time_us);
    if (scale->timed)
        scale->second_px = TIME_PX / length * SECOND_US;
    scale->y[0] = top;
    for (uint32_t i = 0; i < n; i++)
        scale->y[i + 1] = scale->y[i] + gap(scale, layout, i);
}

void scale_free(struct scale *scale)
{
    free(scale->y);
    *scale = (struct scale){0};
}
