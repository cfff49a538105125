/* emit_c.c - a world engine: the C file of one bound; see sim/engine.h, sim/world.h. */
#include <string.h>

#include "arena.h"
#include "emit_c.h"
#include "mutable.h"
#include "names.h"
#include "steps.h"
#include "ticks.h"
#include "world.h"

static void emit_constants(struct emitter *x)
{
    const struct bound *b = x->m->bound;

    emit_line(x, "enum { SEQ_BITS = %u, CAPACITY = %u, UNORDERED = %u };", b->seq_bits,
              b->capacity, b->unordered);
    emit_line(x, "#define SEQ_MASK %uu", (1u << b->seq_bits) - 1);
    emit_line(x, "#define SEQ_HALF %uu", 1u << (b->seq_bits - 1));
    emit_line(x, "%s", "");
    steps_enum(x, "tcp_state", "", SYM_STATE, "TCP_STATES");
    steps_enum(x, "tcp_event", "EVENT_", SYM_EVENT, "TCP_EVENTS");
    steps_enum(x, "tcp_timer", "TIMER_", SYM_TIMER, "TCP_TIMERS");
    steps_enum(x, "tcp_signal", "SIGNAL_", SYM_SIGNAL, "TCP_SIGNALS");
    emit_line(x, "static const uint8_t after_crash[] = { %u, %u };", b->after_crash[END_A],
              b->after_crash[END_B]);
    emit_line(x, "%s", "");
}

static void emit_segment(struct emitter *x)
{
    emit_line(x, "struct segment {");
    emit_line(x, "    uint8_t flags, seq, ack, text;");
    for (unsigned i = 0; world_rider(x->m, i) != NULL; i++)
        emit_line(x, "    uint8_t %s;", world_rider(x->m, i));
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_input(struct emitter *x)
{
    emit_line(x, "struct input {");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_INPUT)
            emit_line(x, "    uint8_t %s;", s->ident);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_end(struct emitter *x)
{
    emit_line(x, "struct end {");
    x->indent++;
    for (unsigned i = 0; i < world_fields(x->m); i++) {
        struct world_field f = world_field(x->m, i);

        emit_line(x, "uint8_t %s; /* %s%s */", f.ident, f.name,
                  f.budget ? ", a budget" : f.ghost ? ", a ghost" : "");
    }
    x->indent--;
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

/* What the claims add to the moment `name`. */
static void emit_hook(struct emitter *x, const struct scope *s, const char *head, const char *name)
{
    emit_line(x, "%s", head);
    emit_line(x, "{");
    x->indent++;
    steps_actions(x, s, names_find(x->m, name)->watch);
    emit_line(x, "(void)x;");
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

/* `changed`: some field of a TCB is other than before the move. */
static void emit_changed(struct emitter *x)
{
    emit_line(x, "static bool has_changed(const struct ctx *x)");
    emit_line(x, "{");
    emit_line(x, "    bool changed = false;");
    emit_line(x, "%s", "");
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "    changed = changed || x->t->%s != x->old->%s;",
                      world_field(x->m, i).ident, world_field(x->m, i).ident);
    emit_line(x, "    return changed;");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static void emit_erase(struct emitter *x)
{
    emit_line(x, "static void erase(struct end *t)");
    emit_line(x, "{");
    for (unsigned i = 0; i < world_fields(x->m); i++)
        if (world_field(x->m, i).forgotten)
            emit_line(x, "    t->%s = 0;", world_field(x->m, i).ident);
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

/* What its sender puts into a segment besides what `send` says. */
static void emit_fill(struct emitter *x, const struct scope *s)
{
    emit_line(x, "static void fill(const struct ctx *x, struct segment *out)");
    emit_line(x, "{");
    for (const struct symbol *f = x->m->symbols; f != NULL; f = f->next)
        if (world_is_declared_field(f) && f->expr != NULL && !world_lacks(x->m, f))
            emit_line(x, "    out->%s = (uint8_t)(%s);", f->ident, express(s, f->expr));
    emit_line(x, "    (void)x;");
    emit_line(x, "    (void)out;");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static void emit_hooks(struct emitter *x, const struct scope *s)
{
    emit_fill(x, s);
    if (names_find(x->m, "changed")->used)
        emit_changed(x);
    emit_hook(x, s, "static void on_arrive(struct ctx *x)", "arrive");
    emit_hook(x, s, "static void on_send(struct ctx *x, struct segment *out)", "send");
    emit_hook(x, s, "static void on_settle(struct ctx *x)", "settle");
    emit_hook(x, s, "static void on_forget(struct ctx *x)", "forget");
    emit_hook(x, s, "static void on_crash(struct ctx *x)", "crash");
    emit_erase(x);
}

static void emit_show(struct emitter *x)
{
    const struct symbol *window = names_find(x->m, "SEG.WND");
    bool                 has_window = window != NULL && !world_lacks(x->m, window);

    emit_line(x, "static void show_segment(const struct segment *s, struct engine_segment *out)");
    emit_line(x, "{");
    emit_line(x, "    out->flags = s->flags;");
    emit_line(x, "    out->seq = s->seq;");
    emit_line(x, "    out->ack = s->ack;");
    emit_line(x, "    out->text = s->text;");
    emit_line(x, "    out->forged = 0;");
    emit_line(x, "    out->window = %s;", has_window ? arena_format("s->%s", window->ident) : "0");
    emit_line(x, "    out->has_window = %u;", has_window);
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

/* "OPEN active", "SEND 1", "CLOSE" */
static const char *call_text(const struct call *c)
{
    if (strcmp(c->event->name, "OPEN") == 0)
        return c->active ? "OPEN active" : "OPEN passive";
    if (c->octets != 0)
        return arena_format("%s %u", c->event->name, c->octets);
    return c->event->name;
}

static void emit_call(struct emitter *x, const struct call *c)
{
    emit_line(x, "{ EVENT_%s, %u, %u, %u, 0x%04x, \"%s\" },", c->event->ident, c->active, c->iss,
              c->octets, c->states, call_text(c));
}

/* script_X[position][choice] */
static void emit_script(struct emitter *x, unsigned end)
{
    const struct bound *b = x->m->bound;

    emit_line(x, "static const struct script_call script_%c[][%u] = {", "AB"[end], b->alternatives);
    for (unsigned p = 0; p < b->positions[end] || p == 0; p++) {
        unsigned n = 0;

        emit_line(x, "    {");
        x->indent += 2;
        for (const struct call *c = b->script[end]; c != NULL; c = c->next)
            if (c->position == p) {
                emit_call(x, c);
                n++;
            }
        for (; n < b->alternatives; n++)
            emit_line(x, "{ ENGINE_NONE, 0, 0, 0, 0, NULL },");
        x->indent -= 2;
        emit_line(x, "    },");
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_scripts(struct emitter *x)
{
    emit_script(x, END_A);
    emit_script(x, END_B);
    emit_line(x, "static const struct script_call *script_at(unsigned end, unsigned position, "
                 "unsigned choice)");
    emit_line(x, "{");
    emit_line(x, "    if (choice >= %u)", x->m->bound->alternatives);
    emit_line(x, "        return NULL;");
    emit_line(x, "    if (end == 0)");
    emit_line(x, "        return &script_A[position][choice];");
    emit_line(x, "    return &script_B[position][choice];");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static bool is_possible(const struct model *m, const struct move *v)
{
    return world_choices(m, v, END_A) + world_choices(m, v, END_B) != 0;
}

/* can_N(): may move N be made; make_N(): it is. */
static void emit_move(struct emitter *x, const struct scope *s, const struct move *v)
{
    emit_line(x, "/* %s:%u %s */", v->at.source->name, v->at.line, v->name);
    emit_line(x, "static inline bool can_%u(const struct ctx *x)", v->index);
    emit_line(x, "{");
    emit_line(x, "    return %s%s;", express(s, v->guard),
              v->forges ? " && is_forgeable(x->argument)" : v->picks ? " && is_next(x)" : "");
    emit_line(x, "}");
    emit_line(x, "%s", "");
    emit_line(x, "static inline void make_%u(struct ctx *x)", v->index);
    emit_line(x, "{");
    x->indent++;
    steps_actions(x, s, v->actions);
    x->indent--;
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

/* A switch over the moves: each line has the move's number twice. */
static void emit_switch(struct emitter *x, const char *head, const char *line, const char *none)
{
    emit_text(x, "%s\n{\n    switch (move) {\n", head);
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        if (is_possible(x->m, v))
            emit_each(x, line, arena_format("%u", v->index));
    emit_text(x, "    default: %s;\n    }\n}\n\n", none);
}

static void emit_moves(struct emitter *x, const struct scope *s)
{
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        if (is_possible(x->m, v))
            emit_move(x, s, v);
    emit_switch(x, "static bool is_enabled(const struct ctx *x, unsigned move)",
                "    case $: return can_$(x);\n", "return false");
    emit_switch(x, "static void make(struct ctx *x, unsigned move)",
                "    case $: make_$(x); break;\n", "break");
}

/* Move number -> move, end, process, argument. */
static void emit_choices(struct emitter *x)
{
    emit_line(x, "static const struct {");
    emit_line(x, "    uint16_t move;");
    emit_line(x, "    uint8_t  end, process;");
    emit_line(x, "    uint16_t argument;");
    emit_line(x, "} choice[] = {");
    for (const struct move *v = x->m->moves; v != NULL; v = v->next)
        for (unsigned e = 0; e < ENDS; e++)
            for (unsigned i = 0; i < world_choices(x->m, v, e); i++)
                emit_line(x, "    { %u, %u, %u, %u },", v->index, e, world_process(v, e),
                          i);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static const char move_function[] =
    "static void place(struct ctx *x, struct world *w, unsigned m)\n"
    "{\n"
    "    x->w = w;\n"
    "    x->e = choice[m].end;\n"
    "    x->t = &w->end[x->e];\n"
    "    x->p = &w->end[1 - x->e];\n"
    "    x->argument = choice[m].argument;\n"
    "}\n"
    "\n"
    "static bool move(const void *world, unsigned m, void *next, struct engine_step *step)\n"
    "{\n"
    "    struct ctx x;\n"
    "    union {\n"
    "        const void *from;\n"
    "        struct world *w;\n"
    "    } before = { world };\n"
    "\n"
    "    place(&x, before.w, m); /* only read until the move is known to be enabled */\n"
    "    if (!is_turn(before.w, m) || over(&x) || !is_enabled(&x, choice[m].move))\n"
    "        return false;\n"
    "    memset(&x, 0, sizeof x);\n"
    "    memcpy(next, world, sizeof(struct world));\n"
    "    place(&x, next, m);\n"
    "    x.old = &((const struct world *)world)->end[x.e];\n"
    "    x.step = step;\n"
    "    if (step != NULL) {\n"
    "        memset(step, 0, sizeof *step);\n"
    "        step->move = choice[m].move;\n"
    "        step->end = (uint8_t)x.e;\n"
    "        step->argument = choice[m].argument;\n"
    "        step->event = ENGINE_NONE;\n"
    "    }\n"
    "    make(&x, choice[m].move);\n"
    "    flush(&x);\n"
    "    count_turn(x.w);\n"
    "    close_step(&x);\n"
    "    return true;\n"
    "}\n"
    "\n"
    "static void look(struct ctx *x, const void *world, unsigned e)\n"
    "{\n"
    "    union {\n"
    "        const void *from;\n"
    "        struct world *w;\n"
    "    } seen = { world };\n"
    "\n"
    "    memset(x, 0, sizeof *x);\n"
    "    x->e = e;\n"
    "    x->w = seen.w;\n"
    "    x->t = &x->w->end[e];\n"
    "    x->p = &x->w->end[1 - e];\n"
    "}\n"
    "\n"
    "static uint8_t process_of(unsigned m)\n"
    "{\n"
    "    return choice[m].process;\n"
    "}\n"
    "\n"
    "static unsigned flight(const void *world, unsigned end, struct engine_segment *out,\n"
    "                       unsigned max)\n"
    "{\n"
    "    const struct world *w = world;\n"
    "    unsigned n = w->net[end].n;\n"
    "\n"
    "    for (unsigned i = 0; i < n && i < max; i++)\n"
    "        show_segment(&w->net[end].s[i], &out[i]);\n"
    "    return n;\n"
    "}\n";

static void emit_init(struct emitter *x)
{
    emit_line(x, "static void init(void *world)");
    emit_line(x, "{");
    emit_line(x, "    struct world *w = world;");
    emit_line(x, "%s", "");
    emit_line(x, "    memset(w, 0, sizeof *w);");
    for (unsigned i = 0; i < world_fields(x->m); i++)
        for (unsigned e = 0; e < ENDS && world_field(x->m, i).budget; e++)
            emit_line(x, "    w->end[%u].%s = %u;", e, world_field(x->m, i).ident,
                      world_field(x->m, i).initial[e]);
    for (const struct knob *k = x->m->bound->knobs; k != NULL; k = k->next)
        if (k->symbol->kind == SYM_PARAM)
            emit_line(x, "    w->%s = %u;", k->symbol->ident, k->symbol->value);
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static const char *type_name(const struct world_field *f)
{
    if (f->timer)
        return "timer";
    return f->type == TYPE_STATE ? "state" : f->type == TYPE_SEQ ? "seq"
           : f->type == TYPE_BOOL ? "bool" : "count";
}

static const char *note(const struct world_field *f)
{
    if (strcmp(f->name, "script") == 0)
        return "calls made";
    return f->budget ? "budget left" : f->ghost ? "ghost" : "";
}

static void emit_view(struct emitter *x)
{
    unsigned n = world_fields(x->m);

    emit_line(x, "static void view(const void *world, unsigned end, uint32_t *values)");
    emit_line(x, "{");
    emit_line(x, "    const struct end *t = &((const struct world *)world)->end[end];");
    emit_line(x, "%s", "");
    for (unsigned i = 0; i < n; i++)
        emit_line(x, "    values[%u] = t->%s;", i, world_field(x->m, i).ident);
    emit_line(x, "}");
    emit_line(x, "%s", "");
    emit_line(x, "static const struct engine_var vars[] = {");
    for (unsigned i = 0; i < n; i++) {
        struct world_field f = world_field(x->m, i);

        emit_start(x);
        emit_text(x, "    { \"%s\", \"%s\", \"%s\", ", f.name, type_name(&f), note(&f));
        emit_quoted(x, f.text);
        emit_text(x, " },\n");
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static void emit_described(struct emitter *x)
{
    emit_line(x, "static const struct engine_move moves[] = {");
    for (const struct move *v = x->m->moves; v != NULL; v = v->next) {
        emit_text(x, "    { \"%s\", \"%s\", ", v->name, v->process);
        emit_quoted(x, v->text);
        emit_text(x, ", %u },\n",
                  most(world_choices(x->m, v, END_A), world_choices(x->m, v, END_B)));
    }
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_mutant(struct emitter *x)
{
    mutable_members(x);
    if (x->m->mutant == NULL)
        return;
    emit_start(x);
    emit_text(x, ".mutant = ");
    emit_quoted(x, x->m->mutant->name);
    emit_text(x, ", .mutant_text = ");
    emit_quoted(x, x->m->mutant->text);
    emit_text(x, ",\n");
}

static unsigned spontaneous_events(const struct model *m)
{
    unsigned set = 0;

    for (unsigned i = 0; i < m->count[SYM_EVENT]; i++)
        if (names_nth(m, SYM_EVENT, i)->spontaneous)
            set |= 1u << i;
    return set;
}

static void emit_engine(struct emitter *x)
{
    const struct bound *b = x->m->bound;

    emit_line(x, "const struct engine eleven_engine = {");
    x->indent++;
    emit_line(x, ".abi = ENGINE_ABI,");
    emit_line(x, ".bound = \"%s\",", b->name);
    emit_start(x);
    emit_text(x, ".text = ");
    emit_quoted(x, b->text);
    emit_text(x, ",\n");
    emit_start(x);
    emit_text(x, ".assumptions = ");
    emit_quoted(x, world_assumptions(x->m));
    emit_text(x, ",\n");
    emit_mutant(x);
    emit_line(x, ".seq_bits = SEQ_BITS,");
    emit_line(x, ".world_size = sizeof(struct world),");
    emit_line(x, ".pinned_states = %lluu, .pinned_transitions = %lluu, .pinned_orbits = %lluu,",
              (unsigned long long)b->states, (unsigned long long)b->transitions,
              (unsigned long long)b->orbits);
    emit_line(x, ".n_states = TCP_STATES, .n_events = TCP_EVENTS, .n_signals = TCP_SIGNALS,");
    emit_line(x, ".n_rows = %u, .n_moves = %u, .n_claims = %u, .n_legal_ends = %u, .n_vars = %u,",
              x->m->n_rows, x->m->n_moves, x->m->n_claims, x->m->n_legal_ends, world_fields(x->m));
    emit_line(x, ".states = states, .events = events, .signals = signals, .rows = rows,");
    emit_line(x, ".signal_texts = signal_texts, .timers = timers, .n_timers = TCP_TIMERS,");
    emit_line(x, ".spontaneous = 0x%xu,", spontaneous_events(x->m));
    emit_line(x, ".moves = moves, .claims = claims, .vars = vars, .legal_ends = legal_ends,");
    emit_line(x, ".init = init, .n_choices = sizeof choice / sizeof choice[0], .move = move,");
    emit_line(x, ".violated = violated, .clauses = clauses, .legal_end = legal_end,");
    emit_line(x, ".view = view, .flight = flight,");
    emit_line(x, ".goals = goals, .process_of = process_of, .fair = %u, .timed = %u, .alike = %u,",
              b->fair, b->timed, world_is_alike(x->m));
    if (x->m->mutations == NULL)
        emit_line(x, ".halve = halve, .join = join, .half_size = HALF_SIZE, .successors = successors,");
    if (b->knobs != NULL)
        emit_line(x, ".knobs = knobs, .n_knobs = sizeof knobs / sizeof knobs[0],");
    x->indent--;
    emit_line(x, "};");
}

static void emit_names(struct emitter *x)
{
    steps_names(x, "static const char *const states[]", SYM_STATE);
    steps_names(x, "static const char *const events[]", SYM_EVENT);
    steps_names(x, "static const char *const signals[]", SYM_SIGNAL);
    steps_texts(x, "static const char *const signal_texts[]", SYM_SIGNAL);
    steps_names(x, "static const char *const timers[]", SYM_TIMER);
    steps_rows(x, "static const struct engine_row rows[]");
}

void emit_c(FILE *out, const struct model *m)
{
    struct emitter     x = { .out = out, .m = m };
    const struct scope s = { m, DIALECT_WORLD, "", "" };

    emit_line(&x, "/* Made by fsmc from %s and bound %s. Do not edit. */", m->table->name,
              m->bound->name);
    emit_line(&x, "#include \"engine.h\"");
    emit_line(&x, "%s", "");
    emit_constants(&x);
    emit_segment(&x);
    emit_input(&x);
    emit_end(&x);
    emit_c_world(&x);
    emit_line(&x, "#include \"world.h\"");
    emit_line(&x, "%s", "");
    emit_show(&x);
    emit_scripts(&x);
    steps_groups(&x, &s);
    steps_event(&x, &s);
    emit_hooks(&x, &s);
    ticks_c(&x, &s);
    emit_moves(&x, &s);
    emit_choices(&x);
    emit_c_begin(&x);
    emit_c_until(&x, &s);
    if (m->mutations == NULL)
        emit_c_each(&x);
    emit_text(&x, "%s\n", move_function);
    emit_c_claims(&x, &s);
    emit_init(&x);
    emit_c_knobs(&x);
    emit_view(&x);
    emit_described(&x);
    emit_names(&x);
    mutable_table(&x);
    emit_engine(&x);
}
