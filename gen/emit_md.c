/* emit_md.c - the table as a page of Markdown: docs/TABLE.md. */
#include <string.h>

#include "arena.h"
#include "check.h"
#include "emit.h"
#include "md.h"
#include "parse.h"

static void emit_states(FILE *out, const struct model *m)
{
    fputs("\n## States\n\n| state | meaning | source |\n|---|---|---|\n", out);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_STATE)
            fprintf(out, "| %s | %s | %s |\n", s->name, md_cell(s->text), md_link(s->cite));
    fputs("\nSets of states:\n\n", out);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_SET)
            fprintf(out, "* %s: %s\n", s->name, md_states(m, s->states));
}

static void emit_options(FILE *out, const struct model *m)
{
    fputs("\n## Options\n\n| option | set | meaning | source |\n|---|---|---|---|\n", out);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_OPTION)
            fprintf(out, "| `%s` | %s | %s | %s |\n", s->name, s->value ? "on" : "off",
                    md_cell(s->text), md_link(s->cite));
}

static const char *type_words(const struct symbol *s)
{
    switch (s->type) {
    case TYPE_BOOL:  return "bool";
    case TYPE_SEQ:   return "sequence number";
    case TYPE_COUNT: return "count";
    case TYPE_STATE:
    case TYPE_NONE:  break;
    }
    return s->kind == SYM_TIMER ? "timer" : "signal to the user";
}

/* "; only with `zero_window`" */
static const char *needs_words(const struct symbol *s)
{
    return s->needs == NULL ? "" : arena_format("; only with `%s`", s->needs->name);
}

static bool is_known(const struct symbol *s)
{
    return !s->ghost && (s->kind == SYM_PARAM || s->kind == SYM_VAR || s->kind == SYM_TIMER ||
                         s->kind == SYM_INPUT || s->kind == SYM_SIGNAL ||
                         (s->kind == SYM_SEGMENT && s->at.source != NULL));
}

static void emit_variables(FILE *out, const struct model *m)
{
    fputs("\n## What an end knows, hears and says\n\n| name | type | meaning | source |\n"
          "|---|---|---|---|\n", out);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (is_known(s))
            fprintf(out, "| `%s` | %s%s | %s%s | %s |\n", s->name, type_words(s),
                    s->kind == SYM_PARAM ? arena_format(" = %u, set by a bound", s->value) : "",
                    md_cell(s->text), needs_words(s), md_link(s->cite));
}

/* The place in the text where a symbol is declared. */
static const char *text_at(struct place at)
{
    const char *p = at.source->text;

    for (unsigned line = 1; line < at.line; line++)
        p = strchr(p, '\n') + 1;
    return p + at.col - 1;
}

/* What stands between `=` and `@`. */
static const char *meaning(const struct symbol *s)
{
    const char *from = strchr(text_at(s->at), '=') + 1;

    return parse_source_text(from + strspn(from, " \n"), from + strcspn(from, "@"));
}

static void emit_words(FILE *out, const struct model *m)
{
    fputs("\n## Words for guards and actions\n\n| word | stands for | source |\n|---|---|---|\n",
          out);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_LET || s->kind == SYM_DO)
            fprintf(out, "| `%s` | `%s` | %s |\n", s->name, md_cell(meaning(s)), md_link(s->cite));
}

static const char *code(const char *text)
{
    return text[0] != '\0' ? arena_format("`%s`", md_cell(text)) : "";
}

static void emit_rows(FILE *out, const struct model *m, const struct group *g)
{
    fputs("| row | when | do | next | source |\n|---|---|---|---|---|\n", out);
    for (const struct row *r = g->rows; r != NULL; r = r->next) {
        struct md_row words = md_row(r);

        fprintf(out, "| `%s` | %s | %s | %s | %s |\n", r->name, code(words.when), code(words.what),
                md_cell(words.next), md_row_cites(m, r));
    }
}

/* The words of a step stand with its first group. */
static const char *step_words(const struct model *m, const struct group *g)
{
    if (g->step_text == NULL)
        return "";
    for (const struct group *h = m->groups; h != NULL; h = h->next)
        if (h->event == g->event && h->step == g->step && h->step_text != NULL &&
            h->step_text[0] != '\0')
            return arena_format(", step %u: %s", g->step, h->step_text);
    return arena_format(", step %u", g->step);
}

static void emit_event(FILE *out, const struct model *m, const struct symbol *event)
{
    fprintf(out, "\n## %s\n\n%s%s (%s).\n", event->name, event->text, needs_words(event),
            md_link(event->cite));
    for (const struct group *g = m->groups; g != NULL; g = g->next) {
        if (g->event != event)
            continue;
        fprintf(out, "\n### %s in %s%s\n\n", event->name, md_states(m, g->states),
                step_words(m, g));
        emit_rows(out, m, g);
    }
}

static void emit_omissions(FILE *out, const struct model *m)
{
    fputs("\n## Left out\n\n| what | why | source |\n|---|---|---|\n", out);
    for (const struct omission *o = m->omissions; o != NULL; o = o->next)
        fprintf(out, "| %s | %s | %s |\n", md_cell(o->what), md_cell(o->reason), md_link(o->cite));
}

static void emit_impossible(FILE *out, const struct model *m)
{
    if (m->impossible == NULL)
        return;
    fputs("\n## Rows that cannot fire\n\n| row | why |\n|---|---|\n", out);
    for (const struct impossible *i = m->impossible; i != NULL; i = i->next)
        fprintf(out, "| `%s/%s/%s` | %s |\n", i->state, i->event, i->row, md_cell(i->reason));
}

void emit_table(FILE *out, const struct model *m)
{
    md_head(out, m, "The table", "table");
    fputs("\nOf the rows of one event and state, the first whose `when` holds fires; `next` goes "
          "on with the\nfollowing step, which is the RFC's next numbered check. A `*` in a source "
          "stands for the state.\n[LANGUAGE.md](LANGUAGE.md) has the grammar, "
          "[DECISIONS.md](DECISIONS.md) the reasons.\n", out);
    emit_states(out, m);
    emit_options(out, m);
    emit_variables(out, m);
    emit_words(out, m);
    for (const struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == SYM_EVENT)
            emit_event(out, m, s);
    emit_impossible(out, m);
    emit_omissions(out, m);
}
