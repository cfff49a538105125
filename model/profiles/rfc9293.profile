# RFC 9293 and RFC 6298 by the letter; where they leave a choice, the smallest value allowed.
rto_initial          1s       # RFC 6298, 2.1
rto_min              1s       # RFC 6298, 2.4
rto_max              60s      # RFC 6298, 2.5: at least 60 seconds
variance_min         1us      # RFC 6298, 2.3: G, the granularity of this clock
rto_after_lost_syn   3s       # RFC 6298, 5.7
rto_slop             0s       # not in RFC 6298
doublings            63       # RFC 6298, 5.5: each timeout doubles the RTO, up to 2.5's maximum
open_timeout         0s       # RFC 9293, 3.8.3, counts or measures R2 from the retransmissions
timer_grain          1us      # RFC 6298, 4: the finer the better
linux_rtt            0        # RFC 6298, 2.3
timestamps           0        # RFC 7323 is an option of RFC 9293, 3.2
probe_delay          0s       # RFC 8985 is not part of RFC 9293
syn_retries          7        # RFC 9293, MUST-23: three minutes; 1 2 4 8 16 32 60 60 are 183 s
syn_linear_timeouts  0        # RFC 6298, 5.5: each timeout doubles the RTO
synack_retries       7        # RFC 9293, 3.8.3, MUST-23: a SYN,ACK is a SYN segment
data_retries         6        # RFC 9293, 3.8.3, SHLD-11: 100 s; 1 2 4 8 16 32 60 are 123 s
orphan_retries       6        # RFC 9293, 3.8.3: R2 does not ask whether the user is there
retries_as_time      0        # RFC 9293, 3.8.3 (a): "measured in time units or as a count"
user_timeout         0s       # RFC 9293, 3.9.1.1: only where OPEN gives one
prompt_syn           0s       # not in RFC 9293
delayed_ack          200ms    # RFC 9293, 3.8.6.3, MUST-40: below 0.5 seconds
delayed_ack_first    200ms    # likewise
ack_limit            0s       # RFC 5961, 7, is not part of RFC 9293
keepalive_idle       7200s    # RFC 9293, 3.8.4, MUST-28: not less than two hours
keepalive_interval   75s      # RFC 9293 names none
keepalive_probes     9        # RFC 9293, 3.8.4, MUST-29: one is not enough
fin_wait_2           60s      # RFC 9293 has no such timer; not used without limited_fin_wait_2
time_wait            240s     # RFC 9293, 3.4.2 and 3.6.1: 2 MSL, MSL is 2 minutes
receive_window       65535    # RFC 9293, 3.1: the largest window of 16 bits
mss                  536      # RFC 9293, 3.7.1, MUST-15: the default for IPv4
send_buffer          65536    # RFC 9293 names no size; enough for one window
iss_step             0        # RFC 1122, 4.2.2.13: above the last number, which is SND.NXT - 1
option rfc5961                # RFC 9293, 3.10.7.4, "second" and "fourth": the challenge ACK
