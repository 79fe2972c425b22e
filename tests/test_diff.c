/*
 * Corrections: what the comparison finds is exactly what a plain comparison of all facts and of all
 * text painted on the pages finds; what is put between others does not shift them; editions that do
 * not follow each other are refused; nothing changed changes no byte.
 */
#include "compared.h"

#include <sys/stat.h>

#include "diff/blocks.h"

#define EXAMPLE SOURCE_ROOT "/examples/yangquan-2024.json"

static char folder[] = "/tmp/gongkai-test-XXXXXX";

static int open_all(void **state)
{
    (void)state;
    house_open(&house, SOURCE_ROOT);
    return mkdtemp(folder) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    house_close(&house);
    return system(command);
}

/* ---- Records with something replaced ---- */

struct edit {
    const char *from, *to;
};

/* Writes the example with every `from` replaced; the path is valid until the fourth call from now.
 */
static const char *write_edited(const char *name, const struct edit *edits)
{
    static char paths[4][256];
    static size_t turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    struct buf text = read_file(EXAMPLE);
    for (; edits->from; edits++) {
        struct buf next = {0};
        const char *rest = text.p, *found;
        assert_non_null(strstr(rest, edits->from));
        while ((found = strstr(rest, edits->from))) {
            buf_put(&next, rest, (size_t)(found - rest));
            buf_puts(&next, edits->to);
            rest = found + strlen(edits->from);
        }
        buf_puts(&next, rest);
        buf_free(&text);
        text = next;
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
    buf_free(&text);
    return path;
}

/* ---- The plain comparison: facts by the lines of their dump ---- */

static uint32_t count_lines(struct slice text)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    return lines;
}

static void check_facts(const struct comparison *comparison)
{
    struct buf dumps[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++)
        facts_dump(&dumps[i], comparison->runs[i].made.account.facts);
    struct slice old = buf_slice(&dumps[0]), new = buf_slice(&dumps[1]);
    assert_int_equal(count_lines(old), count_lines(new));
    uint32_t changed = 0;
    while (old.p && new.p) {
        struct slice before = slice_cut(&old, '\n'), after = slice_cut(&new, '\n');
        if (slice_eq(before, after))
            continue;
        changed++;
        const struct fact_change *change = comparison->diff->facts;
        for (; change; change = change->next)
            if (before.n > change->name.n + 3 && slice_starts(before, change->name.p) &&
                memcmp(before.p + change->name.n, " = ", 3) == 0)
                break;
        if (!change)
            fail_msg("not told: %.*s", (int)before.n, before.p);
    }
    assert_int_equal(changed, comparison->diff->typed_count + comparison->diff->derived_count);
    buf_free(&dumps[0]);
    buf_free(&dumps[1]);
}

/* ---- The plain comparison: text as painted ---- */

static bool is_cell_told(const struct diff *diff, const struct doc_node *row, struct slice before,
                         struct slice after)
{
    for (const struct cell_change *change = diff->cells; change; change = change->next)
        if (change->place == row && same_text(change->before, before) &&
            same_text(change->after, after))
            return true;
    return false;
}

static bool is_sentence_told(const struct diff *diff, const struct doc_node *block,
                             struct slice before, struct slice after)
{
    for (const struct text_change *change = diff->texts; change; change = change->next)
        if (change->place == block && same_text(change->before, before) &&
            same_text(change->after, after))
            return true;
    return false;
}

static uint32_t count_sentences_told(const struct diff *diff, const struct doc_node *block,
                                     struct slice before, struct slice after)
{
    uint32_t count = 0;
    while (before.n && after.n) {
        struct slice was = next_sentence(&before), is = next_sentence(&after);
        if (slice_eq(was, is))
            continue;
        count++;
        if (!is_sentence_told(diff, block, was, is))
            fail_msg("not told: %.*s → %.*s", (int)was.n, was.p, (int)is.n, is.p);
    }
    assert_int_equal(before.n, after.n);
    return count;
}

/* Every cell and sentence painted otherwise is told, and no other. */
static void check_pages(const struct comparison *comparison)
{
    struct all_painted old = paint_of(comparison->arena, &comparison->runs[0]);
    struct all_painted new = paint_of(comparison->arena, &comparison->runs[1]);
    uint32_t cells = 0, sentences = 0;
    assert_int_equal(old.count, new.count);
    for (uint32_t i = 1; i <= new.count; i++) {
        struct slice before = buf_slice(&old.at[i].text), after = buf_slice(&new.at[i].text);
        const struct doc_node *home = new.at[i].home;
        if (!slice_eq(before, after) && is_cell(home)) {
            cells++;
            if (!is_cell_told(comparison->diff, home->parent, before, after))
                fail_msg("not told: %s → %s", before.p, after.p);
        } else if (!slice_eq(before, after)) {
            sentences += count_sentences_told(comparison->diff, home, before, after);
        }
        buf_free(&old.at[i].text);
        buf_free(&new.at[i].text);
    }
    assert_int_equal(cells, comparison->diff->cell_count);
    assert_int_equal(sentences, comparison->diff->text_count);
}

/* ---- Three corrections ---- */

/* Rounding lies between these two amounts. */
static const struct edit below[] = {{"21848854", "21848949"}, {0}};
static const struct edit one_yuan[] = {{"21848854", "21848950"}, {0}};
static const struct edit unchanged[] = {{"21848854", "21848854"}, {0}};
static const struct edit ten_thousand[] = {{"21848854", "21858854"}, {0}};
static const struct edit moved[] = {
    {"21848854", "21853854"},
    {"\"2299999\": { \"其他收入\": 397492 }",
     "\"2299999\": { \"其他收入\": 397492, \"一般公共预算\": 10000 }"},
    {"\"2299999\": { \"其他收入\": { \"项目支出\": 397492 } }",
     "\"2299999\": { \"其他收入\": { \"项目支出\": 397492 }, "
     "\"一般公共预算\": { \"项目支出\": 10000 } }"},
    {0}};
/* The row is there on both sides, so that places correspond. */
static const struct edit before_moving[] = {
    {"21848854", "21858854"},
    {"\"2299999\": { \"其他收入\": 397492 }",
     "\"2299999\": { \"其他收入\": 397492, \"一般公共预算\": 5000 }"},
    {"\"2299999\": { \"其他收入\": { \"项目支出\": 397492 } }",
     "\"2299999\": { \"其他收入\": { \"项目支出\": 397492 }, "
     "\"一般公共预算\": { \"项目支出\": 5000 } }"},
    {0}};

static const struct {
    const char *name;
    const struct edit *old, *new;
} corrections[] = {
    {"yuan", below, one_yuan}, {"wan", unchanged, ten_thousand}, {"moved", before_moving, moved}};

enum { CORRECTIONS = sizeof corrections / sizeof *corrections };

/* Appends the text without the folder's name in it. */
static void put_without_folder(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        struct slice rest = {text.p + i, text.n - i};
        if (slice_starts(rest, folder))
            i += strlen(folder);
        else
            buf_putc(out, text.p[i]);
    }
}

static void all_that_changed_is_told_and_no_more(void **state)
{
    (void)state;
    struct buf brief = {0}, out = {0};
    for (size_t i = 0; i < CORRECTIONS; i++) {
        struct comparison comparison;
        compare(&comparison, write_edited("old.json", corrections[i].old),
                write_edited("new.json", corrections[i].new));
        assert_true(comparison.diff->cell_count > 0);
        assert_true(comparison.diff->text_count > 0);
        check_facts(&comparison);
        check_pages(&comparison);
        diff_print_brief(&brief, comparison.diff, LANGUAGE_ENGLISH, false);
        diff_print_brief(&brief, comparison.diff, LANGUAGE_CHINESE, true);
        arena_free(comparison.arena);
    }
    put_without_folder(&out, buf_slice(&brief));
    check_golden(SOURCE_ROOT "/tests/diff/brief", buf_slice(&out));
    buf_free(&brief);
    buf_free(&out);
}

/* ---- Notices ---- */

/* The path of the new record with 更正 for the old one at path. */
static const char *write_correction(const char *name, const struct edit *edits, const char *old,
                                    int edition)
{
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    struct gongkai_result hash = gongkai_hash(gongkai, old);
    assert_non_null(hash.bytes);
    char section[512];
    snprintf(section, sizeof section,
             "{\n  \"更正\": { \"版次\": %d, \"日期\": \"2025-10-20\", \"原因\": \"项目支出少列\", "
             "\"更正对象\": \"%s\" },\n  \"单位\": {",
             edition, hash.bytes);
    gongkai_free(gongkai);
    struct edit all[8] = {{"{\n  \"单位\": {", section}};
    for (size_t i = 0; edits[i].from; i++)
        all[i + 1] = edits[i];
    return write_edited(name, all);
}

static const struct doc_node *find_notice(const struct doc_node *node)
{
    if (node->element == ELEMENT_SECTION && node->apart)
        return node;
    const struct doc_node *found = NULL;
    for (const struct doc_node *child = node->first; child && !found; child = child->next)
        found = find_notice(child);
    return found;
}

static bool has_style(const struct doc_node *node, const char *name)
{
    return node->element == ELEMENT_SPAN && node->style && slice_is(node->style->name, name);
}

/* Line by line, with what is marked as taken out or put in between [- -] and {+ +}. */
static void put_rows(struct buf *out, const struct doc_node *node)
{
    bool gone = has_style(node, "更正前"), came = has_style(node, "更正后");
    buf_puts(out, gone ? "[-" : came ? "{+" : "");
    bool line = node->element == ELEMENT_HEADING || node->element == ELEMENT_PARAGRAPH ||
                node->element == ELEMENT_ROW;
    if (node->element == ELEMENT_TEXT)
        buf_put_slice(out, node->text);
    if (is_cell(node) && node != node->parent->first)
        buf_puts(out, " | ");
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_rows(out, child);
    buf_puts(out, gone ? "-]" : came ? "+}" : "");
    if (line)
        buf_putc(out, '\n');
}

static void notices(void **state)
{
    (void)state;
    for (size_t i = 0; i < CORRECTIONS; i++) {
        struct arena *arena = arena_new();
        struct sheet sheet;
        const char *old = write_edited("old.json", corrections[i].old);
        sheet_begin(&sheet, &house, arena,
                    write_correction("new.json", corrections[i].new, old, 2));
        sheet.run.request.corrects = old;
        sheet.run.request.marks = true;
        assert_true(sheet_make(&sheet, "pdf"));
        struct buf notice = {0};
        put_rows(&notice, find_notice(sheet.made.composition.document->root));
        char golden[256];
        snprintf(golden, sizeof golden, SOURCE_ROOT "/tests/diff/%s.notice", corrections[i].name);
        check_golden(golden, buf_slice(&notice));
        buf_free(&notice);
        buf_free(&sheet.outputs.files[0]);
        arena_free(arena);
    }
}

/* A bar in the outer margin: all text is left of it on odd pages, right of it on even ones. */
static bool is_bar(const struct paint_op *op, const struct page *page, bool odd)
{
    if (op->paint != PAINT_RULING || op->node || op->width || op->thickness != 1500)
        return false;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *text = &page->ops[i];
        if (text->paint == PAINT_GLYPHS && text->node && (text->x < op->x) != odd)
            fail_msg("a bar at %d, text at %d", (int)op->x, (int)text->x);
    }
    return true;
}

/* A package whose notice has paragraphs where that of the country has tables. */
static void write_plain_notice(const char *package)
{
    static const char *const files[][2] = {
        {"template.ini", "扩展 = national-2022\n"},
        {"correction/cells.html",
         "{{#更正.表格}}{{#单元格}}<p><span link=\"{{位置}}\">{{行}}</span>{{更正为}}</p>"
         "{{/单元格}}{{/更正.表格}}\n"},
        {"correction/texts.html", "{{#更正.文字}}<p><span link=\"{{位置}}\">{{标题}}</span>"
                                  "{{更正为}}</p>{{/更正.文字}}\n"}};
    char path[512];
    snprintf(path, sizeof path, "%s/correction", package);
    assert_int_equal(mkdir(package, 0700) | mkdir(path, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", package, files[i][0]);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_true(fputs(files[i][1], file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
}

/* Links that stand in no row themselves reach the cells that changed. */
static void a_notice_without_tables_links(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct sheet sheet;
    char package[256];
    const char *old = write_edited("old.json", unchanged);
    snprintf(package, sizeof package, "%s/plain", folder);
    write_plain_notice(package);
    sheet_begin(&sheet, &house, arena, write_correction("new.json", ten_thousand, old, 2));
    sheet.run.request.corrects = old;
    sheet.run.request.marks = true;
    sheet.run.request.template_name = package;
    assert_true(sheet_make(&sheet, "pdf"));
    const struct pages *pages = sheet.made.pages[FONTS_ALL];
    uint32_t links = 0;
    for (uint32_t page = 0; page < pages->count; page++)
        for (uint32_t i = 0; i < pages->page[page].link_count; i++) {
            const struct page_link *link = &pages->page[page].links[i];
            links += !link->contents && link->target->changed;
        }
    assert_true(links >= 39 + 16);
    buf_free(&sheet.outputs.files[0]);
    arena_free(arena);
}

/* Every change has its bar and its link, and the cover and the metadata tell the edition. */
static void a_corrected_edition_links_and_marks(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct sheet sheet;
    const char *old = write_edited("old.json", unchanged);
    sheet_begin(&sheet, &house, arena, write_correction("new.json", ten_thousand, old, 2));
    sheet.run.request.corrects = old;
    sheet.run.request.marks = true;
    assert_true(sheet_make(&sheet, "pdf"));
    uint32_t links = 0, bars = 0;
    for (uint32_t page = 0; page < sheet.made.pages[FONTS_ALL]->count; page++) {
        for (uint32_t i = 0; i < sheet.made.pages[FONTS_ALL]->page[page].link_count; i++) {
            const struct page_link *link = &sheet.made.pages[FONTS_ALL]->page[page].links[i];
            links += !link->contents && link->target->changed;
        }
        for (uint32_t i = 0; i < sheet.made.pages[FONTS_ALL]->page[page].op_count; i++) {
            const struct paint_op *op = &sheet.made.pages[FONTS_ALL]->page[page].ops[i];
            bars += is_bar(op, &sheet.made.pages[FONTS_ALL]->page[page], page % 2 == 0);
        }
    }
    assert_true(links >= 39 + 16);
    assert_true(bars >= 20);
    assert_non_null(memmem(sheet.outputs.files[0].p, sheet.outputs.files[0].n,
                           "<xmpMM:VersionID>2</xmpMM:VersionID>", 36));
    assert_non_null(strstr(sheet.made.composition.document->subject.p, "第2版"));
    buf_free(&sheet.outputs.files[0]);
    arena_free(arena);
}

/* ---- Nothing changed ---- */

static void nothing_changed_is_nothing_told(void **state)
{
    (void)state;
    char pdf[256], command[1024];
    snprintf(pdf, sizeof pdf, "%s/same.pdf", folder);
    snprintf(command, sizeof command, PROGRAM " render " EXAMPLE " -o %s", pdf);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
    const char *const pairs[][2] = {{EXAMPLE, EXAMPLE},
                                    {EXAMPLE, SOURCE_ROOT "/examples/yangquan-2024.ini"},
                                    {EXAMPLE, pdf},
                                    {pdf, EXAMPLE}};
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct gongkai_result result =
            gongkai_diff(gongkai, pairs[i][0], pairs[i][1], GONGKAI_DIFF_TEXT);
        assert_non_null(result.bytes);
        assert_string_equal(result.bytes, "");
    }
    struct gongkai_result json = gongkai_diff(gongkai, pdf, EXAMPLE, GONGKAI_DIFF_JSON);
    assert_non_null(strstr(json.bytes, "\"equal\":true"));
    gongkai_free(gongkai);
}

/* The corrected disclosure of the record at path. */
static struct gongkai_result correct(struct gongkai *gongkai, const char *path, const char *old)
{
    const struct gongkai_options options = {.corrects = old, .marks = 1};
    return gongkai_make_with(gongkai, GONGKAI_PDF, path, &options);
}

static void nothing_changed_changes_no_byte(void **state)
{
    (void)state;
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    struct gongkai_result result = gongkai_render(gongkai, EXAMPLE, NULL);
    struct buf first = {0};
    buf_put(&first, result.bytes, result.size);
    const char *old = write_edited("old.json", unchanged);
    const char *new = write_correction("new.json", ten_thousand, old, 2);
    assert_non_null(correct(gongkai, new, old).bytes);
    assert_non_null(gongkai_diff(gongkai, old, new, GONGKAI_DIFF_PDF).bytes);
    result = gongkai_render(gongkai, old, NULL);
    assert_int_equal(result.size, first.n);
    assert_memory_equal(result.bytes, first.p, first.n);
    buf_free(&first);
    gongkai_free(gongkai);
}

/* ---- What is put between others ---- */

static void a_paragraph_that_went_shifts_no_other(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"3、组织处置重大案件、治安事件和治安灾害事故。\",\n", "\n"}, {0}};
    struct comparison comparison;
    compare(&comparison, EXAMPLE, write_edited("new.json", edits));
    assert_int_equal(comparison.diff->typed_count, 1);
    assert_string_equal(comparison.diff->facts->name.p, "概况.职责.3");
    assert_null(comparison.diff->facts->new);
    assert_int_equal(comparison.diff->text_count, 1);
    assert_null(comparison.diff->texts->after.p);
    assert_int_equal(comparison.diff->cell_count, 0);
    arena_free(comparison.arena);
}

static void a_project_that_came_shifts_no_other(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"项目\": [",
         "\"项目\": [ { \"名称\": \"新增项目\", \"执行得分\": 10, \"得分\": { \"产出指标\": 50, "
         "\"效益指标\": 30, \"满意度指标\": 10 } },"},
        {0}};
    struct comparison comparison;
    compare(&comparison, EXAMPLE, write_edited("new.json", edits));
    const struct diff *diff = comparison.diff;
    assert_true(diff->typed_count >= 4);
    for (const struct fact_change *change = diff->facts; change; change = change->next)
        if (change->typed) {
            assert_true(slice_starts(change->name, "绩效.项目.1."));
            assert_null(change->old);
        }
    assert_true(diff->cell_count > 0);
    for (const struct cell_change *change = diff->cells; change; change = change->next) {
        assert_string_equal(change->table.p, "项目支出绩效自评表");
        assert_int_equal(change->number, 1);
        assert_null(change->before.p);
    }
    arena_free(comparison.arena);
}

/* Nor does it when the project that it stands before changed as well: projects go by their names.
 */
static void a_project_that_came_before_one_that_changed(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"项目\": [", "\"项目\": [ { \"名称\": \"新增项目\", \"执行得分\": 10 },"},
        {"\"起始\": \"2024年1月\",\n        \"终止\": \"2024年12月\",\n        \"预算\": { "
         "\"市财政\": 44000 }",
         "\"起始\": \"2024年2月\",\n        \"终止\": \"2024年12月\",\n        \"预算\": { "
         "\"市财政\": 44000 }"},
        {0}};
    struct comparison comparison;
    compare(&comparison, EXAMPLE, write_edited("new.json", edits));
    unsigned changed = 0;
    for (const struct fact_change *change = comparison.diff->facts; change; change = change->next)
        if (change->typed && change->old) {
            assert_string_equal(fact_path(comparison.arena, change->old).p, "绩效.项目.1.起始");
            assert_string_equal(fact_path(comparison.arena, change->new).p, "绩效.项目.2.起始");
            changed++;
        }
    assert_int_equal(changed, 1);
    arena_free(comparison.arena);
}

static void a_comparison_is_empty_when_all_of_it_is(void **state)
{
    (void)state;
    struct fact_change fact = {0};
    struct cell_change cell = {0};
    struct text_change text = {0};
    struct finding_change finding = {0};
    assert_true(diff_is_empty(&(struct diff){0}));
    assert_false(diff_is_empty(&(struct diff){.facts = &fact}));
    assert_false(diff_is_empty(&(struct diff){.cells = &cell}));
    assert_false(diff_is_empty(&(struct diff){.texts = &text}));
    assert_false(diff_is_empty(&(struct diff){.findings = &finding}));
}

static void a_row_that_came_shifts_no_other(void **state)
{
    (void)state;
    static const struct edit edits[] = {
        {"\"2013299\": { \"一般公共预算\": 50546 }",
         "\"2013299\": { \"一般公共预算\": 50546 }, \"2013202\": { \"一般公共预算\": 20000 }"},
        {"\"2013299\": { \"一般公共预算\": { \"基本支出\": 50546 } }",
         "\"2013299\": { \"一般公共预算\": { \"基本支出\": 50546 } }, "
         "\"2013202\": { \"一般公共预算\": { \"项目支出\": 20000 } }"},
        {0}};
    struct comparison comparison;
    compare(&comparison, EXAMPLE, write_edited("new.json", edits));
    uint32_t came = 0;
    for (const struct cell_change *change = comparison.diff->cells; change; change = change->next) {
        bool row = slice_starts(change->row, "2013202");
        assert_int_equal(!change->before.p, row);
        bool below = slice_starts(change->row, "20132 ") || slice_starts(change->row, "201 ");
        assert_true(row || below || change->row.p[0] != '2');
        came += row;
    }
    assert_int_equal(came, 6); /* total and one column of it in three tables */
    arena_free(comparison.arena);
}

/* ---- Inside a sentence ---- */

static void words_change_whole(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *shown;
    } cases[] = {
        {"支出增加1,234.50万元，增长8.45%。", "支出减少1,235.50万元，下降8.45%。",
         "支出-增加1,234.50-+减少1,235.50+万元，-增长-+下降+8.45%。"},
        {"", "", ""},
        {"", "新", "+新+"},
        {"旧", "", "-旧-"},
        {"甲乙丙", "甲丁丙", "甲-乙-+丁+丙"},
        {"甲10乙", "甲19乙", "甲-10-+19+乙"},
        {"甲05乙", "甲95乙", "甲-05-+95+乙"},
        {"甲/5", "甲:5", "甲-/-+:+5"},
        {"甲1.5", "甲1.6", "甲-1.5-+1.6+"},
        {"甲1/5", "甲1/6", "甲1/-5-+6+"},
        {"word", "work", "-word-+work+"},
        {"azAZ", "azAY", "-azAZ-+azAY+"},
        {"a`b", "a`c", "a`-b-+c+"},
        {"a{b", "a{c", "a{-b-+c+"},
        {"a@b", "a@c", "a@-b-+c+"},
        {"a[b", "a[c", "a[-b-+c+"},
        {"a1", "a2", "a-1-+2+"},
        {"aÀ", "aÁ", "-aÀ-+aÁ+"},
        {"a¿b", "a¿c", "a¿-b-+c+"},
        {"a×b", "a×c", "a×-b-+c+"},
        {"a÷b", "a÷c", "a÷-b-+c+"},
        {"ab‌c", "ab‌d", "-ab‌c-+ab‌d+"},
        {"ab\u1FFFc", "ab\u1FFFd", "-ab\u1FFFc-+ab\u1FFFd+"},
        {"ab\u2000c", "ab\u2000d", "ab\u2000-c-+d+"},
        {"ཀ་ཁ", "ཀ་ག", "ཀ་-ཁ-+ག+"},
        {"ཀ༑ཁ", "ཀ༑ག", "ཀ༑-ཁ-+ག+"},
        {"ཀ\u0F12ཁ", "ཀ\u0F12ག", "-ཀ\u0F12ཁ-+ཀ\u0F12ག+"},
        {"ཀ\u0F0Aཁ", "ཀ\u0F0Aག", "-ཀ\u0F0Aཁ-+ཀ\u0F0Aག+"},
    };
    static const char *const marks[] = {"", "-", "+"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct buf shown = {0};
        buf_puts(&shown, "");
        struct words *words = words_of(arena, slice_of(cases[i].before), slice_of(cases[i].after));
        for (; words; words = words->next)
            buf_printf(&shown, "%s%s%s", marks[words->fate], words->text.p, marks[words->fate]);
        assert_string_equal(shown.p, cases[i].shown);
        buf_free(&shown);
        arena_free(arena);
    }
}

static void sentences_end_at_their_stops(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cut;
    } cases[] = {{"", ""},
                 {"甲。乙", "甲。|乙|"},
                 {"甲！乙？丙。", "甲！|乙？|丙。|"},
                 {"甲；乙，丙", "甲；乙，丙|"},
                 {"甲\n乙", "甲|乙|"},
                 {"甲。\n\n 乙 \n", "甲。|乙|"},
                 {"。。", "。|。|"},
                 {"\n", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct buf cut = {0};
        uint32_t count;
        buf_puts(&cut, "");
        struct slice *sentences = sentences_of(arena, slice_of(cases[i].text), &count);
        for (uint32_t k = 0; k < count; k++)
            buf_printf(&cut, "%.*s|", (int)sentences[k].n, sentences[k].p);
        assert_string_equal(cut.p, cases[i].cut);
        buf_free(&cut);
        arena_free(arena);
    }
}

/* What is common at either end makes two fifths of the longer. */
static void texts_are_alike_by_their_ends(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool similar;
    } cases[] = {{"abxxx", "abyyy", true},
                 {"axxxx", "ayyyy", false},
                 {"axxxb", "ayyyb", true},
                 {"xxxab", "yyyab", true},
                 {"abxxxx", "abyyyy", false},
                 {"abcd", "abcdefghij", true},
                 {"abc", "abcdefghij", false},
                 {"", "", true},
                 {"", "a", false},
                 {"abxxxx", "ab", false},
                 {"abxxx", "ab", true},
                 {"aaaa", "aa", true},
                 {"aaaaa", "aa", true},
                 {"aaaaaa", "aa", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_similar(slice_of(cases[i].a), slice_of(cases[i].b)) != cases[i].similar)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
}

/* Figures are no part of the wording. */
static void the_wording_is_without_figures(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {{"支出1,234.50元", "支出-9%元", true},
                 {"支出−5元", "支出6元", true},
                 {"支出−", "支出", true},
                 {"0甲9", "甲", true},
                 {"甲/", "甲", false},
                 {"甲:", "甲", false},
                 {"甲乙", "乙甲", false},
                 {"支出", "收入", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((hash_wording(1, slice_of(cases[i].a)) == hash_wording(1, slice_of(cases[i].b))) !=
            cases[i].same)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
    assert_true(hash_wording(1, SLICE("甲")) != hash_wording(2, SLICE("甲")));
    assert_true(hash_text(0, SLICE("a1")) != hash_text(0, SLICE("a2")));
}

/* ---- Chains ---- */

static void check_refusal(struct gongkai_result result, const char *id)
{
    assert_int_equal(result.level, GONGKAI_ERROR);
    assert_null(result.bytes);
    if (!strstr(result.messages, id))
        fail_msg("%s\nlacks %s", result.messages, id);
}

static void a_chain_that_does_not_match_is_refused(void **state)
{
    (void)state;
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    const char *other = write_edited("other.json", one_yuan);
    const char *second = write_correction("second.json", ten_thousand, EXAMPLE, 2);
    check_refusal(correct(gongkai, other, EXAMPLE), "does not say that it corrects");
    check_refusal(correct(gongkai, second, other), "corrects another record than");
    check_refusal(gongkai_diff(gongkai, other, second, GONGKAI_DIFF_TEXT),
                  "corrects another record");
    check_refusal(gongkai_diff(gongkai, second, EXAMPLE, GONGKAI_DIFF_TEXT), "other way round");
    const char *third = write_correction("third.json", ten_thousand, EXAMPLE, 3);
    check_refusal(gongkai_diff(gongkai, EXAMPLE, third, GONGKAI_DIFF_TEXT), "write 版次 = 2");
    check_refusal(correct(gongkai, third, EXAMPLE), "write 版次 = 2");
    assert_non_null(gongkai_diff(gongkai, EXAMPLE, second, GONGKAI_DIFF_TEXT).bytes);
    gongkai_free(gongkai);
}

/* A day before the edition corrected, and an edition in which nothing was corrected, are told of.
 */
static void an_odd_correction_is_told_of(void **state)
{
    (void)state;
    static const struct edit nothing[] = {{NULL, NULL}};
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    const char *second = write_correction("second.json", ten_thousand, EXAMPLE, 2);
    struct gongkai_result made = correct(gongkai, second, EXAMPLE);
    assert_int_equal(made.level, GONGKAI_NOTE);
    const char *empty = write_correction("empty.json", nothing, EXAMPLE, 2);
    made = correct(gongkai, empty, EXAMPLE);
    assert_int_equal(made.level, GONGKAI_WARNING);
    assert_non_null(strstr(made.messages, "nothing differs from the edition corrected"));
    static const struct edit later[] = {
        {"\"年度\": 2024", "\"年度\": 2024, \"公开日期\": \"2025-10-21\""}, {NULL, NULL}};
    const char *late = write_edited("late.json", later);
    made = correct(gongkai, write_correction("second.json", ten_thousand, late, 2), late);
    assert_non_null(strstr(made.messages, "the correction is of 2025-10-20, before what it"));
    gongkai_free(gongkai);
}

static void the_hash_is_that_of_the_record_carried(void **state)
{
    (void)state;
    char command[2048];
    snprintf(command, sizeof command,
             PROGRAM " hash " EXAMPLE " > %1$s/hash && " PROGRAM " render " EXAMPLE
                     " -o %1$s/h.pdf && " PROGRAM " extract %1$s/h.pdf -o %1$s/h.json && "
                     "sha256sum < %1$s/h.json | cut -d' ' -f1 | cmp - %1$s/hash",
             folder);
    struct buf said = run_command(command, NULL);
    buf_free(&said);
}

/* ---- Made again from what it carries ---- */

static void keep(const char *path, struct gongkai_result result)
{
    assert_non_null(result.bytes);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(result.bytes, 1, result.size, file), result.size);
    assert_int_equal(fclose(file), 0);
}

static void check_same(const char *path, struct gongkai_result result)
{
    struct buf file = read_file(path);
    assert_non_null(result.bytes);
    assert_int_equal(result.size, file.n);
    assert_memory_equal(result.bytes, file.p, file.n);
    buf_free(&file);
}

/* Edition after edition, each correcting the file of the one before: every one gives itself again,
 * carries two records and no more, and keeps the rules of archives. */
static void a_corrected_edition_is_made_again_from_itself(void **state)
{
    (void)state;
    static const char *const amounts[] = {"21848854", "21858854", "21868854", "21878854"};
    char files[4][256], record[256], previous[256];
    size_t sizes[4] = {0};
    snprintf(record, sizeof record, "%s/again.json", folder);
    snprintf(previous, sizeof previous, "%s/previous.json", folder);
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    snprintf(files[0], sizeof files[0], "%s/1.pdf", folder);
    keep(files[0], gongkai_render(gongkai, EXAMPLE, NULL));
    for (int i = 1; i < 4; i++) {
        const struct edit edits[] = {{amounts[0], amounts[i]}, {0}};
        snprintf(files[i], sizeof files[i], "%s/%d.pdf", folder, i + 1);
        const char *new = write_correction("new.json", edits, files[i - 1], i + 1);
        struct gongkai_result made = correct(gongkai, new, files[i - 1]);
        sizes[i] = made.size;
        keep(files[i], made);
        check_same(files[i], gongkai_render(gongkai, files[i], NULL));
        keep(record, gongkai_extract(gongkai, files[i]));
        keep(previous, gongkai_extract_previous(gongkai, files[i]));
        check_same(files[i], correct(gongkai, record, previous));
        assert_non_null(gongkai_verify(gongkai, files[i]).bytes);
        keep(previous, gongkai_extract(gongkai, files[i - 1]));
        check_same(previous, gongkai_extract_previous(gongkai, files[i]));
    }
    assert_true(sizes[3] < sizes[1] + 2000);
    check_refusal(gongkai_extract_previous(gongkai, files[0]),
                  "carries no record of a previous edition");
    gongkai_free(gongkai);
}

static void marks_and_package_are_as_they_were(void **state)
{
    (void)state;
    char file[256];
    snprintf(file, sizeof file, "%s/plain.pdf", folder);
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    const char *new = write_correction("new.json", ten_thousand, EXAMPLE, 2);
    const struct gongkai_options options = {.corrects = EXAMPLE, .template_name = "national-2022"};
    keep(file, gongkai_make_with(gongkai, GONGKAI_PDF, new, &options));
    check_same(file, gongkai_render(gongkai, file, NULL));
    gongkai_free(gongkai);
}

/* However the package is named or chosen, and wherever figures come from. */
static void a_record_and_its_file_have_one_hash(void **state)
{
    (void)state;
    char command[4096];
    snprintf(command, sizeof command,
             "cd %s && cp -r " SOURCE_ROOT "/templates/shanxi-2024 own && "
             "sed 's|\"模板\": \"[^\"]*\"|\"模板\": \"./own\"|' " EXAMPLE " > path.json && "
             "sed 's|\"模板\": \"[^\"]*\"|\"省份\": \"山西\"|' " EXAMPLE " > chosen.json && "
             "sed 's|^名称 = .*|名称 = 甲馆|' " SOURCE_ROOT "/tests/check/base.ini > unit.ini && "
             "sed 's|^模板 = .*|&\\n下属记录.1 = unit.ini|; s|^口径 = .*|口径 = 部门|' " SOURCE_ROOT
             "/tests/check/base.ini > units.ini && "
             "for record in path.json chosen.json units.ini; do " PROGRAM
             " render $record -o one.pdf --draft 2>/dev/null; test \"$(" PROGRAM
             " hash $record 2>/dev/null)\" = \"$(" PROGRAM " hash one.pdf 2>/dev/null)\" && "
             "test -z \"$(" PROGRAM " diff $record one.pdf 2>/dev/null)\" || echo $record; done",
             folder);
    struct buf said = run_command(command, NULL);
    assert_string_equal(said.p, "");
    buf_free(&said);
}

/* ---- What other records say ---- */

/* A unit's line leads to the department's figures, under the name of the record that types it. */
static void the_line_of_a_unit_is_told(void **state)
{
    (void)state;
    char command[2048];
    snprintf(command, sizeof command,
             "cd %s && sed 's|^货物 = 50000|货物 = 50001|' unit.ini > unit2.ini && "
             "sed 's|unit.ini|unit2.ini|' units.ini > units2.ini && LC_ALL=C.UTF-8 " PROGRAM
             " diff units.ini units2.ini",
             folder);
    struct buf said = run_command(command, NULL);
    assert_non_null(strstr(said.p,
                           "typed (1)\n  单位.下属记录.1:政府采购.货物: 50000.00 元 → 50001.00 "
                           "元 [unit2.ini:78]\n"));
    assert_non_null(strstr(said.p, "  政府采购.货物: 100000.00 元 → 100001.00 元 ← "
                                   "单位.下属记录.1:政府采购.货物\n"));
    buf_free(&said);
}

/* A figure stated otherwise is typed, at its line. */
static void a_figure_stated_is_told(void **state)
{
    (void)state;
    char command[2048];
    snprintf(command, sizeof command,
             "cd %s && for n in 6 4; do (cat " SOURCE_ROOT
             "/tests/check/base.ini; printf '[列报]\\n总计.支出 = 107.3%%s\\n' $n) > stated$n.ini; "
             "done; "
             "LC_ALL=C.UTF-8 " PROGRAM " diff stated6.ini stated4.ini",
             folder);
    struct buf said = run_command(command, NULL);
    assert_non_null(strstr(said.p,
                           "typed (1)\n  总计.支出: 1073500.01 元，列报 1073600.00 元 → "
                           "1073500.01 元，列报 1073400.00 元 [stated4.ini:125]\ncells (1)"));
    buf_free(&said);
}

static void others_are_told_apart(void **state)
{
    (void)state;
    struct gongkai *gongkai = gongkai_new(SOURCE_ROOT, GONGKAI_ENGLISH);
    struct gongkai_result result =
        gongkai_diff(gongkai, EXAMPLE, SOURCE_ROOT "/examples/lezhi-2020.json", GONGKAI_DIFF_TEXT);
    assert_non_null(result.bytes);
    static const char *const kinds[] = {"单位.名称 (阳泉市公安局城区分局 and 乐至县公安局)",
                                        "单位.年度 (2024 and 2020)",
                                        "单位.模板 (shanxi-2024 and sichuan-2020)"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_non_null(strstr(result.messages, kinds[i]));
    gongkai_free(gongkai);
}

/* ---- As it is told ---- */

#define BASE SOURCE_ROOT "/tests/check/base.ini"

/* Appends what the command says, run in the folder. */
static void put_said(struct buf *out, const char *command)
{
    char line[4096];
    snprintf(line, sizeof line, "cd %s && LC_ALL=C.UTF-8; export LC_ALL; %s", folder, command);
    struct buf said = run_command(line, NULL);
    buf_put_slice(out, buf_slice(&said));
    buf_free(&said);
}

/* Two records with a bit of everything: in both languages, briefly, and for programs. */
static void comparisons_are_told_as_they_were(void **state)
{
    (void)state;
    struct buf out = {0};
    put_said(
        &out,
        "sed -e 's/^2010601.一般公共预算.项目支出 = 120000/2010601.一般公共预算.项目支出 = "
        "130000/' "
        "-e 's/^2010601.一般公共预算 = 1000000.01/2010601.一般公共预算 = 1010000.01/' "
        "-e 's/^公务接待费 = 25000/公务接待费 = 24000/' -e 's/^其他用车说明 = .*//' "
        "-e 's/接待批次增加。/接待人次增加，支出2.4万元。/' "
        "-e 's/^名称 = 库房设备更新维护/名称 = 库房设备改造/' -e 's/^职责 = .*/职责 = "
        "收集、保管档案。/' "
        "-e 's/^执行.市财政 = 30000/执行.市财政 = 40000/' "
        "-e 's/^货物 = 50000/货物 = 50000.01/' -e 's/^模板 = .*/&\\n公开日期 = 2025-09-01/' " BASE
        " >b.ini; printf '[绩效.项目.3]\n名称 = 档案征集\n预算.市财政 = 5000\n"
        "到位.市财政 = 5000\n执行.市财政 = 5000\n[列报]\n支出.合计 = 107.66\n' >>b.ini; "
        "cp " BASE " a.ini");
    put_said(&out, PROGRAM " --lang en diff a.ini b.ini 2>&1");
    put_said(&out, PROGRAM " --lang zh diff b.ini a.ini 2>&1 | head -40");
    put_said(&out, PROGRAM " --lang en diff --format json a.ini b.ini 2>&1");
    put_said(&out, PROGRAM " --lang en diff a.ini a.ini 2>&1");
    check_golden(SOURCE_ROOT "/tests/diff/told", buf_slice(&out));
    buf_free(&out);
}

/* A department and a unit's record of it, last year's besides: which of their lines a figure
 * changed for. */
static void causes_are_told_as_they_were(void **state)
{
    (void)state;
    struct buf out = {0};
    put_said(
        &out,
        "cp " BASE " u1.ini; sed 's/^货物 = 50000/货物 = 60000/' " BASE " >u2.ini; "
        "sed -e 's/2024/2023/' " BASE " >l1.ini; sed 's/^30201 = 200000.01/30201 = 200001.01/' "
        "l1.ini >l2.ini; for i in 1 2; do printf '[单位]\n名称 = 示例县档案局\n年度 = 2024\n"
        "口径 = 部门\n性质 = 行政单位\n模板 = national-2022\n下属记录.1 = u%s.ini\n[概况]\n"
        "职责 = 管理档案。\n机构 = 下属一个单位。\n[收入]\n2299999.其他收入 = 100\n[支出]\n"
        "2299999.其他收入.项目支出 = 100\n' $i >d$i.ini; "
        "sed -e '/^总计 = /,/^公务接待费 = 20000/d' -e \"s/^\\[上年\\]/&\\n记录 = l$i.ini/\" " BASE
        " >y$i.ini; done");
    put_said(&out, PROGRAM " --lang en diff d1.ini d2.ini 2>&1");
    put_said(&out, PROGRAM " --lang en diff --format json d2.ini d1.ini 2>&1 | head -60");
    put_said(&out, PROGRAM " --lang en diff y1.ini y2.ini 2>&1");
    check_golden(SOURCE_ROOT "/tests/diff/causes", buf_slice(&out));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_changed_is_told_and_no_more),
        cmocka_unit_test(notices),
        cmocka_unit_test(a_notice_without_tables_links),
        cmocka_unit_test(a_corrected_edition_links_and_marks),
        cmocka_unit_test(nothing_changed_is_nothing_told),
        cmocka_unit_test(nothing_changed_changes_no_byte),
        cmocka_unit_test(a_paragraph_that_went_shifts_no_other),
        cmocka_unit_test(a_project_that_came_shifts_no_other),
        cmocka_unit_test(a_project_that_came_before_one_that_changed),
        cmocka_unit_test(a_comparison_is_empty_when_all_of_it_is),
        cmocka_unit_test(a_row_that_came_shifts_no_other),
        cmocka_unit_test(words_change_whole),
        cmocka_unit_test(sentences_end_at_their_stops),
        cmocka_unit_test(texts_are_alike_by_their_ends),
        cmocka_unit_test(the_wording_is_without_figures),
        cmocka_unit_test(a_chain_that_does_not_match_is_refused),
        cmocka_unit_test(an_odd_correction_is_told_of),
        cmocka_unit_test(the_hash_is_that_of_the_record_carried),
        cmocka_unit_test(a_corrected_edition_is_made_again_from_itself),
        cmocka_unit_test(marks_and_package_are_as_they_were),
        cmocka_unit_test(a_record_and_its_file_have_one_hash),
        cmocka_unit_test(the_line_of_a_unit_is_told),
        cmocka_unit_test(a_figure_stated_is_told),
        cmocka_unit_test(others_are_told_apart),
        cmocka_unit_test(comparisons_are_told_as_they_were),
        cmocka_unit_test(causes_are_told_as_they_were),
    };
    return cmocka_run_group_tests_name("diff", tests, open_all, close_all);
}
