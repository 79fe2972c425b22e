/*
 * Layout: the rules of lines one by one, on paragraphs; what must hold of pages, on documents
 * written as small template packages; and three goldens.
 */
#include "opened.h"
#include "sums.h"

#include <sys/stat.h>

#include "base/limits.h"
#include "layout/flow.h"
#include "layout/layout.h"
#include "layout/shape.h"
#include "layout/shape_int.h"
#include "layout/words.h"
#include "template/elements.h"
#include "template/template.h"

/* ---- A document from markup ---- */

struct made {
    struct arena *arena;
    struct diag diag;
    struct document *document;
    struct pages *pages;
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

static const char settings[] = "扩展 = national-2022\n题名 = 测试\n作者 =\n主题 =\n"
                               "[样式.题]\n基于 = 标题1\n";

/* Lays out the body of a document. pages is NULL when that failed. */
static struct made make(const char *body)
{
    struct made made = {.arena = arena_new()};
    diag_init(&made.diag, made.arena, LANGUAGE_ENGLISH);
    char folder[] = "/tmp/gongkai-layout-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *html = arena_printf(made.arena, "<document>%s</document>", body);
    write_file(folder, "template.ini", settings);
    write_file(folder, "document.html", html);
    const struct template *template =
        template_open(made.arena, &made.diag, SEARCH(SOURCE_ROOT "/templates"), folder);
    if (template)
        made.document = template_run(made.arena, &made.diag, template, facts_new(made.arena));
    unlink(arena_printf(made.arena, "%s/template.ini", folder));
    unlink(arena_printf(made.arena, "%s/document.html", folder));
    rmdir(folder);
    for (struct finding *at = made.diag.first; at && !made.document; at = at->next)
        print_error("%s\n", at->text.p);
    assert_non_null(made.document);
    made.pages = layout_run(made.arena, &made.diag, made.document, fonts);
    return made;
}

static void done(struct made *made)
{
    arena_free(made->arena);
}

/* ---- What holds of every document ---- */

static bool in(const struct doc_node *node, const struct doc_node *ancestor)
{
    while (node && node != ancestor)
        node = node->parent;
    return node != NULL;
}

static const struct doc_node *up_to(const struct doc_node *node, enum element element)
{
    while (node && node->element != element)
        node = node->parent;
    return node;
}

static bool on_table_page(const struct doc_node *node)
{
    while (node && !node->table_page)
        node = node->parent;
    return node != NULL;
}

static size_t painted_bytes(const struct pages *pages, const struct doc_node *node)
{
    size_t bytes = 0;
    for (uint32_t p = 0; p < pages->count; p++)
        for (uint32_t i = 0; i < pages->page[p].op_count; i++)
            if (pages->page[p].ops[i].node == node)
                bytes += pages->page[p].ops[i].text.n;
    return bytes;
}

/* Every text is painted once, whole but for blanks at the ends of lines. */
static void check_texts(const struct pages *pages, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT) {
        size_t blanks = 0;
        for (size_t i = 0; i < node->text.n; i++)
            blanks += node->text.p[i] == ' ';
        size_t painted = painted_bytes(pages, node);
        if (painted > node->text.n || painted + blanks < node->text.n)
            fail_msg("“%s” painted as %zu bytes", node->text.p, painted);
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        check_texts(pages, child);
}

static void check_op(const struct page *page, const struct page_style *style,
                     const struct paint_op *op)
{
    length width = 0;
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        width += op->glyphs[i].advance;
        assert_int_not_equal(op->glyphs[i].id, 0);
        assert_true(op->glyphs[i].cluster < op->text.n);
    }
    if (op->paint == PAINT_GLYPHS)
        assert_int_equal(width, op->width);
    if (op->paint != PAINT_GLYPHS || !op->node)
        return;
    struct area area = text_area(style, page->width > page->height, on_table_page(op->node));
    bool fits = op->x >= area.left && op->x + op->width <= area.left + area.width &&
                op->y > area.top && op->y < area.top + area.height;
    if (!fits)
        fail_msg("“%.*s” at %d %d leaves the text area", (int)op->text.n, op->text.p, op->x, op->y);
    struct slice whole = op->node->text;
    if (op->node->element == ELEMENT_TEXT)
        assert_true(op->text.p >= whole.p && op->text.p + op->text.n <= whole.p + whole.n);
}

/* No rule is drawn over another. */
static void check_rules(const struct page *page)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        for (uint32_t k = i + 1; k < page->op_count; k++) {
            const struct paint_op *a = &page->ops[i], *b = &page->ops[k];
            if (a->paint != PAINT_RULING || b->paint != PAINT_RULING)
                continue;
            bool rows = !a->height && !b->height && a->y == b->y;
            bool columns = !a->width && !b->width && a->x == b->x;
            if (rows)
                assert_true(a->x + a->width <= b->x || b->x + b->width <= a->x);
            if (columns)
                assert_true(a->y + a->height <= b->y || b->y + b->height <= a->y);
        }
}

static uint32_t text_ops(const struct page *page)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        count += page->ops[i].node != NULL;
    return count;
}

static void check_pages(const struct made *made)
{
    assert_non_null(made->pages);
    const struct pages *pages = made->pages;
    check_texts(pages, made->document->root);
    for (uint32_t p = 0; p < pages->count; p++) {
        const struct page *page = &pages->page[p];
        bool blank = p == 1 && pages->front % 2 == 0; /* so that page 1 is a right one */
        assert_true(text_ops(page) > 0 || blank);     /* no other page is empty */
        for (uint32_t i = 0; i < page->op_count; i++)
            check_op(page, made->document->page, &page->ops[i]);
        check_rules(page);
    }
}

/* Rows of table bodies that have text of their own on the page. */
static uint32_t rows_on(const struct page *page)
{
    const struct doc_node *rows[512];
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct doc_node *row = up_to(page->ops[i].node, ELEMENT_ROW);
        bool seen = !row || row->parent->element != ELEMENT_BODY;
        for (uint32_t k = 0; k < count && !seen; k++)
            seen = rows[k] == row;
        if (!seen)
            rows[count++] = row;
    }
    return count;
}

static const struct paint_op *find_op(const struct page *page, const char *text)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_GLYPHS && slice_is(page->ops[i].text, text))
            return &page->ops[i];
    return NULL;
}

static uint32_t page_of(const struct pages *pages, const char *text)
{
    for (uint32_t p = 0; p < pages->count; p++)
        if (find_op(&pages->page[p], text))
            return p;
    fail_msg("“%s” is on no page", text);
    return 0;
}

static void repeat(struct buf *out, const char *text, int count)
{
    for (int i = 0; i < count; i++)
        buf_puts(out, text);
}

/* ---- Fonts ---- */

static const char *const roles[] = {"标题", "黑体", "楷体", "仿宋", "宋体"};

static void fonts_find_rare_characters(void **state)
{
    (void)state;
    static const uint32_t rare[] = {0x6E0C, 0x9555, 0x36C3, 0x20164}; /* 渌 镕 㛃 𠅤 */
    for (size_t r = 0; r < 5; r++)
        for (size_t i = 0; i < 4; i++) {
            const struct font *font = fonts_for(fonts, slice_of(roles[r]), rare[i]);
            hb_codepoint_t glyph;
            assert_non_null(font);
            assert_true(hb_font_get_nominal_glyph(font->font, rare[i], &glyph) && glyph);
        }
}

static void fonts_refuse_what_is_not_there(void **state)
{
    (void)state;
    assert_null(fonts_for(fonts, SLICE("宋体"), 0x10FFFD));
    assert_null(fonts_role(fonts, SLICE("从未见过的字体")));
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    assert_null(fonts_open(&diag, "/nonexistent", FONTS_ALL));
    assert_string_equal(message_name(diag.first->message), "fonts-conf");
    arena_free(arena);
}

static void fonts_set_figures_and_marks_in_columns(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0x201C, 0x201D, 0x2018, 0x2019, 0x2014, 0x2026, 0xB7};
    for (size_t r = 0; r < 5; r++) {
        struct font_role *role = fonts_role(fonts, slice_of(roles[r]));
        for (uint32_t digit = '1'; digit <= '9'; digit++)
            assert_int_equal(font_role_glyph(role, digit)->advance,
                             font_role_glyph(role, '0')->advance);
        for (size_t i = 0; i < 7; i++) {
            const struct font_glyph *glyph = font_role_glyph(role, marks[i]);
            assert_in_range(glyph->advance, glyph->font->upem * 8 / 10, glyph->font->upem);
        }
    }
}

/* Taking plain characters from the character map gives what shaping gives. */
static void plain_text_needs_no_shaping(void **state)
{
    (void)state;
    static const char text[] = "一般公共预算（款）：“三公”、《决算》。；？！·…％℃㎡①ABCxyz/-+,.";
    static const hb_feature_t features[] = {{HB_TAG('k', 'e', 'r', 'n'), 0, 0, (unsigned)-1}};
    for (size_t r = 0; r < 5; r++) {
        struct font_role *role = fonts_role(fonts, slice_of(roles[r]));
        struct slice all = SLICE(text);
        for (size_t at = 0, next; at < all.n; at = next) {
            next = at;
            const struct font_glyph *glyph = font_role_glyph(role, utf8_next(all, &next));
            hb_buffer_t *buffer = hb_buffer_create();
            hb_buffer_add_utf8(buffer, text, (int)all.n, (unsigned)at, (int)(next - at));
            hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
            hb_buffer_set_script(buffer, HB_SCRIPT_HAN);
            hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1));
            hb_shape(glyph->font->font, buffer, features, 1);
            unsigned count;
            hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
            assert_int_equal(count, 1);
            assert_int_equal(info->codepoint, glyph->glyph);
            assert_int_equal(hb_buffer_get_glyph_positions(buffer, &count)->x_advance,
                             glyph->advance);
            hb_buffer_destroy(buffer);
        }
    }
}

/* ---- Lines ---- */

struct set {
    struct arena *arena;
    struct diag diag;
    struct shaper *shaper;
    struct style style;
    struct doc_node block, text;
    struct paragraph *paragraph;
};

/* Sets a text in 仿宋 of 10 pt in lines of so many thousandths of a point. */
static void set_lines(struct set *set, const char *text, length width, enum align align)
{
    set->arena = arena_new();
    diag_init(&set->diag, set->arena, LANGUAGE_ENGLISH);
    static const struct break_style breaks = {
        .words = {"收入 支出 合计 公务 用车 运行 维护",
                  sizeof "收入 支出 合计 公务 用车 运行 维护" - 1},
        .after = {"省市县区州", sizeof "省市县区州" - 1},
        .before = {"（(", sizeof "（(" - 1}};
    const struct words *words = words_new(set->arena, &breaks);
    set->shaper = shaper_new(set->arena, &set->diag, fonts, words);
    set->style = (struct style){
        .role = SLICE("仿宋"), .size = 10 * POINT, .leading = 15 * POINT, .align = align};
    set->block = (struct doc_node){.element = ELEMENT_PARAGRAPH, .style = &set->style};
    set->text = (struct doc_node){.element = ELEMENT_TEXT,
                                  .style = &set->style,
                                  .parent = &set->block,
                                  .text = slice_of(text)};
    set->block.first = set->block.last = &set->text;
    set->paragraph = paragraph_new(set->shaper, &set->block, (struct shrink){0, 0, 0});
    paragraph_fill(set->shaper, set->paragraph, width);
}

static void end_lines(struct set *set)
{
    shaper_free(set->shaper);
    arena_free(set->arena);
}

/* The characters of one text after the other count; what goes beyond is told once. */
static void a_document_sets_so_many_characters_and_no_more(void **state)
{
    (void)state;
    struct set set;
    uint32_t count;
    set_lines(&set, "一二三四", 100 * POINT, ALIGN_LEFT);
    struct shaper *shaper = set.shaper;
    assert_int_equal(shaper->set, 4);
    shaper->set = limit_of(LIMIT_CHARACTERS) - 5;
    static const struct {
        const char *text;
        unsigned set, errors;
    } texts[] = {{"甲乙", 2, 0}, {"丙丁戊", 3, 0}, {"己", 0, 1}, {"庚", 0, 1}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        shape_begin(shaper);
        shape_text(shaper, &set.text, slice_of(texts[i].text), 10 * POINT);
        shape_end(shaper, &count);
        assert_int_equal(count, texts[i].set);
        assert_int_equal(set.diag.count[LEVEL_ERROR], texts[i].errors);
    }
    assert_string_equal(set.diag.first->text.p,
                        "“己…” goes beyond a limit: at most 15000000 for the characters that a "
                        "document sets; make it smaller");
    end_lines(&set);
}

static struct slice line_text(const struct paragraph *paragraph, const struct line *line)
{
    const struct atom *first = &paragraph->atoms[line->first], *last = first;
    if (line->first == line->end)
        return SLICE("");
    last = &paragraph->atoms[line->end - 1];
    return (struct slice){first->p, (size_t)(last->p + last->bytes - first->p)};
}

/* The text at so many characters a line must break as the second string shows with bars. */
static void check_break(const char *text, int characters, enum align align, const char *expected)
{
    struct set set;
    struct buf lines = {0};
    set_lines(&set, text, characters * 10 * POINT, align);
    for (uint32_t i = 0; i < set.paragraph->line_count; i++) {
        buf_puts(&lines, i ? "|" : "");
        buf_put_slice(&lines, line_text(set.paragraph, &set.paragraph->lines[i]));
    }
    assert_string_equal(lines.p, expected);
    buf_free(&lines);
    end_lines(&set);
}

static const char *joined(char *out, size_t size, const char *a, const char *b, const char *c)
{
    snprintf(out, size, "%s%s%s", a, b, c);
    return out;
}

/* Characters that stand upon the one before them, or join what is beside them, and their
 * neighbours that do not. */
static void marks_are_told_from_characters(void **state)
{
    (void)state;
    static const struct {
        uint32_t from, to; /* the last */
    } ranges[] = {{0x300, 0x36F},   {0x200C, 0x200F}, {0x20D0, 0x20FF}, {0x302A, 0x302F},
                  {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        assert_false(is_mark_character(ranges[i].from - 1));
        assert_true(is_mark_character(ranges[i].from));
        assert_true(is_mark_character(ranges[i].to));
        assert_false(is_mark_character(ranges[i].to + 1));
    }
    assert_false(is_mark_character(0xDFFFF));
    assert_true(is_mark_character(0xE0000));
}

static void some_marks_never_start_a_line(void **state)
{
    (void)state;
    static const char *const marks[] = {"、", "，", "。", "．", "：", "；", "？", "！", "）", "》",
                                        "〉", "」", "』", "】", "〕", "”",  "’",  "％", "%",  "℃",
                                        "·",  "……", "～", "/",  "—",  ",",  ".",  ")",  "‰",  "㎡"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char text[256];
        struct set set;
        set_lines(&set, joined(text, sizeof text, "一二三四五六七八九十", marks[i], "甲乙丙丁戊己"),
                  100 * POINT, ALIGN_JUSTIFY);
        struct slice second = line_text(set.paragraph, &set.paragraph->lines[1]);
        if (slice_starts(second, marks[i]))
            fail_msg("%s starts a line", marks[i]);
        end_lines(&set);
    }
    check_break("一二三四五六七八九十——甲乙丙丁戊", 10, ALIGN_LEFT,
                "一二三四五六七八九十|——甲乙丙丁戊");
}

static void some_marks_never_end_a_line(void **state)
{
    (void)state;
    static const char *const marks[] = {"（", "《", "〈", "「", "『", "【", "〔",
                                        "“",  "‘",  "￥", "(",  "$",  "№",  "/"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char text[256];
        struct set set;
        set_lines(&set,
                  joined(text, sizeof text, "一二三四五六七八九", marks[i], "甲乙丙丁戊己庚辛"),
                  100 * POINT, ALIGN_JUSTIFY);
        struct slice first = line_text(set.paragraph, &set.paragraph->lines[0]);
        if (first.n >= strlen(marks[i]) &&
            !memcmp(first.p + first.n - strlen(marks[i]), marks[i], strlen(marks[i])))
            fail_msg("%s ends a line", marks[i]);
        end_lines(&set);
    }
}

static void pairs_and_numbers_stay_whole(void **state)
{
    (void)state;
    need_fangsong();
    check_break("一二三四五六七八九——甲乙丙丁", 10, ALIGN_LEFT, "一二三四五六七八九|——甲乙丙丁");
    check_break("一二三四五六七八九……甲乙丙丁", 10, ALIGN_LEFT, "一二三四五六七八|九……甲乙丙丁");
    check_break("本年支出合计6,717.05万元整", 8, ALIGN_LEFT, "本年支出合计|6,717.05万元整");
    check_break("本年下降了百分之8.45%左右", 10, ALIGN_LEFT, "本年下降了百分之|8.45%左右");
    check_break("财政部印发ABC2024规定等等", 7, ALIGN_LEFT, "财政部印发|ABC2024规定|等等");
    check_break("一二三四五六七八12万元甲乙", 9, ALIGN_LEFT, "一二三四五六七八12|万元甲乙");
    check_break("一二三四五六七八九十甲乙丙5辆车", 14, ALIGN_LEFT,
                "一二三四五六七八九十甲乙丙|5辆车");
    check_break("一二三四五六七八九25万元整", 11, ALIGN_LEFT, "一二三四五六七八九25|万元整");
    check_break("一二三四五六七八九三亿元整", 11, ALIGN_LEFT, "一二三四五六七八九三|亿元整");
    check_break("邮箱是ab.cd@ef-gh.cn甲乙丙丁", 12, ALIGN_LEFT, "邮箱是ab.cd@ef-gh.cn甲乙|丙丁");
    check_break("1234567890123456789012345", 6, ALIGN_LEFT, "123456789012|345678901234|5");
}

/* Heads, names and titles break between the words of the list; prose breaks anywhere. */
static void words_stay_whole(void **state)
{
    (void)state;
    check_break("本年收入合计", 4, ALIGN_CENTER, "本年收入|合计");
    check_break("支出天地玄黄收入", 5, ALIGN_LEFT, "支出天地玄|黄收入");
    check_break("支出收入（第4页）", 6, ALIGN_LEFT, "支出收入|（第4页）");
    check_break("支出天地玄收入", 4, ALIGN_LEFT, "支出|天地玄|收入");
    check_break("公务用车运行维护费", 5, ALIGN_CENTER, "公务用车|运行维护费");
    check_break("公务用车运行维护费", 7, ALIGN_LEFT, "公务用车运行|维护费");
    check_break("支出收入局运行合计", 4, ALIGN_LEFT, "支出|收入局|运行合计");
    check_break("公务收入局2024年度支出", 10, ALIGN_LEFT, "公务收入局|2024年度支出");
    check_break("公务用车运行维护费", 1, ALIGN_LEFT, "公|务|用|车|运|行|维|护|费");
    check_break("本年收入合计本年收入合计", 3, ALIGN_JUSTIFY, "本年收|入合计|本年收|入合计");
}

/* Makes the document of a cell with this markup and gives the lines that it breaks in. */
static void check_joints(const char *markup, const char *expected)
{
    static const char table[] = "<h1>一</h1><table><col width=\"20mm\"/><col width=\"136mm\"/>"
                                "<thead><tr><th>%s</th><th>二</th></tr></thead>"
                                "<tbody><tr><td>1.00</td><td>2.00</td></tr></tbody></table>";
    char body[1024];
    snprintf(body, sizeof body, table, markup);
    struct made made = make(body);
    struct buf lines = {0};
    length y = 0;
    for (uint32_t i = 0; i < made.pages->page[0].op_count; i++) {
        const struct paint_op *op = &made.pages->page[0].ops[i];
        const struct doc_node *cell = up_to(op->node, ELEMENT_HEADER);
        if (op->paint != PAINT_GLYPHS || !cell || cell->parent->first != cell)
            continue;
        buf_puts(&lines, y && op->y != y ? "|" : "");
        buf_put_slice(&lines, op->text);
        y = op->y;
    }
    assert_string_equal(lines.p, expected);
    buf_free(&lines);
    done(&made);
}

static void heads_break_at_joints(void **state)
{
    (void)state;
    check_joints("甲乙丙<wbr/>丁戊己庚<wbr/>辛壬", "甲乙丙|丁戊己庚|辛壬");
    check_joints("甲<wbr/>乙丙丁戊<wbr/>己庚辛", "甲|乙丙丁戊|己庚辛");
    check_joints("对附属单位补助支出", "对附属|单位补助|支出");
}

static bool is_western(unsigned char byte)
{
    return byte > ' ' && byte < 0x80;
}

/* No run that is spaced holds two characters of one word, number or address, and those that are not
 * spaced stand as their font has them. */
static void check_spacing(const struct paint_op *op)
{
    for (size_t i = 0; i + 1 < op->text.n && op->spacing; i++)
        if (is_western((unsigned char)op->text.p[i]) &&
            is_western((unsigned char)op->text.p[i + 1]))
            fail_msg("“%.*s” is spaced by %d", (int)op->text.n, op->text.p, op->spacing);
    for (uint32_t i = 0; i + 1 < op->glyph_count; i++) {
        const struct glyph *glyph = &op->glyphs[i];
        bool inside = is_western((unsigned char)op->text.p[glyph->cluster]) &&
                      is_western((unsigned char)op->text.p[op->glyphs[i + 1].cluster]);
        int natural = hb_font_get_glyph_h_advance(op->font->font, glyph->id);
        bool digit = op->text.p[glyph->cluster] >= '0' && op->text.p[glyph->cluster] <= '9';
        length even = (length)((int64_t)natural * op->size / op->font->upem);
        if (inside && !digit && abs(glyph->advance - even) > 1)
            fail_msg("“%.*s” at %u", (int)op->text.n, op->text.p, glyph->cluster);
    }
}

static void words_and_numbers_are_never_spaced(void **state)
{
    (void)state;
    struct made made = make(
        "<h1>一</h1><p>本年度收入决算数为1,234,567.89万元（其中Payroll占12.50%），支出决算数为"
        "987,654.32万元，详见https://www.gov.cn/zhengce/zhengceku/2024-03/jsgk_index.html?id=42"
        "各附表和附件，年末结转和结余246,913.57万元，比上年增长5.05%，其余情况见附表说明。</p>");
    uint32_t spaced = 0, lines = 0;
    length y = 0;
    for (uint32_t i = 0; i < made.pages->page[0].op_count; i++) {
        const struct paint_op *op = &made.pages->page[0].ops[i];
        if (op->paint != PAINT_GLYPHS || !up_to(op->node, ELEMENT_PARAGRAPH))
            continue;
        check_spacing(op);
        spaced += op->spacing != 0;
        lines += op->y != y;
        y = op->y;
    }
    if (spaced <= 3 || lines < 5)
        fail_msg("%u spaced, %u lines", spaced, lines);
    done(&made);
}

/* An address breaks after its marks, never between two of them. */
static void addresses_break_at_their_marks(void **state)
{
    (void)state;
    need_fangsong();
    check_break("见http://www.gov.cn/a/index.html", 6, ALIGN_LEFT,
                "见http://|www.gov.cn/|a/index.html");
    check_break("一二三四五六七八12/34.56甲", 10, ALIGN_LEFT, "一二三四五六七八|12/34.56甲");
}

/* Digits may have a font of their own and a blank around them, which vanishes at the ends of lines;
 * the dot between the parts of a name takes half an em. */
static void digits_and_dots_have_their_place(void **state)
{
    (void)state;
    struct set set;
    set_lines(&set, "一·二", 100 * POINT, ALIGN_LEFT);
    assert_int_equal(set.paragraph->lines[0].width, 25 * POINT);
    end_lines(&set);
    set_lines(&set, "一12二", 100 * POINT, ALIGN_LEFT);
    length plain = set.paragraph->lines[0].width;
    const struct font *own = set.paragraph->atoms[1].run->font;
    set.style.western_gap = 125;
    set.paragraph = paragraph_new(set.shaper, &set.block, (struct shrink){0, 0, 0});
    paragraph_fill(set.shaper, set.paragraph, 100 * POINT);
    assert_int_equal(set.paragraph->lines[0].width - plain, 2500);
    paragraph_fill(set.shaper, set.paragraph, 22 * POINT);
    assert_int_equal(set.paragraph->line_count, 2);
    assert_int_equal(set.paragraph->lines[0].width, plain - 10 * POINT + 1250);
    set.style.western = SLICE("宋体");
    set.paragraph = paragraph_new(set.shaper, &set.block, (struct shrink){0, 0, 0});
    assert_ptr_not_equal(set.paragraph->atoms[1].run->font, own);
    assert_ptr_equal(set.paragraph->atoms[0].run->font, set.paragraph->atoms[3].run->font);
    end_lines(&set);
}

static void a_last_line_has_two_characters(void **state)
{
    (void)state;
    check_break("一二三四五六七八九十甲", 10, ALIGN_LEFT, "一二三四五六七八九|十甲");
    check_break("一二三四五六七八九十甲。", 10, ALIGN_LEFT, "一二三四五六七八九|十甲。");
    check_break("一二三，四五六，七八，十。", 12, ALIGN_JUSTIFY, "一二三，四五六，七八，十。");
    check_break("一二三四，五，六，七，八，甲", 13, ALIGN_JUSTIFY, "一二三四，五，六，七，八，甲");
}

static void forced_breaks_and_blanks(void **state)
{
    (void)state;
    check_break("一二三 四五六", 3, ALIGN_LEFT, "一二三|四五六");
    check_break("一二三\xE2\x80\x8B四五", 4, ALIGN_LEFT, "一二三|四五");
    check_break("", 10, ALIGN_LEFT, "");
}

/* Who reads the text without its lines finds the blanks between its words. */
static void blanks_at_the_ends_of_lines_are_there(void **state)
{
    (void)state;
    struct made made = make("<p>The quick brown fox jumps over the lazy dog, and then the annual "
                            "report of the department is published on the website of the county "
                            "before the end of August.</p>");
    const struct doc_node *text = made.document->root->first->first;
    assert_true(made.pages->page[0].op_count > 20); /* several lines */
    assert_int_equal(painted_bytes(made.pages, text), text->text.n);
    done(&made);
}

static void centred_lines_are_even(void **state)
{
    (void)state;
    check_break("一二三四五六七八九十甲乙", 10, ALIGN_CENTER, "一二三四五六|七八九十甲乙");
    check_break("一二三四五六七八（九十甲乙）", 10, ALIGN_CENTER, "一二三四五六七八|（九十甲乙）");
}

/* A bracket before a forced break is no reason to break there as well. */
static void centred_lines_keep_their_breaks(void **state)
{
    (void)state;
    struct made made = make("<h1 class=\"题\">某县财政局（本级）<br/>（2024年度）修改对照</h1>");
    assert_non_null(made.pages);
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    assert_non_null(find_op(page, "某县财政局（本级）"));
    assert_non_null(find_op(page, "（2024年度）修改对照"));
    done(&made);
}

/* Width of the text set in one line, in tenths of a character. */
static int tenths(const char *text)
{
    struct set set;
    set_lines(&set, text, 1000 * POINT, ALIGN_LEFT);
    int width = (set.paragraph->lines[0].width + 500) / POINT;
    end_lines(&set);
    return width;
}

static void marks_that_meet_are_squeezed(void **state)
{
    (void)state;
    assert_int_equal(tenths("一二"), 20);
    assert_int_equal(tenths("一，二"), 30);
    assert_int_equal(tenths("一），二"), 35);
    assert_int_equal(tenths("一。”二"), 35);
    assert_int_equal(tenths("一：“二"), 35);
    assert_int_equal(tenths("一）（二"), 35);
    assert_int_equal(tenths("一（《二"), 35);
    assert_int_equal(tenths("一》），二"), 40);
    assert_int_equal(tenths("一（二"), 30);
    assert_int_equal(tenths("——"), 20);
}

static void marks_give_way_at_the_ends_of_lines(void **state)
{
    (void)state;
    /* The comma is the tenth and a half character, and gives its blank. */
    struct set set;
    set_lines(&set, "一二三四五六七八九十，甲乙丙丁", 105 * POINT, ALIGN_JUSTIFY);
    assert_int_equal(set.paragraph->lines[0].end, 11);
    assert_int_equal(set.paragraph->atoms[10].cut_right, 5 * POINT);
    assert_int_equal(set.paragraph->lines[0].width, 105 * POINT);
    end_lines(&set);
    /* An opening bracket at the start of a line is flush; the indent of the first is kept. */
    set_lines(&set, "一二三四五六七八九十（甲乙）丙丁", 100 * POINT, ALIGN_JUSTIFY);
    assert_int_equal(set.paragraph->lines[1].first, 10);
    assert_true(set.paragraph->atoms[10].cut_left >= 4800);
    end_lines(&set);
    set_lines(&set, "（甲乙）丙丁", 100 * POINT, ALIGN_JUSTIFY);
    assert_int_equal(set.paragraph->atoms[0].cut_left, 0);
    end_lines(&set);
    /* Marks inside the line give half their blank to keep a bracket from dragging a word down. */
    check_break("一，二，三，四，五，六七八）。甲乙丙", 13, ALIGN_JUSTIFY,
                "一，二，三，四，五，六七八）。|甲乙丙");
}

static const char narrative[] =
    "2024年度一般公共预算财政拨款支出6,473.53万元，占本年支出合计的97.34%。与上年相比，一般公共"
    "预算财政拨款支出减少509.39万元，下降7.29%。主要原因是：（一）本年度预算财政拨款减少，支出相应"
    "减少；（二）按照“过紧日子”的要求，压减一般性支出——主要是会议费、培训费等……其中，公安（款）"
    "行政运行（项）支出3,140.90万元，用于《中华人民共和国预算法》规定的人员经费和公用经费支出。";

/* Every justified line fills its measure exactly, by the same space after every glyph but those
 * within numbers. */
static void justified_lines_sum_to_the_measure(void **state)
{
    (void)state;
    for (length width = 120 * POINT; width < 470 * POINT; width += 7777) {
        struct set set;
        set_lines(&set, narrative, width, ALIGN_JUSTIFY);
        struct canvas canvas;
        canvas_init(&canvas, set.arena, 600 * POINT, 800 * POINT);
        const struct paragraph *paragraph = set.paragraph;
        for (uint32_t i = 0; i + 1 < paragraph->line_count; i++) {
            const struct line *line = &paragraph->lines[i];
            uint32_t from = canvas.page.op_count;
            line_paint(paragraph, line, &canvas, 0, 0, false);
            length sum = 0;
            for (uint32_t k = from; k < canvas.page.op_count; k++) {
                assert_int_equal(canvas.page.ops[k].x, sum);
                bool western = is_western((unsigned char)*canvas.page.ops[k].text.p);
                assert_int_equal(canvas.page.ops[k].spacing, western ? 0 : line->spacing);
                sum += canvas.page.ops[k].width;
            }
            assert_int_equal(sum, width);
        }
        end_lines(&set);
    }
}

/* GB/T 9704: 28 characters of 16 pt in a line of 156 mm, 22 lines of 28.95 pt in 225 mm. */
static void the_page_has_22_lines_of_28_characters(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<section><p>");
    repeat(&body, "天地玄黄宇宙洪荒日月盈昃", 100);
    buf_puts(&body, "</p></section>");
    struct made made = make(body.p);
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    uint32_t lines = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].node) {
            assert_int_equal(page->ops[i].glyph_count, lines == 0 ? 26 : 28);
            lines++;
        }
    assert_int_equal(lines, 22);
    buf_free(&body);
    done(&made);
}

static void accents_and_dashes_are_shaped(void **state)
{
    (void)state;
    struct set set;
    set_lines(&set, "e\xCC\x81té——一", 300 * POINT, ALIGN_LEFT);
    const struct paragraph *paragraph = set.paragraph;
    assert_int_equal(paragraph->atoms[0].bytes, 3);
    assert_int_equal(paragraph->atoms[0].code, 'e');
    assert_int_equal(set.diag.count[LEVEL_ERROR], 0);
    struct canvas canvas;
    canvas_init(&canvas, set.arena, 600 * POINT, 800 * POINT);
    line_paint(paragraph, &paragraph->lines[0], &canvas, 0, 0, false);
    size_t bytes = 0;
    for (uint32_t i = 0; i < canvas.page.op_count; i++)
        bytes += canvas.page.ops[i].text.n;
    assert_int_equal(bytes, set.text.text.n);
    end_lines(&set);
}

static void a_missing_character_is_an_error_each(void **state)
{
    (void)state;
    struct made made =
        make("<section><p>甲\xF4\x80\x80\x80乙</p><table><tbody><tr><td>丙\xF4\x80\x80\x81"
             "</td><td>丙\xF4\x80\x80\x81</td></tr></tbody></"
             "table><p>\xF4\x80\x80\x80\xF4\x80\x80\x80</p></section>");
    assert_null(made.pages);
    assert_int_equal(made.diag.count[LEVEL_ERROR], 4);
    static const char *const codes[] = {"(U+100000)", "(U+100001)", "(U+100001)", "(U+100000)"};
    size_t i = 0;
    for (struct finding *at = made.diag.first; at; at = at->next, i++) {
        assert_string_equal(message_name(at->message), "glyph-missing");
        assert_non_null(strstr(at->text.p, codes[i]));
        assert_int_equal(pos_place(at->pos).line, 1);
    }
    done(&made);
}

/* ---- Tables ---- */

static void put_rows(struct buf *out, int from, int to, const char *cells)
{
    for (int i = from; i < to; i++)
        buf_printf(out, "<tr><td>第%d行</td>%s</tr>", i, cells);
}

static void figures_align_on_the_point(void **state)
{
    (void)state;
    struct made made =
        make("<section><table><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody>"
             "<tr><th>甲</th><td>1479.41</td></tr><tr><th>乙</th><td>40.8</td></tr>"
             "<tr><th>丙</th><td>-6,717.05</td></tr><tr><th>丁</th><td>99.5%</td></tr>"
             "<tr><th>戊</th><td>——</td></tr></tbody></table></section>");
    check_pages(&made);
    static const struct {
        const char *text;
        uint32_t before;
    } figures[] = {{"1479.41", 4}, {"40.8", 2}, {"-6,717.05", 6}, {"99.5%", 2}};
    length point = 0, right = 0;
    const struct page *page = &made.pages->page[0];
    for (size_t i = 0; i < 4; i++) {
        const struct paint_op *op = find_op(page, figures[i].text);
        length x = op->x;
        for (uint32_t k = 0; k < figures[i].before; k++)
            x += op->glyphs[k].advance;
        assert_true(i == 0 || x == point);
        point = x;
        right = op->x + op->width > right ? op->x + op->width : right;
    }
    length edge = page->width - made.document->page->right - made.document->table->pad_x;
    assert_int_equal(right, edge);
    const struct paint_op *dash = find_op(page, "——"), *head = find_op(page, "金额");
    assert_in_range(dash->x + dash->width / 2 - head->x - head->width / 2 + 1, 0, 2);
    done(&made);
}

/* Over two columns and over three, a figure ends at the edge, whatever stands in the first. */
static void a_figure_over_columns_ends_at_their_edge(void **state)
{
    (void)state;
    struct made made =
        make("<section><table><tbody><tr><th>甲</th><td>1.2345</td><td>2</td><td>3</td></tr>"
             "<tr><th>乙</th><td colspan=\"2\">40.8</td><td>30</td></tr>"
             "<tr><th>丙</th><td colspan=\"3\">71.6</td></tr></tbody></table></section>");
    const struct page *page = &made.pages->page[0];
    const struct paint_op *two = find_op(page, "40.8"), *three = find_op(page, "71.6");
    const struct paint_op *narrow = find_op(page, "2"), *wide = find_op(page, "3");
    assert_int_equal(two->x + two->width, narrow->x + narrow->width);
    assert_int_equal(three->x + three->width, wide->x + wide->width);
    done(&made);
}

static void check_width(const struct made *made, const struct page *page)
{
    length left = page->width, right = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_RULING && page->ops[i].width == 0) {
            left = page->ops[i].x < left ? page->ops[i].x : left;
            right = page->ops[i].x > right ? page->ops[i].x : right;
        }
    struct area area = text_area(made->document->page, page->width > page->height, false);
    assert_int_equal(left, area.left);
    assert_int_equal(right, area.left + area.width);
}

static uint32_t count_artifacts(const struct page *page, const char *text)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        count += page->ops[i].paint == PAINT_GLYPHS && !page->ops[i].node &&
                 slice_is(page->ops[i].text, text);
    return count;
}

/* Tables of every length from 1 to 120 rows: all rows once, heads repeated, no page with few. */
static void tables_of_any_length_split_well(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 120; rows++) {
        struct buf body = {0};
        buf_puts(&body, "<section><table><thead><tr><th rowspan=\"2\">名称</th><th "
                        "colspan=\"2\">金额</th></tr><tr><th>预算</th><th>决算</th></tr></thead>"
                        "<tbody>");
        put_rows(&body, 0, rows, "<td>12.50</td><td>6,717.05</td>");
        buf_puts(&body,
                 "</tbody></table><p class=\"注\">注：本表反映本年度收支情况。</p></section>");
        struct made made = make(body.p);
        check_pages(&made);
        int total = 0;
        for (uint32_t p = 0; p < made.pages->count; p++) {
            int here = (int)rows_on(&made.pages->page[p]);
            int least = made.document->table->min_rows;
            if (here < least && here < rows)
                fail_msg("%d rows: %d on page %u", rows, here, p + 1);
            total += here;
            check_width(&made, &made.pages->page[p]);
            assert_int_equal(count_artifacts(&made.pages->page[p], "决算"), p > 0);
        }
        assert_int_equal(total, rows);
        buf_free(&body);
        done(&made);
    }
}

static void a_table_shrinks_to_save_a_page(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<section><table><tbody>");
    put_rows(&body, 0, 39, "<td>12.50</td>");
    buf_puts(&body, "</tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    assert_int_equal(made.pages->count, 1);
    buf_free(&body);
    done(&made);
}

/* From baseline to baseline of the rows of a table with a note, and `after` behind that. */
static length rows_apart(int rows, const char *after)
{
    struct buf html = {0};
    buf_puts(&html, "<section page=\"new\"><table><tbody>");
    put_rows(&html, 0, rows, "<td>甲</td>");
    buf_printf(&html, "</tbody></table><p class=\"注\">注：乙</p>%s", after);
    struct made made = make(html.p);
    check_pages(&made);
    assert_int_equal(rows_on(&made.pages->page[0]), rows);
    const struct page *page = &made.pages->page[0];
    length apart = find_op(page, "第1行")->y - find_op(page, "第0行")->y;
    done(&made);
    buf_free(&html);
    return apart;
}

static void a_table_with_a_page_to_itself_is_loose(void **state)
{
    (void)state;
    length tight = rows_apart(10, "<section><p>丙</p></section></section>");
    length loose = rows_apart(10, "</section>");
    assert_int_equal(loose - tight, 4000); /* twice 宽松纵边距 less 纵边距 */
    assert_int_equal(rows_apart(10, "</section><section page=\"new\"><p>丙</p></section>"), loose);
    assert_int_equal(rows_apart(10, "</section><section><p>丙</p></section>"), tight);
    assert_int_equal(
        rows_apart(10, "</section><section orientation=\"landscape\"><p>丙</p></section>"), loose);
    assert_in_range(rows_apart(34, "</section>"), tight + 1, loose - 1);
}

static void a_spanning_label_is_repeated(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<section><table><tbody><tr><th rowspan=\"100\">产出指标</th>"
                    "<th rowspan=\"50\">数量</th><td>第一行</td></tr>");
    for (int i = 1; i < 100; i++)
        buf_printf(&body, "<tr>%s<td>第%d行</td></tr>",
                   i == 50 ? "<th rowspan=\"50\">质量</th>" : "", i);
    buf_puts(&body, "</tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    assert_true(made.pages->count >= 2);
    assert_non_null(find_op(&made.pages->page[0], "产出指标")->node);
    for (uint32_t p = 1; p < made.pages->count; p++)
        assert_int_equal(count_artifacts(&made.pages->page[p], "产出指标"), 1);
    buf_free(&body);
    done(&made);
}

/* A figure that stands for several rows is not shown again on a further page, where it would count
 * twice; the heads of the columns it stands among are. */
static void heads_in_the_body_are_repeated(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<section><table><tbody><tr><th colspan=\"3\">自评表</th></tr></tbody><tbody>"
                    "<tr><th rowspan=\"91\">绩效指标</th><th scope=\"col\">指标名称</th>"
                    "<th scope=\"col\">得分</th></tr>");
    for (int i = 0; i < 90; i++)
        buf_printf(&body, "<tr><td>第%d行</td>%s</tr>", i,
                   i ? "" : "<td rowspan=\"90\" class=\"行次\">98.5</td>");
    buf_puts(&body, "</tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    assert_true(made.pages->count >= 2);
    for (uint32_t p = 1; p < made.pages->count; p++) {
        const struct page *page = &made.pages->page[p];
        assert_int_equal(count_artifacts(page, "指标名称"), 1);
        assert_int_equal(count_artifacts(page, "绩效指标"), 1);
        assert_int_equal(count_artifacts(page, "98.5"), 0);
        assert_int_equal(count_artifacts(page, "自评表"), 0);
        assert_true(find_op(page, "指标名称")->y < find_op(page, "绩效指标")->y);
    }
    buf_free(&body);
    done(&made);
}

/* Further pages of a table say so, with what its caption wants repeated. */
static void further_pages_are_continued(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body,
             "<section><table><caption><slots><left>甲局</left><center/>"
             "<right repeat=\"yes\">公开99表</right></slots><slots><left/><center/>"
             "<right repeat=\"yes\">单位：万元</right></slots></caption><thead><tr><th>名称</th>"
             "<th>金额</th></tr><tr><th>栏次</th><th>1</th></tr></thead><tbody>");
    put_rows(&body, 0, 150, "<td>12.50</td>");
    buf_puts(&body, "</tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    assert_true(made.pages->count >= 3);
    for (uint32_t p = 0; p < made.pages->count; p++) {
        const struct page *page = &made.pages->page[p];
        assert_int_equal(count_artifacts(page, "续表"), p > 0);
        assert_int_equal(count_artifacts(page, "公开99表　单位：万元"), p > 0);
        assert_int_equal(count_artifacts(page, "1"), p > 0);
        if (p)
            assert_true(find_op(page, "续表")->y < find_op(page, "金额")->y);
    }
    buf_free(&body);
    done(&made);
}

/* The same form has the same columns, whether it is filled or empty. */
static void widths_are_those_of_the_form(void **state)
{
    (void)state;
    static const char form[] =
        "<section page=\"new\"><table><col width=\"17mm\"/><col width=\"59mm\"/>"
        "<col width=\"20mm\"/><col width=\"20mm\"/><col width=\"20mm\"/><col width=\"20mm\"/>"
        "<thead><tr><th>科目代码</th><th>科目名称</th><th>本年收入合计</th><th>上级补助收入</th>"
        "<th>附属单位上缴收入</th><th>其他收入</th></tr></thead><tbody>%s</tbody></table></"
        "section>";
    static const char row[] = "<tr><th>2080505</th><th>机关事业单位基本养老保险缴费支出</th>"
                              "<td>123456.78</td><td>%s</td><td></td><td>%s</td></tr>";
    struct buf body = {0};
    char filled[1024], half[1024], rows[2048];
    snprintf(filled, sizeof filled, row, "123456.78", "99.99");
    snprintf(half, sizeof half, row, "", "");
    snprintf(rows, sizeof rows, "%s%s", filled, half);
    const char *bodies[] = {rows, half, "<tr><th/><th/><td/><td/><td/><td/></tr>"};
    for (size_t i = 0; i < 3; i++)
        buf_printf(&body, form, bodies[i]);
    struct made made = make(body.p);
    check_pages(&made);
    length at[3][7];
    for (uint32_t p = 0; p < 3; p++) {
        const struct page *page = &made.pages->page[p];
        uint32_t count = 0;
        for (uint32_t i = 0; i < page->op_count; i++)
            if (page->ops[i].paint == PAINT_RULING && page->ops[i].width == 0)
                at[p][count++] = page->ops[i].x;
        assert_int_equal(count, 7);
        assert_memory_equal(at[p], at[0], sizeof at[0]);
    }
    buf_free(&body);
    done(&made);
}

/* Where amounts need more than their column's share, empty columns and numbers of rows give it,
 * and names stay as they are. */
static void empty_columns_give_way(void **state)
{
    (void)state;
    struct made made = make(
        "<section><table><col width=\"50mm\"/><col width=\"20mm\"/><col width=\"20mm\"/>"
        "<col width=\"66mm\"/><thead><tr><th>名称</th><th>行次</th><th>金额</th><th>金额</th>"
        "</tr></thead><tbody><tr><th scope=\"row\">一般公共服务支出</th><td class=\"行次\">1</td>"
        "<td>123,456,789,012.34</td><td/></tr></tbody></table></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    length at[5];
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_RULING && page->ops[i].width == 0)
            at[count++] = page->ops[i].x;
    assert_int_equal(count, 5);
    assert_in_range(at[1] - at[0], 141731, 141733);
    assert_true(at[2] - at[1] < 56692 && at[3] - at[2] > 90000 && at[4] - at[3] < 187086);
    assert_int_equal(find_op(page, "123,456,789,012.34")->size, 10500);
    done(&made);
}

/* Cells that say the same show each its own text, in its own style, size and language. */
static void cells_say_the_same(void **state)
{
    (void)state;
    struct made made =
        make("<section><table><thead><tr><th>甲</th><th>乙</th><th>丙</th></tr></thead><tbody>"
             "<tr><td>AB 1</td><td>AB 1</td><td lang=\"en\">AB 1</td></tr>"
             "<tr level=\"total\"><td>AB 1</td><td/><td/></tr></tbody></table>"
             "<table size=\"8pt\"><tbody><tr><td>AB 1</td><td>AB 1</td></tr></tbody></table>"
             "</section>");
    const struct paint_op *cells[6];
    const struct page *page = &made.pages->page[0];
    uint32_t count = 0;
    check_pages(&made);
    for (uint32_t i = 0; i < page->op_count && count < 6; i++)
        if (slice_is(page->ops[i].text, "AB 1"))
            cells[count++] = &page->ops[i];
    assert_int_equal(count, 6);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < i; k++)
            assert_ptr_not_equal(cells[i]->node, cells[k]->node);
    assert_ptr_equal(cells[0]->font, cells[1]->font);
    assert_int_equal(cells[0]->size, cells[1]->size);
    assert_null(cells[0]->language);
    assert_string_equal(cells[2]->language, "en");
    assert_ptr_not_equal(cells[3]->font, cells[0]->font);
    assert_int_equal(cells[5]->size, 8000);
    done(&made);
}

/* Likewise when one is broken where a mark gives up its blank, and the other not. */
static void marks_of_the_same_cell_differ(void **state)
{
    (void)state;
    struct made made = make("<section><table><col width=\"77pt\"/><col width=\"365pt\"/><tbody>"
                            "<tr><td>一二三四五六，七八九十</td><td>一二三四五六，七八九十</td></"
                            "tr></tbody></table></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    const struct paint_op *broken = find_op(page, "一二三四五六，");
    assert_int_equal(find_op(page, "一二三四五六，七八九十")->width, 11 * 10500);
    assert_in_range(broken->width, 6 * 10500, 7 * 10500 - 1);
    done(&made);
}

/* Rows of a subject's level: totals and 类 in 黑体, 款 and 项 indented by what the settings say. */
static void levels_show(void **state)
{
    (void)state;
    struct made made =
        make("<section><table><tbody>"
             "<tr level=\"total\"><th scope=\"row\">合计</th><td>9.00</td></tr>"
             "<tr level=\"1\"><th scope=\"row\" class=\"行头\">教育</th><td>1.00</td></tr>"
             "<tr level=\"2\"><th scope=\"row\" class=\"行头\">普通</th><td>2.00</td></tr>"
             "<tr level=\"3\"><th scope=\"row\" class=\"行头\">小学</th><td>3.00</td></tr>"
             "</tbody></table></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    const struct paint_op *first = find_op(page, "教育"), *second = find_op(page, "普通");
    const struct paint_op *third = find_op(page, "小学");
    assert_int_equal(second->x - first->x, 10500);
    assert_int_equal(third->x - second->x, 10500);
    assert_ptr_equal(find_op(page, "合计")->font, first->font);
    assert_ptr_equal(find_op(page, "1.00")->font, find_op(page, "9.00")->font);
    assert_ptr_not_equal(first->font, second->font);
    assert_ptr_not_equal(find_op(page, "1.00")->font, find_op(page, "2.00")->font);
    done(&made);
}

/* Pages of tables have margins of their own, and their folio in the bottom one. */
static void table_pages_have_their_margins(void **state)
{
    (void)state;
    struct made made = make("<section><p>前文</p></section><section page=\"new\" margins=\"table\">"
                            "<table><tbody><tr><td>甲</td></tr></tbody></table></section>"
                            "<section><p>后文</p></section>");
    check_pages(&made);
    assert_int_equal(made.pages->count, 3);
    const struct page *page = &made.pages->page[1];
    length left = page->width, right = 0, foot = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        left = op->paint == PAINT_RULING && op->x < left ? op->x : left;
        right = op->paint == PAINT_RULING && op->x > right ? op->x : right;
        foot = op->folio ? op->y : foot;
    }
    assert_in_range(left, 56192, 56693);
    assert_int_equal(page->width - right, 56693);
    assert_int_equal(foot, page->height - 56693 + 19843);
    assert_in_range(find_op(&made.pages->page[2], "后文")->x, 110000, 111370);
    done(&made);
}

/* A section that may turn does so when more than a fifth of its table's names would wrap, unless
 * they do so in either position. */
static void a_table_of_long_names_turns_its_page(void **state)
{
    (void)state;
    static const char *const names[] = {
        "机关事业单位基本养老保险缴费支出", "行政运行",
        "机关事业单位基本养老保险缴费支出机关事业单位基本养老保险缴费支出"};
    for (size_t i = 0; i < 3; i++) {
        struct buf body = {0};
        buf_puts(&body, "<section page=\"new\" orientation=\"fit\"><table>"
                        "<col width=\"20mm\"/><col width=\"50mm\"/><col width=\"86mm\"/><tbody>");
        for (int k = 0; k < 10; k++)
            buf_printf(&body, "<tr><th>2010101</th><th scope=\"row\">%s</th><td>1.00</td></tr>",
                       k < 3 ? names[i] : "甲乙丙");
        buf_puts(&body, "</tbody></table></section>");
        struct made made = make(body.p);
        check_pages(&made);
        assert_int_equal(made.pages->count, 1);
        assert_int_equal(made.pages->page[0].width > made.pages->page[0].height, i == 0);
        buf_free(&body);
        done(&made);
    }
}

/* Rows are made equally high where that costs no page, and none lower than its own height. */
static void rows_have_the_heights_asked_for(void **state)
{
    (void)state;
    struct made made = make(
        "<section><table rows=\"equal\"><tbody><tr><td>甲</td></tr><tr><td><p>一</p><p>二</p></td>"
        "</tr><tr><td>乙</td></tr><tr><td>丙</td></tr></tbody></table></section>"
        "<section page=\"new\"><table><tbody><tr height=\"20mm\"><td>丁</td></tr>"
        "<tr height=\"20mm\"><td>戊</td></tr></tbody></table></section>"
        "<section page=\"new\"><table rows=\"equal\"><col width=\"10mm\"/><col width=\"50mm\"/>"
        "<col "
        "width=\"100mm\"/"
        "><tbody><tr><th>机关事业单位基本养老保险缴费支出和机关事业单位职业年金缴费支出</"
        "th><td>"
        "1234567.89</td><td>100个两位小数的金额都在这里写下来也不少</td></tr><tr><th>甲</"
        "th><td>1.00"
        "</td><td></td></tr><tr><th>乙</th><td>1.00</td><td></td></tr></tbody></table></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    assert_int_equal(2 * (find_op(page, "丙")->y - find_op(page, "乙")->y),
                     find_op(page, "乙")->y - find_op(page, "甲")->y);
    page = &made.pages->page[2];
    assert_non_null(
        find_op(page, "机关事业单位基本养老保险缴费支出和机关事业单位职业年金缴费支出"));
    assert_int_equal(
        find_op(page, "乙")->y - find_op(page, "甲")->y,
        find_op(page, "甲")->y -
            find_op(page, "机关事业单位基本养老保险缴费支出和机关事业单位职业年金缴费支出")->y);
    assert_in_range(find_op(page, "甲")->size, 8000, 10000);
    page = &made.pages->page[1];
    assert_true(find_op(page, "戊")->y - find_op(page, "丁")->y >= 56692);
    done(&made);
}

static void kept_rows_stay_together(void **state)
{
    (void)state;
    for (int rows = 36; rows < 50; rows++) {
        struct buf body = {0};
        buf_puts(&body, "<section><table><tbody>");
        put_rows(&body, 0, rows, "<td>1.00</td>");
        buf_puts(&body, "<tr keep=\"next\"><td>小计</td><td>2.00</td></tr><tr><td>合计</td>"
                        "<td>3.00</td></tr>");
        put_rows(&body, rows, rows + 20, "<td>1.00</td>");
        buf_puts(&body, "</tbody></table></section>");
        struct made made = make(body.p);
        check_pages(&made);
        assert_int_equal(page_of(made.pages, "小计"), page_of(made.pages, "合计"));
        buf_free(&body);
        done(&made);
    }
}

/* A cell with more text than a page holds is divided between lines, its label repeated. */
static void a_tall_row_is_divided(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<section><table><tbody><tr><th>项目</th><td>甲</td></tr><tr><th>自评结论</th>"
                    "<td class=\"行头\">");
    repeat(&body,
           "<p class=\"行头\">根据年初设定的绩效目标，项目自评得分为九十九分，执行数为预算数"
           "的百分之九十九，主要用于购置设备，保障了工作的正常开展，完成了年度目标任务。</p>",
           100);
    buf_puts(&body, "</td></tr><tr><th>签字</th><td>乙</td></tr></tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    assert_true(made.pages->count >= 3);
    assert_int_equal(count_artifacts(&made.pages->page[1], "自评结论"), 1);
    buf_free(&body);
    done(&made);
}

/* A text beside several rows that is longer than they are high, and than a page. */
static void a_tall_cell_beside_rows_goes_on(void **state)
{
    (void)state;
    for (int rows = 2; rows < 60; rows += 19) {
        struct buf body = {0};
        buf_printf(&body,
                   "<section><table><tbody><tr><th>项目</th><td>甲</td></tr><tr>"
                   "<td rowspan=\"%d\" class=\"行头\">",
                   rows);
        repeat(&body,
               "<p class=\"行头\">根据年初设定的绩效目标，项目自评得分为九十九分，执行数为预算数"
               "的百分之九十九，主要用于购置设备，保障了工作的正常开展，完成了年度目标任务。</p>",
               70);
        buf_puts(&body, "</td><td>第0行</td></tr>");
        for (int i = 1; i < rows; i++)
            buf_printf(&body, "<tr><td>第%d行</td></tr>", i);
        buf_puts(&body, "<tr><th>签字</th><td>乙</td></tr></tbody></table></section>");
        struct made made = make(body.p);
        check_pages(&made);
        assert_true(made.pages->count >= 2);
        assert_int_equal(page_of(made.pages, "签字"), made.pages->count - 1);
        buf_free(&body);
        done(&made);
    }
}

/* The parts of a line of three never stand on each other, however long they are. */
static void slots_do_not_collide(void **state)
{
    (void)state;
    static const char name[] = "某某土家族苗族自治州某某县人民政府办公室机关事务服务中心";
    for (int mask = 0; mask < 27; mask++) {
        const int repeats[] = {mask % 3, mask / 3 % 3, mask / 9};
        static const char *const tags[] = {"left", "center", "right"};
        struct buf body = {0};
        buf_puts(&body, "<section><table><caption><slots>");
        for (int i = 0; i < 3; i++) {
            buf_printf(&body, "<%s>", tags[i]);
            repeat(&body, name, repeats[i]);
            buf_printf(&body, "甲</%s>", tags[i]);
        }
        buf_puts(&body, "</slots></caption><tbody><tr><td>一</td></tr></tbody></table></section>");
        struct made made = make(body.p);
        check_pages(&made);
        const struct page *page = &made.pages->page[0];
        for (uint32_t i = 0; i < page->op_count; i++)
            for (uint32_t k = i + 1; k < page->op_count; k++) {
                const struct paint_op *a = &page->ops[i], *b = &page->ops[k];
                if (a->paint == PAINT_GLYPHS && b->paint == PAINT_GLYPHS && a->y == b->y)
                    assert_true(a->x + a->width <= b->x || b->x + b->width <= a->x);
            }
        buf_free(&body);
        done(&made);
    }
}

/* How often the page shows the text, as part of the document or to repeat it. */
static uint32_t count_shown(const struct page *page, const char *text, bool again)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i];
        count += op->paint == PAINT_GLYPHS && slice_is(op->text, text) && !op->node == again;
    }
    return count;
}

static void put_wide_table(struct buf *out, unsigned columns)
{
    buf_puts(out, "<table><thead><tr><th>科目</th>");
    repeat(out, "<th>一般公共预算财政拨款</th>", columns);
    buf_puts(out, "</tr></thead><tbody><tr><th scope=\"row\">公安</th>");
    repeat(out, "<td>1234567890.23</td>", columns);
    buf_puts(out, "</tr></tbody></table>");
}

static void a_wide_table_turns_its_page(void **state)
{
    (void)state;
    static const char *const sections[] = {"orientation=\"landscape\"", "margins=\"table\""};
    for (size_t i = 0; i < 2; i++) {
        struct buf body = {0};
        buf_printf(&body, "<section %s>", sections[i]);
        put_wide_table(&body, 9);
        buf_puts(&body, "</section>");
        struct made made = make(body.p);
        check_pages(&made);
        const struct page *page = &made.pages->page[0];
        assert_int_equal(page->width, 841890);
        assert_true(find_op(page, "1234567890.23")->size >= made.document->table->min_size);
        assert_int_equal(count_shown(page, "公安", true), 0);
        done(&made);
        buf_free(&body);
    }
}

/* Its further columns stand below, beside the names again, and no figure is shown twice. */
static void a_table_too_wide_goes_on_below(void **state)
{
    (void)state;
    for (unsigned columns = 10; columns <= 40; columns += 30) {
        struct buf body = {0};
        buf_puts(&body, "<section><p>甲</p>");
        put_wide_table(&body, columns);
        buf_puts(&body, "</section>");
        struct made made = make(body.p);
        check_pages(&made);
        const struct page *page = &made.pages->page[0];
        check_width(&made, page);
        assert_int_equal(made.pages->count, 1);
        assert_int_equal(count_shown(page, "1234567890.23", false), columns);
        assert_int_equal(count_shown(page, "1234567890.23", true), 0);
        assert_int_equal(count_shown(page, "公安", false), 1);
        assert_in_range(count_shown(page, "公安", true), columns / 10, columns / 5);
        assert_int_equal(count_shown(page, "科目", true), count_shown(page, "公安", true));
        done(&made);
        buf_free(&body);
    }
}

/* It parts where heads of several columns part, if that is past the middle of what there is room
 * for. */
static void a_wide_table_parts_between_its_heads(void **state)
{
    (void)state;
    static const char *const heads[] = {"甲组", "乙组", "丙组"};
    struct buf body = {0};
    buf_puts(&body, "<section margins=\"table\"><table><thead><tr><th>科目</th>");
    for (size_t i = 0; i < 3; i++)
        buf_printf(&body, "<th colspan=\"4\">%s</th>", heads[i]);
    buf_puts(&body, "</tr></thead><tbody><tr><th scope=\"row\">公安</th>");
    repeat(&body, "<td>1234567890.23</td>", 12);
    buf_puts(&body, "</tr></tbody></table></section>");
    struct made made = make(body.p);
    check_pages(&made);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(count_shown(&made.pages->page[0], heads[i], false), 1);
        assert_int_equal(count_shown(&made.pages->page[0], heads[i], true), 0);
    }
    assert_int_equal(count_shown(&made.pages->page[0], "公安", true), 2);
    done(&made);
    buf_free(&body);
}

/* A link before the contents may say on which page something is: the first that shows it. */
static void links_say_their_pages(void **state)
{
    (void)state;
    struct made made = make(
        "<section><p>见<span link=\"甲\" page=\"show\">表</span>、<span link=\"乙\" "
        "page=\"show\">图</span></p></section><contents/><section page=\"new\"><p>空</p></section>"
        "<section page=\"new\"><h1 id=\"甲\">表</h1><h1 id=\"乙\">图</h1></section>");
    struct buf text = {0};
    const struct page *page = &made.pages->page[0];
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].paint == PAINT_GLYPHS && page->ops[i].node)
            buf_put_slice(&text, page->ops[i].text);
    buf_puts(&text, "");
    assert_string_equal(text.p, "见表（第2页）、图（第2页）");
    buf_free(&text);
    done(&made);
}

static void columns_take_their_hints(void **state)
{
    (void)state;
    struct made made =
        make("<section><table><col width=\"30mm\"/><col/><col width=\"50mm\"/><tbody>"
             "<tr><td>甲</td><td>乙</td><td>丙</td></tr></tbody></table></section>");
    check_pages(&made);
    length seen[4] = {0};
    uint32_t count = 0;
    const struct page *page = &made.pages->page[0];
    for (uint32_t i = 0; i < page->op_count && count < 4; i++)
        if (page->ops[i].paint == PAINT_RULING && page->ops[i].width == 0)
            seen[count++] = page->ops[i].x;
    assert_int_equal(count, 4);
    assert_in_range(seen[1] - seen[0], 85038, 85040);
    assert_in_range(seen[3] - seen[2], 141731, 141733);
    done(&made);
}

/* ---- Pages ---- */

/* Whatever comes before, two lines of a paragraph stay together, and a heading stays with text. */
static void no_line_is_left_alone(void **state)
{
    (void)state;
    for (int lines = 14; lines < 24; lines++) {
        struct buf body = {0};
        buf_puts(&body, "<section>");
        repeat(&body, "<p>前文</p>", lines);
        buf_puts(&body, "<h1 class=\"正文\">标题</h1>");
        for (int i = 0; i < 3; i++) {
            buf_puts(&body, "<p>");
            repeat(&body, "天地玄黄宇宙洪荒日月盈昃", 3 + 4 * i);
            buf_puts(&body, "</p>");
        }
        buf_puts(&body, "</section>");
        struct made made = make(body.p);
        check_pages(&made);
        const struct doc_node *first = made.document->root->first->first;
        for (const struct doc_node *node = first; node; node = node->next)
            for (uint32_t p = 0; p < made.pages->count; p++) {
                const struct page *page = &made.pages->page[p];
                uint32_t here = 0, all = 0;
                for (uint32_t q = 0; q < made.pages->count; q++)
                    for (uint32_t i = 0; i < made.pages->page[q].op_count; i++)
                        all += in(made.pages->page[q].ops[i].node, node);
                for (uint32_t i = 0; i < page->op_count; i++)
                    here += in(page->ops[i].node, node);
                assert_true(here == 0 || here >= 2 || all == 1);
            }
        const struct page *page = &made.pages->page[page_of(made.pages, "标题")];
        const struct paint_op *last = NULL;
        for (uint32_t i = 0; i < page->op_count; i++)
            last = page->ops[i].node ? &page->ops[i] : last;
        assert_false(slice_is(last->text, "标题"));
        buf_free(&body);
        done(&made);
    }
}

static uint32_t text_lines(const struct page *page)
{
    uint32_t lines = 0;
    length y = 0;
    for (uint32_t i = 0; i < page->op_count; i++)
        if (page->ops[i].node && page->ops[i].y != y) {
            y = page->ops[i].y;
            lines++;
        }
    return lines;
}

/* However the text falls, it does not leave a line or two on a page that ends there. */
static void a_last_page_has_four_lines(void **state)
{
    (void)state;
    static const char *const ends[] = {"", "<p>无</p>", "<h1 class=\"正文\">标题</h1><p>无</p>",
                                       "<p>甲</p><p>乙</p>"};
    for (int lines = 12; lines < 24; lines++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            struct buf body = {0};
            buf_puts(&body, "<section>");
            repeat(&body, "<p>前文</p>", lines);
            buf_puts(&body, "<p>");
            repeat(&body, "天地玄黄宇宙洪荒日月盈昃", 11);
            buf_printf(&body, "</p>%s</section><section page=\"new\"><p>后文</p></section>",
                       ends[i]);
            struct made made = make(body.p);
            check_pages(&made);
            uint32_t last = page_of(made.pages, "后文") - 1;
            if (last > 0)
                assert_true(text_lines(&made.pages->page[last]) >= LAST_LINES);
            uint32_t all = (uint32_t)lines + 5 + (i < 2 ? (uint32_t)i : 2);
            assert_int_equal(last, all > 22);
            buf_free(&body);
            done(&made);
        }
}

/* By which a link or an address leads there. */
static void every_table_is_a_destination(void **state)
{
    (void)state;
    struct made made =
        make("<section><h1>标题</h1><p>前文</p><table><caption>表一</caption>"
             "<tbody><tr><td>甲</td></tr></tbody></table><p>中</p></section>"
             "<section page=\"new\"><table><tbody><tr><td>乙</td></tr></tbody></table></section>");
    check_pages(&made);
    const struct destination *found = made.pages->destinations;
    assert_int_equal(made.pages->destination_count, 3);
    assert_int_equal(found[1].node->element, ELEMENT_TABLE);
    assert_int_equal(found[2].node->element, ELEMENT_TABLE);
    const struct paint_op *caption = find_op(&made.pages->page[0], "表一");
    assert_true(found[1].y <= caption->y && found[1].y > caption->y - 30 * POINT);
    assert_int_equal(found[2].page, 1);
    done(&made);
}

static void contents_have_the_right_numbers(void **state)
{
    (void)state;
    struct buf body = {0};
    buf_puts(&body, "<cover><p class=\"封面题名\">题名</p></cover><contents><p class=\"目录题名\">"
                    "目 录</p></contents>");
    for (int part = 0; part < 4; part++) {
        buf_printf(&body, "<section page=\"new\"><h1>第%d部分<br/>名称</h1>", part);
        for (int i = 0; i < 9; i++) {
            buf_printf(&body, "<h2 id=\"节%d%d\">第%d节之%d</h2><p>", part, i, part, i);
            repeat(&body, "天地玄黄宇宙洪荒日月盈昃", 7 * i);
            buf_puts(&body, "</p>");
        }
        buf_puts(&body, "<h2 unlisted=\"yes\">不列入</h2><p>文</p></section>");
    }
    struct made made = make(body.p);
    check_pages(&made);
    const struct pages *pages = made.pages;
    assert_int_equal(pages->contents_count, 40);
    assert_int_equal(pages->front, 4);
    assert_int_equal(pages->page[1].op_count, 0);
    assert_string_equal(pages->contents[0].entry->first->text.p, "第0部分 名称");
    uint32_t links = 0;
    for (uint32_t p = 0; p < pages->front; p++) {
        assert_int_equal(pages->page[p].label.n, 0);
        links += pages->page[p].link_count;
    }
    assert_int_equal(links, 40);
    assert_int_equal(pages->destination_count, 44);
    uint32_t entry = 0;
    for (uint32_t i = 0; i < pages->destination_count; i++) {
        const struct destination *destination = &pages->destinations[i];
        if (destination->node->unlisted)
            continue;
        const struct contents_entry *contents = &pages->contents[entry++];
        assert_ptr_equal(contents->heading, destination->node);
        const struct page *page = &pages->page[destination->page];
        assert_true(slice_eq(page->label, contents->entry->last->text));
        char folio[32];
        snprintf(folio, sizeof folio, "— %s —", page->label.p);
        bool odd = (destination->page - pages->front) % 2 == 0;
        const struct paint_op *op = find_op(page, folio);
        assert_non_null(op);
        assert_true((op->x > page->width / 2) == odd);
        assert_null(op->node);
        assert_true(painted_bytes(pages, contents->entry->last) == page->label.n);
    }
    buf_free(&body);
    done(&made);
}

/* Parts of a contents list of `attachments` lines. */
static struct made make_contents(unsigned attachments)
{
    struct buf body = {0};
    buf_puts(&body, "<cover><p>题名</p></cover><contents><p class=\"目录题名\">目 录</p></contents>"
                    "<section page=\"new\"><h1>第一部分　概况</h1><p>文</p></section>"
                    "<section page=\"new\"><h1>第二部分　附件</h1>");
    for (unsigned i = 1; i <= attachments; i++)
        buf_printf(&body, "<h2 contents=\"附件%u　某项目\">某项目</h2><p>文</p>", i);
    buf_puts(&body, "</section>");
    struct made made = make(body.p);
    buf_free(&body);
    check_pages(&made);
    return made;
}

static const struct paint_op *title_of(const struct made *made, unsigned entry)
{
    const struct doc_node *title = made->pages->contents[entry].entry->first;
    for (uint32_t p = 0; p < made->pages->front; p++)
        for (uint32_t i = 0; i < made->pages->page[p].op_count; i++)
            if (made->pages->page[p].ops[i].node == title)
                return &made->pages->page[p].ops[i];
    return NULL;
}

/* Where the title proper of an attachment starts. */
static length after_label(const struct paint_op *op)
{
    length x = op->x;
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        x += op->glyphs[i].advance;
        if (memcmp(op->text.p + op->glyphs[i].cluster, "　", 3) == 0)
            return x;
    }
    return 0;
}

/* A list too long for a page by a few lines is set closer and smaller, another is not. */
static void contents_save_a_page(void **state)
{
    (void)state;
    struct made few = make_contents(20), more = make_contents(33), many = make_contents(60);
    assert_int_equal(few.pages->front, 2);
    assert_int_equal(title_of(&few, 0)->size, 14000);
    assert_int_equal(more.pages->front, 2);
    assert_in_range(title_of(&more, 0)->size, 12000, 13500);
    assert_int_equal(title_of(&many, 0)->size, 14000);
    done(&few);
    done(&more);
    done(&many);
}

/* Titles stand below each other, whatever their labels; a part goes with its first entry. */
static void contents_align_titles(void **state)
{
    (void)state;
    struct made made = make_contents(12);
    assert_int_equal(after_label(title_of(&made, 2)), after_label(title_of(&made, 11)));
    assert_int_not_equal(after_label(title_of(&made, 0)), after_label(title_of(&made, 2)));
    done(&made);
}

/* The agency's name breaks after 省 市 县 区 州 and before a bracket; who and when stand at the
 * foot. */
static void a_cover_has_its_places(void **state)
{
    (void)state;
    struct made made =
        make("<cover><p class=\"封面题名\">某某土家族苗族自治州某某市公安局（本级）</p>"
             "<p class=\"封面副题\">2024年度决算</p><p class=\"封面落款\" place=\"foot\">编制"
             "单位：甲</p><p class=\"封面落款\" place=\"foot\">公开日期：乙</p></cover>"
             "<contents><p>目录</p></contents><section><h1>一</h1></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    const struct area area = text_area(made.document->page, false, false);
    const struct paint_op *first = find_op(page, "某某土家族苗族自治州");
    assert_non_null(first);
    assert_non_null(find_op(page, "某某市公安局（本级）"));
    assert_int_equal(first->size, 36000);
    assert_true(find_op(page, "2024年度决算")->y < page->height / 2);
    length foot = find_op(page, "公开日期：乙")->y;
    assert_int_equal(foot - find_op(page, "编制单位：甲")->y, 28000);
    assert_in_range(foot, area.top + area.height - 28000, area.top + area.height);
    done(&made);
}

/* A name of more than four lines gets smaller, by no more than it needs and two steps at most. */
static void long_names_are_set_smaller(void **state)
{
    (void)state;
    static const struct {
        unsigned tens; /* of characters */
        length size;
    } names[] = {{4, 36000}, {5, 30000}, {6, 26000}, {12, 26000}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf body = {0};
        buf_puts(&body, "<cover><p class=\"封面题名\">");
        for (unsigned k = 0; k < names[i].tens; k++)
            buf_puts(&body, "公共服务管理和保障局");
        buf_puts(&body, "</p></cover><contents><p>目录</p></contents><section><h1>一</h1>"
                        "</section>");
        struct made made = make(body.p);
        check_pages(&made);
        assert_int_equal(made.pages->page[0].ops[0].size, names[i].size);
        done(&made);
        buf_free(&body);
    }
}

/* What stands before the body besides cover and contents has folios of its own. */
static void a_notice_before_the_contents_has_folios(void **state)
{
    (void)state;
    struct made made =
        make("<cover><p>题名</p></cover><section page=\"new\"><h1>更正说明</h1></section>"
             "<contents><p>目录</p></contents><section><h1 contents=\"附件1　某项目\">表"
             "</h1></section>");
    check_pages(&made);
    assert_int_equal(made.pages->count, 5);
    assert_true(slice_is(made.pages->page[2].label, "iii"));
    assert_non_null(find_op(&made.pages->page[2], "— iii —"));
    assert_int_equal(made.pages->page[0].label.n + made.pages->page[3].label.n, 0);
    assert_true(slice_is(made.pages->page[4].label, "1"));
    assert_string_equal(made.pages->contents[0].entry->first->text.p, "附件1　某项目");
    done(&made);
}

/* A heading typed as a paragraph of prose is not left at the foot of a page. */
static void typed_headings_stay_with_their_text(void **state)
{
    (void)state;
    for (int lines = 18; lines < 23; lines++) {
        struct buf body = {0};
        buf_puts(&body, "<section>");
        repeat(&body, "<p>前文前文。</p>", lines);
        buf_puts(&body, "<p>（一）采购情况</p>");
        repeat(&body, "<p>后文后文。</p>", 9);
        buf_puts(&body, "</section>");
        struct made made = make(body.p);
        check_pages(&made);
        const struct page *page = &made.pages->page[page_of(made.pages, "（一）采购情况")];
        const struct paint_op *heading = find_op(page, "（一）采购情况"), *after = heading + 1;
        while (after < page->ops + page->op_count && !after->node)
            after++;
        assert_true(after < page->ops + page->op_count);
        buf_free(&body);
        done(&made);
    }
}

static void a_part_title_goes_with_what_follows(void **state)
{
    (void)state;
    struct made made = make("<section><p>前文</p><h1>第五部分</h1></section>"
                            "<section page=\"new\"><p>附件甲</p></section>");
    check_pages(&made);
    assert_int_equal(page_of(made.pages, "第五部分"), 1);
    assert_int_equal(page_of(made.pages, "附件甲"), 1);
    done(&made);
    made = make("<section page=\"new\"><h1>第五部分</h1></section>"
                "<section page=\"new\"><p>附件甲</p></section>");
    check_pages(&made);
    assert_int_equal(page_of(made.pages, "第五部分"), 0);
    assert_int_equal(page_of(made.pages, "附件甲"), 1);
    done(&made);
}

/* Rules of elements from the document down to where text may stand: a shortest way to each. */
static const struct element_rule *way_to(const struct element_rule *wanted,
                                         const struct element_rule **above)
{
    const struct element_rule *queue[RULE_MAX] = {rule_find("document")};
    size_t head = 0, tail = 1;
    for (size_t i = 0; i < RULE_MAX; i++)
        above[i] = NULL;
    for (; head < tail && queue[head] != wanted; head++)
        for (size_t i = 0; rule_at(i); i++)
            if (queue[head]->children & element_bit(rule_at(i)->element) && !above[i] &&
                rule_at(i) != queue[0]) {
                above[i] = queue[head];
                queue[tail++] = rule_at(i);
            }
    return head < tail ? queue[head] : NULL;
}

static void put_element(struct buf *out, const struct element_rule *rule,
                        const struct element_rule **above, struct slice inside)
{
    struct buf text = {0};
    buf_printf(&text, "<%s>%.*s</%s>", rule->name, (int)inside.n, inside.p, rule->name);
    const struct element_rule *around = above[rule_index(rule)];
    if (around && around->element != ELEMENT_DOCUMENT)
        put_element(out, around, above, buf_slice(&text));
    else
        buf_put_slice(out, buf_slice(&text));
    buf_free(&text);
}

/* So an element that layout does not know cannot lose its text in silence. */
static void the_text_of_every_element_is_painted(void **state)
{
    (void)state;
    unsigned tried = 0;
    for (size_t i = 0; rule_at(i); i++) {
        const struct element_rule *rule = rule_at(i), *above[RULE_MAX];
        bool heading = rule->element == ELEMENT_HEADING && rule->name[1] > '1';
        if (!(rule->children & element_bit(ELEMENT_TEXT)) || heading)
            continue;
        assert_ptr_equal(way_to(rule, above), rule);
        struct buf body = {0};
        if (rule->element == ELEMENT_CAPTION)
            buf_puts(&body,
                     "<table><caption>甲</caption><tbody><tr><td>乙</td></tr></tbody></table>");
        else
            put_element(&body, rule, above, SLICE("甲"));
        struct made made = make(body.p);
        check_pages(&made);
        buf_free(&body);
        done(&made);
        tried++;
    }
    assert_true(tried >= 10);
    for (int element = 0; element < ELEMENT_COUNT; element++)
        assert_non_null(element_word((enum element)element));
}

static void list_items_are_numbered(void **state)
{
    (void)state;
    struct made made = make("<section><ol><li>甲</li><li><p>乙</p><p>丙</p></li></ol>"
                            "<ul><li>丁</li></ul></section>");
    check_pages(&made);
    const struct page *page = &made.pages->page[0];
    assert_int_equal(find_op(page, "1.")->node->element, ELEMENT_ITEM);
    assert_int_equal(find_op(page, "2.")->node->element, ELEMENT_ITEM);
    assert_non_null(find_op(page, "•"));
    assert_null(find_op(page, "3."));
    done(&made);
}

static void the_same_pages_come_again(void **state)
{
    (void)state;
    struct buf body = {0}, dumps[2] = {{0}, {0}};
    buf_printf(&body,
               "<section><h1>标题</h1><p>%s</p><table><tbody><tr><td>1.00</td><td>——</td>"
               "</tr></tbody></table></section>",
               narrative);
    for (int i = 0; i < 2; i++) {
        struct fonts *shared = fonts;
        struct arena *arena = arena_new();
        struct diag diag;
        diag_init(&diag, arena, LANGUAGE_ENGLISH);
        fonts = fonts_open(&diag, SOURCE_ROOT "/fonts", FONTS_ALL);
        struct made made = make(body.p);
        pages_dump(&dumps[i], made.pages);
        done(&made);
        fonts_free(fonts);
        fonts = shared;
        arena_free(arena);
    }
    assert_string_equal(dumps[0].p, dumps[1].p);
    buf_free(&body);
    buf_free(&dumps[0]);
    buf_free(&dumps[1]);
}

static void goldens(void **state)
{
    (void)state;
    need_fangsong();
    static const char *const names[] = {"narrative", "tables", "front"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[4096];
        snprintf(path, sizeof path, SOURCE_ROOT "/tests/layout/%s.html", names[i]);
        struct buf body = read_file(path), dump = {0};
        struct made made = make(body.p);
        check_pages(&made);
        pages_dump(&dump, made.pages);
        snprintf(path, sizeof path, SOURCE_ROOT "/tests/layout/%s.pages", names[i]);
        check_golden(path, buf_slice(&dump));
        buf_free(&body);
        buf_free(&dump);
        done(&made);
    }
}

/* ---- One length after the other ---- */

/* A series of documents: before, text of so many characters (or an item, so many times), after. */
struct series {
    const char *name;
    int from, to, step;
    const char *before, *item, *after;
};

#define ROW "<tr><td>某项</td><td>12.50</td></tr>"
#define TEN_ROWS ROW ROW ROW ROW ROW ROW ROW ROW ROW ROW

static const struct series serieses[] = {
    {"lines of text", 480, 680, 28, "<section><p>", "天地玄黄宇宙洪荒日月盈昃辰宿",
     "</p></section>"},
    {"lines before a heading", 340, 620, 28, "<section><p>", "天地玄黄宇宙洪荒日月盈昃辰宿",
     "</p><h1>二、标题</h1><p>一段正文，写得长一些，以便占用一行以上的位置，到此为止。</p></"
     "section>"},
    {"lines before a table", 340, 620, 56, "<section><p>", "天地玄黄宇宙洪荒日月盈昃辰宿",
     "</p><table><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody>"
     "<tr><td>甲</td><td>1.20</td></tr><tr><td>乙</td><td>11.20</td></tr>"
     "<tr><td>丙</td><td>111.20</td></tr></tbody></table><p>表后的正文。</p></section>"},
    {"words at the end of a line", 14, 42, 1, "<section><p>", "天地玄黄宇宙洪荒",
     "（GB/T 33190）和2024年度支出1,234.56万元，增长12.5%；其余略。</p></section>"},
    {"marks at the end of a line", 20, 32, 1, "<section><p>", "天地玄黄宇宙洪荒",
     "”。（二）《办法》、“三公”——等。</p></section>"},
    {"characters of a heading", 8, 68, 4, "<section><h1>", "示例县民族宗教事务局",
     "</h1></section>"},
    {"characters of three parts of a line", 2, 22, 2, "<section><slots><left>", "编制单位示例县局",
     "</left><center>二〇二四年度</center><right>金额单位：万元</right></slots></section>"},
    {"characters of a name", 4, 64, 4,
     "<section><table><thead><tr><th>名称</th><th>上年结转</th><th>本年收入</th><th>支出</th></tr>"
     "</thead><tbody><tr><td>",
     "一般公共服务支出",
     "</td><td>12.50</td><td>6,717.05</td><td>-3.00</td></tr></tbody></table></section>"},
    {"lines before a long table", 340, 620, 28, "<section><p>", "天地玄黄宇宙洪荒日月盈昃辰宿",
     "</p><table><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody>" TEN_ROWS TEN_ROWS
         TEN_ROWS TEN_ROWS TEN_ROWS "</tbody></table><p>表后的正文。</p></section>"},
    {"blanks at the end of a line", 24, 32, 1, "<section><p>", "天地玄黄宇宙洪荒",
     "    </p><p>后一段。</p></section>"},
    {"Latin words in a line", 14, 42, 2, "<section><p>", "天地玄黄宇宙洪荒",
     "the quick brown fox jumps over the lazy dog，其余略，不再赘述，到此为止。</p></section>"},
    {"words in a cell", 2, 40, 2, "<section><table><tbody><tr><td>", "天地玄黄（宇宙）洪荒、",
     "</td><td>甲</td><td>乙</td><td>丙</td><td>1.00</td></tr></tbody></table></section>"},
    {"characters of a heading in the contents", 8, 68, 6,
     "<contents><p class=\"目录题名\">目 录</p></contents><section page=\"new\"><h1>",
     "示例县民族宗教事务局", "</h1><h2>（一）职责</h2><p>无。</p></section>"},
    {"characters of a cover", 8, 86, 6, "<cover><p class=\"封面题名\">", "示例县民族宗教事务局",
     "</p><p class=\"封面副题\">2024年度部门决算</p></cover><section "
     "page=\"new\"><p>无。</p></section>"},
    {"characters of a centred line", 10, 70, 4, "<section><p class=\"封面副题\">",
     "天地玄黄，宇宙洪荒。日月", "</p></section>"},
    {"characters before other scripts", 14, 44, 2, "<section><p>", "天地玄黄宇宙洪荒",
     "ئىشخانا 2024-يىل 12.5% مالىيە，ཀ་ཁ་ག་ང་ཅ་ཆ，其余略。</p></section>"},
    {"characters of a cell of other scripts", 2, 30, 3,
     "<section><table><tbody><tr><td>ئىشخانا مالىيە</td><td>", "天地玄黄宇宙洪荒",
     "</td><td>ཀ་ཁ་ག་ང་ཅ་ཆ</td><td>12.5</td></tr></tbody></table></section>"},
    {"characters of a caption", 4, 64, 5, "<section><table><caption><slots><left>编制单位：",
     "示例县民族宗教事务局",
     "</left><center/><right "
     "repeat=\"yes\">公开01表　单位：万元</right></slots></caption><thead><tr>"
     "<th>项目</th><th>金额</th></tr></thead><tbody>" TEN_ROWS "</tbody></table></section>"},
    {"characters of a head over columns", 2, 42, 4,
     "<section><table><thead><tr><th rowspan=\"2\">项目</th><th colspan=\"3\">",
     "一般公共预算财政拨款",
     "</th></tr><tr><th>合计</th><th>基本支出</th><th>项目支出</th></tr></thead><tbody><tr><td>甲</"
     "td>"
     "<td>1,234,567.89</td><td>-0.50</td><td>12</td></tr></tbody></table></section>"},
    {"characters of a kept cell", 1300, 3100, 150,
     "<section><table><tbody><tr><td>甲</td><td>乙</td></tr><tr keep=\"next\"><td>说明</td><td>",
     "天地玄黄宇宙洪荒，", "</td></tr><tr><td>丙</td><td>丁</td></tr></tbody></table></section>"},
    {"characters of a tall cell below heads", 1000, 2800, 150,
     "<section><table><tbody><tr><th rowspan=\"3\">绩效</th><th scope=\"col\">指标</th>"
     "<th scope=\"col\">得分</th></tr><tr><td>",
     "天地玄黄宇宙洪荒，",
     "</td><td>98.5</td></tr><tr><td>质量</td><td>9</td></tr></tbody></table></section>"},
    {"characters beside rows", 1000, 2800, 150, "<section><table><tbody><tr><td rowspan=\"3\">",
     "天地玄黄宇宙洪荒，",
     "</td><td>一</td></tr><tr><td>二</td></tr><tr><td>三</td></tr></tbody></table></section>"},
    {"characters of a tall cell", 100, 1900, 150, "<section><table><tbody><tr><td>说明</td><td>",
     "天地玄黄宇宙洪荒，", "</td></tr></tbody></table></section>"},
};

static const struct series repeated[] = {
    {"items of a list", 16, 26, 1, "<section><ol>", "<li>一项工作。</li>",
     "</ol><p>末段。</p></section>"},
    {"rows", 18, 64, 2, "<section><table><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody>",
     "<tr><td>某项</td><td>12.50</td></tr>", "</tbody></table></section>"},
    {"rows below heads", 18, 64, 4,
     "<section><table><thead><tr><th "
     "rowspan=\"2\">项目</th><th>金额</th></tr><tr><th>决算</th></tr>"
     "</thead><tbody><tr><th scope=\"col\">指标</th><th scope=\"col\">得分</th></tr>",
     "<tr><td>某项</td><td>12.50</td></tr>", "</tbody></table></section>"},
    {"rows in pairs", 9, 32, 1,
     "<section><table><thead><tr><th>项目</th><th>金额</th></tr></thead><tbody>",
     "<tr keep=\"next\"><td rowspan=\"2\">某项</td><td>12.50</td></tr><tr><td>3.00</td></tr>",
     "</tbody></table><p>末段。</p></section>"},
    {"headings in the contents", 3, 45, 3,
     "<contents><p class=\"目录题名\">目 录</p></contents><section page=\"new\">",
     "<h1>第一部分 概况</h1><h2>一、职责</h2><p>无。</p>", "</section>"},
    {"rows on turned pages", 10, 60, 5,
     "<section page=\"new\" "
     "orientation=\"landscape\"><table><caption><slots><left>甲局</left><center/>"
     "<right "
     "repeat=\"yes\">公开09表</right></slots></caption><thead><tr><th>名称</th><th>金额</th></tr>"
     "</thead><tbody>",
     "<tr><td>某项</td><td>12.50</td></tr>", "</tbody></table><p>末段。</p></section>"},
    {"rows with spans", 4, 30, 2, "<section><table><tbody>",
     "<tr><th rowspan=\"3\">类</th><td colspan=\"2\">甲</td><td>1</td></tr><tr><td>乙</td>"
     "<td rowspan=\"2\">丙</td><td>2</td></tr><tr><td>丁</td><td>3.25</td></tr>",
     "</tbody></table></section>"},
    {"long items of a list", 4, 14, 1, "<section><ol>",
     "<li>一项工作，说明得长一些，以便占用一行以上的位置，到此为止，其余略。</li>",
     "</ol><h1>（二）其他</h1><p>末段。</p></section>"},
    {"headings", 4, 30, 2, "<section>", "<h1>一、标题</h1><p>一段正文。</p>", "</section>"},
    {"columns", 2, 26, 2, "<section><table><tbody><tr><td>项目</td>", "<td>123,456.78</td>",
     "</tr></tbody></table></section>"},
    {"narrow columns", 2, 40, 3, "<section><table><thead><tr><th>项目</th>",
     "<th>一般公共预算</th>", "</tr></thead></table></section>"},
};

static void put_characters(struct buf *out, const char *text, int count)
{
    size_t at = 0, size = strlen(text);
    for (int i = 0; i < count; i++) {
        size_t from = at;
        utf8_next(slice_of(text), &at);
        buf_put(out, text + from, at - from);
        at = at == size ? 0 : at;
    }
}

static void sweep(struct buf *out, const struct series *series, bool characters)
{
    for (int n = series->from; n <= series->to; n += series->step) {
        struct buf body = {0};
        buf_puts(&body, series->before);
        if (characters)
            put_characters(&body, series->item, n);
        else
            repeat(&body, series->item, n);
        buf_puts(&body, series->after);
        struct made made = make(body.p);
        buf_printf(out, "%d %s", n, series->name);
        put_sums(out, made.pages, &made.diag);
        buf_free(&body);
        done(&made);
    }
}

/* Where a line, a row or a column more begins another line or page, or turns the page. */
static void lengths_one_after_the_other(void **state)
{
    (void)state;
    need_fangsong();
    struct buf out = {0};
    for (size_t i = 0; i < sizeof serieses / sizeof *serieses; i++)
        sweep(&out, &serieses[i], true);
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++)
        sweep(&out, &repeated[i], false);
    check_golden(SOURCE_ROOT "/tests/layout/lengths", buf_slice(&out));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fonts_find_rare_characters),
        cmocka_unit_test(fonts_refuse_what_is_not_there),
        cmocka_unit_test(fonts_set_figures_and_marks_in_columns),
        cmocka_unit_test(plain_text_needs_no_shaping),
        cmocka_unit_test(marks_are_told_from_characters),
        cmocka_unit_test(some_marks_never_start_a_line),
        cmocka_unit_test(some_marks_never_end_a_line),
        cmocka_unit_test(pairs_and_numbers_stay_whole),
        cmocka_unit_test(words_stay_whole),
        cmocka_unit_test(heads_break_at_joints),
        cmocka_unit_test(words_and_numbers_are_never_spaced),
        cmocka_unit_test(addresses_break_at_their_marks),
        cmocka_unit_test(digits_and_dots_have_their_place),
        cmocka_unit_test(a_last_line_has_two_characters),
        cmocka_unit_test(forced_breaks_and_blanks),
        cmocka_unit_test(blanks_at_the_ends_of_lines_are_there),
        cmocka_unit_test(centred_lines_are_even),
        cmocka_unit_test(centred_lines_keep_their_breaks),
        cmocka_unit_test(marks_that_meet_are_squeezed),
        cmocka_unit_test(marks_give_way_at_the_ends_of_lines),
        cmocka_unit_test(justified_lines_sum_to_the_measure),
        cmocka_unit_test(the_page_has_22_lines_of_28_characters),
        cmocka_unit_test(accents_and_dashes_are_shaped),
        cmocka_unit_test(a_missing_character_is_an_error_each),
        cmocka_unit_test(figures_align_on_the_point),
        cmocka_unit_test(a_figure_over_columns_ends_at_their_edge),
        cmocka_unit_test(tables_of_any_length_split_well),
        cmocka_unit_test(a_table_shrinks_to_save_a_page),
        cmocka_unit_test(a_table_with_a_page_to_itself_is_loose),
        cmocka_unit_test(a_spanning_label_is_repeated),
        cmocka_unit_test(heads_in_the_body_are_repeated),
        cmocka_unit_test(further_pages_are_continued),
        cmocka_unit_test(widths_are_those_of_the_form),
        cmocka_unit_test(empty_columns_give_way),
        cmocka_unit_test(cells_say_the_same),
        cmocka_unit_test(marks_of_the_same_cell_differ),
        cmocka_unit_test(levels_show),
        cmocka_unit_test(table_pages_have_their_margins),
        cmocka_unit_test(a_table_of_long_names_turns_its_page),
        cmocka_unit_test(rows_have_the_heights_asked_for),
        cmocka_unit_test(kept_rows_stay_together),
        cmocka_unit_test(a_tall_row_is_divided),
        cmocka_unit_test(a_tall_cell_beside_rows_goes_on),
        cmocka_unit_test(slots_do_not_collide),
        cmocka_unit_test(a_wide_table_turns_its_page),
        cmocka_unit_test(a_table_too_wide_goes_on_below),
        cmocka_unit_test(a_wide_table_parts_between_its_heads),
        cmocka_unit_test(links_say_their_pages),
        cmocka_unit_test(columns_take_their_hints),
        cmocka_unit_test(no_line_is_left_alone),
        cmocka_unit_test(a_last_page_has_four_lines),
        cmocka_unit_test(every_table_is_a_destination),
        cmocka_unit_test(contents_have_the_right_numbers),
        cmocka_unit_test(contents_save_a_page),
        cmocka_unit_test(contents_align_titles),
        cmocka_unit_test(a_cover_has_its_places),
        cmocka_unit_test(long_names_are_set_smaller),
        cmocka_unit_test(a_notice_before_the_contents_has_folios),
        cmocka_unit_test(typed_headings_stay_with_their_text),
        cmocka_unit_test(a_part_title_goes_with_what_follows),
        cmocka_unit_test(the_text_of_every_element_is_painted),
        cmocka_unit_test(list_items_are_numbered),
        cmocka_unit_test(a_document_sets_so_many_characters_and_no_more),
        cmocka_unit_test(the_same_pages_come_again),
        cmocka_unit_test(goldens),
        cmocka_unit_test(lengths_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
