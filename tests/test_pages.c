/* PDFs as other programs paint them: lines that do not touch, pages on their side, tables over
 * pages. */
#include "books.h"

/* The tables of the book as a PDF in these styles (pages.py), in the test's folder. */
static const char *make_pages(const char *book, const char *styles)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "pages.py " BOOKS "%s %s %s", book,
             at("pages.pdf"), styles);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    return at("pages.pdf");
}

static struct buf sorted(const char *path)
{
    struct buf figures = figures_of(path);
    write_text(at("figures"), buf_slice(&figures));
    buf_free(&figures);
    char command[256];
    snprintf(command, sizeof command, "LC_ALL=C sort %s", at("figures"));
    return run_command(command, NULL);
}

static void every_style_says_the_same(void **state)
{
    (void)state;
    static const char *const styles[] = {"",
                                         "boxes",
                                         "bars",
                                         "open",
                                         "side",
                                         "break=12",
                                         "break=12 repeat",
                                         "break=12 header",
                                         "break=9 repeat header",
                                         "together",
                                         "together boxes open",
                                         "framed",
                                         "beside framed",
                                         "beside bars",
                                         "side bars break=15 repeat"};
    struct buf wanted = sorted(make_book("yangquan-2024.book", "a.xlsx", ""));
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        struct buf found = sorted(make_pages("yangquan-2024.book", styles[i]));
        if (strcmp(found.p, wanted.p) != 0)
            fail_msg("%s: found\n%s", styles[i], found.p);
        buf_free(&found);
    }
    buf_free(&wanted);
}

/* Disclosures as they were published: every table is known, and no line of it is lost. */
static void a_published_disclosure_is_read(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "TOTAL read \"收入支出决算总表\" 12 figures\n",
        "INCOME read \"收入决算表\" 45 figures\n",
        "EXPENDITURE read \"支出决算表\" 44 figures\n",
        "FISCAL_TOTAL read \"财政拨款收入支出决算总表\" 19 figures\n",
        "GENERAL read \"一般公共预算财政拨款支出决算表\" 44 figures\n",
        "ECONOMIC read \"一般公共预算财政拨款基本支出决算表\" 29 figures\n",
        "SANGONG read \"财政拨款“三公”经费支出决算表\" 2 figures\n",
        "  三公.预算.公务接待费 = 0.95 @ ",
        "FUND read \"政府性基金预算财政拨款收入支出决算表\" 0 figures\n",
        "CAPITAL read \"国有资本经营预算财政拨款收入支出决算表\" 0 figures\n"};
    const char *path = shared_path("reference/putuo-finance-2024.pdf");
    if (!path)
        skip();
    int status;
    struct buf said = run(&status, "dump figures %s", path);
    assert_int_equal(status, 0);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!strstr(said.p, tables[i]))
            fail_msg("lacks %s\n%s", tables[i], said.p);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_style_says_the_same),
        cmocka_unit_test(a_published_disclosure_is_read),
    };
    return cmocka_run_group_tests_name("pages", tests, make_folder, remove_folder);
}
