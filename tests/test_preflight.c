/*
 * Debian's PDF/A preflight on every kind of file that gongkai makes. It knows PDF/A-1b only: what
 * it holds against a file that follows PDF/A-3 is known, and any other complaint is an error.
 */
#include "program.h"

#include <glob.h>

#define JAVA "/usr/share/java/"
#define CLASSES                                                                                    \
    JAVA "preflight.jar:" JAVA "pdfbox2.jar:" JAVA "fontbox2.jar:" JAVA "xmpbox.jar:" JAVA         \
         "commons-logging.jar:" JAVA "javax.activation.jar:" JAVA "jaxb-api.jar"
#define PREFLIGHT "java -cp " CLASSES " org.apache.pdfbox.preflight.Validator_A1b xml group "

static bool is_installed(void)
{
    int status;
    struct buf said = run_command("command -v java >/dev/null && ls " JAVA "preflight.jar " JAVA
                                  "javax.activation.jar " JAVA "jaxb-api.jar 2>&1",
                                  &status);
    buf_free(&said);
    return status == 0;
}

/* What part 3 of the standard allows and part 1 does not: code, beginning of the details. */
static const char *const allowed[][2] = {
    {"1.2.9", "Body Syntax error, EmbeddedFile entry"},
    {"1.4", "Trailer Syntax error, /XRef cross reference streams"},
    {"1.4.7", "Trailer Syntax error, EmbeddedFile entry"},
    {"2.1.6", "Invalid graphics object, Invalid version of the ICCProfile"},
    {"3.1.11", "Invalid Font definition, "}, /* a CIDSet is missing */
    {"7.11.2", "Error on MetaData, part must be 1"},
};

static bool is_allowed(struct slice code, struct slice details)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (slice_eq(code, slice_of(allowed[i][0])) && slice_starts(details, allowed[i][1]))
            return !slice_eq(code, SLICE("3.1.11")) ||
                   memmem(details.p, details.n, "CIDSet", strlen("CIDSet"));
    return false;
}

/* The text between the next `open` and the `close` after it; *rest moves behind it. */
static struct slice between(struct slice *rest, const char *open, const char *close)
{
    const char *start = memmem(rest->p, rest->n, open, strlen(open));
    const char *text = start ? start + strlen(open) : NULL;
    const char *end = text ? strstr(text, close) : NULL;
    if (!end || end > rest->p + rest->n)
        return (struct slice){NULL, 0};
    rest->n -= (size_t)(end - rest->p);
    rest->p = end;
    return (struct slice){text, (size_t)(end - text)};
}

/* The first complaint of a report that is not allowed; an empty slice when there is none. */
static struct slice complaint(struct slice report)
{
    for (struct slice code; (code = between(&report, "<code>", "</code>")).p;) {
        struct slice details = between(&report, "<details>", "</details>");
        if (!is_allowed(code, details))
            return details;
    }
    return (struct slice){NULL, 0};
}

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

static void preflight_finds_nothing(void **state)
{
    (void)state;
    if (!is_installed())
        skip();
    size_t count = make_examples() + 6, seen = 0;
    make_others();
    char command[2048];
    snprintf(command, sizeof command,
             "cd %s && ls $PWD/*.pdf $PWD/batch/summary.pdf >list && " PREFLIGHT
             "list >/dev/null 2>&1 && cat list.preflight.xml",
             folder);
    struct buf report = run_command(command, NULL);
    struct slice rest = buf_slice(&report);
    for (struct slice file; (file = between(&rest, "<preflight name=\"", "</preflight>")).p;
         seen++) {
        struct slice found = complaint(file), name = slice_cut(&file, '"');
        if (slice_eq(name, SLICE("plain.pdf")))
            assert_non_null(found.p);
        else if (found.p)
            fail_msg("%.*s: %.*s", (int)name.n, name.p, (int)found.n, found.p);
    }
    assert_int_equal(seen, count);
    buf_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preflight_finds_nothing),
    };
    return cmocka_run_group_tests_name("preflight", tests, make_folder, remove_folder);
}
