/* What was imported names the cell that it came from, wherever the record goes, and no other. */
#include "program.h"

#define BOOKS SOURCE_ROOT "/tests/intake/"

static void make_book(const char *book, const char *as)
{
    char command[1024];
    snprintf(command, sizeof command, "python3 " BOOKS "workbook.py " BOOKS "%s %s", book, at(as));
    struct buf said = run_command(command, NULL);
    buf_free(&said);
}

/* Makes a record of Yangquan's workbook. */
static void import_as(const char *record)
{
    int status;
    make_book("yangquan-2024.book", "公开.xlsx");
    struct buf said = run(&status, "import %s -o %s", at("公开.xlsx"), at(record));
    assert_in_range(status, 0, 1);
    buf_free(&said);
}

/* Writes the record again with `from` replaced by `to`, once. */
static void edit(const char *record, const char *from, const char *to)
{
    struct buf text = read_file(at(record)), out = {0};
    const char *found = strstr(text.p, from);
    if (!found)
        fail_msg("%s is not in\n%s", from, text.p);
    buf_put(&out, text.p, (size_t)(found - text.p));
    buf_puts(&out, to);
    buf_puts(&out, found + strlen(from));
    write_text(at(record), buf_slice(&out));
    buf_free(&out);
    buf_free(&text);
}

static void check_said(const char *command, const char *record, const char *wanted, bool there)
{
    int status;
    struct buf said = run(&status, command, at(record));
    if ((strstr(said.p, wanted) != NULL) != there)
        fail_msg("%s%s in\n%s", there ? "no " : "", wanted, said.p);
    buf_free(&said);
}

static void a_finding_names_the_cell(void **state)
{
    (void)state;
    import_as("r.ini");
    check_said("check %s", "r.ini",
               "    决算.公务用车购置费 = 74.1\n                          ^~~~\n"
               "gongkai: 公开.xlsx:公开09表!J8: imported from here\n",
               true);
    check_said("check --format json %s", "r.ini",
               "\"imported\":{\"file\":\"公开.xlsx\",\"line\":null,\"column\":null,"
               "\"sheet\":\"公开09表\",\"cell\":\"J8\"},\"values\":[\"74.10 万元\"]",
               true);
    check_said("facts %s 三公.决算.公务用车购置费", "r.ini", " ← 公开.xlsx:公开09表!J8]\n", true);
}

static void json_keeps_the_cells(void **state)
{
    (void)state;
    import_as("r.json");
    check_said("facts %s 三公.决算.公务用车购置费", "r.json", " ← 公开.xlsx:公开09表!J8]\n", true);
}

static void lines_may_move_but_values_may_not_change(void **state)
{
    (void)state;
    import_as("r.ini");
    edit("r.ini", "[单位]\n", "# 核对过\n\n[单位]\n");
    edit("r.ini", "\n决算.公务用车购置费 = 74.1\n", "\n决算.公务用车购置费 = 74.10\n");
    check_said("facts %s 三公.决算.公务用车购置费", "r.ini", " ← 公开.xlsx:公开09表!J8]\n", true);
    edit("r.ini", "\n决算.公务用车购置费 = 74.10\n", "\n决算.公务用车购置费 = 74.2\n");
    check_said("facts %s 三公.决算.公务用车购置费", "r.ini", " ← 公开.xlsx:公开09表!J8]", false);
    check_said("facts %s 三公.决算.公务用车运行维护费", "r.ini", "公开09表!K8]\n", true);
}

/* An item that takes the place of one removed has the value of the other in one key, and not in
 * all. */
static void an_item_that_moved_has_no_cells(void **state)
{
    (void)state;
    int status;
    make_book("form.book", "填报.xlsx");
    struct buf said = run(&status, "import %s -o %s", at("填报.xlsx"), at("f.ini"));
    assert_in_range(status, 0, 1);
    buf_free(&said);
    struct buf record = read_file(at("f.ini"));
    assert_non_null(strstr(record.p, "\n绩效.项目.1.得分.产出指标 = 48 填报.xlsx:收支!D15\n"));
    /* Of a text what records keep for good: FNV-1a over its characters. */
    assert_non_null(strstr(record.p, "\n绩效.项目.1.名称 = #a5004c4d 填报.xlsx:"));
    buf_free(&record);
    check_said("facts %s 绩效.项目.1.得分.产出指标", "f.ini", "填报.xlsx:收支!D15]", true);
    edit("f.ini", "\n名称 = 修缮\n", "\n名称 = 培训\n");
    check_said("facts %s 绩效.项目.1.得分.产出指标", "f.ini", " ← 填报.xlsx", false);
}

static void it_is_no_part_of_the_disclosure(void **state)
{
    (void)state;
    int status;
    write_text(at("bare.ini"), SLICE(""));
    write_record(at("bare.ini"), "[概况]", "[概况]");
    write_record(at("told.ini"), "[概况]", "[来源]\n单位.年度 = 2024 秘.xlsx:表!B3\n[概况]");
    struct buf bare = run(&status, "hash %s", at("bare.ini"));
    assert_int_equal(status, 0);
    struct buf told = run(&status, "hash %s", at("told.ini"));
    assert_memory_equal(bare.p, told.p, 64);
    struct buf made = run(&status, "render %s -o %s", at("told.ini"), at("told.pdf"));
    assert_sound(made.p);
    check_said("extract %s", "told.pdf", "单位", true);
    check_said("extract %s", "told.pdf", "秘.xlsx", false);
    buf_free(&bare);
    buf_free(&told);
    buf_free(&made);
}

static void a_second_import_names_its_own_cells(void **state)
{
    (void)state;
    int status;
    import_as("r.ini");
    make_book("yangquan-2024.book", "又.xlsx");
    edit("r.ini", "\n决算.公务用车运行维护费 = 19.5\n", "\n决算.公务用车运行维护费 = 19.6\n");
    struct buf said = run(&status, "import %s --into %s", at("又.xlsx"), at("r.ini"));
    assert_int_equal(status, 1);
    struct buf record = read_file(at("r.ini"));
    assert_non_null(strstr(record.p, "\n三公.决算.公务用车购置费 = 74.1 又.xlsx:公开09表!J8\n"));
    assert_null(strstr(record.p, "74.1 公开.xlsx"));
    /* What is typed otherwise came from nowhere. */
    assert_non_null(strstr(record.p, "\n三公.决算.公务用车运行维护费 = 19.5 公开.xlsx:"));
    check_said("facts %s 三公.决算.公务用车运行维护费", "r.ini", "公开09表!K8]", false);
    buf_free(&record);
    buf_free(&said);
}

static void pages_and_tables_are_named_too(void **state)
{
    (void)state;
    int status;
    make_book("yangquan-2024.book", "公开.docx");
    struct buf said = run(&status, "import %s -o %s", at("公开.docx"), at("r.ini"));
    assert_in_range(status, 0, 1);
    check_said("facts %s 三公.决算.公务用车购置费", "r.ini", " ← 公开.docx:表9行5列10]\n", true);
    buf_free(&said);
}

static void a_line_that_says_nothing_is_told_of(void **state)
{
    (void)state;
    static const char *const lines[] = {"2024",        "2024 秘.xlsx",      "2024 秘.xlsx:表",
                                        "2024 :表!B3", "2024 秘.xlsx:表!3", "2024 秘.xlsx:第3表1"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char section[256];
        snprintf(section, sizeof section, "[来源]\n单位.年度 = %s\n[概况]", lines[i]);
        write_record(at("told.ini"), "[概况]", section);
        check_said("check %s", "told.ini",
                   ": warning: 来源.单位.年度 should have the value imported and the cell that it "
                   "came from, such as 1200 accounts.xlsx:Z03!H9; import again with --into, or "
                   "remove the line\n",
                   true);
    }
}

/* A name that could not be read again is not written; one with a colon can be. */
static void names_that_cannot_be_read_are_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool told;
    } books[] = {{"公开.xlsx", true}, {"公:开.xlsx", true}, {"公\x7f开.xlsx", false}};
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        int status;
        make_book("yangquan-2024.book", books[i].name);
        struct buf said = run(&status, "import %s -o %s", at(books[i].name), at("r.ini"));
        assert_in_range(status, 0, 1);
        struct buf record = read_file(at("r.ini"));
        assert_int_equal(strstr(record.p, "\n[来源]\n") != NULL, books[i].told);
        buf_free(&record);
        buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_names_the_cell),
        cmocka_unit_test(json_keeps_the_cells),
        cmocka_unit_test(lines_may_move_but_values_may_not_change),
        cmocka_unit_test(an_item_that_moved_has_no_cells),
        cmocka_unit_test(it_is_no_part_of_the_disclosure),
        cmocka_unit_test(a_second_import_names_its_own_cells),
        cmocka_unit_test(pages_and_tables_are_named_too),
        cmocka_unit_test(a_line_that_says_nothing_is_told_of),
        cmocka_unit_test(names_that_cannot_be_read_are_left_out),
    };
    return cmocka_run_group_tests_name("provenance", tests, make_folder, remove_folder);
}
