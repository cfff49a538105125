/* weight.h - how many patterns of losses lead somewhere: a polynomial with whole coefficients.
 *
 * A term says how many patterns have so many segments lost and so many passed, in each direction, of
 * those so many copied and so many held up, and so many repeated. Where p of the segments are lost by
 * chance, each by itself, a pattern with l losses of n segments has the probability p^l (1-p)^(n-l): so the sum
 * over the terms is a probability, for every p at once. What the network does to the m that pass is of the same
 * kind: with c copies of probability d each d^c (1-d)^(m-c), and where one of k delays is drawn for each
 * segment and copy, k^-(m+c).
 *
 * The numbers of a term are packed into one key, so that one more segment is an addition to the
 * key, and terms stay in order.
 *
 * Errors     weight_add() returns false when a coefficient or a number does not fit; what is there
 *            is then no longer right.
 * Ownership  the caller owns a weight and ends it with weight_free(); `{0}` is zero.
 */
#ifndef WEIGHT_H
#define WEIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine.h"

__extension__ typedef unsigned __int128 weight_count;
__extension__ typedef unsigned __int128 weight_key; /* the numbers of a term */

enum weight_field {
    WEIGHT_LOST,                                   /* and behind it, of the segments from B */
    WEIGHT_PASSED = WEIGHT_LOST + ENGINE_ENDS,     /* likewise */
    WEIGHT_AGAIN  = WEIGHT_PASSED + ENGINE_ENDS,   /* retransmissions, likewise */
    WEIGHT_COPIED = WEIGHT_AGAIN + ENGINE_ENDS,    /* of those passed, likewise */
    WEIGHT_HELD   = WEIGHT_COPIED + ENGINE_ENDS,   /* of those passed, likewise */
    WEIGHT_FIELDS = WEIGHT_HELD + ENGINE_ENDS
};

enum {
    WEIGHT_FIELD_BITS = 10,
    WEIGHT_FIELD_MAX  = (1 << (WEIGHT_FIELD_BITS - 1)) - 1, /* the highest bit tells of an overflow */
    WEIGHT_TEXT_MAX   = 64                                  /* room for a coefficient and separators */
};

/* There are many: nothing is left between them. */
struct weight_term {
    weight_count count; /* patterns */
    weight_key   key;   /* their numbers */
    uint64_t     trail; /* one of them: the enumeration's */
} __attribute__((packed, aligned(8)));

struct weight {
    struct weight_term *terms;    /* by rising key */
    uint32_t            n_terms;  /* in use */
    uint32_t            capacity; /* owned */
};

/* What becomes of the segments that pass, in each direction. */
struct weight_chances {
    double   copied[ENGINE_ENDS];  /* the probability that a copy travels too */
    double   held[ENGINE_ENDS];    /* and that the segment is held up */
    unsigned choices[ENGINE_ENDS]; /* delays of which one is drawn: at least 1 */
};

/* The loss in each direction, with its powers. */
struct weight_loss {
    struct weight_chances chances;                         /* beside it */
    bool        plain;                                     /* there is nothing but loss */
    double      p[ENGINE_ENDS];                                   /* the probability that a segment is lost */
    long double lost[ENGINE_ENDS][WEIGHT_FIELD_MAX + 1];   /* p^n */
    long double passed[ENGINE_ENDS][WEIGHT_FIELD_MAX + 1]; /* (1-p)^n */
};

/* One in a field of a key; the field's number in a key. */
weight_key weight_one(unsigned field);
unsigned   weight_get(weight_key key, unsigned field);

/* The numbers of both directions: of WEIGHT_LOST, WEIGHT_AGAIN, ... */
unsigned weight_both(weight_key key, enum weight_field field);

/* Adds `from`, each of its terms with `shift` more. Of terms that are new there, the trail comes
 * from `trail`, where that is not NULL. */
struct weight_trail {
    uint64_t (*next)(void *context, uint64_t trail); /* the trail of a pattern that goes on */
    void *context;                                   /* its own */
};

bool weight_add(struct weight *to, const struct weight *from, weight_key shift,
                const struct weight_trail *trail);
void weight_free(struct weight *weight);

/* One pattern, without a segment. */
void weight_set_one(struct weight *weight);

size_t weight_bytes(const struct weight *weight);

/* All of its patterns together; false when they are too many. */
bool weight_total(const struct weight *weight, weight_count *total);

/* Losses with these probabilities, and nothing else by chance; and then something else too. */
void        weight_loss_start(struct weight_loss *loss, double p, double q);
void        weight_loss_chances(struct weight_loss *loss, const struct weight_chances *chances);
long double weight_value(const struct weight *weight, const struct weight_loss *loss);

/* "1,234" of a coefficient; without separators where `grouped` is false. */
const char *weight_text(char out[WEIGHT_TEXT_MAX], weight_count count, bool grouped);

#endif
