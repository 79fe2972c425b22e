/*
 * Messages that no other test brings about, each to its exact words and place. `make coverage`
 * tells which there are.
 */
#include "program.h"

static const struct told {
    const char *prepare; /* by the shell, in the test's folder; or NULL */
    const char *before;  /* the program: what the shell sets for it */
    const char *words;
    int status;
    const char *said; /* a line of what it says, or several */
} cases[] = {
    {NULL, "", "$(yes -- --allow-path=/ | head -33) check r.ini", 3,
     "gongkai: error: --allow-path may be given 32 times at most\n"},
    {NULL, "PATH=/none ", "import r.pdf", 2,
     "gongkai: r.pdf: error: reading a PDF takes the program mutool; install the package "
     "mupdf-tools\n"},
    {"mkfifo p.ini", "", "batch p.ini -o out", 2,
     "gongkai: error: p.ini is a pipe or device; a batch reads files only\n"},
    {"mkdir -p out", "flock out/.gongkai.lock ", "batch r.ini -o out", 2,
     "gongkai: error: another batch is writing to out; wait for it or choose another folder\n"},
    {"sed 's/年度 = 2024/年度 = 2023/' r.ini >s.ini", "", "diff r.ini s.ini", 0,
     "gongkai: s.ini:4:6: note: the two differ in 单位.年度 (2024 and 2023), so nearly all that "
     "they "
     "say may differ\n    年度 = 2023\n           ^~~~\n"},
    {"(cat r.ini; printf '[更正]\\n更正对象 = %064d\\n' 0) >n.ini", "",
     "render n.ini --corrects r.ini -o n.pdf", 2,
     "gongkai: n.ini:122:1: error: a correction also tells 更正.版次; add it beside this\n"},
    {"mkdir -p data/fonts && ln -s " SOURCE_ROOT "/subjects " SOURCE_ROOT "/templates data/",
     "GONGKAI_DATA=data ", "render r.ini -o x.pdf", 2,
     "gongkai: error: cannot read the font configuration data/fonts/fonts.conf; reinstall it or "
     "name "
     "its folder with --fonts\n"},
    {"(echo '<document><h1>图</h1><chart>'; for i in $(seq 60); do echo "
     "\"<item label=\\\"甲乙丙丁戊己$i\\\" value=\\\"{{收入.合计}}\\\"/>\"; done; echo "
     "'</chart></document>') "
     ">pack/document.html",
     "", "render r.ini --template ./pack -o x.pdf", 1,
     "gongkai: ./pack/document.html:1:21: warning: the chart has so many items that its type is "
     "set "
     "in 6 pt; show fewer items, or a table\n"},
    {"(echo '<document><h1>图</h1><chart>'; for i in $(seq 100); do echo "
     "\"<item label=\\\"甲乙丙丁戊己$i\\\" value=\\\"{{收入.合计}}\\\"/>\"; done; echo "
     "'</chart></document>') "
     ">pack/document.html",
     "", "render r.ini --template ./pack -o x.pdf", 2,
     "gongkai: ./pack/document.html:1:21: error: the labels of the chart have no room; show fewer "
     "items "
     "or shorten the labels\n"},
    {"printf '科目编码,科目名称\\n201,一般\\n4010101,别的\\n501,工资\\n50101,津贴\\n' >l.csv",
     "XDG_DATA_HOME=$PWD/share ", "subjects add l.csv", 0,
     "gongkai: l.csv: note: passed over 3 codes of other classifications than 支出功能分类 and "
     "部门预算支出经济分类\n"},
    {"sed 's/二、机构设置/四、机构设置/' page.html >q.html", "", "audit q.html", 1,
     "gongkai: q.html:paragraph 34: warning: the heading “四、机构设置情况” is out of sequence: "
     "number "
     "2 comes here; renumber it\n"},
    {"sed 's/第二部分　2024年单位决算表/示例县2024年度部门决算表/' page.html >q.html", "",
     "audit q.html", 1,
     ": warning: the title “示例县2024年度部门决算表” and another call the accounts 部门决算 here, "
     "单位决算 there; keep to one\n"},
    {"sed 's/本表无数据/本表/; s/本年度无此项支出/本年度有此项支出/' page.html >q.html", "",
     "audit q.html", 1,
     ": warning: the table 国有资本经营预算财政拨款支出决算表 has no figures, and no sentence says "
     "that "
     "there are none; write one below it\n"},
};

static void each_says_what_is_wrong_and_what_to_do(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct told *told = &cases[i];
        char command[2048];
        int status;
        snprintf(command, sizeof command, "cd %s && %s && %s " PROGRAM " --lang en %s 2>&1", folder,
                 told->prepare ? told->prepare : "true", told->before, told->words);
        struct buf said = run_command(command, &status);
        if (status != told->status || !strstr(said.p, told->said)) {
            print_error("%s: status %d: %s", told->words, status, said.p);
            wrong++;
        }
        buf_free(&said);
    }
    assert_int_equal(wrong, 0);
}

static int start(void **state)
{
    char command[1024];
    if (make_folder(state) != 0)
        return -1;
    snprintf(command, sizeof command,
             "cd %s && cp " SOURCE_ROOT "/tests/check/base.ini r.ini && mkdir pack && "
             "printf '扩展 = national-2022\\n' >pack/template.ini && " PROGRAM
             " --quiet render r.ini -o r.pdf && " PROGRAM
             " --quiet render r.ini --to fragment --no-record -o page.html",
             folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_what_is_wrong_and_what_to_do),
    };
    return cmocka_run_group_tests_name("told", tests, start, remove_folder);
}
