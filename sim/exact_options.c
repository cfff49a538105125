/* exact_options.c - the command line of `eleven exact`; see exact_options.h. */
#include "exact_options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

/* ---------------------------------------------------------------- the command line */

static bool fails(const char *message, const char *argument)
{
    return options_complain("exact", message, argument);
}

static bool read_flag(struct exact_options *options, const char *argument)
{
    const struct setup_flag flags[] = {
        { "--polynomial", &options->polynomial }, { "--segments", &options->segments },
        { "--claims", &options->claims },         { "--csv", &options->csv },
        { "--json", &options->json },             { "--help", &options->help },
        { "-h", &options->help },
    };
    return setup_take_flag(flags, sizeof flags / sizeof flags[0], argument);
}

bool exact_options_read(struct exact_options *options, int argc, char **argv)
{
    const struct setup_value values[] = {
        { "loss", &options->loss },   { "below", &options->below }, { "max-loss", &options->max_loss },
        { "curve", &options->curve }, { "memory", &options->memory }, { "time", &options->time },
        { "worst", &options->worst }, { "max-dup", &options->max_dup }, { "max-held", &options->max_held },
    };
    for (int i = 1; i < argc; i++) {
        bool good = true;
        if (!read_flag(options, argv[i])
            && !setup_option(&options->setup, values, sizeof values / sizeof values[0], argc, argv, &i,
                             &good))
            good = setup_argument(&options->setup, argv[i]);
        if (!good)
            return false;
    }
    return options->help || setup_has_scenario(&options->setup);
}

/* ---------------------------------------------------------------- numbers */

/* A number from 0 to 1 that ends where one of `ends` stands. */
static bool read_share(const char **text, const char *ends, double *share)
{
    char *end;
    *share = strtod(*text, &end);
    if (end != *text && *end == '%') {
        *share /= 100;
        end++;
    }
    bool good = end != *text && strchr(ends, *end) != NULL && *share >= 0 && *share <= 1;
    *text     = end;
    return good;
}

static bool add_loss(struct exact_ask *ask, double p, double q)
{
    if (ask->n_losses == EXACT_LOSSES_MAX)
        return false;
    weight_loss_start(&ask->losses[ask->n_losses++], p, q);
    ask->request.two_ways |= p != q;
    ask->request.chances[0].lossy |= p > 0;
    ask->request.chances[1].lossy |= q > 0;
    return true;
}

/* P[/Q], P[/Q], ... */
static bool read_losses(struct exact_ask *ask, const char *text)
{
    const char *at = text;
    for (;;) {
        double p, q;
        if (!read_share(&at, "/,", &p))
            return fails("expected probabilities such as 0.1,0.3 or 0.1/0.2, not", text);
        q = p;
        if (*at == '/') {
            at++;
            if (!read_share(&at, ",", &q))
                return fails("expected a probability for each direction, not", text);
        }
        if (!add_loss(ask, p, q))
            return fails("too many probabilities:", text);
        if (*at == '\0')
            return true;
        at++;
    }
}

static bool take_losses(struct exact_ask *ask, const struct exact_options *options)
{
    const struct exact_chance *chances = ask->request.chances;
    if (options->loss != NULL)
        return read_losses(ask, options->loss);
    if (chances[0].loss != 0 || chances[1].loss != 0)
        return add_loss(ask, exact_share(chances[0].loss), exact_share(chances[1].loss));
    return add_loss(ask, 0.01, 0.01) && add_loss(ask, 0.1, 0.1) && add_loss(ask, 0.3, 0.3);
}

static bool read_positive(const char *what, const char *text, double *number)
{
    char *end;
    if (text == NULL)
        return true;
    *number = strtod(text, &end);
    return (end != text && *end == '\0' && isfinite(*number) && *number > 0) || fails(what, text);
}

/* A number of segments; without one there is no limit. */
static bool read_limit(const char *text, uint32_t *most)
{
    char *end;
    *most = EXACT_NO_LIMIT;
    if (text == NULL)
        return true;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number > WEIGHT_FIELD_MAX)
        return fails("expected a number of segments, not", text);
    *most = (uint32_t)number;
    return true;
}

/* Where no probabilities are asked for, a limit is enough to make segments copied or held up. */
static bool take_deeds(struct exact_ask *ask, const struct exact_options *options)
{
    struct exact_chance *chances = ask->request.chances;
    bool                 free    = options->worst != NULL || options->claims;
    bool                 copies  = chances[0].copies || chances[1].copies;
    bool                 holds   = chances[0].holds || chances[1].holds;
    bool                 could   = (chances[0].hold_us | chances[1].hold_us) != 0;
    if (options->max_dup != NULL && !copies && !free)
        return fails("the probability of a copy is missing (--duplicate P) for --max-dup", options->max_dup);
    if (options->max_held != NULL && !holds && (!free || !could))
        return fails("for how long is missing (--reorder 'P TIME') for --max-held", options->max_held);
    for (unsigned way = 0; way < ENGINE_ENDS; way++) {
        chances[way].copies |= options->max_dup != NULL && !copies;
        chances[way].holds |= options->max_held != NULL && !holds && chances[way].hold_us != 0;
    }
    return true;
}

static bool read_memory(struct exact_ask *ask, const char *text)
{
    ask->request.memory = options_memory(2);
    return text == NULL || options_size(text, &ask->request.memory)
           || fails("expected a size such as 512M, not", text);
}

static bool check_curve(const char *name)
{
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        if (name == NULL || strcmp(name, exact_what_names[what]) == 0)
            return true;
    fputs("eleven exact: expected ", stderr);
    for (unsigned what = 0; what < EXACT_WHATS; what++)
        fprintf(stderr, "%s%s", exact_what_names[what], what + 1 < EXACT_WHATS ? ", " : "");
    return fails(", not", name);
}

static bool is_plain(const struct exact_chance *chance)
{
    return !chance->copies && !chance->holds && chance->n_choices == 1;
}

/* What chance does beside losses has its probability too. */
static void take_chances(struct exact_ask *ask)
{
    const struct exact_chance *chances = ask->request.chances;
    struct weight_chances      weights = exact_chance_weights(chances);
    bool                       plain   = is_plain(&chances[0]) && is_plain(&chances[1]);
    for (unsigned i = 0; !plain && i < ask->n_losses; i++)
        weight_loss_chances(&ask->losses[i], &weights);
    ask->request.two_ways |= weights.copied[0] < weights.copied[1] || weights.copied[0] > weights.copied[1]
                             || weights.held[0] < weights.held[1] || weights.held[0] > weights.held[1]
                             || weights.choices[0] != weights.choices[1]
                             || chances[0].holds != chances[1].holds;
}

/* ---------------------------------------------------------------- what is asked */

/* --worst and --claims look at every run: what is about probabilities has no place beside them. */
static bool suits(const struct exact_options *o)
{
    const struct {
        const char *name;   /* of an option */
        bool        given;  /* it is there */
        bool        claims; /* --claims has it too */
        bool        worst;  /* --worst */
    } others[] = {
        { "--below", o->below != NULL, false, false },   { "--curve", o->curve != NULL, false, false },
        { "--segments", o->segments, false, false },     { "--polynomial", o->polynomial, false, false },
        { "--json", o->json, false, false },             { "--csv", o->csv, false, true },
        { "--max-loss", o->max_loss != NULL, true, false }, { "--worst", o->worst != NULL, false, true },
    };
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].given && ((o->claims && !others[i].claims) || (o->worst != NULL && !others[i].worst)))
            return fails(o->claims ? "--claims has no" : "--worst has no", others[i].name);
    return !o->csv || !o->json || fails("--csv has no", "--json");
}

/* The patterns of up to K losses, with their segments; and of each kind one, to be shown. */
static bool read_kind(struct exact_ask *ask, const struct exact_options *options)
{
    ask->request.segments = options->segments || options->worst != NULL;
    ask->request.claims   = options->claims;
    ask->request.trails   = options->claims || options->worst != NULL;
    return read_limit(options->worst != NULL ? options->worst : options->max_loss, &ask->request.most.lost);
}

bool exact_options_ask(const struct exact_options *options, struct exact_ask *ask)
{
    struct exact_request *request = &ask->request;
    bool good = suits(options) && take_losses(ask, options) && take_deeds(ask, options)
                && read_kind(ask, options) && read_limit(options->max_dup, &request->most.copied)
                && read_limit(options->max_held, &request->most.held) && read_memory(ask, options->memory)
                && check_curve(options->curve)
                && read_positive("expected a probability such as 1e-12, not", options->below, &request->below)
                && read_positive("expected seconds, not", options->time, &request->seconds);
    if (!good)
        return false;
    take_chances(ask);
    request->losses   = ask->losses;
    request->n_losses = ask->n_losses;
    return true;
}

void exact_options_again(struct text *command, const struct exact_options *options)
{
    text_add(command, "eleven exact");
    setup_add(command, &options->setup);
    setup_add_option(command, "loss", options->loss);
    setup_add_option(command, "below", options->below);
    setup_add_option(command, "max-loss", options->max_loss);
    setup_add_option(command, "max-dup", options->max_dup);
    setup_add_option(command, "max-held", options->max_held);
    setup_add_option(command, "curve", options->curve);
    text_add(command, "%s", options->segments ? " --segments" : "");
    text_add(command, "%s", options->polynomial ? " --polynomial" : "");
}
