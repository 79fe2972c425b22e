/*
 * What is printed is what the figures say: the unit in words is the unit of the figures, words of
 * change follow the amount as it prints, what is not zero is never blank.
 */
#include <sys/stat.h>

#include "program.h"

/* Writes the sound record of the checks with each of the pairs replaced. */
static void write_changed(const char *path, const char *const *pairs)
{
    struct buf text = read_file(SOURCE_ROOT "/tests/check/base.ini");
    for (; *pairs; pairs += 2) {
        struct buf next = {0};
        const char *found = strstr(text.p, pairs[0]);
        if (!found)
            fail_msg("base.ini has no %s", pairs[0]);
        buf_put(&next, text.p, (size_t)(found - text.p));
        buf_puts(&next, pairs[1]);
        buf_puts(&next, found + strlen(pairs[0]));
        buf_free(&text);
        text = next;
    }
    write_text(path, buf_slice(&text));
    buf_free(&text);
}

/* The text of the document that the record gives, without line ends. */
static struct buf text_of(const char *path)
{
    char command[1024];
    snprintf(command, sizeof command,
             "LC_ALL=C.UTF-8 " PROGRAM " dump document %s 2>/dev/null | "
             "sed -n 's/^ *text[^“]*“\\([^”]*\\)”.*/\\1/p' | tr -d '\\n'",
             path);
    return run_command(command, NULL);
}

static void check_text(const char *const *pairs, const char *wanted, const char *unwanted)
{
    write_changed(at("record.ini"), pairs);
    struct buf text = text_of(at("record.ini"));
    if (wanted && !strstr(text.p, wanted))
        fail_msg("lacks %s: %s", wanted, text.p);
    if (unwanted && strstr(text.p, unwanted))
        fail_msg("has %s: %s", unwanted, text.p);
    buf_free(&text);
}

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A package in the test's folder that extends the national one. */
static void write_package(const char *name, const char *settings, const char *part,
                          const char *markup)
{
    char path[128];
    assert_int_equal(mkdir(at(name), 0777), 0);
    snprintf(path, sizeof path, "%s/template.ini", name);
    write_text(at(path), slice_of(settings));
    if (!part)
        return;
    snprintf(path, sizeof path, "%s/%s", name, part);
    *strrchr(path, '/') = '\0';
    mkdir(at(path), 0777);
    snprintf(path, sizeof path, "%s/%s", name, part);
    write_text(at(path), slice_of(markup));
}

static void unit_follows_the_figures(void **state)
{
    (void)state;
    static const char *const bases[] = {"national-2022", "national-2020", "national-2017",
                                        "sichuan-2020",  "hunan-2020",    "shanxi-2024"};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        char settings[256], name[32], template[64];
        snprintf(settings, sizeof settings,
                 "扩展 = %s\n[数字.表格]\n金额单位 = 元\n[数字.正文]\n金额单位 = 元\n千分位 = 否\n",
                 bases[i]);
        snprintf(name, sizeof name, "yuan%zu", i);
        snprintf(template, sizeof template, "模板 = %s/", name);
        write_package(name, settings, NULL, NULL);
        check_text(PAIRS("模板 = national-2022", template), "1073500.01元", ".00万元");
        check_text(PAIRS("模板 = national-2022", template), "单位：元", "单位：万元");
    }
}

/* Tables in 元 and sentences in 万元: each has its own word. */
static void each_place_has_its_unit(void **state)
{
    (void)state;
    write_package(
        "mixed", "扩展 = national-2022\n[数字.表格]\n金额单位 = 元\n[数字.正文]\n金额单位 = 万元\n",
        NULL, NULL);
    check_text(PAIRS("模板 = national-2022", "模板 = mixed/"), "金额单位：元", "单位：万元");
    check_text(PAIRS("模板 = national-2022", "模板 = mixed/"), "收入总计107.35万元",
               "1073500.01元");
}

static void check_refused(const char *name, const char *wanted)
{
    int status;
    struct buf said = run(&status, "template check %s/", at(name));
    if (status != 2 || !strstr(said.p, wanted))
        fail_msg("%s: status %d: %s", name, status, said.p);
    buf_free(&said);
}

static void unit_spelt_out_wrongly_is_refused(void **state)
{
    (void)state;
    static const char yuan[] = "扩展 = national-2022\n[数字.表格]\n金额单位 = 元\n";
    static const struct {
        const char *name, *part, *markup, *wanted;
    } packages[] = {
        {"after", "narrative/02.html", "<h2>二</h2><p>合计{{收入.合计}}万元。</p>",
         "narrative/02.html:1:25: error: 万元 stands here, but amounts print in the number style "
         "正文, "
         "whose unit is 元"},
        {"caption", "tables/caption.html",
         "<slots><left/><center/><right>单位：万元</right></slots>{{$表号}}{{/表号}}",
         "error: 万元 stands here, but amounts print in the number style 表格, whose unit is 元"},
        {"head", "tables/02.html",
         "<h2>二</h2><table><thead><tr><th>收入（万元）</th></tr></thead>"
         "<tbody><tr><td>{{收入.合计}}</td></tr></tbody></table>",
         "tables/02.html:1:"},
        {"above", "tables/03.html",
         "<h2>三</h2><p>金额单位：万元</p><table><tbody><tr><td>{{支出.合计}}</td></tr></tbody></"
         "table>",
         "tables/03.html:1:"},
        {"row", "tables/03.html",
         "<h2>三</h2><table><caption>单位：{{金额单位词}}</caption><tbody>"
         "<tr numbers=\"万\"><td>{{支出.合计}}</td></tr></tbody></table>",
         "the table says that it is in 元, but this amount prints in the number style 万, whose "
         "unit "
         "is 万元"},
        {"billion", "narrative/03.html", "<h2>三</h2><p>合计{{支出.合计}}亿元。</p>",
         "亿元 stands here"},
    };
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        bool row = strcmp(packages[i].name, "row") == 0;
        char settings[256];
        snprintf(settings, sizeof settings, "%s%s", yuan,
                 row ? "[数字.万]\n基于 = 表格\n金额单位 = 万元\n" : "");
        write_package(packages[i].name, settings, packages[i].part, packages[i].markup);
        check_refused(packages[i].name, packages[i].wanted);
    }
}

/* Constants in prose, and units beside amounts that are in them, are right. */
static void right_units_pass(void **state)
{
    (void)state;
    write_package(
        "right",
        "扩展 = national-2022\n[数字.表格]\n金额单位 = 元\n[数字.万]\n基于 = 正文\n金额单位 = "
        "万元\n",
        "narrative/02.html",
        "<h2>二</h2><p>单价100万元以上{{国有资产.单价100万元以上设备}}台，合计{{收入.合计}}元，即"
        "<span>{{收入.合计}}{{金额单位词}}</span>。</p>"
        "<p numbers=\"万\">合计{{收入.合计}}万元。</p>"
        "<table><caption>单位：{{金额单位词}}</caption><tbody>"
        "<tr numbers=\"万\"><td>{{收入.合计}}万元</td><td>{{收入.合计}}{{金额单位词}}</td></tr>"
        "</tbody></table>");
    int status;
    struct buf said = run(&status, "template check %s/", at("right"));
    if (status != 0)
        fail_msg("%s", said.p);
    buf_free(&said);
}

static void a_change_that_prints_as_0_is_none(void **state)
{
    (void)state;
    /* 0.01 元 more, 0.01 元 less, 49.99 元 more: 0.00 万元. 50 元: 0.01 万元 */
    check_text(PAIRS("总计 = 1000000\n", "总计 = 1073500\n"), "收入总计持平，支出总计持平",
               "加0.00");
    check_text(PAIRS("总计 = 1000000\n", "总计 = 1073500.02\n"), "收入总计持平，支出总计持平",
               "少0.00");
    check_text(PAIRS("总计 = 1000000\n", "总计 = 1073450.02\n"), "收入总计持平，支出总计持平",
               "加0.00");
    check_text(PAIRS("总计 = 1000000\n", "总计 = 1073450.01\n"),
               "收入总计增加0.01万元，支出总计增加0.01万元。", "收入总计持平");
    /* In 元 each 分 shows. */
    write_package("fine", "扩展 = national-2022\n[数字.表格]\n金额单位 = 元\n", NULL, NULL);
    check_text(
        PAIRS("模板 = national-2022", "模板 = fine/", "总计 = 1000000\n", "总计 = 1073500\n"),
        "收入总计增加0.01元", "收入总计持平");
}

/* Rows count on in Chinese beyond 百 and 千 as one reads them. */
static void rows_are_numbered_as_one_counts(void **state)
{
    (void)state;
    enum { ROWS = 1111 };
    static const char *const numbers[] = {
        "九十九第99行",     "一百第100行",        "一百零一第101行",
        "一百一十第110行",  "二百一十二第212行",  "一千第1000行",
        "一千零一第1001行", "一千零一十第1010行", "一千一百一十一第1111行"};
    struct buf markup = {0};
    buf_puts(&markup, "<h2>一</h2><table><tbody>");
    for (int i = 1; i <= ROWS; i++)
        buf_printf(&markup, "<tr><td><number form=\"chinese\"/></td><td>第%d行</td></tr>", i);
    buf_puts(&markup, "</tbody></table>");
    write_package("rows", "扩展 = national-2022\n", "tables/02.html", markup.p);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        check_text(PAIRS("模板 = national-2022", "模板 = rows/"), numbers[i], NULL);
    buf_free(&markup);
}

/* A package may name a heading as the program itself would name another one. */
static void names_of_places_do_not_meet(void **state)
{
    (void)state;
    int status;
    char command[512];
    write_package("named", "扩展 = national-2022\n", "tables/02.html",
                  "<h2 id=\"h1\">收入</h2><p>{{收入.合计}}</p>");
    write_changed(at("record.ini"), PAIRS("模板 = national-2022", "模板 = named/"));
    struct buf said = run(&status, "render %s -o %s", at("record.ini"), at("record.pdf"));
    assert_int_not_equal(status, 2);
    buf_free(&said);
    snprintf(command, sizeof command,
             "qpdf --qdf %s - | sed -n '/^  .Names \\[$/,/^  ]$/s/^    (\\(h[12]-*\\))$/\\1/p'",
             at("record.pdf"));
    said = run_command(command, NULL);
    assert_string_equal(said.p, "h1\nh1-\nh2-\n");
    buf_free(&said);
}

/* Typed words that the form's sentence has already are printed once, and that is said, once. */
static void words_left_out_are_told_of(void **state)
{
    (void)state;
    check_text(PAIRS("收支总体 = ", "收支总体 = 主要是因为"), "主要原因是新增档案整理任务",
               "主要是因为");
    struct buf said = run(NULL, "check %s", at("record.ini"));
    const char *note =
        strstr(said.p, "note: 说明.收支总体 begins with “主要是因为”, which the form's "
                       "sentence says already: printed once\n");
    assert_non_null(note);
    assert_null(strstr(strstr(note, "printed once") + 1, "printed once"));
    buf_free(&said);
}

static void flat_may_be_stated(void **state)
{
    (void)state;
    int status;
    write_changed(at("flat.ini"),
                  PAIRS("[绩效]", "[列报]\n机关运行经费.比上年.增减 = 持平\n[绩效]"));
    struct buf said = run(&status, "check %s", at("flat.ini"));
    assert_sound(said.p);
    buf_free(&said);
    write_changed(at("flat.ini"), PAIRS("机关运行经费 = 300000", "机关运行经费 = 299900", "[绩效]",
                                        "[列报]\n机关运行经费.比上年.增减 = 持平\n[绩效]"));
    said = run(&status, "check %s", at("flat.ini"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "is stated as 持平 but is 增加"));
    buf_free(&said);
}

/* 30 元 print as 0.00 in a table whose zeros are blank. */
static void what_rounds_to_0_is_not_blank(void **state)
{
    (void)state;
    write_changed(at("record.ini"),
                  PAIRS("2299999.其他收入 = 2000",
                        "2299999.其他收入 = 2000\n"
                        "2299998.事业收入 = 30",
                        "2299999.其他收入.项目支出 = 1500",
                        "2299999.其他收入.项目支出 = 1500\n"
                        "2299998.事业收入.项目支出 = 30\n[科目名称]\n2299998 = 试"));
    int status;
    struct buf dump = run(&status, "dump document %s", at("record.ini"));
    assert_non_null(strstr(dump.p, "“0.00” = 收入.事业收入"));
    assert_non_null(strstr(dump.p, "“” = 收入.经营收入"));
    buf_free(&dump);
}

/* The words that a form has for the agency are those of its 口径, and a form without data says so.
 */
static void scope_is_named(void **state)
{
    (void)state;
    check_text(PAIRS("口径 = 单位", "口径 = 单位"), "注：本表反映单位本年度", "部门：");
    check_text(PAIRS("口径 = 单位", "口径 = 部门"), "注：本表反映部门本年度", "注：本表反映单位");
}

/* The text of the edition that corrects the sound record by the change. */
static struct buf correction_text(const char *from, const char *to)
{
    char lines[512], command[1024];
    write_changed(at("old.ini"), PAIRS("单位", "单位"));
    int status;
    struct buf hash = run(&status, "hash %s", at("old.ini"));
    snprintf(lines, sizeof lines,
             "[更正]\n版次 = 2\n日期 = 2025-10-20\n原因 = 录入误差\n更正对象 = %.64s\n[绩效]",
             hash.p);
    buf_free(&hash);
    write_changed(at("new.ini"), PAIRS(from, to, "[绩效]", lines));
    snprintf(command, sizeof command,
             "cd %s && LC_ALL=C.UTF-8 " PROGRAM " render new.ini --corrects old.ini -o new.pdf "
             "2>&1 >/dev/null | grep -v 'note:\\|^    ' ; pdftotext -raw new.pdf - | tr -d '\\n '",
             folder);
    return run_command(command, NULL);
}

static void a_correction_that_does_not_show_says_so(void **state)
{
    (void)state;
    struct buf text = correction_text("服务 = 30000", "服务 = 30001");
    assert_non_null(strstr(text.p, "公开的数字和文字均无变动。所更正的填报数据如下。"));
    assert_non_null(strstr(text.p, "政府采购.服务30000.00元30001.00元"));
    assert_null(strstr(text.p, "对照如下"));
    buf_free(&text);
    text = correction_text("服务 = 30000", "服务 = 30100");
    assert_non_null(strstr(text.p, "更正前后的内容对照如下"));
    assert_null(strstr(text.p, "均无变动"));
    buf_free(&text);
}

/* Of two items told as one, the reasons that there are. */
static void reasons_of_vehicles_are_all_told(void **state)
{
    (void)state;
    check_text(PAIRS("模板 = national-2022", "模板 = sichuan-2020"),
               "增长50%，主要原因是更新车辆，支出3万元；旧车停用。", NULL);
    check_text(PAIRS("模板 = national-2022", "模板 = hunan-2020",
                     "公务用车购置费 = 更新车辆，支出3万元。\n", ""),
               "增加的主要原因是旧车停用。", NULL);
}

/* Of a change that is next to nothing of the whole, only the amount. */
static void a_rate_that_prints_as_0_is_not_told(void **state)
{
    (void)state;
    check_text(PAIRS("总计 = 1000000", "总计 = 1073550.01"),
               "收入总计减少0.01万元，支出总计减少0.01万元。", NULL);
    check_text(
        PAIRS("模板 = national-2022", "模板 = sichuan-2020", "总计 = 1000000", "总计 = 1073550.01"),
        "收入总计减少0.01万元，主要", NULL);
    check_text(PAIRS("总计 = 1000000", "总计 = 1073560.01"),
               "收入总计减少0.01万元，下降0.01%，支出总计", NULL);
}

/* What is received abroad is no part of what is received at home. */
static void receptions_add_up(void **state)
{
    (void)state;
    check_text(PAIRS("模板 = national-2022", "模板 = sichuan-2020"),
               "国（境）外公务接待支出0.40万元，国（境）外公务接待1批次，5人次。", NULL);
}

/* A budget that nobody typed is not told as 0. */
static void budgets_that_are_not_typed_are_not_told(void **state)
{
    (void)state;
    static const char *const forms[] = {"模板 = hunan-2020", "模板 = shanghai-district-2024"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        check_text(PAIRS("模板 = national-2022", forms[i], "[年初预算]\n201 = 1000000\n", ""),
                   "一般公共预算财政拨款支出决算", "年初预算为0");
        check_text(PAIRS("模板 = national-2022", forms[i], "201 = 1000000\n", "2010601 = 0\n"),
                   "年初预算为0万元，支出决算为102", NULL);
    }
}

static void assessed_money_is_a_share_of_its_budgets(void **state)
{
    (void)state;
    check_text(PAIRS("名称 = 库房设备更新维护",
                     "名称 = 库房设备更新维护\n资金性质 = 政府性基金预算", "执行.市财政 = 30000",
                     "执行.市财政 = 33000"),
               "共涉及资金11.30万元，占本部门（单位）项目支出总额的68.48%", NULL);
    check_text(
        PAIRS("名称 = 库房设备更新维护", "名称 = 库房设备更新维护\n资金性质 = 社会保险基金预算"),
        "共涉及资金11.00万元，其中", NULL);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(unit_follows_the_figures),
        cmocka_unit_test(each_place_has_its_unit),
        cmocka_unit_test(unit_spelt_out_wrongly_is_refused),
        cmocka_unit_test(right_units_pass),
        cmocka_unit_test(a_change_that_prints_as_0_is_none),
        cmocka_unit_test(rows_are_numbered_as_one_counts),
        cmocka_unit_test(names_of_places_do_not_meet),
        cmocka_unit_test(words_left_out_are_told_of),
        cmocka_unit_test(flat_may_be_stated),
        cmocka_unit_test(what_rounds_to_0_is_not_blank),
        cmocka_unit_test(scope_is_named),
        cmocka_unit_test(a_correction_that_does_not_show_says_so),
        cmocka_unit_test(reasons_of_vehicles_are_all_told),
        cmocka_unit_test(a_rate_that_prints_as_0_is_not_told),
        cmocka_unit_test(receptions_add_up),
        cmocka_unit_test(budgets_that_are_not_typed_are_not_told),
        cmocka_unit_test(assessed_money_is_a_share_of_its_budgets),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
