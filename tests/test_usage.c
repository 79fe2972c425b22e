/* What is typed is printed, or the document says that it is not. */
#include <sys/stat.h>

#include "program.h"

/* What rendering the sound record, with a text replaced, says. */
static struct buf said_of(const char *template, const char *from, const char *to)
{
    int status;
    write_record(at("record.ini"), from, to);
    return run(&status, "render %s --template %s -o %s", at("record.ini"), template, at("out.pdf"));
}

static void check_said(const char *template, const char *from, const char *to, const char *wanted,
                       const char *unwanted)
{
    struct buf said = said_of(template, from, to);
    if (wanted && !strstr(said.p, wanted))
        fail_msg("lacks %s: %s", wanted, said.p);
    if (unwanted && strstr(said.p, unwanted))
        fail_msg("has %s: %s", unwanted, said.p);
    buf_free(&said);
}

static void what_is_not_printed_is_told(void **state)
{
    (void)state;
    static const char told[] = "note: typed, but this document has no place for it: ";
    check_said("national-2022", "[绩效]", "[绩效]", told, "warning");
    check_said("national-2022", "[说明]\n", "[说明]\n其他 = 无。\n", "说明.其他", NULL);
    /* Siblings share the name of their group, items of a list one name. */
    check_said("national-2022", "[说明]\n", "[三公.预算原因]\n合计 = 甲\n公务接待费 = 乙\n[说明]\n",
               "三公.预算原因.合计, 公务接待费;", NULL);
    check_said("sichuan-2020", "[说明]\n", "[说明]\n", "支出用途.*.原因", "概况");
    check_said("national-2022", "自评结论 = 自评等级为优。\n[绩效.项目.2]", "[绩效.项目.2]",
               "绩效.项目.*.自评结论", "绩效.项目.1.自评结论");
    /* A zero has no place to be missed in, nor has what is there to be checked against. */
    check_said("national-2022", "[说明]\n", "[一般性支出]\n会议费 = 0\n[说明]\n", told, "会议费");
    check_said("national-2022", "[说明]\n", "[上年.年末结转和结余]\n非财政拨款 = 500\n[说明]\n",
               told, "上年.年末结转和结余");
}

/* A form that tells of the first project alone. */
static void items_left_out_are_told_one_by_one(void **state)
{
    (void)state;
    mkdir(at("first"), 0777);
    mkdir(at("first/narrative"), 0777);
    write_text(at("first/template.ini"), slice_of("扩展 = national-2022\n"));
    write_text(at("first/narrative/performance.html"),
               slice_of("{{#绩效.项目}}{{#首项}}<p>{{名称}}</p>{{/首项}}{{/绩效.项目}}"));
    char package[128];
    snprintf(package, sizeof package, "%s/", at("first"));
    check_said(package, "[绩效]", "[绩效]", "绩效.项目.2.名称", "绩效.项目.1.名称");
}

/* A package like the national one with other rows in a table's place. */
static const char *package_without(const char *part, const char *rows)
{
    static char package[128];
    static unsigned turn;
    char name[64], path[128];
    snprintf(name, sizeof name, "rows%u", turn++);
    mkdir(at(name), 0777);
    snprintf(path, sizeof path, "%s/template.ini", name);
    write_text(at(path), slice_of("扩展 = national-2020\n"));
    snprintf(path, sizeof path, "%s/tables", name);
    mkdir(at(path), 0777);
    snprintf(path, sizeof path, "%s/tables/%s", name, part);
    write_text(at(path), slice_of(rows));
    snprintf(package, sizeof package, "%s/", at(name));
    return package;
}

#define ROW(code) "<tr><th>" code "</th><td>甲</td><td>{{经济." code ".金额}}</td></tr>"

static void a_total_shows_its_terms(void **state)
{
    (void)state;
    static const char from[] = "31013 = 30000", to[] = "31005 = 30000";
    static const char told[] = "warning: table 六、一般公共预算财政拨款基本支出决算表 breaks ";
    check_said("national-2020", from, to, NULL, told);
    /* The row is there, its 类 is there without it, neither is there. */
    check_said(package_without("06-other.html", ROW("310") ROW("31005")), from, to, NULL, told);
    check_said(package_without("06-other.html", ROW("310") ROW("31001")), from, to,
               "breaks 经济.310.金额 down without 基本支出经济分类.31005, 30000.00 元", NULL);
    check_said(package_without("06-other.html", ROW("31001")), from, to,
               "breaks 经济.公用经费 down without 基本支出经济分类.31005, 30000.00 元", NULL);
    /* A 类 alone is no list of its 款. */
    check_said(package_without("06-other.html", ROW("310")), from, to, NULL, told);
    /* The forms of 2020 have no row for 312. */
    check_said("national-2020", from, "31201 = 30000",
               "breaks 经济.公用经费 down without 基本支出经济分类.31201", NULL);
}

static void parts_that_need_not_be_all(void **state)
{
    (void)state;
    static const char from[] = "[绩效]", told[] = "breaks 收入.合计 down";
#define TABLE(head, row)                                                                           \
    "<h2>二</h2><table><tbody><tr><th>合计</th><td>{{收入.合计}}</td></tr>"                 \
    "<tr><th>" head "</th><td>{{" row "}}</td></tr></tbody></table>"
    check_said(package_without("02.html", TABLE("其中：其他收入", "收入.其他收入")), from, from,
               NULL, told);
    check_said(package_without("02.html", TABLE("其他收入", "收入.其他收入")), from, from, told,
               NULL);
}

/* What checking the sound record, without these lines and for another package, says. */
static void check_asked(const char *template, const char *lines, const char *wanted,
                        const char *unwanted)
{
    int status;
    char command[512];
    snprintf(command, sizeof command, "sed -i 's/^模板 = .*/模板 = %s/' %s", template,
             at("record.ini"));
    write_record(at("record.ini"), lines, "");
    struct buf none = run_command(command, NULL), said = run(&status, "check %s", at("record.ini"));
    if (wanted && !strstr(said.p, wanted))
        fail_msg("%s without %s: lacks %s: %s", template, lines, wanted, said.p);
    if (unwanted && strstr(said.p, unwanted))
        fail_msg("%s without %s: has %s: %s", template, lines, unwanted, said.p);
    buf_free(&none);
    buf_free(&said);
}

static void a_form_asks_for_what_it_reads(void **state)
{
    (void)state;
    static const char small[] = "授予中小企业 = 40000\n授予小微企业 = 40000\n";
    check_asked("national-2022", small, "error: 政府采购.授予中小企业 is missing", NULL);
    /* A form that tells of less. */
    mkdir(at("less"), 0777);
    mkdir(at("less/narrative"), 0777);
    write_text(at("less/template.ini"), slice_of("扩展 = national-2022\n"));
    write_text(at("less/narrative/10.html"), slice_of("<h2>十、其他</h2><p>采购{{政府采购.货物}}"
                                                      "{{金额单位词}}。</p>"));
    check_asked("less\\/", small, NULL, "授予中小企业 is missing");
    check_asked("less\\/", "货物 = 50000\n", "政府采购.货物 is missing", NULL);
    check_asked("less\\/", "工程 = 0\n", NULL, "政府采购.工程 is missing");
    /* What the record is of is asked for by every form. */
    check_asked("less\\/", "性质 = 行政单位\n", "单位.性质 is missing", NULL);
    /* A form that prints one of two budgets reads the other, too. */
    int status;
    write_record(at("record.ini"), "[三公.预算]\n因公出国（境）费 = 20000\n", "[三公.预算]\n");
    struct buf said = run(&status, "check %s", at("record.ini"));
    assert_non_null(strstr(said.p, "三公.预算.因公出国（境）费 is missing"));
    buf_free(&said);
}

static void a_reason_is_asked_for_where_it_is_printed(void **state)
{
    (void)state;
    static const char office[] = "机关运行经费 = 出国和车辆支出增加。\n";
    check_asked("national-2022", "政府性基金预算 = 新增公益项目。\n",
                "warning: reason-outside:", NULL);
    check_asked("sichuan-2020", "政府性基金预算 = 新增公益项目。\n", NULL, "reason-outside");
    check_asked("sichuan-2020", "合计 = 本年更新车辆一辆。\n", NULL, "reason-sangong");
    check_asked("national-2022", "合计 = 本年更新车辆一辆。\n", "warning: reason-sangong:", NULL);
    check_asked("national-2022", "其他用车说明 = 运送档案\n", "warning: other-vehicles:", NULL);
    check_asked("hunan-2020", "其他用车说明 = 运送档案\n", NULL, "other-vehicles");
    check_asked("less\\/", office, NULL, "reason-office");
}

static void checking_tries_the_document(void **state)
{
    (void)state;
    check_asked("nosuch", "工程 = 0\n", "政府采购.工程 is missing", NULL);
    check_asked("nosuch", "性质 = 行政单位\n", "单位.性质 is missing", NULL);
    check_asked("nosuch", "外事接待费 = 3000\n", "there is no template package nosuch", NULL);
}

static void the_manuals_list_the_keys(void **state)
{
    (void)state;
    struct buf table = run_command("LC_ALL=C.UTF-8 " PROGRAM " template keys", NULL);
    assert_non_null(strstr(table.p, "| `单位.名称` | ● |"));
    check_manual(SOURCE_ROOT "/docs/keys.md", "keys", buf_slice(&table));
    buf_free(&table);
    table = run_command("LC_ALL=C.UTF-8 " PROGRAM " --lang zh template keys", NULL);
    check_manual(SOURCE_ROOT "/docs/zh/keys.md", "keys", buf_slice(&table));
    buf_free(&table);
    int status;
    table = run(&status, "template keys national-2022 sichuan-2020");
    assert_non_null(strstr(table.p, "| `概况.重点工作` |  | ● |\n"));
    assert_non_null(strstr(table.p, "| `支出用途.<功能科目>.说明` | ● |  |\n"));
    assert_non_null(strstr(table.p, "| `单位.编制说明` |  |  |\n"));
    buf_free(&table);
    table = run(&status, "template keys nosuch");
    assert_int_equal(status, 2);
    buf_free(&table);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_printed_is_told),
        cmocka_unit_test(items_left_out_are_told_one_by_one),
        cmocka_unit_test(a_total_shows_its_terms),
        cmocka_unit_test(parts_that_need_not_be_all),
        cmocka_unit_test(a_form_asks_for_what_it_reads),
        cmocka_unit_test(a_reason_is_asked_for_where_it_is_printed),
        cmocka_unit_test(checking_tries_the_document),
        cmocka_unit_test(the_manuals_list_the_keys),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
