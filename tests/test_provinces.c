/*
 * Packages of provinces that say little of their own: each makes the document of a record, with its
 * parts and tables in the order of the province, and what it adds to the national form.
 */
#include "program.h"

static const struct {
    const char *package;
    const char *titles[24]; /* in this order among the bookmarks */
    const char *texts[4];   /* in the document */
} provinces[] = {
    {"gansu-2022",
     {"第一部分　概况", "第二部分", "一、收入支出决算总表", "九、财政拨款“三公”经费支出决算表",
      "第三部分　单位决算情况说明", "十、其他重要事项情况说明", "第四部分　预算绩效情况说明",
      "一、预算绩效管理工作开展情况", "二、其他需要说明的事项", "第五部分　名词解释"},
     {"（三）国有资产占用情况说明"}},
    {"shaanxi-2022",
     {"一、单位主要职责及内设机构", "二、单位决算单位构成", "三、单位人员情况",
      "八、国有资本经营预算", "九、财政拨款“三公”经费及会议费、培训费支出决算表",
      "第四部分　名词解释"},
     {"实有人员12人，其中行政人员12人",
      "（三）会议费、培训费支出决算情况说明会议费支出2.10万元，完成年初"
      "预算3.00万元的70.00%，比上年度增加0.10万元，增长5.00%。",
      "培训费支出1.20万元"}},
    {"neimenggu-2022",
     {"第二部分　2024年度单位决算情况说明", "七、一般公共预算财政拨款项目支出决算情况说明",
      "八、财政拨款“三公”经费支出决算情况说明", "九、政府性基金预算", "十、国有资本经营预算",
      "十一、机构运行经费支出决算情况说明", "十四、预算绩效情况说明", "第三部分　名词解释",
      "第四部分　决算公开联系方式及信息反馈渠道", "第五部分　2024年度单位决算表",
      "六、一般公共预算财政拨款", "七、一般公共预算财政拨款项目支出决算明细表",
      "八、政府性基金预算", "十、财政拨款“三公”经费支出决算表",
      "十一、机构运行经费支出、国有资产占用情况及政府采购支出信息表"},
     {"30226劳务费8.00", "31003专用设备购置4.00"}},
    {"zhejiang-2022",
     {"第二部分　2024年度单位决算公开表", "一、收入支出决算总表", "二、收入决算表（分单位）",
      "三、收入决算表（分科目）", "四、支出决算表（分单位）", "五、支出决算表（分科目）",
      "六、财政拨款收入支出决算总表", "七、一般公共预算", "八、一般公共预算", "九、政府性基金预算",
      "十、国有资本经营预算", "十一、财政拨款“三公”经费支出决算表"},
     {"示例县档案馆（本级）100.20100.00", "示例县档案服务中心5.005.00"}},
    {"yunnan-2023",
     {"第一部分　单位概况", "五、一般公共预算财政拨款收入支出决算表",
      "七、一般公共预算财政拨款项目支出决算表", "八、政府性基金预算财政拨款收入支出决算表",
      "九、国有资本经营预算财政拨款收入支出决算表",
      "十、财政拨款“三公”经费、行政参公单位机关运行经费情况表",
      "十一、一般公共预算财政拨款“三公”经费情况表", "十二、国有资产使用情况表",
      "十三、部门整体支出绩效自评情况", "十四、部门整体支出绩效自评表", "十五、项目支出绩效自评表",
      "第三部分", "第四部分　其他重要事项及相关口径情况说明", "一、机关运行经费支出情况",
      "四、部门绩效自评情况", "第五部分　名词解释"},
     {"资产总额150.00万元，其中流动资产20.00万元、固定资产130.00万元"}},
};

/* The sound record of the checks with what these forms ask besides. */
static const char script[] =
    "s/^模板 = .*/模板 = %s/; "
    "s/^\\[概况\\]/[单位.决算单位.1]\\n名称 = 示例县档案馆（本级）\\n收入.财政拨款 = 1000000.01\\n"
    "收入.其他收入 = 2000\\n支出.基本支出 = 900000.01\\n支出.项目支出 = 116500\\n"
    "[单位.决算单位.2]\\n名称 = 示例县档案服务中心\\n收入.财政拨款 = 50000\\n支出.项目支出 = "
    "50000\\n&/; "
    "s/^\\[年初结转和结余\\]/[项目支出经济分类]\\n30226 = 80000\\n31003 = 40000\\n&/; "
    "s/^\\[上年\\]/&\\n会议费 = 20000\\n培训费 = 12000/; "
    "s/^\\[政府采购\\]/[一般性支出]\\n会议费 = 21000\\n会议费预算 = 30000\\n培训费 = "
    "12000\\n[人员]\\n"
    "编制.行政编制 = 12\\n实有.行政人员 = 12\\n[国有资产.价值]\\n流动资产 = 200000\\n房屋构筑物 = "
    "1300000\\n&/";

static void check_titles(size_t i)
{
    char command[256];
    snprintf(command, sizeof command, "qpdf --json %s | grep '\"title\"'", at("record.pdf"));
    struct buf titles = run_command(command, NULL);
    const char *from = titles.p;
    for (const char *const *title = provinces[i].titles; *title; title++) {
        const char *found = strstr(from, *title);
        if (!found)
            fail_msg("%s: %s is not where it belongs in %s", provinces[i].package, *title,
                     titles.p);
        from = found;
    }
    assert_null(strstr(titles.p, "附件"));
    buf_free(&titles);
}

static void check_texts(size_t i)
{
    char command[512];
    snprintf(command, sizeof command,
             "LC_ALL=C.UTF-8 " PROGRAM " dump document %s 2>&1 | "
             "sed -n 's/^ *text[^“]*“\\(.*\\)”.*/\\1/p' | tr -d '\\n'",
             at("record.ini"));
    struct buf text = run_command(command, NULL);
    for (const char *const *wanted = provinces[i].texts; *wanted; wanted++)
        if (!strstr(text.p, *wanted))
            fail_msg("%s lacks %s: %s", provinces[i].package, *wanted, text.p);
    buf_free(&text);
}

/* The titles and texts of a county's document, whose form and record say so besides. */
static struct buf county_says(const char *settings, const char *amounts, const char *show)
{
    char command[4096];
    int status;
    snprintf(command, sizeof command,
             "cd %s && mkdir -p county && printf '%s' >county/template.ini && (sed 's/^模板 = "
             ".*/模板 = county/' " SOURCE_ROOT "/tests/check/base.ini; printf '%s') >county.ini && "
             "export LC_ALL=C.UTF-8 && " PROGRAM " --quiet render county.ini -o county.pdf; (%s)",
             folder, settings, amounts, show);
    struct buf said = run_command(command, &status);
    if (status > 1)
        fail_msg("%s", said.p);
    return said;
}

static const char titles[] = "qpdf --json county.pdf | grep -o '\"title\": \".*、.*表' | uniq";

/* Forms that tell of staff ask for it, unless it is secret; others do not. */
static void staff_is_asked_for_where_it_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *form, *more;
        bool asked;
    } cases[] = {{"yunnan-2023", "", true},
                 {"shaanxi-2022", "", true},
                 {"national-2022", "", false},
                 {"yunnan-2023", "[人员]\\n实有.事业人员 = 0\\n", false},
                 {"shaanxi-2022", "[涉密]\\n人员 = 涉及国家秘密\\n", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[1024];
        int status;
        snprintf(command, sizeof command,
                 "cd %s && { cat " SOURCE_ROOT
                 "/tests/check/base.ini; printf '%s'; } >staff.ini && "
                 "LC_ALL=C.UTF-8 " PROGRAM " check staff.ini --template %s 2>&1",
                 folder, cases[i].more, cases[i].form);
        struct buf said = run_command(command, &status);
        bool asked = strstr(said.p, "staff.ini:3:6: warning: staff: ") != NULL;
        if (asked != cases[i].asked || status > 1)
            fail_msg("%s %s: status %d: %s", cases[i].form, cases[i].more, status, said.p);
        buf_free(&said);
    }
}

static void ways_of_provinces(void **state)
{
    (void)state;
    struct buf said =
        county_says("扩展 = neimenggu-2022\\n[写法]\\n项目收支表 = 是\\n",
                    "[自定义.项目收支.1]\\n编码 = 2013299\\n名称 = 档案修复\\n年初结转和结余 = "
                    "10000\\n本年收入 = 50000\\n本年支出 = 40000\\n",
                    titles);
    assert_non_null(strstr(said.p, "四、财政拨款收入支出决算总表\n\"title\": "
                                   "\"五、项目收入支出决算表\n\"title\": \"六、一般公共预算"));
    assert_non_null(strstr(said.p, "\"十二、机构运行经费支出"));
    buf_free(&said);
    said = county_says("扩展 = yunnan-2023\\n[写法]\\n附表 = 十一\\n", "", titles);
    assert_non_null(strstr(said.p, "十一、一般公共预算财政拨款“三公”经费情况表"));
    assert_null(strstr(said.p, "十二、"));
    buf_free(&said);
    said = county_says("扩展 = shanghai-district-2024\\n",
                       "[自定义.收入内容]\\n事业收入 = 无此收入\\n其他收入 = 存款利息\\n",
                       PROGRAM
                       " --quiet dump document county.ini | grep -o \"主要是.*等。\\|无此收入\"");
    assert_string_equal(said.p, "主要是存款利息等。\n");
    buf_free(&said);
}

static void provinces_keep_their_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof provinces / sizeof *provinces; i++) {
        char sed[2048], command[4096];
        int status;
        snprintf(sed, sizeof sed, script, provinces[i].package);
        snprintf(command, sizeof command, "sed -e '%s' " SOURCE_ROOT "/tests/check/base.ini >%s",
                 sed, at("record.ini"));
        struct buf said = run_command(command, NULL);
        buf_free(&said);
        said = run(&status, "render %s -o %s", at("record.ini"), at("record.pdf"));
        if (status > 0 || strstr(said.p, "warning"))
            fail_msg("%s: %s", provinces[i].package, said.p);
        buf_free(&said);
        check_titles(i);
        check_texts(i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(provinces_keep_their_order),
                                       cmocka_unit_test(staff_is_asked_for_where_it_is_told),
                                       cmocka_unit_test(ways_of_provinces)};
    return cmocka_run_group_tests_name("provinces", tests, make_folder, remove_folder);
}
