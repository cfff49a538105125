/* edges.c - the edges of the classic diagram, derived from the rows; see edges.h.
 *
 * Small means: sequence numbers modulo 16, of which 0 to 3 are used, so ISS and
 * IRS are 0 and beside SYN and FIN an octet can be under way in both directions;
 * counts of 0 and 1; windows of at most 2, so that one can be full; options as
 * they are set. A control block beyond that is not followed further.
 *
 * Runs that fire the same rows and send the same are one path. What the diagram
 * says of a path's event is what holds in all of its runs.
 */
#include "edges.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "check.h"
#include "emit.h"
#include "names.h"

enum {
    SMALL_BITS  = 4,
    SMALL_SEQ   = 3,       /* largest sequence number followed */
    SMALL_COUNT = 1,       /* largest count followed */
    SMALL_PARAM = 2,       /* largest window */
    BLOCKS_MAX  = 1 << 14, /* control blocks followed; a power of two */
    REPLY_MAX   = 80
};

/* All runs with the same rows and the same reply. */
struct path {
    const struct symbol *event;
    struct edge          edge;     /* its words come last */
    unsigned             weight;   /* of the lightest event of such a run */
    unsigned             depth;    /* events from CLOSED to the nearest such run */
    uint32_t             features; /* a bit for each feature that held in all runs */
    uint32_t             set;      /* ... for each input that was set in all runs */
    uint32_t             clear;    /* ... for each input that was clear in all runs */
    struct path         *next;
};

/* A control block that can be reached. */
struct block {
    struct values *values;
    unsigned       depth; /* events from CLOSED */
};

struct explorer {
    const struct model *m;
    struct block       *blocks;   /* in the order of their discovery */
    unsigned            n;
    unsigned           *slots;    /* hash table of 1 + index, 0 for free */
    struct values      *event;    /* the block at hand with the event's inputs */
    struct values      *after;    /* what became of it */
    unsigned            depth;    /* of the block at hand */
    struct path        *paths[STATES_MAX]; /* by the state they start from */
    bool                truncated; /* there were more blocks than could be followed */
};

/* ------------------------------------------------------------ blocks */

static uint32_t hash(const struct values *v)
{
    uint32_t h = 2166136261u ^ v->state;

    for (unsigned i = 0; i < v->n; i++)
        h = (h ^ v->cells[i]) * 16777619u;
    return h;
}

static bool is_same(const struct values *a, const struct values *b)
{
    return a->state == b->state && memcmp(a->cells, b->cells, a->n * sizeof *a->cells) == 0;
}

static void clear_kind(struct values *v, enum symbol_kind kind)
{
    memset(&v->cells[v->base[kind]], 0, v->m->count[kind] * sizeof *v->cells);
}

static bool is_small(struct values *v)
{
    for (const struct symbol *s = v->m->symbols; s != NULL; s = s->next) {
        if (s->kind != SYM_VAR)
            continue;
        if (s->type == TYPE_SEQ && *values_cell(v, s) > SMALL_SEQ)
            return false;
        if (s->type == TYPE_COUNT && *values_cell(v, s) > SMALL_COUNT)
            return false;
        if (strcmp(s->name, "IRS") == 0 && *values_cell(v, s) != 0)
            return false;
    }
    return true;
}

/* Follows a block that is small and new. */
static void add_block(struct explorer *x, struct values *v, unsigned depth)
{
    unsigned slot;

    clear_kind(v, SYM_SEGMENT);
    clear_kind(v, SYM_INPUT);
    if (!is_small(v))
        return;
    slot = hash(v) % (2 * BLOCKS_MAX);
    while (x->slots[slot] != 0 && !is_same(x->blocks[x->slots[slot] - 1].values, v))
        slot = (slot + 1) % (2 * BLOCKS_MAX);
    if (x->slots[slot] != 0)
        return;
    if (x->n == BLOCKS_MAX) {
        x->truncated = true;
        return;
    }
    x->blocks[x->n].values = values_new(x->m, SMALL_BITS);
    values_copy(x->blocks[x->n].values, v);
    x->blocks[x->n].depth = depth;
    x->slots[slot] = ++x->n;
}

/* ------------------------------------------------------------ paths */

static const char *flag_words(const struct sent *s)
{
    if ((s->flags & FLAG_RST) != 0)
        return "RST";
    if ((s->flags & FLAG_FIN) != 0)
        return "FIN";
    if ((s->flags & FLAG_SYN) != 0)
        return (s->flags & FLAG_ACK) != 0 ? "SYN,ACK" : "SYN";
    return s->len != 0 ? "data" : "ACK";
}

/* The diagram's words: FIN and RST stand for all segments that carry them. */
static void reply_words(const struct run *run, char *words)
{
    size_t n = 0;

    words[0] = '\0';
    for (unsigned i = 0; i < run->n_sent && i < RUN_SENT_MAX; i++)
        n += (size_t)snprintf(words + n, REPLY_MAX - n, "%s%s", i > 0 ? " " : "",
                              flag_words(&run->sent[i]));
    if (run->n_sent == 0)
        memcpy(words, "-", 2);
}

static struct path *find_path(const struct explorer *x, const struct symbol *event,
                              const struct run *run, const char *reply)
{
    for (struct path *p = x->paths[run->states[0]]; p != NULL; p = p->next)
        if (p->event == event && p->edge.n_rows == run->n_rows &&
            memcmp(p->edge.rows, run->rows, run->n_rows * sizeof run->rows[0]) == 0 &&
            strcmp(p->edge.reply, reply) == 0)
            return p;
    return NULL;
}

static struct path *add_path(struct explorer *x, const struct symbol *event,
                             const struct run *run, const char *reply)
{
    struct path *p = arena_take(sizeof *p), **list = &x->paths[run->states[0]];

    p->event = event;
    p->edge.reply = arena_text(reply, strlen(reply));
    p->edge.from = run->states[0];
    p->edge.to = x->after->state;
    p->edge.n_rows = run->n_rows;
    memcpy(p->edge.rows, run->rows, sizeof run->rows);
    memcpy(p->edge.states, run->states, sizeof run->states);
    p->weight = UINT_MAX;
    p->depth = x->depth;
    p->features = p->set = p->clear = UINT32_MAX;
    p->next = *list;
    *list = p;
    return p;
}

/* What holds of the event at hand: a bit for each feature. */
static uint32_t features_now(const struct explorer *x)
{
    uint32_t bits = 0, bit = 1;

    for (const struct feature *f = x->m->features; f != NULL; f = f->next, bit <<= 1)
        if (eval_expr(x->event, f->expr))
            bits |= bit;
    return bits;
}

static uint32_t inputs_now(const struct explorer *x)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < x->m->count[SYM_INPUT] && i < 32; i++)
        if (x->event->cells[x->event->base[SYM_INPUT] + i] != 0)
            bits |= UINT32_C(1) << i;
    return bits;
}

/* The sum of its fields: a bare segment is lighter than one with text. */
static unsigned weight_now(const struct explorer *x)
{
    unsigned weight = 0;

    for (unsigned i = 0; i < x->m->count[SYM_SEGMENT]; i++)
        weight += x->event->cells[x->event->base[SYM_SEGMENT] + i];
    return weight;
}

static void record(struct explorer *x, const struct symbol *event, const struct run *run)
{
    char         reply[REPLY_MAX];
    struct path *p;
    uint32_t     inputs = inputs_now(x);
    unsigned     weight = weight_now(x);

    reply_words(run, reply);
    p = find_path(x, event, run, reply);
    if (p == NULL)
        p = add_path(x, event, run, reply);
    if (weight < p->weight)
        p->weight = weight;
    p->features &= features_now(x);
    p->set &= inputs;
    p->clear &= ~inputs;
}

/* ------------------------------------------------------------ events */

/* The event at hand comes to the block at hand. */
static void happen(struct explorer *x, const struct symbol *event)
{
    struct run run;
    unsigned   from = x->event->state;

    values_copy(x->after, x->event);
    eval_event(x->after, event, &run);
    if (run.unspecified || run.n_rows == 0)
        return;
    if (x->after->state != from)
        record(x, event, &run);
    add_block(x, x->after, x->depth + 1);
}

/* What is there with an option is not where that is off. */
static bool is_there(const struct symbol *s)
{
    return !s->ghost && (s->needs == NULL || s->needs->value != 0);
}

static const struct symbol *next_of_kind(const struct symbol *s, enum symbol_kind kind)
{
    while (s != NULL && (s->kind != kind || !is_there(s)))
        s = s->next;
    return s;
}

/* A segment without the bit ACK has no acknowledgment number. */
static bool is_segment(struct explorer *x)
{
    const struct symbol *bit = names_find(x->m, "ACK"), *number = names_find(x->m, "SEG.ACK");

    return *values_cell(x->event, bit) != 0 || *values_cell(x->event, number) == 0;
}

/* All small values of the inputs, or of the fields of the segment, from s on. */
static void vary(struct explorer *x, const struct symbol *event, const struct symbol *s,
                 enum symbol_kind kind)
{
    unsigned most, least = 0;

    s = next_of_kind(s, kind);
    if (s == NULL) {
        if (is_segment(x))
            happen(x, event);
        return;
    }
    most = s->type == TYPE_SEQ ? SMALL_SEQ : s->type == TYPE_COUNT ? SMALL_COUNT : 1;
    if (kind == SYM_INPUT && s->type == TYPE_SEQ)
        most = 0;
    if (kind == SYM_INPUT && s->type == TYPE_COUNT)
        least = most;
    for (unsigned value = least; value <= most; value++) {
        *values_cell(x->event, s) = value;
        vary(x, event, s->next, kind);
    }
    *values_cell(x->event, s) = 0;
}

static void try_events(struct explorer *x, const struct block *b)
{
    values_copy(x->event, b->values);
    x->depth = b->depth;
    for (const struct symbol *e = x->m->symbols; e != NULL; e = e->next) {
        if (e->kind != SYM_EVENT || !is_there(e))
            continue;
        if (e->timed || e->spontaneous)
            happen(x, e);
        else
            vary(x, e, x->m->symbols, strcmp(e->name, "segment") == 0 ? SYM_SEGMENT : SYM_INPUT);
    }
}

static void explore(struct explorer *x)
{
    struct values *closed = values_new(x->m, SMALL_BITS);

    for (const struct symbol *s = x->m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_PARAM && s->value > SMALL_PARAM)
            *values_cell(closed, s) = SMALL_PARAM;
    add_block(x, closed, 0);
    for (unsigned i = 0; i < x->n; i++)
        try_events(x, &x->blocks[i]);
    if (x->truncated)
        note_at(x->m->groups->at, "more than %d small control blocks: edges may be missing",
                BLOCKS_MAX);
}

/* ------------------------------------------------------------ words */

static bool is_ack(const struct feature *f)
{
    return strncmp(f->text, "ACK", 3) == 0;
}

static const char *add_words(const char *text, const struct path *p, const struct model *m,
                             bool acks)
{
    uint32_t bit = 1;

    for (const struct feature *f = m->features; f != NULL; f = f->next, bit <<= 1)
        if ((p->features & bit) != 0 && is_ack(f) == acks)
            text = arena_format("%s%s%s", text, text[0] != '\0' ? " and " : "", f->text);
    return text;
}

/* What a segment carries, then what it acknowledges: "rcv FIN and ACK of FIN". A RST that
 * changes a state is acceptable, and whatever makes it so goes without saying. */
static const char *segment_words(const struct path *p, const struct model *m)
{
    const char *text = add_words("", p, m, false);

    if (strcmp(text, "RST") == 0)
        return "rcv RST";
    text = add_words(text, p, m, true);
    if (strcmp(text, "SYN and ACK of SYN") == 0)
        return "rcv SYN,ACK";
    return arena_format("rcv %s", text[0] != '\0' ? text : "any");
}

/* "OPEN active", "OPEN passive", "CLOSE" */
static const char *call_words(const struct path *p, const struct model *m)
{
    const struct symbol *active = names_find(m, "active");
    uint32_t             bit;

    if (active == NULL || active->kind != SYM_INPUT || active->index >= 32)
        return p->event->name;
    bit = UINT32_C(1) << active->index;
    if ((p->set & bit) != 0)
        return arena_format("%s active", p->event->name);
    if ((p->clear & bit) != 0)
        return arena_format("%s passive", p->event->name);
    return p->event->name;
}

static const char *event_words(const struct path *p, const struct model *m)
{
    if (strcmp(p->event->name, "segment") == 0)
        return segment_words(p, m);
    if (strcmp(p->event->name, "time-wait-timeout") == 0)
        return "timeout 2MSL";
    if (p->event->timed || p->event->spontaneous)
        return p->event->name;
    return call_words(p, m);
}

/* ------------------------------------------------------------ order */

/* Fewer rows, then a lighter event, then fewer before it, then the order of the table. */
static int compare_simplicity(const struct path *a, const struct path *b)
{
    if (a->edge.n_rows != b->edge.n_rows)
        return a->edge.n_rows < b->edge.n_rows ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight < b->weight ? -1 : 1;
    if (a->depth != b->depth)
        return a->depth < b->depth ? -1 : 1;
    for (unsigned i = 0; i < a->edge.n_rows; i++)
        if (a->edge.rows[i] != b->edge.rows[i])
            return a->edge.rows[i]->index < b->edge.rows[i]->index ? -1 : 1;
    return 0;
}

/* By event, then the simplest first. */
static bool is_before(const struct path *a, const struct path *b)
{
    if (a->event != b->event)
        return a->event->index < b->event->index;
    return compare_simplicity(a, b) < 0;
}

static struct path *sort(struct path *list)
{
    struct path *sorted = NULL;

    while (list != NULL) {
        struct path *p = list, **place = &sorted;

        list = p->next;
        while (*place != NULL && !is_before(p, *place))
            place = &(*place)->next;
        p->next = *place;
        *place = p;
    }
    return sorted;
}

const struct edge *edges_find(const struct edge *list, unsigned from, const char *event,
                              const char *reply, unsigned to)
{
    for (const struct edge *e = list; e != NULL; e = e->next)
        if (e->from == from && e->to == to && strcmp(e->event, event) == 0 &&
            strcmp(e->reply, reply) == 0)
            return e;
    return NULL;
}

struct edge *edges_derive(const struct model *m)
{
    struct explorer x = {
        .m = m,
        .blocks = arena_take(BLOCKS_MAX * sizeof *x.blocks),
        .slots = arena_take(2 * BLOCKS_MAX * sizeof *x.slots),
        .event = values_new(m, SMALL_BITS),
        .after = values_new(m, SMALL_BITS),
    };
    struct edge *first = NULL, **end = &first;

    explore(&x);
    for (unsigned state = 0; state < STATES_MAX; state++)
        for (struct path *p = sort(x.paths[state]); p != NULL; p = p->next) {
            p->edge.event = event_words(p, m);
            if (edges_find(first, p->edge.from, p->edge.event, p->edge.reply, p->edge.to) != NULL)
                continue;
            *end = &p->edge;
            end = &p->edge.next;
        }
    return first;
}

const char *edges_rows(const struct model *m, const struct edge *e)
{
    const char *text = "";

    for (unsigned i = 0; i < e->n_rows; i++)
        text = arena_format("%s%s%s/%s/%s", text, i > 0 ? " + " : "",
                            names_nth(m, SYM_STATE, e->states[i])->name,
                            e->rows[i]->group->event_name, e->rows[i]->name);
    return text;
}

void emit_edges(FILE *out, const struct model *m)
{
    fprintf(out, "# Made from %s by `fsmc --edges`: the edges of the classic diagram.\n",
            m->table->name);
    fputs("from\tevent\treply\tto\trows\n", out);
    for (const struct edge *e = edges_derive(m); e != NULL; e = e->next)
        fprintf(out, "%s\t%s\t%s\t%s\t%s\n", names_nth(m, SYM_STATE, e->from)->name, e->event,
                e->reply, names_nth(m, SYM_STATE, e->to)->name, edges_rows(m, e));
}
