/* What a package declares below [自定义]: keys and figures without a line of C. */
#include "program.h"

#define COUNTY SOURCE_ROOT "/tests/own/county"

static const char amounts[] = "\n[自定义.村级债务]\n年初数 = 1000000\n年末数 = 600000\n"
                              "[自定义.帮扶项目.1]\n名称 = 甲村水渠\n金额 = 300000\n"
                              "[自定义.帮扶项目.2]\n名称 = 乙村道路\n金额 = 100000\n";

/* The sound record with the package and what follows it. */
static void write_own(const char *name, const char *package, const char *more)
{
    char line[256];
    snprintf(line, sizeof line, "模板 = %s", package);
    write_record(at(name), "模板 = national-2022", line);
    struct buf record = read_file(at(name));
    buf_puts(&record, more);
    write_text(at(name), buf_slice(&record));
    buf_free(&record);
}

static int make_county(void **state)
{
    make_folder(state);
    char command[256];
    snprintf(command, sizeof command, "cp -r " COUNTY " %s/county", folder);
    assert_int_equal(system(command), 0);
    write_own("r.ini", "county", amounts);
    return 0;
}

/* A figure may be called 合计, too; before a name the word sums. */
static void a_figure_is_called_sum(void **state)
{
    (void)state;
    check_shell_says(
        "mkdir -p sum && printf '扩展 = national-2022\\n"
        "[自定义.组.项.<序号>.数]\\n类型 = 金额\\n含义 = 数\\n"
        "[自定义.组.合计]\\n公式 = 合计 项.*.数\\n含义 = 和\\n"
        "[自定义.组.占比]\\n公式 = 合计 / 支出.合计\\n含义 = 比\\n' >sum/template.ini && "
        "(sed 's/^模板 = .*/模板 = sum/' " SOURCE_ROOT "/tests/check/base.ini; printf "
        "'[自定义.组.项.1]\\n数 = 100\\n[自定义.组.项.2]\\n数 = 50\\n') >s.ini; " PROGRAM
        " facts s.ini 自定义.组.占比 | head -2",
        0, "← 自定义.组.合计 / 支出.合计\n  自定义.组.合计 = 150.00 元 ← Σ自定义.组.项.*.数\n");
}

static void an_overlay_is_short(void **state)
{
    (void)state;
    check_shell_says("cat county/*.ini county/*.html | wc -l", 0, "36");
    check_shell_says(PROGRAM " template check county", 0,
                     "county: sound; tried with sample-full, sample-bare");
}

static void figures_are_explained(void **state)
{
    (void)state;
    check_shell_says(PROGRAM " facts r.ini 自定义.村级债务.化解率", 0,
                     "自定义.村级债务.化解率 = 40.0000% ← 自定义.村级债务.化解额 / "
                     "自定义.村级债务.年初数\n"
                     "  自定义.村级债务.化解额 = 400000.00 元 ← 自定义.村级债务.年初数 - "
                     "自定义.村级债务.年末数\n"
                     "    自定义.村级债务.年初数 = 1000000.00 元 [r.ini:126:7]\n"
                     "    自定义.村级债务.年末数 = 600000.00 元 [r.ini:127:7]\n");
    check_shell_says(PROGRAM " facts r.ini 自定义.帮扶项目.1.占比", 0,
                     "自定义.帮扶项目.1.占比 = 75.0000% ← .金额 / 自定义.帮扶合计\n");
}

static void the_table_prints_them(void **state)
{
    (void)state;
    check_shell_says(
        PROGRAM
        " --quiet dump document r.ini | sed -n '/村级债务和帮扶项目情况表/,$s/.*“\\([0-9.%]*\\)” = "
        "\\(自定义.*\\)/\\2 \\1/p'",
        0,
        "自定义.村级债务.年初数 100.00\n自定义.村级债务.化解额 40.00\n"
        "自定义.村级债务.化解率 40.00%\n自定义.帮扶合计 40.00\n"
        "自定义.帮扶项目.1.金额 30.00\n自定义.帮扶项目.1.占比 75.00%\n"
        "自定义.帮扶项目.2.金额 10.00\n自定义.帮扶项目.2.占比 25.00%\n");
}

static void changes_are_told(void **state)
{
    (void)state;
    check_shell_says(
        "sed 's/^年末数 = 600000/年末数 = 650000/' r.ini >later.ini; " PROGRAM
        " diff r.ini later.ini",
        0,
        "typed (1)\n  自定义.村级债务.年末数: 600000.00 元 → 650000.00 元 [later.ini:127]\n"
        "derived (2)\n  自定义.村级债务.化解额: 400000.00 元 → 350000.00 元 ← "
        "自定义.村级债务.年末数\n  自定义.村级债务.化解率: 40.0000% → 35.0000% ← "
        "自定义.村级债务.年末数\n");
}

/* Out of the PDF the same file comes again, where the package is. */
static void they_are_carried(void **state)
{
    (void)state;
    check_shell_says(PROGRAM " render r.ini -o a.pdf && " PROGRAM
                             " extract a.pdf -o back.json && " PROGRAM
                             " render back.json -o b.pdf && cmp a.pdf b.pdf && echo same",
                     0, "same");
    check_shell_says(PROGRAM " new --from r.ini | grep -A4 '^.自定义'", 0,
                     "村级债务.年初数 = 600000\n");
}

/* A workbook asks for them, and gives them back. */
static void a_workbook_holds_them(void **state)
{
    (void)state;
    check_shell_says(PROGRAM
                     " new --workbook --fill r.ini -o form.xlsx && " PROGRAM
                     " import form.xlsx -o again.ini >/dev/null && " PROGRAM
                     " facts again.ini 自定义.村级债务.化解额 自定义.帮扶合计 | grep -v '^ '",
                     0,
                     "自定义.村级债务.化解额 = 400000.00 元 ← 自定义.村级债务.年初数 - "
                     "自定义.村级债务.年末数\n自定义.帮扶合计 = 400000.00 元 ← "
                     "Σ自定义.帮扶项目.*.金额\n");
    check_shell_says(PROGRAM " template keys county national-2022 | grep 自定义", 0,
                     "| `自定义.村级债务.年初数` | ● |  |\n");
}

/* Of a department they are the sums over its units, and the year before gives what begins. */
static void units_and_last_year_give_them(void **state)
{
    (void)state;
    write_own("unit.ini", "county", amounts);
    check_shell_says(
        "sed 's/^口径 = 单位/口径 = 部门\\n下属记录.1 = unit.ini/' r.ini >all.ini; " PROGRAM
        " facts all.ini 自定义.村级债务.年末数 | head -1",
        0, "自定义.村级债务.年末数 = 1200000.00 元 ← 本级 + 下属单位 - 抵消");
    check_shell_says("sed 's/^年度 = 2024/年度 = 2023/' r.ini >last.ini; sed 's/^年初数 = .*//; "
                     "0,/^总计 = /s/^总计 = .*/记录 = last.ini/' r.ini >this.ini; " PROGRAM
                     " facts this.ini 自定义.村级债务.年初数 | head -1",
                     0,
                     "自定义.村级债务.年初数 = 600000.00 元 ← 上年记录的 自定义.村级债务.年末数");
}

static void what_is_missing_or_unknown_is_told(void **state)
{
    (void)state;
    write_own("bad.ini", "county", "\n[自定义.村级债务]\n年初数 = 1000000\n");
    check_shell_says(PROGRAM " check bad.ini", 2, "自定义.村级债务.年末数 is missing");
    write_own("bad.ini", "county", "\n[自定义.村级债务]\n年末 = 1\n年末数 = 3\n");
    check_shell_says(PROGRAM " check bad.ini", 2,
                     "unknown key 自定义.村级债务.年末; did you mean 年末数?");
    write_own("bad.ini", "county", "\n[自定义.村级债务]\n年末数 = 三\n");
    check_shell_says(PROGRAM " check bad.ini", 2, "bad.ini:126:7: error: ");
    write_own("bad.ini", "national-2022", "\n[自定义.村级债务]\n年末数 = 3\n");
    check_shell_says(PROGRAM " check bad.ini", 2,
                     "bad.ini:125:6: error: the record's template package "
                     "declares no keys, so there is no 自定义.村级债务");
}

/* The package with one declaration more; what the check says of it. */
static void check_declaration(const char *lines, const char *says)
{
    struct buf settings = read_file(COUNTY "/template.ini");
    buf_puts(&settings, lines);
    check_shell_says("mkdir -p more && cp county/tables.html more", 0, "");
    write_text(at("more/template.ini"), buf_slice(&settings));
    buf_free(&settings);
    check_shell_says(PROGRAM " template check more", 2, says);
}

static void wrong_declarations_are_refused(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[自定义.甲]\n含义 = 甲\n",
         "template.ini:29:6: error: 自定义.甲 is neither a key nor a figure"},
        {"[自定义.甲]\n类型 = 钱\n含义 = 甲\n",
         "template.ini:30:6: error: \"钱\" is no value for 类型; write 金额 | 金额，可为负 | 整数"},
        {"[自定义.甲]\n类型 = 整数\n", "自定义.甲 has no 含义"},
        {"[自定义.甲]\n类型 = 选项\n含义 = 甲\n", "自定义.甲: a 类型 of 选项 needs its words"},
        {"[自定义.甲]\n类型 = 整数\n含义 = 甲\n必填 = 对\n",
         "\"对\" is no value for 必填; write 是 | 否"},
        {"[自定义.甲]\n类型 = 整数\n含意 = 甲\n",
         "unknown setting 自定义.甲.含意; did you mean 含义?"},
        {"[自定义.甲.<某>.乙]\n类型 = 整数\n含义 = 甲\n", "nothing is called <某>"},
        {"[自定义.甲]\n公式 = 乙 + 一\n含义 = 甲\n[自定义.乙]\n公式 = 甲 + 一\n含义 = 乙\n",
         "自定义.甲 follows from itself"},
        {"[自定义.甲]\n公式 = 收入.合记 + 支出.合计\n含义 = 甲\n",
         "template.ini:30:6: error: no fact is called 收入.合记; did you mean 收入.合计?"},
        {"[自定义.甲]\n公式 = 收入.合计 支出.合计\n含义 = 甲\n", "is no formula; write A + B - C"},
        {"[自定义.甲]\n公式 = 收入.合计 / 支出.合计 + 支出.合计\n含义 = 甲\n", "is no formula"},
        {"[自定义.甲]\n公式 = 单位.名称 + 支出.合计\n含义 = 甲\n",
         "单位.名称 is no amount, count or score"},
        {"[自定义.甲]\n公式 = 支出.合计 + 国有资产.车辆.合计\n含义 = 甲\n",
         "takes amounts, counts or scores together"},
        {"[自定义.甲]\n公式 = 合计 帮扶项目.*.全额\n含义 = 甲\n", "no fact is called 帮扶项目"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_declaration(cases[i][0], cases[i][1]);
}

/* Every sort of formula, also of nothing. */
static void formulas_compute(void **state)
{
    (void)state;
    write_text(at("sorts.ini"), SLICE(""));
    check_shell_says(
        "mkdir -p sorts && printf '%s' '扩展 = national-2022\n"
        "[自定义.项.<序号>.分]\n类型 = 得分\n含义 = 得分\n"
        "[自定义.项.<序号>.数]\n类型 = 整数\n含义 = 数\n单位 = 户\n"
        "[自定义.空.<序号>.数]\n类型 = 整数\n含义 = 数\n"
        "[自定义.均分]\n公式 = 平均 合计 项.*.分\n含义 = 平均分\n"
        "[自定义.均数]\n公式 = 平均 合计 项.*.数\n含义 = 平均数\n"
        "[自定义.个数]\n公式 = 计数 项\n含义 = 个数\n"
        "[自定义.空数]\n公式 = 合计 空.*.数\n含义 = 空数\n"
        "[自定义.空均]\n公式 = 平均 合计 空.*.数\n含义 = 空均\n"
        "[自定义.户均]\n公式 = 支出.合计 / 总数\n含义 = 户均\n"
        "[自定义.总数]\n公式 = 合计 项.*.数\n含义 = 总数\n"
        "[自定义.无码]\n公式 = 支出.科目.2999999.合计 ＋ 支出.合计\n含义 = 没有的科目\n"
        "[自定义.比]\n公式 = 支出.合计 比 收入.合计\n含义 = 比收入\n"
        "' >sorts/template.ini",
        0, "");
    write_own("sorts.ini", "sorts",
              "\n[自定义.项.1]\n分 = 90\n数 = 3\n[自定义.项.2]\n分 = 85.5\n数 = 4\n"
              "[自定义.项.3]\n分 = 70\n数 = 4\n[列报.自定义]\n均分 = 81.8\n");
    check_shell_says(PROGRAM " facts sorts.ini | sed -n 's/^自定义\\.\\([^.]*\\) = /\\1 /p'", 0,
                     "均分 81.83，列报 81.8 ← 平均 Σ自定义.项.*.分\n"
                     "均数 3.67 ← 平均 Σ自定义.项.*.数\n"
                     "个数 3 ← 计数 自定义.项\n"
                     "空数 0 ← Σ自定义.空.*.数\n"
                     "空均 无 ← 平均 Σ自定义.空.*.数\n"
                     "总数 11 ← Σ自定义.项.*.数\n"
                     "户均 96954.55 元 ← 支出.合计 / 自定义.总数\n"
                     "无码 1066500.01 元 ← 支出.科目.2999999.合计 + 支出.合计\n");
    write_own("sorts.ini", "sorts", "\n[自定义.项.1]\n分 = 90\n[列报.自定义]\n均分 = 91\n");
    check_shell_says(PROGRAM " check sorts.ini", 2, "自定义.均分");
}

/* 应等于, of a figure and of the figures of a list's items. */
static void what_must_agree_is_held_against_it(void **state)
{
    (void)state;
    check_shell_says("mkdir -p agree && printf '%s' '扩展 = national-2022\n"
                     "[自定义.甲]\n类型 = 金额\n含义 = 甲\n"
                     "[自定义.乙]\n公式 = 甲 + 收入.其他收入\n含义 = 乙\n应等于 = 支出.项目支出\n"
                     "[自定义.项.<序号>.数]\n类型 = 金额\n含义 = 数\n"
                     "[自定义.项.<序号>.分]\n类型 = 金额\n含义 = 分\n"
                     "[自定义.项.<序号>.和]\n公式 = .数 + .分\n含义 = 和\n应等于 = .数\n"
                     "' >agree/template.ini",
                     0, "");
    write_own("agree.ini", "agree", "\n[自定义]\n甲 = 164500\n[自定义.项.1]\n数 = 5\n分 = 0\n");
    check_shell_says(PROGRAM " check agree.ini | grep -c error || true", 0, "0");
    write_own("agree.ini", "agree",
              "\n[自定义]\n甲 = 164501\n[自定义.项.1]\n数 = 5\n分 = 0\n[自定义.项.2]\n"
              "数 = 7\n分 = 1\n");
    check_shell_says(
        PROGRAM " check agree.ini", 2,
        "error: own-equal: 自定义.乙 = 支出.项目支出 does not hold: 自定义.乙 is 166501.00 元, "
        "支出.项目支出 is 166500.00 元, difference 1.00 元\n");
    check_shell_says(
        PROGRAM " check agree.ini", 2,
        "error: own-equal: 自定义.项.*.和 = .数 does not hold: 自定义.项.2.和 is 8.00 元, "
        "自定义.项.2.数 is 7.00 元, difference 1.00 元\n");
    check_shell_says(
        "sed -i 's/应等于 = 支出.项目支出/应等于 = 支出.项目支处/' agree/template.ini && " PROGRAM
        " check agree.ini",
        2, "no fact is called 支出.项目支处; did you mean 支出.项目支出?");
}

/* From anyone's workbook, by name or meaning; what is not clear is told, and not taken. */
static void foreign_sheets_give_them(void **state)
{
    (void)state;
    write_own("i.ini", "county", "");
    check_shell_says("python3 " SOURCE_ROOT "/tests/intake/workbook.py " SOURCE_ROOT
                     "/tests/intake/own.book own.xlsx && " PROGRAM
                     " import own.xlsx --into i.ini -o o.ini",
                     1,
                     "不清!A3: warning: several numbers stand with \"年末村级债务余额\", which "
                     "自定义.村级债务.年末数 is; none is taken");
    check_shell_says("cat o.ini", 0,
                     "自定义.村级债务.年初数 = 1200000 own.xlsx:两处!B3\n"
                     "自定义.村级债务.年末数 = 805000 own.xlsx:村级债务情况表!C5\n");
    check_shell_says("sed s/1200000/1300000/ " SOURCE_ROOT
                     "/tests/intake/own.book >two.book && python3 " SOURCE_ROOT
                     "/tests/intake/workbook.py two.book own.xlsx && " PROGRAM
                     " import own.xlsx --into i.ini -o o.ini",
                     1, "自定义.村级债务.年初数 is 1300000 元 here but 120 万元 in another table");
    check_shell_says("grep -c 年初数 o.ini", 1, "0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_called_sum),
        cmocka_unit_test(an_overlay_is_short),
        cmocka_unit_test(figures_are_explained),
        cmocka_unit_test(the_table_prints_them),
        cmocka_unit_test(changes_are_told),
        cmocka_unit_test(they_are_carried),
        cmocka_unit_test(a_workbook_holds_them),
        cmocka_unit_test(units_and_last_year_give_them),
        cmocka_unit_test(what_is_missing_or_unknown_is_told),
        cmocka_unit_test(wrong_declarations_are_refused),
        cmocka_unit_test(formulas_compute),
        cmocka_unit_test(what_must_agree_is_held_against_it),
        cmocka_unit_test(foreign_sheets_give_them),
    };
    return cmocka_run_group_tests_name("own", tests, make_county, remove_folder);
}
