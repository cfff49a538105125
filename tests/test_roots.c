/* test_roots.c - the set of worlds, filled by several threads at once: each key is new for one of them.
 *
 * Many small tables, one after the other: in these the threads meet in the same slot, at the same
 * key and at others.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "roots.h"

enum { THREADS = 4, KEYS = 50, TABLES = 4000 };

struct adder {
    struct roots      *roots; /* TABLES of them */
    pthread_barrier_t *start;
    uint32_t           step;  /* the order in which it adds; has no divisor of KEYS */
    unsigned           added; /* keys that were new */
};

static uint64_t key_of(uint32_t number)
{
    uint32_t halves[ENGINE_ENDS] = {number, 7};
    return roots_key(halves);
}

static void *add_all(void *argument)
{
    struct adder *adder = argument;
    pthread_barrier_wait(adder->start);
    for (unsigned table = 0; table < TABLES; table++)
        for (uint32_t i = 0; i < KEYS; i++)
            adder->added += roots_add(&adder->roots[table], key_of(i * adder->step % KEYS), 1);
    return NULL;
}

static void add_on_threads(struct adder adders[THREADS])
{
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_all, &adders[i]), 0);
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void each_key_is_new_once(void **state)
{
    (void)state;
    static struct roots roots[TABLES];
    pthread_barrier_t   start;
    struct adder        adders[THREADS] = {
        {roots, &start, 1, 0}, {roots, &start, 3, 0}, {roots, &start, 7, 0}, {roots, &start, 9, 0}};
    unsigned added = 0;
    pthread_barrier_init(&start, NULL, THREADS);
    for (unsigned i = 0; i < TABLES; i++)
        assert_true(roots_start(&roots[i], KEYS, KEYS));
    add_on_threads(adders);
    for (unsigned i = 0; i < THREADS; i++)
        added += adders[i].added;
    assert_int_equal(added, TABLES * KEYS);
    for (unsigned i = 0; i < TABLES; i++) {
        uint64_t slot;
        for (uint32_t key = 0; key < KEYS; key++)
            assert_true(roots_find(&roots[i], key_of(key), &slot));
        roots_end(&roots[i]);
    }
    pthread_barrier_destroy(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_key_is_new_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
