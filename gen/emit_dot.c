/* emit_dot.c - the state diagram as every textbook draws it, for Graphviz.
 *
 * What is drawn is derived from the rows; where it is drawn stands here: the
 * layout of RFC 9293 figure 5. `neato -n2` keeps every place and curve as given.
 * An edge of the layout that the rows do not give is not drawn, and the derived
 * edges that have no place are counted in the legend.
 *
 * Units      points, y upwards.
 * Source     RFC 9293, 3.3.2, figure 5 and its notes; the client's and the
 *            server's usual ways as in Stevens, TCP/IP Illustrated.
 */
#include <string.h>

#include "arena.h"
#include "edges.h"
#include "emit.h"
#include "names.h"

enum { TIP = 9 }; /* length of an arrow head */

static const struct {
    const char *state;
    int         x, y, height;
    bool        crossed; /* used by simultaneous open or close only */
} boxes[] = {
    { "CLOSED", 430, 880, 40, false },      { "LISTEN", 430, 730, 40, false },
    { "SYN-RECEIVED", 110, 570, 64, false },{ "SYN-SENT", 750, 570, 64, false },
    { "ESTABLISHED", 430, 420, 40, false }, { "FIN-WAIT-1", 110, 290, 40, false },
    { "CLOSE-WAIT", 750, 290, 40, false },  { "FIN-WAIT-2", 110, 155, 40, false },
    { "CLOSING", 430, 155, 40, true },      { "LAST-ACK", 750, 155, 40, false },
    { "TIME-WAIT", 430, 20, 40, false },
};

/* The figure has CLOSED twice, so that no line crosses it. */
static const char lower_closed[] = "CLOSED again";

enum way { WAY_CLIENT, WAY_SERVER, WAY_CROSSED, WAY_OTHER };

/* The side of the box to which an arrow comes. */
enum side { SIDE_TOP, SIDE_BOTTOM, SIDE_LEFT, SIDE_RIGHT };

struct arc {
    const char *from, *event, *reply, *to;
    int         x0, y0, x1, y1, x2, y2; /* start, and the two points that bend the curve */
    int         x3, y3;                 /* tip */
    enum side   side;
    int         x, y;                   /* middle of the label */
    enum way    way;
    const char *note;                   /* below the label; NULL: none */
};

static const struct arc arcs[] = {
    { "CLOSED", "OPEN passive", "-", "LISTEN", 414, 860, 414, 830, 414, 800, 414, 750,
      SIDE_TOP, 360, 805, WAY_SERVER, NULL },
    { "LISTEN", "CLOSE", "-", "CLOSED", 446, 750, 446, 780, 446, 800, 446, 860,
      SIDE_BOTTOM, 482, 805, WAY_OTHER, NULL },
    { "CLOSED", "OPEN active", "SYN", "SYN-SENT", 486, 888, 690, 888, 770, 770, 770, 602,
      SIDE_TOP, 774, 815, WAY_CLIENT, NULL },
    { "SYN-SENT", "CLOSE", "-", "CLOSED", 730, 602, 730, 740, 640, 872, 486, 872,
      SIDE_RIGHT, 654, 740, WAY_OTHER, NULL },
    { "LISTEN", "SEND", "SYN", "SYN-SENT", 486, 730, 560, 730, 600, 588, 694, 588,
      SIDE_LEFT, 634, 668, WAY_OTHER, NULL },
    { "LISTEN", "rcv SYN", "SYN,ACK", "SYN-RECEIVED", 374, 722, 290, 722, 260, 588, 166, 588,
      SIDE_RIGHT, 350, 652, WAY_SERVER, NULL },
    { "SYN-RECEIVED", "rcv RST", "-", "LISTEN", 90, 602, 90, 700, 200, 740, 374, 740,
      SIDE_LEFT, 120, 746, WAY_OTHER, "(after OPEN passive)" },
    { "SYN-SENT", "rcv SYN", "SYN,ACK", "SYN-RECEIVED", 694, 570, 600, 570, 300, 570, 166, 570,
      SIDE_RIGHT, 430, 589, WAY_CROSSED, NULL },
    { "SYN-RECEIVED", "rcv ACK of SYN", "-", "ESTABLISHED", 166, 552, 300, 552, 412, 520, 412, 440,
      SIDE_TOP, 262, 520, WAY_SERVER, NULL },
    { "SYN-SENT", "rcv SYN,ACK", "ACK", "ESTABLISHED", 694, 552, 560, 552, 448, 520, 448, 440,
      SIDE_TOP, 604, 512, WAY_CLIENT, NULL },
    { "SYN-RECEIVED", "CLOSE", "FIN", "FIN-WAIT-1", 110, 538, 110, 460, 110, 400, 110, 310,
      SIDE_TOP, 142, 425, WAY_OTHER, NULL },
    { "ESTABLISHED", "CLOSE", "FIN", "FIN-WAIT-1", 400, 400, 400, 330, 300, 299, 166, 299,
      SIDE_RIGHT, 292, 355, WAY_CLIENT, NULL },
    { "ESTABLISHED", "rcv FIN", "ACK", "CLOSE-WAIT", 460, 400, 460, 330, 560, 299, 694, 299,
      SIDE_LEFT, 570, 355, WAY_SERVER, NULL },
    { "FIN-WAIT-1", "rcv FIN", "ACK", "CLOSING", 166, 281, 300, 281, 430, 265, 430, 175,
      SIDE_TOP, 456, 256, WAY_CROSSED, NULL },
    { "FIN-WAIT-1", "rcv ACK of FIN", "-", "FIN-WAIT-2", 110, 270, 110, 240, 110, 210, 110, 175,
      SIDE_TOP, 54, 223, WAY_CLIENT, NULL },
    { "FIN-WAIT-1", "rcv FIN and ACK of FIN", "ACK", "TIME-WAIT", 150, 270, 180, 190, 400, 130,
      400, 40, SIDE_TOP, 240, 112, WAY_OTHER, NULL },
    { "FIN-WAIT-2", "rcv FIN", "ACK", "TIME-WAIT", 110, 135, 110, 60, 200, 20, 374, 20,
      SIDE_LEFT, 104, 46, WAY_CLIENT, NULL },
    { "CLOSING", "rcv ACK of FIN", "-", "TIME-WAIT", 430, 135, 430, 100, 430, 80, 430, 40,
      SIDE_TOP, 490, 90, WAY_CROSSED, NULL },
    { "CLOSE-WAIT", "CLOSE", "FIN", "LAST-ACK", 750, 270, 750, 240, 750, 210, 750, 175,
      SIDE_TOP, 782, 223, WAY_SERVER, NULL },
    { "LAST-ACK", "rcv ACK of FIN", "-", "CLOSED", 750, 135, 750, 100, 750, 80, 750, 40,
      SIDE_TOP, 692, 90, WAY_SERVER, NULL },
    { "TIME-WAIT", "timeout 2MSL", "-", "CLOSED", 486, 20, 550, 20, 600, 20, 694, 20,
      SIDE_LEFT, 590, 31, WAY_CLIENT, NULL },
};

enum { N_BOXES = sizeof boxes / sizeof boxes[0], N_ARCS = sizeof arcs / sizeof arcs[0] };

static const char *style_of(enum way way)
{
    switch (way) {
    case WAY_CLIENT:  return "penwidth=3";
    case WAY_SERVER:  return "penwidth=2, style=dashed";
    case WAY_CROSSED: return "color=\"#c05000\", fontcolor=\"#a04000\"";
    case WAY_OTHER:   return "color=\"#555555\"";
    }
    return "";
}

/* Points are 72 to the inch; width and height are in inches. */
static void emit_box(struct emitter *x, const char *id, unsigned i, int at_x, int at_y)
{
    emit_line(x, "\"%s\" [label=\"%s\", pos=\"%d,%d!\", height=%.3f%s];", id, boxes[i].state, at_x,
              at_y, boxes[i].height / 72.0,
              boxes[i].crossed ? ", color=\"#c05000\", fillcolor=\"#ffe8d0\"" : "");
}

static void emit_boxes(struct emitter *x)
{
    for (unsigned i = 0; i < N_BOXES; i++) {
        const struct symbol *s = names_find(x->m, boxes[i].state);

        if (s == NULL || s->kind != SYM_STATE)
            continue;
        emit_box(x, boxes[i].state, i, boxes[i].x, boxes[i].y);
        if (i == 0)
            emit_box(x, lower_closed, i, 750, 20);
    }
}

/* The end of the curve, where the arrow head begins. */
static void curve_end(const struct arc *a, int *x, int *y)
{
    *x = a->x3;
    *y = a->y3;
    switch (a->side) {
    case SIDE_TOP:    *y += TIP; break;
    case SIDE_BOTTOM: *y -= TIP; break;
    case SIDE_LEFT:   *x -= TIP; break;
    case SIDE_RIGHT:  *x += TIP; break;
    }
}

/* `event / action`; the action stands on a line of its own. */
static const char *arc_label(const struct arc *a)
{
    const char *text = strcmp(a->reply, "-") == 0
                           ? arena_format("%s / -", a->event)
                           : arena_format("%s /\\nsnd %s", a->event, a->reply);

    return a->note != NULL ? arena_format("%s\\n%s", text, a->note) : text;
}

static void emit_arc(struct emitter *x, const struct arc *a, const char *rows)
{
    bool lower = strcmp(a->to, "CLOSED") == 0 && a->y3 < 100;
    int  end_x, end_y;

    curve_end(a, &end_x, &end_y);
    emit_line(x, "// %s", rows);
    emit_line(x, "\"%s\" -> \"%s\" [label=\"%s\", lp=\"%d,%d\", %s,", a->from,
              lower ? lower_closed : a->to, arc_label(a), a->x, a->y, style_of(a->way));
    emit_line(x, "    pos=\"e,%d,%d %d,%d %d,%d %d,%d %d,%d\"];", a->x3, a->y3, a->x0, a->y0, a->x1,
              a->y1, a->x2, a->y2, end_x, end_y);
}

static const struct edge *edge_of(const struct model *m, const struct edge *list,
                                  const struct arc *a)
{
    const struct symbol *from = names_find(m, a->from), *to = names_find(m, a->to);

    if (from == NULL || to == NULL || from->kind != SYM_STATE || to->kind != SYM_STATE)
        return NULL;
    return edges_find(list, from->index, a->event, a->reply, to->index);
}

static bool is_drawn(const struct model *m, const struct edge *list, const struct edge *e)
{
    for (unsigned i = 0; i < N_ARCS; i++)
        if (edge_of(m, list, &arcs[i]) == e)
            return true;
    return false;
}

/* How many edges by this event are not drawn; `first` is whether e is the first of them. */
static unsigned count_left_out(const struct model *m, const struct edge *list,
                               const struct edge *e, bool *first)
{
    unsigned n = 0;

    for (const struct edge *o = list; o != NULL; o = o->next) {
        if (strcmp(o->event, e->event) != 0 || is_drawn(m, list, o))
            continue;
        if (n == 0)
            *first = o == e;
        n++;
    }
    return n;
}

/* "10 by ABORT, 9 by rcv RST, ..." */
static const char *left_out(const struct model *m, const struct edge *list)
{
    const char *text = "";
    unsigned    words = 0;

    for (const struct edge *e = list; e != NULL; e = e->next) {
        bool     first = false;
        unsigned n = count_left_out(m, list, e, &first);

        if (!first)
            continue;
        text = arena_format("%s%s%u by %s", text, words == 0 ? "" : words % 7 == 0 ? ",\\l" : ", ",
                            n, e->event);
        words++;
    }
    return text;
}

static void emit_legend(struct emitter *x, const struct edge *list)
{
    emit_line(x, "legend [shape=plaintext, style=\"\", width=11.1, height=1, fontsize=12,");
    emit_line(x, "    pos=\"430,-62!\",");
    emit_line(x, "    label=\"event / action.  Bold: the usual way of a client.  "
                 "Dashed: of a server.  Orange: only in simultaneous open and close.\\l"
                 "The table has further edges, not drawn here:\\l%s.\\l\"];", left_out(x->m, list));
}

void emit_dot(FILE *out, const struct model *m)
{
    struct emitter     x = { .out = out, .m = m };
    const struct edge *list = edges_derive(m);

    emit_line(&x, "// Made from %s by `fsmc --dot`; draw it with `neato -n2 -Tsvg`.",
              m->table->name);
    emit_line(&x, "digraph \"TCP (RFC 9293, figure 5), made from %s\" {", m->table->name);
    x.indent++;
    emit_line(&x, "graph [bgcolor=white, pad=0.15];");
    emit_line(&x, "node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef3fa\",");
    emit_line(&x, "    fixedsize=true, width=1.556, fontsize=13,");
    emit_line(&x, "    fontname=\"Helvetica,Arial,sans-serif\"];");
    emit_line(&x, "edge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=12, arrowsize=0.9];");
    emit_boxes(&x);
    for (unsigned i = 0; i < N_ARCS; i++) {
        const struct edge *e = edge_of(m, list, &arcs[i]);

        if (e != NULL)
            emit_arc(&x, &arcs[i], edges_rows(m, e));
    }
    emit_legend(&x, list);
    x.indent--;
    emit_line(&x, "}");
}
