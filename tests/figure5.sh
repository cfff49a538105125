#!/bin/sh
# figure5.sh - the rows give every edge of RFC 9293 figure 5 and its notes (3.3.2), and what else
# they give is listed.
#
#     tests/figure5.sh          from the repository root; FSMC=build/fsmc, TABLE=model/tcp.fsm
#
# tests/figure5.tsv is the figure as the RFC draws it. Its last column may say
# `option NAME`, with which the edge is derived, or `not derived: REASON`.
# tests/further-edges.tsv lists every other edge that the rows give, with its rows.

fsmc=${FSMC:-build/fsmc}
table=${TABLE:-model/tcp.fsm}
figure=tests/figure5.tsv
further=tests/further-edges.tsv
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

# Each derived edge with the option that gives it; `-` for none.
derive() {
    option=$1
    shift
    "$fsmc" --edges "$@" "$table" > "$work/edges" || exit 4
    awk -F '\t' -v option="$option" \
        '!/^#/ && $1 != "from" { print option FS $0 }' "$work/edges"
}

{
    derive -
    for name in $(sed -n 's/.*; option //p' "$figure" | sort -u); do
        derive "$name" --option "$name"
    done
} > "$work/derived"

awk -F '\t' '
    function check(name, why) {
        print (why == "" ? "ok " : "not ok ") name (why == "" ? "" : ": " why)
        if (why == "") passed++; else failed++
    }
    function edge(i) { return $i " -- " $(i + 1) " / " $(i + 2) " -> " $(i + 3) }
    /^#/ || $1 == "from" { next }
    FILENAME ~ /derived$/ {
        rows[$1, edge(2)] = $6
        if ($1 == "-") order[++n] = edge(2)
        next
    }
    FILENAME ~ /figure5/ {
        name = edge(1)
        option = $5 ~ /; option / ? $5 : "-"
        sub(/.*; option /, "", option)
        if (option == "-") known[name] = 1
        if ($5 ~ /not derived: ./)
            check(name " (" $5 ")", ("-", name) in rows ? "it is derived: " rows["-", name] : "")
        else
            check(name " (" $5 ")", (option, name) in rows ? "" : "no rows give this edge")
        next
    }
    {
        name = edge(1)
        known[name] = 1
        if (!(("-", name) in rows))
            check(name " (further)", "no rows give this edge any more")
        else
            check(name " (further)", rows["-", name] == $5 ? "" : "now by " rows["-", name])
    }
    END {
        for (i = 1; i <= n; i++)
            if (!(order[i] in known))
                check(order[i], "neither in the figure nor listed: " rows["-", order[i]])
        print passed + 0 " passed, " failed + 0 " failed"
        exit failed > 0
    }' "$work/derived" "$figure" "$further"
