/* weight.c - polynomials that count patterns of losses; see weight.h. */
#include "weight.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

_Static_assert(WEIGHT_FIELDS * WEIGHT_FIELD_BITS <= 8 * sizeof(weight_key), "the fields fit into a key");

weight_key weight_one(unsigned field)
{
    return (weight_key)1 << (field * WEIGHT_FIELD_BITS);
}

unsigned weight_get(weight_key key, unsigned field)
{
    return (unsigned)(key >> (field * WEIGHT_FIELD_BITS)) & WEIGHT_FIELD_MAX;
}

unsigned weight_both(weight_key key, enum weight_field field)
{
    return weight_get(key, field) + weight_get(key, field + 1);
}

/* ---------------------------------------------------------------- sums */

/* The highest bit of each field. */
static weight_key guards(void)
{
    weight_key guard = 0;
    for (unsigned field = 0; field < WEIGHT_FIELDS; field++)
        guard |= (weight_key)1 << ((field + 1) * WEIGHT_FIELD_BITS - 1);
    return guard;
}

static void reserve(struct weight *weight, uint32_t n_terms)
{
    if (n_terms <= weight->capacity)
        return;
    uint32_t capacity = weight->capacity == 0 ? n_terms : weight->capacity + weight->capacity / 2;
    weight->capacity  = capacity > n_terms ? capacity : n_terms;
    weight->terms     = memory_resize(weight->terms, weight->capacity * sizeof *weight->terms);
}

/* How many keys of `from` are not in `to`. */
static uint32_t count_new(const struct weight *to, const struct weight *from, weight_key shift)
{
    uint32_t count = 0, at = 0;
    for (uint32_t i = 0; i < from->n_terms; i++) {
        weight_key key = from->terms[i].key + shift;
        while (at < to->n_terms && to->terms[at].key < key)
            at++;
        count += at == to->n_terms || to->terms[at].key != key ? 1 : 0;
    }
    return count;
}

/* Merges from the end, so that nothing is overwritten before it is read. */
bool weight_add(struct weight *to, const struct weight *from, weight_key shift,
                const struct weight_trail *trail)
{
    uint32_t n_new = count_new(to, from, shift);
    bool     good  = true;
    const weight_key guard = guards();
    reserve(to, to->n_terms + n_new);
    uint32_t old = to->n_terms, at = old + n_new;
    to->n_terms = at;
    for (uint32_t i = from->n_terms; i > 0; i--) {
        struct weight_term term = from->terms[i - 1];
        term.key += shift;
        good &= (term.key & guard) == 0;
        while (old > 0 && to->terms[old - 1].key > term.key)
            to->terms[--at] = to->terms[--old];
        if (old > 0 && to->terms[old - 1].key == term.key) {
            to->terms[--at] = to->terms[--old];
            weight_count sum;
            good &= !__builtin_add_overflow(to->terms[at].count, term.count, &sum);
            to->terms[at].count = sum;
            continue;
        }
        if (trail != NULL)
            term.trail = trail->next(trail->context, term.trail);
        to->terms[--at] = term;
    }
    return good;
}

void weight_free(struct weight *weight)
{
    free(weight->terms);
    *weight = (struct weight){ 0 };
}

void weight_set_one(struct weight *weight)
{
    reserve(weight, 1);
    weight->n_terms  = 1;
    weight->terms[0] = (struct weight_term){ .count = 1 };
}

size_t weight_bytes(const struct weight *weight)
{
    return weight->capacity * sizeof *weight->terms;
}

bool weight_total(const struct weight *weight, weight_count *total)
{
    bool good = true;
    *total    = 0;
    for (uint32_t i = 0; i < weight->n_terms; i++)
        good &= !__builtin_add_overflow(*total, weight->terms[i].count, total);
    return good;
}

/* ---------------------------------------------------------------- as a probability */

void weight_loss_start(struct weight_loss *loss, double p, double q)
{
    loss->plain = true;
    loss->p[0]  = p;
    loss->p[1]  = q;
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        loss->lost[way][0] = loss->passed[way][0] = 1;
        for (unsigned n = 1; n <= WEIGHT_FIELD_MAX; n++) {
            loss->lost[way][n]   = loss->lost[way][n - 1] * (long double)loss->p[way];
            loss->passed[way][n] = loss->passed[way][n - 1] * (1 - (long double)loss->p[way]);
        }
    }
}

void weight_loss_chances(struct weight_loss *loss, const struct weight_chances *chances)
{
    loss->plain   = false;
    loss->chances = *chances;
}

static long double power(long double base, unsigned n)
{
    long double product = 1;
    for (unsigned i = 0; i < n; i++)
        product *= base;
    return product;
}

/* The factor that a key has beside its losses. */
static long double chance_value(weight_key key, const struct weight_chances *chances)
{
    long double value = 1;
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        long double copied = (long double)chances->copied[way], held = (long double)chances->held[way];
        unsigned    passed = weight_get(key, WEIGHT_PASSED + way);
        unsigned n_copied = weight_get(key, WEIGHT_COPIED + way), n_held = weight_get(key, WEIGHT_HELD + way);
        value *= power(copied, n_copied) * power(1 - copied, passed - n_copied) * power(held, n_held)
                 * power(1 - held, passed - n_held)
                 / power((long double)chances->choices[way], passed + n_copied);
    }
    return value;
}

long double weight_value(const struct weight *weight, const struct weight_loss *loss)
{
    long double sum = 0;
    for (uint32_t i = 0; i < weight->n_terms; i++) {
        weight_key  key   = weight->terms[i].key;
        long double value = (long double)weight->terms[i].count;
        for (unsigned way = 0; way < ENGINE_ENDS; way++)
            value *= loss->lost[way][weight_get(key, WEIGHT_LOST + way)]
                     * loss->passed[way][weight_get(key, WEIGHT_PASSED + way)];
        sum += loss->plain ? value : value * chance_value(key, &loss->chances);
    }
    return sum;
}

/* ---------------------------------------------------------------- as text */

const char *weight_text(char out[WEIGHT_TEXT_MAX], weight_count count, bool grouped)
{
    char    *at     = out + WEIGHT_TEXT_MAX - 1;
    unsigned digits = 0;
    *at             = '\0';
    do {
        if (grouped && digits > 0 && digits % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + (int)(count % 10));
        count /= 10;
        digits++;
    } while (count != 0);
    return at;
}
