/* emit_promela.c - the world for SPIN: fills the holes of harness.pml.in. */
#include <string.h>

#include "arena.h"
#include "names.h"
#include "promela.h"
#include "ticks.h"
#include "world.h"

struct scope promela_scope(const struct model *m)
{
    struct scope s = { m, DIALECT_PROMELA, "e", "arg" };

    return s;
}

void promela_riders(struct emitter *x, const char *format)
{
    const char *rider;

    for (unsigned i = 0; (rider = world_rider(x->m, i)) != NULL; i++)
        emit_each(x, format, rider);
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
    emit_line(x, "#define LESS(a, b) ((a) > (b) -> (a) - (b) : 0)");
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
    if (x->m->bound->begin != NULL)
        emit_line(x, "byte begun;\t/* of the moves that are made first */");
}

static void emit_turn(struct emitter *x)
{
    unsigned n = world_steps(x->m);

    if (n != 0)
        emit_line(x, "\t\t\tbegun = (begun < %u -> begun + 1 : %u);", n, n);
}

static void emit_hidden(struct emitter *x)
{
    promela_riders(x, "hidden byte seg_$, out_$[OUT_MAX];\n");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_INPUT)
            emit_line(x, "hidden byte in_%s;", s->ident);
    for (unsigned i = 0; names_find(x->m, "changed")->used && i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "hidden byte was_%s;", world_field(x->m, i).ident);
}

/* `changed`: some field of a TCB is other than before the move. */
static void emit_changed(struct emitter *x)
{
    emit_text(x, "#define HAS_CHANGED (0");
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_text(x, " || tcb[e].%s != was_%s", world_field(x->m, i).ident,
                      world_field(x->m, i).ident);
    emit_text(x, ")\n");
}

/* Each let is a macro of the end that is meant. */
static void emit_lets(struct emitter *x)
{
    const struct scope s = promela_scope(x->m);

    for (const struct symbol *let = x->m->symbols; let != NULL; let = let->next)
        if (let->kind == SYM_LET)
            emit_line(x, "#define let_%s(e) (%s)", let->ident, express(&s, let->expr));
    if (names_find(x->m, "changed")->used)
        emit_changed(x);
}

static void emit_claim_names(struct emitter *x)
{
    emit_line(x, "static const char *eleven_claims[] = {");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next)
        emit_line(x, "    \"%s\",", c->name);
    emit_line(x, "    \"no_deadlock\"");
    emit_line(x, "};");
}

static void emit_always(struct emitter *x, const struct scope *s, const struct claim *c,
                        unsigned bit)
{
    emit_line(x, "if");
    emit_line(x, ":: (!(%s) && c_expr { !readtrail && !eleven_false[%u] }) ->", express(s, c->expr),
              bit);
    emit_line(x, "    c_code { eleven_violated(%u); };", bit);
    emit_line(x, "    assert(false)");
    emit_line(x, ":: else");
    emit_line(x, "fi");
}

/* What a witness shows is told as a premise; what a claim reaches is no matter of one world. */
static void emit_claim(struct emitter *x, const struct claim *c, unsigned bit, const char *end)
{
    struct scope       s = promela_scope(x->m);
    const struct expr *premise = c->kind == CLAIM_WITNESS ? c->expr : c->premise;

    s.end = end;
    emit_line(x, "if");
    emit_line(x, ":: (%s) -> /* %s, at %c */", premise != NULL ? express(&s, premise) : "1",
              c->name, "AB"[end[0] - '0']);
    x->indent++;
    emit_line(x, "c_code { eleven_premise[%u] = 1; };", bit);
    if (c->kind == CLAIM_ALWAYS)
        emit_always(x, &s, c, bit);
    x->indent--;
    emit_line(x, ":: else");
    emit_line(x, "fi;");
}

/* What is told of one world, of the claims of these kinds: a set of 1 << kind. They have d_steps of
 * their own. */
static void emit_claims_of(struct emitter *x, unsigned kinds)
{
    static const char *const ends[ENDS] = { "0", "1" };
    struct piece             piece;
    unsigned                 bit = 0, sum = 0;

    emit_text(x, "\t\t\tskip\n\t\t};\n\t\td_step {\n");
    for (const struct claim *c = x->m->claims; c != NULL; c = c->next, bit++)
        for (unsigned e = 0; e < ENDS; e++) {
            if (!c->asked || (kinds >> c->kind & 1) == 0 || !promela_open(&piece, x))
                continue;
            emit_claim(&piece.x, c, bit, ends[e]);
            promela_close(&piece, x, &sum);
        }
}

static void emit_claims(struct emitter *x)
{
    emit_claims_of(x, 1u << CLAIM_ALWAYS | 1u << CLAIM_WITNESS);
}

static void emit_goals(struct emitter *x)
{
    emit_claims_of(x, 1u << CLAIM_EVENTUALLY);
}

static void emit_legal(struct emitter *x)
{
    struct scope s = promela_scope(x->m);

    s.end = "0";
    if (x->m->bound->begin != NULL)
        emit_text(x, "begun == %u && (", world_steps(x->m));
    emit_text(x, "0");
    for (const struct legal_end *l = x->m->legal_ends; l != NULL; l = l->next)
        emit_text(x, " || %s", express(&s, l->expr));
    if (x->m->bound->begin != NULL)
        emit_text(x, ")");
}

/* The values of both ends in the order of engine.view, then both queues. */
static void emit_show(struct emitter *x)
{
    emit_line(x, "\t\t\tc_code {");
    emit_line(x, "\t\t\t\tint q, i;");
    emit_line(x, "\t\t\t\tprintf(\"eleven world\");");
    for (unsigned e = 0; e < ENDS; e++)
        for (unsigned i = 0; i < world_fields(x->m); i++) {
            struct world_field f = world_field(x->m, i);

            if (f.budget)
                emit_line(x, "\t\t\t\tprintf(\" %%d\", now.%s[%u]);", f.ident, e);
            else
                emit_line(x, "\t\t\t\tprintf(\" %%d\", now.tcb[%u].%s);", e, f.ident);
        }
    emit_line(x, "\t\t\t\tfor (q = 0; q < 2; q++)");
    emit_line(x, "\t\t\t\t\tfor (i = 0, printf(\" /\"); i < now.net[q].n; i++)");
    emit_line(x, "\t\t\t\t\t\tprintf(\" %%d %%d %%d %%d\", now.net[q].s[i].flags, now.net[q].s[i].seq,");
    emit_line(x, "\t\t\t\t\t\t       now.net[q].s[i].ack, now.net[q].s[i].text);");
    emit_line(x, "\t\t\t\tprintf(\"\\n\");");
    emit_line(x, "\t\t\t};");
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
    { "LOOK", NULL, "\tseg_$ = net[e].s[i].$;\n" },
    { "SHIFT", NULL, "\t\tnet[e].s[k].$ = net[e].s[k + 1].$;\n" },
    { "CLEAR", NULL, "\tnet[e].s[CAPACITY - 1].$ = 0;\n" },
    { "SORT", promela_sort, NULL },
    { "PUT", NULL, "\tnet[to].s[k].$ = seg_$;\n" },
    { "SENT", NULL, "\t\t\tseg_$ = out_$[out];\n" },
    { "TICKS", ticks_promela, NULL },
    { "ERASE", promela_erase, NULL },
    { "FRESH", promela_fresh, NULL },
    { "CHOICES", promela_choices, NULL },
    { "MOVES", promela_moves, NULL },
    { "EVENTS", promela_events, NULL },
    { "SETTLE", promela_settle, NULL },
    { "TURN", emit_turn, NULL },
    { "CLAIMS", emit_claims, NULL },
    { "SHOW", emit_show, NULL },
    { "GOALS", emit_goals, NULL },
    { "LEGAL", emit_legal, NULL },
    { "NEVER", promela_never, NULL },
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
                promela_riders(x, holes[i].riders);
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
    struct emitter       x = { .out = out, .m = m };
    const struct source *frame = source_read(frame_path(m));

    if (frame != NULL)
        fill_frame(&x, frame->text);
    else
        error_at(m->moves->at, "the frame of the Promela model is missing beside this file");
}
