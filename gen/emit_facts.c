/* emit_facts.c - what the files say of claims, bounds and mutants, tab separated; see emit.h. */
#include "emit.h"

void emit_mutant_facts(FILE *out, const struct model *m)
{
    const struct mutant *u = m->mutant;

    fprintf(out, "%s\t%s\t%s\t%s\t%s\n", u->name, u->claim.name, u->bound, u->text, u->lesson);
}

void emit_mutations(FILE *out, const struct model *m)
{
    for (const struct mutation *u = m->mutations; u != NULL; u = u->next)
        fprintf(out, "%s\t%s:%u:%u\t%s\n", u->name, u->at.source->name, u->at.line, u->at.col,
                u->text);
}

/* That `word` says of the claim and the bound, and where. */
static void emit_fact(FILE *out, const char *word, const char *claim, const char *bound,
                      struct place at)
{
    fprintf(out, "%s\t%s\t%s\t%s:%u:%u\n", word, claim, bound, at.source->name, at.line, at.col);
}

void emit_claim_facts(FILE *out, const struct model *m)
{
    const struct bound *b = m->bound;

    for (const struct claim *c = m->claims; c != NULL; c = c->next) {
        emit_fact(out, "claim", c->name, "-", c->at);
        for (const struct named *n = c->in; n != NULL; n = n->next)
            emit_fact(out, "in", c->name, n->name, n->at);
    }
    if (m->mutant != NULL && m->mutant->claim.name != NULL)
        emit_fact(out, "breaks", m->mutant->claim.name, m->mutant->bound, m->mutant->claim.at);
    if (b == NULL)
        return;
    emit_fact(out, "bound", "-", b->name, b->at);
    for (const struct named *n = b->breaks; n != NULL; n = n->next)
        emit_fact(out, "breaks", n->name, b->name, n->at);
}
