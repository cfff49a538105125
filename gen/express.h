/* express.h - expressions and actions as text of the language that is written.
 *
 * C and Promela write expressions almost alike; what differs is how a variable is
 * reached, and that is the dialect.
 *
 * Units      none.
 * Errors     none: the model was checked.
 * Ownership  texts belong to the arena.
 * Source     docs/LANGUAGE.md, "What an expression means".
 */
#ifndef EXPRESS_H
#define EXPRESS_H

#include "emit.h"

enum dialect {
    DIALECT_WORLD,  /* C, a world of two ends, bytes, modulo 2^seq_bits */
    DIALECT_TCP,    /* C, one end, 32-bit words */
    DIALECT_PROMELA
};

struct scope {
    const struct model *m;
    enum dialect        dialect;
    const char         *end;      /* Promela: the end that is meant: "e", "0", "1" */
    const char         *argument; /* Promela: what `i` is */
};

/* The text of an expression, in parentheses where it needs them. */
const char *express(const struct scope *s, const struct expr *e);

/* How a symbol is reached, of this end or of the peer. */
const char *express_symbol(const struct scope *s, const struct symbol *v, bool peer);

/* Is the symbol left out of what is written? The simulator chooses its options as it runs, so it
 * has all of them. */
bool express_lacks(const struct scope *s, const struct symbol *v);

/* Does the action set nothing but such a symbol? */
bool express_is_idle(const struct scope *s, const struct action *a);

/* When a bound goes no further, in Promela. */
const char *express_until(const struct model *m);

/* A timer's variable. */
const char *express_timer(const struct scope *s, const struct symbol *timer);

/* What a timer is set to, or the life of a segment that is sent: 1, or in a timed bound the
 * ticks that it lasts and one more. */
const char *express_length(const struct scope *s, const struct symbol *what);

/* `target := value` as a statement without its semicolon. */
const char *express_assign(const struct scope *s, const struct symbol *target,
                           const struct expr *value);

/* The fields of a segment that is sent; what the action leaves out is SND.NXT, RCV.NXT where the
 * segment has the ACK bit, and no text. */
struct express_send {
    const char *seq, *ack, *text;
};

struct express_send express_send(const struct scope *s, const struct action *a);

/* "is the state in this set"; "1" for every state of `all`. */
const char *express_states(const struct scope *s, uint16_t states, uint16_t all, bool peer);

/* When a row fires, in a state that is known to be one of `known`. */
const char *express_guard(const struct scope *s, const struct row *r, uint16_t known);

/* When an event can happen: one of its rows in force holds. */
const char *express_enabled(const struct scope *s, const struct symbol *event);

/* The bit of FIN, SYN, RST or ACK; 0 for other fields. */
unsigned express_flag(const struct symbol *field);

#endif
