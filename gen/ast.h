/* ast.h - the checked table: what the parser builds, the checker completes and
 * every backend reads. The first waist of the project.
 *
 * The parser fills names and places; check() resolves every name to its symbol,
 * gives every expression its type and every citation its full form. A backend
 * sees only models without errors.
 *
 * Units      sequence numbers are modulo 2^seq_bits; counts are octets or pieces.
 * Errors     none here.
 * Ownership  everything belongs to the arena; lists are singly linked, in the
 *            order of the text.
 * Source     docs/LANGUAGE.md.
 */
#ifndef AST_H
#define AST_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

enum {
    STATES_MAX  = 16, /* a set of states is a uint16_t */
    OPTIONS_MAX = 32, /* a set of options is a uint32_t */
    BUDGET_MAX  = 100,
    COUNT_MAX   = 255, /* a count fits in a byte of the model */
    TICKS_MAX   = COUNT_MAX - 1, /* a timer holds the ticks left and one more */
    CLAUSES_MAX = 32  /* what `and` joins in a claim: a set of clauses is a uint32_t */
};

enum type { TYPE_NONE, TYPE_BOOL, TYPE_SEQ, TYPE_COUNT, TYPE_STATE };

enum symbol_kind {
    SYM_STATE, SYM_SET, SYM_OPTION, SYM_PARAM, SYM_VAR, SYM_INPUT, SYM_TIMER, SYM_SIGNAL,
    SYM_EVENT, SYM_LET, SYM_DO, SYM_SOURCE, SYM_BUDGET,
    SYM_SEGMENT, /* a field of the segment that arrives: SEG.SEQ, SYN, ... */
    SYM_OUT,     /* the same field of the segment that is sent: OUT.SEQ, ... */
    SYM_WORLD    /* state, flight, CAPACITY, ... : kept by the world itself */
};

struct expr;
struct action;

/* Is the state with this index a member of the set? */
static inline bool has_state(uint16_t states, unsigned state)
{
    return ((unsigned)states >> state & 1u) != 0;
}

struct symbol {
    enum symbol_kind kind;
    const char      *name;    /* as in the table: SND.UNA */
    const char      *ident;   /* the same as a C identifier: snd_una */
    const char      *text;    /* its sentence, "" where there is none */
    const char      *cite;    /* citation as written, then resolved; "" if none */
    struct place     at;      /* where it is declared */
    struct place     cite_at; /* where its citation stands */
    enum type        type;    /* of a value */
    unsigned         max;     /* largest value of a count */
    unsigned         index;   /* among the symbols of its kind, from 0 */
    uint16_t         states;  /* SYM_STATE: its bit; SYM_SET: its members */
    unsigned         value;   /* SYM_PARAM: its value; SYM_OPTION: 1 when on; budgets: of A */
    unsigned         value_b; /* SYM_BUDGET: of B */
    bool             fixed;   /* SYM_PARAM, SYM_OPTION: by a mutant, whatever the bound says */
    bool             ghost;   /* known to claims and never to the table; SYM_INPUT: scratch */
    bool             wanted;  /* a ghost that a claim of this bound needs: see check_ghosts() */
    struct knob     *knob;    /* SYM_PARAM, SYM_BUDGET: a sweep varies it; NULL: none does */
    bool             ticks;   /* SYM_PARAM, a ghost: of type `ticks`, for timed bounds only */
    struct place     given;   /* SYM_PARAM: where the bound sets it; no source: it does not */
    const char      *needs_name; /* the option that it is there with, as written; NULL: none */
    struct place     needs_at;   /* where that stands */
    struct symbol   *needs;      /* that option; where it is off it reads 0 and takes nothing */
    struct symbol   *lasts;   /* SYM_TIMER, the event `segment`: how many ticks, a parameter */
    bool             spontaneous; /* SYM_EVENT: happens whenever one of its rows can */
    bool             timed;   /* SYM_EVENT: a timer raises it, so not every state needs a row */
    struct expr     *expr;    /* SYM_LET: its meaning; SYM_SEGMENT: what a sender puts there */
    struct action   *body;    /* SYM_DO: its meaning */
    struct action   *watch;   /* SYM_DO, SYM_WORLD `send`, `arrive`, ...: what the claims add */
    unsigned         size;    /* SYM_LET, SYM_DO: operations and actions when written out */
    unsigned         visit;   /* mark of the search for a let or do that calls itself */
    bool             used;    /* something refers to it */
    struct symbol   *next;    /* in the model's list */
};

enum expr_kind {
    EXPR_NUMBER, EXPR_BOOL, EXPR_NAME, EXPR_NOT, EXPR_AND, EXPR_OR, EXPR_IMPLIES,
    EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_RANGE, EXPR_ADD, EXPR_SUB, EXPR_MIN, EXPR_IF,
    EXPR_IN,      /* state in SET */
    EXPR_ENABLED, /* enabled(EVENT) */
    EXPR_RUNNING, /* running(TIMER) */
    EXPR_DUE,     /* due(TIMER): it runs and, where time is discrete, has come to its end */
    EXPR_FLIES,   /* flies(seq): a segment that begins with it is on the way to the peer */
    EXPR_ONE      /* one(bool): 1 or 0 */
};

struct expr {
    enum expr_kind kind;
    enum type      type;       /* filled by check() */
    struct place   at;
    const char    *text;       /* as written: of a whole expression and of what `and` joins */
    const char    *name;       /* EXPR_NAME and those with a symbol: as written */
    struct symbol *symbol;     /* what the name means */
    bool           peer;       /* peer.NAME: of the other end */
    unsigned       value;      /* EXPR_NUMBER, EXPR_BOOL */
    uint16_t       states;     /* EXPR_IN: the set */
    bool           low_strict; /* EXPR_RANGE a .. b .. c: `a < b`, not `a =< b` */
    bool           high_strict;/* and `b < c` */
    struct expr   *a, *b, *c;  /* operands; EXPR_IF: condition, then, else */
};

enum action_kind {
    ACT_ASSIGN, ACT_DO, ACT_SEND, ACT_TELL, ACT_DELIVER, ACT_START, ACT_STOP, ACT_FORGET,
    ACT_RAISE, ACT_ARRIVE, ACT_REMOVE, ACT_COPY, ACT_FORGE, ACT_CALL, ACT_CRASH,
    ACT_TICK
};

struct action {
    enum action_kind kind;
    struct place     at;
    const char      *name;    /* target of :=, or the argument's name, as written */
    struct symbol   *symbol;  /* what it means */
    struct expr     *value;   /* ACT_ASSIGN, ACT_DELIVER, ACT_ARRIVE, ... */
    uint8_t          flags;   /* ACT_SEND: FIN 1, SYN 2, RST 4, ACK 16 */
    struct expr     *seq, *ack, *len; /* ACT_SEND; NULL: SND.NXT, RCV.NXT, 0 */
    struct expr     *when;    /* `if [..]`: only then; NULL: always */
    struct action   *next;
};

struct row {
    const char    *name;
    struct place   at;
    struct expr   *guard;     /* NULL: always */
    struct action *actions;
    struct symbol *target;    /* NULL: same */
    const char    *target_name; /* as written */
    struct place   target_at;
    unsigned       next_step; /* 0: stop; else the step to go on with */
    bool           goes_on;   /* `, next`: next_step is filled by check() */
    const char    *cite;      /* as written */
    struct place   cite_at;
    const char    *cites[STATES_MAX]; /* resolved, by state */
    uint16_t       within;    /* the states that changes of the table have left it */
    uint16_t       states;    /* where it is in force: those of its group that are within */
    const char    *cannot[STATES_MAX]; /* by state: why it cannot fire there; NULL: it can */
    unsigned       index;     /* among all rows */
    const char    *label;     /* its text, white space squeezed */
    struct group  *group;
    struct row    *next;
};

struct group {
    const char    *event_name; /* as written */
    struct symbol *event;
    struct place   at;
    const char    *names[STATES_MAX]; /* the states and sets, as written */
    struct place   names_at[STATES_MAX];
    unsigned       n_names;
    uint16_t       states;     /* all of them */
    unsigned       step;       /* 0: the event has no steps */
    const char    *step_text;  /* "check the ACK field" */
    const char    *cite;       /* as written */
    struct place   cite_at;
    struct row    *rows;
    unsigned       index;      /* among all groups */
    struct group  *next;
};

/* What was left out of the RFC, and why. */
struct omission {
    const char      *what;    /* "RECEIVE", "segment, step 3" */
    const char      *reason;
    const char      *cite;
    struct place     at, cite_at;
    struct omission *next;
};

/* A row that the table has for the RFC's sake and that no run can fire. */
struct impossible {
    const char        *state, *event, *row;
    const char        *reason;
    struct place       at;
    struct impossible *next;
};

/* A feature of a received segment, for the labels of the diagram. */
struct feature {
    const char     *text;  /* "rcv ACK of SYN" */
    struct expr    *expr;
    struct place    at;
    struct feature *next;
};

/* lasts WHAT PARAM: how many ticks a timer takes, or a segment lives. */
struct lasting {
    const char     *what, *param;
    struct place    what_at, param_at;
    struct lasting *next;
};

struct move {
    const char    *name;
    const char    *process; /* network, adversary, user, timer */
    const char    *text;    /* its sentence */
    struct place   at;
    bool           indexed; /* NAME(i): its argument runs over places of the queue */
    bool           picks;   /* NAME(next): over those of segments that may be the next */
    bool           forges;  /* its argument runs over the forged segments */
    bool           calls;   /* its argument runs over the alternatives of the user's call */
    struct expr   *guard;
    struct action *actions;
    unsigned       index;
    struct move   *next;
};

enum claim_kind { CLAIM_ALWAYS, CLAIM_EVENTUALLY, CLAIM_RECOVERABLE, CLAIM_WITNESS };

/* A name in a list of names that is resolved elsewhere, or later. */
struct named {
    const char   *name;
    struct place  at;
    struct named *next;
};

struct claim {
    enum claim_kind kind;
    const char    *name;
    const char    *text;
    const char    *cite;
    struct place   at, cite_at;
    struct expr   *premise;      /* NULL: none */
    const char    *premise_text; /* as written */
    struct expr   *expr;         /* what holds, or is reached */
    struct named  *without;      /* CLAIM_RECOVERABLE: events and moves that do not count */
    struct named  *in;           /* bounds that it is looked at in; NULL: in all */
    bool           asked;        /* filled by check(): the bound of this run looks at it */
    bool           broken;       /* and breaks it */
    struct claim  *next;
};

struct legal_end {
    const char       *name;
    const char       *text;
    struct place      at;
    struct expr      *expr;
    struct legal_end *next;
};

/* One alternative of one step of a user's script. */
struct call {
    const char    *event_name;
    struct symbol *event;    /* NULL: the end of a script */
    struct place   at;
    bool           active;   /* OPEN */
    unsigned       iss;      /* OPEN */
    unsigned       octets;   /* SEND */
    uint16_t       states;   /* made only in these; 0: in any */
    const char    *state_names[STATES_MAX];
    unsigned       n_states;
    unsigned       position; /* in the script of its end */
    unsigned       choice;   /* among the alternatives there */
    struct call   *next;
};

enum { END_A, END_B, ENDS };

struct bound {
    const char  *name, *text;
    struct place at;
    unsigned     seq_bits, capacity;
    struct call *script[ENDS];      /* in order of position */
    unsigned     positions[ENDS];   /* how many; the last of each part is its end */
    unsigned     after_crash[ENDS]; /* where the script goes on after a crash */
    bool         likened[ENDS];     /* the script is still that of the bound that this one is like */
    unsigned     alternatives;      /* most of any position */
    bool         fair;              /* for claims of liveness: a full queue is an error */
    bool         timed;             /* timers and segments have a length in ticks */
    bool         unordered;         /* segments overtake one another as they like */
    struct named *breaks;           /* claims that are to be violated here */
    struct named *asks;             /* the only other ones that are looked at; NULL: as they say */
    struct expr  *until;            /* a world of this kind is not gone beyond, A's view; NULL: none is */
    struct step  *begin;            /* moves that are made first; NULL: none */
    struct knob  *knobs;            /* what a sweep varies */
    uint64_t     states, transitions; /* pinned; 0: not */
    uint64_t     orbits;              /* so many states are left where A and B may be exchanged; pinned, or 0 */
    struct place orbits_at;           /* where that stands */
};

/* A move that a bound makes first. */
struct step {
    unsigned           end;       /* END_A or END_B */
    const char        *move_name; /* as written */
    const struct move *move;      /* filled by check() */
    unsigned           argument;
    struct place       at;
    struct step       *next;
};

/* A parameter or budget that is part of the world, so that one engine serves a whole sweep. */
struct knob {
    const struct symbol *symbol;
    struct place         at;
    unsigned             least, most;
    struct knob         *next;
};

/* A small change of the table, and what it breaks. The change itself is in the table. What is
 * made by a rule (mutate.h) has an identity for a name. */
struct mutant {
    const char  *name;
    const char  *text;      /* what was changed */
    const char  *lesson;    /* what it teaches */
    struct place at;
    bool         changes;   /* something */
    struct named claim;     /* that it breaks; of a mutation: no name */
    const char  *bound;     /* where */
};

/* A change of the table that a rule can make; see mutate.h. */
struct mutation {
    const char      *name;   /* its identity */
    const char      *text;   /* what it changes */
    struct place     at;     /* where */
    unsigned         number; /* among all, from 1 */
    struct row      *row;    /* of this row, in one state; NULL: of a let or do */
    unsigned         state;
    struct row      *new;    /* what is in its place; NULL: nothing */
    struct symbol   *symbol; /* the let or do */
    struct expr     *expr;   /* what it means then */
    struct action   *body;   /* what it does then */
    struct mutation *next;
};

struct model {
    struct symbol    *symbols;
    struct group     *groups;
    struct omission  *omissions;
    struct impossible *impossible;
    struct feature   *features;
    struct lasting   *lastings;
    struct move      *moves;
    struct claim     *claims;
    struct legal_end *legal_ends;
    struct bound     *bound;      /* NULL: the table alone */
    struct mutant    *mutant;     /* NULL: the table as it is */
    struct mutation  *mutations;  /* NULL: nobody asked for them */
    unsigned          n_mutations;
    unsigned          n_rows, n_groups, n_moves, n_claims, n_legal_ends;
    unsigned          count[SYM_WORLD + 1]; /* symbols of each kind */
    const struct source *table;   /* the first file */
};

#endif
