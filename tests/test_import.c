/* Records made of files that others made. */
#include "books.h"

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

/* The agency's workbook of accounts, after such edits. */
static void make_accounts(const struct agency *agency, const char *edits, const char *as)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "caijue.py " BOOKS "%s %s %s",
             agency->leaves, agency->name, agency->year);
    struct buf said = run_command(command, NULL);
    write_text(at("accounts.book"), buf_slice(&said));
    buf_free(&said);
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py --edited %s %s %s", edits,
             at("accounts.book"), at(as));
    said = run_command(command, NULL);
    buf_free(&said);
}

static void assert_same_document(const char *record, const char *example)
{
    struct buf wanted = document_of(example), found = document_of(record);
    assert_true(wanted.n > 1000);
    assert_string_equal(found.p, wanted.p);
    buf_free(&found);
    buf_free(&wanted);
}

static void the_accounts_make_the_example(void **state)
{
    (void)state;
    int status;
    make_accounts(&agencies[0], "", "accounts.xlsx");
    write_typed(at("typed.ini"));
    struct buf said = run(&status, "import %s --into %s -o %s", at("accounts.xlsx"),
                          at("typed.ini"), at("whole.ini"));
    assert_int_equal(status, 0);
    assert_same_document(at("whole.ini"), agencies[0].record);
    buf_free(&said);
}

/* Writes the example in JSON without what the accounts give, and without the keys named. */
static void write_typed_json(const char *record, const char *keys, const char *name)
{
    char command[1024];
    int status;
    struct buf said = run(&status, "render %s -o %s", record, at("whole.pdf"));
    buf_free(&said);
    snprintf(command, sizeof command, PROGRAM " extract %s > %s && python3 " BOOKS "typed.py %s %s",
             at("whole.pdf"), at("whole.json"), at("whole.json"), keys);
    said = run_command(command, NULL);
    write_text(at(name), buf_slice(&said));
    buf_free(&said);
}

/* Of every agency, whatever hands did to the workbook; 年初预算 by 类 where 财决01-1 has it. */
static void accounts_that_were_edited_do_so_too(void **state)
{
    (void)state;
    static const char *const edits[] = {"", "blank-rows half-width", "blank-column separators",
                                        "full-width blank-rows"};
    for (size_t i = 0; i < AGENCIES; i++) {
        write_typed_json(agencies[i].record, i ? "" : "年初预算", "typed.json");
        for (size_t e = 0; e < sizeof edits / sizeof *edits; e++) {
            int status;
            make_accounts(&agencies[i], edits[e], "accounts.xlsx");
            struct buf said = run(&status, "import %s --into %s -o %s", at("accounts.xlsx"),
                                  at("typed.json"), at("back.json"));
            if (status)
                fail_msg("%s %s: %s", agencies[i].book, edits[e], said.p);
            assert_same_document(at("back.json"), agencies[i].record);
            buf_free(&said);
        }
    }
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

/* What stands for the gap in this line of an imported record. */
static const char *filling_of(struct slice line, const struct agency *agency)
{
    if (slice_starts(line, "年度"))
        return agency->year;
    if (slice_starts(line, "口径"))
        return agency->scope;
    if (slice_starts(line, "性质"))
        return "行政单位";
    return slice_starts(line, "职责") || slice_starts(line, "机构") ? "略" : "0";
}

/* Fills the gaps of an imported record, and names the form. */
static void fill_gaps(const char *path, const struct agency *agency)
{
    struct buf record = read_file(path), out = {0};
    for (struct slice rest = buf_slice(&record); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        const char *gap = memmem(line.p, line.n, "〔待填：", strlen("〔待填："));
        size_t n = gap ? (size_t)(gap - line.p) : line.n;
        buf_put(&out, line.p, n);
        if (gap)
            buf_puts(&out, filling_of(line, agency));
        buf_putc(&out, '\n');
    }
    char heading[256];
    snprintf(heading, sizeof heading, "[单位]\n模板 = %s\n", agency->template);
    struct buf whole = replaced(buf_slice(&out), "[单位]\n", heading);
    write_text(path, buf_slice(&whole));
    buf_free(&whole);
    buf_free(&out);
    buf_free(&record);
}

/* A record made of the book alone prints the tables of the book. */
static void check_way_round(const char *book, const struct agency *agency)
{
    int status;
    struct buf said = run(&status, "import %s -o %s", book, at("round.ini"));
    if (status > 1)
        fail_msg("%s: %s", book, said.p);
    fill_gaps(at("round.ini"), agency);
    struct buf figures = figures_of(book);
    assert_in_range(check_printed(at("round.ini"), &figures), agency->figures, 400);
    buf_free(&figures);
    buf_free(&said);
}

static void published_tables_come_out_again(void **state)
{
    (void)state;
    static const char *const formats[] = {"c.xlsx", "c.docx"};
    for (size_t i = 0; i < AGENCIES; i++)
        for (size_t f = 0; f < 2; f++)
            check_way_round(make_book(agencies[i].book, formats[f], ""), &agencies[i]);
}

static void our_pdfs_come_out_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < AGENCIES; i++) {
        int status;
        struct buf said = run(&status, "render %s -o %s", agencies[i].record, at("round.pdf"));
        check_way_round(at("round.pdf"), &agencies[i]);
        buf_free(&said);
    }
}

static void what_is_typed_stays(void **state)
{
    (void)state;
    int status;
    make_accounts(&agencies[0], "", "more.xlsx");
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

/* An amount typed in 元 agrees with a table in 万元 that rounds it. */
static void published_tables_agree_with_the_example(void **state)
{
    (void)state;
    for (size_t i = 0; i < AGENCIES; i++) {
        int status;
        const char *json = strstr(agencies[i].record, ".json") ? ".json" : "";
        struct buf said =
            run(&status, "import %s --into %s -o %s%s", make_book(agencies[i].book, "d.xlsx", ""),
                agencies[i].record, at("same.ini"), json);
        if (status || strstr(said.p, "gongkai: "))
            fail_msg("%s: %s", agencies[i].book, said.p);
        char path[256];
        snprintf(path, sizeof path, "%s%s", at("same.ini"), json);
        assert_same_document(path, agencies[i].record);
        buf_free(&said);
    }
}

static void more_than_rounding_is_told_of(void **state)
{
    (void)state;
    static const struct {
        const char *amount;
        int status;
    } cases[] = {{"50450", 0}, {"50550", 0}, {"50449", 1}, {"50551", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        char text[256];
        snprintf(text, sizeof text, "[支出]\n2013299.一般公共预算.基本支出 = %s\n",
                 cases[i].amount);
        write_text(at("more.ini"), slice_of(text));
        struct buf said =
            run(&status, "import %s --into %s -o %s", make_book(agencies[0].book, "d.xlsx", ""),
                at("more.ini"), at("o.ini"));
        bool told = strstr(said.p, "支出.2013299.一般公共预算.基本支出 is typed as ");
        if (told != (cases[i].status == 1))
            fail_msg("%s: %s", cases[i].amount, said.p);
        buf_free(&said);
    }
}

/* What is typed for the 项 of a 类 is not joined by the amount that 财决01-1 has of the 类. */
static void a_class_gives_way_to_its_items(void **state)
{
    (void)state;
    static const struct {
        const char *amount;
        int status;
    } cases[] = {{"50546", 0}, {"50000", 1}};
    for (size_t i = 0; i < 2; i++) {
        int status;
        char text[256];
        make_accounts(&agencies[0], "", "levels.xlsx");
        snprintf(text, sizeof text, "[年初预算]\n2013299 = %s\n", cases[i].amount);
        write_text(at("levels.ini"), slice_of(text));
        struct buf said = run(&status, "import %s --into %s", at("levels.xlsx"), at("levels.ini"));
        assert_int_equal(status, cases[i].status);
        assert_true(!status ==
                    !strstr(said.p, "Z01-1 财政拨款收入支出决算总表(财决01-1表)!G9: warning: "
                                    "年初预算.201 is typed as 50000; the table says 50546; what is "
                                    "typed stays"));
        struct buf record = read_file(at("levels.ini"));
        assert_null(strstr(record.p, "\n201 = "));
        assert_non_null(strstr(record.p, "\n204 = 40198750\n"));
        buf_free(&record);
        buf_free(&said);
    }
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

/* Tables given as last year's are of the year before, and of the same agency. */
static void another_years_tables_are_told_of(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *told;
        int status;
    } cases[] = {{"2024年度", "2023年度", NULL, 0},
                 {"2024年度", "2024年度",
                  "b.xlsx:公开01表!B3: warning: these tables, given as last "
                  "year's, are of 2024, and this year is 2024",
                  1},
                 {"2024年度", "2022年度", "are of 2022, and this year is 2024", 1},
                 {"城区分局\t2024年度", "矿区分局\t2023年度",
                  "warning: this table is of 阳泉市公安局矿区分局, others are of "
                  "阳泉市公安局城区分局",
                  1}};
    make_book("yangquan-2024.book", "a.xlsx", "");
    struct buf book = read_file(BOOKS "yangquan-2024.book");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int status;
        char command[1024];
        struct buf other = replaced(buf_slice(&book), cases[i].from, cases[i].to);
        write_text(at("b.book"), buf_slice(&other));
        snprintf(command, sizeof command, "python3 " BOOKS "workbook.py %s %s", at("b.book"),
                 at("b.xlsx"));
        struct buf made = run_command(command, NULL);
        struct buf said = run(&status, "import %s --last-year %s -o %s", at("a.xlsx"), at("b.xlsx"),
                              at("ab.ini"));
        if (status != cases[i].status || (cases[i].told && !strstr(said.p, cases[i].told)))
            fail_msg("%s: %s", cases[i].to, said.p);
        buf_free(&other);
        buf_free(&made);
        buf_free(&said);
    }
    buf_free(&book);
}

/* The record, without where it came from. */
static struct buf record_of(const char *arguments)
{
    int status;
    struct buf said = run(&status, "import %s -o %s", arguments, at("years.ini"));
    if (status)
        fail_msg("%s: %s", arguments, said.p);
    buf_free(&said);
    struct buf record = read_file(at("years.ini"));
    char *cells = strstr(record.p, "[来源]");
    assert_non_null(cells);
    *cells = '\0';
    return record;
}

/* Sheets of two years in one book, in whatever order, or in two books of which neither is given as
 * last year's, are what last year's tables are when they are given as such. */
static void two_years_in_one_book_are_told_apart(void **state)
{
    (void)state;
    char arguments[1024];
    static const char *const edits[] = {"last-year", "paired last-year", "last-year three-columns"};
    make_book("yangquan-2024.book", "a.xlsx", "");
    snprintf(arguments, sizeof arguments,
             "python3 " BOOKS "workbook.py --edited last-year " BOOKS "yangquan-2024.book %s && "
             "python3 " BOOKS "workbook.py --edited only-last-year " BOOKS "yangquan-2024.book %s",
             at("both.xlsx"), at("b.xlsx"));
    struct buf made = run_command(arguments, NULL);
    snprintf(arguments, sizeof arguments, "%s --last-year %s", at("a.xlsx"), at("b.xlsx"));
    struct buf wanted = record_of(arguments);
    snprintf(arguments, sizeof arguments, "%s %s", at("b.xlsx"), at("a.xlsx"));
    struct buf found = record_of(arguments);
    assert_string_equal(found.p, wanted.p);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        buf_free(&found);
        buf_free(&made);
        snprintf(arguments, sizeof arguments,
                 "python3 " BOOKS "workbook.py --edited %s " BOOKS "yangquan-2024.book %s",
                 edits[i], at("both.xlsx"));
        made = run_command(arguments, NULL);
        found = record_of(at("both.xlsx"));
        assert_string_equal(found.p, wanted.p);
    }
    buf_free(&found);
    buf_free(&wanted);
    buf_free(&made);
}

/* A record that has no amounts yet takes the unit of the tables, whose rounding is then known. */
static void a_record_without_amounts_takes_the_unit_of_the_tables(void **state)
{
    (void)state;
    int status;
    write_text(at("bare.ini"), SLICE("[单位]\n名称 = 阳泉市公安局城区分局\n年度 = 2024\n"));
    struct buf said = run(&status, "import %s --into %s",
                          make_book("yangquan-2024.book", "a.xlsx", ""), at("bare.ini"));
    if (status)
        fail_msg("%s", said.p);
    struct buf record = read_file(at("bare.ini"));
    assert_non_null(strstr(record.p, "\n金额单位 = 万元\n"));
    buf_free(&record);
    buf_free(&said);
}

/* An agency with twelve rows of expenditure: what is left to type when its accounts of both years
 * are given. */
static void three_values_are_left_to_type(void **state)
{
    (void)state;
    static const char *const left[] = {"\n口径 = 〔待填", "\n职责 = 〔待填", "\n机构 = 〔待填"};
    int status;
    struct agency last = agencies[0];
    last.year = "2023";
    make_accounts(&agencies[0], "", "this.xlsx");
    make_accounts(&last, "", "last.xlsx");
    struct buf said = run(&status, "import %s --last-year %s -o %s", at("this.xlsx"),
                          at("last.xlsx"), at("twelve.ini"));
    assert_int_equal(status, 0);
    struct buf record = read_file(at("twelve.ini"));
    size_t gaps = 0;
    for (const char *gap = record.p; (gap = strstr(gap, " = 〔待填")); gap++)
        gaps++;
    assert_int_equal(gaps, sizeof left / sizeof *left);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_non_null(strstr(record.p, left[i]));
    assert_non_null(strstr(record.p, "\n机关运行经费 = 6754900\n"));
    assert_non_null(strstr(record.p, "\n三公.公务接待费 = 0\n"));
    buf_free(&record);
    buf_free(&said);
}

/* Tables in 元 are not rounded: what a disclosure in 万元 may be off by is a fault there. */
static void a_few_yuan_are_no_rounding(void **state)
{
    (void)state;
    int status;
    char command[1024];
    make_accounts(&agencies[0], "", "exact.xlsx");
    struct buf book = read_file(at("accounts.book"));
    struct buf wrong = replaced(buf_slice(&book), "31408992", "31408995");
    write_text(at("wrong.book"), buf_slice(&wrong));
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py %s %s", at("wrong.book"),
             at("wrong.xlsx"));
    struct buf made = run_command(command, NULL);
    struct buf said = run(&status, "import %s -o %s", at("wrong.xlsx"), at("wrong.ini"));
    assert_int_equal(status, 1);
    if (!strstr(said.p, "!J10: warning: 支出.各类.204.合计 is printed as 53257846 but its parts "
                        "come to 53257849 元; no table given is rounded"))
        fail_msg("%s", said.p);
    struct buf *const all[] = {&book, &wrong, &made, &said};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}

static void our_form_is_read_back(void **state)
{
    (void)state;
    int status;
    const char *path = make_book("form.book", "form.xlsx", "");
    struct buf said = run(&status, "import %s -o %s", path, at("form.json"));
    assert_int_equal(status, 1); /* of what stands outside the grids */
    assert_non_null(strstr(said.p, "form.xlsx:收支!B9: warning: \"2040203\" stands where "));
    struct buf record = read_file(at("form.json"));
    check_golden(BOOKS "form.expected", buf_slice(&record));
    buf_free(&record);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_accounts_make_the_example),
        cmocka_unit_test(accounts_that_were_edited_do_so_too),
        cmocka_unit_test(our_workbook_makes_the_example),
        cmocka_unit_test(published_tables_come_out_again),
        cmocka_unit_test(our_pdfs_come_out_again),
        cmocka_unit_test(what_is_typed_stays),
        cmocka_unit_test(published_tables_agree_with_the_example),
        cmocka_unit_test(more_than_rounding_is_told_of),
        cmocka_unit_test(a_class_gives_way_to_its_items),
        cmocka_unit_test(last_year_comes_from_its_tables),
        cmocka_unit_test(another_years_tables_are_told_of),
        cmocka_unit_test(two_years_in_one_book_are_told_apart),
        cmocka_unit_test(a_record_without_amounts_takes_the_unit_of_the_tables),
        cmocka_unit_test(three_values_are_left_to_type),
        cmocka_unit_test(a_few_yuan_are_no_rounding),
        cmocka_unit_test(our_form_is_read_back),
    };
    return cmocka_run_group_tests_name("import", tests, make_folder, remove_folder);
}
