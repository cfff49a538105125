#!/bin/sh
# exact_beside.sh - how long connect() takes, four ways: eleven exact; each pattern of losses, played by
# eleven sim from beginning to end; the closed form where there is one; and eleven sweep. As tables of docs/EXACT.md.
#
#     tests/exact_beside.sh [RUNS]     from the repository root; BUILD=build, RUNS=100000
#
# Fails where exact differs from brute force or the closed form in the 12th digit, or where more of the exact figures
# than one in seven lie outside the 95 % intervals of the sweep.

eleven=${BUILD:-build}/eleven
runs=${1:-100000}
work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# brute SCENARIO: a line for each pattern: its segments, how many of them are lost, when A was connected (-: never)
brute() {
    awk -v eleven="$eleven" -v scenario="$1" '
        function follow(drops, from, n_lost,    command, line, n, direction, number, so_far, time, i, part) {
            command = eleven " sim " scenario drops
            time = "-"
            while ((command | getline line) > 0) {
                split(line, part, " ")
                if (line ~ /^ *[0-9.]+  [AB] > [AB]: Flags/) {
                    direction[++n] = part[2] ">" part[4]
                    sub(/:$/, "", direction[n])
                    number[n] = ++so_far[direction[n]]
                }
                if (line ~ /A: SYN-SENT -> ESTABLISHED/) time = part[1]
            }
            close(command)
            print n, n_lost, time
            for (i = from; i <= n; i++)
                follow(drops " --drop \"" direction[i] " n=" number[i] "\"", i + 1, n_lost + 1)
        }
        BEGIN { follow("", 1, 0) }'
}

# table SCENARIO FORMULA: beside each other, where FORMULA is yes with the closed form
table() {
    "$eleven" exact "$1" --loss 0.1,0.3,0.5 --csv >"$work/exact" || exit 4
    "$eleven" sweep "$1" --loss 0.1:0.5:0.2 --runs "$runs" --seed 1 -o "$work/sweep" --csv >/dev/null || exit 4
    brute "$1" >"$work/brute"
    awk -v formula="$2" -v runs="$runs" -v patterns="$(wc -l <"$work/brute")" '
        # Both as the share of the runs in which A is connected by then.
        FILENAME ~ /exact$/ {
            split($0, part, ",")
            if (part[1] == "time" && part[2] == "connected.A") exact[part[4] + 0, part[3] + 0] = part[7]
        }
        FILENAME ~ /brute$/ {
            for (k = 1; k <= 3; k++)
                if ($3 != "-") density[k, $3 + 0] += p[k] ^ $2 * (1 - p[k]) ^ ($1 - $2)
            if ($3 != "-") times[$3 + 0]
        }
        FILENAME ~ /sweep$/ && /"kind":"histogram"/ && /"measure":"connect A"/ {
            match($0, /"point":[0-9]+/)
            k = substr($0, RSTART + 8, RLENGTH - 8) + 1
            sub(/.*"cells":\[/, "")
            n = split($0, cell, /\],\[/)
            for (i = 1; i <= n; i++) {
                split(cell[i], part, /[][,]+/)
                if (part[1] == "") { part[1] = part[2]; part[2] = part[3] }
                least[k, i] = part[1]
                count[k, i] = part[2]
            }
            cells[k] = n
        }
        # Wilson
        function interval(share,    z, middle, wide) {
            z = 1.959963984540054
            middle = (share + z * z / (2 * runs)) / (1 + z * z / runs)
            wide = z * sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs)) / (1 + z * z / runs)
            low = middle - wide
            high = middle + wide
        }
        function last_exact(k, t,    key, part, best, value) {
            best = -1
            for (key in exact) {
                split(key, part, SUBSEP)
                if (part[1] == p[k] && part[2] + 0 <= t && part[2] + 0 > best) { best = part[2] + 0; value = exact[key] }
            }
            return value + 0
        }
        function print_line(k, t,    e, b, f, s, i, key) {
            e = last_exact(k, t)
            for (key in times) if (key + 0 <= t) b += density[k, key]
            for (i = 1; i <= cells[k]; i++) if (least[k, i] <= t * 1000000) s += count[k, i] / runs
            rounds = 0
            for (i = 1; i <= 7; i++) if (2 ^ (i - 1) - 1 + 0.04 <= t + 1e-9) rounds++
            f = 1 - (1 - (1 - p[k]) ^ 2) ^ rounds
            interval(s)
            figures++
            if (e < low || e > high) outside++
            if ((e - b) ^ 2 > 1e-24 || (formula == "yes" && (e - f) ^ 2 > 1e-24)) bad = 1
            printf "| %s | %g s | %.12f | %.12f |%s %.7f | %.7f to %.7f |\n", p[k], t, e, b,
                   formula == "yes" ? sprintf(" %.12f |", f) : "", s, low, high
        }
        BEGIN { split("0.1 0.3 0.5", p, " "); n_at = split("0.04 1.04 7.04 130", at, " ") }
        END {
            printf "| p | by | exact | each of %s patterns |%s %s runs | 95 %% interval |\n", patterns,
                   formula == "yes" ? " closed form |" : "", runs
            print "|---|---|---|---|---|---|" (formula == "yes" ? "---|" : "")
            for (k = 1; k <= 3; k++)
                for (i = 1; i <= n_at; i++) print_line(k, at[i])
            exit bad || 7 * outside > figures
        }' "$work/exact" "$work/brute" "$work/sweep"
    ok=$?
    [ $ok -eq 0 ] || failed=1
}

failed=0
echo "A is connected, scenario connect:"
echo
table connect yes
echo
echo "A is connected, scenario handshake:"
echo
table handshake no
exit $failed
