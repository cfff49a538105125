# TIME-WAIT by the letter: any acceptable ACK is acknowledged, and starts 2 MSL anew.
like linux-classic
option letter_time_wait    # RFC 9293, 3.10.7.4
