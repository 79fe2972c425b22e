/* Files that others made: what the readers and the recogniser find in them. The workbooks are made
 * by a Python script of the tests, and by LibreOffice (the .xls). */
#include "program.h"

#define BOOKS SOURCE_ROOT "/tests/intake/"

/* Makes the book of tests/intake in the format of `as`, in the test's folder. */
static const char *make_book(const char *book, const char *as, const char *encoding)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py " BOOKS "%s %s %s", book,
             at(as), encoding);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    return at(as);
}

/* Adds the line, without the place of a cell, and without the idle zeros that a sheet does not
 * hold. */
static void put_figure(struct buf *out, const char *line, size_t n)
{
    n = (size_t)((const char *)memmem(line, n, " @ ", 3) - line);
    const char *value = (const char *)memmem(line, n, " = ", 3) + 3;
    while (memchr(value, '.', (size_t)(line + n - value)) && strchr("0.", line[n - 1]))
        n--;
    buf_put(out, line, n);
    buf_putc(out, '\n');
}

/* The figures found in the file, a line each: "  fact = value". */
static struct buf figures_of(const char *path)
{
    int status;
    struct buf said = run(&status, "dump figures %s", path), out = {0};
    assert_true(status <= 1);
    for (struct slice rest = buf_slice(&said); rest.p && rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        if (slice_starts(line, "  ") && memmem(line.p, line.n, " @ ", 3))
            put_figure(&out, line.p, line.n);
    }
    buf_free(&said);
    buf_puts(&out, "");
    return out;
}

static void every_format_says_the_same(void **state)
{
    (void)state;
    static const char *const formats[][2] = {
        {"a.xlsx", ""},      {"a.docx", ""},         {"a.html", ""},
        {"a.fods", ""},      {"a.csv", "utf-8"},     {"a.csv", "gb18030"},
        {"a.csv", "utf-16"}, {"a.csv", "utf-16-le"}, {"a.tsv", "utf-8-sig"}};
    struct buf wanted = figures_of(make_book("yangquan-2024.book", "a.xlsx", ""));
    check_golden(BOOKS "yangquan-2024.figures", buf_slice(&wanted));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct buf found =
            figures_of(make_book("yangquan-2024.book", formats[i][0], formats[i][1]));
        assert_string_equal(found.p, wanted.p);
        buf_free(&found);
    }
    struct buf old = figures_of(BOOKS "yangquan-2024.xls");
    assert_string_equal(old.p, wanted.p);
    buf_free(&old);
    buf_free(&wanted);
}

/* ---- What a disclosure prints is found in it again ---- */

/* 三公.预算 is what a form may print as 全年预算 as well; a table of 类 may be part of another's.
 */
static void same_name(char *fact)
{
    static const char *const names[][2] = {
        {"三公.全年预算.", "三公.预算."}, {"经济.人员类.", "经济."}, {"经济.公用类.", "经济."}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(fact, names[i][0], strlen(names[i][0])) == 0) {
            size_t from = strlen(names[i][0]), to = strlen(names[i][1]);
            memcpy(fact, names[i][1], to);
            memmove(fact + to, fact + from, strlen(fact + from) + 1);
        }
}

/* The value of the line "  fact = value" among the figures, or NULL. */
static const char *find_figure(const struct buf *figures, const char *fact)
{
    char start[600];
    snprintf(start, sizeof start, "  %s = ", fact);
    const char *found = strstr(figures->p, start);
    return found ? found + strlen(start) : NULL;
}

/* Whether both spell one number; 40.80 is 40.8. */
static bool is_same(const char *printed, const char *found)
{
    while (*printed && *printed == *found) {
        printed++;
        found++;
    }
    while (*printed == '0' || *printed == '.')
        printed++;
    while (*found == '0' || *found == '.')
        found++;
    return !*printed && *found == '\n';
}

/* Every figure in the document's tables must be among those found; returns how many there were. */
static unsigned check_printed(const char *record, const struct buf *figures)
{
    struct buf document = run(NULL, "dump document %s 2>/dev/null", record);
    unsigned checked = 0;
    size_t table = 0;
    for (struct slice rest = buf_slice(&document); rest.p && rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        size_t depth = 0;
        char text[256], fact[512];
        while (depth < line.n && line.p[depth] == ' ')
            depth++;
        if (depth <= table)
            table = 0;
        if (slice_starts((struct slice){line.p + depth, line.n - depth}, "table"))
            table = depth;
        if (!table || sscanf(line.p, " text “%255[0-9.]” = %511s", text, fact) != 2 ||
            strncmp(fact, "单位.", strlen("单位.")) == 0 ||
            strncmp(fact, "绩效.", strlen("绩效.")) == 0 || strcmp(text, "0") == 0)
            continue;
        same_name(fact);
        if (strcmp(fact, "一般公共预算支出.年初预算") == 0)
            continue; /* of a report, not of a table of the accounts */
        const char *found = find_figure(figures, fact);
        if (!found || !is_same(text, found))
            fail_msg("%s: %s is printed as %s but found as %.12s", record, fact, text,
                     found ? found : "nothing");
        checked++;
    }
    buf_free(&document);
    return checked;
}

static void tables_come_back_from_our_pdf(void **state)
{
    (void)state;
    static const struct {
        const char *record;
        unsigned figures;
    } examples[] = {
        {"yangquan-2024.json", 200}, {"zhuzhou-lukou-2020.ini", 130}, {"lezhi-2020.json", 180}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char record[512];
        int status;
        snprintf(record, sizeof record, SOURCE_ROOT "/examples/%s", examples[i].record);
        struct buf said = run(&status, "render %s -o %s", record, at("ours.pdf"));
        struct buf figures = figures_of(at("ours.pdf"));
        assert_in_range(check_printed(record, &figures), examples[i].figures, 400);
        buf_free(&figures);
        buf_free(&said);
    }
}

static void a_published_workbook_says_what_the_example_prints(void **state)
{
    (void)state;
    struct buf figures = figures_of(make_book("yangquan-2024.book", "b.xlsx", ""));
    assert_in_range(check_printed(SOURCE_ROOT "/examples/yangquan-2024.json", &figures), 200, 400);
    buf_free(&figures);
}

static void budget_forms_are_told_from_accounts(void **state)
{
    (void)state;
    static const char *const books[] = {"reference/workbooks/unit_budget_template.xlsx",
                                        "reference/workbooks/department_budget_template.xlsx"};
    for (size_t i = 0; i < 2; i++) {
        const char *path = shared_path(books[i]);
        if (!path)
            skip();
        int status;
        struct buf said = run(&status, "dump figures %s", path);
        unsigned budgets = 0;
        for (const char *p = said.p; (p = strstr(p, " budget \"")); p++)
            budgets++;
        assert_in_range(budgets, 8, 20);
        assert_null(strstr(said.p, " read "));
        buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_says_the_same),
        cmocka_unit_test(tables_come_back_from_our_pdf),
        cmocka_unit_test(a_published_workbook_says_what_the_example_prints),
        cmocka_unit_test(budget_forms_are_told_from_accounts),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
