/* apart.c - the shortest run that tells two tables apart; see apart.h. */
#include "apart.h"

#include <stdlib.h>
#include <string.h>

#include "process.h"
#include "trace.h"
#include "worlds.h"

/* Two engines, on the worlds that both have reached by the same moves. */
struct apart_search {
    const struct engine *a, *b;
    struct worlds        worlds;  /* seen so far */
    void                *next[2]; /* room for one world of each */
    bool                 full;    /* memory ran out */
};

static bool is_like(const struct engine *a, const struct engine *b)
{
    bool like = a->world_size == b->world_size && a->n_choices == b->n_choices &&
                a->n_vars == b->n_vars && a->n_signals == b->n_signals;
    for (unsigned i = 0; i < a->n_vars && like; i++)
        like = strcmp(a->vars[i].name, b->vars[i].name) == 0;
    return like;
}

/* What can be seen of a move, beside the world that it leads to. */
static bool is_same_step(const struct engine_step *x, const struct engine_step *y)
{
    bool same = x->n_sent == y->n_sent && x->n_told == y->n_told && x->started == y->started &&
                x->delivered == y->delivered && memcmp(x->told, y->told, x->n_told) == 0;
    for (unsigned i = 0; i < x->n_sent && same; i++)
        same = trace_is_same_segment(&x->sent[i], &y->sent[i]);
    return same;
}

/* Whether both do the same; where they do, the world after it is one more to look at. */
static bool agree_on(struct apart_search *s, uint32_t at, unsigned move)
{
    struct engine_step steps[2];
    const void        *world = worlds_get(&s->worlds, at);
    bool               can_a = s->a->move(world, move, s->next[0], &steps[0]);
    bool               can_b = s->b->move(world, move, s->next[1], &steps[1]);
    uint32_t           index;
    if (can_a != can_b)
        return false;
    if (!can_a)
        return true;
    if (memcmp(s->next[0], s->next[1], s->a->world_size) != 0 || !is_same_step(&steps[0], &steps[1]))
        return false;
    struct worlds_link link = {at, move};
    s->full = worlds_add(&s->worlds, s->next[0], link, &index) == WORLDS_FULL || s->full;
    return true;
}

static struct path path_to(const struct worlds *worlds, uint32_t world, unsigned move)
{
    size_t      length = worlds_way(worlds, world, NULL);
    struct path path   = {.moves = memory_get(length + 1, sizeof *path.moves), .count = length + 1};
    worlds_way(worlds, world, path.moves);
    path.moves[length] = move;
    return path;
}

static enum apart search(struct apart_search *s, struct path *path, size_t less)
{
    for (uint32_t at = 0; at < s->worlds.count && !s->full && !process_interrupted(); at++) {
        if (less > 0 && worlds_way(&s->worlds, at, NULL) + 1 >= less)
            return APART_NEVER;
        for (unsigned move = 0; move < s->a->n_choices; move++)
            if (!agree_on(s, at, move)) {
                *path = path_to(&s->worlds, at, move);
                return APART_FOUND;
            }
    }
    return s->full || process_interrupted() ? APART_CUT : APART_NEVER;
}

enum apart apart_find(struct path *path, const struct engine *a, const struct engine *b,
                      uint64_t memory, size_t less)
{
    struct apart_search s = {.a = a, .b = b};
    enum apart          found = APART_CUT;
    uint32_t            first;
    if (!is_like(a, b))
        return APART_UNLIKE;
    if (!worlds_start(&s.worlds, a->world_size, memory))
        return APART_CUT;
    s.next[0] = memory_get(1, a->world_size);
    s.next[1] = memory_get(1, b->world_size);
    engine_start(a, s.next[0]);
    if (worlds_add(&s.worlds, s.next[0], (struct worlds_link){0, 0}, &first) == WORLDS_NEW)
        found = search(&s, path, less);
    free(s.next[0]);
    free(s.next[1]);
    worlds_end(&s.worlds);
    return found;
}
