/* Debian's PDF/A preflight on every kind of file that gongkai makes. */
#include "preflight.h"

#include <glob.h>

static void make(const char *format, ...)
{
    char command[1024];
    int length = snprintf(command, sizeof command, "cd %s && " PROGRAM " ", folder);
    va_list args;
    va_start(args, format);
    vsnprintf(command + length, sizeof command - (size_t)length, format, args);
    va_end(args);
    int status;
    struct buf said = run_command(command, &status);
    if (status > 1)
        fail_msg("%s: status %d", command, status);
    buf_free(&said);
}

static size_t make_examples(void)
{
    glob_t records;
    assert_int_equal(glob(SOURCE_ROOT "/examples/*.ini", 0, NULL, &records), 0);
    assert_int_equal(glob(SOURCE_ROOT "/examples/*.json", GLOB_APPEND, NULL, &records), 0);
    size_t count = records.gl_pathc;
    for (size_t i = 0; i < count; i++)
        make("render %s -o example-%zu.pdf 2>/dev/null", records.gl_pathv[i], i);
    globfree(&records);
    return count;
}

/* The other kinds of file: a correction, a comparison, a summary, a draft, one for the web. */
static void make_others(void)
{
    int status;
    char edit[1024];
    write_record(at("old.ini"), "年度", "年度");
    struct buf hash = run(&status, "hash %s", at("old.ini"));
    snprintf(edit, sizeof edit,
             "[更正]\n版次 = 2\n日期 = 2025-10-20\n原因 = 录入有误\n更正对象 = %s\n[上年]\n总计 = "
             "1000001",
             hash.p);
    buf_free(&hash);
    write_record(at("new.ini"), "[上年]\n总计 = 1000000", edit);
    make("render new.ini --corrects old.ini --marks -o corrected.pdf");
    make("diff old.ini new.ini -o diff.pdf");
    make("batch old.ini -o batch 2>/dev/null");
    make("render old.ini --draft -o draft.pdf");
    make("render old.ini --linearize -o linear.pdf");
    make("render old.ini --to plain -o plain.pdf 2>/dev/null");
}

/* It does find something in a file that is no archive. */
static void expect_nothing(struct slice name, struct slice found)
{
    if (slice_eq(name, SLICE("plain.pdf")))
        assert_non_null(found.p);
    else if (found.p)
        fail_msg("%.*s: %.*s", (int)name.n, name.p, (int)found.n, found.p);
}

static void preflight_finds_nothing(void **state)
{
    (void)state;
    if (!preflight_is_installed())
        skip();
    size_t count = make_examples() + 6;
    make_others();
    assert_int_equal(preflight("*.pdf $PWD/batch/summary.pdf", expect_nothing), count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preflight_finds_nothing),
    };
    return cmocka_run_group_tests_name("preflight", tests, make_folder, remove_folder);
}
