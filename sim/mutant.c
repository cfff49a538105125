/* mutant.c - what a file of model/mutants says of itself, as fsmc has read it. */
#include "mutant.h"

#include <string.h>

#include "build.h"

/* NAME, tab, CLAIM, ... newline. */
static bool split(struct mutant *mutant)
{
    char *rest = mutant->line.data;
    for (unsigned i = 0; i < MUTANT_FACTS; i++)
        if ((mutant->facts[i] = strsep(&rest, "\t\n")) == NULL)
            return false;
    return true;
}

enum status mutant_read(struct mutant *mutant, const char *name, struct text *problem)
{
    const struct options options = {.mutant = name};
    *mutant                      = (struct mutant){0};
    enum status status = build_generate(&mutant->line, &options, "--mutant-facts", NULL, problem);
    if (status != STATUS_DONE || split(mutant))
        return status;
    text_add(problem, "eleven: fsmc gave no facts of mutant '%s'\n", name);
    return STATUS_FAILED;
}

void mutant_free(struct mutant *mutant)
{
    text_free(&mutant->line);
    *mutant = (struct mutant){0};
}
