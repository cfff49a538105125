/* waves_save.c - a search in a file, from which it goes on to the same counts and runs. */
#include "waves_save.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "whole.h"

enum { PIECE = 1 << 20, ORDER_OF_OCTETS = 0x01020304 };

/* --- the first line, and numbers --- */

static const char kind[] = "eleven checkpoint 2";

static void first_line(struct text *line, const struct engine *engine,
                       const struct explore_limits *limits)
{
    text_add(line, "%s: %s %s, depth %" PRIu64 ", links %" PRIu64 "%s\n", kind, engine->bound,
             limits->checkpoint.identity, limits->depth, limits->links,
             waves_takes_orbits(engine, limits) ? ", orbits" : "");
}

/* What is to be known before anything else is read. */
struct head {
    uint64_t octets;             /* ORDER_OF_OCTETS, where the machine is of the same kind */
    uint64_t bytes;              /* that the search needs */
    uint64_t count, kept, dropped, buckets; /* as roots */
    uint64_t halves[ENGINE_ENDS];           /* numbers given away */
    uint64_t n_links, linked, level, at;    /* as waves */
    uint64_t transitions, overflows, premises, violated, once, lopsided; /* of worker 0 */
    double   seconds;            /* so far */
    uint64_t sum;                /* made of all above */
};

static uint64_t sum_of(const struct head *head)
{
    return worlds_hash(head, offsetof(struct head, sum));
}

static struct head head_of(const struct waves *waves)
{
    const struct roots        *roots  = &waves->roots;
    const struct waves_worker *worker = &waves->workers[0];
    struct head head = {.octets = ORDER_OF_OCTETS, .bytes = waves_bytes(waves),
                        .count = roots->count, .kept = roots->kept, .dropped = roots->dropped,
                        .buckets = roots->buckets,
                        .halves  = {waves->halves[0].count, waves->halves[1].count},
                        .n_links = waves->n_links, .linked = waves->linked,
                        .level = waves->level, .at = waves->at,
                        .transitions = worker->counts[WAVES_ONCE].transitions,
                        .overflows   = worker->counts[WAVES_ONCE].overflows,
                        .premises = worker->premises, .violated = worker->violated,
                        .once = worker->once, .lopsided = worker->lopsided,
                        .seconds = waves_seconds(waves)};
    head.sum = sum_of(&head);
    return head;
}

static bool is_sound(const struct head *head)
{
    return head->octets == ORDER_OF_OCTETS && head->sum == sum_of(head);
}

/* --- octets, in the same order to the file and from it --- */

struct stream {
    FILE    *file;    /* open */
    bool     reading; /* else writing */
    bool     good;    /* so far */
    uint64_t sum;     /* made of all octets so far */
};

static void pass(struct stream *stream, void *bytes, size_t size)
{
    size_t done = stream->reading ? fread(bytes, 1, size, stream->file)
                                  : fwrite(bytes, 1, size, stream->file);
    uint64_t sums[] = {stream->sum, worlds_hash(bytes, size)};
    stream->good    = stream->good && done == size;
    stream->sum     = worlds_hash(sums, sizeof sums);
}

static void pass_all(struct stream *stream, void *bytes, uint64_t size)
{
    for (uint64_t at = 0; at < size && stream->good; at += PIECE)
        pass(stream, (char *)bytes + at, size - at < PIECE ? size - at : PIECE);
}

static void pass_worker(struct stream *stream, const struct waves *waves)
{
    const struct engine *engine = waves->engine;
    struct waves_worker *worker = &waves->workers[0];
    size_t               cells  = (size_t)engine->n_rows * engine->n_states;
    pass_all(stream, worker->counts[WAVES_ONCE].fired, cells * sizeof(uint64_t));
    pass_all(stream, worker->counts[WAVES_ONCE].ends, engine->n_legal_ends * sizeof(uint64_t));
    pass_all(stream, worker->seen, result_claims(engine) * sizeof *worker->seen);
}

static void pass_roots(struct stream *stream, struct roots *roots)
{
    uint64_t each = sizeof *roots->order;
    pass_all(stream, (void *)roots->slots, roots_slots(roots) * each);
    pass_all(stream, roots->order, roots->kept * each);
    pass_all(stream, roots->order + roots->dropped, (roots->count - roots->dropped) * each);
}

static void pass_waves(struct stream *stream, struct waves *waves, const struct head *head)
{
    pass_worker(stream, waves);
    pass_all(stream, waves->levels, (waves->level + 2) * sizeof *waves->levels);
    pass_all(stream, waves->links, waves->n_links * sizeof *waves->links);
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        pass_all(stream, waves->halves[e].bytes, head->halves[e] * waves->halves[e].size);
    pass_roots(stream, &waves->roots);
}

/* --- writing --- */

/* Numbers that are not in use must not be taken for halves later. */
static void void_spares(struct waves *waves)
{
    for (unsigned i = 0; i < waves->limits.threads; i++)
        for (unsigned e = 0; e < ENGINE_ENDS; e++)
            halves_void(waves->sets[e], &waves->workers[i].spares[e]);
}

bool waves_save(struct waves *waves)
{
    struct whole whole;
    struct text  line = {0};
    struct head  head = head_of(waves);
    if (!whole_open(&whole, waves->limits.checkpoint.file))
        return false;
    first_line(&line, waves->engine, &waves->limits);
    fputs(text_get(&line), whole.out);
    text_free(&line);
    fwrite(&head, sizeof head, 1, whole.out);
    void_spares(waves);
    struct stream stream = {.file = whole.out, .good = true};
    pass_waves(&stream, waves, &head);
    uint64_t sum = stream.sum;
    fwrite(&sum, sizeof sum, 1, whole.out);
    return whole_close(&whole);
}

/* --- reading --- */

static enum status refuse(struct text *problem, const char *file, const char *why)
{
    text_add(problem, "eleven explore: '%s' %s\n", file, why);
    return STATUS_USAGE;
}

/* What stands before the head is the same for the same search. */
static enum status read_line(FILE *in, const struct text *expected, const char *file,
                             struct text *problem)
{
    char  *line = memory_get(expected->length + 1, 1);
    size_t size = fread(line, 1, expected->length, in);
    bool   same = size == expected->length && memcmp(line, expected->data, size) == 0;
    bool   ours = strncmp(line, kind, strlen(kind)) == 0;
    free(line);
    if (same)
        return STATUS_DONE;
    return refuse(problem, file, ours ? "is of another bound, table, compiler, --depth or use of --no-symmetry"
                                      : "is not a checkpoint");
}

static enum status read_head(FILE *in, struct head *head, const char *file, struct text *problem)
{
    if (fread(head, sizeof *head, 1, in) == 1 && is_sound(head))
        return STATUS_DONE;
    text_add(problem, "eleven explore: the checkpoint '%s' is damaged, or cut short\n", file);
    return STATUS_FAILED;
}

static enum status read_begin(FILE *in, struct head *head, const struct engine *engine,
                              const struct explore_limits *limits, struct text *problem)
{
    struct text expected = {0};
    const char *file     = limits->checkpoint.resume;
    first_line(&expected, engine, limits);
    enum status status = read_line(in, &expected, file, problem);
    text_free(&expected);
    return status == STATUS_DONE ? read_head(in, head, file, problem) : status;
}

enum status waves_saved_of(const struct engine *engine, const struct explore_limits *limits,
                           struct text *problem)
{
    struct explore_limits all  = waves_limits(*limits);
    const char           *file = limits->checkpoint.resume;
    char                  needed[TEXT_NUMBER_MAX];
    struct text           why  = {0};
    struct head           head;
    FILE                 *in   = fopen(file, "rb");
    if (in == NULL) {
        text_add(problem, "eleven explore: cannot read '%s': %s\n", file, strerror(errno));
        return STATUS_USAGE;
    }
    enum status status = read_begin(in, &head, engine, &all, problem);
    fclose(in);
    text_add(&why, "needs more than %s of --memory", text_size(needed, head.bytes));
    if (status == STATUS_DONE && head.bytes > limits->memory)
        status = refuse(problem, file, text_get(&why));
    text_free(&why);
    return status;
}

static bool open_sets(struct waves *waves, const struct head *head)
{
    struct roots *roots = &waves->roots;
    roots->count        = head->count;
    roots->kept         = head->kept;
    roots->dropped      = head->dropped;
    return roots_open(roots, head->buckets) && halves_grow(&waves->halves[0], head->halves[0]) &&
           halves_grow(&waves->halves[1], head->halves[1]);
}

static void take_head(struct waves *waves, const struct head *head)
{
    struct waves_worker *worker = &waves->workers[0];
    waves->n_links         = head->n_links;
    waves->linked          = head->linked != 0;
    waves->level           = (uint32_t)head->level;
    waves->result->depth   = head->level;
    waves->looking         = head->level >= waves->limits.depth;
    waves->at              = head->at;
    waves->before          = head->seconds;
    worker->counts[WAVES_ONCE].transitions = head->transitions;
    worker->counts[WAVES_ONCE].overflows   = head->overflows;
    worker->premises       = head->premises;
    worker->violated       = head->violated;
    worker->once           = head->once;
    worker->lopsided       = head->lopsided != 0;
}

static bool read_all(struct waves *waves, FILE *in)
{
    struct text   problem = {0};
    struct head   head;
    struct stream stream = {.file = in, .reading = true, .good = true};
    uint64_t      sum    = 0;
    bool good = read_begin(in, &head, waves->engine, &waves->limits, &problem) == STATUS_DONE &&
                open_sets(waves, &head);
    text_free(&problem);
    if (!good)
        return false;
    take_head(waves, &head);
    pass_waves(&stream, waves, &head);
    if (!stream.good || fread(&sum, sizeof sum, 1, in) != 1 || sum != stream.sum ||
        fgetc(in) != EOF)
        return false;
    for (unsigned e = 0; e < ENGINE_ENDS; e++)
        halves_enter(&waves->halves[e], head.halves[e]);
    return true;
}

bool waves_load(struct waves *waves)
{
    FILE *in   = fopen(waves->limits.checkpoint.resume, "rb");
    bool  good = in != NULL && read_all(waves, in);
    if (in != NULL)
        fclose(in);
    return good;
}
