/* What the fuzz targets share: the bytes as a file, for readers that take a path. */
#ifndef TESTS_FUZZING_H
#define TESTS_FUZZING_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reading.h"
#include "base/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A folder in memory, of this process. */
static inline const char *fuzz_folder(void)
{
    static char folder[64];
    if (!*folder) {
        snprintf(folder, sizeof folder, "/dev/shm/gongkai-fuzz-%d", (int)getpid());
        mkdir(folder, 0700);
    }
    return folder;
}

/* Writes the bytes to a file of the name in the folder, and gives its path. */
static inline const char *fuzz_file(const char *name, const uint8_t *bytes, size_t size)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    return path;
}

/* All findings can be printed, as valid text. */
static inline void fuzz_print(const struct diag *diag)
{
    struct buf out = {0};
    diag_print(&out, diag);
    if (out.p && utf8_check(buf_slice(&out)) < out.n)
        __builtin_trap();
    buf_free(&out);
}

static inline void fuzz_put_workbook(struct zip *zip, struct slice bytes)
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

/* The bytes as what is inside a workbook (0), Word file (1), OpenDocument table (2), as a web page
 * (3) or as CSV: the path of the whole file, the archive around it being sound, which random bytes
 * hardly ever are. */
static inline const char *fuzz_wrapped(unsigned kind, struct slice bytes)
{
    if (kind > 2)
        return fuzz_file(kind == 3 ? "page.html" : "table.csv", (const uint8_t *)bytes.p, bytes.n);
    struct buf out = {0};
    struct zip *zip = zip_new(&out, 0);
    if (kind == 0)
        fuzz_put_workbook(zip, bytes);
    else if (kind == 1)
        zip_add(zip, "word/document.xml", bytes);
    if (kind == 2) {
        zip_add(zip, "mimetype", SLICE("application/vnd.oasis.opendocument.spreadsheet"));
        zip_add(zip, "content.xml", bytes);
    }
    if (!zip_end(zip))
        abort();
    static const char *const names[] = {"book.xlsx", "word.docx", "book.ods"};
    const char *path = fuzz_file(names[kind], (const uint8_t *)out.p, out.n);
    buf_free(&out);
    return path;
}

#endif
