/*
 * The PDF writer, on a document and pages built by hand: parsed back with libqpdf, its fonts opened
 * with FreeType, its text and structure read by poppler's tools.
 */
#include "testing.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_CID_H
#include <hb-ot.h>
#include <qpdf/qpdf-c.h>
#include <time.h>

#include "base/diag.h"
#include "device/device.h"

/* ---- a document and its pages, built by hand ---- */

enum { SERIF, KAI, FANG, SANS, FONTS };
enum { PAGES = 5, OPS = 4096, NODES_MAX = 20000 };

static struct font fonts[FONTS];
static struct font_memory memories[FONTS];
static struct arena *memory;

struct builder {
    struct arena *arena;
    struct document document;
    struct pages pages;
    struct page page[PAGES];
    uint32_t next_id;
    uint32_t at;             /* the page that is painted */
    struct buf shown[PAGES]; /* all text, in the order painted */
};

static bool open_font(int which, const char *path, int index, const char *name, bool cff)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob)
        return false;
    hb_face_t *face = hb_face_create(blob, (unsigned)index);
    hb_blob_destroy(blob);
    fonts[which] = (struct font){.path = path,
                                 .name = name,
                                 .index = index,
                                 .face = face,
                                 .font = hb_font_create(face),
                                 .upem = (int)hb_face_get_upem(face),
                                 .ascent = 880,
                                 .descent = -120,
                                 .cff = cff,
                                 .cid_keyed = cff,
                                 .id = (uint32_t)which,
                                 .memory = &memories[which]};
    memories[which].arena = memory;
    hb_font_set_scale(fonts[which].font, fonts[which].upem, fonts[which].upem);
    return true;
}

static int open_fonts(void **state)
{
    (void)state;
    memory = arena_new();
    const char *fandol = SOURCE_ROOT "/fonts/fandol/FandolFang-Regular.otf";
    assert_true(open_font(SERIF, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2,
                          "NotoSerifCJKsc-Regular", true));
    assert_true(open_font(KAI, "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0,
                          "LXGWWenKai-Regular", false));
    assert_true(
        open_font(SANS, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 0, "DejaVuSans", false));
    if (!open_font(FANG, fandol, 0, "FandolFang-Regular", true))
        fonts[FANG] = fonts[SERIF]; /* fetched by `make deps`; the rest is tested without it */
    return 0;
}

static int close_fonts(void **state)
{
    (void)state;
    if (fonts[FANG].font == fonts[SERIF].font)
        fonts[FANG] = (struct font){0};
    for (int i = 0; i < FONTS; i++) {
        hb_font_destroy(fonts[i].font);
        hb_face_destroy(fonts[i].face);
    }
    arena_free(memory);
    return 0;
}

static struct doc_node *node(struct builder *builder, struct doc_node *parent, enum element element)
{
    struct doc_node *new = ARENA_NEW(builder->arena, struct doc_node);
    *new = (struct doc_node){
        .element = element, .id = builder->next_id++, .parent = parent, .colspan = 1, .rowspan = 1};
    if (parent && parent->last)
        parent->last->next = new;
    else if (parent)
        parent->first = new;
    if (parent)
        parent->last = new;
    return new;
}

static struct doc_node *text(struct builder *builder, struct doc_node *parent, const char *content)
{
    struct doc_node *new = node(builder, parent, ELEMENT_TEXT);
    new->text = slice_of(content);
    return new;
}

static struct doc_node *cell(struct builder *builder, struct doc_node *row, enum element element,
                             int colspan, int rowspan)
{
    struct doc_node *new = node(builder, row, element);
    new->colspan = (uint16_t)colspan;
    new->rowspan = (uint16_t)rowspan;
    new->scope = row->parent->element == ELEMENT_HEAD ? SCOPE_COLUMN : SCOPE_ROW;
    return new;
}

static struct paint_op *new_op(struct builder *builder, enum paint paint,
                               const struct doc_node *node, length x, length y)
{
    struct page *page = &builder->page[builder->at];
    assert_true(page->op_count < OPS);
    struct paint_op *op = &page->ops[page->op_count++];
    *op = (struct paint_op){.paint = paint, .node = node, .x = x, .y = y};
    return op;
}

/* Sets text at x, y and returns the x where it ends. */
static length set_run(struct builder *builder, const struct doc_node *node, const char *content,
                      int font, length size, length x, length y, length spacing)
{
    struct paint_op *op = new_op(builder, PAINT_GLYPHS, node, x, y);
    hb_buffer_t *shaped = hb_buffer_create();
    hb_buffer_add_utf8(shaped, content, -1, 0, -1);
    hb_buffer_guess_segment_properties(shaped);
    hb_shape(fonts[font].font, shaped, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(shaped, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(shaped, NULL);
    struct glyph *glyphs = ARENA_ARRAY(builder->arena, struct glyph, count);
    int64_t upem = fonts[font].upem;
    for (unsigned i = 0; i < count; i++) {
        glyphs[i] = (struct glyph){.id = info[i].codepoint,
                                   .cluster = info[i].cluster,
                                   .advance = (length)(at[i].x_advance * size / upem) + spacing,
                                   .dx = (length)(at[i].x_offset * (int64_t)size / upem),
                                   .dy = (length)(at[i].y_offset * (int64_t)size / upem)};
        op->width += glyphs[i].advance;
    }
    op->font = &fonts[font];
    op->size = size;
    op->spacing = spacing;
    op->glyphs = glyphs;
    op->glyph_count = count;
    op->text = slice_of(content);
    buf_puts(&builder->shown[builder->at], content);
    hb_buffer_destroy(shaped);
    return x + op->width;
}

static length set(struct builder *builder, const struct doc_node *node, int font, length size,
                  length x, length y)
{
    return set_run(builder, node, node->text.p, font, size, x, y, 0);
}

static void set_folio(struct builder *builder, const char *content)
{
    length y = builder->page[builder->at].height - 40000;
    set_run(builder, NULL, content, SERIF, 14000, 280000, y, 0);
}

static struct builder *builder_new(void)
{
    struct arena *arena = arena_new();
    struct builder *builder = ARENA_NEW(arena, struct builder);
    builder->arena = arena;
    builder->document = (struct document){.title = SLICE("某市某局2024年度部门决算 <公开> & 说明"),
                                          .author = SLICE("某市某局"),
                                          .subject = SLICE("部门决算公开")};
    builder->document.root = node(builder, NULL, ELEMENT_DOCUMENT);
    for (int i = 0; i < PAGES; i++)
        builder->page[i] = (struct page){.width = 595276,
                                         .height = 841890,
                                         .ops = ARENA_ARRAY(arena, struct paint_op, OPS),
                                         .links = ARENA_ARRAY(arena, struct page_link, 8)};
    builder->page[2].width = builder->page[3].width = 841890; /* the table lies on its side */
    builder->page[2].height = builder->page[3].height = 595276;
    builder->pages = (struct pages){.document = &builder->document,
                                    .page = builder->page,
                                    .count = PAGES,
                                    .front = 2,
                                    .destinations = ARENA_ARRAY(arena, struct destination, 16),
                                    .contents = ARENA_ARRAY(arena, struct contents_entry, 8)};
    return builder;
}

static void builder_free(struct builder *builder)
{
    for (int i = 0; i < PAGES; i++)
        buf_free(&builder->shown[i]);
    arena_free(builder->arena);
}

static struct doc_node *heading(struct builder *builder, struct doc_node *parent, int level,
                                const char *content, length y)
{
    struct doc_node *new = node(builder, parent, ELEMENT_HEADING);
    new->level = (uint8_t)level;
    set(builder, text(builder, new, content), KAI, 16000, 90000, y);
    builder->pages.destinations[builder->pages.destination_count++] =
        (struct destination){new, builder->at, y - 16000};
    return new;
}

static void build_cover(struct builder *builder)
{
    struct doc_node *cover = node(builder, builder->document.root, ELEMENT_COVER);
    builder->at = 0;
    struct doc_node *title = node(builder, cover, ELEMENT_PARAGRAPH);
    set(builder, text(builder, title, "某市某局部门决算"), SERIF, 22000, 180000, 240000);
    node(builder, cover, ELEMENT_PARAGRAPH); /* empty: nothing to say */
}

/* A table over two pages: spanning heads, an empty cell, a label that spans rows, grey heads. */
static void build_head(struct builder *builder, struct doc_node *table, length y, bool repeated)
{
    static const struct {
        const char *text;
        int colspan, rowspan, row;
        length x;
    } cells[] = {{"项目", 1, 2, 0, 90000},
                 {"决算数", 2, 1, 0, 300000},
                 {"基本支出", 1, 1, 1, 300000},
                 {"项目支出", 1, 1, 1, 500000}};
    struct doc_node *head = NULL, *row[2] = {NULL, NULL};
    if (!repeated) {
        head = node(builder, table, ELEMENT_HEAD);
        row[0] = node(builder, head, ELEMENT_ROW);
        row[1] = node(builder, head, ELEMENT_ROW);
    }
    struct paint_op *fill = new_op(builder, PAINT_FILL, NULL, 80000, y - 15000);
    fill->width = 600000;
    fill->height = 40000;
    fill->color = 0xEEEEEE;
    for (int i = 0; i < 4; i++) {
        struct doc_node *in = NULL;
        if (!repeated)
            in = text(builder,
                      cell(builder, row[cells[i].row], ELEMENT_HEADER, cells[i].colspan,
                           cells[i].rowspan),
                      cells[i].text);
        set_run(builder, in, cells[i].text, SERIF, 10500, cells[i].x, y + cells[i].row * 18000, 0);
    }
}

static void build_row(struct builder *builder, struct doc_node *body, length y, int ordinal)
{
    struct doc_node *row = node(builder, body, ELEMENT_ROW);
    if (ordinal % 2 == 0) {
        struct doc_node *label = cell(builder, row, ELEMENT_HEADER, 1, 2);
        set(builder, text(builder, label, "一般公共服务支出"), SERIF, 10500, 90000, y);
    }
    const char *amount =
        arena_printf(builder->arena, "%d,%03d.%02d", ordinal + 1, ordinal * 37, ordinal);
    set(builder, text(builder, cell(builder, row, ELEMENT_CELL, 1, 1), amount), SERIF, 10500,
        300000, y);
    cell(builder, row, ELEMENT_CELL, 1, 1);
}

static void build_rules(struct builder *builder)
{
    for (int i = 0; i < 6; i++) {
        struct paint_op *rule = new_op(builder, PAINT_RULING, NULL, 80000, 100000 + i * 20000);
        rule->width = 600000;
        rule->thickness = i ? 500 : 1000;
    }
}

static void build_table(struct builder *builder, struct doc_node *section)
{
    struct doc_node *table = node(builder, section, ELEMENT_TABLE);
    struct doc_node *caption = node(builder, table, ELEMENT_CAPTION);
    struct doc_node *slots = node(builder, caption, ELEMENT_SLOTS);
    struct doc_node *left = text(builder, node(builder, slots, ELEMENT_SLOT), "部门：某市某局");
    struct doc_node *right = text(builder, node(builder, slots, ELEMENT_SLOT), "单位：万元");
    node(builder, table, ELEMENT_COLUMN)->width = 30000;
    set(builder, left, SERIF, 10500, 80000, 95000);
    set(builder, right, SERIF, 10500, 600000, 95000);
    build_head(builder, table, 115000, false);
    struct doc_node *body = node(builder, table, ELEMENT_BODY);
    for (int i = 0; i < 4; i++)
        build_row(builder, body, 155000 + i * 18000, i);
    build_rules(builder);
    set_folio(builder, "— 1 —");
    builder->at = 3;
    build_head(builder, table, 100000, true);
    for (int i = 4; i < 6; i++)
        build_row(builder, body, 140000 + (i - 4) * 18000, i);
    set_folio(builder, "— 2 —");
}

/* Justified lines that change fonts, a paragraph in three inks, clusters of every shape. */
static void build_text(struct builder *builder, struct doc_node *section)
{
    struct doc_node *paragraph = node(builder, section, ELEMENT_PARAGRAPH);
    struct doc_node *a = text(builder, paragraph, "本年收入合计");
    struct doc_node *figure = text(builder, paragraph, "2,024.50");
    struct doc_node *b = text(builder, paragraph, "万元，其中：𠅤字财政拨款收入。");
    length x = set_run(builder, a, a->text.p, FANG, 16000, 90000, 160000, 2700);
    x = set_run(builder, figure, figure->text.p, SANS, 16000, x, 160000, 2700);
    set_run(builder, b, "万元，其中：", FANG, 16000, x, 160000, 2700);
    x = set_run(builder, b, "𠅤", SERIF, 16000, 90000, 188950, 0);
    set_run(builder, b, "字财政拨款收入。", FANG, 16000, x, 188950, 0);

    struct doc_node *clusters = node(builder, section, ELEMENT_PARAGRAPH);
    struct doc_node *ligature = text(builder, clusters, "office ");
    struct doc_node *accents = text(builder, clusters, "q\xCC\x84\xCC\x81x ");
    struct doc_node *radical = text(builder, clusters, "⼀一⼀");
    struct doc_node *private = text(builder, clusters, "Å\xE2\x84\xAB");
    x = set(builder, ligature, SANS, 16000, 90000, 220000);
    x = set(builder, accents, SANS, 16000, x, 220000);
    x = set(builder, radical, SERIF, 16000, x, 220000);
    builder->page[builder->at].ops[builder->page[builder->at].op_count - 1].color = 0xCC0000;
    set(builder, private, SANS, 16000, x, 220000);

    struct doc_node *list = node(builder, section, ELEMENT_LIST);
    for (int i = 0; i < 2; i++) {
        struct doc_node *item = node(builder, list, ELEMENT_ITEM);
        struct doc_node *block = node(builder, item, ELEMENT_PARAGRAPH);
        set_run(builder, item, i ? "2." : "1.", KAI, 12000, 90000, 260000 + i * 20000, 0);
        set(builder, text(builder, block, i ? "第二条" : "第一条"), KAI, 12000, 110000,
            260000 + i * 20000);
    }
    set_folio(builder, "— 3 —");
}

static void build_contents(struct builder *builder, struct doc_node *contents)
{
    builder->at = 1;
    struct page *page = &builder->page[1];
    set(builder, text(builder, node(builder, contents, ELEMENT_PARAGRAPH), "目录"), KAI, 22000,
        270000, 100000);
    for (uint32_t i = 0; i < builder->pages.destination_count; i++) {
        const struct destination *to = &builder->pages.destinations[i];
        length y = 140000 + (length)i * 28950;
        struct doc_node *entry = node(builder, NULL, ELEMENT_PARAGRAPH);
        entry->parent = contents;
        set(builder, text(builder, entry, to->node->first->text.p), FANG, 16000, 90000, y);
        set_run(builder, NULL, "……", FANG, 16000, 400000, y, 0);
        set(builder, text(builder, entry, arena_printf(builder->arena, "%u", to->page - 1)), FANG,
            16000, 500000, y);
        builder->pages.contents[builder->pages.contents_count++] =
            (struct contents_entry){entry, to->node};
        page->links[page->link_count++] =
            (struct page_link){90000, y - 16000, 420000, 20000, to->node, contents, NULL};
    }
}

static struct builder *build_all(void)
{
    struct builder *builder = builder_new();
    struct doc_node *root = builder->document.root;
    build_cover(builder);
    struct doc_node *contents = node(builder, root, ELEMENT_CONTENTS);
    struct doc_node *tables = node(builder, root, ELEMENT_SECTION);
    builder->at = 2;
    heading(builder, tables, 1, "一、决算报表", 60000);
    heading(builder, tables, 2, "（一）收入决算表", 80000)->name = SLICE("收入(决算)表");
    build_table(builder, tables);
    struct doc_node *words = node(builder, root, ELEMENT_SECTION);
    builder->at = 4;
    heading(builder, words, 1, "二、情况说明", 100000);
    build_text(builder, node(builder, words, ELEMENT_SECTION));
    build_contents(builder, contents);
    builder->document.node_count = builder->next_id;
    return builder;
}

static const struct attachment records[] = {
    {"决算.ini", "text/plain", "Source", "原始数据", {"[单位]\n名称 = 某市某局\n", 31}},
    {"duties.txt", "text/plain", "Supplement", "职责", {"duties", 6}},
};

static struct buf write_with(struct builder *builder, const struct file_info *info)
{
    struct buf out = {0};
    struct diag diag;
    diag_init(&diag, builder->arena, LANGUAGE_ENGLISH);
    assert_true(pdf_write(&out, &diag, &builder->pages, info));
    assert_null(diag.first);
    return out;
}

static struct buf write_all(struct builder *builder)
{
    return write_with(builder, &(struct file_info){.producer = "gongkai test",
                                                   .date = 1754352000,
                                                   .attachments = records,
                                                   .attachment_count = 2});
}

/* ---- the file, read back with libqpdf ---- */

struct reader {
    qpdf_data qpdf;
    struct buf file;
};

static struct reader read_back(struct buf file)
{
    struct reader reader = {qpdf_init(), file};
    qpdf_silence_errors(reader.qpdf);
    assert_int_equal(qpdf_read_memory(reader.qpdf, "test", file.p, file.n, NULL), QPDF_SUCCESS);
    return reader;
}

static void reader_close(struct reader *reader)
{
    qpdf_cleanup(&reader->qpdf);
    buf_free(&reader->file);
}

static qpdf_oh key(struct reader *reader, qpdf_oh from, const char *name)
{
    qpdf_oh value = qpdf_oh_get_key(reader->qpdf, from, name);
    if (qpdf_oh_is_null(reader->qpdf, value))
        fail_msg("no %s", name);
    return value;
}

static void test_checks_clean(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    QPDF_ERROR_CODE code = qpdf_check_pdf(reader.qpdf);
    if (qpdf_more_warnings(reader.qpdf))
        fail_msg("%s", qpdf_get_error_full_text(reader.qpdf, qpdf_next_warning(reader.qpdf)));
    assert_int_equal(code, QPDF_SUCCESS);
    assert_int_equal(qpdf_get_num_pages(reader.qpdf), PAGES);
    assert_string_equal(qpdf_get_pdf_version(reader.qpdf), "1.7");
    reader_close(&reader);
    builder_free(builder);
}

static void test_same_bytes_every_run(void **state)
{
    (void)state;
    struct builder *first = build_all(), *second = build_all();
    struct buf a = write_all(first), b = write_all(second), c = {0};
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    second->document.author = SLICE("另一局");
    c = write_all(second);
    assert_true(c.n != a.n || memcmp(a.p, c.p, a.n) != 0);
    buf_free(&a);
    buf_free(&b);
    buf_free(&c);
    builder_free(first);
    builder_free(second);
}

/* Appends to what the buffer holds: offsets count from the start of the file. */
static void test_appends(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct file_info info = {.producer = "gongkai test"};
    struct buf alone = write_with(builder, &info), after = {0};
    struct diag diag;
    diag_init(&diag, builder->arena, LANGUAGE_ENGLISH);
    buf_puts(&after, "before");
    assert_true(pdf_write(&after, &diag, &builder->pages, &info));
    assert_int_equal(after.n, alone.n + 6);
    assert_memory_equal(after.p + 6, alone.p, alone.n);
    buf_free(&alone);
    buf_free(&after);
    builder_free(builder);
}

static void test_missing_glyph_is_an_error(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct glyph none = {0};
    struct paint_op *op = &builder->page[0].ops[0];
    op->glyphs = &none;
    op->glyph_count = 1;
    struct buf out = {0};
    struct diag diag;
    diag_init(&diag, builder->arena, LANGUAGE_ENGLISH);
    assert_false(pdf_write(&out, &diag, &builder->pages, &(struct file_info){.producer = "t"}));
    assert_int_equal(out.n, 0);
    assert_int_equal(diag.first->message, MSG_PDF_GLYPH);
    buf_free(&out);
    builder_free(builder);
}

/* ---- content streams ---- */

/* The tokens that matter: operators and, before BDC, whether the sequence has an MCID. */
struct walk {
    int depth;  /* of marked sequences */
    int marked; /* depth at which an MCID or Artifact sequence opened, or 0 */
    bool in_text;
    unsigned mcids;
    unsigned painted;
};

static void walk_operator(struct walk *walk, const char *operator, bool has_mcid, bool artifact)
{
    static const char *const painting[] = {"TJ", "Tj", "S", "f"};
    if (!strcmp(operator, "BDC") || !strcmp(operator, "BMC")) {
        walk->depth++;
        if (has_mcid || artifact) {
            assert_int_equal(walk->marked, 0); /* never nested */
            walk->marked = walk->depth;
        }
        walk->mcids += has_mcid;
    } else if (!strcmp(operator, "EMC")) {
        assert_true(walk->depth > 0);
        if (walk->depth-- == walk->marked)
            walk->marked = 0;
    } else if (!strcmp(operator, "BT") || !strcmp(operator, "ET")) {
        assert_true(walk->in_text == (operator[0] == 'E'));
        walk->in_text = !walk->in_text;
    }
    for (size_t i = 0; i < sizeof painting / sizeof *painting; i++) {
        if (!strcmp(operator, painting[i])) {
            assert_true(walk->marked > 0);
            walk->painted++;
        }
    }
}

/* Takes the bytes between brackets out of the content: codes may be any. */
static char *without_strings(const unsigned char *content, size_t n)
{
    struct buf out = {0};
    bool in_string = false;
    for (size_t i = 0; i < n; i++) {
        if (in_string && content[i] == '\\')
            i++;
        else if (content[i] == '(' || content[i] == ')')
            in_string = content[i] == '(';
        else if (!in_string)
            buf_putc(&out, (char)content[i]);
    }
    assert_false(in_string);
    return out.p;
}

static void walk_content(struct walk *walk, const char *content)
{
    bool has_mcid = false, artifact = false;
    for (const char *at = content; *at;) {
        size_t n = strcspn(at, " \n[]<>");
        if (!strncmp(at, "<<", 2) || !strncmp(at, ">>", 2)) {
            n = 2;
        } else if (at[0] == '<') {
            n = strcspn(at, ">") + 1;
            assert_true(n % 2 == 0);
        } else if (n == 0) {
            n = 1;
        }
        has_mcid |= n == 5 && !strncmp(at, "/MCID", 5);
        artifact |= n == 9 && !strncmp(at, "/Artifact", 9);
        if ((*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z')) {
            char operator[8] = "";
            assert_true(n < sizeof operator);
            memcpy(operator, at, n);
            walk_operator(walk, operator, has_mcid, artifact);
            has_mcid = artifact = false;
        }
        at += n;
    }
    assert_int_equal(walk->depth, 0);
    assert_false(walk->in_text);
}

static void test_everything_painted_is_marked(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    qpdf_oh tree = key(&reader, qpdf_get_root(reader.qpdf), "/StructTreeRoot");
    qpdf_oh nums = key(&reader, key(&reader, tree, "/ParentTree"), "/Nums");
    for (int i = 0; i < PAGES; i++) {
        unsigned char *content;
        size_t n;
        qpdf_oh page = qpdf_get_page_n(reader.qpdf, (size_t)i);
        assert_int_equal(qpdf_oh_get_page_content_data(reader.qpdf, page, &content, &n),
                         QPDF_SUCCESS);
        struct walk walk = {0};
        char *terminated = without_strings(content, n);
        walk_content(&walk, terminated);
        assert_true(walk.painted > 0);
        assert_int_equal(
            qpdf_oh_get_int_value_as_int(reader.qpdf, key(&reader, page, "/StructParents")), i);
        qpdf_oh parents = qpdf_oh_get_array_item(reader.qpdf, nums, 2 * i + 1);
        assert_int_equal(qpdf_oh_get_array_n_items(reader.qpdf, parents), walk.mcids);
        free(terminated);
        free(content);
    }
    reader_close(&reader);
    builder_free(builder);
}

/* What the pages paint, operator for operator; bytes that are no ASCII by their digits. */
static void test_contents_are_as_they_were(void **state)
{
    (void)state;
    need_fangsong();
    struct buf out = {0};
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    for (int i = 0; i < PAGES; i++) {
        unsigned char *content;
        size_t n;
        qpdf_oh page = qpdf_get_page_n(reader.qpdf, (size_t)i);
        assert_int_equal(qpdf_oh_get_page_content_data(reader.qpdf, page, &content, &n),
                         QPDF_SUCCESS);
        buf_printf(&out, "%% page %d\n", i + 1);
        for (size_t at = 0; at < n; at++)
            buf_printf(&out,
                       content[at] == '\n' || (content[at] >= ' ' && content[at] <= '~') ? "%c"
                                                                                         : "{%02X}",
                       content[at]);
        buf_putc(&out, '\n');
        free(content);
    }
    check_golden(SOURCE_ROOT "/tests/pdf/contents", buf_slice(&out));
    buf_free(&out);
    reader_close(&reader);
    builder_free(builder);
}

static void put_ascii(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, (unsigned char)text[i] < 0x80 ? "%c" : "{%02X}", (unsigned char)text[i]);
    buf_putc(out, '\n');
}

/* What the stream says, if that is what characters mean or what the file is. */
static void put_stream(struct buf *out, qpdf_data qpdf, qpdf_oh stream)
{
    unsigned char *bytes;
    size_t n;
    assert_int_equal(qpdf_oh_get_stream_data(qpdf, stream, qpdf_dl_all, NULL, &bytes, &n),
                     QPDF_SUCCESS);
    struct slice text = {(const char *)bytes, n};
    if (slice_starts(text, "/CIDInit") || slice_starts(text, "<?xpacket"))
        put_ascii(out, text.p, text.n);
    free(bytes);
}

/* Every object of the file, but for fonts and pages and how long streams are. */
static void test_objects_are_as_they_were(void **state)
{
    (void)state;
    need_fangsong();
    struct buf out = {0};
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    for (int i = 1;; i++) {
        qpdf_oh object = qpdf_get_object_by_id(reader.qpdf, i, 0), shown = object;
        if (qpdf_oh_is_null(reader.qpdf, object))
            break;
        bool stream = qpdf_oh_is_stream(reader.qpdf, object);
        if (stream) {
            shown = qpdf_oh_get_dict(reader.qpdf, object);
            qpdf_oh_remove_key(reader.qpdf, shown, "/Length1");
        }
        const char *text = qpdf_oh_unparse_resolved(reader.qpdf, shown);
        const char *length = strstr(text, "/Length ");
        size_t n = length ? (size_t)(length - text) : strlen(text);
        buf_printf(&out, "%d%s ", i, stream ? " stream" : "");
        put_ascii(&out, text, n);
        if (stream)
            put_stream(&out, reader.qpdf, object);
    }
    assert_true(out.n > 0);
    check_golden(SOURCE_ROOT "/tests/pdf/objects", buf_slice(&out));
    buf_free(&out);
    reader_close(&reader);
    builder_free(builder);
}

/* The same pages as OFD: every part that is text. */
static void test_ofd_is_as_it_was(void **state)
{
    (void)state;
    need_fangsong();
    struct builder *builder = build_all();
    struct buf file = {0};
    struct diag diag;
    diag_init(&diag, builder->arena, LANGUAGE_ENGLISH);
    const struct file_info info = {.producer = "gongkai test",
                                   .date = 1754352000,
                                   .attachments = records,
                                   .attachment_count = 2};
    const struct page_style style = {.width = 595276, .height = 841890};
    builder->document.page = &style;
    assert_true(device_ofd.file(&file, &diag, &builder->pages, &info));
    char path[] = "/tmp/gongkai-test-XXXXXX", command[128];
    int to = mkstemp(path);
    assert_true(to >= 0);
    assert_int_equal(write(to, file.p, file.n), file.n);
    close(to);
    snprintf(command, sizeof command, "unzip -p %s '*.xml'", path);
    struct buf out = run_command(command, NULL);
    check_golden(SOURCE_ROOT "/tests/pdf/ofd", buf_slice(&out));
    unlink(path);
    buf_free(&out);
    buf_free(&file);
    builder_free(builder);
}

/* ---- fonts ---- */

static FT_Face open_program(struct reader *reader, FT_Library library, qpdf_oh cid_font,
                            unsigned char **bytes)
{
    qpdf_oh descriptor = key(reader, cid_font, "/FontDescriptor");
    bool cff = qpdf_oh_has_key(reader->qpdf, descriptor, "/FontFile3");
    size_t n;
    qpdf_oh stream = key(reader, descriptor, cff ? "/FontFile3" : "/FontFile2");
    assert_int_equal(qpdf_oh_get_stream_data(reader->qpdf, stream, qpdf_dl_all, NULL, bytes, &n),
                     QPDF_SUCCESS);
    FT_Face face;
    assert_int_equal(FT_New_Memory_Face(library, *bytes, (FT_Long)n, 0, &face), 0);
    return face;
}

/* Reads /W into widths by code; what it does not say keeps the default. */
static void read_widths(struct reader *reader, qpdf_oh cid_font, int widths[65536])
{
    qpdf_data qpdf = reader->qpdf;
    int usual = qpdf_oh_get_int_value_as_int(qpdf, key(reader, cid_font, "/DW"));
    for (int i = 0; i < 65536; i++)
        widths[i] = usual;
    qpdf_oh list = key(reader, cid_font, "/W");
    int n = qpdf_oh_get_array_n_items(qpdf, list);
    assert_int_equal(n % 2, 0);
    for (int i = 0; i < n; i += 2) {
        int code = qpdf_oh_get_int_value_as_int(qpdf, qpdf_oh_get_array_item(qpdf, list, i));
        qpdf_oh run = qpdf_oh_get_array_item(qpdf, list, i + 1);
        int count = qpdf_oh_get_array_n_items(qpdf, run);
        for (int k = 0; k < count; k++)
            widths[code + k] =
                qpdf_oh_get_int_value_as_int(qpdf, qpdf_oh_get_array_item(qpdf, run, k));
    }
}

/* FreeType addresses the glyphs of a bare CFF as PDF does: by CID when it has CIDs. */
static void check_width(FT_Face face, FT_UInt code, int width)
{
    assert_int_equal(FT_Load_Glyph(face, code, FT_LOAD_NO_SCALE), 0);
    long off = face->glyph->metrics.horiAdvance * 1000 - width * (long)face->units_per_EM;
    if (labs(off) > face->units_per_EM)
        fail_msg("/W says %d for code %u", width, code);
}

/* Every code that ToUnicode knows is in the program, as wide as /W says. */
static unsigned check_font(struct reader *reader, FT_Library library, qpdf_oh font)
{
    static int widths[65536];
    qpdf_oh cid_font =
        qpdf_oh_get_array_item(reader->qpdf, key(reader, font, "/DescendantFonts"), 0);
    unsigned char *program, *cmap;
    size_t n;
    unsigned count = 0, code, last;
    FT_Face face = open_program(reader, library, cid_font, &program);
    read_widths(reader, cid_font, widths);
    qpdf_oh to_unicode = key(reader, font, "/ToUnicode");
    assert_int_equal(
        qpdf_oh_get_stream_data(reader->qpdf, to_unicode, qpdf_dl_all, NULL, &cmap, &n),
        QPDF_SUCCESS);
    char *text = strndup((char *)cmap, n), *range = text;
    while ((range = strstr(range, "beginbfrange\n<"))) {
        range += strlen("beginbfrange\n");
        assert_int_equal(sscanf(range, "<%4x><%4x>[<", &code, &last), 2);
        assert_int_equal(code >> 8, last >> 8);
        for (; code <= last; code++, count++)
            check_width(face, code, widths[code]);
    }
    FT_Done_Face(face);
    free(program);
    free(cmap);
    free(text);
    return count;
}

static void test_widths_match_the_fonts(void **state)
{
    (void)state;
    need_fangsong();
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    qpdf_oh page = qpdf_get_page_n(reader.qpdf, 4);
    qpdf_oh list = key(&reader, key(&reader, page, "/Resources"), "/Font");
    FT_Library library;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    unsigned count = 0;
    qpdf_oh_begin_dict_key_iter(reader.qpdf, list);
    while (qpdf_oh_dict_more_keys(reader.qpdf)) {
        char *name = strdup(qpdf_oh_dict_next_key(reader.qpdf));
        assert_true(check_font(&reader, library, key(&reader, list, name)) > 10);
        free(name);
        count++;
    }
    assert_int_equal(count, fonts[FANG].font == fonts[SERIF].font ? 3 : 4);
    FT_Done_FreeType(library);
    reader_close(&reader);
    builder_free(builder);
}

/* Glyphs of a CID-keyed font are numbered anew, in the order of the CIDs of the original. */
static void test_cids_are_dense(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    FT_Library library;
    FT_Face original;
    FT_UInt cid[2];
    unsigned code[2];
    assert_int_equal(FT_Init_FreeType(&library), 0);
    assert_int_equal(FT_New_Face(library, fonts[SERIF].path, fonts[SERIF].index, &original), 0);
    unsigned char *content;
    size_t n;
    assert_int_equal(
        qpdf_oh_get_page_content_data(reader.qpdf, qpdf_get_page_n(reader.qpdf, 0), &content, &n),
        QPDF_SUCCESS);
    const struct paint_op *op = &builder->page[0].ops[0];
    const unsigned char *shown = memchr(memmem(content, n, "Td\n", 3), '(', 100);
    for (uint32_t i = 0; i < op->glyph_count; i++) {
        FT_Get_CID_From_Glyph_Index(original, op->glyphs[i].id, &cid[i % 2]);
        assert_null(memchr("()\\\r", shown[2 + 2 * i], 4)); /* codes written as they are */
        code[i % 2] = shown[1 + 2 * i] * 256u + shown[2 + 2 * i];
        assert_in_range(code[i % 2], 1, 200);
        assert_true(i == 0 || (cid[0] < cid[1]) == (code[0] < code[1]));
    }
    free(content);
    FT_Done_Face(original);
    FT_Done_FreeType(library);
    reader_close(&reader);
    builder_free(builder);
}

/* ---- as others read it ---- */

static const char *save(struct buf file)
{
    static char path[] = "/tmp/gongkai-test-pdf-XXXXXX";
    strcpy(strrchr(path, '-') + 1, "XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, file.p, file.n), file.n);
    close(descriptor);
    const char *keep = getenv("GONGKAI_KEEP_PDF");
    if (keep) {
        FILE *copy = fopen(keep, "wb");
        fwrite(file.p, 1, file.n, copy);
        fclose(copy);
    }
    return path;
}

static struct buf read_with(struct buf file, const char *tool, const char *arguments)
{
    char command[256];
    snprintf(command, sizeof command, "command -v %s >/dev/null", tool);
    if (system(command) != 0)
        skip();
    const char *path = save(file);
    snprintf(command, sizeof command, "%s %s %s %s 2>&1", tool, arguments, path,
             strcmp(tool, "pdftotext") ? "" : "-");
    struct buf text = run_command(command, NULL);
    unlink(path);
    return text;
}

static void strip(struct buf *text)
{
    size_t n = 0;
    for (size_t i = 0; i < text->n; i++) {
        if (!strchr(" \n\f", text->p[i]))
            text->p[n++] = text->p[i];
    }
    text->n = n;
    text->p[n] = '\0';
}

static void test_text_is_what_was_set(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct buf file = write_all(builder), expected = {0};
    struct buf got = read_with(file, "pdftotext", "-raw -enc UTF-8");
    assert_non_null(strstr(got.p, "本年收入合计2,024.50万元，其中：\n"));
    assert_non_null(strstr(got.p, "𠅤字财政拨款收入。\n"));
    for (int i = 0; i < PAGES; i++)
        buf_put_slice(&expected, buf_slice(&builder->shown[i]));
    strip(&got);
    strip(&expected);
    assert_string_equal(got.p, expected.p);
    buf_free(&expected);
    buf_free(&got);
    buf_free(&file);
    builder_free(builder);
}

static void test_structure_is_the_documents(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct buf file = write_all(builder);
    struct buf got = read_with(file, "pdfinfo", "-struct-text");
    check_golden(SOURCE_ROOT "/tests/pdf/structure.txt", buf_slice(&got));
    buf_free(&got);
    buf_free(&file);
    builder_free(builder);
}

static void test_destinations(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct buf file = write_all(builder);
    struct buf got = read_with(file, "pdfinfo", "-dests");
    assert_non_null(strstr(got.p, "3 [ XYZ    0  551 null      ] \"h1\""));
    assert_non_null(strstr(got.p, "\"收入(决算)表\""));
    assert_non_null(strstr(got.p, "\"h3\""));
    buf_free(&got);
    got = read_with(file, "pdfinfo", "");
    assert_non_null(strstr(got.p, "某市某局2024年度部门决算 <公开> & 说明"));
    assert_non_null(strstr(got.p, "Tagged:          yes"));
    buf_free(&got);
    buf_free(&file);
    builder_free(builder);
}

static const char *string_of(struct reader *reader, qpdf_oh from, const char *name)
{
    return qpdf_oh_get_utf8_value(reader->qpdf, key(reader, from, name));
}

static void test_outline(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    qpdf_oh root = key(&reader, qpdf_get_root(reader.qpdf), "/Outlines");
    qpdf_oh first = key(&reader, root, "/First");
    assert_int_equal(qpdf_oh_get_int_value_as_int(reader.qpdf, key(&reader, root, "/Count")), 2);
    assert_string_equal(string_of(&reader, first, "/Title"), "一、决算报表");
    assert_string_equal(string_of(&reader, key(&reader, first, "/First"), "/Title"),
                        "（一）收入决算表");
    assert_string_equal(string_of(&reader, key(&reader, first, "/Next"), "/Title"), "二、情况说明");
    assert_string_equal(string_of(&reader, key(&reader, root, "/Last"), "/Title"), "二、情况说明");
    reader_close(&reader);
    builder_free(builder);
}

static void test_links(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    qpdf_oh page = qpdf_get_page_n(reader.qpdf, 1);
    qpdf_oh annotations = key(&reader, page, "/Annots");
    assert_int_equal(qpdf_oh_get_array_n_items(reader.qpdf, annotations), 3);
    qpdf_oh tree = key(&reader, qpdf_get_root(reader.qpdf), "/StructTreeRoot");
    qpdf_oh nums = key(&reader, key(&reader, tree, "/ParentTree"), "/Nums");
    for (int i = 0; i < 3; i++) {
        qpdf_oh link = qpdf_oh_get_array_item(reader.qpdf, annotations, i);
        int parent = qpdf_oh_get_int_value_as_int(reader.qpdf, key(&reader, link, "/StructParent"));
        qpdf_oh tag = qpdf_oh_get_array_item(reader.qpdf, nums, 2 * parent + 1);
        assert_string_equal(qpdf_oh_get_name(reader.qpdf, key(&reader, tag, "/S")), "/Link");
        assert_int_equal(qpdf_oh_get_int_value_as_int(reader.qpdf, key(&reader, link, "/F")), 4);
        assert_true(*string_of(&reader, link, "/Contents") != '\0');
    }
    reader_close(&reader);
    builder_free(builder);
}

static void test_attachments(void **state)
{
    (void)state;
    struct builder *builder = build_all();
    struct reader reader = read_back(write_all(builder));
    qpdf_oh root = qpdf_get_root(reader.qpdf);
    qpdf_oh list = key(&reader, root, "/AF");
    assert_int_equal(qpdf_oh_get_array_n_items(reader.qpdf, list), 2);
    qpdf_oh first = qpdf_oh_get_array_item(reader.qpdf, list, 0);
    assert_string_equal(string_of(&reader, first, "/UF"), records[0].name);
    assert_string_equal(string_of(&reader, first, "/Desc"), records[0].description);
    for (int i = 0; i < 2; i++) {
        qpdf_oh file = qpdf_oh_get_array_item(reader.qpdf, list, i);
        assert_string_equal(qpdf_oh_get_name(reader.qpdf, key(&reader, file, "/AFRelationship")) +
                                1,
                            records[i].relation);
    }
    unsigned char *bytes;
    size_t n;
    assert_int_equal(qpdf_oh_get_stream_data(reader.qpdf,
                                             key(&reader, key(&reader, first, "/EF"), "/F"),
                                             qpdf_dl_all, NULL, &bytes, &n),
                     QPDF_SUCCESS);
    assert_int_equal(n, records[0].bytes.n);
    assert_memory_equal(bytes, records[0].bytes.p, n);
    free(bytes);
    reader_close(&reader);
    builder_free(builder);
}

static unsigned count_of(const unsigned char *bytes, size_t n, const char *text)
{
    unsigned count = 0;
    const unsigned char *at = bytes, *end = bytes + n;
    while ((at = memmem(at, (size_t)(end - at), text, strlen(text)))) {
        at += strlen(text);
        count++;
    }
    return count;
}

/* A character that means nothing to others has its text in the page, and none in its font. */
static void test_private_characters_are_told(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    struct doc_node *paragraph = node(builder, builder->document.root, ELEMENT_PARAGRAPH);
    set(builder, text(builder, paragraph, "甲\uE003乙"), KAI, 16000, 90000, 100000);
    builder->document.node_count = builder->next_id;
    struct reader reader = read_back(write_all(builder));
    qpdf_oh page = qpdf_get_page_n(reader.qpdf, 0);
    qpdf_oh font = key(&reader, key(&reader, key(&reader, page, "/Resources"), "/Font"), "/F0");
    unsigned char *bytes;
    size_t n;
    assert_int_equal(qpdf_oh_get_page_content_data(reader.qpdf, page, &bytes, &n), QPDF_SUCCESS);
    assert_int_equal(count_of(bytes, n, "/ActualText"), 1);
    assert_int_equal(count_of(bytes, n, "/ActualText<FEFFE003>"), 1);
    free(bytes);
    assert_int_equal(qpdf_oh_get_stream_data(reader.qpdf, key(&reader, font, "/ToUnicode"),
                                             qpdf_dl_all, NULL, &bytes, &n),
                     QPDF_SUCCESS);
    assert_int_equal(count_of(bytes, n, "<7532>") + count_of(bytes, n, "<4E59>"), 2);
    assert_int_equal(count_of(bytes, n, "<FFFD>"), 1);
    assert_int_equal(count_of(bytes, n, "<E003>"), 0);
    free(bytes);
    reader_close(&reader);
    builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checks_clean),
        cmocka_unit_test(test_same_bytes_every_run),
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_missing_glyph_is_an_error),
        cmocka_unit_test(test_everything_painted_is_marked),
        cmocka_unit_test(test_contents_are_as_they_were),
        cmocka_unit_test(test_objects_are_as_they_were),
        cmocka_unit_test(test_ofd_is_as_it_was),
        cmocka_unit_test(test_widths_match_the_fonts),
        cmocka_unit_test(test_cids_are_dense),
        cmocka_unit_test(test_text_is_what_was_set),
        cmocka_unit_test(test_structure_is_the_documents),
        cmocka_unit_test(test_destinations),
        cmocka_unit_test(test_outline),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_attachments),
        cmocka_unit_test(test_private_characters_are_told),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
