/* study_run.c - playing the runs of a study; see study_run.h. */
#include "study_run.h"

#include <pthread.h>
#include <stdlib.h>

#include "alike.h"
#include "jobs.h"
#include "process.h"
#include "progress.h"

enum {
    BLOCK_MAX   = 32768,   /* runs of a point */
    BLOCK_STEPS = 1 << 21, /* of TCP in a block, about: so that an interrupt is heard soon */
    TRIAL_RUNS  = 8
};

/* What the threads share. */
struct pool {
    struct study    *study;    /* under the lock: its tallies */
    uint64_t         block;    /* runs of a point */
    uint32_t        *bases;    /* points of which each goes with those that are compared with it */
    uint32_t         n_bases;  /* how many */
    uint64_t         rounds;   /* blocks of a base, of the one that has most to do */
    uint64_t         next;     /* the first block that nobody has taken, of all bases */
    uint64_t         done;     /* runs */
    uint64_t         to_do;    /* runs at the start */
    uint64_t         last;     /* the first run, of each point, that is not asked for */
    bool             all;      /* every run is played */
    bool             fits;     /* no sum was too large */
    struct progress  progress; /* what is told of it */
    uint64_t        *starts;   /* by point: its first run that was not done at the start */
    pthread_mutex_t  lock;     /* of all this */
};

/* ---------------------------------------------------------------- blocks */

struct block {
    uint32_t base;     /* a point of the grid, and those that are compared with it */
    uint64_t from, to; /* runs */
};

static bool take_block(struct pool *pool, struct block *block)
{
    bool good = false;
    pthread_mutex_lock(&pool->lock);
    while (!good && pool->fits && pool->next < pool->rounds * pool->n_bases
           && !process_interrupted()) {
        uint64_t number = pool->next++;
        block->base     = pool->bases[number % pool->n_bases];
        block->from     = pool->starts[block->base] + number / pool->n_bases * pool->block;
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
    struct study_point part;       /* what was counted of the block and the point at hand */
    struct tally_run   end;        /* of the run that was played last */
    struct tally_run  *there;      /* how the runs of the block ended at the base; NULL: nobody asks */
};

static const struct tally_run *play_one(struct worker *w, const struct study_point *point,
                                        bool may_know, uint64_t run)
{
    const struct tally_run *known = may_know ? alike_find(w->alike, run) : NULL;
    if (known != NULL)
        return known;
    tally_play(&w->end, w->simulation, &point->scenario, point->profiles, run);
    tally_add(&w->part.tally, &w->end, 1);
    if (may_know)
        alike_put(w->alike, w->simulation, &w->end);
    return &w->end;
}

/* The runs of a block at one point: those of the base are kept, those of others laid beside them. */
static void play(struct worker *w, const struct study_point *point, struct block block)
{
    bool may_know = w->alike != NULL && alike_begin(w->alike, point);
    for (uint64_t run = block.from; run < block.to; run++) {
        const struct tally_run *end = play_one(w, point, may_know, run);
        if (point->pair != NULL)
            pair_add(w->part.pair, &w->there[run - block.from], end);
        else if (w->there != NULL)
            w->there[run - block.from] = *end;
    }
    if (may_know)
        alike_flush(w->alike, &w->part.tally);
}

/* What was counted goes to the point. */
static void finish_point(struct pool *pool, struct worker *w, struct study_point *point, uint64_t runs)
{
    pthread_mutex_lock(&pool->lock);
    pool->fits &= study_point_merge(point, &w->part);
    point->done += runs;
    pool->done += runs;
    progress_tell(&pool->progress, pool->done);
    pthread_mutex_unlock(&pool->lock);
    tally_clear(&w->part.tally);
    pair_clear(w->part.pair);
}

static void play_block(struct pool *pool, struct worker *w, struct block block)
{
    uint32_t point = block.base;
    do {
        play(w, &pool->study->points[point], block);
        finish_point(pool, w, &pool->study->points[point], block.to - block.from);
    } while (study_next(pool->study, &point));
}

static void work(void *context, size_t index)
{
    struct pool  *pool = context;
    struct worker worker = {
        .simulation = memory_get(1, sizeof *worker.simulation),
        .alike      = pool->all ? NULL : alike_new(),
        .part.pair  = memory_get(1, sizeof *worker.part.pair),
        .there      = pool->study->plan.compare != NULL ? memory_get(pool->block, sizeof *worker.there) : NULL,
    };
    struct block block;
    (void)index;
    while (take_block(pool, &block))
        play_block(pool, &worker, block);
    study_point_clear(&worker.part);
    free(worker.part.pair);
    free(worker.there);
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
    uint64_t           size = BLOCK_MAX, steps = first > last ? first : last;
    for (uint32_t point = 0; study_next(study, &point);)
        steps += last;
    while (size > 1 && size * steps > BLOCK_STEPS)
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
        if (study_base(study, i) == i)
            pool->bases[pool->n_bases++] = i;
        pool->starts[i] = done;
        pool->to_do += left;
        pool->rounds = rounds > pool->rounds ? rounds : pool->rounds;
    }
}

bool study_run(struct study *study, const struct study_run *how)
{
    struct pool pool = {
        .study = study, .block = block_size(study), .all = how->all, .fits = true,
        .last = how->last != 0 ? how->last : study_last(study),
        .starts = memory_get(study->n_points, sizeof *pool.starts),
        .bases  = memory_get(study->n_points, sizeof *pool.bases),
    };
    struct jobs jobs = { .work = work, .context = &pool, .count = how->jobs };
    pthread_mutex_init(&pool.lock, NULL);
    look_ahead(&pool);
    pool.progress = progress_start(how->progress, pool.to_do);
    jobs_run(&jobs, how->jobs);
    pthread_mutex_destroy(&pool.lock);
    progress_end(&pool.progress);
    free(pool.starts);
    free(pool.bases);
    return pool.fits;
}
