/*
 * The whole way on real input: the example record must give back the published disclosure of
 * Yangquan 2024, figure by figure. The published text is reference material that need not be
 * there; without it those tests are skipped.
 */
#include "published.h"

#define EXAMPLE SOURCE_ROOT "/examples/yangquan-2024"

static int render_examples(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    run_shell(PROGRAM " render " EXAMPLE ".json -o %s/json.pdf");
    run_shell(PROGRAM " render " EXAMPLE ".json -o %s/again.pdf");
    run_shell(PROGRAM " render " EXAMPLE ".ini -o %s/ini.pdf");
    return 0;
}

static void both_spellings_and_two_runs_give_the_same_bytes(void **state)
{
    (void)state;
    run_shell("cmp %s/json.pdf %s/again.pdf");
    run_shell("cmp %s/json.pdf %s/ini.pdf");
    run_shell(PROGRAM " facts " EXAMPLE ".json > %s/json.facts");
    run_shell(PROGRAM " facts " EXAMPLE ".ini > %s/ini.facts");
    run_shell("cmp %s/json.facts %s/ini.facts");
}

/* A published row as "cell|cell|…|": a line with tabs. */
static void next_row(struct slice *part, struct buf *row)
{
    bool has_number = false;
    struct slice line = slice_cut(part, '\n');
    buf_clear(row);
    if (!memchr(line.p, '\t', line.n))
        return;
    while (line.p) {
        struct slice cell = slice_cut(&line, '\t');
        has_number |= is_number(slice_trim(cell));
        put_cell(row, cell);
        buf_putc(row, '|');
    }
    if (!has_number)
        buf_clear(row);
}

static void every_published_row_stands_cell_for_cell(void **state)
{
    (void)state;
    static const struct slip none[] = {{NULL, NULL}};
    const char *path = shared_path("reference/yangquan-2024.txt");
    if (!path)
        skip();
    struct buf published = read_file(path);
    struct buf rows = structure_rows("pdfinfo -struct-text %s/json.pdf", true);
    struct slice part = part_of(&published, "第二部分", "第三部分 情况说明");
    assert_int_equal(check_rows(&rows, part, next_row, none), 203);
    buf_free(&rows);
    buf_free(&published);
}

static void goldens(void **state)
{
    (void)state;
    need_fangsong();
    static const struct {
        const char *command, *golden;
    } dumps[] = {
        {PROGRAM " facts " EXAMPLE ".ini", SOURCE_ROOT "/tests/yangquan/facts.golden"},
        {PROGRAM " dump document " EXAMPLE ".ini", SOURCE_ROOT "/tests/yangquan/document.golden"},
        {PROGRAM " dump pages " EXAMPLE ".ini", SOURCE_ROOT "/tests/yangquan/pages.golden"},
        {"pdfinfo -struct-text %s/ini.pdf", SOURCE_ROOT "/tests/yangquan/structure.golden"},
    };
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
        struct buf text = shell(dumps[i].command);
        check_golden(dumps[i].golden, buf_slice(&text));
        buf_free(&text);
    }
}

static void narrative_has_the_published_figures(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        {"277.56", "2080505 is 277.55 in tables 02, 03 and 05"},
        {"100", "the form of the first project sums up to 99"},
        {"100", "the form of the eighth project sums up to 99"},
        {NULL, NULL},
    };
    const char *path = shared_path("reference/yangquan-2024.txt");
    if (!path)
        skip();
    struct buf reference = read_file(path), text = shell("pdftotext -nopgbrk %s/json.pdf -");
    size_t lost, count = check_figures(part_of(&reference, "第三部分", "第四部分 名词解释"),
                                       part_of(&text, "第三部分", "第四部分"), slips, &lost);
    /* At least 98 % come out the same; the rest are slips. */
    assert_true(lost * 50 <= count);
    buf_free(&text);
    buf_free(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_spellings_and_two_runs_give_the_same_bytes),
        cmocka_unit_test(every_published_row_stands_cell_for_cell),
        cmocka_unit_test(narrative_has_the_published_figures),
        cmocka_unit_test(goldens),
    };
    return cmocka_run_group_tests_name("yangquan", tests, render_examples, remove_folder);
}
