/* main.c - fsmc, the table compiler: reads the files of a model, checks them and
 * writes one of the things that are made from them.
 *
 * Exit status: 0 done, 2 usage or errors in the input, 4 I/O error.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arena.h"
#include "check.h"
#include "emit.h"
#include "mutate.h"
#include "names.h"
#include "parse.h"
#include "rows.h"

enum { INPUTS_MAX = 16, CHANGES_MAX = 64 };

enum mode {
    MODE_NONE, MODE_CHECK, MODE_C, MODE_PROMELA, MODE_TCP_H, MODE_TCP_C, MODE_DOT, MODE_TABLE,
    MODE_REQUIREMENTS, MODE_EDGES, MODE_CLAIM_FACTS, MODE_MUTANT_FACTS, MODE_MUTATIONS,
    MODE_MUTABLE
};

struct job {
    enum mode   mode;
    const char *output;               /* NULL: standard output */
    const char *citations;            /* docs/rfc9293.tsv */
    const char *inputs[INPUTS_MAX];
    unsigned    n_inputs;
    const char *options[CHANGES_MAX]; /* NAME or NAME=off */
    unsigned    n_options;
    const char *without[CHANGES_MAX]; /* STATE/event/row */
    unsigned    n_without;
    const char *mutation;             /* its identity; NULL: none */
    const char *values[CHANGES_MAX];  /* NAME=N, of a parameter or budget */
    unsigned    n_values;
};

static const char usage[] =
    "usage: fsmc MODE [-o FILE] [--citations TSV] [--option NAME[=off]]...\n"
    "            [--without STATE/EVENT/ROW]... [--mutate ID] [--with NAME=N]... FILE...\n"
    "\n"
    "Reads a transition table and writes what is made from it.\n"
    "\n"
    "  --check         reads and proves only\n"
    "  --c             a world engine for the explorer (needs world, claims and a bound)\n"
    "  --c-mutable     the same, in which each of --mutations can be switched on\n"
    "  --promela       the same world for SPIN\n"
    "  --tcp-h         the step of the simulator: header\n"
    "  --tcp-c         the step of the simulator: source\n"
    "  --dot           the state diagram, for Graphviz\n"
    "  --table         the table as Markdown\n"
    "  --requirements  which rows carry which requirement, as Markdown\n"
    "  --edges         the composed edges of the diagram, tab separated\n"
    "  --claim-facts   the claims, the bounds that they name, and what the bound or mutant that is\n"
    "                  read breaks: claim, in, bound or breaks; claim, bound, place; tab separated\n"
    "  --mutant-facts  of the mutant that is read: name, claim, bound, what was changed, what it\n"
    "                  teaches; tab separated\n"
    "  --mutations     the small changes that --mutate can make: ID, place, change; tab separated\n"
    "\n"
    "A STATE of `*` stands for every state of the row. --with gives a parameter, or a budget of\n"
    "both ends, another value than the bound does.\n"
    "\n"
    "examples:\n"
    "  fsmc --check model/tcp.fsm\n"
    "  fsmc --promela -o open.pml model/tcp.fsm model/world.fsm model/claims.fsm \\\n"
    "       model/bounds/handshake.fsm\n";

static const struct {
    const char *word;
    enum mode   mode;
} modes[] = {
    { "--check", MODE_CHECK },       { "--c", MODE_C },
    { "--promela", MODE_PROMELA },   { "--tcp-h", MODE_TCP_H },
    { "--tcp-c", MODE_TCP_C },       { "--dot", MODE_DOT },
    { "--table", MODE_TABLE },       { "--requirements", MODE_REQUIREMENTS },
    { "--edges", MODE_EDGES },       { "--claim-facts", MODE_CLAIM_FACTS },
    { "--mutant-facts", MODE_MUTANT_FACTS },
    { "--mutations", MODE_MUTATIONS }, { "--c-mutable", MODE_MUTABLE },
};

static bool fail_usage(const char *what, const char *word)
{
    fprintf(stderr, "fsmc: %s%s; see fsmc --help\n", what, word);
    return false;
}

static bool set_mode(struct job *j, const char *word)
{
    for (unsigned i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcmp(word, modes[i].word) == 0) {
            j->mode = modes[i].mode;
            return true;
        }
    return false;
}

static bool add(const char **list, unsigned *n, unsigned max, const char *word)
{
    if (*n == max)
        return fail_usage("too many of these: ", word);
    list[(*n)++] = word;
    return true;
}

/* An option that takes a value; *i is left at the value. */
static bool read_valued(struct job *j, const char *word, const char *value)
{
    if (value == NULL)
        return fail_usage("a value is missing after ", word);
    if (strcmp(word, "-o") == 0)
        j->output = value;
    else if (strcmp(word, "--citations") == 0)
        j->citations = value;
    else if (strcmp(word, "--mutate") == 0)
        j->mutation = value;
    else if (strcmp(word, "--option") == 0)
        return add(j->options, &j->n_options, CHANGES_MAX, value);
    else if (strcmp(word, "--without") == 0)
        return add(j->without, &j->n_without, CHANGES_MAX, value);
    else if (strcmp(word, "--with") == 0)
        return add(j->values, &j->n_values, CHANGES_MAX, value);
    else
        return fail_usage("unknown option ", word);
    return true;
}

static bool read_arguments(struct job *j, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (set_mode(j, argv[i]))
            continue;
        if (argv[i][0] != '-') {
            if (!add(j->inputs, &j->n_inputs, INPUTS_MAX, argv[i]))
                return false;
            continue;
        }
        if (!read_valued(j, argv[i], argv[i + 1]))
            return false;
        i++;
    }
    if (j->mode == MODE_NONE)
        return fail_usage("say what to write", "");
    if (j->n_inputs == 0)
        return fail_usage("no input files", "");
    return true;
}

/* The command line has no file and no line. */
static const struct place nowhere = { NULL, 0, 0 };

/* --option NAME, --option NAME=off, --option NAME=on */
static void set_option(struct model *m, const char *text)
{
    const char    *value = strchr(text, '=');
    const char    *name = value == NULL ? text : arena_text(text, (size_t)(value - text));
    struct symbol *s = names_find(m, name);

    if (s == NULL || s->kind != SYM_OPTION)
        error_at(nowhere, "the table has no option '%s'", name);
    else if (value != NULL && strcmp(value, "=off") != 0 && strcmp(value, "=on") != 0)
        error_at(nowhere, "'%s': an option is on or off", text);
    else
        s->value = value == NULL || strcmp(value, "=on") == 0;
}

/* --with NAME=N: a parameter, or a budget of both ends */
static void set_value(struct model *m, const char *text)
{
    size_t         length = strcspn(text, "=");
    const char    *digits = text + length + (text[length] == '=');
    struct symbol *s = names_find(m, arena_text(text, length));
    unsigned long  most = s != NULL && s->kind == SYM_PARAM ? s->max : BUDGET_MAX;
    unsigned long  value = strtoul(digits, NULL, 10);

    if (s == NULL || (s->kind != SYM_PARAM && s->kind != SYM_BUDGET)) {
        error_at(nowhere, "--with %s: there is no parameter or budget of this name", text);
        return;
    }
    if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0' || value > most)
        error_at(nowhere, "--with %s: expected %s=N, with N from 0 to %lu", text, s->name, most);
    s->value = s->value_b = (unsigned)value;
    s->given = s->at;
}

/* --without STATE/event/row */
static void drop_row(struct model *m, const char *identity)
{
    size_t          state = strcspn(identity, "/");
    const char     *event = identity + state + (identity[state] == '/');
    size_t          length = strcspn(event, "/");
    struct row_name name = { .state = arena_text(identity, state),
                             .event = arena_text(event, length),
                             .row = event + length + (event[length] == '/') };

    rows_drop(m, &name);
}

static void apply_changes(const struct job *j, struct model *m)
{
    for (unsigned i = 0; i < j->n_values; i++)
        set_value(m, j->values[i]);
    for (unsigned i = 0; i < j->n_options; i++)
        set_option(m, j->options[i]);
    for (unsigned i = 0; i < j->n_without; i++)
        drop_row(m, j->without[i]);
    if (j->mutation != NULL || j->mode == MODE_MUTATIONS || j->mode == MODE_MUTABLE)
        mutate_find(m);
    if (j->mutation != NULL)
        mutate(m, j->mutation);
}

/* Reads and checks; 0 or an exit status. */
static int load(const struct job *j, struct model *m, const struct source **citations)
{
    names_builtin(m);
    for (unsigned i = 0; i < j->n_inputs; i++) {
        const struct source *s = source_read(j->inputs[i]);

        if (s == NULL)
            return 4;
        if (i == 0)
            m->table = s;
        parse_file(m, s);
    }
    *citations = source_read(j->citations);
    if (*citations == NULL)
        return 4;
    if (error_count() == 0)
        apply_changes(j, m);
    if (error_count() == 0)
        check_model(m);
    if (error_count() == 0)
        check_groups(m);
    if (error_count() == 0)
        check_citations(m, *citations);
    if (error_count() == 0)
        prove_groups(m);
    return error_count() == 0 ? 0 : 2;
}

static void write_output(FILE *out, enum mode mode, const struct model *m,
                         const struct source *citations)
{
    switch (mode) {
    case MODE_NONE:
    case MODE_CHECK:        break;
    case MODE_C:
    case MODE_MUTABLE:      emit_c(out, m); break;
    case MODE_PROMELA:      emit_promela(out, m); break;
    case MODE_TCP_H:        emit_tcp_header(out, m); break;
    case MODE_TCP_C:        emit_tcp_source(out, m); break;
    case MODE_DOT:          emit_dot(out, m); break;
    case MODE_TABLE:        emit_table(out, m); break;
    case MODE_REQUIREMENTS: emit_requirements(out, m, citations); break;
    case MODE_EDGES:        emit_edges(out, m); break;
    case MODE_CLAIM_FACTS:  emit_claim_facts(out, m); break;
    case MODE_MUTANT_FACTS: emit_mutant_facts(out, m); break;
    case MODE_MUTATIONS:    emit_mutations(out, m); break;
    }
}

/* Nothing half-written stays; what is not a file of ours, such as a device, does. */
static void drop_output(const char *path)
{
    struct stat info;

    if (path != NULL && stat(path, &info) == 0 && S_ISREG(info.st_mode))
        remove(path);
}

static int save(const struct job *j, const struct model *m, const struct source *citations)
{
    FILE *out = j->output == NULL ? stdout : fopen(j->output, "w");
    bool  failed;

    if (out == NULL) {
        fprintf(stderr, "fsmc: cannot write %s: %s\n", j->output, strerror(errno));
        return 4;
    }
    write_output(out, j->mode, m, citations);
    failed = fflush(out) != 0 || ferror(out) != 0;
    if (j->output != NULL)
        failed = fclose(out) != 0 || failed;
    if (!failed && error_count() == 0)
        return 0;
    if (error_count() == 0)
        fprintf(stderr, "fsmc: cannot write %s\n", j->output == NULL ? "the output" : j->output);
    drop_output(j->output);
    return error_count() != 0 ? 2 : 4;
}

/* What a mode writes of must have been read. */
static bool is_enough(const struct job *j, const struct model *m)
{
    const char *lack = NULL;

    if ((j->mode == MODE_C || j->mode == MODE_MUTABLE || j->mode == MODE_PROMELA) &&
        (m->bound == NULL || m->moves == NULL))
        lack = "a world needs a bound: add world.fsm, claims.fsm and a file of bounds/";
    if (j->mode == MODE_MUTANT_FACTS && (m->mutant == NULL || m->mutant->claim.name == NULL))
        lack = "no mutant: add a file of mutants/";
    if (lack != NULL)
        fprintf(stderr, "fsmc: %s\n", lack);
    return lack == NULL;
}

static int run(const struct job *j)
{
    struct model         m = { 0 };
    const struct source *citations;
    int                  status = load(j, &m, &citations);

    if (status != 0)
        return status;
    if (!is_enough(j, &m))
        return 2;
    return save(j, &m, citations);
}

int main(int argc, char **argv)
{
    struct job j = { .citations = "docs/rfc9293.tsv" };
    int        status;

    if (argc > 1 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return 0;
    }
    if (!read_arguments(&j, argc, argv))
        return 2;
    status = run(&j);
    arena_free();
    return status;
}
