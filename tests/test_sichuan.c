/*
 * A county of Sichuan that is not Lezhi: its habits are blocks of the province's package, and every
 * section of its record that can be zero is.
 */
#include "program.h"

#define RECORD SOURCE_ROOT "/tests/sichuan/zero.ini"

/* The texts of the document, one after the other. */
static struct buf texts_of_record(void)
{
    int status;
    struct buf said =
        run_command("LC_ALL=C.UTF-8 " PROGRAM " --quiet dump document " RECORD
                    " 2>/dev/null | sed -n 's/^ *text “\\(.*\\)”.*/\\1/p' | tr -d '\\n'",
                    &status);
    assert_int_equal(status, 0);
    return said;
}

static void habits_of_a_county_are_blocks(void **state)
{
    (void)state;
    static const char *const says[] = {
        "2020年度收、支总计均为130.00万元。与2019年相比，收、支总计各增加5.00万元，增长4%。",
        "一般公共预算财政拨款收入130.00万元，占100%；政府性基金预算财政拨款收入0万元，占0%；",
        "政府办公厅（室）及相关机构事务（款）行政运行（项）：支出决算为100."
        "00万元，决算数大于预算数。",
        "党委办公厅（室）及相关机构事务（款）行政运行（项）：支出决算为20."
        "00万元，决算数等于预算数。",
        "机关事业单位基本养老保险缴费支出（项）：支出决算为10.00万元，决算数小于预算数。"};
    struct buf texts = texts_of_record();
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        if (!strstr(texts.p, says[i]))
            fail_msg("no %s", says[i]);
    buf_free(&texts);
}

static void sections_at_zero_are_told(void **state)
{
    (void)state;
    static const char *const says[] = {"2020年“三公”经费财政拨款支出决算为0万元。",
                                       "1.因公出国（境）经费支出0万元。",
                                       "3.公务接待费支出0万元。",
                                       "2020年政府性基金预算拨款支出0万元。",
                                       "2020年国有资本经营预算拨款支出0万元。",
                                       "政府采购支出总额0万元，其中：政府采购货物支出0万元、政府采"
                                       "购工程支出0万元、政府采购服务支出0万元。",
                                       "共有车辆0辆",
                                       "本年度无绩效自评项目。"};
    struct buf texts = texts_of_record();
    for (size_t i = 0; i < sizeof says / sizeof *says; i++)
        if (!strstr(texts.p, says[i]))
            fail_msg("no %s", says[i]);
    assert_null(strstr(texts.p, "，。"));
    assert_null(strstr(texts.p, "主要原因是。"));
    buf_free(&texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(habits_of_a_county_are_blocks),
        cmocka_unit_test(sections_at_zero_are_told),
    };
    return cmocka_run_group_tests_name("sichuan", tests, NULL, NULL);
}
