/* forms.h - the forms in which a run is shown: `--story`, `--ladder`, `--svg FILE`, ...: what each
 * command that shows one run offers.
 *
 * Some are printed; those with a FILE are written, and can be asked for together.
 *
 * Errors     forms_take() and forms_show() print one line to stderr.
 * Ownership  values are those of argv; nothing else is kept.
 */
#ifndef FORMS_H
#define FORMS_H

#include <stdbool.h>

#include "run.h"
#include "status.h"

/* What is printed; then what is written to a file. */
enum form {
    FORM_STORY, FORM_LADDER, FORM_JSON, FORM_MERMAID, FORM_PACKETDRILL,
    FORM_SVG, FORM_HTML, FORM_PCAPNG, FORMS, FORM_FILES = FORM_SVG
};

struct forms {
    const char *command;       /* "explain", for messages */
    bool        asked[FORMS];  /* for */
    const char *values[FORMS]; /* that came with them, or NULL */
};

/* A run with what stands beside it. */
struct forms_run {
    const struct run *run;    /* that is shown */
    struct run_beside beside; /* its run is NULL: nothing */
    const struct run *base;   /* the same decisions with the table as it is; or NULL */
};

/* The options of the forms, for a command's --help. */
extern const char forms_help[];

/* True when argv[*i] asks for a form: then *i is moved to its last argument, and *good is false if
 * it is wrong. */
bool forms_take(struct forms *forms, int argc, char **argv, int *i, bool *good);

/* Whether any was asked for; one of those that are printed. */
bool forms_any(const struct forms *forms);
bool forms_any_printed(const struct forms *forms);

/* Prints and writes what was asked for. */
enum status forms_show(const struct forms *forms, const struct forms_run *shown);

#endif
