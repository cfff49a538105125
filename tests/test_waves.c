/* test_waves.c - the search on several threads finds what the search on one finds.
 *
 * Four counters from 0 to 17, two an end; a move lets the ends change places, within a level, or
 * raises one: every world but a few is found along many ways at once. 18^4 worlds; the widest level
 * has thousands.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "explore.h"
#include "waves_save.h"
#include "waves_tell.h"

/* --- toy engine --- */

enum { TOP = 17, COUNTERS = 4, SWAP = 0, MOVES = COUNTERS + 1, HALF = 16 };

struct toy {
    uint8_t counter[COUNTERS]; /* two of A, two of B */
};

static void toy_init(void *world)
{
    memset(world, 0, sizeof(struct toy));
}

static bool toy_move(const void *world, unsigned m, void *next, struct engine_step *step)
{
    struct toy toy = *(const struct toy *)world;
    if (m == SWAP ? memcmp(toy.counter, toy.counter + 2, 2) == 0 : toy.counter[m - 1] == TOP)
        return false;
    if (step != NULL)
        *step = (struct engine_step){.n_fired = 1, .fired = {{0, m == SWAP, 0}},
                                     .n_overflow = m == 2 || m == 4};
    if (m == SWAP)
        *(struct toy *)next =
            (struct toy){{toy.counter[2], toy.counter[3], toy.counter[0], toy.counter[1]}};
    else
        toy.counter[m - 1]++, *(struct toy *)next = toy;
    return true;
}

static void toy_halve(const void *world, void *const halves[ENGINE_ENDS])
{
    const struct toy *toy = world;
    for (unsigned e = 0; e < ENGINE_ENDS; e++) {
        memset(halves[e], 0, HALF);
        memcpy(halves[e], toy->counter + 2 * e, 2);
    }
}

static void toy_join(const void *const halves[ENGINE_ENDS], void *world)
{
    struct toy *toy = world;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        memcpy(toy->counter + 2 * e, halves[e], 2);
}

static unsigned toy_successors(const void *const halves[ENGINE_ENDS], struct engine_sink *sink)
{
    struct toy         toy, next;
    struct engine_step step;
    unsigned           made = 0;
    toy_join(halves, &toy);
    for (unsigned m = 0; m < MOVES; m++) {
        if (!toy_move(&toy, m, &next, &step))
            continue;
        sink->fired[step.fired[0].state]++;
        sink->overflows += step.n_overflow;
        toy_halve(&next, sink->room);
        sink->found(sink, m);
        made++;
    }
    return made;
}

/* Claim 0 fails first far behind the first links, in many worlds of one level; claim 1 is a witness of
 * one world. */
static uint64_t toy_violated(const void *world, uint64_t *premises)
{
    const uint8_t *c = ((const struct toy *)world)->counter;
    *premises        = 1 | (uint64_t)(c[0] == 15 && c[1] == 3 && c[2] == 7 && c[3] == 12) << 1;
    return c[0] + c[1] + c[2] + c[3] > 24 && (7 * c[0] + 3 * c[1]) % 11 == 5;
}

/* Where all are at the top there is no next move, and it is no legal end. */
static int toy_legal_end(const void *world)
{
    (void)world;
    return -1;
}

static uint8_t toy_process(unsigned m)
{
    (void)m;
    return ENGINE_NONE;
}

static const char *const         toy_states[] = {"LOW", "HIGH"};
static const struct engine_row   toy_rows[]   = {{.name = "grow", .states = 3}};
static const struct engine_move  toy_moves[]  = {{"tick", "timer", "a counter rises", MOVES}};
static const struct engine_claim toy_claims[] = {
    {.name = "low", .asked = true},
    {.name = "seen", .kind = CLAIM_WITNESS, .asked = true},
};

static const struct engine toy_engine = {
    .abi = ENGINE_ABI, .bound = "toy", .world_size = sizeof(struct toy), .n_states = 2,
    .n_rows = 1, .n_moves = 1, .n_claims = 2, .states = toy_states, .rows = toy_rows,
    .moves = toy_moves, .claims = toy_claims, .init = toy_init, .n_choices = MOVES,
    .move = toy_move, .violated = toy_violated, .legal_end = toy_legal_end,
    .process_of = toy_process, .half_size = HALF, .halve = toy_halve, .join = toy_join,
    .successors = toy_successors,
};

/* --- the same, with claims that treat both ends alike --- */

static uint64_t alike_violated(const void *world, uint64_t *premises)
{
    const uint8_t *c = ((const struct toy *)world)->counter;
    struct toy     exchange = {{c[2], c[3], c[0], c[1]}};
    uint64_t       more, violated = toy_violated(world, premises) | toy_violated(&exchange, &more);
    *premises |= more;
    return violated;
}

static struct engine alike_engine(void)
{
    struct engine engine = toy_engine;
    engine.alike         = true;
    engine.violated      = alike_violated;
    return engine;
}

/* Where the sum of an end is 30 it is over. */
static unsigned ending_successors(const void *const halves[ENGINE_ENDS], struct engine_sink *sink)
{
    struct toy toy;
    toy_join(halves, &toy);
    bool over = toy.counter[0] + toy.counter[1] == 30 || toy.counter[2] + toy.counter[3] == 30;
    return over ? 0 : toy_successors(halves, sink);
}

/* Of two kinds: the sum of all is even, or odd. */
static int alike_end(const void *world)
{
    const uint8_t *c = ((const struct toy *)world)->counter;
    return (c[0] + c[1] + c[2] + c[3]) % 2;
}

/* It tells A from B. */
static int lopsided_end(const void *world)
{
    const uint8_t *c = ((const struct toy *)world)->counter;
    return c[0] + c[1] == 30 ? 0 : -1;
}

/* --- end of the toy engines --- */

static const struct explore_limits plenty = {.memory = 256 << 20};

static void assert_same_path(const struct path *a, const struct path *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->moves, b->moves, a->count * sizeof *a->moves);
}

enum { NAME_MAX_LENGTH = 64 };

static void make_name(char name[NAME_MAX_LENGTH])
{
    strcpy(name, "/tmp/test_waves.XXXXXX");
    int file = mkstemp(name);
    assert_true(file >= 0);
    close(file);
}

/* Everything that one thread finds in its order, each way move by move. */
static void assert_same(const struct result *a, const struct result *b)
{
    assert_int_equal(a->states, b->states);
    assert_int_equal(a->transitions, b->transitions);
    assert_int_equal(a->depth, b->depth);
    assert_int_equal(a->overflows, b->overflows);
    assert_memory_equal(a->fired, b->fired, 2 * sizeof *a->fired);
    for (unsigned i = 0; i < result_claims(&toy_engine); i++) {
        assert_int_equal(result_verdict(a, i), result_verdict(b, i));
        assert_int_equal(a->claims[i].premise, b->claims[i].premise);
        assert_same_path(&a->claims[i].path, &b->claims[i].path);
    }
}

static struct result search_of(const struct engine *engine, unsigned threads, uint64_t links)
{
    struct result         result;
    struct explore_limits limits = plenty;
    limits.threads               = threads;
    limits.links                 = links;
    explore(&result, engine, limits);
    return result;
}

static struct result search(unsigned threads, uint64_t links)
{
    return search_of(&toy_engine, threads, links);
}

/* Shows that counts and runs are the same for any number of threads, and however few links. */
static void threads_find_the_same(void **state)
{
    (void)state;
    static const uint64_t links[] = {1, 1000, 100000, 0};
    struct result         one     = search(0, 0);
    assert_int_equal(one.states, 18 * 18 * 18 * 18);
    assert_int_equal(result_verdict(&one, 0), VERDICT_VIOLATED);
    assert_true(one.claims[1].path.count > 20);
    for (unsigned threads = 1; threads <= 4; threads++)
        for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
            struct result more = search(threads, links[i]);
            assert_same(&one, &more);
            result_free(&more);
        }
    result_free(&one);
}

/* Shows that one of a world and its exchange stands for both: counts and runs are those of all. */
static void orbits_stand_for_all(void **state)
{
    (void)state;
    struct engine engine = alike_engine();
    struct result all    = search_of(&engine, 0, 0);
    assert_int_equal(all.orbits, 0);
    assert_int_equal(result_verdict(&all, 0), VERDICT_VIOLATED);
    for (unsigned threads = 1; threads <= 3; threads++) {
        struct result some = search_of(&engine, threads, 0);
        assert_int_equal(2 * some.orbits, all.states + 18 * 18);
        assert_same(&all, &some);
        result_free(&some);
    }
    result_free(&all);
}

/* Shows that this can be switched off, and that a checkpoint is of one of the two. */
static void orbits_are_not_for_all(void **state)
{
    (void)state;
    struct engine         engine = alike_engine();
    struct explore_limits limits = {.memory = 1 << 19, .threads = 2};
    struct text           problem = {0};
    struct result         all = search_of(&engine, 0, 0), part;
    char                  file[NAME_MAX_LENGTH];
    make_name(file);
    limits.checkpoint = (struct explore_checkpoint){file, 1e9, NULL, "toy"};
    explore(&part, &engine, limits);
    assert_string_equal(part.cut_by, "memory");
    result_free(&part);
    limits.memory            = plenty.memory;
    limits.checkpoint.resume = file;
    explore(&part, &engine, limits);
    assert_true(part.orbits > 0);
    assert_same(&all, &part);
    result_free(&part);
    limits.apart = true;
    assert_int_equal(waves_saved_of(&engine, &limits, &problem), STATUS_USAGE);
    limits.checkpoint = (struct explore_checkpoint){0};
    explore(&part, &engine, limits);
    assert_int_equal(part.orbits, 0);
    assert_same(&all, &part);
    result_free(&part);
    result_free(&all);
    text_free(&problem);
    remove(file);
}

/* Shows that worlds without a next move are counted as they are without. */
static void ends_of_orbits_are_counted(void **state)
{
    (void)state;
    struct engine engine = alike_engine();
    engine.successors    = ending_successors;
    engine.legal_end     = alike_end;
    engine.n_legal_ends  = 2;
    struct result         some = search_of(&engine, 2, 0), all;
    struct explore_limits limits = plenty;
    limits.threads = 2;
    limits.apart   = true;
    explore(&all, &engine, limits);
    assert_true(some.orbits > 0 && all.orbits == 0);
    assert_true(all.ends[0] > 1 && all.ends[1] > 1);
    assert_memory_equal(some.ends, all.ends, 2 * sizeof *all.ends);
    result_free(&some);
    result_free(&all);
}

/* Shows that legal ends which tell A from B are an error where one world stands for two. */
static void lopsided_ends_are_noticed(void **state)
{
    (void)state;
    struct engine engine = alike_engine();
    engine.successors    = ending_successors;
    engine.legal_end     = lopsided_end;
    engine.n_legal_ends  = 1;
    struct result result = search_of(&engine, 2, 0);
    assert_int_equal(result_verdict(&result, 0), VERDICT_ERROR);
    assert_non_null(strstr(text_get(&result.error), "--no-symmetry"));
    result_free(&result);
}

/* Shows that a run that ends in the last level of which it was kept how its worlds were reached is the
 * same, though several threads look at the worlds of that level. */
static void last_links_are_the_same(void **state)
{
    (void)state;
    struct result         one = search(0, 0), before;
    struct explore_limits limits = plenty;
    limits.depth                 = one.claims[0].path.count - 1;
    explore(&before, &toy_engine, limits);
    for (unsigned i = 0; i < 20; i++) {
        struct result more = search(2 + i % 3, before.states);
        assert_same(&one, &more);
        result_free(&more);
    }
    result_free(&before);
    result_free(&one);
}

/* Shows that a limit of depth says what it says on one thread. */
static void depth_limit_is_the_same(void **state)
{
    (void)state;
    struct result         one, more;
    struct explore_limits limits = plenty;
    limits.depth                 = 30;
    explore(&one, &toy_engine, limits);
    limits.threads = 3;
    limits.links   = 50;
    explore(&more, &toy_engine, limits);
    assert_string_equal(more.cut_by, "depth");
    assert_same(&one, &more);
    result_free(&one);
    result_free(&more);
}

/* Shows that a search stops at its limit of memory, is INCOMPLETE, and keeps what it found, however
 * many threads share what room there is. */
static void memory_limit_is_kept(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 16; threads *= 2) {
        struct explore_limits limits = {.memory = 1 << 20, .threads = threads, .links = 1000};
        struct result         result;
        explore(&result, &toy_engine, limits);
        assert_string_equal(result.cut_by, "memory");
        assert_true(result.bytes <= limits.memory);
        assert_true(result.states > 10000);
        assert_int_equal(result_verdict(&result, 2), VERDICT_INCOMPLETE);
        result_free(&result);
    }
}

/* --- checkpoints --- */

static struct explore_limits kept_in(const char *file, const char *resume, uint64_t memory)
{
    struct explore_limits limits = {.memory = memory, .threads = 2};
    limits.checkpoint = (struct explore_checkpoint){file, 1e9, resume, "toy"};
    return limits;
}

/* Shows that a search that memory has cut short, twice, goes on to what one that was not cut finds:
 * with links to the end, and almost without, and with as many threads as before, or other ones. */
static void resumed_search_is_the_same(void **state)
{
    (void)state;
    static const uint64_t links[] = {1, 5000, 1 << 20};
    struct result         one = search(0, 0);
    char                  file[NAME_MAX_LENGTH];
    make_name(file);
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        uint64_t memory[] = {1 << 20, 5 << 18, 256 << 20};
        for (size_t k = 0; k < 3; k++) {
            struct result         part;
            struct explore_limits limits = kept_in(file, k > 0 ? file : NULL, memory[k]);
            limits.links                 = links[i];
            limits.threads               = (unsigned)(3 - k);
            explore(&part, &toy_engine, limits);
            assert_int_equal(part.error.length, 0);
            if (k < 2)
                assert_string_equal(part.cut_by, "memory");
            else
                assert_same(&one, &part);
            result_free(&part);
        }
    }
    remove(file);
    result_free(&one);
}

static enum status status_of(const struct explore_limits *limits)
{
    struct text problem = {0};
    enum status status  = waves_saved_of(&toy_engine, limits, &problem);
    assert_true((status == STATUS_DONE) == (problem.length == 0));
    text_free(&problem);
    return status;
}

/* Is the file refused, before the search or when it begins? */
static bool is_refused(const char *file)
{
    struct explore_limits limits = kept_in(NULL, file, 256 << 20);
    if (status_of(&limits) != STATUS_DONE)
        return true;
    struct result result;
    explore(&result, &toy_engine, limits);
    bool refused = result.error.length > 0 && result.states == 0;
    result_free(&result);
    return refused;
}

/* Shows that a checkpoint is refused for another search, with less memory, and where an octet of it
 * is another one or its end is missing. */
static void damaged_checkpoint_is_refused(void **state)
{
    (void)state;
    struct result         part;
    struct text           bytes = {0};
    char                  file[NAME_MAX_LENGTH];
    make_name(file);
    struct explore_limits limits = kept_in(file, file, 1 << 20);
    assert_int_equal(status_of(&limits), STATUS_USAGE);
    limits.checkpoint.resume = NULL;
    explore(&part, &toy_engine, limits);
    result_free(&part);
    assert_false(is_refused(file));
    limits.checkpoint.resume = file;
    limits.depth             = 9;
    assert_int_equal(status_of(&limits), STATUS_USAGE);
    limits.depth             = 0;
    limits.memory            = 1 << 19;
    assert_int_equal(status_of(&limits), STATUS_USAGE);

    assert_true(text_read(&bytes, file));
    for (size_t at = 0; at < bytes.length; at += at < 400 ? 7 : bytes.length / 9) {
        bytes.data[at] ^= 16;
        assert_true(text_write(&bytes, file) && is_refused(file));
        bytes.data[at] ^= 16;
        struct text cut = {bytes.data, at, at};
        assert_true(text_write(&cut, file) && is_refused(file));
    }
    text_free(&bytes);
    remove(file);
}

/* Shows that what remains of a search is guessed within a factor of three, from where the levels
 * still grow: of the bound lossy with three losses and three retransmissions. */
static void rest_is_guessed(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {
        1, 2, 5, 13, 26, 50, 98, 200, 409, 868, 1855, 3943, 8385, 17721, 36838, 74897, 147987, 280525,
        502998, 845828, 1315466, 1894378, 2478548, 2929818, 3083514, 2865899, 2337408, 1626687, 958353,
        460576, 186484, 63359, 19729, 5524, 1738, 463, 134, 24, 2};
    enum { LEVELS = sizeof sizes / sizeof sizes[0], GROWING = 21, FEW = 34 };
    double rest = 0;
    assert_true(waves_rest(sizes, 3) == 0);
    assert_true(waves_rest(sizes, 16) == 0);
    for (unsigned count = LEVELS - 1; count >= GROWING; count--) {
        rest += (double)sizes[count];
        double guess = waves_rest(sizes, count);
        if (count <= FEW)
            assert_true(guess > rest / 3 && guess < rest * 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_find_the_same),
        cmocka_unit_test(orbits_stand_for_all),
        cmocka_unit_test(orbits_are_not_for_all),
        cmocka_unit_test(ends_of_orbits_are_counted),
        cmocka_unit_test(lopsided_ends_are_noticed),
        cmocka_unit_test(last_links_are_the_same),
        cmocka_unit_test(depth_limit_is_the_same),
        cmocka_unit_test(memory_limit_is_kept),
        cmocka_unit_test(resumed_search_is_the_same),
        cmocka_unit_test(damaged_checkpoint_is_refused),
        cmocka_unit_test(rest_is_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
