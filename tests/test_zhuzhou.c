/*
 * Zhuzhou 2020, in the form of its province: every row of the nine published tables, and the
 * figures of the narrative.
 */
#include "published.h"

#define EXAMPLE SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini"
#define REFERENCE "reference/zhuzhou-lukou-2020.txt"

static int render_example(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    run_shell(PROGRAM " render " EXAMPLE " -o %s/example.pdf");
    return 0;
}

/* A published row as "cell|cell|…|": its cells stand one a line, after a tab. */
static void next_row(struct slice *part, struct buf *row)
{
    bool has_number = false;
    buf_clear(row);
    while (part->p) {
        struct slice line = slice_cut(part, '\n');
        if (!slice_starts(line, "\t"))
            break;
        struct buf cell = {0};
        put_cell(&cell, (struct slice){line.p + 1, line.n - 1});
        has_number |= is_number(buf_slice(&cell));
        buf_put_slice(row, buf_slice(&cell));
        buf_putc(row, '|');
        buf_free(&cell);
    }
    if (!has_number)
        buf_clear(row);
}

static void every_published_row_stands_cell_for_cell(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        {"2040220|执法办案|1656.83|1479.4|||||177.43|", "table 05 has 1479.41"},
        {"2040221|特别业务|120.15|0|120.15|", "every other zero of the table is blank"},
        {NULL, NULL},
    };
    const char *path = shared_path(REFERENCE);
    if (!path)
        skip();
    struct buf published = read_file(path);
    struct buf rows = structure_rows("pdfinfo -struct-text %s/example.pdf", false);
    const char *start = strstr(published.p, "第二部分"), *end = strstr(start, "第三部分");
    struct slice part = {start, (size_t)(end - start)};
    assert_int_equal(check_rows(&rows, part, next_row, slips), 99);
    buf_free(&rows);
    buf_free(&published);
}

static void narrative_has_the_published_figures(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        {"96.8%", "5279.44 of 5456.87 is 96.75 %, which rounds to 96.7 %"},
        {"3.2%", "177.43 of 5456.87 is 3.25 %, which rounds to 3.3 %"},
        {"8.9%", "521.4 of 5800.84 is 8.99 %, cut off"},
        {"96.8%", "as above"},
        {"8.9%", "as above"},
        {"95.2%", "5029.93 of 5279.44 is 95.27 %, cut off"},
        {"104.9%", "3430.38 of 3268.47 is 104.954 %, cut off"},
        {"1479.4", "tables 03 and 05 have 1479.41"},
        {"0%", "a rate over a budget of 0"},
        {"57.9%", "10.83 of 18.68 is 57.98 %, cut off"},
        {NULL, NULL},
    };
    const char *path = shared_path(REFERENCE);
    if (!path)
        skip();
    struct buf reference = read_file(path), text = shell("pdftotext -nopgbrk %s/example.pdf -");
    const char *start = strstr(reference.p, "第三部分"), *end = strstr(start, "第四部分");
    size_t lost, count = check_figures((struct slice){start, (size_t)(end - start)},
                                       part_of(&text, "第三部分", "第四部分"), slips, &lost);
    assert_int_equal(count, 146);
    assert_int_equal(lost, 10);
    buf_free(&text);
    buf_free(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_published_row_stands_cell_for_cell),
        cmocka_unit_test(narrative_has_the_published_figures),
    };
    return cmocka_run_group_tests_name("zhuzhou", tests, render_example, remove_folder);
}
