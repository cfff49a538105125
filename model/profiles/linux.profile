# Linux 6.18 with its defaults.
like linux-classic
syn_linear_timeouts  4        # ip-sysctl, tcp_syn_linear_timeouts: 11 SYNs, gives up at 131 s
