/* reader.c - members of the JSON of a trace file; see reader.h. */
#include "reader.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

bool reader_fail(struct reader *r, const char *format, ...)
{
    char    message[DIAG_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    diag_file(r->diag, r->path, "line %u: %s", r->line, message);
    return false;
}

json_t *reader_get(struct reader *r, const json_t *object, const char *name, json_type type)
{
    static const char *const types[] = { [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
                                         [JSON_STRING] = "a string",  [JSON_INTEGER] = "a number" };
    json_t *value = json_object_get(object, name);
    if (value != NULL && json_typeof(value) == type)
        return value;
    reader_fail(r, "\"%s\" is missing, or is not %s", name, types[type]);
    return NULL;
}

/* The file may come from anywhere: control characters stay off the terminal. */
const char *reader_keep(struct reader *r, const char *string)
{
    size_t size = strlen(string) + 1;
    char  *copy = memcpy(run_take(r->run, size), string, size);
    for (char *c = copy; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    return copy;
}

bool reader_string(struct reader *r, const json_t *object, const char *name, const char **out)
{
    const json_t *value = reader_get(r, object, name, JSON_STRING);
    if (value != NULL)
        *out = reader_keep(r, json_string_value(value));
    return value != NULL;
}

bool reader_number(struct reader *r, const json_t *object, const char *name, uint32_t max,
                       uint32_t *out)
{
    const json_t *value = reader_get(r, object, name, JSON_INTEGER);
    if (value == NULL)
        return false;
    json_int_t number = json_integer_value(value);
    if (number < 0 || number > (json_int_t)max)
        return reader_fail(r, "\"%s\" is not in 0 to %" PRIu32, name, max);
    *out = (uint32_t)number;
    return true;
}

bool reader_find(const char *const *names, unsigned count, const char *name, unsigned *index)
{
    for (*index = 0; *index < count; (*index)++)
        if (strcmp(names[*index], name) == 0)
            return true;
    return false;
}

/* A string that is one of some names, as its index. */
bool reader_choice(struct reader *r, const char *name, const char *const *names,
                       unsigned count, uint8_t *out)
{
    unsigned      index = 0;
    const json_t *value = reader_get(r, r->object, name, JSON_STRING);
    if (value == NULL)
        return false;
    if (!reader_find(names, count, json_string_value(value), &index))
        return reader_fail(r, "\"%s\": there is no '%s'", name, json_string_value(value));
    *out = (uint8_t)index;
    return true;
}

bool reader_bool(struct reader *r, const json_t *object, const char *name, bool *out)
{
    const json_t *value = json_object_get(object, name);
    *out                = json_is_true(value);
    return json_is_boolean(value) || reader_fail(r, "\"%s\" is missing, or is not true or false", name);
}
