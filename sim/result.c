/* result.c - what a search of one bound found, by either engine. */
#include "result.h"

#include <stdlib.h>

static size_t cells(const struct engine *engine)
{
    return (size_t)engine->n_rows * engine->n_states;
}

void result_start(struct result *result, const struct engine *engine, const char *searcher)
{
    *result = (struct result){.engine = engine, .searcher = searcher, .kinds = RESULT_ALL_KINDS};
    result->fired    = memory_get(cells(engine), sizeof *result->fired);
    result->examples = memory_get(cells(engine), sizeof *result->examples);
    result->ends     = memory_get(engine->n_legal_ends, sizeof *result->ends);
    result->claims   = memory_get(result_claims(engine), sizeof *result->claims);
    result->claims[engine->n_claims].premise = true;
}

void result_free(struct result *result)
{
    if (result->engine == NULL)
        return;
    for (size_t i = 0; i < cells(result->engine); i++)
        free(result->examples[i].moves);
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        free(result->claims[i].path.moves);
    free(result->fired);
    free(result->examples);
    free(result->ends);
    free(result->pairs);
    free(result->claims);
    text_free(&result->error);
    *result = (struct result){0};
}

unsigned result_claims(const struct engine *engine)
{
    return engine->n_claims + 1;
}

const char *result_claim_name(const struct engine *engine, unsigned claim)
{
    return claim < engine->n_claims ? engine->claims[claim].name : "no_deadlock";
}

const char *result_claim_text(const struct engine *engine, unsigned claim)
{
    return claim < engine->n_claims ? engine->claims[claim].text
                                    : "every world without a next move is a legal end";
}

enum engine_claim_kind result_claim_kind(const struct engine *engine, unsigned claim)
{
    return claim < engine->n_claims ? engine->claims[claim].kind : CLAIM_ALWAYS;
}

const char *result_kind_name(enum engine_claim_kind kind)
{
    static const char *const names[] = {[CLAIM_ALWAYS]      = "always",
                                        [CLAIM_EVENTUALLY]  = "eventually",
                                        [CLAIM_RECOVERABLE] = "recoverable",
                                        [CLAIM_WITNESS]     = "witness"};
    return names[kind];
}

bool result_can_look(const struct result *result, unsigned claim)
{
    return (result->kinds >> result_claim_kind(result->engine, claim) & 1) != 0;
}

bool result_is_asked(const struct result *result, unsigned claim)
{
    const struct engine *engine = result->engine;
    return result_can_look(result, claim) &&
           (claim >= engine->n_claims || engine->claims[claim].asked);
}

bool result_is_broken(const struct engine *engine, unsigned claim)
{
    return claim < engine->n_claims && engine->claims[claim].broken;
}

/* What was found stands even where the search was cut short: its run is there to be seen. */
enum verdict result_verdict(const struct result *result, unsigned claim)
{
    const struct claim_result *found      = &result->claims[claim];
    bool                       is_witness = result_claim_kind(result->engine, claim) == CLAIM_WITNESS;
    if (result->error.length > 0)
        return VERDICT_ERROR;
    if (found->violated)
        return VERDICT_VIOLATED;
    if (is_witness && found->premise)
        return VERDICT_HOLDS;
    if (!result_is_complete(result) || found->cut_by != NULL)
        return VERDICT_INCOMPLETE;
    return is_witness ? VERDICT_VIOLATED : VERDICT_HOLDS;
}

/* A search that never began has seen no world, not even the first. */
bool result_is_complete(const struct result *result)
{
    return result->error.length == 0 && result->cut_by == NULL && result->states > 0;
}

void result_check_overflows(struct result *result)
{
    const struct engine *engine = result->engine;
    char                 number[TEXT_NUMBER_MAX];
    if ((engine->fair || engine->timed) && result->overflows > 0)
        text_add(&result->error, "a queue was full on %s of the transitions, and what it loses "
                 "for nothing spoils %s: give the bound more capacity",
                 text_grouped(number, result->overflows), engine->timed ? "time" : "liveness");
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {[VERDICT_HOLDS]      = "HOLDS",
                                        [VERDICT_VIOLATED]   = "VIOLATED",
                                        [VERDICT_INCOMPLETE] = "INCOMPLETE",
                                        [VERDICT_ERROR]      = "ERROR"};
    return names[verdict];
}

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {[OUTCOME_HOLDS]      = "HOLDS",
                                        [OUTCOME_EXPECTED]   = "VIOLATED (as expected)",
                                        [OUTCOME_INCOMPLETE] = "INCOMPLETE",
                                        [OUTCOME_UNEXPECTED] = "HOLDS (unexpectedly)",
                                        [OUTCOME_VIOLATED]   = "VIOLATED",
                                        [OUTCOME_ERROR]      = "ERROR"};
    return names[outcome];
}

enum outcome result_outcome(const struct result *result, unsigned claim)
{
    bool broken = result_is_broken(result->engine, claim);
    switch (result_verdict(result, claim)) {
    case VERDICT_HOLDS:      return broken ? OUTCOME_UNEXPECTED : OUTCOME_HOLDS;
    case VERDICT_VIOLATED:   return broken ? OUTCOME_EXPECTED : OUTCOME_VIOLATED;
    case VERDICT_INCOMPLETE: return OUTCOME_INCOMPLETE;
    case VERDICT_ERROR:      break;
    }
    return OUTCOME_ERROR;
}

enum outcome result_gravest(const struct result *result)
{
    enum outcome gravest = OUTCOME_HOLDS;
    for (unsigned i = 0; i < result_claims(result->engine); i++)
        if (result_is_asked(result, i) && result_outcome(result, i) > gravest)
            gravest = result_outcome(result, i);
    return gravest;
}

bool result_is_vacuous(const struct result *result, unsigned claim)
{
    const struct engine *engine = result->engine;
    bool has_premise = claim < engine->n_claims && (engine->claims[claim].premise[0] != '\0' ||
                                                    engine->claims[claim].kind == CLAIM_WITNESS);
    return has_premise && !result->claims[claim].premise;
}

size_t result_index(const struct engine *engine, unsigned row, unsigned state)
{
    return (size_t)row * engine->n_states + state;
}

bool result_has_row(const struct engine *engine, unsigned row, unsigned state)
{
    return (engine->rows[row].states >> state & 1) != 0;
}

void result_add_identity(struct text *text, const struct engine *engine, unsigned row,
                         unsigned state)
{
    const struct engine_row *r = &engine->rows[row];
    text_add(text, "%s/%s/%s", engine->states[state], r->event, r->name);
}
