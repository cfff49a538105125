/* test_ddmin.c - sets of events made small: known smallest ones, and judges made by chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ddmin.h"
#include "random.h"

enum { EVENTS_MAX = 40 };

/* A judge: holds where one of these sets is in it. */
struct wanted {
    unsigned n;          /* how many sets */
    uint64_t sets[8];    /* each as bits */
    unsigned n_events;
};

static uint64_t bits(const bool *kept, unsigned n)
{
    uint64_t all = 0;
    for (unsigned i = 0; i < n && i < EVENTS_MAX; i++)
        all |= (uint64_t)kept[i] << i;
    return all;
}

static bool has_wanted(void *context, const bool *kept)
{
    const struct wanted *wanted = context;
    uint64_t             all    = bits(kept, wanted->n_events);
    for (unsigned i = 0; i < wanted->n; i++)
        if ((all & wanted->sets[i]) == wanted->sets[i])
            return true;
    return false;
}

/* What both searches make of all events. */
static uint64_t minimal(struct ddmin *ddmin)
{
    bool kept[EVENTS_MAX];
    memset(kept, 1, sizeof kept);
    ddmin_minimal(ddmin, kept);
    return bits(kept, ddmin->n);
}

static uint64_t smallest(struct ddmin *ddmin, uint64_t from, unsigned *tried)
{
    bool kept[EVENTS_MAX];
    for (unsigned i = 0; i < ddmin->n; i++)
        kept[i] = (from >> i & 1) != 0;
    *tried = ddmin_smallest(ddmin, kept, 1000000);
    return bits(kept, ddmin->n);
}

static void test_known(void **state)
{
    (void)state;
    struct wanted wanted = { .n = 1, .n_events = EVENTS_MAX };
    struct ddmin  ddmin  = { .n = EVENTS_MAX, .holds = has_wanted, .context = &wanted };
    unsigned      tried;
    wanted.sets[0] = UINT64_C(1) << 39 | UINT64_C(1) << 7 | 1;
    assert_int_equal(minimal(&ddmin), wanted.sets[0]);
    assert_true(ddmin.asked < 100);
    wanted.sets[0] = (UINT64_C(1) << EVENTS_MAX) - 1;
    assert_int_equal(minimal(&ddmin), wanted.sets[0]);
    wanted.sets[0] = 0;
    ddmin.asked    = 0;
    assert_int_equal(minimal(&ddmin), 0);
    assert_int_equal(ddmin.asked, 1);
    assert_int_equal(smallest(&ddmin, 0, &tried), 0);
}

/* Three that do it, found first, and two others that do it too. */
static void test_smallest(void **state)
{
    (void)state;
    struct wanted wanted = { .n = 2, .n_events = 20, .sets = { 0x7, 0x80100 } };
    struct ddmin  ddmin  = { .n = 20, .holds = has_wanted, .context = &wanted };
    unsigned      tried;
    assert_int_equal(smallest(&ddmin, 0x7, &tried), 0x80100);
    assert_int_equal(tried, 2);
    assert_int_equal(smallest(&ddmin, 0x80100, &tried), 0x80100);
    assert_int_equal(tried, 1);
    bool kept[20];
    memset(kept, 1, sizeof kept);
    ddmin.asked = 0;
    assert_int_equal(ddmin_smallest(&ddmin, kept, 100), 1); /* 1 + 20 sets, but not 190 more */
    assert_int_equal(ddmin.asked, 21);
    assert_int_equal(ddmin_count(&ddmin, kept), 20);
}

static bool by_chance(void *context, const bool *kept)
{
    const uint64_t *key = context;
    uint64_t        all = bits(kept, 12);
    return all == 0xfff || random_draw(*key, all) % 5 == 0;
}

/* Whatever the judge: the set holds, and none of its events can be left out alone. */
static void assert_minimal(struct ddmin *ddmin, uint64_t set)
{
    bool kept[EVENTS_MAX];
    for (unsigned i = 0; i < ddmin->n; i++)
        kept[i] = (set >> i & 1) != 0;
    assert_true(ddmin->holds(ddmin->context, kept));
    for (unsigned i = 0; i < ddmin->n; i++) {
        if (!kept[i])
            continue;
        kept[i] = false;
        assert_false(ddmin->holds(ddmin->context, kept));
        kept[i] = true;
    }
}

static void test_by_chance(void **state)
{
    (void)state;
    print_message("keys 0 to 999\n");
    for (uint64_t key = 0; key < 1000; key++) {
        struct ddmin ddmin = { .n = 12, .holds = by_chance, .context = &key };
        assert_minimal(&ddmin, minimal(&ddmin));
    }
}

/* Of judges that only more events can please: minimal, and the smallest is that of all sets. */
static void test_monotone(void **state)
{
    (void)state;
    print_message("keys 0 to 299\n");
    for (uint64_t key = 0; key < 300; key++) {
        struct wanted wanted = { .n = 4, .n_events = 16 };
        struct ddmin  ddmin  = { .n = 16, .holds = has_wanted, .context = &wanted };
        unsigned      least  = 16, tried;
        for (unsigned i = 0; i < wanted.n; i++) {
            wanted.sets[i] = random_draw(key, i) & random_draw(key, i + 10) & 0xffff;
            unsigned size  = (unsigned)__builtin_popcountll(wanted.sets[i]);
            least          = size < least ? size : least;
        }
        uint64_t set = minimal(&ddmin);
        assert_minimal(&ddmin, set);
        uint64_t best = smallest(&ddmin, set, &tried);
        assert_minimal(&ddmin, best);
        assert_int_equal(__builtin_popcountll(best), least);
        assert_true(tried + 1 >= least);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),     cmocka_unit_test(test_smallest),
        cmocka_unit_test(test_by_chance), cmocka_unit_test(test_monotone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
