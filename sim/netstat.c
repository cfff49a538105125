/* netstat.c - both ends as netstat and ss show them; see netstat.h. */
#include "netstat.h"

#include <inttypes.h>

enum {
    TIMER_TEXT_MAX = 64, /* bytes of " timer:(on,1.2sec,3)" */
    STATE_WIDTH    = 12  /* columns of a state, where a timer follows */
};

/* The names that Linux prints, which are older than the RFC's. */
static const char *const state_names[TCP_STATES] = {
    [CLOSED] = "CLOSE",             [LISTEN] = "LISTEN",         [SYN_SENT] = "SYN_SENT",
    [SYN_RECEIVED] = "SYN_RECV",    [ESTABLISHED] = "ESTABLISHED", [FIN_WAIT_1] = "FIN_WAIT1",
    [FIN_WAIT_2] = "FIN_WAIT2",     [CLOSE_WAIT] = "CLOSE_WAIT", [CLOSING] = "CLOSING",
    [LAST_ACK] = "LAST_ACK",        [TIME_WAIT] = "TIME_WAIT",
};

/* The timers that ss knows, the first that runs is shown. */
static const struct {
    enum tcp_timer timer; /* of the table */
    const char    *name;  /* in ss */
} shown[] = {
    { TIMER_PROMPT_SYN, "on" },         { TIMER_RETRANSMISSION, "on" },
    { TIMER_TIME_WAIT, "timewait" },    { TIMER_FIN_WAIT_2, "timewait" },
    { TIMER_KEEPALIVE, "keepalive" },
};

static const char *timer_text(const struct simulate_end *e, uint64_t now_us,
                              char out[TIMER_TEXT_MAX])
{
    for (unsigned i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        enum tcp_timer timer = shown[i].timer;
        if (!e->tcb.timer[timer])
            continue;
        double   left  = (double)(e->due_us[timer] - now_us) / 1e6;
        uint32_t count = timer == TIMER_KEEPALIVE ? e->tcb.probes
                         : shown[i].name[0] == 'o' ? e->rto.retries : 0;
        snprintf(out, TIMER_TEXT_MAX, " timer:(%s,%.*fsec,%" PRIu32 ")", shown[i].name,
                 left < 10 ? 3 : 0, left, count);
        return out;
    }
    return "";
}

void netstat_print(FILE *out, const struct simulation *s, uint64_t now_us)
{
    char text[TIMER_TEXT_MAX];
    fprintf(out, "%11.6f  Proto Send-Q Local Foreign State        Timer\n", (double)now_us / 1e6);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        const struct simulate_end *e   = &s->ends[end];
        const struct tcb          *tcb = &e->tcb;
        bool                       is_open = tcb->state != CLOSED && tcb->state != LISTEN;
        uint32_t waiting = is_open ? tcb->snd_nxt - tcb->snd_una + tcb->queued : 0;
        const char *timer = timer_text(e, now_us, text);
        if (tcb->state != CLOSED)
            fprintf(out, "             tcp   %6" PRIu32 " %c     %c       %-*s%s\n", waiting,
                    "AB"[end], is_open ? "BA"[end] : '*', timer[0] != '\0' ? STATE_WIDTH : 0,
                    state_names[tcb->state], timer);
    }
}
