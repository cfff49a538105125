/* cmd_explain.c - `eleven explain`: one run, told, drawn or written as a file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "explain.h"
#include "ladder.h"
#include "mermaid.h"
#include "mutant.h"
#include "packetdrill.h"
#include "page.h"
#include "pcapng.h"
#include "place.h"
#include "run_json.h"
#include "status.h"
#include "story.h"
#include "svg.h"

static const char help[] =
    "usage: eleven explain BOUND:CLAIM [FORM] [OPTION...]\n"
    "       eleven explain --mutant NAME [FORM] [OPTION...]\n"
    "       eleven explain BOUND --replay 'DECISIONS' [FORM] [OPTION...]\n"
    "       eleven explain TRACE-FILE [FORM]\n"
    "\n"
    "Explains one run: a shortest one that violates the claim, or that shows a witness, or the\n"
    "one that a mutant is there for; the run of some decisions, as every view prints them; or the\n"
    "run in a trace file, written by --json, or by 'eleven sim --trace-out'. docs/EXPLAIN.md\n"
    "describes all forms. Those with a FILE can be asked for together, and with one of the others.\n"
    "\n"
    "  --story                a sentence a step, and what is wrong in the end; the default\n"
    "  --ladder               two lifelines and the segments between them\n"
    "  --svg FILE             the ladder as a picture, beside it the nearest run that passes\n"
    "  --html FILE            a page to step through: ladder, diagram, control blocks, claims\n"
    "  --pcapng FILE          a capture for Wireshark, a comment on each packet\n"
    "  --packetdrill A|B      a script for packetdrill, of one end\n"
    "  --mermaid              the text of a Mermaid sequence diagram\n"
    "  --json                 the trace itself: JSON Lines\n"
    "\n"
    "  --spin                 begin with SPIN's trail, then look for a shortest run; SPIN makes\n"
    "                         that one, or the replay, too, and both must do the same\n"
    "  --mutant NAME          the table as a mutant changes it ('eleven mutants')\n"
    "  --table FILE           another table than model/tcp.fsm\n"
    "  --option NAME[=off]    switch an option of the table on or off\n"
    "  --without ROW          leave out a row, STATE/event/row\n"
    "  --depth, --memory, --time   limits of the search, as for 'eleven explore'\n"
    "\n"
    "Exit code: 0 explained, 1 there is no such run, 2 bad input, 3 the search was cut short,\n"
    "4 error, also where the two engines differ, 130 interrupted.\n"
    "\n"
    "examples:\n"
    "  eleven explain --mutant two-way-handshake\n"
    "  eleven explain handshake --replay 'A open; B open; B deliver; A deliver; B deliver'\n";

/* What is printed; then what is written to a file. */
enum form {
    FORM_STORY, FORM_LADDER, FORM_JSON, FORM_MERMAID, FORM_PACKETDRILL,
    FORM_SVG, FORM_HTML, FORM_PCAPNG, FORMS, FORM_FILES = FORM_SVG
};

/* How they are asked for, and the name of what comes with it. */
static const struct {
    const char *name, *value;
} forms[FORMS] = {
    [FORM_STORY]   = { "--story", NULL },   [FORM_LADDER] = { "--ladder", NULL },
    [FORM_JSON]    = { "--json", NULL },    [FORM_MERMAID] = { "--mermaid", NULL },
    [FORM_SVG]     = { "--svg", "the file" }, [FORM_HTML] = { "--html", "the file" },
    [FORM_PCAPNG]  = { "--pcapng", "the file" },
    [FORM_PACKETDRILL] = { "--packetdrill", "the end, A or B," },
};

struct arguments {
    bool        asked[FORMS];  /* for */
    const char *values[FORMS]; /* that came with them, or NULL */
    bool        spin;          /* --spin */
    const char *replay;        /* --replay, or NULL */
};

/* ---------------------------------------------------------------- the command line */

static bool fail_missing(const char *what, const char *option)
{
    fprintf(stderr, "eleven explain: after '%s' %s is missing (try 'eleven explain --help')\n", option,
            what);
    return false;
}

/* The value behind argv[*i], which is not there at the end. */
static bool take_value(const char **value, const char *what, int argc, char **argv, int *i)
{
    if (*i + 1 == argc)
        return fail_missing(what, argv[*i]);
    *value = argv[++*i];
    return true;
}

/* Takes what is ours from the command line; the rest are the options of a search. */
static bool take_arguments(struct arguments *arguments, int *argc, char **argv)
{
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        unsigned form = 0;
        while (form < FORMS && strcmp(argv[i], forms[form].name) != 0)
            form++;
        if (form < FORMS) {
            arguments->asked[form] = true;
            if (forms[form].value != NULL
                && !take_value(&arguments->values[form], forms[form].value, *argc, argv, &i))
                return false;
        } else if (strcmp(argv[i], "--spin") == 0) {
            arguments->spin = true;
        } else if (strcmp(argv[i], "--replay") == 0) {
            if (!take_value(&arguments->replay, "a line of decisions", *argc, argv, &i))
                return false;
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    return true;
}

/* ---------------------------------------------------------------- what is explained */

static enum status explain_file(struct explanation *x, const char *path)
{
    struct diag diag;
    if (run_json_read(&x->run, path, &diag))
        return STATUS_DONE;
    diag_print(stderr, &diag);
    return STATUS_USAGE;
}

/* Cuts BOUND:CLAIM in two. */
static const char *cut_claim(char *bound)
{
    char *colon = strrchr(bound, ':');
    if (colon == NULL)
        return NULL;
    *colon = '\0';
    return colon + 1;
}

static enum status explain_bound(struct explanation *x, struct options *options,
                                 const struct arguments *arguments, struct text *problem)
{
    char       *bound = strdup(options->bounds.items[0]);
    const char *claim = cut_claim(bound);
    if (arguments->replay == NULL && claim == NULL) {
        text_add(problem, "eleven explain: '%s' is no file and no BOUND:CLAIM\n", bound);
        free(bound);
        return STATUS_USAGE;
    }
    options->bounds.items[0] = bound;
    enum status status = explain_build(x, options, bound, problem);
    if (status == STATUS_DONE && arguments->replay != NULL)
        status = explain_replay(x, options, claim, arguments->replay, arguments->spin, problem);
    else if (status == STATUS_DONE)
        status = explain_claim(x, options, claim, arguments->spin, problem);
    free(bound);
    return status;
}

static enum status explain_what(struct explanation *x, struct options *options,
                                const struct arguments *arguments)
{
    struct text problem = {0};
    if (arguments->replay == NULL && place_exists(options->bounds.items[0]))
        return explain_file(x, options->bounds.items[0]);
    if (options->memory == 0)
        options->memory = options_memory(1);
    enum status status = explain_bound(x, options, arguments, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    return status;
}

/* ---------------------------------------------------------------- the forms */

static void write_form(FILE *out, enum form form, const struct explanation *x)
{
    struct run_beside beside = explain_beside(x);
    switch (form) {
    case FORM_STORY:  story_print(out, &x->run, beside, explain_base(x)); break;
    case FORM_LADDER: ladder_print(out, &x->run, beside, ladder_look(out)); break;
    case FORM_JSON:    run_json_write(out, &x->run); break;
    case FORM_MERMAID: mermaid_print(out, &x->run); break;
    case FORM_SVG:     svg_print(out, &x->run, beside); break;
    case FORM_HTML:    page_print(out, &x->run, beside); break;
    case FORM_PCAPNG:  pcapng_write(out, &x->run); break;
    case FORM_PACKETDRILL:
    case FORMS:        break;
    }
}

static enum status write_file(const struct explanation *x, enum form form, const char *path)
{
    FILE *out = fopen(path, "wb");
    if (out != NULL)
        write_form(out, form, x);
    bool good = out != NULL && !ferror(out);
    if (out != NULL && fclose(out) == 0 && good)
        return STATUS_DONE;
    fprintf(stderr, "eleven explain: cannot write '%s': %s\n", path, strerror(errno));
    return STATUS_FAILED;
}

static enum status print_script(const struct explanation *x, const char *end)
{
    if (strcmp(end, "A") != 0 && strcmp(end, "B") != 0) {
        fprintf(stderr, "eleven explain: --packetdrill A or B, not '%s'\n", end);
        return STATUS_USAGE;
    }
    packetdrill_print(stdout, &x->run, end[0] == 'A' ? 0 : 1);
    return STATUS_DONE;
}

static enum status show(const struct explanation *x, const struct arguments *arguments)
{
    enum status status = STATUS_DONE;
    bool        any    = false;
    for (unsigned form = 0; form < FORMS && status == STATUS_DONE; form++) {
        if (!arguments->asked[form])
            continue;
        any = true;
        if (form >= FORM_FILES)
            status = write_file(x, (enum form)form, arguments->values[form]);
        else if (form == FORM_PACKETDRILL)
            status = print_script(x, arguments->values[form]);
        else
            write_form(stdout, (enum form)form, x);
    }
    if (!any)
        write_form(stdout, FORM_STORY, x);
    return status;
}

/* Without a BOUND:CLAIM, a mutant's own. */
static enum status name_question(struct options *options, struct text *question)
{
    struct mutant mutant;
    struct text   problem = {0};
    if (options->bounds.count > 0 || options->mutant == NULL)
        return STATUS_DONE;
    enum status status = mutant_read(&mutant, options->mutant, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    if (status != STATUS_DONE)
        return status;
    text_add(question, "%s:%s", mutant.facts[MUTANT_BOUND], mutant.facts[MUTANT_CLAIM]);
    string_list_add(&options->bounds, text_get(question));
    mutant_free(&mutant);
    return STATUS_DONE;
}

static enum status run(struct options *options, const struct arguments *arguments)
{
    struct explanation x = {0};
    if (options->bounds.count != 1) {
        fprintf(stderr, "eleven explain: %s (try 'eleven explain --help')\n",
                options->bounds.count == 0 ? "nothing to explain" : "one run at a time");
        return STATUS_USAGE;
    }
    enum status status = explain_what(&x, options, arguments);
    if (status == STATUS_DONE)
        status = show(&x, arguments);
    explain_free(&x);
    return status;
}

int cmd_explain(int argc, char **argv)
{
    struct arguments arguments = {0};
    struct options   options;
    process_guard();
    if (!take_arguments(&arguments, &argc, argv) || !options_read(&options, argc, argv))
        return STATUS_USAGE;
    struct text question = {0};
    enum status status   = options.help ? STATUS_DONE : name_question(&options, &question);
    if (options.help)
        fputs(help, stdout);
    else if (status == STATUS_DONE)
        status = run(&options, &arguments);
    text_free(&question);
    options_free(&options);
    return (int)status;
}
