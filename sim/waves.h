/* waves.h - every world of a bound, level by level, on several threads and in few octets.
 *
 * For claims of worlds alone. A world is the numbers of its two halves (roots.h, halves.h). The
 * threads take the worlds of a level in small pieces, add what they find to the next level, and
 * meet before there is no more room, or when it is time to look at the clock.
 *
 * The first WAVES_LINKS worlds, or limits.links, are found by one thread, in the order of
 * explore.c, and it is kept how each was reached. Of later ones nothing is kept but their level:
 * waves_way.c finds the way there again. So what is shown is the same run every time, for any
 * number of threads: of the shortest, that with the least moves.
 *
 * Where a bound treats both ends alike, a world and its exchange (the same with A and B exchanged)
 * are one orbit, and one of the two stands for both (Clarke, Emerson, Jha, Sistla: Symmetry
 * reductions in model checking, 1998). The ends then share one set of halves, so that an exchange
 * is one of two numbers. Counts are of worlds: one that is not its own exchange counts twice.
 * No links are kept then.
 *
 * Units      worlds by their index in the order of roots.h; octets.
 * Errors     what ran out is in result.cut_by.
 * Ownership  waves_search() gives everything back; the caller frees the result.
 */
#ifndef WAVES_H
#define WAVES_H

#include "explore.h"
#include "halves.h"
#include "roots.h"
#include "worlds.h"

enum { WAVES_LINKS = 1 << 16, WAVES_AT_ONCE = 32 };

/* Where a claim failed, or a witness was seen, first: a thread takes worlds in their order. */
struct waves_sighting {
    bool     found; /* the rest is valid */
    uint32_t level; /* the least */
    uint32_t index; /* the least in it; the same every time where the level has links */
};

/* A world on its way into the set, where WAVES_AT_ONCE go through each stage one after the other:
 * so what the next stage looks at has been fetched from memory: the place of a half, the half that
 * is there, the bucket of the world. */
struct waves_found {
    unsigned char *halves[ENGINE_ENDS];  /* its octets */
    uint64_t       hashes[ENGINE_ENDS];  /* of the halves that changed */
    uint32_t       numbers[ENGINE_ENDS]; /* of those of the world before, then its own */
    bool           changed[ENGINE_ENDS]; /* the half is not that of the world before */
    uint64_t       key;                  /* in the last stage */
    uint64_t       parent;               /* as waves_worker.from */
    uint32_t       move;                 /* made there */
};

/* What is counted where worlds are expanded. */
struct waves_count {
    uint64_t *fired;       /* as result.fired */
    uint64_t *ends;        /* as result.ends */
    uint64_t  transitions; /* made */
    uint64_t  overflows;   /* as result.overflows */
};

enum { WAVES_ONCE, WAVES_TWICE, WAVES_COUNTS };

struct waves;
struct waves_worker;

/* Takes a world of which the key is known. */
typedef void waves_settle(struct waves_worker *worker, const struct waves_found *found);

struct waves_worker {
    struct engine_sink     sink;                 /* counts rows and overflows, in one of counts */
    struct waves          *waves;                /* the whole */
    void                  *world;                /* room for one */
    uint64_t               from;                 /* the world that is expanded: its index, or its slot */
    uint32_t               numbers[ENGINE_ENDS]; /* of its halves */
    struct halves_spare    spares[ENGINE_ENDS];  /* of each set */
    struct waves_found     waiting[WAVES_AT_ONCE]; /* n_waiting of them */
    unsigned               n_waiting;            /* how many */
    unsigned char         *octets;               /* of their halves */
    waves_settle          *settle;               /* what becomes of them */
    struct roots_news      news;                 /* added to the next level */
    uint64_t               added;                /* so many, since all have met */
    struct waves_count     counts[WAVES_COUNTS]; /* of worlds that count once, and twice */
    uint64_t               once;                 /* worlds added that count once */
    bool                   lopsided;             /* an end of A and B was another with them exchanged */
    uint64_t               premises, violated;   /* claims: met so far, false so far */
    struct waves_sighting *seen;                 /* by claim */
    unsigned char          apart[WORLDS_LINE];   /* from what the next one writes */
};

/* There is room for so many. */
struct waves_room {
    uint64_t worlds;              /* new ones */
    uint64_t halves[ENGINE_ENDS]; /* numbers that are taken for new ones */
};

struct waves {
    const struct engine  *engine;  /* whose worlds they are */
    struct explore_limits limits;  /* when to stop */
    struct result        *result;  /* what was found */
    bool                  alike;   /* a world stands for its exchange too */
    struct halves         halves[ENGINE_ENDS]; /* of A, of B; the first of both where they are alike */
    struct halves        *sets[ENGINE_ENDS];   /* A's and B's among them */
    struct roots          roots;   /* the worlds */
    struct worlds_link   *links;   /* of the first n_links worlds */
    uint64_t              n_links; /* how many */
    bool                  linked;  /* links are kept of those that are added */
    uint64_t             *levels;  /* by level: its first world */
    uint32_t              level;   /* the one that is expanded */
    uint64_t              pause;   /* no world from here on is taken before all have met */
    struct waves_room     share;   /* of each thread, until then */
    bool                  looking; /* worlds are looked at, and not expanded */
    unsigned              claim;   /* to which a way is looked for */
    uint32_t              marking; /* the level in which the worlds on such a way are marked */
    struct waves_worker  *workers; /* limits.threads of them */
    uint64_t              most;    /* octets in use when all met, at the most */
    double                started; /* process_now() */
    double                told;    /* when progress was last told */
    double                saved;   /* when a checkpoint was last written */
    double                before;  /* seconds of the runs before this one */
    alignas(WORLDS_LINE) _Atomic uint64_t at; /* the first world that nobody has taken */
};

/* Can it search this, and for what is asked? */
bool waves_can(const struct engine *engine, const struct explore_limits *limits);

/* One world stands for its exchange too. */
bool waves_takes_orbits(const struct engine *engine, const struct explore_limits *limits);

/* The limits as a search heeds them: where there were none, its own. */
struct explore_limits waves_limits(struct explore_limits limits);

void waves_search(struct result *result, const struct engine *engine,
                  const struct explore_limits *limits);

/* --- its parts --- */

/* So many threads do this work, each with a worker of its own. */
typedef void *waves_job(void *worker);
void waves_together(struct waves *waves, unsigned threads, waves_job *job);

static inline uint64_t waves_lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline uint64_t waves_least(const struct waves_room *room)
{
    return waves_lesser(room->worlds, waves_lesser(room->halves[0], room->halves[1]));
}

/* Takes the next `size` of what the threads share out, before waves.pause; false: there are no more. */
static inline bool waves_take(struct waves *waves, uint64_t size, uint64_t *from, uint64_t *to)
{
    *from = atomic_fetch_add_explicit(&waves->at, size, memory_order_relaxed);
    *to   = waves_lesser(*from + size, waves->pause);
    return *from < waves->pause;
}

/* All that the workers counted and saw goes to worker 0. */
void waves_gather(struct waves *waves);

uint64_t waves_bytes(const struct waves *waves);   /* in use */
uint64_t waves_pinned(const struct waves *waves);  /* the worlds kept, where they were counted; else 0 */
double   waves_seconds(const struct waves *waves); /* so far, those before a checkpoint too */

/* Worlds of the level, as long as there are some before waves.pause, and room in the thread's share
 * for all that one could lead to. */
waves_job waves_work;

/* The key of the world with these halves, or of its exchange, whichever stands for both. */
static inline uint64_t waves_key(const struct waves *waves, const uint32_t numbers[ENGINE_ENDS])
{
    if (waves->alike && numbers[1] < numbers[0])
        return roots_key((const uint32_t[]){numbers[1], numbers[0]});
    return roots_key(numbers);
}

/* Makes all moves of the world with this key and returns how many; what they lead to is given to
 * worker.settle, the last of it by waves_settle_all(). */
unsigned waves_expand(struct waves_worker *worker, uint64_t key);
void     waves_settle_all(struct waves_worker *worker);

/* The halves of the world with this key; fetched ahead. */
void waves_halves(const struct waves *waves, uint64_t key, const void *halves[ENGINE_ENDS]);
void waves_fetch(const struct waves *waves, uint64_t key);

/* A shortest way to where the claim was seen, the one with the least moves. */
struct path waves_way(struct waves *waves, unsigned claim);

#endif
