/* setup.c - a scenario with options over it; see setup.h. */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "models.h"
#include "options.h"

const char *const setup_words[SETUP_WORDS] = {
    "loss", "delay", "drop", "reject", "hold", "copy", "seed", "until", "set",
    "burst", "duplicate", "reorder", "down", "msl",
};

/* ---------------------------------------------------------------- the command line */

/* The argument of the option argv[*i]: what follows its `=`, or the next one; NULL: it has none. */
static const char *value_of(int argc, char **argv, int *i)
{
    const char *equals = strchr(argv[*i], '=');
    if (equals != NULL)
        return equals + 1;
    return *i + 1 < argc ? argv[++*i] : NULL;
}

static bool is_option(const char *argument, const char *name)
{
    size_t length = strlen(name);
    return strncmp(argument, "--", 2) == 0 && strncmp(argument + 2, name, length) == 0
           && (argument[2 + length] == '\0' || argument[2 + length] == '=');
}

static bool read_value(const struct setup *setup, const char **value, int argc, char **argv, int *i)
{
    const char *option = argv[*i];
    *value             = value_of(argc, argv, i);
    return *value != NULL || options_complain(setup->command, "a value is missing after", option);
}

static bool read_line(struct setup *setup, const char *word, int argc, char **argv, int *i)
{
    const char *option = argv[*i], *rest;
    if (!read_value(setup, &rest, argc, argv, i))
        return false;
    if (setup->n_lines == SETUP_LINES_MAX)
        return options_complain(setup->command, "too many options, from", option);
    setup->lines[setup->n_lines++] = (struct setup_line){ word, rest };
    return true;
}

bool setup_take_flag(const struct setup_flag *flags, unsigned n_flags, const char *argument)
{
    for (unsigned k = 0; k < n_flags; k++)
        if (strcmp(argument, flags[k].name) == 0)
            return *flags[k].flag = true;
    return false;
}

bool setup_option(struct setup *setup, const struct setup_value *values, unsigned n_values,
                  int argc, char **argv, int *i, bool *good)
{
    const char *option = argv[*i];
    for (unsigned k = 0; k < n_values; k++)
        if (is_option(option, values[k].name)) {
            *good = read_value(setup, values[k].value, argc, argv, i);
            return true;
        }
    if (is_option(option, "profile")) {
        *good = read_value(setup, &setup->profile, argc, argv, i);
        return true;
    }
    for (unsigned k = 0; k < SETUP_WORDS; k++)
        if (is_option(option, setup_words[k])) {
            *good = read_line(setup, setup_words[k], argc, argv, i);
            return true;
        }
    return false;
}

bool setup_argument(struct setup *setup, const char *argument)
{
    if (argument[0] == '-')
        return options_complain(setup->command, "unknown option", argument);
    if (setup->scenario != NULL)
        return options_complain(setup->command, "one scenario at a time, not also", argument);
    setup->scenario = argument;
    return true;
}

bool setup_has_scenario(const struct setup *setup)
{
    if (setup->scenario == NULL)
        fprintf(stderr, "eleven %s: no scenario (try 'eleven %s --help')\n", setup->command, setup->command);
    return setup->scenario != NULL;
}

/* ---------------------------------------------------------------- the files */

/* The file that a user means by SCENARIO: itself, or that name in model/scenarios. */
static bool find_scenario(char path[PLACE_MAX], const char *model, const char *given)
{
    char folder[PLACE_MAX], name[PLACE_MAX];
    if (place_exists(given) && snprintf(path, PLACE_MAX, "%s", given) < PLACE_MAX)
        return true;
    if (strchr(given, '/') != NULL || !place_join(folder, model, "scenarios"))
        return false;
    if (place_join(path, folder, given) && place_exists(path))
        return true;
    return snprintf(name, sizeof name, "%s.scn", given) < PLACE_MAX
           && place_join(path, folder, name) && place_exists(path);
}

enum status setup_find(const struct setup *setup, char path[PLACE_MAX], char profiles[PLACE_MAX])
{
    char model[PLACE_MAX];
    if (!place_model(model) || !place_join(profiles, model, "profiles")) {
        fprintf(stderr, "eleven %s: the program's own files cannot be found\n", setup->command);
        return STATUS_FAILED;
    }
    if (find_scenario(path, model, setup->scenario))
        return STATUS_DONE;
    struct text names = { 0 };
    char        folder[PLACE_MAX];
    if (place_join(folder, model, "scenarios"))
        models_add_names(&names, folder, ".scn");
    fprintf(stderr, "eleven %s: no scenario '%s': no such file, nor in %s/scenarios%s\n",
            setup->command, setup->scenario, model, text_get(&names));
    text_free(&names);
    return STATUS_USAGE;
}

/* ---------------------------------------------------------------- what goes over the scenario */

static bool apply_line(const struct setup_line *line, struct scenario *scenario, struct diag *diag)
{
    struct text text = { 0 }, option = { 0 };
    text_add(&text, "%s %s", line->word, line->rest);
    text_add(&option, "--%s", line->word);
    char *equals = strcmp(line->word, "set") == 0 ? strchr(text.data, '=') : NULL;
    if (equals != NULL)
        *equals = ' ';
    if (strcmp(line->word, "until") == 0)
        scenario->until_us = 0;
    bool good = scenario_line(scenario, text_get(&option), text_get(&text), diag);
    text_free(&text);
    text_free(&option);
    return good;
}

bool setup_apply(const struct setup *setup, const char *directory, struct scenario *scenario,
                 struct profile profiles[ENGINE_ENDS], struct diag *diag)
{
    for (unsigned i = 0; i < setup->n_lines; i++)
        if (!apply_line(&setup->lines[i], scenario, diag))
            return false;
    for (unsigned end = 0; end < ENGINE_ENDS; end++)
        if (!scenario_profile(scenario, end, directory, setup->profile, &profiles[end], diag))
            return false;
    return true;
}

/* ---------------------------------------------------------------- the same again */

void setup_add_option(struct text *command, const char *name, const char *value)
{
    if (value == NULL)
        return;
    text_add(command, " --%s", name);
    text_add_argument(command, value);
}

static bool is_chance(const char *word, bool delays)
{
    static const char *const words[] = { "loss", "burst", "duplicate", "reorder", "seed" };
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return delays && strcmp(word, "delay") == 0;
}

struct setup setup_without_chance(const struct setup *setup, bool delays)
{
    struct setup certain = *setup;
    certain.n_lines      = 0;
    for (unsigned i = 0; i < setup->n_lines; i++)
        if (!is_chance(setup->lines[i].word, delays))
            certain.lines[certain.n_lines++] = setup->lines[i];
    return certain;
}

void setup_add(struct text *command, const struct setup *setup)
{
    text_add_argument(command, setup->scenario);
    setup_add_option(command, "profile", setup->profile);
    for (unsigned i = 0; i < setup->n_lines; i++)
        setup_add_option(command, setup->lines[i].word, setup->lines[i].rest);
}
