/*
 * Kinds of document: each word of 单位.文种 has its rows, and another kind goes all the way by its
 * rows alone.
 */
#include "program.h"

#include "kinds/kind.h"
#include "record/schema.h"
#include "sheet.h"

static void every_word_has_its_kind(void **state)
{
    (void)state;
    size_t count = 0;
    for (struct slice rest = slice_of(schema_kinds()); rest.p; count++) {
        struct slice word = slice_cut(&rest, '|');
        const struct kind *kind = kind_at(count);
        assert_non_null(kind);
        assert_true(slice_is(word, kind->name));
        assert_non_null(kind->checks[0]);
        assert_non_null(kind->form->formulas[0]);
    }
    assert_null(kind_at(count));
}

static void a_budget_is_made_by_its_rows(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct house house;
    struct sheet sheet;
    struct buf tree = {0};
    house_open(&house, SOURCE_ROOT);
    sheet_begin(&sheet, &house, arena, SOURCE_ROOT "/tests/kinds/budget.ini");
    bool made = sheet_make(&sheet, "pdf");
    diag_print(&tree, &sheet.run.diag);
    if (!made || tree.n)
        fail_msg("%s", tree.p);
    document_dump(&tree, sheet.made.composition.document);
    check_golden(SOURCE_ROOT "/tests/kinds/budget.expected", buf_slice(&tree));
    assert_string_equal(sheet.made.composition.document->title.p, "示例县档案馆2025年单位预算");
    outputs_free(&sheet.outputs);
    buf_free(&tree);
    house_close(&house);
    arena_free(arena);
}

/* What the record says instead of a line, and what comes of it. */
static void a_budget_has_checks_and_keys_of_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *instead, *says, *found;
    } cases[] = {
        {"2299999.其他收入.项目支出 = 2000",
         "2299999.其他收入.项目支出 = 1000\n[年末结转和结余]\n非财政拨款 = 1000",
         "error: budget-all-spent: "},
        {"[政府采购]", "[三公.决算]\n公务接待费 = 1\n[政府采购]", "error: budget-outcome: "},
        {"公务用车运行维护费 = 30000", "# none", "三公.预算.公务用车运行维护费 is missing"},
        {"[政府采购]\n货物 = 10000\n工程 = 0\n服务 = 0", "", "section 政府采购 is missing"},
        {"文种 = 预算公开\n", "", "section 三公.决算 is missing"},
    };
    struct buf record = read_file(SOURCE_ROOT "/tests/kinds/budget.ini");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *at_line = strstr(record.p, cases[i].instead);
        struct buf changed = {0};
        int status;
        assert_non_null(at_line);
        buf_put(&changed, record.p, (size_t)(at_line - record.p));
        buf_puts(&changed, cases[i].says);
        buf_puts(&changed, at_line + strlen(cases[i].instead));
        write_text(at("budget.ini"), buf_slice(&changed));
        struct buf said = run(&status, "check %s", at("budget.ini"));
        if (status != 2 || !strstr(said.p, cases[i].found))
            fail_msg("%s: status %d: %s", cases[i].found, status, said.p);
        buf_free(&said);
        buf_free(&changed);
    }
    buf_free(&record);
}

static void the_manual_lists_what_the_budget_adds(void **state)
{
    (void)state;
    struct buf table = {0};
    formulas_print(&table, kind_budget.form->formulas[1], LANGUAGE_ENGLISH);
    check_manual(SOURCE_ROOT "/docs/facts.md", "budget begin", buf_slice(&table));
    table.n = 0;
    formulas_print(&table, kind_budget.form->formulas[1], LANGUAGE_CHINESE);
    check_manual(SOURCE_ROOT "/docs/zh/facts.md", "budget begin", buf_slice(&table));
    buf_free(&table);
}

/* A package is tried with samples of every kind that it has the part of. */
static void packages_are_checked_for_every_kind(void **state)
{
    (void)state;
    int status;
    struct buf said = run(&status, "template check " SOURCE_ROOT "/tests/kinds/budget");
    assert_int_equal(status, 0);
    assert_non_null(strstr(said.p, "tried with sample-full, sample-bare, sample-full 预算公开"));
    buf_free(&said);
    char command[512];
    snprintf(command, sizeof command,
             "cp -R " SOURCE_ROOT "/tests/kinds/budget %s/form && "
             "sed -i 's/三公.预算比上年.合计/三公.预算比去年.合计/' %s/form/budget/narrative.html",
             folder, folder);
    assert_int_equal(system(command), 0);
    said = run(&status, "template check %s", at("form"));
    assert_int_equal(status, 2);
    assert_non_null(strstr(said.p, "三公.预算比去年.合计"));
    buf_free(&said);
}

/* Which documents a package is for, and what is said to a record of another kind. Where it does not
 * say, the record must hold what the package reads, whatever its own kind asks. */
static void a_package_says_which_kinds_it_is_for(void **state)
{
    (void)state;
    static const char budget[] = SOURCE_ROOT "/tests/kinds/budget.ini",
                      report[] = SOURCE_ROOT "/examples/taoyuan-2019.ini",
                      base[] = SOURCE_ROOT "/tests/check/base.ini";
    static const struct {
        const char *settings, *part, *record;
        int status;
        const char *said;
    } cases[] = {
        {"扩展 = national-2022", "", base, 0, ""},
        {"扩展 = national-2022", "", report, 2,
         "taoyuan-2019.ini:10:6: error: the template package ./form is for documents of the kind "
         "决算公开, and this record is for 绩效自评报告; choose another package, or correct "
         "单位.文种\n    文种 = 绩效自评报告\n"},
        {"扩展 = national-2022", "", budget, 2, "is for documents of the kind 决算公开"},
        {"扩展 = hunan-performance-2019", "", base, 2,
         "gongkai: error: the template package ./form is for documents of the kind 绩效自评报告, "
         "and "
         "this record is for 决算公开; "},
        {"扩展 = hunan-performance-2019", "", report, 0, ""},
        {"扩展 = national-2022\n文种 = 绩效自评报告 | 决算公开", "", base, 0, ""},
        {"扩展 = national-2022\n文种 = 绩效自评报告", "", base, 2,
         "is for documents of the kind 绩效自评报告, and this record is for 决算公开"},
        {"扩展 = national-2022\n文种 = 绩效自评报告", "", report, 2,
         "taoyuan-2019.ini:65:2: error: 上年.总计 is missing; add it here"},
        {"扩展 = national-2022",
         "printf '<document><section><p>{{总计.比上年.增减额}}</p></section></document>'"
         " > form/document.html",
         report, 2, "error: 上年.总计 is missing; add it here"},
        {"扩展 = national-2022",
         "printf '<document><section><p>{{收入.合计}}</p></section></document>'"
         " > form/document.html",
         report, 0, ""},
        {"扩展 = national-2022\n文种 = 决算公开|自评报告", "", base, 2,
         "form/template.ini:2:6: error: \"决算公开|自评报告\" is no value for 文种; write "
         "决算公开|绩效自评报告|预算公开\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[2048];
        int status;
        snprintf(
            command, sizeof command,
            "cd %s && rm -rf form && mkdir form && echo '%s' > form/template.ini && %s && " PROGRAM
            " --lang en render %s --template ./form/ -o made.pdf 2>&1",
            folder, cases[i].settings, *cases[i].part ? cases[i].part : "true", cases[i].record);
        struct buf said = run_command(command, &status);
        if (status != cases[i].status || !strstr(said.p, cases[i].said))
            fail_msg("%zu: %s: status %d: %s", i, cases[i].settings, status, said.p);
        buf_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_has_its_kind),
        cmocka_unit_test(a_budget_is_made_by_its_rows),
        cmocka_unit_test(a_budget_has_checks_and_keys_of_its_own),
        cmocka_unit_test(the_manual_lists_what_the_budget_adds),
        cmocka_unit_test(packages_are_checked_for_every_kind),
        cmocka_unit_test(a_package_says_which_kinds_it_is_for),
    };
    return cmocka_run_group_tests_name("kinds", tests, make_folder, remove_folder);
}
