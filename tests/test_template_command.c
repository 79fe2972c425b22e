/* gongkai template …, and how the package of a record is found. */
#include "program.h"

/* A package in the test's folder that extends base, with one part. */
static void write_package(const char *name, const char *settings, const char *part,
                          const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "mkdir -p %s/%s && dirname %s/%s/%s | xargs mkdir -p", folder, name,
             folder, name, part);
    assert_int_equal(system(path), 0);
    snprintf(path, sizeof path, "%s/%s/template.ini", folder, name);
    write_text(path, slice_of(settings));
    snprintf(path, sizeof path, "%s/%s/%s", folder, name, part);
    write_text(path, slice_of(text));
}

static void check_says(const char *name, int expected, const char *const *lines)
{
    int status;
    struct buf said = run(&status, "template check %s", at(name));
    for (; *lines; lines++)
        if (!strstr(said.p, *lines))
            fail_msg("%s: no “%s” in\n%s", name, *lines, said.p);
    assert_int_equal(status, expected);
    buf_free(&said);
}

/* Each that is for records of some year. */
static void every_package_is_sound(void **state)
{
    (void)state;
    struct buf said =
        run_command("cd " SOURCE_ROOT "/templates && grep -l ^适用年度 */template.ini"
                    " | xargs dirname | LC_ALL=C.UTF-8 xargs " PROGRAM " template check 2>&1",
                    NULL);
    assert_non_null(strstr(said.p, "national-2022: sound; tried with sample-full, sample-bare"));
    buf_free(&said);
}

/* No record shows these sections; the errors are told all the same. */
static void what_is_hidden_is_checked(void **state)
{
    (void)state;
    write_package("hidden", "扩展 = national-2022\n", "cover.html",
                  "{{<super}}{{$题名}}\n"
                  "{{^单位.名称}}{{收入.合记}}\n"
                  "<p class=\"没有\">x</p>\n"
                  "<blink>x</blink>\n"
                  "{{>no/part}}{{/单位.名称}}\n"
                  "{{#一般公共预算支出.科目}}{{#用途}}{{金而}}{{/用途}}{{/一般公共预算支出.科目}}\n"
                  "{{/题名}}{{/super}}\n");
    static const char *const lines[] = {
        "hidden/cover.html:2:11: error: no fact is called 收入.合记 here; did you mean 收入.合计?",
        "hidden/cover.html:3:4: error: no style is called 没有",
        "hidden/cover.html:4:1: error: unknown element <blink>",
        "hidden/cover.html:6:24: error: no fact is called 金而 here; did you mean 金额?",
        "hidden: errors ",
        NULL};
    check_says("hidden", 2, lines);
}

static void what_nobody_includes_is_checked(void **state)
{
    (void)state;
    write_package("loose", "扩展 = national-2022\n", "tables/99.html", "<p>{{#单位}}</p>\n");
    static const char *const unclosed[] = {
        "loose/tables/99.html:1:4: error: {{#单位}} is never closed", NULL};
    check_says("loose", 2, unclosed);
    write_package("loose", "扩展 = national-2022\n", "tables/99.html", "<p>a</p>\n");
    static const char *const unused[] = {
        "loose/tables/99.html:1:1: warning: no part includes tables/99", "warnings 1", NULL};
    check_says("loose", 1, unused);
}

/* A ragged table that only a record without projects would show. */
static void spans_are_tried(void **state)
{
    (void)state;
    write_package("ragged", "扩展 = national-2022\n", "overview.html",
                  "{{<super}}{{/super}}{{^绩效.项目}}<table><tbody>\n"
                  "<tr><td>a</td><td>b</td></tr>\n"
                  "<tr><td>a</td></tr>\n"
                  "</tbody></table>{{/绩效.项目}}\n");
    static const char *const lines[] = {
        "with sample-bare:", "ragged/overview.html:3:1: error: columns filled by this row: 1",
        NULL};
    check_says("ragged", 2, lines);
}

static void settings_are_checked(void **state)
{
    (void)state;
    write_package("settings", "扩展 = national-2022\n适用年度 = 去年\n[数字.表格]\n千份位 = 是\n",
                  "cover.html", "{{<super}}{{/super}}\n");
    static const char *const lines[] = {
        "settings/template.ini:2:8: error: \"去年\" is no value for 适用年度",
        "settings/template.ini:4:1: error: unknown setting 数字.表格.千份位; did you mean 千分位?",
        NULL};
    check_says("settings", 2, lines);
}

static void packages_that_are_not_there_are_told(void **state)
{
    (void)state;
    static const char *const missing[] = {"there is no template package", NULL};
    check_says("nothing", 2, missing);
    write_package("circle", "扩展 = circle\n", "document.html", "");
    static const char *const circle[] = {
        "circle/template.ini:1:6: error: package circle extends itself through this", NULL};
    check_says("circle", 2, circle);
}

static const char *record_of(const char *line)
{
    write_record(at("chosen.ini"), "模板 = national-2022", line);
    return at("chosen.ini");
}

/* The title of the document that the record makes. */
static void check_title(const char *line, const char *title)
{
    int status;
    struct buf said = run(&status, "dump document %s", record_of(line));
    if (strncmp(said.p, title, strlen(title)) != 0)
        fail_msg("%s: %.300s", line, said.p);
    assert_int_equal(status, 0);
    buf_free(&said);
}

static void a_package_is_chosen(void **state)
{
    (void)state;
    check_title("模板 = shanxi-2024", "title “示例县档案馆2024年度单位决算公开”");
    check_title("省份 = 山西", "title “示例县档案馆2024年度单位决算公开”");
    check_title("省份 = 山西省\n模板 = national-2022", "title “示例县档案馆2024年度单位决算”");
    write_package("own", "扩展 = national-2022\n题名 = 自己的\n", "cover.html",
                  "{{<super}}{{/super}}");
    check_title("模板 = ./own/", "title “自己的”");
    int status;
    struct buf said = run(&status, "render %s --template %s/own/ -o %s",
                          record_of("模板 = shanxi-2024"), folder, at("own.pdf"));
    assert_sound(said.p);
    buf_free(&said);
}

static void a_wrong_choice_is_refused(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"模板 = shangxi-2024", "there is no template package shangxi-2024; did you mean "
                                "shanxi-2024? For 2024 there are: "},
        {"模板 = x", "there is no template package x; for 2024 there are: gansu-2022, "
                     "national-2022, "},
        {"省份 = 某某省",
         "no template package is for 某某省 2024; name one as 单位.模板: national-2022\n"},
        {"主管部门 = 某局",
         "no template package is for 2024; name one as 单位.模板: gansu-2022, "}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        int status;
        struct buf said = run(&status, "dump document %s", record_of(lines[i][0]));
        if (!strstr(said.p, lines[i][1]))
            fail_msg("%s: %s", lines[i][0], said.p);
        assert_int_equal(status, 2);
        buf_free(&said);
    }
}

/* A county's form in twelve lines: one sentence, one column, one number style. */
static const char county[] = "扩展 = shanxi-2024\n"
                             "说明 = 某某县部门决算公开样式\n"
                             "[数字.正文]\n"
                             "千分位 = 否\n";
static const char county_sentence[] = "{{<super}}\n"
                                      "  {{$人员经费}}工资福利等项{{/人员经费}}\n"
                                      "{{/super}}\n";
static const char county_column[] = "{{<super}}\n"
                                    "  {{$末列题}}年初预算{{/末列题}}\n"
                                    "  {{$末列}}{{年初预算}}{{/末列}}\n"
                                    "{{/super}}\n";

/* Lines of the document that differ between the province's form and the county's, < and >. */
static struct buf difference(const char *settings)
{
    write_package("county", settings, "narrative/06.html", county_sentence);
    write_package("county", settings, "tables/05.html", county_column);
    char command[2048];
    snprintf(command, sizeof command,
             "cd %s && sed 's/^模板 = .*/模板 = .\\/county/' " SOURCE_ROOT
             "/examples/yangquan-2024.ini > county.ini && " PROGRAM " dump document " SOURCE_ROOT
             "/examples/yangquan-2024.ini 2>/dev/null > before; " PROGRAM
             " dump document county.ini 2>/dev/null > after; diff before after | grep '^[<>]'",
             folder);
    return run_command(command, NULL);
}

static void a_county_changes_what_it_says_and_nothing_else(void **state)
{
    (void)state;
    struct buf changed = difference("扩展 = shanxi-2024\n");
    size_t sentence = 0, column = 0;
    for (struct slice rest = buf_slice(&changed); rest.n;) {
        struct slice line = slice_cut(&rest, '\n');
        bool economic = memmem(line.p, line.n, "经济.人员", strlen("经济.人员")) ||
                        memmem(line.p, line.n, "工资福利", strlen("工资福利"));
        sentence += economic;
        column += memmem(line.p, line.n, "年初预算”", strlen("年初预算”")) != NULL;
        column += memmem(line.p, line.n, ".年初预算", strlen(".年初预算")) != NULL;
    }
    assert_true(sentence >= 2);
    assert_true(column >= 7); /* the head, the total, every 类 */
    assert_null(strstr(changed.p, "收入.合计"));
    buf_free(&changed);

    /* The number style changes separators in sentences, in no table cell. */
    struct buf both = difference(county);
    assert_non_null(strstr(both.p, "< "));
    assert_non_null(strstr(both.p, "text “6,717.05” = 总计.收入"));
    assert_non_null(strstr(both.p, "text “6717.05” = 总计.收入"));
    buf_free(&both);
    struct buf said = run(NULL, "render %s -o %s", at("county.ini"), at("county.pdf"));
    buf_free(&said);
    size_t lines = 0;
    const char *const texts[] = {county, county_sentence, county_column};
    for (size_t i = 0; i < 3; i++)
        for (const char *p = texts[i]; *p; p++)
            lines += *p == '\n';
    assert_true(lines < 20);
}

/* A new package renders like its base, says where all it has comes from, and is never written over
 * another. */
static void a_new_package_is_ready_to_be_changed(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "template new fresh --extends shanxi-2024 --in %s", folder);
    assert_int_equal(status, 0);
    buf_free(&said);
    static const char *const sound[] = {"fresh: sound; tried with ", NULL};
    check_says("fresh", 0, sound);

    said = run(&status, "template show %s", at("fresh"));
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "→ shanxi-2024 → national-2022\n"));
    assert_non_null(strstr(said.p, "\n  数字.正文.千分位 = 是  (shanxi-2024/template.ini:"));
    assert_non_null(strstr(said.p, "\n  页面.宽 = 210mm  (national-2022/template.ini:"));
    assert_non_null(strstr(said.p, "\n  tables/10.html  (shanxi-2024)\n"));
    assert_non_null(strstr(said.p, "\n  document.html  (national-2022, overridden)\n"));
    buf_free(&said);

    char command[1024];
    snprintf(
        command, sizeof command,
        "cd %s && for t in shanxi-2024 ./fresh; do " PROGRAM " render " SOURCE_ROOT
        "/examples/yangquan-2024.ini --template $t -o t.pdf 2>/dev/null && pdftotext t.pdf - | "
        "md5sum; done | sort -u | wc -l",
        folder);
    said = run_command(command, NULL);
    assert_int_equal(atoi(said.p), 1);
    buf_free(&said);

    said = run(&status, "template new fresh --extends shanxi-2024 --in %s", folder);
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "cannot be made"));
    buf_free(&said);
    said = run(&status, "template new other --extends shanxi-2042 --in %s", folder);
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "shanxi-2042"));
    buf_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_package_is_sound),
        cmocka_unit_test(what_is_hidden_is_checked),
        cmocka_unit_test(what_nobody_includes_is_checked),
        cmocka_unit_test(spans_are_tried),
        cmocka_unit_test(settings_are_checked),
        cmocka_unit_test(packages_that_are_not_there_are_told),
        cmocka_unit_test(a_package_is_chosen),
        cmocka_unit_test(a_wrong_choice_is_refused),
        cmocka_unit_test(a_county_changes_what_it_says_and_nothing_else),
        cmocka_unit_test(a_new_package_is_ready_to_be_changed),
    };
    return cmocka_run_group_tests_name("template", tests, make_folder, remove_folder);
}
