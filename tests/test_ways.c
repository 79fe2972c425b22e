/* Ways that a package settles by a word ([写法]), and numbers that headings give. */
#include "program.h"

#define RECORD SOURCE_ROOT "/tests/check/base.ini"
#define TEXTS "| sed -n 's/^ *text “\\(.*\\)”.*/\\1/p' | tr -d '\\n'"

/* ---- Ways ---- */

static const char declared[] = "扩展 = national-2022\n"
                               "[写法.甲]\n含义 = 是否\n取值 = 否\n"
                               "[写法.乙]\n含义 = 各词\n可选 = 长 | 短\n取值 = 长\n"
                               "[写法.丙]\n含义 = 文字\n可选 = 文字\n取值 = 总计<丙>\n";
static const char asking[] = "<p>{{#写法.甲}}甲是{{/写法.甲}}{{^写法.甲}}甲否{{/写法.甲}}"
                             "{{#写法.乙.长}}乙长{{/写法.乙.长}}{{#写法.乙.短}}乙短{{/写法.乙.短}}"
                             "{{#写法.丙}}丙“{{写法.丙}}”{{/写法.丙}}</p>\n";

static void a_word_settles_how(void **state)
{
    (void)state;
    write_below("province/template.ini", declared);
    write_below("province/overview.html", asking);
    check_shell_says(PROGRAM " --quiet dump document " RECORD " --template ./province " TEXTS, 0,
                     "甲否乙长丙“总计<丙>”");
    write_below("county/template.ini", "扩展 = ../province\n[写法]\n甲 = 是\n乙 = 短\n丙 =\n");
    check_shell_says(PROGRAM " --quiet dump document " RECORD " --template ./county " TEXTS, 0,
                     "目　录甲是乙短第二部分");
    check_shell_says(PROGRAM " template show ./county", 0,
                     "  写法.乙 = 短  (./county/template.ini:4)\n");
    check_shell_says(PROGRAM " template check ./county", 0, "./county: sound");
    /* What the county's form does not print, its record need not have. */
    write_below("keys/template.ini", "扩展 = ../province\n");
    write_below("keys/overview.html",
                "<p>{{#写法.甲}}{{国有资产.价值.流动资产}}{{/写法.甲}}甲</p>\n");
    check_shell_says(PROGRAM " template keys ./keys | grep '价值.<'", 0, "|  |\n");
    write_below("keys/template.ini", "扩展 = ../province\n[写法]\n甲 = 是\n");
    check_shell_says(PROGRAM " template keys ./keys | grep '价值.<'", 0, "| ● |\n");
}

/* NAME.有值: typed, be it as 0; of a sum, one of its parts. */
static void a_typed_zero_is_told_from_none(void **state)
{
    (void)state;
    write_below("told/template.ini", "扩展 = national-2022\n");
    write_below("told/overview.html",
                "<p>{{#一般性支出.会议费预算.有值}}填{{/一般性支出.会议费预算.有值}}"
                "{{^一般性支出.会议费预算.有值}}空{{/一般性支出.会议费预算.有值}}"
                "{{#一般性支出.会议费预算}}数{{/一般性支出.会议费预算}}"
                "{{#国有资产.价值.合计.有值}}和{{/国有资产.价值.合计.有值}}"
                "{{#国有资产.价值.有值}}组{{/国有资产.价值.有值}}"
                "{{#概况.机构.有值}}文{{/概况.机构.有值}}"
                "{{#概况.重点工作.有值}}误{{/概况.重点工作.有值}}</p>\n");
    check_shell_says(PROGRAM " --quiet dump document " RECORD " --template ./told " TEXTS, 0,
                     "目　录空文第二部分");
    check_shell_says(
        "(cat " RECORD "; printf '[一般性支出]\n会议费预算 = 0\n[国有资产.价值]\n流动资产 = "
        "0\n') >typed.ini; " PROGRAM " --quiet dump document typed.ini --template ./told " TEXTS,
        0, "目　录填和组文第二部分");
    check_shell_says(PROGRAM " template check ./told", 0, "./told: sound");
}

/* Paragraphs of a text are items like others. */
static void texts_know_their_place(void **state)
{
    (void)state;
    write_below("texts/template.ini", "扩展 = national-2022\n");
    write_below("texts/overview.html",
                "<p>{{#概况.职责}}{{#首项}}始{{/首项}}{{序号}}.{{.}}{{^末项}}；{{/"
                "末项}}{{#末项}}终{{/末项}}"
                "{{/概况.职责}}</p>\n");
    check_shell_says("printf "
                     "'甲\\n乙\\n丙\\n' >duty.txt; sed 's/^职责 = .*/职责 = @duty.txt/' " RECORD
                     " >texts.ini; " PROGRAM
                     " --quiet dump document texts.ini --template ./texts " TEXTS,
                     0, "目　录始1.甲；2.乙；3.丙终第二部分");
    check_shell_says(PROGRAM " template check ./texts", 0, "./texts: sound");
}

/* Nobody need include what stands below optional/; all of it is there for those that extend. */
static void parts_may_be_optional(void **state)
{
    (void)state;
    write_below("library/template.ini", "扩展 = national-2022\n");
    write_below("library/optional/extra.html", "<p>{{单位.名称}}</p>\n");
    check_shell_says(PROGRAM " template check ./library", 0, "./library: sound");
    write_below("library/idle.html", "<p>{{单位.名称}}</p>\n");
    check_shell_says(PROGRAM " template check ./library", 1, "./library/idle.html:1:1: warning: ");
    check_shell_says(
        "rm library/idle.html; echo '<p>{{单位.名}}</p>' >library/optional/extra.html; " PROGRAM
        " template show ./library | grep optional/",
        0, "  optional/extra.html  (./library)\n  optional/capital-accounts.html  ");
}

static void wrong_ways_are_told(void **state)
{
    (void)state;
    write_below("province/template.ini", declared);
    write_below("wrong/template.ini", "扩展 = ../province\n[写法]\n乙 = 中\n丁 = 是\n");
    check_shell_says(
        PROGRAM " template check ./wrong", 2,
        "gongkai: ./wrong/template.ini:3:5: error: \"中\" is no value for 乙; write 长 | 短\n");
    check_shell_says(
        PROGRAM " template check ./wrong", 2,
        "gongkai: ./wrong/template.ini:4:1: error: unknown setting 写法.丁; correct the "
        "name or delete the line\n");
    write_below("bad/template.ini", "扩展 = national-2022\n[写法.戊]\n取直 = 是\n");
    check_shell_says(
        PROGRAM " template check ./bad", 2,
        "gongkai: ./bad/template.ini:3:1: error: unknown setting 写法.戊.取直; did you mean "
        "取值?\n");
    check_shell_says(
        PROGRAM " template check ./bad", 2,
        "gongkai: ./bad/template.ini:2:5: error: 写法.戊 has no 含义; say what it settles\n");
    write_below("idle/template.ini", "扩展 = national-2022\n[写法.戊]\n含义 = 无人问\n取值 = 是\n");
    check_shell_says(PROGRAM " template check ./idle", 1,
                     "gongkai: ./idle/template.ini:2:5: warning: no part reads 写法.戊; name it as "
                     "{{#写法.戊}}…{{/写法.戊}}, or delete it\n");
    write_below("asks/template.ini", "扩展 = ../province\n");
    write_below("asks/overview.html", "<p>{{写法.乙丙}}{{写法.乙}}</p>\n");
    check_shell_says(
        PROGRAM " dump document " RECORD " --template ./asks", 2,
        "gongkai: ./asks/overview.html:1:4: error: no fact is called 写法.乙丙 here; did you "
        "mean 写法.乙?\n");
}

/* ---- Numbers ---- */

/* Titles of tables among the bookmarks, and what stands above the tables. */
static const char titles[] =
    "sed -e 's/^模板 = .*/模板 = .\\/form/' " RECORD " >r.ini; " PROGRAM
    " --quiet render r.ini -o r.pdf && qpdf --json r.pdf | "
    "sed -n 's/.*\"title\": \"\\([一二三四五六七八九十]*、.*表\\)\".*/\\1/p' | uniq; " PROGRAM
    " --quiet dump document r.ini | sed -n 's/.*text "
    "“\\(公开[0-9]*表\\|表注见.*\\)”.*/\\1/p'; " PROGRAM
    " --quiet render r.ini -o r.html && grep -c '十、县增表' r.html";

static const char added[] =
    "<h2 class=\"表题\" counts=\"表\" id=\"增\"><number of=\"表\" form=\"chinese\"/>、县增表</h2>\n"
    "<table><caption>{{<tables/caption}}{{$表号}}公开<number of=\"表\" form=\"two\"/>表{{/表号}}"
    "{{/tables/caption}}</caption><tbody><tr><th>项目</th><td>{{收入.合计}}</td></tr></tbody></"
    "table>\n";

/* The narrative tells of it by its number. */
static const char told[] = "{{<super}}{{$总体题1}}<h2 counts=\"节\"><number of=\"节\" "
                           "form=\"chinese\"/>、总体</h2><p>表注见第<number of=\"增\"/>张表</p>"
                           "{{/总体题1}}{{/super}}\n";

static void write_form(const char *settings, const char *tables)
{
    write_below("form/template.ini", settings);
    write_below("form/tables.html", tables);
    write_below("form/tables/added.html", added);
    write_below("form/narrative/01.html", told);
}

static void an_added_table_numbers_itself(void **state)
{
    (void)state;
    write_form("扩展 = national-2022\n",
               "{{<super}}{{$附加表}}<section page=\"new\">{{>tables/added}}</section>{{/附加表}}"
               "{{/super}}\n");
    check_shell_says(titles, 0, "九、财政拨款“三公”经费支出决算表\n十、县增表\n公开01表\n");
    check_shell_says(titles, 0, "公开08表\n公开09表\n公开10表\n表注见第10张表\n");
    check_shell_says(titles, 0, "\n2\n"); /* in the contents and at the table */
    /* In the midst, those behind it move on. */
    write_form("扩展 = national-2022\n",
               "{{<super}}{{$其余各表}}<section page=\"new\">{{>tables/added}}</section>"
               "<section page=\"new\" margins=\"table\">{{>tables/sangong}}</section>{{/其余各表}}"
               "{{/super}}\n");
    check_shell_says(titles, 1,
                     "决算明细表\n七、县增表\n八、财政拨款“三公”经费支出决算表\n公开01表\n");
    check_shell_says(titles, 1, "公开07表\n公开08表\n表注见第7张表\n");
}

/* Without 政府性基金 and 国有资本: without a gap, or with the numbers of the form. */
static void a_table_left_out_leaves_a_gap_or_none(void **state)
{
    (void)state;
    static const char tables[] = "{{<super}}{{$基金表}}{{/基金表}}{{$国资表}}{{/国资表}}{{$附加表}}"
                                 "<section page=\"new\">{{>tables/added}}</section>{{/附加表}}"
                                 "{{/super}}\n";
    write_form("扩展 = national-2022\n", tables);
    check_shell_says(titles, 1,
                     "六、一般公共预算财政拨款基本支出决算明细表\n"
                     "七、财政拨款“三公”经费支出决算表\n八、县增表\n");
    write_form("扩展 = national-2022\n[表格]\n表次 = 固定\n", tables);
    check_shell_says(titles, 0,
                     "六、一般公共预算财政拨款基本支出决算明细表\n"
                     "九、财政拨款“三公”经费支出决算表\n十、县增表\n");
    check_shell_says(titles, 0, "公开06表\n公开09表\n公开10表\n表注见第10张表\n");
}

/* In every package, the numbers that the form fixes are those that its order gives. */
static void fixed_numbers_are_those_of_the_order(void **state)
{
    (void)state;
    struct buf said = run_in_folder(
        "for p in $(" PROGRAM
        " template list | sed 's/ .*//' | grep -v '^batch$\\|performance'); do "
        "mkdir -p fixed; printf \"扩展 = $p\\n[表格]\\n表次 = 固定\\n\" >fixed/template.ini; "
        "for t in $p ./fixed; do " PROGRAM " --quiet dump document " RECORD
        " --template $t 2>/dev/null | grep -A1 ' h2 .表题' | cksum; done | uniq | wc -l; done | "
        "sort | "
        "uniq | sed 's/^ *//'",
        0);
    assert_string_equal(said.p, "1\n");
    buf_free(&said);
}

static void wrong_numbers_are_told(void **state)
{
    (void)state;
    write_below("odd/template.ini", "扩展 = national-2022\n");
    write_below("odd/overview.html",
                "<h1 counts=\"部\" fixed=\"0\">第<number of=\"部\"/>部分</h1>\n"
                "<p><number/>、<number of=\"步\"/>、<number of=\"无此系列\"/></p>\n");
    check_shell_says(
        PROGRAM " dump document " RECORD " --template ./odd", 2,
        "gongkai: ./odd/overview.html:1:16: error: \"0\" is no value for fixed; write 1 … 1000\n");
    write_below("odd/overview.html",
                "<h1 counts=\"部\">第 <number of=\"部\" form=\"two\"/> 部分</h1>\n"
                "<p><number/>、<number of=\"布\"/>、<number of=\"无此系列\"/></p>\n");
    struct buf said = run_in_folder(PROGRAM " dump document " RECORD " --template ./odd", 2);
    static const char *const errors[] = {
        "odd/overview.html:2:4: error: <number/> counts the rows of a table; say of=\"…\" which "
        "series "
        "or heading it is of here\n",
        "odd/overview.html:2:14: error: no heading before this counts 布, and none has this id",
        "odd/overview.html:2:31: error: no heading before this counts 无此系列, and none has this "
        "id"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (!strstr(said.p, errors[i]))
            fail_msg("no %s in\n%s", errors[i], said.p);
    buf_free(&said);
    write_below("odd/overview.html",
                "<h1 counts=\"部\">第 <number of=\"部\" form=\"two\"/> 部分</h1>\n");
    check_shell_says(PROGRAM " dump document " RECORD " --template ./odd", 1, "text “ 01 部分”");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_settles_how),
        cmocka_unit_test(a_typed_zero_is_told_from_none),
        cmocka_unit_test(texts_know_their_place),
        cmocka_unit_test(parts_may_be_optional),
        cmocka_unit_test(wrong_ways_are_told),
        cmocka_unit_test(an_added_table_numbers_itself),
        cmocka_unit_test(a_table_left_out_leaves_a_gap_or_none),
        cmocka_unit_test(fixed_numbers_are_those_of_the_order),
        cmocka_unit_test(wrong_numbers_are_told),
    };
    return cmocka_run_group_tests_name("ways", tests, make_folder, remove_folder);
}
