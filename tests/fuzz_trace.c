/* fuzz_trace.c - no trace file, no replay line and no trail of SPIN makes a reader or a view misbehave.
 *
 * With clang's -fsanitize=fuzzer this is the second target of tests/fuzz.sh; without it,
 * tests/test_trace.c cuts and changes a trace file at every byte.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "follow.h"
#include "ladder.h"
#include "mermaid.h"
#include "packetdrill.h"
#include "page.h"
#include "pcapng.h"
#include "replay.h"
#include "run_json.h"
#include "spin.h"
#include "story.h"
#include "svg.h"
#include "toy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void show_all(FILE *sink, const struct run *run)
{
    story_print(sink, run, (struct run_beside){NULL, "", 0}, run);
    ladder_print(sink, run, (struct run_beside){run, "it", 1}, (struct ladder_look){true, true});
    svg_print(sink, run, (struct run_beside){run, "it", 1});
    page_print(sink, run, (struct run_beside){run, "it", 1});
    mermaid_print(sink, run);
    packetdrill_print(sink, run, 0);
    packetdrill_print(sink, run, 1);
    run_json_write(sink, run);
    pcapng_write(sink, run);
}

static void read_trace(FILE *sink, const char *text, size_t size)
{
    struct run  run;
    struct diag diag;
    if (run_json_parse(&run, "input", text, size, &diag))
        show_all(sink, &run);
    run_free(&run);
}

/* What was read is written, and read again. */
static void read_replay(const char *line)
{
    struct path path, again = {0};
    struct diag diag;
    struct text text = {0};
    if (replay_read(&path, &toy_engine, line, &diag)) {
        replay_add(&text, &toy_engine, &path);
        if (!replay_read(&again, &toy_engine, text_get(&text), &diag)
            || again.count != path.count || again.loop != path.loop)
            abort();
    }
    text_free(&text);
    free(path.moves);
    free(again.moves);
}

/* What pan wrote, of a search or a replay; the moves in it may be any. */
static void read_trail(const char *text)
{
    struct result result;
    struct path   path = spin_moves(text);
    struct run    run  = {.names = follow_names(&toy_engine), .claim = RUN_NO_CLAIM, .loop = RUN_NO_LOOP};
    if (follow(&toy_engine, &path, (struct trace_sink){run_put, &run}) > path.count)
        abort();
    for (int runs = 0; runs < 2; runs++) {
        result_start(&result, &toy_engine, "spin");
        if (runs == 0 ? spin_read(&result, text) : spin_read_runs(&result, 0, text))
            spin_trails(text);
        result_free(&result);
    }
    run_free(&run);
    free(path.moves);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *sink;
    char        *text = malloc(size + 1);
    if (sink == NULL)
        sink = fopen("/dev/null", "w");
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (text[0] == '{')
        read_trace(sink, text, size);
    else if (strstr(text, "eleven ") != NULL || strstr(text, "pan") != NULL)
        read_trail(text);
    else
        read_replay(text);
    free(text);
    return 0;
}
