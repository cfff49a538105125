/* setup.h - a scenario, and the options of a command line that go over it.
 *
 * `--loss 10%` is the line `loss 10%` of a scenario: so are the other options of its kind. They
 * replace what the scenario says; a rule comes behind its rules. `--set mss=536` may be written
 * for `--set 'mss 536'`.
 *
 * Errors     setup_option(), setup_argument(), setup_has_scenario() and setup_find() print one line to stderr, setup_apply() fills a diag.
 * Ownership  strings are the caller's, mostly those of argv.
 */
#ifndef SETUP_H
#define SETUP_H

#include "diag.h"
#include "place.h"
#include "scenario.h"
#include "status.h"
#include "text.h"

enum {
    SETUP_LINES_MAX = 32, /* options that are lines of a scenario */
    SETUP_WORDS     = 14  /* of which kind they are */
};

/* "loss", "delay", ...: the first words of those lines. */
extern const char *const setup_words[SETUP_WORDS];

struct setup_line {
    const char *word; /* the first of the line */
    const char *rest; /* as given */
};

struct setup {
    const char       *command;  /* "sim", for messages */
    const char       *scenario; /* as given: a file, or a name in model/scenarios */
    const char       *profile;  /* --profile, or NULL: the scenario's */
    unsigned          n_lines;  /* how many are in use */
    struct setup_line lines[SETUP_LINES_MAX]; /* over the scenario's, in this order */
};

/* An option that a command has beside those of the setup. */
struct setup_value {
    const char  *name;  /* of the option, without its dashes */
    const char **value; /* where it goes */
};

/* An option without a value. */
struct setup_flag {
    const char *name; /* of the option, with its dashes */
    bool       *flag; /* what it sets */
};

/* True when the argument is one of the flags, which is then set. */
bool setup_take_flag(const struct setup_flag *flags, unsigned n_flags, const char *argument);

/* True when argv[*i] is an option of the setup, or one of `values`: then *i is moved to its last
 * argument, and *good is false if it is wrong. */
bool setup_option(struct setup *setup, const struct setup_value *values, unsigned n_values,
                  int argc, char **argv, int *i, bool *good);

/* An argument that is no option is the scenario; false for a second one. */
bool setup_argument(struct setup *setup, const char *argument);

/* Whether one was given; if not, a line says so. */
bool setup_has_scenario(const struct setup *setup);

/* The file of the scenario, and the directory of the profiles. */
enum status setup_find(const struct setup *setup, char path[PLACE_MAX], char profiles[PLACE_MAX]);

/* The options go over a scenario that was read, and the profiles of its ends are looked up. */
bool setup_apply(const struct setup *setup, const char *directory, struct scenario *scenario,
                 struct profile profiles[ENGINE_ENDS], struct diag *diag);

/* The setup without the options that say what chance does; without those of delays too, if asked for. */
struct setup setup_without_chance(const struct setup *setup, bool delays);

/* Adds the scenario and its options, as a shell wants them. */
void setup_add(struct text *command, const struct setup *setup);

/* Adds one option; nothing where the value is NULL. */
void setup_add_option(struct text *command, const char *name, const char *value);

#endif
