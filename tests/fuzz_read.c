/* fuzz_read.c - no input makes the compiler's reader misbehave (docs/LANGUAGE.md, whole).
 *
 * With clang's -fsanitize=fuzzer this is the target of tests/fuzz.sh. With
 * -DFUZZ_REPLAY and any compiler it is a program that reads the files given as
 * arguments, and so repeats what the fuzzer once found.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "check.h"
#include "names.h"
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char citations[] = "section\titem\trequirements\twords\n"
                                "3.3.1\t-\t-\tKey Connection State Variables\n"
                                "3.10.7.4\t5/SYN-RECEIVED/1\t-\tIf SND.UNA < SEG.ACK\n";

/* The order of main(): each pass relies on the one before it having found no error. */
static void read_model(const char *text, size_t size)
{
    struct model m = { 0 };

    names_builtin(&m);
    parse_file(&m, source_text("input", text, size));
    if (error_count() == 0)
        check_model(&m);
    if (error_count() == 0)
        check_groups(&m);
    if (error_count() == 0)
        check_citations(&m, source_text("citations", citations, sizeof citations - 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    errors_reset(true);
    read_model(size == 0 ? "" : (const char *)data, size);
    arena_free();
    return 0;
}

#ifdef FUZZ_REPLAY
static void replay(const char *path)
{
    const struct source *s;

    errors_reset(false);
    s = source_read(path);
    if (s != NULL)
        read_model(s->text, s->size);
    arena_free();
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%d files read\n", argc - 1);
    return 0;
}
#endif
