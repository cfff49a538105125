/* test_scenario.c - scenarios and profiles are read, and what is wrong in them is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diag.h"
#include "scenario.h"
#include "tcp.h"
#include "words.h"

#ifndef ROOT
#define ROOT "." /* the repository, where tests run */
#endif

static const char whole[] = "scenario \"A title\"   # and a comment\n"
                            "\n"
                            "profile linux\r\n"
                            "delay 20ms\n"
                            "delay B>A 1.5s\n"
                            "drop A>B syn n=1-7 after=5s\n"
                            "drop B>A\n"
                            "drop B>A fin n=3-\n"
                            "iss B 4294967295\n"
                            "at 0s B open passive\n"
                            "at 7us A open active\n"
                            "at 0.25s A send 500\n"
                            "at 1s A close\n"
                            "at 2s B abort\n"
                            "until 300s";

static void test_whole(void **state)
{
    /* Every kind of line is understood. */
    (void)state;
    struct scenario scenario;
    struct diag     diag;
    assert_true(scenario_parse(&scenario, "x.scn", whole, strlen(whole), &diag));
    assert_string_equal(scenario.title, "A title");
    assert_string_equal(scenario.profile[0], "linux");
    assert_string_equal(scenario.profile[1], "linux");
    assert_int_equal(scenario.channels[0].delay.least_us, 20000);
    assert_int_equal(scenario.channels[1].delay.least_us, 1500000);
    assert_int_equal(scenario.channels[0].n_rules, 1);
    assert_int_equal(scenario.channels[0].rules[0].last, 7);
    assert_int_equal(scenario.channels[0].rules[0].after_us, 5000000);
    assert_int_equal(scenario.channels[0].rules[0].line, 6);
    assert_int_equal(scenario.channels[1].n_rules, 2);
    assert_int_equal(scenario.channels[1].rules[0].match, MATCH_ANY);
    assert_int_equal(scenario.channels[1].rules[1].first, 3);
    assert_int_equal(scenario.channels[1].rules[1].last, CHANNEL_LAST_MAX);
    assert_int_equal(scenario.iss[1], UINT32_MAX);
    assert_int_equal(scenario.n_calls, 5);
    assert_int_equal(scenario.calls[1].time_us, 7);
    assert_true(scenario.calls[1].active);
    assert_int_equal(scenario.calls[2].octets, 500);
    assert_int_equal(scenario.calls[4].action, CALL_ABORT);
    assert_int_equal(scenario.until_us, 300000000);
}

/* What diag_print() prints; the caller frees it. */
static char *printed(const struct diag *diag)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *file = open_memstream(&text, &size);
    diag_print(file, diag);
    fclose(file);
    return text;
}

static void test_errors(void **state)
{
    /* Each wrong line is reported with its place; line 0 is the whole file. */
    (void)state;
    static const struct {
        const char *text;         /* the scenario */
        unsigned    line, column; /* where the fault is */
        const char *message;      /* how the message begins */
    } cases[] = {
        { "", 0, 0, "the line `profile NAME` is missing" },
        { "profile p\n", 0, 0, "the line `until TIME` is missing" },
        { "profile p\nat 2s A close\nuntil 1s", 0, 0, "the call in line 2 comes after" },
        { "\nwhatever\n", 2, 1, "expected scenario, profile" },
        { "profile", 1, 8, "expected a word here" },
        { "profile p q", 1, 11, "unexpected 'q'" },
        { "profile p\nprofile q", 2, 1, "a second profile" },
        { "scenario \"open", 1, 10, "this quote is never closed" },
        { "scenario a\nscenario b", 2, 1, "a second title" },
        { "scenario \"\"", 1, 10, "expected 1 to 127 characters" },
        { "delay 5", 1, 7, "expected a time" },
        { "delay 5m", 1, 7, "expected a time" },
        { "delay .5s", 1, 7, "expected a time" },
        { "delay 5.s", 1, 7, "expected a time" },
        { "delay -5s", 1, 7, "expected a time" },
        { "delay s", 1, 7, "expected a time" },
        { "delay 0.5us", 1, 7, "expected a time" },
        { "delay 1.0000001s", 1, 7, "expected a time" },
        { "delay 99999999999999999999999s", 1, 7, "expected a time" },
        { "delay A>B", 1, 10, "expected a time" },
        { "drop", 1, 5, "expected a direction" },
        { "drop A>C syn", 1, 6, "expected a direction" },
        { "drop A>B sin", 1, 10, "expected any, syn" },
        { "drop A>B syn n=0", 1, 14, "expected n=1" },
        { "drop A>B syn n=3-2", 1, 14, "expected n=1" },
        { "drop A>B syn n=", 1, 14, "expected n=1" },
        { "drop A>B syn n=1-x", 1, 14, "expected n=1" },
        { "drop A>B syn after=soon", 1, 14, "expected a time" },
        { "drop A>B syn m=1", 1, 14, "expected n=..., after=... or until=..." },
        { "iss A 4294967296", 1, 7, "expected a whole number up to 4294967295" },
        { "iss C 1", 1, 5, "expected an end, A or B" },
        { "at 0s", 1, 6, "expected an end, A or B" },
        { "at 0s A", 1, 8, "expected open, listen, send, shutdown" },
        { "at 0s A open", 1, 13, "expected active or passive" },
        { "at 0s A open sideways", 1, 14, "expected active or passive" },
        { "at 0s A send", 1, 13, "expected a whole number" },
        { "at 0s A send 0", 1, 14, "nothing to send" },
        { "at 0s A send 12x", 1, 14, "expected a whole number" },
        { "at 0s A close now", 1, 15, "unexpected 'now'" },
        { "until 0s", 1, 7, "a run needs some time" },
        { "loss 1.5", 1, 6, "expected a probability" },
        { "loss A>B 101%", 1, 10, "expected a probability" },
        { "loss", 1, 5, "expected a probability" },
        { "burst 1% 10% 50% 3", 1, 18, "unexpected '3'" },
        { "duplicate 1% 2%", 1, 14, "unexpected '2%'" },
        { "reorder 1%", 1, 11, "expected a time" },
        { "delay uniform 2s 1s", 1, 18, "expected a time not below the first" },
        { "delay normal 2s", 1, 16, "expected a time" },
        { "delay lognormal 2s 0.9", 1, 20, "expected a factor from 1" },
        { "delay table 2s", 1, 15, "expected two times or more" },
        { "delay table 2s 1s", 1, 16, "the times rise" },
        { "delay choice", 1, 13, "expected one to 8 times" },
        { "delay choice 1s 2s 3s 4s 5s 6s 7s 8s 9s", 1, 40, "expected one to 8 times" },
        { "delay choice 1s soon", 1, 17, "expected a time" },
        { "delay choice 2s 1s", 1, 17, "the times rise" },
        { "delay choice 1s 2h", 1, 17, "expected a time" },
        { "delay choice 0s 5000s", 1, 17, "expected a time that is later by" },
        { "hold A>B syn", 1, 13, "expected by=TIME" },
        { "hold A>B by=x", 1, 10, "expected a time, such as by=50ms" },
        { "copy A>B m=1", 1, 10, "expected n=..., after=..., until=... or by=..." },
        { "drop A>B by=1s", 1, 10, "expected n=..., after=... or until=..." },
        { "down 5s 5s", 1, 9, "expected a later time" },
        { "msl", 1, 4, "expected a time" },
        { "reject A>B until=x", 1, 12, "expected a time, such as until=5s" },
        { "set speed 3", 1, 5, "no such value in a profile" },
        { "set A option rfc1337 3", 1, 22, "expected on or off" },
        { "set A option zero_window", 1, 14, "in the simulator users take what comes" },
        { "seed x", 1, 6, "expected a whole number" },
        { "at 0s A open active iss=x", 1, 21, "expected iss= and a number" },
        { "when A opens close", 1, 8, "expected established" },
        { "when A received close", 1, 17, "expected a whole number" },
        { "when A closing after close", 1, 22, "expected a time" },
        { "when A closing 1s close", 1, 16, "expected open, listen" },
        { "forge 1s A R", 1, 10, "expected a direction" },
        { "forge 1s A>B X", 1, 14, "expected flags" },
        { "forge 1s A>B R seq", 1, 16, "expected seq=" },
        { "until 1s\nuntil 2s", 2, 1, "a second `until`" },
        { "a b c d e f g h i j k l m n o p q", 1, 31, "too many words" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scenario scenario;
        struct diag     diag;
        assert_false(scenario_parse(&scenario, "x.scn", cases[i].text, strlen(cases[i].text),
                                    &diag));
        if (diag.line != cases[i].line || diag.column != cases[i].column
            || strncmp(diag.message, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("'%s' gives %u:%u: %s", cases[i].text, diag.line, diag.column, diag.message);
    }
}

static void test_too_many(void **state)
{
    /* What does not fit is refused, not dropped. */
    (void)state;
    static const char *const lines[] = { "at 0s A close\n", "drop A>B\n" };
    static const unsigned    fit[]   = { SCENARIO_CALLS_MAX, CHANNEL_RULES_MAX };
    char text[4096];
    for (unsigned i = 0; i < 2; i++) {
        struct scenario scenario;
        struct diag     diag;
        text[0] = '\0';
        for (unsigned n = 0; n <= fit[i]; n++)
            strcat(text, lines[i]);
        assert_false(scenario_parse(&scenario, "x.scn", text, strlen(text), &diag));
        assert_int_equal(diag.line, fit[i] + 1);
        assert_non_null(strstr(diag.message, "more than"));
    }
}

static void test_picture(void **state)
{
    /* An error is printed as a C compiler would; control characters stay off the terminal. */
    (void)state;
    static const char text[] = "profile linux\ndelay\t5\033s\n";
    struct scenario   scenario;
    struct diag       diag;
    assert_false(scenario_parse(&scenario, "x.scn", text, strlen(text), &diag));
    char *shown = printed(&diag);
    assert_string_equal(shown, "x.scn:2:7: error: expected a time such as 0.5s, 20ms or 7us\n"
                               "    delay\t5?s\n"
                               "         \t^\n");
    free(shown);
    assert_false(scenario_read(&scenario, "no/such/file.scn", &diag));
    shown = printed(&diag);
    assert_string_equal(shown,
                        "no/such/file.scn: error: cannot be read: No such file or directory\n");
    free(shown);
}

static void test_every_prefix(void **state)
{
    /* A text cut anywhere, or with any one byte changed, is read or refused, without a crash. */
    (void)state;
    struct scenario scenario;
    struct diag     diag;
    char            text[sizeof whole];
    for (size_t length = 0; length < sizeof whole; length++) {
        char *exact = malloc(length > 0 ? length : 1);
        assert_non_null(exact);
        memcpy(exact, whole, length);
        scenario_parse(&scenario, "x.scn", exact, length, &diag);
        free(exact);
    }
    static const char changes[] = { '\0', '\n', '"', '#', '=', '-', '9', '.', (char)0xff };
    for (size_t at = 0; at < sizeof whole - 1; at++)
        for (size_t i = 0; i < sizeof changes; i++) {
            memcpy(text, whole, sizeof whole);
            text[at] = changes[i];
            scenario_parse(&scenario, "x.scn", text, sizeof whole - 1, &diag);
        }
}

static void test_profiles(void **state)
{
    /* The profiles that come with the program say what their sources say. */
    (void)state;
    struct profile classic, linux_now, rfc, freebsd, windows;
    struct diag    diag;
    assert_true(profile_read(&classic, ROOT "/model/profiles", "linux-classic", &diag));
    assert_true(profile_read(&linux_now, ROOT "/model/profiles", "linux", &diag));
    assert_true(profile_read(&rfc, ROOT "/model/profiles", "rfc9293", &diag));
    assert_true(profile_read(&freebsd, ROOT "/model/profiles", "freebsd", &diag));
    assert_true(profile_read(&windows, ROOT "/model/profiles", "windows", &diag));
    assert_int_equal(freebsd.values[PROFILE_RTO_SLOP], 200000);
    assert_int_equal(freebsd.values[PROFILE_OPEN_TIMEOUT], 75000000);
    assert_int_equal(windows.values[PROFILE_RTO_MIN], rfc.values[PROFILE_RTO_MIN]);
    assert_int_equal(windows.values[PROFILE_TIME_WAIT], 120000000);
    assert_int_equal(classic.values[PROFILE_RTO_INITIAL], 1000000);
    assert_int_equal(classic.values[PROFILE_SYN_LINEAR_TIMEOUTS], 0);
    assert_int_equal(linux_now.values[PROFILE_SYN_LINEAR_TIMEOUTS], 4);
    assert_int_equal(linux_now.values[PROFILE_SYN_RETRIES], 6);
    assert_int_equal(linux_now.options, classic.options);
    assert_string_equal(linux_now.name, "linux");
    assert_int_equal(rfc.values[PROFILE_TIME_WAIT], 240000000);
    assert_true((classic.options >> OPTION_REPEAT_SYNACK & 1) != 0);
    assert_true((rfc.options >> OPTION_REPEAT_SYNACK & 1) == 0);
}

static void test_profile_errors(void **state)
{
    /* A value without a source, an unknown name and a missing value are errors. */
    (void)state;
    static const struct {
        const char *text;         /* the profile */
        unsigned    line, column; /* where the fault is */
        const char *message;      /* how the message begins */
    } cases[] = {
        { "rto_initial 1s", 1, 15, "a value needs its source" },
        { "rto_initial 1s #", 1, 15, "a value needs its source" },
        { "rto_initail 1s # s", 1, 1, "no such value in a profile" },
        { "rto_initial 1 # s", 1, 13, "expected a time" },
        { "mss 65536 # s", 1, 5, "expected a whole number up to 65535" },
        { "mss 1 2 # s", 1, 7, "unexpected '2'" },
        { "option nonsense # s", 1, 8, "expected the name of an option" },
        { "option rfc1337 maybe # s", 1, 16, "expected on or off" },
        { "mss 1460 # s\nlike linux", 2, 1, "`like` must be the first line" },
        { "like nobody", 0, 0, "no profile nobody" },
        { "mss 1460 # s", 0, 0, "rto_initial is missing" },
        { "like linux\nmss 0 # s", 0, 0, "rto_initial, mss and timer_grain must be" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct profile profile;
        struct diag    diag;
        struct profile_text text = { "x.profile", cases[i].text, strlen(cases[i].text),
                                     ROOT "/model/profiles" };
        assert_false(profile_parse(&profile, &text, &diag));
        if (diag.line != cases[i].line || diag.column != cases[i].column
            || strncmp(diag.message, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("'%s' gives %u:%u: %s", cases[i].text, diag.line, diag.column, diag.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_too_many),     cmocka_unit_test(test_picture),
        cmocka_unit_test(test_every_prefix), cmocka_unit_test(test_profiles),
        cmocka_unit_test(test_profile_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
