/* emit_tcp.c - the step of the simulator: one end, 32-bit sequence numbers, options
 * chosen at run time; build/tcp.h and build/tcp.c. */
#include "arena.h"
#include "emit.h"
#include "names.h"
#include "steps.h"

static const char header_start[] =
    "#ifndef TCP_H\n"
    "#define TCP_H\n"
    "\n"
    "#include \"engine.h\"\n"
    "\n";

static const char header_end[] =
    "enum { TCP_FIRED_MAX = 16, TCP_SENT_MAX = 4, TCP_TOLD_MAX = 4 };\n"
    "\n"
    "/* What one event led to. */\n"
    "struct tcp_output {\n"
    "    uint8_t             n_fired, n_sent, n_told; /* how much of the arrays is used */\n"
    "    struct engine_fired fired[TCP_FIRED_MAX];    /* rows, in order */\n"
    "    struct tcp_segment  sent[TCP_SENT_MAX];      /* segments, in order */\n"
    "    uint8_t             told[TCP_TOLD_MAX];      /* enum tcp_signal */\n"
    "    uint32_t            started, stopped;        /* bit TIMER_x: (re)started, stopped */\n"
    "    uint32_t            delivered;               /* octets given to the user */\n"
    "};\n"
    "\n"
    "/* One event at one end. False when no row of the table fits (EVENT_TRANSMIT: there\n"
    " * is nothing that can be sent now). Of *out what is not used is left as it was. */\n"
    "bool tcp_step(struct tcb *t, const struct tcp_config *c, enum tcp_event event,\n"
    "              const struct tcp_input *in, struct tcp_output *out);\n"
    "\n"
    "extern const char *const tcp_state_names[TCP_STATES];\n"
    "extern const char *const tcp_state_texts[TCP_STATES]; /* the RFC's words */\n"
    "extern const char *const tcp_event_names[TCP_EVENTS];\n"
    "extern const char *const tcp_event_texts[TCP_EVENTS];\n"
    "extern const char *const tcp_timer_names[TCP_TIMERS];\n"
    "extern const char *const tcp_signal_names[TCP_SIGNALS];\n"
    "extern const char *const tcp_signal_texts[TCP_SIGNALS]; /* the RFC's words */\n"
    "extern const char *const tcp_option_names[TCP_OPTIONS];\n"
    "extern const struct engine_row tcp_rows[TCP_ROWS];\n"
    "\n"
    "/* The variables of an end, and their values. */\n"
    "extern const struct engine_var tcp_vars[TCP_VARS];\n"
    "void tcp_view(const struct tcb *t, uint32_t *values);\n"
    "\n"
    "#endif\n";

static const char *c_type(const struct symbol *s)
{
    return s->type == TYPE_BOOL ? "bool    " : "uint32_t";
}

/* The members of a struct: the symbols of one kind that a file declares, less the ghosts. */
static void emit_members(struct emitter *x, enum symbol_kind kind)
{
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == kind && !s->ghost && s->at.source != NULL)
            emit_line(x, "    %s %s; /* %s: %s */", c_type(s), s->ident, s->name, s->text);
}

static void emit_segment(struct emitter *x)
{
    emit_line(x, "struct tcp_segment {");
    emit_line(x, "    uint32_t seq, ack; /* SEG.SEQ, SEG.ACK */");
    emit_line(x, "    uint32_t text;     /* octets of text */");
    emit_line(x, "    uint8_t  flags;    /* FLAG_... of engine.h */");
    emit_members(x, SYM_SEGMENT);
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static void emit_structs(struct emitter *x)
{
    emit_segment(x);
    emit_line(x, "/* One end of a connection; all zero is CLOSED. */");
    emit_line(x, "struct tcb {");
    emit_line(x, "    uint8_t  state; /* enum tcp_state */");
    emit_members(x, SYM_VAR);
    emit_line(x, "    bool     timer[TCP_TIMERS]; /* running */");
    emit_line(x, "};");
    emit_line(x, "%s", "");
    emit_line(x, "/* What does not change while a connection lives. */");
    emit_line(x, "struct tcp_config {");
    emit_line(x, "    uint32_t options; /* bit OPTION_x */");
    emit_members(x, SYM_PARAM);
    emit_line(x, "};");
    emit_line(x, "%s", "");
    emit_line(x, "/* What comes with an event. */");
    emit_line(x, "struct tcp_input {");
    emit_members(x, SYM_INPUT);
    emit_line(x, "    struct tcp_segment seg; /* EVENT_SEGMENT */");
    emit_line(x, "};");
    emit_line(x, "%s", "");
}

static const char *type_word(const struct symbol *s)
{
    return s->kind == SYM_TIMER || s->type == TYPE_BOOL ? "bool"
           : s->type == TYPE_SEQ                        ? "seq"
                                                        : "count";
}

/* The state, the variables, the timers: as a trace shows them, which has the same ones under all
 * options. */
static bool is_shown(const struct symbol *s)
{
    return ((s->kind == SYM_VAR && !s->ghost) || s->kind == SYM_TIMER) && s->needs == NULL;
}

static unsigned count_shown(const struct model *m)
{
    unsigned n = 1;

    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        n += is_shown(s);
    return n;
}

void emit_tcp_header(FILE *out, const struct model *m)
{
    struct emitter x = { .out = out, .m = m };

    emit_line(&x, "/* tcp.h - TCP's step for the simulator, made by fsmc from %s. Do not edit. */",
              m->table->name);
    emit_text(&x, "%s", header_start);
    steps_enum(&x, "tcp_state", "", SYM_STATE, "TCP_STATES");
    steps_enum(&x, "tcp_event", "EVENT_", SYM_EVENT, "TCP_EVENTS");
    steps_enum(&x, "tcp_timer", "TIMER_", SYM_TIMER, "TCP_TIMERS");
    steps_enum(&x, "tcp_signal", "SIGNAL_", SYM_SIGNAL, "TCP_SIGNALS");
    steps_enum(&x, "tcp_option", "OPTION_", SYM_OPTION, "TCP_OPTIONS");
    emit_structs(&x);
    emit_line(&x, "enum { TCP_ROWS = %u, TCP_VARS = %u };", m->n_rows, count_shown(m));
    emit_text(&x, "%s", header_end);
}

/* What its sender puts into a segment besides what `send` says. */
static void emit_fill(struct emitter *x, const struct scope *s)
{
    emit_line(x, "static void fill(const struct ctx *x, struct tcp_segment *out)");
    emit_line(x, "{");
    for (const struct symbol *f = x->m->symbols; f != NULL; f = f->next) {
        if (f->kind != SYM_SEGMENT || f->expr == NULL)
            continue;
        if (f->needs != NULL)
            emit_line(x, "    if (%s)", express_symbol(s, f->needs, false));
        emit_line(x, "    %sout->%s = %s;", f->needs != NULL ? "    " : "", f->ident,
                  express(s, f->expr));
    }
    emit_line(x, "    (void)x;");
    emit_line(x, "    (void)out;");
    emit_line(x, "}");
    emit_line(x, "%s", "");
}

static const char source_helpers[] =
    "#define SEQ_MASK 0xffffffffu\n"
    "#define SEQ_HALF 0x80000000u\n"
    "\n"
    "struct ctx {\n"
    "    struct tcb              *t;\n"
    "    const struct tcp_config *c;\n"
    "    struct tcp_input         in;\n"
    "    struct tcp_segment       seg;\n"
    "    struct tcp_output       *out;\n"
    "};\n"
    "\n"
    "static void fired(struct ctx *x, unsigned row)\n"
    "{\n"
    "    struct engine_fired f = { (uint16_t)row, x->t->state, 0 };\n"
    "\n"
    "    if (x->out->n_fired < TCP_FIRED_MAX)\n"
    "        x->out->fired[x->out->n_fired++] = f;\n"
    "}\n"
    "\n"
    "static void fill(const struct ctx *x, struct tcp_segment *out);\n"
    "\n"
    "static void send(struct ctx *x, uint8_t flags, uint32_t seq, uint32_t ack, uint32_t text)\n"
    "{\n"
    "    struct tcp_segment s = { .seq = seq, .ack = ack, .text = text, .flags = flags };\n"
    "\n"
    "    fill(x, &s);\n"
    "    if (x->out->n_sent < TCP_SENT_MAX)\n"
    "        x->out->sent[x->out->n_sent++] = s;\n"
    "}\n"
    "\n"
    "static void tell(struct ctx *x, uint8_t signal)\n"
    "{\n"
    "    if (x->out->n_told < TCP_TOLD_MAX)\n"
    "        x->out->told[x->out->n_told++] = signal;\n"
    "}\n"
    "\n"
    "static void deliver(struct ctx *x, uint32_t octets)\n"
    "{\n"
    "    x->out->delivered += octets;\n"
    "}\n"
    "\n"
    "static void started(struct ctx *x, unsigned timer)\n"
    "{\n"
    "    x->out->started |= 1u << timer;\n"
    "}\n"
    "\n"
    "static void stopped(struct ctx *x, unsigned timer)\n"
    "{\n"
    "    x->out->stopped |= 1u << timer;\n"
    "}\n"
    "\n"
    "static void forget(struct ctx *x)\n"
    "{\n"
    "    for (unsigned i = 0; i < TCP_TIMERS; i++)\n"
    "        if (x->t->timer[i])\n"
    "            x->out->stopped |= 1u << i;\n"
    "    memset(x->t, 0, sizeof *x->t);\n"
    "}\n"
    "\n";

static const char source_end[] =
    "bool tcp_step(struct tcb *t, const struct tcp_config *c, enum tcp_event event,\n"
    "              const struct tcp_input *in, struct tcp_output *out)\n"
    "{\n"
    "    struct ctx x = { t, c, *in, in->seg, out };\n"
    "    bool       fits;\n"
    "\n"
    "    out->n_fired = out->n_sent = out->n_told = 0;\n"
    "    out->started = out->stopped = out->delivered = 0;\n"
    "    fits = run_event(&x, event);\n"
    "    for (unsigned i = 0; i < out->n_fired; i++)\n"
    "        out->fired[i].to = i + 1u < out->n_fired ? out->fired[i + 1].state : t->state;\n"
    "    return fits;\n"
    "}\n";

static void emit_view(struct emitter *x)
{
    unsigned n = 1;

    emit_line(x, "const struct engine_var tcp_vars[TCP_VARS] = {");
    emit_line(x, "    { \"state\", \"state\", \"\", \"\" },");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (is_shown(s)) {
            emit_text(x, "    { \"%s\", \"%s\", \"\", ", s->name, type_word(s));
            emit_quoted(x, s->text);
            emit_text(x, " },\n");
        }
    emit_line(x, "};");
    emit_line(x, "%s", "");
    emit_line(x, "void tcp_view(const struct tcb *t, uint32_t *values)");
    emit_line(x, "{");
    emit_line(x, "    values[0] = t->state;");
    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (is_shown(s))
            emit_line(x, s->kind == SYM_TIMER ? "    values[%u] = t->timer[TIMER_%s];"
                                              : "    values[%u] = t->%s;", n++, s->ident);
    emit_line(x, "}");
}

void emit_tcp_source(FILE *out, const struct model *m)
{
    struct emitter     x = { .out = out, .m = m };
    const struct scope s = { m, DIALECT_TCP, "", "" };

    emit_line(&x, "/* tcp.c - TCP's step for the simulator, made by fsmc from %s. Do not edit. */",
              m->table->name);
    emit_line(&x, "#include \"tcp.h\"");
    emit_line(&x, "%s", "");
    emit_text(&x, "%s", source_helpers);
    steps_groups(&x, &s);
    steps_event(&x, &s);
    emit_fill(&x, &s);
    emit_text(&x, "%s\n", source_end);
    steps_names(&x, "const char *const tcp_state_names[TCP_STATES]", SYM_STATE);
    steps_texts(&x, "const char *const tcp_state_texts[TCP_STATES]", SYM_STATE);
    steps_names(&x, "const char *const tcp_event_names[TCP_EVENTS]", SYM_EVENT);
    steps_texts(&x, "const char *const tcp_event_texts[TCP_EVENTS]", SYM_EVENT);
    steps_names(&x, "const char *const tcp_timer_names[TCP_TIMERS]", SYM_TIMER);
    steps_names(&x, "const char *const tcp_signal_names[TCP_SIGNALS]", SYM_SIGNAL);
    steps_names(&x, "const char *const tcp_option_names[TCP_OPTIONS]", SYM_OPTION);
    steps_texts(&x, "const char *const tcp_signal_texts[TCP_SIGNALS]", SYM_SIGNAL);
    steps_rows(&x, "const struct engine_row tcp_rows[TCP_ROWS]");
    emit_view(&x);
}
