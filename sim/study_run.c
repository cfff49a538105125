/* study_run.c - playing the runs of a study; see study_run.h. */
#include "study_run.h"

#include <pthread.h>
#include <stdlib.h>

#include "alike.h"
#include "jobs.h"
#include "process.h"

enum {
    BLOCK_MAX   = 32768,   /* runs */
    BLOCK_STEPS = 1 << 21, /* of TCP in a block, about: so that an interrupt is heard soon */
    TRIAL_RUNS  = 8
};

static const double progress_seconds = 0.25; /* between two lines */

/* What the threads share. */
struct pool {
    struct study    *study;    /* under the lock: its tallies */
    uint64_t         block;    /* runs */
    uint64_t         rounds;   /* blocks of a point, of the one that has most to do */
    uint64_t         next;     /* the first block that nobody has taken, of all points */
    uint64_t         done;     /* runs */
    uint64_t         to_do;    /* runs at the start */
    uint64_t         last;     /* the first run, of each point, that is not asked for */
    bool             progress; /* lines are wanted */
    bool             all;      /* every run is played */
    bool             fits;     /* no sum was too large */
    double           started, told; /* process_now() at the start, at the last line */
    uint64_t        *starts;   /* by point: its first run that was not done at the start */
    pthread_mutex_t  lock;     /* of all this */
};

/* ---------------------------------------------------------------- blocks */

struct block {
    uint32_t point;    /* of the grid */
    uint64_t from, to; /* runs */
};

static bool take_block(struct pool *pool, struct block *block)
{
    const struct study *study = pool->study;
    bool                good  = false;
    pthread_mutex_lock(&pool->lock);
    while (!good && pool->fits && pool->next < pool->rounds * study->n_points
           && !process_interrupted()) {
        uint64_t number = pool->next++;
        block->point    = (uint32_t)(number % study->n_points);
        block->from     = pool->starts[block->point] + number / study->n_points * pool->block;
        block->to       = block->from + pool->block < pool->last ? block->from + pool->block : pool->last;
        good            = block->from < block->to;
    }
    pthread_mutex_unlock(&pool->lock);
    return good;
}

/* What each thread has for itself. */
struct worker {
    struct simulation *simulation; /* one run after the other */
    struct alike      *alike;      /* runs that were played; NULL: every run is played */
};

static void play_one(struct worker *worker, const struct study_point *point, struct tally *tally,
                     uint64_t run)
{
    struct tally_run end;
    simulate_start(worker->simulation, &point->scenario, point->profiles, run,
                   (struct trace_sink){ NULL, NULL });
    simulate_run(worker->simulation);
    tally_look(&end, worker->simulation);
    tally_add(tally, &end, 1);
    if (worker->alike != NULL)
        alike_put(worker->alike, worker->simulation, &end);
}

static void play(struct worker *worker, const struct study_point *point, struct tally *tally,
                 struct block block)
{
    struct worker w = *worker;
    if (w.alike != NULL && !alike_begin(w.alike, point))
        w.alike = NULL;
    for (uint64_t run = block.from; run < block.to; run++)
        if (w.alike == NULL || !alike_find(w.alike, run))
            play_one(&w, point, tally, run);
    if (w.alike != NULL)
        alike_flush(w.alike, tally);
}

static void tell_progress(struct pool *pool)
{
    double now = process_now(), seconds = now - pool->started;
    char   done[TEXT_NUMBER_MAX], all[TEXT_NUMBER_MAX], rate[TEXT_NUMBER_MAX];
    if (!pool->progress || now - pool->told < progress_seconds)
        return;
    pool->told   = now;
    double speed = (double)pool->done / seconds;
    fprintf(stderr, "\r%s of %s runs, %s a second, %.0f s remain \033[K",
            text_grouped(done, pool->done), text_grouped(all, pool->to_do),
            text_grouped(rate, (uint64_t)speed), (double)(pool->to_do - pool->done) / speed);
}

static void finish_block(struct pool *pool, struct tally *tally, struct block block)
{
    struct study_point *point = &pool->study->points[block.point];
    pthread_mutex_lock(&pool->lock);
    pool->fits &= tally_merge(&point->tally, tally);
    point->done += block.to - block.from;
    pool->done += block.to - block.from;
    tell_progress(pool);
    pthread_mutex_unlock(&pool->lock);
    tally_clear(tally);
}

static void work(void *context, size_t index)
{
    struct pool       *pool       = context;
    struct worker      worker     = { memory_get(1, sizeof *worker.simulation), pool->all ? NULL : alike_new() };
    struct tally      *tally      = memory_get(1, sizeof *tally);
    struct block       block;
    (void)index;
    while (take_block(pool, &block)) {
        play(&worker, &pool->study->points[block.point], tally, block);
        finish_block(pool, tally, block);
    }
    tally_free(tally);
    free(tally);
    alike_free(worker.alike);
    free(worker.simulation);
}

/* ---------------------------------------------------------------- all of them */

static uint64_t count_steps(struct simulation *simulation, const struct study_point *point)
{
    uint64_t steps = 0;
    for (uint64_t run = 0; run < TRIAL_RUNS; run++) {
        simulate_start(simulation, &point->scenario, point->profiles, run,
                       (struct trace_sink){ NULL, NULL });
        simulate_run(simulation);
        steps += simulation->step;
    }
    return steps / TRIAL_RUNS + 1;
}

/* A few runs are tried, to see how many fill a block. */
static uint64_t block_size(const struct study *study)
{
    struct simulation *simulation = memory_get(1, sizeof *simulation);
    uint64_t           first = count_steps(simulation, &study->points[0]);
    uint64_t           last  = count_steps(simulation, &study->points[study->n_points - 1]);
    uint64_t           size  = BLOCK_MAX;
    while (size > 1 && size * (first > last ? first : last) > BLOCK_STEPS)
        size /= 2;
    free(simulation);
    return size;
}

static void look_ahead(struct pool *pool)
{
    const struct study *study = pool->study;
    for (uint32_t i = 0; i < study->n_points; i++) {
        uint64_t done   = study->points[i].done;
        uint64_t left   = done < pool->last ? pool->last - done : 0;
        uint64_t rounds = (left + pool->block - 1) / pool->block;
        pool->starts[i] = done;
        pool->to_do += left;
        pool->rounds = rounds > pool->rounds ? rounds : pool->rounds;
    }
}

bool study_run(struct study *study, const struct study_run *how)
{
    struct pool pool = {
        .study = study, .block = block_size(study), .progress = how->progress, .all = how->all, .fits = true,
        .last = how->last != 0 ? how->last : study_last(study),
        .starts = memory_get(study->n_points, sizeof *pool.starts),
    };
    struct jobs jobs = { .work = work, .context = &pool, .count = how->jobs };
    pool.started = pool.told = process_now();
    pthread_mutex_init(&pool.lock, NULL);
    look_ahead(&pool);
    jobs_run(&jobs, how->jobs);
    pthread_mutex_destroy(&pool.lock);
    if (how->progress)
        fputs("\r\033[K", stderr);
    free(pool.starts);
    return pool.fits;
}
