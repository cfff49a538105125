/* check.c - actions, rows, moves and bounds; see check.h. */
#include "check.h"

#include <string.h>

#include "checker.h"
#include "names.h"
#include "world.h"

static bool is_assignable(const struct checker *k, const struct symbol *s)
{
    switch (k->context) {
    case IN_TABLE: return !s->ghost && (s->kind == SYM_VAR || s->kind == SYM_SEGMENT ||
                                        s->kind == SYM_INPUT);
    case IN_WATCH: return s->ghost && (s->kind == SYM_VAR || s->kind == SYM_OUT ||
                                       s->kind == SYM_INPUT);
    case IN_MOVE:  return s->kind == SYM_BUDGET;
    case IN_CLAIM: return false;
    }
    return false;
}

/* What can be assigned here, in words. */
static const char *assignable(const struct checker *k)
{
    switch (k->context) {
    case IN_TABLE: return "rows assign variables and fields of the segment that arrives";
    case IN_WATCH: return "watches assign ghosts";
    case IN_MOVE:  return "moves assign budgets";
    case IN_CLAIM: return "claims assign nothing";
    }
    return "";
}

static void check_assign(struct checker *k, struct action *a)
{
    struct symbol *s = checker_find(k, a->name, a->at);

    check_expr(k, a->value);
    if (s == NULL)
        return;
    if (!is_assignable(k, s)) {
        error_at(a->at, "'%s' is %s and cannot be assigned here: %s", a->name,
                 s->ghost ? "a ghost" : names_kind(s->kind), assignable(k));
        return;
    }
    checker_adapt(k, a->value, s->type);
    checker_want(a->value, s->type);
    if (s->type == TYPE_COUNT && a->value->kind == EXPR_NUMBER && a->value->value > s->max)
        error_at(a->value->at, "overflow: '%s' is a count of at most %u", s->name, s->max);
    a->symbol = s;
}

static void check_actions(struct checker *k, struct action *list);

static void check_do(struct checker *k, struct action *a)
{
    struct symbol *s = checker_find_kind(k, SYM_DO, a->name, a->at);
    struct checker inner;

    a->symbol = s;
    if (s == NULL)
        return;
    if (checker_enter(&inner, k, s, a->at)) {
        s->visit = 1;
        check_actions(&inner, s->body);
        checker_leave(&inner, s);
    }
    checker_add_size(k, s->size);
}

static void check_field(struct checker *k, struct expr *e, enum type t)
{
    if (e == NULL)
        return;
    check_expr(k, e);
    checker_adapt(k, e, t);
    checker_want(e, t);
}

/* What send takes where nothing is said must be there. */
static void check_default(struct checker *k, const struct action *a, const char *name,
                          const char *field)
{
    const struct symbol *s = names_find(k->m, name);

    if (s == NULL || s->kind != SYM_VAR || s->type != TYPE_SEQ)
        error_at(a->at, "send takes %s for '%s' and there is no 'var %s : seq': declare it, or "
                        "write '%s:'", name, field, name, field);
}

static void check_send(struct checker *k, struct action *a)
{
    check_field(k, a->seq, TYPE_SEQ);
    check_field(k, a->ack, TYPE_SEQ);
    check_field(k, a->len, TYPE_COUNT);
    if (a->seq == NULL)
        check_default(k, a, "SND.NXT", "seq");
    if (a->ack == NULL && (a->flags & 16) != 0)
        check_default(k, a, "RCV.NXT", "ack");
}

static void check_index(struct checker *k, struct action *a)
{
    check_expr(k, a->value);
    checker_want(a->value, TYPE_COUNT);
}

/* Some actions belong to the table, others to the world. */
static void check_place_of(const struct checker *k, const struct action *a)
{
    bool of_world = a->kind >= ACT_RAISE;

    if (a->kind == ACT_ASSIGN)
        return;
    if (k->context == IN_WATCH)
        error_at(a->at, "a watch only assigns ghosts");
    else if (of_world != (k->context == IN_MOVE))
        error_at(a->at, "this action belongs %s",
                 of_world ? "to the moves of the world" : "to the rows of the table");
    else if ((a->kind == ACT_FORGE && !k->move->forges) || (a->kind == ACT_CALL && !k->move->calls))
        error_at(a->at, "'%s' needs a move that runs over them: NAME(%s)",
                 a->kind == ACT_FORGE ? "forge" : "call", a->kind == ACT_FORGE ? "forged" : "call");
}

static void check_action(struct checker *k, struct action *a)
{
    checker_add_size(k, 1);
    check_bool(k, a->when);
    check_place_of(k, a);
    switch (a->kind) {
    case ACT_ASSIGN:  check_assign(k, a); break;
    case ACT_DO:      check_do(k, a); break;
    case ACT_SEND:    check_send(k, a); break;
    case ACT_TELL:    a->symbol = checker_find_kind(k, SYM_SIGNAL, a->name, a->at); break;
    case ACT_START:
    case ACT_STOP:    a->symbol = checker_find_kind(k, SYM_TIMER, a->name, a->at); break;
    case ACT_RAISE:   a->symbol = checker_find_kind(k, SYM_EVENT, a->name, a->at); break;
    case ACT_DELIVER:
    case ACT_ARRIVE:
    case ACT_REMOVE:
    case ACT_COPY:    check_index(k, a); break;
    case ACT_FORGET:
    case ACT_FORGE:
    case ACT_CALL:
    case ACT_CRASH:
    case ACT_TICK:    break;
    }
}

static void check_actions(struct checker *k, struct action *list)
{
    for (struct action *a = list; a != NULL; a = a->next)
        check_action(k, a);
}

static uint16_t check_states(struct checker *k, const char *const *names,
                             const struct place *at, unsigned n)
{
    uint16_t states = 0;

    for (unsigned i = 0; i < n; i++) {
        const struct symbol *s = checker_find(k, names[i], at[i]);

        if (s == NULL)
            continue;
        if (s->kind != SYM_STATE && s->kind != SYM_SET)
            error_at(at[i], "'%s' is %s, not a state", names[i], names_kind(s->kind));
        else if ((states & s->states) != 0)
            error_at(at[i], "'%s' names a state that was named before", names[i]);
        states |= s->states;
    }
    return states;
}

static void check_row(struct checker *k, struct row *r)
{
    check_bool(k, r->guard);
    check_actions(k, r->actions);
    r->states = r->group->states & r->within;
    if (strcmp(r->target_name, "same") != 0)
        r->target = checker_find_kind(k, SYM_STATE, r->target_name, r->target_at);
}

/* A change of a do may leave nothing to do. */
static void check_mutations(struct checker *k)
{
    for (struct mutation *u = k->m->mutations; u != NULL; u = u->next) {
        if (u->new != NULL)
            check_row(k, u->new);
        if (u->expr != NULL)
            check_expr(k, u->expr);
        check_actions(k, u->body);
    }
}

static void check_group_names(struct checker *k, struct group *g)
{
    g->event = checker_find_kind(k, SYM_EVENT, g->event_name, g->at);
    g->states = check_states(k, g->names, g->names_at, g->n_names);
    if (g->rows == NULL)
        error_at(g->at, "a group without rows");
    for (struct row *r = g->rows; r != NULL; r = r->next)
        check_row(k, r);
}

static bool is_users(const struct symbol *event)
{
    return !event->timed && !event->spontaneous && strcmp(event->name, "segment") != 0;
}

/* The number of a forged segment must fit in 16 bits. */
static void check_forgeries(const struct model *m)
{
    enum { FORGING_BITS_MAX = 5 };

    for (const struct move *v = m->moves; v != NULL; v = v->next)
        if (v->forges && m->bound->seq_bits > FORGING_BITS_MAX &&
            world_choices(m, v, END_A) + world_choices(m, v, END_B) > 0)
            error_at(m->bound->at, "too many forged segments: a bound with '%s' has seq %d or less",
                     v->name, FORGING_BITS_MAX);
}

/* A window wider than half the circle makes old and new the same. */
static void check_window(const struct model *m, const char *name)
{
    const struct symbol *s = names_find(m, name);
    unsigned             most;

    if (s == NULL || s->kind != SYM_PARAM)
        return;
    most = s->knob != NULL ? s->knob->most : s->value;
    if (most > 1u << (m->bound->seq_bits - 1))
        error_at(m->bound->at, "%s is %u: with seq %u a window is at most %u", name, most,
                 m->bound->seq_bits, 1u << (m->bound->seq_bits - 1));
}

static void check_calls(struct checker *k, struct call *list)
{
    for (struct call *c = list; c != NULL; c = c->next) {
        struct place at[STATES_MAX];

        for (unsigned i = 0; i < c->n_states; i++)
            at[i] = c->at;
        c->event = checker_find_kind(k, SYM_EVENT, c->event_name, c->at);
        if (c->event != NULL && !is_users(c->event))
            error_at(c->at, "'%s' is no call: the user does not make it happen", c->event_name);
        if (c->event != NULL && world_lacks(k->m, c->event))
            error_at(c->at, "'%s' is there with the option '%s', which is off in this bound",
                     c->event_name, c->event->needs_name);
        c->states = check_states(k, c->state_names, at, c->n_states);
        if (c->iss >> k->m->bound->seq_bits != 0)
            error_at(c->at, "overflow: iss %u does not fit in the %u bits that 'seq' gives", c->iss,
                     k->m->bound->seq_bits);
    }
}

/* with OPTION, and what a sender puts in a field */
static void check_needs(struct checker *k)
{
    for (struct symbol *s = k->m->symbols; s != NULL; s = s->next) {
        if (s->needs_name != NULL)
            s->needs = checker_find_kind(k, SYM_OPTION, s->needs_name, s->needs_at);
        if (s->kind == SYM_SEGMENT)
            check_field(k, s->expr, s->type);
    }
}

static void check_watches(struct checker *k)
{
    k->context = IN_WATCH;
    for (struct symbol *s = k->m->symbols; s != NULL; s = s->next) {
        k->within = s;
        check_actions(k, s->watch);
    }
}

static void check_definitions(struct checker *k)
{
    for (struct symbol *s = k->m->symbols; s != NULL; s = s->next) {
        struct action use = { .kind = ACT_DO, .name = s->name, .at = s->at };

        if (s->kind == SYM_LET)
            check_let(k, s, s->at);
        if (s->kind == SYM_DO)
            check_do(k, &use);
    }
}

/* `a and b and c` is written as (a and b) and c. */
unsigned check_clauses(const struct expr *e)
{
    unsigned n = e != NULL;

    for (; e != NULL && e->kind == EXPR_AND; e = e->a)
        n++;
    return n;
}

static void check_world(struct checker *k)
{
    k->context = IN_MOVE;
    for (struct move *v = k->m->moves; v != NULL; v = v->next) {
        k->move = v;
        check_bool(k, v->guard);
        check_actions(k, v->actions);
    }
}

/* lasts WHAT PARAM */
static void check_lasting(struct checker *k, const struct lasting *l)
{
    struct symbol *what = checker_find(k, l->what, l->what_at);
    struct symbol *param = checker_find_kind(k, SYM_PARAM, l->param, l->param_at);

    if (param != NULL && !param->ticks)
        error_at(l->param_at, "'%s' is a count: how long something lasts is a parameter of type "
                              "ticks", l->param);
    if (what == NULL)
        return;
    if (what->kind != SYM_TIMER && strcmp(what->name, "segment") != 0)
        error_at(l->what_at, "'%s' is %s: only timers and 'segment' last", l->what,
                 names_kind(what->kind));
    if (what->lasts != NULL)
        error_at(l->what_at, "how long '%s' lasts is said twice", l->what);
    what->lasts = param;
}

static const struct move *find_move(const struct model *m, const char *name)
{
    const struct move *v = m->moves;

    while (v != NULL && strcmp(v->name, name) != 0)
        v = v->next;
    return v;
}

static void check_begin(const struct model *m)
{
    for (struct step *s = m->bound->begin; s != NULL; s = s->next) {
        s->move = find_move(m, s->move_name);
        if (s->move == NULL)
            error_at(s->at, "the world has no move '%s'", s->move_name);
        else if (s->move->forges)
            error_at(s->at, "'%s' runs over forged segments, which nothing begins with", s->move_name);
        else if (s->argument >= world_choices(m, s->move, s->end))
            error_at(s->at, "'%s' has no choice %u at %c in this bound: see its guard, budgets and "
                            "options", s->move_name, s->argument, "AB"[s->end]);
    }
}

static bool is_within(const struct knob *k, unsigned value)
{
    return k->least <= value && value <= k->most;
}

/* SPIN takes the bound's own value, so that must be one of those that are swept. */
static void check_knobs(const struct model *m)
{
    for (const struct knob *k = m->bound->knobs; k != NULL; k = k->next) {
        const struct symbol *s = k->symbol;

        if (!is_within(k, s->value) || (s->kind == SYM_BUDGET && !is_within(k, s->value_b)))
            error_at(k->at, "the bound sets '%s' to %u, which a sweep from %u to %u leaves out",
                     s->name, is_within(k, s->value) ? s->value_b : s->value, k->least, k->most);
        if (s->ticks && !m->bound->timed)
            error_at(k->at, "'%s' counts ticks, and this bound is not 'timed'", s->name);
    }
}

static void check_orbits(const struct model *m)
{
    if (m->bound->orbits != 0 && !world_is_alike(m))
        error_at(m->bound->orbits_at, "'orbits' are worlds up to an exchange of A and B; this bound tells A from "
                                      "B, by a script, a budget, 'begin', 'until' or a parameter that is "
                                      "swept: leave it out");
}

static void check_length(const struct model *m, const char *name, const struct symbol *s)
{
    if (s == NULL || s->lasts == NULL)
        error_at(m->bound->at, "a timed bound, and nothing says how long '%s' lasts: write 'lasts "
                               "%s PARAM' in the world", name, name);
}

/* In a timed bound everything that runs has a length; elsewhere nothing has. */
static void check_time(const struct model *m)
{
    if (m->bound->timed)
        check_length(m, "segment", names_find(m, "segment"));
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next) {
        if (m->bound->timed && s->kind == SYM_TIMER)
            check_length(m, s->name, s);
        if (!m->bound->timed && s->given.source != NULL && s->ticks)
            error_at(s->given, "'%s' counts ticks, and this bound is not 'timed'", s->name);
    }
}

static void fail_twice(const char *what, const char *name, struct place at, struct place first)
{
    error_at(at, "a second %s of the name '%s'", what, name);
    note_at(first, "the first one stands here");
}

/* Moves, claims and legal ends are told apart by their names. */
static void check_world_names(struct model *m)
{
    for (struct move *v = m->moves; v != NULL; v = v->next)
        for (struct move *w = v->next; w != NULL; w = w->next)
            if (strcmp(v->name, w->name) == 0)
                fail_twice("move", w->name, w->at, v->at);
    for (struct claim *c = m->claims; c != NULL; c = c->next)
        for (struct claim *d = c->next; d != NULL; d = d->next)
            if (strcmp(c->name, d->name) == 0)
                fail_twice("claim", d->name, d->at, c->at);
    for (struct legal_end *l = m->legal_ends; l != NULL; l = l->next)
        for (struct legal_end *o = l->next; o != NULL; o = o->next)
            if (strcmp(l->name, o->name) == 0)
                fail_twice("legal end", o->name, o->at, l->at);
}

void check_model(struct model *m)
{
    struct checker k = { .m = m, .context = IN_TABLE };

    check_needs(&k);
    check_definitions(&k);
    for (struct group *g = m->groups; g != NULL; g = g->next)
        check_group_names(&k, g);
    check_mutations(&k);
    for (struct feature *f = m->features; f != NULL; f = f->next)
        check_bool(&k, f->expr);
    check_watches(&k);
    check_world(&k);
    check_claims(&k);
    check_world_names(m);
    for (const struct lasting *l = m->lastings; l != NULL; l = l->next)
        check_lasting(&k, l);
    for (unsigned e = 0; m->bound != NULL && e < ENDS; e++)
        check_calls(&k, m->bound->script[e]);
    if (m->bound != NULL) {
        check_window(m, "RCV.WND");
        check_window(m, "SND.WND");
        check_forgeries(m);
        check_time(m);
        check_begin(m);
        check_knobs(m);
        check_orbits(m);
    }
    if (error_count() == 0)
        check_ghosts(m);
}
