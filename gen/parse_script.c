/* parse_script.c - the calls that the users of a bound make; see parse.h. */
#include "arena.h"
#include "parse.h"

enum {
    POSITIONS_MAX    = 60, /* of a user's script */
    ALTERNATIVES_MAX = 16  /* of one of them */
};

/* EVENT [active|passive iss N] [N] [in STATES] */
static struct call *parse_call(struct parser *p, unsigned choice)
{
    struct call *c = arena_take(sizeof *c);

    c->at = p->t.at;
    c->choice = choice;
    c->event_name = parse_expect_kind(p, T_NAME, "a user call: OPEN, SEND, CLOSE or ABORT").text;
    c->active = parse_accept(p, "active");
    if (!c->active)
        parse_accept(p, "passive");
    if (parse_accept(p, "iss"))
        c->iss = parse_number(p, 0, COUNT_MAX);
    if (p->t.kind == T_NUMBER)
        c->octets = parse_number(p, 1, COUNT_MAX);
    if (!parse_accept(p, "in"))
        return c;
    do {
        if (c->n_states == STATES_MAX)
            parse_fail(p, arena_format("at most %d states", STATES_MAX));
        c->state_names[c->n_states++] = parse_expect_kind(p, T_NAME, "a state").text;
    } while (parse_accept_kind(p, T_COMMA));
    return c;
}

/* A copy of the call becomes the last of the script, at its present position. */
static void append_call(struct bound *b, unsigned end, const struct call *call)
{
    struct call **last = &b->script[end], *c = arena_take(sizeof *c);

    *c = *call;
    c->position = b->positions[end];
    while (*last != NULL)
        last = &(*last)->next;
    *last = c;
}

/* One step of the scripts of the ends from `first` to `last`: alternatives between bars. */
static void parse_item(struct parser *p, unsigned first, unsigned last)
{
    struct bound *b = p->model->bound;
    unsigned      n = 0;

    for (unsigned e = first; e <= last; e++)
        if (b->positions[e] >= POSITIONS_MAX)
            parse_fail(p, arena_format("the end of the script: at most %d calls", POSITIONS_MAX));
    do {
        if (n == ALTERNATIVES_MAX)
            parse_fail(p, arena_format("at most %d alternatives", ALTERNATIVES_MAX));
        const struct call *c = parse_call(p, n++);
        for (unsigned e = first; e <= last; e++)
            append_call(b, e, c);
    } while (parse_accept_kind(p, T_BAR));
    for (unsigned e = first; e <= last; e++)
        b->positions[e]++;
}

/* The calls from a position on give way to others. */
static void drop_calls(struct bound *b, unsigned end, unsigned from)
{
    struct call **last = &b->script[end];

    while (*last != NULL && (*last)->position < from)
        last = &(*last)->next;
    *last = NULL;
    b->positions[end] = from;
    b->after_crash[end] = from == 0 ? 0 : from - 1;
}

/* `after crash`, behind the script that it follows, once. A script that is likened gives way. */
static void begin_script(struct parser *p, unsigned end, bool crash, struct place at)
{
    struct bound *b = p->model->bound;

    if (b->likened[end] && (!crash || b->after_crash[end] != b->positions[end] - 1))
        drop_calls(b, end, crash ? b->after_crash[end] : 0);
    b->likened[end] = false;
    if (!crash) {
        if (b->positions[end] != 0)
            error_at(at, "a second script of this end: expected 'after crash'");
        return;
    }
    if (b->positions[end] == 0)
        error_at(at, "the script of this end before the crash must stand above this one");
    else if (b->after_crash[end] != b->positions[end] - 1)
        error_at(at, "a second script of this end after a crash");
    b->after_crash[end] = b->positions[end];
}

static void end_script(struct bound *b, unsigned end)
{
    b->positions[end]++;
    if (b->after_crash[end] == 0)
        b->after_crash[end] = b->positions[end] - 1;
}

/* Behind `A`: `, B`, or nothing. */
static unsigned parse_other_end(struct parser *p, unsigned end)
{
    if (end == END_A && parse_accept_kind(p, T_COMMA)) {
        parse_expect(p, "B");
        return END_B;
    }
    return end;
}

/* user A: call; call | call; ...   user A after crash: ...   user A, B: ... */
void parse_script(struct parser *p)
{
    unsigned     first = parse_end(p), last = parse_other_end(p, first);
    struct place at = p->t.at;
    bool         crash = parse_accept(p, "after");

    if (crash)
        parse_expect(p, "crash");
    for (unsigned e = first; e <= last; e++)
        begin_script(p, e, crash, at);
    parse_expect_kind(p, T_COLON, "':' and the calls of the user");
    do
        parse_item(p, first, last);
    while (parse_accept_kind(p, T_SEMICOLON));
    for (unsigned e = first; e <= last; e++)
        end_script(p->model->bound, e);
}

unsigned parse_script_alternatives(const struct bound *b)
{
    unsigned most = 1;

    for (unsigned e = 0; e < ENDS; e++)
        for (const struct call *c = b->script[e]; c != NULL; c = c->next)
            if (c->choice >= most)
                most = c->choice + 1;
    return most;
}
