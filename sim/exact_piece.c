/* exact_piece.c - a piece of a run; see exact_piece.h. */
#include "exact_piece.h"

#include <stdlib.h>
#include <string.h>

#include "freeze.h"
#include "text.h"

enum {
    ASKED_ENOUGH = 8,       /* fates after which a piece of a run ends although its instant goes on */
    PIECES_MAX   = 1 << 20, /* of one world, where what becomes of segments has no limit */
    TRAILS_START = 1024     /* room for trails in the beginning */
};

/* A segment's fate, behind all that came before. */
struct exact_trail {
    uint64_t parent : 56; /* the trail before; 0: none */
    uint64_t fate : 8;    /* its number, of its direction */
};

_Static_assert(EXACT_FATES_MAX <= 256, "a fate fits into a trail");

/* ---------------------------------------------------------------- trails */

static uint64_t trail_add(struct exact *e, uint64_t parent, uint8_t fate)
{
    if (e->n_trails == e->trails_capacity) {
        e->trails_capacity = e->trails_capacity == 0 ? TRAILS_START : 2 * e->trails_capacity;
        e->trails          = memory_resize(e->trails, e->trails_capacity * sizeof *e->trails);
        exact_took(e, e->trails_capacity / 2 * sizeof *e->trails);
    }
    e->n_trails += e->n_trails == 0 ? 1 : 0;
    e->trails[e->n_trails] = (struct exact_trail){ .parent = parent & ((UINT64_C(1) << 56) - 1), .fate = fate };
    return e->n_trails++;
}

uint64_t exact_piece_trail(const struct exact_piece *piece, uint64_t trail)
{
    for (unsigned i = 0; i < piece->n_asked; i++)
        trail = trail_add(piece->exact, trail, piece->fate[i]);
    return trail;
}

uint8_t *exact_trail_fates(const struct exact *e, uint64_t trail, size_t *n_fates)
{
    size_t n = 0;
    for (uint64_t at = trail; at != 0; at = e->trails[at].parent)
        n++;
    *n_fates       = n;
    uint8_t *fates = memory_get(n + 1, sizeof *fates);
    for (uint64_t at = trail; at != 0; at = e->trails[at].parent)
        fates[--n] = e->trails[at].fate;
    return fates;
}

/* ---------------------------------------------------------------- what becomes of its segments */

bool exact_is_beyond(const struct exact_limits *most, weight_key key)
{
    return weight_both(key, WEIGHT_LOST) > most->lost || weight_both(key, WEIGHT_COPIED) > most->copied
           || weight_both(key, WEIGHT_HELD) > most->held;
}

static bool has_limit(const struct exact_limits *most)
{
    return most->lost != EXACT_NO_LIMIT || most->copied != EXACT_NO_LIMIT || most->held != EXACT_NO_LIMIT;
}

/* Whether there is no room for one more segment whose fate is open. */
static bool is_crowded(const struct exact_piece *piece, const struct exact_fates *fates)
{
    return piece->n_asked == PIECE_ASKED_MAX
           || (!piece->exact->limited && piece->n_pieces * fates->n > PIECES_MAX);
}

/* The network asks what becomes of a segment: the fates that are decided come first, then the first of all. */
static void decide(void *context, unsigned sender, struct channel_fate *fate)
{
    struct exact_piece               *piece   = context;
    const struct exact_request *request = &piece->exact->request;
    const struct exact_fates   *fates   = &piece->exact->fates[sender];
    if (fates->n == 1) {
        piece->sure[sender]++;
        return;
    }
    if (exact_is_beyond(&request->most, piece->key))
        return; /* the piece is cut off whatever comes now */
    if (is_crowded(piece, fates)) {
        piece->crowded = true;
        return;
    }
    unsigned i = piece->n_asked++;
    if (i == piece->n_fates)
        piece->fate[piece->n_fates++] = 0;
    piece->way[i] = (uint8_t)sender;
    piece->n_pieces *= fates->n;
    const struct exact_fate *as = &fates->items[piece->fate[i]];
    piece->key += as->key << (request->two_ways || request->segments ? sender * WEIGHT_FIELD_BITS : 0);
    exact_fates_befall(as, &request->scenario->channels[sender], piece->exact->simulation.clock.now_us, fate);
}

static void notice(void *context, const struct trace_record *record)
{
    struct exact_piece *piece = context;
    exact_notice_put(&piece->notice, record);
}

weight_key exact_piece_key(const struct exact_piece *piece)
{
    const struct exact_request *request = &piece->exact->request;
    weight_key                  key     = piece->key;
    if (request->claims && !has_limit(&request->most))
        return 0;
    for (unsigned way = 0; request->segments && way < ENGINE_ENDS; way++)
        key += piece->sure[way] * weight_one(WEIGHT_PASSED + way)
               + piece->notice.again[way] * weight_one(WEIGHT_AGAIN + way);
    return key;
}

/* ---------------------------------------------------------------- one after the other */

void exact_piece_start(struct exact_piece *piece, struct exact *e)
{
    *piece              = (struct exact_piece){ .exact = e };
    e->simulation.sink  = (struct trace_sink){ notice, piece };
    e->simulation.judge = (struct simulate_judge){ decide, piece };
}

void exact_piece_play(struct exact_piece *piece, const struct exact_node *node)
{
    struct exact       *e = piece->exact;
    struct simulation  *s = &e->simulation;
    struct exact_memory memory;
    memcpy(&memory, node->bytes, sizeof memory);
    exact_notice_start(&piece->notice, &memory, e->request.claims ? e->request.profiles : NULL);
    piece->n_asked  = 0;
    piece->n_pieces = 1;
    piece->key      = 0;
    piece->crowded  = false;
    memset(piece->sure, 0, sizeof piece->sure);
    thaw(s, node->bytes + sizeof memory);
    e->n_plays++;
    while (simulate_when(s) == node->time_us && piece->n_asked < ASKED_ENOUGH && simulate_next(s))
        exact_notice_ends(&piece->notice, s);
    if (simulate_when(s) > s->scenario->until_us)
        exact_claims_over(&piece->notice.claims, s);
}

/* The last fate that can change does. */
bool exact_piece_next(struct exact_piece *piece)
{
    const struct exact_fates *fates = piece->exact->fates;
    while (piece->n_fates > 0) {
        unsigned last = piece->n_fates - 1;
        if (++piece->fate[last] < fates[piece->way[last]].n)
            return true;
        piece->n_fates--;
    }
    return false;
}
