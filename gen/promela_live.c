/* promela_live.c - claims of liveness as never claims; see promela.h.
 *
 * A never claim accepts the runs that must not be: somewhere the premise holds for an end, and
 * from there on what is to be reached is false for ever. pan chooses one of them by -N. SPIN
 * moves the claim between the moves of the world, never within an atomic, so it sees worlds.
 */
#include "arena.h"
#include "promela.h"

static const char *at_end(const struct emitter *x, const struct expr *e, unsigned end)
{
    struct scope s = promela_scope(x->m);

    s.end = end == END_A ? "0" : "1";
    return e == NULL ? "1" : express(&s, e);
}

/* Once the premise held, its end is fixed: the claim is made for each of the two. */
static void emit_never(struct emitter *x, const struct claim *c, unsigned bit)
{
    emit_line(x, "never claim_%u { /* %s:%u %s */", bit, c->at.source->name, c->at.line, c->name);
    emit_line(x, "\tdo");
    emit_line(x, "\t:: true");
    for (unsigned e = 0; e < ENDS; e++)
        emit_line(x, "\t:: ((%s) && !(%s)) -> goto accept_%c",
                  at_end(x, c->premise, e), at_end(x, c->expr, e), "AB"[e]);
    emit_line(x, "\tod;");
    for (unsigned e = 0; e < ENDS; e++) {
        emit_line(x, "accept_%c:", "AB"[e]);
        emit_line(x, "\tdo");
        emit_line(x, "\t:: (!(%s))", at_end(x, c->expr, e));
        emit_line(x, "\tod%s", e + 1 < ENDS ? ";" : "");
    }
    emit_line(x, "}");
}

void promela_never(struct emitter *x)
{
    unsigned bit = 0;

    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, bit++)
        if (c->asked && c->kind == CLAIM_EVENTUALLY)
            emit_never(x, c, bit);
}
