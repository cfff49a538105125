/* express.c - expressions and actions as text; see express.h. */
#include "express.h"

#include <string.h>

#include "arena.h"
#include "mutable.h"
#include "names.h"
#include "ticks.h"
#include "world.h"

static const char *number(const struct scope *s, unsigned n)
{
    return arena_format(s->dialect == DIALECT_PROMELA ? "%u" : "%uu", n);
}

unsigned express_flag(const struct symbol *field)
{
    static const struct {
        const char *name;
        unsigned    bit;
    } flags[] = { { "FIN", 1 }, { "SYN", 2 }, { "RST", 4 }, { "ACK", 16 } };

    for (unsigned i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (strcmp(field->name, flags[i].name) == 0)
            return flags[i].bit;
    return 0;
}

/* A field of the segment that arrived. */
static const char *segment_field(const struct scope *s, const struct symbol *v)
{
    if (express_flag(v) != 0)
        return arena_format("HAS(FLAG_%s)", v->name);
    return arena_format("%s%s", s->dialect == DIALECT_PROMELA ? "seg_" : "x->seg.", v->ident);
}

/* A field of the segment that is sent. */
static const char *out_field(const struct scope *s, const struct symbol *v)
{
    bool promela = s->dialect == DIALECT_PROMELA;

    if (v->type == TYPE_BOOL && v->at.source == NULL)
        return arena_format(promela ? "((out_flags[n_out] & FLAG_%s) != 0)"
                                    : "((out->flags & FLAG_%s) != 0)", v->ident);
    return arena_format(promela ? "out_%s[n_out]" : "out->%s", v->ident);
}

static const char *own(const struct scope *s, const char *ident, bool peer)
{
    switch (s->dialect) {
    case DIALECT_WORLD:   return arena_format("x->%s->%s", peer ? "p" : "t", ident);
    case DIALECT_TCP:     return arena_format("x->t->%s", ident);
    case DIALECT_PROMELA:
        return arena_format(peer ? "tcb[1 - %s].%s" : "tcb[%s].%s", s->end, ident);
    }
    return "";
}

const char *express_until(const struct model *m)
{
    struct scope s = { .m = m, .dialect = DIALECT_PROMELA, .end = "0" };

    return m->bound->until == NULL ? "0" : arena_format("(%s)", express(&s, m->bound->until));
}

static const char *world_name(const struct scope *s, const struct symbol *v, bool peer)
{
    bool promela = s->dialect == DIALECT_PROMELA;

    if (strcmp(v->name, "SEQ.HALF") == 0)
        return "SEQ_HALF";
    if (strcmp(v->name, "CAPACITY") == 0)
        return number(s, s->m->bound->capacity);
    if (strcmp(v->name, "i") == 0)
        return promela ? s->argument : "x->argument";
    if (strcmp(v->name, "call_ready") == 0)
        return promela ? "1" : "call_ready(x)";
    if (strcmp(v->name, "timed") == 0)
        return s->m->bound->timed ? "1" : "0";
    if (strcmp(v->name, "expiring") == 0 || strcmp(v->name, "tick_ready") == 0)
        return !s->m->bound->timed ? "0" : arena_format(promela ? "%s" : "%s(x->w)", v->ident);
    if (strcmp(v->name, "over") == 0)
        return promela ? express_until(s->m) : "over(x)";
    if (world_is_of_segment(v))
        return ticks_of_segment(s, v);
    if (strcmp(v->name, "changed") == 0)
        return promela ? "HAS_CHANGED" : "has_changed(x)";
    if (strcmp(v->name, "sent") == 0)
        return promela ? "n_out" : "x->n_out";
    if (strcmp(v->name, "flight") == 0 && promela)
        return arena_format(peer ? "net[1 - %s].n" : "net[%s].n", s->end);
    if (strcmp(v->name, "flight") == 0)
        return peer ? "x->w->net[1 - x->e].n" : "x->w->net[x->e].n";
    return own(s, v->ident, peer);
}

bool express_lacks(const struct scope *s, const struct symbol *v)
{
    return s->dialect != DIALECT_TCP && world_lacks(s->m, v);
}

bool express_is_idle(const struct scope *s, const struct action *a)
{
    bool sets = a->kind == ACT_ASSIGN || a->kind == ACT_START || a->kind == ACT_STOP;

    return sets && express_lacks(s, a->symbol);
}

const char *express_symbol(const struct scope *s, const struct symbol *v, bool peer)
{
    bool promela = s->dialect == DIALECT_PROMELA;

    if (express_lacks(s, v))
        return number(s, 0);
    switch (v->kind) {
    case SYM_STATE:   return v->ident;
    case SYM_OPTION:
        if (s->dialect == DIALECT_TCP)
            return arena_format("((x->c->options >> OPTION_%s & 1u) != 0)", v->ident);
        return v->value != 0 ? "1" : "0";
    case SYM_PARAM:
        if (s->dialect == DIALECT_TCP)
            return arena_format("x->c->%s", v->ident);
        if (s->dialect == DIALECT_WORLD && v->knob != NULL)
            return arena_format("x->w->%s", v->ident);
        return number(s, v->value);
    case SYM_VAR:
        return own(s, v->ident, peer);
    case SYM_BUDGET:
        if (promela)
            return arena_format(peer ? "%s[1 - %s]" : "%s[%s]", v->ident, s->end);
        return own(s, v->ident, peer);
    case SYM_INPUT:   return arena_format(promela ? "in_%s" : "x->in.%s", v->ident);
    case SYM_SEGMENT: return segment_field(s, v);
    case SYM_OUT:     return out_field(s, v);
    case SYM_WORLD:   return world_name(s, v, peer);
    case SYM_LET:     return arena_format("let_%s(%s)", v->ident, promela ? s->end : "x");
    case SYM_SET:
    case SYM_TIMER:
    case SYM_SIGNAL:
    case SYM_EVENT:
    case SYM_DO:
    case SYM_SOURCE:  break;
    }
    return "0";
}

const char *express_timer(const struct scope *s, const struct symbol *timer)
{
    if (s->dialect == DIALECT_TCP)
        return arena_format("x->t->timer[TIMER_%s]", timer->ident);
    if (express_lacks(s, timer))
        return number(s, 0);
    return own(s, arena_format("timer_%s", timer->ident), false);
}

const char *express_length(const struct scope *s, const struct symbol *what)
{
    if (s->dialect == DIALECT_TCP || !s->m->bound->timed)
        return number(s, 1);
    return arena_format("%s + 1", express_symbol(s, what->lasts, false));
}

const char *express_states(const struct scope *s, uint16_t states, uint16_t all, bool peer)
{
    const char *state = own(s, "state", peer), *text = NULL;

    if ((states & all) == all)
        return "1";
    for (unsigned i = 0; i < STATES_MAX; i++) {
        const char *one;

        if (!has_state(states, i))
            continue;
        one = arena_format("%s == %s", state, names_nth(s->m, SYM_STATE, i)->ident);
        text = text == NULL ? one : arena_format("%s || %s", text, one);
    }
    return text == NULL ? "0" : arena_format("(%s)", text);
}

/* How tightly the text of an expression binds: && and || stand between
 * comparisons, comparisons between sums; a sum's operands are single words. */
enum tightness { LOOSE, LOGIC, COMPARISON, SUM, WORD };

static enum tightness tightness(const struct expr *e)
{
    switch (e->kind) {
    case EXPR_AND:
    case EXPR_OR:   return LOGIC;
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:   return COMPARISON;
    case EXPR_ADD:  return e->a->type == TYPE_SEQ ? WORD : SUM;
    case EXPR_SUB:
    case EXPR_NAME:
    case EXPR_NUMBER:
    case EXPR_BOOL:
    case EXPR_NOT:
    case EXPR_IMPLIES:
    case EXPR_RANGE:
    case EXPR_MIN:
    case EXPR_IF:
    case EXPR_IN:
    case EXPR_ENABLED:
    case EXPR_RUNNING:
    case EXPR_DUE:
    case EXPR_FLIES:
    case EXPR_ONE:  return WORD;
    }
    return WORD;
}

/* The text of an operand, in parentheses unless it binds at least so tightly. */
static const char *operand(const struct scope *s, const struct expr *e, enum tightness least)
{
    return arena_format(tightness(e) < least ? "(%s)" : "%s", express(s, e));
}

const char *express_guard(const struct scope *s, const struct row *r, uint16_t known)
{
    if ((r->states & known) == known)
        return r->guard != NULL ? express(s, r->guard) : "1";
    if (r->guard == NULL)
        return express_states(s, r->states, 0xffff, false);
    return arena_format("%s && %s", express_states(s, r->states, 0xffff, false),
                        operand(s, r->guard, COMPARISON));
}

const char *express_enabled(const struct scope *s, const struct symbol *event)
{
    const char *text = NULL;

    for (const struct group *g = s->m->groups; g != NULL; g = g->next)
        for (const struct row *r = g->rows; g->event == event && r != NULL; r = r->next) {
            const char *plain = express_guard(s, r, 0xffff);
            const char *one = arena_format("(%s)", mutable_guard(s, r, plain));

            text = text == NULL ? one : arena_format("%s || %s", text, one);
        }
    return text == NULL ? "0" : arena_format("(%s)", text);
}

static const char *binary(const struct scope *s, const struct expr *e, const char *sign)
{
    enum tightness least = tightness(e) == LOGIC ? COMPARISON : tightness(e) == SUM ? WORD : SUM;
    bool           chain = tightness(e) == LOGIC && e->a->kind == e->kind;

    return arena_format("%s %s %s", operand(s, e->a, chain ? LOGIC : least), sign,
                        operand(s, e->b, least));
}

/* Distance from a to b on the circle. */
static const char *distance(const struct scope *s, const struct expr *a, const struct expr *b)
{
    return arena_format("SPAN(%s, %s)", express(s, a), express(s, b));
}

static const char *range(const struct scope *s, const struct expr *e)
{
    const char *sign = e->high_strict ? "<" : "<=", *inside, *low;

    if (e->b->type == TYPE_COUNT)
        return arena_format("(%s %s %s && %s %s %s)", operand(s, e->a, SUM),
                            e->low_strict ? "<" : "<=", operand(s, e->b, SUM),
                            operand(s, e->b, SUM), sign, operand(s, e->c, SUM));
    inside = arena_format("%s %s %s", distance(s, e->a, e->b), sign, distance(s, e->a, e->c));
    if (!e->low_strict)
        return arena_format("(%s)", inside);
    low = arena_format("%s != 0", distance(s, e->a, e->b));
    return arena_format("(%s && %s)", low, inside);
}

static const char *sum(const struct scope *s, const struct expr *e)
{
    const char *sign = e->kind == EXPR_ADD ? "+" : "-";

    if (e->type == TYPE_SEQ)
        return arena_format("SEQ(%s %s %s)", operand(s, e->a, WORD), sign, operand(s, e->b, WORD));
    if (e->kind == EXPR_SUB)
        return arena_format("LESS(%s, %s)", express(s, e->a), express(s, e->b));
    return binary(s, e, sign);
}

static const char *choose(const struct scope *s, const char *c, const char *a, const char *b)
{
    return arena_format(s->dialect == DIALECT_PROMELA ? "(%s -> %s : %s)" : "(%s ? %s : %s)", c, a,
                        b);
}

static const char *minimum(const struct scope *s, const struct expr *e)
{
    const char *less = arena_format("%s < %s", operand(s, e->a, SUM), operand(s, e->b, SUM));

    return choose(s, less, express(s, e->a), express(s, e->b));
}

/* A condition of C that is a number: 1 or 0. */
static const char *one(const struct scope *s, const struct expr *e)
{
    return choose(s, express(s, e->a), number(s, 1), number(s, 0));
}

/* A segment on the way to the peer begins with this number and takes some: it has text, a SYN or
 * a FIN. Places of the queue behind its end are zero, so they have none. */
static const char *flies(const struct scope *s, const struct expr *e)
{
    const char *seq = operand(s, e->a, WORD), *text = NULL;
    const char *queue = s->dialect != DIALECT_PROMELA ? "x->w->net[1 - x->e]"
                                                      : arena_format("net[1 - %s]", s->end);

    for (unsigned i = 0; i < s->m->bound->capacity; i++) {
        const char *at = arena_format("%s.s[%u]", queue, i);
        const char *one = arena_format("(%s.seq == %s && ((%s.flags & 3) != 0 || %s.text != 0))",
                                       at, seq, at, at);

        text = text == NULL ? one : arena_format("%s || %s", text, one);
    }
    return arena_format("(%s)", text);
}

const char *express(const struct scope *s, const struct expr *e)
{
    switch (e->kind) {
    case EXPR_NUMBER:  return number(s, e->value);
    case EXPR_BOOL:    return e->value != 0 ? "1" : "0";
    case EXPR_NAME:    return express_symbol(s, e->symbol, e->peer);
    case EXPR_NOT:     return arena_format("!%s", operand(s, e->a, WORD));
    case EXPR_AND:     return binary(s, e, "&&");
    case EXPR_OR:      return binary(s, e, "||");
    case EXPR_IMPLIES:
        return arena_format("(!(%s) || %s)", express(s, e->a), operand(s, e->b, COMPARISON));
    case EXPR_EQ:      return binary(s, e, "==");
    case EXPR_NE:      return binary(s, e, "!=");
    case EXPR_LT:      return binary(s, e, "<");
    case EXPR_LE:      return binary(s, e, "<=");
    case EXPR_RANGE:   return range(s, e);
    case EXPR_ADD:     return sum(s, e);
    case EXPR_SUB:
        if (e->b->type == TYPE_SEQ)
            return distance(s, e->b, e->a);
        return sum(s, e);
    case EXPR_MIN:     return minimum(s, e);
    case EXPR_IF:      return choose(s, express(s, e->a), express(s, e->b), express(s, e->c));
    case EXPR_IN:      return express_states(s, e->states, 0xffff, e->a->peer);
    case EXPR_ENABLED: return express_enabled(s, e->symbol);
    case EXPR_RUNNING: return arena_format("(%s != 0)", express_timer(s, e->symbol));
    case EXPR_DUE:
        return arena_format(s->m->bound->timed ? "(%s == 1)" : "(%s != 0)",
                            express_timer(s, e->symbol));
    case EXPR_FLIES:   return flies(s, e);
    case EXPR_ONE:     return one(s, e);
    }
    return "0";
}

/* SYN := condition sets or clears a bit. */
static const char *assign_flag(const struct scope *s, unsigned bit, const struct expr *value)
{
    const char *flags = s->dialect == DIALECT_PROMELA ? "seg_flags" : "x->seg.flags";
    const char *set = arena_format("%s | %s", flags, number(s, bit));
    const char *clear = arena_format("%s & %s", flags, number(s, 255 - bit));
    const char *text = choose(s, express(s, value), arena_format("(%s)", set),
                              arena_format("(%s)", clear));

    if (s->dialect == DIALECT_PROMELA)
        return arena_format("%s = %s", flags, text);
    return arena_format("%s = (uint8_t)%s", flags, text);
}

const char *express_assign(const struct scope *s, const struct symbol *target,
                           const struct expr *value)
{
    unsigned    bit = target->kind == SYM_SEGMENT ? express_flag(target) : 0;
    const char *to = express_symbol(s, target, false), *text;

    if (bit != 0)
        return assign_flag(s, bit, value);
    text = express(s, value);
    if (s->dialect == DIALECT_WORLD)
        return arena_format("%s = (uint8_t)(%s)", to, text);
    return arena_format("%s = %s", to, text);
}

struct express_send express_send(const struct scope *s, const struct action *a)
{
    const struct symbol *nxt = names_find(s->m, "SND.NXT"), *rcv = names_find(s->m, "RCV.NXT");
    struct express_send  f = { NULL, number(s, 0), number(s, 0) };

    f.seq = a->seq != NULL ? express(s, a->seq) : express_symbol(s, nxt, false);
    if (a->ack != NULL)
        f.ack = express(s, a->ack);
    else if ((a->flags & 16) != 0)
        f.ack = express_symbol(s, rcv, false);
    if (a->len != NULL)
        f.text = express(s, a->len);
    return f;
}
