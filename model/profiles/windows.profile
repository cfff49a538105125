# Windows Server 2003 with its defaults, the last whose values are all documented ("TCP/IP Registry
# Values"; "KB": a Knowledge Base article); not compared with a recording. Where Microsoft's documents
# say nothing the RFC's value stands: so for rto_min, which none of them has. Later systems: 2008 R2
# and 7 give up a SYN after the same 21 s (KB 2786464); since 8 and Server 2012 `Get-NetTCPSetting`
# tells what is set.
like rfc9293
rto_initial          3s       # TcpInitialRTT
rto_after_lost_syn   3s       # TcpInitialRTT; RFC 6298, 5.7 has the same
syn_retries          2        # TcpMaxConnectRetransmissions: 3 6 12 are 21 s
synack_retries       2        # TcpMaxConnectResponseRetransmissions: likewise
data_retries         5        # TcpMaxDataRetransmissions; KB 170359
orphan_retries       5        # likewise: no document tells an orphan apart
delayed_ack          200ms    # TcpDelAckTicks: 2 ticks of 100 ms
delayed_ack_first    200ms    # likewise
keepalive_idle       7200s    # KeepAliveTime
keepalive_interval   1s       # KeepAliveInterval
keepalive_probes     5        # TcpMaxDataRetransmissions counts them too
time_wait            120s     # TcpTimedWaitDelay; 240 s in Windows 2000
mss                  1460     # Ethernet's 1500 octets without 20 of IP, 20 of TCP; Tcp1323Opts: no timestamps
option delay_ack              # TcpAckFrequency: the second segment is acknowledged at once
