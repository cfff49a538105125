/* names.c - the symbols of a model; see names.h. */
#include "names.h"

#include <ctype.h>
#include <string.h>

#include "arena.h"

enum { SYMBOLS_MAX = 2000 }; /* finding one walks the list */

struct symbol *names_find(const struct model *m, const char *name)
{
    for (struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

/* SND.UNA becomes snd_una. */
static const char *lower(const char *name)
{
    char *id = arena_text(name, strlen(name));

    for (char *p = id; *p != '\0'; p++)
        *p = (*p == '.' || *p == '-') ? '_' : (char)tolower((unsigned char)*p);
    return id;
}

static bool is_constant(enum symbol_kind kind)
{
    return kind == SYM_STATE || kind == SYM_OPTION || kind == SYM_EVENT || kind == SYM_TIMER ||
           kind == SYM_SIGNAL;
}

/* SYN-SENT, a state, becomes SYN_SENT. */
static const char *upper(const char *name)
{
    char *id = arena_text(name, strlen(name));

    for (char *p = id; *p != '\0'; p++)
        *p = (*p == '.' || *p == '-') ? '_' : (char)toupper((unsigned char)*p);
    return id;
}

/* SEG.for and OUT.for are members of a segment, `for_`: their prefix goes, and no name of theirs is
 * a word of C. */
static const char *identifier(enum symbol_kind kind, const char *name)
{
    bool rides = (kind == SYM_SEGMENT || kind == SYM_OUT) && strlen(name) > 4 && name[3] == '.';

    if (rides)
        return arena_format("%s_", lower(name + 4));
    return is_constant(kind) ? upper(name) : lower(name);
}

/* Words of expressions, actions and rows: as names they could not be read back. */
static bool is_reserved(const char *name)
{
    static const char *const words[] = {
        "and", "or", "not", "in", "if", "then", "else", "true", "false", "min", "one", "enabled",
        "running", "due", "flies", "same", "next", "step", "start", "stop", "raise", "deliver",
        "remove", "copy", "forge", "tick",
    };

    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return strncmp(name, "peer.", 5) == 0;
}

/* A name of the same kind that becomes the same identifier: SND.UNA and snd_una. */
static const struct symbol *find_twin(const struct model *m, const struct symbol *s)
{
    for (const struct symbol *o = m->symbols; o != NULL; o = o->next)
        if (o->kind == s->kind && strcmp(o->ident, s->ident) == 0)
            return o;
    return NULL;
}

static bool is_full(const struct model *m)
{
    unsigned n = 0;

    for (unsigned i = 0; i <= SYM_WORLD; i++)
        n += m->count[i];
    return n >= SYMBOLS_MAX;
}

static bool is_one_of(const char *ident, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(ident, *words) == 0)
            return true;
    return false;
}

/* Is the name, which stands bare in what is generated, a word of C, of Promela, or of the frame
 * that it is put into? An input is bare in C only. */
static bool is_foreign_word(enum symbol_kind kind, const char *ident)
{
    static const char *const of_c[] = {
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
        "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
        "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
        "union", "unsigned", "void", "volatile", "while", "bool", "true", "false", "seg", NULL
    };
    static const char *const of_promela[] = {
        "active", "assert", "atomic", "bit", "byte", "chan", "empty", "eval", "fi", "full",
        "hidden", "init", "len", "local", "mtype", "never", "od", "of", "pid", "printf",
        "priority", "proctype", "provided", "run", "select", "show", "skip", "timeout", "trace",
        "unless", "xr", "xs", NULL
    };
    static const char *const of_frames[] = {
        "state", "script", "timer", "options", "flags", "seq", "ack", "text", "net", "tcb", "mv",
        "e", "arg", "ev", "step", "k", "n", "s", "n_out", "out", "begun", NULL
    };
    bool bare = kind == SYM_VAR || kind == SYM_PARAM || kind == SYM_BUDGET || kind == SYM_SEGMENT;

    if (bare && (is_one_of(ident, of_promela) || is_one_of(ident, of_frames)))
        return true;
    return (bare || kind == SYM_INPUT) && is_one_of(ident, of_c);
}

/* Nothing stands in the way of a new symbol. */
static bool is_free(const struct model *m, const struct symbol *s)
{
    const struct symbol *old = names_find(m, s->name), *twin = find_twin(m, s);

    if (old != NULL && old->at.source == NULL) {
        error_at(s->at, "'%s' is built in, %s: choose another name", s->name,
                 names_kind(old->kind));
        return false;
    }
    if (old != NULL) {
        error_at(s->at, "'%s' is declared twice", s->name);
        note_at(old->at, "the first one, %s, stands here", names_kind(old->kind));
        return false;
    }
    if (s->at.source != NULL && is_foreign_word(s->kind, s->ident)) {
        error_at(s->at, "'%s' is a word of C, of Promela or of eleven: choose another name",
                 s->name);
        return false;
    }
    if (is_reserved(s->name)) {
        error_at(s->at, "'%s' is a word of the language: choose another name", s->name);
        return false;
    }
    if (twin == NULL || s->at.source == NULL)
        return true;
    error_at(s->at, "'%s' and '%s' are one name in C: '%s'", s->name, twin->name, s->ident);
    if (twin->at.source != NULL)
        note_at(twin->at, "'%s' is declared here", twin->name);
    return false;
}

struct symbol *names_add(struct model *m, enum symbol_kind kind, const char *name,
                         struct place at)
{
    struct symbol  *s = arena_take(sizeof *s);
    struct symbol **end = &m->symbols;

    s->kind = kind;
    s->name = name;
    s->ident = identifier(kind, name);
    s->text = s->cite = "";
    s->at = at;
    if (is_full(m)) {
        error_at(at, "too many names: at most %d", SYMBOLS_MAX);
        return s;
    }
    if (!is_free(m, s))
        return s;
    s->index = m->count[kind]++;
    while (*end != NULL)
        end = &(*end)->next;
    *end = s;
    return s;
}

unsigned names_distance(const char *a, const char *b)
{
    unsigned row[64]; /* longer names are near nothing */
    size_t   na = strlen(a), nb = strlen(b);

    if (na >= 64 || nb >= 64)
        return 64;
    for (unsigned j = 0; j <= nb; j++)
        row[j] = j;
    for (unsigned i = 1; i <= na; i++) {
        unsigned corner = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= nb; j++) {
            unsigned best = corner + (a[i - 1] != b[j - 1]);

            corner = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[nb];
}

const char *names_nearest(const struct model *m, const char *name)
{
    const char *best = NULL;
    unsigned    least = 3;

    for (const struct symbol *s = m->symbols; s != NULL; s = s->next) {
        unsigned d = names_distance(s->name, name);

        if (d < least && d < strlen(name)) {
            least = d;
            best = s->name;
        }
    }
    return best;
}

void names_unknown(const struct model *m, const char *name, struct place at)
{
    const char *near = names_nearest(m, name);

    if (near != NULL)
        error_at(at, "unknown name '%s'; did you mean '%s'?", name, near);
    else
        error_at(at, "unknown name '%s'", name);
}

struct symbol *names_nth(const struct model *m, enum symbol_kind kind, unsigned index)
{
    for (struct symbol *s = m->symbols; s != NULL; s = s->next)
        if (s->kind == kind && s->index == index)
            return s;
    return NULL;
}

const char *names_kind(enum symbol_kind kind)
{
    switch (kind) {
    case SYM_STATE:   return "a state";
    case SYM_SET:     return "a set of states";
    case SYM_OPTION:  return "an option";
    case SYM_PARAM:   return "a parameter";
    case SYM_VAR:     return "a variable";
    case SYM_INPUT:   return "an input";
    case SYM_TIMER:   return "a timer";
    case SYM_SIGNAL:  return "a signal";
    case SYM_EVENT:   return "an event";
    case SYM_LET:     return "a let";
    case SYM_DO:      return "a do";
    case SYM_SOURCE:  return "a source";
    case SYM_BUDGET:  return "a budget";
    case SYM_SEGMENT: return "a field of the segment that arrives";
    case SYM_OUT:     return "a field of the segment that is sent";
    case SYM_WORLD:   return "a word of the world";
    }
    return "nothing";
}

static const struct {
    enum symbol_kind kind;
    const char      *name, *ident;
    enum type        type;
    unsigned         max;
} builtin[] = {
    { SYM_SEGMENT, "SEG.SEQ", "seq", TYPE_SEQ, 0 },
    { SYM_SEGMENT, "SEG.ACK", "ack", TYPE_SEQ, 0 },
    { SYM_SEGMENT, "SEG.TEXT", "text", TYPE_COUNT, COUNT_MAX },
    { SYM_SEGMENT, "FIN", "fin", TYPE_BOOL, 0 },
    { SYM_SEGMENT, "SYN", "syn", TYPE_BOOL, 0 },
    { SYM_SEGMENT, "RST", "rst", TYPE_BOOL, 0 },
    { SYM_SEGMENT, "ACK", "ack_bit", TYPE_BOOL, 0 },
    { SYM_OUT, "OUT.SEQ", "seq", TYPE_SEQ, 0 },
    { SYM_OUT, "OUT.TEXT", "text", TYPE_COUNT, COUNT_MAX },
    { SYM_OUT, "OUT.FIN", "FIN", TYPE_BOOL, 0 },
    { SYM_OUT, "OUT.SYN", "SYN", TYPE_BOOL, 0 },
    { SYM_OUT, "OUT.RST", "RST", TYPE_BOOL, 0 },
    { SYM_WORLD, "state", "state", TYPE_STATE, 0 },
    { SYM_WORLD, "SEQ.HALF", "seq_half", TYPE_COUNT, COUNT_MAX },
    { SYM_WORLD, "flight", "flight", TYPE_COUNT, COUNT_MAX },
    { SYM_WORLD, "CAPACITY", "capacity", TYPE_COUNT, COUNT_MAX },
    { SYM_WORLD, "i", "i", TYPE_COUNT, COUNT_MAX },
    { SYM_WORLD, "call_ready", "call_ready", TYPE_BOOL, 0 },
    { SYM_WORLD, "timed", "timed", TYPE_BOOL, 0 },
    { SYM_WORLD, "expiring", "expiring", TYPE_BOOL, 0 },
    { SYM_WORLD, "tick_ready", "tick_ready", TYPE_BOOL, 0 },
    { SYM_WORLD, "overdue", "overdue", TYPE_BOOL, 0 },
    { SYM_WORLD, "eldest", "eldest", TYPE_BOOL, 0 },
    { SYM_WORLD, "youngest", "youngest", TYPE_BOOL, 0 },
    { SYM_WORLD, "over", "over", TYPE_BOOL, 0 },
    { SYM_WORLD, "unspecified", "unspecified", TYPE_BOOL, 0 },
    { SYM_WORLD, "changed", "changed", TYPE_BOOL, 0 },
    { SYM_WORLD, "sent", "sent", TYPE_COUNT, COUNT_MAX },
    /* What can be watched and is no name of a value. */
    { SYM_WORLD, "arrive", "arrive", TYPE_NONE, 0 },
    { SYM_WORLD, "send", "send", TYPE_NONE, 0 },
    { SYM_WORLD, "settle", "settle", TYPE_NONE, 0 },
    { SYM_WORLD, "forget", "forget", TYPE_NONE, 0 },
    { SYM_WORLD, "crash", "crash", TYPE_NONE, 0 },
    { SYM_WORLD, "call", "call", TYPE_NONE, 0 },
    { SYM_WORLD, "tell", "tell", TYPE_NONE, 0 },
};

void names_builtin(struct model *m)
{
    struct place nowhere = { NULL, 0, 0 };

    for (unsigned i = 0; i < sizeof builtin / sizeof builtin[0]; i++) {
        struct symbol *s = names_add(m, builtin[i].kind, builtin[i].name, nowhere);

        s->ident = builtin[i].ident;
        s->type = builtin[i].type;
        s->max = builtin[i].max;
    }
}
