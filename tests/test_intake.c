/* Files that others made: what the readers and the recogniser find in them. The workbooks are made
 * by a Python script of the tests, and by LibreOffice (the .xls). */
#include "books.h"

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

/* ---- Disclosures ---- */

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
    for (size_t i = 0; i < AGENCIES; i++) {
        struct buf figures = figures_of(make_book(agencies[i].book, "b.xlsx", ""));
        assert_in_range(check_printed(agencies[i].record, &figures), agencies[i].figures, 400);
        buf_free(&figures);
    }
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

/* ---- After hands have been at it ---- */

static struct buf edited_figures(const char *book, const char *edits)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py --edited %s " BOOKS "%s %s",
             edits, book, at("edited.xlsx"));
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    return figures_of(at("edited.xlsx"));
}

static size_t lines_of(const struct buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->n; i++)
        lines += text->p[i] == '\n';
    return lines;
}

/* The same figures, in whatever order. */
static void check_edited(const char *book, const char *edits, const struct buf *wanted)
{
    struct buf found = edited_figures(book, edits);
    for (struct slice rest = buf_slice(&found); rest.p && rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        if (!memmem(wanted->p, wanted->n, line.p, line.n + 1))
            fail_msg("%s %s: found %.*s", book, edits, (int)line.n, line.p);
    }
    if (lines_of(&found) != lines_of(wanted))
        fail_msg("%s %s: %zu figures, not %zu", book, edits, lines_of(&found), lines_of(wanted));
    buf_free(&found);
}

static void edits_change_nothing(void **state)
{
    (void)state;
    static const char *const edits[] = {
        "blank-rows",
        "blank-column",
        "full-width",
        "separators",
        "half-width",
        "dashes",
        "three-columns",
        "move-columns",
        "total-last",
        "no-merges",
        "more-heads",
        "serials",
        "notes",
        "beside",
        "code-and-name",
        "units",
        "three-columns move-columns separators total-last blank-rows blank-column half-width "
        "dashes",
        "serials three-columns notes full-width",
        "more-heads no-merges serials",
        "no-merges full-width three-columns blank-column",
        "paired",
        "paired-close",
        "unit-once",
        "squared",
        "last-year",
        "no-merges three-columns paired",
        "paired last-year"};
    for (size_t i = 0; i < AGENCIES; i++) {
        struct buf wanted = figures_of(make_book(agencies[i].book, "b.xlsx", ""));
        for (size_t e = 0; e < sizeof edits / sizeof *edits; e++)
            check_edited(agencies[i].book, edits[e], &wanted);
        buf_free(&wanted);
    }
}

/* The digits of a number of 万元 with so many decimals as those of one of 元. */
static void put_in_yuan(struct buf *out, const char *number, size_t n)
{
    size_t start = out->n, decimals = 0;
    bool point = false;
    for (size_t i = 0; i < n; i++) {
        if (number[i] == '.')
            point = true;
        else
            buf_putc(out, number[i]);
        decimals += point && number[i] != '.';
    }
    for (; decimals < 4; decimals++)
        buf_putc(out, '0');
    size_t zeros = 0;
    while (start + zeros + 1 < out->n && out->p[start + zeros] == '0')
        zeros++;
    memmove(out->p + start, out->p + start + zeros, out->n - start - zeros);
    out->n -= zeros;
}

/* Tables in 元 give the amounts of those in 万元. */
static void yuan_are_ten_thousand_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < AGENCIES; i++) {
        struct buf figures = figures_of(make_book(agencies[i].book, "b.xlsx", "")), wanted = {0};
        for (struct slice rest = buf_slice(&figures); rest.p && rest.n;) {
            struct slice line = slice_cut(&rest, '\n');
            const char *value = (const char *)memmem(line.p, line.n, " = ", 3) + 3;
            bool count = memmem(line.p, line.n, "三公.数量.", strlen("三公.数量.")) ||
                         memmem(line.p, line.n, "国有资产.", strlen("国有资产."));
            buf_put(&wanted, line.p, (size_t)(value - line.p));
            size_t n = (size_t)(line.p + line.n - value);
            if (count)
                buf_put(&wanted, value, n);
            else
                put_in_yuan(&wanted, value, n);
            buf_putc(&wanted, '\n');
        }
        check_edited(agencies[i].book, "yuan", &wanted);
        buf_free(&wanted);
        buf_free(&figures);
    }
}

static void a_book_is_no_record(void **state)
{
    (void)state;
    static const char *const books[][3] = {{"r.xlsx", "", ".xlsx"},
                                           {"r.html", "", "HTML"},
                                           {"r.docx", "", ".docx"},
                                           {"r.csv", "utf-8", "rows of a sheet"},
                                           {"r.tsv", "utf-8", "rows of a sheet"}};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        int status;
        const char *path = make_book("yangquan-2024.book", books[i][0], books[i][1]);
        struct buf said = run(&status, "check %s", path);
        char wanted[512];
        snprintf(wanted, sizeof wanted,
                 "gongkai: error: %s holds no record but figures (%s); `gongkai import` makes a "
                 "record of it\n",
                 path, books[i][2]);
        assert_string_equal(said.p, wanted);
        assert_int_equal(status, 2);
        buf_free(&said);
    }
}

/* What is behind a password is no .xls, though its container is that of one. */
static void a_password_is_told_of(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"EncryptedPackage", "behind a password"},
                                           {"WordDocument", ".doc"}};
    for (size_t i = 0; i < 2; i++) {
        int status;
        struct buf file = {0};
        buf_put(&file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        for (const char *c = names[i][0]; *c; c++) {
            buf_putc(&file, *c);
            buf_putc(&file, '\0');
        }
        write_text(at("closed.docx"), buf_slice(&file));
        struct buf said = run(&status, "check %s", at("closed.docx"));
        if (!strstr(said.p, names[i][1]))
            fail_msg("%s", said.p);
        assert_int_equal(status, 2);
        buf_free(&said);
        buf_free(&file);
    }
}

/* Writes a sheet of so many rows below a table of Yangquan's book, each with a string of its own.
 */
static const char *make_long_book(unsigned rows)
{
    char command[512];
    struct buf book = read_file(BOOKS "yangquan-2024.book");
    const char *second = strstr(book.p, "## 公开02表");
    struct buf text = {0};
    buf_put(&text, book.p, (size_t)(second - book.p));
    for (unsigned i = 0; i < rows; i++)
        buf_printf(&text, "流水%u\t%u.5\n", i, i);
    write_text(at("long.book"), buf_slice(&text));
    buf_free(&text);
    buf_free(&book);
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py %s %s", at("long.book"),
             at("long.xlsx"));
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    return at("long.xlsx");
}

/* KB of memory that reading the file takes at most. */
static long memory_of(const char *path)
{
    char command[512];
    snprintf(command, sizeof command,
             "python3 -c 'import resource, subprocess, sys; subprocess.run(sys.argv[1:], "
             "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
             "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' " PROGRAM
             " dump figures %s",
             path);
    struct buf said = run_command(command, NULL);
    long memory = strtol(said.p, NULL, 10);
    buf_free(&said);
    return memory;
}

/* Rows that nobody reads take no memory, but are told of. */
static void long_sheets_take_no_more_memory(void **state)
{
    (void)state;
    int status;
    long kept = memory_of(make_long_book(20000)), long_sheet = memory_of(make_long_book(100000));
    if (long_sheet > kept + kept / 5)
        fail_msg("%ld KB, and %ld KB for 100,000 rows", kept, long_sheet);
    struct buf said = run(&status, "dump figures %s", at("long.xlsx"));
    assert_non_null(strstr(said.p,
                           "long.xlsx:公开01表: warning: 80038 rows below row 20000 are not "
                           "read; no table of accounts is as long: put what follows into "
                           "a sheet of its own\n"));
    buf_free(&said);
}

/* ---- Wrong files ---- */

/* What import says of each file of the folder, without the folder's name. */
static struct buf said_of_all(const char *pattern)
{
    struct buf names, out = {0};
    char command[512];
    snprintf(command, sizeof command, "cd %s && ls %s", folder, pattern);
    names = run_command(command, NULL);
    for (struct slice rest = buf_slice(&names); rest.p && rest.n;) {
        struct slice name = slice_cut(&rest, '\n');
        int status;
        char path[256];
        snprintf(command, sizeof command,
                 "LC_ALL=C.UTF-8 " PROGRAM " import %s/%.*s -o %s 2>&1 >/dev/null", folder,
                 (int)name.n, name.p, at("none.ini"));
        struct buf said = run_command(command, &status);
        snprintf(path, sizeof path, "%s/", folder);
        struct buf plain = replaced(buf_slice(&said), path, "");
        buf_printf(&out, "== %.*s: %d\n%s", (int)name.n, name.p, status, plain.p);
        buf_free(&plain);
        buf_free(&said);
    }
    buf_free(&names);
    return out;
}

static void wrong_workbooks_are_told_of(void **state)
{
    (void)state;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir %s/wrong && python3 " BOOKS "workbook.py --cases " BOOKS "wrong.cases %s/wrong",
             folder, folder);
    struct buf said = run_command(command, NULL), told = said_of_all("wrong/*.xlsx");
    check_golden(BOOKS "wrong.expected", buf_slice(&told));
    buf_free(&told);
    buf_free(&said);
}

/* What is struck out, hidden or said twice is not read; what makes a number another is told of. */
static void figures_that_are_marked_are_read_as_they_are_seen(void **state)
{
    (void)state;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir %s/marked && python3 " BOOKS "marked.py " BOOKS "yangquan-2024.book %s/marked",
             folder, folder);
    struct buf said = run_command(command, NULL), told = said_of_all("marked/*");
    check_golden(BOOKS "marked.expected", buf_slice(&told));
    buf_free(&told);
    buf_free(&said);
}

/* The value of a formula, its fault, what a number is shown as, and whether the sheet is shown: the
 * .xls is LibreOffice's. */
static void formulas_and_formats_are_read(void **state)
{
    (void)state;
    int status;
    struct buf old = run(&status, "dump grids " BOOKS "formulas.xls"), open;
    check_golden(BOOKS "formulas.grids", buf_slice(&old));
    open = run(&status, "dump grids " BOOKS "formulas.fods");
    assert_string_equal(strchr(open.p, '\n'), strchr(old.p, '\n'));
    buf_free(&open);
    buf_free(&old);
}

/* What a sheet does not show is read where it stands in a table, and told of. */
static void figures_that_are_not_shown_are_told_of(void **state)
{
    (void)state;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir %s/unseen && python3 " BOOKS "unseen.py " BOOKS "yangquan-2024.book %s/unseen",
             folder, folder);
    struct buf said = run_command(command, NULL), told = said_of_all("unseen/*");
    check_golden(BOOKS "unseen.expected", buf_slice(&told));
    buf_free(&told);
    buf_free(&said);
}

/* Hidden rows and columns, and merges, are the same in each format: the .xls is LibreOffice's. */
static void what_is_hidden_and_merged_is_read_alike(void **state)
{
    (void)state;
    int status;
    struct buf old = run(&status, "dump grids " BOOKS "unseen.xls"), open;
    check_golden(BOOKS "unseen.grids", buf_slice(&old));
    open = run(&status, "dump grids " BOOKS "unseen.fods");
    assert_string_equal(strchr(open.p, '\n'), strchr(old.p, '\n'));
    buf_free(&open);
    buf_free(&old);
}

static void broken_files_are_told_of(void **state)
{
    (void)state;
    char command[512];
    snprintf(command, sizeof command,
             "mkdir %s/broken && python3 " BOOKS "broken.py " BOOKS "yangquan-2024.book %s/broken",
             folder, folder);
    struct buf said = run_command(command, NULL), told = said_of_all("broken/*");
    check_golden(BOOKS "broken.expected", buf_slice(&told));
    buf_free(&told);
    buf_free(&said);
}

/* Its lengths lead libfreexl out of bounds: that ends the process that reads it, and no other. */
static void a_forged_workbook_is_told_of(void **state)
{
    (void)state;
    int status;
    struct buf said =
        run_command(PROGRAM " import " BOOKS "forged/lengths.xls -o /dev/null 2>&1", &status);
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: cannot read this as .xls: "));
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_says_the_same),
        cmocka_unit_test(tables_come_back_from_our_pdf),
        cmocka_unit_test(a_published_workbook_says_what_the_example_prints),
        cmocka_unit_test(budget_forms_are_told_from_accounts),
        cmocka_unit_test(edits_change_nothing),
        cmocka_unit_test(yuan_are_ten_thousand_less),
        cmocka_unit_test(long_sheets_take_no_more_memory),
        cmocka_unit_test(a_book_is_no_record),
        cmocka_unit_test(a_password_is_told_of),
        cmocka_unit_test(wrong_workbooks_are_told_of),
        cmocka_unit_test(figures_that_are_marked_are_read_as_they_are_seen),
        cmocka_unit_test(formulas_and_formats_are_read),
        cmocka_unit_test(figures_that_are_not_shown_are_told_of),
        cmocka_unit_test(what_is_hidden_and_merged_is_read_alike),
        cmocka_unit_test(broken_files_are_told_of),
        cmocka_unit_test(a_forged_workbook_is_told_of),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
