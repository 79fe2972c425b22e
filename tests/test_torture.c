/*
 * The program while things fail under it: allocations, writes, renames, forks. Whatever fails, the
 * file is the whole right one or there is none, and the program says so. A part of it here;
 * GONGKAI_TORTURE=1 lets each allocation fail in turn (`make torture`).
 */
#include "program.h"

#include <sys/stat.h>

#ifndef FAULTS
#define FAULTS SOURCE_ROOT "/build/faults.so"
#endif

static struct buf right; /* the file as it should be */
static unsigned long faults;

/* Runs the program with the faults, printing nothing but to the test; the exit status, or 128 and
 * more for a signal. */
static int run_with(const char *fault, const char *words, struct buf *said)
{
    char command[2048];
    snprintf(command, sizeof command,
             "cd %s && timeout 60 env GONGKAI_FAULT=%s GONGKAI_FAULT_COUNT=%s/count "
             "LD_PRELOAD=" FAULTS " " PROGRAM " %s 2>&1",
             folder, fault, folder, words);
    int status;
    *said = run_command(command, &status);
    faults++;
    return status;
}

static unsigned long count_of(const char *call)
{
    char line[64];
    struct buf counts = read_file(at("count"));
    snprintf(line, sizeof line, "%s ", call);
    const char *found = strstr(counts.p, line);
    unsigned long count = found ? strtoul(found + strlen(line), NULL, 10) : 0;
    buf_free(&counts);
    return count;
}

static bool is_right(const char *name)
{
    struct buf found = read_file(at(name));
    bool same = slice_eq(buf_slice(&found), buf_slice(&right));
    buf_free(&found);
    return same;
}

static bool is_there(const char *name)
{
    return access(at(name), F_OK) == 0;
}

/* The status is that of a success, and the file is right; or it is that of an error, which is
 * said, and there is no file; or, as `old` says, the old one. */
static void expect_all_or_nothing(const char *fault, const char *words, bool old)
{
    struct buf said;
    int status = run_with(fault, words, &said);
    bool made = status <= 1 && is_there("out.pdf") && is_right("out.pdf");
    bool refused = status == 2 && said.n && is_there("out.pdf") == old;
    if (refused && old) {
        struct buf kept = read_file(at("out.pdf"));
        refused = strcmp(kept.p, "old") == 0;
        buf_free(&kept);
    }
    if (!made && !refused)
        fail_msg("%s: status %d, file %s: %s", fault, status,
                 is_there("out.pdf") ? "there" : "not there", said.p);
    buf_free(&said);
    unlink(at("out.pdf"));
}

static const char words[] = "render record.ini -o out.pdf";

static int make_right(void **state)
{
    struct buf said;
    if (make_folder(state) != 0 || access(FAULTS, R_OK) != 0)
        return -1;
    write_record(at("record.ini"), "年度", "年度");
    int status = run_with("none:0", words, &said);
    buf_free(&said);
    right = read_file(at("out.pdf"));
    unlink(at("out.pdf"));
    return status;
}

static int end(void **state)
{
    buf_free(&right);
    if (getenv("GONGKAI_TORTURE"))
        printf("%lu runs with a fault each\n", faults);
    return remove_folder(state);
}

/* Wherever memory runs out, once or for good. */
static void no_allocation_changes_the_file(void **state)
{
    (void)state;
    enum { SAMPLES = 40 };
    struct buf said;
    assert_int_equal(run_with("none:0", words, &said), 0);
    buf_free(&said);
    unlink(at("out.pdf"));
    unsigned long count = count_of("alloc"), step = count / SAMPLES;
    assert_true(count > SAMPLES);
    if (getenv("GONGKAI_TORTURE"))
        step = 1;
    for (unsigned long n = 1; n <= count; n += step) {
        char fault[64];
        snprintf(fault, sizeof fault, "alloc:%lu%s", n, n / step % 2 ? "+" : "");
        expect_all_or_nothing(fault, words, false);
    }
}

static void no_write_leaves_half_a_file(void **state)
{
    (void)state;
    static const char *const plans[] = {
        "write:1:ENOSPC",  "write:1:EIO",  "write:1:EINTR",   "write:1:short",
        "write:1+:ENOSPC", "fsync:1:EIO",  "fsync:1:ENOSPC",  "link:1:EIO",
        "link:1:ENOSPC",   "rename:1:EIO", "rename:1:ENOSPC",
    };
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
        for (int old = 0; old < 2; old++) {
            if (old)
                write_text(at("out.pdf"), SLICE("old"));
            expect_all_or_nothing(plans[i], words, old);
        }
    char command[256];
    snprintf(command, sizeof command, "ls -A %s | grep -c draft; true", folder);
    struct buf left = run_command(command, NULL);
    assert_string_equal(left.p, "0\n");
    buf_free(&left);
}

/* In a host, too: nothing ends it, what fails is told as an error, and the next call is right. The
 * fault is in the host's process or in that which works for it, whichever comes so far first. */
static void no_allocation_harms_a_host(void **state)
{
    (void)state;
    enum { SAMPLES = 40 };
    char command[1024];
    unsigned long step = getenv("GONGKAI_TORTURE") ? 1 : 0, made = 0, n = 1;
    struct buf said = {0};
    snprintf(command, sizeof command,
             "cd %s && GONGKAI_FAULT_COUNT=%s/count LD_PRELOAD=" FAULTS " " PROGRAM
             " --quiet render record.ini -o out.pdf",
             folder, folder);
    assert_true(system(command) == 0);
    unlink(at("out.pdf"));
    unsigned long count = count_of("alloc") + 500; /* those of the engine itself come before */
    if (!step)
        step = count / SAMPLES;
    for (; n < count; n += step, faults++) {
        int status;
        snprintf(command, sizeof command,
                 "cd %s && rm -f once second.pdf && timeout 60 env GONGKAI_FAULT=alloc:%lu%s "
                 "GONGKAI_FAULT_ONCE=once LD_PRELOAD=" FAULTS " " EMBED
                 " record.ini second.pdf 2>&1",
                 folder, n, n / step % 2 ? "+" : "");
        said = run_command(command, &status);
        bool none = strcmp(said.p, "none\n") == 0, lasts = n / step % 2;
        bool lost = strstr(said.p, "error 3 0\n"), whole = strstr(said.p, "made ");
        if (status != 0 || (!none && !lost && !whole))
            fail_msg("%lu: the host ended with %d: %s", n, status, said.p);
        if (!none && !whole && !lasts)
            fail_msg("%lu: one fault spoils two calls: %s", n, said.p);
        if (is_there("second.pdf") ? !is_right("second.pdf") : whole && !lost)
            fail_msg("%lu: what was made is wrong: %s", n, said.p);
        made += whole && !lost;
        buf_free(&said);
    }
    assert_true(made < n / step); /* some did fail */
}

/* With fewer workers, or none: no document is blamed, and none is told of as made. */
static void workers_that_cannot_start_harm_no_document(void **state)
{
    (void)state;
    char command[1024];
    struct buf said;
    snprintf(command, sizeof command,
             "cd %s && mkdir in && for i in 1 2 3 4 5 6; do cp record.ini in/$i.ini; done", folder);
    assert_int_equal(system(command), 0);
    int status = run_with("fork:2+:EAGAIN", "batch in -o fewer -j4", &said);
    if (status > 1 || !strstr(said.p, "6 of 6 done, 0 unchanged, 0 failed") ||
        !strstr(said.p, "only 1 of 4 worker processes"))
        fail_msg("status %d: %s", status, said.p);
    buf_free(&said);
    status = run_with("fork:1+:EAGAIN", "batch in -o none -j4", &said);
    if (status != 2 || !strstr(said.p, "no worker process can be started") ||
        !strstr(said.p, "0 of 6 done, 0 unchanged, 0 failed") || is_there("none/report.csv"))
        fail_msg("status %d: %s", status, said.p);
    buf_free(&said);
    status = run_with("none:0", "batch in -o none -j4", &said); /* the same again, now sound */
    if (status > 1 || !strstr(said.p, "6 of 6 done, 0 unchanged, 0 failed"))
        fail_msg("status %d: %s", status, said.p);
    buf_free(&said);
}

/* A worker that runs out of memory spoils its document only. */
static void a_batch_outlives_its_memory(void **state)
{
    (void)state;
    struct buf said;
    int status = run_with("write:2:ENOSPC", "batch in -o full -j1", &said);
    if (status != 2 || !strstr(said.p, "No space left on device"))
        fail_msg("status %d: %s", status, said.p);
    buf_free(&said);
    status = run_with("none:0", "batch in -o full -j1", &said);
    assert_true(status <= 1);
    buf_free(&said);
}

/* Of a library that is not installed the rest of the program does without. */
static void a_library_that_is_missing_is_named(void **state)
{
    (void)state;
    static const char *const needs[][2] = {
        {"verify out.pdf", "libqpdf.so."},
        {"render record.ini -o out.png --pages 1-1", "libcairo.so."},
        {"new --workbook --from record.ini -o new.xlsx", "libxlsxwriter.so."},
        {"diff record.ini out.docx", "libzip.so."}};
    struct buf said;
    assert_int_equal(run_with("none:0", "render record.ini -o out.pdf", &said), 0);
    buf_free(&said);
    assert_int_equal(run_with("none:0", "render record.ini -o out.docx", &said), 0);
    buf_free(&said);
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        assert_int_equal(run_with("dlopen:1+", needs[i][0], &said), 2);
        assert_non_null(strstr(said.p, "error: the library "));
        assert_non_null(strstr(said.p, needs[i][1]));
        assert_non_null(strstr(said.p, ", which this needs, cannot be loaded; install it: "));
        buf_free(&said);
    }
    unlink(at("out.pdf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_allocation_changes_the_file),
        cmocka_unit_test(no_allocation_harms_a_host),
        cmocka_unit_test(no_write_leaves_half_a_file),
        cmocka_unit_test(workers_that_cannot_start_harm_no_document),
        cmocka_unit_test(a_batch_outlives_its_memory),
        cmocka_unit_test(a_library_that_is_missing_is_named),
    };
    return cmocka_run_group_tests_name("torture", tests, make_right, end);
}
