/* Any bytes as the XML inside a workbook or Word file, or as a web page: the first byte says which.
 * The archive around it is sound, which random bytes hardly ever are. */
#include "base/zip.h"
#include "fuzzing.h"
#include "intake/grid.h"

static void put_workbook(struct zip *zip, struct slice bytes)
{
    zip_add(zip, "xl/workbook.xml",
            SLICE("<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
                  "</workbook>"));
    zip_add(zip, "xl/_rels/workbook.xml.rels",
            SLICE("<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\" "
                  "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                  "worksheet\"/></Relationships>"));
    zip_add(zip, "xl/sharedStrings.xml", bytes);
    zip_add(zip, "xl/styles.xml", bytes);
    zip_add(zip, "xl/worksheets/sheet1.xml", bytes);
}

static const char *file_of(unsigned kind, struct slice bytes)
{
    struct buf out = {0};
    struct zip *zip = zip_new(&out, 0);
    if (kind == 0)
        put_workbook(zip, bytes);
    else if (kind == 1)
        zip_add(zip, "word/document.xml", bytes);
    else
        zip_add(zip, "content.xml", bytes);
    if (!zip_end(zip))
        abort();
    static const char *const names[] = {"book.xlsx", "word.docx", "book.ods"};
    const char *path = fuzz_file(names[kind], (const uint8_t *)out.p, out.n);
    buf_free(&out);
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (!size)
        return 0;
    unsigned kind = *bytes % 4;
    struct slice rest = {(const char *)bytes + 1, size - 1};
    struct arena *arena = arena_new();
    struct diag diag;
    diag_init(&diag, arena, LANGUAGE_ENGLISH);
    book_read(arena, &diag,
              kind == 3 ? fuzz_file("page.html", bytes + 1, size - 1) : file_of(kind, rest));
    fuzz_print(&diag);
    arena_free(arena);
    return 0;
}
