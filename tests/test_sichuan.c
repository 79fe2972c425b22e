/*
 * A county of Sichuan that is not Lezhi: its habits are settings of the province's package, and
 * every section of its record that can be zero is. The province's own habits are the other way
 * round.
 */
#include "program.h"

#define RECORD SOURCE_ROOT "/tests/sichuan/zero.ini"

/* The county's habit, and the province's. */
static const char *const habits[][2] = {
    {"2020年度收、支总计均为130.00万元。与2019年相比，收、支总计各增加5.00万元，增长4%。图1",
     "2020年度收入总计130.00万元，与2019年125.00万元相比，收入总计增加5.00万元，增长4%。2020年度"
     "支出总计130.00万元，"},
    {"2020年财政拨款收、支总计均为130.00万元。与2019年相比，财政拨款收、支总计各增加5.00万元，",
     "2020年财政拨款收入总计130.00万元，与2019年125.00万元相比，"},
    {"一般公共预算财政拨款收入130.00万元，占100%；政府性基金预算财政拨款收入0万元，占0%；"
     "上级补助收入0万元，占0%；",
     "一般公共预算财政拨款收入130.00万元，占100%；政府性基金预算财政拨款收入0万元；"
     "上级补助收入0万元；"},
    {"经营支出0万元，占0%；对附属单位补助支出0万元，占0%。",
     "经营支出0万元；对附属单位补助支出0万元。"},
    {"主要用于以下方面：社会保障和就业支出（类）10.00万元，占7.69%；一般公共服务支出（类）120.00"
     "万元，占92.31%。",
     "主要用于以下方面：一般公共服务支出（类）120.00万元，占92.31%；公共安全支出（类）0万元；"},
    {"政府办公厅（室）及相关机构事务（款）行政运行（项）：支出决算为100.00万元，完成预算111.11%，"
     "决算数大于预算数。",
     "1.一般公共服务支出行政运行：支出决算为100.00万元，完成预算111.11%。行政运行："},
    {"党委办公厅（室）及相关机构事务（款）行政运行（项）：支出决算为20.00万元，完成预算100%，"
     "决算数等于预算数。",
     "行政运行：支出决算为20.00万元，完成预算100%。"},
    {"机关事业单位基本养老保险缴费支出（项）：支出决算为10.00万元，完成预算83.33%，决算数小于"
     "预算数。",
     "机关事业单位基本养老保险缴费支出：支出决算为10.00万元，完成预算83.33%。"},
    {"，其中：人员经费110.00万元，主要包括：基本工资。公用经费20.00万元，",
     "。日常公用经费20.00万元，"},
    {"支出决算为0万元，决算数等于预算数。", "支出决算为0万元。"},
    {"因公出国（境）费支出决算0万元，占0%；", "因公出国（境）费支出决算0万元；"},
    {"1.因公出国（境）经费支出0万元。全年安排因公出国（境）团组0个，0人次。支出决算比2019年增加0"
     "万元，增长0%。2.公务",
     "1.因公出国（境）经费支出0万元。2.公务用车购置及运行维护费支出0万元。公务用车购置及运行维护费"
     "支出决算与2019年持平。"},
    {"公务用车购置支出0万元。全年按规定更新购置公务用车0辆。截至", "公务用车购置支出0万元。截至"},
    {"外事接待支出0万元，外事接待0批次，0人次。八、", "共计支出0万元。八、"},
    {"2020年没有政府性基金预算拨款支出。", "2020年政府性基金预算拨款支出0万元。"},
    {"2020年没有国有资本经营预算拨款支出。", "2020年国有资本经营预算拨款支出0万元。"},
    {"共有车辆0辆，其中：副部（省）级及以上领导用车0辆、主要负责人用车0辆、",
     "共有车辆0辆，其中：主要领导干部用车0辆、"},
    {"特种专业技术用车0辆、离退休干部服务用车0辆、其他用车0辆。", "应急保障用车0辆、其他用车0辆。"},
};

/* What both say. */
static const char *const zeros[] = {
    "3.公务接待费支出0万元。",
    "政府采购支出总额0万元，其中：政府采购货物支出0万元、政府采购工程支出0万元、政府采购服务支出0"
    "万元。",
    "公开12表", "本年度无绩效自评项目。"};

/* The texts of the document, one after the other. */
static struct buf texts_of_record(const char *options)
{
    int status;
    char command[512];
    snprintf(command, sizeof command,
             "LC_ALL=C.UTF-8 " PROGRAM " --quiet dump document " RECORD
             " %s 2>/dev/null | sed -n 's/^ *text “\\(.*\\)”.*/\\1/p' | tr -d '\\n'",
             options);
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 0);
    return said;
}

static void check_habits(const char *options, size_t mine)
{
    struct buf texts = texts_of_record(options);
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (!strstr(texts.p, habits[i][mine]))
            fail_msg("no %s in %s", habits[i][mine], texts.p);
        if (strstr(texts.p, habits[i][!mine]))
            fail_msg("both habits: %s", habits[i][!mine]);
    }
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (!strstr(texts.p, zeros[i]))
            fail_msg("no %s", zeros[i]);
    assert_null(strstr(texts.p, "，。"));
    assert_null(strstr(texts.p, "；。"));
    assert_null(strstr(texts.p, "原因是。"));
    buf_free(&texts);
}

static void habits_of_a_county_are_settings(void **state)
{
    (void)state;
    check_habits("", 0);
    check_habits("--template sichuan-2020", 1);
    struct buf parts =
        run_command("find " SOURCE_ROOT "/tests/sichuan/county -type f | wc -l", NULL);
    assert_string_equal(parts.p, "1\n");
    buf_free(&parts);
}

/* Who reads the document finds no fault in such habits. */
static void habits_are_no_faults(void **state)
{
    (void)state;
    int status;
    struct buf said = run_command(
        "file=/tmp/gongkai-zero.$$.docx; " PROGRAM " --quiet render " RECORD
        " -o $file 2>/dev/null; LC_ALL=C.UTF-8 " PROGRAM " audit $file --form " SOURCE_ROOT
        "/tests/sichuan/county 2>&1 | grep ': error: \\|^coverage' | cut -c1-20; rm $file",
        &status);
    assert_string_equal(said.p, "coverage: 12 tables,\n");
    buf_free(&said);
}

/* The table of 三公 paid from funds has keys of the package's own. */
static void funds_pay_for_sangong(void **state)
{
    (void)state;
    int status;
    struct buf said = run_command(
        "cd " SOURCE_ROOT "/tests/sichuan && (cat zero.ini; printf '[自定义.基金三公.决算数]\\n"
        "公务用车运行费 = 30000\\n公务接待费 = 5000\\n') >/tmp/gongkai-funds.$$.ini && "
        "LC_ALL=C.UTF-8 " PROGRAM " --quiet dump document /tmp/gongkai-funds.$$.ini --template "
        "sichuan-2020 2>&1 | sed -n 's/.*“\\([0-9.]*\\)” = 自定义.基金三公.\\(.*\\)/\\2 \\1/p' | "
        "grep -v ' $'; rm /tmp/gongkai-funds.$$.ini",
        &status);
    assert_string_equal(said.p, "决算数.合计 3.50\n决算数.公务用车小计 3.00\n"
                                "决算数.公务用车运行费 3.00\n决算数.公务接待费 0.50\n");
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(habits_of_a_county_are_settings),
        cmocka_unit_test(habits_are_no_faults),
        cmocka_unit_test(funds_pay_for_sangong),
    };
    return cmocka_run_group_tests_name("sichuan", tests, NULL, NULL);
}
