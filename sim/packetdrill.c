/* packetdrill.c - a run as a packetdrill script; see packetdrill.h. */
#include "packetdrill.h"

#include <inttypes.h>
#include <string.h>

#include "tcpdump.h"
#include "unroll.h"

enum { FIRST_SOCKET = 3 /* the first file descriptor that the script gets */ };

struct script {
    FILE             *out;
    const struct run *run;
    unsigned          end;             /* under test */
    struct unroller   unroller;        /* of both ends */
    uint32_t          iss[TRACE_ENDS]; /* of each end's last SYN, unrolled */
    int               next_socket;     /* the next file descriptor */
    int               listening;       /* waits for a connection; -1: none does */
    int               socket;          /* of the connection; -1: none yet */
    uint64_t          now_us, told_us; /* of the step at hand; of the last line with a time */
    char              when[32];        /* since() */
};

/* How long after the line before: in a run with a clock as long as there. */
static const char *since(struct script *s)
{
    uint64_t passed_us = s->now_us - s->told_us;
    s->told_us         = s->now_us;
    if (passed_us == 0)
        return "  +0";
    snprintf(s->when, sizeof s->when, "  +%" PRIu64 ".%06" PRIu64, passed_us / 1000000, passed_us % 1000000);
    return s->when;
}

static bool has_clock(const struct script *s)
{
    return s->run->records[0].time_us != TRACE_TIME_UNKNOWN;
}

/* ---------------------------------------------------------------- packets */

static void print_flags(FILE *out, unsigned flags)
{
    char letters[TCPDUMP_FLAGS_MAX];
    fputs(flags == 0 ? "-" : tcpdump_flags(letters, flags), out);
}

/* "+0 > S. 0:0(0) ack 1 <...>" */
static void print_packet(struct script *s, unsigned sender, const struct engine_segment *given,
                         bool any_time)
{
    struct engine_segment segment = unroll_segment(&s->unroller, sender, *given);
    if ((segment.flags & FLAG_SYN) != 0)
        s->iss[sender] = segment.seq;
    uint32_t seq = segment.seq - s->iss[sender];
    fprintf(s->out, "%s %c ", any_time && !has_clock(s) ? "   *" : since(s), sender == s->end ? '>' : '<');
    print_flags(s->out, segment.flags);
    fprintf(s->out, " %" PRIu32 ":%" PRIu32 "(%" PRIu32 ")", seq, seq + segment.text, segment.text);
    if ((segment.flags & FLAG_ACK) != 0)
        fprintf(s->out, " ack %" PRIu32, segment.ack - s->iss[sender ^ 1]);
    if (sender != s->end)
        fprintf(s->out, " win %" PRIu32, segment.has_window ? segment.window : UINT32_C(65535));
    else if ((segment.flags & FLAG_SYN) != 0)
        fputs(" <...>", s->out);
    fputs("\n", s->out);
}

/* ---------------------------------------------------------------- system calls */

static void print_open(struct script *s, bool active)
{
    int socket = s->next_socket++;
    fprintf(s->out, "%s socket(..., SOCK_STREAM, IPPROTO_TCP) = %d\n", since(s), socket);
    if (active) {
        s->socket = socket;
        fprintf(s->out, "%s fcntl(%d, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n", since(s), socket);
        fprintf(s->out, "%s connect(%d, ..., ...) = -1 EINPROGRESS (Operation now in progress)\n", since(s),
                socket);
        return;
    }
    s->listening = socket;
    fprintf(s->out, "%s setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n", since(s), socket);
    fprintf(s->out, "%s bind(%d, ..., ...) = 0\n", since(s), socket);
    fprintf(s->out, "%s listen(%d, 1) = 0\n", since(s), socket);
}

static void print_call(struct script *s, const struct trace_record *cause)
{
    const char *event  = s->run->names.events[cause->event];
    int         socket = s->socket >= 0 ? s->socket : s->listening;
    if (strcmp(event, "OPEN") == 0 && run_find(s->run, cause->step, TRACE_TELL, 0) == NULL) {
        print_open(s, cause->active);
        return;
    }
    if (socket < 0 || strcmp(event, "OPEN") == 0) {
        fprintf(s->out, "// the user calls %s, for which there is no system call here\n", event);
        return;
    }
    if (strcmp(event, "SEND") == 0)
        fprintf(s->out, "%s write(%d, ..., %" PRIu32 ") = %" PRIu32 "\n", since(s), socket, cause->octets,
                cause->octets);
    if (strcmp(event, "ABORT") == 0)
        fprintf(s->out, "%s setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0\n", since(s),
                socket);
    if (strcmp(event, "ABORT") == 0 || strcmp(event, "CLOSE") == 0)
        fprintf(s->out, "%s close(%d) = 0\n", since(s), socket);
}

/* A connection that came to a socket that listens is taken when it is there. */
static void print_accept(struct script *s, const struct trace_record *state)
{
    const char *name = s->run->names.states[state->after];
    if (s->listening < 0 || s->socket >= 0
        || (strcmp(name, "ESTABLISHED") != 0 && strcmp(name, "CLOSE-WAIT") != 0))
        return;
    s->socket = s->next_socket++;
    fprintf(s->out, "%s accept(%d, ..., ...) = %d\n", since(s), s->listening, s->socket);
}

/* ---------------------------------------------------------------- the run */

static void print_record(struct script *s, const struct trace_record *record)
{
    const struct trace_record *cause = run_cause(s->run, record->step);
    switch ((enum trace_kind)record->kind) {
    case TRACE_CALL:    print_call(s, record); break;
    case TRACE_RECEIVE: print_packet(s, s->end ^ 1, &record->segment, false); break;
    case TRACE_SEND:
        print_packet(s, s->end, &record->segment, cause->kind == TRACE_TIMER);
        break;
    case TRACE_STATE:
        fprintf(s->out, "// %s -> %s\n", s->run->names.states[record->before],
                s->run->names.states[record->after]);
        print_accept(s, record);
        break;
    case TRACE_DELIVER:
        if (s->socket >= 0)
            fprintf(s->out, "%s read(%d, ..., %" PRIu32 ") = %" PRIu32 "\n", since(s), s->socket,
                    record->octets, record->octets);
        break;
    case TRACE_TELL:
        fprintf(s->out, "// the user is told \"%s\"\n", s->run->names.signal_texts[record->signal]);
        break;
    case TRACE_TIMER:
        fprintf(s->out, "// %s\n", s->run->names.events[record->event]);
        break;
    case TRACE_CRASH:
        fputs("// a crash: packetdrill cannot restart its kernel\n", s->out);
        break;
    case TRACE_TRANSMIT:
    case TRACE_COPY:
    case TRACE_TICK:
    case TRACE_LOSE:
    case TRACE_WORLD:
    case TRACE_KINDS: break;
    }
}

/* The state is shown, and the connection taken, when what the step sent is there. */
static void print_step(struct script *s, uint32_t step)
{
    const struct trace_record *state = run_find(s->run, step, TRACE_STATE, 0);
    s->now_us = has_clock(s) ? run_cause(s->run, step)->time_us : 0;
    for (size_t i = s->run->steps[step]; i < s->run->steps[step + 1]; i++)
        if (s->run->records[i].kind != TRACE_STATE && s->run->records[i].end == s->end)
            print_record(s, &s->run->records[i]);
    if (state != NULL && state->end == s->end)
        print_record(s, state);
}

void packetdrill_print(FILE *out, const struct run *run, unsigned end)
{
    struct script s = { .out = out, .run = run, .end = end,
                        .unroller = { run->seq_bits, { 0x10000, 0x20000 } },
                        .next_socket = FIRST_SOCKET, .listening = -1, .socket = -1 };
    fprintf(out, "// %s: %s\n// the kernel is %c; replay: %s\n\n", run->bound, run->text,
            "AB"[end], run->command);
    for (uint32_t step = 1; step <= run->n_steps; step++)
        print_step(&s, step);
}
