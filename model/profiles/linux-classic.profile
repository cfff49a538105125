# A Linux kernel without linear SYN timeouts: before 6.5, or with tcp_syn_linear_timeouts = 0.
rto_initial          1s       # include/net/tcp.h, TCP_TIMEOUT_INIT; RFC 6298, 2.1
rto_min              200ms    # include/net/tcp.h, TCP_RTO_MIN
rto_max              120s     # include/net/tcp.h, TCP_RTO_MAX
variance_min         200ms    # net/ipv4/tcp_input.c, __tcp_set_rto()
rto_after_lost_syn   3s       # include/net/tcp.h, TCP_TIMEOUT_FALLBACK; RFC 6298, 5.7
syn_retries          6        # ip-sysctl, tcp_syn_retries: gives up at 127 s
syn_linear_timeouts  0        # ip-sysctl, tcp_syn_linear_timeouts: absent, or set to 0
synack_retries       5        # ip-sysctl, tcp_synack_retries: gives up at 63 s
data_retries         15       # ip-sysctl, tcp_retries2: 924.6 s from an RTO of 200 ms
time_wait            60s      # include/net/tcp.h, TCP_TIMEWAIT_LEN
receive_window       64240    # what a 6.18 kernel announces in a SYN, MSS 1460
mss                  1460     # Ethernet's 1500 octets without 20 of IP and 20 of TCP
send_buffer          16384    # ip-sysctl, tcp_wmem, default
iss_step             65537    # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
option rfc5961                # ip-sysctl, tcp_challenge_ack_limit
option repeat_synack          # net/ipv4/tcp_minisocks.c, tcp_check_req()
option time_wait_syn          # net/ipv4/tcp_minisocks.c, tcp_timewait_state_process()
