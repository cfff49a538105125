/* layout.h - what stands where in a ladder, in rows: both the terminal's and the SVG's.
 *
 * Two lifelines; beside them what happened and the states; between them an arrow from the row
 * in which a segment was sent to the one in which it arrived. Everything that happens has a row
 * of its own, in order. Where timers ran there is a bar, from row to row.
 *
 * Units      rows from 0; times as in trace.h.
 * Errors     none: where memory runs out the program ends (text.h).
 * Ownership  layout_free() frees all; the run must outlive the layout.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "run.h"

enum {
    LAYOUT_LANES     = 3,  /* bars of an end that have room beside each other */
    LAYOUT_MARGIN    = 15, /* letters that have room beside a lifeline */
    LAYOUT_WORDS_MAX = 64  /* bytes of a label or a rule, with their zero byte */
};

struct layout_row {
    uint64_t time_us; /* or TRACE_TIME_UNKNOWN */
    uint32_t step;    /* to which it belongs */
    bool     begins;  /* it is the first row of its step */
};

/* Words beside the lifeline of an end. */
struct layout_words {
    uint32_t row;
    uint8_t  end;
    bool     state; /* they are the end's new state */
    char     words[LAYOUT_MARGIN + 1];
};

/* A segment on its way. */
struct layout_arrow {
    struct engine_segment segment;  /* that it stands for */
    uint32_t              number;   /* in the trace; 0: a stranger's */
    uint32_t              from_row; /* where it begins */
    uint32_t              to_row;   /* where it ends; 0: it is still on its way */
    uint8_t               end;      /* that sent it */
    bool                  lost;     /* it ends in the middle */
    bool                  middle;   /* it begins in the middle: a copy, a stranger's */
};

/* Words across the whole width: around a loop. */
struct layout_rule {
    uint32_t row;
    char     words[LAYOUT_WORDS_MAX];
};

/* How long a timer ran. */
struct layout_bar {
    uint32_t from_row, to_row;
    uint8_t  end, timer; /* whose, and an index into names.timers */
    uint8_t  lane;       /* of LAYOUT_LANES, from the lifeline: no other bar is there */
    bool     expired;    /* it came to its end */
    bool     runs;       /* it still runs when the picture ends */
};

struct layout {
    const struct run    *run;
    struct layout_row   *rows;
    struct layout_words *words;
    struct layout_arrow *arrows;
    struct layout_bar   *bars;
    struct layout_rule   rules[2];
    uint32_t n_rows, n_words, n_arrows, n_bars, n_rules; /* how many */
    uint32_t end;                                        /* the last row that arrows reach */
};

void layout_make(struct layout *layout, const struct run *run);
void layout_free(struct layout *layout);

/* The last row of an arrow. */
uint32_t layout_last_row(const struct layout *layout, const struct layout_arrow *arrow);

/* "[S.] seq 5 ack 2", "old" in front of an old one; a copy is as what it was copied from. */
void layout_label(char out[LAYOUT_WORDS_MAX], const struct layout_arrow *arrow);

#endif
