#!/bin/sh
# citations.sh - docs/rfc9293.tsv is made from the text and names each place once (RFC 9293, whole).
#
#     tests/citations.sh          from the repository root; AWK=gawk for another awk

script=docs/rfc9293.awk
text=docs/rfc9293.txt
table=docs/rfc9293.tsv
tab=$(printf '\t')
passed=0
failed=0

# check NAME WHY: WHY is empty when all is well.
check() {
    if [ -z "$2" ]; then
        passed=$((passed + 1))
        echo "ok $1"
    else
        failed=$((failed + 1))
        echo "not ok $1: $2"
    fi
}

# place CITATION WORDS: the citation is there once, and its words begin so.
place() {
    found=$(words_of "$1")
    case $found in
        "$2"*) check "$1" "" ;;
        *)     check "$1" "expected \"$2\", found \"$found\"" ;;
    esac
}

words_of() {
    awk -F "$tab" -v want="$1" '($2 == "-" ? $1 : $1 "/" $2) == want { print $4 }' "$table"
}

stale() {
    "${AWK:-awk}" -f "$script" "$text" | cmp - "$table" 2>&1
}

malformed() {
    awk -F "$tab" 'NF != 4 || $1 == "" || $2 == "" || $3 == "" || $4 == "" || /(^|\t) | (\t|$)|  / {
                       print "line " NR
                       exit
                   }' "$table"
}

twice() {
    cut -f 1,2 "$table" | sort | uniq -d | tr '\t\n' '/ '
}

# The numbers in the text, found without the script: from section 1 to appendix B,
# with the lines joined and numbers that a line break cut in two mended.
numbers_of_text() {
    sed -n '/^1\.  /,/^Appendix B\./p' "$text" | tr -s '\n ' '  ' | sed 's/- \([0-9]\)/-\1/g' |
        grep -oE '(MUST|SHLD|MAY|REC)-[0-9]+' | sort -u
}

numbers_of_table() {
    cut -f 2 "$table" | grep -E '^(MUST|SHLD|MAY|REC)-[0-9]+$' | sort
}

uneven() {
    in_text=$(numbers_of_text)
    in_table=$(numbers_of_table)
    [ "$in_text" = "$in_table" ] ||
        echo "$(echo "$in_text" | wc -l) numbers in the text, $(echo "$in_table" | wc -l) rows"
}

# A number's row carries that number alone, and the number stands in its section.
misplaced() {
    awk -F "$tab" '$2 == "-" { here = " " $3 " " }
                   $2 ~ /^(MUST|SHLD|MAY|REC)-/ && ($3 != $2 || !index(here, " " $2 " ")) {
                       print $1 "/" $2
                   }' "$table"
}

check "table is fresh" "$(stale)"
check "every line has four fields" "$(malformed)"
check "no citation stands twice" "$(twice)"
check "one row a requirement number" "$(uneven)"
check "requirement rows stand in their section" "$(misplaced)"

place 3.3.2/note2                 "The figure omits a transition from FIN-WAIT-1 to TIME-WAIT"
place 3.3.2/figure5               "TCP Connection State Diagram"
place 3.4/c                       "Determining that an incoming segment contains"
place 3.4.3                       "The TCP Quiet Time Concept"
place 3.4.1/SHLD-1                "and SHOULD generate its initial sequence numbers"
place 3.5.2/3                     "If the connection is in a synchronized state"
place 3.6/2                       "The remote TCP endpoint initiates by sending a FIN"
place 3.6/list2/3                 "Case 3: Both users close simultaneously"
place 3.6.1/MUST-13               "When a connection is closed actively, it MUST linger"
place 3.8.3/c                     "When the number of transmissions of the same segment reaches a"
place 3.9.2.3/MUST-57             "A TCP implementation MUST silently discard an incoming SYN"
place 3.10.1/CLOSED/1             "Create a new transmission control block (TCB)"
place 3.10.2/CLOSE-WAIT/1         "Segmentize the buffer and send it"
place 3.10.4/SYN-RECEIVED/1       "If no SENDs have been issued"
place 3.10.5/CLOSE-WAIT/2         "All queued SENDs and RECEIVEs should be given"
place 3.10.7.1/p2                 "all data in the incoming segment is discarded."
place 3.10.7.2/3/3                "SND.NXT is set to ISS+1 and SND.UNA to ISS."
place 3.10.7.3/1/1/1              "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset"
place 3.10.7.3/2/1/2              "If the ACK was acceptable, then signal to the user"
place 3.10.7.3/4/6/p2             "If there are other controls or text in the segment"
place 3.10.7.3/5                  "Fifth, if neither of the SYN or RST bits"
place 3.10.7.4/MUST-58            "In general, the processing of received segments MUST"
place 3.10.7.4/1/TIME-WAIT/9      "In the following it is assumed that the segment is the idealized"
place 3.10.7.4/2/1/3              "If the RST bit is set and the sequence number does not"
place 3.10.7.4/2/SYN-RECEIVED/1/1 "If this connection was initiated with a passive OPEN"
place 3.10.7.4/3/1                "Note this check is placed following the sequence check"
place 3.10.7.4/4/LAST-ACK/4       "If the SYN is not in the window"
place 3.10.7.4/5/2/1              "RFC 5961 [9], Section 5 describes"
place 3.10.7.4/5/SYN-RECEIVED/1   "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED"
place 3.10.7.4/5/ESTABLISHED/2    "If SND.UNA =< SEG.ACK =< SND.NXT, the send window"
place 3.10.7.4/7/FIN-WAIT-2/7     "This acknowledgment should be piggybacked"
place 3.10.7.4/8/2                "If the FIN bit is set, signal the user"
place 3.10.7.4/8/SYN-RECEIVED/1   "Enter the CLOSE-WAIT state."
place 3.10.7.4/8/FIN-WAIT-1/1     "If our FIN has been ACKed"
place 3.10.8/TIME-WAIT/1          "If the time-wait timeout expires on a connection"
place A.2/p1                      "There are cases where the TCP sequence number validation"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
