/* models.c - the files of model/ by their names: bounds and mutants. */
#include "models.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct model_kind model_bounds  = {"bounds", "bound"};
const struct model_kind model_mutants = {"mutants", "mutant"};

static bool folder_of(char out[PLACE_MAX], const struct model_kind *kind)
{
    char model[PLACE_MAX];
    return place_model(model) && place_join(out, model, kind->folder);
}

static enum status no_place(struct text *problem)
{
    text_add(problem, "eleven: cannot find its own directories: %s\n", strerror(errno));
    return STATUS_FAILED;
}

static int is_model_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 4 && strcmp(entry->d_name + length - 4, ".fsm") == 0;
}

static void add_path(struct string_list *paths, const char *path)
{
    string_list_add(paths, strcpy(memory_get(strlen(path) + 1, 1), path));
}

static enum status list_all(struct string_list *paths, const struct model_kind *kind,
                            struct text *problem)
{
    struct dirent **entries;
    char            folder[PLACE_MAX], path[PLACE_MAX];
    if (!folder_of(folder, kind))
        return no_place(problem);
    int count = scandir(folder, &entries, is_model_file, alphasort);
    if (count < 0) {
        text_add(problem, "eleven: cannot read '%s': %s\n", folder, strerror(errno));
        return STATUS_FAILED;
    }
    for (int i = 0; i < count; i++) {
        if (place_join(path, folder, entries[i]->d_name))
            add_path(paths, path);
        free(entries[i]);
    }
    free(entries);
    if (paths->count > 0)
        return STATUS_DONE;
    text_add(problem, "eleven: no %s in '%s'\n", kind->noun, folder);
    return STATUS_USAGE;
}

void models_add_names(struct text *text, const char *folder, const char *ending)
{
    struct dirent **entries;
    const char     *glue  = "; there are: ";
    int             count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *end = strrchr(name, '.');
        if (name[0] != '.' && end != NULL && strcmp(end, ending) == 0) {
            text_add(text, "%s%.*s", glue, (int)(end - name), name);
            glue = " ";
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static bool is_path(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') != NULL || (length > 4 && strcmp(name + length - 4, ".fsm") == 0);
}

enum status models_find(char out[PLACE_MAX], const struct model_kind *kind, const char *name,
                        struct text *problem)
{
    char folder[PLACE_MAX], file[PLACE_MAX];
    if (!folder_of(folder, kind))
        return no_place(problem);
    int  length = snprintf(file, sizeof file, "%s%s", name, is_path(name) ? "" : ".fsm");
    bool fits   = length < PLACE_MAX;
    if (fits && is_path(name))
        memcpy(out, file, (size_t)length + 1);
    else
        fits = fits && place_join(out, folder, file);
    if (fits && place_exists(out))
        return STATUS_DONE;
    text_add(problem, "eleven: no %s '%s'", kind->noun, name);
    models_add_names(problem, folder, ".fsm");
    text_add(problem, "\n");
    return STATUS_USAGE;
}

enum status models_list(struct string_list *paths, const struct model_kind *kind,
                        const struct string_list *names, struct text *problem)
{
    char        path[PLACE_MAX];
    enum status status = STATUS_DONE;
    if (names->count == 0)
        return list_all(paths, kind, problem);
    for (size_t i = 0; i < names->count && status == STATUS_DONE; i++) {
        status = models_find(path, kind, names->items[i], problem);
        if (status == STATUS_DONE)
            add_path(paths, path);
    }
    return status;
}

/* NAME.fsm, or NAME-….fsm where nothing else stands before the hyphen */
static bool is_of_family(const char *path, const char *name)
{
    const char *file   = strrchr(path, '/') == NULL ? path : strrchr(path, '/') + 1;
    size_t      length = strlen(name);
    return strncmp(file, name, length) == 0 && (file[length] == '-' || strcmp(file + length, ".fsm") == 0);
}

enum status models_family(struct string_list *paths, const struct model_kind *kind, const char *name,
                          struct text *problem)
{
    const struct string_list one    = {&name, 1};
    struct string_list       all    = {0};
    enum status              status = models_list(paths, kind, &one, problem);
    if (status != STATUS_DONE || is_path(name))
        return status;
    models_free(paths);
    status = list_all(&all, kind, problem);
    for (size_t i = 0; i < all.count; i++)
        if (is_of_family(all.items[i], name))
            add_path(paths, all.items[i]);
    models_free(&all);
    return status;
}

void models_free(struct string_list *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free((char *)(uintptr_t)paths->items[i]);
    free(paths->items);
    *paths = (struct string_list){0};
}
