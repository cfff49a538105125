/* recording.c - reading a recorded run; see recording.h. */
#include "recording.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcp.h"

enum { LINE_BYTES = 1024, COLUMNS_MAX = 16 };

unsigned recording_side(const char *name)
{
    return name[0] == 's' ? 1 : 0;
}

/* ---------------------------------------------------------------- tables */

/* Splits a line at its tabs; returns how many columns there are. */
static unsigned split(char *line, char *columns[COLUMNS_MAX])
{
    unsigned count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at != NULL && count < COLUMNS_MAX; count++) {
        columns[count] = at;
        at             = strchr(at, '\t');
        if (at != NULL)
            *at++ = '\0';
    }
    return count;
}

/* Reads a table with a head, line by line. */
static bool read_table(struct recording *r, const char *directory, const char *table,
                       bool (*put)(struct recording *, char *columns[COLUMNS_MAX]))
{
    char     path[RECORDING_PATH_MAX], line[LINE_BYTES], *columns[COLUMNS_MAX];
    unsigned number = 0;
    snprintf(path, sizeof path, "%s/%s/%s", directory, r->name, table);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    bool good = true;
    while (good && fgets(line, sizeof line, file) != NULL)
        good = number++ == 0 || (split(line, columns) >= 4 && put(r, columns));
    if (!good)
        fprintf(stderr, "%s:%u: not a line of this table\n", path, number);
    fclose(file);
    return good;
}

static double seconds(const char *text)
{
    return strcmp(text, "-") == 0 ? NAN : strtod(text, NULL);
}

/* tcpdump's letters; what RFC 9293's table has no place for is left out. */
static uint8_t flags_of(const char *text)
{
    uint8_t flags = 0;
    for (; strcmp(text, "none") != 0 && *text != '\0'; text++)
        flags |= (uint8_t)(*text == 'F' ? FLAG_FIN : *text == 'S' ? FLAG_SYN
                           : *text == 'R' ? FLAG_RST : *text == '.' ? FLAG_ACK : 0);
    return flags;
}

/* t_send t_recv dir flags seq ack len delivered inc win note options */
static bool put_segment(struct recording *r, char *columns[COLUMNS_MAX])
{
    if (r->n_segments == RECORDING_SEGMENTS_MAX)
        return false;
    r->segments[r->n_segments++] = (struct recording_segment){
        .sent_s     = seconds(columns[0]),
        .received_s = seconds(columns[1]),
        .end        = (uint8_t)recording_side(columns[2]),
        .injected   = strstr(columns[10], "injected") != NULL,
        .flags      = flags_of(columns[3]),
        .seq        = strtoll(columns[4], NULL, 10),
        .ack        = strcmp(columns[5], "-") == 0 ? 0 : strtoll(columns[5], NULL, 10),
        .text       = (uint32_t)strtoul(columns[6], NULL, 10),
    };
    return true;
}

/* SYN_RECV is SYN-RECEIVED; false for a name that is no state. */
static bool state_of(const char *kernel, uint8_t *state)
{
    static const struct {
        const char *kernel; /* the name in the kernel */
        uint8_t     state;  /* RFC 9293's */
    } names[] = {
        { "CLOSED", CLOSED },           { "CLOSE", CLOSED },           { "LISTEN", LISTEN },
        { "SYN_SENT", SYN_SENT },       { "SYN_RECV", SYN_RECEIVED },
        { "ESTABLISHED", ESTABLISHED }, { "FIN_WAIT1", FIN_WAIT_1 },   { "FIN_WAIT2", FIN_WAIT_2 },
        { "CLOSE_WAIT", CLOSE_WAIT },   { "CLOSING", CLOSING },        { "LAST_ACK", LAST_ACK },
        { "TIME_WAIT", TIME_WAIT },
    };
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(kernel, names[i].kernel) == 0) {
            *state = names[i].state;
            return true;
        }
    return false;
}

/* t side old new source note */
static bool put_state(struct recording *r, char *columns[COLUMNS_MAX])
{
    struct recording_state state = { .time_s = seconds(columns[0]),
                                     .end    = (uint8_t)recording_side(columns[1]) };
    if (r->n_states == RECORDING_STATES_MAX || !state_of(columns[3], &state.state))
        return false;
    r->states[r->n_states++] = state;
    return true;
}

/* ---------------------------------------------------------------- a run */

bool recording_read(struct recording *r, const char *directory, const char *name)
{
    char         path[RECORDING_PATH_MAX];
    json_error_t error;
    *r = (struct recording){ .name = strdup(name) };
    snprintf(path, sizeof path, "%s/%s/scenario.json", directory, name);
    r->json = json_load_file(path, 0, &error);
    if (r->json == NULL) {
        if (error.line > 0)
            fprintf(stderr, "%s:%d:%d: %s\n", path, error.line, error.column, error.text);
        else
            fprintf(stderr, "%s\n", error.text);
        return false;
    }
    return read_table(r, directory, "segments.tsv", put_segment)
           && read_table(r, directory, "fsm.tsv", put_state);
}

void recording_free(struct recording *r)
{
    free(r->name);
    json_decref(r->json);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double recording_delay_s(const struct recording *r)
{
    double   delays[RECORDING_SEGMENTS_MAX];
    unsigned count = 0;
    for (unsigned i = 0; i < r->n_segments; i++)
        if (!isnan(r->segments[i].sent_s) && !isnan(r->segments[i].received_s))
            delays[count++] = r->segments[i].received_s - r->segments[i].sent_s;
    qsort(delays, count, sizeof delays[0], compare);
    return count == 0 ? 0 : delays[count / 2];
}
