/*
 * Every key can be printed: from the schema come a record that types each key and a form that names
 * each, and what the form prints is what was typed. A key that is new is part of it at once.
 */
#include "ledger/ledger.h"
#include "ledger/sample.h"
#include "program.h"
#include "record/keys.h"
#include "template/template.h"

/* What names other records, what cannot stand beside its like, and what is no figure of the form.
 */
static const char *const unprinted[] = {"上年.记录",
                                        "单位.下属记录.<序号>",
                                        "单位.编制说明",
                                        "抵消.收入.<项>.<收入来源>",
                                        "抵消.支出.<项>.<资金来源>.<支出性质>",
                                        "抵消.上年.总计",
                                        "科目名称.<科目>",
                                        "支出用途.<功能科目>.项.<序号>.科目",
                                        "支出用途.<其他预算>.<功能科目>.项.<序号>.科目",
                                        "说明.类的次序",
                                        "涉密.<涉密内容>", /* printed below */
                                        "列报",
                                        "来源"};

struct typed {
    const char *path;
    const struct schema_row *row;
    const char *printed;
};

struct sheet {
    struct arena *arena;
    struct typed *typed;
    size_t count, room;
};

static bool is_listed(const char *path)
{
    for (size_t i = 0; i < sizeof unprinted / sizeof *unprinted; i++)
        if (strcmp(path, unprinted[i]) == 0)
            return true;
    return false;
}

/* Fiscal money is 基本支出 or 项目支出 alone. */
static bool is_fit(const char *path)
{
    static const char *const others[] = {".上缴上级支出", ".经营支出", ".对附属单位补助支出"};
    bool fits = true;
    for (size_t i = 0; i < 3 && strncmp(path, "支出.", strlen("支出.")) == 0; i++)
        fits = fits && !strstr(path, others[i]);
    return fits;
}

/* The value, and as what it is printed. */
static struct slice value_of(struct arena *arena, const struct schema_row *row, unsigned number,
                             const char **printed)
{
    const char *value = "";
    switch (row->type) {
    case LEAF_MONEY:
    case LEAF_SIGNED: /* so many 万元 and 1200 元 */
        value = arena_printf(arena, "%u1200", number);
        *printed = arena_printf(arena, "%u.12", number);
        break;
    case LEAF_COUNT:
        value = *printed = arena_printf(arena, "%u", number);
        break;
    case LEAF_SCORE:
        value = *printed = arena_printf(arena, "%u", 1 + number % 9);
        break;
    case LEAF_YEAR:
        value = *printed = "2024";
        break;
    case LEAF_DATE:
        value = "2025-09-01";
        *printed = "2025年9月1日";
        break;
    case LEAF_CHOICE: {
        struct slice words = slice_of(row->words);
        value = *printed = slice_copy(arena, slice_cut(&words, '|')).p;
        break;
    }
    default:
        value = *printed = arena_printf(arena, "文字%u号", number);
    }
    return slice_of(value);
}

static struct slice fill(void *data, const struct filling *filling)
{
    struct sheet *sheet = data;
    const char *path = node_path(sheet->arena, filling->key).p;
    if (is_listed(filling->row->path) || !is_fit(path))
        return (struct slice){NULL, 0};
    struct typed typed = {.path = path, .row = filling->row};
    struct slice value =
        value_of(sheet->arena, filling->row, 1000 + (unsigned)sheet->count, &typed.printed);
    GROW(sheet->arena, sheet->typed, sheet->count, sheet->room, 1024);
    sheet->typed[sheet->count++] = typed;
    return value;
}

/* What the form, a package of that name, prints of the record. */
static struct buf print(struct arena *arena, const char *name, struct slice form,
                        struct slice record)
{
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    write_below(arena_printf(arena, "%s/template.ini", name), "扩展 = national-2022\n");
    write_text(at(arena_printf(arena, "%s/keys.html", name)), form);
    const struct catalog *catalog = catalog_open(arena, &diag, SOURCE_ROOT "/subjects");
    const struct node *root = record_parse(arena, &diag, source_of(arena, "record.ini", record));
    const struct facts *facts = root ? ledger_run(arena, &diag, root, NULL, catalog) : NULL;
    const struct package_search search = {.folder = {folder, SOURCE_ROOT "/templates"}};
    const struct template *template = template_open(arena, &diag, &search, name);
    struct buf text = {0};
    buf_puts(&text, "");
    bool printed = facts && template && template_text(&text, arena, &diag, template, "keys", facts);
    if (!printed) {
        diag_print(&text, &diag);
        fail_msg("%s", text.p);
    }
    return text;
}

static void assert_prints(const char *text, const char *path, const char *value)
{
    char line[1024];
    snprintf(line, sizeof line, "%s＝%s；", path, value);
    if (!strstr(text, line))
        fail_msg("not printed: %s\nin %s", line, text);
}

/* A row that the sample has no leaf of would go unseen. */
static void assert_all_rows(const struct sheet *sheet)
{
    for (const struct schema_row *row = schema_rows; row->path; row++) {
        bool seen = row->type == LEAF_NONE || is_listed(row->path);
        for (size_t i = 0; i < sheet->count && !seen; i++)
            seen = sheet->typed[i].row == row;
        if (!seen)
            fail_msg("no value for %s", row->path);
    }
}

static void every_key_is_printed_as_typed(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    struct sheet sheet = {.arena = arena};
    struct skeleton skeleton = {.items = 2, .fill = fill, .data = &sheet};
    sample_codes(&skeleton, catalog_open(arena, &diag, SOURCE_ROOT "/subjects"));
    struct buf record = {0}, form = {0};
    skeleton_print(&record, arena, &skeleton);
    assert_all_rows(&sheet);
    for (size_t i = 0; i < sheet.count; i++) {
        const char *path = sheet.typed[i].path;
        bool prose = sheet.typed[i].row->type == LEAF_PROSE;
        buf_printf(&form, prose ? "%s＝{{#%s}}{{.}}{{/%s}}；\n" : "%s＝{{%s}}；\n", path, path,
                   path);
    }
    struct buf text = print(arena, "every", buf_slice(&form), buf_slice(&record));
    for (size_t i = 0; i < sheet.count; i++)
        assert_prints(text.p, sheet.typed[i].path, sheet.typed[i].printed);
    assert_true(sheet.count > 400);
    buf_free(&text);
    buf_free(&form);
    buf_free(&record);
    arena_free(arena);
}

static void every_section_can_be_secret(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), record = {0}, form = {0};
    const char *sections = strstr(base.p, "[概况]");
    buf_put(&record, base.p, (size_t)(sections - base.p));
    buf_puts(&record, "[涉密]\n");
    for (struct slice rest = slice_of(schema_words(SLICE("<涉密内容>"))); rest.p;) {
        const char *word = slice_copy(arena, slice_cut(&rest, '|')).p;
        buf_printf(&record, "%s = 不公开%s\n", word, word);
        buf_printf(&form, "%s＝{{涉密.%s}}；\n", word, word);
    }
    buf_puts(&record, sections);
    buf_puts(&form, "合计＝{{三公.决算.合计}}；\n{{^三公.决算.合计}}没有三公{{/三公.决算.合计}}\n"
                    "总计＝{{总计.收入}}；\n项目＝{{绩效.项目数}}；\n公用＝{{经济.公用经费}}；\n");
    struct buf text = print(arena, "secret", buf_slice(&form), buf_slice(&record));
    for (struct slice rest = slice_of(schema_words(SLICE("<涉密内容>"))); rest.p;) {
        const char *word = slice_copy(arena, slice_cut(&rest, '|')).p;
        assert_prints(text.p, word, arena_printf(arena, "不公开%s", word));
    }
    assert_prints(text.p, "合计", "涉密");
    assert_prints(text.p, "项目", "涉密");
    assert_prints(text.p, "公用", "涉密");
    assert_prints(text.p, "总计", "107.35");
    assert_null(strstr(text.p, "没有三公"));
    buf_free(&text);
    buf_free(&form);
    buf_free(&record);
    buf_free(&base);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_printed_as_typed),
        cmocka_unit_test(every_section_can_be_secret),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
