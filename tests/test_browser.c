/* The web page, the fragment and the OFD in Chromium, where it is installed. */
#include "examples.h"
#include "served.h"

#define INTAKE SOURCE_ROOT "/tests/intake/"
#define MODULES SOURCE_ROOT "/build/node"

static void need_browser(void)
{
    if (access(MODULES "/node_modules/axe-core", R_OK) != 0 ||
        access("/usr/bin/chromium", X_OK) != 0)
        skip();
}

static void make(const char *example, const char *output, const char *name)
{
    struct sheet sheet;
    char path[128];
    arena_reset(arena);
    snprintf(path, sizeof path, SOURCE_ROOT "/examples/%s", example);
    sheet_begin(&sheet, &house, arena, arena_copy(arena, path, strlen(path)));
    assert_true(sheet_make(&sheet, output));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sheet.outputs.files[0].p, 1, sheet.outputs.files[0].n, file),
                     sheet.outputs.files[0].n);
    fclose(file);
    outputs_free(&sheet.outputs);
}

/* Runs it in the folder; it must say nothing. */
static void check(const char *line)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s 2>&1", folder, line);
    struct buf said = run_command(command, NULL);
    if (said.n)
        fail_msg("%s", said.p);
    buf_free(&said);
}

static void the_page_is_accessible_and_whole(void **state)
{
    (void)state;
    need_browser();
    static const char *const pages[] = {"lezhi-2020.json", "zhuzhou-lukou-2020.ini",
                                        "taoyuan-2019.ini"};
    for (size_t i = 0; i < 3; i++) {
        make(pages[i], "html", "x.html");
        check("node " SOURCE_ROOT "/tests/web.cjs " MODULES " page x.html");
    }
}

static void the_fragment_fits_into_a_portal(void **state)
{
    (void)state;
    need_browser();
    make("yangquan-2024.json", "fragment", "x.html");
    check("node " SOURCE_ROOT "/tests/web.cjs " MODULES " fragment x.html");
}

/* Text, a chart, a table. */
static void the_ofd_looks_like_the_pdf(void **state)
{
    (void)state;
    need_browser();
    make("lezhi-2020.json", "ofd", "x.ofd");
    make("lezhi-2020.json", "pdf", "x.pdf");
    check("unzip -qo x.ofd -d x");
    static const char *const pages[] = {"3", "5", "29"};
    for (size_t i = 0; i < 3; i++) {
        char line[256];
        snprintf(line, sizeof line,
                 "pdftoppm -r 101.6 -png -singlefile -f %s -l %s x.pdf p && node " SOURCE_ROOT
                 "/tests/web.cjs " MODULES " ofd x.ofd x/Doc_0/Res p.png %s",
                 pages[i], pages[i], pages[i]);
        check(line);
    }
}

/* Workbook to PDF with an error mended on the way, an explanation, a draft, a correction, an audit;
 * every view by axe-core, wide and narrow. */
static void the_service_is_clicked_through(void **state)
{
    (void)state;
    need_browser();
    char line[512];
    check("python3 " INTAKE "caijue.py " INTAKE "yangquan-2024.leaves 阳泉市公安局城区分局 2024 "
          ">accounts.book && python3 " INTAKE "workbook.py accounts.book 决算.xlsx");
    make("yangquan-2024.json", "pdf", "published.pdf");
    make("yangquan-2024.json", "pdf", "other.pdf");
    struct server server = server_start("serve-log", "");
    snprintf(line, sizeof line,
             "node " SOURCE_ROOT "/tests/serve.cjs " MODULES " 'http://127.0.0.1:%d/?lang=zh' .",
             server.port);
    check(line);
    assert_int_equal(server_end(&server), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_accessible_and_whole),
        cmocka_unit_test(the_fragment_fits_into_a_portal),
        cmocka_unit_test(the_ofd_looks_like_the_pdf),
        cmocka_unit_test(the_service_is_clicked_through),
    };
    return cmocka_run_group_tests_name("browser", tests, open_house, close_house);
}
