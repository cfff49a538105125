/* spin.c - reads what SPIN's pan and the model in it wrote. */
#include "spin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_MAX 1e15 /* more than a machine can store or do */

/* What pan's own part of the report says. */
struct numbers {
    double   stored, matched, transitions; /* -1 until read */
    double   megabytes;                    /* total actual memory usage */
    uint64_t depth;                        /* reached */
    uint64_t errors;                       /* found */
    uint64_t extra;                        /* steps that are no moves: the model's own */
    uint64_t setup;                        /* steps before the initial world */
    bool     state_vector;                 /* the report proper was there */
    bool     invalid_end;                  /* pan saw a deadlock by itself */
    bool     done;                         /* the model's last line was there */
    int      wanted;                       /* the claim that runs are to violate; -1: worlds */
    int      claim;                        /* the claim that pan searched with; -1: none */
    bool     fair;                         /* with weak fairness */
    bool     cycle;                        /* pan found such a run */
};

static bool starts(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* --- the model's lines --- */

static bool read_claim(struct result *result, const char *name, size_t length)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        const char *known = result_claim_name(result->engine, i);
        if (strlen(known) == length && memcmp(known, name, length) == 0) {
            result->claims[i].violated = true;
            return true;
        }
    }
    return false;
}

static bool read_fired(struct result *result, const char *numbers)
{
    const struct engine *engine = result->engine;
    unsigned             row, state;
    uint64_t             count;
    if (sscanf(numbers, "%u %u %" SCNu64, &row, &state, &count) != 3 || row >= engine->n_rows ||
        state >= engine->n_states)
        return false;
    result->fired[result_index(engine, row, state)] = count;
    return true;
}

static bool read_premise(struct result *result, const char *number)
{
    unsigned claim;
    if (sscanf(number, "%u", &claim) != 1 || claim >= result_claims(result->engine))
        return false;
    result->claims[claim].premise = true;
    return true;
}

/* `line` stands after "eleven ". A line of a replay is no part of a report, but harmless. */
static bool read_model_line(struct result *result, struct numbers *numbers, const char *line)
{
    if (starts(line, "claim ")) {
        size_t length = strcspn(line + 6, " ");
        return starts(line + 6 + length, " violated") && read_claim(result, line + 6, length);
    }
    if (starts(line, "fired "))
        return read_fired(result, line + 6);
    if (starts(line, "premise "))
        return read_premise(result, line + 8);
    if (starts(line, "overflow "))
        return sscanf(line + 9, "%" SCNu64, &result->overflows) == 1;
    if (starts(line, "extra "))
        return sscanf(line + 6, "%" SCNu64, &numbers->extra) == 1;
    if (starts(line, "setup "))
        return sscanf(line + 6, "%" SCNu64, &numbers->setup) == 1;
    numbers->done = numbers->done || starts(line, "done");
    return starts(line, "done") || starts(line, "move ");
}

/* --- pan's lines --- */

/* "  40402 states, stored": the number before the words. What can be no count is not read. */
static void read_number(const char *line, const char *words, double *number)
{
    char  *end;
    double value = strtod(line, &end);
    if (end != line && value >= 0 && value < COUNT_MAX && starts(end + strspn(end, " \t"), words))
        *number = value;
}

static void read_vector(const char *line, struct numbers *numbers)
{
    numbers->state_vector = true;
    const char *depth     = strstr(line, "depth reached ");
    const char *errors    = strstr(line, "errors: ");
    if (depth != NULL)
        sscanf(depth, "depth reached %" SCNu64, &numbers->depth);
    if (errors != NULL)
        sscanf(errors, "errors: %" SCNu64, &numbers->errors);
}

static void read_pan_line(struct result *result, struct numbers *numbers, const char *line)
{
    if (starts(line, "State-vector"))
        read_vector(line, numbers);
    if (starts(line, "error: max search depth too small"))
        result->cut_by = "depth";
    if (starts(line, "Warning: Search not completed") && result->cut_by == NULL)
        result->cut_by = "search";
    if (starts(line, "pan:") && strstr(line, "invalid end state") != NULL)
        numbers->invalid_end = true;
    if (starts(line, "pan:") && strstr(line, "acceptance cycle") != NULL)
        numbers->cycle = true;
    if (starts(line, "\tnever claim"))
        sscanf(line, " never claim + (claim_%d)", &numbers->claim);
    if (starts(line, "\tacceptance") && strstr(line, "+ (fairness enabled)") != NULL)
        numbers->fair = true;
    if (strstr(line, "reached -DMEMLIM bound") != NULL || strstr(line, "out of memory") != NULL)
        result->cut_by = "memory";
    read_number(line, "states, stored", &numbers->stored);
    read_number(line, "states, matched", &numbers->matched);
    read_number(line, "transitions (=", &numbers->transitions);
    read_number(line, "total actual memory usage", &numbers->megabytes);
}

/* An error that pan finds by itself is one of SPIN's or of the generated model, unless the
 * model has just told the claim for which it stops, or pan searches for such runs. */
static bool is_foreign_error(const char *line, bool runs)
{
    if (!starts(line, "pan:") || strstr(line, "(at depth") == NULL)
        return false;
    if (runs)
        return strstr(line, "acceptance cycle") == NULL;
    return strstr(line, "assertion violated") == NULL && strstr(line, "invalid end state") == NULL;
}

/* --- the whole --- */

static void read_line(struct result *result, struct numbers *numbers, const char *line)
{
    if (starts(line, "eleven ") && !read_model_line(result, numbers, line + 7))
        text_add(&result->error, "pan's report has a line that means nothing: %s", line);
    else if (is_foreign_error(line, numbers->wanted >= 0))
        text_add(&result->error, "pan found an error that is no claim's: %s", line);
    read_pan_line(result, numbers, line);
}

static void read_lines(struct result *result, struct numbers *numbers, const char *report)
{
    struct text line = {0};
    while (*report != '\0' && result->error.length == 0) {
        size_t length = strcspn(report, "\n");
        line.length   = 0;
        text_add_bytes(&line, report, length);
        read_line(result, numbers, text_get(&line));
        report += length + (report[length] == '\n');
    }
    text_free(&line);
}

static bool has_violation(const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (result->claims[i].violated)
            return true;
    return false;
}

/* With too little memory to begin, there are no counts, and the model never ran. */
static const char *what_is_wrong(const struct result *result, const struct numbers *numbers)
{
    bool began = numbers->stored > 0;
    if (!began && result->cut_by != NULL && strcmp(result->cut_by, "memory") == 0)
        return NULL;
    if (numbers->wanted >= 0 && (numbers->claim != numbers->wanted || !numbers->fair))
        return "pan did not search for fair runs against the claim";
    if (!numbers->done)
        return "the model did not come to its end";
    if (!numbers->state_vector || numbers->stored < 0 || numbers->transitions < 0)
        return "pan's report has no counts";
    if (numbers->stored <= (double)numbers->setup)
        return "pan stored no world";
    if (numbers->errors > 0 && !has_violation(result))
        return "pan found an error that is no claim's";
    if (numbers->invalid_end && !result->claims[result->engine->n_claims].violated)
        return "pan found a deadlock that the model does not call one";
    return NULL;
}

static struct numbers read_report(struct result *result, int wanted, const char *report)
{
    struct numbers numbers = {
        .stored = -1, .matched = -1, .transitions = -1, .wanted = wanted, .claim = -1};
    read_lines(result, &numbers, report);
    if (wanted >= 0)
        result->claims[wanted].violated = numbers.cycle;
    const char *wrong = what_is_wrong(result, &numbers);
    if (result->error.length == 0 && wrong != NULL)
        text_add(&result->error, "%s", wrong);
    return numbers;
}

bool spin_read_runs(struct result *result, unsigned claim, const char *report)
{
    read_report(result, (int)claim, report);
    return result->error.length == 0;
}

bool spin_read(struct result *result, const char *report)
{
    struct numbers numbers = read_report(result, -1, report);
    if (result->error.length > 0 || numbers.stored <= 0)
        return result->error.length == 0;
    result->states      = (uint64_t)numbers.stored - numbers.setup;
    result->transitions = (uint64_t)numbers.transitions - 1 - numbers.setup - numbers.extra;
    result->depth       = numbers.depth;
    result->bytes       = (uint64_t)(numbers.megabytes * 1048576);
    result_check_overflows(result);
    return result->error.length == 0;
}

unsigned spin_trails(const char *report)
{
    unsigned count = 0;
    for (const char *at = strstr(report, "pan: wrote "); at != NULL;
         at             = strstr(at + 1, "pan: wrote "))
        count++;
    return count;
}

struct path spin_moves(const char *replay)
{
    static const char mark[] = "eleven move ";
    struct path       path   = {0};
    const char       *loop   = strstr(replay, "<<<<<START OF CYCLE>>>>>");
    for (const char *at = strstr(replay, mark); at != NULL; at = strstr(at + 1, mark)) {
        path.moves = memory_resize(path.moves, (path.count + 1) * sizeof *path.moves);
        path.moves[path.count++] = (unsigned)strtoul(at + sizeof mark - 1, NULL, 10);
        path.loop += loop != NULL && at > loop;
    }
    return path;
}
