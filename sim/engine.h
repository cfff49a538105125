/* engine.h - what a generated world offers: its moves, its claims, its names.
 *
 * fsmc makes one C file for each (table, options, bound); compiled, it exports
 * one constant, `const struct engine eleven_engine`. A world is a plain value of
 * `world_size` bytes: copied with memcpy, compared with memcmp, hashed as bytes.
 * Whatever is not in use in it is zero.
 *
 * Units      octets of text; sequence numbers modulo 2^seq_bits.
 * Errors     none: move() returns false when the move is not enabled.
 * Ownership  all pointers are to constants of the engine; the caller owns worlds.
 * Source     DESIGN.md's semantics are in docs/ARCHITECTURE.md, "The engines".
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The core needs no library (docs/ARCHITECTURE.md): a compiler without one has these four still. */
#if __STDC_HOSTED__
#include <string.h>
#else
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int   memcmp(const void *a, const void *b, size_t size);
#endif

enum {
    ENGINE_ABI       = 8,  /* raised when a struct below changes */
    ENGINE_ENDS      = 2,  /* A is 0, B is 1 */
    ENGINE_FIRED_MAX = 16, /* rows that one move can fire */
    ENGINE_SENT_MAX  = 8,  /* segments that one move can send */
    ENGINE_TOLD_MAX  = 8,  /* signals that one move can give a user */
    ENGINE_NONE      = 255, /* "no end", in struct engine_step */
    ENGINE_PROCESSES = 7   /* of which fairness is asked; see process_of */
};

/* The control bits, with the values of the TCP header (RFC 9293, 3.1). */
enum { FLAG_FIN = 1, FLAG_SYN = 2, FLAG_RST = 4, FLAG_ACK = 16 };

struct engine_segment {
    uint8_t  flags;  /* FLAG_... */
    uint8_t  forged; /* 1: no end sent it */
    uint8_t  old;    /* in a trace, 1: it arrives from a connection that its sender has left */
    uint32_t seq;    /* SEG.SEQ, absolute */
    uint32_t ack;    /* SEG.ACK, absolute; 0 without FLAG_ACK */
    uint32_t text;   /* octets of text (SEG.LEN without SYN and FIN) */
    uint32_t window; /* SEG.WND, octets; 0 without has_window */
    bool     has_window; /* windows change in this world, so each segment tells its sender's */
};

struct engine_fired {
    uint16_t row;   /* index into engine.rows */
    uint8_t  state; /* the state in which it matched; with the row: its identity */
    uint8_t  to;    /* the state that it left behind */
};

/* Where all moves of one world go; see engine.successors. */
struct engine_sink {
    /* The world after move m: its halves are in `room`. */
    void (*found)(struct engine_sink *sink, unsigned m);
    void     *room[ENGINE_ENDS]; /* for one half each; may be moved by found() */
    uint64_t *fired;     /* [row * n_states + state]: one more each time that it fires */
    uint64_t  overflows; /* segments lost since a queue was full: counted up */
};

/* What one move did; filled by move() when the caller asks for it. */
struct engine_step {
    uint16_t              move;                    /* index into engine.moves */
    uint8_t               end;                     /* at which end it happened */
    uint16_t              argument;                /* place in the queue, or the forged segment */
    uint8_t               event;                   /* index into engine.events, or ENGINE_NONE */
    const char           *call;                    /* the user's call, "SEND 1"; NULL: none */
    bool                  active;                  /* of an OPEN */
    uint8_t               iss, octets;             /* of an OPEN, of a SEND */
    bool                  has_segment;             /* a segment arrived, was lost or was copied */
    struct engine_segment segment;                 /* that segment */
    uint8_t               n_fired, n_sent, n_told; /* how much of the arrays is used */
    struct engine_fired   fired[ENGINE_FIRED_MAX]; /* rows, in order */
    struct engine_segment sent[ENGINE_SENT_MAX];   /* segments, in order */
    uint8_t               told[ENGINE_TOLD_MAX];   /* index into engine.signals */
    uint32_t              started, stopped;        /* bit t: timer t was (re)started, stopped */
    uint8_t               n_overflow;              /* of those sent, lost since the queue was full */
    uint32_t              delivered;               /* octets given to the user */
};

struct engine_row {
    const char    *name;   /* as in the table */
    const char    *event;  /* "segment", "OPEN", ... */
    uint8_t        step;   /* numbered check of 3.10.7.4; 0 where there is none */
    const char    *file;   /* where it stands */
    unsigned       line;
    const char    *label;  /* event [guard] / action -> target, as written */
    uint16_t       states; /* bit s: the row can match in state s */
    const char    *cite[16];   /* by state: its citation, resolved; NULL elsewhere */
    const char    *cannot[16]; /* by state: why it can never fire there; NULL where it can */
};

struct engine_move {
    const char *name;     /* deliver, lose, ... */
    const char *process;  /* who makes it: network, adversary, user, timer */
    const char *text;     /* a sentence of it */
    unsigned    choices;  /* how many values `argument` has */
};

enum engine_claim_kind {
    CLAIM_ALWAYS,      /* where the premise holds, the claim does: in every world */
    CLAIM_EVENTUALLY,  /* from the premise on, in every fair run, it comes to hold; fair bounds */
    CLAIM_RECOVERABLE, /* from every world of the premise there is a run to where it holds */
    CLAIM_WITNESS      /* in some world it holds */
};

/* A variable that a clause speaks of. */
struct engine_mention {
    uint16_t var;  /* index into engine.vars */
    bool     peer; /* of the other end */
};

/* One of what `and` joins in a claim: first those of its premise. */
struct engine_clause {
    const char *text;     /* as written */
    bool        premise;  /* else of what holds, or is to be reached */
    unsigned    n_mentions;
    const struct engine_mention *mentions;
};

struct engine_claim {
    const char *name;
    const char *text;     /* the claim as a sentence */
    const char *cite;     /* section of the RFC or source */
    const char *premise;  /* as written; "" when it has none */
    enum engine_claim_kind kind;
    bool        asked;    /* it is looked at in this bound */
    bool        broken;   /* the bound leaves out what it needs: it is to be VIOLATED here */
    const char *const *without; /* CLAIM_RECOVERABLE: events and moves that do not count; NULL
                                 * ends the list */
    unsigned    n_clauses; /* at most 32 */
    const struct engine_clause *clauses;
};

/* A number of the bound that a sweep varies: part of the world, and never changed by a move. */
struct engine_knob {
    const char *name;     /* of the parameter or budget */
    unsigned    least, most;
    void      (*set)(void *world, unsigned value); /* of a world that init() has written */
};

struct engine_var {
    const char *name;   /* SND.UNA, ... */
    const char *type;   /* seq, bool, count, state; timer: the ticks left and one more; 0: off */
    const char *note;   /* "", "ghost", "budget left", "calls made" */
    const char *text;   /* its sentence, or "" */
};

/* A change of the table that an engine of all of them can make. */
struct engine_mutation {
    const char *name;  /* as `fsmc --mutations` has it */
    uint16_t    row;   /* the row that it changes; 0xffff: what several rows use */
    uint8_t     state; /* in that state */
};

struct engine {
    unsigned    abi;
    const char *bound;        /* its name */
    const char *text;         /* what it explores, one sentence */
    const char *assumptions;  /* options, budgets, ISS: one line */
    const char *mutant;       /* name of the mutant of the table; NULL: the table as it is */
    const char *mutant_text;  /* what was changed in it */

    /* Of an engine that is every mutant at once; else none. mutate(0) makes it the table as it is,
     * mutate(n) mutations[n - 1], for this thread: the only state that an engine has. */
    unsigned n_mutations;
    const struct engine_mutation *mutations;
    void (*mutate)(unsigned number);

    unsigned    seq_bits;
    size_t      world_size;   /* octets */
    uint64_t    pinned_states, pinned_transitions; /* 0: not pinned */
    uint64_t    pinned_orbits; /* of the worlds, where `alike`; 0: not pinned */

    unsigned n_states, n_events, n_rows, n_moves, n_claims, n_signals, n_vars, n_legal_ends,
                n_timers;
    const char *const         *states;  /* RFC spelling: SYN-SENT */
    const char *const         *events;
    const char *const         *signals;
    const char *const         *signal_texts; /* the RFC's words */
    const char *const         *timers;
    uint32_t                   spontaneous; /* bit e: event e happens as soon as it can */
    const struct engine_row   *rows;
    const struct engine_move  *moves;
    const struct engine_claim *claims;
    const struct engine_var   *vars;       /* of one end, in the order that view() gives */
    const char *const         *legal_ends; /* names of the legal ends */

    /* Writes the initial world; engine_start() below does so too, and heeds `start`. */
    void (*init)(void *world);
    const void *start; /* the world that runs begin in; NULL: the one that init() writes */

    /* Moves are numbered 0 .. n_choices - 1. Tries move m of `world`: false when
     * it is not enabled; else writes the world after it to `next` and, where step
     * is not NULL, what happened. */
    unsigned n_choices;
    bool (*move)(const void *world, unsigned m, void *next, struct engine_step *step);

    /* Bit c is set: claim c is false in this world. *premises: bit c is set when
     * the premise of claim c holds here, of CLAIM_WITNESS when what it shows is here. Only
     * CLAIM_ALWAYS can be false in a world. */
    uint64_t (*violated)(const void *world, uint64_t *premises);

    /* Bit k is set: clause k of the claim is true for this end in this world. */
    uint32_t (*clauses)(const void *world, unsigned claim, unsigned end);

    /* For one end and the claims of the kinds CLAIM_EVENTUALLY and CLAIM_RECOVERABLE: bit c of
     * *from, its premise holds here; of *reached, what is to be reached holds here. */
    void (*goals)(const void *world, unsigned end, uint64_t *from, uint64_t *reached);

    /* The legal end that a world without a next move is, or -1: a deadlock. */
    int (*legal_end)(const void *world);

    /* Writes the n_vars values of one end. */
    void (*view)(const void *world, unsigned end, uint32_t *values);

    /* The segments on the way to `end`, first in line first; returns how many. */
    unsigned (*flight)(const void *world, unsigned end, struct engine_segment *out, unsigned max);

    /* The process that makes choice m: 0, 1 the network to A, to B; 2, 3 the timers of A, of B;
     * 4, 5 the users; 6 the clock, so that time goes on; ENGINE_NONE the adversary, of whom no
     * fairness is asked. */
    uint8_t (*process_of)(unsigned m);

    bool     fair;  /* a bound of liveness; a full queue is an error there */
    bool     timed; /* time is discrete; a full queue is an error there too */
    bool     alike; /* both ends are: a world is nothing but its two halves, and where they are exchanged
                     * its moves and claims are those that it had, with A and B exchanged */
    unsigned n_knobs;
    const struct engine_knob *knobs;

    /* A world in two halves, one an end: its control block, what it sent that is on its way, and
     * with the last what belongs to neither. What is not in use in a half is zero, so that worlds
     * are equal when both halves are. NULL, as are the next two, where an engine is every mutant. */
    size_t half_size; /* octets, a multiple of sixteen */
    void (*halve)(const void *world, void *const halves[ENGINE_ENDS]);
    void (*join)(const void *const halves[ENGINE_ENDS], void *world);

    /* Makes every move that is enabled, in the order of their numbers; returns how many. */
    unsigned (*successors)(const void *const halves[ENGINE_ENDS], struct engine_sink *sink);
};

/* Writes the world in which a run begins. A copy of an engine with another `start`, made by
 * init() and the knobs, is the same engine under another setting. */
static inline void engine_start(const struct engine *engine, void *world)
{
    if (engine->start != NULL)
        memcpy(world, engine->start, engine->world_size);
    else
        engine->init(world);
}

/* The symbol that a compiled engine exports. */
#define ENGINE_SYMBOL "eleven_engine"

#endif
