/* test_lex.c - words, names and differences, positions, citations (LANGUAGE.md, "Words"). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arena.h"
#include "lex.h"

static int start(void **state)
{
    (void)state;
    errors_reset(true);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free();
    return 0;
}

static struct lexer lexer_of(const char *text, size_t size)
{
    struct lexer x;

    lex_start(&x, source_text("test", text, size));
    return x;
}

static struct lexer lexer(const char *text)
{
    return lexer_of(text, strlen(text));
}

static void expect(struct lexer *x, enum token_kind kind, const char *text)
{
    struct token t = lex_next(x);

    assert_int_equal(t.kind, kind);
    assert_string_equal(t.text, text);
}

static void expect_at(struct lexer *x, unsigned line, unsigned col, bool first)
{
    struct token t = lex_next(x);

    assert_int_equal(t.at.line, line);
    assert_int_equal(t.at.col, col);
    assert_int_equal(t.first, first);
}

/* A dot or hyphen belongs to a name when a letter or digit follows it at once. */
static void names_have_dots_and_hyphens(void **state)
{
    struct lexer x = lexer("SND.NXT FIN-WAIT-1 close_queued A.2");

    (void)state;
    expect(&x, T_NAME, "SND.NXT");
    expect(&x, T_NAME, "FIN-WAIT-1");
    expect(&x, T_NAME, "close_queued");
    expect(&x, T_NAME, "A.2");
    expect(&x, T_END, "");
}

static void a_difference_needs_spaces(void **state)
{
    struct lexer x = lexer("SND.NXT - 1 SND.NXT-1 a- b");

    (void)state;
    expect(&x, T_NAME, "SND.NXT");
    expect(&x, T_MINUS, "");
    assert_int_equal(lex_next(&x).value, 1);
    expect(&x, T_NAME, "SND.NXT-1");
    expect(&x, T_NAME, "a");
    expect(&x, T_MINUS, "");
    expect(&x, T_NAME, "b");
}

/* `=<`, `=>`, `->` and `:=` are read before their beginnings. */
static void signs_are_read_longest_first(void **state)
{
    static const enum token_kind kinds[] = { T_LE, T_IMPLIES, T_EQ, T_ASSIGN, T_COLON, T_ARROW,
                                             T_MINUS, T_NE, T_LT, T_SLASH, T_BAR, T_END };
    struct lexer x = lexer("=< => = := : -> - != < / |");

    (void)state;
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        assert_int_equal(lex_next(&x).kind, kinds[i]);
}

static void words_know_their_place(void **state)
{
    struct lexer x = lexer("on  a # rest\n\n\t[ b\n");

    (void)state;
    expect_at(&x, 1, 1, true);
    expect_at(&x, 1, 5, false);
    expect_at(&x, 3, 2, true);
    expect_at(&x, 3, 4, false);
    expect_at(&x, 4, 1, true);
    assert_int_equal(error_count(), 0);
}

static void strings_lose_their_quotes(void **state)
{
    struct lexer x = lexer("\"check the ACK # field\" \"\"");

    (void)state;
    expect(&x, T_STRING, "check the ACK # field");
    expect(&x, T_STRING, "");
    assert_int_equal(error_count(), 0);
}

static void a_string_ends_on_its_line(void **state)
{
    struct lexer x = lexer("\"open\nnext");

    (void)state;
    assert_int_equal(lex_next(&x).kind, T_BAD);
    expect(&x, T_NAME, "next");
    assert_int_equal(error_count(), 1);
}

static void numbers_have_a_limit(void **state)
{
    struct lexer x = lexer("1000000000 1000000001 99999999999999999999 7");

    (void)state;
    assert_int_equal(lex_next(&x).value, 1000000000);
    assert_int_equal(lex_next(&x).kind, T_LARGE);
    assert_int_equal(lex_next(&x).kind, T_BAD);
    assert_int_equal(lex_next(&x).value, 7);
    assert_int_equal(error_count(), 1);
}

/* A citation ends at white space, `;`, `)` or a comment, and never on the next line. */
static void citations_are_words_of_their_own(void **state)
{
    struct lexer x = lexer("3.10.7.4/5/SYN-RECEIVED/1#why\n/*/1;\n\nname");

    (void)state;
    assert_string_equal(lex_citation(&x).text, "3.10.7.4/5/SYN-RECEIVED/1");
    expect(&x, T_SLASH, "");
    assert_string_equal(lex_citation(&x).text, "*/1");
    expect(&x, T_SEMICOLON, "");
    assert_string_equal(lex_citation(&x).text, "");
    expect(&x, T_NAME, "name");
}

static void a_zero_byte_is_no_end(void **state)
{
    struct lexer x = lexer_of("a\0b", 3);

    (void)state;
    expect(&x, T_NAME, "a");
    assert_int_equal(lex_next(&x).kind, T_BAD);
    expect(&x, T_NAME, "b");
    expect(&x, T_END, "");
    expect(&x, T_END, "");
    assert_int_equal(error_count(), 1);
}

static void a_wide_character_is_one_error(void **state)
{
    struct lexer x = lexer("\xe2\x86\x92 a");

    (void)state;
    assert_int_equal(lex_next(&x).kind, T_BAD);
    expect(&x, T_NAME, "a");
    assert_int_equal(error_count(), 1);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(names_have_dots_and_hyphens),
        CASE(a_difference_needs_spaces),
        CASE(signs_are_read_longest_first),
        CASE(words_know_their_place),
        CASE(strings_lose_their_quotes),
        CASE(a_string_ends_on_its_line),
        CASE(numbers_have_a_limit),
        CASE(citations_are_words_of_their_own),
        CASE(a_zero_byte_is_no_end),
        CASE(a_wide_character_is_one_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
