# json.awk - for scripts that read what `eleven --json` prints: functions of awk, before the script's own.
#
#     awk "$(cat tests/json.awk)"'/"claim":/ { print value("verdict"), moves() }'
#
# Our JSON Lines have one object a line; no name in it stands for two things.

# The value of one member of the line, without quotes; "" where there is none.
function value(name,    at, rest) {
    at = index($0, "\"" name "\":")
    if (at == 0)
        return ""
    rest = substr($0, at + length(name) + 3)
    if (substr(rest, 1, 1) == "\"") {
        rest = substr(rest, 2)
        return substr(rest, 1, index(rest, "\"") - 1)
    }
    match(rest, /^[^,}]*/)
    return substr(rest, 1, RLENGTH)
}

# How many moves the run of the line has; "" where it has no run.
function moves(    list) {
    if (!match($0, /"moves":\[[^]]*\]/))
        return ""
    return RLENGTH > 10 ? split(substr($0, RSTART, RLENGTH), list, ",") : 0
}

# 1234567 as 1,234,567.
function grouped(number,    out) {
    for (out = ""; length(number) > 3; number = substr(number, 1, length(number) - 3))
        out = "," substr(number, length(number) - 2) out
    return number out
}
