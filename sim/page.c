/* page.c - a run as a page to step through; see page.h. */
#include "page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "assets.h"
#include "page_data.h"
#include "sentence.h"
#include "story.h"
#include "svg.h"
#include "tcpdump.h"
#include "text.h"
#include "xml.h"

/* What the holes of the template are filled with. */
struct page {
    FILE             *out;
    const struct run *run;
    struct run_beside beside;
};

static void print_heading(const struct page *p)
{
    const struct run *run = p->run;
    if (run->claim != RUN_NO_CLAIM) {
        fprintf(p->out, "A run that %s ", run_outcome(run));
        xml_text(p->out, run_claim_name(run));
        fputs(", in ", p->out);
    }
    xml_text(p->out, run->bound);
}

static void print_title(const struct page *p)
{
    fputs("<title>", p->out);
    print_heading(p);
    fputs(" - eleven</title>\n", p->out);
}

static void print_style(const struct page *p)
{
    fputs(asset_page_css, p->out);
    fputs(asset_ladder_css, p->out);
}

static void print_paragraph(FILE *out, const char *class, const char *label, const char *words)
{
    fprintf(out, "<p%s>%s", class, label);
    xml_text(out, words);
    fputs("</p>\n", out);
}

static void print_head(const struct page *p)
{
    fputs("<h1>", p->out);
    print_heading(p);
    fputs("</h1>\n", p->out);
    if (p->run->claim != RUN_NO_CLAIM)
        print_paragraph(p->out, "", "<b>The claim:</b> ", run_claim_text(p->run));
    print_paragraph(p->out, "", p->run->names.n_claims > 0 ? "<b>The bound:</b> " : "<b>The scenario:</b> ",
                    p->run->text);
    print_paragraph(p->out, " class=\"small\"", "Assumed: ", p->run->assumptions);
}

/* Between the run and the one that passes. */
static void print_choice(const struct page *p)
{
    if (p->beside.run == NULL)
        return;
    fprintf(p->out, "<div class=\"choice\" role=\"group\" aria-label=\"Which run\"><button>this run</button> "
            "<button>%s</button></div>\n", p->beside.title);
}

static void print_part(const struct page *p, const struct run *run, unsigned number)
{
    fprintf(p->out, "<div class=\"part\" data-run=\"%u\" tabindex=\"0\" aria-label=\"ladder: %s\">\n", number,
            number == 0 ? "this run" : p->beside.title);
    svg_print_part(p->out, run, number > 0);
    fputs("</div>\n", p->out);
}

static void print_ladders(const struct page *p)
{
    print_part(p, p->run, 0);
    if (p->beside.run != NULL)
        print_part(p, p->beside.run, 1);
}

static void print_machine(const struct page *p)
{
    static const char begin[] = "<svg ";
    fputs("<svg class=\"machine\" role=\"img\" ", p->out);
    fputs(asset_machine_svg + strlen(begin), p->out);
}

/* ---------------------------------------------------------------- the story */

/* Into the RFC, where the citation is one of its sections. */
static void print_cite(FILE *out, const char *cite)
{
    size_t section = strcspn(cite, "/ ");
    bool   linked  = cite[0] >= '1' && cite[0] <= '9' && strspn(cite, "0123456789.") == section;
    if (linked) {
        fputs("<a href=\"https://www.rfc-editor.org/rfc/rfc9293#section-", out);
        xml_bytes(out, cite, section);
        fputs("\">", out);
    }
    xml_text(out, sentence_source(cite));
    xml_text(out, cite);
    fputs(linked ? "</a>" : "", out);
}

static void print_row(FILE *out, const struct run *run, const struct engine_fired *fired)
{
    char identity[TRACE_IDENTITY_MAX];
    trace_identity(identity, &run->names, fired);
    fputs("<span class=\"rows\">by <b>", out);
    xml_text(out, identity);
    fputs("</b> <code>", out);
    xml_text(out, run->names.rows[fired->row].label);
    fputs("</code> ", out);
    print_cite(out, trace_cite(&run->names, fired));
    fputs("</span>", out);
}

static void print_step(FILE *out, const struct run *run, uint32_t step)
{
    const struct trace_record *cause    = run_cause(run, step);
    struct text                sentence = {0};
    char                       time[TCPDUMP_TIME_MAX];
    if (cause->time_us != TRACE_TIME_UNKNOWN)
        text_add(&sentence, "%s s: ", tcpdump_time(time, cause->time_us));
    sentence_add_step(&sentence, run, step);
    fprintf(out, "<li data-s=\"%" PRIu32 "\" value=\"%" PRIu32 "\">", step, step);
    xml_text(out, text_get(&sentence));
    for (unsigned i = 0; i < cause->n_fired; i++)
        if (sentence_tells_row(run, cause, i))
            print_row(out, run, &cause->fired[i]);
    if (step == run->turn)
        fputs("<span class=\"rows turn\">Here the changed table first does otherwise than ours.</span>", out);
    fputs("</li>\n", out);
    text_free(&sentence);
}

static void print_story(FILE *out, const struct run *run, unsigned number)
{
    fprintf(out, "<ol class=\"story\" data-run=\"%u\">\n", number);
    for (uint32_t step = 1; step <= run->n_steps; step++) {
        if (run->loop != RUN_NO_LOOP && step == run->loop + 1)
            fputs("<li class=\"loop\">From here on, for ever:</li>\n", out);
        print_step(out, run, step);
    }
    if (run->loop != RUN_NO_LOOP)
        fprintf(out, "<li class=\"loop\">and then again from step %" PRIu32 ": everything is as it was before it.</li>\n",
                run->loop + 1);
    fputs("</ol>\n", out);
}

static void print_stories(const struct page *p)
{
    print_story(p->out, p->run, 0);
    if (p->beside.run == NULL)
        return;
    fprintf(p->out, "<h2>Beside it %s</h2>\n<p>Step %" PRIu32 " decides: before it both are the same.</p>\n", p->beside.title, p->beside.from);
    print_story(p->out, p->beside.run, 1);
}

static void print_verdict(const struct page *p)
{
    char  *words = NULL;
    size_t size  = 0;
    FILE  *file  = open_memstream(&words, &size);
    if (file == NULL)
        return;
    story_print_verdict(file, p->run);
    fclose(file);
    fputs("<pre>", p->out);
    for (char *line = words, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        xml_bytes(p->out, line, (size_t)(end - line));
        fputc('\n', p->out);
    }
    fputs("</pre>\n", p->out);
    free(words);
}

static void print_command(const struct page *p)
{
    print_paragraph(p->out, "", "Made by eleven, from the run alone. To make the run again:", "");
    fputs("<pre>", p->out);
    xml_text(p->out, p->run->command);
    fputs("</pre>\n", p->out);
}

static void print_data(const struct page *p)
{
    page_data_print(p->out, p->run, p->beside.run);
}

static void print_script(const struct page *p)
{
    fputs(asset_page_js, p->out);
}

/* ---------------------------------------------------------------- the template */

static const struct {
    const char *name;
    void (*fill)(const struct page *p);
} holes[] = {
    { "title", print_title },     { "style", print_style },     { "head", print_head },
    { "choice", print_choice },   { "ladders", print_ladders }, { "machine", print_machine },
    { "stories", print_stories }, { "verdict", print_verdict }, { "command", print_command },
    { "data", print_data },       { "script", print_script },
};

/* A line that begins with %% is a hole. */
static void print_line(const struct page *p, const char *line, size_t length)
{
    for (unsigned i = 0; i < sizeof holes / sizeof holes[0]; i++)
        if (length == strlen(holes[i].name) + 2 && strncmp(line, "%%", 2) == 0
            && strncmp(line + 2, holes[i].name, length - 2) == 0) {
            holes[i].fill(p);
            return;
        }
    fprintf(p->out, "%.*s\n", (int)length, line);
}

void page_print(FILE *out, const struct run *run, struct run_beside beside)
{
    struct page p = { out, run, beside };
    for (const char *line = asset_page_html, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        print_line(&p, line, (size_t)(end - line));
}
