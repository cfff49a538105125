/* cmd_explain.c - `eleven explain`: one run, told, drawn or written as a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "explain.h"
#include "forms.h"
#include "mutant.h"
#include "place.h"
#include "run_json.h"
#include "status.h"

static const char help[] =
    "usage: eleven explain BOUND:CLAIM [FORM] [OPTION...]\n"
    "       eleven explain --mutant NAME [FORM] [OPTION...]\n"
    "       eleven explain BOUND --replay 'DECISIONS' [FORM] [OPTION...]\n"
    "       eleven explain BOUND:CLAIM --trail FILE [FORM] [OPTION...]\n"
    "       eleven explain TRACE-FILE [FORM]\n"
    "\n"
    "Explains one run: a shortest one that violates the claim, or that shows a witness, or the\n"
    "one that a mutant is there for; the run of some decisions, as every view prints them; or of a\n"
    "trail that SPIN left ('eleven verify --swarm'), or a shorter one, if that is found; or the\n"
    "run in a trace file, written by --json, or by 'eleven sim --trace-out'. docs/EXPLAIN.md\n"
    "describes all forms. Those with a FILE can be asked for together, and with one of the others.\n"
    "Without a form it is --story. Beside the run stands the nearest run that passes.\n"
    "\n";

static const char options_help[] =
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

struct arguments {
    struct forms forms;  /* that are asked for */
    bool         spin;   /* --spin */
    const char  *replay; /* --replay, or NULL */
    const char  *trail;  /* --trail, or NULL */
};

/* ---------------------------------------------------------------- the command line */

/* The value behind argv[*i], which is not there at the end. */
static bool take_value(const char **value, const char *what, int argc, char **argv, int *i)
{
    if (*i + 1 == argc) {
        fprintf(stderr, "eleven explain: after '%s' %s is missing (try 'eleven explain --help')\n", argv[*i],
                what);
        return false;
    }
    *value = argv[++*i];
    return true;
}

/* Takes what is ours from the command line; the rest are the options of a search. */
static bool take_arguments(struct arguments *arguments, int *argc, char **argv)
{
    int  kept = 1;
    bool good = true;
    for (int i = 1; i < *argc && good; i++) {
        if (forms_take(&arguments->forms, *argc, argv, &i, &good))
            continue;
        if (strcmp(argv[i], "--spin") == 0)
            arguments->spin = true;
        else if (strcmp(argv[i], "--replay") == 0)
            good = take_value(&arguments->replay, "a line of decisions", *argc, argv, &i);
        else if (strcmp(argv[i], "--trail") == 0)
            good = take_value(&arguments->trail, "a file", *argc, argv, &i);
        else
            argv[kept++] = argv[i];
    }
    *argc = kept;
    if (good && arguments->replay != NULL && arguments->trail != NULL) {
        fputs("eleven explain: either '--replay' or '--trail' (try 'eleven explain --help')\n", stderr);
        return false;
    }
    return good;
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
    else if (status == STATUS_DONE && arguments->trail != NULL)
        status = explain_trail(x, options, claim, arguments->trail, arguments->spin, problem);
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

/* ---------------------------------------------------------------- the run */

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
        status = forms_show(&arguments->forms,
                            &(struct forms_run){ &x.run, explain_beside(&x), explain_base(&x) });
    explain_free(&x);
    return status;
}

int cmd_explain(int argc, char **argv)
{
    struct arguments arguments = { .forms.command = "explain" };
    struct options   options;
    process_guard();
    if (!take_arguments(&arguments, &argc, argv) || !options_read(&options, argc, argv))
        return STATUS_USAGE;
    if (!forms_any(&arguments.forms))
        arguments.forms.asked[FORM_STORY] = true;
    struct text question = {0};
    enum status status   = options.help ? STATUS_DONE : name_question(&options, &question);
    if (options.help)
        printf("%s%s%s", help, forms_help, options_help);
    else if (status == STATUS_DONE)
        status = run(&options, &arguments);
    text_free(&question);
    options_free(&options);
    return (int)status;
}
