/* ddmin.c - a set of events made small; see ddmin.h. */
#include "ddmin.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The set so far as a list, and one that is tried. */
struct search {
    struct ddmin *ddmin;
    unsigned     *events; /* of the set, in rising order */
    unsigned      size;   /* how many */
    bool         *tried;  /* a place for each event that there is */
};

static bool asks(struct ddmin *ddmin, const bool *kept)
{
    ddmin->asked++;
    return ddmin->holds(ddmin->context, kept);
}

unsigned ddmin_count(const struct ddmin *ddmin, const bool *kept)
{
    unsigned count = 0;
    for (unsigned i = 0; i < ddmin->n; i++)
        count += kept[i];
    return count;
}

static struct search begin(struct ddmin *ddmin, const bool *kept)
{
    struct search search = { .ddmin  = ddmin,
                             .events = memory_get(ddmin->n + 1, sizeof *search.events),
                             .tried  = memory_get(ddmin->n + 1, sizeof *search.tried) };
    for (unsigned i = 0; i < ddmin->n; i++)
        if (kept[i])
            search.events[search.size++] = i;
    return search;
}

static void end(struct search *search)
{
    free(search->events);
    free(search->tried);
}

/* ---------------------------------------------------------------- ddmin */

/* The events of a part, or all the others, in place of the set, if they hold. */
static bool take(struct search *s, unsigned from, unsigned to, bool others)
{
    memset(s->tried, 0, s->ddmin->n * sizeof *s->tried);
    for (unsigned i = 0; i < s->size; i++)
        s->tried[s->events[i]] = (i >= from && i < to) != others;
    if (!asks(s->ddmin, s->tried))
        return false;
    unsigned size = 0;
    for (unsigned i = 0; i < s->size; i++)
        if (s->tried[s->events[i]])
            s->events[size++] = s->events[i];
    s->size = size;
    return true;
}

/* One of so many parts, or what is left without one; with two parts these are the same. */
static bool reduce(struct search *s, unsigned parts, bool others)
{
    unsigned size = s->size;
    if (others && parts == 2)
        return false;
    for (unsigned i = 0; i < parts; i++)
        if (take(s, size * i / parts, size * (i + 1) / parts, others))
            return true;
    return false;
}

void ddmin_minimal(struct ddmin *ddmin, bool *kept)
{
    struct search search = begin(ddmin, kept), *s = &search;
    unsigned      parts  = 2;
    if (take(s, 0, 0, false))
        parts = 0;
    while (s->size > 1) {
        if (reduce(s, parts, false))
            parts = 2;
        else if (reduce(s, parts, true))
            parts = parts > 3 ? parts - 1 : 2;
        else if (parts < s->size)
            parts = parts * 2 < s->size ? parts * 2 : s->size;
        else
            break;
    }
    memset(kept, 0, ddmin->n * sizeof *kept);
    for (unsigned i = 0; i < s->size; i++)
        kept[s->events[i]] = true;
    end(s);
}

/* ---------------------------------------------------------------- all small sets */

/* Of n events all sets of this size: their number, or more than the limit. */
static uint64_t sets_of(unsigned n, unsigned size, uint64_t limit)
{
    uint64_t sets = 1;
    for (unsigned i = 0; i < size && sets <= limit; i++)
        sets = sets * (n - i) / (i + 1);
    return sets;
}

/* The next list of so many rising numbers below n; false after the last. */
static bool next_list(unsigned *list, unsigned size, unsigned n)
{
    unsigned i = size;
    while (i > 0 && list[i - 1] == n - size + i - 1)
        i--;
    if (i == 0)
        return false;
    list[i - 1]++;
    for (; i < size; i++)
        list[i] = list[i - 1] + 1;
    return true;
}

/* Whether one of this size holds: then it is in `tried`. */
static bool find(struct search *s, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        s->events[i] = i;
    do {
        memset(s->tried, 0, s->ddmin->n * sizeof *s->tried);
        for (unsigned i = 0; i < size; i++)
            s->tried[s->events[i]] = true;
        if (asks(s->ddmin, s->tried))
            return true;
    } while (next_list(s->events, size, s->ddmin->n));
    return false;
}

unsigned ddmin_smallest(struct ddmin *ddmin, bool *kept, uint64_t questions_max)
{
    struct search search = begin(ddmin, kept);
    unsigned      size   = 0, most = search.size;
    uint64_t      left   = questions_max, sets;
    bool          found  = false;
    for (; size < most && !found && (sets = sets_of(ddmin->n, size, left)) <= left; size++) {
        found = find(&search, size);
        left -= sets;
    }
    if (found)
        memcpy(kept, search.tried, ddmin->n * sizeof *kept);
    end(&search);
    return size > 0 ? size - 1 : 0;
}
