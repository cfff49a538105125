/* recording.h - what a kernel did in one run, read from its directory.
 *
 * scenario.json, segments.tsv and fsm.tsv, in the format of tests/kernel/README.md. The client is
 * end A and the server end B.
 *
 * Units      seconds since the first SYN, as in the files.
 * Errors     recording_read() prints what is wrong with a file and returns false.
 * Ownership  recording_free() gives back what recording_read() took.
 */
#ifndef RECORDING_H
#define RECORDING_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

enum {
    RECORDING_SEGMENTS_MAX = 512,
    RECORDING_STATES_MAX   = 64,
    RECORDING_PATH_MAX     = 1024
};

struct recording_segment {
    double   sent_s, received_s; /* NAN: not seen there */
    uint8_t  end;                /* of the sender */
    bool     injected;           /* a stranger sent it */
    uint8_t  flags;              /* FLAG_... */
    int64_t  seq, ack;           /* relative to the ISS of either side */
    uint32_t text;               /* octets */
};

struct recording_state {
    double  time_s;   /* when the end came to it */
    uint8_t end;      /* which end */
    uint8_t state;    /* enum tcp_state */
};

struct recording {
    char    *name;        /* of its directory */
    json_t  *json;        /* scenario.json */
    unsigned n_segments;  /* how many are in use */
    unsigned n_states;    /* likewise */
    struct recording_segment segments[RECORDING_SEGMENTS_MAX]; /* in the order of the file */
    struct recording_state   states[RECORDING_STATES_MAX];     /* likewise, the first not included */
};

bool recording_read(struct recording *recording, const char *directory, const char *name);
void recording_free(struct recording *recording);

/* 0 or 1 for "client" or "server". */
unsigned recording_side(const char *name);

/* How long a segment travelled, in the middle of all that were received; 0 where none was. */
double recording_delay_s(const struct recording *recording);

#endif
