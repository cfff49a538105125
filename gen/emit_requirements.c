/* emit_requirements.c - which rows carry which requirement: docs/REQUIREMENTS.md.
 *
 * A row carries the requirements of the place that it cites, and of the places
 * around it up to the section. What no row carries has its reason in
 * requirements-out.tsv, beside the table of citations; there also stand, by their
 * place, the capital MUST, SHOULD and MAY that the RFC left without a number.
 *
 * requirements-out.tsv has four columns, `-` for nothing: a requirement or a place;
 * further places, with spaces between, whose rows carry it; the reason why it is
 * not carried, or not wholly; the sentence, where the requirement has no number.
 *
 * Errors     a requirement with neither rows nor a reason is reported.
 * Source     RFC 9293, 3.10 and its numbered requirements.
 */
#include <string.h>

#include "arena.h"
#include "emit.h"
#include "md.h"

static const char chapter[] = "3.10"; /* the part of the RFC that the table covers */

enum { FIELDS = 4 };

/* A line of a table: fields between tabs. */
struct line {
    const char *field[FIELDS];
};

/* Reads the line at *p and moves on; false at the end. */
static bool next_line(const char **p, struct line *l)
{
    const char *from = *p;

    if (*from == '\0')
        return false;
    for (unsigned i = 0; i < FIELDS; i++) {
        size_t n = strcspn(from, "\t\n");

        l->field[i] = arena_text(from, n);
        from += n + (from[n] == '\t');
    }
    from += strcspn(from, "\n");
    *p = from + (*from == '\n');
    return true;
}

struct page {
    FILE               *out;
    const struct model *m;
    struct line        *places;  /* of the RFC: section, item, requirements, words */
    unsigned            n;
    struct line        *reasons; /* requirement, places, reason, sentence */
    unsigned            n_reasons;
};

static struct line *read_lines(const struct source *s, unsigned *n)
{
    const char  *p = s->text;
    struct line  l, *lines;
    unsigned     room = 1;

    for (const char *q = p; *q != '\0'; q++)
        room += *q == '\n';
    lines = arena_take(room * sizeof *lines);
    while (next_line(&p, &l))
        if (l.field[0][0] != '#' && *n < room)
            lines[(*n)++] = l;
    return lines;
}

/* ------------------------------------------------------------ who carries what */

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = strstr(list, word); p != NULL; p = strstr(p + 1, word))
        if ((p == list || p[-1] == ' ') && (p[n] == '\0' || p[n] == ' '))
            return true;
    return false;
}

static const struct line *find_place(const struct page *g, const char *cite)
{
    size_t section = strcspn(cite, "/");

    for (unsigned i = 0; i < g->n; i++) {
        const char *const *f = g->places[i].field;

        if (strlen(f[0]) == section && strncmp(f[0], cite, section) == 0 &&
            cite[section] == '/' && strcmp(f[1], cite + section + 1) == 0)
            return &g->places[i];
    }
    return NULL;
}

/* The place around a place; NULL when that is the section itself. */
static const char *place_around(const char *cite)
{
    const char *first = strchr(cite, '/'), *last = strrchr(cite, '/');

    return first == last ? NULL : arena_text(cite, (size_t)(last - cite));
}

static bool cites_requirement(const struct page *g, const char *cite, const char *requirement)
{
    for (const char *c = cite; c != NULL; c = place_around(c)) {
        const struct line *l = find_place(g, c);

        if (l != NULL && has_word(l->field[2], requirement))
            return true;
    }
    return false;
}

/* The table has a paragraph once for each state that it is about, with the same words. */
static bool is_same_paragraph(const struct page *g, const char *a, const char *b)
{
    const struct line *la, *lb;

    if (strcmp(a, b) == 0)
        return true;
    la = find_place(g, a);
    lb = find_place(g, b);
    return la != NULL && lb != NULL && strcmp(la->field[0], lb->field[0]) == 0 &&
           strcmp(la->field[3], lb->field[3]) == 0 && strcspn(a, "/") == strcspn(b, "/") &&
           strcmp(strrchr(a, '/'), strrchr(b, '/')) == 0;
}

/* One of the places, or nested in one. */
static bool cites_place(const struct page *g, const char *cite, const char *places)
{
    for (const char *c = cite; c != NULL; c = place_around(c))
        for (const char *p = places; *p != '\0';) {
            size_t n = strcspn(p, " ");

            if (is_same_paragraph(g, c, arena_text(p, n)))
                return true;
            p += n + (p[n] == ' ');
        }
    return false;
}

static bool is_number(const char *requirement)
{
    return strncmp(requirement, "MUST-", 5) == 0 || strncmp(requirement, "SHLD-", 5) == 0 ||
           strncmp(requirement, "MAY-", 4) == 0 || strncmp(requirement, "REC-", 4) == 0;
}

static uint16_t carrying_states(const struct page *g, const struct row *r,
                                const char *requirement, const char *places)
{
    uint16_t states = 0;

    for (unsigned s = 0; s < STATES_MAX; s++) {
        const char *cite = r->cites[s];

        if (cite == NULL || strchr(cite, '/') == NULL)
            continue;
        if (is_number(requirement) ? cites_requirement(g, cite, requirement)
                                   : cites_place(g, cite, requirement))
            states |= (uint16_t)(1u << s);
        else if (strcmp(places, "-") != 0 && cites_place(g, cite, places))
            states |= (uint16_t)(1u << s);
    }
    return states;
}

/* A row that does nothing but go on carries nothing. */
static bool only_goes_on(const struct row *r)
{
    return r->actions == NULL && r->target == NULL && r->next_step != 0;
}

struct carrier {
    const struct row *row;    /* the first of its name */
    uint16_t          states; /* where one of that name carries the requirement */
};

static void add_carrier(struct carrier *list, unsigned *n, const struct row *r, uint16_t states)
{
    unsigned i = 0;

    while (i < *n && (list[i].row->group->event != r->group->event ||
                      strcmp(list[i].row->name, r->name) != 0))
        i++;
    if (i == *n)
        list[(*n)++].row = r;
    list[i].states |= states;
}

static unsigned find_carriers(const struct page *g, const char *requirement, const char *places,
                              struct carrier *list)
{
    unsigned n = 0;

    for (const struct group *h = g->m->groups; h != NULL; h = h->next)
        for (const struct row *r = h->rows; r != NULL; r = r->next) {
            uint16_t states = carrying_states(g, r, requirement, places);

            if (states != 0 && !only_goes_on(r))
                add_carrier(list, &n, r, states);
        }
    return n;
}

/* "`segment/challenge_rst` in SYN-RECEIVED, ...; ..." */
static const char *carriers(const struct page *g, const char *requirement, const char *places)
{
    struct carrier *list = arena_take((g->m->n_rows + 1) * sizeof *list);
    unsigned        n = find_carriers(g, requirement, places, list);
    const char     *text = "";

    for (unsigned i = 0; i < n; i++)
        text = arena_format("%s%s`%s/%s` in %s", text, i > 0 ? "; " : "",
                            list[i].row->group->event_name, list[i].row->name,
                            md_states(g->m, list[i].states));
    return text;
}

/* ------------------------------------------------------------ the page */

static void emit_requirement(const struct page *g, const char *requirement, const char *place,
                             const struct line *reason, const char *sentence)
{
    const char *rows = carriers(g, requirement, reason != NULL ? reason->field[1] : "-");
    const char *why = reason != NULL && strcmp(reason->field[2], "-") != 0 ? reason->field[2] : "";

    if (rows[0] == '\0' && why[0] == '\0')
        error_at((struct place){ NULL, 0, 0 },
                 "requirement %s has neither rows nor a reason in requirements-out.tsv",
                 requirement);
    fprintf(g->out, "| %s | %s | %s | %s |\n", md_link(place), md_cell(sentence),
            rows[0] != '\0' ? md_cell(rows) : "none", md_cell(why));
}

static const struct line *reason_for(const struct page *g, const char *requirement)
{
    for (unsigned i = 0; i < g->n_reasons; i++)
        if (strcmp(g->reasons[i].field[0], requirement) == 0)
            return &g->reasons[i];
    return NULL;
}

static bool is_in_chapter(const char *section)
{
    size_t n = strlen(chapter);

    return strncmp(section, chapter, n) == 0 && (section[n] == '\0' || section[n] == '.');
}

static void emit_numbered(const struct page *g)
{
    fputs("\n## With a number\n\n| requirement | it begins | rows | note |\n|---|---|---|---|\n",
          g->out);
    for (unsigned i = 0; i < g->n; i++) {
        const char *const *f = g->places[i].field;

        if (is_in_chapter(f[0]) && is_number(f[1]))
            emit_requirement(g, f[1], arena_format("%s/%s", f[0], f[1]), reason_for(g, f[1]),
                             f[3]);
    }
}

static void emit_unnumbered(const struct page *g)
{
    fputs("\n## Without a number\n\nCapital MUST, SHOULD and MAY that the RFC does not number, and other places that were left out.\n\n"
          "| place | sentence | rows | note |\n|---|---|---|---|\n", g->out);
    for (unsigned i = 0; i < g->n_reasons; i++) {
        const char *const *f = g->reasons[i].field;

        if (!is_number(f[0]) && strcmp(f[0], "requirement") != 0)
            emit_requirement(g, f[0], f[0], &g->reasons[i], f[3]);
    }
}

/* The file of reasons stands in the folder of the citations. */
static const struct source *read_reasons(const struct source *citations)
{
    size_t folder = strlen(citations->path) - strlen(citations->name);

    return source_read(arena_format("%.*srequirements-out.tsv", (int)folder, citations->path));
}

void emit_requirements(FILE *out, const struct model *m, const struct source *citations)
{
    struct page          g = { .out = out, .m = m };
    const struct source *reasons = read_reasons(citations);

    if (reasons == NULL) {
        error_at((struct place){ NULL, 0, 0 }, "no reasons for the requirements out of scope");
        return;
    }
    g.places = read_lines(citations, &g.n);
    g.reasons = read_lines(reasons, &g.n_reasons);
    md_head(out, m, "Requirements", "requirements");
    fprintf(out, "The requirements of RFC 9293, section %s, are those of `%s`, the notes those of\n"
                 "`%s`. A row carries the requirements of the place that it cites;\n"
                 "one that only goes on to the next step carries none.\n", chapter,
            citations->name, reasons->name);
    emit_numbered(&g);
    emit_unnumbered(&g);
}
