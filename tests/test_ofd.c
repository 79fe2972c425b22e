/* OFD read back: its text, its structure, its fonts and what it carries, for every example. */
#include "examples.h"
#include "same.h"

#include <hb.h>

static const char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

/* Makes the OFD of a record and unpacks it to x/ in the folder. */
static struct sheet make(const char *record)
{
    struct sheet sheet;
    arena_reset(arena);
    sheet_begin(&sheet, &house, arena, record);
    if (!sheet_make(&sheet, "ofd"))
        fail_msg("%s is refused", record);
    FILE *file = fopen(in_folder("x.ofd"), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(sheet.outputs.files[0].p, 1, sheet.outputs.files[0].n, file),
                     sheet.outputs.files[0].n);
    fclose(file);
    struct buf said =
        run_command(arena_printf(arena, "cd %s && rm -rf x && unzip -q x.ofd -d x", folder), NULL);
    buf_free(&said);
    return sheet;
}

/* ---- Reading ---- */

struct object {
    struct slice text;
    unsigned font;
};

struct package {
    struct object *objects; /* by id */
    size_t count;
};

/* The character that starts at *at, which moves past it; entities count as what they stand for. */
static char next_byte(const char **at)
{
    static const struct {
        const char *name;
        char byte;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    for (size_t i = 0; **at == '&' && i < 5; i++)
        if (strncmp(*at, entities[i].name, strlen(entities[i].name)) == 0) {
            *at += strlen(entities[i].name);
            return entities[i].byte;
        }
    return *(*at)++;
}

static struct slice content(const char *start, const char *stop)
{
    struct buf text = {0};
    while (start < stop)
        buf_putc(&text, next_byte(&start));
    struct slice copy = slice_copy(arena, buf_slice(&text));
    buf_free(&text);
    return copy;
}

static unsigned number_after(const char *at, const char *name)
{
    const char *found = strstr(at, name);
    assert_non_null(found);
    return (unsigned)strtoul(found + strlen(name), NULL, 10);
}

/* Takes the text objects of a page. */
static void read_page(struct package *package, unsigned page, struct buf *all)
{
    struct buf xml =
        read_file(in_folder(arena_printf(arena, "x/Doc_0/Pages/Page_%u/Content.xml", page)));
    for (const char *at = xml.p; (at = strstr(at, "<ofd:TextObject "));) {
        unsigned id = number_after(at, "ID=\"");
        const char *start = strchr(strstr(at, "<ofd:TextCode "), '>') + 1;
        const char *stop = strstr(start, "</ofd:TextCode>");
        assert_true(id < package->count);
        assert_null(package->objects[id].text.p);
        struct slice text = content(start, stop);
        if (slice_is(text, "\u200D")) /* a further glyph of the one before */
            text = SLICE("");
        package->objects[id] = (struct object){text, number_after(at, "Font=\"")};
        buf_put_slice(all, text);
        at = stop;
    }
    buf_free(&xml);
}

static struct package read_package(const struct sheet *sheet, struct buf *texts)
{
    struct buf xml = read_file(in_folder("x/Doc_0/Document.xml"));
    struct package package = {.count = number_after(xml.p, "<ofd:MaxUnitID>") + 1};
    package.objects = ARENA_ARRAY(arena, struct object, package.count);
    for (uint32_t page = 0; page < sheet_pages(sheet)->count; page++)
        read_page(&package, page, &texts[page]);
    buf_free(&xml);
    return package;
}

/* ---- Text and structure ---- */

static void put_painted(struct buf *out, const struct pages *pages, const struct doc_node *node)
{
    for (uint32_t page = 0; page < pages->count; page++)
        for (uint32_t i = 0; i < pages->page[page].op_count; i++)
            if (pages->page[page].ops[i].node == node)
                buf_put_slice(out, pages->page[page].ops[i].text);
    for (const struct doc_node *child = node->first; child; child = child->next)
        put_painted(out, pages, child);
    for (uint32_t i = 0; node->element == ELEMENT_CONTENTS && i < pages->contents_count; i++)
        put_painted(out, pages, pages->contents[i].entry);
}

static void put_structure(struct buf *out, const struct package *package)
{
    struct buf xml = read_file(in_folder("x/Doc_0/Tags/Structure.xml"));
    for (const char *at = xml.p; (at = strstr(at, "<ofd:ObjectRef "));) {
        at = strchr(at, '>') + 1;
        unsigned id = (unsigned)strtoul(at, NULL, 10);
        assert_true(id > 0 && id < package->count);
        buf_put_slice(out, package->objects[id].text);
    }
    buf_free(&xml);
}

static void pages_and_structure_say_what_is_painted(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(examples.gl_pathv[i]);
        const struct pages *pages = sheet_pages(&sheet);
        struct buf *texts = ARENA_ARRAY(arena, struct buf, pages->count);
        struct package package = read_package(&sheet, texts);
        struct buf structure = {0}, wanted = {0};
        for (uint32_t page = 0; page < pages->count; page++) {
            struct buf painted = {0};
            for (uint32_t k = 0; k < pages->page[page].op_count; k++)
                buf_put_slice(&painted, pages->page[page].ops[k].text);
            assert_same("page", &painted, &texts[page]);
            buf_free(&painted);
            buf_free(&texts[page]);
        }
        put_painted(&wanted, pages, pages->document->root);
        put_structure(&structure, &package);
        assert_true(wanted.n > 1000);
        assert_same(examples.gl_pathv[i], &wanted, &structure);
        buf_free(&wanted);
        buf_free(&structure);
        outputs_free(&sheet.outputs);
    }
}

/* ---- Fonts ---- */

static hb_face_t *open_font(unsigned id)
{
    hb_blob_t *blob =
        hb_blob_create_from_file(in_folder(arena_printf(arena, "x/Doc_0/Res/font_%u.otf", id)));
    if (!hb_blob_get_length(blob)) {
        hb_blob_destroy(blob);
        blob =
            hb_blob_create_from_file(in_folder(arena_printf(arena, "x/Doc_0/Res/font_%u.ttf", id)));
    }
    assert_true(hb_blob_get_length(blob) > 0);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return face;
}

static void the_fonts_have_every_character(void **state)
{
    (void)state;
    struct sheet sheet = make(SOURCE_ROOT "/examples/yangquan-2024.json");
    struct buf *texts = ARENA_ARRAY(arena, struct buf, sheet_pages(&sheet)->count);
    struct package package = read_package(&sheet, texts);
    hb_font_t **fonts = ARENA_ARRAY(arena, hb_font_t *, package.count);
    size_t checked = 0;
    for (size_t id = 0; id < package.count; id++) {
        const struct object *object = &package.objects[id];
        if (object->text.n && !fonts[object->font]) {
            hb_face_t *face = open_font(object->font);
            fonts[object->font] = hb_font_create(face);
            hb_face_destroy(face);
        }
        for (size_t at = 0; at < object->text.n; checked++) {
            hb_codepoint_t glyph = 0;
            uint32_t code = utf8_next(object->text, &at);
            if (!hb_font_get_nominal_glyph(fonts[object->font], code, &glyph) || !glyph)
                fail_msg("font %u lacks U+%04X", object->font, code);
        }
    }
    assert_true(checked > 1000);
    for (size_t id = 0; id < package.count; id++)
        hb_font_destroy(fonts[id]);
    for (uint32_t page = 0; page < sheet_pages(&sheet)->count; page++)
        buf_free(&texts[page]);
    outputs_free(&sheet.outputs);
}

/* ---- Links, and what it carries ---- */

static void links_lead_to_pages(void **state)
{
    (void)state;
    struct sheet sheet = make(SOURCE_ROOT "/examples/lezhi-2020.json");
    struct buf document = read_file(in_folder("x/Doc_0/Document.xml"));
    struct buf contents = read_file(in_folder("x/Doc_0/Pages/Page_1/Content.xml"));
    const struct buf *files[] = {&document, &contents};
    for (int i = 0; i < 2; i++) {
        size_t count = 0;
        for (const char *at = files[i]->p; (at = strstr(at, "PageID=\"")); at++, count++) {
            char page[32];
            snprintf(page, sizeof page, "<ofd:Page ID=\"%u\"", number_after(at, "PageID=\""));
            assert_non_null(strstr(document.p, page));
        }
        assert_true(count > 20);
    }
    buf_free(&document);
    buf_free(&contents);
    outputs_free(&sheet.outputs);
}

static void the_record_inside_gives_the_same_file(void **state)
{
    (void)state;
    for (size_t i = 0; i < examples.gl_pathc; i++) {
        struct sheet sheet = make(examples.gl_pathv[i]);
        struct buf first = sheet.outputs.files[0];
        struct buf said = run_command(
            arena_printf(arena, "cp %s/x/Doc_0/Attachs/record.json %s/record.json", folder, folder),
            NULL);
        setenv("TZ", "Asia/Shanghai", 1);
        char record[64];
        snprintf(record, sizeof record, "%s/record.json", folder);
        struct sheet again = make(record);
        unsetenv("TZ");
        assert_int_equal(first.n, again.outputs.files[0].n);
        assert_memory_equal(first.p, again.outputs.files[0].p, first.n);
        buf_free(&said);
        buf_free(&first);
        outputs_free(&again.outputs);
    }
}

/* Appends the titles of the headings below the node that the outline is to have. */
static void list_headings(struct buf *out, const struct doc_node *node)
{
    if (node->element == ELEMENT_HEADING && !node->unlisted) {
        node_put_text(out, node);
        buf_putc(out, '\n');
    }
    for (const struct doc_node *child = node->first; child; child = child->next)
        list_headings(out, child);
}

static void the_outline_is_the_headings(void **state)
{
    (void)state;
    struct sheet sheet = make(SOURCE_ROOT "/examples/lezhi-2020.json");
    struct buf document = read_file(in_folder("x/Doc_0/Document.xml")), told = {0}, wanted = {0};
    static const char mark[] = "<ofd:OutlineElem Title=\"";
    for (const char *at = document.p; (at = strstr(at, mark));) {
        at += strlen(mark);
        buf_put_slice(&told, content(at, strchr(at, '"')));
        buf_putc(&told, '\n');
    }
    list_headings(&wanted, sheet.made.composition.document->root);
    assert_true(wanted.n > 0);
    assert_string_equal(told.p, wanted.p);
    buf_free(&document);
    buf_free(&told);
    buf_free(&wanted);
    outputs_free(&sheet.outputs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_and_structure_say_what_is_painted),
        cmocka_unit_test(the_fonts_have_every_character),
        cmocka_unit_test(links_lead_to_pages),
        cmocka_unit_test(the_outline_is_the_headings),
        cmocka_unit_test(the_record_inside_gives_the_same_file),
    };
    return cmocka_run_group_tests_name("ofd", tests, open_house, close_house);
}
