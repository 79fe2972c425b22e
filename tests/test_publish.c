/*
 * Outputs beside the PDF, for every example: they say the words and figures of the document tree,
 * their figures lead back to the facts, and nothing typed in a record becomes markup or a formula.
 */
#include "examples.h"
#include "same.h"

#include "base/xml.h"
#include "base/zip.h"
#include "press/correct.h"
#include "publish/number.h"
#include "publish/tables.h"
#include "template/chart.h"

/* Makes the output of the record and writes it to "x" in the folder. */
static struct sheet make_path(const char *path, const char *output)
{
    struct sheet sheet;
    char name[64];
    arena_reset(arena);
    sheet_begin(&sheet, &house, arena, path);
    if (!sheet_make(&sheet, output))
        fail_msg("%s is refused", path);
    snprintf(name, sizeof name, "%s/x", folder);
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    const struct buf *bytes = &sheet.outputs.files[0];
    assert_int_equal(fwrite(bytes->p, 1, bytes->n, file), bytes->n);
    assert_int_equal(fclose(file), 0);
    return sheet;
}

static struct sheet make(size_t example, const char *output)
{
    return make_path(examples.gl_pathv[example], output);
}

/* A shell command in the folder, which must succeed. */
static struct buf shell(const char *line)
{
    char command[512];
    snprintf(command, sizeof command, "cd %s && %s", folder, line);
    return run_command(command, NULL);
}

/* ---- Text ---- */

/* Appends the text without blanks of any width. */
static void put_dense(struct buf *out, struct slice text)
{
    for (size_t at = 0; at < text.n;) {
        uint32_t code = utf8_next(text, &at);
        if (code != ' ' && code != '\n' && code != '\r' && code != '\t' && code != 0xA0 &&
            code != 0x3000)
            buf_put_utf8(out, code);
    }
}

static bool starts(const char *at, const char *text)
{
    return strncmp(at, text, strlen(text)) == 0;
}

/* Appends what the entity at *at stands for and moves past it. */
static void put_entity(struct buf *out, const char **at)
{
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    for (size_t i = 0; i < 5; i++)
        if (starts(*at, entities[i][0])) {
            buf_puts(out, entities[i][1]);
            *at += strlen(entities[i][0]);
            return;
        }
    fail_msg("an entity of nobody's: %.10s", *at);
}

/* The text between the tags of a piece of markup, without what stands in elements whose tags begin
 * so: "name" or, bare of attributes, "name>". */
static struct buf text_of(struct slice markup, const char *without)
{
    struct buf text = {0}, dense = {0};
    const char *end = markup.p + markup.n;
    for (const char *at = markup.p; at < end;) {
        char start[32], stop[32];
        snprintf(start, sizeof start, "<%s", without);
        snprintf(stop, sizeof stop, "</%.*s>", (int)strcspn(without, ">"), without);
        if (starts(at, start)) {
            at = strstr(at, stop);
            assert_non_null(at);
        }
        if (*at == '<') {
            at = strchr(at, '>') + 1;
        } else if (*at == '&') {
            put_entity(&text, &at);
        } else {
            buf_putc(&text, *at++);
        }
    }
    put_dense(&dense, buf_slice(&text));
    buf_free(&text);
    return dense;
}

/* ---- The document as outputs are to say it ---- */

struct wanted {
    struct buf text;
    const struct sheet *sheet;
    bool drawn;    /* charts are pictures, and speak by their description only */
    bool numbered; /* the contents list tells pages */
};

static void want(struct wanted *wanted, const struct doc_node *node);

static void want_chart(struct wanted *wanted, const struct doc_node *chart)
{
    const struct doc_node *caption = chart_part(chart, ELEMENT_CAPTION);
    for (const struct doc_node *child = chart->first; child && !wanted->drawn;
         child = child->next) {
        const enum element parts[] = {ELEMENT_SERIES, ELEMENT_LABEL, ELEMENT_VALUE};
        for (int i = 0; i < 3; i++)
            if (child->element == ELEMENT_DATUM && chart_part(child, parts[i]))
                want(wanted, chart_part(child, parts[i]));
    }
    if (caption)
        want(wanted, caption);
}

static void want_contents(struct wanted *wanted, const struct doc_node *node)
{
    const struct document *document = wanted->sheet->made.composition.document;
    if (node->element == ELEMENT_HEADING && !node->unlisted && node->level <= 3 &&
        document->contents[node->level - 1])
        put_dense(&wanted->text, node->listed.n ? node->listed : node_text(arena, node));
    for (const struct doc_node *child = node->first; child; child = child->next)
        want_contents(wanted, child);
}

static void want(struct wanted *wanted, const struct doc_node *node)
{
    const struct pages *pages = sheet_pages(wanted->sheet);
    if (node->element == ELEMENT_TEXT)
        put_dense(&wanted->text, node->text);
    if (node->element == ELEMENT_CHART) {
        want_chart(wanted, node);
        return;
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        want(wanted, child);
    if (node->element == ELEMENT_CONTENTS && !wanted->numbered)
        want_contents(wanted, wanted->sheet->made.composition.document->root);
    for (uint32_t i = 0;
         node->element == ELEMENT_CONTENTS && wanted->numbered && i < pages->contents_count; i++)
        want(wanted, pages->contents[i].entry);
}

static struct buf wanted_text(const struct sheet *sheet, bool drawn, bool numbered)
{
    struct wanted wanted = {.sheet = sheet, .drawn = drawn, .numbered = numbered};
    want(&wanted, sheet->made.composition.document->root);
    assert_true(wanted.text.n > 1000);
    return wanted.text;
}

static void the_page_says_what_the_document_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "html");
        const char *start = strstr(sheet.outputs.files[0].p, "<main"),
                   *end = strstr(start, "</main>");
        struct buf there = text_of((struct slice){start, (size_t)(end - start)}, "h1>");
        struct buf wanted = wanted_text(&sheet, false, false);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        buf_free(&wanted);
        buf_free(&there);
        outputs_free(&sheet.outputs);
    }
}

static void the_fragment_says_what_the_page_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "fragment");
        struct buf there = text_of(buf_slice(&sheet.outputs.files[0]), "style>");
        struct buf wanted = wanted_text(&sheet, false, false);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        assert_null(strstr(sheet.outputs.files[0].p, "<script"));
        buf_free(&wanted);
        buf_free(&there);
        outputs_free(&sheet.outputs);
    }
}

static void the_word_file_says_what_the_document_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "docx");
        struct buf xml = shell("unzip -p x word/document.xml");
        struct buf there = text_of(buf_slice(&xml), "w:instrText");
        struct buf wanted = wanted_text(&sheet, true, true);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        struct buf twice =
            shell("unzip -p x word/styles.xml | grep -o '<w:name [^>]*>' | sort | uniq -d");
        assert_string_equal(twice.p, "");
        buf_free(&twice);
        buf_free(&wanted);
        buf_free(&there);
        buf_free(&xml);
        outputs_free(&sheet.outputs);
    }
}

/* ---- Figures ---- */

static size_t count_figures(const struct doc_node *node)
{
    size_t count = node->element == ELEMENT_TEXT && node->fact && fact_is_figure(node->fact);
    for (const struct doc_node *child = node->first; child; child = child->next)
        count += count_figures(child);
    return count;
}

/* The value of an attribute of the tag at `at`, in the arena. */
static const char *attribute(const char *at, const char *name)
{
    char start[32];
    snprintf(start, sizeof start, " %s=\"", name);
    const char *end = strchr(at, '>'), *found = strstr(at, start);
    if (!found || found > end)
        return "";
    found += strlen(start);
    return arena_copy(arena, found, (size_t)(strchr(found, '"') - found));
}

static void check_value(const struct fact *fact, const char *value, const char *unit)
{
    struct buf exact = {0};
    assert_true(fact_put_value(&exact, fact->stated ? fact->stated : fact));
    assert_string_equal(value, exact.p);
    assert_string_equal(unit, fact_unit(fact));
    buf_free(&exact);
}

/* A reader of the page needs its <data> elements only. */
static void every_figure_of_the_page_names_its_fact(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "html");
        const struct facts *facts = sheet.made.account.facts;
        size_t count = 0;
        for (const char *at = sheet.outputs.files[0].p; (at = strstr(at, "<data "));
             at++, count++) {
            const char *name = attribute(at, "data-fact");
            const struct fact *fact = fact_find(facts, facts->root, slice_of(name));
            if (!fact)
                fail_msg("no fact is called %s", name);
            check_value(fact, attribute(at, "value"), attribute(at, "data-unit"));
        }
        assert_int_equal(count, count_figures(sheet.made.composition.document->root));
        outputs_free(&sheet.outputs);
    }
}

static void want_fact(struct buf *out, const struct fact *fact)
{
    if (fact_is_figure(fact)) {
        buf_put_slice(out, fact_path(arena, fact));
        buf_putc(out, '\t');
        fact_put_value(out, fact);
        buf_printf(out, "\t%s\n", fact_unit(fact));
    }
    for (const struct fact *child = fact->first; child; child = child->next)
        want_fact(out, child);
}

static void put_facts_rows(struct buf *out, const struct fact *fact)
{
    for (const struct fact *child = fact->first; child; child = child->next)
        put_facts_rows(out, child);
    if (!fact_is_figure(fact))
        return;
    buf_put_slice(out, fact_path(arena, fact));
    buf_putc(out, '|');
    fact_put_value(out, fact->stated ? fact->stated : fact);
    buf_printf(out, "|%s|", fact_unit(fact));
    buf_put_slice(out, slice_of(fact->formula));
    buf_puts(out, "|\n");
}

/* As a reader of another language has it. */
static void the_json_has_every_figure(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "json");
        struct buf wanted = {0}, there = shell("/usr/bin/python3 " SOURCE_ROOT "/tests/facts.py x");
        want_fact(&wanted, sheet.made.account.facts->root);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        buf_free(&wanted);
        buf_free(&there);
        outputs_free(&sheet.outputs);
    }
}

/* ---- The workbook, as a reader of another language finds it ---- */

static void put_shown(struct buf *out, const char *sheet, struct slice text)
{
    if (!text.n)
        return;
    buf_puts(out, sheet);
    buf_putc(out, '\t');
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ',' && text.p[i] != '\n')
            buf_putc(out, text.p[i]);
    buf_putc(out, '\n');
}

/* The cells of all tables in order, a line each: the table's title's last words are its sheet's. */
static struct buf wanted_cells(const struct sheet *sheet)
{
    struct printed_tables tables = tables_of(arena, sheet->made.composition.document);
    struct buf out = {0};
    for (uint32_t i = 0; i < tables.count; i++) {
        const struct grid *grid = &tables.at[i].grid;
        const char *number = arena_printf(arena, "%u", i + 1);
        for (uint32_t row = 0; row < grid->row_count; row++)
            for (uint32_t column = 0; column < grid->column_count; column++)
                if (grid_starts(grid, row, column))
                    put_shown(&out, number, cell_value(arena, grid_cell(grid, row, column)).text);
    }
    buf_puts(&out, "");
    return out;
}

static void the_workbook_shows_the_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "xlsx");
        struct buf there = shell("/usr/bin/python3 " SOURCE_ROOT "/tests/workbook.py cells x");
        struct buf wanted = wanted_cells(&sheet);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        buf_free(&wanted);
        buf_free(&there);
        outputs_free(&sheet.outputs);
    }
}

/* Which cells are sums, of which others, and what rounding leaves. */
static void totals_are_formulas(void **state)
{
    (void)state;
    struct sheet sheet = make_path(SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini", "xlsx");
    struct buf sums = shell("/usr/bin/python3 " SOURCE_ROOT "/tests/workbook.py sums x");
    check_golden(SOURCE_ROOT "/tests/publish/zhuzhou-sums.txt", buf_slice(&sums));
    buf_free(&sums);
    outputs_free(&sheet.outputs);
}

/* ---- CSV ---- */

static void put_csv_row(struct buf *out, const struct grid *grid, uint32_t row)
{
    for (uint32_t column = 0; column < grid->column_count; column++) {
        const struct doc_node *cell = grid_cell(grid, row, column);
        bool first = cell && (!column || grid_cell(grid, row, column - 1) != cell);
        struct slice text = first ? cell_value(arena, cell).text : (struct slice){"", 0};
        bool number = first && cell_value(arena, cell).is_number;
        for (size_t i = 0; i < text.n; i++)
            if (text.p[i] == '\n')
                buf_putc(out, ' ');
            else if (text.p[i] != ',' || !number)
                buf_putc(out, text.p[i]);
        buf_putc(out, '|');
    }
    buf_putc(out, '\n');
}

static void the_csv_has_the_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(i, "csv");
        struct printed_tables tables = tables_of(arena, sheet.made.composition.document);
        struct buf wanted = {0},
                   there = shell("/usr/bin/python3 " SOURCE_ROOT "/tests/tables.py x");
        for (uint32_t k = 0; k < tables.count; k++)
            for (uint32_t row = tables.at[k].head_rows; row < tables.at[k].grid.row_count; row++)
                put_csv_row(&wanted, &tables.at[k].grid, row);
        put_facts_rows(&wanted, sheet.made.account.facts->root);
        assert_same(examples.gl_pathv[i], &wanted, &there);
        buf_free(&wanted);
        buf_free(&there);
        outputs_free(&sheet.outputs);
    }
}

/* ---- What is typed stays text ---- */

static const char hostile[] =
    "</script><script>alert(1)</script>\"><img src=x onerror=alert(1)>&amp;]]>";

static void nothing_typed_becomes_markup(void **state)
{
    (void)state;
    static const char *const outputs[] = {"html", "fragment", "docx", "xlsx", "json", "csv"};
    struct buf base = read_file(SOURCE_ROOT "/tests/check/base.ini"), record = {0};
    const char *name = strstr(base.p, "名称 = "), *end = strchr(name, '\n');
    buf_put(&record, base.p, (size_t)(name - base.p));
    buf_printf(&record, "名称 = =HYPERLINK(\"//x\")%s", hostile);
    buf_puts(&record, end);
    char path[64];
    snprintf(path, sizeof path, "%s/hostile.ini", folder);
    FILE *file = fopen(path, "wb");
    fwrite(record.p, 1, record.n, file);
    fclose(file);
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        struct sheet sheet = make_path(path, outputs[i]);
        bool zipped = strchr("dxc", outputs[i][0]), plain = strchr("jc", outputs[i][0]);
        struct buf all = shell(zipped ? "unzip -p x" : "cat x");
        if (!plain) {
            assert_null(strstr(all.p, "<script>alert"));
            assert_null(strstr(all.p, "<img"));
            assert_non_null(strstr(all.p, "&lt;img src=x"));
        }
        assert_null(strstr(all.p, "<f>HYPERLINK"));
        assert_null(strstr(all.p, ",\"="));
        buf_free(&all);
        outputs_free(&sheet.outputs);
    }
    buf_free(&record);
    buf_free(&base);
}

static void a_draft_says_so(void **state)
{
    (void)state;
    static const struct {
        const char *output, *read, *mark;
    } outputs[] = {
        {"html", "cat x", "<p class=\"draft\">草稿</p>"},
        {"fragment", "cat x", "<p class=\"draft\">草稿</p>"},
        {"docx", "unzip -p x word/document.xml", "<w:headerReference w:type=\"default\""},
        {"xlsx", "unzip -p x xl/worksheets/sheet1.xml", "【草稿】"},
        {"csv", "unzip -p x datapackage.json", "\"draft\": true"},
        {"json", "cat x", "\"draft\": true"}};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        for (int draft = 0; draft < 2; draft++) {
            struct sheet sheet;
            arena_reset(arena);
            sheet_begin(&sheet, &house, arena, SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini");
            sheet.run.request.draft = draft;
            assert_true(sheet_make(&sheet, outputs[i].output));
            char name[64];
            snprintf(name, sizeof name, "%s/x", folder);
            FILE *file = fopen(name, "wb");
            fwrite(sheet.outputs.files[0].p, 1, sheet.outputs.files[0].n, file);
            fclose(file);
            struct buf text = shell(outputs[i].read);
            if ((strstr(text.p, outputs[i].mark) != NULL) != draft)
                fail_msg("%s, draft %d: %s", outputs[i].output, draft, outputs[i].mark);
            buf_free(&text);
            outputs_free(&sheet.outputs);
        }
}

static void what_is_invisible_is_shown(void **state)
{
    (void)state;
    struct buf out = {0};
    buf_put_xml(&out, SLICE("a\x01\xE2\x80\xAE<b>\xEF\xBF\xBE\xFF\t\n'\"&"));
    assert_string_equal(out.p, "a\xEF\xBF\xBD\xEF\xBF\xBD&lt;b&gt;\xEF\xBF\xBD\xEF\xBF\xBD\t\n"
                               "&#39;&quot;&amp;");
    buf_free(&out);
}

static void numbers_are_read_as_printed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value; /* NULL: none */
    } cases[] = {{"6,717.05", "6717.05"},
                 {"-3.2%", "-0.032"},
                 {"0", "0"},
                 {"100%", "1.00"},
                 {"1,23", NULL},
                 {"12.", NULL},
                 {"", NULL},
                 {"——", NULL},
                 {"1.2.3", NULL},
                 {"5万", NULL},
                 {"1,234,567.8", "1234567.8"},
                 {"-", NULL},
                 {"%", NULL},
                 {"1234567890123456", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct number number;
        struct buf out = {0};
        bool read = number_read(slice_of(cases[i].text), &number);
        if (read)
            number_print(&out, &number);
        if (read != (cases[i].value != NULL) || (read && strcmp(out.p, cases[i].value) != 0))
            fail_msg("%s is read as %s", cases[i].text, read ? out.p : "nothing");
        buf_free(&out);
    }
}

static void a_batch_of_data_describes_itself(void **state)
{
    (void)state;
    struct buf said =
        shell(PROGRAM " batch " SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini " SOURCE_ROOT
                      "/examples/taoyuan-2019.ini --to json,csv -o data >/dev/null 2>&1; "
                      "/usr/bin/python3 " SOURCE_ROOT "/tests/package.py data");
    assert_string_equal(said.p, "report.csv\nzhuzhou-lukou-2020.json\nzhuzhou-lukou-2020.zip\n"
                                "taoyuan-2019.json\ntaoyuan-2019.zip\n");
    buf_free(&said);
}

/* ---- A Word file that was edited ---- */

static struct buf diff_word(void)
{
    struct buf out = {0};
    struct run run;
    char path[64];
    snprintf(path, sizeof path, "%s/y.docx", folder);
    run_init(&run, &house, arena, LANGUAGE_ENGLISH, path);
    bool made =
        run_diff(&out, &run, SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini", GONGKAI_DIFF_TEXT);
    if (!made)
        diag_print(&out, &run.diag);
    buf_puts(&out, "");
    return out;
}

/* A figure in a table, one in a sentence, a word struck out and one put in with changes tracked. */
static void what_was_changed_in_word_is_told(void **state)
{
    (void)state;
    struct sheet sheet = make_path(SOURCE_ROOT "/examples/zhuzhou-lukou-2020.ini", "docx");
    outputs_free(&sheet.outputs);
    struct buf said = shell("cp x y.docx");
    buf_free(&said);
    struct buf same = diff_word();
    assert_string_equal(same.p, "");
    said = shell(
        "rm -rf w && unzip -q x -d w && /usr/bin/python3 " SOURCE_ROOT
        "/tests/edit_word.py w/word/document.xml && cd w && rm ../y.docx && zip -qr ../y.docx .");
    struct buf changed = diff_word();
    check_golden(SOURCE_ROOT "/tests/publish/word-edited.txt", buf_slice(&changed));
    buf_free(&same);
    buf_free(&said);
    buf_free(&changed);
}

/* ---- The same bytes ---- */

static void twice_gives_the_same_bytes(void **state)
{
    (void)state;
    static const char *const outputs[] = {"html", "fragment", "docx", "xlsx", "json", "csv"};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        struct sheet first = make(0, outputs[i]);
        setenv("TZ", "Asia/Shanghai", 1);
        struct sheet second = make(0, outputs[i]);
        unsetenv("TZ");
        assert_int_equal(first.outputs.files[0].n, second.outputs.files[0].n);
        assert_memory_equal(first.outputs.files[0].p, second.outputs.files[0].p,
                            first.outputs.files[0].n);
        outputs_free(&first.outputs);
        outputs_free(&second.outputs);
    }
}

static void archives_hold_what_was_added(void **state)
{
    (void)state;
    struct buf out = {0}, large = {0};
    for (int i = 0; i < 10000; i++)
        buf_printf(&large, "%d ", i);
    struct zip *zip = zip_new(&out, 1700000001);
    zip_add(zip, "目录/large.txt", buf_slice(&large));
    zip_add(zip, "empty", SLICE(""));
    zip_add_stored(zip, "stored", SLICE("as it is"));
    assert_true(zip_end(zip));
    char path[64];
    snprintf(path, sizeof path, "%s/x", folder);
    FILE *file = fopen(path, "wb");
    fwrite(out.p, 1, out.n, file);
    fclose(file);
    struct buf tested = shell("unzip -tq x >/dev/null && unzip -p x '*large.txt'");
    assert_same("large", &large, &tested);
    struct buf dates =
        shell("/usr/bin/python3 -c 'import zipfile; print(*[(i.filename, i.date_time) "
              "for i in zipfile.ZipFile(\"x\").infolist()])'");
    assert_string_equal(dates.p,
                        "('目录/large.txt', (2023, 11, 14, 22, 13, 20)) ('empty', (2023, 11, "
                        "14, 22, 13, 20)) ('stored', (2023, 11, 14, 22, 13, 20))\n");
    buf_free(&dates);
    buf_free(&tested);
    buf_free(&large);
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_what_the_document_says),
        cmocka_unit_test(the_fragment_says_what_the_page_says),
        cmocka_unit_test(the_word_file_says_what_the_document_says),
        cmocka_unit_test(every_figure_of_the_page_names_its_fact),
        cmocka_unit_test(the_json_has_every_figure),
        cmocka_unit_test(the_workbook_shows_the_tables),
        cmocka_unit_test(totals_are_formulas),
        cmocka_unit_test(the_csv_has_the_rows),
        cmocka_unit_test(a_batch_of_data_describes_itself),
        cmocka_unit_test(what_was_changed_in_word_is_told),
        cmocka_unit_test(nothing_typed_becomes_markup),
        cmocka_unit_test(a_draft_says_so),
        cmocka_unit_test(what_is_invisible_is_shown),
        cmocka_unit_test(numbers_are_read_as_printed),
        cmocka_unit_test(twice_gives_the_same_bytes),
        cmocka_unit_test(archives_hold_what_was_added),
    };
    return cmocka_run_group_tests_name("publish", tests, open_house, close_house);
}
