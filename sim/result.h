/* result.h - what a search of one bound found, by either engine.
 *
 * The claims are those of the engine and one more, the last: no_deadlock, every world
 * without a next move is a legal end.
 *
 * Units      bytes, seconds; transitions are successful moves, states include the initial.
 * Ownership  result_start() allocates, result_free() frees; the engine must outlive both.
 */
#ifndef RESULT_H
#define RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "text.h"

enum verdict { VERDICT_HOLDS, VERDICT_VIOLATED, VERDICT_INCOMPLETE, VERDICT_ERROR };

/* A verdict, and whether it is the one that the bound expects. The gravest stands last. */
enum outcome {
    OUTCOME_HOLDS,
    OUTCOME_EXPECTED,   /* VIOLATED, as it is to be here */
    OUTCOME_INCOMPLETE,
    OUTCOME_UNEXPECTED, /* HOLDS, though it is to be VIOLATED here */
    OUTCOME_VIOLATED,
    OUTCOME_ERROR,
    OUTCOMES
};

/* Moves from the initial world. A run against a claim of liveness is a lasso: its last moves
 * come back to where they began, and are made for ever; or it ends, and nothing more comes. */
struct path {
    unsigned *moves; /* `count` of them */
    size_t    count; /* how many */
    size_t    loop;  /* so many of the last are the loop; 0: the run ends */
};

struct claim_result {
    bool        violated; /* false in some world that was reached, or in some run */
    bool        premise;  /* its premise held in some world; CLAIM_WITNESS: it was shown */
    const char *cut_by;   /* what ran out before this claim was decided; NULL: nothing */
    struct path path;     /* where violated: the way there; of a witness: the way to it */
};

/* The worlds in which the ends are in two states; see states.h. */
struct pair_count {
    uint64_t worlds;    /* all of them */
    uint64_t quiescent; /* of these, where only a user or the adversary can move */
};

enum { RESULT_ALL_KINDS = (1 << (CLAIM_WITNESS + 1)) - 1 };

struct result {
    const struct engine *engine;      /* whose worlds they are */
    const char          *searcher;    /* "spin" or "explore" */
    unsigned             kinds;       /* bit k: it looks at claims of kind k; all, unless changed */
    uint64_t             states;      /* worlds reached */
    uint64_t             orbits;      /* so many of them were searched, which stand for all: A and B
                                       * may be exchanged; 0: all were searched */
    uint64_t             transitions; /* moves made */
    uint64_t             moves_sum;   /* explore, asked for it: of a number for each transition; see explore.c */
    uint64_t             depth;       /* explore: of the last level; spin: of its search */
    double               seconds;     /* of the search alone */
    uint64_t             bytes;       /* of the search alone */
    uint64_t             overflows;   /* segments lost since a queue was full */
    uint64_t            *fired;       /* [row * n_states + state]: how often */
    struct path         *examples;    /* the same index: a shortest way to its firing, or NULL */
    uint64_t            *ends;        /* by legal end: worlds of it; explore only */
    struct pair_count   *pairs;       /* [A's state * n_states + B's]; NULL: not counted */
    struct claim_result *claims;      /* result_claims() of them */
    const char          *cut_by;      /* what ran out: "memory", ...; NULL where complete */
    bool                 interrupted; /* by the user */
    struct text          error;       /* why there is no result; empty where there is one */
};

void result_start(struct result *result, const struct engine *engine, const char *searcher);
void result_free(struct result *result);

unsigned     result_claims(const struct engine *engine);
const char  *result_claim_name(const struct engine *engine, unsigned claim);
const char  *result_claim_text(const struct engine *engine, unsigned claim);
enum engine_claim_kind result_claim_kind(const struct engine *engine, unsigned claim);

const char            *result_kind_name(enum engine_claim_kind kind);

/* The searcher can look at claims of its kind; and the bound asks for it, too. */
bool result_can_look(const struct result *result, unsigned claim);
bool result_is_asked(const struct result *result, unsigned claim);

/* The bound leaves out what the claim needs: it is to be VIOLATED here. */
bool result_is_broken(const struct engine *engine, unsigned claim);

/* Every world that can be reached was looked at. */
bool result_is_complete(const struct result *result);

/* Where a bound is of liveness or time, a segment lost to a full queue is an error. */
void result_check_overflows(struct result *result);

enum verdict result_verdict(const struct result *result, unsigned claim);
const char  *verdict_name(enum verdict verdict);
const char  *outcome_name(enum outcome outcome);
enum outcome result_outcome(const struct result *result, unsigned claim);

/* Of all claims that are asked: the gravest outcome. */
enum outcome result_gravest(const struct result *result);

/* The premise is stated, and was never met where the claim was looked at; or what a witness
 * shows was never seen. */
bool result_is_vacuous(const struct result *result, unsigned claim);

/* The index of one (row, state) in `fired`; whether the row is one of that state. */
size_t result_index(const struct engine *engine, unsigned row, unsigned state);
bool   result_has_row(const struct engine *engine, unsigned row, unsigned state);

/* Adds STATE/event/row. */
void result_add_identity(struct text *text, const struct engine *engine, unsigned row,
                         unsigned state);

#endif
