/* test_exact.c - all runs of a scenario, three ways: against every pattern played by itself, against
 * the closed forms of the handshake, and against many runs with losses drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "diag.h"
#include "exact.h"
#include "exact_sums.h"
#include "exact_worst.h"
#include "freeze.h"
#include "random.h"
#include "text.h"

enum { A, B, PATTERN_MAX = 64, POINTS = 4, SECOND = 1000000 };

struct play {
    struct scenario      scenario;              /* what is to happen, without chance */
    struct scenario      drawn;                 /* with it */
    struct profile       profiles[ENGINE_ENDS]; /* of both ends */
    struct exact_request request;               /* what is asked */
    struct exact         exact;                 /* what was found */
};

static struct play *play;

static int make_play(void **state)
{
    (void)state;
    play = calloc(1, sizeof *play);
    return play == NULL;
}

static int free_play(void **state)
{
    (void)state;
    free(play);
    return 0;
}

static void read_scenario(const char *text)
{
    struct diag diag;
    memset(play, 0, sizeof *play);
    const char *why;
    bool good = scenario_parse(&play->scenario, "test", text, strlen(text), &diag);
    for (unsigned end = 0; good && end < ENGINE_ENDS; end++)
        good = scenario_profile(&play->scenario, end, "model/profiles", NULL, &play->profiles[end], &diag);
    if (!good)
        diag_print(stderr, &diag);
    assert_true(good);
    play->drawn   = play->scenario;
    play->request = (struct exact_request){
        .scenario = &play->scenario, .profiles = play->profiles, .memory = UINT64_C(1) << 30,
        .most = { EXACT_NO_LIMIT, EXACT_NO_LIMIT, EXACT_NO_LIMIT },
    };
    assert_true(exact_chance_take(&play->scenario, play->request.chances, &why));
    play->request.chances[A].lossy = play->request.chances[B].lossy = true;
}

/* ---------------------------------------------------------------- probabilities without rounding */

/* Probabilities as numbers of the field of 2^61 - 1: there p + (1-p) is 1 and 1/3 is 1/3, to the last bit. Two
 * polynomials that are equal at POINTS points chosen without looking are equal. */
static const uint64_t prime = (UINT64_C(1) << 61) - 1;

static uint64_t times(uint64_t a, uint64_t b)
{
    return (uint64_t)((weight_count)a * b % prime);
}

static uint64_t plus(uint64_t a, uint64_t b)
{
    return (a + b) % prime;
}

static uint64_t one_minus(uint64_t a)
{
    return (1 + prime - a) % prime;
}

static uint64_t to_the(uint64_t base, uint64_t n)
{
    uint64_t power = 1;
    for (; n > 0; n >>= 1, base = times(base, base))
        power = (n & 1) != 0 ? times(power, base) : power;
    return power;
}

/* What a probability is at a point: of a loss, a copy, being held up. */
enum chance { LOST, COPIED, HELD };

static uint64_t chance_at(unsigned point, enum chance what, unsigned way)
{
    if (!play->request.two_ways)
        way = 0;
    return (UINT64_C(0x9e3779b97f4a7c15) * (1 + point + POINTS * (what + 3 * way)) >> 3) % prime;
}

static uint64_t one_of(uint32_t n)
{
    return to_the(n, prime - 2);
}

/* n independent things, of which `some` happen. */
static uint64_t so_many(uint64_t probability, unsigned some, unsigned n)
{
    return times(to_the(probability, some), to_the(one_minus(probability), n - some));
}

/* The probability of a term of the enumeration. */
static uint64_t term_at(const struct weight_term *term, unsigned point)
{
    uint64_t value = (uint64_t)(term->count % prime);
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        const struct exact_chance *chance = &play->request.chances[way];
        unsigned lost   = weight_get(term->key, WEIGHT_LOST + way);
        unsigned passed = weight_get(term->key, WEIGHT_PASSED + way);
        unsigned copied = weight_get(term->key, WEIGHT_COPIED + way);
        unsigned held   = weight_get(term->key, WEIGHT_HELD + way);
        value = times(value, so_many(chance_at(point, LOST, way), lost, lost + passed));
        if (chance->copies)
            value = times(value, so_many(chance_at(point, COPIED, way), copied, passed));
        if (chance->holds)
            value = times(value, so_many(chance_at(point, HELD, way), held, passed));
        value = times(value, to_the(one_of(chance->n_choices), passed + copied));
    }
    return value;
}

/* A probability at each point. */
struct value {
    uint64_t at[POINTS];
};

static void value_add(struct value *to, const struct value *from)
{
    for (unsigned point = 0; point < POINTS; point++)
        to->at[point] = plus(to->at[point], from->at[point]);
}

static void value_add_weight(struct value *to, const struct weight *weight)
{
    for (uint32_t i = 0; i < weight->n_terms; i++)
        for (unsigned point = 0; point < POINTS; point++)
            to->at[point] = plus(to->at[point], term_at(&weight->terms[i], point));
}

static void assert_value(const struct value *a, const struct value *b)
{
    for (unsigned point = 0; point < POINTS; point++)
        assert_int_equal(a->at[point], b->at[point]);
}

/* ---------------------------------------------------------------- every pattern by itself */

/* One run with given fates, and what it showed; nothing of exact.c takes part. */
struct brute {
    unsigned          fate[PATTERN_MAX];     /* in the order of the segments */
    unsigned          most[PATTERN_MAX];     /* the last fate that there is */
    unsigned          n_fates, n_asked;      /* decided; asked for */
    unsigned          n_lost, n_copied, n_held; /* of those asked for */
    struct value      value;                 /* how probable the run is */
    bool              connected[ENGINE_ENDS]; /* it is_open() */
    uint64_t          connected_us;          /* the later of both */
    uint64_t          told_us;               /* the first error at either end; 0: none */
    uint64_t          closed_us[ENGINE_ENDS]; /* first came to CLOSED from a connection; 0: never */
    struct simulation simulation;            /* the run */
};

static void brute_weigh(struct brute *b, enum chance what, unsigned way, bool happens)
{
    for (unsigned point = 0; point < POINTS; point++) {
        uint64_t chance     = chance_at(point, what, way);
        b->value.at[point] = times(b->value.at[point], happens ? chance : one_minus(chance));
    }
}

/* One of so many delays. */
static uint64_t brute_delay(struct brute *b, const struct exact_chance *chance, unsigned *fate)
{
    unsigned i = *fate % chance->n_choices;
    *fate /= chance->n_choices;
    for (unsigned point = 0; point < POINTS; point++)
        b->value.at[point] = times(b->value.at[point], one_of(chance->n_choices));
    return chance->choices_us[i];
}

/* It passes: a number says how, digit by digit. */
static void brute_pass(struct brute *b, unsigned way, unsigned number, struct channel_fate *fate)
{
    const struct exact_chance *chance = &play->request.chances[way];
    uint64_t                   now_us = b->simulation.clock.now_us;
    fate->arrivals_us[0] += brute_delay(b, chance, &number);
    if (chance->holds) {
        bool held = number % 2 == 1;
        number /= 2;
        brute_weigh(b, HELD, way, held);
        b->n_held += held ? 1 : 0;
        fate->arrivals_us[0] += held ? chance->hold_us : 0;
    }
    if (!chance->copies)
        return;
    brute_weigh(b, COPIED, way, number > 0);
    if (number-- == 0)
        return;
    b->n_copied++;
    uint64_t late_us = brute_delay(b, chance, &number);
    if (fate->n_copies == 2)
        return; /* a rule sent one already */
    fate->arrivals_us[1] = now_us + play->scenario.channels[way].delay.least_us + late_us;
    fate->n_copies       = 2;
}

static void brute_decide(void *context, unsigned sender, struct channel_fate *fate)
{
    struct brute              *b      = context;
    const struct exact_chance *chance = &play->request.chances[sender];
    unsigned i = b->n_asked++, n = chance->n_choices;
    n *= (chance->holds ? 2 : 1) * (chance->copies ? 1 + n : 1);
    assert_true(i < PATTERN_MAX);
    if (i == b->n_fates)
        b->fate[b->n_fates++] = 0;
    b->most[i] = n;
    brute_weigh(b, LOST, sender, b->fate[i] == n);
    if (b->fate[i] < n) {
        brute_pass(b, sender, b->fate[i], fate);
        return;
    }
    b->n_lost++;
    *fate = (struct channel_fate){ .why = CHANNEL_CHANCE };
}

static uint32_t value_of(const uint32_t *values, const char *name)
{
    unsigned i = 0;
    while (strcmp(tcp_vars[i].name, name) != 0)
        i++;
    return values[i];
}

/* Both SYNs are acknowledged, as the end sees it. */
static bool is_open(const uint32_t *values)
{
    uint32_t state = value_of(values, "state");
    return value_of(values, "syn_acked") != 0 && state != CLOSED && state != LISTEN && state != SYN_SENT
           && state != SYN_RECEIVED;
}

static void brute_put(void *context, const struct trace_record *record)
{
    struct brute *b   = context;
    unsigned      end = record->end;
    if (record->kind == TRACE_WORLD && !b->connected[end] && is_open(record->values[end])) {
        b->connected[end] = true;
        b->connected_us   = record->time_us;
    }
    if (record->kind == TRACE_STATE && record->after == CLOSED && record->before != LISTEN
        && b->closed_us[end] == 0)
        b->closed_us[end] = record->time_us;
    if (record->kind == TRACE_TELL && b->told_us == 0
        && (record->signal == SIGNAL_TIMEOUT || record->signal == SIGNAL_RESET
            || record->signal == SIGNAL_REFUSED))
        b->told_us = record->time_us;
}

static void brute_run(struct brute *b)
{
    b->n_asked = b->n_lost = b->n_copied = b->n_held = 0;
    for (unsigned point = 0; point < POINTS; point++)
        b->value.at[point] = 1;
    b->connected[A] = b->connected[B] = false;
    b->connected_us = b->told_us = b->closed_us[A] = b->closed_us[B] = 0;
    simulate_start(&b->simulation, &play->scenario, play->profiles, 0,
                   (struct trace_sink){ brute_put, b });
    b->simulation.judge = (struct simulate_judge){ brute_decide, b };
    simulate_run(&b->simulation);
}

static bool brute_next(struct brute *b)
{
    while (b->n_fates > 0 && b->fate[b->n_fates - 1] == b->most[b->n_fates - 1])
        b->n_fates--;
    if (b->n_fates == 0)
        return false;
    b->fate[b->n_fates - 1]++;
    return true;
}

/* What one pattern came to. */
struct played {
    unsigned lost, copied, held;           /* segments */
    struct value value;                    /* how probable it is */
    unsigned sent;                         /* both ways */
    uint64_t times_us[EXACT_WHATS];        /* when things happened; 0: never */
    uint8_t  state[ENGINE_ENDS];           /* in the end */
};

static const enum exact_what whats[] = { EXACT_CONNECTED, EXACT_TOLD, EXACT_CLOSED_A, EXACT_CLOSED_B,
                                         EXACT_CLOSED };

static struct played played_of(const struct brute *b)
{
    uint64_t      a_us = b->closed_us[A], b_us = b->closed_us[B];
    struct played p    = { .lost = b->n_lost, .copied = b->n_copied, .held = b->n_held, .value = b->value };
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        p.state[end] = b->simulation.ends[end].tcb.state;
        p.sent += b->simulation.ends[end].n_sent;
    }
    p.times_us[EXACT_CONNECTED] = b->connected[A] && b->connected[B] ? b->connected_us : 0;
    p.times_us[EXACT_TOLD]      = b->told_us;
    p.times_us[EXACT_CLOSED_A]  = a_us;
    p.times_us[EXACT_CLOSED_B]  = b_us;
    p.times_us[EXACT_CLOSED]    = a_us == 0 || b_us == 0 ? 0 : a_us > b_us ? a_us : b_us;
    return p;
}

/* Every pattern, from the beginning to the end. */
static struct played *play_patterns(struct brute *b, size_t *n_played)
{
    struct played *all = NULL;
    *n_played = b->n_fates = 0;
    do {
        brute_run(b);
        if ((*n_played & (*n_played - 1)) == 0) /* 0, 1, 2, 4, ...: room for as many again */
            all = realloc(all, (*n_played > 0 ? 2 * *n_played : 1) * sizeof *all);
        all[*n_played] = played_of(b);
        ++*n_played;
    } while (brute_next(b));
    return all;
}

static bool ended_so(const struct played *p, const struct exact_outcome *o)
{
    return p->state[A] == o->state[A] && p->state[B] == o->state[B]
           && (p->times_us[EXACT_TOLD] != 0) == (o->watch.told != 0)
           && (p->times_us[EXACT_CLOSED_A] != 0) == (o->watch.ending[A] != ENDING_NONE)
           && (p->times_us[EXACT_CLOSED_B] != 0) == (o->watch.ending[B] != ENDING_NONE)
           && (p->times_us[EXACT_CONNECTED] != 0) == (o->watch.connected == 3);
}

/* Outcomes that the brute runs cannot tell apart are taken together. */
static void check_outcome(const struct played *all, size_t n_all, unsigned number)
{
    const struct exact *e        = &play->exact;
    struct value        expected = { 0 }, found = { 0 };
    for (size_t i = 0; i < n_all; i++)
        if (ended_so(&all[i], &e->outcomes[number]))
            value_add(&expected, &all[i].value);
    for (unsigned k = 0; k < e->n_outcomes; k++) {
        const struct exact_watch *one = &e->outcomes[k].watch, *other = &e->outcomes[number].watch;
        if (memcmp(e->outcomes[k].state, e->outcomes[number].state, ENGINE_ENDS) == 0
            && (one->told != 0) == (other->told != 0)
            && (one->ending[A] != 0) == (other->ending[A] != 0)
            && (one->ending[B] != 0) == (other->ending[B] != 0)
            && (one->connected == 3) == (other->connected == 3))
            value_add_weight(&found, &e->outcomes[k].weight);
    }
    assert_value(&expected, &found);
}

static void check_curve(const struct played *all, size_t n_all, enum exact_what what)
{
    const struct exact_curve *curve = &play->exact.curves[what];
    size_t                    n_at  = 0, n_ever = 0;
    for (uint32_t k = 0; k < curve->n_points; k++) {
        struct value expected = { 0 }, found = { 0 };
        for (size_t i = 0; i < n_all; i++)
            if (all[i].times_us[what] == curve->points[k].time_us) {
                value_add(&expected, &all[i].value);
                n_at++;
            }
        value_add_weight(&found, &curve->points[k].weight);
        assert_value(&expected, &found);
    }
    for (size_t i = 0; i < n_all; i++)
        n_ever += all[i].times_us[what] != 0 ? 1 : 0;
    assert_int_equal(n_at, n_ever);
}

/* The worst of up to three losses, a copy and a segment that is held up is the worst among all patterns, and
 * its own pattern comes to it. */
static void check_worst(const struct played *all, size_t n_all)
{
    static const enum exact_what times[] = { [WORST_CONNECTED] = EXACT_CONNECTED,
                                             [WORST_TOLD] = EXACT_TOLD, [WORST_CLOSED] = EXACT_CLOSED };
    struct exact_worst   worst[EXACT_WORSTS];
    struct exact_request request = play->request;
    request.most                 = (struct exact_limits){ 3, 1, 1 };
    request.trails = request.segments = true;
    exact_run(&play->exact, &request);
    for (unsigned k = 0; k <= 3; k++) {
        exact_worst_find(&play->exact, k, worst);
        for (unsigned what = 0; what < EXACT_WORSTS; what++) {
            uint64_t most = 0, value;
            bool     always = true;
            for (size_t i = 0; i < n_all; i++) {
                value = what == WORST_SEGMENTS ? all[i].sent : all[i].times_us[times[what]];
                if (all[i].lost <= k && all[i].copied <= 1 && all[i].held <= 1) {
                    most = value > most ? value : most;
                    always &= value != 0;
                }
            }
            assert_int_equal(worst[what].value, most);
            assert_int_equal(worst[what].ever, most != 0);
            assert_int_equal(worst[what].always, always);
            if (worst[what].ever)
                assert_true(exact_worst_check(&play->exact, what, &worst[what]));
        }
        exact_worst_free(worst);
    }
    exact_free(&play->exact);
}

/* Every curve and outcome of the enumeration equals, to the last pattern, what playing each pattern
 * from the beginning to the end shows. */
static void check_all(size_t n_expected)
{
    struct brute  *b = calloc(1, sizeof *b);
    size_t         n_all;
    weight_count   total = 0, some;
    struct played *all = play_patterns(b, &n_all);
    exact_run(&play->exact, &play->request);
    assert_int_equal(n_all, n_expected);
    assert_int_equal(play->exact.stopped, EXACT_FINISHED);
    for (unsigned i = 0; i < play->exact.n_outcomes; i++) {
        assert_true(weight_total(&play->exact.outcomes[i].weight, &some));
        total += some;
        check_outcome(all, n_all, i);
    }
    assert_int_equal((uint64_t)total, n_all);
    for (unsigned k = 0; k < sizeof whats / sizeof whats[0]; k++)
        check_curve(all, n_all, whats[k]);
    exact_free(&play->exact);
    if (play->scenario.channels[A].n_rules == 0)
        check_worst(all, n_all);
    free(all);
    free(b);
}

static void check_by_brute_force(const char *text, size_t n_expected)
{
    read_scenario(text);
    check_all(n_expected);
}

static void test_brute_handshake(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 4\nset synack_retries 2\ndelay 20ms\n"
                         "at 0s B open passive\nat 0s A open active\nuntil 60s\n", 412);
}

/* model/scenarios/handshake.scn, with all of Linux's retries. */
static void test_brute_linux(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\ndelay 20ms\n"
                         "at 0s B open passive\nat 0s A open active\nuntil 300s\n", 6084);
}

static void test_brute_letter(void **state)
{
    (void)state;
    check_by_brute_force("profile rfc9293\nset syn_retries 2\nset synack_retries 2\ndelay 700ms\n"
                         "at 0s B open passive\nat 0s A open active\nuntil 100s\n", 118);
}

static void test_brute_close(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 1\nset synack_retries 1\n"
                         "set data_retries 2\nset orphan_retries 2\nset retries_as_time 0\n"
                         "set probe_delay 0s\ndelay 20ms\n"
                         "at 0s B open passive\nat 0s A open active\nat 0.1s A close\nat 0.1s B close\n"
                         "until 100s\n", 388);
}

static void test_brute_probes(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 1\nset synack_retries 1\n"
                         "set data_retries 1\nset orphan_retries 1\nset retries_as_time 0\ndelay 20ms\n"
                         "at 0s B open passive\nat 0s A open active\nwhen A established send 500\n"
                         "when B received 500 close\nuntil 100s\n", 1440);
}

/* What a rule loses is no pattern, and the rule's count is part of the world. */
static void test_brute_rule(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 3\nset synack_retries 2\ndelay 20ms\n"
                         "drop B>A synack n=2\ndrop A>B syn n=1\n"
                         "at 0s B listen\nat 0s A open active\nuntil 60s\n", 38);
}

/* Nothing takes time: a whole conversation at one instant. */
static void test_brute_no_delay(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 1\nset synack_retries 1\n"
                         "set data_retries 1\nset orphan_retries 1\nset retries_as_time 0\ndelay 0ms\n"
                         "at 1s B open passive\nat 1s A open active\nwhen A established send 100\n"
                         "when B received 100 close\nwhen A closing close\nuntil 100s\n", 6850);
}

/* A listener whose connection is over takes the next: numbers begin anew at another instant. */
static void test_brute_again(void **state)
{
    (void)state;
    check_by_brute_force("profile linux-classic\nset syn_retries 1\nset synack_retries 1\n"
                         "set data_retries 1\nset orphan_retries 1\nset retries_as_time 0\ndelay 700ms\n"
                         "at 0s B listen\nat 0s A open active\nat 3s A abort\nat 4s A open active\n"
                         "until 100s\n", 2704);
}

/* ---------------------------------------------------------------- copied, held up, later than others */

static const char small[] = "profile linux-classic\nset syn_retries 1\nset synack_retries 0\n"
                            "at 0s B open passive\nat 0s A open active\nuntil 60s\n";
static const char once[] = "profile linux-classic\nset syn_retries 0\nset synack_retries 0\n"
                           "at 0s B open passive\nat 0s A open active\nuntil 60s\n";
static const char closing[] = "profile linux-classic\nset syn_retries 0\nset synack_retries 0\n"
                              "set data_retries 0\nset orphan_retries 0\nset retries_as_time 0\n"
                              "set probe_delay 0s\n"
                              "at 0s B open passive\nat 0s A open active\nwhen A established close\n"
                              "when B closing close\nuntil 100s\n";

static void check_network(const char *network, const char *calls, size_t n_expected)
{
    struct text text = { 0 };
    text_add(&text, "%s%s", network, calls);
    check_by_brute_force(text_get(&text), n_expected);
    text_free(&text);
}

static void test_brute_copies(void **state)
{
    (void)state;
    check_network("delay 20ms\nduplicate 0.1\n", small, 297);
    check_network("delay 20ms\nduplicate 0.1\n", closing, 18219);
}

static void test_brute_held(void **state)
{
    (void)state;
    check_network("delay 20ms\nreorder 0.1 50ms\n", small, 57);
    check_network("delay 20ms\nreorder 0.1 50ms\n", closing, 239);
}

static void test_brute_choice(void **state)
{
    (void)state;
    check_network("delay choice 20ms 20ms 1500ms\n", small, 3238);
    check_network("delay choice 20ms 200ms\n", closing, 263);
}

/* Two at once, and a rule that copies and one that holds up. */
static void test_brute_together(void **state)
{
    (void)state;
    check_network("delay choice 20ms 90ms\nduplicate 0.1\n", once, 8875);
    check_network("delay choice 20ms 90ms\nreorder 0.1 40ms\n", small, 505);
    check_network("delay 20ms\nduplicate 0.1\ncopy A>B syn n=1 by=2s\nhold B>A n=2 by=1s\n", once, 419);
}

/* Each direction has its own. */
static void test_brute_two_ways(void **state)
{
    (void)state;
    struct text text = { 0 };
    text_add(&text, "delay A>B choice 20ms 1200ms\ndelay B>A 30ms\nduplicate B>A 0.1\nreorder A>B 0.2 40ms\n%s",
             small);
    read_scenario(text_get(&text));
    play->request.two_ways = true;
    check_all(5245);
    text_free(&text);
}

/* What a world leaves out must not matter to any system: a life under each profile, few retries. */
static void test_brute_profiles(void **state)
{
    static const struct {
        const char *name;       /* of the profile */
        size_t      n_patterns; /* that there are */
    } profiles[] = { { "rfc9293", 2312 }, { "linux", 13705 }, { "freebsd", 2111 },
                     { "windows", 1608 } };
    (void)state;
    for (unsigned i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        struct text text = { 0 };
        text_add(&text, "profile %s\nset syn_retries 2\nset syn_linear_timeouts 0\nset synack_retries 1\n"
                        "set data_retries 1\nset orphan_retries 1\nset retries_as_time 0\ndelay 90ms\n"
                        "at 0s B open passive\nat 0s A open active\nwhen A established send 500\n"
                        "when B received 500 close\nwhen A closing close\nuntil 500s\n", profiles[i].name);
        check_by_brute_force(text_get(&text), profiles[i].n_patterns);
        text_free(&text);
    }
}

/* ---------------------------------------------------------------- closed forms */

static const char handshake[] = "profile linux-classic\nset B rto_initial 1000s\ndelay 20ms\n"
                                "at 0s B open passive\nat 0s A open active\nuntil 130s\n";

static long double p_of(enum exact_what what, long double p)
{
    static struct weight_loss loss;
    weight_loss_start(&loss, (double)p, (double)p);
    return exact_sums(&play->exact.curves[what], &loss).sum;
}

/* Seven SYNs, each answered by a SYN,ACK: A is told of an error when none of seven round trips succeeds. */
static void test_closed_form_repeated(void **state)
{
    (void)state;
    read_scenario(handshake);
    exact_run(&play->exact, &play->request);
    for (unsigned i = 1; i < 64; i++) {
        long double p = i / 64.0L, q = 1 - p;
        long double expected = powl(1 - q * q, 7);
        assert_true(fabsl(p_of(EXACT_TOLD_A, p) - expected) <= 1e-17L + 1e-16L * expected);
        assert_true(fabsl(p_of(EXACT_CONNECTED_A, p) - (1 - expected)) <= 1e-17L);
    }
    exact_free(&play->exact);
}

/* By the letter only the first SYN that arrives draws a SYN,ACK: A connects if one of seven SYNs
 * passes, and the one answer. */
static void test_closed_form_letter(void **state)
{
    (void)state;
    read_scenario(handshake);
    play->profiles[B].options &= ~(1u << OPTION_REPEAT_SYNACK);
    exact_run(&play->exact, &play->request);
    for (unsigned i = 1; i < 64; i++) {
        long double p = i / 64.0L;
        long double expected = (1 - powl(p, 7)) * (1 - p);
        assert_true(fabsl(p_of(EXACT_CONNECTED_A, p) - expected) <= 1e-17L);
    }
    exact_free(&play->exact);
}

/* Losses in one direction only, and a probability of its own for each. */
static void test_closed_form_two_ways(void **state)
{
    static struct weight_loss loss;
    (void)state;
    read_scenario(handshake);
    play->request.two_ways = true;
    exact_run(&play->exact, &play->request);
    weight_loss_start(&loss, 0.25, 0.125);
    long double expected = powl(1 - 0.75L * 0.875L, 7);
    assert_true(fabsl(exact_sums(&play->exact.curves[EXACT_TOLD_A], &loss).sum - expected) <= 1e-17L);
    exact_free(&play->exact);
}

/* ---------------------------------------------------------------- drawn losses */


/* Each point of the exact distribution is where that of 20,000 runs with losses drawn (seed 7) is, within five
 * standard deviations. */
static void test_drawn(void **state)
{
    enum { RUNS = 20000 };
    static const char text[] = "profile linux-classic\nseed 7\nloss 0.3\ndelay 20ms\n"
                               "at 0s B open passive\nat 0s A open active\nuntil 130s\n";
    static struct weight_loss loss;
    static uint64_t           times[RUNS];
    struct brute             *b = calloc(1, sizeof *b);
    (void)state;
    read_scenario(text);
    for (unsigned run = 0; run < RUNS; run++) {
        b->connected[A] = b->connected[B] = false;
        b->connected_us = b->told_us = b->closed_us[A] = b->closed_us[B] = 0;
        simulate_start(&b->simulation, &play->drawn, play->profiles, run,
                       (struct trace_sink){ brute_put, b });
        simulate_run(&b->simulation);
        times[run] = b->connected[A] && b->connected[B] ? b->connected_us : EXACT_NEVER;
    }
    exact_run(&play->exact, &play->request);
    weight_loss_start(&loss, 0.3, 0.3);
    const struct exact_curve *curve = &play->exact.curves[EXACT_CONNECTED];
    long double               exact = 0;
    assert_true(curve->n_points > 20);
    for (uint32_t k = 0; k < curve->n_points; k++) {
        unsigned count = 0;
        for (unsigned run = 0; run < RUNS; run++)
            count += times[run] <= curve->points[k].time_us ? 1 : 0;
        exact += weight_value(&curve->points[k].weight, &loss);
        long double spread = sqrtl(exact * (1 - exact) / RUNS);
        assert_true(fabsl((long double)count / RUNS - exact) <= 5 * spread);
    }
    exact_free(&play->exact);
    free(b);
}

/* ---------------------------------------------------------------- limits */

/* What is cut off is exactly what is missing. */
static void test_cut(void **state)
{
    static struct weight_loss loss;
    (void)state;
    read_scenario(handshake);
    weight_loss_start(&loss, 0.1, 0.1);
    exact_run(&play->exact, &play->request);
    long double whole = p_of(EXACT_CONNECTED, 0.1);
    exact_free(&play->exact);

    play->request.most.lost = 2;
    exact_run(&play->exact, &play->request);
    assert_true(fabsl(exact_whole(&play->exact, &loss) - 1) < 1e-15L);
    long double some = p_of(EXACT_CONNECTED, 0.1), cut = weight_value(&play->exact.cut, &loss);
    assert_true(some < whole && whole <= some + cut);
    exact_free(&play->exact);

    play->request.most.lost = EXACT_NO_LIMIT;
    play->request.below    = 1e-4;
    play->request.losses   = &loss;
    play->request.n_losses = 1;
    exact_run(&play->exact, &play->request);
    assert_true(fabsl(exact_whole(&play->exact, &loss) - 1) < 1e-15L);
    some = p_of(EXACT_CONNECTED, 0.1);
    cut  = weight_value(&play->exact.cut, &loss);
    assert_true(cut > 0 && some < whole && whole <= some + cut);
    exact_free(&play->exact);
}

/* Where memory runs out, what is earlier is complete. */
static void test_memory(void **state)
{
    static struct weight_loss loss;
    static long double        sums[2];
    (void)state;
    read_scenario(handshake);
    weight_loss_start(&loss, 0.1, 0.1);
    play->request.memory = 8000;
    exact_run(&play->exact, &play->request);
    assert_int_equal(play->exact.stopped, EXACT_MEMORY);
    assert_true(fabsl(exact_whole(&play->exact, &loss) - 1) < 1e-15L);
    uint64_t reached_us = play->exact.reached_us;
    assert_true(reached_us > 0 && reached_us < 130 * (uint64_t)SECOND);
    for (unsigned i = 0; i < 2; i++) {
        const struct exact_curve *curve = &play->exact.curves[EXACT_CONNECTED_A];
        sums[i] = 0;
        for (uint32_t k = 0; k < curve->n_points && curve->points[k].time_us < reached_us; k++)
            sums[i] += weight_value(&curve->points[k].weight, &loss);
        exact_free(&play->exact);
        play->request.memory = UINT64_C(1) << 30;
        if (i == 0)
            exact_run(&play->exact, &play->request);
    }
    assert_true(sums[0] > 0);
    assert_true(fabsl(sums[0] - sums[1]) < 1e-17L);
}

/* ---------------------------------------------------------------- a run as bytes */

/* A run that is frozen and thawed before each event is the run that is not, record for record. */
static void put_hash(void *context, const struct trace_record *record)
{
    uint64_t *hash = context;
    uint64_t  words[] = { record->time_us, record->kind, record->end, record->event, record->before,
                          record->after, record->again, record->signal, record->octets,
                          record->segment.flags, record->segment.seq, record->segment.ack,
                          record->segment.text };
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        *hash = (*hash ^ words[i]) * UINT64_C(1099511628211);
}

static void test_freeze(void **state)
{
    static const char text[] = "profile linux-classic\nseed 3\ndelay 20ms\n"
                               "drop A>B n=1\ndrop B>A n=2-3\ndrop A>B data n=1-2\ndrop B>A fin n=1\n"
                               "at 0s B listen\nat 0s A open active\nat 0.1s A send 5000\n"
                               "at 0.3s B send 800\nwhen A closing close\nwhen B received 5000 close\n"
                               "until 300s\n";
    static unsigned char     bytes[FREEZE_MAX];
    static struct simulation one, other;
    uint64_t                 hashes[2] = { 0 };
    (void)state;
    read_scenario(text);
    simulate_start(&one, &play->scenario, play->profiles, 0, (struct trace_sink){ put_hash, &hashes[0] });
    simulate_run(&one);
    simulate_start(&other, &play->scenario, play->profiles, 0, (struct trace_sink){ put_hash, &hashes[1] });
    unsigned events = 0;
    do {
        freeze(&other, bytes);
        memset(other.events, 0xa5, sizeof other.events);
        memset(other.flights, 0xa5, sizeof other.flights);
        thaw(&other, bytes);
        events++;
    } while (simulate_next(&other));
    assert_true(events > 20);
    assert_int_equal(hashes[0], hashes[1]);
    assert_int_equal(one.result, other.result);
}

/* Chance that does not look into the run: the n-th segment is lost, held up or copied. */
struct dice {
    uint64_t           key; /* of the run */
    uint64_t           n;   /* segments so far */
    struct simulation *run; /* it */
};

static void throw_dice(void *context, unsigned sender, struct channel_fate *fate)
{
    struct dice *dice = context;
    uint64_t     draw = random_draw(dice->key, dice->n++), late_us = (draw >> 40) % (3 * SECOND);
    (void)sender;
    switch (draw >> 20 & 15) {
    case 0: case 1: case 2: *fate = (struct channel_fate){ .why = CHANNEL_CHANCE }; break;
    case 3: fate->arrivals_us[0] += late_us; break;
    case 4: fate->arrivals_us[fate->n_copies++] = dice->run->clock.now_us + late_us; break;
    default: break;
    }
}

/* Plays a run with dice; frozen and thawed before each event, or not. */
static uint64_t hash_of_run(uint64_t number, bool frozen)
{
    static unsigned char     bytes[FREEZE_MAX];
    static struct simulation run;
    uint64_t                 hash = 0;
    struct dice              dice = { random_key(5, number), 0, &run };
    simulate_start(&run, &play->scenario, play->profiles, 0, (struct trace_sink){ put_hash, &hash });
    run.judge = (struct simulate_judge){ throw_dice, &dice };
    do {
        if (!frozen)
            continue;
        freeze(&run, bytes);
        memset(run.events, 0xa5, sizeof run.events);
        memset(run.flights, 0xa5, sizeof run.flights);
        thaw(&run, bytes);
    } while (simulate_next(&run));
    return hash;
}

/* What is left out of the bytes matters to no run: 1,000 of each system with losses, copies and detours (seed 5), of
 * one connection and of one after the other. */
static void test_freeze_drawn(void **state)
{
    static const char *const profiles[] = { "rfc9293", "linux", "linux-classic", "freebsd", "windows", "letter" };
    static const char *const opens[]    = { "at 0s B open passive\nat 0s A open active\n",
                                            "at 0s B listen\nat 0s A open active\nat 700s A open active\n" };
    enum { RUNS = 500 };
    (void)state;
    for (unsigned i = 0; i < 2 * (sizeof profiles / sizeof profiles[0]); i++) {
        struct text text = { 0 };
        text_add(&text, "profile %s\ndelay 20ms\n%swhen A established send 500\nat 0.2s B send 300\n"
                        "at 0.4s A send 3000\nwhen B received 3500 send 800\nwhen A received 1100 close\n"
                        "when B closing close\nuntil 900s\n", profiles[i / 2], opens[i % 2]);
        read_scenario(text_get(&text));
        text_free(&text);
        for (uint64_t run = 0; run < RUNS; run++)
            assert_int_equal(hash_of_run(run, true), hash_of_run(run, false));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute_handshake),
        cmocka_unit_test(test_brute_linux),
        cmocka_unit_test(test_brute_letter),
        cmocka_unit_test(test_brute_close),
        cmocka_unit_test(test_brute_probes),
        cmocka_unit_test(test_brute_rule),
        cmocka_unit_test(test_brute_no_delay),
        cmocka_unit_test(test_brute_again),
        cmocka_unit_test(test_brute_profiles),
        cmocka_unit_test(test_brute_copies),
        cmocka_unit_test(test_brute_held),
        cmocka_unit_test(test_brute_choice),
        cmocka_unit_test(test_brute_together),
        cmocka_unit_test(test_brute_two_ways),
        cmocka_unit_test(test_closed_form_repeated),
        cmocka_unit_test(test_closed_form_letter),
        cmocka_unit_test(test_closed_form_two_ways),
        cmocka_unit_test(test_drawn),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_freeze),
        cmocka_unit_test(test_freeze_drawn),
    };
    return cmocka_run_group_tests(tests, make_play, free_play);
}
