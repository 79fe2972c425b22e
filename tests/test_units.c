/* A department that takes its amounts from its units' records (汇总). */
#include "testing.h"

#include <unistd.h>

static char folder[] = "/tmp/gongkai-test-XXXXXX";

/* A department of two units, of which the first pays the second 500 元 from its other income. */
static const char department[] =
    "[单位]\n名称 = 示例县档案局\n年度 = 2024\n口径 = 部门\n性质 = 行政单位\n模板 = national-2022\n"
    "下属记录.1 = a.ini\n下属记录.2 = b.ini\n"
    "[概况]\n职责 = 管理档案。\n机构 = 下属两个单位。\n"
    "[收入]\n2299999.其他收入 = 100\n[支出]\n2299999.其他收入.项目支出 = 100\n"
    "[抵消]\n收入.2299999.其他收入 = 500\n支出.2299999.其他收入.项目支出 = 500\n上年.总计 = 10\n";

static void write_text(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Writes the text with `from` replaced by `to`. */
static void write_changed(const char *name, const char *text, const char *from, const char *to)
{
    struct buf out = {0};
    const char *at = strstr(text, from);
    assert_non_null(at);
    buf_put(&out, text, (size_t)(at - text));
    buf_puts(&out, to);
    buf_puts(&out, at + strlen(from));
    write_text(name, out.p);
    buf_free(&out);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_text("a.ini", base.p);
    write_changed("b.ini", base.p, "名称 = 示例县档案馆", "名称 = 示例县档案服务中心");
    write_text("all.ini", department);
    buf_free(&base);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static struct buf run(int *status, const char *arguments)
{
    char command[1024];
    snprintf(command, sizeof command, "cd %s && LC_ALL=C.UTF-8 " PROGRAM " %s 2>&1", folder,
             arguments);
    return run_command(command, status);
}

static void expect(const char *arguments, const char *const *wanted)
{
    int status;
    struct buf said = run(&status, arguments);
    for (; *wanted; wanted++)
        if (!strstr(said.p, *wanted))
            fail_msg("gongkai %s: no %s in\n%s", arguments, *wanted, said.p);
    buf_free(&said);
}

static void amounts_and_counts_are_sums(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "收入.合计 = 2103600.02 元",        "支出.科目.2010601.合计 = 2040000.02 元",
        "总计.支出 = 2146600.02 元",        "三公.决算.合计 = 210000.00 元",
        "三公.数量.公务用车保有量 = 4",     "国有资产.车辆.合计 = 4",
        "机关运行经费.合计 = 600000.02 元", "一般公共预算支出.年初预算 = 2000000.00 元",
        "上年.总计 = 1999990.00 元",        "三公.全年预算.合计 = 220000.00 元",
        "公务用车购置费每辆 = 30000.00 元", NULL};
    expect("facts all.ini", wanted);
    int status;
    struct buf said = run(&status, "check all.ini");
    assert_null(strstr(said.p, "error"));
    buf_free(&said);
}

static void sums_lead_to_the_lines_of_the_units(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "收入.2299999.其他收入 = 3600.00 元 ← 本级 + 下属单位 - 抵消 [all.ini:13:16]\n"
        "  收入.2299999.其他收入 = 2000.00 元 [a.ini:14:16]\n"
        "  收入.2299999.其他收入 = 2000.00 元 [b.ini:14:16]\n"
        "  抵消.收入.2299999.其他收入 = 500.00 元 [all.ini:17:19]\n",
        NULL};
    expect("facts all.ini 收入.2299999.其他收入", wanted);
}

static void the_file_carries_the_sums(void **state)
{
    (void)state;
    int status;
    char command[1024];
    snprintf(command, sizeof command,
             "cd %s && mkdir -p apart && " PROGRAM
             " render all.ini -o all.pdf 2>/dev/null; " PROGRAM
             " extract all.pdf -o apart/all.json && cd apart && " PROGRAM
             " render all.json -o again.pdf 2>/dev/null; cmp again.pdf ../all.pdf",
             folder);
    struct buf said = run_command(command, &status);
    assert_int_equal(status, 0);
    buf_free(&said);
}

static void what_cannot_be_summed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *wanted;
    } cases[] = {
        {"下属记录.2 = b.ini", "下属记录.2 = off.ini", "records name each other without end"},
        {"年度 = 2024", "年度 = 2023", "this unit's record is of 2024, not of 2023"},
        {"收入.2299999.其他收入 = 500", "收入.2299999.其他收入 = 5000",
         "more of 收入.2299999.其他收入 is set off than there is"},
        {"[抵消]", "[年初预算]\n2010601 = 5\n[抵消]",
         "年初预算: some records type 2010601, others 201"},
        {"下属记录.2 = b.ini", "下属记录.2 = none.ini", "cannot read none.ini"},
        {"下属记录.2 = b.ini", "下属记录.2 = a.ini", "示例县档案馆 is counted already"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_changed("off.ini", department, cases[i].from, cases[i].to);
        const char *const wanted[] = {cases[i].wanted, NULL};
        expect("check off.ini", wanted);
    }
}

/* However it comes to be among them: by another path, another file, or below another department. */
static void a_unit_that_counts_twice_is_refused(void **state)
{
    static const struct {
        const char *first, *second, *below, *wanted[3];
    } cases[] = {
        {"a.ini",
         "link.ini",
         "b.ini",
         {"off.ini:8:10: error: 示例县档案馆 is counted already", "off.ini:7:10: compare here"}},
        {"a.ini",
         "copy.ini",
         "b.ini",
         {"off.ini:8:10: error: 示例县档案馆 is counted already", "off.ini:7:10: compare here"}},
        {"a.ini",
         "middle.ini",
         "a.ini",
         {"middle.ini:7:10: error: 示例县档案馆 is counted already", "off.ini:7:10: compare here"}},
        {"middle.ini",
         "copy.ini",
         "a.ini",
         {"off.ini:8:10: error: 示例县档案馆 is counted already", "middle.ini:7:10: compare here"}},
        {"middle.ini",
         "other.ini",
         "a.ini",
         {"other.ini:7:10: error: 示例县档案馆 is counted already",
          "middle.ini:7:10: compare here"}},
        {"middle.ini", "b.ini", "a.ini", {"gongkai: "}}};
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_text("copy.ini", base.p);
    char link[256];
    snprintf(link, sizeof link, "%s/link.ini", folder);
    assert_int_equal(symlink("a.ini", link), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char record[1024], line[64];
        snprintf(record, sizeof record, "%.*s下属记录.1 = %s\n%s",
                 (int)(strstr(department, "下属记录.1") - department), department, cases[i].below,
                 strstr(department, "[概况]"));
        *strstr(record, "[抵消]") = '\0';
        write_changed("middle.ini", record, "示例县档案局", "示例县史志局");
        write_changed("other.ini", record, "示例县档案局", "示例县文史局");
        snprintf(line, sizeof line, "下属记录.1 = %s\n下属记录.2 = %s", cases[i].first,
                 cases[i].second);
        write_changed("off.ini", department, "下属记录.1 = a.ini\n下属记录.2 = b.ini", line);
        expect("check off.ini", cases[i].wanted);
        int status;
        struct buf said = run(&status, "check off.ini");
        bool twice = strstr(said.p, "is counted already");
        assert_int_equal(twice, cases[i].wanted[1] != NULL);
        buf_free(&said);
    }
    buf_free(&base);
}

/* A subject without a name is one of the department's too, whichever unit has it. */
static void what_a_unit_cannot_name_has_no_name(void **state)
{
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_changed("odd.ini", base.p, "2299999.其他收入 = 2000",
                  "2299999.其他收入 = 2000\n2980101.其他收入 = 0");
    for (int i = 0; i < 2; i++) {
        int status;
        write_changed("off.ini", department, i ? "下属记录.2 = b.ini" : "下属记录.1 = a.ini",
                      i ? "下属记录.2 = odd.ini" : "下属记录.1 = odd.ini");
        struct buf said = run(&status, "render off.ini -o off.pdf");
        if (status != 2 || !strstr(said.p, "2980101"))
            fail_msg("status %d: %s", status, said.p);
        buf_free(&said);
    }
    buf_free(&base);
}

/* What the unit withholds and the department does not, whatever else both withhold. */
static void what_a_unit_withholds_is_withheld(void **state)
{
    (void)state;
    static const char *const wanted[] = {"this unit withholds 政府采购 as secret", NULL};
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_changed("secret.ini", base.p, "[收入]", "[涉密]\n三公 = 涉密\n政府采购 = 涉密\n[收入]");
    write_changed("off.ini", department, "[收入]", "[涉密]\n三公 = 涉密\n[收入]");
    struct buf off = {0};
    buf_printf(&off, "%s/off.ini", folder);
    struct buf text = read_file(off.p);
    write_changed("off.ini", text.p, "b.ini", "secret.ini");
    expect("check off.ini", wanted);
    int status;
    struct buf said = run(&status, "check off.ini");
    assert_null(strstr(said.p, "withholds 三公"));
    buf_free(&said);
    buf_free(&text);
    buf_free(&off);
    buf_free(&base);
}

static const char last_year[] =
    "[上年]\n总计 = 1000000\n财政拨款总计 = 990000\n政府性基金预算总计 = 0\n一般公共预算支出.201 = "
    "980000\n"
    "机关运行经费 = 300000\n[上年.三公]\n因公出国（境）费 = 0\n公务用车购置费 = 0\n"
    "公务用车运行维护费 = 40000\n公务接待费 = 20000\n";

/* Sums of last year that lack a unit are none to compare with. */
static void a_unit_without_a_last_year_leaves_the_department_none(void **state)
{
    static const char apart[] = "last year of this unit cannot be compared";
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_changed("odd.ini", base.p, last_year, "[上年]\n状态 = 不可比\n原因 = 合并\n");
    write_changed("off.ini", department, "下属记录.1 = a.ini", "下属记录.1 = odd.ini");
    const char *const wanted[] = {apart, NULL};
    expect("check off.ini", wanted);
    struct buf off = {0};
    buf_printf(&off, "%s/off.ini", folder);
    struct buf text = read_file(off.p);
    write_changed("off.ini", text.p, "上年.总计 = 10\n", "[上年]\n状态 = 不可比\n原因 = 合并\n");
    int status;
    struct buf said = run(&status, "check off.ini");
    if (strstr(said.p, apart) || strstr(said.p, "error"))
        fail_msg("%s", said.p);
    buf_free(&said);
    buf_free(&text);
    text = read_file(off.p);
    write_changed("off.ini", text.p, "odd.ini", "a.ini");
    said = run(&status, "check off.ini"); /* nor do the other units' matter */
    if (strstr(said.p, "error"))
        fail_msg("%s", said.p);
    const char *const none[] = {"上年.总计 = 不可比", NULL};
    expect("facts off.ini 上年.总计", none);
    buf_free(&said);
    buf_free(&text);
    buf_free(&off);
    buf_free(&base);
}

/* What some units type, all do: else the sum would be that of some. */
static void what_one_unit_types_all_do(void **state)
{
    static const char *const lacks[] = {
        "off.ini:8:10: warning: other units type 年初预算, this one does not",
        "off.ini:7:10: warning: other units type 人员, this one does not", NULL};
    (void)state;
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini");
    write_changed("odd.ini", base.p, "[年初预算]\n201 = 1000000\n", "[人员]\n编制.行政编制 = 0\n");
    struct buf odd = {0};
    buf_printf(&odd, "%s/odd.ini", folder);
    struct buf text = read_file(odd.p);
    write_changed("odd.ini", text.p, "名称 = 示例县档案馆", "名称 = 示例县史志馆");
    write_changed("off.ini", department, "下属记录.2 = b.ini", "下属记录.2 = odd.ini");
    expect("check off.ini", lacks);
    int status;
    struct buf said = run(&status, "check all.ini");
    assert_null(strstr(said.p, "other units type"));
    buf_free(&said);
    buf_free(&text);
    buf_free(&odd);
    buf_free(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_and_counts_are_sums),
        cmocka_unit_test(sums_lead_to_the_lines_of_the_units),
        cmocka_unit_test(the_file_carries_the_sums),
        cmocka_unit_test(what_cannot_be_summed_is_refused),
        cmocka_unit_test(a_unit_that_counts_twice_is_refused),
        cmocka_unit_test(what_a_unit_cannot_name_has_no_name),
        cmocka_unit_test(what_a_unit_withholds_is_withheld),
        cmocka_unit_test(a_unit_without_a_last_year_leaves_the_department_none),
        cmocka_unit_test(what_one_unit_types_all_do),
    };
    return cmocka_run_group_tests_name("units", tests, make_folder, remove_folder);
}
