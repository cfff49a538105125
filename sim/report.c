/* report.c - the table of verdicts that both engines print, or the same as JSON Lines. */
#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "HOLDS (premise never met)" is the longest. */
enum { VERDICT_WIDTH = 25 };

struct report report_start(FILE *out, bool json)
{
    const char *no_color = getenv("NO_COLOR");
    bool        colour   = isatty(fileno(out)) == 1 && (no_color == NULL || no_color[0] == '\0');
    return (struct report){.out = out, .json = json, .colour = colour,
                           .bound_width = (int)strlen("bound"), .claim_width = (int)strlen("claim")};
}

static int wider(int width, const char *name)
{
    int length = (int)strlen(name);
    return length > width ? length : width;
}

void report_fit(struct report *report, const struct engine *engine)
{
    report->bound_width = wider(report->bound_width, engine->bound);
    for (unsigned i = 0; i < result_claims(engine); i++)
        report->claim_width = wider(report->claim_width, result_claim_name(engine, i));
}

/* Which table it is, where it is a mutant. */
static void print_mutant(const struct report *report, const struct engine *engine)
{
    if (engine->mutant != NULL)
        fprintf(report->out, "mutant %s: %s\n", engine->mutant, engine->mutant_text);
}

void report_head(const struct report *report, const struct engine *engine)
{
    if (report->json)
        return;
    print_mutant(report, engine);
    fprintf(report->out, "%-*s  ", report->bound_width, "bound");
    if (report->each)
        fprintf(report->out, "%-*s  ", report->claim_width, "claim");
    fprintf(report->out, "%-*s ", VERDICT_WIDTH, "verdict");
    if (!report->each)
        fprintf(report->out, "%9s ", "hold");
    fprintf(report->out, "%13s %14s %7s %9s %9s\n", "states", "transitions", "depth", "seconds",
            "memory");
}

/* --- table --- */

static const char *colour_of(const struct report *report, enum outcome outcome)
{
    static const char *const codes[] = {
        [OUTCOME_HOLDS]      = "\033[32m", [OUTCOME_EXPECTED]   = "\033[36m",
        [OUTCOME_INCOMPLETE] = "\033[33m", [OUTCOME_UNEXPECTED] = "\033[31m",
        [OUTCOME_VIOLATED]   = "\033[31m", [OUTCOME_ERROR]      = "\033[35m"};
    return report->colour ? codes[outcome] : "";
}

/* `words`, or the outcome's own. */
static void print_outcome(const struct report *report, enum outcome outcome, const char *words)
{
    fprintf(report->out, "%s%-*s%s", colour_of(report, outcome), VERDICT_WIDTH,
            words != NULL ? words : outcome_name(outcome), report->colour ? "\033[m" : "");
}

static void print_counts(const struct report *report, const struct result *result)
{
    char states[TEXT_NUMBER_MAX], moves[TEXT_NUMBER_MAX], depth[TEXT_NUMBER_MAX];
    char bytes[TEXT_NUMBER_MAX];
    fprintf(report->out, " %13s %14s %7s %9.2f %9s\n", text_grouped(states, result->states),
            text_grouped(moves, result->transitions), text_grouped(depth, result->depth),
            result->seconds, text_size(bytes, result->bytes));
}

static void print_row(const struct report *report, const struct result *result, unsigned claim)
{
    enum outcome outcome = result_outcome(result, claim);
    bool         vacuous = outcome == OUTCOME_HOLDS && result_is_vacuous(result, claim);
    fprintf(report->out, "%-*s  %-*s  ", report->bound_width, result->engine->bound,
            report->claim_width, result_claim_name(result->engine, claim));
    print_outcome(report, outcome, vacuous ? "HOLDS (premise never met)" : NULL);
    print_counts(report, result);
}

/* "17 of 18": the claims that hold, of those that are asked. */
static void print_held(const struct report *report, const struct result *result)
{
    unsigned asked = 0, hold = 0;
    char     words[TEXT_NUMBER_MAX];
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        asked += result_is_asked(result, i);
        hold += result_is_asked(result, i) && result_verdict(result, i) == VERDICT_HOLDS;
    }
    snprintf(words, sizeof words, "%u of %u", hold, asked);
    fprintf(report->out, " %9s", words);
}

static void print_bound(const struct report *report, const struct result *result)
{
    fprintf(report->out, "%-*s  ", report->bound_width, result->engine->bound);
    print_outcome(report, result_gravest(result), NULL);
    print_held(report, result);
    print_counts(report, result);
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        enum outcome outcome = result_outcome(result, i);
        if (!result_is_asked(result, i) || outcome == OUTCOME_HOLDS)
            continue;
        fprintf(report->out, "    %-*s  ", report->claim_width,
                result_claim_name(result->engine, i));
        print_outcome(report, outcome, NULL);
        fputs("\n", report->out);
    }
}

/* --- JSON --- */

void report_add_json_string(struct text *text, const char *string)
{
    text_add(text, "\"");
    for (const char *at = string; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            text_add(text, "\\%c", byte);
        else if (byte == '\n')
            text_add(text, "\\n");
        else if (byte < 0x20)
            text_add(text, "\\u%04x", byte);
        else
            text_add_bytes(text, at, 1);
    }
    text_add(text, "\"");
}

static void add_member(struct text *text, const char *name, const char *value)
{
    text_add(text, "%s\"%s\":", text->length > 1 ? "," : "", name);
    report_add_json_string(text, value);
}

static void add_moves(struct text *text, const struct path *path)
{
    text_add(text, ",\"moves\":[");
    for (size_t i = 0; i < path->count; i++)
        text_add(text, "%s%u", i > 0 ? "," : "", path->moves[i]);
    text_add(text, "]");
    if (path->loop > 0)
        text_add(text, ",\"loop\":%zu", path->loop);
}

static void print_object(FILE *out, const struct result *result, unsigned claim)
{
    const struct claim_result *found = &result->claims[claim];
    struct text                text  = {0};
    text_add(&text, "{");
    add_member(&text, "engine", result->searcher);
    add_member(&text, "bound", result->engine->bound);
    if (result->engine->mutant != NULL)
        add_member(&text, "mutant", result->engine->mutant);
    add_member(&text, "claim", result_claim_name(result->engine, claim));
    add_member(&text, "kind", result_kind_name(result_claim_kind(result->engine, claim)));
    add_member(&text, "verdict", verdict_name(result_verdict(result, claim)));
    add_member(&text, "expected",
               verdict_name(result_is_broken(result->engine, claim) ? VERDICT_VIOLATED
                                                                   : VERDICT_HOLDS));
    text_add(&text,
             ",\"states\":%" PRIu64 ",\"transitions\":%" PRIu64 ",\"depth\":%" PRIu64
             ",\"seconds\":%.6f,\"bytes\":%" PRIu64 ",\"overflows\":%" PRIu64
             ",\"premise\":%s",
             result->states, result->transitions, result->depth, result->seconds, result->bytes,
             result->overflows, result_is_vacuous(result, claim) ? "false" : "true");
    if (result->orbits > 0)
        text_add(&text, ",\"orbits\":%" PRIu64, result->orbits);
    if (result->cut_by != NULL || found->cut_by != NULL)
        add_member(&text, "cut_by", result->cut_by != NULL ? result->cut_by : found->cut_by);
    if (found->path.moves != NULL)
        add_moves(&text, &found->path);
    if (result->error.length > 0)
        add_member(&text, "error", text_get(&result->error));
    fprintf(out, "%s}\n", text_get(&text));
    text_free(&text);
}

/* --- both --- */

void report_result(const struct report *report, const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++) {
        const char *name = result_claim_name(result->engine, i);
        if (!result_is_asked(result, i) || (report->only != NULL && strcmp(report->only, name) != 0))
            continue;
        if (report->json)
            print_object(report->out, result, i);
        else if (report->each)
            print_row(report, result, i);
    }
    if (!report->json && !report->each)
        print_bound(report, result);
    fflush(report->out);
}

static const char *why_cut(const char *cut_by)
{
    if (strcmp(cut_by, "depth") == 0)
        return "the search came to its limit of depth (--depth)";
    if (strcmp(cut_by, "memory") == 0)
        return "the search came to its limit of memory (--memory)";
    if (strcmp(cut_by, "time") == 0)
        return "the search came to its limit of time (--time)";
    return strcmp(cut_by, "interrupt") == 0 ? "the search was interrupted"
                                            : "the search was not completed";
}

static void print_ends(const struct report *report, const struct result *result)
{
    const struct engine *engine = result->engine;
    char                 number[TEXT_NUMBER_MAX];
    const char          *before = ": worlds without a next move: ";
    for (unsigned i = 0; i < engine->n_legal_ends; i++)
        if (result->ends[i] > 0) {
            fprintf(report->out, "%s%s%s %s", before[0] == ':' ? engine->bound : "", before,
                    text_grouped(number, result->ends[i]), engine->legal_ends[i]);
            before = ", ";
        }
    if (before[0] != ':')
        fputs("\n", report->out);
}

static void print_error(const struct report *report, const struct result *result)
{
    const char *error  = text_get(&result->error);
    size_t      length = result->error.length;
    while (length > 0 && error[length - 1] == '\n')
        length--;
    fprintf(report->out, "%s: ERROR: %.*s\n", result->engine->bound, (int)length, error);
}

static void print_overflows(const struct report *report, const struct result *result)
{
    char number[TEXT_NUMBER_MAX];
    if (result->overflows > 0)
        fprintf(report->out, "%s: a segment was lost to a full queue on %s of the transitions\n",
                result->engine->bound, text_grouped(number, result->overflows));
}

/* The premise is part of a claim. */
/* What the bound asks of the other searcher. */
static void print_elsewhere(const struct report *report, const struct result *result)
{
    const struct engine *engine = result->engine;
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (engine->claims[i].asked && !result_can_look(result, i))
            fprintf(report->out, "%s: %s: for 'eleven explore' alone\n", engine->bound,
                    engine->claims[i].name);
}

static void print_premises(const struct report *report, const struct result *result)
{
    const struct engine *engine = result->engine;
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (result_is_asked(result, i) && engine->claims[i].premise[0] != '\0')
            fprintf(report->out, "%s: %s: where %s\n", engine->bound, engine->claims[i].name,
                    engine->claims[i].premise);
}

static void print_orbits(const struct report *report, const struct result *result)
{
    char states[TEXT_NUMBER_MAX], orbits[TEXT_NUMBER_MAX];
    if (result->orbits > 0)
        fprintf(report->out, "%s: both ends are alike: %s of the %s states were searched, and stand for "
                "those with A and B exchanged\n", result->engine->bound,
                text_grouped(orbits, result->orbits), text_grouped(states, result->states));
}

static void print_undecided(const struct report *report, const struct result *result)
{
    const struct engine *engine = result->engine;
    if (result->cut_by != NULL)
        fprintf(report->out, "%s: INCOMPLETE: %s\n", engine->bound, why_cut(result->cut_by));
    for (unsigned i = 0; i < engine->n_claims; i++)
        if (result->cut_by == NULL && result->claims[i].cut_by != NULL)
            fprintf(report->out, "%s: %s: INCOMPLETE: %s\n", engine->bound,
                    engine->claims[i].name, why_cut(result->claims[i].cut_by));
}

static void print_unexpected(const struct report *report, const struct result *result)
{
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (result_is_asked(result, i) && result_outcome(result, i) == OUTCOME_UNEXPECTED)
            fprintf(report->out, "%s: %s HOLDS, but is expected to be VIOLATED here\n",
                    result->engine->bound, result_claim_name(result->engine, i));
}

void report_notes(const struct report *report, const struct result *result)
{
    fprintf(report->out, "%s: assumes %s\n", result->engine->bound, result->engine->assumptions);
    print_orbits(report, result);
    if (report->each) {
        print_premises(report, result);
        print_elsewhere(report, result);
        print_ends(report, result);
        print_overflows(report, result);
    }
    print_unexpected(report, result);
    print_undecided(report, result);
    if (result->error.length > 0)
        print_error(report, result);
}

static bool is_as_pinned(uint64_t pinned, uint64_t count)
{
    return pinned == 0 || pinned == count;
}

bool report_pinned(FILE *out, const struct result *result)
{
    const struct engine *engine = result->engine;
    char states[TEXT_NUMBER_MAX], moves[TEXT_NUMBER_MAX], orbits[TEXT_NUMBER_MAX];
    bool same = is_as_pinned(engine->pinned_states, result->states) &&
                is_as_pinned(engine->pinned_transitions, result->transitions) &&
                (result->orbits == 0 || is_as_pinned(engine->pinned_orbits, result->orbits));
    if (!result_is_complete(result) || same)
        return true;
    fprintf(out, "%s: its pinned counts, for the table as it is, are %s states, %s transitions",
            engine->bound, text_grouped(states, engine->pinned_states),
            text_grouped(moves, engine->pinned_transitions));
    if (engine->pinned_orbits > 0)
        fprintf(out, ", %s orbits", text_grouped(orbits, engine->pinned_orbits));
    fprintf(out, "\n");
    return false;
}
