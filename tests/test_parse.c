/* test_parse.c - precedence, labels, rows, going on after errors (LANGUAGE.md, "Grammar"). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "arena.h"
#include "check.h"
#include "mutate.h"
#include "names.h"
#include "parse.h"

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

static struct model parse(const char *text)
{
    struct model m = { 0 };

    names_builtin(&m);
    parse_file(&m, source_text("test", text, strlen(text)));
    return m;
}

static const char *sign(enum expr_kind kind)
{
    switch (kind) {
    case EXPR_NUMBER:
    case EXPR_BOOL:
    case EXPR_NAME:    return "";
    case EXPR_NOT:     return "not";
    case EXPR_AND:     return "and";
    case EXPR_OR:      return "or";
    case EXPR_IMPLIES: return "=>";
    case EXPR_EQ:      return "=";
    case EXPR_NE:      return "!=";
    case EXPR_LT:      return "<";
    case EXPR_LE:      return "=<";
    case EXPR_RANGE:   return "range";
    case EXPR_ADD:     return "+";
    case EXPR_SUB:     return "-";
    case EXPR_MIN:     return "min";
    case EXPR_IF:      return "if";
    case EXPR_IN:      return "in";
    case EXPR_ENABLED: return "enabled";
    case EXPR_RUNNING: return "running";
    case EXPR_DUE:     return "due";
    case EXPR_FLIES:   return "flies";
    case EXPR_ONE:     return "one";
    }
    return "?";
}

/* An expression with its sign in front: (and A (not B)). */
static const char *prefix(const struct expr *e)
{
    const char *text;

    if (e->kind == EXPR_NUMBER || e->kind == EXPR_BOOL)
        return arena_format("%u", e->value);
    if (e->kind == EXPR_NAME)
        return e->name;
    text = arena_format("(%s", sign(e->kind));
    if (e->name != NULL)
        text = arena_format("%s %s", text, e->name);
    if (e->a != NULL)
        text = arena_format("%s %s", text, prefix(e->a));
    if (e->b != NULL)
        text = arena_format("%s %s", text, prefix(e->b));
    if (e->c != NULL)
        text = arena_format("%s %s", text, prefix(e->c));
    return arena_format("%s)", text);
}

static void expect_tree(const char *text, const char *tree)
{
    struct model m = parse(arena_format("let it = %s @ 3.4\n", text));

    assert_int_equal(error_count(), 0);
    assert_string_equal(prefix(names_find(&m, "it")->expr), tree);
}

static void operators_bind_as_usual(void **state)
{
    (void)state;
    expect_tree("a or b and c", "(or a (and b c))");
    expect_tree("not a and b", "(and (not a) b)");
    expect_tree("not a = b", "(not (= a b))");
    expect_tree("a - b - c", "(- (- a b) c)");
    expect_tree("a + b = c and d", "(and (= (+ a b) c) d)");
    expect_tree("a => b => c", "(=> a (=> b c))");
    expect_tree("(a or b) and c", "(and (or a b) c)");
    expect_tree("not not a", "a");
    expect_tree("if a then 1 else 0 + 2", "(if a 1 (+ 0 2))");
    expect_tree("min(a, 1) < one(b)", "(< (min a 1) (one b))");
    expect_tree("state in S and running(t)", "(and (in S state) (running t))");
}

static void an_interval_is_one_test(void **state)
{
    struct model       m = parse("let it = a < b + 1 =< c @ 3.4\n");
    const struct expr *e = names_find(&m, "it")->expr;

    (void)state;
    assert_string_equal(prefix(e), "(range a (+ b 1) c)");
    assert_true(e->low_strict);
    assert_false(e->high_strict);
}

static const char table[] = "on segment in SYN-SENT, OPENED, step 2 \"check\"   @ 3.10.7.3\n"
                            "  refused  [ RST  and   # why\n"
                            "             ACK ]\n"
                            "           / tell(reset); forget   -> CLOSED   @ /2\n"
                            "  on_      [ ] /                  -> same, next @ first\n"
                            "  jump     [ ] / SND.UNA := 1 if ACK -> same, at 5 @ /3\n";

static void a_group_has_states_and_a_step(void **state)
{
    struct model        m = parse(table);
    const struct group *g = m.groups;

    (void)state;
    assert_int_equal(error_count(), 0);
    assert_string_equal(g->event_name, "segment");
    assert_int_equal(g->n_names, 2);
    assert_string_equal(g->names[1], "OPENED");
    assert_int_equal(g->step, 2);
    assert_string_equal(g->step_text, "check");
    assert_string_equal(g->cite, "3.10.7.3");
    assert_int_equal(m.n_rows, 3);
}

static void rows_keep_their_text(void **state)
{
    struct model      m = parse(table);
    const struct row *r = m.groups->rows;

    (void)state;
    assert_string_equal(r->label, "[ RST and ACK ] / tell(reset); forget -> CLOSED");
    assert_string_equal(r->cite, "/2");
    assert_string_equal(r->target_name, "CLOSED");
    assert_int_equal(r->at.line, 2);
    assert_int_equal(r->cite_at.line, 4);
    assert_true(r->next->goes_on);
    assert_null(r->next->guard);
    assert_int_equal(r->next->next->next_step, 5);
    assert_non_null(r->next->next->actions->when);
}

static void two_errors_in_one_group_are_both_reported(void **state)
{
    struct model m = parse("on OPEN in CLOSED @ 3.10.1\n"
                           "  one [ ACK / -> same @ 3.10.1\n"
                           "  two [ ] / -> same @ 3.10.1\n"
                           "  three [ ] / tell() -> same @ 3.10.1\n"
                           "  four [ ] / -> same @ 3.10.1\n");

    (void)state;
    assert_int_equal(error_count(), 2);
    assert_int_equal(m.n_rows, 2);
    assert_string_equal(m.groups->rows->name, "two");
    assert_string_equal(m.groups->rows->next->name, "four");
}

/* What is left of a broken row, on its line and below, makes no further errors. */
static void the_rest_of_a_broken_row_is_skipped(void **state)
{
    struct model m = parse("on OPEN in CLOSED @ 3.10.1\n"
                           "  one [ ACK or or SYN @ 3.10.1 ?\n"
                           "        and RST ]\n"
                           "        / start(retransmission) -> same @ 3.10.1\n"
                           "  two [ ] / -> same @ 3.10.1\n");

    (void)state;
    assert_int_equal(error_count(), 1);
    assert_int_equal(m.n_rows, 1);
}

/* A declaration behind one that lacks its citation is read. */
static void the_next_declaration_is_read(void **state)
{
    struct model m = parse("state CLOSED \"none\"\nstate LISTEN @ 3.3.2\n");

    (void)state;
    assert_int_equal(error_count(), 1);
    assert_non_null(names_find(&m, "LISTEN"));
}

/* Errors inside parentheses leave no depth behind. */
static void many_errors_do_not_add_up(void **state)
{
    const char *text = "on OPEN in CLOSED @ 3.10.1\n";
    struct model m;

    (void)state;
    for (unsigned i = 0; i < 30; i++)
        text = arena_format("%s  r%u [ ((((( ] / -> same @ 3.10.1\n", text, i);
    m = parse(arena_format("%s  good [ ((((((ACK)))))) ] / -> same @ 3.10.1\n", text));
    assert_int_equal(error_count(), 30);
    assert_int_equal(m.n_rows, 1);
}

static void a_bound_has_its_script(void **state)
{
    struct model m = parse("event OPEN @ 3.10.1\nevent SEND @ 3.10.2\n"
                           "budget losses \"segments lost\"\n"
                           "bound b \"an experiment\"\n"
                           "user A: OPEN active iss 1; SEND 2 in X, Y | SEND 3\n"
                           "user A after crash: OPEN passive\n"
                           "budget losses B 2\nseq 4\nstates 17\n");
    const struct bound *b = m.bound;

    (void)state;
    assert_int_equal(error_count(), 0);
    assert_true(b->script[END_A]->active);
    assert_int_equal(b->script[END_A]->iss, 1);
    assert_int_equal(b->script[END_A]->next->n_states, 2);
    assert_int_equal(b->script[END_A]->next->next->position, 1);
    assert_int_equal(b->alternatives, 2);
    assert_int_equal(b->positions[END_A], 5);
    assert_int_equal(b->after_crash[END_A], 3);
    assert_int_equal(names_find(&m, "losses")->value, 0);
    assert_int_equal(names_find(&m, "losses")->value_b, 2);
    assert_int_equal(b->seq_bits, 4);
    assert_int_equal(b->states, 17);
}

/* Writes a file for `like`, which reads the one beside. */
static void write_bound(const char *directory, const char *name, const char *text)
{
    FILE *f = fopen(arena_format("%s/%s.fsm", directory, name), "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

/* The calls of an end, each by its first letter; behind `|` one that may be made after a crash. */
static const char *script(const struct bound *b, unsigned end)
{
    const char *text = "";

    for (const struct call *c = b->script[end]; c != NULL; c = c->next)
        text = arena_format("%s%s%c", text, c->position == b->after_crash[end] ? "|" : "",
                            c->event_name[0]);
    return text;
}

/* What a bound takes over from the one it is like, and what it does not. */
static void a_bound_is_like_another(void **state)
{
    char         directory[] = "/tmp/test_parse_XXXXXX";
    const char  *path;
    struct model m = { 0 };

    (void)state;
    assert_non_null(mkdtemp(directory));
    write_bound(directory, "first", "bound first \"the first\"\nseq 5\ncapacity 2\nfair\n"
                "user A: OPEN; SEND 1 | CLOSE\nuser A after crash: CLOSE\n"
                "user B: OPEN\nuser B after crash: ABORT\nbreaks nothing\nstates 5\n");
    write_bound(directory, "second", "bound second \"the second\"\nlike first\ncapacity 4\n"
                "user A: OPEN; CLOSE\nuser B after crash: SEND 1 | CLOSE | ABORT\n");
    path = arena_format("%s/second.fsm", directory);
    names_builtin(&m);
    parse_file(&m, source_read(path));
    assert_int_equal(error_count(), 0);
    assert_string_equal(m.bound->name, "second");
    assert_string_equal(m.bound->text, "the second");
    assert_int_equal(m.bound->seq_bits, 5);
    assert_int_equal(m.bound->capacity, 4);
    assert_true(m.bound->fair);
    assert_int_equal(m.bound->states, 0);
    assert_null(m.bound->breaks);
    assert_string_equal(script(m.bound, END_A), "OC");
    assert_string_equal(script(m.bound, END_B), "O|S|C|A");
    assert_int_equal(m.bound->positions[END_B], 4);
    assert_int_equal(m.bound->alternatives, 3);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(arena_format("%s/first.fsm", directory)), 0);
    assert_int_equal(rmdir(directory), 0);
}

/* `in` and what the bound breaks say which claims it looks at. */
static void a_bound_looks_at_some_claims(void **state)
{
    struct model m = parse("always all \"everywhere\" @ 3.4 holds [ true ]\n"
                           "always other \"elsewhere\" @ 3.4 holds [ true ] in c\n"
                           "witness here \"here\" @ 3.4 holds [ true ] in c, b\n"
                           "always bad \"broken here\" @ 3.4 holds [ false ] in c\n"
                           "eventually last \"in fair bounds\" @ 3.4 reaches [ true ]\n"
                           "bound b \"an experiment\"\nbreaks bad\n");
    static const bool asked[] = { true, false, true, true, false };
    unsigned          i = 0;

    (void)state;
    check_model(&m);
    assert_int_equal(error_count(), 0);
    for (const struct claim *c = m.claims; c != NULL; c = c->next, i++) {
        assert_int_equal(c->asked, asked[i]);
        assert_int_equal(c->broken, i == 3);
    }
    assert_int_equal(i, 5);
}

/* A name that is taken leaves the first one as it was; a ghost of the segment, too. */
static void a_second_declaration_changes_nothing(void **state)
{
    struct model m = parse("var a : bool @ 3.3.1\nvar a : count 3 @ 3.3.1\n"
                           "ghost SEG.x : count 3 \"one\"\nghost SEG.x : bool \"two\"\n");

    (void)state;
    assert_int_equal(error_count(), 2);
    assert_int_equal(names_find(&m, "a")->type, TYPE_BOOL);
    assert_int_equal(names_find(&m, "OUT.x")->type, TYPE_COUNT);
    assert_string_equal(names_find(&m, "OUT.x")->ident, "x_");
}

static const char two_states[] =
    "state A @ 3.3.2\nstate B @ 3.3.2\nevent segment @ 3.10.7\n"
    "option polite on \"says please\" @ 3.4\nlet few = SEG.TEXT < 2 @ 3.4\n"
    "on segment in A, B @ 3.10.7.2\n"
    "  ack  [ ACK and not SYN ] / adopt; leave -> A @ first\n  rest [ ] / -> same @ second\n"
    "do adopt = leave @ 3.4\ndo leave = forget @ 3.4\n"
    "always calm \"nothing happens\" @ 3.4 holds [ true ]\n";

static struct model parse_two(const char *more)
{
    return parse(arena_format("%s%s", two_states, more));
}

/* The other state keeps its row, and what the mutant sets the bound does not. */
static void a_mutant_changes_one_state(void **state)
{
    struct model m = parse_two("mutant m \"a change\" \"a lesson\" breaks calm in b\n"
                               "replace B/segment/ack  ack [ ACK ] / -> same @ first\n"
                               "without polite\n");
    const struct row *new = m.groups->rows, *old = new->next;

    (void)state;
    parse_file(&m, source_text("bound", "bound b \"a bound\" with polite", 29));
    check_model(&m);
    check_groups(&m);
    assert_int_equal(error_count(), 0);
    assert_int_equal(new->states, 2);
    assert_int_equal(old->states, 1);
    assert_string_equal(new->label, "[ ACK ] / -> same");
    assert_int_equal(new->index, 0);
    assert_int_equal(old->index, 1);
    assert_int_equal(m.n_rows, 3);
    assert_int_equal(names_find(&m, "polite")->value, 0);
}

static unsigned count_named(const struct model *m, const char *kind)
{
    unsigned n = 0;

    for (const struct mutation *u = m->mutations; u != NULL; u = u->next)
        n += strncmp(u->name, kind, strlen(kind)) == 0;
    return n;
}

/* Of each rule, in each state: two rows dropped, two atoms negated, another state, two actions. */
static void every_rule_finds_its_places(void **state)
{
    struct model m = parse_two("");

    (void)state;
    mutate_find(&m);
    assert_int_equal(count_named(&m, "drop:"), 4);
    assert_int_equal(count_named(&m, "negate:"), 4);
    assert_int_equal(count_named(&m, "enter:"), 4);
    assert_int_equal(count_named(&m, "skip:A/") + count_named(&m, "skip:B/"), 4);
    assert_int_equal(count_named(&m, "skip:adopt:") + count_named(&m, "skip:leave:"), 2);
    assert_int_equal(count_named(&m, "edge:few:"), 1);
    assert_int_equal(m.n_mutations, 19);
}

/* The row in its place differs by one atom, and shares nothing with the one in the other state. */
static void a_mutation_is_made(void **state)
{
    struct model m = parse_two("");

    (void)state;
    mutate_find(&m);
    mutate(&m, "negate:B/segment/ack:2");
    check_model(&m);
    check_groups(&m);
    assert_int_equal(error_count(), 0);
    assert_int_equal(m.groups->rows->states, 2);
    assert_string_equal(prefix(m.groups->rows->guard), "(and ACK (not (not SYN)))");
    assert_string_equal(prefix(m.groups->rows->next->guard), "(and ACK (not SYN))");
    assert_string_equal(m.mutant->name, "negate:B/segment/ack:2");
}

/* Written out, the last of these would have 2^30 actions. */
static void doubling_is_noticed(void **state)
{
    const char  *text = "do a0 = forget @ 3.4\n";
    struct model m;

    (void)state;
    for (unsigned i = 1; i <= 30; i++)
        text = arena_format("%sdo a%u = a%u; a%u @ 3.4\n", text, i, i - 1, i - 1);
    m = parse(text);
    check_model(&m);
    assert_int_equal(error_count(), 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(operators_bind_as_usual),
        CASE(an_interval_is_one_test),
        CASE(a_group_has_states_and_a_step),
        CASE(rows_keep_their_text),
        CASE(two_errors_in_one_group_are_both_reported),
        CASE(the_rest_of_a_broken_row_is_skipped),
        CASE(the_next_declaration_is_read),
        CASE(many_errors_do_not_add_up),
        CASE(a_bound_has_its_script),
        CASE(a_bound_is_like_another),
        CASE(a_bound_looks_at_some_claims),
        CASE(a_mutant_changes_one_state),
        CASE(every_rule_finds_its_places),
        CASE(a_mutation_is_made),
        CASE(a_second_declaration_changes_nothing),
        CASE(doubling_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
