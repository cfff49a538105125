/* gather.c - the tallies of all ranks, added up; see gather.h. */
#include "gather.h"

#include <mpi.h>
#include <stdlib.h>
#include <time.h>

#include "process.h"

/* ---------------------------------------------------------------- waiting */

/* One look after the other, with a rest between them, so that a rank which waits leaves the processor
 * to one that works. */
struct waiting {
    double signal; /* process_now() when one was seen, or 0 */
};

static bool waits_on(const struct gather_ranks *ranks, struct waiting *waiting)
{
    if (waiting->signal == 0 && process_interrupted())
        waiting->signal = process_now();
    if (waiting->signal != 0 && process_now() - waiting->signal > ranks->patience)
        return false;
    nanosleep(&(struct timespec){ 0, 50000 }, NULL);
    return true;
}

static bool wait_for(const struct gather_ranks *ranks, MPI_Request *request)
{
    struct waiting waiting = { 0 };
    int            over    = 0;
    while (MPI_Test(request, &over, MPI_STATUS_IGNORE) == MPI_SUCCESS && !over)
        if (!waits_on(ranks, &waiting))
            return false;
    return true;
}

static bool wait_for_message(const struct gather_ranks *ranks, int from, MPI_Message *message,
                             MPI_Status *status)
{
    struct waiting waiting = { 0 };
    int            there   = 0;
    while (MPI_Improbe(from, 0, MPI_COMM_WORLD, &there, message, status) == MPI_SUCCESS && !there)
        if (!waits_on(ranks, &waiting))
            return false;
    return true;
}

bool gather_tell(const struct gather_ranks *ranks, uint64_t *numbers, int count)
{
    MPI_Request request;
    MPI_Ibcast(numbers, count, MPI_UINT64_T, 0, MPI_COMM_WORLD, &request);
    return wait_for(ranks, &request);
}

/* ---------------------------------------------------------------- points as numbers */

static void put(struct text *text, uint64_t number)
{
    text_add_bytes(text, (const char *)&number, sizeof number);
}

static uint64_t take(const uint64_t **numbers)
{
    return *(*numbers)++;
}

static void put_histogram(struct text *text, const struct histogram *h)
{
    struct histogram_cell cell;
    uint64_t              least = 0, cells = 0;
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell);)
        cells++;
    put(text, cells);
    put(text, h->least);
    put(text, h->most);
    for (uint32_t cursor = 0; histogram_next(h, &cursor, &least, &cell);) {
        put(text, least);
        put(text, cell.count);
        put(text, cell.excess);
    }
}

static bool take_histogram(const uint64_t **numbers, struct histogram *h)
{
    uint64_t cells = take(numbers);
    bool     good  = true;
    h->least       = take(numbers);
    h->most        = take(numbers);
    for (uint64_t i = 0; i < cells; i++) {
        uint64_t              least = take(numbers), count = take(numbers);
        struct histogram_cell cell  = { count, take(numbers) };
        good &= histogram_put_cell(h, least, cell);
    }
    return good;
}

static void put_numbers(struct text *text, const uint64_t *numbers, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        put(text, numbers[i]);
}

static void take_numbers(const uint64_t **numbers, uint64_t *to, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        to[i] = take(numbers);
}

static void put_pair(struct text *text, const struct pair *pair)
{
    put(text, pair->runs);
    for (unsigned side = 0; side < PAIR_SIDES; side++)
        put_numbers(text, pair->only[side], TALLY_COUNTS);
    for (unsigned i = 0; i < TALLY_MEASURES; i++) {
        put_histogram(text, &pair->less[i]);
        put_histogram(text, &pair->more[i]);
    }
}

static bool take_pair(const uint64_t **numbers, struct pair *pair)
{
    bool good  = true;
    pair->runs = take(numbers);
    for (unsigned side = 0; side < PAIR_SIDES; side++)
        take_numbers(numbers, pair->only[side], TALLY_COUNTS);
    for (unsigned i = 0; i < TALLY_MEASURES; i++) {
        good &= take_histogram(numbers, &pair->less[i]);
        good &= take_histogram(numbers, &pair->more[i]);
    }
    return good;
}

static void put_point(struct text *text, const struct study_point *point)
{
    put_numbers(text, point->tally.counts, TALLY_COUNTS);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        put_histogram(text, &point->tally.histograms[i]);
    if (point->pair != NULL)
        put_pair(text, point->pair);
}

/* Adds one to ours, which is the same point of the grid. */
static bool take_point(const uint64_t **numbers, struct study_point *point)
{
    struct pair         pair  = { .runs = 0 };
    struct study_point *other = memory_get(1, sizeof *other);
    bool                good  = true;
    other->pair               = &pair;
    take_numbers(numbers, other->tally.counts, TALLY_COUNTS);
    for (unsigned i = 0; i < TALLY_MEASURES; i++)
        good &= take_histogram(numbers, &other->tally.histograms[i]);
    if (point->pair != NULL)
        good &= take_pair(numbers, &pair);
    good = good && study_point_merge(point, other);
    study_point_clear(other);
    free(other);
    return good;
}

/* ---------------------------------------------------------------- from rank to rank */

static bool receive(const struct gather_ranks *ranks, int from, struct study_point *point,
                    struct gather_state *state)
{
    MPI_Message message;
    MPI_Status  status;
    int         length = 0;
    if (!wait_for_message(ranks, from, &message, &status))
        return false;
    MPI_Get_count(&status, MPI_UINT64_T, &length);
    uint64_t       *numbers = memory_get((size_t)length, sizeof *numbers);
    const uint64_t *next    = numbers;
    MPI_Mrecv(numbers, length, MPI_UINT64_T, &message, MPI_STATUS_IGNORE);
    state->fits &= take(&next) != 0;
    state->whole &= take(&next) != 0;
    state->fits = state->fits && take_point(&next, point);
    free(numbers);
    return true;
}

/* Where the others are gone the program ends: then the text is still in the hands of MPI. */
static bool send_on(const struct gather_ranks *ranks, int to, struct study_point *point,
                    const struct gather_state *state)
{
    MPI_Request request;
    struct text text = { 0 };
    put(&text, state->fits);
    put(&text, state->whole);
    put_point(&text, point);
    MPI_Isend(text.data, (int)(text.length / sizeof(uint64_t)), MPI_UINT64_T, to, 0,
              MPI_COMM_WORLD, &request);
    if (!wait_for(ranks, &request))
        return false;
    text_free(&text);
    study_point_clear(point);
    return true;
}

static bool gather_point(const struct gather_ranks *ranks, struct study_point *point,
                         struct gather_state *state)
{
    for (int step = 1; step < ranks->count; step *= 2) {
        if ((ranks->rank & step) != 0)
            return send_on(ranks, ranks->rank - step, point, state);
        if (ranks->rank + step < ranks->count && !receive(ranks, ranks->rank + step, point, state))
            return false;
    }
    return true;
}

bool gather_tallies(const struct gather_ranks *ranks, struct study *part, struct gather_state *state)
{
    for (uint32_t i = 0; i < part->n_points; i++)
        if (!gather_point(ranks, &part->points[i], state))
            return false;
    return true;
}
