/*
 * Template packages. tests/template/valid holds packages that make a document: its dump stands in
 * `expected`. tests/template/invalid holds packages that do not: `expected` has the messages.
 * GONGKAI_REGEN=1 rewrites what is expected.
 */
#include <dirent.h>

#include "base/reading.h"
#include "sample.h"
#include "sheet.h"
#include "template/elements.h"
#include "template/package.h"
#include "testing.h"

#define VALID SOURCE_ROOT "/tests/template/valid"
#define INVALID SOURCE_ROOT "/tests/template/invalid"
static const char *const manuals[] = {[LANGUAGE_ENGLISH] = SOURCE_ROOT "/docs/templates.md",
                                      [LANGUAGE_CHINESE] = SOURCE_ROOT "/docs/zh/templates.md"};

static void print_findings(struct buf *out, const struct diag *diag)
{
    for (const struct finding *finding = diag->first; finding; finding = finding->next)
        finding_print(out, finding, diag->language);
}

/* What the package makes of the sample facts: the document's dump, or the messages. */
static struct slice outcome(struct arena *arena, const char *folder, const char *name,
                            enum language language)
{
    struct diag diag;
    diag_init(&diag, arena, language);
    const struct template *template = template_open(arena, &diag, SEARCH(folder), name);
    const struct document *document =
        template ? template_run(arena, &diag, template, sample_facts(arena)) : NULL;
    struct buf out = {0};
    if (document)
        document_dump(&out, document);
    print_findings(&out, &diag);
    struct slice text = slice_copy(arena, buf_slice(&out));
    buf_free(&out);
    return text;
}

static void rewrite(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

/* Whether the package has the outcome that it is expected to have. */
static bool check_package(const char *folder, const char *name)
{
    struct arena *arena = arena_new();
    struct slice got = outcome(arena, folder, name, LANGUAGE_ENGLISH);
    const char *path = arena_printf(arena, "%s/%s/expected", folder, name);
    if (getenv("GONGKAI_REGEN"))
        rewrite(path, got);
    const struct source *expected = source_read(arena, path, LIMIT_INPUT);
    bool same = expected && slice_eq(expected->text, got);
    if (!same)
        printf("%s: expected\n%s\ngot\n%s\n", name, expected ? expected->text.p : "(no file)",
               got.p);
    arena_free(arena);
    return same;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void check_folder(const char *folder, int least)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort), failed = 0;
    assert_true(count >= least);
    for (int i = 0; i < count; i++) {
        failed += !check_package(folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(failed, 0);
}

static void test_valid(void **state)
{
    (void)state;
    check_folder(VALID, 6);
}

static void test_invalid(void **state)
{
    (void)state;
    check_folder(INVALID, 50);
}

/* Every invalid package is refused, in Chinese too. */
static void test_invalid_in_chinese(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(INVALID, &entries, is_visible, alphasort);
    for (int i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        struct slice got = outcome(arena, INVALID, entries[i]->d_name, LANGUAGE_CHINESE);
        if (!strstr(got.p, "错误: "))
            fail_msg("%s: %s", entries[i]->d_name, got.p);
        arena_free(arena);
        free(entries[i]);
    }
    free(entries);
}

/* A template is used again and again: same document, and the same errors. */
static void test_template_is_kept(void **state)
{
    (void)state;
    struct arena *house = arena_new(), *arena = arena_new();
    struct diag diag;
    diag_init(&diag, house, LANGUAGE_ENGLISH);
    const struct template *good = template_open(house, &diag, SEARCH(VALID), "county");
    const struct template *bad = template_open(house, &diag, SEARCH(INVALID), "section-unclosed");
    assert_non_null(good);
    assert_non_null(bad);
    assert_string_equal(template_setting(good, "扩展").p, "province");
    assert_string_equal(template_setting(good, "题名").p, "省样式");
    assert_string_equal(template_setting(good, "样式.正文.字号").p, "16");
    assert_int_equal(template_setting(good, "样式.正文.颜色").n, 0);
    struct buf first = {0}, again = {0};
    for (int i = 0; i < 2; i++) {
        struct buf *out = i ? &again : &first;
        arena_reset(arena);
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        struct facts *facts = sample_facts(arena);
        document_dump(out, template_run(arena, &diag, good, facts));
        assert_null(template_run(arena, &diag, bad, facts));
        assert_int_equal(diag.count[LEVEL_ERROR], 1);
        print_findings(out, &diag);
    }
    assert_string_equal(first.p, again.p);
    buf_free(&first);
    buf_free(&again);
    arena_free(arena);
    arena_free(house);
}

/* Styles are found along the chain and along 基于, key by key. */
static void test_styles_are_merged(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    const struct template *template = template_open(arena, &diag, SEARCH(VALID), "county");
    assert_non_null(template);
    const struct style *style = template_style(template, SLICE("表头行"));
    assert_non_null(style);
    assert_int_equal(style->size, 10500);        /* 小字 of the province */
    assert_int_equal(style->first_indent, 2000); /* 正文 of the nation */
    assert_int_equal(style->align, ALIGN_RIGHT); /* the county */
    assert_int_equal(style->leading, 13650);     /* of none: 1.3 times the size */
    assert_null(template_style(template, SLICE("没有")));
    assert_int_equal(template->page.width, 595276);
    arena_free(arena);
}

static void test_lengths_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        length expected;
    } good[] = {{"210mm", 595276}, {"297mm", 841890}, {"1cm", 28346},     {"2.54cm", 72000},
                {"12", 12000},     {"28.95", 28950},  {"0.5 pt", 500},    {"-7mm", -19843},
                {"0", 0},          {"0.0005", 1},     {"10000", 10000000}};
    static const char *const bad[] = {"",
                                      "mm",
                                      "1in",
                                      "1e3",
                                      "1,5mm",
                                      "12 px",
                                      "１２",
                                      "10001pt",
                                      "--1",
                                      "0.00001",
                                      "99999999999999999999"};
    length length;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(length_parse(slice_of(good[i].text), &length));
        assert_int_equal(length, good[i].expected);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (length_parse(slice_of(bad[i]), &length))
            fail_msg("%s is a length", bad[i]);
}

/* A package beside the tests, over a real one, on a record. */
static void check_form(const char *package, const char *record)
{
    struct arena *arena = arena_new();
    struct house house;
    house_open(&house, SOURCE_ROOT);
    struct sheet sheet;
    sheet_begin(&sheet, &house, arena, record);
    sheet.run.request.template_name = package;
    assert_true(sheet_read(&sheet));
    assert_true(sheet_compute(&sheet));
    struct buf out = {0};
    if (sheet_compose(&sheet))
        document_dump(&out, sheet.made.composition.document);
    else
        print_findings(&out, &sheet.run.diag);
    check_golden(arena_printf(arena, "%s/expected", package), buf_slice(&out));
    buf_free(&out);
    house_close(&house);
    arena_free(arena);
}

/* The conventions in which forms differ. */
static void test_conventions(void **state)
{
    (void)state;
    check_form(SOURCE_ROOT "/tests/conventions", SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini");
}

/* Both budgets, and costs per head. */
static void test_budgets(void **state)
{
    (void)state;
    check_form(SOURCE_ROOT "/tests/budgets", SOURCE_ROOT "/tests/budgets/record.ini");
}

static size_t occurrences(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        count++;
    return count;
}

/* The national forms on one record: how many tables, and which come after 06. */
static void check_year(const char *package, size_t tables, const char *const *titles)
{
    struct arena *arena = arena_new();
    struct house house;
    house_open(&house, SOURCE_ROOT);
    struct sheet sheet;
    sheet_begin(&sheet, &house, arena, SOURCE_ROOT "/examples/yangquan-2024.ini");
    sheet.run.request.template_name = package;
    assert_true(sheet_read(&sheet));
    assert_true(sheet_compute(&sheet));
    struct buf out = {0};
    assert_true(sheet_compose(&sheet));
    document_dump(&out, sheet.made.composition.document);
    assert_int_equal(occurrences(out.p, "“公开0"), tables);
    const char *from = out.p;
    for (; *titles; titles++) {
        from = strstr(from, *titles);
        if (!from)
            fail_msg("%s: no %s, or out of order", package, *titles);
    }
    buf_free(&out);
    house_close(&house);
    arena_free(arena);
}

static void test_years(void **state)
{
    (void)state;
    static const char *const since_2022[] = {"六、一般公共预算财政拨款基本支出决算明细表",
                                             "七、政府性基金预算",
                                             "公开07表",
                                             "八、国有资本经营预算",
                                             "九、财政拨款“三公”经费",
                                             "单价100万元（含）以上设备",
                                             NULL};
    static const char *const since_2020[] = {"六、一般公共预算财政拨款基本支出决算表",
                                             "七、一般公共预算财政拨款“三公”经费",
                                             "公开07表",
                                             "公务用车运行费",
                                             "八、政府性基金预算",
                                             "九、国有资本经营预算",
                                             "单价50万元以上通用设备",
                                             NULL};
    static const char *const since_2017[] = {
        "一、财政拨款收入",   "用事业基金弥补收支差额", "七、一般公共预算财政拨款“三公”经费",
        "八、政府性基金预算", "九、其他重要事项",       NULL};
    check_year("national-2022", 9, since_2022);
    check_year("national-2020", 9, since_2020);
    check_year("national-2017", 8, since_2017);
}

static void test_manual_lists_everything(void **state)
{
    (void)state;
    for (enum language language = LANGUAGE_ENGLISH; language <= LANGUAGE_CHINESE; language++) {
        struct buf settings = {0}, elements = {0}, own = {0};
        settings_print(&settings, language);
        elements_print(&elements, language);
        own_print(&own, language);
        check_manual(manuals[language], "settings", buf_slice(&settings));
        check_manual(manuals[language], "elements", buf_slice(&elements));
        check_manual(manuals[language], "own", buf_slice(&own));
        buf_free(&settings);
        buf_free(&elements);
        buf_free(&own);
    }
}

/* Writes the manual's examples, fenced as ```html tables/11.html, as files below folder. */
static int write_examples(struct arena *arena, const char *path, const char *folder)
{
    struct buf manual = read_file(path);
    int count = 0;
    for (char *fence = manual.p; (fence = strstr(fence, "\n```")); count++) {
        char *line_end = strchr(fence + 1, '\n');
        char *name = memchr(fence, ' ', (size_t)(line_end - fence));
        char *end = strstr(line_end, "\n```\n");
        assert_non_null(name);
        assert_non_null(end);
        *line_end = '\0';
        rewrite(arena_printf(arena, "%s/%s", folder, name + 1),
                (struct slice){line_end + 1, (size_t)(end - line_end)});
        fence = end + 4;
    }
    buf_free(&manual);
    return count;
}

/* The examples of a manual are one package that extends a real one. */
static void run_manual_examples(const char *manual)
{
    struct arena *arena = arena_new();
    char folder[] = "/tmp/gongkai-templates-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *prepare = "cp -R '" SOURCE_ROOT "/templates/national-2022' %s && "
                          "mkdir -p %s/my-county/tables %s/my-county/narrative";
    assert_int_equal(system(arena_printf(arena, prepare, folder, folder, folder)), 0);
    assert_int_equal(write_examples(arena, manual, arena_printf(arena, "%s/my-county", folder)),
                     10);
    struct house house;
    house_open(&house, SOURCE_ROOT);
    struct sheet sheet;
    sheet_begin(&sheet, &house, arena, SOURCE_ROOT "/examples/yangquan-2024.ini");
    assert_true(sheet_read(&sheet));
    assert_true(sheet_compute(&sheet));
    const struct template *template =
        template_open(arena, &sheet.run.diag, SEARCH(folder), "my-county");
    const struct document *document =
        template ? template_run(arena, &sheet.run.diag, template, sheet.made.account.facts) : NULL;
    assert_int_equal(system(arena_printf(arena, "rm -r %s", folder)), 0);
    struct buf out = {0};
    print_findings(&out, &sheet.run.diag);
    if (!document)
        fail_msg("%s", out.p);
    document_dump(&out, document);
    static const char *const shown[] = {"text “公开10表”",
                                        "text “十、收入来源表”",
                                        "text “收入来源见公开10表。”",
                                        "text “会议费没有单列预算。”",
                                        "text “年初预算”",
                                        "元，支出总计"};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (!strstr(out.p, shown[i]))
            fail_msg("no %s", shown[i]);
    assert_non_null(strstr(out.p, "p .提示"));
    assert_non_null(strstr(out.p, "= 经济.人员科目.30101.金额"));
    buf_free(&out);
    house_close(&house);
    arena_free(arena);
}

static void test_manual_examples(void **state)
{
    (void)state;
    run_manual_examples(manuals[LANGUAGE_ENGLISH]);
    run_manual_examples(manuals[LANGUAGE_CHINESE]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_invalid),
        cmocka_unit_test(test_invalid_in_chinese),
        cmocka_unit_test(test_template_is_kept),
        cmocka_unit_test(test_styles_are_merged),
        cmocka_unit_test(test_lengths_are_exact),
        cmocka_unit_test(test_conventions),
        cmocka_unit_test(test_budgets),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_manual_lists_everything),
        cmocka_unit_test(test_manual_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
