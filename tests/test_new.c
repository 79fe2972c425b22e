/* gongkai new: what it leaves to be filled in is reported, and what it fills in is right. */
#include "program.h"

static size_t count_of(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

/* Every gap is reported at its place, and nothing else is wrong. */
static void check_gaps(const char *name)
{
    int status;
    struct buf record = read_file(at(name));
    struct buf said = run(&status, "check %s", at(name));
    assert_int_equal(status, 2);
    size_t gaps = 0;
    for (struct slice rest = buf_slice(&record); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        gaps += memmem(line.p, line.n, "〔待填：", strlen("〔待填：")) != NULL;
    }
    assert_true(gaps > 20);
    assert_int_equal(count_of(said.p, " is still to be filled in"), gaps);
    assert_int_equal(count_of(said.p, ": error: "), gaps);
    buf_free(&said);
    buf_free(&record);
}

static void a_skeleton_reports_its_gaps(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new -o %s --template national-2022", at("new.ini"));
    assert_int_equal(status, 0);
    assert_string_equal(said.p, "");
    check_gaps("new.ini");
    struct buf record = read_file(at("new.ini"));
    assert_non_null(strstr(record.p, "\n模板 = national-2022\n"));
    assert_non_null(strstr(
        record.p, "\n# full name of the agency (line; from 财决封面 单位名称)\n名称 = 〔待填："));
    assert_non_null(strstr(record.p, "\n# 金额单位 = 元\n"));
    assert_non_null(strstr(record.p, "\n# [绩效.项目.1]\n"));
    assert_non_null(strstr(record.p, "\n# vehicles bought (count, 辆, optional; from"));
    buf_free(&record);
    buf_free(&said);
    said = run(&status, "--lang zh new -o %s --template national-2022", at("zh.ini"));
    record = read_file(at("zh.ini"));
    assert_non_null(strstr(record.p, "\n# 公务用车购置数（整数，辆，可不填；取自"));
    buf_free(&record);
    buf_free(&said);
}

/* A package for reports gives a record of one, which need not hold what accounts do. */
static void a_skeleton_is_of_the_kind_of_its_package(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new -o %s --template hunan-performance-2019", at("report.ini"));
    assert_int_equal(status, 0);
    buf_free(&said);
    struct buf record = read_file(at("report.ini"));
    assert_non_null(strstr(record.p, "\n文种 = 绩效自评报告\n"));
    assert_non_null(strstr(record.p, "\n名称 = 〔待填："));
    assert_null(strstr(record.p, "\n机关运行经费 = 〔待填："));
    assert_null(strstr(record.p, "\n授予中小企业 = 〔待填："));
    buf_free(&record);
    said = run(&status, "check %s", at("report.ini"));
    assert_null(strstr(said.p, "is for documents of the kind"));
    buf_free(&said);
}

/* With the gaps closed it is a record; of what may be left out, what the form prints is asked for. */
static void a_skeleton_filled_in_is_a_record(void **state)
{
    (void)state;
    int status;
    const char *fill =
        "sed -e 's/^\\(年度\\) = .*/\\1 = 2024/' -e 's/^\\(口径\\) = .*/\\1 = 单位/' "
        "-e 's/^\\(性质\\) = .*/\\1 = 行政单位/' -e 's/^\\(名称\\) = .*/\\1 = 某局/' "
        "-e 's/^\\(职责\\|机构\\) = .*/\\1 = 无。/' -e 's/= 〔待填.*/= 0/' ";
    char command[1024];
    snprintf(command, sizeof command, PROGRAM " new --template national-2022 | %s > %s/zero.ini",
             fill, folder);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    said = run(&status, "render %s -o %s", at("zero.ini"), at("zero.pdf"));
    assert_non_null(strstr(said.p, "though the record does not tell it: 三公.数量.公务用车保有量; "
                                   "国有资产.车辆, 单价100万元以上设备; type it"));
    assert_int_equal(status, 0);
    buf_free(&said);
}

/* JSON has no comments: its open gaps count as keys that are not there. */
static void open_gaps_of_json_are_no_keys(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new --json -o %s", at("new.json"));
    assert_int_equal(status, 0);
    buf_free(&said);
    said = run(&status, "check %s", at("new.json"));
    assert_int_equal(status, 2);
    assert_null(strstr(said.p, "unknown key"));
    assert_null(strstr(said.p, "金额单位"));
    assert_non_null(strstr(said.p, "new.json:3:11: error: 单位.名称 is still to be filled in"));
    buf_free(&said);
}

static void next_year_begins_with_last_years_figures(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new --from %s -o %s", SOURCE_ROOT "/examples/yangquan-2024.ini",
                          at("next.ini"));
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "note: the catalogue has not met these subjects in 2025; hold "
                                   "them against that year's 政府收支分类科目: 2013299 2040201"));
    check_gaps("next.ini");
    struct buf record = read_file(at("next.ini"));
    static const char *const lines[] = {
        "年度 = 2025",           "名称 = 阳泉市公安局城区分局",         "总计 = 67170546",
        "非财政拨款 = 664400",   "一般公共预算支出.2040201 = 31408992", "三公.公务接待费 = 0",
        "机关运行经费 = 6754900"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(record.p, lines[i]))
            fail_msg("no line %s", lines[i]);
    assert_non_null(strstr(record.p, "\n2040201.一般公共预算 = 〔待填："));
    assert_null(strstr(record.p, "公开日期 = 2025"));
    /* of words below no code those that were not typed come up, too */
    assert_non_null(strstr(record.p, "\n# 车辆.离退休干部服务用车 =\n"));
    assert_null(strstr(record.p, "2040201.事业收入"));
    buf_free(&record);
    buf_free(&said);
}

/* Numbers are numbers in JSON, and dates and gaps are texts. */
static void next_year_in_json(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new --json --from %s -o %s",
                          SOURCE_ROOT "/examples/yangquan-2024.ini", at("next.json"));
    assert_int_equal(status, 0);
    buf_free(&said);
    struct buf record = read_file(at("next.json"));
    assert_non_null(strstr(record.p, "\"年度\": 2025,"));
    assert_non_null(strstr(record.p, "\"总计\": 67170546,"));
    assert_non_null(strstr(record.p, "\"一般公共预算\": \"〔待填："));
    assert_non_null(strstr(record.p, "\"名称\": \"阳泉市公安局城区分局\","));
    buf_free(&record);
}

/* With last year's record named its figures are derived from it. */
static void next_year_can_name_last_years_record(void **state)
{
    (void)state;
    int status;
    write_record(at("2024.ini"), "年度", "年度");
    struct buf said = run(&status, "new --from %s --link -o %s", at("2024.ini"), at("2025.ini"));
    assert_int_equal(status, 0);
    buf_free(&said);
    struct buf record = read_file(at("2025.ini"));
    const char *last = strstr(record.p, "[上年]");
    assert_non_null(strstr(last, "/2024.ini\n"));
    assert_null(strstr(record.p, "\n总计 = "));
    check_gaps("2025.ini");
    buf_free(&record);
}

/* A text that is kept names last year; other years in it are history. */
static void years_of_texts_kept_are_gaps(void **state)
{
    (void)state;
    int status;
    write_record(at("kept.ini"),
                 "机构 = ", "机构 = 2019年成立，截至2024年末（2023年末28人）30人，");
    struct buf said = run(&status, "new --from %s -o %s", at("kept.ini"), at("kept-next.ini"));
    assert_int_equal(status, 0);
    buf_free(&said);
    struct buf record = read_file(at("kept-next.ini"));
    assert_non_null(strstr(record.p, "机构 = 2019年成立，截至〔待填：2025? it was 2024〕年末"
                                     "（〔待填：2024? it was 2023〕年末28人）30人，"));
    said = run(&status, "check %s", at("kept-next.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "error: 概况.机构 is still to be filled in"));
    buf_free(&said);
    buf_free(&record);
}

static void subjects_that_are_gone_are_pointed_out(void **state)
{
    (void)state;
    int status;
    write_record(at("own.ini"), "[概况]", "[科目名称]\n2019999 = 旧科目\n\n[概况]");
    struct buf said = run(&status, "new --from %s -o %s", at("own.ini"), at("own-next.ini"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p, "warning: subject 2019999 (旧科目) is not in the catalogue"));
    buf_free(&said);
}

static void subjects_that_are_renamed_are_pointed_out(void **state)
{
    (void)state;
    int status;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), old = {0};
    for (struct slice rest = buf_slice(&base); rest.p;) {
        struct slice line = slice_cut(&rest, '\n');
        bool amount = slice_starts(line, "2299999");
        buf_puts(&old, amount ? "2080501" : "");
        buf_put_slice(&old, amount ? (struct slice){line.p + 7, line.n - 7} : line);
        buf_putc(&old, '\n');
    }
    char *year = strstr(old.p, "年度 = 2024");
    year[strlen("年度 = 20")] = '1';
    year[strlen("年度 = 201")] = '9';
    write_text(at("2019.ini"), buf_slice(&old));
    struct buf said = run(&status, "new --from %s -o %s", at("2019.ini"), at("2020.ini"));
    assert_int_equal(status, 1);
    assert_non_null(strstr(said.p,
                           "2019.ini:14:1: warning: subject 2080501 is called 行政单位离退休 "
                           "in 2020, not 归口管理的行政单位离退休 as before"));
    buf_free(&said);
    buf_free(&old);
    buf_free(&base);
}

/* What was true of last year alone is not carried over: its edition, its main work, the records of
 * its units. */
static void what_was_last_years_alone_is_left_out(void **state)
{
    (void)state;
    int status;
    write_record(at("unit.ini"), "年度", "年度");
    write_record(at("was.ini"), "[概况]",
                 "下属记录.1 = unit.ini\n[更正]\n版次 = 2\n[概况]\n重点工作 = 去年的工作。");
    struct buf said = run(&status, "new --from %s -o %s", at("was.ini"), at("is.ini"));
    assert_int_equal(status, 0);
    struct buf record = read_file(at("is.ini"));
    assert_non_null(strstr(record.p, "\n下属记录.1 = 〔待填："));
    assert_non_null(strstr(record.p, "\n重点工作 = 〔待填："));
    assert_non_null(strstr(record.p, "\n# 版次 =\n"));
    check_gaps("is.ini");
    buf_free(&record);
    buf_free(&said);
}

/* Projects go on: what they are and aim at is kept, what they reached is asked for. */
static void projects_are_kept_without_their_results(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new --from %s -o %s", SOURCE_ROOT "/examples/yangquan-2024.ini",
                          at("projects.ini"));
    struct buf record = read_file(at("projects.ini"));
    const char *project = strstr(record.p, "\n[绩效.项目.2]\n");
    static const char *const lines[] = {"\n名称 = 禁毒经费\n",
                                        "\n预算.市财政 = 〔待填：",
                                        "\n得分.产出指标 = 〔待填：",
                                        "\n[绩效.项目.2.指标.数量指标.1]\n",
                                        "\n指标值 = ",
                                        "\n完成值 = 〔待填："};
    assert_non_null(project);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(project, lines[i]))
            fail_msg("no line %s", lines[i]);
    assert_null(strstr(record.p, "\n完成值 = 100"));
    buf_free(&record);
    buf_free(&said);
}

/* A text that names last year may be untrue now: the year is a gap. */
static void texts_do_not_carry_last_year(void **state)
{
    (void)state;
    int status;
    write_record(at("year.ini"),
                 "机构 = ", "机构 = 截至2024年末，2024年度内设3个科室，2021年成立。");
    struct buf said = run(&status, "new --from %s -o %s", at("year.ini"), at("year-next.ini"));
    struct buf record = read_file(at("year-next.ini"));
    assert_non_null(strstr(
        record.p,
        "\n机构 = 截至〔待填：2025? it was 2024〕年末，〔待填：2025? it was 2024〕年度内设3个"
        "科室，2021年成立。"));
    buf_free(&said);
    said = run(&status, "check %s", at("year-next.ini"));
    assert_non_null(strstr(said.p, ": error: 概况.机构 is still to be filled in"));
    buf_free(&record);
    buf_free(&said);
}

static void what_is_there_is_not_overwritten(void **state)
{
    (void)state;
    int status;
    write_text(at("mine.ini"), SLICE("typed"));
    struct buf said = run(&status, "new -o %s", at("mine.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "is there already"));
    struct buf mine = read_file(at("mine.ini"));
    assert_string_equal(mine.p, "typed");
    buf_free(&mine);
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_skeleton_reports_its_gaps),
        cmocka_unit_test(a_skeleton_is_of_the_kind_of_its_package),
        cmocka_unit_test(a_skeleton_filled_in_is_a_record),
        cmocka_unit_test(open_gaps_of_json_are_no_keys),
        cmocka_unit_test(next_year_begins_with_last_years_figures),
        cmocka_unit_test(next_year_in_json),
        cmocka_unit_test(next_year_can_name_last_years_record),
        cmocka_unit_test(years_of_texts_kept_are_gaps),
        cmocka_unit_test(subjects_that_are_gone_are_pointed_out),
        cmocka_unit_test(subjects_that_are_renamed_are_pointed_out),
        cmocka_unit_test(what_was_last_years_alone_is_left_out),
        cmocka_unit_test(projects_are_kept_without_their_results),
        cmocka_unit_test(texts_do_not_carry_last_year),
        cmocka_unit_test(what_is_there_is_not_overwritten),
    };
    return cmocka_run_group_tests_name("new", tests, make_folder, remove_folder);
}
