/* What the tests share: files, commands, goldens. */
#ifndef TESTS_TESTING_H
#define TESTS_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/slice.h"

/* $GONGKAI_TEST, a pattern such as *bracket*, picks the tests of a program by name. */
#undef cmocka_run_group_tests_name
#undef cmocka_run_group_tests
#define cmocka_run_group_tests_name(name, tests, setup, teardown)                                  \
    (cmocka_set_test_filter(getenv("GONGKAI_TEST")),                                               \
     _cmocka_run_group_tests((name), (tests), sizeof(tests) / sizeof *(tests), (setup),            \
                             (teardown)))
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    cmocka_run_group_tests_name(#tests, tests, setup, teardown)

#ifndef SOURCE_ROOT
#define SOURCE_ROOT "."
#endif

/* A file of the reference material that stands beside the checkout, or NULL when it is not there:
 * such a test is skipped. The caller frees nothing; the path is valid until the next call. */
static inline const char *shared_path(const char *name)
{
    static char path[4096];
    const char *folder = getenv("GONGKAI_SHARED");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : SOURCE_ROOT "/../shared", name);
    return access(path, R_OK) == 0 ? path : NULL;
}

/* Skips a test that pins how pages look when the 仿宋 that they are set in is not there: it is
 * fetched by scripts/deps, and without it others take its place. */
static inline void need_fangsong(void)
{
    if (access(SOURCE_ROOT "/fonts/fandol/FandolFang-Regular.otf", R_OK) != 0)
        skip();
}

/* The whole file; the test fails when it cannot be read. */
static inline struct buf read_file(const char *path)
{
    struct buf text = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot read %s", path);
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buf_put(&text, chunk, got);
    fclose(file);
    buf_puts(&text, "");
    return text;
}

/* What a shell command prints, its exit status in *status (NULL: it must be 0). */
static inline struct buf run_command(const char *command, int *status)
{
    struct buf text = {0};
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        buf_put(&text, chunk, got);
    buf_puts(&text, "");
    int code = pclose(pipe);
    if (status)
        *status = code >> 8;
    else if (code != 0)
        fail_msg("%s: status %d: %s", command, code >> 8, text.p);
    return text;
}

/* Compares with the golden at path; with GONGKAI_REGEN set, writes it instead. */
static inline void check_golden(const char *path, struct slice text)
{
    if (getenv("GONGKAI_REGEN")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
        fclose(file);
        return;
    }
    struct buf golden = read_file(path);
    size_t at = 0, line = 1;
    while (at < text.n && at < golden.n && text.p[at] == golden.p[at])
        line += text.p[at++] == '\n';
    if (at < text.n || at < golden.n)
        fail_msg("%s differs from line %zu on; `make regen` shows how", path, line);
    buf_free(&golden);
}

/* Compares what a manual holds between <!-- marker --> and <!-- end --> with the generated text;
 * with GONGKAI_REGEN set, puts it there instead. */
static inline void check_manual(const char *path, const char *marker, struct slice text)
{
    char line[64];
    snprintf(line, sizeof line, "<!-- %s -->\n", marker);
    struct buf manual = read_file(path), wanted = {0};
    const char *start = strstr(manual.p, line);
    const char *end = start ? strstr(start, "<!-- end -->") : NULL;
    if (!end)
        fail_msg("%s lacks %s", path, line);
    buf_put(&wanted, manual.p, (size_t)(start - manual.p) + strlen(line));
    buf_put_slice(&wanted, text);
    buf_puts(&wanted, end);
    check_golden(path, buf_slice(&wanted));
    buf_free(&wanted);
    buf_free(&manual);
}

/* A search for template packages in this folder alone. */
#define SEARCH(path) (&(const struct package_search){.folder = {path}})

#endif
