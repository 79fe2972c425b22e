/*
 * The form of Shanghai's districts: its tables and headings in their order, contents lines that
 * differ from their headings, and the sentences for what an agency does not have.
 */
#include "program.h"

#define EXAMPLE SOURCE_ROOT "/examples/shanghai-district-2024.ini"

/* The text of the document, without line ends, of the example with a sed script run over it. */
static struct buf text_with(const char *script)
{
    char command[2048];
    snprintf(command, sizeof command,
             "sed '%s' " EXAMPLE " >%s && LC_ALL=C.UTF-8 " PROGRAM " dump document %s 2>&1 | "
             "sed -n 's/^ *text[^“]*“\\(.*\\)”.*/\\1/p' | tr -d '\\n'",
             script, at("record.ini"), at("record.ini"));
    return run_command(command, NULL);
}

static void check_text(const char *script, const char *wanted, const char *unwanted)
{
    struct buf text = text_with(script);
    if (wanted && !strstr(text.p, wanted))
        fail_msg("lacks %s: %s", wanted, text.p);
    if (unwanted && strstr(text.p, unwanted))
        fail_msg("has %s: %s", unwanted, text.p);
    buf_free(&text);
}

static void the_example_is_sound(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "check " EXAMPLE);
    assert_int_equal(status, 0);
    assert_string_equal(said.p, "");
    buf_free(&said);
}

static void tables_and_sections_keep_the_forms_order(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "第一部分　上海市示例区文化和旅游局概况",
        "一、主要职能",
        "二、部门决算单位构成",
        "第二部分　上海市示例区文化和旅游局2024年度部门决算表",
        "一、收入支出决算总表",
        "二、收入决算表",
        "三、支出决算表",
        "四、财政拨款收入支出决算总表",
        "五、一般公共预算财政拨款支出决算表",
        "六、一般公共预算财政拨款基本支出决算表",
        "七、财政拨款“三公”经费支出决算表",
        "八、政府性基金预算财政拨款收入支出决算表",
        "九、国有资本经营预算财政拨款收入支出决算表",
        "第三部分　上海市示例区文化和旅游局2024年度部门决算情况说明",
        "十、预算绩效管理情况",
        "十一、其他重要事项说明",
        "第四部分　名词解释"};
    char command[512];
    snprintf(command, sizeof command,
             PROGRAM " render " EXAMPLE " -o %s && qpdf --json %s | grep '\"title\"'",
             at("example.pdf"), at("example.pdf"));
    struct buf titles = run_command(command, NULL);
    const char *from = titles.p;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        from = strstr(from, lines[i]);
        if (!from)
            fail_msg("%s is not where it belongs in %s", lines[i], titles.p);
    }
    assert_null(strstr(titles.p, "其他重要事项的情况说明"));
    buf_free(&titles);
    check_text("", "十一、其他重要事项的情况说明", NULL);
}

static void the_narrative_follows_the_figures(void **state)
{
    (void)state;
    check_text(
        "",
        "2024年度收入支出总计2456.61万元。与2023年度相比，收入支出总计增加169.61万元，增长7.42%。"
        "主要原因：新增图书数字化项目。",
        NULL);
    check_text("s/^总计 = 22870000/总计 = 24566050.65/",
               "2456.61万元。与2023年度相比，收入支出总计持平。", NULL);
    check_text("", "完成年初预算的100.46%。决算数大于预算数的主要原因：年中追加人员经费。其中：",
               NULL);
    check_text(
        "",
        "2、文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）。主要用于：图书的购置、保管"
        "和数字化。年初预算为500.00万元，支出决算为476.03万元。决算数小于预算数的主要原因：",
        NULL);
    check_text(
        "",
        "1、其他支出（类）其他政府性基金及对应专项债务收入安排的支出（款）其他政府性基金安排的支出"
        "（项）。主要用于：社区文化展览。年初预算为80.00万元，支出决算为76.50万元。",
        NULL);
    check_text("", "公务用车购置及运行维护费支出减少的主要原因是车辆维修减少。", NULL);
    check_text(
        "",
        "绩效评级为“合格”的项目0个；绩效评级为“不合格”的项目0个。绩效自评中共发现问题5个，已经完成"
        "整改的3个，正在整改的2个）",
        NULL);
}

static void what_there_is_not_is_said(void **state)
{
    (void)state;
    check_text("", "2024年度无国有资本经营预算财政拨款收入和支出。", "无政府性基金预算");
    check_text("",
               "说明：上海市示例区文化和旅游局本年度没有国有资本经营预算财政拨款收入和支出，故本表"
               "无数据。",
               "没有政府性基金预算");
    check_text("/^2290401/d; s/^政府性基金预算.2290401.*//; s/^\\[年初预算.政府性基金预算\\]//; "
               "s/^\\[支出用途.政府性基金预算\\]//",
               "2024年度无政府性基金预算财政拨款收入和支出。", "没有“三公”经费");
    check_text("s/^口径 = 部门/口径 = 单位/; /^\\[单位.决算单位/,/^备注/d; "
               "/^行政单位 =/d; /^参照公务员法管理事业单位 =/d",
               "二、机构设置", "部门决算单位构成");
}

/* What the form has no line for is listed when there is money. */
static void lines_beyond_the_form_come_with_their_money(void **state)
{
    (void)state;
    check_text("", "31001房屋建筑物购建", "大型修缮");
    check_text("s/^31002 = 62000/31006 = 62000/", "大型修缮6.20", NULL);
    check_text("", "抗疫特别国债安排的支出", "债务还本支出");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_is_sound),
        cmocka_unit_test(tables_and_sections_keep_the_forms_order),
        cmocka_unit_test(the_narrative_follows_the_figures),
        cmocka_unit_test(what_there_is_not_is_said),
        cmocka_unit_test(lines_beyond_the_form_come_with_their_money),
    };
    return cmocka_run_group_tests_name("shanghai", tests, make_folder, remove_folder);
}
