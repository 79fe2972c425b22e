/*
 * Out and in again: what the importer finds in the workbook, the web page and the Word file of each
 * example is the same, and is what the record gives.
 */
#include "program.h"

#include <glob.h>

#include "ledger/facts.h"
#include "sheet.h"

static glob_t examples;

static int find_examples(void **state)
{
    return make_folder(state) == 0 ? glob(SOURCE_ROOT "/examples/*.[ij]*", 0, NULL, &examples) : -1;
}

static int forget_examples(void **state)
{
    globfree(&examples);
    return remove_folder(state);
}

/* "name = value" of each figure, without idle zeros, in order of the names; of the lines that the
 * pattern of grep picks. */
static struct buf figures_in(const char *record, const char *ending, const char *pattern)
{
    char command[1024];
    snprintf(
        command, sizeof command,
        PROGRAM
        " render %s -o %s/x.%s 2>/dev/null; " PROGRAM
        " dump figures %s/x.%s 2>/dev/null | grep %s | sed -nE 's/^  (.* = [^ ]*) @.*/\\1/p' | "
        "sed -E 's/(\\.[0-9]*[1-9])0+(%%?)$/\\1\\2/; s/\\.0+(%%?)$/\\1/' | LC_ALL=C sort -u",
        record, folder, ending, folder, ending, pattern);
    return run_command(command, NULL);
}

/* 万元 with two decimals is half a unit off at most; both in 分. */
enum { HALF = 5000, UNIT = 10000 };

static void check_figure(const struct facts *facts, struct slice line, int64_t unit, size_t *count)
{
    struct slice value = line, name = slice_trim(slice_cut(&value, '='));
    const struct fact *fact = fact_find(facts, facts->root, name);
    int64_t printed;
    if (!fact || fact->kind != FACT_MONEY)
        return;
    fact = fact->stated ? fact->stated : fact;
    assert_int_equal(decimal_parse(slice_trim(value), 2, &printed), DECIMAL_OK);
    if (llabs(printed * unit - fact->number) > (unit > 1 ? HALF : 0))
        fail_msg("%.*s is %lld", (int)line.n, line.p, (long long)fact->number);
    ++*count;
}

/* The report of projects alone has no table of the accounts. */
static void what_goes_out_comes_in_again(void **state)
{
    (void)state;
    struct house house;
    struct arena *arena = arena_new();
    house_open(&house, SOURCE_ROOT);
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        const char *record = examples.gl_pathv[i];
        struct buf sheets = figures_in(record, "xlsx", "-v ':指标!'"),
                   exact = figures_in(record, "xlsx", "':指标!'"),
                   page = figures_in(record, "html", "-v ':指标!'"),
                   word = figures_in(record, "docx", "-v ':指标!'");
        assert_string_equal(sheets.p, page.p);
        assert_string_equal(sheets.p, word.p);
        struct sheet sheet;
        size_t count = 0;
        arena_reset(arena);
        sheet_begin(&sheet, &house, arena, record);
        assert_true(sheet_read(&sheet) && sheet_compute(&sheet));
        for (struct slice rest = buf_slice(&sheets); rest.n;)
            check_figure(sheet.made.account.facts, slice_cut(&rest, '\n'), UNIT, &count);
        assert_true(count > 100 || strstr(record, "taoyuan"));
        count = 0;
        for (struct slice rest = buf_slice(&exact); rest.n;)
            check_figure(sheet.made.account.facts, slice_cut(&rest, '\n'), 1, &count);
        assert_true(count > 50);
        buf_free(&sheets);
        buf_free(&exact);
        buf_free(&page);
        buf_free(&word);
    }
    arena_free(arena);
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_goes_out_comes_in_again)};
    return cmocka_run_group_tests_name("roundtrip", tests, find_examples, forget_examples);
}
