/* reader.h - a trace file while it is read: what the parts of the reader share.
 *
 * reader.c takes members out of JSON; run_head.c reads the first line, run_event.c rows and
 * segments, run_read.c records and the whole.
 *
 * Errors     each returns false, or NULL, and fills the diag with the line of the file.
 * Ownership  strings are kept in the run.
 */
#ifndef READER_H
#define READER_H

#include <jansson.h>

#include "run_json.h"

/* A segment that was sent. */
struct sent {
    struct engine_segment segment; /* as it was sent */
    uint8_t               end;     /* by whom */
    bool                  gone;    /* it has arrived or is lost */
};

struct reader {
    struct run         *run;    /* what is being filled */
    struct diag        *diag;   /* for errors */
    const char         *path;   /* for messages */
    unsigned            line;   /* at hand, from 1 */
    json_t             *object; /* of that line */
    struct engine_row  *rows;   /* those that fired so far */
    struct sent        *sent;   /* by number - 1 */
    uint32_t            n_sent; /* how many */
    uint8_t             states[TRACE_ENDS]; /* as the steps so far left them */
    unsigned            state;  /* the variable that is the state */
    uint8_t             last;   /* the kind of the record before */
    uint64_t            time_us; /* of the record before */
    bool                ended;  /* the last line was there */
};

bool reader_fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A member of some type. */
json_t *reader_get(struct reader *r, const json_t *object, const char *name, json_type type);

/* A copy that ends with the run. */
const char *reader_keep(struct reader *r, const char *string);

bool reader_string(struct reader *r, const json_t *object, const char *name, const char **out);
bool reader_number(struct reader *r, const json_t *object, const char *name, uint32_t max,
                   uint32_t *out);
bool reader_bool(struct reader *r, const json_t *object, const char *name, bool *out);

/* The place of a name among others. */
bool reader_find(const char *const *names, unsigned count, const char *name, unsigned *index);

/* A member of the line at hand that is one of some names, as its index. */
bool reader_choice(struct reader *r, const char *name, const char *const *names, unsigned count,
                   uint8_t *out);

/* run_head.c: what the first line says. */
bool run_head_read(struct reader *r);

/* run_event.c: the rows of a cause, which lead from its state before to the one after. */
bool run_event_rows(struct reader *r, struct trace_record *record);

/* run_event.c: a segment, and what must be true of it: it is new, or on its way from an end. */
bool run_event_segment(struct reader *r, struct trace_record *record);
bool run_event_sent(struct reader *r, const struct trace_record *record, uint8_t sender);
bool run_event_flying(struct reader *r, const struct trace_record *record, uint32_t number,
                      uint8_t sender);

#endif
