/* Taoyuan 2019, a performance report by itself: the figures of the published text. */
#include "published.h"

#define EXAMPLE SOURCE_ROOT "/examples/taoyuan-2019.ini"

static int render_example(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    run_shell(PROGRAM " render " EXAMPLE " -o %s/example.pdf");
    return 0;
}

static void text_has_the_published_figures(void **state)
{
    (void)state;
    static const struct slip slips[] = {
        {"5607.06", "the budget again: with 基本支出 it comes to more than all expenditure"},
        {"3393.62", "part of it"},
        {"2213.44", "part of it"},
        {"470", "its parts are 374.39 and 70.62"},
        {NULL, NULL},
    };
    const char *path = shared_path("reference/taoyuan-2019-performance.txt");
    if (!path)
        skip();
    struct buf reference = read_file(path), text = shell("pdftotext -nopgbrk %s/example.pdf -");
    size_t lost, count = check_figures(buf_slice(&reference), buf_slice(&text), slips, &lost);
    assert_int_equal(count, 154);
    assert_int_equal(lost, 4);
    buf_free(&text);
    buf_free(&reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_has_the_published_figures),
    };
    return cmocka_run_group_tests_name("taoyuan", tests, render_example, remove_folder);
}
