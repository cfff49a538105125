/* jobs.c - many pieces of work on a few threads, handed back in order. */
#include "jobs.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "text.h"

/* What the threads share. */
struct pool {
    const struct jobs *jobs;     /* the work */
    size_t             next;     /* the first index that nobody has taken */
    bool              *finished; /* by index */
    pthread_mutex_t    lock;     /* of `next` and `finished` */
    pthread_cond_t     change;   /* of `finished` */
};

static void *work(void *argument)
{
    struct pool *pool = argument;
    pthread_mutex_lock(&pool->lock);
    while (pool->next < pool->jobs->count) {
        size_t index = pool->next++;
        pthread_mutex_unlock(&pool->lock);
        pool->jobs->work(pool->jobs->context, index);
        pthread_mutex_lock(&pool->lock);
        pool->finished[index] = true;
        pthread_cond_broadcast(&pool->change);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static void wait_for(struct pool *pool, size_t index)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->finished[index])
        pthread_cond_wait(&pool->change, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

static void run_on_threads(struct pool *pool, unsigned threads)
{
    const struct jobs *jobs    = pool->jobs;
    pthread_t         *ids     = memory_get(threads, sizeof *ids);
    unsigned           started = 0;
    while (started < threads && pthread_create(&ids[started], NULL, work, pool) == 0)
        started++;
    if (started == 0)
        work(pool);
    for (size_t i = 0; jobs->done != NULL && i < jobs->count; i++) {
        wait_for(pool, i);
        jobs->done(jobs->context, i);
    }
    for (unsigned i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    free(ids);
}

static void run_here(const struct jobs *jobs)
{
    for (size_t i = 0; i < jobs->count; i++) {
        jobs->work(jobs->context, i);
        if (jobs->done != NULL)
            jobs->done(jobs->context, i);
    }
}

void jobs_run(const struct jobs *jobs, unsigned threads)
{
    struct pool pool = {.jobs = jobs};
    if (threads < 2 || jobs->count < 2) {
        run_here(jobs);
        return;
    }
    pool.finished = memory_get(jobs->count, sizeof *pool.finished);
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.change, NULL);
    run_on_threads(&pool, threads < jobs->count ? threads : (unsigned)jobs->count);
    pthread_cond_destroy(&pool.change);
    pthread_mutex_destroy(&pool.lock);
    free(pool.finished);
}
