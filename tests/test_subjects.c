/* gongkai subjects: the catalogue looked up and added to, and what users' own lists do. */
#include "program.h"

/* Runs the program with a catalogue of the test's own for the user's. */
static struct buf run_own(int *status, const char *format, ...)
{
    char arguments[1024], command[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(arguments, sizeof arguments, format, args);
    va_end(args);
    snprintf(command, sizeof command,
             "cd %s && XDG_DATA_HOME=%s/data LC_ALL=C.UTF-8 " PROGRAM " %s 2>&1", folder, folder,
             arguments);
    return run_command(command, status);
}

static void check_says(int wanted, const char *says, const char *arguments)
{
    int status;
    struct buf said = run_own(&status, "%s", arguments);
    if (status != wanted || !strstr(said.p, says))
        fail_msg("%s: status %d: %s", arguments, status, said.p);
    buf_free(&said);
}

static void codes_and_words_are_looked_up(void **state)
{
    (void)state;
    check_says(0, "2040201 公共安全支出 / 公安 / 行政运行 (2020,2024)\n", "subjects 2040201");
    check_says(0, "\n2040202 公共安全支出 / 公安 / 一般行政管理事务 (2020,2024)\n",
               "subjects 20402");
    check_says(0, "30215   商品和服务支出 / 会议费 (2024)\n", "subjects 会议费");
    check_says(0, "2010104 一般公共服务支出 / 人大事务 / 人大会议 (unconfirmed)\n",
               "subjects 人大会议");
    check_says(2, "error: unknown subject code 2040298; did you mean 2040299", "subjects 2040298");
    check_says(2, "error: unknown subject code 2042001; did you mean 2040201", "subjects 2042001");
    check_says(2, "error: unknown subject code 2080550; did you mean 2080505", "subjects 2080550");
    check_says(2, "error: no subject has the code or the word 无此科目", "subjects 无此科目");
    check_says(3, "error: gongkai subjects needs CODE|WORD\nusage: gongkai subjects", "subjects");
    check_says(3, "error: gongkai subjects needs CODE|WORD\nusage: gongkai subjects",
               "subjects ''");
    check_says(3, "error: gongkai subjects add needs FILE\nusage: gongkai subjects",
               "subjects add");
    check_says(3, "error: --years cannot be soon; write 2025, 2025-, 2019-2021,2023\n",
               "subjects add list.csv --years soon");
}

/* Codes as people keep them: whole, or 类, 款 and 项 apart, with what the row above has left out.
 */
static void lists_are_added(void **state)
{
    (void)state;
    write_text(at("whole.csv"),
               SLICE("科目编码,科目名称,说明\n201,一般公共服务支出,\n"
                     "2010102,一般事务,甲\n30215,会议费,\n50101,工资奖金津补贴,\n"));
    check_says(0, "2010102 一般行政管理事务 → 一般事务\n", "subjects add whole.csv --years 2025-");
    struct buf list = read_file(at("data/gongkai/subjects/functional-whole.tsv"));
    assert_string_equal(list.p, "201\t一般公共服务支出\t2025-\n2010102\t一般事务\t2025-\n");
    buf_free(&list);
    list = read_file(at("data/gongkai/subjects/economic-whole.tsv"));
    assert_string_equal(list.p, "30215\t会议费\t2025-\n");
    buf_free(&list);
    write_text(at("apart.tsv"), SLICE("类\t款\t项\t名称\n210\t\t\t卫生健康支出\n\t1\t\t管理事务\n"
                                      "\t\t1\t行政运行\n\t\t99\t其他\n\t16\t\t老龄事务\n"));
    check_says(0, "5 subjects → ", "subjects add apart.tsv");
    list = read_file(at("data/gongkai/subjects/functional-apart.tsv"));
    assert_string_equal(list.p, "210\t卫生健康支出\t\n21001\t管理事务\t\n2100101\t行政运行\t\n"
                                "2100199\t其他\t\n21016\t老龄事务\t\n");
    buf_free(&list);
    check_says(0, "/functional-apart.tsv)\n", "subjects 2100101");
    int status;
    struct buf said = run_command("true", &status);
    buf_free(&said);
}

static void lists_that_contradict_themselves_are_refused(void **state)
{
    (void)state;
    write_text(at("twice.csv"), SLICE("2010101,甲\n2010103,丙\n2010101,乙\n"));
    check_says(2,
               ": error: 2010101 is named 乙 here, and 甲 elsewhere; correct the list: "
               "nothing was added",
               "subjects add twice.csv");
    assert_int_equal(access(at("data/gongkai/subjects/functional-twice.tsv"), F_OK), -1);
    write_text(at("none.csv"), SLICE("项目,金额\n合计,12\n"));
    check_says(2, "error: no row has a code and a name", "subjects add none.csv");
    check_says(2, "gone.csv", "subjects add gone.csv");
}

/* A list of the user's confirms a name; the disclosure carries it, so that it reads the same where
 * the list is not. */
static void own_names_confirm_and_are_carried(void **state)
{
    (void)state;
    write_record(at("own.ini"), "2299999.其他收入 = 2000", "2010107.其他收入 = 2000");
    check_says(1, "warning: subject-unconfirmed: no published table", "check own.ini");
    write_text(at("mine.csv"), SLICE("20101,人大工作\n2010107,代表履职\n"));
    check_says(0, "20101 ", "subjects add mine.csv; true");
    check_says(0, "", "check own.ini");
    check_says(0, "", "render own.ini -o own.pdf");
    int status;
    struct buf record = run(&status, "extract %s", at("own.pdf"));
    assert_non_null(strstr(record.p, "\"20101\": \"人大工作\""));
    assert_non_null(strstr(record.p, "\"2010107\": \"代表履职\""));
    write_text(at("carried.json"), buf_slice(&record));
    buf_free(&record);
    check_says(0, "", "render carried.json -o again.pdf");
    struct buf one = read_file(at("own.pdf")), two = read_file(at("again.pdf"));
    assert_int_equal(one.n, two.n);
    buf_free(&one);
    buf_free(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_words_are_looked_up),
        cmocka_unit_test(lists_are_added),
        cmocka_unit_test(lists_that_contradict_themselves_are_refused),
        cmocka_unit_test(own_names_confirm_and_are_carried),
    };
    return cmocka_run_group_tests_name("subjects", tests, make_folder, remove_folder);
}
