/* md.c - what the Markdown pages share; see md.h. */
#include "md.h"

#include <string.h>

#include "arena.h"
#include "names.h"

const char *md_cell(const char *text)
{
    char  *cell = arena_take(2 * strlen(text) + 1);
    size_t n = 0;

    for (; *text != '\0'; text++) {
        if (*text == '|')
            cell[n++] = '\\';
        cell[n++] = *text == '\n' ? ' ' : *text;
    }
    cell[n] = '\0';
    return cell;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A `*` alone would start emphasis. */
static const char *escaped(const char *cite)
{
    size_t star = strcspn(cite, "*");

    return cite[star] == '\0' ? cite
                              : arena_format("%.*s\\%s", (int)star, cite, cite + star);
}

/* 3.10.7.4/5/1 is in the RFC of the table, RFC5961/3.2 in another, A.2/p2 in an appendix. */
const char *md_link(const char *cite)
{
    size_t      first = strcspn(cite, "/");
    const char *place = cite + first + 1;

    if (is_digit(cite[0]))
        return arena_format("[%s](https://www.rfc-editor.org/rfc/rfc9293#section-%.*s)",
                            escaped(cite), (int)first, cite);
    if (strncmp(cite, "RFC", 3) == 0 && is_digit(cite[3]) && cite[first] == '/')
        return arena_format("[%s](https://www.rfc-editor.org/rfc/rfc%.*s#section-%.*s)", cite,
                            (int)first - 3, cite + 3, (int)strcspn(place, "/"), place);
    if (cite[0] >= 'A' && cite[0] <= 'Z' && cite[1] == '.')
        return arena_format("[%s](https://www.rfc-editor.org/rfc/rfc9293#appendix-%.*s)", cite,
                            (int)first, cite);
    return cite;
}

static const char *part(const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    return arena_text(from, (size_t)(to - from));
}

/* The label is `[ guard ] / actions -> next`. */
struct md_row md_row(const struct row *r)
{
    const char *open = strchr(r->label, '['), *close = strchr(r->label, ']');
    const char *slash = close != NULL ? strchr(close, '/') : NULL;
    const char *arrow = slash != NULL ? strstr(slash, "->") : NULL;

    if (open == NULL || arrow == NULL)
        return (struct md_row){ r->label, "", "" };
    return (struct md_row){ part(open + 1, close), part(slash + 1, arrow),
                            part(arrow + 2, arrow + strlen(arrow)) };
}

/* The citation with `*` where the name of the state stands. */
static const char *without_state(const char *cite, const char *state)
{
    const char *found = strstr(cite, arena_format("/%s", state));
    const char *rest = found != NULL ? found + strlen(state) + 1 : NULL;

    if (found == NULL || (*rest != '/' && *rest != '\0'))
        return cite;
    return arena_format("%.*s/*%s", (int)(found - cite), cite, rest);
}

static bool is_one_state(uint16_t states)
{
    return (states & (states - 1)) == 0;
}

static bool is_new(const char *const *list, unsigned n, const char *cite)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(list[i], cite) == 0)
            return false;
    return true;
}

const char *md_row_cites(const struct model *m, const struct row *r)
{
    const char *seen[STATES_MAX], *text = "";
    unsigned    n = 0;

    for (unsigned s = 0; s < m->count[SYM_STATE]; s++) {
        const char *cite = r->cites[s];

        if (cite == NULL)
            continue;
        if (!is_one_state(r->group->states))
            cite = without_state(cite, names_nth(m, SYM_STATE, s)->name);
        if (!is_new(seen, n, cite))
            continue;
        text = arena_format("%s%s%s", text, n > 0 ? ", " : "", md_link(cite));
        seen[n++] = cite;
    }
    return text;
}

const char *md_states(const struct model *m, uint16_t states)
{
    const char *text = "";

    for (unsigned s = 0; s < m->count[SYM_STATE]; s++)
        if (has_state(states, s))
            text = arena_format("%s%s%s", text, text[0] != '\0' ? ", " : "",
                                names_nth(m, SYM_STATE, s)->name);
    return text;
}

void md_head(FILE *out, const struct model *m, const char *title, const char *mode)
{
    fprintf(out, "# %s\n\n", title);
    fprintf(out, "Made from `%s` by `fsmc --%s`: change that file, not this one.\n", m->table->name,
            mode);
}
