/* alike.c - runs of which chance says the same; see alike.h. */
#include "alike.h"

#include <stdlib.h>
#include <string.h>

enum {
    NODES_MAX  = 1 << 16, /* 2.3 MB: about what a cache beside a core holds */
    LEAVES_MAX = 1 << 13, /* 1.8 MB */
    LEAF       = ENGINE_ENDS /* of a node: from here on the number of its leaf */
};

/* The run so far; node 0 is its start. */
struct node {
    uint32_t what;                  /* the end that sends next; LEAF + i: the run is leaf i */
    uint32_t next[CHANNEL_CHANCES]; /* by what chance says of that segment; 0: nobody came by */
};

struct alike {
    const struct study_point *point;                 /* at hand */
    struct channel_state      states[ENGINE_ENDS];   /* of the run that is looked for */
    struct scenario           scenario;              /* that the tree is of */
    struct profile            profiles[ENGINE_ENDS]; /* likewise */
    uint32_t                  n_nodes, n_leaves, n_met; /* how much of these is in use */
    struct node               nodes[NODES_MAX];      /* the tree */
    struct tally_run          leaves[LEAVES_MAX];    /* its runs */
    uint32_t                  counts[LEAVES_MAX];    /* how often each came since the last flush */
    uint32_t                  met[LEAVES_MAX];       /* those that came */
};

struct alike *alike_new(void)
{
    return memory_get(1, sizeof(struct alike));
}

void alike_free(struct alike *alike)
{
    free(alike);
}

/* ---------------------------------------------------------------- of which point */

/* Takes over what a tree does not depend on: how likely what is, and what is drawn. */
static void take_chances(struct scenario *to, const struct scenario *from)
{
    to->seed = from->seed;
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        struct channel       *c = &to->channels[way];
        const struct channel *o = &from->channels[way];
        c->loss      = o->loss;
        c->loss_bad  = o->loss_bad;
        c->enter_bad = o->enter_bad;
        c->leave_bad = o->leave_bad;
        c->duplicate = o->duplicate;
        c->reorder   = o->reorder;
    }
}

/* Bytes that are alike are the same scenario; padding that differs makes a new tree, no more. */
static bool is_of(struct alike *alike, const struct study_point *point)
{
    take_chances(&alike->scenario, &point->scenario);
    return alike->n_nodes != 0
           && memcmp(&alike->scenario, &point->scenario, sizeof alike->scenario) == 0
           && memcmp(alike->profiles, point->profiles, sizeof alike->profiles) == 0;
}

bool alike_begin(struct alike *alike, const struct study_point *point)
{
    for (unsigned way = 0; way < ENGINE_ENDS; way++)
        if (channel_delay_is_drawn(&point->scenario.channels[way].delay))
            return false;
    if (alike->point != point && !is_of(alike, point)) {
        memcpy(&alike->scenario, &point->scenario, sizeof alike->scenario);
        memcpy(alike->profiles, point->profiles, sizeof alike->profiles);
        memset(alike->nodes, 0, alike->n_nodes * sizeof *alike->nodes);
        alike->n_nodes  = 1;
        alike->n_leaves = 0;
        alike->nodes[0] = (struct node){ .what = 0 };
    }
    alike->point = point;
    return true;
}

/* ---------------------------------------------------------------- the tree */

static void count(struct alike *alike, uint32_t leaf)
{
    if (alike->counts[leaf]++ == 0)
        alike->met[alike->n_met++] = leaf;
}

const struct tally_run *alike_find(struct alike *alike, uint64_t run)
{
    const struct scenario *scenario = &alike->point->scenario;
    const struct node     *node     = &alike->nodes[0];
    uint32_t               next     = 0;
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        alike->states[end].key    = channel_key(scenario->seed, run, end);
        alike->states[end].n_sent = 0;
        alike->states[end].bad    = false;
    }
    if (alike->n_leaves == 0)
        return NULL;
    while (node->what < LEAF) {
        struct channel_state *state = &alike->states[node->what];
        next = node->next[channel_chance(&scenario->channels[node->what], state)];
        if (next == 0)
            return NULL;
        state->n_sent++;
        node = &alike->nodes[next];
    }
    count(alike, node->what - LEAF);
    return &alike->leaves[node->what - LEAF];
}

void alike_put(struct alike *alike, const struct simulation *run, const struct tally_run *end)
{
    struct node *node = &alike->nodes[0];
    if (run->n_segments > SIMULATE_CHANCES_MAX || alike->n_leaves == LEAVES_MAX
        || alike->n_nodes + run->n_segments > NODES_MAX)
        return;
    for (uint32_t i = 0; i < run->n_segments; i++) {
        uint32_t *next = &node->next[run->chances[i] % CHANNEL_CHANCES];
        node->what     = run->chances[i] / CHANNEL_CHANCES;
        if (*next == 0)
            *next = alike->n_nodes++;
        node = &alike->nodes[*next];
    }
    node->what                        = LEAF + alike->n_leaves;
    alike->leaves[alike->n_leaves++] = *end;
}

void alike_flush(struct alike *alike, struct tally *tally)
{
    for (uint32_t i = 0; i < alike->n_met; i++) {
        uint32_t leaf = alike->met[i];
        tally_add(tally, &alike->leaves[leaf], alike->counts[leaf]);
        alike->counts[leaf] = 0;
    }
    alike->n_met = 0;
}
