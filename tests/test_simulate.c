/* test_simulate.c - runs in virtual time: states, timers, losses, and the printed view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "records.h"
#include "rto.h"
#include "tcpdump.h"
#include "trace_json.h"

enum { A, B, MS = 1000, SECOND = 1000000 };

static struct records *records;

static int make_records(void **state)
{
    (void)state;
    records = calloc(1, sizeof *records);
    return records == NULL;
}

static int free_records(void **state)
{
    (void)state;
    free(records);
    return 0;
}

/* Whether the n-th record of a kind at an end is there, at that time. */
static void assert_at(enum trace_kind kind, unsigned end, unsigned n, uint64_t time_us)
{
    const struct trace_record *record = records_find(records, kind, end, n);
    assert_non_null(record);
    assert_int_equal(record->time_us, time_us);
}

static void assert_states(unsigned end, const char *expected)
{
    char states[512];
    records_states(records, end, states, sizeof states);
    assert_string_equal(states, expected);
}

/* The times at which an end sent segments with text, from the n-th on. */
static uint64_t data_sent_at(unsigned end, unsigned n)
{
    const struct trace_record *record;
    for (unsigned i = 0; (record = records_find(records, TRACE_SEND, end, i)) != NULL; i++)
        if (record->segment.text > 0 && n-- == 0)
            return record->time_us;
    return TRACE_TIME_UNKNOWN;
}

static void test_syn_dropped(void **state)
{
    /* RFC 6298, 5.5: each timeout doubles; tcp_syn_retries 6 gives up at 127 s. */
    (void)state;
    static const uint64_t times[] = { 0, 1, 3, 7, 15, 31, 63 };
    records_run_file(records, "syn-dropped");
    assert_int_equal(records->simulation.result, SIMULATE_QUIET);
    assert_int_equal(records_count(records, TRACE_SEND, A), 7);
    assert_int_equal(records_count(records, TRACE_LOSE, A), 7);
    for (unsigned i = 0; i < 7; i++) {
        assert_at(TRACE_SEND, A, i, times[i] * SECOND);
        assert_int_equal(records_find(records, TRACE_SEND, A, i)->segment.seq, 1000);
        assert_int_equal(records_find(records, TRACE_SEND, A, i)->again, i > 0);
    }
    assert_at(TRACE_TELL, A, 0, 127 * (uint64_t)SECOND);
    assert_int_equal(records_find(records, TRACE_TELL, A, 0)->signal, SIGNAL_TIMEOUT);
    assert_states(A, "CLOSED SYN-SENT CLOSED");
    assert_states(B, "CLOSED LISTEN");
}

static void test_syn_dropped_linear(void **state)
{
    /* tcp_syn_linear_timeouts 4: eleven SYNs, 131 s. */
    (void)state;
    static const uint64_t times[] = { 0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 };
    records_run_file(records, "syn-dropped-linear");
    assert_int_equal(records_count(records, TRACE_SEND, A), 11);
    for (unsigned i = 0; i < 11; i++)
        assert_at(TRACE_SEND, A, i, times[i] * SECOND);
    assert_at(TRACE_TELL, A, 0, 131 * (uint64_t)SECOND);
}

static void test_syn_three_minutes(void **state)
{
    /* RFC 9293, 3.8.3, MUST-23: a SYN is retransmitted for at least three minutes. */
    (void)state;
    records_run_text(records, "profile rfc9293\ndrop A>B\nat 0s A open active\nuntil 1000s\n");
    const struct trace_record *told = records_find(records, TRACE_TELL, A, 0);
    assert_non_null(told);
    assert_true(told->time_us >= 180 * (uint64_t)SECOND);
}

static void test_whole_life(void **state)
{
    /* RFC 9293, 3.5 and 3.6: both ends' states, text both ways, TIME-WAIT at its full length. */
    (void)state;
    records_run_file(records, "handshake-and-close");
    assert_int_equal(records->simulation.result, SIMULATE_QUIET);
    assert_states(A, "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED");
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED");
    assert_int_equal(records->simulation.ends[A].delivered, 800);
    assert_int_equal(records->simulation.ends[B].delivered, 500);
    assert_int_equal(records->simulation.ends[A].n_again + records->simulation.ends[B].n_again, 0);
    assert_at(TRACE_STATE, A, 4, 720 * MS);
    assert_at(TRACE_STATE, A, 5, 60 * SECOND + 720 * MS);
}

static void test_same_twice(void **state)
{
    /* A scenario determines the trace, record for record. */
    (void)state;
    records_run_file(records, "handshake-and-close");
    struct records *first = malloc(sizeof *first);
    assert_non_null(first);
    memcpy(first, records, sizeof *first);
    records_run_file(records, "handshake-and-close");
    assert_int_equal(first->count, records->count);
    for (unsigned i = 0; i < first->count; i++) {
        const struct trace_record *a = &first->items[i], *b = &records->items[i];
        assert_int_equal(a->time_us, b->time_us);
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->end, b->end);
        assert_int_equal(a->segment.seq, b->segment.seq);
        assert_int_equal(a->n_fired, b->n_fired);
    }
    free(first);
}

static void test_trace_order(void **state)
{
    /* trace.h: steps are numbered from 1; the first record of a step is its cause. */
    (void)state;
    records_run_file(records, "handshake-and-close");
    uint32_t step = 0;
    for (unsigned i = 0; i < records->count; i++) {
        const struct trace_record *record = &records->items[i];
        if (!trace_is_cause(record)) {
            assert_int_equal(record->step, step);
            continue;
        }
        assert_int_equal(record->step, ++step);
        assert_true(record->n_fired > 0);
        for (uint8_t f = 0; f < record->n_fired; f++)
            assert_true(trace_cite(&simulate_names, &record->fired[f])[0] != '\0');
    }
}

static void test_data_lost(void **state)
{
    /* RFC 6298, 2.2 and 5.5: RTT 40 ms gives RTO = 40 + max(200, 4 * 20) ms, then it doubles. */
    (void)state;
    records_run_text(records, "profile linux-classic\nset probe_delay 0s\ndelay 20ms\n"
                              "drop A>B data n=1-3\nat 0s B open passive\nat 0s A open active\nat 1s A send 500\n"
                              "until 100s\n");
    assert_int_equal(data_sent_at(A, 0), SECOND);
    assert_int_equal(data_sent_at(A, 1), SECOND + 240 * MS);
    assert_int_equal(data_sent_at(A, 2), SECOND + 720 * MS);
    assert_int_equal(data_sent_at(A, 3), SECOND + 1680 * MS);
    assert_int_equal(data_sent_at(A, 4), TRACE_TIME_UNKNOWN);
    assert_int_equal(records->simulation.ends[A].rto.retries, 0);
    assert_int_equal(records->simulation.ends[B].delivered, 500);
}

static void test_tail_probed(void **state)
{
    /* RFC 8985, 7: the tail is probed after the RTO at the latest, which then still runs in full. */
    (void)state;
    records_run_text(records, "profile linux\ndelay 20ms\ndrop A>B data n=1-3\n"
                              "at 0s B open passive\nat 0s A open active\nat 1s A send 500\n"
                              "until 100s\n");
    assert_int_equal(data_sent_at(A, 1), SECOND + 240 * MS);
    assert_int_equal(data_sent_at(A, 2), SECOND + 480 * MS);
    assert_int_equal(data_sent_at(A, 3), SECOND + 960 * MS);
    assert_int_equal(data_sent_at(A, 4), TRACE_TIME_UNKNOWN);
}

static void test_data_gives_up(void **state)
{
    /* tcp_retries2 15: no sooner than 924.6 s after the first timeout. The RTO is 51 jiffies, 204 ms;
     * a probe comes before it, and timeouts sum up to 928.488 s. */
    (void)state;
    records_run_text(records, "profile linux-classic\ndrop A>B data\n"
                              "at 0s B open passive\nat 0s A open active\nat 1s A send 500\n"
                              "until 2000s\n");
    assert_int_equal(records->simulation.ends[A].n_again, 16);
    assert_at(TRACE_TELL, A, 0, SECOND + (204 + 204 + 928488) * (uint64_t)MS);
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED ESTABLISHED");
}

static void test_after_lost_syn(void **state)
{
    /* RFC 6298, 5.7: after a SYN was repeated data starts with an RTO of 3 s. */
    (void)state;
    records_run_text(records, "profile rfc9293\ndelay 20ms\ndrop A>B syn n=1\n"
                              "drop A>B data n=1\nat 0s B open passive\nat 0s A open active\n"
                              "at 2s A send 100\nuntil 100s\n");
    assert_int_equal(data_sent_at(A, 0), 2 * SECOND);
    assert_int_equal(data_sent_at(A, 1), 5 * SECOND);
}

static void test_synack_gives_up(void **state)
{
    /* tcp_synack_retries 5: SYN,ACK at 0, 1, 3, 7, 15 and 31 s, back in LISTEN at 63 s. */
    (void)state;
    records_run_text(records, "profile linux-classic\ndelay 10ms\ndrop B>A\ndrop A>B syn n=2-\n"
                              "at 0s B open passive\nat 0s A open active\nuntil 100s\n");
    static const uint64_t times[] = { 0, 1, 3, 7, 15, 31 };
    assert_int_equal(records_count(records, TRACE_SEND, B), 6);
    for (unsigned i = 0; i < 6; i++)
        assert_at(TRACE_SEND, B, i, times[i] * SECOND + 10 * MS);
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED LISTEN");
    assert_at(TRACE_STATE, B, 2, 63 * SECOND + 10 * MS);
}

static void test_until(void **state)
{
    /* The run stops where the scenario says; the last instant belongs to it. */
    (void)state;
    records_run_text(records, "profile linux-classic\ndrop A>B\nat 0s A open active\nuntil 7s\n");
    assert_int_equal(records->simulation.result, SIMULATE_UNTIL);
    assert_int_equal(records_count(records, TRACE_SEND, A), 4);
    assert_int_equal(records->simulation.ends[A].tcb.state, SYN_SENT);
}

static void test_wrap(void **state)
{
    /* RFC 9293, 3.4: sequence numbers wrap from 2^32 - 1 to 0; much text in many segments. */
    (void)state;
    records_run_text(records, "profile linux-classic\ndelay 5ms\niss A 4294966000\n"
                              "at 0s B open passive\nat 0s A open active\nat 1s A send 16384\n"
                              "at 2s A close\nat 3s B close\nuntil 200s\n");
    assert_int_equal(records->simulation.ends[B].delivered, 16384);
    assert_int_equal(records->simulation.ends[A].n_again, 0);
    assert_int_equal(records->simulation.ends[A].tcb.state, CLOSED);
    assert_int_equal(records->simulation.ends[B].tcb.state, CLOSED);
}

static void test_refused(void **state)
{
    /* RFC 9293, 3.10.7.1 and 3.10.7.3: nobody listens, and the answer takes one round trip. */
    (void)state;
    records_run_text(records, "profile linux-classic\ndelay 20ms\nat 0s A open active\nuntil 9s\n");
    assert_states(A, "CLOSED SYN-SENT CLOSED");
    assert_at(TRACE_TELL, A, 0, 40 * MS);
    assert_int_equal(records_find(records, TRACE_TELL, A, 0)->signal, SIGNAL_RESET);
    assert_int_equal(records_find(records, TRACE_SEND, B, 0)->segment.ack, 1001);
}

static void test_simultaneous(void **state)
{
    /* RFC 9293, 3.5 figure 7 and 3.6 figure 13: the SYNs cross, the FINs cross, nothing repeats. */
    (void)state;
    records_run_text(records, "profile linux\ndelay 10ms\nat 0s A open active\n"
                              "at 0s B open active\nat 1s A close\nat 1s B close\nuntil 99s\n");
    for (unsigned end = A; end <= B; end++) {
        assert_states(end, "CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING "
                           "TIME-WAIT CLOSED");
        assert_int_equal(records->simulation.ends[end].n_again, 0);
    }
}

static void test_moments(void **state)
{
    /* Calls that wait for what happens: the whole life of a connection, with losses, in order. */
    (void)state;
    records_run_text(records, "profile linux\ndelay 20ms\nloss 30%\nseed 7\n"
                              "at 0s B open passive\nat 0s A open active\n"
                              "when A established send 500\nwhen B received 500 send 800\n"
                              "when A received 800 close\nwhen B closing after 200ms close\n"
                              "until 1000s\n");
    assert_int_equal(records->simulation.result, SIMULATE_QUIET);
    assert_int_equal(records->simulation.ends[A].tcb.state, CLOSED);
    assert_int_equal(records->simulation.ends[B].tcb.state, CLOSED);
    assert_int_equal(records->simulation.ends[A].delivered, 800);
    assert_int_equal(records->simulation.ends[B].delivered, 500);
    assert_true(records->simulation.ends[A].n_lost + records->simulation.ends[B].n_lost > 0);
    const struct trace_record *told = records_find(records, TRACE_TELL, B, 0);
    for (unsigned i = 0; i < records->count; i++)
        if (records->items[i].kind == TRACE_CALL && records->items[i].end == B
            && records->items[i].event == EVENT_CLOSE)
            assert_int_equal(records->items[i].time_us, told->time_us + 200 * MS);
}

static void test_half_closed(void **state)
{
    /* RFC 9293, 3.6.1: after shutdown() text still comes; after close() it draws a RST, and an
     * orphan does not wait for ever in FIN-WAIT-2 (Linux: a minute). */
    (void)state;
    static const char start[] = "profile linux\nat 0s B open passive\nat 0s A open active\n"
                                "until 1000s\nat 1s A ";
    char text[256];
    snprintf(text, sizeof text, "%sshutdown\nat 2s B send 100\n", start);
    records_run_text(records, text);
    assert_int_equal(records->simulation.ends[A].delivered, 100);
    assert_int_equal(records->simulation.ends[A].tcb.state, FIN_WAIT_2);
    snprintf(text, sizeof text, "%sclose\nat 2s B send 100\n", start);
    records_run_text(records, text);
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED ESTABLISHED CLOSE-WAIT CLOSED");
    snprintf(text, sizeof text, "%sclose\n", start);
    records_run_text(records, text);
    assert_states(A, "CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED");
    assert_at(TRACE_STATE, A, 4, 61 * SECOND + 2 * MS);
}

static void test_rejected(void **state)
{
    /* A firewall that rejects answers with a RST, as if nobody listened; one that drops is silent. */
    (void)state;
    records_run_text(records, "profile linux\ndelay 20ms\nreject A>B syn\nat 0s B open passive\n"
                              "at 0s A open active\nuntil 9s\n");
    assert_states(A, "CLOSED SYN-SENT CLOSED");
    assert_at(TRACE_TELL, A, 0, 40 * MS);
    assert_int_equal(records->simulation.ends[B].n_sent, 0);

    /* Where delays are drawn, it is as fast as any segment both ways. */
    records_run_text(records, "profile linux\ndelay A>B table 20ms 30ms\ndelay B>A choice 7ms 9ms\nreject A>B syn\n"
                              "at 0s B open passive\nat 0s A open active\nuntil 9s\n");
    assert_at(TRACE_TELL, A, 0, 27 * MS);
}

static void test_copies(void **state)
{
    /* Every segment twice: the second text is old, and draws an ACK. */
    (void)state;
    records_run_text(records, "profile rfc9293\ndelay 20ms\nduplicate A>B 100%\n"
                              "at 0s B open passive\nat 0s A open active\nat 1s A send 5\n"
                              "until 9s\n");
    assert_int_equal(records->simulation.ends[B].delivered, 5);
    assert_int_equal(records->simulation.ends[A].n_again, 0);
    assert_true(records->simulation.ends[B].n_sent >= 3);
}

static void test_forged(void **state)
{
    /* RFC 5961, 3.2: an exact RST resets, one in the window draws a challenge; numbers are relative. */
    (void)state;
    static const char start[] = "profile linux\nat 0s B open passive\nat 0s A open active\n"
                                "until 9s\nforge 1s A>B R ";
    char text[256];
    snprintf(text, sizeof text, "%sseq=1\n", start);
    records_run_text(records, text);
    assert_int_equal(records->simulation.ends[B].tcb.state, CLOSED);
    snprintf(text, sizeof text, "%sseq=2\n", start);
    records_run_text(records, text);
    assert_int_equal(records->simulation.ends[B].tcb.state, ESTABLISHED);
    assert_int_equal(records->simulation.ends[B].n_sent, 2);
}

static void test_crash(void **state)
{
    /* RFC 9293, 3.5.1, figure 10: the half-open connection is found when the other end sends. */
    (void)state;
    records_run_text(records, "profile rfc9293\nat 0s B listen\nat 0s A open active\n"
                              "at 1s B crash\nat 2s A send 5\nuntil 9s\n");
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED ESTABLISHED CLOSED");
    assert_states(A, "CLOSED SYN-SENT ESTABLISHED CLOSED");
    assert_int_equal(records_find(records, TRACE_TELL, A, 0)->signal, SIGNAL_RESET);
}

static void test_listen(void **state)
{
    /* A listener is there for the next connection too. */
    (void)state;
    records_run_text(records, "profile linux\nat 0s B listen\nat 0s A open active\nat 1s B abort\n"
                              "at 2s A open active\nuntil 3s\n");
    assert_states(B, "CLOSED LISTEN SYN-RECEIVED ESTABLISHED CLOSED LISTEN SYN-RECEIVED ESTABLISHED");
}

static void test_delayed_ack(void **state)
{
    /* RFC 9293, 3.8.6.3: the ACK of one segment waits, that of a second one does not. */
    (void)state;
    records_run_text(records, "profile rfc9293\nset option delay_ack\ndelay 20ms\n"
                              "at 0s B open passive\nat 0s A open active\nat 1s A send 5\n"
                              "at 2s A send 5\nat 2s A send 5\nuntil 9s\n");
    assert_at(TRACE_SEND, B, 1, SECOND + 220 * MS);
    assert_at(TRACE_SEND, B, 2, 2 * SECOND + 20 * MS);
    assert_int_equal(records->simulation.ends[B].n_sent, 3);
}

static void test_rto_measures(void **state)
{
    /* RFC 6298, 2.2, 2.3 and Karn's rule, in integer microseconds. */
    (void)state;
    struct profile profile = { .values = { [PROFILE_RTO_INITIAL] = SECOND,
                                           [PROFILE_RTO_MIN] = 1,
                                           [PROFILE_RTO_MAX] = 60 * SECOND,
                                           [PROFILE_DOUBLINGS] = 63,
                                           [PROFILE_TIMER_GRAIN] = 1,
                                           [PROFILE_DATA_RETRIES] = 9 } };
    struct rto      rto;
    struct rto_view view = { .state = ESTABLISHED };
    rto_start(&rto, &profile);
    rto_sent(&rto, 10, 0);
    rto_sent(&rto, 20, 50);
    rto_acked(&rto, &profile, &(struct rto_ack){ 60, RTO_NO_ECHO, 9, 20 });
    assert_false(rto.rtt.measured);
    rto_acked(&rto, &profile, &(struct rto_ack){ 100, RTO_NO_ECHO, 10, 20 });
    assert_int_equal(rto.rtt.smoothed_us, 100);
    assert_int_equal(rto.rtt.variation_us, 4 * 50);
    assert_int_equal(rto.rto_us, 300);
    rto_sent(&rto, 30, 1000);
    rto_acked(&rto, &profile, &(struct rto_ack){ 1180, RTO_NO_ECHO, 30, 30 });
    assert_int_equal(rto.rtt.variation_us, 3 * 50 + 80);
    assert_int_equal(rto.rtt.smoothed_us, (7 * 100 + 180) / 8);
    rto_sent(&rto, 40, 2000);
    uint64_t before = rto.rto_us;
    assert_true(rto_expired(&rto, &profile, &view));
    rto_repeated(&rto);
    assert_int_equal(rto.rto_us, 2 * before);
    assert_int_equal(rto.retries, 1);
    rto_acked(&rto, &profile, &(struct rto_ack){ 9000, RTO_NO_ECHO, 40, 40 });
    assert_int_equal(rto.retries, 0);
    assert_int_equal(rto.rto_us, 2 * before);
}

static void test_rto_in_parts(void **state)
{
    /* A BSD's: a part that grows up to so many doublings, one that does not, and an end of opening. */
    (void)state;
    static const uint64_t waits_ms[] = { 230, 260, 320, 440, 440, 440 };
    struct profile profile = { .values = { [PROFILE_RTO_INITIAL] = SECOND,
                                           [PROFILE_RTO_MIN] = 30 * MS,
                                           [PROFILE_RTO_MAX] = 60 * SECOND,
                                           [PROFILE_RTO_SLOP] = 200 * MS,
                                           [PROFILE_DOUBLINGS] = 3,
                                           [PROFILE_OPEN_TIMEOUT] = 5 * SECOND,
                                           [PROFILE_TIMER_GRAIN] = MS,
                                           [PROFILE_SYN_RETRIES] = 9,
                                           [PROFILE_DATA_RETRIES] = 5 } };
    struct rto      rto;
    struct rto_view view = { .state = ESTABLISHED };
    rto_start(&rto, &profile);
    rto_set(&rto, &profile, 30 * MS);
    for (unsigned i = 0; i < sizeof waits_ms / sizeof waits_ms[0]; i++) {
        assert_int_equal(rto_length(&rto, &profile, &view), waits_ms[i] * MS);
        view.now_us += waits_ms[i] * MS;
        assert_int_equal(rto_expired(&rto, &profile, &view), i < 5);
    }
    rto_start(&rto, &profile);
    view = (struct rto_view){ .state = SYN_SENT };
    assert_int_equal(rto_length(&rto, &profile, &view), SECOND);
    view.now_us = SECOND;
    assert_true(rto_expired(&rto, &profile, &view));
    assert_int_equal(rto_length(&rto, &profile, &view), 2200 * MS);
    view.now_us = 3200 * MS;
    assert_true(rto_expired(&rto, &profile, &view));
    assert_int_equal(rto_length(&rto, &profile, &view), 1800 * MS);
    view.now_us = 5 * SECOND;
    assert_false(rto_expired(&rto, &profile, &view));
}

static void feed(void (*put)(void *, const struct trace_record *), void *view)
{
    for (unsigned i = 0; i < records->count; i++)
        put(view, &records->items[i]);
}

static void test_tcpdump(void **state)
{
    /* The view: tcpdump's notation, relative numbers, the sender's state, 100 columns. */
    (void)state;
    static const char *const expected[] = {
        "  0.020000  B > A: Flags [S.], seq 0, ack 1, win 64240, length 0            SYN-RECEIVED",
        "  0.100000  A > B: Flags [.], seq 1:501, ack 1, win 64240, length 500       ESTABLISHED\n",
        "  0.500000  A > B: Flags [F.], seq 501, ack 801, win 64240, length 0        FIN-WAIT-1\n",
        "  0.120000  B gets 500 octets\n",
        "  0.500000  A: ESTABLISHED -> FIN-WAIT-1\n",
    };
    char          *text = NULL;
    size_t         size = 0;
    FILE          *file = open_memstream(&text, &size);
    struct tcpdump view;
    records_run_file(records, "handshake-and-close");
    tcpdump_start(&view, file, &simulate_names, (struct tcpdump_options){ .window = 64240 });
    feed(tcpdump_put, &view);
    tcpdump_end(&view);
    fclose(file);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (strstr(text, expected[i]) == NULL)
            fail_msg("missing: %sin:\n%s", expected[i], text);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        assert_true(strlen(line) <= 100);
    free(text);
}

static void test_tcpdump_without_time(void **state)
{
    /* A path of the explorer has no times: the number of the step stands there. */
    (void)state;
    char               *text = NULL;
    size_t              size = 0;
    FILE               *file = open_memstream(&text, &size);
    struct tcpdump      view;
    struct trace_record sent = { .time_us = TRACE_TIME_UNKNOWN, .step = 3, .kind = TRACE_SEND,
                                 .number = 1, .event = TRACE_NONE, .signal = TRACE_NONE,
                                 .before = SYN_SENT, .after = SYN_SENT,
                                 .segment = { .flags = FLAG_SYN, .seq = 7 } };
    tcpdump_start(&view, file, &simulate_names, (struct tcpdump_options){ .absolute = true });
    tcpdump_put(&view, &sent);
    sent.step = 9;
    sent.kind = TRACE_LOSE;
    tcpdump_put(&view, &sent);
    tcpdump_end(&view);
    fclose(file);
    assert_non_null(strstr(text, "          3  A > B: Flags [S], seq 7, length 0"));
    assert_non_null(strstr(text, "          9  A > B: Flags [S], seq 7, length 0"));
    assert_non_null(strstr(text, "(lost)"));
    free(text);
}

static void test_json_string(void **state)
{
    /* JSON Lines: quotes, backslashes and control characters are escaped. */
    (void)state;
    char  *text = NULL;
    size_t size = 0;
    FILE  *file = open_memstream(&text, &size);
    trace_json_string(file, "a\"b\\c\nd");
    fclose(file);
    assert_string_equal(text, "\"a\\\"b\\\\c\\u000ad\"");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syn_dropped),       cmocka_unit_test(test_syn_dropped_linear),
        cmocka_unit_test(test_syn_three_minutes), cmocka_unit_test(test_whole_life),
        cmocka_unit_test(test_same_twice),        cmocka_unit_test(test_trace_order),
        cmocka_unit_test(test_data_lost),         cmocka_unit_test(test_tail_probed),
        cmocka_unit_test(test_data_gives_up),     cmocka_unit_test(test_moments),
        cmocka_unit_test(test_half_closed),       cmocka_unit_test(test_rejected),
        cmocka_unit_test(test_copies),            cmocka_unit_test(test_forged),
        cmocka_unit_test(test_crash),             cmocka_unit_test(test_listen),
        cmocka_unit_test(test_delayed_ack),
        cmocka_unit_test(test_after_lost_syn),    cmocka_unit_test(test_synack_gives_up),
        cmocka_unit_test(test_until),             cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_refused),           cmocka_unit_test(test_simultaneous),
        cmocka_unit_test(test_rto_measures),      cmocka_unit_test(test_rto_in_parts),
        cmocka_unit_test(test_tcpdump),           cmocka_unit_test(test_tcpdump_without_time),
        cmocka_unit_test(test_json_string),
    };
    return cmocka_run_group_tests(tests, make_records, free_records);
}
