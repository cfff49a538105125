/* world.h - what both engines of a world share: its fields, its choices.
 *
 * The C engine and the Promela model must have the same variables and number the
 * moves alike, so both ask here.
 *
 * Units      none.
 * Errors     none.
 * Ownership  texts belong to the arena.
 * Source     docs/LANGUAGE.md, "The world".
 */
#ifndef WORLD_H
#define WORLD_H

#include "ast.h"

/* A variable that each end has. */
struct world_field {
    const char *name;      /* as in the table */
    const char *ident;     /* as in C and Promela */
    const char *text;      /* its sentence, or "" */
    enum type   type;
    bool        ghost;     /* declared in claims.fsm, or kept by the world */
    bool        budget;    /* what the adversary has left; it alone starts above zero */
    bool        forgotten; /* zeroed when the TCB is deleted */
    bool        timer;     /* not zero: it runs */
    bool        ages;      /* a tick of the clock takes one from it */
    bool        presses;   /* at 1 it is due, and until it was heard there is no tick */
    unsigned    initial[ENDS];
};

unsigned           world_fields(const struct model *m);
struct world_field world_field(const struct model *m, unsigned i);

/* Is the symbol left out of this world? What is there with an option is, where that is off; what
 * runs down with the clock, where no clock runs; a ghost that nobody asks for. */
bool world_lacks(const struct model *m, const struct symbol *s);

/* Is it a field of segments that a file declares? A ghost is, too; what is built in is not. */
bool world_is_declared_field(const struct symbol *s);

/* Words of a move about the segment that it takes: `overdue`, its life is over; `eldest` and
 * `youngest` of those in the queue that differ from it in nothing but their lives. */
bool world_is_of_segment(const struct symbol *word);

/* What a segment carries besides what is built in: fields, ghosts, and in a timed bound its life.
 * NULL behind the last. */
const char *world_rider(const struct model *m, unsigned i);

/* How many values the argument of a move has at an end; 0 where the bound alone says, by its
 * budgets and options, that it can never be made there. */
unsigned world_choices(const struct model *m, const struct move *v, unsigned end);

/* The number of a move at an end, less its argument: both engines count alike. */
unsigned world_move_number(const struct model *m, const struct move *move, unsigned end);

/* The process that makes a move at an end, as process_of() of sim/engine.h numbers them; its
 * ENGINE_NONE is WORLD_ADVERSARY here. */
enum { WORLD_CLOCK = 6, WORLD_ADVERSARY = 255 };

unsigned world_process(const struct move *v, unsigned end);

/* The bound treats both ends alike: exchange A and B in a world, and it has the same moves with A
 * and B exchanged. What is written in the table, in world.fsm and in claims is of each end and its peer. */
bool world_is_alike(const struct model *m);

/* How many moves the bound makes first. */
unsigned world_steps(const struct model *m);

/* Options, budgets and initial sequence numbers of the bound in one line. */
const char *world_assumptions(const struct model *m);

#endif
