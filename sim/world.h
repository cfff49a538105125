/* world.h - the part of a generated world that no table changes.
 *
 * The C file that fsmc writes for a bound defines the constants and the structs
 * of its worlds, ends and segments, includes this file, and goes on with the table's
 * groups, the moves and the claims. So this is code of that file, not an
 * interface of its own; everything is static.
 *
 * A world is all bytes: no padding, compared with memcmp; what is not in use is
 * zero. Segments that a move sends are put on the network when the move is over.
 *
 * A watch that no claim asks for is an empty function.
 *
 * Units      sequence numbers modulo 2^SEQ_BITS.
 * Errors     an event without a row sets `unspecified`, which a claim forbids.
 * Ownership  the caller's worlds; nothing is allocated.
 * Source     docs/ARCHITECTURE.md, "The engines".
 */
#ifndef WORLD_H
#define WORLD_H

/* One move being made. */
struct ctx {
    struct world       *w;
    struct end         *t, *p;    /* this end and its peer */
    const struct end   *old;      /* this end before the move */
    unsigned            e;        /* which this end is */
    unsigned            argument; /* of the move */
    struct segment      seg;      /* SEG.*: the segment that arrives */
    struct input        in;       /* of the user's call */
    struct segment      out[ENGINE_SENT_MAX];
    unsigned            n_out;
    struct engine_step *step;     /* where to say what happened; may be NULL */
    struct engine_sink *sink;     /* where to count it; may be NULL */
};

/* One alternative of a user's script. */
struct script_call {
    uint8_t  event;  /* ENGINE_NONE: there is none */
    uint8_t  active, iss, octets;
    uint16_t states; /* made only in these; 0: in any */
    const char *text; /* as the bound writes it */
};

/* Written by fsmc below. */
static void on_arrive(struct ctx *x);
static void fill(const struct ctx *x, struct segment *out);
static void on_send(struct ctx *x, struct segment *out);
static void on_settle(struct ctx *x);
static void on_forget(struct ctx *x);
static void on_crash(struct ctx *x);
static void erase(struct end *t);
static bool run_event(struct ctx *x, unsigned event);
static void born(struct ctx *x, struct segment *out);
static bool is_turn(const struct world *w, unsigned m);
static bool over(const struct ctx *x);
static void count_turn(struct world *w);
static void show_segment(const struct segment *s, struct engine_segment *out);
static const struct script_call *script_at(unsigned end, unsigned position, unsigned choice);

static void fired(struct ctx *x, unsigned row)
{
    struct engine_step *s = x->step;

    if (x->sink != NULL)
        x->sink->fired[row * TCP_STATES + x->t->state]++;
    if (s == NULL || s->n_fired == ENGINE_FIRED_MAX)
        return;
    s->fired[s->n_fired].row = (uint16_t)row;
    s->fired[s->n_fired++].state = x->t->state;
}

static void tell(struct ctx *x, unsigned signal)
{
    if (x->step != NULL && x->step->n_told < ENGINE_TOLD_MAX)
        x->step->told[x->step->n_told++] = (uint8_t)signal;
}

static void started(struct ctx *x, unsigned timer)
{
    if (x->step != NULL)
        x->step->started |= 1u << timer;
}

static void stopped(struct ctx *x, unsigned timer)
{
    if (x->step != NULL)
        x->step->stopped |= 1u << timer;
}

static void deliver(struct ctx *x, unsigned octets)
{
    if (x->step != NULL)
        x->step->delivered += octets;
}

static void send(struct ctx *x, unsigned flags, unsigned seq, unsigned ack, unsigned text)
{
    struct segment *out = &x->out[x->n_out];

    if (x->n_out == ENGINE_SENT_MAX) {
        x->t->unspecified = 1; /* more than the engine can send in one move */
        return;
    }
    x->n_out++;
    memset(out, 0, sizeof *out);
    out->flags = (uint8_t)flags;
    out->seq = (uint8_t)seq;
    out->ack = (uint8_t)ack;
    out->text = (uint8_t)text;
    fill(x, out);
    on_send(x, out);
}

static void tcp_event(struct ctx *x, unsigned event)
{
    if (x->step != NULL)
        x->step->event = (uint8_t)event;
    if (!run_event(x, event))
        x->t->unspecified = 1;
    on_settle(x);
}

/* The watch sees the TCB that goes. */
static void forget(struct ctx *x)
{
    on_forget(x);
    erase(x->t);
}

/* The segment in place i leaves the queue; those behind it move up. */
static struct segment take(struct queue *q, unsigned i)
{
    struct segment taken = q->s[i];

    q->n--;
    for (unsigned j = i; j + 1 < CAPACITY; j++)
        q->s[j] = q->s[j + 1];
    memset(&q->s[CAPACITY - 1], 0, sizeof q->s[0]);
    return taken;
}

/* A segment goes on its way: behind all others, or, where order says nothing, to its place among
 * them by its bytes, so that equal sets of segments are equal worlds. */
static void put(struct queue *q, struct segment s)
{
    unsigned i = q->n++;

    for (; UNORDERED && i > 0 && memcmp(&q->s[i - 1], &s, sizeof s) > 0; i--)
        q->s[i] = q->s[i - 1];
    q->s[i] = s;
}

/* May the segment in the place of the argument be the next? One that is equal to the one before
 * it is no choice of its own. */
static bool is_next(const struct ctx *x)
{
    const struct queue *q = &x->w->net[x->e];
    unsigned            i = x->argument;

    return i < q->n && (i == 0 || memcmp(&q->s[i - 1], &q->s[i], sizeof q->s[0]) != 0);
}

static void show(struct ctx *x, const struct segment *s)
{
    if (x->step == NULL)
        return;
    x->step->has_segment = true;
    show_segment(s, &x->step->segment);
}

static void arrive(struct ctx *x, unsigned i)
{
    x->seg = take(&x->w->net[x->e], i);
    show(x, &x->seg);
    on_arrive(x);
    tcp_event(x, EVENT_SEGMENT);
}

static void lose(struct ctx *x, unsigned i)
{
    struct segment lost = take(&x->w->net[x->e], i);

    show(x, &lost);
}

static void copy(struct ctx *x, unsigned i)
{
    struct queue *q = &x->w->net[x->e];

    show(x, &q->s[i]);
    put(q, q->s[i]);
}

/* A forged segment is numbered ((flags * N + seq) * N + ack) * 2 + text. */
static struct segment forged_segment(unsigned number)
{
    const unsigned n = 1u << SEQ_BITS;
    const unsigned bits = number / (n * n * 2);
    struct segment s;

    memset(&s, 0, sizeof s);
    s.flags = (uint8_t)((bits & 7u) | (bits & 8u) << 1);
    s.seq = (uint8_t)(number / (n * 2) % n);
    s.ack = (uint8_t)(number / 2 % n);
    s.text = (uint8_t)(number % 2);
    return s;
}

/* Without the ACK bit there is no acknowledgment: one number for all of them. */
static bool is_forgeable(unsigned number)
{
    struct segment s = forged_segment(number);

    return (s.flags & FLAG_ACK) != 0 || s.ack == 0;
}

static void forge(struct ctx *x)
{
    x->seg = forged_segment(x->argument);
    show(x, &x->seg);
    if (x->step != NULL)
        x->step->segment.forged = 1;
    on_arrive(x);
    tcp_event(x, EVENT_SEGMENT);
}

static bool call_ready(const struct ctx *x)
{
    const struct script_call *c = script_at(x->e, x->t->script, x->argument);

    return c != NULL && c->event != ENGINE_NONE &&
           (c->states == 0 || (c->states >> x->t->state & 1u) != 0);
}

static void call(struct ctx *x)
{
    const struct script_call *c = script_at(x->e, x->t->script, x->argument);

    x->in.active = c->active;
    x->in.new_iss = c->iss;
    x->in.octets = c->octets;
    x->t->script++;
    if (x->step != NULL) {
        x->step->call = c->text;
        x->step->active = c->active != 0;
        x->step->iss = c->iss;
        x->step->octets = c->octets;
    }
    tcp_event(x, c->event);
}

static void crash(struct ctx *x)
{
    on_forget(x);
    on_crash(x);
    erase(x->t);
    x->t->script = after_crash[x->e];
}

static void count_overflow(struct ctx *x)
{
    if (x->step != NULL)
        x->step->n_overflow++;
    if (x->sink != NULL)
        x->sink->overflows++;
}

/* What was sent goes on the network; where that is full, it is lost. */
static void flush(struct ctx *x)
{
    struct queue *q = &x->w->net[1 - x->e];

    for (unsigned i = 0; i < x->n_out; i++) {
        born(x, &x->out[i]);
        if (x->step != NULL)
            show_segment(&x->out[i], &x->step->sent[x->step->n_sent++]);
        if (q->n < CAPACITY)
            put(q, x->out[i]);
        else
            count_overflow(x);
    }
}

/* --- halves, and all moves of a world --- */

enum {
    OF_NONE   = sizeof(struct world) - ENGINE_ENDS * (sizeof(struct end) + sizeof(struct queue)),
    HALF_USED = sizeof(struct end) + sizeof(struct queue),
    HALF_SIZE = (HALF_USED + OF_NONE + 15) / 16 * 16
};

/* A world whose moves are made one after the other. */
struct each {
    struct ctx          x;      /* of the move */
    struct world        now;    /* the world */
    struct world        next;   /* after the move */
    struct engine_sink *sink;   /* where they go */
    unsigned            made;   /* moves */
};

/* What is of no end lies behind both queues, and in the half of B. */
static inline void halve_at(const struct world *w, unsigned e, unsigned char *half)
{
    memcpy(half, &w->end[e], sizeof w->end[e]);
    memcpy(half + sizeof w->end[e], &w->net[1 - e], sizeof w->net[e]);
    memset(half + HALF_USED, 0, HALF_SIZE - HALF_USED);
    if (e == 1)
        memcpy(half + HALF_USED, &w->net[ENGINE_ENDS], OF_NONE);
}

static inline void join_at(const unsigned char *half, unsigned e, struct world *w)
{
    memcpy(&w->end[e], half, sizeof w->end[e]);
    memcpy(&w->net[1 - e], half + sizeof w->end[e], sizeof w->net[e]);
    if (e == 1)
        memcpy(&w->net[ENGINE_ENDS], half + HALF_USED, OF_NONE);
}

static void halve(const void *world, void *const halves[ENGINE_ENDS])
{
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halve_at(world, e, halves[e]);
}

static void join(const void *const halves[ENGINE_ENDS], void *world)
{
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        join_at(halves[e], e, world);
}

static inline void stand(struct ctx *x, struct world *w, unsigned e, unsigned argument)
{
    x->w = w;
    x->e = e;
    x->t = &w->end[e];
    x->p = &w->end[1 - e];
    x->argument = argument;
}

/* The move may be made, as far as its guard does not know. */
static inline bool begin_try(struct each *a, unsigned e, unsigned m, unsigned argument)
{
    stand(&a->x, &a->now, e, argument);
    return is_turn(&a->now, m);
}

static void begin_move(struct each *a)
{
    struct ctx *x = &a->x;

    a->next = a->now;
    stand(x, &a->next, x->e, x->argument);
    x->old = &a->now.end[x->e];
    x->n_out = 0;
    memset(&x->seg, 0, sizeof x->seg);
    memset(&x->in, 0, sizeof x->in);
}

static void end_move(struct each *a, unsigned m)
{
    flush(&a->x);
    count_turn(&a->next);
    a->made++;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halve_at(&a->next, e, a->sink->room[e]);
    a->sink->found(a->sink, m);
}

/* Fills the states that the rows left behind: each that of the row after it. */
static void close_step(struct ctx *x)
{
    struct engine_step *s = x->step;

    for (unsigned i = 0; s != NULL && i < s->n_fired; i++)
        s->fired[i].to = i + 1 < s->n_fired ? s->fired[i + 1].state : x->t->state;
}

#endif
