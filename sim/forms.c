/* forms.c - the forms in which a run is shown; see forms.h. */
#include "forms.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ladder.h"
#include "mermaid.h"
#include "packetdrill.h"
#include "page.h"
#include "pcapng.h"
#include "run_json.h"
#include "story.h"
#include "svg.h"
#include "whole.h"

const char forms_help[] =
    "  --story                a sentence a step, and what comes of it in the end\n"
    "  --ladder               two lifelines and the segments between them\n"
    "  --svg FILE             the ladder as a picture, with bars where timers run\n"
    "  --html FILE            a page to step through: ladder, diagram, control blocks, claims\n"
    "  --pcapng FILE          a capture for Wireshark, a comment on each packet\n"
    "  --packetdrill A|B      a script for packetdrill, of one end\n"
    "  --mermaid              the text of a Mermaid sequence diagram\n"
    "  --json                 the trace itself: JSON Lines\n";

/* How they are asked for, and the name of what comes with it. */
static const struct {
    const char *name, *value;
} options[FORMS] = {
    [FORM_STORY]   = { "--story", NULL },   [FORM_LADDER] = { "--ladder", NULL },
    [FORM_JSON]    = { "--json", NULL },    [FORM_MERMAID] = { "--mermaid", NULL },
    [FORM_SVG]     = { "--svg", "the file" }, [FORM_HTML] = { "--html", "the file" },
    [FORM_PCAPNG]  = { "--pcapng", "the file" },
    [FORM_PACKETDRILL] = { "--packetdrill", "the end, A or B," },
};

/* ---------------------------------------------------------------- the command line */

static bool take_value(struct forms *forms, unsigned form, int argc, char **argv, int *i)
{
    const char *value = *i + 1 < argc ? argv[++*i] : NULL;
    if (value == NULL) {
        fprintf(stderr, "eleven %s: after '%s' %s is missing (try 'eleven %s --help')\n",
                forms->command, options[form].name, options[form].value, forms->command);
        return false;
    }
    forms->values[form] = value;
    if (form != FORM_PACKETDRILL || strcmp(value, "A") == 0 || strcmp(value, "B") == 0)
        return true;
    fprintf(stderr, "eleven %s: --packetdrill A or B, not '%s'\n", forms->command, value);
    return false;
}

bool forms_take(struct forms *forms, int argc, char **argv, int *i, bool *good)
{
    for (unsigned form = 0; form < FORMS; form++) {
        if (strcmp(argv[*i], options[form].name) != 0)
            continue;
        forms->asked[form] = true;
        *good = options[form].value == NULL || take_value(forms, form, argc, argv, i);
        return true;
    }
    return false;
}

bool forms_any_printed(const struct forms *forms)
{
    for (unsigned form = 0; form < FORM_FILES; form++)
        if (forms->asked[form])
            return true;
    return false;
}

bool forms_any(const struct forms *forms)
{
    for (unsigned form = FORM_FILES; form < FORMS; form++)
        if (forms->asked[form])
            return true;
    return forms_any_printed(forms);
}

/* ---------------------------------------------------------------- showing */

static void show_form(FILE *out, enum form form, const char *value, const struct forms_run *x)
{
    switch (form) {
    case FORM_STORY:   story_print(out, x->run, x->beside, x->base); break;
    case FORM_LADDER:  ladder_print(out, x->run, x->beside, ladder_look(out)); break;
    case FORM_JSON:    run_json_write(out, x->run); break;
    case FORM_MERMAID: mermaid_print(out, x->run); break;
    case FORM_SVG:     svg_print(out, x->run, x->beside); break;
    case FORM_HTML:    page_print(out, x->run, x->beside); break;
    case FORM_PCAPNG:  pcapng_write(out, x->run); break;
    case FORM_PACKETDRILL: packetdrill_print(out, x->run, value[0] == 'A' ? 0 : 1); break;
    case FORMS:        break;
    }
}

static enum status write_file(const struct forms *forms, enum form form, const struct forms_run *shown)
{
    const char  *path = forms->values[form];
    struct whole file;
    bool         good = whole_open(&file, path);
    if (good) {
        show_form(file.out, form, path, shown);
        good = whole_close(&file);
    }
    if (good)
        return STATUS_DONE;
    fprintf(stderr, "eleven %s: cannot write '%s': %s\n", forms->command, path, strerror(errno));
    return STATUS_FAILED;
}

enum status forms_show(const struct forms *forms, const struct forms_run *shown)
{
    enum status status = STATUS_DONE;
    for (unsigned form = 0; form < FORMS && status == STATUS_DONE; form++) {
        if (!forms->asked[form])
            continue;
        if (form < FORM_FILES)
            show_form(stdout, (enum form)form, forms->values[form], shown);
        else
            status = write_file(forms, (enum form)form, shown);
    }
    return status;
}
