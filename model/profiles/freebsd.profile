# FreeBSD 14 with its defaults, as its sources (sys/) and tcp(4) have them; not compared with a
# recording. Where they say nothing the RFC's value stands.
like rfc9293
rto_initial          1s       # netinet/tcp_timer.h, TCPTV_RTOBASE; tcp(4), rexmit_initial
rto_min              30ms     # netinet/tcp_timer.h, TCPTV_MIN: hz/33; tcp(4), rexmit_min
rto_max              64s      # netinet/tcp_timer.h, TCPTV_REXMTMAX
variance_min         1ms      # netinet/tcp_var.h, TCP_REXMTVAL(): whole ticks, with hz = 1000
rto_after_lost_syn   1s       # netinet/tcp_subr.c, tcp_newtcpcb(): RTTVAR is such that the RTO is rexmit_initial
rto_slop             200ms    # netinet/tcp_timer.h, TCPTV_CPU_VAR, which TCPT_RANGESET() adds; tcp(4), rexmit_slop
doublings            9        # netinet/tcp_timer.c, tcp_backoff[]: 1 2 4 8 16 32 64 128 256 512 512 512 512
open_timeout         75s      # netinet/tcp_timer.h, TCPTV_KEEP_INIT; tcp(4), keepinit
timer_grain          1ms      # kern/subr_param.c: hz is 1000
timestamps           1        # tcp(4), rfc1323
syn_retries          12       # netinet/tcp_timer.h, TCP_MAXRXTSHIFT; open_timeout comes first
synack_retries       3        # netinet/tcp_syncache.c, SYNCACHE_MAXREXMTS: gives up after 15.6 s
data_retries         12       # netinet/tcp_timer.h, TCP_MAXRXTSHIFT
orphan_retries       12       # tcp_timer_rexmt() does not ask whether the user is there
delayed_ack          40ms     # netinet/tcp_timer.h, TCPTV_DELACK: hz/25
delayed_ack_first    40ms     # likewise
keepalive_idle       7200s    # netinet/tcp_timer.h, TCPTV_KEEP_IDLE; tcp(4), keepidle
keepalive_interval   75s      # netinet/tcp_timer.h, TCPTV_KEEPINTVL; tcp(4), keepintvl
keepalive_probes     8        # netinet/tcp_timer.h, TCPTV_KEEPCNT; tcp(4), keepcnt
fin_wait_2           600s     # TP_MAXIDLE(), 8 times 75 s; with tcp(4), fast_finwait2_recycle, 60 s (TCPTV_FINWAIT2_TIMEOUT)
time_wait            60s      # netinet/tcp_timewait.c, tcp_twstart(): 2 * tcp_msl; tcp(4), msl: 30 s
mss                  1448     # Ethernet's 1500 octets without 20 of IP, 20 of TCP, 12 of timestamps
send_buffer          32768    # tcp(4), sendspace
option rfc1337                # netinet/tcp_timewait.c, tcp_twcheck(): "drop the segment" if it has RST
option time_wait_syn          # netinet/tcp_timewait.c, tcp_twcheck(): a SYN above RCV.NXT starts over
option repeat_synack          # netinet/tcp_syncache.c, syncache_add(): a repeated SYN draws the SYN,ACK
option synack_timer           # netinet/tcp_syncache.c, syncache_add() then calls syncache_timeout()
option request_expires        # netinet/tcp_syncache.c, syncache_timer(): what is given up was no connection yet
option half_duplex_close      # netinet/tcp_input.c, tcp_do_segment(): text after close() draws a RST
option limited_fin_wait_2     # netinet/tcp_timer.c, tcp_timer_2msl()
option delay_ack              # tcp(4), delayed_ack: on
