/* study_where.c - some points of a grid; see study_where.h. */
#include "study_where.h"

#include <string.h>

bool study_find_axis(const struct study *study, const char *name, size_t length, unsigned *axis,
                     struct text *problem)
{
    const char *glue = "; there is none";
    for (*axis = 0; *axis < study->n_axes; ++*axis)
        if (study->axes[*axis].count != 0 && strlen(study->axes[*axis].name) == length
            && memcmp(study->axes[*axis].name, name, length) == 0)
            return true;
    text_add(problem, "no option with many values '%.*s'", (int)length, name);
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0) {
            text_add(problem, "%s '%s'", glue[0] == ';' ? "; there are:" : "", study->axes[i].name);
            glue = "";
        }
    text_add(problem, "%s", glue);
    return false;
}

static bool find_value(const struct axis *axis, const char *text, size_t length, unsigned *value,
                       struct text *problem)
{
    for (*value = 0; *value < axis->count; ++*value)
        if (axis->values[*value].length == length && memcmp(text_get(&axis->values[*value]), text, length) == 0)
            return true;
    text_add(problem, "%s has no value '%.*s'; there are:", axis->name, (int)length, text);
    for (unsigned i = 0; i < axis->count; i++)
        text_add(problem, " %s", text_get(&axis->values[i]));
    return false;
}

/* NAME=VALUE,VALUE: of that axis the points with other values are out. */
static bool choose(const struct study *study, const char *where, bool *chosen, struct text *problem)
{
    bool        wanted[AXIS_VALUES_MAX] = { false };
    const char *next = strrchr(where, '=');
    unsigned    axis, value;
    if (next == NULL) {
        text_add(problem, "expected NAME=VALUE,VALUE, not '%s'", where);
        return false;
    }
    if (!study_find_axis(study, where, (size_t)(next - where), &axis, problem))
        return false;
    while (*next != '\0') {
        size_t length = strcspn(++next, ",");
        if (!find_value(&study->axes[axis], next, length, &value, problem))
            return false;
        wanted[value] = true;
        next += length;
    }
    for (uint32_t i = 0; i < study->n_points; i++)
        chosen[i] = chosen[i] && wanted[study_value(study, i, axis)];
    return true;
}

bool study_choose(const struct study *study, const struct string_list *where, bool *chosen,
                  struct text *problem)
{
    memset(chosen, true, study->n_points * sizeof *chosen);
    for (size_t i = 0; i < where->count; i++)
        if (!choose(study, where->items[i], chosen, problem))
            return false;
    return true;
}

void study_join(struct text *text, const char *part)
{
    if (part[0] != '\0')
        text_add(text, "%s%s", text->length > 0 ? ", " : "", part);
}

void study_add_values(struct text *text, const struct study *study, uint32_t point)
{
    struct text values = { 0 };
    for (unsigned i = 0; i < study->n_axes; i++)
        if (study->axes[i].count != 0)
            text_add(&values, "%s%s %s", values.length > 0 ? ", " : "", study->axes[i].name,
                     text_get(&study->axes[i].values[study_value(study, point, i)]));
    text_add(text, "%s", text_get(&values));
    text_free(&values);
}
