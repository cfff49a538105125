# A Linux kernel without linear SYN timeouts: before 6.5, or with tcp_syn_linear_timeouts = 0.
rto_initial          1s       # include/net/tcp.h, TCP_TIMEOUT_INIT; RFC 6298, 2.1
rto_min              200ms    # include/net/tcp.h, TCP_RTO_MIN
rto_max              120s     # include/net/tcp.h, TCP_RTO_MAX
variance_min         200ms    # net/ipv4/tcp_input.c, __tcp_set_rto() and tcp_rtt_estimator()
rto_after_lost_syn   3s       # include/net/tcp.h, TCP_TIMEOUT_FALLBACK; RFC 6298, 5.7
rto_slop             0s       # the allowance is in variance_min
doublings            63       # net/ipv4/tcp_timer.c, tcp_retransmit_timer(): rto_max alone is the bound
open_timeout         0s       # a SYN is given up by syn_retries
timer_grain          4ms      # usecs_to_jiffies() rounds up; HZ=250, as recorded
linux_rtt            1        # net/ipv4/tcp_input.c, tcp_rtt_estimator()
timestamps           1        # ip-sysctl, tcp_timestamps
probe_delay          200ms    # net/ipv4/tcp_output.c, tcp_schedule_loss_probe(): 2 SRTT + TCP_RTO_MIN
syn_retries          6        # ip-sysctl, tcp_syn_retries: gives up at 127 s
syn_linear_timeouts  0        # ip-sysctl, tcp_syn_linear_timeouts: absent, or set to 0
synack_retries       5        # ip-sysctl, tcp_synack_retries: gives up at 63 s
data_retries         15       # ip-sysctl, tcp_retries2: 924.6 s from an RTO of 200 ms
orphan_retries       8        # ip-sysctl, tcp_orphan_retries: 0, which tcp_orphan_retries() makes 8
retries_as_time      1        # net/ipv4/tcp_timer.c, retransmits_timed_out()
user_timeout         0s       # tcp(7), TCP_USER_TIMEOUT: not set
prompt_syn           8ms      # include/net/tcp.h, TCP_TIMEOUT_MIN: 2 jiffies
delayed_ack          40ms     # include/net/tcp.h, TCP_DELACK_MIN
delayed_ack_first    2ms      # the next tick, with HZ=250 half a grain away; 0 to 8 ms as recorded
ack_limit            500ms    # ip-sysctl, tcp_invalid_ratelimit
keepalive_idle       7200s    # ip-sysctl, tcp_keepalive_time
keepalive_interval   75s      # ip-sysctl, tcp_keepalive_intvl
keepalive_probes     9        # ip-sysctl, tcp_keepalive_probes
fin_wait_2           60s      # ip-sysctl, tcp_fin_timeout
time_wait            60s      # include/net/tcp.h, TCP_TIMEWAIT_LEN
receive_window       64240    # what a 6.18 kernel announces in a SYN, MSS 1460
mss                  1448     # Ethernet's 1500 octets without 20 of IP, 20 of TCP, 12 of timestamps
send_buffer          16384    # ip-sysctl, tcp_wmem, default
iss_step             65537    # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
option rfc5961                # ip-sysctl, tcp_challenge_ack_limit
option repeat_synack          # net/ipv4/tcp_minisocks.c, tcp_check_req()
option synack_timer           # net/ipv4/tcp_minisocks.c, tcp_check_req()
option syn_resets             # net/ipv4/tcp_minisocks.c, tcp_check_req(): "embryonic_reset"
option crossed_synack         # net/ipv4/tcp_input.c, tcp_rcv_state_process(), TCP_SYN_RECV
option time_wait_syn          # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
option time_wait_restarts     # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
option request_expires        # net/ipv4/inet_connection_sock.c, reqsk_timer_handler()
option syn_fin_dropped        # net/ipv4/tcp_input.c, tcp_rcv_state_process(), TCP_LISTEN
option time_wait_open         # net/ipv4/tcp_ipv4.c, tcp_twsk_unique(), with timestamps
option half_duplex_close      # net/ipv4/tcp_input.c, tcp_rcv_state_process(), TCP_FIN_WAIT2
option limited_fin_wait_2     # ip-sysctl, tcp_fin_timeout
option brief_fin_wait_2       # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
option delay_fin_ack          # net/ipv4/tcp_input.c, tcp_fin(): inet_csk_enter_pingpong_mode()
option limited_acks           # net/ipv4/tcp_input.c, tcp_oow_rate_limited()
option hurried_syn            # net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process()
option rst_acks               # net/ipv4/tcp_output.c, tcp_send_active_reset()
