/* prove.c - every group complete, every row reachable, over meanings; see check.h.
 *
 * A group is proved state by state. The names that its guards mention, through
 * their lets, take all small values, and the guards are evaluated: a row is
 * reachable when it is somewhere the first whose guard holds, a group complete
 * when no case is without a row.
 *
 * Sequence numbers are modulo 8 here. Where names are only compared with each
 * other, turning the circle changes nothing, so one name of each such class
 * stays at 0.
 *
 * The cases are visited in a scattered order, in which reachable rows are found
 * soon; a group that ends in a row without a guard needs no more than that.
 */
#include <assert.h>
#include <string.h>

#include "arena.h"
#include "check.h"
#include "eval.h"
#include "names.h"

enum {
    PROOF_BITS = 3,
    NAMES_MAX  = 32,      /* that the guards of one group mention */
    DOMAIN_MAX = 12,      /* values that one name takes */
    LEAPS_MAX  = 1 << 12, /* cases in which a shortened example is tried */
    CASES_MAX  = 1 << 22  /* visited before a proof is given up */
};

/* A name, and the values it takes. */
struct unknown {
    const struct symbol *symbol;
    unsigned             values[DOMAIN_MAX];
    unsigned             n;       /* how many; 1 when pinned */
    unsigned             class;   /* index of a name it is compared with, or its own */
    bool                 compared;/* with another sequence number */
    bool                 absolute;/* compared with a number, so its class cannot be turned */
    bool                 free;    /* does not matter to the example */
};

struct proof {
    const struct group *group;
    unsigned            state;
    struct values      *values;             /* of the case at hand */
    struct unknown      unknowns[NAMES_MAX];
    unsigned            n;
    unsigned            numbers[DOMAIN_MAX];/* that the guards mention, above 2 */
    unsigned            n_numbers;
    uint64_t            cases;              /* product of the domains */
    bool                too_many;           /* names, values or cases */
};

/* ------------------------------------------------------------ names */

static unsigned find_unknown(struct proof *p, const struct symbol *s)
{
    unsigned i = 0;

    while (i < p->n && p->unknowns[i].symbol != s)
        i++;
    if (i < p->n)
        return i;
    if (p->n == NAMES_MAX) {
        p->too_many = true;
        return 0;
    }
    p->unknowns[p->n].symbol = s;
    p->unknowns[p->n].class = p->n;
    return p->n++;
}

static void add_number(struct proof *p, unsigned number)
{
    for (unsigned i = 0; i < p->n_numbers; i++)
        if (p->numbers[i] == number)
            return;
    if (number <= 2 || p->n_numbers == DOMAIN_MAX)
        return;
    p->numbers[p->n_numbers++] = number;
}

static bool is_unknown(const struct symbol *s)
{
    return s->kind == SYM_OPTION || s->kind == SYM_PARAM || s->kind == SYM_VAR ||
           s->kind == SYM_INPUT || s->kind == SYM_TIMER || s->kind == SYM_SEGMENT;
}

/* The names and numbers of an expression. */
static void collect(struct proof *p, const struct expr *e)
{
    if (e == NULL)
        return;
    if (e->kind == EXPR_NUMBER && e->type == TYPE_COUNT)
        add_number(p, e->value);
    if (e->symbol != NULL && e->symbol->needs != NULL)
        find_unknown(p, e->symbol->needs);
    if (e->symbol != NULL && e->symbol->kind == SYM_LET)
        collect(p, e->symbol->expr);
    else if (e->symbol != NULL && is_unknown(e->symbol))
        find_unknown(p, e->symbol);
    collect(p, e->a);
    collect(p, e->b);
    collect(p, e->c);
}

/* ------------------------------------------------------------ classes */

static unsigned class_of(const struct proof *p, unsigned i)
{
    while (p->unknowns[i].class != i)
        i = p->unknowns[i].class;
    return i;
}

static void unite(struct proof *p, unsigned i, unsigned j)
{
    unsigned a = class_of(p, i), b = class_of(p, j);

    p->unknowns[b].class = a;
    p->unknowns[a].absolute = p->unknowns[a].absolute || p->unknowns[b].absolute;
}

/* Joins the sequence numbers of one comparison; *first is one of them, or p->n. */
static void join(struct proof *p, const struct expr *e, unsigned *first, bool *absolute)
{
    if (e == NULL)
        return;
    if (e->type == TYPE_SEQ && e->kind == EXPR_NUMBER)
        *absolute = true;
    if (e->type == TYPE_SEQ && e->kind == EXPR_NAME && is_unknown(e->symbol)) {
        unsigned i = find_unknown(p, e->symbol);

        p->unknowns[i].compared = true;
        if (*first == p->n)
            *first = i;
        unite(p, *first, i);
    }
    if (e->kind == EXPR_NAME && e->symbol->kind == SYM_LET)
        join(p, e->symbol->expr, first, absolute);
    join(p, e->a, first, absolute);
    join(p, e->b, first, absolute);
    join(p, e->c, first, absolute);
}

static bool compares_seq(const struct expr *e)
{
    switch (e->kind) {
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_SUB:     return e->a->type == TYPE_SEQ && e->b->type == TYPE_SEQ;
    case EXPR_RANGE:   return e->b->type == TYPE_SEQ;
    case EXPR_NUMBER:
    case EXPR_BOOL:
    case EXPR_NAME:
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_IMPLIES:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_ADD:
    case EXPR_MIN:
    case EXPR_IF:
    case EXPR_IN:
    case EXPR_ENABLED:
    case EXPR_RUNNING:
    case EXPR_DUE:
    case EXPR_FLIES:
    case EXPR_ONE:     return false;
    }
    return false;
}

static void classify(struct proof *p, const struct expr *e)
{
    unsigned first = p->n;
    bool     absolute = false;

    if (e == NULL)
        return;
    if (compares_seq(e)) {
        join(p, e, &first, &absolute);
        if (first < p->n && absolute)
            p->unknowns[class_of(p, first)].absolute = true;
    }
    if (e->kind == EXPR_NAME && e->symbol->kind == SYM_LET)
        classify(p, e->symbol->expr);
    classify(p, e->a);
    classify(p, e->b);
    classify(p, e->c);
}

/* The head of a class may stay at 0, unless the class is compared with a number. */
static bool is_pinned(const struct proof *p, unsigned i)
{
    return p->unknowns[i].compared && class_of(p, i) == i && !p->unknowns[i].absolute;
}

/* ------------------------------------------------------------ domains */

static void add_value(struct proof *p, struct unknown *u, unsigned value)
{
    for (unsigned i = 0; i < u->n; i++)
        if (u->values[i] == value)
            return;
    if (u->n == DOMAIN_MAX)
        p->too_many = true;
    else
        u->values[u->n++] = value;
}

static void add_values_below(struct proof *p, struct unknown *u, unsigned limit)
{
    for (unsigned value = 0; value < limit; value++)
        add_value(p, u, value);
}

/* 0 to 2, or 0, 1 and 3 for what a bound sets, and each number of the guards and the next. */
static void add_counts(struct proof *p, struct unknown *u)
{
    unsigned max = u->symbol->max;

    add_values_below(p, u, max < 2 ? max + 1 : 2);
    if (max >= 2)
        add_value(p, u, u->symbol->kind == SYM_PARAM && max >= 3 ? 3 : 2);
    for (unsigned i = 0; i < p->n_numbers; i++)
        for (unsigned value = p->numbers[i]; value <= p->numbers[i] + 1 && value <= max; value++)
            add_value(p, u, value);
}

static void add_domain(struct proof *p, unsigned i)
{
    struct unknown *u = &p->unknowns[i];

    switch (u->symbol->kind == SYM_TIMER ? TYPE_BOOL : u->symbol->type) {
    case TYPE_BOOL:  add_values_below(p, u, 2); break;
    case TYPE_SEQ:   add_values_below(p, u, is_pinned(p, i) ? 1 : 1u << PROOF_BITS); break;
    case TYPE_COUNT: add_counts(p, u); break;
    case TYPE_STATE:
    case TYPE_NONE:  add_value(p, u, 0); break;
    }
}

static bool is_in_force(const struct proof *p, const struct row *r)
{
    return (r->states >> p->state & 1u) != 0;
}

static void prepare(struct proof *p)
{
    for (const struct row *r = p->group->rows; r != NULL; r = r->next)
        if (is_in_force(p, r))
            collect(p, r->guard);
    for (const struct row *r = p->group->rows; r != NULL; r = r->next)
        if (is_in_force(p, r))
            classify(p, r->guard);
    p->cases = 1;
    for (unsigned i = 0; i < p->n; i++) {
        add_domain(p, i);
        if (p->cases < UINT64_C(1) << 48)
            p->cases *= p->unknowns[i].n;
    }
    p->values->state = p->state;
}

/* ------------------------------------------------------------ cases */

static void set_value(struct proof *p, unsigned i, unsigned choice)
{
    *values_cell(p->values, p->unknowns[i].symbol) = p->unknowns[i].values[choice];
}

static void set_case(struct proof *p, uint64_t index)
{
    for (unsigned i = 0; i < p->n; i++) {
        set_value(p, i, (unsigned)(index % p->unknowns[i].n));
        index /= p->unknowns[i].n;
    }
}

static const struct row *first_row(const struct proof *p)
{
    const struct row *r = p->group->rows;

    while (r != NULL && !eval_row(p->values, r))
        r = r->next;
    return r;
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* About the golden ratio of n, so that few steps cover the range evenly. */
static uint64_t stride(uint64_t n)
{
    uint64_t s = n * 5 / 8 + 1;

    while (common_divisor(s, n) != 1)
        s++;
    return s;
}

/* ------------------------------------------------------------ the example */

/* No case that agrees with the fixed names of the example has a row. */
static bool is_uncovered(struct proof *p, uint64_t combinations)
{
    for (uint64_t k = 0; k < combinations; k++) {
        uint64_t index = k;

        for (unsigned i = 0; i < p->n; i++)
            if (p->unknowns[i].free) {
                set_value(p, i, (unsigned)(index % p->unknowns[i].n));
                index /= p->unknowns[i].n;
            }
        if (first_row(p) != NULL)
            return false;
    }
    return true;
}

/* Frees every name whose value makes no difference to the example. */
static void shorten(struct proof *p)
{
    uint64_t combinations = 1;

    for (unsigned i = 0; i < p->n; i++) {
        struct unknown *u = &p->unknowns[i];
        uint32_t        value = *values_cell(p->values, u->symbol);

        if (combinations * u->n > LEAPS_MAX)
            return;
        u->free = true;
        if (is_uncovered(p, combinations * u->n)) {
            combinations *= u->n;
            continue;
        }
        u->free = false;
        *values_cell(p->values, u->symbol) = value;
    }
}

static const char *describe_seq(const struct proof *p, unsigned i, unsigned value)
{
    const struct symbol *s = p->unknowns[i].symbol;
    unsigned             head = class_of(p, i);

    if (is_pinned(p, i))
        return "";
    if (p->unknowns[head].absolute || !p->unknowns[i].compared)
        return arena_format("%s = %u", s->name, value);
    if (value == 0)
        return arena_format("%s = %s", s->name, p->unknowns[head].symbol->name);
    if (value < 1u << (PROOF_BITS - 1))
        return arena_format("%s = %s + %u", s->name, p->unknowns[head].symbol->name, value);
    return arena_format("%s = %s - %u", s->name, p->unknowns[head].symbol->name,
                        (1u << PROOF_BITS) - value);
}

static const char *describe_name(struct proof *p, unsigned i)
{
    const struct symbol *s = p->unknowns[i].symbol;
    unsigned             value = *values_cell(p->values, s);

    if (s->kind == SYM_TIMER)
        return arena_format("%srunning(%s)", value ? "" : "not ", s->name);
    if (s->type == TYPE_BOOL)
        return arena_format("%s%s", value ? "" : "not ", s->name);
    if (s->type == TYPE_SEQ)
        return describe_seq(p, i, value);
    return arena_format("%s = %u", s->name, value);
}

static const char *describe(struct proof *p)
{
    const char *text = "";

    for (unsigned i = 0; i < p->n; i++) {
        const char *word = p->unknowns[i].free ? "" : describe_name(p, i);

        if (word[0] != '\0')
            text = arena_format("%s%s%s", text, text[0] != '\0' ? ", " : "", word);
    }
    return text[0] != '\0' ? text : "anything";
}

/* ------------------------------------------------------------ the proof */

static const char *state_name(const struct proof *p)
{
    return names_nth(p->values->m, SYM_STATE, p->state)->name;
}

/* Shows the first case in the order of counting: it has the most zeros. */
static void report_gap(struct proof *p)
{
    for (uint64_t index = 0; index < p->cases; index++) {
        set_case(p, index);
        if (first_row(p) == NULL)
            break;
    }
    shorten(p);
    error_at(p->group->at, "group is not complete in %s: no row for %s", state_name(p),
             describe(p));
}

struct search {
    unsigned missing;  /* rows in force that have not fired yet */
    bool     complete; /* a row in force has no guard, or nobody asks */
    bool     gap;      /* a case without a row was found */
    bool    *fired;    /* of each row of the group */
};

static unsigned place_in_group(const struct group *g, const struct row *row)
{
    unsigned i = 0;

    for (const struct row *r = g->rows; r != row; r = r->next)
        i++;
    return i;
}

static void visit(struct proof *p, struct search *s)
{
    const struct row *r = first_row(p);
    bool             *fired;

    if (r == NULL) {
        s->gap = !s->complete;
        return;
    }
    fired = &s->fired[place_in_group(p->group, r)];
    if (!*fired)
        s->missing--;
    *fired = true;
}

/* False when there are more cases than can be visited. */
static bool search(struct proof *p, struct search *s)
{
    uint64_t step = stride(p->cases), index = 0;

    for (uint64_t k = 0; k < p->cases && !(s->missing == 0 && (s->complete || s->gap)); k++) {
        if (k == CASES_MAX)
            return false;
        set_case(p, index);
        visit(p, s);
        index = (index + step) % p->cases;
    }
    return true;
}

static void start_search(const struct proof *p, struct search *s)
{
    unsigned n = 0;

    s->complete = p->group->event->spontaneous;
    for (const struct row *r = p->group->rows; r != NULL; r = r->next, n++)
        if (is_in_force(p, r)) {
            s->missing++;
            s->complete = s->complete || r->guard == NULL;
        }
    s->fired = arena_take(n * sizeof *s->fired);
}

static void report_unreachable(const struct proof *p, const struct search *s)
{
    unsigned i = 0;

    for (const struct row *r = p->group->rows; r != NULL; r = r->next, i++)
        if (is_in_force(p, r) && !s->fired[i])
            error_at(r->at, "row '%s' can never fire in %s: the rows above it take every case",
                     r->name, state_name(p));
}

static void prove_group(const struct model *m, const struct group *g, unsigned state)
{
    struct proof  p = { .group = g, .state = state, .values = values_new(m, PROOF_BITS) };
    struct search s = { 0 };

    prepare(&p);
    start_search(&p, &s);
    if (p.too_many || !search(&p, &s)) {
        error_at(g->at, "the guards of this group mention too much to be proved in %s: more than "
                 "%d cases", state_name(&p), CASES_MAX);
        return;
    }
    if (s.gap)
        report_gap(&p);
    report_unreachable(&p, &s);
}

void prove_groups(struct model *m)
{
    for (const struct group *g = m->groups; g != NULL; g = g->next)
        for (unsigned state = 0; state < m->count[SYM_STATE]; state++)
            if (has_state(g->states, state))
                prove_group(m, g, state);
}
