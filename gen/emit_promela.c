/* emit_promela.c - the world for SPIN: fills the holes of harness.pml.in. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "emit.h"
#include "express.h"
#include "names.h"
#include "world.h"

/* SPIN allows a d_step about two thousand jumps; a line is one at most. */
enum { D_STEP_LINES = 1500 };

static const struct scope *scope_of(const struct emitter *x)
{
    static struct scope s;

    s.m = x->m;
    s.dialect = DIALECT_PROMELA;
    s.end = "e";
    s.argument = "arg";
    return &s;
}

/* Each ghost that rides in segments: NAME replaces the two %s of the format. */
static void emit_riders(struct emitter *x, const char *format)
{
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_SEGMENT && s->ghost)
            for (const char *p = format; *p != '\0'; p++) {
                if (*p == '$')
                    emit_text(x, "%s", s->ident);
                else
                    emit_text(x, "%c", *p);
            }
}

static void emit_constants(struct emitter *x)
{
    static const struct {
        enum symbol_kind kind;
        const char      *prefix;
    } kinds[] = { { SYM_STATE, "" }, { SYM_EVENT, "EVENT_" } };

    emit_line(x, "/* Made by fsmc from %s and bound %s. Do not edit. */", x->m->table->name,
              x->m->bound->name);
    emit_line(x, "#define CAPACITY %u", x->m->bound->capacity);
    emit_line(x, "#define OUT_MAX 8");
    emit_line(x, "#define NO_EVENT 255");
    emit_line(x, "#define SEQ_MASK %u", (1u << x->m->bound->seq_bits) - 1);
    emit_line(x, "#define SEQ_HALF %u", 1u << (x->m->bound->seq_bits - 1));
    emit_line(x, "#define SEQ(v) ((v) & SEQ_MASK)");
    emit_line(x, "#define SPAN(a, b) (((b) - (a)) & SEQ_MASK)");
    emit_line(x, "#define HAS(flag) ((seg_flags & flag) != 0)");
    emit_line(x, "#define FLAG_FIN 1");
    emit_line(x, "#define FLAG_SYN 2");
    emit_line(x, "#define FLAG_RST 4");
    emit_line(x, "#define FLAG_ACK 16");
    for (unsigned k = 0; k < 2; k++)
        for (unsigned i = 0; i < x->m->count[kinds[k].kind]; i++)
            emit_line(x, "#define %s%s %u", kinds[k].prefix,
                      names_nth(x->m, kinds[k].kind, i)->ident, i);
}

/* Budgets differ from end to end, and only an array can start with different values. */
static void emit_end(struct emitter *x)
{
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (!world_field(x->m, i).budget)
            emit_line(x, "byte %s%s", world_field(x->m, i).ident,
                      i + 1 < world_fields(x->m) ? ";" : "");
}

static void emit_budgets(struct emitter *x)
{
    for (unsigned i = 0; i < world_fields(x->m); i++) {
        struct world_field f = world_field(x->m, i);

        if (f.budget)
            emit_line(x, "byte %s[2] = { %u, %u };", f.ident, f.initial[END_A], f.initial[END_B]);
    }
}

static void emit_hidden(struct emitter *x)
{
    emit_riders(x, "hidden byte seg_$, out_$[OUT_MAX];\n");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_INPUT)
            emit_line(x, "hidden byte in_%s;", s->ident);
}

/* Each let is a macro of the end that is meant. */
static void emit_lets(struct emitter *x)
{
    for (const struct symbol *let = x->m->symbols; let != NULL; let = let->next)
        if (let->kind == SYM_LET)
            emit_line(x, "#define let_%s(e) (%s)", let->ident, express(scope_of(x), let->expr));
}

static void emit_claim_names(struct emitter *x)
{
    emit_line(x, "static const char *eleven_claims[] = {");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next)
        emit_line(x, "    \"%s\",", c->name);
    emit_line(x, "    \"no_deadlock\"");
    emit_line(x, "};");
}

/* ------------------------------------------------------------ actions */

static void emit_actions(struct emitter *x, const struct action *list);

static void emit_send(struct emitter *x, const struct action *a)
{
    const struct scope  *s = scope_of(x);
    const struct symbol *nxt = names_find(x->m, "SND.NXT"), *rcv = names_find(x->m, "RCV.NXT");

    emit_line(x, "out_flags[n_out] = %u;", a->flags);
    emit_line(x, "out_seq[n_out] = %s;",
              a->seq != NULL ? express(s, a->seq) : express_symbol(s, nxt, false));
    emit_line(x, "out_ack[n_out] = %s;",
              a->ack != NULL ? express(s, a->ack)
              : (a->flags & 16) != 0 ? express_symbol(s, rcv, false) : "0");
    emit_line(x, "out_text[n_out] = %s;", a->len != NULL ? express(s, a->len) : "0");
    emit_riders(x, "out_$[n_out] = 0;\n");
    emit_actions(x, names_find(x->m, "send")->watch);
    emit_line(x, "n_out++;");
}

static void emit_raise(struct emitter *x, const char *ident)
{
    emit_line(x, "ev = EVENT_%s;", ident);
}

/* seg_* := the forged segment that arg stands for; see forged_segment() of sim/world.h. */
static void emit_forge(struct emitter *x)
{
    unsigned n = 1u << x->m->bound->seq_bits;

    emit_line(x, "seg_flags = arg / %u;", n * n * 2);
    emit_line(x, "seg_flags = (seg_flags & 7) | ((seg_flags & 8) << 1);");
    emit_line(x, "seg_seq = (arg / %u) %% %u;", n * 2, n);
    emit_line(x, "seg_ack = (arg / 2) %% %u;", n);
    emit_line(x, "seg_text = arg %% 2;");
    emit_riders(x, "seg_$ = 0;\n");
    emit_raise(x, "SEGMENT");
}

static const char *input(const struct emitter *x, const char *name)
{
    const struct symbol *s = names_find(x->m, name);

    return s != NULL && s->kind == SYM_INPUT ? s->ident : NULL;
}

static void emit_input(struct emitter *x, const char *name, unsigned value)
{
    if (input(x, name) != NULL)
        emit_line(x, "in_%s = %u;", input(x, name), value);
}

/* Which alternative of the script it is: end, position, number. */
static void emit_call(struct emitter *x)
{
    emit_line(x, "if");
    for (unsigned e = 0; e < ENDS; e++) {
        unsigned position = 0, choice = 0;

        for (const struct call *c = x->m->bound->script[e]; c != NULL; c = c->next) {
            choice = c->position == position ? choice : 0;
            position = c->position;
            emit_line(x, ":: (e == %u && tcb[e].script == %u && arg == %u) ->", e, position,
                      choice++);
            x->indent++;
            emit_raise(x, c->event->ident);
            emit_input(x, "active", c->active);
            emit_input(x, "new_iss", c->iss);
            emit_input(x, "octets", c->octets);
            x->indent--;
        }
    }
    emit_line(x, ":: else");
    emit_line(x, "fi;");
    emit_line(x, "tcb[e].script++;");
}

static void emit_crash(struct emitter *x)
{
    emit_line(x, "forget();");
    emit_line(x, "tcb[e].script = (e == 0 -> %u : %u);", x->m->bound->after_crash[END_A],
              x->m->bound->after_crash[END_B]);
}

static void emit_action(struct emitter *x, const struct action *a)
{
    const struct scope *s = scope_of(x);

    switch (a->kind) {
    case ACT_ASSIGN:  emit_line(x, "%s;", express_assign(s, a->symbol, a->value)); break;
    case ACT_DO:
        emit_line(x, "/* %s */", a->symbol->name);
        emit_actions(x, a->symbol->body);
        emit_actions(x, a->symbol->watch);
        break;
    case ACT_SEND:    emit_send(x, a); break;
    case ACT_TELL:    emit_line(x, "/* tell the user: %s */", a->symbol->text); break;
    case ACT_DELIVER: emit_line(x, "/* deliver */"); break;
    case ACT_START:   emit_line(x, "%s = 1;", express_timer(s, a->symbol)); break;
    case ACT_STOP:    emit_line(x, "%s = 0;", express_timer(s, a->symbol)); break;
    case ACT_FORGET:  emit_line(x, "forget();"); break;
    case ACT_RAISE:   emit_raise(x, a->symbol->ident); break;
    case ACT_ARRIVE:
        emit_line(x, "take(%s);", express(s, a->value));
        emit_raise(x, "SEGMENT");
        break;
    case ACT_REMOVE:  emit_line(x, "take(%s);", express(s, a->value)); break;
    case ACT_COPY:    emit_line(x, "copy(%s);", express(s, a->value)); break;
    case ACT_FORGE:   emit_forge(x); break;
    case ACT_CALL:    emit_call(x); break;
    case ACT_CRASH:   emit_crash(x); break;
    }
}

static void emit_actions(struct emitter *x, const struct action *list)
{
    for (const struct action *a = list; a != NULL; a = a->next) {
        if (a->when == NULL) {
            emit_action(x, a);
            continue;
        }
        emit_line(x, "if");
        emit_line(x, ":: (%s) ->", express(scope_of(x), a->when));
        x->indent++;
        emit_action(x, a);
        emit_line(x, "skip");
        x->indent--;
        emit_line(x, ":: else");
        emit_line(x, "fi;");
    }
}

static void emit_forget(struct emitter *x)
{
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "tcb[e].%s = 0;", world_field(x->m, i).ident);
    emit_actions(x, names_find(x->m, "forget")->watch);
}

/* ------------------------------------------------------------ events */

/* A row and, in its else, the rows after it. */
static void emit_row(struct emitter *x, const struct row *r)
{
    if (r == NULL) {
        emit_line(x, "tcb[e].unspecified = 1;");
        emit_line(x, "step = 0");
        return;
    }
    emit_line(x, "if");
    emit_line(x, ":: (%s) -> /* %s:%u %s */", express_guard(scope_of(x), r, r->group->states), r->at.source->name,
              r->at.line, r->name);
    x->indent++;
    emit_line(x, "c_code { eleven_row(%u, now.tcb[now.e].state); };", r->index);
    emit_actions(x, r->actions);
    if (r->target != NULL)
        emit_line(x, "tcb[e].state = %s;", r->target->ident);
    emit_line(x, "step = %u", r->next_step);
    x->indent--;
    emit_line(x, ":: else ->");
    x->indent++;
    emit_row(x, r->next);
    x->indent--;
    emit_line(x, "fi");
}

static bool has_step(const struct model *m, const struct symbol *event, unsigned step)
{
    for (const struct group *g = m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step)
            return true;
    return false;
}

static void emit_step(struct emitter *x, const struct symbol *event, unsigned step)
{
    emit_line(x, "if");
    emit_line(x, ":: (ev == EVENT_%s && step == %u) ->", event->ident, step);
    x->indent++;
    emit_line(x, "if");
    for (const struct group *g = x->m->groups; g != NULL; g = g->next)
        if (g->event == event && g->step == step) {
            emit_line(x, ":: (%s) ->", express_states(scope_of(x), g->states, 0xffff, false));
            x->indent++;
            emit_row(x, g->rows);
            x->indent--;
        }
    emit_line(x, ":: else -> tcb[e].unspecified = 1; step = 0");
    emit_line(x, "fi");
    x->indent--;
    emit_line(x, ":: else");
    emit_line(x, "fi;");
}

/* The text of one step of an event, and how many lines it has. */
static const char *step_text(const struct emitter *x, const struct symbol *event, unsigned step,
                             unsigned *lines)
{
    struct emitter inner = { NULL, x->m, 3 };
    char          *text = NULL;
    size_t         size = 0;
    const char    *kept;

    inner.out = open_memstream(&text, &size);
    if (inner.out == NULL)
        return "";
    emit_step(&inner, event, step);
    fclose(inner.out);
    kept = arena_text(text, size);
    free(text);
    *lines = 0;
    for (const char *p = kept; *p != '\0'; p++)
        *lines += *p == '\n';
    return kept;
}

/* SPIN limits the length of a d_step; the atomic around them keeps them one move. */
static void emit_events(struct emitter *x)
{
    unsigned sum = 0, lines = 0;

    for (unsigned i = 0; i < x->m->count[SYM_EVENT]; i++)
        for (unsigned step = 1; step <= 15; step++) {
            const struct symbol *event = names_nth(x->m, SYM_EVENT, i);
            const char          *text;

            if (!has_step(x->m, event, step))
                continue;
            text = step_text(x, event, step, &lines);
            if (sum > 0 && sum + lines > D_STEP_LINES) {
                emit_text(x, "\t\t\tskip\n\t\t};\n\t\td_step {\n");
                sum = 0;
            }
            emit_text(x, "%s", text);
            sum += lines;
        }
}

/* ------------------------------------------------------------ moves */

/* "this move was chosen", at an end that can make it; NULL where none can. */
static const char *is_chosen(const struct model *m, const struct move *v)
{
    const char *text = NULL;

    for (unsigned e = 0; e < ENDS; e++) {
        unsigned number = world_move_number(m, v, e);

        if (world_choices(m, v, e) == 0)
            continue;
        text = text == NULL ? arena_format("mv == %u", number)
                            : arena_format("%s || mv == %u", text, number);
    }
    return text;
}

static void emit_moves(struct emitter *x)
{
    x->indent = 3;
    for (const struct move *v = x->m->moves; v != NULL; v = v->next) {
        const char *chosen = is_chosen(x->m, v);

        if (chosen == NULL)
            continue;
        emit_line(x, ":: (%s) -> /* %s:%u %s */", chosen, v->at.source->name, v->at.line, v->name);
        x->indent++;
        emit_actions(x, v->actions);
        emit_line(x, "skip");
        x->indent--;
    }
    x->indent = 0;
}

static void emit_choice(struct emitter *x, const struct move *v, unsigned e, const char *guard,
                        unsigned argument)
{
    emit_line(x, ":: d_step { (%s) -> mv = %u; e = %u; arg = %u }", guard,
              world_move_number(x->m, v, e), e, argument);
}

/* One digit of the forged segment's number: arg := arg * n + 0, 1, ... */
static void emit_digit(struct emitter *x, unsigned n)
{
    emit_line(x, "if");
    for (unsigned i = 0; i < n; i++)
        emit_line(x, ":: arg = arg * %u + %u", n, i);
    emit_line(x, "fi");
}

/* Flags, sequence number, acknowledgment (0 without the ACK bit), text. */
static void emit_forgery(struct emitter *x, const struct move *v, unsigned e, const char *guard)
{
    unsigned n = 1u << x->m->bound->seq_bits;

    emit_choice(x, v, e, guard, 0);
    emit_line(x, ";");
    x->indent++;
    emit_digit(x, 16);
    emit_line(x, ";");
    emit_digit(x, n);
    emit_line(x, ";");
    emit_line(x, "if");
    emit_line(x, ":: (arg / %u >= 8) ->", n);
    emit_digit(x, n);
    emit_line(x, ":: else -> arg = arg * %u", n);
    emit_line(x, "fi;");
    emit_digit(x, 2);
    x->indent--;
}

/* A user's call: each alternative of each position of the script. */
static void emit_calls(struct emitter *x, const struct move *v, unsigned e, const char *guard)
{
    struct scope s = *scope_of(x);
    unsigned     position = 0, choice = 0;

    s.end = e == 0 ? "0" : "1";
    for (const struct call *c = x->m->bound->script[e]; c != NULL; c = c->next) {
        const char *states = c->states == 0 ? "1" : express_states(&s, c->states, 0xffff, false);

        choice = c->position == position ? choice : 0;
        position = c->position;
        emit_choice(x, v, e, arena_format("%s && tcb[%u].script == %u && %s", guard, e, position,
                                          states), choice++);
    }
}

static void emit_choices_of(struct emitter *x, const struct move *v, unsigned e)
{
    struct scope s = *scope_of(x);

    s.end = e == 0 ? "0" : "1";
    for (unsigned i = 0; i < (v->indexed ? x->m->bound->capacity : 1); i++) {
        s.argument = arena_format("%u", i);
        if (v->forges)
            emit_forgery(x, v, e, express(&s, v->guard));
        else if (v->calls)
            emit_calls(x, v, e, express(&s, v->guard));
        else
            emit_choice(x, v, e, express(&s, v->guard), i);
    }
}

static void emit_choices(struct emitter *x)
{
    x->indent = 2;
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        for (unsigned e = 0; e < ENDS; e++)
            if (world_choices(x->m, v, e) > 0)
                emit_choices_of(x, v, e);
    x->indent = 0;
}

static void emit_claim(struct emitter *x, const struct claim *c, unsigned bit, const char *end)
{
    struct scope s = *scope_of(x);

    s.end = end;
    emit_line(x, "if");
    emit_line(x, ":: (%s) -> /* %s, at %c */", c->premise != NULL ? express(&s, c->premise) : "1",
              c->name, "AB"[end[0] - '0']);
    x->indent++;
    emit_line(x, "c_code { eleven_premise[%u] = 1; };", bit);
    emit_line(x, "if");
    emit_line(x, ":: (!(%s) && c_expr { !eleven_false[%u] }) ->", express(&s, c->expr), bit);
    emit_line(x, "    c_code { eleven_violated(%u); };", bit);
    emit_line(x, "    assert(false)");
    emit_line(x, ":: else");
    emit_line(x, "fi");
    x->indent--;
    emit_line(x, ":: else");
    emit_line(x, "fi;");
}

static void emit_claims(struct emitter *x)
{
    unsigned bit = 0;

    x->indent = 3;
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, bit++) {
        emit_claim(x, c, bit, "0");
        emit_claim(x, c, bit, "1");
    }
    x->indent = 0;
}

static void emit_legal(struct emitter *x)
{
    struct scope s = *scope_of(x);

    s.end = "0";
    emit_text(x, "0");
    for (const struct legal_end *l = x->m->legal_ends; l != NULL; l = l->next)
        emit_text(x, " || %s", express(&s, l->expr));
}

/* ------------------------------------------------------------ the frame */

static const struct {
    const char *name;
    void (*fill)(struct emitter *);
    const char *riders; /* or this line for each ghost that rides in segments */
} holes[] = {
    { "CONSTANTS", emit_constants, NULL },
    { "SEGMENT", NULL, "\tbyte $;\n" },
    { "END", emit_end, NULL },
    { "BUDGETS", emit_budgets, NULL },
    { "HIDDEN", emit_hidden, NULL },
    { "LETS", emit_lets, NULL },
    { "CLAIM_NAMES", emit_claim_names, NULL },
    { "TAKE", NULL, "\tseg_$ = net[e].s[i].$;\n" },
    { "SHIFT", NULL, "\t\tnet[e].s[k].$ = net[e].s[k + 1].$;\n" },
    { "CLEAR", NULL, "\tnet[e].s[CAPACITY - 1].$ = 0;\n" },
    { "COPY", NULL, "\tnet[e].s[k].$ = net[e].s[i].$;\n" },
    { "PUSH", NULL, "\t\t\tnet[1 - e].s[net[1 - e].n].$ = out_$[k];\n" },
    { "FORGET", emit_forget, NULL },
    { "CHOICES", emit_choices, NULL },
    { "MOVES", emit_moves, NULL },
    { "EVENTS", emit_events, NULL },
    { "CLAIMS", emit_claims, NULL },
    { "LEGAL", emit_legal, NULL },
};

/* Fills one hole; the name ends where `length` says. */
static void fill(struct emitter *x, const char *name, size_t length)
{
    const struct { const char *name; unsigned n; } numbers[] = {
        { "N_ROWS", x->m->n_rows },
        { "N_STATES", x->m->count[SYM_STATE] },
        { "N_CLAIMS", x->m->n_claims },
    };

    for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (strlen(numbers[i].name) == length && strncmp(numbers[i].name, name, length) == 0)
            emit_text(x, "%u", numbers[i].n);
    for (unsigned i = 0; i < sizeof holes / sizeof holes[0]; i++)
        if (strlen(holes[i].name) == length && strncmp(holes[i].name, name, length) == 0) {
            if (holes[i].fill != NULL)
                holes[i].fill(x);
            else
                emit_riders(x, holes[i].riders);
        }
}

/* harness.pml.in stands beside the file of the moves. */
static const char *frame_path(const struct model *m)
{
    const char *path = m->moves->at.source->path, *slash = strrchr(path, '/');

    return arena_format("%.*sharness.pml.in", slash == NULL ? 0 : (int)(slash - path) + 1, path);
}

/* %%NAME at the start of a line takes the whole line; %%NAME%% stands inside one. */
static void fill_frame(struct emitter *x, const char *p)
{
    while (*p != '\0') {
        size_t length;

        if (p[0] != '%' || p[1] != '%') {
            emit_text(x, "%c", *p++);
            continue;
        }
        p += 2;
        length = strcspn(p, "%\n");
        fill(x, p, length);
        p += length;
        p += *p == '\n' ? 1 : 2;
    }
}

void emit_promela(FILE *out, const struct model *m)
{
    struct emitter       x = { out, m, 0 };
    const struct source *frame = source_read(frame_path(m));

    if (frame != NULL)
        fill_frame(&x, frame->text);
}
