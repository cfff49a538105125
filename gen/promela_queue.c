/* promela_queue.c - the queues of a world that has no order of segments; see promela.h.
 *
 * They are sorted as the C engine's are by memcmp(): field by field, in the order of the struct.
 */
#include "arena.h"
#include "promela.h"
#include "world.h"

const char *promela_segment_field(const struct model *m, unsigned i)
{
    static const char *const header[] = { "flags", "seq", "ack", "text" };
    const unsigned           n = sizeof header / sizeof header[0];

    return i < n ? header[i] : world_rider(m, i - n);
}

/* The segment in place k - 1 stands behind seg_*: in the fields from `from` on. */
static const char *is_behind(const struct model *m, unsigned from)
{
    const char *name = promela_segment_field(m, from);

    if (name == NULL)
        return "0";
    return arena_format("(net[to].s[k - 1].%s > seg_%s || net[to].s[k - 1].%s == seg_%s && %s)", name,
                        name, name, name, is_behind(m, from + 1));
}

void promela_sort(struct emitter *x)
{
    const char *name;

    if (!x->m->bound->unordered)
        return;
    x->indent = 1;
    emit_line(x, "do");
    emit_line(x, ":: (k > 0 && %s) ->", is_behind(x->m, 0));
    x->indent++;
    for (unsigned i = 0; (name = promela_segment_field(x->m, i)) != NULL; i++)
        emit_line(x, "net[to].s[k].%s = net[to].s[k - 1].%s;", name, name);
    emit_line(x, "k--");
    x->indent--;
    emit_line(x, ":: else -> break");
    emit_line(x, "od;");
    x->indent = 0;
}

const char *promela_is_next(const struct model *m, unsigned end, unsigned i)
{
    const char *text = "0", *name;

    if (i == 0)
        return arena_format("net[%u].n > 0", end);
    for (unsigned f = 0; (name = promela_segment_field(m, f)) != NULL; f++)
        text = arena_format("%s || net[%u].s[%u].%s != net[%u].s[%u].%s", text, end, i - 1, name, end,
                            i, name);
    return arena_format("net[%u].n > %u && (%s)", end, i, text);
}
