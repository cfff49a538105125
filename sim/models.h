/* models.h - the files of model/ by their names: bounds and mutants.
 *
 * A name is that of a file in its folder, without `.fsm`; what has a slash or ends with `.fsm`
 * is a path.
 *
 * Errors     each returns a status of status.h: a name that is not there is STATUS_USAGE. What
 *            there is to say is added to `problem`: whole lines, for stderr.
 * Ownership  the caller frees each item of a list of paths, and the list.
 */
#ifndef MODELS_H
#define MODELS_H

#include "options.h"
#include "place.h"
#include "status.h"
#include "text.h"

/* Which files. */
struct model_kind {
    const char *folder; /* below model/ */
    const char *noun;   /* what one of them is called */
};

extern const struct model_kind model_bounds, model_mutants;

enum status models_find(char out[PLACE_MAX], const struct model_kind *kind, const char *name,
                        struct text *problem);

/* Those of `names`, in order; where there are none, all in the folder, sorted by name. */
enum status models_list(struct string_list *paths, const struct model_kind *kind,
                        const struct string_list *names, struct text *problem);

/* The one of that name, and all whose names go on from it with a hyphen, sorted by name; of a path
 * that file alone. */
enum status models_family(struct string_list *paths, const struct model_kind *kind, const char *name,
                          struct text *problem);

/* Adds "; there are: lossy refused": the files of a folder that end so, without that; nothing where there
 * are none. */
void models_add_names(struct text *text, const char *folder, const char *ending);

void models_free(struct string_list *paths);

#endif
