/* The workbook and the Word file in LibreOffice, where it is installed. */
#include "examples.h"

static void need_office(void)
{
    if (system("command -v soffice >/dev/null") != 0)
        skip();
}

static struct sheet make(const char *example, const char *output, const char *name)
{
    struct sheet sheet;
    arena_reset(arena);
    sheet_begin(&sheet, &house, arena, arena_printf(arena, SOURCE_ROOT "/examples/%s", example));
    assert_true(sheet_make(&sheet, output));
    FILE *file = fopen(arena_printf(arena, "%s/%s", folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sheet.outputs.files[0].p, 1, sheet.outputs.files[0].n, file),
                     sheet.outputs.files[0].n);
    fclose(file);
    outputs_free(&sheet.outputs);
    return sheet;
}

static struct buf shell(const char *line)
{
    char command[1024];
    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    return run_command(command, NULL);
}

#define OFFICE "soffice -env:UserInstallation=file://$PWD/office --headless --convert-to "

/* Each formula, worked out anew, gives what was written beside it. */
static void a_spreadsheet_works_the_formulas_out(void **state)
{
    (void)state;
    need_office();
    static const char *const records[] = {"lezhi-2020.json", "yangquan-2024.ini"};
    for (int i = 0; i < 2; i++) {
        make(records[i], "xlsx", "x");
        struct buf said =
            shell("/usr/bin/python3 " SOURCE_ROOT "/tests/workbook.py bare x x.xlsx && " OFFICE
                  "xlsx:'Calc MS Excel 2007 XML' --outdir out x.xlsx >/dev/null 2>&1 && "
                  "/usr/bin/python3 " SOURCE_ROOT "/tests/workbook.py same x out/x.xlsx");
        assert_string_equal(said.p, "");
        buf_free(&said);
    }
}

/* ---- The Word file, printed ---- */

/* Without blanks, and without the marks that LibreOffice lets hang over the margin, where readers
 * do not find them. */
static void put_dense(struct buf *out, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code != ' ' && code != '\n' && code != '\r' && code != '\t' && code != '\f' &&
            code != 0xA0 && code != 0x3000 && code != 0xFF0C && code != 0x3002 && code != 0x3001 &&
            code != 0xFF1B)
            buf_put_utf8(out, code);
    }
}

/* Takes out the folios: —12—. */
static void drop_folios(struct buf *text)
{
    static const char dash[] = "—";
    size_t to = 0, n = sizeof dash - 1;
    for (size_t from = 0; from < text->n;) {
        size_t end = from + n;
        bool folio = strncmp(text->p + from, dash, n) == 0;
        while (folio && text->p[end] >= '0' && text->p[end] <= '9')
            end++;
        if (folio && end > from + n && strncmp(text->p + end, dash, n) == 0)
            from = end + n;
        else
            text->p[to++] = text->p[from++];
    }
    text->p[text->n = to] = '\0';
}

/* Every block of text stands on the pages, in order. */
static const char *find_blocks(const char *printed, const struct doc_node *node, size_t *count)
{
    bool block = node->element == ELEMENT_PARAGRAPH || node->element == ELEMENT_HEADING;
    if (block && node->parent->element != ELEMENT_CONTENTS) {
        struct buf text = {0};
        put_dense(&text, node_text(arena, node));
        const char *found = text.n ? strstr(printed, text.p) : printed;
        if (!found)
            fail_msg("not printed after %.60s: %s", printed, text.p);
        buf_free(&text);
        ++*count;
        return found;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        if (node->element != ELEMENT_TABLE)
            printed = find_blocks(printed, child, count);
    return printed;
}

static void the_word_file_prints_what_it_says(void **state)
{
    (void)state;
    need_office();
    struct sheet sheet = make("zhuzhou-lukou-2020.ini", "docx", "x.docx");
    struct buf text =
        shell(OFFICE "pdf --outdir out x.docx >/dev/null 2>&1 && pdftotext -raw out/x.pdf -");
    struct buf dense = {0};
    put_dense(&dense, buf_slice(&text));
    drop_folios(&dense);
    size_t count = 0;
    find_blocks(dense.p, sheet.made.composition.document->root, &count);
    assert_true(count > 50);
    buf_free(&dense);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spreadsheet_works_the_formulas_out),
        cmocka_unit_test(the_word_file_prints_what_it_says),
    };
    return cmocka_run_group_tests_name("office", tests, open_house, close_house);
}
