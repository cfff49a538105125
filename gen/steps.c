/* steps.c - the table's groups as C functions; see steps.h. */
#include "steps.h"

#include <string.h>

#include "arena.h"
#include "check.h"
#include "mutable.h"
#include "names.h"
#include "world.h"

static void emit_send(struct emitter *x, const struct scope *s, const struct action *a)
{
    struct express_send f = express_send(s, a);

    emit_line(x, "send(x, %u, %s, %s, %s);", a->flags, f.seq, f.ack, f.text);
}

static void emit_timer(struct emitter *x, const struct scope *s, const struct action *a)
{
    emit_line(x, "%s = %s;", express_timer(s, a->symbol),
              a->kind == ACT_START ? express_length(s, a->symbol) : "0");
    emit_line(x, "%s(x, TIMER_%s);", a->kind == ACT_START ? "started" : "stopped",
              a->symbol->ident);
}

static void emit_do(struct emitter *x, const struct scope *s, const struct action *a)
{
    bool mutable = mutable_do(x, s, a->symbol);

    emit_line(x, "/* %s */", a->symbol->name);
    steps_actions(x, s, a->symbol->body);
    if (mutable)
        mutable_do_end(x);
    if (s->dialect == DIALECT_WORLD)
        steps_actions(x, s, a->symbol->watch);
}

/* What the claims add to the moment `name`. */
static void emit_watch(struct emitter *x, const struct scope *s, const char *name)
{
    if (s->dialect == DIALECT_WORLD)
        steps_actions(x, s, names_find(s->m, name)->watch);
}

static void emit_action(struct emitter *x, const struct scope *s, const struct action *a)
{
    switch (a->kind) {
    case ACT_ASSIGN:  emit_line(x, "%s;", express_assign(s, a->symbol, a->value)); break;
    case ACT_DO:      emit_do(x, s, a); break;
    case ACT_SEND:    emit_send(x, s, a); break;
    case ACT_TELL:
        emit_line(x, "tell(x, SIGNAL_%s);", a->symbol->ident);
        emit_watch(x, s, "tell");
        break;
    case ACT_DELIVER: emit_line(x, "deliver(x, %s);", express(s, a->value)); break;
    case ACT_START:
    case ACT_STOP:    emit_timer(x, s, a); break;
    case ACT_FORGET:  emit_line(x, "forget(x);"); break;
    case ACT_RAISE:   emit_line(x, "tcp_event(x, EVENT_%s);", a->symbol->ident); break;
    case ACT_ARRIVE:  emit_line(x, "arrive(x, %s);", express(s, a->value)); break;
    case ACT_REMOVE:  emit_line(x, "lose(x, %s);", express(s, a->value)); break;
    case ACT_COPY:    emit_line(x, "copy(x, %s);", express(s, a->value)); break;
    case ACT_FORGE:   emit_line(x, "forge(x);"); break;
    case ACT_CALL:
        emit_watch(x, s, "call");
        emit_line(x, "call(x);");
        break;
    case ACT_CRASH:   emit_line(x, "crash(x);"); break;
    case ACT_TICK:    emit_line(x, "tick(x);"); break;
    }
}

void steps_actions(struct emitter *x, const struct scope *s, const struct action *list)
{
    for (const struct action *a = list; a != NULL; a = a->next) {
        if (express_is_idle(s, a))
            continue;
        if (a->when == NULL) {
            emit_action(x, s, a);
            continue;
        }
        emit_line(x, "if (%s) {", express(s, a->when));
        x->indent++;
        emit_action(x, s, a);
        x->indent--;
        emit_line(x, "}");
    }
}

void steps_firing(struct emitter *x, const struct scope *s, const struct row *r, unsigned index)
{
    emit_line(x, "fired(x, %u);", index);
    steps_actions(x, s, r->actions);
    if (r->target != NULL)
        emit_line(x, "x->t->state = %s;", r->target->ident);
    emit_line(x, "return %u;", r->next_step);
}

/* Can what stands behind the row be reached? */
static bool emit_row(struct emitter *x, const struct scope *s, const struct row *r)
{
    bool mutable = mutable_row(x, s, r);

    emit_line(x, "if (%s) { /* %s:%u %s */", express_guard(s, r, r->group->states),
              r->at.source->name, r->at.line,
              r->name);
    x->indent++;
    steps_firing(x, s, r, r->index);
    x->indent--;
    emit_line(x, "}");
    return mutable || r->guard != NULL || r->states != r->group->states;
}

static void emit_group(struct emitter *x, const struct scope *s, const struct group *g)
{
    bool open_ended = true;

    emit_line(x, "/* on %s in %s%s, step %u (%s:%u) */", g->event_name, g->names[0],
              g->n_names > 1 ? ", ..." : "", g->step, g->at.source->name, g->at.line);
    emit_line(x, "static unsigned group_%u(struct ctx *x)", g->index);
    emit_line(x, "{");
    x->indent++;
    for (const struct row *r = g->rows; r != NULL && open_ended; r = r->next)
        open_ended = emit_row(x, s, r);
    if (open_ended || g->rows == NULL)
        emit_line(x, "return NO_ROW;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static void emit_let_head(struct emitter *x, const struct symbol *let, const char *end)
{
    emit_line(x, "static inline %s let_%s(const struct ctx *x)%s",
              let->type == TYPE_BOOL ? "bool" : "uint32_t", let->ident, end);
}

/* Each let is a function: they may use one another in any order. */
static void emit_lets(struct emitter *x, const struct scope *s)
{
    for (const struct symbol *let = s->m->symbols; let != NULL; let = let->next)
        if (let->kind == SYM_LET)
            emit_let_head(x, let, ";");
    emit_line(x, "%s", "");
    for (const struct symbol *let = s->m->symbols; let != NULL; let = let->next) {
        if (let->kind != SYM_LET)
            continue;
        emit_line(x, "/* %s (%s:%u) */", let->name, let->at.source->name, let->at.line);
        emit_let_head(x, let, "");
        emit_line(x, "{");
        x->indent++;
        mutable_let(x, s, let);
        emit_line(x, "return %s;", express(s, let->expr));
        x->indent--;
        emit_line(x, "}");
        emit_line(x, "%s", "");
    }
}

void steps_groups(struct emitter *x, const struct scope *s)
{
    emit_line(x, "#define SEQ(v)     ((v) & SEQ_MASK)         /* a sequence number */");
    emit_line(x, "#define SPAN(a, b) (((b) - (a)) & SEQ_MASK) /* octets from a to b */");
    emit_line(x, "#define LESS(a, b) ((a) > (b) ? (a) - (b) : 0u) /* counts stop at 0 */");
    emit_line(x, "#define HAS(flag)  ((x->seg.flags & (flag)) != 0)");
    emit_line(x, "%s", "");
    mutable_variables(x);
    emit_lets(x, s);
    emit_line(x, "enum { NO_ROW = 99 };");
    emit_line(x, "%s", "");
    for (const struct group *g = s->m->groups; g != NULL; g = g->next)
        emit_group(x, s, g);
}

/* case STATE: ... of one group */
static void emit_case(struct emitter *x, const struct scope *s, const struct group *g)
{
    for (unsigned i = 0; i < STATES_MAX; i++)
        if (has_state(g->states, i))
            emit_line(x, "case %s:", names_nth(s->m, SYM_STATE, i)->ident);
    emit_line(x, "    step = group_%u(x);", g->index);
    emit_line(x, "    break;");
}

static void emit_step(struct emitter *x, const struct scope *s, const struct symbol *event,
                      unsigned step)
{
    emit_line(x, "if (step == %u)", step);
    x->indent++;
    emit_line(x, "switch (x->t->state) {");
    for (const struct group *g = s->m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step)
            emit_case(x, s, g);
    emit_line(x, "default:");
    emit_line(x, "    return false;");
    emit_line(x, "}");
    x->indent--;
}

static void emit_event(struct emitter *x, const struct scope *s, const struct symbol *event)
{
    emit_line(x, "static bool on_%s(struct ctx *x)", event->ident);
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "unsigned step = 1;");
    emit_line(x, "%s", "");
    for (unsigned step = 1; step <= 15; step++)
        if (check_has_step(s->m, event, step))
            emit_step(x, s, event, step);
    emit_line(x, "return step != NO_ROW;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

void steps_event(struct emitter *x, const struct scope *s)
{
    for (unsigned i = 0; i < s->m->count[SYM_EVENT]; i++)
        emit_event(x, s, names_nth(s->m, SYM_EVENT, i));
    emit_line(x, "static bool run_event(struct ctx *x, unsigned event)");
    emit_line(x, "{");
    x->indent++;
    emit_line(x, "switch (event) {");
    for (unsigned i = 0; i < s->m->count[SYM_EVENT]; i++) {
        const char *id = names_nth(s->m, SYM_EVENT, i)->ident;

        emit_line(x, "case EVENT_%s: return on_%s(x);", id, id);
    }
    emit_line(x, "default: return false;");
    emit_line(x, "}");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

/* { [STATE] = "text", ... } for the states that have one. */
static void emit_by_state(struct emitter *x, const struct row *r, const char *const *texts)
{
    emit_text(x, "{ [%u] = NULL", STATES_MAX - 1);
    for (unsigned s = 0; s < STATES_MAX; s++)
        if (has_state(r->states, s) && texts[s] != NULL) {
            emit_text(x, ", [%u] = ", s);
            emit_quoted(x, texts[s]);
        }
    emit_text(x, " }");
}

void steps_rows(struct emitter *x, const char *declaration)
{
    emit_line(x, "%s = {", declaration);
    x->indent++;
    for (const struct group *g = x->m->groups; g != NULL; g = g->next)
        for (const struct row *r = g->rows; r != NULL; r = r->next) {
            emit_start(x);
            emit_text(x, "[%u] = { \"%s\", \"%s\", %u, ", r->index, r->name, g->event_name,
                      g->step);
            emit_quoted(x, r->at.source->name);
            emit_text(x, ", %u, ", r->at.line);
            emit_quoted(x, r->label);
            emit_text(x, ", 0x%04x, ", r->states);
            emit_by_state(x, r, r->cites);
            emit_text(x, ", ");
            emit_by_state(x, r, r->cannot);
            emit_text(x, " },\n");
        }
    x->indent--;
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

/* "the user takes what has come, with zero_window" */
static const char *sentence(const struct symbol *s)
{
    return s->needs == NULL ? s->text : arena_format("%s, with %s", s->text, s->needs->name);
}

/* One string a symbol of the kind. */
static void emit_strings(struct emitter *x, const char *declaration, enum symbol_kind kind,
                         bool texts)
{
    emit_line(x, "%s = {", declaration);
    for (unsigned i = 0; i < x->m->count[kind]; i++) {
        const struct symbol *s = names_nth(x->m, kind, i);

        emit_text(x, "    ");
        emit_quoted(x, texts ? sentence(s) : s->name);
        emit_text(x, ",\n");
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

void steps_names(struct emitter *x, const char *declaration, enum symbol_kind kind)
{
    emit_strings(x, declaration, kind, false);
}

void steps_texts(struct emitter *x, const char *declaration, enum symbol_kind kind)
{
    emit_strings(x, declaration, kind, true);
}

void steps_enum(struct emitter *x, const char *tag, const char *prefix, enum symbol_kind kind,
                const char *count)
{
    emit_line(x, "enum %s {", tag);
    for (unsigned i = 0; i < x->m->count[kind]; i++)
        emit_line(x, "    %s%s,", prefix, names_nth(x->m, kind, i)->ident);
    emit_line(x, "    %s", count);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}
