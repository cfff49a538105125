/* rounds.c - the runs of a study, played by many ranks; see rounds.h. */
#include "rounds.h"

#include "process.h"

enum {
    FIRST_RUNS = 64, /* of each point and rank: before it is known how long a run takes */
    GROWTH_MAX = 8   /* so many times as long as the last */
};

static const double round_seconds = 1;   /* a round takes about so long */
static const double sending_times = 20;  /* and so many times what the sending takes, */
static const double round_most    = 30;  /* but no longer than this */

/* What rank 0 tells the others: the next round has the runs of each point */
enum {
    FROM, /* from this one */
    TO,   /* to this one, without it; no more than FROM: there is no other round */
    NUMBERS
};

struct rounds {
    const struct gather_ranks *ranks;
    struct study              *study; /* the runs so far; their tallies at rank 0 alone */
    struct study              *part;  /* those of this round that this rank plays */
    struct study_run           how;   /* on its threads */
    uint64_t                   next[NUMBERS];
    double                     size;  /* of the next round: runs of each point */
};

/* ---------------------------------------------------------------- one round */

/* The runs of a round up to so many shares of it. */
static uint64_t up_to(const struct rounds *rounds, int shares)
{
    uint64_t size = rounds->next[TO] - rounds->next[FROM], of = (uint64_t)rounds->ranks->count;
    return rounds->next[FROM] + size / of * (uint64_t)shares + size % of * (uint64_t)shares / of;
}

/* What stands in the file of --resume already is not played. A share may be empty, where there are
 * more ranks than runs. */
static void play_share(struct rounds *rounds, struct gather_state *state)
{
    uint64_t from    = up_to(rounds, rounds->ranks->rank);
    rounds->how.last = up_to(rounds, rounds->ranks->rank + 1);
    for (uint32_t i = 0; i < rounds->part->n_points; i++) {
        uint64_t done = rounds->study->points[i].done;
        rounds->part->points[i].done = done > from ? done : from;
    }
    state->fits  = from == rounds->how.last || study_run(rounds->part, &rounds->how);
    state->whole = true;
    for (uint32_t i = 0; i < rounds->part->n_points; i++)
        state->whole &= rounds->part->points[i].done >= rounds->how.last;
}

static bool keep(struct rounds *rounds)
{
    bool fits = true;
    for (uint32_t i = 0; i < rounds->part->n_points; i++) {
        struct study_point *point = &rounds->study->points[i];
        fits &= study_point_merge(point, &rounds->part->points[i]);
        study_point_clear(&rounds->part->points[i]);
        if (point->done < rounds->next[TO])
            point->done = rounds->next[TO];
    }
    return fits;
}

static void resize(struct rounds *rounds, double playing, double sending)
{
    double wanted = sending * sending_times;
    wanted        = wanted < round_seconds ? round_seconds : wanted > round_most ? round_most : wanted;
    rounds->size *= playing * GROWTH_MAX < wanted ? GROWTH_MAX : wanted / playing;
    if (rounds->size < rounds->ranks->count)
        rounds->size = rounds->ranks->count;
}

/* Sets `more` at rank 0. */
static enum rounds_end play(struct rounds *rounds, bool *more)
{
    struct gather_state state;
    double              start = process_now(), played;
    play_share(rounds, &state);
    played = process_now();
    if (!gather_tallies(rounds->ranks, rounds->part, &state))
        return ROUNDS_ALONE;
    if (rounds->ranks->rank == 0 && state.fits && state.whole)
        state.fits = keep(rounds);
    resize(rounds, played - start, process_now() - played);
    *more = state.fits && state.whole;
    return state.fits ? ROUNDS_DONE : ROUNDS_TOO_MANY;
}

/* ---------------------------------------------------------------- all of them */

static void begin(struct rounds *rounds)
{
    rounds->next[TO] = study_last(rounds->study);
    for (uint32_t i = 0; i < rounds->study->n_points; i++)
        if (rounds->study->points[i].done < rounds->next[TO])
            rounds->next[TO] = rounds->study->points[i].done;
    rounds->size = (double)FIRST_RUNS * rounds->ranks->count;
}

static void choose(struct rounds *rounds, bool more)
{
    uint64_t left      = study_last(rounds->study) - rounds->next[TO];
    rounds->next[FROM] = rounds->next[TO];
    if (more && !process_interrupted())
        rounds->next[TO] += (double)left > rounds->size ? (uint64_t)rounds->size : left;
}

enum rounds_end rounds_play(const struct gather_ranks *ranks, struct study *study, struct study *part,
                            const struct study_run *how)
{
    struct rounds   rounds = { .ranks = ranks, .study = study, .part = part, .how = *how };
    enum rounds_end end    = ROUNDS_DONE;
    bool            more   = true;
    begin(&rounds);
    while (end != ROUNDS_ALONE) {
        choose(&rounds, more);
        if (!gather_tell(ranks, rounds.next, NUMBERS))
            return ROUNDS_ALONE;
        if (rounds.next[FROM] >= rounds.next[TO])
            break;
        end = play(&rounds, &more);
    }
    return end;
}
