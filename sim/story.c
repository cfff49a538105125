/* story.c - a run as a student follows it; see story.h. */
#include "story.h"

#include <inttypes.h>
#include <string.h>

#include "sentence.h"
#include "tcpdump.h"
#include "text.h"

enum { WIDTH = 80, INDENT = 5 };

static const char end_names[] = "AB";

/* ---------------------------------------------------------------- the steps */

/* The rows that decided what the step did; where none did anything, the last. */
static void print_rows(FILE *out, const struct run *run, const struct trace_record *cause)
{
    const char *by = "by";
    char        identity[TRACE_IDENTITY_MAX];
    for (unsigned i = 0; i < cause->n_fired; i++) {
        if (!sentence_tells_row(run, cause, i))
            continue;
        const char *cite = trace_cite(&run->names, &cause->fired[i]);
        trace_identity(identity, &run->names, &cause->fired[i]);
        fprintf(out, "%*s%s %-38s %s%s\n", INDENT, "", by, identity, sentence_source(cite), cite);
        by = "  ";
    }
}

void story_print_step(FILE *out, const struct run *run, uint32_t step)
{
    struct text sentence = {0};
    sentence_add_step(&sentence, run, step);
    fprintf(out, "%3" PRIu32 ". ", step);
    text_fill(out, text_get(&sentence), INDENT, WIDTH);
    print_rows(out, run, run_cause(run, step));
    if (step == run->turn)
        fprintf(out, "%*s(here the changed table first does otherwise than ours)\n", INDENT, "");
    text_free(&sentence);
}

static void print_steps(FILE *out, const struct run *run, uint32_t from)
{
    char time[TCPDUMP_TIME_MAX];
    for (uint32_t step = from; step <= run->n_steps; step++) {
        if (run->loop != RUN_NO_LOOP && step == run->loop + 1)
            fputs("\n     From here on, for ever:\n", out);
        if (run_goes_on(run, step))
            fprintf(out, "At %s s\n", tcpdump_time(time, run_cause(run, step)->time_us));
        story_print_step(out, run, step);
    }
    if (run->loop != RUN_NO_LOOP)
        fprintf(out, "     and then again from step %" PRIu32 ": everything is as it was before it.\n",
                run->loop + 1);
}

/* ---------------------------------------------------------------- what is wrong */

/* "   heard =< peer.shook      B's heard is 1, A's shook is 0" */
static void print_clause(FILE *out, const struct run *run, const struct engine_clause *clause,
                         unsigned end)
{
    const struct trace_record *world = run_world(run, run->n_steps);
    fprintf(out, "%*s%-36s", INDENT, "", clause->text);
    for (unsigned i = 0; i < clause->n_mentions; i++) {
        struct text value = {0};
        unsigned    var   = clause->mentions[i].var, whose = end ^ (clause->mentions[i].peer ? 1U : 0U);
        fprintf(out, "%s%c's %s is ", i > 0 ? ", " : "  ", end_names[whose],
                run->names.vars[var].name);
        sentence_add_value(&value, run, var, world->values[whose][var]);
        fputs(text_get(&value), out);
        text_free(&value);
    }
    fputs("\n", out);
}

static void print_clauses(FILE *out, const struct run *run, const struct engine_claim *claim,
                          unsigned end, bool premise)
{
    const struct trace_record *world = run_world(run, run->n_steps);
    uint32_t                   truth = world->clauses[end][run->claim];
    for (unsigned k = 0; k < claim->n_clauses; k++)
        if (claim->clauses[k].premise == premise && (truth >> k & 1) == premise)
            print_clause(out, run, &claim->clauses[k], end);
}

/* The sentence of each ghost that a false clause speaks of, once. */
static void print_meanings(FILE *out, const struct run *run, const struct engine_claim *claim,
                           unsigned end)
{
    uint32_t truth = run_world(run, run->n_steps)->clauses[end][run->claim];
    for (unsigned var = 0; var < run->names.n_vars; var++) {
        bool spoken_of = false;
        for (unsigned k = 0; k < claim->n_clauses; k++)
            for (unsigned i = 0; i < claim->clauses[k].n_mentions; i++)
                spoken_of = spoken_of || (!claim->clauses[k].premise && (truth >> k & 1) == 0
                                          && claim->clauses[k].mentions[i].var == var);
        if (!spoken_of || run->names.vars[var].text[0] == '\0')
            continue;
        fprintf(out, "%*s(%s: ", INDENT, "", run->names.vars[var].name);
        fprintf(out, "%s)\n", run->names.vars[var].text);
    }
}

static void print_what_is_false(FILE *out, const struct run *run, const struct engine_claim *claim,
                                unsigned end)
{
    bool conditional = claim->n_clauses > 0 && claim->clauses[0].premise;
    if (conditional && claim->kind == CLAIM_ALWAYS) {
        fprintf(out, "   At %c it speaks, for\n", end_names[end]);
        print_clauses(out, run, claim, end, true);
        fputs("   and it is false, for this is not so:\n", out);
    } else if (claim->kind == CLAIM_ALWAYS) {
        fprintf(out, "   At %c it is false, for this is not so:\n", end_names[end]);
    } else {
        fprintf(out, "   %c %s to this:\n", end_names[end],
                claim->kind == CLAIM_EVENTUALLY ? "never comes" : "can never come back");
    }
    print_clauses(out, run, claim, end, false);
    print_meanings(out, run, claim, end);
}

static void print_title(FILE *out, const struct run *run)
{
    struct text title = {0};
    if (run->claim == RUN_NO_CLAIM)
        text_add(&title, "%s: a run of %" PRIu32 " step%s.", run->bound, run->n_steps,
                 run->n_steps == 1 ? "" : "s");
    else
        text_add(&title, "%s: a run of %" PRIu32 " step%s that %s %s: %s.", run->bound, run->n_steps,
                 run->n_steps == 1 ? "" : "s", run_outcome(run), run_claim_name(run), run_claim_text(run));
    text_fill(out, text_get(&title), 0, WIDTH);
    text_free(&title);
}

static void print_states(FILE *out, const struct run *run)
{
    fprintf(out, "A is in %s, B in %s.\n", run->names.states[run_state(run, run->n_steps, 0)],
            run->names.states[run_state(run, run->n_steps, 1)]);
}

void story_print_verdict(FILE *out, const struct run *run)
{
    unsigned end = run_guilty(run);
    if (run->claim == RUN_NO_CLAIM) {
        fputs("In the end ", out);
        print_states(out, run);
        return;
    }
    if (run->claim == run->names.n_claims) {
        fputs("Nothing more can happen, and that is no legal end: ", out);
        print_states(out, run);
        return;
    }
    const struct engine_claim *claim = &run->names.claims[run->claim];
    struct text sentence = {0};
    text_add(&sentence, "%s \"%s\" (%s%s).",
             run_is_shown(run) ? "So it can be that" : claim->kind == CLAIM_WITNESS
             ? "No run in this bound shows any more that" : "The claim is", claim->text,
             sentence_source(claim->cite), claim->cite);
    text_fill(out, text_get(&sentence), 0, WIDTH);
    text_free(&sentence);
    if (end < TRACE_ENDS)
        print_what_is_false(out, run, claim, end);
}

/* ---------------------------------------------------------------- the run beside it */

static bool is_about_goal(const struct run *run)
{
    return run->claim < run->names.n_claims && run->names.claims[run->claim].kind != CLAIM_ALWAYS;
}

static void print_beside(FILE *out, const struct run *run, struct run_beside beside)
{
    struct text sentence = {0};
    text_add(&sentence, "Step %" PRIu32 " decides. Beside it %s, which has the same steps up to "
             "there, and then:", beside.from, beside.title);
    fputs("\n", out);
    text_fill(out, text_get(&sentence), 0, WIDTH);
    text_free(&sentence);
    print_steps(out, beside.run, beside.from);
    fputs(is_about_goal(run) ? "     There it comes to this: " : "     There the claim holds to the end: ", out);
    print_states(out, beside.run);
}

static void print_base(FILE *out, const struct run *run, const struct run *base)
{
    uint32_t step = run->turn;
    if (step == 0)
        return;
    fprintf(out, "\nWith the table as it is, step %" PRIu32 " %s\n", step,
            step <= base->n_steps ? "goes otherwise:" : "cannot happen.");
    if (step <= base->n_steps)
        story_print_step(out, base, step);
}

void story_print(FILE *out, const struct run *run, struct run_beside beside, const struct run *base)
{
    print_title(out, run);
    fputs("Assumed: ", out);
    text_fill(out, run->assumptions, 9, WIDTH);
    fputs("\n", out);
    print_steps(out, run, 1);
    fputs("\n", out);
    story_print_verdict(out, run);
    if (base != NULL && base != beside.run)
        print_base(out, run, base);
    if (beside.run != NULL)
        print_beside(out, run, beside);
    fprintf(out, "\nreplay: %s\n", run->command);
}
