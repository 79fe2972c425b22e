/* The workbook to fill in, read back by a program of its own (read_form.py). */
#include "program.h"

#include "record/record.h"

/* What the record says, in its one spelling. */
static struct buf canonical(const char *path)
{
    struct arena *arena = arena_new();
    struct diag diag;
    struct buf out = {0};
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct node *record = record_read(arena, &diag, path);
    if (!record)
        fail_msg("%s: %s", path, diag.first->text.p);
    struct node *cells = node_find(record, "来源");
    cells->absent = true; /* they say where it came from, not what it says */
    record_put_json(&out, record);
    arena_free(arena);
    return out;
}

static struct buf read_form(const char *book, const char *option)
{
    char command[512];
    snprintf(command, sizeof command, SOURCE_ROOT "/tests/read_form.py %s %s 2>&1", book, option);
    return run_command(command, NULL);
}

/* The workbook comes back as a record of that name by import as well. */
static void check_import(const char *record, const char *name, const struct buf *before)
{
    int status;
    struct buf said = run(&status, "import %s -o %s", at("full.xlsx"), at(name));
    if (status == 2)
        fail_msg("%s: %s", record, said.p);
    struct buf after = canonical(at(name));
    if (strcmp(before->p, after.p) != 0)
        fail_msg("%s: comes back as\n%s", record, after.p);
    buf_free(&after);
    buf_free(&said);
}

/* record → workbook → record: nothing is lost, nothing is added. */
static void check_round_trip(const char *path)
{
    int status;
    char record[256];
    snprintf(record, sizeof record, "%s", path);
    unlink(at("full.xlsx"));
    struct buf said = run(&status, "new --workbook --fill %s -o %s", record, at("full.xlsx"));
    if (status != 0)
        fail_msg("%s: %s", record, said.p);
    struct buf read = read_form(at("full.xlsx"), ""),
               faults = read_form(at("full.xlsx"), "--faults");
    write_text(at("read.json"), buf_slice(&read));
    struct buf before = canonical(record), after = canonical(at("read.json"));
    if (strcmp(before.p, after.p) != 0)
        fail_msg("%s: reads back as\n%s", record, after.p);
    assert_string_equal(faults.p, "");
    check_import(record, "back.ini", &before);
    check_import(record, "back.json", &before);
    struct buf *const all[] = {&said, &read, &faults, &before, &after};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}

static void records_come_back_whole(void **state)
{
    (void)state;
    static const char *const records[] = {
        "examples/yangquan-2024.ini", "examples/zhuzhou-lukou-2020.ini",
        "examples/lezhi-2020.json",   "examples/taoyuan-2019.ini",
        "tests/check/base.ini",       "tests/budgets/record.ini"};
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char path[256];
        snprintf(path, sizeof path, SOURCE_ROOT "/%s", records[i]);
        check_round_trip(path);
    }
}

/* What the examples lack: units, what cancels, keys that no form shows, texts that look like
 * formulas and numbers, figures as published, amounts with more digits than a cell holds. */
static void what_is_rare_comes_back_too(void **state)
{
    (void)state;
    write_record(
        at("rare.ini"), "[概况]",
        "下属记录.1 = 甲.ini\n下属记录.2 = 乙.ini\n编制说明 = =1+1\n    第二段\n"
        "[抵消]\n收入.2010601.上级补助收入 = 5\n支出.2010601.一般公共预算.基本支出 = 0\n"
        "支出.2010601.其他收入.项目支出 = 0.1\n上年.总计 = 123456789012345.67\n"
        "[科目名称]\n2019999 = 007\n[列报]\n支出.科目.204.合计 = 5325.780\n"
        "收入.占比.一般公共预算 = 8.40%\n"
        "[年初调整]\n一般公共预算 = -9.95\n[一般性支出]\n会议.1.名称 = 1\n会议.1.次数 = 0\n"
        "[更正]\n版次 = 2\n日期 = 2025-09-01\n[概况]");
    check_round_trip(at("rare.ini"));
    write_record(at("wan.ini"), "[概况]", "金额单位 = 万元\n[抵消]\n上年.总计 = 0.000001\n[概况]");
    check_round_trip(at("wan.ini"));
}

static struct buf keys_of(const char *template)
{
    int status;
    unlink(at("blank.xlsx"));
    struct buf said =
        run(&status, "new --workbook --template %s -o %s", template, at("blank.xlsx"));
    assert_string_equal(said.p, "");
    assert_int_equal(status, 0);
    buf_free(&said);
    return read_form(at("blank.xlsx"), "--keys");
}

/* A form's workbook has the keys that the form reads, and no others. */
static void it_asks_for_what_the_form_reads(void **state)
{
    (void)state;
    static const struct {
        const char *template, *key;
        bool asked;
    } cases[] = {{"shanxi-2024", "支出.<项>.<资金来源>.基本支出", true},
                 {"shanxi-2024", "国有资产.单价100万元以上设备", true},
                 {"shanxi-2024", "国有资产.单价50万元以上通用设备", false},
                 {"shanxi-2024", "一般性支出.会议费", false},
                 {"shanxi-2024", "三公.购置车辆.<序号>.车型", false},
                 {"shanxi-2024", "绩效.项目.<序号>.指标.<二级指标>.<序号>.名称", true},
                 {"shanxi-2024", "绩效.整体.总目标", false},
                 {"hunan-2020", "一般性支出.会议费", true},
                 {"hunan-2020", "一般性支出.会议.<序号>.名称", true},
                 {"hunan-2020", "国有资产.单价50万元以上通用设备", true},
                 {"sichuan-2020", "说明.附件.<序号>.节.<序号>.正文", true},
                 {"national-2022", "说明.附件.<序号>.节.<序号>.正文", false},
                 {"national-2022", "三公.预算.<三公项目>", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf keys = keys_of(cases[i].template);
        char line[256];
        snprintf(line, sizeof line, "\n%s\n", cases[i].key);
        if ((strstr(keys.p, line) != NULL) != cases[i].asked)
            fail_msg("%s: %s in\n%s", cases[i].template, cases[i].key, keys.p);
        buf_free(&keys);
    }
    struct buf faults = read_form(at("blank.xlsx"), "--faults");
    assert_string_equal(faults.p, "");
    buf_free(&faults);
}

/* What people see: meanings, sources, units, the sentence that a reason completes. */
static void it_says_what_is_to_be_typed(void **state)
{
    (void)state;
    struct buf keys = keys_of("shanxi-2024");
    char command[512];
    snprintf(command, sizeof command, "unzip -p %s xl/sharedStrings.xml", at("blank.xlsx"));
    struct buf text = run_command(command, NULL);
    static const char *const shown[] = {
        ">授予中小企业合同金额 ＊<", ">财决附03表 其中：外事接待人次<",
        "收入总计增加（减少）××万元，增长（下降）××，支出总计增加（减少）××万元，增长（下降）"
        "××。主要原因是＿＿＿＿。<",
        ">政府采购合计<", ">按模板 shanxi-2024 列出须填的项目，每个主题一张表。<"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (!strstr(text.p, shown[i]))
            fail_msg("%s is not in the workbook", shown[i]);
    snprintf(command, sizeof command, "unzip -p %s xl/worksheets/sheet2.xml", at("blank.xlsx"));
    struct buf sheet = run_command(command, NULL);
    assert_non_null(strstr(sheet.p, "<formula1>\"行政单位,参照公务员法管理事业单位,事业单位\"<"));
    buf_free(&sheet);
    buf_free(&text);
    buf_free(&keys);
}

static void next_years_workbook_has_codes_and_last_years_figures(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "new --workbook --from %s -o %s",
                          SOURCE_ROOT "/examples/yangquan-2024.ini", at("next.xlsx"));
    assert_int_equal(status, 0);
    struct buf read = read_form(at("next.xlsx"), "");
    static const char *const there[] = {"\"年度\":2025", "\"总计\":67170546",
                                        "\"名称\":\"援疆人员补助\"", "\"指标值\":"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (!strstr(read.p, there[i]))
            fail_msg("%s is not in\n%s", there[i], read.p);
    assert_null(strstr(read.p, "\"收入\":"));
    assert_null(strstr(read.p, "\"完成值\":"));
    buf_free(&read);
    buf_free(&said);
}

static void the_same_record_gives_the_same_bytes(void **state)
{
    (void)state;
    int status;
    static const char *const names[] = {"one.xlsx", "two.xlsx"};
    struct buf books[2];
    for (size_t i = 0; i < 2; i++) {
        struct buf said = run(&status, "new --workbook --fill %s -o %s",
                              SOURCE_ROOT "/tests/check/base.ini", at(names[i]));
        buf_free(&said);
        books[i] = read_file(at(names[i]));
    }
    assert_int_equal(books[0].n, books[1].n);
    assert_memory_equal(books[0].p, books[1].p, books[0].n);
    buf_free(&books[0]);
    buf_free(&books[1]);
}

static void check_refused(const char *arguments, int wanted, const char *message)
{
    int status;
    struct buf said = run(&status, "%s", arguments);
    assert_int_equal(status, wanted);
    if (!strstr(said.p, message))
        fail_msg("%s: %s", arguments, said.p);
    buf_free(&said);
}

static void what_cannot_be_made_is_refused(void **state)
{
    (void)state;
    char arguments[1024];
    struct buf text = {0};
    buf_puts(&text, "编制说明 = ");
    for (size_t i = 0; i < 32768; i++)
        buf_puts(&text, "长");
    buf_puts(&text, "\n[概况]");
    write_record(at("long.ini"), "[概况]", text.p);
    buf_free(&text);
    snprintf(arguments, sizeof arguments, "new --workbook --fill %s -o %s", at("long.ini"),
             at("long.xlsx"));
    check_refused(arguments, 2,
                  "error: 单位.编制说明 is longer than the 32,767 characters that a cell holds");
    assert_int_equal(access(at("long.xlsx"), F_OK), -1);
    check_refused("new --workbook", 3, "usage: gongkai new");
    check_refused("new --workbook --template shanxi-2024", 3, "usage: gongkai new");
    snprintf(arguments, sizeof arguments, "new --workbook --template shanxi-2042 -o %s",
             at("no.xlsx"));
    check_refused(arguments, 2, "there is no template package shanxi-2042");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_whole),
        cmocka_unit_test(what_is_rare_comes_back_too),
        cmocka_unit_test(it_asks_for_what_the_form_reads),
        cmocka_unit_test(it_says_what_is_to_be_typed),
        cmocka_unit_test(next_years_workbook_has_codes_and_last_years_figures),
        cmocka_unit_test(the_same_record_gives_the_same_bytes),
        cmocka_unit_test(what_cannot_be_made_is_refused),
    };
    return cmocka_run_group_tests_name("workbook", tests, make_folder, remove_folder);
}
