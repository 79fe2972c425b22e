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

/* What the disclosure of the record says, all of it. */
static struct buf document_of(const char *record)
{
    char command[1024];
    int status;
    snprintf(command, sizeof command, "LC_ALL=C.UTF-8 " PROGRAM " dump document %s 2>/dev/null",
             record);
    struct buf document = run_command(command, &status);
    if (status > 1)
        fail_msg("%s: status %d", record, status);
    return document;
}

/* Every figure in the document's tables must be among those found; returns how many there were. */
static unsigned check_printed(const char *record, const struct buf *figures)
{
    struct buf document = document_of(record);
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

/* ---- After hands have been at it ---- */

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
        "three-columns move-columns separators total-last blank-rows blank-column half-width "
        "dashes",
        "no-merges full-width three-columns blank-column"};
    struct buf wanted = read_file(BOOKS "yangquan-2024.figures");
    size_t lines = 0;
    for (size_t i = 0; i < wanted.n; i++)
        lines += wanted.p[i] == '\n';
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        char command[1024];
        snprintf(command, sizeof command,
                 "python3 " BOOKS "workbook.py --edited %s " BOOKS "yangquan-2024.book %s",
                 edits[i], at("edited.xlsx"));
        struct buf said = run_command(command, NULL), found = figures_of(at("edited.xlsx"));
        for (struct slice rest = buf_slice(&found); rest.p && rest.n;) {
            struct slice line = slice_cut(&rest, '\n');
            if (!memmem(wanted.p, wanted.n, line.p, line.n + 1))
                fail_msg("%s: found %.*s", edits[i], (int)line.n, line.p);
        }
        size_t count = 0;
        for (size_t at = 0; at < found.n; at++)
            count += found.p[at] == '\n';
        if (count != lines)
            fail_msg("%s: %zu figures, not %zu", edits[i], count, lines);
        buf_free(&found);
        buf_free(&said);
    }
    buf_free(&wanted);
}

/* ---- Records ---- */

/* Whether the section is one that the books of Yangquan give. */
static bool is_given(struct slice heading)
{
    static const char *const given[] = {
        "[收入]",      "[支出]",      "[基本支出经济分类]", "[年初结转和结余]", "[年末结转和结余]",
        "[三公.预算]", "[三公.决算]", "[三公.数量]",        "[三公.接待]",      "[政府采购]"};
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (slice_is(heading, given[i]))
            return true;
    return false;
}

/* Writes the example without what the books give. */
static void write_typed(const char *path)
{
    struct buf example = read_file(SOURCE_ROOT "/examples/yangquan-2024.ini"), typed = {0};
    bool drop = false;
    for (struct slice rest = buf_slice(&example); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        if (slice_starts(line, "["))
            drop = is_given(line);
        if (drop || slice_starts(line, "车辆.") || slice_starts(line, "单价100"))
            continue;
        buf_put_slice(&typed, line);
        buf_putc(&typed, '\n');
    }
    write_text(path, buf_slice(&typed));
    buf_free(&typed);
    buf_free(&example);
}

static void make_accounts(const char *as)
{
    struct buf said = run_command(
        "python3 " BOOKS "caijue.py " BOOKS "yangquan-2024.leaves 阳泉市公安局城区分局 2024", NULL);
    char command[1024];
    write_text(at("accounts.book"), buf_slice(&said));
    buf_free(&said);
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py %s %s", at("accounts.book"),
             at(as));
    said = run_command(command, NULL);
    buf_free(&said);
}

static void the_accounts_make_the_example(void **state)
{
    (void)state;
    int status;
    make_accounts("accounts.xlsx");
    write_typed(at("typed.ini"));
    struct buf said = run(&status, "import %s --into %s -o %s", at("accounts.xlsx"),
                          at("typed.ini"), at("whole.ini"));
    assert_int_equal(status, 0);
    struct buf wanted = document_of(SOURCE_ROOT "/examples/yangquan-2024.ini");
    struct buf found = document_of(at("whole.ini"));
    assert_true(wanted.n > 1000);
    assert_string_equal(found.p, wanted.p);
    buf_free(&found);
    buf_free(&wanted);
    buf_free(&said);
}

/* Our published workbook holds the facts to the 分 beside the tables. */
static void our_workbook_makes_the_example(void **state)
{
    (void)state;
    int status;
    struct buf made =
        run(&status, "render " SOURCE_ROOT "/examples/yangquan-2024.ini --to xlsx -o %s",
            at("ours.xlsx"));
    write_typed(at("typed.ini"));
    struct buf said =
        run(&status, "import %s --into %s -o %s", at("ours.xlsx"), at("typed.ini"), at("back.ini"));
    if (status)
        fail_msg("%s", said.p);
    struct buf wanted = document_of(SOURCE_ROOT "/examples/yangquan-2024.ini");
    struct buf found = document_of(at("back.ini"));
    assert_string_equal(found.p, wanted.p);
    struct buf alone = run(&status, "import %s -o -", at("ours.xlsx"));
    assert_non_null(strstr(alone.p, "\n口径 = 单位\n"));
    assert_non_null(strstr(alone.p, "\n性质 = 行政单位\n"));
    struct buf *const all[] = {&made, &said, &wanted, &found, &alone};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}

/* Replaces every occurrence; the result is the caller's. */
static struct buf replaced(struct slice text, const char *from, const char *to)
{
    struct buf out = {0};
    const char *at = text.p, *found;
    while ((found = strstr(at, from))) {
        buf_put(&out, at, (size_t)(found - at));
        buf_puts(&out, to);
        at = found + strlen(from);
    }
    buf_puts(&out, at);
    return out;
}

/* Fills the gaps of an imported record: with a 0, or with what the key of the line takes. */
static void fill_gaps(const char *path, const char *template, const char *scope)
{
    struct buf record = read_file(path), out = {0};
    for (struct slice rest = buf_slice(&record); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        const char *gap = memmem(line.p, line.n, "〔待填：", strlen("〔待填："));
        size_t n = gap ? (size_t)(gap - line.p) : line.n;
        buf_put(&out, line.p, n);
        if (gap)
            buf_puts(&out, slice_starts(line, "口径")   ? scope
                           : slice_starts(line, "性质") ? "行政单位"
                           : slice_starts(line, "职责") || slice_starts(line, "机构") ? "略"
                                                                                      : "0");
        buf_putc(&out, '\n');
    }
    char heading[256];
    snprintf(heading, sizeof heading, "[单位]\n模板 = %s\n", template);
    struct buf whole = replaced(buf_slice(&out), "[单位]\n", heading);
    write_text(path, buf_slice(&whole));
    buf_free(&whole);
    buf_free(&out);
    buf_free(&record);
}

/* A record made of the book alone prints the tables of the book. */
static void check_way_round(const char *book, const char *template, const char *scope,
                            unsigned least)
{
    int status;
    struct buf said = run(&status, "import %s -o %s", book, at("round.ini"));
    if (status > 1)
        fail_msg("%s: %s", book, said.p);
    fill_gaps(at("round.ini"), template, scope);
    struct buf figures = figures_of(book);
    assert_in_range(check_printed(at("round.ini"), &figures), least, 400);
    buf_free(&figures);
    buf_free(&said);
}

static void published_tables_come_out_again(void **state)
{
    (void)state;
    check_way_round(make_book("yangquan-2024.book", "c.xlsx", ""), "shanxi-2024", "单位", 200);
    check_way_round(make_book("yangquan-2024.book", "c.docx", ""), "shanxi-2024", "单位", 200);
}

static void our_pdfs_come_out_again(void **state)
{
    (void)state;
    static const struct {
        const char *record, *template, *scope;
        unsigned least;
    } examples[] = {{"yangquan-2024.ini", "shanxi-2024", "单位", 200},
                    {"zhuzhou-lukou-2020.ini", "hunan-2020", "部门", 130},
                    {"lezhi-2020.json", "sichuan-2020", "部门", 180}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        int status;
        struct buf said = run(&status, "render " SOURCE_ROOT "/examples/%s -o %s",
                              examples[i].record, at("round.pdf"));
        check_way_round(at("round.pdf"), examples[i].template, examples[i].scope,
                        examples[i].least);
        buf_free(&said);
    }
}

static void what_is_typed_stays(void **state)
{
    (void)state;
    int status;
    make_accounts("more.xlsx");
    write_text(at("mine.ini"),
               SLICE("; 我的注释\n[单位]\n名称 = 〔待填：full name〕\n年度 = 2024\n"
                     "\n[支出]\n; 这一行是核对过的\n2040201.一般公共预算.基本支出 = 1\n"
                     "\n[概况]\n职责 = 管理治安。\n"));
    struct buf said = run(&status, "import %s --into %s", at("more.xlsx"), at("mine.ini"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p,
                           "mine.ini:8:23: warning: 支出.2040201.一般公共预算.基本支出 is typed "
                           "as 1; the table says 31408992; what is typed stays"));
    assert_non_null(strstr(said.p,
                           "more.xlsx:Z07 一般公共预算财政拨款收入支出决算表(财决07表)!L14: "
                           "compare here"));
    struct buf record = read_file(at("mine.ini"));
    static const char *const kept[] = {
        "; 我的注释\n[单位]\n名称 = 阳泉市公安局城区分局\n年度 = 2024\n",
        "; 这一行是核对过的\n2040201.一般公共预算.基本支出 = 1\n",
        "\n2040202.一般公共预算.项目支出 = 21848854\n", "[概况]\n职责 = 管理治安。\n",
        "\n[基本支出经济分类]\n"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (!strstr(record.p, kept[i]))
            fail_msg("lacks %s:\n%s", kept[i], record.p);
    buf_free(&record);
    buf_free(&said);
}

static void last_year_comes_from_its_tables(void **state)
{
    (void)state;
    static const char *const books[] = {"last.xlsx", "last.docx", "last.html"};
    static const char *const lines[] = {"\n总计 = 67170500\n", "\n财政拨款总计 = 66108700\n",
                                        "\n一般公共预算支出.2040201 = 31409000\n",
                                        "\n三公.公务用车购置费 = 741000\n"};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        int status;
        make_book("yangquan-2024.book", books[i], "");
        struct buf said = run(&status, "import --last-year %s -o %s", at(books[i]), at("next.ini"));
        if (status)
            fail_msg("%s: %s", books[i], said.p);
        struct buf record = read_file(at("next.ini"));
        for (size_t l = 0; l < sizeof lines / sizeof *lines; l++)
            if (!strstr(record.p, lines[l]))
                fail_msg("%s: lacks %s", books[i], lines[l]);
        buf_free(&record);
        buf_free(&said);
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

static void our_form_is_read_back(void **state)
{
    (void)state;
    int status;
    const char *path = make_book("form.book", "form.xlsx", "");
    struct buf said = run(&status, "import %s -o %s", path, at("form.json"));
    assert_int_equal(status, 0);
    struct buf record = read_file(at("form.json"));
    check_golden(BOOKS "form.expected", buf_slice(&record));
    buf_free(&record);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_says_the_same),
        cmocka_unit_test(tables_come_back_from_our_pdf),
        cmocka_unit_test(a_published_workbook_says_what_the_example_prints),
        cmocka_unit_test(budget_forms_are_told_from_accounts),
        cmocka_unit_test(edits_change_nothing),
        cmocka_unit_test(the_accounts_make_the_example),
        cmocka_unit_test(our_workbook_makes_the_example),
        cmocka_unit_test(published_tables_come_out_again),
        cmocka_unit_test(our_pdfs_come_out_again),
        cmocka_unit_test(what_is_typed_stays),
        cmocka_unit_test(last_year_comes_from_its_tables),
        cmocka_unit_test(a_book_is_no_record),
        cmocka_unit_test(our_form_is_read_back),
        cmocka_unit_test(wrong_workbooks_are_told_of),
        cmocka_unit_test(broken_files_are_told_of),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
