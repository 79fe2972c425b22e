/*
 * Text through the whole way, for every example: what the document tree says is what the structure
 * of the file says, and what is painted is what readers extract, page by page.
 */
#include "examples.h"
#include "same.h"

/* Makes the pages of an example and writes them to x.pdf in the folder. */
static struct sheet make(size_t example)
{
    struct sheet sheet;
    arena_reset(arena);
    sheet_begin(&sheet, &house, arena, examples.gl_pathv[example]);
    if (!sheet_make(&sheet, "pdf"))
        fail_msg("%s is refused", sheet.run.request.path);
    char path[64];
    snprintf(path, sizeof path, "%s/x.pdf", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sheet.outputs.files[0].p, 1, sheet.outputs.files[0].n, file),
                     sheet.outputs.files[0].n);
    assert_int_equal(fclose(file), 0);
    buf_free(&sheet.outputs.files[0]);
    return sheet;
}

/* A shell command in the folder, which must succeed. */
static struct buf shell(const char *line)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    return run_command(command, NULL);
}

/* Appends the text without blanks of any width, and without what a reader adds to direct it. */
static void put_dense(struct buf *out, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        bool directs = (code >= 0x202A && code <= 0x202E) || code == 0x200E || code == 0x200F;
        if (!directs && code != ' ' && code != '\n' && code != '\r' && code != '\f' &&
            code != '\t' && code != 0xA0 && code != 0x3000)
            buf_put_utf8(out, code);
    }
}

/* ---- the document tree against the structure of the file ---- */

/* What is painted for the node itself: a list's mark or number, the words of a chart, which only
 * the pages know. */
static void put_painted(struct buf *out, const struct pages *pages, const struct doc_node *node)
{
    for (uint32_t page = 0; page < pages->count; page++)
        for (uint32_t i = 0; i < pages->page[page].op_count; i++) {
            const struct paint_op *op = &pages->page[page].ops[i];
            const struct doc_node *owner = op->node;
            while (owner && owner != node && node->element == ELEMENT_CHART)
                owner = owner->parent;
            if (owner == node)
                put_dense(out, op->text);
        }
}

static void put_document(struct buf *out, const struct pages *pages, const struct doc_node *node)
{
    if (node->element == ELEMENT_TEXT)
        put_dense(out, node->text);
    if (node->element == ELEMENT_ITEM || node->element == ELEMENT_CHART)
        put_painted(out, pages, node);
    if (node->element == ELEMENT_CHART)
        return;
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_document(out, pages, child);
    for (uint32_t i = 0; node->element == ELEMENT_CONTENTS && i < pages->contents_count; i++)
        put_document(out, pages, pages->contents[i].entry);
}

/* Of poppler's dump the lines in quotes. */
static void put_structure(struct buf *out, struct slice dump)
{
    while (dump.p) {
        struct slice line = slice_trim(slice_cut(&dump, '\n'));
        if (line.n >= 2 && line.p[0] == '"' && line.p[line.n - 1] == '"')
            put_dense(out, (struct slice){line.p + 1, line.n - 2});
    }
}

static void the_structure_says_what_the_document_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i);
        struct buf document = {0}, structure = {0}, dump = shell("pdfinfo -struct-text x.pdf");
        put_document(&document, sheet.made.pages[FONTS_ALL], sheet.made.composition.document->root);
        put_structure(&structure, buf_slice(&dump));
        assert_true(document.n > 1000);
        assert_same(sheet.run.request.path, &document, &structure);
        buf_free(&dump);
        buf_free(&structure);
        buf_free(&document);
    }
}

/* ---- the pages against what readers extract ---- */

/* Each prints the pages with a form feed after each. */
static const char *const readers[] = {"pdftotext -raw x.pdf -",
                                      "mutool draw -q -F txt x.pdf 2>/dev/null"};

static void put_page(struct buf *out, const struct page *page)
{
    for (uint32_t i = 0; i < page->op_count; i++)
        put_dense(out, page->ops[i].text);
}

/* Text set without a gap must be found without a blank, also where the font changes; line by line,
 * since readers break where lines do. Where a line is spaced widely, a reader may take the space
 * before or after a number for a blank. Letters from right to left stand one to a line with -raw;
 * of these test_scripts.c. */
static void check_runs(const char *reader, const struct page *page, const char *extracted)
{
    struct buf line = {0};
    for (uint32_t i = 0; i < page->op_count; i++) {
        const struct paint_op *op = &page->ops[i], *last = i ? op - 1 : NULL;
        if (op->paint != PAINT_GLYPHS)
            continue;
        length gap = last ? op->x - last->x - last->width : 0;
        bool wide = op->spacing > op->size / 12 || (last && last->spacing > last->size / 12);
        if (wide || op->rtl) {
            buf_clear(&line);
            continue;
        }
        if (!last || last->paint != PAINT_GLYPHS || last->y != op->y || gap > 10 || gap < -10)
            buf_clear(&line);
        buf_put_slice(&line, op->text);
        struct slice text = slice_trim(buf_slice(&line));
        char *part = strndup(text.p, text.n);
        if (!strstr(part, "　") && !strstr(extracted, part))
            fail_msg("%s: not found in one piece: %s", reader, part);
        free(part);
    }
    buf_free(&line);
}

static void check_page(const char *reader, const struct page *page, struct slice extracted)
{
    struct buf painted = {0}, dense = {0};
    put_page(&painted, page);
    put_dense(&dense, extracted);
    assert_same(reader, &painted, &dense);
    check_runs(reader, page, slice_copy(arena, extracted).p);
    buf_free(&dense);
    buf_free(&painted);
}

static void readers_find_what_is_painted(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i);
        for (size_t reader = 0; reader < 2; reader++) {
            struct buf text = shell(readers[reader]);
            struct slice rest = buf_slice(&text);
            for (uint32_t page = 0; page < sheet.made.pages[FONTS_ALL]->count; page++)
                check_page(readers[reader], &sheet.made.pages[FONTS_ALL]->page[page],
                           slice_cut(&rest, '\f'));
            buf_free(&text);
        }
    }
}

/* ---- figures against what readers extract ---- */

static bool is_figure_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '.' || byte == ',';
}

/* How often the figure stands in the text with no more of a number on either side. */
static uint32_t count_figure(const struct buf *text, struct slice figure)
{
    uint32_t count = 0;
    for (size_t at = 0; at + figure.n <= text->n; at++) {
        const char *start = text->p + at;
        bool here = memcmp(start, figure.p, figure.n) == 0;
        bool apart = (at == 0 || !is_figure_byte(start[-1])) &&
                     (at + figure.n == text->n || !is_figure_byte(start[figure.n]));
        count += here && apart;
    }
    return count;
}

static uint32_t count_printed(const struct doc_node *node, struct slice figure)
{
    uint32_t count = node->fact && slice_eq(node->text, figure);
    if (node->element == ELEMENT_DATUM) /* a chart need not show it */
        return 0;
    for (const struct doc_node *child = node->first; child; child = child->next)
        count += count_printed(child, figure);
    return count;
}

/* Every figure below the node that has a point, wherever it is printed. */
static uint32_t check_figures(const struct doc_node *root, const struct doc_node *node,
                              const struct buf *text, const char *reader)
{
    uint32_t checked = 0;
    if (node->element == ELEMENT_DATUM)
        return 0;
    bool figure = node->fact && node->fact->kind >= FACT_MONEY && node->fact->kind <= FACT_PRICE &&
                  memchr(node->text.p, '.', node->text.n);
    if (figure && count_figure(text, node->text) < count_printed(root, node->text))
        fail_msg("%s does not find all of “%s” whole", reader, node->text.p);
    checked += figure;
    for (const struct doc_node *child = node->first; child; child = child->next)
        checked += check_figures(root, child, text, reader);
    return checked;
}

/* Readers that guess at blanks from the gaps between glyphs get every figure whole, each time. */
static void readers_get_figures_whole(void **state)
{
    (void)state;
    static const char *const readers[] = {
        "pdftotext -enc UTF-8 x.pdf -", "pdftotext -layout -enc UTF-8 x.pdf -",
        "mutool draw -q -F txt x.pdf 2>/dev/null",
        "node " SOURCE_ROOT "/tests/pdfjs.cjs /usr/share/javascript/pdf/build x.pdf"};
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i);
        const struct doc_node *root = sheet.made.composition.document->root;
        for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
            struct buf text = shell(readers[k]);
            assert_true(check_figures(root, root, &text, readers[k]) > 10);
            buf_free(&text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_structure_says_what_the_document_says),
        cmocka_unit_test(readers_find_what_is_painted),
        cmocka_unit_test(readers_get_figures_whole),
    };
    return cmocka_run_group_tests_name("text", tests, open_house, close_house);
}
