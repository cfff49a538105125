/* replay.c - a run as a line of text; see replay.h. */
#include "replay.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tcpdump.h"

/* ---------------------------------------------------------------- what is possible in a world */

/* One move that is enabled, and its decision with all its words. */
struct choice {
    unsigned    move; /* as engine.move takes it */
    struct text text; /* "A open active iss 1" */
};

struct menu {
    struct choice *items; /* `count` of them */
    size_t         count; /* how many */
};

static void add_lower(struct text *text, const char *string)
{
    for (; *string != '\0'; string++)
        text_add(text, "%c", tolower((unsigned char)*string));
}

static void add_forged(struct text *text, const struct engine_segment *segment)
{
    char flags[TCPDUMP_FLAGS_MAX];
    text_add(text, " [%s] seq %u", tcpdump_flags(flags, segment->flags), segment->seq);
    if ((segment->flags & FLAG_ACK) != 0)
        text_add(text, " ack %u", segment->ack);
    if (segment->text > 0)
        text_add(text, " length %u", segment->text);
}

/* All the words of a decision. */
static void add_words(struct text *text, const struct engine *engine,
                      const struct engine_step *step)
{
    text_add(text, "%c ", "AB"[step->end & 1]);
    if (step->call != NULL) {
        add_lower(text, step->call);
        if (step->iss > 0)
            text_add(text, " iss %u", step->iss);
        return;
    }
    text_add(text, "%s", engine->moves[step->move].name);
    if (step->segment.forged != 0)
        add_forged(text, &step->segment);
    else if (step->argument > 0)
        text_add(text, " %u", step->argument + 1U);
}

static struct menu menu_make(const struct engine *engine, const void *world)
{
    struct menu menu = {memory_get(engine->n_choices, sizeof *menu.items), 0};
    void       *next = memory_get(1, engine->world_size);
    for (unsigned move = 0; move < engine->n_choices; move++) {
        struct engine_step step;
        if (!engine->move(world, move, next, &step))
            continue;
        menu.items[menu.count].move = move;
        add_words(&menu.items[menu.count++].text, engine, &step);
    }
    free(next);
    return menu;
}

static void menu_free(struct menu *menu)
{
    for (size_t i = 0; i < menu->count; i++)
        text_free(&menu->items[i].text);
    free(menu->items);
}

/* Whether `whole` begins with those words, its end being left out or not. */
static bool begins(const char *whole, const char *words, size_t length)
{
    bool   with_end = length > 1 && strchr("AaBb", words[0]) != NULL && words[1] == ' ';
    size_t skip     = with_end ? 0 : 2;
    return strncasecmp(whole + skip, words, length) == 0 &&
           (whole[skip + length] == '\0' || whole[skip + length] == ' ');
}

/* The choices that these words can mean: the one that has no others, or all that begin so.
 * How many; the first of them in *found. */
static size_t menu_find(const struct menu *menu, const char *words, size_t length,
                        const struct choice **found)
{
    size_t count = 0;
    for (size_t i = 0; i < menu->count; i++) {
        const struct text *whole = &menu->items[i].text;
        if (!begins(text_get(whole), words, length))
            continue;
        if (count++ == 0 || whole->length == length)
            *found = &menu->items[i];
        if (whole->length == length)
            return 1;
    }
    return count;
}

/* ---------------------------------------------------------------- writing */

/* As few words as tell it from the others. */
void replay_add_move(struct text *text, const struct engine *engine, const void *world,
                     unsigned m)
{
    struct menu menu = menu_make(engine, world);
    for (size_t i = 0; i < menu.count; i++) {
        const struct choice *found = NULL;
        const char          *whole = text_get(&menu.items[i].text);
        size_t               length = 2 + strcspn(whole + 2, " ");
        if (menu.items[i].move != m)
            continue;
        while (whole[length] != '\0' &&
               (menu_find(&menu, whole, length, &found) != 1 || found->move != m))
            length += 1 + strcspn(whole + length + 1, " ");
        text_add_bytes(text, whole, length);
    }
    menu_free(&menu);
}

bool replay_add(struct text *text, const struct engine *engine, const struct path *path)
{
    void *world = memory_get(2, engine->world_size);
    void *next  = (char *)world + engine->world_size;
    bool  good  = true;
    engine_start(engine, world);
    for (size_t i = 0; i < path->count && good; i++) {
        good = path->moves[i] < engine->n_choices &&
               engine->move(world, path->moves[i], next, NULL);
        if (!good)
            break;
        text_add(text, "%s%s", i > 0 ? "; " : "",
                 path->loop > 0 && i == path->count - path->loop ? "(" : "");
        replay_add_move(text, engine, world, path->moves[i]);
        memcpy(world, next, engine->world_size);
    }
    text_add(text, "%s", good && path->loop > 0 ? ")" : "");
    free(world);
    return good;
}

/* ---------------------------------------------------------------- reading */

/* A replay while it is read. */
struct reader {
    const struct engine *engine; /* that makes the moves */
    struct path         *path;   /* the moves so far */
    void                *world;  /* where they led to */
    void                *next;   /* room for one more */
    void                *start;  /* of the loop */
    bool                 loops;  /* there is one */
    bool                 closed; /* and it has ended */
    struct text          words;  /* the decision at hand, blanks squeezed */
    struct diag         *diag;   /* for errors */
};

static bool fail(struct reader *reader, const char *what, const char *more)
{
    diag_file(reader->diag, "replay", "%s%s", what, more);
    reader->diag->line   = (unsigned)reader->path->count + 1;
    reader->diag->column = 1;
    snprintf(reader->diag->source, sizeof reader->diag->source, "%s", text_get(&reader->words));
    return false;
}

static bool fail_move(struct reader *reader, const struct menu *menu, size_t found)
{
    struct text list = {0};
    for (size_t i = 0; i < menu->count && list.length < DIAG_TEXT_MAX; i++) {
        const char *whole = text_get(&menu->items[i].text);
        if (found == 0 || begins(whole, text_get(&reader->words), reader->words.length))
            text_add(&list, "%s%s", list.length > 0 ? "; " : "", whole);
    }
    fail(reader, found == 0 ? "this is not possible here; possible is: " : "this can mean: ",
         list.length > 0 ? text_get(&list) : "nothing");
    text_free(&list);
    return false;
}

/* Makes the move that the words mean. */
static bool make_move(struct reader *reader)
{
    const struct engine *engine = reader->engine;
    struct path         *path   = reader->path;
    const struct choice *choice = NULL;
    struct menu          menu   = menu_make(engine, reader->world);
    size_t found = menu_find(&menu, text_get(&reader->words), reader->words.length, &choice);
    bool   good  = found == 1 ? engine->move(reader->world, choice->move, reader->next, NULL)
                              : fail_move(reader, &menu, found);
    if (good) {
        memcpy(reader->world, reader->next, engine->world_size);
        path->moves = memory_resize(path->moves, (path->count + 1) * sizeof *path->moves);
        path->moves[path->count++] = choice->move;
        path->loop += reader->loops;
    }
    menu_free(&menu);
    return good;
}

static void trim(struct text *words)
{
    while (words->length > 0 && words->data[words->length - 1] == ' ')
        words->data[--words->length] = '\0';
}

/* Copies one decision, its blanks squeezed. */
static void take_words(struct text *words, const char *from, size_t length)
{
    words->length = 0;
    text_add(words, "%s", "");
    for (size_t i = 0; i < length; i++)
        if (!isspace((unsigned char)from[i]))
            text_add(words, "%c", from[i]);
        else if (words->length > 0 && words->data[words->length - 1] != ' ')
            text_add(words, " ");
    trim(words);
}

static bool open_loop(struct reader *reader)
{
    if (reader->loops)
        return fail(reader, "a second '(': what is repeated for ever stands last", "");
    memcpy(reader->start, reader->world, reader->engine->world_size);
    reader->loops = true;
    return true;
}

static bool close_loop(struct reader *reader)
{
    if (reader->loops != reader->closed)
        return fail(reader, reader->loops ? "')' is missing at the end" : "')' without its '('", "");
    if (reader->loops && memcmp(reader->start, reader->world, reader->engine->world_size) != 0)
        return fail(reader, "what is repeated for ever does not come back to where it began", "");
    return true;
}

/* What stands between two `;`. */
static bool read_piece(struct reader *reader, const char *from, size_t length)
{
    size_t blank = strspn(from, " \t\r\n");
    bool   opens = blank < length && from[blank] == '(';
    take_words(&reader->words, from + blank + opens, length - blank - opens);
    if (reader->closed)
        return fail(reader, "what is repeated for ever must stand last", "");
    if (opens && !open_loop(reader))
        return false;
    struct text *words = &reader->words;
    reader->closed     = words->length > 0 && words->data[words->length - 1] == ')';
    if (reader->closed)
        words->data[--words->length] = '\0';
    trim(words);
    return words->length > 0 ? make_move(reader) : fail(reader, "a decision was expected", "");
}

static bool read_all(struct reader *reader, const char *string)
{
    while (string[strspn(string, " \t\r\n")] != '\0') {
        size_t length = strcspn(string, ";");
        if (!read_piece(reader, string, length))
            return false;
        string += length + (string[length] == ';');
    }
    return close_loop(reader);
}

bool replay_read(struct path *path, const struct engine *engine, const char *string,
                 struct diag *diag)
{
    char         *worlds = memory_get(3, engine->world_size);
    struct reader reader = {.engine = engine, .path = path, .world = worlds,
                            .next = worlds + engine->world_size,
                            .start = worlds + 2 * engine->world_size, .diag = diag};
    *path                = (struct path){0};
    engine_start(engine, reader.world);
    bool good = read_all(&reader, string);
    text_free(&reader.words);
    free(worlds);
    return good;
}
