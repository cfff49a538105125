/* cmd_mutants.c - `eleven mutants`: the broken tables, and what each breaks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "models.h"
#include "mutant.h"
#include "options.h"
#include "process.h"

static const char help[] =
    "usage: eleven mutants [MUTANT...]\n"
    "\n"
    "Lists the mutants of the table: the claim that each breaks, the bound in which it does, and\n"
    "what was changed. MUTANT is the name of a file in model/mutants, or a path: of it, what it\n"
    "teaches too.\n"
    "\n"
    "Exit code: 0 done, 2 bad input, 4 error.\n"
    "\n"
    "examples:\n"
    "  eleven mutants\n"
    "  eleven mutants two-way-handshake\n"
    "  eleven explore --mutant two-way-handshake\n";

/* Widths of the columns. */
struct columns {
    int fact[MUTANT_FACTS];
};

static void fit(struct columns *columns, const struct mutant *mutant)
{
    for (unsigned i = 0; i < MUTANT_FACTS; i++) {
        int width = (int)strlen(mutant->facts[i]);
        if (columns->fact[i] < width)
            columns->fact[i] = width;
    }
}

static void print(const struct columns *columns, const char *const *facts)
{
    printf("%-*s  %-*s  %-*s  %s\n", columns->fact[MUTANT_NAME], facts[MUTANT_NAME],
           columns->fact[MUTANT_CLAIM], facts[MUTANT_CLAIM], columns->fact[MUTANT_BOUND],
           facts[MUTANT_BOUND], facts[MUTANT_TEXT]);
}

static void print_all(const struct mutant *mutants, size_t count, bool lessons)
{
    static const char *const head[] = {[MUTANT_NAME]  = "mutant",
                                       [MUTANT_CLAIM] = "breaks",
                                       [MUTANT_BOUND] = "in",
                                       [MUTANT_TEXT]  = "what was changed"};
    struct columns columns = {.fact = {[MUTANT_CLAIM] = (int)strlen("breaks")}};
    for (size_t i = 0; i < count; i++)
        fit(&columns, &mutants[i]);
    print(&columns, head);
    for (size_t i = 0; i < count; i++) {
        print(&columns, mutants[i].facts);
        if (lessons)
            printf("    %s\n", mutants[i].facts[MUTANT_LESSON]);
    }
}

static enum status list(const struct string_list *names, struct text *problem)
{
    struct string_list paths   = {0};
    enum status        status  = models_list(&paths, &model_mutants, names, problem);
    struct mutant     *mutants = memory_get(paths.count + 1, sizeof *mutants);
    for (size_t i = 0; i < paths.count && status == STATUS_DONE; i++)
        status = mutant_read(&mutants[i], paths.items[i], problem);
    if (status == STATUS_DONE)
        print_all(mutants, paths.count, names->count > 0);
    for (size_t i = 0; i < paths.count; i++)
        mutant_free(&mutants[i]);
    free(mutants);
    models_free(&paths);
    return status;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static bool read_names(struct string_list *names, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-')
            return options_complain("mutants", "unknown option", argv[i]);
        string_list_add(names, argv[i]);
    }
    return true;
}

int cmd_mutants(int argc, char **argv)
{
    struct string_list names   = {0};
    struct text        problem = {0};
    enum status        status  = STATUS_USAGE;
    if (asks_for_help(argc, argv)) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    process_guard();
    if (read_names(&names, argc, argv))
        status = list(&names, &problem);
    fputs(text_get(&problem), stderr);
    text_free(&problem);
    free(names.items);
    return (int)status;
}
