/* guide.c - the moves of a path in SPIN too; see guide.h. */
#include "guide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "pan.h"

enum { FLIGHT_MAX = 64 /* segments on the way to one end */ };

static const char *const marks[] = {"eleven row ", "eleven world "};

/* ---------------------------------------------------------------- what must come */

static void add_values(struct text *text, const struct engine *engine, const void *world)
{
    uint32_t *values = memory_get(engine->n_vars, sizeof *values);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        engine->view(world, end, values);
        for (unsigned i = 0; i < engine->n_vars; i++)
            text_add(text, " %u", values[i]);
    }
    free(values);
}

static void add_world(struct text *text, const struct engine *engine, const void *world)
{
    text_add(text, "eleven world");
    add_values(text, engine, world);
    for (unsigned end = 0; end < ENGINE_ENDS; end++) {
        struct engine_segment segments[FLIGHT_MAX];
        unsigned              count = engine->flight(world, end, segments, FLIGHT_MAX);
        text_add(text, " /");
        for (unsigned i = 0; i < count && i < FLIGHT_MAX; i++)
            text_add(text, " %u %u %u %u", segments[i].flags, segments[i].seq, segments[i].ack,
                     segments[i].text);
    }
    text_add(text, "\n");
}

/* Written as the guided model writes it. */
static void add_run(struct text *text, const struct engine *engine, const struct path *path)
{
    char *worlds = memory_get(2, engine->world_size);
    char *world = worlds, *next = worlds + engine->world_size;
    engine_start(engine, world);
    for (size_t i = 0; i < path->count; i++) {
        struct engine_step step;
        if (!engine->move(world, path->moves[i], next, &step))
            break;
        for (unsigned f = 0; f < step.n_fired; f++)
            text_add(text, "eleven row %u %u\n", step.fired[f].row, step.fired[f].state);
        add_world(text, engine, next);
        memcpy(world, next, engine->world_size);
    }
    free(worlds);
}

/* ---------------------------------------------------------------- what came */

/* Leaves only the lines of the guided model. */
static void add_marked(struct text *text, const char *output)
{
    while (*output != '\0') {
        size_t length = strcspn(output, "\n");
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (strncmp(output, marks[i], strlen(marks[i])) == 0)
                text_add(text, "%.*s\n", (int)length, output);
        output += length + (output[length] == '\n');
    }
}

/* The step in which two texts differ first, from 1: one more than the worlds before it. */
static size_t step_of_difference(const char *a, const char *b)
{
    size_t step = 1;
    while (*a != '\0' && *b != '\0') {
        size_t length = strcspn(a, "\n") + 1;
        if (strncmp(a, b, length) != 0)
            return step;
        step += strncmp(a, marks[1], strlen(marks[1])) == 0;
        a += length;
        b += length;
    }
    return step;
}

enum status guide_compare(const struct engine *engine, const struct path *path,
                          const char *output, struct text *problem)
{
    struct text ours = {0}, spins = {0};
    enum status status = STATUS_DONE;
    add_run(&ours, engine, path);
    add_marked(&spins, output);
    if (strcmp(text_get(&ours), text_get(&spins)) != 0) {
        status = STATUS_FAILED;
        text_add(problem, "eleven: the two engines differ in step %zu of the run\n",
                 step_of_difference(text_get(&ours), text_get(&spins)));
    }
    text_free(&ours);
    text_free(&spins);
    return status;
}

/* ---------------------------------------------------------------- the whole */

static enum status run_guided(const struct engine *engine, const struct path *path,
                              const struct pan_job *job)
{
    struct pan            pan;
    struct pan_search     search = {.pan = &pan};
    struct process_result result;
    enum status           status = pan_start(&pan, job);
    if (status == STATUS_DONE && job->error->length > 0) {
        text_add(job->problem, "eleven: %s\n", text_get(job->error));
        status = STATUS_FAILED;
    }
    if (status == STATUS_DONE && !pan_guide(&search, path->moves, path->count, &result)) {
        text_add(job->problem, "eleven: cannot run pan: %s\n", strerror(errno));
        status = STATUS_FAILED;
    } else if (status == STATUS_DONE) {
        status = result.interrupted ? STATUS_INTERRUPTED
                                    : guide_compare(engine, path, text_get(&result.out), job->problem);
        process_free(&result);
    }
    pan_end(&pan);
    return status;
}

enum status guide(const struct engine *engine, const struct path *path,
                  const struct options *options, const char *bound, struct text *problem)
{
    struct text    model = {0}, error = {0};
    struct pan_job job    = {&model, PAN_GUIDED, 0, options->memory, &error, problem};
    enum status    status = build_generate(&model, options, "--promela", bound, problem);
    if (status == STATUS_DONE)
        status = run_guided(engine, path, &job);
    text_free(&model);
    text_free(&error);
    return status;
}
