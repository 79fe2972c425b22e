/* Unfinished records: what can be computed is, and what is missing is told apart from what is
 * wrong. */
#include "program.h"

static size_t count_of(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

/* What facts prints on standard output of the sound record without one piece, and the messages. */
static struct buf facts_without(const char *piece, struct buf *said)
{
    write_record(at("part.ini"), piece, "");
    char command[512];
    snprintf(command, sizeof command, "LC_ALL=C.UTF-8 " PROGRAM " facts %s 2>%s", at("part.ini"),
             at("said"));
    int status;
    struct buf facts = run_command(command, &status);
    assert_int_equal(status, 2);
    *said = read_file(at("said"));
    return facts;
}

static void check_lines(const char *text, const char *const *lines)
{
    for (; *lines; lines++)
        if (!strstr(text, *lines))
            fail_msg("no %s in\n%s", *lines, text);
}

static void without_prose_all_figures_stand(void **state)
{
    (void)state;
    struct buf said, facts = facts_without("[概况]\n职责 = 收集、保管和利用档案。\n"
                                           "机构 = 示例县档案馆内设三个科室。\n",
                                           &said);
    static const char *const lines[] = {"\n概况.职责.1 = 〔待填：主要职责〕\n",
                                        "\n收入.合计 = 1052000.01 元 ←", NULL};
    check_lines(facts.p, lines);
    assert_int_equal(count_of(facts.p, "= 待填"), 0);
    assert_non_null(strstr(said.p, "gongkai: still to be filled in: 1\n"));
    assert_int_equal(count_of(said.p, ": error: "), 1);
    buf_free(&said);
    buf_free(&facts);
}

/* One amount is missing: what rests on it waits, what does not stands, and no check is deceived. */
static void what_rests_on_what_is_missing_waits(void **state)
{
    (void)state;
    struct buf said, facts = facts_without("公务接待费 = 25000\n", &said);
    static const char *const lines[] = {"\n三公.决算.公务接待费 = 待填\n",
                                        "\n三公.决算.合计 = 待填 ←",
                                        "\n三公.决算.公务用车购置及运行维护费 = 60000.00 元 ←",
                                        "\n三公.比上年.合计 = 待填 ←",
                                        "\n三公.接待.国内接待费 = 待填 ←",
                                        "\n支出.合计 = 1066500.01 元 ←",
                                        NULL};
    check_lines(facts.p, lines);
    assert_int_equal(count_of(said.p, ": error: "), 1);
    assert_int_equal(count_of(said.p, ": warning: "), 0);
    assert_non_null(strstr(said.p, ": error: 三公.决算.公务接待费 is missing; add it here\n"));
    buf_free(&facts);
    buf_free(&said);
}

/* Whether it is a department's or a unit's decides on 机关运行经费, and on nothing else. */
static void without_its_kind_only_office_costs_wait(void **state)
{
    (void)state;
    struct buf said, facts = facts_without("口径 = 单位\n", &said);
    static const char *const lines[] = {"\n机关运行经费.行政单位 = 待填 ←",
                                        "\n收入.合计 = 1052000.01 元 ←",
                                        "\n支出.合计 = 1066500.01 元 ←", NULL};
    check_lines(facts.p, lines);
    assert_non_null(strstr(said.p, "单位.口径 is missing"));
    buf_free(&facts);
    buf_free(&said);
}

static void a_zero_is_no_blank(void **state)
{
    (void)state;
    write_record(at("zero.ini"), "公务接待费 = 25000\n", "公务接待费 = 0\n");
    int status;
    struct buf facts = run(&status, "facts %s", at("zero.ini"));
    assert_non_null(strstr(facts.p, "\n三公.决算.公务接待费 = 0.00 元\n"));
    assert_non_null(strstr(facts.p, "\n三公.决算.合计 = 80000.00 元 ←"));
    buf_free(&facts);
}

/* Whole sections: the table is unknown, not empty. */
static void sections_that_are_missing_wait(void **state)
{
    (void)state;
    struct buf said;
    struct buf facts = facts_without("[收入]\n2010601.一般公共预算 = 1000000.01\n"
                                     "2290401.政府性基金预算 = 50000\n2299999.其他收入 = 2000\n",
                                     &said);
    static const char *const income[] = {"\n收入.合计 = 待填 ←",
                                         "\n总计.收入 = 待填 ←",
                                         "\n政府性基金预算.科目.2290401.本年收入 = 待填 ←",
                                         "\n政府性基金预算.科目.2290401.项目支出 = 45000.00 元 ←",
                                         "\n总计.支出 = 1073500.01 元 ←",
                                         NULL};
    check_lines(facts.p, income);
    assert_int_equal(count_of(said.p, ": error: "), 1);
    buf_free(&facts);
    buf_free(&said);
    facts = facts_without("[基本支出经济分类]\n30101 = 600000\n30201 = 200000.01\n30212 = 20000\n"
                          "30217 = 20000\n30231 = 30000\n31013 = 30000\n",
                          &said);
    static const char *const economic[] = {"\n经济.301.金额 = 待填 ←", "\n经济.人员经费 = 待填 ←",
                                           "\n机关运行经费.合计 = 待填 ←", NULL};
    check_lines(facts.p, economic);
    assert_int_equal(count_of(said.p, ": error: "), 1);
    buf_free(&facts);
    buf_free(&said);
}

/* A gap in a table leaves its row there, and sums above it wait. */
static void gaps_wait_too(void **state)
{
    (void)state;
    write_record(at("gap.ini"), "2299999.其他收入 = 2000", "2299999.其他收入 = 〔待填：几何〕");
    int status;
    struct buf facts = run(&status, "facts %s", at("gap.ini"));
    static const char *const lines[] = {
        "\n收入.科目.2299999.其他收入 = 待填 ←", "\n收入.科目.229.合计 = 待填 ←",
        "\n收入.科目.201.合计 = 1000000.01 元 ←", "gongkai: still to be filled in: 1\n", NULL};
    check_lines(facts.p, lines);
    buf_free(&facts);
}

/* What is wrong comes first; what is missing is counted and listed behind, in the order of the
 * file. */
static void what_is_missing_is_listed_apart(void **state)
{
    (void)state;
    write_record(at("both.ini"), "职责 = ", "重点工作 = 〔待填：重点〕\n职责 = ");
    struct buf both = read_file(at("both.ini"));
    char *procurement = strstr(both.p, "授予小微企业 = 40000");
    assert_non_null(procurement);
    procurement[strlen("授予小微企业 = ")] = '5';
    write_text(at("both.ini"), buf_slice(&both));
    buf_free(&both);
    int status;
    struct buf said = run(&status, "check %s", at("both.ini"));
    assert_int_equal(status, 2);
    const char *wrong = strstr(said.p, "error: procurement-small");
    const char *head = strstr(said.p, "gongkai: still to be filled in: 1\n");
    const char *missing = strstr(said.p, "error: 概况.重点工作 is still to be filled in");
    assert_true(wrong && head && missing && wrong < head && head < missing);
    buf_free(&said);
    said = run(&status, "check --format json %s", at("both.ini"));
    assert_non_null(strstr(said.p, "\"id\":\"gap\""));
    assert_non_null(strstr(said.p, "\"id\":\"procurement-small\""));
    buf_free(&said);
}

/* What all rests on cannot be left out. */
static void the_year_must_be_there(void **state)
{
    (void)state;
    struct buf said, facts = facts_without("年度 = 2024\n", &said);
    assert_string_equal(facts.p, "");
    buf_free(&facts);
    buf_free(&said);
}

/* Pictures are drafts and show the gaps; the disclosure is refused unless a draft is asked for. */
static void pictures_are_made_and_no_disclosure(void **state)
{
    (void)state;
    int status;
    write_record(at("open.ini"), "公务接待费 = 25000\n", "");
    struct buf said = run(&status, "dump pages %s", at("open.ini"));
    assert_non_null(strstr(said.p, "〔待填〕"));
    assert_non_null(strstr(said.p, "草稿"));
    buf_free(&said);
    said = run(&status, "render %s --png %s", at("open.ini"), at("pictures"));
    buf_free(&said);
    assert_int_equal(access(at("pictures/page-01.png"), F_OK), 0);
    said = run(&status, "render %s -o %s", at("open.ini"), at("open.pdf"));
    assert_int_equal(status, 2);
    assert_int_equal(access(at("open.pdf"), F_OK), -1);
    buf_free(&said);
    said = run(&status, "render --draft %s -o %s", at("open.ini"), at("open.pdf"));
    assert_int_equal(access(at("open.pdf"), F_OK), 0);
    buf_free(&said);
}

/* Next year's records of all examples compute and make pages from the first day. */
static void next_years_records_work_at_once(void **state)
{
    (void)state;
    static const char *const examples[] = {"yangquan-2024.ini", "zhuzhou-lukou-2020.ini",
                                           "lezhi-2020.json", "taoyuan-2019.ini"};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        int status;
        unlink(at("next.ini"));
        struct buf said = run(&status, "new --from " SOURCE_ROOT "/examples/%s -o %s", examples[i],
                              at("next.ini"));
        buf_free(&said);
        said = run(&status, "dump pages %s", at("next.ini"));
        if (!strstr(said.p, "草稿") ||
            count_of(said.p, ": error: ") != count_of(said.p, "is still to"))
            fail_msg("%s: %s", examples[i], said.p);
        buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_prose_all_figures_stand),
        cmocka_unit_test(what_rests_on_what_is_missing_waits),
        cmocka_unit_test(without_its_kind_only_office_costs_wait),
        cmocka_unit_test(a_zero_is_no_blank),
        cmocka_unit_test(sections_that_are_missing_wait),
        cmocka_unit_test(gaps_wait_too),
        cmocka_unit_test(what_is_missing_is_listed_apart),
        cmocka_unit_test(the_year_must_be_there),
        cmocka_unit_test(pictures_are_made_and_no_disclosure),
        cmocka_unit_test(next_years_records_work_at_once),
    };
    return cmocka_run_group_tests_name("unfinished", tests, make_folder, remove_folder);
}
